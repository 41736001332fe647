//! Accuracy on the gold rows: a committed report, and floors under it.
//!
//! `fixtures/gold/*.csv` hold `title,code,why`. A wrong row is not by itself a failure; falling under a floor is, and
//! so is a report that no longer says what the matcher does. `UPDATE=1 cargo test --test accuracy` rewrites it, and so
//! does `canon evaluate fixtures/gold/*.csv --isolated -o fixtures/gold/ACCURACY.md`: there is one way of counting.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its fixtures should stop there")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// Shares of all gold rows that must be right.
const FLOORS: [&str; 6] = ["--min-function", "0.96", "--min-focus", "0.95", "--min-code", "0.92"];

/// Rows that the floors are worth something with.
const LEAST_ROWS: u64 = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The gold files as a shell gives them for `fixtures/gold/*.csv`.
fn gold() -> Vec<String> {
    let folder = std::fs::read_dir(root().join("fixtures/gold")).unwrap();
    let names = folder.map(|entry| format!("fixtures/gold/{}", entry.unwrap().file_name().to_string_lossy()));
    let mut files: Vec<String> = names.filter(|name| name.ends_with(".csv")).collect();
    files.sort();
    files
}

/// `canon evaluate` on the gold rows.
fn evaluate(args: &[&str]) -> Output {
    let mut canon = Command::new(env!("CARGO_BIN_EXE_canon"));
    canon.current_dir(root()).env_remove("CANON_CONFIG").env_remove("CANON_JOBS").args(["evaluate", "--isolated"]);
    canon.args(gold()).args(args).output().unwrap()
}

fn stdout(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Compares a report with the committed one, or takes its place.
fn assert_committed(report: &str, path: &str) {
    let path = root().join(path);
    if std::env::var_os("UPDATE").is_some_and(|v| v != "0") {
        std::fs::write(&path, report).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == report, "{} is stale: UPDATE=1 cargo test --test accuracy", path.display());
}

#[test]
fn gold_rows_are_matched_as_well_as_the_report_says() {
    assert_committed(&stdout(evaluate(&["--format", "markdown"])), "fixtures/gold/ACCURACY.md");
}

#[test]
fn held_out_rows_are_matched_as_well_as_their_report_says() {
    let args = ["evaluate", "--isolated", "fixtures/held_out/titles.csv", "--format", "markdown"];
    let mut canon = Command::new(env!("CARGO_BIN_EXE_canon"));
    canon.current_dir(root()).env_remove("CANON_CONFIG").env_remove("CANON_JOBS").args(args);
    assert_committed(&stdout(canon.output().unwrap()), "fixtures/held_out/ACCURACY.md");
}

#[test]
fn the_page_with_the_plots_is_that_of_the_report() {
    assert_committed(&stdout(evaluate(&["--format", "html"])), "fixtures/gold/ACCURACY.html");
}

#[test]
fn gold_rows_stay_above_their_floors() {
    let misses = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("gold-misses.csv");
    let misses = misses.to_string_lossy();
    let output = evaluate(&[&FLOORS[..], &["--format", "json", "--misses", &misses]].concat());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\nsee {misses}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(report["rows"].as_u64().unwrap() >= LEAST_ROWS, "only {} gold rows", report["rows"]);
}

#[test]
fn every_gold_code_is_a_role() {
    let report: Value = serde_json::from_str(&stdout(evaluate(&["--format", "json", "--truth-kind", "role"]))).unwrap();
    assert_eq!(report["unknown"], serde_json::json!([]));
    assert_eq!(report["empty_truths"], 0);
    assert_eq!(report["truth"]["role"], report["rows"], "one role a row");
}

/// Gold rows that each focus has at least, so that no part of the taxonomy goes unmeasured.
const ROWS_OF_A_FOCUS: u32 = 3;

#[test]
fn every_focus_has_gold_rows() {
    let taxonomy = canon::taxonomy::load(&canon::taxonomy::embedded_files()).unwrap();
    let mut rows: BTreeMap<&str, u32> = taxonomy.foci.iter().map(|focus| (focus.code.as_str(), 0)).collect();
    for file in gold() {
        let mut reader = csv::Reader::from_path(root().join(file)).unwrap();
        for record in reader.records() {
            let record = record.unwrap();
            if let Some(rows) = record[1].rsplit_once('.').and_then(|(focus, _)| rows.get_mut(focus)) {
                *rows += 1;
            }
        }
    }
    let few: Vec<&str> = rows.into_iter().filter(|(_, n)| *n < ROWS_OF_A_FOCUS).map(|(code, _)| code).collect();
    assert!(few.is_empty(), "fewer than {ROWS_OF_A_FOCUS} rows in fixtures/gold: {few:?}");
}
