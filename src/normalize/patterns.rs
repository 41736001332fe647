//! Noise that has a form rather than words: requisition numbers, pay, gender markers, dates.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::lexicon::NoiseKind;
use super::rejection::is_numeric_date;
use super::{Lexicon, Noise};

/// A regular expression for noise that has a form rather than words.
#[derive(Debug, Clone)]
pub struct NoisePattern {
    /// What it finds.
    pub kind: NoiseKind,
    /// As written in the list.
    pub source: String,
    /// Texts of which one is in everything that it finds, between bars; `\\d` is any digit.
    pub needs: String,
    /// A title in which it finds something.
    pub example: String,
    regex: OnceLock<Option<Regex>>,
}

/// All patterns. One pass over a title tells which of them may find something there; mostly none may.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    list: Vec<NoisePattern>,
    /// Finds what the patterns need.
    needs: Option<AhoCorasick>,
    /// By what is needed: the patterns that need it.
    needed_by: Vec<Vec<usize>>,
}

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

impl NoisePattern {
    /// A pattern for folded text.
    #[must_use]
    pub fn new(kind: NoiseKind, source: &str, needs: &str, example: &str) -> NoisePattern {
        let regex = OnceLock::new();
        NoisePattern { kind, source: source.to_owned(), needs: needs.to_owned(), example: example.to_owned(), regex }
    }

    /// Compiled when first needed, since most runs meet few of the patterns.
    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&plain(&self.source)).ok()).as_ref()
    }

    fn needed(&self) -> impl Iterator<Item = &str> {
        let digits = self.needs.split('|').any(|n| n == r"\d").then_some(DIGITS);
        self.needs.split('|').filter(|n| !n.is_empty() && *n != r"\d").chain(digits.into_iter().flatten())
    }

    /// Whether a folded text has something that the pattern needs.
    #[must_use]
    pub fn may_find(&self, folded: &str) -> bool {
        self.needed().any(|n| folded.contains(n))
    }

    /// Whether it finds something in a folded text.
    #[must_use]
    pub fn finds(&self, folded: &str) -> bool {
        self.regex().is_some_and(|r| r.is_match(folded))
    }
}

impl Patterns {
    /// Puts patterns together.
    ///
    /// # Errors
    /// With the index of the first pattern that is no regular expression, and what is wrong with it.
    pub fn new(list: Vec<NoisePattern>) -> Result<Patterns, (usize, String)> {
        let mut texts: Vec<&str> = Vec::new();
        let mut needed_by: Vec<Vec<usize>> = Vec::new();
        for (at, pattern) in list.iter().enumerate() {
            regex_syntax::parse(&plain(&pattern.source)).map_err(|e| (at, e.to_string()))?;
            for text in pattern.needed() {
                match texts.iter().position(|t| *t == text) {
                    Some(known) => needed_by[known].push(at),
                    None => {
                        texts.push(text);
                        needed_by.push(vec![at]);
                    }
                }
            }
            if pattern.needed().next().is_none() {
                return Err((at, "the pattern says nothing that it needs".to_owned()));
            }
        }
        let needs = AhoCorasick::new(&texts).map_err(|e| (0, e.to_string()))?;
        Ok(Patterns { needs: Some(needs), needed_by, list })
    }

    /// The patterns that may find something in a text, in their order.
    fn possible(&self, folded: &str) -> Vec<usize> {
        let Some(needs) = &self.needs else { return Vec::new() };
        let mut possible: Vec<usize> = Vec::new();
        for found in needs.find_overlapping_iter(folded) {
            possible.extend(&self.needed_by[found.pattern().as_usize()]);
        }
        possible.sort_unstable();
        possible.dedup();
        possible
    }

    /// The patterns in the order in which they are tried.
    pub fn iter(&self) -> impl Iterator<Item = &NoisePattern> {
        self.list.iter()
    }
}

impl Lexicon {
    /// Takes what has the form of noise out of a folded text.
    pub(super) fn remove_patterns(&self, folded: String, removed: &mut Vec<Noise>) -> String {
        let mut text = folded;
        for at in self.patterns.possible(&text) {
            let pattern = &self.patterns.list[at];
            let Some(regex) = pattern.regex().filter(|r| r.is_match(&text)) else { continue };
            // A first group is what stays: the beginning of a word whose ending is the marker, or of a title with an advertisement.
            for found in regex.captures_iter(&text) {
                let whole = found.get(0).map_or("", |m| m.as_str());
                let stays = found.get(1).map_or(0, |m| m.as_str().len());
                removed.push(Noise {
                    kind: kind_of(pattern.kind, &whole[stays..]),
                    text: whole[stays..].trim().to_owned(),
                });
            }
            // What stood on both sides must not grow together, nor read as one phrase; but a gender marker stands in the
            // middle of what it belongs to: "Operations Manager (m/w/d) CRM".
            let joined = matches!(pattern.kind, NoiseKind::Gender | NoiseKind::Placeholder);
            let gap = match (joined, regex.captures_len() > 1) {
                (true, true) => "$1 ",
                (true, false) => " ",
                (false, true) => "$1 | ",
                (false, false) => " | ",
            };
            text = regex.replace_all(&text, gap).into_owned();
        }
        text
    }
}

/// A date in brackets and a range of years have the form of a number of some office.
fn kind_of(kind: NoiseKind, text: &str) -> NoiseKind {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let years = |t: &str| {
        let halves = t.split_once(['-', '/']);
        halves.is_some_and(|(from, to)| is_year(from) && (is_year(to) || to.len() == 2))
    };
    let is_time = kind == NoiseKind::Requisition && (is_numeric_date(bare) || years(bare));
    if is_time { NoiseKind::Time } else { kind }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.starts_with("20") && text.bytes().all(|b| b.is_ascii_digit())
}

/// The expression for folded text, in which blanks are blanks and digits ASCII: without the classes of Unicode the
/// set runs as a finite automaton on any title.
fn plain(source: &str) -> String {
    source.replace(r"\b", r"(?-u:\b)").replace(r"\B", r"(?-u:\B)").replace(r"\d", "[0-9]").replace(r"\s", "[ ]")
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::taxonomy::embedded_files;

    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&embedded_files()).unwrap());

    fn set_aside(title: &str) -> Vec<(NoiseKind, String)> {
        LEXICON.title(title).removed.into_iter().map(|n| (n.kind, n.text)).collect()
    }

    #[test]
    fn noise_is_recognised_for_what_it_is() {
        for (title, kind, text) in [
            ("Engineer (m/w/d)", NoiseKind::Gender, "(m/w/d)"),
            ("Engineer [f/m/x]", NoiseKind::Gender, "[f/m/x]"),
            ("Vendeur H/F", NoiseKind::Gender, "h/f"),
            ("Kierownik k/m", NoiseKind::Gender, "k/m"),
            ("Entwickler*in", NoiseKind::Gender, "*in"),
            ("Entwickler:in", NoiseKind::Gender, ":in"),
            ("Entwickler_innen", NoiseKind::Gender, "_innen"),
            ("Techniker/in", NoiseKind::Gender, "/in"),
            ("Techniker/-in", NoiseKind::Gender, "/-in"),
            ("Techniker (in)", NoiseKind::Gender, "(in)"),
            ("Auszubildende/r* Bank", NoiseKind::Gender, "/r*"),
            ("Directeur/trice commercial", NoiseKind::Gender, "/trice"),
            ("Technicien / Technicienne", NoiseKind::Gender, "technicienne"),
            ("Teacher £21,944 per year", NoiseKind::Pay, "£21,944 per year"),
            ("Cook $25/hr", NoiseKind::Pay, "$25/hr"),
            ("Ruby Engineer up to 80k", NoiseKind::Pay, "up to 80k"),
            ("Android Engineer ($110-140k)", NoiseKind::Pay, "($110-140k"),
            ("Police Officer 4/10", NoiseKind::Shift, "4/10"),
            ("24/7 Support", NoiseKind::Shift, "24/7"),
            ("Assembler - 2nd Shift", NoiseKind::Shift, "2nd shift"),
            ("Fire Captain 90.46 Hrs", NoiseKind::Time, "90.46 hrs"),
            ("Teacher 2025-2026", NoiseKind::Time, "2025-2026"),
            ("Lorry Driver (18/02/2021)", NoiseKind::Time, "(18/02/2021)"),
            ("Summer 2025 Intern", NoiseKind::Time, "summer 2025"),
            ("Nurse (6 month contract)", NoiseKind::Employment, "6 month contract"),
            ("Stocker Part Time", NoiseKind::Employment, "part time"),
            ("Buyer at Acme Inc", NoiseKind::Employer, "at acme inc"),
            ("Accountant - Contoso GmbH", NoiseKind::Employer, "- contoso gmbh"),
            ("Analyst, GS-0343-12", NoiseKind::Grade, "gs-0343-12"),
            ("Welder - REQ1234", NoiseKind::Requisition, "req1234"),
            ("Auditor (13-2011.02)", NoiseKind::Requisition, "(13-2011.02)"),
            ("Sales Manager to join a Global Leader!", NoiseKind::Hiring, "to join a global leader!"),
            ("Network Engineer All New!!!", NoiseKind::Hiring, "all new!!!"),
            ("Analyst reqd in Seattle, WA", NoiseKind::Hiring, "reqd in seattle, wa"),
            ("Matri\u{fffd}ter", NoiseKind::Unreadable, "matri\u{fffd}ter"),
        ] {
            let found = set_aside(title);
            assert!(found.contains(&(kind, text.to_owned())), "{title}: {found:?}");
        }
    }

    #[test]
    fn what_only_looks_like_noise_stays() {
        for title in [
            "401k Administrator",
            "510k Specialist",
            "Software/Hardware Engineer",
            "Front-End Developer",
            "Sales/Service Manager",
            "A/R Clerk",
            "R&D Engineer",
            "3D Artist",
            "Co-op Student",
            "Contact Center Agent",
            "Head of Retail",
            "Full Stack Engineer",
            "Great Dane Groomer",
            "Stock Options Trader",
        ] {
            assert_eq!(set_aside(title), [], "{title}");
        }
    }

    #[test]
    fn a_marker_in_the_middle_leaves_one_phrase() {
        let words = LEXICON.title("Operations Manager (m/w/d) Retail").words;
        assert!(words.iter().all(|w| w.part == 0), "{words:?}");
    }
}
