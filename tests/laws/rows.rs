//! Rows in = rows out, in order, and nobody's cells are touched.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use canon::batch::BatchMatcher;
use canon::decisions::Decisions;
use canon::read::{
    self, ColumnChoice, ColumnChoices, DelimiterChoice, HeaderChoice, Input, InputFormat, ReadError, ReadOptions, Row,
    Table,
};
use canon::write::{self, ByteOrderMark, Destination, OutputColumns, OutputFormat, ROLE_COLUMNS};
use proptest::prelude::*;

use crate::{ENGINE, any_title, tried};

/// All rows of a table.
fn rows(table: &mut Table) -> Result<Vec<Row>, ReadError> {
    let mut all = Vec::new();
    let mut row = Row::new();
    while table.read_row(&mut row)? {
        all.push(row.clone());
    }
    Ok(all)
}

/// Matches and writes rows as CSV, and reads back the cells.
fn written(table: &Table, rows: &[Row]) -> Vec<Vec<String>> {
    let decisions = Decisions::default();
    let outcomes = BatchMatcher::new(&ENGINE, &decisions, table.layout()).match_rows(rows);
    assert_eq!(outcomes.len(), rows.len());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let columns = OutputColumns::new("canon_", 0, 1, table.headers()).unwrap();
    let to = Destination::File(path.clone());
    let mut writer = write::open(&to, OutputFormat::Csv, ByteOrderMark::Omit, columns, table.headers()).unwrap();
    for (row, found) in rows.iter().zip(&outcomes) {
        writer.write(row, None, &found.outcome).unwrap();
    }
    writer.finish().unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(&path).unwrap();
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Asserts that a written line is the row, the added cells, then what the row had too many.
fn check(width: usize, row: &Row, line: &[String]) -> Result<(), TestCaseError> {
    let cells: Vec<&str> = row.cells.iter().collect();
    let (own, added_and_more) = line.split_at(width);
    let (added, more) = added_and_more.split_at(ROLE_COLUMNS.len());
    prop_assert_eq!(own, &cells[..width]);
    prop_assert_eq!(more, &cells[width..]);
    prop_assert!(["accepted", "review", "unmatched"].contains(&added[3].as_str()), "{added:?}");
    for score in [&added[2], &added[4], &added[5]].into_iter().filter(|s| !s.is_empty()) {
        prop_assert!((0.0..=1.0).contains(&score.parse::<f64>().unwrap()), "{added:?}");
    }
    Ok(())
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let table = "[a-zA-Zé;,\t|\"\r\n =@0-9\u{0}]{0,200}".prop_map(String::into_bytes);
    static STARTS: [&[u8]; 5] = [b"", b"\xFF\xFE", b"\xEF\xBB\xBF", b"Job Title,ID\n", b"{\"title\":1}\n"];
    (prop::sample::select(&STARTS[..]), prop_oneof![table, prop::collection::vec(any::<u8>(), 0..300)])
        .prop_map(|(start, rest)| [start, &rest].concat())
}

/// A table whose header and delimiter are told, so that nothing is guessed.
fn told() -> ReadOptions {
    ReadOptions {
        format: Some(InputFormat::Csv),
        encoding: "utf-8".parse().unwrap(),
        delimiter: DelimiterChoice::Is(b','),
        header: HeaderChoice::Row(1),
        columns: ColumnChoices { title: Some(ColumnChoice::Number(2)), ..Default::default() },
        ..ReadOptions::default()
    }
}

proptest! {
    #![proptest_config(tried(150))]

    #[test]
    fn whatever_can_be_read_comes_out_row_by_row(bytes in any_bytes(), title in prop::option::of(1_usize..3)) {
        let columns = ColumnChoices { title: title.map(ColumnChoice::Number), ..Default::default() };
        let options = ReadOptions { columns, ..ReadOptions::default() };
        let Ok(mut table) = read::open_stream("bytes", Box::new(Cursor::new(bytes)), &options) else { return Ok(()) };
        let Ok(rows) = rows(&mut table) else { return Ok(()) };
        if rows.iter().any(|r| r.json.is_some()) {
            return Ok(());
        }
        let lines = written(&table, &rows);
        prop_assert_eq!(lines.len(), rows.len() + 1);
        for (row, line) in rows.iter().zip(&lines[1..]) {
            check(table.headers().len(), row, line)?;
        }
    }

    #[test]
    fn the_cells_of_a_csv_come_out_as_they_went_in(
        cells in prop::collection::vec((any::<String>(), any_title(), "[ -~\r\n\"]{1,9}"), 0..12),
    ) {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["id", "job title", "note"]).unwrap();
        for (id, title, note) in &cells {
            csv.write_record([id, title, note]).unwrap();
        }
        let bytes = csv.into_inner().unwrap();
        let mut table = read::open_stream("made", Box::new(Cursor::new(bytes)), &told()).unwrap();
        let rows = rows(&mut table).unwrap();
        let lines = written(&table, &rows);
        prop_assert_eq!(lines.len(), cells.len() + 1);
        for ((id, title, note), line) in cells.iter().zip(&lines[1..]) {
            prop_assert_eq!([id, title, note], [&line[0], &line[1], &line[2]]);
        }
    }

    #[test]
    fn every_line_of_a_list_is_a_row(titles in prop::collection::vec("[A-Za-z][A-Za-z é/&.'-]{0,20}[a-z]", 1..20)) {
        let options = ReadOptions { format: Some(InputFormat::Lines), ..ReadOptions::default() };
        let bytes = titles.join("\n").into_bytes();
        let mut table = read::open_stream("list", Box::new(Cursor::new(bytes)), &options).unwrap();
        let rows = rows(&mut table).unwrap();
        let lines = written(&table, &rows);
        let out: Vec<&String> = lines[1..].iter().map(|l| &l[0]).collect();
        let skipped = titles.len() - out.len();
        prop_assert!(skipped <= 1, "only a first line that reads as a header may go: {:?}", titles);
        prop_assert_eq!(out, titles[skipped..].iter().collect::<Vec<_>>());
    }
}

#[test]
fn every_export_keeps_its_rows_and_cells() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hr");
    let files = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let tables = files.filter(|p| !p.ends_with("README.md") && !p.ends_with("empty.csv"));
    let mut all: Vec<PathBuf> = tables.collect();
    all.sort();
    assert!(all.len() >= 20);
    for path in all {
        let mut table = read::open(&Input::Path(path.clone()), &ReadOptions::default()).unwrap();
        let rows = rows(&mut table).unwrap();
        let lines = written(&table, &rows);
        assert_eq!(lines.len(), rows.len() + 1, "{}", path.display());
        assert_eq!(lines[0][..table.headers().len()], *table.headers(), "{}", path.display());
        for (row, line) in rows.iter().zip(&lines[1..]) {
            check(table.headers().len(), row, line).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        }
    }
}
