//! The roles among which a person chooses, each at the level that was chosen for it.

use std::sync::Arc;

use crate::review::{Question, Suggestion};
use crate::taxonomy::{ResolvedRole, Shape, Taxonomy};

/// A role to choose.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What was suggested.
    pub suggestion: Suggestion,
    /// The same focus at the level that is chosen now.
    pub role: Arc<ResolvedRole>,
    /// Whether the person searched for it.
    pub is_found: bool,
    /// Its place in the order of the suggestions.
    rank: usize,
}

impl Choice {
    /// A role that a person searched for.
    pub(super) fn found(role: ResolvedRole, rank: usize) -> Choice {
        let role = Arc::new(role);
        let suggestion = Suggestion { role: Arc::clone(&role), score: None };
        Choice { suggestion, role, is_found: true, rank }
    }

    /// Whether another level was chosen than the one suggested.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        self.role.code != self.suggestion.role.code
    }

    /// Moves to the next level of the focus, up or down; false at the ladder's end.
    pub(super) fn step(&mut self, taxonomy: &Taxonomy, up: bool) -> bool {
        let ladder = ladder(taxonomy, self.role.focus);
        let at = ladder.iter().position(|role| role.code == self.role.code);
        let next = at.and_then(|at| if up { at.checked_add(1) } else { at.checked_sub(1) });
        let Some(role) = next.and_then(|next| ladder.into_iter().nth(next)) else { return false };
        self.role = Arc::new(role);
        true
    }
}

/// The choices of a question: those that score best first, or, not to lead anybody, by their codes.
pub(super) fn choices(question: &Question, blind: bool) -> Vec<Choice> {
    let choice = |(rank, suggestion): (usize, &Suggestion)| Choice {
        suggestion: suggestion.clone(),
        role: Arc::clone(&suggestion.role),
        is_found: false,
        rank,
    };
    let mut choices: Vec<Choice> = question.suggestions.iter().enumerate().map(choice).collect();
    arrange(&mut choices, blind);
    choices
}

/// Puts choices in their order; those that were searched for stay behind.
pub(super) fn arrange(choices: &mut [Choice], blind: bool) {
    choices.sort_by(|a, b| {
        let by_code = if blind { a.suggestion.role.code.cmp(&b.suggestion.role.code) } else { a.rank.cmp(&b.rank) };
        a.is_found.cmp(&b.is_found).then(by_code)
    });
}

/// The roles of a focus, its own track first, then management and executives; without levels, in the catalogue's order.
#[must_use]
pub fn ladder(taxonomy: &Taxonomy, focus: usize) -> Vec<ResolvedRole> {
    match taxonomy.shape {
        Shape::Ladder => {
            let mut levels = taxonomy.levels_of(focus);
            levels.sort_by_key(|level| level.index());
            levels.into_iter().map(|level| taxonomy.role(focus, Some(level))).collect()
        }
        Shape::List => taxonomy.foci[focus].roles.iter().map(|role| taxonomy.role(focus, role.level)).collect(),
    }
}
