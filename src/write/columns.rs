//! The columns that are added to the input's, in their order.

use std::borrow::Cow;

use super::WriteError;
use crate::decide::{Candidate, Method, Outcome};

/// What is added for every row, without the prefix.
pub const ROLE_COLUMNS: [&str; 12] = [
    "code",
    "title",
    "score",
    "band",
    "role_score",
    "level_score",
    "level_source",
    "method",
    "alias",
    "soc",
    "isco",
    "reason",
];

/// Names and number of the added columns.
#[derive(Debug, Clone)]
pub struct OutputColumns {
    prefix: String,
    top: usize,
    source: bool,
}

impl OutputColumns {
    /// Columns with a prefix and `top` runners-up; a column `source` stands before them where several files are read.
    ///
    /// # Errors
    /// When one of them is already among the input's headers.
    pub fn new(prefix: &str, top: usize, files: usize, headers: &[String]) -> Result<OutputColumns, WriteError> {
        let columns = OutputColumns { prefix: prefix.to_owned(), top, source: files > 1 };
        let mut added = columns.names();
        added.push(columns.name("alternatives"));
        match headers.iter().find(|h| added.contains(h)) {
            Some(column) => Err(WriteError::Collision { column: column.clone() }),
            None => Ok(columns),
        }
    }

    /// How many runners-up are written.
    #[must_use]
    pub fn top(&self) -> usize {
        self.top
    }

    /// The name of a column.
    #[must_use]
    pub fn name(&self, column: &str) -> String {
        format!("{}{column}", self.prefix)
    }

    /// The names of all added columns.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        if self.source {
            names.push(self.name("source"));
        }
        names.extend(ROLE_COLUMNS.iter().map(|c| self.name(c)));
        for n in 2..2 + self.top {
            names.push(self.name(&format!("alt{n}_code")));
            names.push(self.name(&format!("alt{n}_score")));
        }
        names
    }

    /// Calls `cell` with each added cell of a row, in order; numbers are marked as such.
    pub fn each<'o, E>(
        &self,
        source: Option<&'o str>,
        outcome: &'o Outcome,
        mut cell: impl FnMut(Cell<'o>) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.source {
            cell(Cell::text(source.unwrap_or("")))?;
        }
        match &outcome.best {
            Some(best) => {
                let level_source = outcome.level_source.map_or("", |s| s.word());
                cell(Cell::text(&best.role.code))?;
                cell(Cell::text(&best.role.title))?;
                cell(Cell::score(best.score))?;
                cell(Cell::text(outcome.band.word()))?;
                cell(Cell::score(best.role_score))?;
                cell(Cell::score(best.level_score))?;
                cell(Cell::text(level_source))?;
                cell(Cell::text(outcome.method.word()))?;
                cell(Cell::text(&outcome.alias))?;
                cell(Cell::text(&best.role.classification.soc))?;
                cell(Cell::text(&best.role.classification.isco))?;
                cell(Cell::text(&outcome.reason))?;
            }
            None => {
                for column in ROLE_COLUMNS {
                    cell(Cell::text(match column {
                        "band" => outcome.band.word(),
                        "reason" => &outcome.reason,
                        "method" if outcome.method == Method::Decision => outcome.method.word(),
                        _ => "",
                    }))?;
                }
            }
        }
        for n in 0..self.top {
            let alternative: Option<&Candidate> = outcome.alternatives.get(n).filter(|_| outcome.best.is_some());
            cell(Cell::text(alternative.map_or("", |c| &c.role.code)))?;
            cell(alternative.map_or(Cell::text(""), |c| Cell::score(c.score)))?;
        }
        Ok(())
    }
}

/// A cell that is added to a row.
#[derive(Debug, Clone)]
pub enum Cell<'o> {
    /// Text.
    Text(Cow<'o, str>),
    /// A score 0–1.
    Score(f32),
}

impl<'o> Cell<'o> {
    fn text(text: &'o str) -> Cell<'o> {
        Cell::Text(Cow::Borrowed(text))
    }

    fn score(score: f32) -> Cell<'o> {
        Cell::Score(score)
    }
}

/// Scores are written with three decimals in every format.
#[must_use]
pub fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}
