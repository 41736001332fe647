//! Texts that stand in a title column and are no title.

use serde::Serialize;

use super::is_latin;
use super::lexicon::{Lexicon, ListedNonTitle, NameKind};

/// Longer cells are documents, not titles; none of the real titles looked at has 300 characters.
const LONGEST: usize = 400;

/// Why a text is no title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rejection {
    /// Nothing there.
    Empty,
    /// "N/A", "test", "TBD".
    Placeholder,
    /// "Total", "Summe".
    TotalsRow,
    /// Digits and signs only.
    NoLetters,
    /// One letter.
    SingleLetter,
    /// An e-mail or web address.
    Address,
    /// A telephone number.
    Phone,
    /// A date.
    Date,
    /// A code of an employee, a position or a case.
    Identifier,
    /// "John Smith".
    PersonName,
    /// A sentence rather than a name of work.
    Sentence,
    /// Written in a script that the taxonomy has no aliases in.
    OtherScript,
    /// A text of several hundred characters.
    TooLong,
    /// Nothing is left beside requisition numbers, places and the like.
    OnlyNoise,
    /// A level and nothing else, such as `P5–P6`.
    LevelOnly,
}

impl Rejection {
    /// In words, for a person.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Rejection::Empty => "the cell is empty",
            Rejection::Placeholder => "a placeholder, not a title",
            Rejection::TotalsRow => "a totals row, not a title",
            Rejection::NoLetters => "no letters, so not a title",
            Rejection::SingleLetter => "a single letter, not a title",
            Rejection::Address => "an address, not a title",
            Rejection::Phone => "a telephone number, not a title",
            Rejection::Date => "a date, not a title",
            Rejection::Identifier => "a code or number, not a title",
            Rejection::PersonName => "the name of a person, not a title",
            Rejection::Sentence => "a sentence, not a title",
            Rejection::OtherScript => "written in a script that the taxonomy does not cover",
            Rejection::TooLong => "too long for a title",
            Rejection::OnlyNoise => "only a number, a place or an employment type, no job",
            Rejection::LevelOnly => "a level without a function",
        }
    }
}

impl Lexicon {
    pub(super) fn reject(&self, raw: &str, folded: &str) -> Option<Rejection> {
        let text = folded.trim();
        if text.is_empty() {
            return Some(Rejection::Empty);
        }
        let plain = text.trim_matches(|c: char| !c.is_alphanumeric());
        let listed = self.non_titles.get(text).or_else(|| self.non_titles.get(plain));
        match listed {
            Some(ListedNonTitle::Placeholder) => return Some(Rejection::Placeholder),
            Some(ListedNonTitle::TotalsRow) => return Some(Rejection::TotalsRow),
            None => {}
        }
        if raw.len() > LONGEST && raw.chars().count() > LONGEST {
            return Some(Rejection::TooLong);
        }
        let letters = text.chars().filter(|c| c.is_alphabetic());
        let (latin, other) = letters.fold((0, 0), |(l, o), c| if is_latin(c) { (l + 1, o) } else { (l, o + 1) });
        match (latin, other) {
            (0, 0) if is_phone(text) => Some(Rejection::Phone),
            (0, 0) if is_numeric_date(text) => Some(Rejection::Date),
            (0, 0) => Some(Rejection::NoLetters),
            (l, o) if o > 0 && other_script(text, l, o) => Some(Rejection::OtherScript),
            (1, 0) if plain.chars().count() == 1 => Some(Rejection::SingleLetter),
            _ if is_address(text) => Some(Rejection::Address),
            _ if text.bytes().any(|b| b.is_ascii_digit()) => with_digits(text),
            _ if self.is_person(raw) => Some(Rejection::PersonName),
            _ if self.is_sentence(text) => Some(Rejection::Sentence),
            _ => None,
        }
    }

    /// Two capitalised words of which the first is a given name, or the second where a comma stands between them.
    /// Neither may be a word of the lists, which hold the usual names of workers.
    fn is_person(&self, raw: &str) -> bool {
        let Some((first, rest)) = raw.trim().split_once(char::is_whitespace) else { return false };
        // "John A. Smith", "Smith, John A."
        let words: Vec<&str> =
            rest.split_whitespace().filter(|w| w.trim_end_matches('.').chars().count() > 1).collect();
        let [second] = words.as_slice() else { return false };
        let (given, family) = match first.strip_suffix(',') {
            Some(family) => (*second, family),
            None => (first, *second),
        };
        let is_name = |word: &str| {
            word.chars().next().is_some_and(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        };
        if !(is_name(given) && is_name(family)) {
            return false;
        }
        let folded = super::fold(given);
        // "Anna-Maria" by its first half.
        let known = self.names.get(folded.split('-').next().unwrap_or(&folded));
        let family = super::fold(family);
        known == Some(&NameKind::Given) && (self.names.contains_key(&family) || !self.known.contains(&family))
    }

    /// "I am responsible for the whole floor." Somebody who speaks, or a full stop behind many words that join others,
    /// and none of the usual names of workers.
    fn is_sentence(&self, text: &str) -> bool {
        if text.bytes().filter(|b| *b == b' ').count() < SHORTEST_SENTENCE - 1 {
            return false;
        }
        let words: Vec<&str> =
            text.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|w| !w.is_empty()).collect();
        let verbs = words.iter().filter(|w| FINITE.contains(w)).count();
        let speaks = SPEAKS.contains(words.first().unwrap_or(&""))
            || words.windows(2).any(|w| SPEAKS.contains(&w[0]) && FINITE.contains(&w[1]));
        let joins = words.iter().filter(|w| self.stopwords.contains(**w) || SPEAKS.contains(w)).count() + verbs;
        let names_worker = words.iter().any(|w| self.heads.contains(&super::singular(w)[..]));
        let stops = text.ends_with(['.', '?']) && !text.ends_with("..");
        let many = words.len() > LONGEST_TITLE && joins * 3 >= words.len();
        (speaks && verbs > 0 && (stops || words.len() > LONGEST_TITLE || !names_worker))
            || (!names_worker && (stops && verbs > 0 && joins >= 3 || many))
    }
}

/// Fewer words make no sentence that could not be a title.
const SHORTEST_SENTENCE: usize = 5;

/// Longer texts without the name of a worker describe the work rather than name it.
const LONGEST_TITLE: usize = 12;

/// Words by which somebody speaks of himself or others: they begin a sentence or stand before its verb.
const SPEAKS: &[&str] = &[
    "i", "i'm", "i've", "we", "we're", "he", "she", "they", "you", "it", "there", "this", "who", "please", "my", "our",
];

/// Verbs in a form that a sentence has and a title has not.
const FINITE: &[&str] = &[
    "am", "are", "can", "could", "did", "do", "does", "had", "has", "have", "i'm", "i've", "is", "left", "may", "must",
    "need", "needs", "please", "should", "want", "wants", "was", "we're", "were", "will", "work", "worked", "works",
    "would",
];

/// Another script than Latin, as a whole: "【房地产】 Real Estate Manager" still says something in Latin letters.
fn other_script(text: &str, latin: usize, other: usize) -> bool {
    // A syllable of Han, kana or Hangul says as much as three letters of an alphabet.
    let wide = text
        .chars()
        .filter(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'));
    let other = other + 2 * wide.count();
    other > latin
}

fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let grouped = text.starts_with(['+', '(']) || text.bytes().filter(|b| b" -/.".contains(b)).count() >= 2;
    (7..=15).contains(&digits) && grouped && !is_numeric_date(text)
}

/// "2024-03-01", "1.4.2020", "03/2020".
pub(super) fn is_numeric_date(text: &str) -> bool {
    let numbers: Vec<&str> = text.split(['-', '/', '.']).map(str::trim).collect();
    let digits = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    let is_year = |n: &str| n.len() == 4 && digits(n) && (n.starts_with("19") || n.starts_with("20"));
    let is_day = |n: &str| n.len() <= 2 && digits(n) && n.parse().is_ok_and(|n: u8| (1..=31).contains(&n));
    // A year in the middle belongs to a code of an occupation: "13-2011.02".
    match numbers.as_slice() {
        [a, b] => is_year(a) && is_day(b) || is_day(a) && is_year(b),
        [a, b, c] => is_day(b) && (is_day(a) && (is_year(c) || is_day(c)) || is_year(a) && is_day(c)),
        _ => false,
    }
}

fn is_address(text: &str) -> bool {
    if text.contains(' ') {
        return text.starts_with("mailto:");
    }
    let dotted = |t: &str| t.rsplit_once('.').is_some_and(|(name, end)| !name.is_empty() && end.len() >= 2);
    text.contains("://")
        || text.starts_with("www.")
        || text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && dotted(host))
}

/// A text with digits and letters that is a date, a telephone number or a code.
fn with_digits(text: &str) -> Option<Rejection> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_number = |w: &&str| w.bytes().all(|b| b.is_ascii_digit());
    let (numbers, letters): (Vec<&str>, Vec<&str>) = words.iter().partition(|w| is_number(w));
    let is_ordinal =
        |w: &str| ["th", "st", "nd", "rd"].iter().any(|end| w.strip_suffix(end).is_some_and(|d| is_number(&d)));
    let dated = |w: &&str| MONTHS.contains(w) || is_ordinal(w) || matches!(*w, "of" | "t" | "z");
    if letters.iter().any(|w| MONTHS.contains(w)) && letters.iter().all(dated) && numbers.len() <= 3 {
        return Some(Rejection::Date);
    }
    if digits >= 7
        && letters.iter().all(|w| matches!(*w, "tel" | "phone" | "mobile" | "cell" | "ph" | "fax" | "ext" | "mob"))
    {
        return Some(Rejection::Phone);
    }
    // "EMP-00123", "A1B2C34": one piece, more of it digits than letters.
    let alone = !text.contains(' ') && digits >= 4 && digits * 2 >= text.len();
    (alone && letters.iter().all(|w| w.len() <= 4)).then_some(Rejection::Identifier)
}

const MONTHS: &[&str] = &[
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::taxonomy::embedded_files;

    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&embedded_files()).unwrap());

    fn rejected(raw: &str) -> Option<Rejection> {
        LEXICON.title(raw).rejection
    }

    #[test]
    fn what_is_no_title_is_refused_with_its_reason() {
        for (text, why) in [
            ("", Rejection::Empty),
            (" \u{a0}", Rejection::Empty),
            ("N/A", Rejection::Placeholder),
            ("tbd", Rejection::Placeholder),
            ("Vacant", Rejection::Placeholder),
            ("Contractor", Rejection::Placeholder),
            ("*** test ***", Rejection::Placeholder),
            ("Grand Total", Rejection::TotalsRow),
            ("12345", Rejection::NoLetters),
            ("---", Rejection::NoLetters),
            ("x", Rejection::Placeholder),
            ("Q", Rejection::SingleLetter),
            ("hr@example.com", Rejection::Address),
            ("https://example.com/jobs/1", Rejection::Address),
            ("www.example.com", Rejection::Address),
            ("+49 30 1234567", Rejection::Phone),
            ("(555) 123-4567", Rejection::Phone),
            ("Tel. 030 1234567", Rejection::Phone),
            ("2024-03-01", Rejection::Date),
            ("1.4.2020", Rejection::Date),
            ("12-Jan-2024", Rejection::Date),
            ("March 3rd, 2021", Rejection::Date),
            ("EMP-00123", Rejection::Identifier),
            ("John Smith", Rejection::PersonName),
            ("Smith, John", Rejection::PersonName),
            ("SMITH, JOHN A.", Rejection::PersonName),
            ("Maria Kowalczyk", Rejection::PersonName),
            ("I am looking for a new position", Rejection::Sentence),
            ("This position is no longer available.", Rejection::Sentence),
            ("please see the attached file", Rejection::Sentence),
            ("営業部長", Rejection::OtherScript),
            ("Юрист", Rejection::OtherScript),
            ("مهندس كهربائي", Rejection::OtherScript),
            ("Title 1プログラムの教師", Rejection::OtherScript),
        ] {
            assert_eq!(rejected(text), Some(why), "{text}");
        }
    }

    #[test]
    fn titles_that_look_otherwise_are_kept() {
        for title in [
            "Grant Writer",
            "Ruby Developer",
            "Martin Operator",
            "Sales Manager",
            "Angel Investor",
            "Senior Objective-С Developer",
            "3D Artist",
            "Web3 Developer",
            "RN2",
            "Sales, Marketing",
            "Data Scientist (Remote). Join us!",
            "Head of IT",
            "Vice President of the Board and of the Foundation",
            "March Trainee",
            "Fashion Model",
            "Teacher of English to Speakers of Other Languages",
            "Account Executive. Marketing.",
            "IT Support Is Here - Service Desk Analyst",
        ] {
            assert_eq!(rejected(title), None, "{title}");
        }
    }
}
