//! The rows that were answered wrongly, for a person to look through: the file of `canon evaluate --misses`.

use super::review::neutral;
use super::{Target, WriteError};
use crate::evaluate::Miss;

/// The columns of the file, in order.
pub const MISS_COLUMNS: [&str; 13] = [
    "file",
    "line",
    "title",
    "truth",
    "answer",
    "answer_title",
    "answer_soc",
    "wrong",
    "band",
    "role_score",
    "level_score",
    "alias",
    "reason",
];

/// Writes the rows and puts the file in its place. Cells that a spreadsheet would take for formulas are made text.
///
/// # Errors
/// When the destination refuses it.
pub fn write_misses(target: Target, misses: &[Miss]) -> Result<(), WriteError> {
    let name = target.name().to_owned();
    let failed = |error: csv::Error| super::csv_error(&name, error);
    let mut csv = csv::Writer::from_writer(target);
    csv.write_record(MISS_COLUMNS).map_err(failed)?;
    for miss in misses {
        let wrong: Vec<&str> = miss.wrong.iter().map(|part| part.words()).collect();
        let cells = [
            miss.source.clone(),
            miss.line.to_string(),
            miss.title.clone(),
            miss.truth.clone(),
            miss.answer.clone(),
            miss.answer_title.clone(),
            miss.answer_soc.clone(),
            wrong.join(", "),
            miss.band.word().to_owned(),
            format!("{:.3}", miss.role_score),
            format!("{:.3}", miss.level_score),
            miss.alias.clone(),
            miss.reason.clone(),
        ];
        csv.write_record(cells.iter().map(|cell| neutral(cell).into_owned())).map_err(failed)?;
    }
    csv.flush().map_err(|source| WriteError::Io { name: name.clone(), source })?;
    let target = csv.into_inner().map_err(|e| WriteError::Io { name, source: e.into_error() })?;
    target.commit()
}
