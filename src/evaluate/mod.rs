//! How good the matching is, measured on rows whose right answers are known; and a calibration fitted to them.
//!
//! ```text
//! collect → judge → parts, groups, thresholds, calibration, mistakes, fit → Evaluation
//! ```
//!
//! `truth` understands what a cell of the truth column says, `collect` reads and matches rows as `canon match` does,
//! `judge` compares each answer with its truth as far as the truth goes, and the rest counts. Not for: telling people,
//! which is the business of `cli`, or for changing how titles are matched.

mod calibration;
mod collect;
mod column;
mod error;
mod fit;
mod groups;
mod isotonic;
mod judge;
mod mistakes;
mod parts;
mod soc;
mod tally;
mod thresholds;
mod truth;

use std::collections::BTreeMap;

use serde::Serialize;

pub use calibration::{BINS, Bin, Calibration, Quality, Scored};
pub use collect::{Case, Labelled, LabelledSource, TruthChoice, UnknownTruth};
pub use error::EvaluateError;
pub use fit::{FOLDS, Fit, NoFit, Table};
pub use groups::Group;
pub use isotonic::{Block, isotonic, pool};
pub use judge::{Judge, Part, Verdict, nearest};
pub use mistakes::{Confusion, Judged, Miss};
pub use parts::{PartShare, PartTallies};
pub use soc::{SOC_DIGITS, SocCode};
pub use tally::{Share, Tally, rows_to_support, wilson};
pub use thresholds::{AtThreshold, Suggestion, Support};
pub use truth::{Answer, Truth, TruthKind, TruthReader};

use crate::decide::{Band, Candidate, Thresholds};
use crate::taxonomy::Taxonomy;

/// What is measured.
#[derive(Debug, Clone)]
pub struct EvaluateOptions {
    /// Digits of a SOC code that must agree for the role to count as right: one of [`SOC_DIGITS`].
    pub fit_digits: usize,
    /// Precisions for which accept thresholds are looked for, between 0 and 1.
    pub targets: Vec<f64>,
    /// An accept threshold below this is not suggested, 0–1: where titles are unmatched.
    pub least_accept: f64,
    /// How many confusions and errors are listed.
    pub most: usize,
    /// Whether calibrations are fitted.
    pub fit: FitChoice,
}

/// Whether calibrations are fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FitChoice {
    /// They are.
    Fit,
    /// They are not.
    #[default]
    Leave,
}

impl Default for EvaluateOptions {
    /// The minor SOC group, three usual precisions, ten lines a list, no fit.
    fn default() -> EvaluateOptions {
        EvaluateOptions {
            fit_digits: 3,
            targets: vec![0.90, 0.95, 0.97],
            least_accept: f64::from(Thresholds::default().reject),
            most: 10,
            fit: FitChoice::Leave,
        }
    }
}

/// Rows of one band.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandShare {
    /// The band.
    pub band: Band,
    /// Its rows, of all rows.
    pub coverage: Share,
    /// Of its rows, those whose role is right, level aside.
    pub role_right: Share,
    /// Of its rows, those with nothing wrong.
    pub all_right: Share,
}

/// Everything that was measured.
#[derive(Debug, Clone, Serialize)]
pub struct Evaluation {
    /// Rows that were compared.
    pub rows: u64,
    /// Distinct titles of these.
    pub distinct_titles: u64,
    /// Rows without a truth.
    pub empty_truths: u64,
    /// Rows whose truth is not known to the taxonomy.
    pub unknown_truths: u64,
    /// What the truths are, with how many answers of each kind.
    pub truth: BTreeMap<TruthKind, u64>,
    /// What a role score promises: the part that makes a role right.
    pub role_means: Option<Part>,
    /// Accuracy by part.
    pub parts: Vec<PartShare>,
    /// Coverage and precision by band.
    pub bands: Vec<BandShare>,
    /// Accuracy by group.
    pub groups: Vec<Group>,
    /// Precision and coverage at every hundredth of the role score.
    pub thresholds: Vec<AtThreshold>,
    /// Accept thresholds for wanted precisions.
    pub suggestions: Vec<Suggestion>,
    /// Whether role scores are frequencies.
    pub role_calibration: Option<Calibration>,
    /// Whether level scores are, where the role is right.
    pub level_calibration: Option<Calibration>,
    /// Roles that are taken for others.
    pub confusions: Vec<Confusion>,
    /// Levels that are, where the role is right.
    pub level_confusions: Vec<Confusion>,
    /// Wrong roles that look surest.
    pub surest_misses: Vec<Miss>,
    /// A table for the role score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_fit: Option<FitResult>,
    /// A table for the level score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level_fit: Option<FitResult>,
}

/// A fitted table, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FitResult {
    /// The table.
    Fitted(Fit),
    /// Why not.
    NotFitted(NoFit),
}

impl Evaluation {
    /// Measures labelled rows. The second part of the answer are the rows with anything wrong, in their order.
    #[must_use]
    pub fn of(labelled: &Labelled, taxonomy: &Taxonomy, options: &EvaluateOptions) -> (Evaluation, Vec<Miss>) {
        let kinds: Vec<TruthKind> = labelled.kinds.keys().copied().collect();
        let judge = Judge::new(taxonomy, &kinds, options.fit_digits);
        let judged = Judged::all(labelled, &judge);
        let mut parts = PartTallies::default();
        judged.iter().for_each(|row| parts.add(row.case.title, &row.verdict));
        let role = role_scores(&judged);
        let level = level_scores(&judged);
        let of_role = judged.iter().filter(|row| row.role_right.is_some()).count() as u64;
        let thresholds = if judge.role_part().is_some() { thresholds::curve(&role, of_role) } else { Vec::new() };
        let fitted = |scored: &[Scored]| {
            (options.fit == FitChoice::Fit).then(|| match Fit::of(scored) {
                Ok(fit) => FitResult::Fitted(fit),
                Err(why) => FitResult::NotFitted(why),
            })
        };
        let mut titles: Vec<u32> = labelled.cases.iter().map(|case| case.title).collect();
        titles.sort_unstable();
        titles.dedup();
        let confused = |compared| mistakes::confusions(&judged, labelled, taxonomy, compared, options.most);
        let evaluation = Evaluation {
            rows: judged.len() as u64,
            distinct_titles: titles.len() as u64,
            empty_truths: labelled.empty,
            unknown_truths: labelled.unknown.len() as u64,
            truth: labelled.kinds.clone(),
            role_means: judge.role_part(),
            parts: parts.shares(),
            bands: bands(&judged),
            groups: groups::groups(&judged, taxonomy),
            suggestions: match thresholds.as_slice() {
                [] => Vec::new(),
                curve => {
                    let least = options.least_accept;
                    options.targets.iter().map(|target| thresholds::suggest(curve, least, *target)).collect()
                }
            },
            thresholds,
            role_calibration: Calibration::of(&role),
            level_calibration: Calibration::of(&level),
            confusions: confused(mistakes::Compared::Role { digits: options.fit_digits }),
            level_confusions: confused(mistakes::Compared::Level),
            surest_misses: mistakes::surest_misses(&judged, labelled, options.most),
            role_fit: judge.role_part().and_then(|_| fitted(&role)),
            level_fit: if level.is_empty() { None } else { fitted(&level) },
        };
        let misses = mistakes::misses(&judged, labelled).collect();
        (evaluation, misses)
    }

    /// How often a part is right, 0–1; `None` when no truth says it.
    #[must_use]
    pub fn share(&self, part: Part) -> Option<f64> {
        self.parts.iter().find(|p| p.part == part).and_then(|p| p.share.share)
    }

    /// How often the role of an accepted row is right, 0–1; `None` when none is accepted or no truth says it.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        self.bands.iter().find(|b| b.band == Band::Accepted).and_then(|b| b.role_right.share)
    }
}

/// The score that a calibration of the role score is fitted to.
fn raw_role_score(candidate: &Candidate) -> f32 {
    candidate.trust
}

/// The score that a calibration of the level score is fitted to.
fn raw_level_score(candidate: &Candidate) -> f32 {
    candidate.level_score
}

/// The scores of all rows that come near any role, those below the limit too.
fn role_scores(judged: &[Judged<'_>]) -> Vec<Scored> {
    let scored = judged.iter().filter_map(|row| {
        let (candidate, right) = row.nearest?;
        Some(Scored { score: f64::from(raw_role_score(candidate)), right: right?, title: row.case.title })
    });
    scored.collect()
}

/// The level scores of all answers whose role is right, or whose truth says no role: the level score is about a level
/// given the role, which is why it is multiplied with the role score.
fn level_scores(judged: &[Judged<'_>]) -> Vec<Scored> {
    let scored = judged.iter().filter(|row| row.role_right != Some(false)).filter_map(|row| {
        let best = row.case.outcome.best.as_ref()?;
        let right = row.verdict.of(Part::Level)?;
        Some(Scored { score: f64::from(raw_level_score(best)), right, title: row.case.title })
    });
    scored.collect()
}

fn bands(judged: &[Judged<'_>]) -> Vec<BandShare> {
    let of = |band: Band| {
        let (mut coverage, mut role_right, mut all_right) = (Tally::default(), Tally::default(), Tally::default());
        for row in judged {
            let title = row.case.title;
            let is_in = row.case.outcome.band == band;
            coverage.add(title, is_in);
            if is_in {
                row.role_right.into_iter().for_each(|right| role_right.add(title, right));
                all_right.add(title, !row.verdict.any_wrong());
            }
        }
        let (coverage, role_right, all_right) = (coverage.share(), role_right.share(), all_right.share());
        BandShare { band, coverage, role_right, all_right }
    };
    [Band::Accepted, Band::Review, Band::Unmatched].map(of).to_vec()
}
