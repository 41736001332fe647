//! The same bytes for any number of threads, through the program itself.

use std::path::Path;

use assert_cmd::Command;

/// Result and review file of a run with so many threads.
fn run(jobs: &str, format: &str) -> [Vec<u8>; 2] {
    let folder = tempfile::tempdir().unwrap();
    let [result, review] = [format, "review.csv"].map(|name| folder.path().join(name));
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hr/bamboohr_employees.csv");
    let mut canon = Command::cargo_bin("canon").unwrap();
    canon.args(["match", "--isolated", "--quiet", "--top", "3", "--jobs", jobs]);
    canon.arg(input).arg("-o").arg(&result).arg("-r").arg(&review).assert().success().stdout("").stderr("");
    [result, review].map(|path| std::fs::read(path).unwrap())
}

#[test]
fn one_thread_and_many_write_the_same_bytes() {
    for format in ["roles.csv", "roles.jsonl"] {
        let one = run("1", format);
        assert!(one.iter().all(|bytes| bytes.len() > 5_000));
        assert!(one == run("2", format), "{format}: -j1 and -j2 differ");
        assert!(one == run("7", format), "{format}: -j1 and -j7 differ");
    }
}

#[test]
fn two_runs_write_the_same_bytes() {
    assert!(run("0", "roles.csv") == run("0", "roles.csv"));
}
