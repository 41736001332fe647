//! Several people apply at once: no answer is lost, and nobody leaves anything behind.

use std::process::{Command, Stdio};

use crate::{Office, csv_rows};

fn sheet(who: usize, titles: usize) -> String {
    let lines: String = (0..titles).map(|n| format!("Person{who} Helper{n},,none,\n")).collect();
    format!("title,context,decision,code\n{lines}")
}

fn start(office: &Office, sheet: &str) -> std::process::Child {
    let mut canon = Command::new(assert_cmd::cargo::cargo_bin("canon"));
    canon.current_dir(office.0.path()).args(["apply", sheet, "--isolated"]).env("CANON_ON", "2026-11-23");
    canon.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn no_answer_is_lost_when_several_apply_at_once() {
    const PEOPLE: usize = 6;
    const TITLES: usize = 40;
    let office = Office::new();
    for who in 0..PEOPLE {
        office.put(&format!("{who}.csv"), sheet(who, TITLES));
    }
    for round in 1..=3 {
        let running: Vec<_> = (0..PEOPLE).map(|who| start(&office, &format!("{who}.csv"))).collect();
        for canon in running {
            let output = canon.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        assert_eq!(csv_rows(&office.text("decisions.csv")).len(), PEOPLE * TITLES, "round {round}");
        assert_eq!(office.files().len(), PEOPLE + 1, "{:?}", office.files());
        std::fs::remove_file(office.path("decisions.csv")).unwrap();
    }
}

#[test]
fn a_lock_that_was_left_behind_does_not_stop_anybody() {
    let office = Office::new();
    office.put("0.csv", sheet(0, 2));
    office.put(".decisions.csv.lock", "");
    office.said(&["apply", "0.csv"], 0);
    assert_eq!(office.files(), ["0.csv", "decisions.csv"]);
}

#[test]
#[cfg(unix)]
fn who_comes_second_waits_for_the_first() {
    let office = Office::new();
    office.put("0.csv", sheet(0, 2));
    let held = std::fs::File::create(office.path(".decisions.csv.lock")).unwrap();
    fs4::FileExt::lock(&held).unwrap();
    let mut canon = start(&office, "0.csv");
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert!(canon.try_wait().unwrap().is_none(), "it does not wait");
    assert!(!office.files().contains(&"decisions.csv".to_owned()));
    drop(held);
    assert!(canon.wait().unwrap().success());
    assert_eq!(office.files(), ["0.csv", "decisions.csv"]);
}
