//! What everything is matched against, whatever it was loaded from.
//!
//! Canon's own taxonomy and a company's flat catalogue become the same [`Taxonomy`]: foci that aliases point to,
//! each with its roles. They differ only in [`Shape`]: in a ladder every level of a focus is a role, in a list
//! only the roles that the catalogue has.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::aliases::Aliases;
use super::code::{Level, Mnemonic, RoleCode, Track};
use super::codes::Codes;
use super::ladder::Ladder;

/// Confidence 0–1 that is shown with a word, as on the role pages: low < 0.50 ≤ medium < 0.80 ≤ high.
#[must_use]
pub fn confidence_word(confidence: f32) -> &'static str {
    match confidence {
        c if c < 0.50 => "low",
        c if c < 0.80 => "medium",
        _ => "high",
    }
}

/// Version and standing of a taxonomy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Version {
    /// "2026.1".
    pub version: String,
    /// "v1": of the codes.
    pub revision: String,
    /// ISO date.
    pub date: String,
    /// draft or approved.
    pub status: String,
    /// Where the roles are meant to hold.
    pub scope: String,
    /// Of a role's definition where the role says nothing else, 0–1.
    pub confidence: f32,
}

impl Version {
    /// Whether aliases of which nothing else is said count as confirmed by a person: in all but drafts.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.status != "draft"
    }
}

/// A group of functions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Superfunction {
    /// "TEC".
    pub code: Mnemonic,
    /// "Technology".
    pub name: String,
    /// Broad SOC group, "15-0000".
    pub soc: String,
    /// The group's title.
    pub soc_title: String,
    /// Line of its code in `superfunctions.toml`.
    #[serde(skip)]
    pub line: usize,
}

/// Where a fact stands in the taxonomy's files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Place {
    /// The file, below the taxonomy's folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A phrase that means a focus, or one role of it. There are tens of thousands, so the texts of those in the binary stay where they
/// are.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Alias {
    /// As written in the taxonomy.
    #[serde(borrow)]
    pub text: Cow<'static, str>,
    /// "common" where nothing else is said.
    #[serde(borrow)]
    pub kind: Cow<'static, str>,
    /// 0–1: that the phrase means the focus.
    pub confidence: f32,
    /// 0–1: that it means the level; only an alias of a role says anything about that.
    pub level_confidence: f32,
    /// Whether a person has confirmed it; `None` where nothing is said, so that it is as sure as its taxonomy.
    pub approved: Option<bool>,
    /// Line in the file of its function.
    pub line: usize,
}

/// SOC and ISCO codes of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Classification {
    /// SOC 2018, "15-1212", or a broad group, "15-0000".
    pub soc: String,
    /// ISCO-08 unit group, "2529"; empty where none is known.
    pub isco: String,
    /// Where it comes from: "canon", or "inferred_from_superfunction".
    pub source: String,
    /// "needs_review" or "approved".
    pub review_status: String,
    /// Line in the file that says it; 0 where none does.
    #[serde(skip)]
    pub line: usize,
}

/// Classifications by level (`M1`) or track (`P`).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Classifications {
    /// Of a whole track.
    pub tracks: Vec<(Track, Classification)>,
    /// Of single levels.
    pub levels: Vec<(Level, Classification)>,
}

impl Classifications {
    /// What is said of a level itself.
    #[must_use]
    pub fn of_level(&self, level: Level) -> Option<&Classification> {
        self.levels.iter().find(|(l, _)| *l == level).map(|(_, c)| c)
    }

    /// What is said of a track.
    #[must_use]
    pub fn of_track(&self, track: Track) -> Option<&Classification> {
        self.tracks.iter().find(|(t, _)| *t == track).map(|(_, c)| c)
    }
}

/// One kind of component with its items.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Components {
    /// What the holder answers for.
    pub responsibilities: Vec<String>,
    /// What the holder does.
    pub tasks: Vec<String>,
    /// What the holder is able to do.
    pub skills: Vec<String>,
    /// What the holder knows.
    pub knowledge: Vec<String>,
    /// How the holder goes about it.
    pub competencies: Vec<String>,
    /// What the holder brings.
    pub qualifications: Vec<String>,
}

/// The story of a function's roles, as on the role pages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Story {
    /// Who does this work.
    pub who: String,
    /// The external problem.
    pub external: String,
    /// The internal problem.
    pub internal: String,
    /// Why it matters.
    pub why: String,
    /// The plan, step by step.
    pub plan: Vec<String>,
    /// What is at stake.
    pub stakes: String,
    /// What success looks like.
    pub success: String,
}

/// Yearly market pay, where a taxonomy holds figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pay {
    /// Median for a year.
    pub median: f64,
    /// ISO 4217 code.
    pub currency: String,
    /// What the figure rests on.
    pub basis: String,
}

/// A discipline.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Function {
    /// "SEI"; empty for a flat catalogue.
    pub code: String,
    /// "Security Engineering (InfoSec)".
    pub name: String,
    /// Index in [`Taxonomy::superfunctions`].
    pub superfunction: Option<usize>,
    /// Track of an individual contributor.
    pub track: Track,
    /// One sentence.
    pub summary: String,
    /// By track.
    pub classifications: Classifications,
    /// Of the function's roles.
    pub components: Components,
    /// Components that a level has of its own.
    pub level_components: Vec<(Level, Components)>,
    /// The story, where one is written.
    pub story: Option<Story>,
    /// The file it was read from.
    pub file: String,
}

/// A role of its own: one that has a title, aliases or words of its own, or a row of a flat catalogue.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Role {
    /// The code, of any shape.
    pub code: String,
    /// `None` in a catalogue without levels.
    pub level: Option<Level>,
    /// Canonical title where it is not made by the ladder.
    pub title: Option<String>,
    /// One sentence.
    pub summary: Option<String>,
    /// Of its definition, 0–1.
    pub confidence: Option<f32>,
    /// Market pay.
    pub pay: Option<Pay>,
    /// Where it differs from its focus.
    pub classification: Option<Classification>,
    /// Phrases that mean this role.
    pub aliases: Aliases,
}

/// A specialisation within a function: what a title is matched to before its level is known.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Focus {
    /// Index in [`Taxonomy::functions`].
    pub function: usize,
    /// "SEI.GEN"; the first role's code for a catalogue.
    pub code: String,
    /// "Application Security", or "General".
    pub name: String,
    /// One line.
    pub definition: String,
    /// Track of an individual contributor.
    pub track: Track,
    /// Names of the work: how titles of management say the focus.
    pub areas: Aliases,
    /// Names of the worker.
    pub aliases: Aliases,
    /// Where they differ from the function's.
    pub classifications: Classifications,
    /// Roles that are more than focus and level.
    pub roles: Vec<Role>,
    /// Line in the function's file.
    pub line: usize,
}

/// Which levels of a focus are roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Every level of the focus's track and every level of management and executives.
    Ladder,
    /// Only the roles that stand in the catalogue.
    List,
}

/// Everything that titles are matched against.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Taxonomy {
    /// Version and standing.
    pub version: Version,
    /// The ladder.
    pub ladder: Ladder,
    /// Groups of functions.
    pub superfunctions: Vec<Superfunction>,
    /// Disciplines.
    pub functions: Vec<Function>,
    /// Specialisations.
    pub foci: Vec<Focus>,
    /// Which levels are roles.
    pub shape: Shape,
    /// Foci by code.
    #[serde(skip)]
    pub(super) codes: Codes,
}

/// A role as it is shown and written out.
#[derive(Debug, Clone, Serialize)]
pub struct ResolvedRole {
    /// Index in [`Taxonomy::foci`].
    #[serde(skip)]
    pub focus: usize,
    /// The code.
    pub code: String,
    /// The canonical title.
    pub title: String,
    /// The level, where the taxonomy has levels.
    pub level: Option<Level>,
    /// SOC and ISCO.
    pub classification: Classification,
}

impl Taxonomy {
    /// Whether a level of a focus is a role.
    #[must_use]
    pub fn has_level(&self, focus: usize, level: Level) -> bool {
        let focus = &self.foci[focus];
        match self.shape {
            Shape::Ladder => level.track() == focus.track || level.track().leads(),
            Shape::List => focus.roles.iter().any(|r| r.level == Some(level)),
        }
    }

    /// The levels of a focus, from the lowest rank up.
    #[must_use]
    pub fn levels_of(&self, focus: usize) -> Vec<Level> {
        let mut levels: Vec<Level> = Level::ALL.into_iter().filter(|l| self.has_level(focus, *l)).collect();
        levels.sort_by_key(|l| (self.ladder.rank(*l), l.index()));
        levels
    }

    /// The role of a focus at a level; `None` for the level asks for the role of a catalogue without levels.
    /// In a list, the role whose rank is nearest stands in where the level itself is not listed.
    #[must_use]
    pub fn role(&self, focus: usize, level: Option<Level>) -> ResolvedRole {
        let f = &self.foci[focus];
        let own = match self.shape {
            Shape::Ladder => f.roles.iter().find(|r| r.level == level),
            Shape::List => f.roles.iter().min_by_key(|r| match (r.level, level) {
                (Some(a), Some(b)) => (self.ladder.rank(a).abs_diff(self.ladder.rank(b)), a.index()),
                (None, _) => (0, 0),
                (Some(a), None) => (0, a.index()),
            }),
        };
        let level = if self.shape == Shape::List { own.and_then(|r| r.level) } else { level };
        ResolvedRole {
            focus,
            code: match (own, level) {
                (Some(role), _) => role.code.clone(),
                (None, Some(level)) => format!("{}.{level}", f.code),
                (None, None) => f.code.clone(),
            },
            title: own.and_then(|r| r.title.clone()).unwrap_or_else(|| self.canonical_title(focus, level)),
            level,
            classification: own
                .and_then(|r| r.classification.clone())
                .unwrap_or_else(|| self.classification(focus, level)),
        }
    }

    /// The role's own entry, where it is more than focus and level.
    #[must_use]
    pub fn own_role(&self, role: &ResolvedRole) -> Option<&Role> {
        self.foci[role.focus].roles.iter().find(|r| r.code == role.code)
    }

    /// Whether a focus is the general one of its function; the codes of a list are anybody's.
    #[must_use]
    pub fn is_general(&self, focus: usize) -> bool {
        self.shape == Shape::Ladder && self.foci[focus].code.ends_with(".GEN")
    }

    /// The name by which titles call the focus: the function's for the general focus.
    #[must_use]
    pub fn work_name(&self, focus: usize) -> &str {
        let f = &self.foci[focus];
        if self.is_general(focus) { &self.functions[f.function].name } else { &f.name }
    }

    fn canonical_title(&self, focus: usize, level: Option<Level>) -> String {
        let name = self.work_name(focus);
        match level {
            Some(level) => self.ladder.definition(level).title.replace("{}", name),
            None => name.to_owned(),
        }
    }

    /// SOC and ISCO of a focus at a level: the nearest statement wins (focus and level, focus and track, function and
    /// level, function and track); executives fall back on managers, and all on the superfunction's broad group.
    #[must_use]
    pub fn classification(&self, focus: usize, level: Option<Level>) -> Classification {
        let f = &self.foci[focus];
        let function = &self.functions[f.function];
        let near = |track: Track| {
            let both = [&f.classifications, &function.classifications];
            both.into_iter().find_map(|c| {
                let of_level = level.filter(|l| l.track() == track).and_then(|l| c.of_level(l));
                of_level.or_else(|| c.of_track(track))
            })
        };
        let track = level.map_or(f.track, Level::track);
        near(track)
            .or_else(|| (track == Track::Executive).then(|| near(Track::Management)).flatten())
            .or_else(|| near(f.track))
            .cloned()
            .unwrap_or_else(|| match function.superfunction.map(|s| &self.superfunctions[s]) {
                Some(s) => Classification {
                    soc: s.soc.clone(),
                    source: "inferred_from_superfunction".to_owned(),
                    review_status: "needs_review".to_owned(),
                    ..Classification::default()
                },
                None => Classification::default(),
            })
    }

    /// Finds a role by its code, in any case.
    ///
    /// # Errors
    /// In words: what is wrong with the code, and the nearest one that exists.
    pub fn find(&self, code: &str) -> Result<ResolvedRole, String> {
        self.known(code).ok_or_else(|| match self.shape {
            Shape::List => self.why_not_listed(code.trim()),
            Shape::Ladder => self.why_not_on_ladder(code.trim()),
        })
    }

    /// Finds a role by its code, in any case, without saying why there is none.
    #[must_use]
    pub fn known(&self, code: &str) -> Option<ResolvedRole> {
        let wanted = code.trim();
        if self.shape == Shape::List {
            let focus = self.focus_of_code(wanted)?;
            let role = self.foci[focus].roles.iter().find(|role| role.code.eq_ignore_ascii_case(wanted))?;
            return Some(self.role(focus, role.level));
        }
        let code: RoleCode = wanted.parse().ok()?;
        let focus = self.focus_of_code(&format!("{}.{}", code.function, code.focus))?;
        self.has_level(focus, code.level).then(|| self.role(focus, Some(code.level)))
    }

    fn why_not_listed(&self, wanted: &str) -> String {
        let codes = self.foci.iter().flat_map(|f| f.roles.iter().map(|r| r.code.as_str()));
        format!("no role `{wanted}` in the catalogue{}", did_you_mean(wanted, codes))
    }

    /// What a function's or focus's code lacks to be a role's.
    fn part_of_a_code(&self, wanted: &str) -> Option<String> {
        let usual = |focus: &Focus| format!("{}.{}", focus.code, self.ladder.default_of(focus.track).level);
        if let Some(focus) = self.focus_of_code(wanted).map(|at| &self.foci[at]) {
            return Some(format!("{} is a focus, {}: add a level, such as {}", focus.code, focus.name, usual(focus)));
        }
        let function = self.functions.iter().position(|f| f.code.eq_ignore_ascii_case(wanted))?;
        let focus = self.foci.iter().find(|focus| focus.function == function)?;
        let Function { code, name, .. } = &self.functions[function];
        Some(format!("{code} is a function, {name}: add a focus and a level, such as {}", usual(focus)))
    }

    fn why_not_on_ladder(&self, wanted: &str) -> String {
        let code: RoleCode = match wanted.parse() {
            Ok(code) => code,
            Err(error) => return self.part_of_a_code(wanted).unwrap_or_else(|| super::CodeError::to_string(&error)),
        };
        let name = format!("{}.{}", code.function, code.focus);
        let Some(focus) = self.focus_of_code(&name) else {
            let function = code.function.to_string();
            if !self.functions.iter().any(|f| f.code == function) {
                let all = self.functions.iter().map(|f| f.code.as_str());
                return format!("no function `{function}` in the taxonomy{}", did_you_mean(&function, all));
            }
            let inside = self.foci.iter().filter(|f| f.code.starts_with(&function));
            let all: Vec<&str> = inside.map(|f| f.code.as_str()).collect();
            return format!("no focus `{name}`: {function} has {}", all.join(", "));
        };
        let track = self.foci[focus].track;
        format!("{code}: levels of {name} are {track}1–{track}{}, M1–M5 and E1–E4", track.top())
    }
}

/// " — did you mean `x`?" for the name that is nearest to a wrong one, or nothing when none is near.
#[must_use]
pub fn did_you_mean<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> String {
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    let wrong = wrong.to_lowercase();
    let same = letters(&wrong);
    // In a code of three letters two that changed places are half of the word, and yet the commonest mistake.
    let similarity = |name: &str| if letters(name) == same { 1.0 } else { strsim::jaro_winkler(&wrong, name) };
    let nearest = names
        .map(|name| (similarity(&name.to_lowercase()), name))
        .filter(|(similarity, _)| *similarity >= 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    nearest.map(|(_, name)| format!(" — did you mean `{name}`?")).unwrap_or_default()
}
