//! CSV and TSV.

use std::io::Write as _;

use super::columns::{Cell, OutputColumns};
use super::{ByteOrderMark, ResultWriter, Target, WriteError};
use crate::decide::Outcome;
use crate::read::{Row, RowIssue};

/// Writes delimited text.
pub(super) struct DelimitedWriter {
    csv: csv::Writer<Target>,
    name: String,
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
        let name = target.name().to_owned();
        let csv = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(target);
        let mut writer = DelimitedWriter { csv, name, columns, width: headers.len() };
        let names = writer.columns.names();
        let all = headers.iter().map(String::as_str).chain(names.iter().map(String::as_str));
        writer.csv.write_record(all).map_err(|e| error(&writer.name, e))?;
        Ok(writer)
    }
}

impl ResultWriter for DelimitedWriter {
    fn write(&mut self, row: &Row, source: Option<&str>, outcome: &Outcome) -> Result<(), WriteError> {
        if let Some(RowIssue::ExtraKeys { .. }) = row.issue {
            return Err(WriteError::ExtraKeys { line: row.line });
        }
        let name = &self.name;
        let csv = &mut self.csv;
        for i in 0..self.width {
            csv.write_field(row.cells.get(i).unwrap_or("")).map_err(|e| error(name, e))?;
        }
        let mut digits = [0u8; 5];
        self.columns.each(source, outcome, |cell| {
            let written = match &cell {
                Cell::Text(text) => csv.write_field(text.as_ref()),
                Cell::Score(score) => csv.write_field(three_decimals(*score, &mut digits)),
            };
            written.map_err(|e| error(name, e))
        })?;
        // What a long row has beyond the header stands behind the added columns, so that those stay in line.
        for extra in row.cells.iter().skip(self.width) {
            csv.write_field(extra).map_err(|e| error(name, e))?;
        }
        csv.write_record(None::<&[u8]>).map_err(|e| error(name, e))
    }

    fn temporary(&self) -> Option<&std::path::Path> {
        self.csv.get_ref().temporary()
    }

    fn finish(self: Box<Self>) -> Result<(), WriteError> {
        let DelimitedWriter { csv, name, .. } = *self;
        let target = csv.into_inner().map_err(|e| WriteError::Io { name, source: e.into_error() })?;
        target.commit()
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
    use super::three_decimals;

    #[test]
    fn scores_have_three_decimals() {
        for (score, text) in [(0.0, "0.000"), (1.0, "1.000"), (0.8754, "0.875"), (0.9996, "1.000"), (0.05, "0.050")] {
            assert_eq!(three_decimals(score, &mut [0; 5]), text.as_bytes());
        }
    }
}
