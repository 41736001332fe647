//! Rows in batches: every distinct title is matched once, in parallel, and the outcomes come in the order of the rows.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::decide::{Band, Candidate, Method, Outcome};
use crate::decisions::{Applied, Decisions};
use crate::engine::{Analysis, ContextEvidence, Engine};
use crate::level::{Grade, LevelSource};
use crate::read::{Layout, Row};

/// Remembers what every distinct title came to.
pub struct BatchMatcher<'e> {
    engine: &'e Engine,
    decisions: &'e Decisions,
    columns: Columns,
    titles: Interner,
    entries: Vec<Entry>,
    texts: Interner,
    evidence: Vec<ContextEvidence>,
    in_context: FxHashMap<ContextKey, Arc<Outcome>>,
}

/// Where the title and its context stand in a row.
#[derive(Debug, Clone, Copy)]
struct Columns {
    title: usize,
    department: Option<usize>,
    family: Option<usize>,
    grade: Option<usize>,
}

/// What a distinct title came to.
struct Entry {
    plain: Arc<Outcome>,
    /// Kept only where a context can change the outcome.
    analysis: Option<Box<Analysis>>,
    /// Whether a department or job family can.
    contested: bool,
}

/// A title with the context that may matter to it: numbers of texts, 0 for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ContextKey {
    title: u32,
    department: u32,
    family: u32,
    grade: u32,
}

/// The outcome of a row, and the number of its distinct title.
#[derive(Debug, Clone)]
pub struct RowOutcome {
    /// The outcome.
    pub outcome: Arc<Outcome>,
    /// Number of the distinct title, from 0 in the order of appearance.
    pub title: u32,
    /// Whether the row's context made a difference.
    pub in_context: bool,
}

impl<'e> BatchMatcher<'e> {
    /// Starts with nothing known.
    #[must_use]
    pub fn new(engine: &'e Engine, decisions: &'e Decisions, layout: &Layout) -> BatchMatcher<'e> {
        let mut matcher = BatchMatcher {
            engine,
            decisions,
            columns: Columns { title: 0, department: None, family: None, grade: None },
            titles: Interner::default(),
            entries: Vec::new(),
            texts: Interner::default(),
            evidence: Vec::new(),
            in_context: FxHashMap::default(),
        };
        matcher.text(""); // number 0: nothing said
        matcher.set_layout(layout);
        matcher
    }

    /// Goes on with rows of another file; what is known of titles stays known.
    pub fn set_layout(&mut self, layout: &Layout) {
        self.columns = Columns {
            title: layout.title.index,
            department: layout.department.as_ref().map(|c| c.index),
            family: layout.family.as_ref().map(|c| c.index),
            grade: layout.grade.as_ref().map(|c| c.index),
        };
    }

    /// How many distinct titles there have been.
    #[must_use]
    pub fn distinct(&self) -> usize {
        self.entries.len()
    }

    /// The text of a distinct title.
    #[must_use]
    pub fn title(&self, number: u32) -> &str {
        self.titles.text(number)
    }

    /// Matches a batch of rows; the outcomes come in their order.
    pub fn match_rows(&mut self, rows: &[Row]) -> Vec<RowOutcome> {
        let titles: Vec<u32> = rows.iter().map(|r| self.titles.number(r.get(Some(self.columns.title)))).collect();
        self.match_new_titles();
        let mut keys = Vec::with_capacity(rows.len());
        let mut new = Vec::new();
        for (row, title) in rows.iter().zip(&titles) {
            let key = self.context_key(row, *title);
            if let Some(key) = key.filter(|key| !self.in_context.contains_key(key)) {
                self.in_context.insert(key, Arc::clone(&self.entries[*title as usize].plain));
                new.push(key);
            }
            keys.push(key);
        }
        let outcomes: Vec<Option<Arc<Outcome>>> = new.par_iter().map(|key| self.decide_in_context(*key)).collect();
        for (key, outcome) in new.into_iter().zip(outcomes) {
            if let Some(outcome) = outcome {
                self.in_context.insert(key, outcome);
            }
        }
        let outcome_of = |(key, title): (Option<ContextKey>, u32)| {
            let plain = &self.entries[title as usize].plain;
            let outcome = key.and_then(|k| self.in_context.get(&k)).unwrap_or(plain);
            RowOutcome { outcome: Arc::clone(outcome), title, in_context: !Arc::ptr_eq(outcome, plain) }
        };
        keys.into_iter().zip(titles).map(outcome_of).collect()
    }

    fn match_new_titles(&mut self) {
        let engine = self.engine;
        let decisions = self.decisions;
        let Columns { department, family, grade, .. } = self.columns;
        let (has_trade, has_grade) = (department.is_some() || family.is_some(), grade.is_some());
        let new: Vec<&str> = (self.entries.len()..self.titles.len()).map(|n| self.titles.text(n as u32)).collect();
        let entries: Vec<Entry> = new
            .par_iter()
            .map(|title| {
                let analysis = engine.analyse(title);
                let outcome = engine.decide(&analysis, &analysis.foci, None);
                let outcome = Arc::new(decided(engine, decisions, title, "", outcome));
                let open = analysis.title.rejection.is_none() && !analysis.foci.is_empty();
                let contested = analysis.is_contested();
                let matters = open && (has_grade || has_trade && contested);
                let keep = matters || decisions.use_context();
                Entry { plain: outcome, contested, analysis: keep.then(|| Box::new(analysis.without_words())) }
            })
            .collect();
        self.entries.extend(entries);
    }

    /// The parts of a row's context that can change the outcome of its title; `None` when nothing can.
    fn context_key(&mut self, row: &Row, title: u32) -> Option<ContextKey> {
        let entry = &self.entries[title as usize];
        entry.analysis.as_ref()?;
        let contested = entry.contested || self.decisions.use_context();
        let of = |column: Option<usize>, counts: bool| if counts { row.get(column).trim() } else { "" };
        let department = of(self.columns.department, contested);
        let family = of(self.columns.family, contested);
        let grade = of(self.columns.grade, true);
        let grade = if Grade::parse(grade).is_some() { grade } else { "" };
        let key =
            ContextKey { title, department: self.text(department), family: self.text(family), grade: self.text(grade) };
        (key.department, key.family, key.grade).ne(&(0, 0, 0)).then_some(key)
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
    fn decide_in_context(&self, key: ContextKey) -> Option<Arc<Outcome>> {
        let entry = &self.entries[key.title as usize];
        let analysis = entry.analysis.as_ref()?;
        let evidence = [&self.evidence[key.department as usize], &self.evidence[key.family as usize]];
        // A department that is only here to look up a decision has nothing to say about the foci.
        let moved = entry.contested.then(|| self.engine.with_context(&analysis.foci, &evidence)).flatten();
        let grade = Grade::parse(self.texts.text(key.grade));
        if moved.is_none() && grade.is_none() && !self.decisions.use_context() {
            return None;
        }
        let foci = moved.as_deref().unwrap_or(&analysis.foci);
        let outcome = self.engine.decide(analysis, foci, grade.as_ref());
        let department = self.texts.text(key.department);
        let title = self.titles.text(key.title);
        Some(Arc::new(decided(self.engine, self.decisions, title, department, outcome)))
    }
}

/// Puts a person's answer in place of what was computed; the computed score stays visible.
fn decided(engine: &Engine, decisions: &Decisions, title: &str, context: &str, computed: Outcome) -> Outcome {
    if decisions.is_empty() {
        return computed;
    }
    let key = engine.lexicon.key(title);
    match decisions.answer(&key, context, &engine.taxonomy) {
        Some(Applied::Role(role, by)) => {
            let same = computed.best.as_ref().is_some_and(|b| b.role.code == role.code);
            let also = computed.alternatives.iter().find(|c| c.role.code == role.code);
            let scores = computed.best.as_ref().filter(|_| same).or(also);
            let (score, role_score, level_score, probability) =
                scores.map_or((0.0, 0.0, 0.0, 0.0), |c| (c.score, c.role_score, c.level_score, c.probability));
            let reason = if same { by } else { format!("{by}; computed: {}", computed.reason) };
            Outcome {
                band: Band::Accepted,
                best: Some(Candidate { role, score, role_score, level_score, probability }),
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
        None => without_rejected(&decisions.rejected(&key, context), computed),
    }
}

/// Takes out the roles that a person ruled out; the best of the rest goes to review.
fn without_rejected(rejected: &[&str], mut computed: Outcome) -> Outcome {
    let is_rejected = |c: &Candidate| rejected.contains(&c.role.code.to_ascii_uppercase().as_str());
    computed.alternatives.retain(|c| !is_rejected(c));
    match &computed.best {
        Some(best) if is_rejected(best) => {
            let ruled_out = format!("{} was ruled out by a decision", best.role.code);
            if computed.alternatives.is_empty() {
                return Outcome::unmatched(ruled_out, Vec::new());
            }
            let next = computed.alternatives.remove(0);
            // How the best was found says nothing about the next.
            let (method, alias, level_source) = (Method::Similar, String::new(), None);
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
