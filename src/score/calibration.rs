//! From the probability that the evidence gives to `role_score`: of titles scored about 0.9, about 90 % should be right.
//!
//! The evidence for the foci of a title is made a probability by the softmax of its log-odds. That is right in order but not in
//! size: titles whose true focus is not among the candidates at all are not in it. The curve mends this: isotonic regression
//! (Zadrozny and Elkan 2002, *Transforming Classifier Scores into Accurate Multiclass Probability Estimates*) of the share of
//! labelled titles whose SOC minor group was right, reduced to a few points.

/// Points (probability, share right) between which the score is linear, as `canon evaluate --fit` printed them for 6,864 titles
/// whose SOC codes are known. Such labels are noisy: of titles that are an alias word for word 82 in 100 agree, so that even
/// those that leave no doubt stay below 0.86; on the gold rows the same scores are right more often than they say.
const CURVE: &[(f32, f32)] = &[
    (0.0, 0.0),
    (0.161, 0.286),
    (0.28, 0.4),
    (0.348, 0.538),
    (0.441, 0.63),
    (0.498, 0.634),
    (0.733, 0.793),
    (1.0, 0.852),
];

/// The score of a title that is itself an alias which means nothing else.
const EXACT: f32 = 0.95;

/// Points (similarity, share right) that a title which is only like a phrase cannot pass, however far behind the other foci are:
/// the best of bad readings is still a bad one. Read off the same titles, of those whose probability is above 0.7.
const CEILING: &[(f32, f32)] = &[(0.0, 0.40), (0.35, 0.46), (0.50, 0.62), (0.65, 0.69), (0.75, 0.80), (1.0, 0.86)];

/// How the best phrase of a focus stands to a title.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fit {
    /// The title is the phrase, which means the focus with this confidence (0–1).
    Exact(f32),
    /// The title has the whole phrase in it.
    Whole,
    /// The title is like the phrase, so much (0–1).
    Like(f32),
}

/// The calibrated score 0–1 of the likeliest focus of a title.
#[must_use]
pub fn role_score(probability: f32, fit: Fit) -> f32 {
    let score = curve(probability);
    match fit {
        Fit::Exact(confidence) => score.max(EXACT * confidence),
        Fit::Whole => score,
        Fit::Like(similarity) => score.min(between(CEILING, similarity)),
    }
}

/// The score 0–1 of a runner-up: what the best one leaves, shared out by the probabilities.
#[must_use]
pub fn runner_up_score(probability: f32, best: f32, best_score: f32) -> f32 {
    let left = (1.0 - best).max(f32::EPSILON);
    // The best score may be lower than what it leaves to a close second, which must not overtake it.
    (probability / left * (1.0 - best_score)).min(probability).min(best_score)
}

/// The share of titles given this probability that are right, 0–1.
#[must_use]
pub fn curve(probability: f32) -> f32 {
    between(CURVE, probability)
}

/// The value at `x` on the line through rising points.
fn between(points: &[(f32, f32)], x: f32) -> f32 {
    let at = points.partition_point(|(p, _)| *p < x);
    let (Some(low), Some(high)) = (at.checked_sub(1).map(|i| points[i]), points.get(at)) else {
        return if at == 0 { points[0].1 } else { points[points.len() - 1].1 };
    };
    low.1 + (high.1 - low.1) * (x - low.0) / (high.0 - low.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_rise_and_stay_within_bounds() {
        for table in [CURVE, CEILING] {
            let mut before = 0.0;
            for i in 0..=1000u16 {
                let score = between(table, f32::from(i) / 1000.0);
                assert!((0.0..=1.0).contains(&score) && score >= before, "{i}: {score}");
                before = score;
            }
        }
    }

    #[test]
    fn the_best_of_bad_readings_is_no_good_one() {
        assert!(role_score(0.99, Fit::Like(0.4)) < 0.6);
        assert!(role_score(0.99, Fit::Whole) > 0.8);
        assert!(role_score(0.3, Fit::Exact(1.0)) >= 0.95);
    }
}
