//! Numbers that are no level: the class of a licence, the grade that is taught, a ward, a pay band.
//!
//! A number behind a title usually says a level ("Technician 2"). The word before it may say that it does not, and then
//! it is set aside, though an alias may still claim it ("grade 3 teacher").

use super::lexicon::{Counted, Lexicon, NoiseKind};
use super::tokens::Word;
use super::{Noise, PartKind};

/// Levels beyond six belong to a scale that the ladder does not know.
const HIGHEST_LEVEL: u16 = 6;

/// Words that tell of teaching, beside which a grade or year is one of pupils.
const TEACHING: &[&str] = &[
    "teacher",
    "tutor",
    "educator",
    "instructor",
    "faculty",
    "paraprofessional",
    "paraeducator",
    "school",
    "classroom",
];

impl Lexicon {
    /// Marks numbers that are no level as noise, by the word before them.
    pub(super) fn mark_numbers(&self, words: &mut [Word], removed: &mut Vec<Noise>) {
        for at in 1..words.len() {
            if words[at].text.len() > 4 {
                continue;
            }
            let Some(counted) = self.counted.get(words[at - 1].text.as_str()) else { continue };
            let apart = words[at].part != words[at - 1].part;
            if apart && !matches!(words[at].kind, PartKind::Parenthesis | PartKind::Dash | PartKind::Of) {
                continue;
            }
            let number = value(&words[at].text);
            let letter = words[at].text.len() == 1 && words[at].text.as_bytes()[0].is_ascii_alphabetic();
            let kind = match counted {
                _ if apart && number.is_none() => continue,
                Counted::Level if number.is_some_and(|n| n <= HIGHEST_LEVEL) => {
                    words[at - 1].noise = true;
                    continue;
                }
                Counted::Level | Counted::Grade if number.is_some() => NoiseKind::Grade,
                Counted::School if number.is_some() && teaches(words) => NoiseKind::School,
                // "Mechanic Grade 2": behind the title it counts the employer's levels as a plain number does.
                Counted::School if number.is_some_and(|n| n <= HIGHEST_LEVEL) && at > 1 && last_of_part(words, at) => {
                    words[at - 1].noise = true;
                    continue;
                }
                Counted::School if number.is_some() => NoiseKind::Grade,
                Counted::Designation if number.is_some() || letter => NoiseKind::Designation,
                _ => continue,
            };
            removed.push(Noise { kind, text: format!("{} {}", words[at - 1].text, words[at].text) });
            words[at].noise = true;
            // "Store 12 Manager" is a store manager all the same: an alias claims noise too.
            words[at - 1].noise = true;
        }
    }
}

fn teaches(words: &[Word]) -> bool {
    words.iter().any(|w| TEACHING.contains(&w.text.as_str()))
}

fn last_of_part(words: &[Word], at: usize) -> bool {
    words[at + 1..].iter().take_while(|w| w.part == words[at].part).all(|w| w.noise)
}

/// The value of digits, an ordinal or a roman numeral up to twelve.
fn value(word: &str) -> Option<u16> {
    const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    if let Some(at) = ROMAN.iter().position(|r| *r == word) {
        return u16::try_from(at + 1).ok();
    }
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    (!digits.is_empty() && word.len() - digits.len() <= 2).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::taxonomy::embedded_files;

    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&embedded_files()).unwrap());

    #[test]
    fn numbers_get_the_meaning_that_the_word_before_them_gives() {
        for (title, kind, text) in [
            ("Class B Driver", NoiseKind::Designation, "class b"),
            ("Grade 3 Teacher", NoiseKind::School, "grade 3"),
            ("Teacher, Year 6", NoiseKind::School, "year 6"),
            ("Unit 4 Secretary", NoiseKind::Designation, "unit 4"),
            ("Nurse - Ward 3", NoiseKind::Designation, "ward 3"),
            ("Bus Driver Route 12", NoiseKind::Designation, "route 12"),
            ("Staff Nurse Band 5", NoiseKind::Grade, "band 5"),
            ("Grade 7 Clerk", NoiseKind::Grade, "grade 7"),
            ("Officer Level 14", NoiseKind::Grade, "level 14"),
        ] {
            let found = LEXICON.title(title).removed;
            assert!(found.contains(&Noise { kind, text: text.to_owned() }), "{title}: {found:?}");
        }
        for title in ["Level 3 Technician", "Technician Lvl 2", "Tier 1 Support", "Mechanic Grade 2", "Engineer II"] {
            let words = LEXICON.title(title).words;
            let number = words.iter().find(|w| value(&w.text).is_some());
            assert!(number.is_some_and(|w| !w.noise), "{title}: {words:?}");
        }
    }

    #[test]
    fn numerals_of_every_form_have_a_value() {
        assert_eq!([value("3"), value("iv"), value("12"), value("6th"), value("7a")], [3, 4, 12, 6, 7].map(Some));
        assert_eq!([value("b2b"), value("abc"), value("c")], [None; 3]);
    }
}
