//! A table of texts for people: CSV that no spreadsheet takes for formulas, or a workbook to read and filter.

use std::io::Write as _;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, IgnoreError, Workbook, XlsxError};

use super::excel::{MOST_CHARACTERS, MOST_ROWS, failed};
use super::review::neutral;
use super::{ByteOrderMark, Target, WriteError, delimited};
use crate::page::{CatalogueTable, Width};

/// Writes the table as CSV.
///
/// # Errors
/// When the destination refuses it.
pub fn table_as_csv(table: &CatalogueTable, mut target: Target, bom: ByteOrderMark) -> Result<(), WriteError> {
    if bom == ByteOrderMark::Write {
        target.write_all("\u{feff}".as_bytes()).map_err(|e| target.error(e))?;
    }
    let name = target.name().to_owned();
    let failed = |e: csv::Error| delimited::error(&name, e);
    let mut csv = csv::Writer::from_writer(target);
    csv.write_record(table.columns.iter().map(|c| c.name)).map_err(failed)?;
    for row in &table.rows {
        csv.write_record(row.iter().map(|c| neutral(c).into_owned())).map_err(failed)?;
    }
    let target = csv.into_inner().map_err(|e| WriteError::Io { name, source: e.into_error() })?;
    target.commit()
}

/// Writes the table as a workbook: its header stays in sight and filters, long texts are wrapped. `date` (ISO, of the
/// taxonomy) stands for the time of writing, so that the same table gives the same bytes.
///
/// # Errors
/// When the destination refuses it, or a sheet cannot hold it.
pub fn table_as_workbook(table: &CatalogueTable, mut target: Target, date: &str) -> Result<(), WriteError> {
    let name = target.name().to_owned();
    if table.rows.len() >= MOST_ROWS as usize {
        return Err(WriteError::TooManyRows { name, most: MOST_ROWS });
    }
    if let Some(cell) = table.rows.iter().flatten().find(|cell| cell.chars().count() > MOST_CHARACTERS) {
        let begins: String = cell.chars().take(40).collect();
        let message = format!("a cell holds {MOST_CHARACTERS} characters, not `{begins}…`; write csv instead");
        return Err(WriteError::Workbook { name, message });
    }
    let bytes = workbook(table, date).map_err(|e| failed(&name, &e))?;
    target.write_all(&bytes).map_err(|e| target.error(e))?;
    target.commit()
}

fn workbook(table: &CatalogueTable, date: &str) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let written = ExcelDateTime::parse_from_str(date).or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
    workbook.set_properties(&DocProperties::new().set_title("Role catalogue").set_creation_datetime(&written));
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let plain = Format::new().set_align(FormatAlign::Top);
    let wrapped = plain.clone().set_text_wrap();
    let last_row = u32::try_from(table.rows.len()).unwrap_or(MOST_ROWS);
    let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let sheet = workbook.add_worksheet();
    sheet.set_name("catalogue")?.set_freeze_panes(1, 1)?.autofilter(0, 0, last_row, last_column)?;
    for (at, column) in (0u16..).zip(&table.columns) {
        let (width, format) = match column.width {
            Width::Code => (12.0, &plain),
            Width::Name => (32.0, &wrapped),
            Width::Text => (70.0, &wrapped),
        };
        sheet.set_column_width(at, width)?.write_string_with_format(0, at, column.name, &bold)?;
        for (row, cells) in (1u32..).zip(&table.rows) {
            if !cells[usize::from(at)].is_empty() {
                sheet.write_string_with_format(row, at, &cells[usize::from(at)], format)?;
            }
        }
    }
    // ISCO codes are texts on purpose.
    sheet.ignore_error_range(0, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    workbook.save_to_buffer()
}
