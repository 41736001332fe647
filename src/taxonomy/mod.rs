//! 1. What titles are matched against: codes, the ladder, functions and foci with their aliases.
//!
//! Loading and looking up only; how a title finds its focus is the business of the later steps.
//!
//! `build.rs` compiles this module too, in order to bake the taxonomy (see [`crate::bake`]); `cfg(baked)` holds in the program only
//! and marks what the build has no use for.

mod aliases;
#[cfg(baked)]
mod catalogue;
mod code;
mod codes;
#[cfg(baked)]
mod coverage;
#[cfg(baked)]
mod distance;
#[cfg(baked)]
mod embedded;
mod error;
#[cfg(baked)]
pub mod format;
mod ladder;
mod load;
mod model;
#[cfg(baked)]
mod reference;
#[cfg(baked)]
pub mod rules;
#[cfg(baked)]
mod stats;

pub use aliases::Aliases;
#[cfg(baked)]
pub use catalogue::load_catalogue;
pub use code::{CodeError, Level, Mnemonic, RoleCode, Track};
#[cfg(baked)]
pub use coverage::{Coverage, Share};
#[cfg(baked)]
pub use distance::{Neighbour, Proximity};
#[cfg(baked)]
pub use embedded::embedded_files;
pub use error::TaxonomyError;
pub use ladder::{DefaultLevel, GradeConfidence, Ladder, LevelDefinition, LevelDistribution, LevelNumber, LevelWord};
pub use load::{SourceFile, load, read_folder};
pub use model::{
    Alias, Classification, Classifications, Components, Focus, Function, Pay, Place, ResolvedRole, Role, Shape, Story,
    Superfunction, Taxonomy, Version, confidence_word, did_you_mean,
};
#[cfg(baked)]
pub use reference::{Group, Groups, Reference, Standard};
#[cfg(baked)]
pub use stats::{Stats, tracks_of, usual_level};
