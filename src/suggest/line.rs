//! A line for a file of the taxonomy.

use serde::Serialize;

use crate::engine::Engine;
use crate::taxonomy::{Alias, Aliases, Level, Place, Role, Taxonomy};

/// Confidence of the level in an alias of a role that says none itself, as the loader has it.
const LEVEL_CONFIDENCE: f32 = 0.90;

/// Which list of the taxonomy a line belongs into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Names of the work, of a focus: for titles of those who lead.
    Areas,
    /// Names of the worker, of a focus: at any level.
    Aliases,
    /// Titles that pin the level, of a role.
    RoleAliases,
}

/// A line that is proposed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Line {
    /// The file of the function, below the taxonomy's folder.
    pub file: String,
    /// The focus, or the role of a line that pins the level.
    pub code: String,
    /// The name of the focus.
    pub name: String,
    /// Where in it.
    pub list: List,
    /// The text.
    pub alias: String,
    /// Its words as the engine sees them.
    #[serde(skip)]
    pub words: Vec<String>,
    /// Index in [`Taxonomy::foci`].
    #[serde(skip)]
    pub focus: usize,
    /// The level that it pins.
    #[serde(skip)]
    pub level: Option<Level>,
    /// Whether the table is not in the file yet.
    pub new_table: bool,
    /// The line of the table in the file, or of its first alias; `None` for a new table.
    pub at: Option<usize>,
    /// Whether people decided so; else it is a guess that somebody has to confirm.
    pub confirmed: bool,
}

impl Line {
    /// A line for a focus, or for a role of it.
    pub(super) fn new(engine: &Engine, focus: usize, list: List, level: Option<Level>, alias: String) -> Line {
        let taxonomy = &engine.taxonomy;
        let at = &taxonomy.foci[focus];
        let function = &taxonomy.functions[at.function];
        let words = engine.lexicon.phrase(&alias);
        let level = level.filter(|_| list == List::RoleAliases);
        let role = level.and_then(|level| at.roles.iter().find(|role| role.level == Some(level)));
        let (code, new_table, place) = match level {
            None => (at.code.clone(), false, Some(at.line)),
            Some(level) => {
                let place = role.and_then(|role| role.aliases.first()).map(|alias| alias.line);
                (format!("{}.{level}", at.code), role.is_none(), place)
            }
        };
        let (file, name) = (function.file.clone(), at.name.clone());
        Line { file, code, name, list, alias, words, focus, level, new_table, at: place, confirmed: true }
    }

    /// The line as TOML, without the blanks before it.
    #[must_use]
    pub fn toml(&self) -> String {
        // An alias has no sign that a text of TOML would have to escape, but nothing here should depend on that.
        let text = toml::Value::String(self.alias.clone()).to_string();
        format!("{{ alias = {text}, approved = {} }},", self.confirmed)
    }

    /// Adds it to a taxonomy, as if it stood in this line of the file.
    pub(super) fn add_to(&self, taxonomy: &mut Taxonomy, line: usize) {
        let level_confidence = if self.level.is_some() { LEVEL_CONFIDENCE } else { 0.0 };
        let kind = "common".to_owned();
        let alias = Alias {
            text: self.alias.clone().into(),
            kind: kind.into(),
            confidence: 1.0,
            level_confidence,
            approved: Some(self.confirmed),
            line,
        };
        let focus = &mut taxonomy.foci[self.focus];
        let list = match (self.list, self.level) {
            (List::Areas, _) => &mut focus.areas,
            (List::RoleAliases, Some(level)) => {
                let at = focus.roles.iter().position(|role| role.level == Some(level));
                let at = at.unwrap_or_else(|| {
                    let code = self.code.clone();
                    let (title, summary, confidence, pay, classification) = (None, None, None, None, None);
                    let (level, aliases) = (Some(level), Aliases::default());
                    focus.roles.push(Role { code, level, title, summary, confidence, pay, classification, aliases });
                    focus.roles.len() - 1
                });
                &mut focus.roles[at].aliases
            }
            _ => &mut focus.aliases,
        };
        *list = sorted(list, alias);
    }

    /// The place that it would have, for people.
    pub(super) fn place(&self) -> Place {
        Place { file: self.file.clone(), line: self.at.unwrap_or(0) }
    }
}

/// A list with one alias more, in its place: plain texts come first and are sorted.
fn sorted(list: &Aliases, alias: Alias) -> Aliases {
    let plain = |a: &Alias| a.approved.is_none() && a.kind == "common" && (a.confidence - 1.0).abs() < 1e-6;
    let key = |a: &Alias| (!plain(a), a.text.clone());
    let own = key(&alias);
    let at = list.iter().position(|a| key(a) > own).unwrap_or(list.len());
    let mut all: Vec<Alias> = list.to_vec();
    all.insert(at, alias);
    all.into()
}
