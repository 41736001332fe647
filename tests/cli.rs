//! One behaviour of the program a file: `tests/cmd/*.toml`, named as a sentence. The folders beside them are what the
//! commands find; `TRYCMD=overwrite cargo test --test cli` rewrites what they say.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use clap::Command;

#[test]
fn every_behaviour_is_as_its_file_says() {
    trycmd::TestCases::new()
        .default_bin_name("canon")
        // Help is as wide as the terminal, of which there is none.
        .env("COLUMNS", "100")
        .insert_var("[VERSION]", env!("CARGO_PKG_VERSION"))
        .unwrap()
        .case("tests/cmd/*.toml");
}

/// Every command with the words that call it.
fn commands(command: &Command, words: &[String]) -> Vec<(Vec<String>, Command)> {
    let mut all = vec![(words.to_vec(), command.clone())];
    for sub in command.get_subcommands() {
        let words: Vec<String> = words.iter().cloned().chain([sub.get_name().to_owned()]).collect();
        all.extend(commands(sub, &words));
    }
    all
}

#[test]
fn every_command_says_what_it_does_for_either_flag_of_help() {
    for (words, command) in commands(&canon::cli::command(), &[]) {
        let about = command.get_about().unwrap_or_else(|| panic!("{words:?} says nothing")).to_string();
        for flag in ["-h", "--help"] {
            let mut canon = assert_cmd::Command::cargo_bin("canon").unwrap();
            let run = canon.args(&words).arg(flag).assert().success().stderr("");
            let help = String::from_utf8(run.get_output().stdout.clone()).unwrap();
            assert!(help.starts_with(&about) && help.contains("Usage: canon"), "{words:?} {flag}: {help}");
        }
    }
}

#[test]
fn the_help_of_every_command_has_its_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    for (words, _) in commands(&canon::cli::command(), &[]).into_iter().filter(|(words, _)| !words.is_empty()) {
        let file = folder.join(format!("help-of-{}.toml", words.join("-")));
        assert!(file.is_file(), "{} is missing", file.display());
    }
}
