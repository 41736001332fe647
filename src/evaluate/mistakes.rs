//! What goes wrong: which truth is taken for which answer, and the errors that look surest.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::collect::Labelled;
use super::judge::{Judge, Part, Verdict, nearest};
use super::soc::SocCode;
use super::tally::rounded;
use super::truth::Answer;
use crate::decide::{Band, Candidate, Outcome};
use crate::taxonomy::Taxonomy;

/// A row that was compared with its truth.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'l> {
    /// The row.
    pub case: &'l super::collect::Case,
    /// Which parts of its answer are right.
    pub verdict: Verdict,
    /// Whether the role of its answer is right, level aside.
    pub role_right: Option<bool>,
    /// The role it came nearest to, and whether that is right, level aside.
    pub nearest: Option<(&'l Candidate, Option<bool>)>,
}

/// A truth and the wrong answer that it often gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// What is right.
    pub truth: String,
    /// What was answered; empty for nothing.
    pub answer: String,
    /// How many rows.
    pub rows: u64,
    /// The first title of them.
    pub example: String,
}

/// A row with a wrong answer.
#[derive(Debug, Clone, Serialize)]
pub struct Miss {
    /// The file.
    pub source: String,
    /// Line of the file, from 1.
    pub line: u64,
    /// The title.
    pub title: String,
    /// The truth cell.
    pub truth: String,
    /// The answer's code; empty for nothing.
    pub answer: String,
    /// Its title.
    pub answer_title: String,
    /// Its SOC code.
    pub answer_soc: String,
    /// The parts that are wrong.
    pub wrong: Vec<Part>,
    /// The band.
    pub band: Band,
    /// Of the nearest role, 0–1.
    #[serde(serialize_with = "rounded")]
    pub role_score: f64,
    /// Of the nearest role, 0–1.
    #[serde(serialize_with = "rounded")]
    pub level_score: f64,
    /// The alias that carried it.
    pub alias: String,
    /// Why, in words.
    pub reason: String,
}

impl<'l> Judged<'l> {
    /// Compares all rows.
    #[must_use]
    pub fn all(labelled: &'l Labelled, judge: &Judge<'_>) -> Vec<Judged<'l>> {
        let judged = |case: &'l super::collect::Case| {
            let verdict = judge.verdict(&case.truth, case.outcome.best.as_ref());
            let near = |candidate| {
                let is_answer = case.outcome.best.is_some();
                let verdict = if is_answer { verdict } else { judge.verdict(&case.truth, Some(candidate)) };
                (candidate, judge.role_is_right(&verdict))
            };
            let nearest = nearest(&case.outcome).map(near);
            Judged { case, verdict, role_right: judge.role_is_right(&verdict), nearest }
        };
        labelled.cases.iter().map(judged).collect()
    }
}

/// Which part of a code a confusion is about.
#[derive(Debug, Clone, Copy)]
pub enum Compared {
    /// The role, level aside; SOC codes by so many digits.
    Role {
        /// Digits of SOC codes.
        digits: usize,
    },
    /// The level.
    Level,
}

/// The most frequent confusions, at most `most`; ties in the order of their codes.
#[must_use]
pub fn confusions(
    judged: &[Judged<'_>],
    labelled: &Labelled,
    taxonomy: &Taxonomy,
    compared: Compared,
    most: usize,
) -> Vec<Confusion> {
    let mut counted: FxHashMap<(String, String), (u64, u32)> = FxHashMap::default();
    for row in judged {
        let best = row.case.outcome.best.as_ref();
        let wrong = match compared {
            Compared::Role { .. } => row.role_right == Some(false),
            // Of another role, the level is no news.
            Compared::Level => {
                row.verdict.of(Part::Level) == Some(false) && row.role_right != Some(false) && best.is_some()
            }
        };
        if !wrong {
            continue;
        }
        let truth = labels(&row.case.truth.answers, taxonomy, compared);
        let answer = best.map(|best| answer_label(best, &row.case.truth.answers, taxonomy, compared));
        let entry = counted.entry((truth, answer.unwrap_or_default())).or_insert((0, row.case.title));
        entry.0 += 1;
    }
    let mut all: Vec<Confusion> = counted
        .into_iter()
        .map(|((truth, answer), (rows, title))| {
            let example = labelled.titles.get(title as usize).cloned().unwrap_or_default();
            Confusion { truth, answer, rows, example }
        })
        .collect();
    all.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| (&a.truth, &a.answer).cmp(&(&b.truth, &b.answer))));
    all.truncate(most);
    all
}

/// What the right answers are called in a table of confusions.
fn labels(answers: &[Answer], taxonomy: &Taxonomy, compared: Compared) -> String {
    let label = |answer: &Answer| match (compared, answer) {
        (Compared::Level, Answer::Role { level: Some(level), .. } | Answer::Level(level)) => Some(level.to_string()),
        (Compared::Level, _) => None,
        (_, Answer::Role { focus, .. } | Answer::Focus(focus)) => Some(taxonomy.foci[*focus].code.clone()),
        (_, Answer::Function(function)) => Some(function_label(taxonomy, *function)),
        (Compared::Role { digits }, Answer::Soc(code)) => Some(code.group(digits).to_string()),
        (_, Answer::NoRole) => Some("none".to_owned()),
        (_, Answer::Level(_)) => None,
    };
    let mut all: Vec<String> = Vec::new();
    for label in answers.iter().filter_map(label) {
        if !all.contains(&label) {
            all.push(label);
        }
    }
    all.join("|")
}

/// The answer, said in the same way as the truth.
fn answer_label(best: &Candidate, answers: &[Answer], taxonomy: &Taxonomy, compared: Compared) -> String {
    let Compared::Role { digits } = compared else {
        return best.role.level.map_or_else(String::new, |level| level.to_string());
    };
    let focus = &taxonomy.foci[best.role.focus];
    match answers.first() {
        Some(Answer::Function(_)) => function_label(taxonomy, focus.function),
        Some(Answer::Soc(_)) => {
            let code = SocCode::parse(&best.role.classification.soc);
            code.map_or_else(|| "no SOC code".to_owned(), |code| code.group(digits).to_string())
        }
        _ => focus.code.clone(),
    }
}

fn function_label(taxonomy: &Taxonomy, function: usize) -> String {
    let function = &taxonomy.functions[function];
    if function.code.is_empty() { function.name.clone() } else { function.code.clone() }
}

/// The wrong roles that look surest, a title once, the highest score first; at most `most`.
#[must_use]
pub fn surest_misses(judged: &[Judged<'_>], labelled: &Labelled, most: usize) -> Vec<Miss> {
    let mut wrong: Vec<&Judged<'_>> =
        judged.iter().filter(|r| r.role_right == Some(false) && r.case.outcome.best.is_some()).collect();
    let score = |row: &Judged<'_>| row.nearest.map_or(0.0, |(candidate, _)| candidate.role_score);
    // Stable, so that equals stay in the order of the rows.
    wrong.sort_by(|a, b| score(b).total_cmp(&score(a)));
    let mut seen: FxHashSet<(u32, &str)> = FxHashSet::default();
    let distinct = wrong.into_iter().filter(|row| seen.insert((row.case.title, row.case.truth.text.as_str())));
    distinct.take(most).map(|row| miss(row, labelled)).collect()
}

/// All rows with any wrong part, in their order.
pub fn misses<'a>(judged: &'a [Judged<'a>], labelled: &'a Labelled) -> impl Iterator<Item = Miss> + 'a {
    judged.iter().filter(|row| row.verdict.any_wrong()).map(|row| miss(row, labelled))
}

fn miss(row: &Judged<'_>, labelled: &Labelled) -> Miss {
    let outcome: &Arc<Outcome> = &row.case.outcome;
    let best = outcome.best.as_ref();
    let of_best = |text: &dyn Fn(&Candidate) -> String| best.map_or_else(String::new, text);
    let scores = row.nearest.map_or((0.0, 0.0), |(c, _)| (f64::from(c.role_score), f64::from(c.level_score)));
    Miss {
        source: labelled.sources[row.case.source].layout.source.clone(),
        line: row.case.line,
        title: labelled.titles.get(row.case.title as usize).cloned().unwrap_or_default(),
        truth: row.case.truth.text.clone(),
        answer: of_best(&|b| b.role.code.clone()),
        answer_title: of_best(&|b| b.role.title.clone()),
        answer_soc: of_best(&|b| b.role.classification.soc.clone()),
        wrong: Part::ALL.into_iter().filter(|part| row.verdict.of(*part) == Some(false)).collect(),
        band: outcome.band,
        role_score: scores.0,
        level_score: scores.1,
        alias: outcome.alias.to_string(),
        reason: outcome.reason.clone(),
    }
}
