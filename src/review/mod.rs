//! What people decide: the sheets they fill in, and the file that remembers their answers.
//!
//! [`FilledSheet`] reads a review file or workbook, or a decisions file, and says what each row answers; [`Ledger`] is the
//! decisions file as it is kept, one line per title and context; [`Merger`] brings the one into the other, and
//! [`Lock`] sees to it that two people do not do so at once. What an answer means for a title is in
//! [`decisions`](crate::decisions); how a sheet is written in [`mod@crate::write`].
//!
//! At a terminal, the [`Queue`] has the [`Question`]s in their order and knows which are settled; the [`App`] says what a key
//! does, without any file or screen; [`Keeper`] keeps each answer at once.
//!
//! Not for: scores, bands or the taxonomy's contents.

mod answer;
mod app;
mod autocorrect;
mod columns;
mod conflicts;
mod keep;
mod ledger;
mod lock;
mod mark;
mod merge;
mod question;
mod queue;
mod sheet;
mod visible;

use std::path::PathBuf;

use thiserror::Error;

pub use answer::{Filled, Verdict};
#[cfg(test)]
pub(crate) use app::sample;
pub use app::{App, Choice, Effect, Key, Mode, Search, Tone, ladder};
pub use conflicts::{CONFLICT_COLUMNS, Conflict, Conflicts, conflicts_path};
pub use keep::{Keeper, Kept, change};
pub use ledger::{COLUMNS, Ledger, Line};
pub use lock::Lock;
pub use mark::Mark;
pub use merge::{Merger, OnConflict, Stamp, Tally};
pub use question::{Question, Suggestion};
pub use queue::{Progress, Queue};
pub use sheet::{FilledSheet, Problem, SheetRow};
pub use visible::{is_unseen, original, visible};

use crate::read::ReadError;
use crate::write::WriteError;

/// The name of the sheet that people fill in.
pub const REVIEW_SHEET: &str = "Review";

/// The name of the hidden sheet with the facts of the run.
pub const FACTS_SHEET: &str = "canon";

/// What stands between code and title in a cell that has both.
pub const CODE_AND_TITLE: &str = " — ";

/// A department as it counts: case, accents and blanks make no difference.
#[must_use]
pub fn normal_context(context: &str) -> String {
    crate::normalize::fold(context).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What can be wrong with a file of answers.
#[derive(Debug, Error)]
pub enum ReviewError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A column is missing.
    #[error("{place}: no column `{name}`; {advice}")]
    Column {
        /// The file, and the sheet of a workbook.
        place: String,
        /// The column.
        name: &'static str,
        /// What to do.
        advice: String,
    },
    /// A line is wrong.
    #[error("{place}: {message}")]
    Line {
        /// File and line, or file and cell.
        place: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// The file is another one than it should be.
    #[error("{path}: {message}")]
    Other {
        /// The file.
        path: PathBuf,
        /// What is wrong and what to do.
        message: String,
    },
    /// Nobody else can be kept out.
    #[error("cannot lock {path}: {source}")]
    Lock {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}
