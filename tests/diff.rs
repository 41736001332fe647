//! `canon diff` on results that `canon match` wrote: every format says the same, and what differs is what was changed.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn canon(folder: &TempDir, args: &[&str]) -> Command {
    let mut canon = Command::cargo_bin("canon").unwrap();
    canon.current_dir(folder.path()).env_remove("CANON_CONFIG").env_remove("CANON_JOBS").args(args);
    canon
}

/// Matches the bundled export.
fn matched(folder: &TempDir, output: &str, more: &[&str]) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hr/bamboohr_employees.csv");
    let args = [&["match", file.to_str().unwrap(), "-q", "--isolated", "-o", output], more].concat();
    canon(folder, &args).assert().success();
}

fn json(folder: &TempDir, args: &[&str]) -> Value {
    let run = canon(folder, &[args, &["--format", "json"]].concat()).assert().success();
    serde_json::from_slice(&run.get_output().stdout).unwrap()
}

#[test]
fn every_format_of_a_result_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.csv", "a.tsv", "a.jsonl", "a.xlsx"] {
        matched(&folder, name, &["--top", "2"]);
    }
    for (old, new) in [("a.csv", "a.tsv"), ("a.csv", "a.jsonl"), ("a.xlsx", "a.csv")] {
        let diff = json(&folder, &["diff", old, new, "--fail-on", "any", "--min-change", "0"]);
        assert_eq!((&diff["rows"], &diff["changed_rows"]), (&594.into(), &0.into()), "{old} {new}");
        assert_eq!((&diff["only_old"], &diff["only_new"]), (&0.into(), &0.into()), "{old} {new}");
    }
}

#[test]
fn a_higher_threshold_accepts_less_and_changes_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    matched(&folder, "low.csv", &["--summary", "low.json"]);
    matched(&folder, "high.csv", &["--accept", "0.9", "--summary", "high.json"]);
    let accepted = |name: &str| {
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        serde_json::from_str::<Value>(&text).unwrap()["accepted"]["rows"].as_u64().unwrap()
    };
    let fewer = accepted("low.json") - accepted("high.json");
    assert!(fewer > 0);
    for (old, new, kind) in [("low.csv", "high.csv", "no_longer_accepted"), ("high.csv", "low.csv", "newly_accepted")] {
        let diff = json(&folder, &["diff", old, new]);
        let groups = diff["groups"].as_array().unwrap();
        assert_eq!(groups.len(), 1);
        assert_eq!((&groups[0]["change"], &groups[0]["rows"]), (&kind.into(), &fewer.into()));
        let rows: Vec<u64> =
            groups[0]["changes"].as_array().unwrap().iter().map(|change| change["rows"].as_u64().unwrap()).collect();
        assert!(rows.is_sorted_by(|a, b| a >= b) && rows.iter().sum::<u64>() == fewer);
    }
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    matched(&folder, "a.csv", &[]);
    let text = std::fs::read_to_string(folder.path().join("a.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut writer = csv::Writer::from_path(folder.path().join("b.csv")).unwrap();
    writer.write_record(reader.headers().unwrap()).unwrap();
    let mut rows: Vec<csv::StringRecord> = reader.records().map(|record| record.unwrap()).collect();
    rows.reverse();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
    let diff = json(&folder, &["diff", "a.csv", "b.csv", "--min-change", "0"]);
    assert_eq!((&diff["rows"], &diff["changed_rows"]), (&594.into(), &0.into()));
}

#[test]
fn titles_are_inert_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let result = |name: &str, code: &str| {
        let header = "Job Title,canon_code,canon_title,canon_band,canon_role_score";
        let titles = ["\"=HYPERLINK(\"\"http://x\"\") Clerk\"", "Nurse \u{202e}esruN\u{1b}[31m"];
        let rows = titles.map(|title| format!("{title},{code},Role,accepted,0.9"));
        std::fs::write(folder.path().join(name), format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    };
    result("a.csv", "A");
    result("b.csv", "B");
    let out = |format: &str| {
        let run = canon(&folder, &["diff", "a.csv", "b.csv", "--format", format]).assert().success();
        String::from_utf8(run.get_output().stdout.clone()).unwrap()
    };
    let text = out("text");
    assert!(!text.contains(['\u{202e}', '\u{1b}']) && text.contains("\\u{202e}"), "{text}");
    assert!(out("csv").contains("\"'=HYPERLINK"));
    assert!(out("json").contains("=HYPERLINK"));
}
