//! What another `accept` would do: how many rows and titles it would let pass, and how often the titles that people
//! have decided were right above it.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::Serialize;

use super::{Entry, count, shown};
use crate::decide::Band;
use crate::engine::Engine;

/// The thresholds of the table, in hundredths.
const STEPS: [u8; 10] = [50, 55, 60, 65, 70, 75, 80, 85, 90, 95];

/// What a run would come to with one `accept`, everything else being the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AtAccept {
    /// Least role score of an accepted match.
    #[serde(serialize_with = "shown")]
    pub accept: f64,
    /// Whether it is the one in force.
    pub in_force: bool,
    /// Rows that would be accepted; decided ones among them.
    pub accepted_rows: u64,
    /// Rows that would be in review.
    pub review_rows: u64,
    /// Distinct titles that would have rows in review.
    pub review_titles: u64,
    /// What the decisions say about computed roles that reach it; `None` without decisions.
    pub decisions: Option<DecisionCheck>,
}

/// Decided titles whose computed role score reaches a threshold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct DecisionCheck {
    /// All of them.
    pub titles: u64,
    /// Those where the person chose the focus that was computed.
    pub right: u64,
}

/// One decided title: the score of what would have been computed, and whether the person chose that focus.
#[derive(Debug, Clone, Copy)]
struct Checked {
    score: f32,
    right: bool,
}

pub(super) fn table<'t>(engine: &Engine, entries: &[Entry], title: &(impl Fn(u32) -> &'t str + Sync)) -> Vec<AtAccept> {
    let in_force = engine.thresholds().accept;
    let checked = checked(engine, entries, title);
    let mut steps: Vec<f32> = STEPS.iter().map(|step| f32::from(*step) / 100.0).collect();
    if !steps.iter().any(|step| same(*step, in_force)) {
        steps.push(in_force);
        steps.sort_by(f32::total_cmp);
    }
    // Below `reject` nothing is left for review.
    steps.retain(|step| *step >= engine.thresholds().reject);
    steps.into_iter().map(|accept| at(accept, same(accept, in_force), entries, &checked)).collect()
}

fn same(a: f32, b: f32) -> bool {
    (a - b).abs() < 1e-4
}

fn at(accept: f32, in_force: bool, entries: &[Entry], checked: &[Checked]) -> AtAccept {
    let accepted = |entry: &&Entry| band_at(entry, accept) == Band::Accepted;
    let review = count(entries.iter().filter(|entry| band_at(entry, accept) == Band::Review));
    let reaching = || checked.iter().filter(|checked| checked.score >= accept);
    let right = reaching().filter(|checked| checked.right).count() as u64;
    let decisions = DecisionCheck { titles: reaching().count() as u64, right };
    AtAccept {
        accept: f64::from(accept),
        in_force,
        accepted_rows: entries.iter().filter(accepted).map(|entry| entry.rows).sum(),
        review_rows: review.rows,
        review_titles: review.titles,
        decisions: (!checked.is_empty()).then_some(decisions),
    }
}

/// The band that an entry would have.
fn band_at(entry: &Entry, accept: f32) -> Band {
    let outcome = &entry.outcome;
    match &outcome.best {
        _ if entry.is_decided() => outcome.band,
        Some(best) if !outcome.held_back && best.role_score >= accept => Band::Accepted,
        Some(_) => Band::Review,
        None => Band::Unmatched,
    }
}

/// Decided titles, each once, matched as if nobody had decided.
fn checked<'t>(engine: &Engine, entries: &[Entry], title: &(impl Fn(u32) -> &'t str + Sync)) -> Vec<Checked> {
    let mut seen: FxHashSet<(u32, &str)> = FxHashSet::default();
    let decided = entries.iter().filter(|e| e.is_decided() && seen.insert((e.title, e.context().department)));
    let decided: Vec<&Entry> = decided.collect();
    let check = |entry: &&Entry| {
        let computed = engine.match_one(title(entry.title), &entry.context());
        let nearest = computed.nearest()?;
        let chosen = entry.outcome.best.as_ref().map(|chosen| chosen.role.focus);
        Some(Checked { score: nearest.role_score, right: chosen == Some(nearest.role.focus) })
    };
    decided.par_iter().filter_map(check).collect()
}
