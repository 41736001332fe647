//! XLSX: one sheet, every input cell as text, so that nothing is taken for a formula, a date or a number.

use std::io::Write as _;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::columns::{Cell, OutputColumns, rounded};
use super::{ResultWriter, Target, WriteError};
use crate::decide::Outcome;
use crate::read::{Row, RowIssue};

/// Rows of a sheet, by the file format.
pub(super) const MOST_ROWS: u32 = 1_048_576;

/// Characters of a cell, by the file format.
pub(super) const MOST_CHARACTERS: usize = 32_767;

/// Writes a workbook; rows go to a temporary file as they come, and only the finished, compressed workbook is in memory.
pub(super) struct ExcelWriter {
    workbook: Workbook,
    target: Target,
    columns: OutputColumns,
    width: u16,
    row: u32,
}

impl ExcelWriter {
    pub(super) fn new(target: Target, columns: OutputColumns, headers: &[String]) -> Result<ExcelWriter, WriteError> {
        let mut workbook = Workbook::new();
        let bold = Format::new().set_bold();
        let name = target.name().to_owned();
        let failed = |e: XlsxError| failed(&name, &e);
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name("canon").map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        let width = u16::try_from(headers.len()).unwrap_or(u16::MAX);
        for (at, header) in (0u16..).zip(headers.iter().chain(&columns.names())) {
            sheet.write_string_with_format(0, at, header, &bold).map_err(failed)?;
        }
        Ok(ExcelWriter { workbook, target, columns, width, row: 1 })
    }
}

impl ResultWriter for ExcelWriter {
    fn write(&mut self, row: &Row, source: Option<&str>, outcome: &Outcome) -> Result<(), WriteError> {
        if let Some(RowIssue::ExtraKeys { .. }) = row.issue {
            return Err(WriteError::ExtraKeys { line: row.line });
        }
        if self.row >= MOST_ROWS {
            return Err(WriteError::TooManyRows { name: self.target.name().to_owned(), most: MOST_ROWS });
        }
        let name = self.target.name().to_owned();
        let sheet = self.workbook.worksheet_from_index(0).map_err(|e| failed(&name, &e))?;
        let mut at = 0u16;
        let own = row.cells.iter().take(usize::from(self.width));
        let too_long = |column: u16| WriteError::LongCell {
            source_name: source.unwrap_or("line").to_owned(),
            name: name.clone(),
            line: row.line,
            column: column + 1,
        };
        for cell in own {
            if !fits(cell) {
                return Err(too_long(at));
            }
            if !cell.is_empty() {
                sheet.write_string(self.row, at, cell).map_err(|e| failed(&name, &e))?;
            }
            at += 1;
        }
        at = self.width;
        let number = self.row;
        self.columns.each(source, outcome, |cell| {
            let written = match &cell {
                Cell::Text(text) if text.is_empty() => Ok(()),
                Cell::Text(text) => sheet.write_string(number, at, clipped(text)).map(|_| ()),
                Cell::Score(score) => sheet.write_number(number, at, rounded(*score)).map(|_| ()),
            };
            at += 1;
            written.map_err(|e| failed(&name, &e))
        })?;
        for (column, extra) in (self.width..).zip(row.cells.iter().skip(usize::from(self.width))) {
            if !fits(extra) {
                return Err(too_long(column));
            }
            sheet.write_string(number, at, extra).map_err(|e| failed(&name, &e))?;
            at += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn temporary(&self) -> Option<&std::path::Path> {
        self.target.temporary()
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        let bytes = self.workbook.save_to_buffer().map_err(|e| failed(self.target.name(), &e))?;
        self.target.write_all(&bytes).map_err(|e| self.target.error(e))?;
        self.target.commit()
    }
}

/// Whether a cell has room for a text. Excel counts as UTF-16 does.
fn fits(text: &str) -> bool {
    text.len() <= MOST_CHARACTERS || text.encode_utf16().count() <= MOST_CHARACTERS
}

/// What a cell has room for of a text of ours.
pub(super) fn clipped(text: &str) -> &str {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

pub(super) fn failed(name: &str, error: &XlsxError) -> WriteError {
    WriteError::Workbook { name: name.to_owned(), message: error.to_string() }
}
