//! What lines do: everything is matched under the taxonomy as it is and once more with all lines in it.
//!
//! One more alias changes more than the titles that it is like: it makes its words less telling and its focus likelier. So
//! effects are those of all lines together, and each is laid to the line whose alias carried the new answer, else to the one
//! that shares the most telling words with the title; a change that shares none with any is told by itself.

use std::hash::Hash;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::rows::Seen;
use super::{Base, Line, List, Rows};
use crate::candidates::PhraseKind;
use crate::decide::{Band, Outcome};
use crate::decisions::{Applied, Decisions};
use crate::engine::{Context, Engine, EngineOptions};
use crate::score::WordId;
use crate::taxonomy::rules::{self, Finding};
use crate::taxonomy::{Taxonomy, TaxonomyError};

/// The first line number of what is added; no file is that long.
const ADDED: usize = 1 << 40;

/// What a line does.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Effect {
    /// Rows that it settles: not accepted before, accepted with its code now.
    pub settles: u64,
    /// Their titles, the most frequent first.
    pub titles: Vec<Counted>,
    /// Accepted matches that it changes, and titles that go elsewhere than it says, those with the most rows first.
    pub changes: Vec<Change>,
    /// Aliases of the taxonomy that would mean another focus.
    pub aliases: Vec<Change>,
}

/// A title and its rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Counted {
    /// The title.
    pub title: String,
    /// Its rows.
    pub rows: u64,
}

/// A match that becomes another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Change {
    /// The title, or the alias.
    pub title: String,
    /// Its rows; 0 for an alias.
    pub rows: u64,
    /// The code before, or "none".
    pub before: String,
    /// Whether it was accepted.
    pub was_accepted: bool,
    /// The code now, or "none".
    pub after: String,
    /// Whether it is accepted now.
    pub is_accepted: bool,
}

/// A taxonomy with lines in it.
pub(super) struct Trial<'b> {
    base: &'b Base<'b>,
    lines: Vec<Line>,
    engine: Engine,
    /// The first line of each focus and alias.
    by_alias: FxHashMap<(usize, String), usize>,
    /// The lines that have a word.
    by_word: FxHashMap<String, Vec<usize>>,
}

/// What all lines do.
#[derive(Debug, Default)]
pub(super) struct Effects {
    /// By line.
    pub by_line: Vec<Effect>,
    /// What cannot be laid to one of them.
    pub others: Vec<Change>,
}

impl<'b> Trial<'b> {
    pub fn new(base: &'b Base<'b>, lines: Vec<Line>) -> Result<Trial<'b>, TaxonomyError> {
        let options = EngineOptions { thresholds: *base.engine.thresholds(), top: 0 };
        let engine = Engine::new(with(&base.engine.taxonomy, &lines), base.files, options)?;
        let mut by_alias = FxHashMap::default();
        let mut by_word: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (n, line) in lines.iter().enumerate() {
            by_alias.entry((line.focus, line.alias.clone())).or_insert(n);
            line.words.iter().for_each(|word| by_word.entry(word.clone()).or_default().push(n));
        }
        Ok(Trial { base, lines, engine, by_alias, by_word })
    }

    /// What a title comes to now.
    pub fn outcome(&self, title: &str, department: &str) -> Outcome {
        self.engine.match_one(title, &Context { department, ..Context::default() })
    }

    /// What the rules of the taxonomy have against each line.
    pub fn findings(&self) -> Vec<Option<Finding>> {
        let (taxonomy, lexicon) = (&self.engine.taxonomy, &self.engine.lexicon);
        let found = rules::check(self.base.files, taxonomy, lexicon, self.base.reference);
        let known: FxHashSet<String> = {
            let old = &self.base.engine.taxonomy;
            rules::check(self.base.files, old, lexicon, self.base.reference).iter().map(|f| f.rule.clone()).collect()
        };
        let of = |(n, line): (usize, &Line)| {
            let quoted = format!("`{}`", line.alias);
            let is_own = |f: &&Finding| {
                let function = f.place.file == line.file;
                f.place.line == ADDED + n || function && !known.contains(&f.rule) && f.rule.contains(&quoted)
            };
            found.iter().filter(is_own).min_by_key(|f| f.severity).cloned()
        };
        self.lines.iter().enumerate().map(of).collect()
    }

    /// What becomes of the rows and of the aliases that share words with the lines.
    /// Rows that people decided otherwise are never counted as settled.
    pub fn effects(&self, rows: &Rows, before: &[Seen<'_>], decisions: &Decisions) -> Effects {
        let mut effects = Effects { by_line: vec![Effect::default(); self.lines.len()], others: Vec::new() };
        let after = rows.matched(&self.engine, &Decisions::default());
        for (old, new) in before.iter().zip(&after) {
            let (was, is) = (&old.outcome, &new.outcome);
            if same(was, is) {
                continue;
            }
            let line = self.line_of(old.title, is);
            let settled = line.filter(|n| was.band != Band::Accepted && self.is_as_proposed(*n, is));
            if let Some(decided) = self.decided_otherwise(decisions, old, is) {
                let changes = line.map_or(&mut effects.others, |n| &mut effects.by_line[n].changes);
                changes.push(Change {
                    before: decided,
                    was_accepted: true,
                    ..Change::of(old.title, old.count, was, is)
                });
            } else if let Some(n) = settled {
                let effect = &mut effects.by_line[n];
                effect.settles += old.count;
                effect.titles.push(Counted { title: old.title.to_owned(), rows: old.count });
            } else if was.band == Band::Accepted || is.band == Band::Accepted {
                let changes = line.map_or(&mut effects.others, |n| &mut effects.by_line[n].changes);
                changes.push(Change::of(old.title, old.count, was, is));
            }
        }
        for (alias, was, is) in self.aliases() {
            let line = self.line_of(&alias, &is);
            let changes = line.map_or(&mut effects.others, |n| &mut effects.by_line[n].aliases);
            changes.push(Change::of(&alias, 0, &was, &is));
        }
        let lists = effects.by_line.iter_mut().flat_map(|e| [&mut e.changes, &mut e.aliases]);
        lists.chain([&mut effects.others]).for_each(summed_up);
        effects.by_line.iter_mut().for_each(|effect| summed_up(&mut effect.titles));
        effects
    }

    /// What people decided for a row, where that is another role than it would be accepted with.
    fn decided_otherwise(&self, decisions: &Decisions, row: &Seen<'_>, is: &Outcome) -> Option<String> {
        if is.band != Band::Accepted {
            return None;
        }
        let is = is.best.as_ref().map(|best| best.role.code.as_str());
        match decisions.of(row.title, &self.engine.lexicon)?.answer(row.department, &self.engine.taxonomy)? {
            Applied::Role(role, _) if Some(role.code.as_str()) != is => Some(format!("{} by decision", role.code)),
            Applied::NoRole(_) => Some("none by decision".to_owned()),
            Applied::Role(..) | Applied::Stale(_) => None,
        }
    }

    fn is_as_proposed(&self, line: usize, is: &Outcome) -> bool {
        let line = &self.lines[line];
        let right = |role: &crate::taxonomy::ResolvedRole| {
            role.focus == line.focus && (line.level.is_none() || role.code == line.code)
        };
        is.band == Band::Accepted && is.best.as_ref().is_some_and(|best| right(&best.role))
    }

    /// The line that a change is laid to.
    fn line_of(&self, title: &str, is: &Outcome) -> Option<usize> {
        let carried = is.best.as_ref().and_then(|best| self.by_alias.get(&(best.role.focus, is.alias.to_string())));
        if let Some(n) = carried {
            return Some(*n);
        }
        let analysis = self.engine.analyse(title);
        let vocabulary = &self.engine.index().vocabulary;
        let shared = |line: &Line| -> f32 {
            let has = |word: &&String| analysis.title.words.iter().any(|w| w.text == **word);
            line.words.iter().filter(has).filter_map(|w| vocabulary.id(w)).map(|id| vocabulary.weight(id)).sum()
        };
        let near: FxHashSet<usize> = analysis
            .title
            .words
            .iter()
            .filter_map(|word| self.by_word.get(word.text.as_str()))
            .flatten()
            .copied()
            .collect();
        let nearest = near.into_iter().map(|n| (n, shared(&self.lines[n]))).filter(|(_, shared)| *shared > 0.0);
        nearest.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(n, _)| n)
    }

    /// The aliases that share a word with a line and mean another focus now. Words such as "specialist" bring nothing near.
    fn aliases(&self) -> Vec<(String, Outcome, Outcome)> {
        let old = self.base.engine;
        let index = old.index();
        let words = self.lines.iter().flat_map(|line| &line.words);
        let ids: FxHashSet<WordId> =
            words.filter_map(|w| index.vocabulary.id(w)).filter(|id| !index.is_head(*id)).collect();
        let near = (0u32..).zip(&index.phrases).filter(|(n, phrase)| {
            phrase.kind > PhraseKind::Area && index.words_of(*n).iter().any(|word| ids.contains(word))
        });
        let texts: FxHashSet<&str> =
            near.filter_map(|(_, phrase)| index.alias(&old.taxonomy, phrase)).map(|alias| &*alias.text).collect();
        let mut texts: Vec<&str> = texts.into_iter().collect();
        texts.sort_unstable();
        let changed = |text: &&str| {
            let (was, is) = (old.match_one(text, &Context::default()), self.outcome(text, ""));
            let focus = |outcome: &Outcome| outcome.best.as_ref().map(|best| best.role.focus);
            (focus(&was) != focus(&is)).then(|| ((*text).to_owned(), was, is))
        };
        texts.par_iter().filter_map(changed).collect()
    }
}

impl Change {
    fn of(title: &str, rows: u64, was: &Outcome, is: &Outcome) -> Change {
        let code = |o: &Outcome| o.best.as_ref().map_or_else(|| "none".to_owned(), |best| best.role.code.clone());
        let accepted = |o: &Outcome| o.band == Band::Accepted;
        Change {
            title: title.to_owned(),
            rows,
            before: code(was),
            was_accepted: accepted(was),
            after: code(is),
            is_accepted: accepted(is),
        }
    }
}

/// The taxonomy with the lines in it.
fn with(taxonomy: &Taxonomy, lines: &[Line]) -> Taxonomy {
    let mut taxonomy = taxonomy.clone();
    for (n, line) in lines.iter().enumerate() {
        line.add_to(&mut taxonomy, ADDED + n);
    }
    debug_assert!(lines.iter().all(|line| line.list == List::RoleAliases || line.level.is_none()));
    taxonomy
}

fn same(was: &Outcome, is: &Outcome) -> bool {
    let code = |o: &Outcome| o.best.as_ref().map(|best| best.role.code.clone());
    was.band == is.band && code(was) == code(is)
}

/// What happens to a title in so many rows.
trait OfRows: Hash + Ord {
    /// The rows.
    fn rows(&mut self) -> &mut u64;
}

impl OfRows for Counted {
    fn rows(&mut self) -> &mut u64 {
        &mut self.rows
    }
}

impl OfRows for Change {
    fn rows(&mut self) -> &mut u64 {
        &mut self.rows
    }
}

/// Makes one of what happens to a title in several contexts alike, and brings what happens to most rows first.
fn summed_up<T: OfRows>(all: &mut Vec<T>) {
    let mut sums: FxHashMap<T, u64> = FxHashMap::default();
    for mut one in all.drain(..) {
        let rows = std::mem::take(one.rows());
        *sums.entry(one).or_default() += rows;
    }
    let mut sums: Vec<(T, u64)> = sums.into_iter().collect();
    sums.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.extend(sums.into_iter().map(|(mut one, rows)| {
        *one.rows() = rows;
        one
    }));
}
