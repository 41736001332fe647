//! Which column holds the right answers.

use super::EvaluateError;
use crate::read::{ColumnChoice, ColumnEvidence, ColumnFound, Layout, Table};

/// What such columns are called, the likeliest first. `canon_code` is not among them: it is an answer of ours.
pub(super) const NAMES: [&str; 18] = [
    "truth",
    "code",
    "soc",
    "function",
    "focus",
    "level",
    "expected",
    "expected_code",
    "correct",
    "correct_code",
    "gold",
    "label",
    "role",
    "role_code",
    "soc_code",
    "onet_soc_code",
    "job_code",
    "answer",
];

/// The truth column of an input: the one that is named, or the first that is called as one.
pub(super) fn truth_column(table: &Table, choice: Option<&ColumnChoice>) -> Result<ColumnFound, EvaluateError> {
    let title = &table.layout().title;
    let path = || table.layout().source.clone();
    if let Some(choice) = choice {
        let found = table.column(choice, "--truth")?;
        if found.index == title.index {
            return Err(EvaluateError::SameColumn { path: path(), column: found.name });
        }
        return Ok(found);
    }
    let headers = table.headers();
    let named = |name: &str| {
        let same = |(index, header): &(usize, &String)| *index != title.index && folded(header) == folded(name);
        headers.iter().enumerate().find(same)
    };
    let found = NAMES.iter().find_map(|name| named(name));
    let found = found.map(|(index, name)| ColumnFound { index, name: name.clone(), how: ColumnEvidence::Header });
    found.ok_or_else(|| EvaluateError::NoTruthColumn { path: path(), headers: headers.to_vec() })
}

/// The layout without the truth among the context: a matcher that could read the answers would be measured too well.
pub(super) fn without_truth(layout: &Layout, truth: usize) -> Layout {
    let mut layout = layout.clone();
    let context = [
        &mut layout.department,
        &mut layout.family,
        &mut layout.grade,
        &mut layout.years,
        &mut layout.manages,
        &mut layout.manager,
        &mut layout.id,
    ];
    for column in context {
        if column.as_ref().is_some_and(|c| c.index == truth) {
            *column = None;
        }
    }
    layout
}

fn folded(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
