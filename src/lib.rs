#![deny(clippy::print_stdout, clippy::print_stderr)]
//! Turns the job titles that people really type into the codes of a role taxonomy.
//!
//! The modules stand in the order of the way a title takes:
//!
//! ```text
//! read → normalize → candidates → score → level → decide → write
//! ```
//!
//! [`taxonomy`] is what titles are matched against; [`bake`] puts it into the binary. [`read`] turns an export into rows; [`normalize`] turns a raw title
//! into comparable words and keeps all that it sets aside; [`candidates`] finds the few aliases that share telling words
//! with it; [`score`] compares them; [`level`] reads the level together with the alias, never before; [`decide`]
//! says accepted, review or unmatched, and why. [`engine`] runs these steps for one title, [`batch`] for rows, each
//! distinct title once, after people's answers of [`decisions`], which [`review`] collects and keeps. [`evaluate`] measures
//! all this on rows whose answers are known, [`report`] tells what a run came to, [`diff`] what changed between two and [`suggest`] what to add to the taxonomy.
//! [`mod@write`] puts rows with their outcomes into files.
//! [`cli`] is the only module that talks to people.

// In the order of the pipeline, so that this list reads as the program does.
pub mod taxonomy;
pub mod bake;
pub mod read;
pub mod normalize;
pub mod candidates;
pub mod score;
pub mod level;
pub mod decide;
pub mod engine;
pub mod explain;
pub mod review;
pub mod decisions;
pub mod batch;
pub mod evaluate;
pub mod report;
pub mod diff;
pub mod suggest;
pub mod write;
pub mod page;
pub mod search;
pub mod cli;
