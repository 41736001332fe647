//! Accuracy by part of an answer: function, focus, level, code, SOC digits.

use serde::Serialize;

use super::judge::{Part, Verdict};
use super::tally::{Share, Tally};

/// How often one part is right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PartShare {
    /// The part.
    pub part: Part,
    /// Of the rows whose truth says it; an unmatched row counts as wrong.
    #[serde(flatten)]
    pub share: Share,
}

/// Counts all parts of rows.
#[derive(Debug, Clone, Default)]
pub struct PartTallies([Tally; Part::ALL.len()]);

impl PartTallies {
    /// Counts a row of a title.
    pub fn add(&mut self, title: u32, verdict: &Verdict) {
        for part in Part::ALL {
            if let Some(right) = verdict.of(part) {
                self.0[part as usize].add(title, right);
            }
        }
    }

    /// The shares of the parts that any row says.
    #[must_use]
    pub fn shares(&self) -> Vec<PartShare> {
        let said = Part::ALL.into_iter().zip(&self.0).filter(|(_, tally)| tally.rows() > 0);
        said.map(|(part, tally)| PartShare { part, share: tally.share() }).collect()
    }
}
