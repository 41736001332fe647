//! Rows of delimited text, read as a stream. Quoting is always `"`, doubled inside.
//!
//! The `csv` crate does the parsing. Added here are the physical line of each record, blank lines, rows of the wrong
//! length and quotation marks that are never closed: nothing of these stops the reading.

use std::io::Read;

use csv::StringRecord;

use super::columns;
use super::decode::Decoder;
use super::error::ReadError;
use super::layout::ReadWarning;
use super::options::{InputFormat, ReadOptions};
use super::row::Row;
use super::sniff::delimiter::DelimiterFound;
use super::sniff::encoding::Extent;
use super::sniff::{SampleRow, header};
use super::source::Bytes;
use super::table::{Opened, Rows, Table};
use super::text::{LineEnds, Text};

/// Opens a text as a CSV. Without a delimiter found, each row is one cell.
pub(super) fn open(mut text: Text, found: Option<DelimiterFound>, options: &ReadOptions) -> Result<Table, ReadError> {
    let delimiter = found.as_ref().map(|found| found.delimiter);
    let separator = delimiter.unwrap_or(b',');
    let sample = found.map_or_else(|| sample_text(&text, separator, SAMPLE_ROWS), |found| found.rows);
    let name = text.source.name.clone();
    let found = header::decide(&sample, options.header, &name)?;
    let headers = header::headers(&sample, found);
    let data = &sample[found.data.min(sample.len())..];
    let columns = columns::resolve(&name, &headers, found.headers(), data, &options.columns)?;
    let (size, encoding, warnings) = (text.source.size, text.plan.found(), std::mem::take(&mut text.warnings));
    let (skip, line_ends) = (text.skip, text.line_ends);
    let header_line = found.at.and_then(|at| sample.get(at)).map_or(skip + 1, |row| row.line as usize);
    let mut records = Records::new(text.into_decoder()?, separator, line_ends, skip);
    let mut record = StringRecord::new();
    for _ in 0..found.data {
        records.read(&mut record).map_err(|error| csv_error(&name, error))?;
    }
    let expected = headers.len();
    let rows =
        DelimitedRows { source: name.clone(), records, expected, blank: (0, 0), unclosed: Vec::new(), dangling: None };
    Ok(Table::from(Opened {
        source: name,
        format: InputFormat::Csv,
        size,
        encoding: Some(encoding),
        delimiter: Some(separator),
        sheet: None,
        skipped_rows: header_line - 1,
        header_rows: found.rows,
        headers,
        columns,
        warnings,
        rows: Box::new(rows),
    }))
}

/// The first rows of a text's sample. Its last row may be cut off and is left out then.
pub(super) fn sample_text(text: &Text, delimiter: u8, limit: usize) -> Vec<SampleRow> {
    let mut rows = sample(&text.sample, delimiter, text.line_ends, text.skip, limit);
    if text.source.extent == Extent::Part && rows.len() > 1 && rows.len() < limit {
        rows.pop();
    }
    rows
}

/// The first rows of a text. `skipped` lines stood above it.
pub(super) fn sample(text: &str, delimiter: u8, ends: LineEnds, skipped: usize, limit: usize) -> Vec<SampleRow> {
    let mut records = Records::new(text.as_bytes(), delimiter, ends, skipped);
    let (mut rows, mut record) = (Vec::new(), StringRecord::new());
    while rows.len() < limit {
        let Ok(Some(place)) = records.read(&mut record) else { break };
        rows.push(SampleRow { line: place.line, cells: record.iter().map(str::to_owned).collect() });
    }
    rows
}

/// So many rows show the shape of a table.
const SAMPLE_ROWS: usize = 500;

/// Records with the lines they stand in.
struct Records<R> {
    reader: csv::Reader<R>,
    ends: LineEnds,
    skipped: u64,
    count: u64,
}

/// Where a record stands.
struct Place {
    /// The line in which it begins.
    line: u64,
    /// Empty lines above it.
    blank: u64,
    /// Line ends inside it.
    newlines: u64,
}

impl<R: Read> Records<R> {
    fn new(input: R, delimiter: u8, ends: LineEnds, skipped: usize) -> Self {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(256 * 1024)
            .from_reader(input);
        Self { reader, ends, skipped: skipped as u64, count: 0 }
    }

    fn read(&mut self, record: &mut StringRecord) -> Result<Option<Place>, csv::Error> {
        let before = self.reader.position().line();
        if !self.reader.read_record(record)? {
            return Ok(None);
        }
        self.count += 1;
        // The reader counts `\n` as it meets them; that of `\r\n` it meets with the next record only.
        let (late, own) = match self.ends {
            LineEnds::Lf => (0, 1),
            LineEnds::CrLf if self.count == 1 => (0, 0),
            LineEnds::CrLf => (1, 1),
            LineEnds::Cr => {
                let line = self.skipped + self.count;
                return Ok(Some(Place { line, blank: 0, newlines: 0 }));
            }
        };
        let met = self.reader.position().line() - before;
        let (mut blank, mut newlines) = (0, 0);
        if met > own {
            newlines = line_ends_in(record.as_slice());
            blank = (met - own).saturating_sub(newlines);
        }
        Ok(Some(Place { line: self.skipped + before + late + blank, blank, newlines }))
    }
}

/// The rows of a CSV.
struct DelimitedRows {
    source: String,
    records: Records<Decoder<Bytes>>,
    expected: usize,
    /// The first blank line and how many there were.
    blank: (u64, u64),
    /// Lines in which a quotation mark opens that is not closed.
    unclosed: Vec<u64>,
    /// Where a quotation mark opened in the last row if it was not closed there.
    dangling: Option<u64>,
}

impl Rows for DelimitedRows {
    fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        let place = self.records.read(&mut row.cells).map_err(|error| csv_error(&self.source, error))?;
        let Some(place) = place else {
            self.unclosed.extend(self.dangling.take());
            return Ok(false);
        };
        row.line = place.line;
        self.dangling = None;
        if place.blank > 0 {
            let first = if self.blank.1 == 0 { place.line - place.blank } else { self.blank.0 };
            self.blank = (first, self.blank.1 + place.blank);
        }
        if place.newlines > 0 {
            self.look_for_unclosed(row, &place);
        }
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.records.reader.get_ref().bytes_read()
    }

    fn findings(&self) -> u64 {
        self.records.reader.get_ref().damage_count() + self.blank.1 + self.unclosed.len() as u64
    }

    fn warnings(&self) -> Vec<ReadWarning> {
        let (line, count) = self.blank;
        let blank = (count > 0).then_some(ReadWarning::BlankLines { line, count });
        let unclosed = self.unclosed.iter().map(|line| ReadWarning::UnclosedQuote { line: *line });
        self.records.reader.get_ref().warnings().chain(blank).chain(unclosed).collect()
    }
}

impl DelimitedRows {
    /// A quotation mark that nobody closes makes one cell of all that follows, up to the next mark or the end.
    fn look_for_unclosed(&mut self, row: &Row, place: &Place) {
        /// No cell of an HR export has so many lines or is so long.
        const LINES: u64 = 200;
        const BYTES: usize = 1 << 20;
        /// Enough to know that something is wrong with the file.
        const REPORTED: usize = 20;
        let mut line = place.line;
        for cell in &row.cells {
            let inside = line_ends_in(cell);
            if inside >= LINES || (inside > 0 && cell.len() >= BYTES) {
                if self.unclosed.len() < REPORTED {
                    self.unclosed.push(line);
                }
                return;
            }
            line += inside;
        }
        // If this is the last row, then its last cell ought not to run on to the end of the file.
        let last = row.cells.iter().next_back().unwrap_or_default();
        if last.ends_with('\n') || (last.contains('\n') && row.cells.len() < self.expected) {
            self.dangling = Some(line - line_ends_in(last));
        }
    }
}

fn line_ends_in(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

fn csv_error(path: &str, error: csv::Error) -> ReadError {
    let line = error.position().map_or(0, csv::Position::line);
    let detail = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(source) => ReadError::Io { path: path.to_owned(), source },
        _ => ReadError::Csv { path: path.to_owned(), line, detail },
    }
}
