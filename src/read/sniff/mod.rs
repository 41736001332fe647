//! Finding out what an input is, from its first bytes and rows only: kind of file, encoding, delimiter, header.
//!
//! Everything here works on a sample in memory and reads nothing by itself. Which columns are which is the
//! business of [`super::columns`].

pub(super) mod delimiter;
pub(super) mod encoding;
pub(super) mod header;
pub(super) mod magic;

/// A row of the sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SampleRow {
    /// The line or row number in which it begins, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
}

impl SampleRow {
    /// The number of cells that are not blank.
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }
}
