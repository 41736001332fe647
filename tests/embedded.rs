//! The taxonomy that is baked into the binary and the one that is read from texts are one: every outcome is the same.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its fixtures should stop there")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use canon::engine::{Context, Engine, EngineOptions};
use canon::taxonomy::{Taxonomy, embedded_files, load};

#[test]
fn titles_have_the_same_outcomes_whichever_way_the_taxonomy_came() {
    let options = EngineOptions { top: 5, ..EngineOptions::default() };
    let files = embedded_files();
    let baked = Engine::embedded(Taxonomy::embedded().unwrap(), options).unwrap();
    let read = Engine::new(load(&files).unwrap(), &files, options).unwrap();
    let titles = titles();
    assert!(titles.len() >= 400, "only {} titles", titles.len());
    for title in &titles {
        // Mistakes and beside it a department, so that corrections and context are compared, too.
        for (title, department) in
            [(title.clone(), ""), (misspelt(title), ""), (title.clone(), "Information Technology")]
        {
            let context = Context { department, ..Context::default() };
            let said = |engine: &Engine| serde_json::to_string(&engine.explain(&title, &context)).unwrap();
            assert_eq!(said(&baked), said(&read), "{title}");
        }
    }
}

#[test]
fn an_exported_taxonomy_gives_the_same_output_as_the_binary() {
    let folder = tempfile::tempdir().unwrap();
    let exported = folder.path().join("taxonomy");
    canon(folder.path()).arg("taxonomy").arg("export").arg(&exported).assert().success();
    let titles = titles().join("\n");
    let output = |flags: &[&Path]| {
        let run = canon(folder.path()).args(["match", "--top", "2"]).args(flags).write_stdin(titles.clone()).assert();
        run.success().get_output().stdout.clone()
    };
    let own = output(&[]);
    assert!(own.len() > titles.len());
    assert!(own == output(&[Path::new("--taxonomy"), &exported]), "the outputs differ");
}

fn canon(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("canon").unwrap();
    command.args(["--isolated", "--quiet"]).current_dir(folder);
    command
}

/// The titles of the gold rows.
fn titles() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/gold");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let gold = paths.iter().filter(|p| p.extension().is_some_and(|e| e == "csv"));
    gold.flat_map(|path| csv::Reader::from_path(path).unwrap().into_records().map(|r| r.unwrap()[0].to_owned()))
        .collect()
}

/// Two letters in the middle change places.
fn misspelt(title: &str) -> String {
    let mut letters: Vec<char> = title.chars().collect();
    let middle = letters.len() / 2;
    letters.swap(middle, middle.saturating_sub(1));
    letters.into_iter().collect()
}
