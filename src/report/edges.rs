//! The titles just above and just below what is used: where thresholds are wrong, it shows here first.

use std::cmp::Ordering;

use rayon::prelude::*;
use serde::Serialize;

use super::{Entry, shown};
use crate::decide::{Band, Candidate};
use crate::engine::Engine;

/// How many titles are shown at each edge.
const SHOWN: usize = 10;

/// A title at the edge of its band, with what its role score rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Edge {
    /// As in the input.
    pub title: String,
    /// Its rows.
    pub rows: u64,
    /// The likeliest role.
    pub code: String,
    /// The name of that role.
    pub role: String,
    /// Of that role, 0–1.
    #[serde(serialize_with = "shown")]
    pub role_score: f64,
    /// In words.
    pub reason: String,
    /// The next focus, which the evidence is compared with; `None` where there is none.
    pub next: Option<String>,
    /// What puts the likeliest focus ahead of the next, in log-odds.
    pub evidence: Vec<Term>,
}

/// One piece of evidence, in log-odds: +0.7 makes a focus twice as likely.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Term {
    /// What it is.
    pub what: &'static str,
    /// For the likeliest focus.
    #[serde(serialize_with = "shown")]
    pub focus: f64,
    /// For the next; 0 where there is none.
    #[serde(serialize_with = "shown")]
    pub next: f64,
}

impl Term {
    /// By how much it puts the likeliest focus ahead.
    #[must_use]
    pub fn ahead(&self) -> f64 {
        self.focus - self.next
    }
}

/// The accepted titles with the lowest role scores, the lowest first; what people decided has no edge.
pub(super) fn lowest_accepted<'t>(
    engine: &Engine,
    entries: &[Entry],
    title: &(impl Fn(u32) -> &'t str + Sync),
) -> Vec<Edge> {
    edges(engine, entries, title, Band::Accepted, f32::total_cmp)
}

/// The unmatched titles that came nearest to a role, the nearest first.
pub(super) fn highest_rejected<'t>(
    engine: &Engine,
    entries: &[Entry],
    title: &(impl Fn(u32) -> &'t str + Sync),
) -> Vec<Edge> {
    edges(engine, entries, title, Band::Unmatched, |a, b| b.total_cmp(a))
}

fn edges<'t>(
    engine: &Engine,
    entries: &[Entry],
    title: &(impl Fn(u32) -> &'t str + Sync),
    band: Band,
    order: fn(&f32, &f32) -> Ordering,
) -> Vec<Edge> {
    let of_band = entries.iter().filter(|entry| entry.outcome.band == band);
    let mut scored: Vec<(f32, &Entry)> = of_band.filter_map(|e| e.computed_score().map(|score| (score, e))).collect();
    scored.sort_by(|(a, x), (b, y)| {
        order(a, b).then_with(|| y.rows.cmp(&x.rows)).then_with(|| title(x.title).cmp(title(y.title)))
    });
    scored.truncate(SHOWN);
    let edge = |(_, entry): &(f32, &Entry)| {
        entry.outcome.nearest().map(|nearest| edge(engine, entry, title(entry.title), nearest))
    };
    scored.par_iter().filter_map(edge).collect()
}

fn edge(engine: &Engine, entry: &Entry, title: &str, nearest: &Candidate) -> Edge {
    let explanation = engine.explain(title, &entry.context());
    let mut considered = explanation.considered.iter();
    let (first, next) = (considered.next(), considered.next());
    let terms = first.map(|first| first.evidence.terms()).unwrap_or_default();
    let others = next.map(|next| next.evidence.terms()).unwrap_or_default();
    let term = |((what, focus), (_, next)): ((&'static str, f32), (&str, f32))| Term {
        what,
        focus: f64::from(focus),
        next: f64::from(next),
    };
    Edge {
        title: title.to_owned(),
        rows: entry.rows,
        code: nearest.role.code.clone(),
        role: nearest.role.title.clone(),
        role_score: f64::from(nearest.role_score),
        reason: entry.outcome.reason.clone(),
        next: next.map(|next| next.focus.clone()),
        evidence: terms.into_iter().zip(others).map(term).filter(|t| t.focus != 0.0 || t.next != 0.0).collect(),
    }
}
