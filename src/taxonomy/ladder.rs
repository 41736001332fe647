//! The ladder of `levels.toml`: the levels with their descriptors, and the words, numbers and grades that say them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::code::{Level, Track};

/// Confidence 0–1 for every level: what one piece of evidence says. It need not sum to 1, because each
/// number is the confidence shown for that reading, as on the role pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LevelDistribution(pub [f32; Level::COUNT]);

impl LevelDistribution {
    /// Evidence for nothing.
    pub const NONE: LevelDistribution = LevelDistribution([0.0; Level::COUNT]);

    /// All confidence on one level.
    #[must_use]
    pub fn only(level: Level, confidence: f32) -> LevelDistribution {
        let mut d = LevelDistribution::NONE;
        d.0[level.index()] = confidence;
        d
    }

    /// The confidence of a level.
    #[must_use]
    pub fn of(&self, level: Level) -> f32 {
        self.0[level.index()]
    }

    /// The level with the highest confidence among those `allowed`; the lower one of a tie.
    #[must_use]
    pub fn best(&self, allowed: impl Fn(Level) -> bool) -> Option<(Level, f32)> {
        let said = Level::ALL.into_iter().zip(self.0).filter(|(_, confidence)| *confidence > 0.0);
        said.filter(|(level, _)| allowed(*level)).fold(None, |best, next| match best {
            Some((_, confidence)) if confidence >= next.1 => best,
            _ => Some(next),
        })
    }

    /// Whether the strongest reading is a level of people who lead others.
    #[must_use]
    pub fn leads(&self) -> bool {
        self.best(|_| true).is_some_and(|(level, _)| level.track().leads())
    }
}

/// The levels that it says something about.
impl Serialize for LevelDistribution {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let said = Level::ALL.into_iter().map(|l| (l, self.of(l))).filter(|(_, confidence)| *confidence > 0.0);
        said.collect::<BTreeMap<Level, f32>>().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for LevelDistribution {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<LevelDistribution, D::Error> {
        let by_level: FxHashMap<Level, f32> = FxHashMap::deserialize(deserializer)?;
        let mut d = LevelDistribution::NONE;
        for (level, confidence) in by_level {
            if !(0.0..=1.0).contains(&confidence) {
                return Err(serde::de::Error::custom(format!("confidence {confidence} of {level} is not within 0–1")));
            }
            d.0[level.index()] = confidence;
        }
        Ok(d)
    }
}

/// One level with its descriptors.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelDefinition {
    /// The level.
    #[serde(rename = "code")]
    pub level: Level,
    /// "Expert Professional".
    pub name: String,
    /// One scale over all tracks.
    pub rank: u8,
    /// How a canonical title says it; `{}` is the name of the focus.
    pub title: String,
    /// One line.
    pub description: String,
    /// What the work covers.
    pub scope: String,
    /// How independent the holder is.
    pub autonomy: String,
    /// How hard the problems are.
    pub complexity: String,
    /// Who feels the results.
    pub impact: String,
    /// What the holder may decide.
    pub decision_rights: String,
    /// Whom the holder leads.
    pub leadership: String,
    /// Typical experience, in words.
    pub experience: String,
}

/// A word or phrase that says a level.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelWord {
    /// Ways to say the same.
    pub phrases: Vec<String>,
    /// How the alias table of a role page says it, `{}` for the name; only words that have it are shown there.
    #[serde(default)]
    pub title: Option<String>,
    /// Whether it says its level even where it is part of the job's name: a "carpentry helper" is a helper.
    #[serde(default)]
    pub stays: bool,
    /// What it says.
    pub levels: LevelDistribution,
}

/// What a number behind a title says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelNumber {
    /// The number.
    pub value: u8,
    /// Said as a roman numeral.
    pub roman: LevelDistribution,
    /// Said as a digit.
    pub digit: LevelDistribution,
}

/// The level of a title that says none, on one track.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefaultLevel {
    /// The level.
    pub level: Level,
    /// How sure that is, 0–1.
    pub confidence: f32,
}

/// How much a grade code is believed, 0–1.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeConfidence {
    /// In the title (`Engineer P5`).
    pub title: f32,
    /// In a grade column.
    pub column: f32,
    /// As a range (`P5–P6`), read as its lower end.
    pub range: f32,
}

/// The file `levels.toml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// The 19 levels.
    #[serde(rename = "level")]
    pub levels: Vec<LevelDefinition>,
    #[serde(rename = "default")]
    defaults: BTreeMap<Track, DefaultLevel>,
    /// How much grade codes are believed.
    pub grade: GradeConfidence,
    /// Numbers behind a title.
    #[serde(rename = "number")]
    pub numbers: Vec<LevelNumber>,
    /// Words that say a level.
    #[serde(rename = "word")]
    pub words: Vec<LevelWord>,
}

impl Ladder {
    /// The definition of a level.
    #[must_use]
    pub fn definition(&self, level: Level) -> &LevelDefinition {
        // `check` has seen to it that each level is there, in order.
        &self.levels[level.index()]
    }

    /// The rank of a level on the scale that all tracks share, 1–12.
    #[must_use]
    pub fn rank(&self, level: Level) -> u8 {
        self.definition(level).rank
    }

    /// The level of a title that says none.
    #[must_use]
    pub fn default_of(&self, track: Track) -> DefaultLevel {
        self.defaults[&track]
    }

    /// Brings the levels into order and says what is missing.
    ///
    /// # Errors
    /// In words, when a level or default is missing or stands twice.
    pub fn check(&mut self) -> Result<(), String> {
        self.levels.sort_by_key(|d| d.level.index());
        if !self.levels.iter().map(|d| d.level).eq(Level::ALL) {
            let all: Vec<String> = Level::ALL.iter().map(ToString::to_string).collect();
            return Err(format!("each level must stand once: {}", all.join(", ")));
        }
        for track in Track::ALL {
            match self.defaults.get(&track) {
                None => return Err(format!("[default] says nothing of track {track}")),
                Some(d) if d.level.track() != track => {
                    return Err(format!("[default] of track {track} is {}, a level of another track", d.level));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}
