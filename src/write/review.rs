//! The review file: every distinct title that a person should look at, the most frequent first, with the candidates
//! and two empty columns for the answer.

use std::borrow::Cow;
use std::io::Write as _;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{ByteOrderMark, Target, WriteError};
use crate::batch::RowOutcome;
use crate::decide::Outcome;

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

/// Collects what a person should look at.
#[derive(Debug, Default)]
pub struct ReviewFile {
    lines: FxHashMap<(u32, String), usize>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    outcome: Arc<Outcome>,
    title: String,
    rows: u64,
    context: String,
    departments: Vec<String>,
    managers: Vec<String>,
    grades: Vec<String>,
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
    /// Takes note of a row. Accepted rows need no review, and texts that are no title have nothing to decide.
    pub fn add(&mut self, title: &str, found: &RowOutcome, context: RowContext<'_>) {
        if !found.outcome.is_open() {
            return;
        }
        // A decision holds for a title in a department, so that is what a line is about.
        let department = if found.is_in_context() { context.department } else { "" };
        let at = *self.lines.entry((found.title, department.to_owned())).or_insert_with(|| {
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

    /// How many rows the first `lines` lines settle, and how many all do.
    #[must_use]
    pub fn rows_settled(&self, lines: usize) -> (u64, u64) {
        let mut rows: Vec<u64> = self.entries.iter().map(|e| e.rows).collect();
        rows.sort_unstable_by(|a, b| b.cmp(a));
        (rows.iter().take(lines).sum(), rows.iter().sum())
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When the destination refuses it.
    pub fn write(mut self, mut target: Target, bom: ByteOrderMark) -> Result<(), WriteError> {
        self.entries.sort_by(|a, b| {
            let title = || a.title.cmp(&b.title).then_with(|| a.context.cmp(&b.context));
            b.rows.cmp(&a.rows).then_with(title)
        });
        if bom == ByteOrderMark::Write {
            target.write_all("\u{feff}".as_bytes()).map_err(|e| target.error(e))?;
        }
        let name = target.name().to_owned();
        let failed =
            |e: csv::Error| WriteError::Io { name: name.clone(), source: std::io::Error::other(e.to_string()) };
        let mut csv = csv::Writer::from_writer(target);
        csv.write_record(REVIEW_COLUMNS).map_err(failed)?;
        for entry in &self.entries {
            csv.write_record(entry.cells().iter().map(|c| neutral(c).into_owned())).map_err(failed)?;
        }
        let target = csv.into_inner().map_err(|e| WriteError::Io { name, source: e.into_error() })?;
        target.commit()
    }
}

impl Entry {
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
pub(super) fn neutral(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(FORMULA) { format!("'{cell}").into() } else { cell.into() }
}

/// The cell as it was before [`ReviewFile::write`] put an apostrophe in front of it.
#[must_use]
pub fn without_apostrophe(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|c| c.starts_with(FORMULA)).unwrap_or(cell)
}
