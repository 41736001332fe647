//! What a person is asked: a title in a context, with the roles that it may mean.

use std::sync::Arc;

use super::sheet::{FilledSheet, Problem, SheetRow};
use super::{CODE_AND_TITLE, original};
use crate::taxonomy::{ResolvedRole, Taxonomy};
use crate::write::without_apostrophe;

/// A title to be decided once for all rows that have it.
#[derive(Debug, Clone)]
pub struct Question {
    /// The title as it was in the input.
    pub title: String,
    /// Where the answer will hold; empty for everywhere.
    pub context: String,
    /// How many rows it settles.
    pub rows: u64,
    /// What stood beside the title, a few values of each column: its name and the values.
    pub seen: Vec<(&'static str, String)>,
    /// The roles it may mean, best first.
    pub suggestions: Vec<Suggestion>,
    /// Whether the first of them came near enough to be suggested; otherwise all are only the nearest.
    pub has_suggestion: bool,
    /// Why it is asked, in words.
    pub reason: String,
}

/// A role that a title may mean.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// The role.
    pub role: Arc<ResolvedRole>,
    /// role_score × level_score, 0–1, where it is known.
    pub score: Option<f32>,
}

impl Suggestion {
    /// How the role differs from the one that is suggested first, in few words.
    #[must_use]
    pub fn difference(&self, first: &Suggestion, taxonomy: &Taxonomy) -> String {
        let (a, b) = (&first.role, &self.role);
        if a.focus != b.focus {
            let function = |role: &ResolvedRole| taxonomy.foci[role.focus].function;
            return if function(a) == function(b) { "other focus" } else { "other function" }.to_owned();
        }
        let (Some(was), Some(is)) = (a.level, b.level) else { return String::new() };
        if was.track() != is.track() {
            return format!("{} track", is.track().name());
        }
        let steps = i16::from(is.number()) - i16::from(was.number());
        match steps {
            0 => String::new(),
            1 => "one level up".to_owned(),
            -1 => "one level down".to_owned(),
            up if up > 0 => format!("{up} levels up"),
            down => format!("{} levels down", -down),
        }
    }
}

/// How much the score in a sheet may differ from the one it was rounded from.
const ROUNDED: f32 = 0.0011;

impl FilledSheet {
    /// What a row of a review sheet asks. Codes that are not in the taxonomy (any more) are left out. A workbook has the
    /// score of the first suggestion only, so `scores` computes the roles that a title in a department and with a grade may
    /// mean; they count where they agree with the sheet.
    ///
    /// # Errors
    /// When the row is not the one that was asked about.
    pub fn question(
        &self,
        row: &SheetRow,
        taxonomy: &Taxonomy,
        scores: impl Fn(&str, &str, &str) -> Vec<Suggestion>,
    ) -> Result<Question, Problem> {
        self.check_mark(row)?;
        let columns = self.columns();
        let text = |column: Option<usize>| original(without_apostrophe(row.cell(column))).into_owned();
        let code = |column: Option<usize>| {
            let cell = row.cell(column);
            let code = cell.split_once(CODE_AND_TITLE).map_or(cell, |(code, _)| code);
            without_apostrophe(code.trim()).to_owned()
        };
        let score: Option<f32> = row.cell(columns.score).replace(',', ".").parse().ok();
        let (title, context) = (text(Some(columns.title)), text(columns.context));
        let seen: Vec<(&'static str, String)> =
            [("department", columns.department), ("grade", columns.grade), ("manager", columns.manager)]
                .into_iter()
                .map(|(name, column)| (name, text(column)))
                .filter(|(_, values)| !values.is_empty())
                .collect();
        let first = code(columns.suggestion);
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for code in std::iter::once(first.clone()).chain(columns.alternatives.map(code)) {
            if let Some(role) = Some(code).filter(|c| !c.is_empty()).and_then(|c| taxonomy.known(&c)) {
                suggestions.push(Suggestion { role: Arc::new(role), score: None });
            }
        }
        let has_suggestion = suggestions.first().is_some_and(|s| s.role.code.eq_ignore_ascii_case(&first));
        let grade = seen.iter().find(|(name, _)| *name == "grade").map_or("", |(_, grade)| grade.as_str());
        for (department, grade) in [("", ""), (&context, ""), ("", grade), (&context, grade)] {
            let computed = scores(&title, department, grade);
            let of = |code: &str| computed.iter().find(|c| c.role.code == code).and_then(|c| c.score);
            let best = suggestions.first().and_then(|s| of(&s.role.code));
            let agrees = match (best, score.filter(|_| has_suggestion)) {
                (Some(computed), Some(written)) => (computed - written).abs() < ROUNDED,
                (computed, None) => computed.is_some(),
                (None, Some(_)) => false,
            };
            if agrees {
                suggestions.iter_mut().for_each(|s| s.score = of(&s.role.code));
                break;
            }
        }
        if let Some(first) = suggestions.first_mut().filter(|_| has_suggestion) {
            first.score = first.score.or(score);
        }
        Ok(Question {
            title,
            context,
            rows: row.cell(columns.rows).parse::<f64>().map_or(1, |rows| rows.max(1.0) as u64),
            seen,
            suggestions,
            has_suggestion,
            reason: text(columns.why),
        })
    }
}
