//! Folded text to words, each with the part of the title it stands in.

use compact_str::CompactString;
use serde::Serialize;

/// What opens the part of a title that a word stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum PartKind {
    /// The start of the title.
    Start,
    /// A comma.
    Comma,
    /// A dash with blanks, a colon, a bar, a semicolon.
    Dash,
    /// A slash: often a second role.
    Slash,
    /// A parenthesis or bracket.
    Parenthesis,
    /// "of", "for", "in", "to", "at": what follows says where or of what.
    Of,
    /// "and", "&": what follows stands beside what went before.
    And,
}

/// A word of a title.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Folded, spelled out, singular; most words are short enough to need no memory of their own.
    pub text: CompactString,
    /// Which part of the title it stands in, counted from 0.
    pub part: u16,
    /// What opens that part.
    pub kind: PartKind,
    /// Whether it was found to be noise; such a word still counts when it is part of the job's name.
    pub noise: bool,
}

impl AsRef<str> for Word {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// Splits folded text. Letters, digits and `+ #` make words; `&` inside ("r&d"), a dot before letters (".net") and
/// the dots of "u.s." belong to them; an apostrophe vanishes.
#[must_use]
pub fn split(folded: &str) -> Vec<Word> {
    let mut splitter = Splitter { words: Vec::with_capacity(8), part: 0, kind: PartKind::Start, used: false };
    let chars: Vec<char> = folded.chars().collect();
    let has_blanks = folded.trim().contains(' ');
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if starts_word(&chars, at) {
            let end = word_end(&chars, at);
            splitter.word(&chars[at..end]);
            at = end;
            continue;
        }
        match c {
            ',' => splitter.open(PartKind::Comma),
            ';' | '|' | ':' | '>' => splitter.open(PartKind::Dash),
            '-' if blank(&chars, at.wrapping_sub(1)) || blank(&chars, at + 1) => splitter.open(PartKind::Dash),
            // "software_engineer" is one name, "Software Engineer_Fort Worth" has two parts.
            '_' if has_blanks => splitter.open(PartKind::Dash),
            '/' | '\\' => splitter.open(PartKind::Slash),
            '(' | '[' | '{' | '<' => splitter.open(PartKind::Parenthesis),
            ')' | ']' | '}' | '@' | '!' => splitter.open(PartKind::Dash),
            '&' => splitter.open(PartKind::And),
            _ => {}
        }
        at += 1;
    }
    splitter.words
}

struct Splitter {
    words: Vec<Word>,
    part: u16,
    kind: PartKind,
    used: bool,
}

impl Splitter {
    fn open(&mut self, kind: PartKind) {
        if self.used {
            self.part += 1;
            self.used = false;
        }
        self.kind = if self.words.is_empty() { PartKind::Start } else { kind };
    }

    fn push(&mut self, text: CompactString) {
        self.words.push(Word { text, part: self.part, kind: self.kind, noise: false });
        self.used = true;
    }

    fn word(&mut self, chars: &[char]) {
        let text: CompactString =
            chars.iter().filter(|c| **c != '\'' && **c != '.' || **c == '.' && chars[0] == '.').collect();
        match text.as_str() {
            word if says_of_what(word) => self.open(PartKind::Of),
            word if says_and(word) => self.open(PartKind::And),
            _ => match grade_behind(&text) {
                Some(at) => {
                    self.push(text[..at].into());
                    self.push(text[at..].into());
                }
                None => self.push(text),
            },
        }
    }
}

/// Whether a word only joins what stands on its sides, so that it is no word of a job's name.
#[must_use]
pub fn joins(word: &str) -> bool {
    says_of_what(word) || says_and(word)
}

fn says_of_what(word: &str) -> bool {
    matches!(word, "of" | "for" | "in" | "to" | "at" | "von" | "fuer" | "de" | "du" | "des")
}

fn says_and(word: &str) -> bool {
    matches!(word, "and" | "und" | "et")
}

/// Where the grade starts in "engineer2"; shorter words with a digit are names of their own ("web3", "b2b").
fn grade_behind(text: &str) -> Option<usize> {
    let at = text.len().checked_sub(1)?;
    let bytes = text.as_bytes();
    let grade = (b'1'..=b'6').contains(&bytes[at]);
    (grade && at >= 4 && bytes[..at].iter().all(u8::is_ascii_alphabetic)).then_some(at)
}

fn blank(chars: &[char], at: usize) -> bool {
    chars.get(at).is_none_or(|c| c.is_whitespace())
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
}

fn starts_word(chars: &[char], at: usize) -> bool {
    let c = chars[at];
    // ".net" but not the dot that ends a sentence.
    is_word_char(c)
        || c == '.' && blank(chars, at.wrapping_sub(1)) && chars.get(at + 1).is_some_and(|n| n.is_alphabetic())
}

fn word_end(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() {
        let c = chars[at];
        let next_is_word = chars.get(at + 1).is_some_and(|n| is_word_char(*n));
        let short_before = at - start <= 2 && at == start + 1;
        let inside = match c {
            c if is_word_char(c) => true,
            '+' | '#' => !next_is_word,
            '\'' => next_is_word,
            // "r&d", "p&l": single letters on both sides.
            '&' => short_before && next_is_word && !chars.get(at + 2).is_some_and(|n| is_word_char(*n)),
            // "u.s.", "v.p.": letters one by one.
            '.' => {
                at >= 1
                    && single_letter_before(chars, start, at)
                    && (next_is_word && single_letter_at(chars, at + 1) || at > start + 1)
            }
            _ => false,
        };
        if !inside {
            break;
        }
        at += 1;
    }
    at
}

fn single_letter_before(chars: &[char], start: usize, at: usize) -> bool {
    chars[at - 1].is_alphabetic() && (at - 1 == start || chars[at - 2] == '.')
}

fn single_letter_at(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(|c| c.is_alphabetic()) && !chars.get(at + 1).is_some_and(|c| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> String {
        let words = split(text);
        words.iter().map(|w| format!("{}{}:{:?}", w.text, w.part, w.kind)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn parts_of_a_title() {
        assert_eq!(
            parts("director, security engineering (remote)"),
            "director0:Start security1:Comma engineering1:Comma remote2:Parenthesis"
        );
        assert_eq!(parts("head of data & ai"), "head0:Start data1:Of ai2:And");
        assert_eq!(parts("nurse - icu/er"), "nurse0:Start icu1:Dash er2:Slash");
    }

    #[test]
    fn signs_inside_words() {
        let texts = |t: &str| split(t).into_iter().map(|w| w.text).collect::<Vec<_>>();
        assert_eq!(texts("c++ / c# .net r&d u.s. v.p. driver's"), ["c++", "c#", ".net", "r&d", "us", "vp", "drivers"]);
        assert_eq!(texts("co-op sr. a/p"), ["co", "op", "sr", "a", "p"]);
    }
}
