//! Which parts of an answer are right, as far as the truth says them.

use serde::Serialize;

use super::soc::{SOC_DIGITS, SocCode};
use super::truth::{Answer, Truth, TruthKind};
use crate::decide::{Candidate, Outcome};
use crate::taxonomy::Taxonomy;

/// A part of an answer that can be right by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The function.
    Function,
    /// The focus.
    Focus,
    /// The level.
    Level,
    /// The level or one beside it: the ranks differ by at most one, and both lead people or neither does.
    LevelWithinOne,
    /// The whole code.
    Code,
    /// Two digits of the SOC code: the major group.
    Soc2,
    /// Three: the minor group.
    Soc3,
    /// Five: the broad occupation.
    Soc5,
    /// Six: the detailed occupation.
    Soc6,
}

impl Part {
    /// All parts.
    pub const ALL: [Part; 9] = [
        Part::Function,
        Part::Focus,
        Part::Level,
        Part::LevelWithinOne,
        Part::Code,
        Part::Soc2,
        Part::Soc3,
        Part::Soc5,
        Part::Soc6,
    ];

    /// The words for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Part::Function => "function",
            Part::Focus => "focus",
            Part::Level => "level",
            Part::LevelWithinOne => "level within one",
            Part::Code => "code",
            Part::Soc2 => "SOC 2 digits",
            Part::Soc3 => "SOC 3 digits",
            Part::Soc5 => "SOC 5 digits",
            Part::Soc6 => "SOC 6 digits",
        }
    }

    /// The part that compares so many digits of SOC codes.
    #[must_use]
    pub fn soc(digits: usize) -> Option<Part> {
        let at = SOC_DIGITS.iter().position(|d| *d == digits)?;
        Some([Part::Soc2, Part::Soc3, Part::Soc5, Part::Soc6][at])
    }
}

/// For each part whether it is right; `None` where the truth does not say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Verdict([Option<bool>; Part::ALL.len()]);

impl Verdict {
    /// Of one part.
    #[must_use]
    pub fn of(&self, part: Part) -> Option<bool> {
        self.0[part as usize]
    }

    /// Whether any part is wrong.
    #[must_use]
    pub fn any_wrong(&self) -> bool {
        self.0.contains(&Some(false))
    }

    fn note(&mut self, part: Part, right: bool) {
        let known = &mut self.0[part as usize];
        *known = Some(right || *known == Some(true));
    }
}

/// Compares answers with truths of one column.
#[derive(Debug, Clone)]
pub struct Judge<'t> {
    taxonomy: &'t Taxonomy,
    /// What the truths of the column say, for titles that have no role.
    parts: Vec<Part>,
    role: Option<Part>,
}

impl<'t> Judge<'t> {
    /// For truths of these kinds. A SOC code is right, as far as a score of roles goes, when so many digits agree.
    #[must_use]
    pub fn new(taxonomy: &'t Taxonomy, kinds: &[TruthKind], fit_digits: usize) -> Judge<'t> {
        // Titles without a role only: everything about a role is wrong where there is one.
        let kinds = if kinds.is_empty() { &[TruthKind::Role] } else { kinds };
        let has = |kind: TruthKind| kinds.contains(&kind);
        let (role, focus) = (has(TruthKind::Role), has(TruthKind::Role) || has(TruthKind::Focus));
        let function = focus || has(TruthKind::Function);
        let said = [(function, Part::Function), (focus, Part::Focus), (role, Part::Code)];
        let mut parts: Vec<Part> = said.into_iter().filter(|(said, _)| *said).map(|(_, part)| part).collect();
        if has(TruthKind::Soc) {
            parts.extend(SOC_DIGITS.into_iter().filter_map(Part::soc));
        }
        let role = [(focus, Some(Part::Focus)), (function, Some(Part::Function))];
        let role = role.into_iter().find(|(said, _)| *said).and_then(|(_, part)| part);
        let role = role.or_else(|| has(TruthKind::Soc).then(|| Part::soc(fit_digits)).flatten());
        Judge { taxonomy, parts, role }
    }

    /// What a score of roles promises: the finest part of the column that says no level. `None` for levels alone.
    #[must_use]
    pub fn role_part(&self) -> Option<Part> {
        self.role
    }

    /// Which parts of an answer are right; no answer is wrong in all.
    #[must_use]
    pub fn verdict(&self, truth: &Truth, answer: Option<&Candidate>) -> Verdict {
        let mut verdict = Verdict::default();
        for right in &truth.answers {
            self.compare(right, answer, &mut verdict);
        }
        verdict
    }

    /// Whether the role is right, level aside; `None` where the truth says too little.
    #[must_use]
    pub fn role_is_right(&self, verdict: &Verdict) -> Option<bool> {
        let role = self.role?;
        // In a column of foci, a row may say no more than the function.
        let coarser = (role == Part::Focus).then_some(Part::Function);
        verdict.of(role).or_else(|| verdict.of(coarser?))
    }

    fn compare(&self, right: &Answer, answer: Option<&Candidate>, verdict: &mut Verdict) {
        let function_of = |focus: usize| self.taxonomy.foci[focus].function;
        let focus = answer.map(|a| a.role.focus);
        match right {
            Answer::Role { focus: own, code, level } => {
                verdict.note(Part::Function, focus.is_some_and(|f| function_of(f) == function_of(*own)));
                verdict.note(Part::Focus, focus == Some(*own));
                verdict.note(Part::Code, answer.is_some_and(|a| a.role.code == *code));
                if let Some(level) = level {
                    self.compare_levels(*level, answer, verdict);
                }
            }
            Answer::Focus(own) => {
                verdict.note(Part::Function, focus.is_some_and(|f| function_of(f) == function_of(*own)));
                verdict.note(Part::Focus, focus == Some(*own));
            }
            Answer::Function(own) => verdict.note(Part::Function, focus.is_some_and(|f| function_of(f) == *own)),
            Answer::Level(level) => self.compare_levels(*level, answer, verdict),
            Answer::Soc(code) => {
                let own = answer.and_then(|a| SocCode::parse(&a.role.classification.soc));
                for digits in SOC_DIGITS.into_iter().filter(|d| *d <= code.digits()) {
                    let agrees = own.as_ref().is_some_and(|own| own.agrees(code, digits));
                    Part::soc(digits).into_iter().for_each(|part| verdict.note(part, agrees));
                }
            }
            Answer::NoRole => self.parts.iter().for_each(|part| verdict.note(*part, answer.is_none())),
        }
    }

    fn compare_levels(&self, right: crate::taxonomy::Level, answer: Option<&Candidate>, verdict: &mut Verdict) {
        let level = answer.and_then(|a| a.role.level);
        let rank = |level| self.taxonomy.ladder.rank(level);
        let near = |level: crate::taxonomy::Level| {
            rank(level).abs_diff(rank(right)) <= 1 && level.track().leads() == right.track().leads()
        };
        verdict.note(Part::Level, level == Some(right));
        verdict.note(Part::LevelWithinOne, level.is_some_and(near));
    }
}

/// The role that an outcome comes nearest to, whether or not it was good enough to be the answer: what its scores are
/// about. An outcome that keeps no runners-up has none below the limit.
#[must_use]
pub fn nearest(outcome: &Outcome) -> Option<&Candidate> {
    outcome.best.as_ref().or_else(|| outcome.alternatives.first().filter(|_| !outcome.is_rejected()))
}
