//! Review sheets through the real program and real files: written, filled in as a person or another program would, applied,
//! and matched again.

#![allow(clippy::unwrap_used)]

mod apply;
mod concurrent;
mod folder;
mod round_trip;
#[cfg(unix)]
mod terminal;
mod workbook;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use calamine::{Data, Reader as _, SheetVisible, Xlsx};
use tempfile::TempDir;

/// A folder of its own for one test.
struct Office(TempDir);

impl Office {
    fn new() -> Office {
        Office(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// The program in this folder, on a certain day.
    fn canon(&self, args: &[&str]) -> Command {
        let mut canon = Command::cargo_bin("canon").unwrap();
        for variable in ["CANON_CONFIG", "CANON_JOBS", "CANON_BY"] {
            canon.env_remove(variable);
        }
        canon.current_dir(self.0.path()).env("CANON_ON", "2026-11-23").env("USER", "ann").args(args);
        canon
    }

    /// What a run that ends so says on standard error.
    fn said(&self, args: &[&str], code: i32) -> String {
        let output = self.canon(args).assert().code(code).get_output().clone();
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!text.contains("panicked"), "{text}");
        text
    }

    /// The names of all files, sorted.
    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap().map(|e| e.unwrap().file_name());
        let mut names: Vec<String> = entries.map(|n| n.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// A fixture.
fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
}

/// The cells of a sheet, row by row, with what kind of cell each is.
type Cells = Vec<Vec<Data>>;

/// A workbook as any program would read it: its sheets in order, and which are hidden.
struct Book(Vec<(String, bool, Cells)>);

impl Book {
    fn open(path: &Path) -> Book {
        let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
        let sheets: Vec<(String, bool)> =
            book.sheets_metadata().iter().map(|s| (s.name.clone(), s.visible != SheetVisible::Visible)).collect();
        let cells = |book: &mut Xlsx<_>, name: &str| {
            let range = book.worksheet_range(name).unwrap();
            assert_eq!(range.start(), Some((0, 0)), "{name}");
            range.rows().map(<[Data]>::to_vec).collect()
        };
        Book(sheets.into_iter().map(|(name, hidden)| (name.clone(), hidden, cells(&mut book, &name))).collect())
    }

    fn sheet(&self, name: &str) -> &Cells {
        &self.0.iter().find(|(n, ..)| n == name).unwrap().2
    }

    fn sheet_mut(&mut self, name: &str) -> &mut Cells {
        &mut self.0.iter_mut().find(|(n, ..)| n == name).unwrap().2
    }

    fn column(&self, name: &str) -> usize {
        self.sheet("Review")[0].iter().position(|c| c == name).unwrap_or_else(|| panic!("no {name}"))
    }

    /// The text of a cell of the sheet Review, by its row (from 1 for the first below the header) and column.
    fn cell(&self, row: usize, column: &str) -> String {
        self.sheet("Review")[row].get(self.column(column)).map_or_else(String::new, ToString::to_string)
    }

    /// The row of a title.
    fn row(&self, title: &str) -> usize {
        let column = self.column("title");
        let rows = self.sheet("Review").iter().position(|row| row[column] == title);
        rows.unwrap_or_else(|| panic!("no title {title}"))
    }

    fn titles(&self) -> Vec<String> {
        (1..self.sheet("Review").len()).map(|row| self.cell(row, "title")).collect()
    }

    /// Types something into a cell of the sheet Review.
    fn fill(&mut self, row: usize, column: &str, data: Data) {
        let at = self.column(column);
        let cells = &mut self.sheet_mut("Review")[row];
        cells.resize(cells.len().max(at + 1), Data::Empty);
        cells[at] = data;
    }

    /// Types an answer.
    fn answer(&mut self, title: &str, decision: &str, code: &str) {
        let row = self.row(title);
        for (column, text) in [("decision", decision), ("code", code)] {
            if !text.is_empty() {
                self.fill(row, column, Data::String(text.to_owned()));
            }
        }
    }

    /// Saves it as another program would: the cells, and little of the rest.
    fn save(&self, path: &Path) {
        let mut book = rust_xlsxwriter::Workbook::new();
        let date = rust_xlsxwriter::Format::new().set_num_format("d-mmm");
        for (name, hidden, cells) in &self.0 {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap().set_hidden(*hidden);
            for (row, cells) in (0u32..).zip(cells) {
                for (column, cell) in (0u16..).zip(cells) {
                    match cell {
                        Data::Empty => continue,
                        Data::Float(number) => sheet.write_number(row, column, *number),
                        Data::DateTime(day) => sheet.write_number_with_format(row, column, day.as_f64(), &date),
                        other => sheet.write_string(row, column, other.to_string()),
                    }
                    .unwrap();
                }
            }
        }
        book.save(path).unwrap();
    }
}

/// The rows of a CSV as maps from column to cell.
fn csv_rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}
