//! Opens workbooks and reads a sheet into rows of text. Which sheet and which row is the header is decided in
//! [`super::excel`].
//!
//! Formulas give the values they had when the file was saved. Numbers come without ".0", dates in ISO form.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Error, ExcelDateTime, Range, Reader, SheetType, SheetVisible, Sheets, Xls, Xlsx};
use csv::StringRecord;

use super::error::ReadError;
use super::sniff::magic;
use super::unpacked;

/// An opened workbook, in memory.
pub(super) struct Workbook {
    path: String,
    sheets: Sheets<Cursor<Vec<u8>>>,
}

/// A row of a sheet that is not blank.
pub(super) struct SheetRow {
    /// Its number as a spreadsheet shows it, from 1.
    pub number: u64,
    /// Its cells from the first used column of the sheet to its own last one.
    pub cells: StringRecord,
}

/// A sheet's name, and whether a person sees it.
pub(super) struct SheetName {
    /// The name.
    pub name: String,
    /// Whether it is shown.
    pub visibility: SheetVisible,
}

impl Workbook {
    /// Opens the bytes of a file, whatever kind of workbook it is.
    pub fn open(path: &str, bytes: Vec<u8>) -> Result<Self, ReadError> {
        if magic::is_encrypted_workbook(&bytes) {
            return Err(ReadError::PasswordProtected { path: path.to_owned() });
        }
        let is_compound = bytes.starts_with(b"\xD0\xCF\x11\xE0");
        let is_document = magic::contains(&bytes, b"opendocument.spreadsheet");
        let is_binary = magic::contains(&bytes, b"xl/workbook.bin");
        unpacked::check(path, &bytes, unpacked::MOST)?;
        let bytes = Cursor::new(bytes);
        let sheets = guarded(path, || match () {
            () if is_compound => Xls::new(bytes).map(Sheets::Xls).map_err(Error::Xls),
            () if is_document => calamine::Ods::new(bytes).map(Sheets::Ods).map_err(Error::Ods),
            () if is_binary => calamine::Xlsb::new(bytes).map(Sheets::Xlsb).map_err(Error::Xlsb),
            () => Xlsx::new(bytes).map(Sheets::Xlsx).map_err(Error::Xlsx),
        })?;
        Ok(Self { path: path.to_owned(), sheets })
    }

    /// The worksheets in their order; charts and macros are left out.
    pub fn sheets(&self) -> Vec<SheetName> {
        let sheets = self.sheets.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        sheets.map(|sheet| SheetName { name: sheet.name.clone(), visibility: sheet.visible }).collect()
    }

    /// Reads the rows of a sheet, and how many empty columns on its left were left out.
    pub fn rows(&mut self, sheet: &str) -> Result<(Vec<SheetRow>, usize), ReadError> {
        let path = format!("{}, sheet {sheet}", self.path);
        let sheets = &mut self.sheets;
        let mut rows = guarded(&path, || match sheets {
            // Cell by cell: one stray cell in the last row does not make a million empty ones.
            Sheets::Xlsx(workbook) => streamed(workbook, sheet, unpacked::MOST).map_err(Error::Xlsx),
            other => other.worksheet_range(sheet).map(|range| Some(from_range(&range))),
        })?
        .ok_or(ReadError::TooLarge { path, most: unpacked::MOST })?;
        rows.sort_by_key(|row| row.number);
        let margin = rows.iter().map(|row| row.cells.iter().take_while(|cell| cell.is_empty()).count()).min();
        if let Some(margin @ 1..) = margin {
            for row in &mut rows {
                row.cells = row.cells.iter().skip(margin).collect();
            }
        }
        Ok((rows, margin.unwrap_or(0)))
    }
}

/// Calls the reader of workbooks, which may panic on damaged files.
fn guarded<T>(path: &str, read: impl FnOnce() -> Result<T, Error>) -> Result<T, ReadError> {
    let path = path.to_owned();
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(
            Error::Xls(calamine::XlsError::Password)
            | Error::Xlsx(calamine::XlsxError::Password)
            | Error::Ods(calamine::OdsError::Password),
        )) => Err(ReadError::PasswordProtected { path }),
        Ok(Err(error)) => Err(ReadError::Workbook { path, detail: error.to_string() }),
        Err(_) => Err(ReadError::Workbook { path, detail: "its contents make no sense".to_owned() }),
    }
}

/// The rows of a sheet; `None` when they take more than `most` bytes.
fn streamed(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &str,
    most: u64,
) -> Result<Option<Vec<SheetRow>>, calamine::XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(sheet)?;
    let mut rows: Vec<SheetRow> = Vec::new();
    let mut taken = 0;
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        let text = text(&Data::from(cell.get_value().clone()));
        if text.trim().is_empty() {
            continue;
        }
        let number = u64::from(row) + 1;
        let before = rows.last().filter(|row| row.number == number).map_or(0, |row| row.cells.len());
        // A cell far to the right fills its row up with empty ones, each with its end.
        taken += text.len() as u64 + 8 * (u64::from(column) + 1).saturating_sub(before as u64);
        if taken > most {
            return Ok(None);
        }
        if rows.last().is_none_or(|row| row.number != number) {
            rows.push(SheetRow { number, cells: StringRecord::new() });
        }
        if let Some(row) = rows.last_mut() {
            for _ in row.cells.len()..column as usize {
                row.cells.push_field("");
            }
            row.cells.push_field(&text);
        }
    }
    Ok(Some(rows))
}

fn from_range(range: &Range<Data>) -> Vec<SheetRow> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let numbered = range.rows().zip(u64::from(first_row) + 1..);
    let rows = numbered.filter_map(|(cells, number)| {
        let filled = cells.iter().rposition(|cell| !text(cell).trim().is_empty())? + 1;
        let margin = std::iter::repeat_n(String::new(), first_column as usize);
        Some(SheetRow { number, cells: margin.chain(cells[..filled].iter().map(text)).collect() })
    });
    rows.collect()
}

/// The text of a cell.
fn text(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(moment) => date(*moment),
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        Data::DurationIso(text) => text.clone(),
        Data::Error(error) => error.to_string(),
    }
}

fn date(moment: ExcelDateTime) -> String {
    let number = moment.as_f64();
    let seconds = (number * 86_400.0).round();
    if !seconds.is_finite() || !(0.0..2_958_466.0).contains(&number) {
        return number.to_string();
    }
    let time = seconds as u64;
    let clock = format!("{:02}:{:02}:{:02}", time / 3600, time / 60 % 60, time % 60);
    if moment.is_duration() || number < 1.0 {
        return clock;
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn cells_read_as_a_person_would_write_them() {
        assert_eq!(text(&Data::Float(7.0)), "7");
        assert_eq!(text(&Data::Float(0.5)), "0.5");
        assert_eq!(text(&Data::Bool(true)), "TRUE");
        assert_eq!(text(&Data::Error(calamine::CellErrorType::NA)), "#N/A");
        let moment = |value, kind| text(&Data::DateTime(ExcelDateTime::new(value, kind, false)));
        assert_eq!(moment(45_323.0, ExcelDateTimeType::DateTime), "2024-02-01");
        assert_eq!(moment(45_323.75, ExcelDateTimeType::DateTime), "2024-02-01T18:00:00");
        assert_eq!(moment(0.25, ExcelDateTimeType::DateTime), "06:00:00");
        assert_eq!(moment(1.5, ExcelDateTimeType::TimeDelta), "36:00:00");
        assert_eq!(moment(f64::NAN, ExcelDateTimeType::DateTime), "NaN");
    }

    #[test]
    fn nonsense_is_an_error() {
        for bytes in [&b"PK\x03\x04xl/nothing"[..], b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more"] {
            let error = Workbook::open("x.xlsx", bytes.to_vec()).err().unwrap();
            assert!(matches!(error, ReadError::Workbook { .. }), "{error}");
        }
    }
}
