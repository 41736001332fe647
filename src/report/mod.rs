//! What a run came to, in numbers: how much is settled, what a threshold more or less would change, where the work of a
//! person pays most, and what the taxonomy lacks.
//!
//! Collected while the rows pass, with memory for each distinct title and context, not for each row. Nothing is decided
//! here, and nothing is printed; how it looks is the business of `cli`.

mod edges;
mod functions;
mod gaps;
mod thresholds;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Serialize, Serializer};

pub use self::edges::{Edge, Term};
pub use self::functions::{FunctionRow, Functions};
pub use self::gaps::{Cluster, Gaps, MissingWord};
pub(crate) use self::gaps::{OpenTitle, OpenWord, shared_phrases};
pub use self::thresholds::{AtAccept, DecisionCheck};
use crate::batch::{ContextKey, RowOutcome};
use crate::decide::{Band, Method, Outcome};
use crate::engine::{Context, Engine};
use crate::normalize::Lexicon;
use crate::review::normal_context;

/// Stretches of the histogram.
const BINS: usize = 20;

/// After so many titles it is told how many rows a person has settled.
const REVIEWED: [usize; 8] = [1, 5, 10, 20, 50, 100, 200, 500];

/// Takes note of rows while they pass.
#[derive(Debug, Default)]
pub struct RunLog {
    entries: Vec<Entry>,
    /// By title and context.
    places: FxHashMap<(u32, Option<ContextKey>), usize>,
}

/// Rows of one title that came to one outcome.
#[derive(Debug)]
pub(super) struct Entry {
    pub title: u32,
    pub outcome: Arc<Outcome>,
    pub rows: u64,
    /// What stood beside the title in the first row, as [`Context`] has it, where it made a difference.
    context: Option<Box<[String; 5]>>,
    /// Whether its department or job family did.
    by_department: bool,
}

/// A count of rows and of their distinct titles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Rows.
    pub rows: u64,
    /// Distinct titles that have at least one of them.
    pub titles: u64,
}

/// Rows of each band whose role score lies in one stretch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Where it begins, 0–1.
    #[serde(serialize_with = "shown")]
    pub from: f64,
    /// Where the next begins.
    #[serde(serialize_with = "shown")]
    pub to: f64,
    /// Accepted rows.
    pub accepted: u64,
    /// Rows in review.
    pub review: u64,
    /// Unmatched rows, by the score of the nearest role.
    pub unmatched: u64,
}

/// What a person has settled after some titles, the most frequent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reviewed {
    /// Lines of the review file: titles, or titles in a department where that makes a difference.
    pub titles: usize,
    /// The rows they settle.
    pub rows: u64,
}

/// A run in numbers.
#[derive(Debug, Clone, Serialize)]
pub struct RunReport {
    /// All of them.
    pub all: Count,
    /// Safe to use unread.
    pub accepted: Count,
    /// A person should look.
    pub review: Count,
    /// No role; texts that are no title among them.
    pub unmatched: Count,
    /// Unmatched because the text is no title.
    pub no_title: Count,
    /// Settled by a person's decision, whatever the band.
    pub decided: Count,
    /// Rows by role score; decided rows and those that nothing came near are left out.
    pub histogram: Vec<Bin>,
    /// What other thresholds would do.
    pub thresholds: Vec<AtAccept>,
    /// How soon reviewing pays.
    pub reviewed: Vec<Reviewed>,
    /// Rows with a role by function and level.
    pub functions: Functions,
    /// What the taxonomy lacks.
    pub gaps: Gaps,
    /// The accepted titles with the lowest role scores.
    pub lowest_accepted: Vec<Edge>,
    /// The unmatched titles that came nearest to a role.
    pub highest_rejected: Vec<Edge>,
}

impl RunLog {
    /// Takes note of a row and of what stood beside its title.
    pub fn add(&mut self, found: &RowOutcome, context: &Context<'_>) {
        let at = *self.places.entry((found.title, found.context)).or_insert_with(|| {
            let Context { department, family, grade, years, manages } = *context;
            let beside = [department, family, grade, years, manages].map(str::to_owned);
            self.entries.push(Entry {
                title: found.title,
                outcome: Arc::clone(&found.outcome),
                rows: 0,
                context: found.context.is_some().then(|| Box::new(beside)),
                by_department: found.by_department,
            });
            self.entries.len() - 1
        });
        self.entries[at].rows += 1;
    }

    /// The numbers. `title` gives the text of a title by its number.
    #[must_use]
    pub fn report<'t>(&self, engine: &Engine, title: impl Fn(u32) -> &'t str + Sync) -> RunReport {
        let entries = self.entries.as_slice();
        let in_band = |band| count(entries.iter().filter(|e| e.outcome.band == band));
        RunReport {
            all: count(entries.iter()),
            accepted: in_band(Band::Accepted),
            review: in_band(Band::Review),
            unmatched: in_band(Band::Unmatched),
            no_title: count(entries.iter().filter(|e| e.outcome.is_rejected() && !e.is_decided())),
            decided: count(entries.iter().filter(|e| e.is_decided())),
            histogram: histogram(entries),
            thresholds: thresholds::table(engine, entries, &title),
            reviewed: reviewed(&engine.lexicon, entries, &title),
            functions: Functions::of(&engine.taxonomy, entries),
            gaps: Gaps::of(engine, entries, &title),
            lowest_accepted: edges::lowest_accepted(engine, entries, &title),
            highest_rejected: edges::highest_rejected(engine, entries, &title),
        }
    }
}

impl Entry {
    fn is_decided(&self) -> bool {
        self.outcome.method == Method::Decision
    }

    /// What stood beside the title, where it made a difference.
    fn context(&self) -> Context<'_> {
        match self.context.as_deref() {
            Some([department, family, grade, years, manages]) => Context { department, family, grade, years, manages },
            None => Context::default(),
        }
    }

    /// The role score of the likeliest role, where one came near and nobody decided.
    fn computed_score(&self) -> Option<f32> {
        self.outcome.nearest().filter(|_| !self.is_decided()).map(|nearest| nearest.role_score)
    }
}

fn count<'e>(entries: impl Iterator<Item = &'e Entry>) -> Count {
    let mut titles: FxHashSet<u32> = FxHashSet::default();
    let mut rows = 0;
    for entry in entries {
        rows += entry.rows;
        titles.insert(entry.title);
    }
    Count { rows, titles: titles.len() as u64 }
}

fn histogram(entries: &[Entry]) -> Vec<Bin> {
    let edge = |n: usize| n as f64 / BINS as f64;
    let bin = |n| Bin { from: edge(n), to: edge(n + 1), accepted: 0, review: 0, unmatched: 0 };
    let mut bins: Vec<Bin> = (0..BINS).map(bin).collect();
    for entry in entries {
        let Some(score) = entry.computed_score() else { continue };
        let at = (f64::from(score) * BINS as f64 + 1e-6) as usize;
        let bin = &mut bins[at.min(BINS - 1)];
        match entry.outcome.band {
            Band::Accepted => bin.accepted += entry.rows,
            Band::Review => bin.review += entry.rows,
            Band::Unmatched => bin.unmatched += entry.rows,
        }
    }
    bins
}

/// As the lines of the review file: a decision holds for all titles that normalise alike, or for them in a department.
fn reviewed<'t>(lexicon: &Lexicon, entries: &[Entry], title: &impl Fn(u32) -> &'t str) -> Vec<Reviewed> {
    let mut lines: FxHashMap<(String, String), u64> = FxHashMap::default();
    for entry in entries.iter().filter(|e| e.outcome.is_open()) {
        // As in the review file, which has a line for each title, and for each department where that makes a difference.
        let department = if entry.by_department { entry.context().department } else { "" };
        let key = (lexicon.key(title(entry.title)), normal_context(department));
        *lines.entry(key).or_default() += entry.rows;
    }
    let mut rows: Vec<u64> = lines.into_values().collect();
    rows.sort_unstable_by(|a, b| b.cmp(a));
    let steps = REVIEWED.into_iter().filter(|n| *n < rows.len()).chain((!rows.is_empty()).then_some(rows.len()));
    steps.map(|titles| Reviewed { titles, rows: rows[..titles].iter().sum() }).collect()
}

/// Scores with three decimals, as in every file: single precision has digits in double that nobody wrote.
pub(super) fn shown<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    // No minus before a zero.
    serializer.serialize_f64((value * 1000.0).round() / 1000.0 + 0.0)
}
