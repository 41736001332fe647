//! Folders that refuse, disks that are full, files that are others than they should be: a clear message, and the old file
//! whole.

use std::process::Command;

use crate::Office;

const SHEET: &str = "title,context,decision,code\nStocker,,none,\n";
const OLD: &str = "title,context,decision,code,by,on,taxonomy,note\nBaker,,none,,Bo,2026-01-02,2026.1,\n";

fn office() -> Office {
    let office = Office::new();
    office.put("a.csv", SHEET);
    office.put("decisions.csv", OLD);
    office
}

/// No file may grow: what a full disk says, without filling one.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_old_file_whole() {
    let office = office();
    let program = assert_cmd::cargo::cargo_bin("canon");
    let script = format!("trap '' XFSZ; ulimit -f 0; exec {} apply a.csv", program.display());
    let output = Command::new("sh").arg("-c").arg(script).current_dir(office.0.path()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.starts_with("error: cannot write ") && said.contains("decisions.csv: File too large"), "{said}");
    assert_eq!(office.text("decisions.csv"), OLD);
    assert_eq!(office.files(), ["a.csv", "decisions.csv"]);
}

/// A superuser may write anywhere, so the folder is one that takes no files from anybody.
#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_takes_no_files_is_named() {
    let office = office();
    let said = office.said(&["apply", "a.csv", "--decisions", "/proc/self/decisions.csv"], 2);
    assert!(said.starts_with("error: cannot write /proc/self/decisions.csv: "), "{said}");
    assert!(!said.contains(".lock") && !said.contains("a.csv: 1 added"), "{said}");
}

#[test]
fn folders_and_files_that_are_not_there_are_named() {
    let office = office();
    for (args, message) in [
        (&["apply", "none.xlsx"][..], "cannot read none.xlsx: there is no such file"),
        (&["apply", "a.csv", "--decisions", "no/d.csv"], "there is no folder no"),
        (&["apply", "a.csv", "--decisions", "."], ". is a folder: name a file in it"),
        (&["apply", "decisions.csv"], "decisions.csv is the decisions file itself"),
    ] {
        let said = office.said(args, 2);
        assert!(said.contains(message), "{said}");
    }
    assert_eq!(office.text("decisions.csv"), OLD);
    assert_eq!(office.files(), ["a.csv", "decisions.csv"]);
}

#[test]
fn a_decisions_file_that_is_another_or_damaged_stays_as_it_is() {
    let office = office();
    for (bytes, message) in [
        ("rows,title,context,suggestion,decision,code\n1,CISO,,X,,\n", "is a review file: decisions are kept"),
        ("name,salary\nAnn,1\n", "no column `title`"),
        ("title,context,decision,code\nCISO,,maybe,\n", "decisions.csv:2: `maybe` is no decision"),
        (
            "title,context,decision,code\nCISO,,none,\nciso,,accept,SEI.GEN.E4\n",
            "decisions.csv:3: a second, different decision",
        ),
    ] {
        office.put("decisions.csv", bytes);
        let said = office.said(&["apply", "a.csv"], 2);
        assert!(said.contains(message), "{said}");
        assert_eq!(office.text("decisions.csv"), bytes);
    }
    office.put("decisions.csv", OLD);
    office.put("decisions.conflicts.csv", "mine\n");
    let said = office.said(&["apply", "a.csv"], 2);
    assert!(said.contains("decisions.conflicts.csv: is no file of conflicts"), "{said}");
    assert_eq!(
        (office.text("decisions.csv").as_str(), office.text("decisions.conflicts.csv").as_str()),
        (OLD, "mine\n")
    );
}

#[test]
fn an_empty_file_is_one_without_decisions() {
    let office = office();
    office.put("decisions.csv", "");
    office.said(&["apply", "a.csv"], 0);
    assert_eq!(office.text("decisions.csv").lines().count(), 2);
}

#[test]
#[cfg(unix)]
fn a_link_to_the_decisions_stays_a_link() {
    let office = office();
    std::fs::create_dir(office.path("git")).unwrap();
    std::fs::rename(office.path("decisions.csv"), office.path("git/decisions.csv")).unwrap();
    std::os::unix::fs::symlink("git/decisions.csv", office.path("decisions.csv")).unwrap();
    office.said(&["apply", "a.csv"], 0);
    assert!(std::fs::symlink_metadata(office.path("decisions.csv")).unwrap().is_symlink());
    assert_eq!(office.text("git/decisions.csv").lines().count(), 3);
}

/// A device that never ends would be read for ever.
#[test]
#[cfg(target_os = "linux")]
fn a_device_is_no_decisions_file() {
    let office = office();
    for device in ["/dev/full", "/dev/zero", "/dev/null"] {
        let said = office.said(&["apply", "a.csv", "--decisions", device], 2);
        assert!(said.contains(&format!("{device} is no file")), "{said}");
    }
}

#[test]
#[cfg(unix)]
fn who_may_read_the_decisions_stays_who_may() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = office();
    let path = office.path("decisions.csv");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    office.said(&["apply", "a.csv"], 0);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(office.text("decisions.csv").contains("Stocker"));
}
