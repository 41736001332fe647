//! The report of a run and its numbers: the page stands alone, titles in it are text, and what it says of thresholds
//! and reviewing is what runs and the review file say.

#![allow(clippy::unwrap_used)]

mod page;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use page::assert_stands_alone;

fn export() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hr/bamboohr_employees.csv")
}

fn canon(folder: &TempDir, args: &[&str]) -> Command {
    let mut canon = Command::cargo_bin("canon").unwrap();
    canon.current_dir(folder.path()).env_remove("CANON_CONFIG").env_remove("CANON_JOBS").args(args);
    canon
}

fn read(folder: &TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

fn matched(folder: &TempDir, file: &Path, more: &[&str]) -> Value {
    let file = file.to_str().unwrap();
    let args = [&["match", file, "-q", "--isolated", "-o", "roles.csv", "--summary", "run.json"], more].concat();
    canon(folder, &args).assert().success().stdout("");
    serde_json::from_str(&read(folder, "run.json")).unwrap()
}

#[test]
fn the_page_needs_nothing_else_and_has_every_part() {
    let folder = tempfile::tempdir().unwrap();
    let file = export();
    // Thresholds that leave something in every part, however well the titles are matched.
    let args = ["match", file.to_str().unwrap(), "-q", "-o", "roles.csv", "--report", "run.html"];
    canon(&folder, &args).args(["--accept", "0.9", "--reject", "0.6"]).assert().success().stdout("").stderr("");
    let page = read(&folder, "run.html");
    assert_stands_alone(&page);
    for heading in [
        "Bands",
        "Rows by role score",
        "What another threshold would do",
        "How soon reviewing pays",
        "Functions and levels",
        "Words that the taxonomy lacks",
        "Groups of titles that found no sure role",
        "The lowest accepted titles",
        "The highest unmatched titles",
        "What was read, and how",
    ] {
        assert!(page.contains(&format!("<h2>{heading}</h2>")), "{heading}");
    }
    assert!(page.contains("accept 0.90") && page.contains("reject 0.60"), "both thresholds are drawn");
    assert!(page.contains("At 0.85 you would review") && page.contains("titles instead of"), "{page}");
    assert!(page.matches("<article>").count() > 5 && page.contains(" s8\""), "waterfalls and shades");
}

#[test]
fn titles_in_the_page_are_text() {
    let folder = tempfile::tempdir().unwrap();
    let titles = "Job Title\n<script>alert(1)</script>\n\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\") Nurse\"\nqwx \u{202e}zzt\u{1b}[31m\n\
                  \"\"\"><img src=x onerror=alert(1)> Accountant\"\n{{ 7*7 }} Plumber\nqwx zzt\n";
    std::fs::write(folder.path().join("hostile.csv"), titles).unwrap();
    let args = [
        "match",
        "hostile.csv",
        "-s",
        "1",
        "-o",
        "roles.csv",
        "--report",
        "run.html",
        "--summary",
        "run.json",
        "--reject",
        "0",
    ];
    canon(&folder, &args).assert().success();
    let page = read(&folder, "run.html");
    for live in ["<script", "<img", "\u{202e}", "\u{1b}", "49 Plumber"] {
        assert!(!page.contains(live), "{live:?}");
    }
    assert!(page.contains("&lt;script&gt;") && page.contains("\\u{202e}"), "{page}");
    let numbers: Value = serde_json::from_str(&read(&folder, "run.json")).unwrap();
    assert_eq!(numbers["all"]["rows"], 6);
}

#[test]
fn the_result_is_the_same_with_a_report_and_the_report_with_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let file = export();
    let file = file.to_str().unwrap();
    canon(&folder, &["match", file, "-q", "-o", "plain.csv"]).assert().success();
    let told = |jobs: &str| {
        let args = ["match", file, "-q", "-j", jobs, "-o", "told.csv", "--report", "r.html", "--summary", "r.json"];
        canon(&folder, &args).assert().success();
        ["told.csv", "r.html", "r.json"].map(|name| read(&folder, name))
    };
    let one = told("1");
    assert!(one == told("7"), "-j1 and -j7 differ");
    assert!(one[0] == read(&folder, "plain.csv"));
}

#[test]
fn thresholds_do_what_the_report_says_they_would() {
    let folder = tempfile::tempdir().unwrap();
    let told = matched(&folder, &export(), &[]);
    let steps = told["thresholds"].as_array().unwrap();
    assert!(steps.iter().filter(|step| step["in_force"] == true).count() == 1 && steps.len() >= 10);
    for step in steps.iter().step_by(3) {
        let run = matched(&folder, &export(), &["--accept", &step["accept"].to_string()]);
        assert_eq!(run["accepted"]["rows"], step["accepted_rows"], "{step}");
        assert_eq!(run["review"], serde_json::json!({ "rows": step["review_rows"], "titles": step["review_titles"] }));
    }
}

#[test]
fn reviewing_settles_what_the_review_file_lists() {
    let folder = tempfile::tempdir().unwrap();
    let told = matched(&folder, &export(), &["-r", "review.csv", "--accept", "0.9"]);
    let mut review = csv::Reader::from_path(folder.path().join("review.csv")).unwrap();
    let rows: Vec<u64> = review.records().map(|record| record.unwrap()[0].parse().unwrap()).collect();
    let steps = told["reviewed"].as_array().unwrap();
    assert!(steps.len() > 3);
    for step in steps {
        let titles = step["titles"].as_u64().unwrap() as usize;
        assert_eq!(step["rows"], rows[..titles].iter().sum::<u64>());
    }
    assert_eq!(steps.last().unwrap()["titles"], rows.len());
}

#[test]
fn numbers_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let told = matched(&folder, &export(), &[]);
    let rows = |what: &Value| what["rows"].as_u64().unwrap();
    let bands = ["accepted", "review", "unmatched"].map(|band| rows(&told[band]));
    assert_eq!(bands.iter().sum::<u64>(), rows(&told["all"]));
    let functions = told["functions"]["functions"].as_array().unwrap();
    assert_eq!(functions.iter().map(rows).sum::<u64>(), bands[0] + bands[1]);
    for function in functions {
        let levels = function["by_level"].as_array().unwrap();
        assert_eq!(levels.iter().map(|n| n.as_u64().unwrap()).sum::<u64>(), rows(function));
    }
    for (n, band) in ["accepted", "review"].iter().enumerate() {
        let bins = told["histogram"].as_array().unwrap().iter();
        assert_eq!(bins.map(|bin| bin[*band].as_u64().unwrap()).sum::<u64>(), bands[n], "{band}");
    }
    let edges = told["lowest_accepted"].as_array().unwrap();
    assert_eq!(edges.len(), 10);
    assert!(edges.iter().all(|edge| edge["role_score"].as_f64().unwrap() >= 0.70));
    assert!(edges.windows(2).all(|two| two[0]["role_score"].as_f64() <= two[1]["role_score"].as_f64()));
}

#[test]
fn words_that_the_taxonomy_lacks_and_titles_that_share_them_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let titles = "Job Title\nzorbl tender\nzorbl tender\nsenior zorbl wrangler\nAccountant\nN/A\nzorbl (remote)\n";
    std::fs::write(folder.path().join("odd.csv"), titles).unwrap();
    let odd = folder.path().join("odd.csv");
    let told = matched(&folder, &odd, &["--accept", "0.9"]);
    let words = told["gaps"]["words"].as_array().unwrap();
    let zorbl = words.iter().find(|word| word["word"] == "zorbl").unwrap();
    assert_eq!((&zorbl["rows"], &zorbl["titles"], &zorbl["known"]), (&4.into(), &3.into(), &false.into()));
    assert!(
        words.iter().all(|word| word["word"] != "senior" && word["word"] != "remote" && word["word"] != "accountant")
    );
    let clusters = told["gaps"]["clusters"].as_array().unwrap();
    assert_eq!((&clusters[0]["phrase"], &clusters[0]["rows"]), (&"zorbl".into(), &4.into()));
    assert_eq!(clusters[0]["examples"][0], "zorbl tender");
    assert_eq!(told["no_title"]["rows"], 1);
}

#[test]
fn decisions_are_compared_with_what_would_have_been_computed() {
    let folder = tempfile::tempdir().unwrap();
    let decisions = "title,context,decision,code,by,on,taxonomy,note\nCISO,,accept,SEI.GEN.E4,,,,\nStaff Accountant,,accept,SEI.GEN.P3,,,,\n";
    std::fs::write(folder.path().join("decisions.csv"), decisions).unwrap();
    let people = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/office/people.csv");
    let told = matched(&folder, &people, &["--decisions", "decisions.csv"]);
    assert_eq!(told["decided"], serde_json::json!({ "rows": 2, "titles": 2 }));
    let step = told["thresholds"].as_array().unwrap().iter().find(|step| step["in_force"] == true).unwrap();
    assert_eq!(step["decisions"], serde_json::json!({ "titles": 2, "right": 1 }));
}

#[test]
fn what_reviewing_settles_is_counted_by_the_lines_of_the_review_file() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = ["IT", "Sales", "Legal", "Stores"].map(|d| format!("Software Zorgler,{d},P4\n")).concat();
    let people = folder.path().join("people.csv");
    std::fs::write(&people, format!("Job Title,Department,Grade\n{rows}")).unwrap();
    let review = folder.path().join("review.csv");
    let told = matched(&folder, &people, &["-r", review.to_str().unwrap()]);
    let lines = std::fs::read_to_string(&review).unwrap().lines().count() - 1;
    let last = told["reviewed"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last, serde_json::json!({ "titles": lines, "rows": 4 }));
}
