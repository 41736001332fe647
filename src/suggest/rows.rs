//! The rows of the exports, each distinct title and context once, so that they can be matched again under another taxonomy.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::batch::BatchMatcher;
use crate::decide::Outcome;
use crate::decisions::Decisions;
use crate::engine::Engine;
use crate::read::{Layout, Row};

/// The rows of one or more exports.
#[derive(Debug, Default)]
pub struct Rows {
    parts: Vec<Part>,
}

/// Those of one export.
#[derive(Debug)]
struct Part {
    layout: Layout,
    rows: Vec<Row>,
    counts: Vec<u64>,
    places: FxHashMap<[String; 6], usize>,
}

/// A distinct title in a context, and what it came to.
pub(super) struct Seen<'r> {
    pub title: &'r str,
    pub department: &'r str,
    pub count: u64,
    pub outcome: Arc<Outcome>,
}

impl Rows {
    /// Goes on with the rows of another export.
    pub fn begin(&mut self, layout: Layout) {
        self.parts.push(Part { layout, rows: Vec::new(), counts: Vec::new(), places: FxHashMap::default() });
    }

    /// Takes a row.
    pub fn add(&mut self, row: &Row) {
        let Some(part) = self.parts.last_mut() else { return };
        let layout = &part.layout;
        let beside = layout.beside().map(|column| row.get(column).trim().to_owned());
        let [department, family, grade, years, manages] = beside;
        let key = [row.get(Some(layout.title.index)).trim().to_owned(), department, family, grade, years, manages];
        match part.places.get(&key) {
            Some(at) => part.counts[*at] += 1,
            None => {
                part.places.insert(key, part.rows.len());
                part.rows.push(row.clone());
                part.counts.push(1);
            }
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.parts.iter().flat_map(|part| &part.counts).sum()
    }

    /// Matches them all; the same order each time.
    pub(super) fn matched(&self, engine: &Engine, decisions: &Decisions) -> Vec<Seen<'_>> {
        let Some(first) = self.parts.first() else { return Vec::new() };
        let mut matcher = BatchMatcher::new(engine, decisions, &first.layout);
        let mut seen = Vec::new();
        for part in &self.parts {
            matcher.set_layout(&part.layout);
            let department = part.layout.department.as_ref().map(|column| column.index);
            let outcomes = matcher.match_rows(&part.rows);
            for ((row, count), found) in part.rows.iter().zip(&part.counts).zip(outcomes) {
                let title = row.get(Some(part.layout.title.index)).trim();
                let department = row.get(department).trim();
                seen.push(Seen { title, department, count: *count, outcome: found.outcome });
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Input, ReadOptions, open};

    #[test]
    fn rows_are_one_only_where_all_that_can_change_their_outcome_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.csv");
        let text = "Job Title,Department,Years of Experience,People Manager\nNurse,Ward,1,\nNurse,Ward,12,\nNurse,Ward,12,\nNurse,Ward,12,yes\n";
        std::fs::write(&path, text).unwrap();
        let mut table = open(&Input::Path(path), &ReadOptions::default()).unwrap();
        let mut rows = Rows::default();
        rows.begin(table.layout().clone());
        let mut row = Row::default();
        while table.read_row(&mut row).unwrap() {
            rows.add(&row);
        }
        assert_eq!(rows.parts[0].counts, [1, 2, 1]);
    }
}
