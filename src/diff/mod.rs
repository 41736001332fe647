//! What changed between two results of the same titles: another taxonomy, other thresholds, other decisions.
//!
//! A result is a [`Side`], read from a file that `canon match` wrote or matched here and now. Rows are compared one by one
//! where both sides have the same titles in the same order; else the answers of each title are compared. What a change
//! is worth is the number of its rows.

mod changes;
mod side;

pub use self::changes::{Change, ChangeKind, Diff, Group, Moved};
pub use self::side::{Answer, Side};

use thiserror::Error;

use crate::read::ReadError;

/// Why two results cannot be compared.
#[derive(Debug, Error)]
pub enum DiffError {
    /// One of them cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// One of them is no result.
    #[error(
        "{path} has no column `{column}`, so it is no result of canon match{hint}: give two results, or one export with --against TAXONOMY"
    )]
    NoResult {
        /// The file.
        path: String,
        /// The column.
        column: String,
        /// What the columns may be called instead, or nothing.
        hint: String,
    },
    /// The column that looks most like titles is one that `canon match` added.
    #[error("cannot tell which column of {path} has the titles: name it with -s")]
    NoTitle {
        /// The file.
        path: String,
    },
    /// A cell of a result is not what `canon match` writes.
    #[error("{path}:{line}: `{cell}` in column `{column}` is no {what}")]
    Cell {
        /// The file.
        path: String,
        /// From 1.
        line: u64,
        /// The column.
        column: String,
        /// The cell.
        cell: String,
        /// What it should be.
        what: &'static str,
    },
    /// The titles are others.
    #[error(
        "{old} and {new} do not belong together: they share {shared} of {most} distinct titles. Compare results of the same export{hint}"
    )]
    Strangers {
        /// The first.
        old: String,
        /// The second.
        new: String,
        /// Distinct titles in both.
        shared: usize,
        /// Distinct titles of the one that has more.
        most: usize,
        /// What else may be wrong, or nothing.
        hint: String,
    },
}
