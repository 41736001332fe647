//! Lines for the taxonomy: what people decided often enough to be an alias, and what many titles say that no alias has.
//!
//! Decisions are grouped by what the titles call the job (`name`), and each group that agrees becomes a line. Lines are
//! tried before they are proposed (`trial`): they must break no rule of the taxonomy and bring the answers about, and what
//! else they change in the exports is counted. Open titles are clustered (`clusters`); their lines are guesses.
//!
//! Not for: writing the files. What to add is for a person to decide.

mod answers;
mod clusters;
mod line;
mod name;
mod rows;
mod trial;

use serde::Serialize;

pub use self::answers::Answers;
pub use self::clusters::{Cluster, Guess, Nearest};
pub use self::line::{Line, List};
pub use self::rows::Rows;
pub use self::trial::{Change, Counted, Effect};

use self::answers::{Draft, Drafts};
use self::rows::Seen;
use self::trial::{Effects, Trial};
use crate::decide::Band;
use crate::decisions::Decisions;
use crate::engine::Engine;
use crate::review::normal_context;
use crate::taxonomy::rules::Severity;
use crate::taxonomy::{Reference, SourceFile, TaxonomyError};

/// What lines are for: a taxonomy in files, and its engine with runners-up enough to name the nearest focus.
#[derive(Debug, Clone, Copy)]
pub struct Base<'b> {
    /// The engine.
    pub engine: &'b Engine,
    /// The files it was made of.
    pub files: &'b [SourceFile],
    /// The standards that they are checked with.
    pub reference: &'b Reference,
}

/// How much is asked of a proposal.
#[derive(Debug, Clone, Copy)]
pub struct Demands {
    /// Answers or rows that a line or cluster needs, from 1.
    pub least: u64,
    /// Most clusters.
    pub clusters: usize,
}

/// What to add, and what not.
#[derive(Debug, Serialize)]
pub struct Suggestions {
    /// Rows of the exports.
    pub rows: u64,
    /// Answers that were looked at.
    pub answers: usize,
    /// Answers that the taxonomy gives without them.
    pub already: usize,
    /// Lines that people's answers ask for, by file and code.
    pub proposals: Vec<Proposal>,
    /// Changes by all proposals together that cannot be laid to one of them.
    pub others: Vec<Change>,
    /// Answers that make no line, and why.
    pub held: Vec<Held>,
    /// What the taxonomy lacks, the most rows first.
    pub clusters: Vec<Cluster>,
}

/// A line that people's answers ask for.
#[derive(Debug, Serialize)]
pub struct Proposal {
    /// The line.
    #[serde(flatten)]
    pub line: Line,
    /// How many answers say so.
    pub answers: usize,
    /// Who gave them.
    pub by: Vec<String>,
    /// In how many contexts; an answer that holds everywhere is one.
    pub contexts: usize,
    /// How many of them the taxonomy gives with the line, without decisions.
    pub fulfilled: usize,
    /// What it does.
    #[serde(flatten)]
    pub effect: Effect,
    /// What to know about it.
    pub notes: Vec<String>,
}

/// Answers that make no line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// The alias that it would be, or the title.
    pub alias: String,
    /// Why not.
    pub why: String,
    /// What was answered.
    pub answers: Vec<String>,
}

/// Works out what to add.
///
/// # Errors
/// Never for a taxonomy that could be loaded.
pub fn suggest(
    base: &Base<'_>,
    answers: &Answers,
    decisions: &Decisions,
    rows: &Rows,
    demands: Demands,
) -> Result<Suggestions, TaxonomyError> {
    // What the taxonomy says by itself: what a decision settles would hide what a line does.
    let before = rows.matched(base.engine, &Decisions::default());
    let Drafts { drafts, mut held, already } = answers::drafts(base.engine, answers, &before, demands.least);
    let (drafts, proposed) = tried(base, drafts, &mut held)?;
    let effects = match &proposed {
        Some(trial) => trial.effects(rows, &before, decisions),
        None => Effects::default(),
    };
    let open: Vec<&Seen<'_>> =
        before.iter().filter(|row| is_open(base.engine, row, decisions, proposed.as_ref())).collect();
    let mut clusters = clusters::clusters(base.engine, &open, demands.least, demands.clusters);
    weigh_guesses(base, &drafts, &mut clusters, |trial| trial.effects(rows, &before, decisions))?;
    let mut proposals: Vec<Proposal> = drafts
        .into_iter()
        .zip(effects.by_line)
        .map(|(draft, effect)| proposal(draft, effect, proposed.as_ref()))
        .collect();
    proposals.sort_by(|a, b| a.line.cmp(&b.line));
    held.sort_by(|a, b| a.alias.cmp(&b.alias).then_with(|| a.why.cmp(&b.why)));
    Ok(Suggestions {
        rows: rows.count(),
        answers: answers.len(),
        already,
        proposals,
        others: effects.others,
        held,
        clusters,
    })
}

/// Tries the lines until all that are left break no rule and bring answers about. Each round either ends or takes lines
/// out or puts others in their place, which happens once for each.
fn tried<'b>(
    base: &'b Base<'b>,
    mut drafts: Vec<Draft>,
    held: &mut Vec<Held>,
) -> Result<(Vec<Draft>, Option<Trial<'b>>), TaxonomyError> {
    while !drafts.is_empty() {
        let trial = Trial::new(base, drafts.iter().map(|draft| draft.line.clone()).collect())?;
        let findings = trial.findings();
        let mut stay = Vec::new();
        let mut settled = true;
        for (mut draft, finding) in drafts.into_iter().zip(findings) {
            let broken = finding.as_ref().filter(|finding| finding.severity == Severity::Error);
            let why = match broken {
                Some(finding) => Some(format!("it breaks a rule of the taxonomy: {}; {}", finding.rule, finding.mend)),
                None if fulfilled(&trial, &draft) == 0 => Some(unfulfilled(&trial, &draft)),
                None => None,
            };
            match (why, draft.instead.take()) {
                (None, instead) => {
                    if let Some(finding) = finding {
                        let note = format!("{}; {}", finding.rule, finding.mend);
                        if !draft.notes.contains(&note) {
                            draft.notes.push(note);
                        }
                    }
                    draft.instead = instead;
                    stay.push(draft);
                }
                (Some(_), Some(line)) => {
                    settled = false;
                    stay.push(Draft { line, instead: None, ..draft });
                }
                (Some(why), None) => {
                    settled = false;
                    held.push(Held::after_trial(&draft, why));
                }
            }
        }
        drafts = stay;
        if settled {
            return Ok((drafts, Some(trial)));
        }
    }
    Ok((drafts, None))
}

/// How many answers a line brings about.
fn fulfilled(trial: &Trial<'_>, draft: &Draft) -> usize {
    let is_so = |unit: &&answers::Unit| {
        let outcome = trial.outcome(&unit.title, &unit.context);
        outcome.band == Band::Accepted && outcome.best.is_some_and(|best| best.role.code == unit.code)
    };
    draft.units.iter().filter(is_so).count()
}

fn unfulfilled(trial: &Trial<'_>, draft: &Draft) -> String {
    let unit = &draft.units[0];
    let outcome = trial.outcome(&unit.title, &unit.context);
    let code = outcome.best.as_ref().map_or("no role", |best| best.role.code.as_str());
    let at = draft.line.place();
    format!(
        "with the line in {} ({}:{}) “{}” would still be {code} ({}): {}",
        draft.line.code,
        at.file,
        at.line,
        unit.title,
        outcome.band.word(),
        outcome.reason
    )
}

fn proposal(draft: Draft, effect: Effect, trial: Option<&Trial<'_>>) -> Proposal {
    let fulfilled = trial.map_or(0, |trial| fulfilled(trial, &draft));
    let mut by: Vec<String> = draft.units.iter().map(|unit| unit.by.clone()).filter(|by| !by.is_empty()).collect();
    by.sort_unstable();
    by.dedup();
    let mut contexts: Vec<String> = draft.units.iter().map(|unit| normal_context(&unit.context)).collect();
    contexts.sort_unstable();
    contexts.dedup();
    let (answers, contexts, notes) = (draft.units.len(), contexts.len(), draft.notes);
    Proposal { line: draft.line, answers, by, contexts, fulfilled, effect, notes }
}

/// Whether a row still waits: nobody answered for it, and no proposal settles it.
fn is_open(engine: &Engine, row: &Seen<'_>, decisions: &Decisions, proposed: Option<&Trial<'_>>) -> bool {
    let decided = decisions.of(row.title, &engine.lexicon);
    row.outcome.is_open()
        && decided.and_then(|decided| decided.answer(row.department, &engine.taxonomy)).is_none()
        && proposed.is_none_or(|trial| trial.outcome(row.title, row.department).band != Band::Accepted)
}

/// What the guesses would do, all of them beside the proposals. Those that break a rule are none.
fn weigh_guesses(
    base: &Base<'_>,
    drafts: &[Draft],
    clusters: &mut [Cluster],
    effects: impl Fn(&Trial<'_>) -> Effects,
) -> Result<(), TaxonomyError> {
    loop {
        let own = drafts.iter().map(|draft| draft.line.clone());
        let guessed = clusters.iter().flat_map(|cluster| cluster.lines.iter().map(|guess| guess.line.clone()));
        let lines: Vec<Line> = own.chain(guessed).collect();
        if lines.len() == drafts.len() {
            return Ok(());
        }
        let trial = Trial::new(base, lines)?;
        let findings = trial.findings();
        let broken = |n: usize| findings[n].as_ref().is_some_and(|finding| finding.severity == Severity::Error);
        let mut n = drafts.len();
        let mut settled = true;
        for cluster in clusters.iter_mut() {
            cluster.lines.retain(|_| {
                let keep = !broken(n);
                settled &= keep;
                n += 1;
                keep
            });
        }
        if settled {
            let effects = effects(&trial).by_line.into_iter().skip(drafts.len());
            let guesses = clusters.iter_mut().flat_map(|cluster| &mut cluster.lines);
            guesses.zip(effects).for_each(|(guess, effect)| guess.effect = effect);
            return Ok(());
        }
    }
}
