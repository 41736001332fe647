//! Labelled rows: read and matched as `canon match` does, with what their truth column says.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::EvaluateError;
use super::column::{truth_column, without_truth};
use super::truth::{Answer, Truth, TruthKind, TruthReader};
use crate::batch::BatchMatcher;
use crate::decide::Outcome;
use crate::decisions::Decisions;
use crate::engine::Engine;
use crate::read::{ColumnChoice, Layout, Row, RowIssue, Table};

/// Rows that are matched at a time.
const BATCH: usize = 8 * 1024;

/// Where the right answers are and what they are.
#[derive(Debug, Clone, Default)]
pub struct TruthChoice {
    /// The column; looked for by its name where none is given.
    pub column: Option<ColumnChoice>,
    /// What its cells are; found out where nothing is given.
    pub kind: Option<TruthKind>,
}

/// A row with its answer and the right one.
#[derive(Debug, Clone)]
pub struct Case {
    /// Index in [`Labelled::sources`].
    pub source: usize,
    /// Line of the file, from 1.
    pub line: u64,
    /// Number of the distinct title, an index in [`Labelled::titles`].
    pub title: u32,
    /// What is right.
    pub truth: Arc<Truth>,
    /// What the matcher says.
    pub outcome: Arc<Outcome>,
}

/// A row whose truth could not be understood.
#[derive(Debug, Clone, Serialize)]
pub struct UnknownTruth {
    /// The file.
    pub source: String,
    /// Line of the file, from 1.
    pub line: u64,
    /// The truth column.
    pub column: String,
    /// What is wrong with the cell, in words.
    pub why: String,
}

/// One input with its columns.
#[derive(Debug, Clone)]
pub struct LabelledSource {
    /// What was found out about it; the truth column is not among the context.
    pub layout: Layout,
    /// The name of its truth column.
    pub truth: String,
}

/// All rows that were read.
#[derive(Debug, Default)]
pub struct Labelled {
    /// Rows whose truth is known.
    pub cases: Vec<Case>,
    /// The distinct titles of all rows that were read.
    pub titles: Vec<String>,
    /// The inputs.
    pub sources: Vec<LabelledSource>,
    /// How many answers of each kind the truths hold.
    pub kinds: BTreeMap<TruthKind, u64>,
    /// Rows whose truth is empty.
    pub empty: u64,
    /// Rows whose truth could not be understood.
    pub unknown: Vec<UnknownTruth>,
    /// Rows of an odd shape: file, line and what is odd.
    pub issues: Vec<(String, u64, RowIssue)>,
}

/// A row whose truth has not been understood yet.
struct Pending {
    source: usize,
    line: u64,
    title: u32,
    cell: Arc<str>,
    outcome: Arc<Outcome>,
}

impl Labelled {
    /// Reads and matches all rows. People's decisions are not applied: the matcher is measured, not its users.
    /// `go_on` is asked before every batch, with the bytes and rows that are done, and stops the reading by saying no.
    ///
    /// # Errors
    /// When an input cannot be read, has no truth column, or no row has a truth.
    pub fn read(
        engine: &Engine,
        tables: &mut [Table],
        choice: &TruthChoice,
        mut go_on: impl FnMut(u64, u64) -> bool,
    ) -> Result<Labelled, EvaluateError> {
        let mut labelled = Labelled::default();
        let mut pending = Vec::new();
        let decisions = Decisions::default();
        let mut matcher: Option<BatchMatcher<'_>> = None;
        let mut done = 0;
        for (source, table) in tables.iter_mut().enumerate() {
            let truth = truth_column(table, choice.column.as_ref())?;
            let layout = without_truth(table.layout(), truth.index);
            let name = layout.source.clone();
            let matcher = matcher.get_or_insert_with(|| BatchMatcher::new(engine, &decisions, &layout));
            matcher.set_layout(&layout);
            let mut cells: FxHashMap<String, Arc<str>> = FxHashMap::default();
            loop {
                if !go_on(done + table.bytes_read(), pending.len() as u64) {
                    return Err(EvaluateError::Stopped);
                }
                let batch = labelled.next_batch(table, &name)?;
                if batch.is_empty() {
                    break;
                }
                for (row, found) in batch.iter().zip(matcher.match_rows(&batch)) {
                    let cell = row.get(Some(truth.index)).trim();
                    let shared = match cells.get(cell) {
                        Some(known) => Arc::clone(known),
                        None => Arc::clone(cells.entry(cell.to_owned()).or_insert_with(|| cell.into())),
                    };
                    let (title, outcome) = (found.title, found.outcome);
                    pending.push(Pending { source, line: row.line, title, cell: shared, outcome });
                }
            }
            done += table.bytes_read();
            let layout = Layout { warnings: table.layout().warnings.clone(), ..layout };
            labelled.sources.push(LabelledSource { layout, truth: truth.name });
        }
        if let Some(matcher) = matcher {
            let all = 0..u32::try_from(matcher.distinct()).unwrap_or(u32::MAX);
            labelled.titles = all.map(|n| matcher.title(n).to_owned()).collect();
        }
        labelled.understand(engine, pending, choice.kind)?;
        Ok(labelled)
    }

    fn next_batch(&mut self, table: &mut Table, name: &str) -> Result<Vec<Row>, EvaluateError> {
        let mut batch = Vec::new();
        let mut row = Row::new();
        while batch.len() < BATCH && table.read_row(&mut row)? {
            if let Some(issue) = &row.issue {
                self.issues.push((name.to_owned(), row.line, issue.clone()));
            }
            batch.push(std::mem::take(&mut row));
        }
        Ok(batch)
    }

    fn understand(
        &mut self,
        engine: &Engine,
        pending: Vec<Pending>,
        kind: Option<TruthKind>,
    ) -> Result<(), EvaluateError> {
        let path = || self.sources.first().map_or_else(String::new, |s| s.layout.source.clone());
        let cells = || pending.iter().map(|p| &*p.cell).filter(|cell| !cell.is_empty());
        let Some(first) = cells().next() else {
            return Err(EvaluateError::NothingLabelled { path: path() });
        };
        let reader = match kind {
            Some(kind) => TruthReader::of_kind(&engine.taxonomy, kind),
            None => {
                let mut distinct: Vec<&str> = cells().collect();
                distinct.sort_unstable();
                distinct.dedup();
                TruthReader::detect(&engine.taxonomy, distinct.into_iter()).ok_or_else(|| EvaluateError::NoCodes {
                    path: path(),
                    column: self.sources.first().map_or_else(String::new, |s| s.truth.clone()),
                    cell: first.to_owned(),
                })?
            }
        };
        let mut read: FxHashMap<Arc<str>, Result<Arc<Truth>, String>> = FxHashMap::default();
        for Pending { source, line, title, cell, outcome } in pending {
            if cell.is_empty() {
                self.empty += 1;
                continue;
            }
            match read.entry(Arc::clone(&cell)).or_insert_with(|| reader.read(&cell).map(Arc::new)) {
                Ok(truth) => {
                    for kind in truth.answers.iter().filter_map(Answer::kind) {
                        *self.kinds.entry(kind).or_default() += 1;
                    }
                    self.cases.push(Case { source, line, title, truth: Arc::clone(truth), outcome });
                }
                Err(why) => {
                    let LabelledSource { layout, truth } = &self.sources[source];
                    let (source, column) = (layout.source.clone(), truth.clone());
                    self.unknown.push(UnknownTruth { source, line, column, why: why.clone() });
                }
            }
        }
        if self.cases.is_empty() {
            return Err(EvaluateError::NothingLabelled { path: path() });
        }
        Ok(())
    }
}
