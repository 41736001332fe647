//! From what is known of the likeliest focus to `role_score`: of titles scored about 0.9, about 90 % should be right.
//!
//! The softmax of the evidence says how likely a focus is beside the others of its title, but a title may mean none of them. So
//! several signals are put together by a logistic regression, and a curve takes out what that leaves: isotonic regression (Zadrozny
//! and Elkan 2002, *Transforming Classifier Scores into Accurate Multiclass Probability Estimates*) of the share of labelled titles
//! whose SOC minor group was right, reduced to a few points.

use serde::Serialize;

use super::weights::{self, trust};

/// Points (trust, share right) between which the score is linear, as `canon evaluate --fit` printed them for 6,859 titles
/// whose SOC codes are known. Such labels are noisy, so that even titles that leave no doubt stay below 0.91; on the gold rows the same
/// scores are right more often than they say.
const CURVE: &[(f32, f32)] = &[
    (0.0, 0.0),
    (0.25, 0.236),
    (0.366, 0.391),
    (0.514, 0.515),
    (0.622, 0.662),
    (0.7, 0.675),
    (0.8, 0.832),
    (0.824, 0.833),
    (0.925, 0.909),
    (1.0, 0.909),
];

/// Least score of a title that is itself an alias which a person answered for, where it means nothing else.
const CONFIRMED: f32 = 0.95;

/// How the best phrase of a focus stands to a title.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// The title is the phrase.
    Exact {
        /// How surely it means the focus, 0–1, where a person answered for it.
        confirmed: Option<f32>,
    },
    /// The title has the whole phrase in it.
    Whole,
    /// The title is like the phrase.
    Like,
}

/// What the score of the likeliest focus of a title rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Signals {
    /// How likely the focus is beside the other foci of the title, 0–1.
    pub probability: f32,
    /// How likely the single words make its occupational group, 0–1: an alias that they speak against is mostly one that
    /// also means something else.
    pub agreement: f32,
    /// Similarity of its best phrase, times the confidence of that, 0–1.
    pub strength: f32,
    /// What the columns beside the title say for the focus, in log-odds.
    pub context: f32,
    /// How the phrase stands to the title.
    pub fit: Fit,
}

impl Signals {
    /// How far they make the focus trusted, 0–1, before calibration: a logistic regression.
    #[must_use]
    pub fn trust(&self) -> f32 {
        let sum: f32 = self.terms().iter().map(|(_, term)| term).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// The terms of the sum, in log-odds, with words for people.
    #[must_use]
    pub fn terms(&self) -> [(&'static str, f32); 6] {
        let (kind, fit) = match self.fit {
            Fit::Exact { .. } => ("the title is the phrase", trust::EXACT),
            Fit::Whole => ("the title has the whole phrase", trust::WHOLE),
            Fit::Like => ("the title is only like the phrase", 0.0),
        };
        [
            ("to begin with", trust::BIAS),
            ("likely beside the other foci", trust::PROBABILITY * log_odds(self.probability)),
            ("its words speak for its occupational group", trust::AGREEMENT * log_odds(self.agreement)),
            ("its phrase fits", trust::STRENGTH * self.strength.max(weights::LEAST_FIT).ln()),
            (kind, fit),
            ("columns beside the title", trust::CONTEXT * self.context),
        ]
    }

    /// The calibrated score 0–1.
    #[must_use]
    pub fn role_score(&self) -> f32 {
        let score = curve(self.trust());
        match self.fit {
            Fit::Exact { confirmed: Some(confidence) } => score.max(CONFIRMED * confidence),
            _ => score,
        }
    }
}

/// Nothing is surer than 999 in 1,000.
fn log_odds(p: f32) -> f32 {
    const LEAST: f32 = 0.001;
    ((p + LEAST) / (1.0 - p + LEAST)).ln()
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

    fn signals(probability: f32, agreement: f32, strength: f32, fit: Fit) -> Signals {
        Signals { probability, agreement, strength, context: 0.0, fit }
    }

    #[test]
    fn the_table_rises_and_stays_within_bounds() {
        let mut before = 0.0;
        for i in 0..=1000u16 {
            let score = curve(f32::from(i) / 1000.0);
            assert!((0.0..=1.0).contains(&score) && score >= before, "{i}: {score}");
            before = score;
        }
    }

    #[test]
    fn the_best_of_bad_readings_is_no_good_one() {
        assert!(signals(0.99, 0.3, 0.4, Fit::Like).role_score() < 0.6);
        assert!(signals(0.99, 0.95, 0.9, Fit::Whole).role_score() > 0.75);
    }

    #[test]
    fn an_alias_that_its_words_speak_against_is_doubted_unless_a_person_answers_for_it() {
        let score =
            |agreement, confirmed: Option<f32>| signals(0.99, agreement, 1.0, Fit::Exact { confirmed }).role_score();
        assert!(score(0.02, None) < 0.7 && score(0.98, None) > 0.8, "{} {}", score(0.02, None), score(0.98, None));
        assert!(score(0.02, Some(1.0)) >= 0.95);
    }
}
