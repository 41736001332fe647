//! Where the matching is good and where it is not: accuracy by group of the truth.

use std::collections::BTreeMap;

use serde::Serialize;

use super::mistakes::Judged;
use super::parts::{PartShare, PartTallies};
use super::tally::{Share, Tally};
use super::truth::Answer;
use crate::decide::Band;
use crate::taxonomy::Taxonomy;

/// Rows of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The superfunction, the function, or the SOC major group of the truth.
    pub name: String,
    /// Rows.
    pub rows: u64,
    /// Accuracy by part.
    pub parts: Vec<PartShare>,
    /// Rows accepted, of all rows of the group.
    pub accepted: Share,
    /// Of the accepted ones, those whose role is right.
    pub accepted_right: Share,
}

/// Accuracy by superfunction; by function in a taxonomy without superfunctions, by major group for SOC codes.
/// A row with several right answers stands in the group of the first.
#[must_use]
pub fn groups(judged: &[Judged<'_>], taxonomy: &Taxonomy) -> Vec<Group> {
    let mut counted: BTreeMap<String, Counted> = BTreeMap::new();
    for row in judged {
        let Some(name) = row.case.truth.answers.iter().find_map(|a| group_of(a, taxonomy)) else { continue };
        counted.entry(name).or_default().add(row);
    }
    counted.into_iter().map(|(name, counted)| counted.group(name)).collect()
}

#[derive(Default)]
struct Counted {
    parts: PartTallies,
    accepted: Tally,
    accepted_right: Tally,
}

impl Counted {
    fn add(&mut self, row: &Judged<'_>) {
        let title = row.case.title;
        let accepted = row.case.outcome.band == Band::Accepted;
        self.parts.add(title, &row.verdict);
        self.accepted.add(title, accepted);
        if let Some(right) = row.role_right.filter(|_| accepted) {
            self.accepted_right.add(title, right);
        }
    }

    fn group(self, name: String) -> Group {
        let rows = self.accepted.rows();
        let (accepted, accepted_right) = (self.accepted.share(), self.accepted_right.share());
        Group { name, rows, parts: self.parts.shares(), accepted, accepted_right }
    }
}

fn group_of(answer: &Answer, taxonomy: &Taxonomy) -> Option<String> {
    let function = match answer {
        Answer::Role { focus, .. } | Answer::Focus(focus) => taxonomy.foci[*focus].function,
        Answer::Function(function) => *function,
        Answer::Soc(code) => {
            let major = code.group(2).to_string();
            let named = taxonomy.superfunctions.iter().find(|s| s.soc == major && !s.soc_title.is_empty());
            return Some(named.map_or_else(|| major.clone(), |s| format!("{major} {}", s.soc_title)));
        }
        Answer::Level(level) => return Some(format!("{} track", level.track().name())),
        Answer::NoRole => return None,
    };
    let function = &taxonomy.functions[function];
    Some(match function.superfunction {
        Some(superfunction) => taxonomy.superfunctions[superfunction].name.clone(),
        None if function.name.is_empty() => "no function".to_owned(),
        None => function.name.clone(),
    })
}
