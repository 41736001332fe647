//! A calibration fitted to labelled rows: a small rising table, and what it is worth on rows it was not fitted to.
//!
//! Isotonic regression alone gives hundreds of steps and promises certainty where a few rows happen to be right. So the
//! steps are pooled until each has enough rows, their shares are shrunk by the rule of succession, and few points are
//! kept, between which the table is linear.

use serde::Serialize;

use super::calibration::{Quality, Scored};
use super::isotonic::{Block, isotonic, pool};
use super::tally::rounded;

/// Parts that the rows are divided into; each is judged by a table that the others gave.
pub const FOLDS: u32 = 10;

/// Fewer rows than this give no table worth having.
const LEAST_ROWS: usize = 50;

/// A step of fewer rows than this is pooled with its neighbour …
const LEAST_IN_STEP: f64 = 10.0;

/// … and so is one with less than this share of the rows.
const LEAST_SHARE: f64 = 0.03;

/// More points than this say nothing more.
const MOST_POINTS: usize = 10;

/// A rising function between points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// (raw, calibrated), both 0–1 and rising, from raw 0 to raw 1.
    pub points: Vec<(f64, f64)>,
}

/// A fitted table with its worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit {
    /// Rows it was fitted to.
    pub rows: u64,
    /// The table, fitted to all of them.
    #[serde(flatten)]
    pub table: Table,
    /// How far off the scores are as they stand.
    pub before: Quality,
    /// How far off the table is on rows that it was not fitted to, by cross-validation. Rows of one title are never
    /// on both sides.
    pub after: Quality,
    /// How many parts the rows were divided into for that.
    pub folds: u32,
    /// Lower end of the 95 % interval of what the log loss falls by; the table helps where it is above 0.
    #[serde(serialize_with = "rounded")]
    pub gain_low: f64,
    /// Upper end.
    #[serde(serialize_with = "rounded")]
    pub gain_high: f64,
}

/// Why there is no table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoFit {
    /// Too few rows.
    #[error("{rows} rows with a score are too few to fit a table to; {LEAST_ROWS} are the least")]
    TooFewRows {
        /// How many there are.
        rows: usize,
    },
    /// All rows right, or all wrong.
    #[error("all {rows} rows are {}, so there is nothing to learn from them", if *.right { "right" } else { "wrong" })]
    OneSided {
        /// How many there are.
        rows: usize,
        /// Which they are.
        right: bool,
    },
}

impl Table {
    /// The calibrated score of a raw one, 0–1.
    #[must_use]
    pub fn at(&self, raw: f64) -> f64 {
        let after = self.points.partition_point(|p| p.0 < raw);
        match (after.checked_sub(1).map(|i| self.points[i]), self.points.get(after)) {
            (Some(low), Some(high)) => low.1 + (high.1 - low.1) * (raw - low.0) / (high.0 - low.0),
            (None, Some(first)) => first.1,
            (Some(last), None) => last.1,
            (None, None) => raw,
        }
    }

    /// The table fitted to scores.
    #[must_use]
    pub fn fitted(scored: &[Scored]) -> Table {
        let points: Vec<(f64, f64)> = scored.iter().map(|s| (s.score, f64::from(u8::from(s.right)))).collect();
        let least = LEAST_IN_STEP.max(LEAST_SHARE * scored.len() as f64);
        let steps = shrunk(&large_enough(isotonic(&points), least));
        Table { points: reduced(&steps) }
    }
}

impl Fit {
    /// Fits a table and measures it.
    ///
    /// # Errors
    /// When there are too few rows, or nothing to tell right from wrong by.
    pub fn of(scored: &[Scored]) -> Result<Fit, NoFit> {
        let rows = scored.len();
        let right = scored.iter().filter(|s| s.right).count();
        if rows > 0 && (right == 0 || right == rows) {
            return Err(NoFit::OneSided { rows, right: right > 0 });
        }
        let too_few = || NoFit::TooFewRows { rows };
        if rows < LEAST_ROWS {
            return Err(too_few());
        }
        let unseen = cross_validated(scored);
        let (gain_low, gain_high) = gain(scored, &unseen);
        Ok(Fit {
            rows: rows as u64,
            table: Table::fitted(scored),
            before: Quality::of(scored).ok_or_else(too_few)?,
            after: Quality::of(&unseen).ok_or_else(too_few)?,
            folds: FOLDS,
            gain_low,
            gain_high,
        })
    }

    /// Whether the rows show that the table helps where it was not fitted.
    #[must_use]
    pub fn helps(&self) -> bool {
        self.gain_low > 0.0
    }
}

/// Every score as a table gives it that was fitted without its part.
fn cross_validated(scored: &[Scored]) -> Vec<Scored> {
    let mut unseen = scored.to_vec();
    for fold in 0..FOLDS {
        let rest: Vec<Scored> = scored.iter().filter(|s| fold_of(s.title) != fold).copied().collect();
        let table = Table::fitted(&rest);
        for s in unseen.iter_mut().filter(|s| fold_of(s.title) == fold) {
            s.score = table.at(s.score);
        }
    }
    unseen
}

/// The part of a title. Neighbours in a file are often alike, so the numbers are mixed first (`splitmix64`, Steele, Lea
/// and Flood 2014), which gives the same parts on every machine.
fn fold_of(title: u32) -> u32 {
    let mut z = u64::from(title).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) % u64::from(FOLDS)) as u32
}

/// The 95 % interval of the mean fall of the log loss, from its spread over titles.
fn gain(before: &[Scored], after: &[Scored]) -> (f64, f64) {
    let mut by_title: rustc_hash::FxHashMap<u32, f64> = rustc_hash::FxHashMap::default();
    let mut total = 0.0;
    for (b, a) in before.iter().zip(after) {
        let fall = b.log_loss() - a.log_loss();
        *by_title.entry(b.title).or_default() += fall;
        total += fall;
    }
    let (rows, titles) = (before.len() as f64, by_title.len() as f64);
    let mean = total / titles;
    let mut falls: Vec<f64> = by_title.into_values().collect();
    // Sums of floats depend on their order, which a hash map does not promise.
    falls.sort_by(f64::total_cmp);
    let variance = falls.iter().map(|f| (f - mean).powi(2)).sum::<f64>() / (titles - 1.0).max(1.0);
    let spread = 1.96 * (variance * titles).sqrt();
    ((total - spread) / rows, (total + spread) / rows)
}

/// Pools neighbours until each step has that many rows.
fn large_enough(steps: Vec<Block>, least: f64) -> Vec<Block> {
    let mut large: Vec<Block> = Vec::new();
    for step in steps {
        match large.last_mut().filter(|last| last.weight < least) {
            Some(last) => *last = last.pooled(step),
            None => large.push(step),
        }
    }
    // The last one may have been left over.
    if large.len() > 1
        && let Some(last) = large.pop_if(|last| last.weight < least)
        && let Some(before) = large.last_mut()
    {
        *before = before.pooled(last);
    }
    large
}

/// Shares by the rule of succession, (right + 1) ÷ (rows + 2): no number of rows makes certain.
fn shrunk(steps: &[Block]) -> Vec<Block> {
    let one = |b: &Block| Block { value: (b.value * b.weight + 1.0) / (b.weight + 2.0), ..*b };
    // Small steps shrink more, which may turn the order of two neighbours.
    pool(steps.iter().map(one))
}

/// Few points from raw 0 to raw 1, with three decimals.
fn reduced(steps: &[Block]) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64, f64)> = steps.iter().map(|b| (b.mean, b.value, b.weight)).collect();
    while kept.len() > MOST_POINTS - 2 {
        // What a point's removal changes, weighted by its rows.
        let change = |i: usize| {
            let (low, at, high) = (kept[i - 1], kept[i], kept[i + 1]);
            let line = low.1 + (high.1 - low.1) * (at.0 - low.0) / (high.0 - low.0);
            (line - at.1).abs() * at.2
        };
        let Some(least) = (1..kept.len() - 1).min_by(|a, b| change(*a).total_cmp(&change(*b))) else { break };
        kept.remove(least);
    }
    let three = |x: f64| (x * 1000.0).round() / 1000.0;
    let mut points = vec![(0.0, 0.0)];
    for (x, y) in kept.into_iter().map(|(x, y, _)| (three(x), three(y))) {
        match points.last_mut() {
            // Nothing said of the scores below: the line to (0, 0) keeps their order.
            Some(last) if last.0 >= x => *last = (last.0, y),
            _ => points.push((x, y)),
        }
    }
    // Above the last step nothing more is known.
    if let Some(last) = points.last().filter(|last| last.0 < 1.0) {
        points.push((1.0, last.1));
    }
    points
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Scores spread over 0–1, right with a frequency that is a function of the score.
    fn sample(n: u32, frequency: impl Fn(f64) -> f64) -> Vec<Scored> {
        let of = |i: u32| {
            let score = f64::from(i % 100) / 100.0;
            // Evenly spread numbers (the golden ratio's multiples) in place of chance.
            let chance = (f64::from(i / 100) * 0.618_033_988_75 + score * 0.37).fract();
            Scored { score, right: chance < frequency(score), title: i }
        };
        (0..n).map(of).collect()
    }

    #[test]
    fn a_table_brings_bold_scores_down_on_rows_it_has_not_seen() {
        let fit = Fit::of(&sample(3000, |score| score * score)).unwrap();
        assert!(fit.after.ece < fit.before.ece / 2.0 && fit.after.log_loss < fit.before.log_loss, "{fit:?}");
        assert!(fit.helps() && fit.table.points.len() <= MOST_POINTS);
        assert!((fit.table.at(0.8) - 0.64).abs() < 0.08, "{}", fit.table.at(0.8));
    }

    #[test]
    fn scores_that_are_frequencies_are_not_said_to_be_helped() {
        let fit = Fit::of(&sample(3000, |score| score)).unwrap();
        assert!(!fit.helps(), "{fit:?}");
    }

    #[test]
    fn too_few_or_one_sided_rows_give_no_table() {
        assert_eq!(Fit::of(&sample(40, |s| s)), Err(NoFit::TooFewRows { rows: 40 }));
        assert_eq!(Fit::of(&sample(400, |_| 2.0)), Err(NoFit::OneSided { rows: 400, right: true }));
        assert_eq!(Fit::of(&[]), Err(NoFit::TooFewRows { rows: 0 }));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn tables_rise_and_stay_within_bounds(all in prop::collection::vec((0u16..=1000, any::<bool>()), 1..300)) {
            let scored: Vec<Scored> =
                (0..).zip(&all).map(|(i, (x, right))| Scored { score: f64::from(*x) / 1000.0, right: *right, title: i }).collect();
            let table = Table::fitted(&scored);
            prop_assert!(table.points.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 <= w[1].1), "{:?}", table.points);
            prop_assert!(table.points.len() <= MOST_POINTS);
            for i in 0..=100u8 {
                let at = table.at(f64::from(i) / 100.0);
                prop_assert!((0.0..=1.0).contains(&at), "{at}");
            }
        }
    }
}
