//! Rules of the ladder's words and of the word lists.

use std::collections::BTreeMap;

use super::Findings;
use crate::normalize::{Lexicon, fold};
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
    for pattern in &lexicon.patterns {
        if pattern.regex().is_none_or(|regex| !regex.is_match(&fold(&pattern.example))) {
            let line = file.text.lines().position(|l| l.ends_with(&pattern.example)).map_or(1, |i| i + 1);
            let rule = format!("the pattern `{}` does not find its example `{}`", pattern.expression, pattern.example);
            findings.error(&file.name, line, rule, "mend the pattern or the example");
        }
    }
}
