//! People's answers, applied before anything is computed into a band: `decisions.csv`.
//!
//! One line per normalised title and context; a filled context holds only there and wins over an empty one. This
//! module applies them; [`review`](crate::review) reads and keeps the file.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::normalize::Lexicon;
use crate::review::{FilledSheet, ReviewError, Verdict, normal_context};
use crate::taxonomy::{ResolvedRole, Taxonomy};

/// What a person decided about a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is this role.
    Accept {
        /// The role's code, as in the file.
        code: String,
        /// Who said so; may be empty.
        by: String,
    },
    /// No role of the taxonomy fits.
    None {
        /// Who said so; may be empty.
        by: String,
    },
}

impl Decision {
    /// Whether two people said the same.
    fn says_the_same(&self, other: &Decision) -> bool {
        match (self, other) {
            (Decision::Accept { code: a, .. }, Decision::Accept { code: b, .. }) => a.eq_ignore_ascii_case(b),
            (Decision::None { .. }, Decision::None { .. }) => true,
            _ => false,
        }
    }
}

/// What a decision comes to in the taxonomy at hand.
#[derive(Debug, Clone)]
pub enum Applied {
    /// The role.
    Role(Arc<ResolvedRole>, String),
    /// No role.
    NoRole(String),
    /// The code is not, or no longer, in the taxonomy: why.
    Stale(String),
}

/// All decisions of a file, by the normalised title.
#[derive(Debug, Default)]
pub struct Decisions(FxHashMap<String, TitleDecisions>);

/// What was decided about one title, by context; the empty one is everywhere.
#[derive(Debug, Default)]
pub struct TitleDecisions {
    answers: FxHashMap<String, Decision>,
    /// Those that say of roles that they are none.
    rejected: FxHashMap<String, Vec<Verdict>>,
}

impl Decisions {
    /// Reads a decisions file, or a filled review file or sheet.
    ///
    /// # Errors
    /// When it cannot be read, lacks a column, or a line says something that is no decision; with file and line.
    pub fn read(path: &Path, lexicon: &Lexicon) -> Result<Decisions, ReviewError> {
        let sheet = FilledSheet::read(path)?;
        let mut decisions = Decisions::default();
        for row in sheet.rows() {
            let Some(filled) = sheet.answer(row).map_err(|problem| sheet.error(problem))? else { continue };
            let of_title = decisions.0.entry(lexicon.key(&filled.title)).or_default();
            let context = normal_context(&filled.context);
            let by = filled.by;
            let decision = match filled.verdict {
                rejected @ Verdict::Reject(_) => {
                    of_title.rejected.entry(context).or_default().push(rejected);
                    continue;
                }
                Verdict::Accept(code) => Decision::Accept { code, by },
                Verdict::None => Decision::None { by },
            };
            let before = of_title.answers.insert(context, decision.clone());
            if before.is_some_and(|before| !before.says_the_same(&decision)) {
                let message = format!("a second, different decision for “{}”: keep one of them", filled.title);
                return Err(ReviewError::Line { place: sheet.place(row.line, None), message });
            }
        }
        Ok(decisions)
    }

    /// Whether there is nothing to apply.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many answers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.values().map(|of| of.answers.len() + of.rejected.values().map(Vec::len).sum::<usize>()).sum()
    }

    /// What was decided about a title.
    #[must_use]
    pub fn of(&self, title: &str, lexicon: &Lexicon) -> Option<&TitleDecisions> {
        // Without decisions nobody needs the key.
        if self.is_empty() { None } else { self.0.get(&lexicon.key(title)) }
    }
}

impl TitleDecisions {
    /// Whether any of them holds only in a context.
    #[must_use]
    pub fn use_context(&self) -> bool {
        self.answers.keys().chain(self.rejected.keys()).any(|context| !context.is_empty())
    }

    /// The answer, if there is one; the narrower context wins.
    #[must_use]
    pub fn answer(&self, context: &str, taxonomy: &Taxonomy) -> Option<Applied> {
        let decision = self.answers.get(&normal_context(context)).or_else(|| self.answers.get(""))?;
        let signed = |by: &str| if by.is_empty() { "decided".to_owned() } else { format!("decided by {by}") };
        Some(match decision {
            Decision::None { by } => Applied::NoRole(signed(by)),
            Decision::Accept { code, by } => match taxonomy.find(code) {
                Ok(role) => Applied::Role(Arc::new(role), signed(by)),
                Err(why) => Applied::Stale(why),
            },
        })
    }

    /// Whether people ruled out a role, by its code in any case.
    #[must_use]
    pub fn rules_out(&self, context: &str, code: &str) -> bool {
        let contexts = [normal_context(context), String::new()];
        contexts
            .iter()
            .filter_map(|context| self.rejected.get(context))
            .flatten()
            .any(|verdict| verdict.rules_out(code))
    }
}
