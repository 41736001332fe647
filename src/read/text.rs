//! Opens a text: decides whether it is a CSV, JSON Lines or a list, and hands over to that format.
//!
//! A stream is a list unless the caller asks for columns or it has tabs; a file is what its name and its first rows say.

use std::io::Read;

use super::decode::Decoder;
use super::delimited;
use super::error::ReadError;
use super::jsonl;
use super::layout::ReadWarning;
use super::lines;
use super::options::{ColumnChoices, DelimiterChoice, HeaderChoice, InputFormat, ReadOptions, StreamChoice};
use super::sniff::delimiter::{self, DelimiterFound};
use super::sniff::encoding::{self, Extent, Plan};
use super::source::{Bytes, Origin, Source};
use super::table::Table;

/// A text whose encoding is known.
pub(super) struct Text {
    /// Where it comes from.
    pub source: Source,
    /// How it is decoded.
    pub plan: Plan,
    /// The sample, decoded, without the lines to skip.
    pub sample: String,
    /// How lines end.
    pub line_ends: LineEnds,
    /// The delimiter that the first line declares.
    pub declared: Option<u8>,
    /// Lines to skip.
    pub skip: usize,
    /// What to tell about it.
    pub warnings: Vec<ReadWarning>,
}

/// How the lines of a text end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
    /// `\r`, as on old Macs.
    Cr,
}

/// Opens a source that is no workbook.
pub(super) fn open(source: Source, options: &ReadOptions, warnings: Vec<ReadWarning>) -> Result<Table, ReadError> {
    let Some(plan) = encoding::plan(&source.sample, source.extent, options.encoding) else {
        return Err(ReadError::Binary { path: source.name });
    };
    let mut text = Text::new(source, plan, options.skip_lines, warnings)?;
    let format = decide(&text, options);
    if matches!(format, Kind::Lines) {
        text.warnings.extend(looks_like_table(&text, options));
    }
    let blank = text.sample.trim().is_empty() && text.source.extent == Extent::Whole;
    let may_be_blank = text.source.origin == Origin::Stream || options.format == Some(InputFormat::Lines);
    if text.sample.is_empty() || (blank && !(may_be_blank && matches!(format, Kind::Lines))) {
        return Err(ReadError::Empty { path: text.source.name });
    }
    match format {
        Kind::Lines => lines::open(text, options),
        Kind::JsonLines => jsonl::open(text, options),
        Kind::Csv(found) => delimited::open(text, found, options),
    }
}

impl Text {
    fn new(source: Source, plan: Plan, skip: usize, warnings: Vec<ReadWarning>) -> Result<Self, ReadError> {
        let mut sample = String::new();
        let mut decoder = Decoder::new(source.sample.as_slice(), &plan).map_err(source.error())?;
        decoder.read_to_string(&mut sample).map_err(source.error())?;
        let line_ends = LineEnds::of(&sample);
        let declared = delimiter::declared(&sample);
        let skip = skip.max(usize::from(declared.is_some()));
        let start: usize = sample.split_inclusive(line_ends.last()).take(skip).map(str::len).sum();
        sample.drain(..start);
        Ok(Self { source, plan, sample, line_ends, declared, skip, warnings })
    }

    /// The lines of the sample without their ends.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.sample.split_inclusive(self.line_ends.last()).map(|line| line.trim_end_matches(['\r', '\n']))
    }

    /// The text from the beginning, as UTF-8, without the lines to skip.
    pub fn into_decoder(self) -> Result<Decoder<Bytes>, ReadError> {
        let error = self.source.error();
        let mut decoder = Decoder::new(self.source.into_bytes(), &self.plan).map_err(&error)?;
        decoder.skip_lines(self.skip, self.line_ends.last() as u8).map_err(&error)?;
        Ok(decoder)
    }
}

impl LineEnds {
    /// The last character of a line end.
    pub const fn last(self) -> char {
        match self {
            Self::Lf | Self::CrLf => '\n',
            Self::Cr => '\r',
        }
    }

    /// That of the first line. A cell in quotes may have line ends of another kind inside, as Excel writes them.
    fn of(text: &str) -> Self {
        let mut quotes = 0;
        let outside = |(_, byte): &(usize, u8)| {
            quotes += usize::from(*byte == b'"');
            *byte == b'\n' && quotes % 2 == 0
        };
        let feed = text.bytes().enumerate().find(outside).map(|(at, _)| at).or_else(|| text.find('\n'));
        match feed {
            Some(feed) if text[..feed].ends_with('\r') => Self::CrLf,
            None if text.contains('\r') => Self::Cr,
            _ => Self::Lf,
        }
    }
}

/// What a text is.
enum Kind {
    Csv(Option<DelimiterFound>),
    JsonLines,
    Lines,
}

fn decide(text: &Text, options: &ReadOptions) -> Kind {
    let csv = || Kind::Csv(find_delimiter(text, options));
    match options.format {
        Some(InputFormat::Lines) => return Kind::Lines,
        Some(InputFormat::JsonLines) => return Kind::JsonLines,
        Some(InputFormat::Csv | InputFormat::Excel) => return csv(),
        None => {}
    }
    if text.source.origin == Origin::Stream {
        return match asks_for_columns(options) || options.stream == StreamChoice::Table {
            true if text.sample.starts_with('{') => Kind::JsonLines,
            true => csv(),
            false if is_pasted(text, options) => csv(),
            false => Kind::Lines,
        };
    }
    match text.source.extension.as_deref() {
        Some("jsonl" | "ndjson" | "json") => Kind::JsonLines,
        Some("csv" | "tsv" | "tab") => csv_or_list(find_delimiter(text, options), text, options),
        Some("txt" | "text" | "lst") => {
            let found = find_delimiter(text, options).filter(|found| asks_for_columns(options) || is_clear(found));
            csv_or_list(found, text, options)
        }
        _ if text.sample.starts_with('{') && text.sample.contains('"') => Kind::JsonLines,
        _ => csv_or_list(find_delimiter(text, options), text, options),
    }
}

/// A pipe is a list unless the caller says otherwise; where it plainly is a table, the caller should hear of it.
fn looks_like_table(text: &Text, options: &ReadOptions) -> Option<ReadWarning> {
    if text.source.origin != Origin::Stream || options.format.is_some() {
        return None;
    }
    let json = text.sample.starts_with('{') && text.sample.contains('"');
    let csv = || find_delimiter(text, options).is_some_and(|found| found.has_known_header);
    let found = if json { "JSON Lines" } else { Some("CSV").filter(|_| csv())? };
    Some(ReadWarning::LooksLikeTable { found })
}

/// Whether it is cells of a spreadsheet, copied with what stands beside them: no title has a tab in it.
fn is_pasted(text: &Text, options: &ReadOptions) -> bool {
    text.sample.contains('\t')
        && find_delimiter(text, options).is_some_and(|found| found.delimiter == b'\t' && is_clear(&found))
}

/// Whether a text without the name of a table is a table all the same. Titles have commas ("Director, Sales") and a
/// list of them may have one in every line; the other delimiters are never part of a title so regularly.
fn is_clear(found: &DelimiterFound) -> bool {
    const NEARLY_ALL: f64 = 0.9;
    let wide = found.delimiter != b',' || found.rows.iter().all(|row| row.cells.len() > 2);
    found.has_known_header || (found.evenness >= NEARLY_ALL && wide)
}

/// One cell a row is a list, unless there are quotation marks to take off or the caller speaks of columns.
fn csv_or_list(found: Option<DelimiterFound>, text: &Text, options: &ReadOptions) -> Kind {
    let is_list = found.is_none() && !is_quoted(text) && !asks_for_columns(options) && text.declared.is_none();
    if is_list { Kind::Lines } else { Kind::Csv(found) }
}

/// Whether quotation marks protect cells, rather than being typed by a person around a title.
fn is_quoted(text: &Text) -> bool {
    let starts = |line: &str| line.starts_with('"');
    let mut with_comma = text.lines().filter(|line| line.contains(',')).peekable();
    match text.source.extension.as_deref() {
        Some("csv" | "tsv" | "tab") => text.lines().any(starts),
        _ => with_comma.peek().is_some() && with_comma.all(starts),
    }
}

/// Whether a choice makes sense only with columns.
fn asks_for_columns(options: &ReadOptions) -> bool {
    options.columns != ColumnChoices::default()
        || options.delimiter != DelimiterChoice::Auto
        || matches!(options.header, HeaderChoice::Row(_))
}

/// The delimiter that was given, declared or, failing these, found.
fn find_delimiter(text: &Text, options: &ReadOptions) -> Option<DelimiterFound> {
    /// So many rows show the shape of a table.
    const ROWS: usize = 500;
    let parse = |delimiter| delimited::sample_text(text, delimiter, ROWS);
    let settled = match options.delimiter {
        DelimiterChoice::Is(delimiter) => Some(delimiter),
        DelimiterChoice::Auto => text.declared,
    };
    match settled {
        Some(delimiter) => {
            let rows = parse(delimiter);
            Some(DelimiterFound { delimiter, rows, has_known_header: false, evenness: 1.0 })
        }
        None => delimiter::find(parse),
    }
}
