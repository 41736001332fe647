//! Rules of the ladder's words and of the word lists.

use std::collections::BTreeMap;

use super::Findings;
use crate::normalize::{Lexicon, NameKind, fold};
use crate::taxonomy::load::SourceFile;
use crate::taxonomy::model::Taxonomy;

pub(super) fn check(files: &[SourceFile], taxonomy: &Taxonomy, lexicon: &Lexicon, findings: &mut Findings) {
    if let Some(file) = files.iter().find(|f| f.name == "levels.toml") {
        level_words(file, taxonomy, lexicon, findings);
    }
    for file in files.iter().filter(|f| f.name.starts_with("lexicon/") && f.name.ends_with(".csv")) {
        rows(file, findings);
    }
    patterns(files, lexicon, findings);
    names(files, taxonomy, lexicon, findings);
}

/// A phrase that stands with two words of the ladder says two things; the engine takes the first.
fn level_words(file: &SourceFile, taxonomy: &Taxonomy, lexicon: &Lexicon, findings: &mut Findings) {
    let mut seen: BTreeMap<Vec<String>, (usize, &str)> = BTreeMap::new();
    for (i, word) in taxonomy.ladder.words.iter().enumerate() {
        for phrase in &word.phrases {
            let Some((earlier, text)) = seen.insert(lexicon.phrase(phrase), (i, phrase)) else { continue };
            let line = line_of_word(&file.text, i);
            if text == phrase {
                let rule = format!("the level word `{phrase}` stands twice");
                findings.error(&file.name, line, rule, "leave it in one [[word]]");
            } else if earlier != i {
                // Spellings of one entry may come to the same words; those of two may not.
                let rule = format!("the level word `{phrase}` is the same as `{text}` once it is normalised");
                findings.warning(&file.name, line, rule, "the first one counts; take the other out");
            }
        }
    }
}

fn line_of_word(text: &str, n: usize) -> usize {
    let lines = text.lines().enumerate().filter(|(_, l)| l.trim() == "[[word]]");
    lines.map(|(i, _)| i + 1).nth(n).unwrap_or(1)
}

/// Rows are sorted, and none stands twice: for abbreviations that is the same expansion twice.
fn rows(file: &SourceFile, findings: &mut Findings) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file.text.as_bytes());
    let mut before: Option<Vec<String>> = None;
    for record in reader.records().flatten() {
        let line = record.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or(1);
        let row: Vec<String> = record.iter().map(str::to_owned).collect();
        match &before {
            Some(before) if *before == row => {
                let rule = format!("`{}` stands twice", row.join(","));
                findings.error(&file.name, line, rule, "take one out");
            }
            Some(before) if *before > row => {
                let rule = format!("`{}` stands behind `{}`", row.join(","), before.join(","));
                findings.warning(&file.name, line, rule, "sort the rows");
            }
            _ => {}
        }
        before = Some(row);
    }
}

fn patterns(files: &[SourceFile], lexicon: &Lexicon, findings: &mut Findings) {
    let Some(file) = files.iter().find(|f| f.name == "lexicon/patterns.csv") else { return };
    for pattern in lexicon.patterns.iter() {
        let example = fold(&pattern.example);
        if !pattern.finds(&example) || !pattern.may_find(&example) {
            let line = file.text.lines().position(|l| l.ends_with(&pattern.example)).map_or(1, |i| i + 1);
            let rule = format!(
                "the pattern `{}` does not find its example `{}`, or not by what it needs",
                pattern.source, pattern.example
            );
            findings.error(&file.name, line, rule, "mend the pattern or the example");
        }
    }
}

/// Two words of which the first is a given name are refused as a person, so no alias may look like that.
fn names(files: &[SourceFile], taxonomy: &Taxonomy, lexicon: &Lexicon, findings: &mut Findings) {
    let Some(file) = files.iter().find(|f| f.name == "lexicon/names.csv") else { return };
    for alias in taxonomy.foci.iter().flat_map(|f| &f.aliases) {
        let Some((first, _)) = alias.text.split_once(' ').filter(|(_, rest)| !rest.contains(' ')) else { continue };
        if lexicon.names.get(first) == Some(&NameKind::Given) {
            let is_name = |l: &str| l.split(',').next() == Some(first);
            let line = file.text.lines().position(is_name).map_or(1, |i| i + 1);
            let rule = format!("the given name `{first}` begins the alias `{}`", alias.text);
            findings.error(&file.name, line, rule, "take the name out, or titles are refused as persons");
        }
    }
}
