//! Whether scores are frequencies: of rows scored about 0.9, are about 90 % right?

use serde::Serialize;

use super::tally::{Share, Tally, rounded};

/// How many bins of equal width there are.
pub const BINS: usize = 10;

/// A probability is not taken for surer than this in the log loss, or a single error would be without bound.
const SUREST: f64 = 0.999;

/// A score that was right or wrong.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// 0–1.
    pub score: f64,
    /// Whether the answer is right.
    pub right: bool,
    /// Number of the distinct title.
    pub title: u32,
}

impl Scored {
    /// The negative logarithm of the probability given to what was the case.
    #[must_use]
    pub fn log_loss(&self) -> f64 {
        let score = self.score.clamp(1.0 - SUREST, SUREST);
        -(if self.right { score } else { 1.0 - score }).ln()
    }
}

/// One bin of scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Where it begins.
    #[serde(serialize_with = "rounded")]
    pub from: f64,
    /// Where it ends; the end itself belongs to the next bin, save for 1.
    #[serde(serialize_with = "rounded")]
    pub to: f64,
    /// Mean of its scores.
    #[serde(serialize_with = "rounded")]
    pub mean_score: f64,
    /// The share of right rows.
    #[serde(flatten)]
    pub share: Share,
}

/// How far scores are from frequencies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quality {
    /// Expected calibration error, 0–1: the mean distance of a bin's mean score from its share of right rows, weighted by
    /// rows (Naeini, Cooper and Hauskrecht 2015), over [`BINS`] bins of equal width.
    #[serde(serialize_with = "rounded")]
    pub ece: f64,
    /// Mean squared error, 0–1 (Brier 1950).
    #[serde(serialize_with = "rounded")]
    pub brier: f64,
    /// Mean negative logarithm of the probability given to what was the case, in nats; scores are taken for no surer
    /// than 0.999.
    #[serde(serialize_with = "rounded")]
    pub log_loss: f64,
}

/// A calibration table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Rows with a score.
    pub rows: u64,
    /// How far off the scores are.
    #[serde(flatten)]
    pub quality: Quality,
    /// The bins that have rows, in order.
    pub bins: Vec<Bin>,
}

impl Calibration {
    /// The table of these scores; `None` without any.
    #[must_use]
    pub fn of(scored: &[Scored]) -> Option<Calibration> {
        let bins = bins(scored);
        Some(Calibration { rows: scored.len() as u64, quality: Quality::of(scored)?, bins })
    }
}

impl Quality {
    /// How far off these scores are; `None` without any.
    #[must_use]
    pub fn of(scored: &[Scored]) -> Option<Quality> {
        if scored.is_empty() {
            return None;
        }
        let n = scored.len() as f64;
        let mean = |value: &dyn Fn(&Scored) -> f64| scored.iter().map(value).sum::<f64>() / n;
        let off = |bin: &Bin| (bin.mean_score - bin.share.share.unwrap_or(0.0)).abs() * bin.share.rows as f64;
        Some(Quality {
            ece: bins(scored).iter().map(off).sum::<f64>() / n,
            brier: mean(&|s| (s.score - f64::from(u8::from(s.right))).powi(2)),
            log_loss: mean(&Scored::log_loss),
        })
    }
}

fn bins(scored: &[Scored]) -> Vec<Bin> {
    let mut sums = [0.0; BINS];
    let mut tallies: [Tally; BINS] = Default::default();
    for s in scored {
        let at = bin_of(s.score);
        sums[at] += s.score;
        tallies[at].add(s.title, s.right);
    }
    let edge = |i: usize| i as f64 / BINS as f64;
    let all = tallies.iter().zip(sums).enumerate().filter(|(_, (tally, _))| tally.rows() > 0);
    all.map(|(i, (tally, sum))| Bin {
        from: edge(i),
        to: edge(i + 1),
        mean_score: sum / tally.rows() as f64,
        share: tally.share(),
    })
    .collect()
}

/// Scores are single precision, in which 0.3 is a little more and 0.7 a little less than in double.
fn bin_of(score: f64) -> usize {
    ((score as f32 * BINS as f32).max(0.0) as usize).min(BINS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(score: f64, right: u32, wrong: u32) -> Vec<Scored> {
        (0..right + wrong).map(|i| Scored { score, right: i < right, title: i }).collect()
    }

    #[test]
    fn a_score_that_is_a_frequency_has_no_error() {
        let quality = Quality::of(&scored(0.75, 75, 25)).unwrap();
        assert!(quality.ece < 1e-12 && (quality.brier - 0.1875).abs() < 1e-12, "{quality:?}");
        let bold = Quality::of(&scored(0.95, 75, 25)).unwrap();
        assert!((bold.ece - 0.20).abs() < 1e-12 && bold.log_loss > quality.log_loss);
        assert!(Quality::of(&[]).is_none());
    }

    #[test]
    fn edges_belong_to_the_bin_that_begins_there() {
        for i in 0..10u8 {
            assert_eq!(bin_of(f64::from(f32::from(i) / 10.0)), usize::from(i), "{i}");
        }
        assert_eq!(bin_of(1.0), 9);
    }
}
