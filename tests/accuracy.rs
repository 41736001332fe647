//! Accuracy on the gold rows: a committed table, and floors under it.
//!
//! `fixtures/gold/*.csv` hold `title,code,why`. A wrong row is not by itself a failure; falling under a floor is, and
//! so is a table that no longer says what the matcher does. `UPDATE=1 cargo test --test accuracy` rewrites the table.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its fixtures should stop there")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use canon::engine::{Context, Engine, EngineOptions};
use canon::taxonomy::{self, RoleCode, Shape};

/// Shares of all gold rows that must be right.
const FLOOR_FUNCTION: f64 = 0.80;
const FLOOR_FOCUS: f64 = 0.72;
const FLOOR_CODE: f64 = 0.60;

#[derive(Default, Clone, Copy)]
struct Tally {
    rows: u32,
    function: u32,
    focus: u32,
    code: u32,
    accepted: u32,
    accepted_right: u32,
}

impl Tally {
    fn share(self, n: u32) -> f64 {
        f64::from(n) / f64::from(self.rows.max(1))
    }
}

struct Gold {
    file: String,
    line: u64,
    title: String,
    code: RoleCode,
}

#[test]
fn gold_rows_are_matched_as_well_as_the_table_says() {
    let engine = engine();
    let gold = gold();
    assert!(gold.len() >= 400, "only {} gold rows", gold.len());
    let mut by_superfunction: BTreeMap<String, Tally> = BTreeMap::new();
    let mut all = Tally::default();
    let mut wrong = String::from("file:line,title,expected,got,role score\n");
    for row in &gold {
        let outcome = engine.match_one(&row.title, &Context::default());
        let got = outcome.best.as_ref().map(|b| b.role.code.clone()).unwrap_or_default();
        let expected = row.code.to_string();
        let function = got.split('.').next() == expected.split('.').next();
        let focus = got.rsplit_once('.').map(|x| x.0) == expected.rsplit_once('.').map(|x| x.0);
        let accepted = outcome.band == canon::decide::Band::Accepted;
        for tally in [by_superfunction.entry(superfunction(&engine, &row.code)).or_default(), &mut all] {
            tally.rows += 1;
            tally.function += u32::from(function);
            tally.focus += u32::from(focus);
            tally.code += u32::from(got == expected);
            tally.accepted += u32::from(accepted);
            tally.accepted_right += u32::from(accepted && focus);
        }
        if got != expected {
            let score = outcome.best.map_or(0.0, |b| b.role_score);
            writeln!(wrong, "{}:{},\"{}\",{expected},{got},{score:.2}", row.file, row.line, row.title).unwrap();
        }
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("gold-misses.csv"), wrong).unwrap();
    compare_table(&table(&by_superfunction, all));
    for (what, share, floor) in [
        ("function", all.share(all.function), FLOOR_FUNCTION),
        ("focus", all.share(all.focus), FLOOR_FOCUS),
        ("code", all.share(all.code), FLOOR_CODE),
    ] {
        assert!(share >= floor, "{what}: {share:.3} is under the floor of {floor}; see {}", folder.display());
    }
}

#[test]
fn every_gold_code_is_a_role() {
    let engine = engine();
    assert_eq!(engine.taxonomy.shape, Shape::Ladder);
    let unknown: Vec<String> = gold()
        .iter()
        .filter_map(|g| engine.taxonomy.find(&g.code.to_string()).err().map(|e| format!("{}:{}: {e}", g.file, g.line)))
        .collect();
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

/// Gold rows that each focus has at least, so that no part of the taxonomy goes unmeasured.
const ROWS_OF_A_FOCUS: u32 = 3;

#[test]
fn every_focus_has_gold_rows() {
    let engine = engine();
    let mut rows: BTreeMap<String, u32> = engine.taxonomy.foci.iter().map(|f| (f.code.clone(), 0)).collect();
    for gold in gold() {
        let code = gold.code.to_string();
        let focus = code.rsplit_once('.').map_or(code.as_str(), |(focus, _)| focus);
        if let Some(n) = rows.get_mut(focus) {
            *n += 1;
        }
    }
    let few: Vec<&String> = rows.iter().filter(|(_, n)| **n < ROWS_OF_A_FOCUS).map(|(code, _)| code).collect();
    assert!(few.is_empty(), "fewer than {ROWS_OF_A_FOCUS} rows in fixtures/gold: {few:?}");
}

fn engine() -> Engine {
    let files = taxonomy::embedded_files();
    let loaded = taxonomy::load(&files).unwrap();
    Engine::new(loaded, &files, EngineOptions::default()).unwrap()
}

fn superfunction(engine: &Engine, code: &RoleCode) -> String {
    let function = code.function.to_string();
    let found = engine.taxonomy.functions.iter().find(|f| f.code == function);
    let superfunction = found.and_then(|f| f.superfunction).map(|s| &engine.taxonomy.superfunctions[s]);
    superfunction.map_or_else(|| "unknown".to_owned(), |s| s.name.clone())
}

fn gold() -> Vec<Gold> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/gold");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let mut rows = Vec::new();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "csv")) {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut reader = csv::Reader::from_path(path).unwrap();
        for record in reader.records() {
            let record = record.unwrap();
            let line = record.position().unwrap().line();
            let code = record[1].parse().unwrap_or_else(|e| panic!("{file}:{line}: {e}"));
            rows.push(Gold { file: file.clone(), line, title: record[0].to_owned(), code });
        }
    }
    rows
}

fn table(by_superfunction: &BTreeMap<String, Tally>, all: Tally) -> String {
    let mut text = String::from(
        "# Accuracy on the gold rows\n\n\
         Made by `UPDATE=1 cargo test --test accuracy` from `fixtures/gold/`. Share of rows whose function, focus and whole\n\
         code are right, unmatched rows counted as wrong; share of rows accepted, and share of those whose focus is right.\n\n\
         | superfunction | rows | function | focus | code | accepted | of those right |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    let all_row = ("**all**".to_owned(), all);
    for (name, t) in by_superfunction.iter().map(|(n, t)| (n.clone(), *t)).chain([all_row]) {
        let right = f64::from(t.accepted_right) / f64::from(t.accepted.max(1));
        writeln!(
            text,
            "| {name} | {} | {:.2} | {:.2} | {:.2} | {:.2} | {right:.2} |",
            t.rows,
            t.share(t.function),
            t.share(t.focus),
            t.share(t.code),
            t.share(t.accepted)
        )
        .unwrap();
    }
    text
}

fn compare_table(table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/gold/ACCURACY.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, table).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == table, "{} is stale: UPDATE=1 cargo test --test accuracy\n{table}", path.display());
}
