//! CSV and TSV.

use std::io::Write as _;

use super::columns::{Cell, OutputColumns};
use super::{ByteOrderMark, ResultWriter, Target, WriteError};
use crate::decide::Outcome;
use crate::read::{Row, RowIssue};

/// Writes delimited text. Most rows of an export are copied cell by cell, so that this does what the `csv` crate does, which
/// a test holds it to, in one pass over the bytes of each cell.
pub(super) struct DelimitedWriter {
    target: Target,
    record: Record,
    columns: OutputColumns,
    width: usize,
}

impl DelimitedWriter {
    pub(super) fn new(
        mut target: Target,
        delimiter: u8,
        bom: ByteOrderMark,
        columns: OutputColumns,
        headers: &[String],
    ) -> Result<DelimitedWriter, WriteError> {
        if bom == ByteOrderMark::Write {
            target.write_all("\u{feff}".as_bytes()).map_err(|e| target.error(e))?;
        }
        let mut record = Record::new(delimiter);
        headers.iter().chain(&columns.names()).for_each(|name| record.cell(name.as_bytes()));
        let mut writer = DelimitedWriter { target, record, columns, width: headers.len() };
        writer.end_record()?;
        Ok(writer)
    }

    fn end_record(&mut self) -> Result<(), WriteError> {
        let written = self.target.write_all(self.record.end());
        written.map_err(|e| self.target.error(e))
    }
}

impl ResultWriter for DelimitedWriter {
    fn write(&mut self, row: &Row, source: Option<&str>, outcome: &Outcome) -> Result<(), WriteError> {
        if let Some(RowIssue::ExtraKeys { .. }) = row.issue {
            return Err(WriteError::ExtraKeys { line: row.line });
        }
        let record = &mut self.record;
        record.begin();
        let cells = row.cells.as_byte_record();
        for i in 0..self.width {
            record.cell(cells.get(i).unwrap_or_default());
        }
        let mut digits = [0u8; 5];
        let _ = self.columns.each(source, outcome, |cell| {
            match &cell {
                Cell::Text(text) => record.cell(text.as_bytes()),
                Cell::Score(score) => record.cell(three_decimals(*score, &mut digits)),
            }
            Ok::<(), WriteError>(())
        });
        // What a long row has beyond the header stands behind the added columns, so that those stay in line.
        cells.iter().skip(self.width).for_each(|extra| record.cell(extra));
        self.end_record()
    }

    fn temporary(&self) -> Option<&std::path::Path> {
        self.target.temporary()
    }

    fn finish(self: Box<Self>) -> Result<(), WriteError> {
        self.target.commit()
    }
}

/// A record on its way to being written.
struct Record {
    bytes: Vec<u8>,
    delimiter: u8,
    /// By byte: whether a cell with it stands in quotes.
    quoted: [bool; 256],
}

impl Record {
    fn new(delimiter: u8) -> Record {
        let mut quoted = [false; 256];
        for byte in [delimiter, b'"', b'\r', b'\n'] {
            quoted[usize::from(byte)] = true;
        }
        Record { bytes: Vec::new(), delimiter, quoted }
    }

    fn begin(&mut self) {
        self.bytes.clear();
    }

    fn cell(&mut self, cell: &[u8]) {
        // No early end, so that the bytes are looked at without guessing.
        let quoted = cell.iter().fold(false, |any, byte| any | self.quoted[usize::from(*byte)]);
        if quoted {
            self.bytes.push(b'"');
            for piece in cell.split_inclusive(|byte| *byte == b'"') {
                self.bytes.extend_from_slice(piece);
                if piece.ends_with(b"\"") {
                    self.bytes.push(b'"');
                }
            }
            self.bytes.push(b'"');
        } else {
            self.bytes.extend_from_slice(cell);
        }
        self.bytes.push(self.delimiter);
    }

    /// The record with its line end, which takes the place of the last delimiter.
    fn end(&mut self) -> &[u8] {
        if let Some(last) = self.bytes.last_mut() {
            *last = b'\n';
        }
        &self.bytes
    }
}

/// A score 0–1 as "0.875", without going through the formatting machinery for each of millions of cells.
fn three_decimals(score: f32, digits: &mut [u8; 5]) -> &[u8] {
    let thousandths = (f64::from(score.clamp(0.0, 1.0)) * 1000.0).round() as u32;
    *digits = [
        b'0' + u8::try_from(thousandths / 1000).unwrap_or(0),
        b'.',
        b'0' + u8::try_from(thousandths / 100 % 10).unwrap_or(0),
        b'0' + u8::try_from(thousandths / 10 % 10).unwrap_or(0),
        b'0' + u8::try_from(thousandths % 10).unwrap_or(0),
    ];
    digits
}

pub(crate) fn error(name: &str, error: csv::Error) -> WriteError {
    let source = match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        other => std::io::Error::other(format!("{other:?}")),
    };
    WriteError::Io { name: name.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Record, three_decimals};

    proptest! {
        #[test]
        fn records_are_those_of_the_csv_crate(
            delimiter in prop::sample::select(vec![b',', b'\t']),
            cells in prop::collection::vec("[ab,;\"\t\r\n #é]{0,6}", 2..5),
        ) {
            let mut record = Record::new(delimiter);
            cells.iter().for_each(|cell| record.cell(cell.as_bytes()));
            let mut csv = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            csv.write_record(&cells).unwrap();
            prop_assert_eq!(record.end(), csv.into_inner().unwrap());
        }
    }

    #[test]
    fn scores_have_three_decimals() {
        for (score, text) in [(0.0, "0.000"), (1.0, "1.000"), (0.8754, "0.875"), (0.9996, "1.000"), (0.05, "0.050")] {
            assert_eq!(three_decimals(score, &mut [0; 5]), text.as_bytes());
        }
    }
}
