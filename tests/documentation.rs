//! The README says what the program does: its commands run, its generated sections are those of today.
//! `UPDATE=1 cargo test --test documentation` rewrites the generated sections.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).unwrap_or_else(|e| panic!("README.md: {e}"))
}

/// What the program prints.
fn canon(args: &[&str]) -> String {
    let mut canon = Command::new(env!("CARGO_BIN_EXE_canon"));
    let output =
        canon.args(args).env_remove("COLUMNS").env_remove("CANON_JOBS").env_remove("CANON_CONFIG").output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Compares the text between two marks of the README with what it should be, or rewrites it.
fn settle(mark: &str, should_be: &str) {
    let readme = readme();
    let (start, end) = (format!("<!-- {mark}:start -->"), format!("<!-- {mark}:end -->"));
    let (before, rest) = readme.split_once(&start).unwrap_or_else(|| panic!("README.md has no {start}"));
    let (is, after) = rest.split_once(&end).unwrap_or_else(|| panic!("README.md has no {end} behind {start}"));
    if std::env::var_os("UPDATE").is_some_and(|v| v != "0") {
        std::fs::write(root().join("README.md"), format!("{before}{start}{should_be}{end}{after}")).unwrap();
        return;
    }
    assert!(is == should_be, "README.md, {mark}: `UPDATE=1 cargo test --test documentation` makes it\n{should_be}");
}

/// Both sections in one test, since both write the same file.
#[test]
fn the_generated_sections_of_the_readme_are_those_of_the_program() {
    settle("flags", &format!("\n\n```text\n{}\n```\n\n", canon(&["match", "--help"]).trim_end()));
    settle("stats", &figures());
}

/// "194 functions, 1,337 foci, …" of the taxonomy in the program.
fn figures() -> String {
    let stats: Value = serde_json::from_str(&canon(&["taxonomy", "stats", "--format", "json", "--isolated"])).unwrap();
    let figures = [
        ("functions", "functions"),
        ("foci", "foci"),
        ("aliases", "aliases"),
        ("soc_minor", "SOC minor groups"),
        ("soc_detailed", "SOC detailed occupations"),
        ("isco_unit", "ISCO unit groups"),
    ];
    let said = figures
        .map(|(key, what)| format!("{} {what}", grouped(stats[key].as_u64().unwrap_or_else(|| panic!("no {key}")))));
    said.join(", ")
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A command of the README, with the number of its line.
#[derive(Debug, PartialEq)]
struct Shown {
    line: usize,
    command: String,
}

/// The commands that call the program: behind `$ ` in ```console blocks, bare in ```sh blocks.
fn commands(text: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    let mut block: Option<&str> = None;
    let mut goes_on = false;
    for (line, text) in (1..).zip(text.lines()) {
        if let Some(language) = text.trim_start().strip_prefix("```") {
            block = if block.is_some() { None } else { Some(language.trim()) };
            goes_on = false;
            continue;
        }
        if goes_on {
            if let Some(last) = found.last_mut() {
                last.command.push('\n');
                last.command.push_str(text);
            }
            goes_on = text.ends_with('\\');
            continue;
        }
        let command = match block {
            Some("console") => text.strip_prefix("$ "),
            Some("sh" | "bash" | "shell") => Some(text),
            _ => None,
        };
        if let Some(command) = command.filter(|c| calls_canon(c)) {
            found.push(Shown { line, command: command.to_owned() });
            goes_on = text.ends_with('\\');
        }
    }
    found
}

/// Whether a command of a pipeline is the program.
fn calls_canon(command: &str) -> bool {
    command.split(['|', ';', '&', '(']).any(|part| part.split_whitespace().next() == Some("canon"))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// One after the other in a folder that has the fixtures, as a reader would type them.
#[test]
#[cfg(unix)]
fn the_commands_of_the_readme_run_as_written() {
    let shown = commands(&readme());
    assert!(shown.len() >= 3, "README.md shows only {shown:?}");
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("fixtures"), &folder.path().join("fixtures"));
    let program = Path::new(env!("CARGO_BIN_EXE_canon")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut failures = Vec::new();
    for Shown { line, command } in shown {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(&command).current_dir(folder.path()).env("PATH", &path).env_remove("CANON_CONFIG");
        let output = shell.output().unwrap();
        if !output.status.success() {
            failures.push(format!(
                "README.md:{line}: {command}\n{}: {}",
                output.status,
                String::from_utf8_lossy(&output.stderr)
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn commands_are_found_in_the_blocks_that_show_them() {
    let text = "canon not me\n```console\n$ canon match a.csv \\\n    -o b.csv\n3 rows\n$ ls\n$ printf 'x' | canon match\n```\n\
                ```text\n$ canon no\n```\n```sh\ncargo install canon\ncanon man > canon.1\n```\n";
    let shown = |line, command: &str| Shown { line, command: command.to_owned() };
    let expected = [
        shown(3, "canon match a.csv \\\n    -o b.csv"),
        shown(7, "printf 'x' | canon match"),
        shown(14, "canon man > canon.1"),
    ];
    assert_eq!(commands(text), expected);
}
