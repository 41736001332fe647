//! Rows in batches: every distinct title is matched once, in parallel, and the outcomes come in the order of the rows.

mod memo;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use self::memo::Memo;
use crate::decide::{Band, Candidate, Method, Outcome};
use crate::decisions::{Applied, Decisions, TitleDecisions};
use crate::engine::{ContextEvidence, Engine, KeptAnalysis, with_context};
use crate::level::{LevelSource, Standing};
use crate::read::{Layout, Row};
use crate::taxonomy::{ResolvedRole, Taxonomy};

/// Titles whose outcomes are remembered. More distinct ones are matched again when they come back after a long time; only
/// their texts are kept, to be counted.
const TITLES: usize = 128 * 1024;

/// The same for titles in a context, of which a large organisation has many times more.
const IN_CONTEXT: usize = 32 * 1024;

/// Remembers what the distinct titles came to.
pub struct BatchMatcher<'e> {
    engine: &'e Engine,
    decisions: &'e Decisions,
    columns: Columns,
    titles: Interner,
    entries: Memo<u32, Entry<'e>>,
    texts: Interner,
    /// Keys of what columns say about the level.
    standings: Interner,
    evidence: Vec<ContextEvidence>,
    /// Nothing where the context makes no difference.
    in_context: Memo<ContextKey, Option<InContext>>,
}

/// Where the title and its context stand in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Columns {
    title: usize,
    department: Option<usize>,
    family: Option<usize>,
    grade: Option<usize>,
    years: Option<usize>,
    manages: Option<usize>,
}

/// What a distinct title came to.
struct Entry<'e> {
    plain: Arc<Outcome>,
    /// What people decided about it.
    decisions: Option<&'e TitleDecisions>,
    /// Kept only where a context can change the outcome.
    analysis: Option<Box<KeptAnalysis>>,
    /// Whether a department or job family can.
    contested: bool,
    /// Whether a decision holds in some departments only.
    by_department: bool,
}

/// A title with the context that may matter to it: numbers of texts, 0 for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContextKey {
    title: u32,
    department: u32,
    family: u32,
    standing: u32,
}

/// What a title came to in a context that made a difference.
struct InContext {
    outcome: Arc<Outcome>,
    /// Whether that was the department or job family.
    by_department: bool,
}

/// The outcome of a row, and the number of its distinct title.
#[derive(Debug, Clone)]
pub struct RowOutcome {
    /// The outcome.
    pub outcome: Arc<Outcome>,
    /// Number of the distinct title, from 0 in the order of appearance.
    pub title: u32,
    /// The context, where it made a difference.
    pub context: Option<ContextKey>,
    /// Whether the department or job family was what made it.
    pub by_department: bool,
}

impl<'e> BatchMatcher<'e> {
    /// Starts with nothing known.
    #[must_use]
    pub fn new(engine: &'e Engine, decisions: &'e Decisions, layout: &Layout) -> BatchMatcher<'e> {
        let mut matcher = BatchMatcher {
            engine,
            decisions,
            columns: Columns { title: 0, department: None, family: None, grade: None, years: None, manages: None },
            titles: Interner::default(),
            entries: Memo::new(TITLES),
            texts: Interner::default(),
            standings: Interner::default(),
            evidence: Vec::new(),
            in_context: Memo::new(IN_CONTEXT),
        };
        // Number 0: nothing said.
        matcher.text("");
        matcher.standings.number("");
        matcher.set_layout(layout);
        matcher
    }

    /// Goes on with rows of another file. What is known of titles stays known where the same columns stand beside them: which
    /// do decides what is kept of a title.
    pub fn set_layout(&mut self, layout: &Layout) {
        let [department, family, grade, years, manages] = layout.beside();
        let columns = Columns { title: layout.title.index, department, family, grade, years, manages };
        if columns != self.columns {
            self.columns = columns;
            self.entries = Memo::new(TITLES);
            self.in_context = Memo::new(IN_CONTEXT);
        }
    }

    /// How many distinct titles there have been.
    #[must_use]
    pub fn distinct(&self) -> usize {
        self.titles.len()
    }

    /// The text of a distinct title.
    #[must_use]
    pub fn title(&self, number: u32) -> &str {
        self.titles.text(number)
    }

    /// Matches a batch of rows; the outcomes come in their order.
    pub fn match_rows(&mut self, rows: &[Row]) -> Vec<RowOutcome> {
        let titles: Vec<u32> = rows.iter().map(|r| self.titles.number(r.get(Some(self.columns.title)))).collect();
        self.match_unknown(&titles);
        self.in_context.forget();
        let mut keys = Vec::with_capacity(rows.len());
        let mut unknown = FxHashSet::default();
        for (row, title) in rows.iter().zip(&titles) {
            let key = self.context_key(row, *title);
            unknown.extend(key.filter(|key| !self.in_context.keep(*key)));
            keys.push(key);
        }
        let unknown: Vec<ContextKey> = unknown.into_iter().collect();
        let outcomes: Vec<Option<InContext>> = unknown.par_iter().map(|key| self.decide_in_context(*key)).collect();
        for (key, outcome) in unknown.into_iter().zip(outcomes) {
            self.in_context.insert(key, outcome);
        }
        let outcome_of = |(key, title): (Option<ContextKey>, u32)| {
            let moved = key.and_then(|key| self.in_context.get(key)?.as_ref());
            let plain = || self.entries.get(title).map(|entry| &entry.plain);
            let Some(outcome) = moved.map(|moved| &moved.outcome).or_else(plain) else {
                // A row without an outcome would put every later one beside the wrong row.
                unreachable!("title {title} was matched or kept for this batch")
            };
            let by_department = moved.is_some_and(|moved| moved.by_department);
            RowOutcome { outcome: Arc::clone(outcome), title, context: key.filter(|_| moved.is_some()), by_department }
        };
        keys.into_iter().zip(titles).map(outcome_of).collect()
    }

    /// Matches those of the titles that are not known, or not any more.
    fn match_unknown(&mut self, titles: &[u32]) {
        self.entries.forget();
        let mut unknown: FxHashSet<u32> = FxHashSet::default();
        unknown.extend(titles.iter().filter(|title| !self.entries.keep(**title)));
        let unknown: Vec<u32> = unknown.into_iter().collect();
        let entries: Vec<Entry<'_>> =
            unknown.par_iter().map(|title| self.match_title(self.titles.text(*title))).collect();
        unknown.into_iter().zip(entries).for_each(|(title, entry)| self.entries.insert(title, entry));
    }

    fn match_title(&self, title: &str) -> Entry<'e> {
        let Columns { department, family, grade, years, manages, .. } = self.columns;
        let has_trade = department.is_some() || family.is_some();
        let has_standing = grade.is_some() || years.is_some() || manages.is_some();
        let analysis = self.engine.analyse(title);
        let outcome = self.engine.decide(&analysis, &analysis.foci, &Standing::default());
        let decisions = self.decisions.of(title, &self.engine.lexicon);
        let scored = |role| self.engine.scored(role, &analysis, &analysis.foci, &Standing::default());
        let plain = remembered(decided(&self.engine.taxonomy, decisions, "", outcome, scored));
        let open = analysis.title.rejection.is_none() && !analysis.foci.is_empty();
        let contested = analysis.is_contested();
        let matters = open && (has_standing || has_trade && contested);
        let by_department = decisions.is_some_and(TitleDecisions::use_context);
        let analysis = (matters || by_department).then(|| Box::new(KeptAnalysis::of(analysis)));
        Entry { plain, decisions, analysis, contested, by_department }
    }

    /// The parts of a row's context that can change the outcome of its title; `None` when nothing can.
    fn context_key(&mut self, row: &Row, title: u32) -> Option<ContextKey> {
        let entry = self.entries.get(title)?;
        entry.analysis.as_ref()?;
        let contested = entry.contested || entry.by_department;
        let of = |column: Option<usize>, counts: bool| if counts { row.get(column).trim() } else { "" };
        let department = of(self.columns.department, contested);
        let family = of(self.columns.family, contested);
        let Columns { grade, years, manages, .. } = self.columns;
        let standing = Standing::of(of(grade, true), of(years, true), of(manages, true)).key();
        let key = ContextKey {
            title,
            department: self.text(department),
            family: self.text(family),
            standing: self.standings.number(&standing),
        };
        (key.department, key.family, key.standing).ne(&(0, 0, 0)).then_some(key)
    }

    fn text(&mut self, text: &str) -> u32 {
        let number = self.texts.number(text);
        if number as usize == self.evidence.len() {
            let evidence =
                if text.is_empty() { ContextEvidence::default() } else { self.engine.context_evidence(text) };
            self.evidence.push(evidence);
        }
        number
    }

    /// The outcome in a context; `None` when it is the plain one.
    fn decide_in_context(&self, key: ContextKey) -> Option<InContext> {
        let entry = self.entries.get(key.title)?;
        let kept = entry.analysis.as_ref()?;
        let evidence = [&self.evidence[key.department as usize], &self.evidence[key.family as usize]];
        // A department that is only here to look up a decision has nothing to say about the foci.
        let is_moved = entry.contested && kept.is_spoken_of(&evidence);
        let standing = Standing::from_key(self.standings.text(key.standing));
        if !is_moved && standing.is_silent() && !entry.by_department {
            return None;
        }
        let mut foci = kept.foci(self.engine.index());
        if is_moved {
            with_context(&mut foci, &evidence);
        }
        let outcome = self.engine.decide(&kept.analysis, &foci, &standing);
        let department = self.texts.text(key.department);
        let scored = |role| self.engine.scored(role, &kept.analysis, &foci, &standing);
        let outcome = remembered(decided(&self.engine.taxonomy, entry.decisions, department, outcome, scored));
        Some(InContext { outcome, by_department: is_moved || entry.by_department })
    }
}

/// An outcome that stays, without room for more.
fn remembered(mut outcome: Outcome) -> Arc<Outcome> {
    outcome.reason.shrink_to_fit();
    Arc::new(outcome)
}

/// Puts a person's answer in place of what was computed; the computed score stays visible.
fn decided(
    taxonomy: &Taxonomy,
    decisions: Option<&TitleDecisions>,
    context: &str,
    computed: Outcome,
    scored: impl FnOnce(Arc<ResolvedRole>) -> Candidate,
) -> Outcome {
    let Some(decisions) = decisions else { return computed };
    match decisions.answer(context, taxonomy) {
        Some(Applied::Role(role, by)) => {
            let same = computed.best.as_ref().is_some_and(|b| b.role.code == role.code);
            let reason = if same { by } else { format!("{by}; computed: {}", computed.reason) };
            Outcome {
                band: Band::Accepted,
                best: Some(scored(role)),
                level_source: Some(LevelSource::Decision),
                method: Method::Decision,
                reason,
                ..computed
            }
        }
        Some(Applied::NoRole(by)) => {
            let reason = format!("{by}: no role fits");
            Outcome { method: Method::Decision, ..Outcome::unmatched(reason, computed.alternatives) }
        }
        Some(Applied::Stale(why)) => {
            let band = if computed.best.is_some() { Band::Review } else { Band::Unmatched };
            let reason = format!("stale decision: {why}; {}", computed.reason);
            Outcome { band, reason, held_back: true, ..computed }
        }
        None => without_rejected(|code| decisions.rules_out(context, code), computed),
    }
}

/// Takes out the roles that a person ruled out; the best of the rest goes to review.
fn without_rejected(rules_out: impl Fn(&str) -> bool, mut computed: Outcome) -> Outcome {
    let is_rejected = |c: &Candidate| rules_out(&c.role.code);
    computed.alternatives.retain(|c| !is_rejected(c));
    match &computed.best {
        Some(best) if is_rejected(best) => {
            let ruled_out = format!("{} was ruled out by a decision", best.role.code);
            if computed.alternatives.is_empty() {
                return Outcome::unmatched(ruled_out, Vec::new());
            }
            let next = computed.alternatives.remove(0);
            // How the best was found says nothing about the next.
            let (method, alias, level_source) = (Method::Similar, "".into(), None);
            let (band, held_back) = (Band::Review, true);
            Outcome { band, best: Some(next), method, alias, level_source, reason: ruled_out, held_back, ..computed }
        }
        _ => computed,
    }
}

/// Numbers distinct texts in the order of their appearance.
#[derive(Default)]
struct Interner {
    numbers: FxHashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Interner {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let shared: Arc<str> = text.into();
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(Arc::clone(&shared));
        self.numbers.insert(shared, number);
        number
    }

    fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    fn len(&self) -> usize {
        self.texts.len()
    }
}
