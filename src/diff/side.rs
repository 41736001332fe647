//! One of the two results: the answers of its rows, each distinct title and answer kept once.

use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};

use super::DiffError;
use crate::decide::{Band, Outcome};
use crate::read::{Row, Table};

/// What a row came to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Answer {
    /// The role's code; empty when unmatched.
    pub code: Arc<str>,
    /// The role's title.
    pub title: Arc<str>,
    /// What it is good for.
    pub band: Band,
    /// In thousandths, as it is written; `None` when unmatched.
    #[serde(serialize_with = "as_score")]
    pub role_score: Option<u16>,
}

/// A result.
#[derive(Debug, Default)]
pub struct Side {
    /// The file, or the taxonomy.
    pub name: String,
    /// The column that its titles stand in.
    pub column: String,
    pub(super) titles: Numbers<Arc<str>>,
    pub(super) answers: Numbers<Answer>,
    /// Title and answer of each row, by their numbers.
    pub(super) rows: Vec<(u32, u32)>,
}

impl Answer {
    /// The answer of an outcome.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Answer {
        let best = outcome.best.as_ref();
        Answer {
            code: best.map_or("", |best| &best.role.code).into(),
            title: best.map_or("", |best| &best.role.title).into(),
            band: outcome.band,
            role_score: best.map(|best| thousandths(f64::from(best.role_score))),
        }
    }

    /// The role score, 0–1; 0 when unmatched.
    #[must_use]
    pub fn score(&self) -> f64 {
        f64::from(self.role_score.unwrap_or(0)) / 1000.0
    }
}

impl Side {
    /// A result without rows.
    #[must_use]
    pub fn new(name: &str) -> Side {
        Side { name: name.to_owned(), ..Side::default() }
    }

    /// Reads a file that `canon match` wrote with columns of this prefix.
    ///
    /// # Errors
    /// When it cannot be read, lacks the columns of a result, or has something else in them.
    pub fn read(table: &mut Table, prefix: &str) -> Result<Side, DiffError> {
        let columns = Columns::find(table, prefix)?;
        let mut side = Side::new(&table.layout().source);
        side.column.clone_from(&table.layout().title.name);
        let mut row = Row::default();
        while table.read_row(&mut row)? {
            let answer = columns.answer(&side.name, &row)?;
            side.add(row.get(Some(columns.title)), answer);
        }
        Ok(side)
    }

    /// Adds a row.
    pub fn add(&mut self, title: &str, answer: Answer) {
        let title = self.titles.number(title.trim().into());
        let answer = self.answers.number(answer);
        self.rows.push((title, answer));
    }
}

/// Where things stand in a result.
struct Columns {
    title: usize,
    code: usize,
    name: usize,
    band: usize,
    role_score: usize,
    prefix: String,
}

impl Columns {
    fn find(table: &Table, prefix: &str) -> Result<Columns, DiffError> {
        let headers = table.headers();
        let place = |column: &str| headers.iter().position(|header| header.trim() == column);
        let need = |column: &str| {
            let column = format!("{prefix}{column}");
            place(&column).ok_or_else(|| {
                let path = table.layout().source.clone();
                let hint =
                    other_prefix(headers).map_or_else(String::new, |p| format!(" (with --prefix {p} it may be)"));
                DiffError::NoResult { path, column, hint }
            })
        };
        let columns = Columns {
            title: table.layout().title.index,
            code: need("code")?,
            name: need("title")?,
            band: need("band")?,
            role_score: need("role_score")?,
            prefix: prefix.to_owned(),
        };
        let added =
            table.layout().title.name.starts_with(prefix) && !prefix.is_empty() || columns.title == columns.name;
        if added {
            return Err(DiffError::NoTitle { path: table.layout().source.clone() });
        }
        Ok(columns)
    }

    fn answer(&self, path: &str, row: &Row) -> Result<Answer, DiffError> {
        let wrong = |column: &str, cell: &str, what| DiffError::Cell {
            path: path.to_owned(),
            line: row.line,
            column: format!("{}{column}", self.prefix),
            cell: cell.to_owned(),
            what,
        };
        let cell = |at: usize| row.get(Some(at)).trim();
        let band = cell(self.band);
        let known = [Band::Accepted, Band::Review, Band::Unmatched].into_iter().find(|known| known.word() == band);
        let band = known.ok_or_else(|| wrong("band", band, "band (accepted, review or unmatched)"))?;
        let score = cell(self.role_score);
        // A spreadsheet of a country with decimal commas may have been in between.
        let number = score.replace(',', ".").parse::<f64>().ok().filter(|score| (0.0..=1.0).contains(score));
        let role_score = match number {
            Some(number) => Some(thousandths(number)),
            None if score.is_empty() => None,
            None => return Err(wrong("role_score", score, "score from 0 to 1")),
        };
        Ok(Answer { code: cell(self.code).into(), title: cell(self.name).into(), band, role_score })
    }
}

/// The prefix under which another result has its columns.
fn other_prefix(headers: &[String]) -> Option<&str> {
    headers.iter().filter_map(|header| header.strip_suffix("role_score")).find(|prefix| !prefix.is_empty())
}

fn thousandths(score: f64) -> u16 {
    (score * 1000.0).round() as u16
}

fn as_score<S: Serializer>(score: &Option<u16>, serializer: S) -> Result<S::Ok, S::Error> {
    score.map(|score| f64::from(score) / 1000.0).serialize(serializer)
}

/// Numbers distinct values in the order of their appearance.
#[derive(Debug)]
pub(super) struct Numbers<T> {
    numbers: FxHashMap<T, u32>,
    values: Vec<T>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Numbers<T> {
        Numbers { numbers: FxHashMap::default(), values: Vec::new() }
    }
}

impl<T: Clone + Eq + Hash> Numbers<T> {
    pub fn number(&mut self, value: T) -> u32 {
        if let Some(number) = self.numbers.get(&value) {
            return *number;
        }
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
    }

    pub fn get(&self, value: &T) -> Option<u32> {
        self.numbers.get(value).copied()
    }

    pub fn value(&self, number: u32) -> &T {
        &self.values[number as usize]
    }

    pub fn values(&self) -> &[T] {
        &self.values
    }
}
