//! Plain text, one title a line. No quoting and no columns; a blank line is a row with an empty title.

use std::io::{BufRead, BufReader};

use super::columns::{self, Columns, Headers};
use super::decode::Decoder;
use super::error::ReadError;
use super::layout::{ColumnEvidence, ColumnFound, ReadWarning};
use super::names;
use super::options::{ColumnChoices, HeaderChoice, InputFormat, ReadOptions};
use super::row::Row;
use super::source::{Bytes, Origin};
use super::table::{Opened, Rows, Table};
use super::text::{LineEnds, Text};

/// Opens a text as a list.
pub(super) fn open(mut text: Text, options: &ReadOptions) -> Result<Table, ReadError> {
    let source = text.source.name.clone();
    let header_line = header_line(&text, options.header);
    let named = header_line.and_then(|line| text.lines().nth(line - 1 - text.skip)).map(str::to_owned);
    let how = if named.is_some() { ColumnEvidence::Header } else { ColumnEvidence::Only };
    let header_rows = usize::from(named.is_some());
    let headers = vec![named.unwrap_or_else(|| "title".to_owned())];
    let columns = if options.columns == ColumnChoices::default() {
        let title = ColumnFound { index: 0, name: headers[0].clone(), how };
        Columns {
            title,
            department: None,
            family: None,
            grade: None,
            years: None,
            manages: None,
            manager: None,
            id: None,
        }
    } else {
        columns::resolve(&source, &headers, Headers::Read, &[], &options.columns)?
    };
    let (size, encoding, warnings) = (text.source.size, text.plan.found(), std::mem::take(&mut text.warnings));
    let above = header_line.unwrap_or(text.skip);
    text.skip = above;
    let line_ends = text.line_ends;
    let rows = LineRows {
        source: source.clone(),
        reader: BufReader::with_capacity(256 * 1024, text.into_decoder()?),
        line_ends,
        line: above as u64,
        text: Vec::new(),
    };
    Ok(Table::from(Opened {
        source,
        format: InputFormat::Lines,
        size,
        encoding: Some(encoding),
        delimiter: None,
        sheet: None,
        skipped_rows: above - header_rows,
        header_rows,
        headers,
        columns,
        warnings,
        rows: Box::new(rows),
    }))
}

/// The line that is a header. A file may begin with one that we know; a stream of titles has none.
fn header_line(text: &Text, choice: HeaderChoice) -> Option<usize> {
    match choice {
        HeaderChoice::Row(row) => Some(row).filter(|row| *row > text.skip),
        HeaderChoice::None => None,
        HeaderChoice::Auto => {
            let first = text.lines().next().filter(|_| text.source.origin == Origin::File)?;
            names::is_title_header(first).then_some(text.skip + 1)
        }
    }
}

/// The rows of a list.
struct LineRows {
    source: String,
    reader: BufReader<Decoder<Bytes>>,
    line_ends: LineEnds,
    line: u64,
    text: Vec<u8>,
}

impl Rows for LineRows {
    fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        self.text.clear();
        let end = self.line_ends.last() as u8;
        let read = self.reader.read_until(end, &mut self.text);
        if read.map_err(|source| ReadError::Io { path: self.source.clone(), source })? == 0 {
            return Ok(false);
        }
        self.line += 1;
        let mut text = self.text.strip_suffix(&[end]).unwrap_or(&self.text);
        if self.line_ends != LineEnds::Cr {
            text = text.strip_suffix(b"\r").unwrap_or(text);
        }
        row.line = self.line;
        row.cells.clear();
        row.cells.push_field(&String::from_utf8_lossy(text));
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.reader.get_ref().bytes_read()
    }

    fn findings(&self) -> u64 {
        self.reader.get_ref().damage_count()
    }

    fn warnings(&self) -> Vec<ReadWarning> {
        self.reader.get_ref().warnings().collect()
    }
}
