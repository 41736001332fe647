//! 2. Bytes to rows: opens a CSV, a workbook, JSON Lines or a plain list and hands out its rows as text.
//!
//! Finds out encoding, delimiter, header and the columns that matter unless told, and says what it found
//! ([`Layout`]). Odd rows are kept and marked ([`RowIssue`]), odd bytes are kept and counted ([`ReadWarning`]); only
//! what cannot be read at all is an error ([`ReadError`]). Reading streams, except for workbooks.
//!
//! Not for: understanding titles (`normalize`), writing, or telling people anything.
//!
//! In reading order: `options` (what a caller may fix), `source` (bytes), `sniff` (what the first of them say),
//! `decode` (to UTF-8), then a format each in `delimited`, `lines`, `jsonl` and `excel`, with `names`, `content` and
//! `columns` to tell which column is which, and `table`, what they all give.

use std::io::Read;
use std::path::Path;

mod columns;
mod content;
mod decode;
mod delimited;
mod error;
mod excel;
mod jsonl;
mod layout;
mod lines;
mod names;
mod options;
mod row;
mod sniff;
mod source;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod unpacked;
mod workbook;

pub use error::ReadError;
pub use layout::{ColumnEvidence, ColumnFound, EncodingEvidence, EncodingFound, Layout, ReadWarning};
pub use options::{
    ChoiceError, ColumnChoice, ColumnChoices, DelimiterChoice, EncodingChoice, HeaderChoice, Input, InputFormat,
    ReadOptions, SheetChoice, StreamChoice,
};
pub use row::{Row, RowIssue};
pub use table::Table;

use sniff::magic::{self, Magic};
use source::Source;

/// Opens an input and finds out what it is.
pub fn open(input: &Input, options: &ReadOptions) -> Result<Table, ReadError> {
    open_source(Source::open(input)?, options)
}

/// Opens a stream as if it were standard input. `name` is what messages call it.
pub fn open_stream(name: &str, stream: Box<dyn Read + Send>, options: &ReadOptions) -> Result<Table, ReadError> {
    open_source(Source::from_stream(name, stream)?, options)
}

/// The names of the sheets in a workbook.
pub fn sheet_names(path: &Path) -> Result<Vec<String>, ReadError> {
    excel::sheet_names(Source::open(&Input::Path(path.to_owned()))?)
}

fn open_source(source: Source, options: &ReadOptions) -> Result<Table, ReadError> {
    /// Extensions that promise a workbook.
    const WORKBOOKS: [&str; 5] = ["xlsx", "xls", "xlsm", "xlsb", "ods"];
    let promised = source.extension.clone().filter(|extension| WORKBOOKS.contains(&extension.as_str()));
    match magic::magic(&source.sample) {
        Magic::Foreign { kind, advice } => Err(ReadError::WrongKind { path: source.name, kind, advice }),
        Magic::Workbook => {
            let other = source.extension.clone().filter(|_| promised.is_none());
            let misnamed = other.map(|extension| ReadWarning::NotWhatItsNameSays { extension, found: "a workbook" });
            excel::open(source, options, misnamed.into_iter().collect())
        }
        Magic::Unknown => {
            let misnamed = promised.map(|extension| ReadWarning::NotWhatItsNameSays { extension, found: "text" });
            text::open(source, options, misnamed.into_iter().collect())
        }
    }
}
