//! Pipes that close early and people who press Ctrl-C.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Office, titles};

/// Long enough for a slow machine; what is waited for mostly takes a moment.
const LONG: Duration = Duration::from_secs(30);

fn start(office: &Office, args: &[&str]) -> Child {
    let mut canon = Command::new(assert_cmd::cargo::cargo_bin("canon"));
    canon.current_dir(office.0.path()).args(args).env_remove("CANON_CONFIG").env_remove("CANON_JOBS");
    canon.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until something holds.
fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < LONG, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn exit_code(child: &mut Child) -> Option<i32> {
    wait_until("the program ends", || child.try_wait().unwrap().is_some());
    child.wait().unwrap().code()
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Reads a little of the output, closes it, and says how the program ended and what it said.
fn read_a_little(args: &[&str], office: &Office) -> (Option<i32>, String) {
    let mut child = start(office, args);
    drop(child.stdin.take());
    let mut little = [0; 64];
    child.stdout.take().unwrap().read_exact(&mut little).unwrap();
    let code = exit_code(&mut child);
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    (code, said)
}

#[test]
fn an_output_that_is_closed_early_ends_the_run_quietly() {
    let office = Office::with("big.csv", format!("Job Title\n{}", titles(60_000)));
    for format in ["csv", "jsonl"] {
        assert_eq!(read_a_little(&["match", "big.csv", "--format", format], &office), (Some(0), String::new()));
    }
}

#[test]
fn lists_that_are_cut_off_by_head_end_quietly() {
    let office = Office::new();
    let lists: [&[&str]; 7] = [
        &["taxonomy", "list", "--format", "csv"],
        &["taxonomy", "list", "--format", "json"],
        &["taxonomy", "list"],
        &["taxonomy", "export", "--format", "csv"],
        &["taxonomy", "export", "--format", "xlsx"],
        &["search", "engineer", "--top", "1000", "--format", "csv"],
        &["completions", "zsh"],
    ];
    for args in lists {
        assert_eq!(read_a_little(args, &office), (Some(0), String::new()), "{args:?}");
    }
}

#[test]
fn an_output_that_nobody_reads_leaves_no_review_file_behind() {
    let office = Office::with("big.csv", format!("Job Title\n{}", titles(60_000)));
    assert_eq!(read_a_little(&["match", "big.csv", "-r", "review.csv"], &office).0, Some(0));
    assert_eq!(office.files(), ["big.csv"]);
}

#[test]
fn an_interrupt_while_a_slow_pipe_is_waited_for_ends_with_130_and_leaves_nothing() {
    let office = Office::new();
    std::fs::write(office.path("roles.csv"), "of yesterday\n").unwrap();
    let mut child = start(&office, &["match", "-o", "roles.csv", "-r", "review.csv"]);
    // More than is looked at before the work starts, then silence.
    child.stdin.as_mut().unwrap().write_all(titles(100_000).as_bytes()).unwrap();
    let temporary = |names: Vec<String>| names.iter().filter(|n| n.ends_with(".tmp")).count();
    wait_until("the outputs are open", || temporary(office.files()) == 2);
    interrupt(&child);
    assert_eq!(exit_code(&mut child), Some(130));
    assert_eq!(office.files(), ["roles.csv"]);
    assert_eq!(std::fs::read_to_string(office.path("roles.csv")).unwrap(), "of yesterday\n");
}

#[test]
fn an_interrupt_in_the_middle_of_the_work_ends_with_130_and_leaves_nothing() {
    // Distinct titles, so that there is something to do.
    let lines: String = (0..150_000).map(|n| format!("Registered Nurse {} of Ward {n}\n", n % 977)).collect();
    let office = Office::with("big.txt", lines);
    let mut child = start(&office, &["match", "big.txt", "-o", "roles.xlsx"]);
    wait_until("the output is open", || office.files().len() == 2);
    interrupt(&child);
    assert_eq!(exit_code(&mut child), Some(130));
    assert_eq!(office.files(), ["big.txt"]);
}

#[test]
#[cfg(target_os = "linux")]
fn an_interrupt_before_anything_came_ends_with_130() {
    let office = Office::new();
    let mut child = start(&office, &["match", "-o", "roles.csv"]);
    // A signal before the program listens ends it without a code.
    wait_until("the program listens", || catches_interrupt(child.id()));
    interrupt(&child);
    assert_eq!(exit_code(&mut child), Some(130));
    assert!(office.files().is_empty());
}

/// Whether a process has a handler for SIGINT, which is signal 2.
#[cfg(target_os = "linux")]
fn catches_interrupt(process: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let caught = status.lines().find_map(|l| l.strip_prefix("SigCgt:")).unwrap();
    u64::from_str_radix(caught.trim(), 16).unwrap() & 0b10 != 0
}

#[test]
fn rows_of_one_file_never_hold_what_another_had() {
    let office = Office::new();
    let titles = ["Nurse", "Cook", "Welder"];
    let json: String = (0..9000).map(|n| format!("{{\"title\":\"{}\",\"id\":\"A{n}\"}}\n", titles[n % 3])).collect();
    let csv: String = (0..9000).map(|n| format!("{},B{n}\n", titles[n % 3])).collect();
    std::fs::write(office.path("a.jsonl"), json).unwrap();
    std::fs::write(office.path("b.csv"), format!("title,id\n{csv}")).unwrap();
    office.canon(&["match", "a.jsonl", "b.csv", "-q", "-o", "o.jsonl"]).assert().success();
    let written = std::fs::read_to_string(office.path("o.jsonl")).unwrap();
    for (n, line) in written.lines().enumerate() {
        let (source, id) = if n < 9000 { ("a.jsonl", format!("A{n}")) } else { ("b.csv", format!("B{}", n - 9000)) };
        assert!(line.contains(&format!("\"id\":\"{id}\"")) && line.contains(source), "{n}: {line}");
    }
    assert_eq!(written.lines().count(), 18_000);
}
