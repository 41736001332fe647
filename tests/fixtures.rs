//! What is found out about every export of `fixtures/hr` when nothing is told: `INSTA_UPDATE=always cargo test --test
//! fixtures` rewrites the snapshots.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::PathBuf;

use canon::read::{self, ColumnFound, Input, ReadOptions, Row, Table};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/hr")
}

/// Everything that reading a file without options comes to, as text.
fn reading(file: &str) -> String {
    match read::open(&Input::Path(folder().join(file)), &ReadOptions::default()) {
        Ok(table) => described(table),
        Err(error) => format!("error: {}", error.to_string().replace(&*folder().to_string_lossy(), "fixtures/hr")),
    }
}

fn described(mut table: Table) -> String {
    let mut titles = Vec::new();
    let mut issues = String::new();
    let mut row = Row::new();
    while table.read_row(&mut row).unwrap() {
        titles.push((row.line, row.get(Some(table.layout().title.index)).to_owned()));
        if let Some(issue) = &row.issue {
            writeln!(issues, "issue: line {}: {issue}", row.line).unwrap();
        }
    }
    let layout = table.layout();
    let mut text = format!("format: {}\n", layout.format);
    let mut say = |what: &str, value: String| writeln!(text, "{what}: {value}").unwrap();
    if let Some(encoding) = &layout.encoding {
        say("encoding", format!("{}, {}", encoding.name, encoding.how));
    }
    layout.delimiter_name().into_iter().for_each(|d| say("delimiter", d));
    layout.sheet.iter().for_each(|s| say("sheet", s.clone()));
    say("lines above the header", layout.skipped_rows.to_string());
    say("header rows", layout.header_rows.to_string());
    say("headers", table.headers().join(" | "));
    say("title", column(&layout.title));
    let context = [
        ("department", &layout.department),
        ("family", &layout.family),
        ("grade", &layout.grade),
        ("manager", &layout.manager),
        ("id", &layout.id),
    ];
    context.into_iter().filter_map(|(what, c)| Some((what, c.as_ref()?))).for_each(|(what, c)| say(what, column(c)));
    say("rows", titles.len().to_string());
    for (which, title) in [("first", titles.first()), ("last", titles.last())] {
        title.into_iter().for_each(|(line, title)| say(which, format!("line {line}: {title:?}")));
    }
    layout.warnings.iter().for_each(|w| say("warning", w.to_string()));
    text + &issues
}

fn column(found: &ColumnFound) -> String {
    format!("{} {:?}, {}", found.index + 1, found.name, found.how)
}

/// A test for each file, and the list of all.
macro_rules! exports {
    ($($name:ident: $file:literal,)*) => {
        const EXPORTS: &[&str] = &[$($file),*];

        $(#[test]
        fn $name() {
            insta::assert_snapshot!(stringify!($name), reading($file));
        })*
    };
}

exports! {
    bamboohr_employees: "bamboohr_employees.csv",
    duplicate_headers: "duplicate_headers.csv",
    embedded_newlines: "embedded_newlines.csv",
    empty: "empty.csv",
    excel_german: "excel_german.csv",
    excel_unicode_text: "excel_unicode_text.txt",
    french_utf8: "french_utf8.csv",
    handmade_list: "handmade_list.txt",
    handmade_totals: "handmade_totals.xlsx",
    header_only: "header_only.csv",
    legacy: "legacy.xls",
    libreoffice: "libreoffice.ods",
    no_header: "no_header.csv",
    people: "people.jsonl",
    pipe_payroll: "pipe_payroll.txt",
    ragged: "ragged.csv",
    salutation_title: "salutation_title.csv",
    successfactors_users: "successfactors_users.csv",
    utf16_no_bom: "utf16_no_bom.csv",
    utf8_bom: "utf8_bom.csv",
    workday_workers: "workday_workers.xlsx",
}

#[test]
fn every_file_has_its_snapshot_and_its_line_in_the_readme() {
    let mut files: Vec<String> =
        std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    files.retain(|f| f != "README.md");
    files.sort();
    assert_eq!(files, EXPORTS, "a new quirk is a new line in `exports!`");
    let readme = std::fs::read_to_string(folder().join("README.md")).unwrap();
    let named: Vec<&str> = readme.lines().filter_map(|l| l.strip_prefix("| `")?.split('`').next()).collect();
    let missing: Vec<&String> = files.iter().filter(|f| !named.contains(&f.as_str())).collect();
    assert!(missing.is_empty(), "fixtures/hr/README.md does not name {missing:?}");
    let gone: Vec<&&str> = named.iter().filter(|f| !files.iter().any(|g| g == **f)).collect();
    assert!(gone.is_empty(), "fixtures/hr/README.md names {gone:?}, which are not there");
}

/// The last column of the table says how many rows a file has.
#[test]
fn every_file_has_as_many_rows_as_the_readme_says() {
    let readme = std::fs::read_to_string(folder().join("README.md")).unwrap();
    for file in EXPORTS {
        let line = readme.lines().find(|l| l.starts_with(&format!("| `{file}` |"))).unwrap();
        let said = line.trim_end_matches([' ', '|']).rsplit('|').next().unwrap().trim();
        let read = reading(file);
        let rows = read.lines().find_map(|l| l.strip_prefix("rows: "));
        match said.parse::<u64>() {
            Ok(said) => assert_eq!(rows, Some(said.to_string().as_str()), "{file}"),
            Err(_) => assert!(read.starts_with("error: "), "{file}: {read}"),
        }
    }
}
