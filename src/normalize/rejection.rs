//! Texts that stand in a title column and are no title.

use serde::Serialize;

use super::is_latin;
use super::lexicon::{Lexicon, ListedNonTitle};

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
            (0, 0) => Some(Rejection::NoLetters),
            (l, o) if o > l => Some(Rejection::OtherScript),
            (1, 0) if plain.chars().count() == 1 => Some(Rejection::SingleLetter),
            _ if !text.contains(' ') && (text.contains('@') || text.contains("://")) => Some(Rejection::Address),
            _ => None,
        }
    }
}
