//! What can be wrong with a taxonomy's files: always the file, the line, the rule and the mend.

use std::path::PathBuf;

use thiserror::Error;

use super::model::Place;

/// A taxonomy could not be loaded.
#[derive(Debug, Error)]
pub enum TaxonomyError {
    /// The path is neither a folder nor a catalogue.
    #[error(
        "no taxonomy at {path}: give a folder as `canon taxonomy export DIR` writes it, or a .csv or .xlsx catalogue"
    )]
    NotFound {
        /// What was given.
        path: PathBuf,
    },
    /// A file could not be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file is not what its format asks for.
    #[error("{place}: {message}")]
    Syntax {
        /// Where.
        place: Place,
        /// What, in words.
        message: String,
    },
    /// A rule of the taxonomy is broken.
    #[error("{place}: {rule}; {mend}")]
    Rule {
        /// Where.
        place: Place,
        /// What is wrong.
        rule: String,
        /// What to do.
        mend: String,
    },
    /// The catalogue lacks what every catalogue needs.
    #[error("{path}: {message}")]
    Catalogue {
        /// The file.
        path: PathBuf,
        /// What, in words.
        message: String,
    },
    /// The form of a taxonomy that the binary carries cannot be written or read.
    #[error("the taxonomy baked into the program is broken ({0}); build or install it anew")]
    Baked(#[source] postcard::Error),
    /// The table of a catalogue could not be read.
    #[cfg(baked)]
    #[error(transparent)]
    Table(#[from] crate::read::ReadError),
}
