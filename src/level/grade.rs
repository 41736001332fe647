//! Grade codes: `P5`, `IC4`, `M2`, `Level 3`, `P5–P6`, in a title or in a column of their own.

use std::str::FromStr;

use crate::taxonomy::{Ladder, Level, LevelDistribution, Track};

/// A grade as a column or title gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// As written.
    pub text: String,
    /// What it says.
    pub says: GradeText,
}

/// What a grade code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GradeText {
    /// One level of the ladder.
    Level(Level),
    /// From one level on; the lower end counts.
    Range(Level),
    /// A number without a track.
    Number(u8),
}

/// A bare number in a grade column may count on another scale; it decides, but not on its own.
const NUMBER_IN_COLUMN: f32 = 0.60;

impl Grade {
    /// Reads a cell of a grade column; `None` where it says nothing that the ladder knows.
    #[must_use]
    pub fn parse(cell: &str) -> Option<Grade> {
        let text = cell.trim();
        text.parse().ok().map(|says| Grade { text: text.to_owned(), says })
    }

    /// What the grade says about a focus whose individual contributors are on `track`.
    #[must_use]
    pub fn distribution(&self, ladder: &Ladder, track: Track) -> LevelDistribution {
        match self.says {
            GradeText::Level(level) => LevelDistribution::only(on_track(ladder, level, track), ladder.grade.column),
            GradeText::Range(level) => LevelDistribution::only(on_track(ladder, level, track), ladder.grade.range),
            GradeText::Number(n) => {
                let level = Level::new(track, n.clamp(1, track.top()));
                level.map_or(LevelDistribution::NONE, |l| LevelDistribution::only(l, NUMBER_IN_COLUMN))
            }
        }
    }
}

/// The level of the same rank on the track of a focus: `P3` for a job on the support track is its S3.
pub(super) fn on_track(ladder: &Ladder, level: Level, track: Track) -> Level {
    if level.track() == track || level.track().leads() {
        return level;
    }
    let rank = ladder.rank(level);
    let same_track = Level::ALL.into_iter().filter(|l| l.track() == track);
    same_track.min_by_key(|l| (ladder.rank(*l).abs_diff(rank), l.index())).unwrap_or(level)
}

impl FromStr for GradeText {
    type Err = ();

    fn from_str(text: &str) -> Result<GradeText, ()> {
        let folded = crate::normalize::fold(text);
        // "P5 - Expert Professional", "P5–P6": the code stands first.
        let mut codes = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let first = codes.next().ok_or(())?;
        let second = codes.next();
        if let Some(level) = code(first) {
            let range =
                second.and_then(code).is_some_and(|to| to.track() == level.track() && to.number() > level.number());
            return Ok(if range { GradeText::Range(level) } else { GradeText::Level(level) });
        }
        if matches!(first, "level" | "lvl" | "grade" | "band" | "job") {
            return second.and_then(number).map(GradeText::Number).ok_or(());
        }
        let tail = first.strip_prefix("lvl").or_else(|| first.strip_prefix('l')).unwrap_or(first);
        number(tail).map(GradeText::Number).ok_or(())
    }
}

/// `p5`, `ic5`, `m2`, `e1`, `s3` → the level, in folded text.
pub(super) fn code(word: &str) -> Option<Level> {
    let (letters, digits) = word.split_at(word.find(|c: char| c.is_ascii_digit())?);
    let track = match letters {
        "p" | "ic" => Track::Professional,
        "m" => Track::Management,
        "e" => Track::Executive,
        "s" => Track::Support,
        _ => return None,
    };
    Level::new(track, digits.parse().ok()?)
}

fn number(word: &str) -> Option<u8> {
    // Grades beyond six belong to a scale that the ladder does not know.
    word.parse().ok().filter(|n| (1..=6).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_of_every_style() {
        let says = |t: &str| t.parse::<GradeText>();
        let level = |t: &str| t.parse::<Level>().unwrap();
        assert_eq!(says("P5"), Ok(GradeText::Level(level("P5"))));
        assert_eq!(says(" ic4 "), Ok(GradeText::Level(level("P4"))));
        assert_eq!(says("M2 - Manager"), Ok(GradeText::Level(level("M2"))));
        assert_eq!(says("P5–P6"), Ok(GradeText::Range(level("P5"))));
        assert_eq!(says("Level 3"), Ok(GradeText::Number(3)));
        assert_eq!(says("L2"), Ok(GradeText::Number(2)));
        assert_eq!(says("Grade 14"), Err(()));
        assert_eq!(says("Individual Contributor"), Err(()));
    }
}
