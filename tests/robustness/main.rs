//! What goes wrong outside the program must not go wrong inside: odd input, full pipes, folders that refuse, Ctrl-C.
//! Always a clear message or the right behaviour; never a panic, never half a file.

#![allow(clippy::unwrap_used)]

mod input;
mod output;
#[cfg(unix)]
mod streams;
mod taxonomy;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder of its own for one test.
struct Office(TempDir);

impl Office {
    fn new() -> Office {
        Office(tempfile::tempdir().unwrap())
    }

    /// An office in which a file lies.
    fn with(name: &str, bytes: impl AsRef<[u8]>) -> Office {
        let office = Office::new();
        std::fs::write(office.path(name), bytes).unwrap();
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The program in this folder.
    fn canon(&self, args: &[&str]) -> Command {
        let mut canon = Command::cargo_bin("canon").unwrap();
        canon.current_dir(self.0.path()).env_remove("CANON_CONFIG").env_remove("CANON_JOBS").args(args);
        canon
    }

    /// The names of all files, sorted.
    fn files(&self) -> Vec<String> {
        names(self.0.path())
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|n| n.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The error on standard error; asserts that there is nothing but one, and no panic.
fn error(canon: &mut Command) -> String {
    let output = canon.assert().code(2).stdout("").get_output().clone();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.starts_with("error: "), "{text}");
    assert!(!text.contains("panicked"), "{text}");
    text
}

/// A list of so many titles, one a line.
fn titles(lines: usize) -> String {
    "Registered Nurse\nStaff Accountant\nCISO\nblorb\n".repeat(lines.div_ceil(4))
}
