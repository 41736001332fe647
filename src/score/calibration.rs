//! From similarity to `role_score`: of titles scored about 0.9, about 90 % should be right.

use crate::engine::FocusMatch;

/// Points (similarity, share right) between which the score is linear. Read off the share of labelled titles whose
/// SOC minor group was right, by tenths of similarity; between them the curve is kept rising.
const CURVE: &[(f32, f32)] =
    &[(0.0, 0.0), (0.30, 0.15), (0.45, 0.34), (0.60, 0.50), (0.75, 0.66), (0.85, 0.78), (0.95, 0.90), (1.0, 0.97)];

/// What a close runner-up of another function takes away: with two equal readings one of them is wrong.
const DOUBT: f32 = 0.25;

/// A runner-up this much behind no longer casts doubt.
const CLEAR: f32 = 0.15;

/// The calibrated score 0–1 of a match whose runner-up (of another focus) has strength `runner_up`.
#[must_use]
pub fn role_score(best: &FocusMatch, runner_up: Option<f32>) -> f32 {
    let score = best.strength();
    if best.best.exact {
        return score;
    }
    let behind = runner_up.map_or(CLEAR, |r| (score - r).clamp(0.0, CLEAR));
    score * (1.0 - DOUBT * (1.0 - behind / CLEAR))
}

/// The share of titles whose best phrase fits this well that are right, 0–1.
#[must_use]
pub fn curve(similarity: f32) -> f32 {
    let at = CURVE.partition_point(|(s, _)| *s < similarity);
    let (Some(low), Some(high)) = (at.checked_sub(1).map(|i| CURVE[i]), CURVE.get(at)) else {
        return if at == 0 { CURVE[0].1 } else { CURVE[CURVE.len() - 1].1 };
    };
    low.1 + (high.1 - low.1) * (similarity - low.0) / (high.0 - low.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_rises_and_stays_within_bounds() {
        let mut before = 0.0;
        for i in 0..=1000u16 {
            let score = curve(f32::from(i) / 1000.0);
            assert!((0.0..=1.0).contains(&score) && score >= before, "{i}: {score}");
            before = score;
        }
    }
}
