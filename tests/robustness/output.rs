//! A file appears whole or not at all, and what was there before stays until then.

use std::fs;

use crate::{Office, error, titles};

/// JSON Lines whose last line is broken, far behind what is looked at before the work starts.
fn broken_late() -> String {
    let lines: String =
        (0..40_000).map(|n| format!("{{\"id\":{n},\"title\":\"Registered Nurse\",\"note\":\"abcdef\"}}\n")).collect();
    assert!(lines.len() > 2 * 1024 * 1024);
    lines + "{\"id\": oops\n"
}

#[test]
fn when_the_input_fails_in_the_middle_there_is_no_output() {
    let office = Office::with("people.jsonl", broken_late());
    for output in ["roles.csv", "roles.tsv", "roles.jsonl", "roles.xlsx"] {
        let text = error(&mut office.canon(&["match", "people.jsonl", "-o", output, "-r", "review.csv"]));
        assert!(text.contains("people.jsonl, line 40001, column"), "{text}");
        assert_eq!(office.files(), ["people.jsonl"]);
    }
}

#[test]
fn when_the_input_fails_in_the_middle_the_old_output_stays() {
    let office = Office::with("people.jsonl", broken_late());
    for old in ["roles.csv", "review.csv"] {
        fs::write(office.path(old), "of yesterday\n").unwrap();
    }
    error(&mut office.canon(&["match", "people.jsonl", "-o", "roles.csv", "-r", "review.csv"]));
    for old in ["roles.csv", "review.csv"] {
        assert_eq!(fs::read_to_string(office.path(old)).unwrap(), "of yesterday\n");
    }
    assert_eq!(office.files(), ["people.jsonl", "review.csv", "roles.csv"]);
}

#[test]
fn when_the_second_file_fails_there_is_no_output() {
    let office = Office::with("b.jsonl", broken_late());
    fs::write(office.path("a.jsonl"), "{\"id\":1,\"title\":\"CISO\",\"note\":\"\"}\n").unwrap();
    error(&mut office.canon(&["match", "a.jsonl", "b.jsonl", "-o", "roles.csv"]));
    assert_eq!(office.files(), ["a.jsonl", "b.jsonl"]);
}

#[test]
fn an_output_is_replaced_when_the_run_is_done() {
    let office = Office::with("list.txt", titles(8));
    fs::write(office.path("roles.csv"), "of yesterday\n").unwrap();
    office.canon(&["match", "list.txt", "-o", "roles.csv"]).assert().success().stdout("");
    let text = fs::read_to_string(office.path("roles.csv")).unwrap();
    assert!(text.starts_with("title,canon_code,") && text.lines().count() == 9, "{text}");
    assert_eq!(office.files(), ["list.txt", "roles.csv"]);
}

#[test]
fn what_is_read_is_never_written_over() {
    let table = "id,Job Title\n1,CISO\n";
    let office = Office::with("list.csv", table);
    for flag in ["-o", "-r"] {
        let text = error(&mut office.canon(&["match", "list.csv", flag, "list.csv"]));
        assert!(text.contains(&format!("list.csv is read, and {flag} would overwrite it")), "{text}");
        assert_eq!(fs::read_to_string(office.path("list.csv")).unwrap(), table);
    }
    assert_eq!(office.files(), ["list.csv"]);
}

#[test]
fn a_result_and_a_review_file_of_one_name_are_refused() {
    let office = Office::with("list.txt", titles(4));
    let text = error(&mut office.canon(&["match", "list.txt", "-o", "x.csv", "-r", "x.csv"]));
    assert!(text.contains("result and review file are both x.csv"), "{text}");
    assert_eq!(office.files(), ["list.txt"]);
}

#[test]
fn a_cell_that_a_workbook_has_no_room_for_is_named_and_nothing_is_cut() {
    let office = Office::with("list.csv", format!("id,title,about\n1,Cook,short\n2,Nurse,{}\n", "x".repeat(32_768)));
    let text = error(&mut office.canon(&["match", "list.csv", "-o", "x.xlsx"]));
    assert!(text.contains("list.csv:3: the cell in column 3 is longer than x.xlsx has room for"), "{text}");
    assert_eq!(office.files(), ["list.csv"]);
    let fits = Office::with("list.csv", format!("id,title,about\n2,Nurse,{}\n", "x".repeat(32_767)));
    fits.canon(&["match", "list.csv", "-o", "x.xlsx", "-q"]).assert().success();
}

#[test]
fn a_folder_as_output_is_named() {
    let office = Office::with("list.txt", titles(4));
    for folder in ["roles.csv", "review.csv"] {
        fs::create_dir(office.path(folder)).unwrap();
    }
    assert!(error(&mut office.canon(&["match", "list.txt", "-o", "roles.csv"])).contains("roles.csv is a folder"));
    let text = error(&mut office.canon(&["match", "list.txt", "-o", "new.csv", "-r", "review.csv"]));
    assert!(text.contains("review.csv is a folder"), "{text}");
    assert_eq!(office.files(), ["list.txt", "review.csv", "roles.csv"]);
}

#[test]
fn a_folder_that_is_not_there_is_known_before_the_work_starts() {
    let office = Office::with("list.txt", titles(4));
    for args in [["-o", "no/x.csv", "-r", "r.csv"], ["-o", "x.csv", "-r", "no/r.csv"]] {
        let text = error(office.canon(&["match", "list.txt"]).args(args));
        assert!(text.contains("there is no folder no"), "{text}");
        assert!(!text.contains(".canon-"), "nobody asked for a temporary file: {text}");
        assert_eq!(office.files(), ["list.txt"]);
    }
}

/// A superuser may write anywhere, so the folder is one that takes no files from anybody.
#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_takes_no_files_is_named() {
    let office = Office::with("list.txt", titles(4));
    let text = error(&mut office.canon(&["match", "list.txt", "-o", "/proc/self/roles.csv"]));
    assert!(text.starts_with("error: cannot write /proc/self/roles.csv: "), "{text}");
    assert!(!text.contains(".canon-"), "{text}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_and_no_success() {
    let office = Office::with("list.txt", titles(400));
    let full = fs::File::create("/dev/full").unwrap();
    let mut canon = std::process::Command::new(assert_cmd::cargo::cargo_bin("canon"));
    let canon = canon.current_dir(office.0.path()).args(["match", "list.txt"]);
    let output = canon.stdout(full).stderr(std::process::Stdio::piped()).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("cannot write standard output"), "{text}");
}

#[test]
fn an_export_never_writes_into_a_folder_that_holds_something() {
    let office = Office::new();
    fs::create_dir(office.path("mine")).unwrap();
    fs::write(office.path("mine/notes.txt"), "keep").unwrap();
    assert!(error(&mut office.canon(&["taxonomy", "export", "mine"])).contains("mine is not empty"));
    assert_eq!(crate::names(&office.path("mine")), ["notes.txt"]);
}

#[test]
fn one_file_named_in_two_ways_is_one_file() {
    let office = Office::with("people.txt", "Nurse\nZorgler\n");
    let text = error(&mut office.canon(&["match", "people.txt", "-o", "out.csv", "-r", "./out.csv"]));
    assert!(text.contains("out.csv"), "{text}");
    assert_eq!(office.files(), ["people.txt"]);
}
