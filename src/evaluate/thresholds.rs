//! What a threshold on `role_score` would give: how many rows reach it, and how many of those are right.

use serde::Serialize;

use super::calibration::Scored;
use super::tally::{Share, Tally, rounded, rows_to_support};

/// Thresholds are looked for in steps of a hundredth, as people type them.
const STEPS: u16 = 100;

/// One threshold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AtThreshold {
    /// Least role score.
    #[serde(serialize_with = "rounded")]
    pub threshold: f64,
    /// Share of all rows that reach it, 0–1; rows without any score never do.
    #[serde(serialize_with = "rounded")]
    pub coverage: f64,
    /// The share of those that are right.
    pub precision: Share,
    /// How many independent rows those are worth.
    #[serde(serialize_with = "rounded")]
    pub effective_rows: f64,
}

/// A threshold for a wanted precision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// The wanted precision, 0–1.
    #[serde(serialize_with = "rounded")]
    pub target: f64,
    /// The least threshold that reaches it on these rows; else the one that comes nearest.
    pub at: Option<AtThreshold>,
    /// What to make of it.
    pub verdict: Support,
}

/// What a sample says about a target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// Even the lower end of the interval reaches the target.
    Supported,
    /// The share reaches it, its interval does not.
    Unsettled,
    /// There are too few rows for any share to be sure of it.
    TooFewRows {
        /// How many rows without one error it takes.
        needed: u64,
    },
    /// No threshold reaches it.
    OutOfReach,
    /// There is no score at all.
    NoRows,
}

/// Precision and coverage at every hundredth from 0 to 1; `rows` are all rows, with a score or without.
#[must_use]
pub fn curve(scored: &[Scored], rows: u64) -> Vec<AtThreshold> {
    let mut sorted: Vec<&Scored> = scored.iter().collect();
    sorted.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut left = sorted.into_iter().peekable();
    let mut reached = Tally::default();
    let mut curve = Vec::with_capacity(usize::from(STEPS) + 1);
    for step in (0..=STEPS).rev() {
        // In single precision, as the matcher compares.
        let threshold = f64::from(f32::from(step) / f32::from(STEPS));
        while let Some(s) = left.next_if(|s| s.score >= threshold) {
            reached.add(s.title, s.right);
        }
        curve.push(AtThreshold {
            threshold: f64::from(step) / f64::from(STEPS),
            coverage: if rows == 0 { 0.0 } else { reached.rows() as f64 / rows as f64 },
            precision: reached.share(),
            effective_rows: reached.effective(),
        });
    }
    curve.reverse();
    curve
}

/// The least threshold of a curve, from `least` on, whose precision reaches a target on these rows.
#[must_use]
pub fn suggest(curve: &[AtThreshold], least: f64, target: f64) -> Suggestion {
    let curve = &curve[curve.partition_point(|at| at.threshold < least - 1e-6)..];
    let precision = |at: &AtThreshold| at.precision.share.unwrap_or(0.0);
    let rows = |at: &&AtThreshold| at.precision.rows > 0;
    if let Some(at) = curve.iter().filter(rows).find(|at| precision(at) >= target).copied() {
        let needed = rows_to_support(target);
        let verdict = match at {
            at if at.precision.low >= target => Support::Supported,
            at if at.effective_rows < needed => Support::TooFewRows { needed: needed as u64 },
            _ => Support::Unsettled,
        };
        return Suggestion { target, at: Some(at), verdict };
    }
    // The lowest of equals covers the most.
    let mut best: Option<&AtThreshold> = None;
    for at in curve.iter().filter(rows) {
        if best.is_none_or(|best| precision(at) > precision(best)) {
            best = Some(at);
        }
    }
    let verdict = if best.is_some() { Support::OutOfReach } else { Support::NoRows };
    Suggestion { target, at: best.copied(), verdict }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_scored() -> impl Strategy<Value = Vec<Scored>> {
        prop::collection::vec((0u16..=1000, any::<bool>(), 0u32..30), 0..200).prop_map(|all| {
            all.into_iter()
                .map(|(s, right, title)| Scored { score: f64::from(f32::from(s) / 1000.0), right, title })
                .collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn coverage_falls_and_counts_add_up(scored in any_scored(), unscored in 0u64..20) {
            let rows = scored.len() as u64 + unscored;
            let curve = curve(&scored, rows);
            prop_assert!(curve.windows(2).all(|w| w[0].coverage >= w[1].coverage));
            prop_assert_eq!(curve[0].precision.rows, scored.len() as u64);
            prop_assert_eq!(curve[0].precision.right, scored.iter().filter(|s| s.right).count() as u64);
            for at in &curve {
                let n = scored.iter().filter(|s| s.score as f32 >= at.threshold as f32).count() as u64;
                prop_assert_eq!(at.precision.rows, n);
            }
        }

        #[test]
        fn a_suggestion_is_the_least_threshold_that_reaches_the_target(scored in any_scored(), target in 0.5f64..0.99) {
            let curve = curve(&scored, scored.len() as u64);
            let suggestion = suggest(&curve, 0.0, target);
            let reaches = |at: &AtThreshold| at.precision.share.is_some_and(|p| p >= target);
            match suggestion.verdict {
                Support::NoRows => prop_assert!(scored.is_empty()),
                Support::OutOfReach => prop_assert!(!curve.iter().any(reaches)),
                _ => {
                    let at = suggestion.at.unwrap();
                    prop_assert!(reaches(&at) && !curve.iter().any(|c| c.threshold < at.threshold && reaches(c)));
                }
            }
        }
    }

    #[test]
    fn a_small_sample_does_not_settle_a_high_target() {
        let scored: Vec<Scored> = (0..20).map(|title| Scored { score: 0.9, right: true, title }).collect();
        let suggestion = suggest(&curve(&scored, 20), 0.4, 0.97);
        assert_eq!(suggestion.verdict, Support::TooFewRows { needed: 125 });
        let many: Vec<Scored> = (0..200).map(|title| Scored { score: 0.9, right: true, title }).collect();
        assert_eq!(suggest(&curve(&many, 200), 0.4, 0.97).verdict, Support::Supported);
    }
}
