//! The review file: every distinct title that a person should look at, the most frequent first, with the candidates
//! and two empty columns for the answer. Here it is collected and written as CSV; the workbook is in `review_sheet`.

use std::borrow::Cow;
use std::io::Write as _;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{ByteOrderMark, Target, WriteError};
use crate::batch::RowOutcome;
use crate::decide::{Candidate, Outcome};
use crate::normalize::Lexicon;
use crate::review::{Question, Suggestion, normal_context, visible};

/// The columns of the file, in order.
pub const REVIEW_COLUMNS: [&str; 21] = [
    "rows",
    "title",
    "context",
    "department",
    "manager",
    "grade",
    "band",
    "suggestion",
    "suggested_title",
    "score",
    "why",
    "alt2_code",
    "alt2_title",
    "alt3_code",
    "alt3_title",
    "alt4_code",
    "alt4_title",
    "alt5_code",
    "alt5_title",
    "decision",
    "code",
];

/// How many different departments or managers a line names: enough to picture the job.
const NAMED: usize = 2;

/// Roles that a person chooses from.
const SUGGESTED: usize = 5;

/// Collects what a person should look at.
#[derive(Debug, Default)]
pub struct ReviewFile {
    /// The entry of each title as it was typed, and of each title as it is decided.
    typed: FxHashMap<(u32, String), usize>,
    decided: FxHashMap<(String, String), usize>,
    entries: Vec<Entry>,
}

/// A title in a context, to be decided once for all rows that have it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) outcome: Arc<Outcome>,
    pub(super) title: String,
    pub(super) rows: u64,
    pub(super) context: String,
    pub(super) departments: Vec<String>,
    pub(super) managers: Vec<String>,
    pub(super) grades: Vec<String>,
}

/// What stands beside the title of a row.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowContext<'a> {
    /// Department.
    pub department: &'a str,
    /// Manager.
    pub manager: &'a str,
    /// Grade.
    pub grade: &'a str,
}

impl ReviewFile {
    /// Takes note of a row. Accepted rows need no review, and texts that are no title have nothing to decide. Titles that
    /// normalise alike are one line, since one decision holds for all of them.
    pub fn add(&mut self, title: &str, found: &RowOutcome, context: RowContext<'_>, lexicon: &Lexicon) {
        if found.outcome.is_open() {
            self.ask(title, found, context, lexicon);
        }
    }

    /// Takes note of a row whatever its outcome is.
    pub fn ask(&mut self, title: &str, found: &RowOutcome, context: RowContext<'_>, lexicon: &Lexicon) {
        // A decision holds for a title in a department, so that is what a line is about.
        let department = if found.by_department { context.department } else { "" };
        let typed = (found.title, department.to_owned());
        let at = self.typed.get(&typed).copied().unwrap_or_else(|| {
            let key = (lexicon.key(title), normal_context(department));
            let at = *self.decided.entry(key).or_insert_with(|| {
                self.entries.push(Entry {
                    outcome: Arc::clone(&found.outcome),
                    title: title.to_owned(),
                    rows: 0,
                    context: department.to_owned(),
                    departments: Vec::new(),
                    managers: Vec::new(),
                    grades: Vec::new(),
                });
                self.entries.len() - 1
            });
            self.typed.insert(typed, at);
            at
        });
        let entry = &mut self.entries[at];
        entry.rows += 1;
        note(&mut entry.departments, context.department);
        note(&mut entry.managers, context.manager);
        note(&mut entry.grades, context.grade);
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is nothing to review.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Puts the lines in the order of the CSV: the most frequent first.
    pub fn sort_by_rows(&mut self) {
        self.entries.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.name().cmp(&b.name())));
    }

    /// Puts the lines in the order of the workbook: rows times doubt, so that the first hour settles most.
    pub fn sort_by_doubt(&mut self) {
        self.entries.sort_by(|a, b| {
            let rows = || b.rows.cmp(&a.rows).then_with(|| a.name().cmp(&b.name()));
            b.weight().total_cmp(&a.weight()).then_with(rows)
        });
    }

    /// How many rows the first `lines` lines settle, and how many all do.
    #[must_use]
    pub fn rows_settled(&self, lines: usize) -> (u64, u64) {
        let rows = || self.entries.iter().map(|e| e.rows);
        (rows().take(lines).sum(), rows().sum())
    }

    /// The lines in their order, as questions for a person at a terminal.
    #[must_use]
    pub fn into_questions(self) -> Vec<Question> {
        self.entries.into_iter().map(Entry::into_question).collect()
    }

    /// The lines in their order.
    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// Writes the file as CSV, in the order that the lines have.
    ///
    /// # Errors
    /// When the destination refuses it.
    pub fn write(self, mut target: Target, bom: ByteOrderMark) -> Result<(), WriteError> {
        if bom == ByteOrderMark::Write {
            target.write_all("\u{feff}".as_bytes()).map_err(|e| target.error(e))?;
        }
        let name = target.name().to_owned();
        let failed = |e: csv::Error| super::csv_error(&name, e);
        let mut csv = csv::Writer::from_writer(target);
        csv.write_record(REVIEW_COLUMNS).map_err(failed)?;
        for entry in &self.entries {
            csv.write_record(entry.cells().iter().map(|c| neutral(&visible(c)).into_owned())).map_err(failed)?;
        }
        let target = csv.into_inner().map_err(|e| WriteError::Io { name, source: e.into_error() })?;
        target.commit()
    }
}

impl Entry {
    fn name(&self) -> (&str, &str) {
        (&self.title, &self.context)
    }

    /// Rows that an answer settles, times the share of them that may be wrong.
    fn weight(&self) -> f64 {
        let score = self.outcome.best.as_ref().map_or(0.0, |best| best.score);
        self.rows as f64 * (1.0 - f64::from(score))
    }

    /// The codes that are suggested, best first; empty where there are fewer than five.
    pub(super) fn codes(&self) -> [&str; 5] {
        let all = self.outcome.best.as_ref().map(|best| best.role.code.as_str());
        let mut codes = [""; 5];
        codes[0] = all.unwrap_or("");
        for (code, next) in codes[1..].iter_mut().zip(&self.outcome.alternatives) {
            *code = &next.role.code;
        }
        codes
    }

    fn into_question(self) -> Question {
        let suggestion = |c: &Candidate| Suggestion { role: Arc::clone(&c.role), score: Some(c.score) };
        let all = self.outcome.best.iter().chain(&self.outcome.alternatives);
        let seen = [("department", self.departments), ("grade", self.grades), ("manager", self.managers)];
        let seen = seen.into_iter().filter(|(_, values)| !values.is_empty());
        Question {
            suggestions: all.take(SUGGESTED).map(suggestion).collect(),
            has_suggestion: self.outcome.best.is_some(),
            reason: self.outcome.reason.clone(),
            seen: seen.map(|(name, values)| (name, values.join(" · "))).collect(),
            title: self.title,
            context: self.context,
            rows: self.rows,
        }
    }

    fn cells(&self) -> Vec<String> {
        let shown = self.outcome.best.as_ref();
        let mut cells = vec![
            self.rows.to_string(),
            self.title.clone(),
            self.context.clone(),
            self.departments.join(" · "),
            self.managers.join(" · "),
            self.grades.join(" · "),
            self.outcome.band.word().to_owned(),
            shown.map_or_else(String::new, |c| c.role.code.clone()),
            shown.map_or_else(String::new, |c| c.role.title.clone()),
            shown.map_or_else(String::new, |c| format!("{:.3}", c.score)),
            self.outcome.reason.clone(),
        ];
        for n in 0..4 {
            let alternative = self.outcome.alternatives.get(n);
            cells.push(alternative.map_or_else(String::new, |c| c.role.code.clone()));
            cells.push(alternative.map_or_else(String::new, |c| c.role.title.clone()));
        }
        cells.extend([String::new(), String::new()]);
        cells
    }
}

fn note(list: &mut Vec<String>, text: &str) {
    if !text.is_empty() && list.len() < NAMED && !list.iter().any(|t| t == text) {
        list.push(text.to_owned());
    }
}

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A spreadsheet takes a cell that starts so for a formula; an apostrophe in front makes it text (OWASP, *CSV Injection*).
/// A cell that has one of its own gets another, so that [`without_apostrophe`] gives back what was there.
pub(crate) fn neutral(cell: &str) -> Cow<'_, str> {
    if cell.trim_start_matches('\'').starts_with(FORMULA) { format!("'{cell}").into() } else { cell.into() }
}

/// The cell as it was before an apostrophe was put in front of it.
#[must_use]
pub fn without_apostrophe(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|c| c.trim_start_matches('\'').starts_with(FORMULA)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_texts_and_come_back() {
        for (cell, written) in
            [("=1", "'=1"), ("'=1", "''=1"), ("''@a", "'''@a"), ("'n Sync", "'n Sync"), ("a=1", "a=1")]
        {
            assert_eq!(neutral(cell), written);
            assert_eq!(without_apostrophe(written), cell);
        }
    }
}
