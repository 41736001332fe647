//! What the columns beside a title say about its level: a grade, years of experience, whether the person manages others.

use super::Grade;
use crate::taxonomy::{Level, LevelDistribution, Track};

/// The cells beside a title that say something about its level.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standing {
    /// The grade.
    pub grade: Option<Grade>,
    /// Years of experience.
    pub years: Option<Years>,
    /// Whether the person manages others.
    pub manages: Option<bool>,
}

/// Years of experience as a cell gives them.
#[derive(Debug, Clone, PartialEq)]
pub struct Years {
    /// As written.
    pub text: String,
    /// Their number; the middle of a range.
    pub number: f32,
}

/// Nobody has worked longer; a greater number is a year or an id.
const LONGEST: f32 = 70.0;

/// Between the cells of a key: no cell has it.
const SEPARATOR: char = '\u{1f}';

impl Standing {
    /// Reads the cells; those that say nothing are left out.
    #[must_use]
    pub fn of(grade: &str, years: &str, manages: &str) -> Standing {
        // As in every row of an export without such columns.
        if [grade, years, manages].iter().all(|cell| cell.is_empty()) {
            return Standing::default();
        }
        Standing { grade: Grade::parse(grade), years: Years::parse(years), manages: flag(manages) }
    }

    /// Whether they say nothing.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        *self == Standing::default()
    }

    /// The cells as one text, empty where they say nothing; [`Standing::from_key`] reads it.
    #[must_use]
    pub fn key(&self) -> String {
        if self.is_silent() {
            return String::new();
        }
        let grade = self.grade.as_ref().map_or("", |g| &g.text);
        let years = self.years.as_ref().map_or("", |y| &y.text);
        let manages = match self.manages {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        format!("{grade}{SEPARATOR}{years}{SEPARATOR}{manages}")
    }

    /// Reads a key.
    #[must_use]
    pub fn from_key(key: &str) -> Standing {
        let mut cells = key.split(SEPARATOR);
        let mut next = || cells.next().unwrap_or_default();
        Standing::of(next(), next(), next())
    }
}

impl Years {
    /// Reads "4", "4.5 years", "8-10 years", "<1", "10+", "1 year or less"; `None` for anything else.
    #[must_use]
    pub fn parse(cell: &str) -> Option<Years> {
        let text = cell.trim();
        if !text.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let folded = text.to_lowercase().replace(',', ".");
        let numbers = folded
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .filter(|n| n.contains(|c: char| c.is_ascii_digit()));
        let numbers: Result<Vec<f32>, _> = numbers.map(|n| n.trim_matches('.').parse::<f32>()).collect();
        // Words that tell a date or an id from a number of years.
        let other = |word: &str| {
            !matches!(
                word,
                "year" | "years" | "yr" | "yrs" | "y" | "to" | "or" | "more" | "less" | "than" | "over" | "under"
            )
        };
        if folded.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).any(other)
            || folded.contains(['/', ':'])
        {
            return None;
        }
        let less = folded.contains('<') || folded.contains("less") || folded.contains("under");
        let number = match numbers.ok()?.as_slice() {
            [one] if less => one / 2.0,
            [one] => *one,
            [from, to] if from <= to => f32::midpoint(*from, *to),
            _ => return None,
        };
        (0.0..=LONGEST).contains(&number).then(|| Years { text: text.to_owned(), number })
    }

    /// What they say about the level of somebody on a track, as the ladder gives years with its levels. Years alone make
    /// nobody an expert or a lead, and say nothing about those who lead.
    #[must_use]
    pub fn distribution(&self, track: Track) -> LevelDistribution {
        let only = |number: u8, confidence: f32| {
            Level::new(track, number)
                .map_or(LevelDistribution::NONE, |level| LevelDistribution::only(level, confidence))
        };
        match (track, self.number) {
            (Track::Professional, years) if years < 2.0 => only(1, CLEAR),
            (Track::Professional, years) if years < 4.0 => only(2, CLEAR),
            (Track::Professional, years) if years < 8.0 => only(3, USUAL),
            (Track::Professional, _) => only(4, CLEAR),
            (Track::Support, years) if years < 1.0 => only(1, CLEAR),
            (Track::Support, years) if years < 4.0 => only(2, USUAL),
            (Track::Support, _) => only(3, CLEAR),
            _ => LevelDistribution::NONE,
        }
    }
}

/// Confidence of a level that years say and that is the usual one of its track.
const USUAL: f32 = 0.65;

/// Confidence of another level that years say.
const CLEAR: f32 = 0.55;

/// "Yes", "true", "3 reports" – or not; `None` for a name or nothing.
fn flag(cell: &str) -> Option<bool> {
    let text = cell.trim().to_lowercase();
    if let Ok(reports) = text.parse::<u32>() {
        return Some(reports > 0);
    }
    match text.as_str() {
        "yes" | "y" | "true" | "t" | "x" | "ja" | "oui" | "si" | "sí" | "people manager" | "manager" => Some(true),
        "no" | "n" | "false" | "f" | "nein" | "non" | "individual contributor" | "ic" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_every_style() {
        let number = |cell: &str| Years::parse(cell).map(|y| y.number);
        assert_eq!(number("4"), Some(4.0));
        assert_eq!(number(" 4,5 years"), Some(4.5));
        assert_eq!(number("8-10 years"), Some(9.0));
        assert_eq!(number("5 – 7 yrs"), Some(6.0));
        assert_eq!(number("1 year or less"), Some(0.5));
        assert_eq!(number("<1"), Some(0.5));
        assert_eq!(number("41 years or more"), Some(41.0));
        for nothing in ["", "n/a", "2019", "2019-04-01", "04/01/2019", "senior", "12 Main St", "1.2.3"] {
            assert_eq!(number(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_flag_is_yes_no_or_a_number_of_reports() {
        assert_eq!(
            (flag("Yes"), flag("0"), flag("7"), flag("No"), flag("Ann Lee")),
            (Some(true), Some(false), Some(true), Some(false), None)
        );
    }

    #[test]
    fn keys_come_back() {
        for (grade, years, manages) in
            [("P5", "8-10 years", "Yes"), ("", "3", ""), ("", "", "0"), ("", "", ""), ("x", "y z", "Bo")]
        {
            let standing = Standing::of(grade, years, manages);
            let back = Standing::from_key(&standing.key());
            assert_eq!(back, standing);
        }
        assert_eq!(Standing::of("no grade", "", "Ann").key(), "");
    }
}
