//! One record of the input as it was read. What its title means is not known here.

use serde_json::{Map, Value};

/// A record, reused from one reading to the next.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The cells as text, in the order of the headers. Never fewer than the headers; more if the row was too long.
    pub cells: csv::StringRecord,
    /// The line of the file in which the record begins, or the row number in the sheet; from 1.
    pub line: u64,
    /// The whole record as it was read, for JSON Lines only.
    pub json: Option<Map<String, Value>>,
    /// What is odd about this row, if anything.
    pub issue: Option<RowIssue>,
}

/// A row that does not have the shape of the others. It is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowIssue {
    /// Fewer cells than headers; the missing ones are empty.
    #[error("{cells} cells where {expected} are expected; the missing ones are taken as empty")]
    Short {
        /// Cells found.
        cells: usize,
        /// Cells expected.
        expected: usize,
    },
    /// More cells than headers; all are kept.
    #[error("{cells} cells where {expected} are expected; all are kept")]
    Long {
        /// Cells found.
        cells: usize,
        /// Cells expected.
        expected: usize,
    },
    /// A JSON object with keys that the first records did not have; they are in [`Row::json`] only.
    #[error("keys that the first records did not have: {}", .keys.join(", "))]
    ExtraKeys {
        /// The unexpected keys.
        keys: Vec<String>,
    },
}

impl Row {
    /// An empty row to read into.
    pub fn new() -> Self {
        Self::default()
    }

    /// The text of a column, empty when there is no such column or no such cell.
    pub fn get(&self, column: Option<usize>) -> &str {
        column.and_then(|index| self.cells.get(index)).unwrap_or("")
    }

    /// Fills up or marks a row whose number of cells is not the number of headers.
    pub(super) fn fit(&mut self, expected: usize) {
        let cells = self.cells.len();
        if cells == expected {
            return;
        }
        self.issue = Some(if cells < expected {
            RowIssue::Short { cells, expected }
        } else {
            RowIssue::Long { cells, expected }
        });
        for _ in cells..expected {
            self.cells.push_field("");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_row_is_filled_and_a_long_one_kept() {
        let mut row = Row { cells: csv::StringRecord::from(vec!["a"]), ..Row::new() };
        row.fit(3);
        assert_eq!((row.cells.len(), row.get(Some(2)), row.get(Some(9)), row.get(None)), (3, "", "", ""));
        assert_eq!(row.issue, Some(RowIssue::Short { cells: 1, expected: 3 }));
        let mut row = Row { cells: csv::StringRecord::from(vec!["a", "b"]), ..Row::new() };
        row.fit(1);
        assert_eq!(row.cells.len(), 2);
        assert!(row.issue.unwrap().to_string().contains("all are kept"));
    }
}
