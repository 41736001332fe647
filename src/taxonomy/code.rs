//! Codes: what a role is called for ever. `SEI.GEN.P5` = function, focus, level.
//!
//! Only Canon's own codes have this shape; the codes of a company's flat catalogue are any text and are
//! kept as such by [`super::Role`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One of the four ladders that a level stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Track {
    /// Support and operations: hourly, clerical, trades, technicians.
    #[serde(rename = "S")]
    Support,
    /// Individual professionals.
    #[serde(rename = "P")]
    Professional,
    /// Management of people.
    #[serde(rename = "M")]
    Management,
    /// Executives.
    #[serde(rename = "E")]
    Executive,
}

impl Track {
    /// All tracks, in the order of [`Level::ALL`].
    pub const ALL: [Track; 4] = [Track::Support, Track::Professional, Track::Management, Track::Executive];

    /// The letter that stands for the track in a code.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Track::Support => 'S',
            Track::Professional => 'P',
            Track::Management => 'M',
            Track::Executive => 'E',
        }
    }

    /// The name of the track, for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Track::Support => "support",
            Track::Professional => "professional",
            Track::Management => "management",
            Track::Executive => "executive",
        }
    }

    /// The number of the track's highest level; levels count from 1.
    #[must_use]
    pub const fn top(self) -> u8 {
        match self {
            Track::Support | Track::Executive => 4,
            Track::Professional => 6,
            Track::Management => 5,
        }
    }

    /// The track of a letter, in either case.
    #[must_use]
    pub fn from_letter(letter: char) -> Option<Track> {
        Track::ALL.into_iter().find(|t| t.letter() == letter.to_ascii_uppercase())
    }

    /// Whether people on this track lead others as their job.
    #[must_use]
    pub fn leads(self) -> bool {
        matches!(self, Track::Management | Track::Executive)
    }
}

impl fmt::Display for Track {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.letter())
    }
}

/// A rung of the ladder: a track and a number from 1 to the track's top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level {
    track: Track,
    number: u8,
}

impl Level {
    /// How many levels there are.
    pub const COUNT: usize = 19;

    /// Every level, by track and number; [`Level::index`] is the position in it.
    pub const ALL: [Level; Level::COUNT] = {
        let mut all = [Level { track: Track::Support, number: 1 }; Level::COUNT];
        let tops = [(Track::Support, 4), (Track::Professional, 6), (Track::Management, 5), (Track::Executive, 4)];
        let (mut at, mut t) = (0, 0);
        while t < tops.len() {
            let mut number = 1;
            while number <= tops[t].1 {
                all[at] = Level { track: tops[t].0, number };
                at += 1;
                number += 1;
            }
            t += 1;
        }
        all
    };

    /// The level of a track and number, if the track has it.
    #[must_use]
    pub fn new(track: Track, number: u8) -> Option<Level> {
        (1..=track.top()).contains(&number).then_some(Level { track, number })
    }

    /// The track the level stands on.
    #[must_use]
    pub fn track(self) -> Track {
        self.track
    }

    /// The number within the track, from 1.
    #[must_use]
    pub fn number(self) -> u8 {
        self.number
    }

    /// Position in [`Level::ALL`], for tables by level.
    #[must_use]
    pub fn index(self) -> usize {
        /// How many levels the tracks before each have.
        const BEFORE: [u8; Track::ALL.len()] = {
            let mut before = [0; Track::ALL.len()];
            let mut at = 1;
            while at < before.len() {
                before[at] = before[at - 1] + Track::ALL[at - 1].top();
                at += 1;
            }
            before
        };
        usize::from(BEFORE[self.track as usize] + self.number - 1)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.track.letter(), self.number)
    }
}

impl FromStr for Level {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Level, CodeError> {
        let wrong = || CodeError::Level { text: text.to_owned() };
        let mut chars = text.chars();
        let track = chars.next().and_then(Track::from_letter).ok_or_else(wrong)?;
        // A number parses with a sign and leading zeros, too; a code has one form only.
        let digits =
            Some(chars.as_str()).filter(|d| d.starts_with(|c: char| matches!(c, '1'..='9'))).ok_or_else(wrong)?;
        let number: u8 = digits.parse().map_err(|_| wrong())?;
        Level::new(track, number).ok_or(CodeError::BeyondTrack { text: text.to_owned(), track, top: track.top() })
    }
}

impl Serialize for Level {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Level, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Three capital letters: the code of a superfunction, a function or a focus.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mnemonic([u8; 3]);

impl Mnemonic {
    /// The focus that every function has.
    pub const GENERAL: Mnemonic = Mnemonic(*b"GEN");

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII capitals get in, so this never falls back.
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl fmt::Display for Mnemonic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Mnemonic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Mnemonic {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Mnemonic, CodeError> {
        match *text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Mnemonic([a, b, c])),
            _ => Err(CodeError::Mnemonic { text: text.to_owned() }),
        }
    }
}

impl Serialize for Mnemonic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Mnemonic {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Mnemonic, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A role's code, `SEI.GEN.P5`. Parsing forgives case and blanks around it, nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleCode {
    /// The discipline.
    pub function: Mnemonic,
    /// The specialisation within it.
    pub focus: Mnemonic,
    /// The rung of the ladder.
    pub level: Level,
}

impl fmt::Display for RoleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.function, self.focus, self.level)
    }
}

impl FromStr for RoleCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<RoleCode, CodeError> {
        let upper = text.trim().to_ascii_uppercase();
        let mut parts = upper.split('.');
        let (Some(function), Some(focus), Some(level), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(CodeError::Shape { text: text.trim().to_owned() });
        };
        let of = |source: CodeError| CodeError::Part { code: upper.clone(), source: Box::new(source) };
        Ok(RoleCode {
            function: function.parse().map_err(of)?,
            focus: focus.parse().map_err(of)?,
            level: level.parse().map_err(of)?,
        })
    }
}

impl Serialize for RoleCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RoleCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<RoleCode, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// What is wrong with a code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Not three parts.
    #[error("`{text}` is no role code: it has the form FUNCTION.FOCUS.LEVEL, such as SEI.GEN.P5")]
    Shape {
        /// The text.
        text: String,
    },
    /// Not three capitals.
    #[error("`{text}` is not a code of three capital letters")]
    Mnemonic {
        /// The text.
        text: String,
    },
    /// No level of that form.
    #[error("`{text}` is no level: it is a track (P, M, E or S) and a number, such as P5")]
    Level {
        /// The text.
        text: String,
    },
    /// The number is beyond the track's top.
    #[error("the {track} track ends at {track}{top}")]
    BeyondTrack {
        /// The text.
        text: String,
        /// The track.
        track: Track,
        /// Its highest number.
        top: u8,
    },
    /// A part of a whole code is wrong.
    #[error("{code}: {source}")]
    Part {
        /// The whole code.
        code: String,
        /// What is wrong with the part.
        #[source]
        source: Box<CodeError>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_listed_by_their_index() {
        for (i, level) in Level::ALL.iter().enumerate() {
            assert_eq!(level.index(), i);
            assert_eq!(level.to_string().parse::<Level>().unwrap(), *level);
        }
    }

    #[test]
    fn a_wrong_code_says_what_is_wrong() {
        let error = |text: &str| text.parse::<RoleCode>().unwrap_err().to_string();
        assert_eq!(error("SEI.GEN.P9"), "SEI.GEN.P9: the P track ends at P6");
        assert_eq!(error("SEI.GN.P5"), "SEI.GN.P5: `GN` is not a code of three capital letters");
        assert_eq!(
            error("SEI.GEN"),
            "`SEI.GEN` is no role code: it has the form FUNCTION.FOCUS.LEVEL, such as SEI.GEN.P5"
        );
        assert_eq!(
            error("SEI.GEN.P05"),
            "SEI.GEN.P05: `P05` is no level: it is a track (P, M, E or S) and a number, such as P5"
        );
        assert_eq!(
            error("SEI.GEN.Q5"),
            "SEI.GEN.Q5: `Q5` is no level: it is a track (P, M, E or S) and a number, such as P5"
        );
    }

    #[test]
    fn case_and_blanks_are_forgiven() {
        assert_eq!(" sei.gen.p5 ".parse::<RoleCode>().unwrap().to_string(), "SEI.GEN.P5");
    }
}
