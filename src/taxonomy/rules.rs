//! The rules that keep a taxonomy healthy. What breaks one is a finding with its place, the rule and the mend.
//!
//! The loader already refuses what it cannot understand; these rules are about what can be loaded and is wrong all
//! the same. The reason of each rule stands in `taxonomy/README.md`.

mod aliases;
mod classification;
mod lexicon;
mod ranks;
mod structure;

pub(crate) use ranks::BARE_RANKS;

use serde::Serialize;

use super::load::SourceFile;
use super::model::{Place, Shape, Taxonomy};
use super::reference::Reference;
use crate::normalize::Lexicon;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Titles are matched wrongly because of it, or may be.
    Error,
    /// It makes the files harder to keep.
    Warning,
}

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub rule: String,
    /// What to do.
    pub mend: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.rule, self.mend)
    }
}

/// Checks a taxonomy and its word lists against all rules; the findings come in the order of files and lines.
#[must_use]
pub fn check(files: &[SourceFile], taxonomy: &Taxonomy, words: &Lexicon, reference: &Reference) -> Vec<Finding> {
    let mut findings = Findings(Vec::new());
    // A company's catalogue has its own order and names.
    if taxonomy.shape == Shape::Ladder {
        structure::check(taxonomy, &mut findings);
        aliases::check(taxonomy, words, &mut findings);
        ranks::check(taxonomy, words, &mut findings);
    }
    classification::check(taxonomy, reference, &mut findings);
    lexicon::check(files, taxonomy, words, &mut findings);
    let mut all = findings.0;
    all.sort_by(|a, b| (&a.place.file, a.place.line, &a.rule).cmp(&(&b.place.file, b.place.line, &b.rule)));
    all
}

/// What the rules have found so far.
struct Findings(Vec<Finding>);

impl Findings {
    fn error(&mut self, file: &str, line: usize, rule: String, mend: &str) {
        self.add(Severity::Error, file, line, rule, mend);
    }

    fn warning(&mut self, file: &str, line: usize, rule: String, mend: &str) {
        self.add(Severity::Warning, file, line, rule, mend);
    }

    fn add(&mut self, severity: Severity, file: &str, line: usize, rule: String, mend: &str) {
        let place = Place { file: file.to_owned(), line };
        self.0.push(Finding { place, severity, rule, mend: mend.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::{embedded_files, load};

    /// The findings after a text of one file is replaced.
    fn findings_after(file: &str, from: &str, to: &str) -> Vec<String> {
        let mut files = embedded_files();
        files.retain(|f| !f.name.starts_with("functions/") || f.name == file || f.name == "functions/sei.toml");
        let source = files.iter_mut().find(|f| f.name == file).unwrap();
        assert!(source.text.contains(from), "{from}");
        source.text = source.text.replacen(from, to, 1).into();
        let (words, reference) = (Lexicon::load(&files).unwrap(), Reference::load(&files).unwrap());
        check(&files, &load(&files).unwrap(), &words, &reference).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_rule_finds_what_breaks_it() {
        let sei = "functions/sei.toml";
        let broken = |from: &str, to: &str, said: &str| {
            let findings = findings_after(sei, from, to);
            assert!(findings.iter().any(|f| f.contains(said)), "{said}: {findings:#?}");
        };
        broken("\"ethical hacker\"", "\"Ethical hacker\"", "`Ethical hacker` is not in lower case");
        broken("\"ethical hacker\"", "\"ethical hacker \"", "blanks");
        broken("\"ethical hacker\"", "\"ethical hacker!\"", "has a sign that is not allowed");
        broken("\"ethical hacker\"", "\"soc analyst\"", "twice in the function");
        broken("\"ethical hacker\"", "\"senior manager\"", "only words of rank");
        broken("\"ethical hacker\"", "\"senior pen tester\"", "is `pen tester` with `senior` before it");
        broken("\"ethical hacker\"", "\"pen tester senior\"", "is `pen tester` with `senior` behind it");
        broken("\"ethical hacker\"", "\"pen tester ii\"", "is `pen tester` with `ii` behind it");
        broken(
            "\"ethical hacker\"",
            "\"lead security architect\"",
            "is `security architect` of SEI.ARC with `lead` before it",
        );
        broken("confidence = 0.80", "confidence = 1.80", "is not within 0–1");
        broken("soc = \"15-1212\"", "soc = \"151212\"", "`151212` is no SOC code");
        broken("isco = \"2529\"", "isco = \"25299\"", "`25299` is no ISCO-08 unit group");
        broken(
            "soc = \"15-1212\"",
            "soc = \"15-1122\"",
            "sei.toml:8: SOC 2018 has no code `15-1122`; did you mean `15-1212` Information Security Analysts?",
        );
        broken(
            "isco = \"2529\"",
            "isco = \"2592\"",
            "sei.toml:8: ISCO-08 has no code `2592`; did you mean `2529` Database",
        );
        broken("definition = \"Attacks systems", "definition = \"\" # \"", "has no definition");
    }

    #[test]
    fn a_word_that_says_two_levels_is_found() {
        let findings = findings_after("levels.toml", "phrases = [\"helper\"]", "phrases = [\"helper\", \"trainee\"]");
        assert!(findings.iter().any(|f| f.contains("`trainee` stands twice")), "{findings:#?}");
    }
}
