//! 8. Outcomes to files: CSV, TSV, JSON Lines, XLSX, and the review file for people; the catalogue as a table.
//!
//! Every file appears whole or not at all; input cells are written as they were read.

mod changes;
mod columns;
mod delimited;
mod excel;
mod jsonl;
mod misses;
mod review;
mod review_sheet;
mod table;
mod target;

use std::path::PathBuf;
use std::str::FromStr;

use thiserror::Error;

pub use changes::{CHANGE_COLUMNS, write_changes};
pub use columns::{OutputColumns, ROLE_COLUMNS};
pub(crate) use delimited::error as csv_error;
pub use misses::{MISS_COLUMNS, write_misses};
pub(crate) use review::neutral;
pub use review::{REVIEW_COLUMNS, ReviewFile, RowContext, without_apostrophe};
pub use table::{table_as_csv, table_as_workbook};
pub use target::{Destination, Target};

use crate::decide::Outcome;
use crate::read::Row;

/// Formats of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputFormat {
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// One JSON object a line.
    JsonLines,
    /// An Excel workbook of one sheet.
    Excel,
}

impl OutputFormat {
    /// The format that a file name's ending asks for.
    #[must_use]
    pub fn of_path(path: &std::path::Path) -> Option<OutputFormat> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" | "txt" => Some(OutputFormat::Csv),
            "tsv" | "tab" => Some(OutputFormat::Tsv),
            "jsonl" | "ndjson" => Some(OutputFormat::JsonLines),
            "xlsx" => Some(OutputFormat::Excel),
            _ => None,
        }
    }
}

impl FromStr for OutputFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<OutputFormat, String> {
        match text.to_ascii_lowercase().as_str() {
            "csv" => Ok(OutputFormat::Csv),
            "tsv" => Ok(OutputFormat::Tsv),
            "jsonl" | "ndjson" => Ok(OutputFormat::JsonLines),
            "xlsx" => Ok(OutputFormat::Excel),
            _ => Err(format!("`{text}` is no output format: use csv, tsv, jsonl or xlsx")),
        }
    }
}

/// Whether a delimited file starts with a byte order mark, which Excel needs to see UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ByteOrderMark {
    /// It does.
    Write,
    /// It does not.
    #[default]
    Omit,
}

/// Writes rows with their outcomes.
pub trait ResultWriter: Send {
    /// Writes one row. `source` is the file it came from, where several files were given.
    ///
    /// # Errors
    /// When the destination refuses it, or the format cannot hold it.
    fn write(&mut self, row: &Row, source: Option<&str>, outcome: &Outcome) -> Result<(), WriteError>;

    /// The temporary file that holds the rows until then.
    fn temporary(&self) -> Option<&std::path::Path>;

    /// Completes the file; until then it does not exist.
    ///
    /// # Errors
    /// When the destination refuses it.
    fn finish(self: Box<Self>) -> Result<(), WriteError>;
}

/// Opens a writer. `headers` are those of the input.
///
/// # Errors
/// When the destination cannot be written to.
pub fn open(
    destination: &Destination,
    format: OutputFormat,
    bom: ByteOrderMark,
    columns: OutputColumns,
    headers: &[String],
) -> Result<Box<dyn ResultWriter>, WriteError> {
    let target = Target::create(destination)?;
    Ok(match format {
        OutputFormat::Csv => Box::new(delimited::DelimitedWriter::new(target, b',', bom, columns, headers)?),
        OutputFormat::Tsv => Box::new(delimited::DelimitedWriter::new(target, b'\t', bom, columns, headers)?),
        OutputFormat::JsonLines => Box::new(jsonl::JsonLinesWriter::new(target, columns, headers)),
        OutputFormat::Excel => Box::new(excel::ExcelWriter::new(target, columns, headers)?),
    })
}

/// What can go wrong in writing.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The destination refused.
    #[error("cannot write {name}: {source}")]
    Io {
        /// The file, or "standard output".
        name: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The workbook could not be made.
    #[error("cannot write {name}: {message}")]
    Workbook {
        /// The file.
        name: String,
        /// Why.
        message: String,
    },
    /// A column that is to be added is already there.
    #[error(
        "the input already has a column `{column}`: give the added columns another name with --prefix, such as --prefix new_"
    )]
    Collision {
        /// The column.
        column: String,
    },
    /// A JSON record has keys that a table cannot show.
    #[error("line {line} has keys that the first lines do not have: write JSON Lines (--format jsonl) to keep them")]
    ExtraKeys {
        /// From 1.
        line: u64,
    },
    /// More rows than a sheet holds.
    #[error("{name}: a sheet holds {most} rows; write csv instead")]
    TooManyRows {
        /// The file.
        name: String,
        /// The limit.
        most: u32,
    },
    /// A cell of the input is longer than one of a workbook may be.
    #[error(
        "{source_name}:{line}: the cell in column {column} is longer than {name} has room for ({most} characters); write \
         csv instead",
        most = excel::MOST_CHARACTERS
    )]
    LongCell {
        /// What it was read from.
        source_name: String,
        /// The file.
        name: String,
        /// Of the input, from 1.
        line: u64,
        /// Of the input, from 1.
        column: u16,
    },
    /// The folder is not there.
    #[error("cannot write {path}: there is no folder {folder}")]
    NoFolder {
        /// The path.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// A directory was given.
    #[error("{path} is a folder: name a file in it")]
    Folder {
        /// The path.
        path: PathBuf,
    },
}

impl WriteError {
    /// Whether the reader of our output went away, which is no error.
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, WriteError::Io { source, .. } if source.kind() == std::io::ErrorKind::BrokenPipe)
    }
}
