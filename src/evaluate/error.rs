//! What can stop a measurement. Each message says what happened, where, and what to do about it.

use crate::read::ReadError;

/// Why rows could not be measured.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// The input could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No column is called as a truth column is.
    #[error(
        "no column of {path} has a name that right answers usually have ({}). It has: {}. Name it with --truth.",
        super::column::NAMES[..SHOWN].join(", "), .headers.join(", ")
    )]
    NoTruthColumn {
        /// The input.
        path: String,
        /// Its headers.
        headers: Vec<String>,
    },
    /// Titles and truths cannot be one column.
    #[error(
        "column `{column}` of {path} was taken for the titles and for the right answers: name one with -s or --truth"
    )]
    SameColumn {
        /// The input.
        path: String,
        /// The column.
        column: String,
    },
    /// Nothing in the truth column is a code of any kind.
    #[error(
        "no cell of column `{column}` in {path} is a code of the taxonomy or a SOC code; the first says `{cell}`. \
         Name another column with --truth, or the taxonomy with --taxonomy"
    )]
    NoCodes {
        /// The first input.
        path: String,
        /// Its truth column.
        column: String,
        /// The first cell.
        cell: String,
    },
    /// Rows, but none with a truth that could be understood.
    #[error("no row of {path} has a right answer to compare with: nothing to measure")]
    NothingLabelled {
        /// The first input.
        path: String,
    },
    /// The caller stopped it.
    #[error("interrupted")]
    Stopped,
}

/// Names of truth columns that an error lists.
const SHOWN: usize = 6;
