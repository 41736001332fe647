//! What changed between two results, for a person to look through: the table of `canon diff --format csv`.

use super::review::neutral;
use super::{Target, WriteError};
use crate::diff::{Answer, Diff};

/// The columns of the table, in order.
pub const CHANGE_COLUMNS: [&str; 11] = [
    "change",
    "rows",
    "title",
    "old_code",
    "old_title",
    "old_band",
    "old_role_score",
    "new_code",
    "new_title",
    "new_band",
    "new_role_score",
];

/// Writes all changes and puts the file in its place. Cells that a spreadsheet would take for formulas are made text.
///
/// # Errors
/// When the destination refuses it.
pub fn write_changes(target: Target, diff: &Diff) -> Result<(), WriteError> {
    let name = target.name().to_owned();
    let failed = |error: csv::Error| super::delimited::error(&name, error);
    let answer = |answer: &Answer| {
        let score = answer.role_score.map_or_else(String::new, |_| format!("{:.3}", answer.score()));
        [answer.code.to_string(), answer.title.to_string(), answer.band.word().to_owned(), score]
    };
    let mut csv = csv::Writer::from_writer(target);
    csv.write_record(CHANGE_COLUMNS).map_err(failed)?;
    for change in diff.changes() {
        let mut cells = vec![change.change.words().to_owned(), change.rows.to_string(), change.title.to_string()];
        cells.extend(answer(&change.old));
        cells.extend(answer(&change.new));
        csv.write_record(cells.iter().map(|cell| neutral(cell).into_owned())).map_err(failed)?;
    }
    let target = csv.into_inner().map_err(|e| WriteError::Io { name, source: e.into_error() })?;
    target.commit()
}
