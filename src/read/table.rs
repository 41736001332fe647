//! An opened input: its headers, what was found out about it, and its rows one after the other.
//!
//! The formats are behind [`Rows`]; this is what they have in common for those who read.

use super::columns::{self, Columns};
use super::error::ReadError;
use super::layout::{ColumnFound, EncodingFound, Layout, ReadWarning};
use super::options::{ColumnChoice, InputFormat};
use super::row::Row;

/// An opened input.
pub struct Table {
    headers: Vec<String>,
    layout: Layout,
    rows: Box<dyn Rows>,
    /// Warnings from the opening; those from the rows come after them.
    first_warnings: Vec<ReadWarning>,
    findings: u64,
    size: Option<u64>,
}

/// The rows of one format.
pub(super) trait Rows: Send {
    /// Reads the next row into `row`, whose old contents are overwritten. False at the end.
    fn read(&mut self, row: &mut Row) -> Result<bool, ReadError>;
    /// The place of the first cell of each row in its sheet, from 0.
    fn first_column(&self) -> usize {
        0
    }
    /// Bytes of the input consumed so far.
    fn bytes_read(&self) -> u64;
    /// A number that changes whenever [`Rows::warnings`] does.
    fn findings(&self) -> u64;
    /// What was odd so far.
    fn warnings(&self) -> Vec<ReadWarning>;
}

/// What a format found out when it opened the input.
pub(super) struct Opened {
    pub source: String,
    pub format: InputFormat,
    pub size: Option<u64>,
    pub encoding: Option<EncodingFound>,
    pub delimiter: Option<u8>,
    pub sheet: Option<String>,
    pub skipped_rows: usize,
    pub header_rows: usize,
    pub headers: Vec<String>,
    pub columns: Columns,
    pub warnings: Vec<ReadWarning>,
    pub rows: Box<dyn Rows>,
}

impl Table {
    /// The headers of all columns, as in the file; made up if it has none.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// A column that a caller names, beside those that every input is searched for. `flag` is what errors call the
    /// option that names it.
    ///
    /// # Errors
    /// When there is no such column; the error lists those that there are.
    pub fn column(&self, choice: &ColumnChoice, flag: &'static str) -> Result<ColumnFound, ReadError> {
        columns::given(&self.layout.source, &self.headers, choice, flag)
    }

    /// What was found out. The warnings may grow while rows are read.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Reads the next row into `row`, reusing its memory. False at the end.
    pub fn read_row(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        row.issue = None;
        // The memory may be that of a row of another file.
        row.json = None;
        let more = self.rows.read(row)?;
        if more && row.cells.len() != self.headers.len() {
            row.fit(self.headers.len());
        }
        let findings = self.rows.findings();
        if findings != self.findings {
            self.findings = findings;
            self.layout.warnings.clone_from(&self.first_warnings);
            self.layout.warnings.extend(self.rows.warnings());
        }
        Ok(more)
    }

    /// The place of the first column in its sheet, from 0: empty columns on the left are left out. For naming cells.
    pub fn first_column(&self) -> usize {
        self.rows.first_column()
    }

    /// The size of the input in bytes, if known.
    pub fn bytes_total(&self) -> Option<u64> {
        self.size
    }

    /// Bytes of the input consumed so far; for a progress bar, since reading goes ahead of the rows a little.
    pub fn bytes_read(&self) -> u64 {
        self.rows.bytes_read()
    }
}

impl From<Opened> for Table {
    fn from(opened: Opened) -> Self {
        let Columns { title, department, family, grade, years, manages, manager, id } = opened.columns;
        let layout = Layout {
            source: opened.source,
            format: opened.format,
            encoding: opened.encoding,
            delimiter: opened.delimiter,
            sheet: opened.sheet,
            skipped_rows: opened.skipped_rows,
            header_rows: opened.header_rows,
            title,
            department,
            family,
            grade,
            years,
            manages,
            manager,
            id,
            warnings: opened.warnings.clone(),
        };
        let (headers, rows, size) = (opened.headers, opened.rows, opened.size);
        Self { headers, layout, rows, first_warnings: opened.warnings, findings: 0, size }
    }
}
