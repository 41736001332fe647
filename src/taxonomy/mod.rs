//! 1. What titles are matched against: codes, the ladder, functions and foci with their aliases.
//!
//! Loading and looking up only; how a title finds its focus is the business of the later steps.

mod catalogue;
mod code;
mod coverage;
mod distance;
mod embedded;
mod error;
pub mod format;
mod ladder;
mod load;
mod model;
mod reference;
pub mod rules;
mod stats;

pub use catalogue::load_catalogue;
pub use code::{CodeError, Level, Mnemonic, RoleCode, Track};
pub use coverage::{Coverage, Share};
pub use distance::{Neighbour, Proximity};
pub use embedded::embedded_files;
pub use error::TaxonomyError;
pub use ladder::{DefaultLevel, GradeConfidence, Ladder, LevelDefinition, LevelDistribution, LevelNumber, LevelWord};
pub use load::{SourceFile, load, read_folder};
pub use model::{
    Alias, Classification, Classifications, Components, Focus, Function, Pay, Place, ResolvedRole, Role, Shape, Story,
    Superfunction, Taxonomy, Version, confidence_word, did_you_mean,
};
pub use reference::{Group, Groups, Reference, Standard};
pub use stats::{Stats, tracks_of, usual_level};
