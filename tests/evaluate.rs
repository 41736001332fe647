//! `canon evaluate` beyond its words: the page stands alone, files hold nothing that a spreadsheet would run, and the
//! numbers are those of `canon match`.

#![allow(clippy::unwrap_used)]

mod page;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use page::assert_stands_alone;

fn labelled(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/labelled").join(name)
}

fn canon(folder: &TempDir, args: &[&str]) -> Command {
    let mut canon = Command::cargo_bin("canon").unwrap();
    canon.current_dir(folder.path()).env_remove("CANON_CONFIG").env_remove("CANON_JOBS").args(args);
    canon
}

fn json(command: &mut Command) -> Value {
    serde_json::from_slice(&command.assert().success().get_output().stdout).unwrap()
}

#[test]
fn the_page_needs_nothing_else_and_titles_in_it_are_text() {
    let folder = tempfile::tempdir().unwrap();
    let file = labelled("codes.csv");
    canon(&folder, &["evaluate", file.to_str().unwrap(), "-q", "-o", "report.html"]).assert().success().stdout("");
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert_stands_alone(&page);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt; Nurse &amp; Co"), "{page}");
    assert_eq!(page.matches("<svg").count(), 4, "precision and coverage, rows by score, two calibrations");
}

#[test]
fn misses_are_all_wrong_rows_and_no_formulas() {
    let folder = tempfile::tempdir().unwrap();
    let file = labelled("codes.csv");
    let args = ["evaluate", file.to_str().unwrap(), "-q", "--misses", "misses.csv", "--format", "json"];
    let report = json(&mut canon(&folder, &args));
    let mut misses = csv::Reader::from_path(folder.path().join("misses.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = misses.records().map(|r| r.unwrap()).collect();
    let parts = report["parts"].as_array().unwrap();
    let most_wrong = parts.iter().map(|p| p["rows"].as_u64().unwrap() - p["right"].as_u64().unwrap()).max().unwrap();
    assert!(rows.len() as u64 >= most_wrong && most_wrong > 0);
    let formula = rows.iter().find(|row| row[2].contains("HYPERLINK")).unwrap();
    assert_eq!(&formula[2], "'=HYPERLINK(\"x\") Nurse");
    assert_eq!((&formula[1], &formula[3]), ("17", "ACC.GEN"));
    let level = rows.iter().find(|row| &row[2] == "Accounting Manager").unwrap();
    assert_eq!(&level[7], "level, level within one, code");
}

#[test]
fn bands_are_those_of_match() {
    let folder = tempfile::tempdir().unwrap();
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/gold/business.csv");
    let gold = gold.to_str().unwrap();
    let report = json(&mut canon(&folder, &["evaluate", gold, "-q", "--format", "json"]));
    let run = canon(&folder, &["match", gold, "-q"]).assert().success();
    let mut matched = csv::Reader::from_reader(run.get_output().stdout.as_slice());
    let headers = matched.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|h| h == name).unwrap();
    let (code, band, truth) = (column("canon_code"), column("canon_band"), column("code"));
    let rows: Vec<csv::StringRecord> = matched.records().map(|r| r.unwrap()).collect();
    for of_report in report["bands"].as_array().unwrap() {
        let rows = rows.iter().filter(|row| row[band] == *of_report["band"].as_str().unwrap()).count();
        assert_eq!(of_report["coverage"]["right"], rows, "{of_report}");
    }
    let right = rows.iter().filter(|row| row[code] == row[truth]).count();
    let part = report["parts"].as_array().unwrap().iter().find(|p| p["part"] == "code").unwrap();
    assert_eq!(part["right"], right);
}

#[test]
fn every_format_that_match_reads_gives_the_same_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let file = labelled("codes.csv");
    let file = file.to_str().unwrap();
    let expected = numbers_of(&mut canon(&folder, &["evaluate", file, "-q", "--format", "json"]));
    for other in ["labelled.xlsx", "labelled.tsv", "labelled.jsonl"] {
        canon(&folder, &["match", file, "-q", "-o", other]).assert().success();
        let args = ["evaluate", other, "-s", "title", "--truth", "code", "-q", "--format", "json"];
        assert_eq!(numbers_of(&mut canon(&folder, &args)), expected, "{other}");
    }
    let mut piped = canon(&folder, &["evaluate", "-q", "--format", "json"]);
    assert_eq!(numbers_of(piped.pipe_stdin(file).unwrap()), expected, "standard input");
}

fn numbers_of(command: &mut Command) -> [Value; 5] {
    let report = json(command);
    ["rows", "parts", "bands", "thresholds", "role_calibration"].map(|key| report[key].clone())
}

#[test]
fn one_thread_and_many_measure_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/gold/business.csv");
    let report = |jobs: &str| {
        let args = ["evaluate", gold.to_str().unwrap(), "-q", "--fit", "--format", "json", "-j", jobs];
        canon(&folder, &args).assert().success().get_output().stdout.clone()
    };
    assert!(report("1") == report("5"));
}

#[test]
fn a_report_that_fails_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = labelled("functions.csv");
    let args = ["evaluate", file.to_str().unwrap(), "--min-level", "0.5", "-o", "r.html", "--misses", "m.csv"];
    canon(&folder, &args).assert().code(2);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
