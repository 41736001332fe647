//! One file a command.

pub mod adjacent;
pub mod apply;
pub mod compare;
pub mod config;
pub mod diff;
pub mod evaluate;
pub mod explain;
pub mod generate;
pub mod matching;
pub mod review;
pub mod search;
pub mod show;
pub mod suggest;
pub mod taxonomy;
