//! The house rules of the taxonomy's files, as tests that repair: `UPDATE=1 cargo test --test taxonomy` puts the files
//! in order and rewrites the list of embedded files; what needs judgement is listed and left to a person.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::fs;
use std::path::{Path, PathBuf};

use canon::normalize::Lexicon;
use canon::taxonomy::{Reference, SourceFile, embedded_files, format, load, read_folder, rules};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files() -> Vec<SourceFile> {
    read_folder(&root().join("taxonomy")).unwrap()
}

/// What is to be done with a file that is not as it should be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Compare,
    Rewrite,
}

fn mode() -> Mode {
    if std::env::var_os("UPDATE").is_some_and(|v| v != "0") { Mode::Rewrite } else { Mode::Compare }
}

/// Compares a file with what it should be, or rewrites it. Gives the first line that differs.
fn settle(path: &Path, is: &str, should_be: &str) -> Option<String> {
    if is == should_be {
        return None;
    }
    if mode() == Mode::Rewrite {
        fs::write(path, should_be).unwrap();
        return None;
    }
    let at = is
        .lines()
        .zip(should_be.lines())
        .position(|(a, b)| a != b)
        .unwrap_or(is.lines().count().min(should_be.lines().count()));
    let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_owned();
    let shown = path.strip_prefix(root()).unwrap_or(path).display();
    Some(format!("{shown}:{}:\n     is: {}\n should: {}", at + 1, line(is), line(should_be)))
}

fn none_of(unsettled: &[String]) {
    let all = unsettled.join("\n");
    assert!(unsettled.is_empty(), "{all}\n{} files; `UPDATE=1 cargo test --test taxonomy` mends them", unsettled.len());
}

#[test]
fn every_function_file_is_in_canonical_form() {
    let files = files();
    let lexicon = Lexicon::load(&files).unwrap();
    let functions = files.iter().filter(|f| f.name.starts_with("functions/"));
    let unsettled = functions.filter_map(|file| {
        let canonical = format::canonical(file, &lexicon).unwrap_or_else(|e| panic!("{e}"));
        settle(&root().join("taxonomy").join(&file.name), &file.text, &canonical)
    });
    none_of(&unsettled.collect::<Vec<_>>());
}

#[test]
fn canonical_form_is_its_own_canonical_form_and_changes_no_meaning() {
    let files = files();
    let lexicon = Lexicon::load(&files).unwrap();
    for file in files.iter().filter(|f| f.name.starts_with("functions/")) {
        let once = format::canonical(file, &lexicon).unwrap_or_else(|e| panic!("{e}"));
        let again = SourceFile { name: file.name.clone(), text: once.clone().into() };
        assert_eq!(format::canonical(&again, &lexicon).unwrap(), once, "{}", file.name);
    }
}

#[test]
fn lists_are_sorted_and_have_no_row_twice() {
    let lists = files().into_iter().filter(|f| f.name.starts_with("lexicon/") || f.name.starts_with("reference/"));
    let unsettled =
        lists.filter_map(|file| settle(&root().join("taxonomy").join(&file.name), &file.text, &sorted_csv(&file.text)));
    none_of(&unsettled.collect::<Vec<_>>());
}

fn sorted_csv(text: &str) -> String {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut rows: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    rows.sort();
    rows.dedup();
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    rows.iter().for_each(|r| writer.write_record(r).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn the_embedded_files_are_those_of_the_folder() {
    let path = root().join("src/taxonomy/embedded.rs");
    let source = fs::read_to_string(&path).unwrap();
    let (before, rest) = source.split_once("= files![\n").unwrap();
    let (_, after) = rest.split_once("];").unwrap();
    let mut names: Vec<String> = files().into_iter().map(|f| f.name).collect();
    names.sort_by_key(|n| (n.contains('/'), n.clone()));
    let list: String = names.iter().map(|n| format!("    {n:?},\n")).collect();
    none_of(&settle(&path, &source, &format!("{before}= files![\n{list}];{after}")).into_iter().collect::<Vec<_>>());
}

/// Here warnings count as well: what is only untidy in a company's folder is a fault in this one.
#[test]
fn no_rule_is_broken() {
    let files = files();
    let taxonomy = load(&files).unwrap_or_else(|e| panic!("{e}"));
    let (words, reference) = (Lexicon::load(&files).unwrap(), Reference::load(&files).unwrap());
    let findings = rules::check(&files, &taxonomy, &words, &reference);
    let lines: Vec<String> = findings.iter().map(|finding| format!("taxonomy/{finding}")).collect();
    assert!(lines.is_empty(), "{}\n{} findings", lines.join("\n"), lines.len());
}

#[test]
fn the_binary_carries_the_same_texts() {
    for file in embedded_files() {
        let on_disk = fs::read_to_string(root().join("taxonomy").join(&file.name)).unwrap();
        // A repair rewrites the folder after the binary was built.
        assert!(on_disk == file.text || mode() == Mode::Rewrite, "{} was changed after the build", file.name);
    }
}
