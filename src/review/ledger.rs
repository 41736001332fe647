//! The decisions file as it is kept: one line per normalised title and context, sorted by them, the same bytes for the same
//! decisions, so that it diffs well.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::{FilledSheet, ReviewError, Verdict, normal_context, visible};
use crate::normalize::Lexicon;
use crate::read::ReadError;
use crate::taxonomy::Taxonomy;
use crate::write::{Destination, Target, WriteError, neutral};

/// The columns of the file, in order.
pub const COLUMNS: [&str; 8] = ["title", "context", "decision", "code", "by", "on", "taxonomy", "note"];

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// A title as it was in an input; all titles that normalise alike are meant.
    pub title: String,
    /// Where the decision holds; empty for everywhere.
    pub context: String,
    /// The decision; `None` for a line that decides nothing yet.
    pub verdict: Option<Verdict>,
    /// Who said so; may be empty.
    pub by: String,
    /// ISO date; may be empty.
    pub on: String,
    /// Version of the taxonomy that the code is of; may be empty.
    pub taxonomy: String,
    /// A remark.
    pub note: String,
    /// Cells of columns that a company added.
    others: Vec<String>,
}

/// What a line is about: the normalised title and context.
pub(super) type Key = (String, String);

/// The decisions file.
#[derive(Debug, Default)]
pub struct Ledger {
    lines: BTreeMap<Key, Line>,
    /// Columns that a company added; they stay.
    others: Vec<String>,
    bom: bool,
    /// The file as it is.
    bytes: Option<Vec<u8>>,
}

impl Line {
    /// A decision that nobody took yet.
    #[must_use]
    pub fn new(title: String, context: String, verdict: Verdict) -> Line {
        let nothing = String::new;
        let (by, on, taxonomy, note) = (nothing(), nothing(), nothing(), nothing());
        Line { title, context, verdict: Some(verdict), by, on, taxonomy, note, others: Vec::new() }
    }

    pub(super) fn with(&self, verdict: Verdict) -> Line {
        Line { verdict: Some(verdict), ..self.clone() }
    }

    pub(super) fn key(&self, lexicon: &Lexicon) -> Key {
        (lexicon.key(&self.title), normal_context(&self.context))
    }
}

impl Ledger {
    /// Reads the file; one that is not there has no decisions.
    ///
    /// # Errors
    /// When it cannot be read, is no decisions file, or a line says something that is no decision; with file and line.
    pub fn read(path: &Path, lexicon: &Lexicon) -> Result<Ledger, ReviewError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Ledger::default()),
            Err(source) => return Err(ReadError::Io { path: path.display().to_string(), source }.into()),
        };
        if bytes.is_empty() {
            return Ok(Ledger { bytes: Some(bytes), ..Ledger::default() });
        }
        let sheet = FilledSheet::read(path)?;
        if sheet.is_review() {
            let message = "is a review file: decisions are kept in a file of their own, such as decisions.csv";
            return Err(ReviewError::Other { path: path.to_owned(), message: message.to_owned() });
        }
        let others = &sheet.columns().others;
        let mut ledger = Ledger {
            lines: BTreeMap::new(),
            others: others.iter().map(|(_, name)| name.clone()).collect(),
            bom: bytes.starts_with("\u{feff}".as_bytes()),
            bytes: Some(bytes),
        };
        for row in sheet.rows() {
            let columns = sheet.columns();
            let text = |column| super::original(crate::write::without_apostrophe(row.cell(column))).into_owned();
            let filled = sheet.answer(row).map_err(|problem| sheet.error(problem))?;
            let line = Line {
                title: text(Some(columns.title)),
                context: text(columns.context),
                verdict: filled.map(|filled| filled.verdict),
                by: text(columns.by),
                on: text(columns.on),
                taxonomy: text(columns.taxonomy),
                note: text(columns.note),
                others: others.iter().map(|(at, _)| text(Some(*at))).collect(),
            };
            if line.title.is_empty() {
                continue;
            }
            let place = || sheet.place(row.line, None);
            ledger.add(line, lexicon).map_err(|message| ReviewError::Line { place: place(), message })?;
        }
        Ok(ledger)
    }

    /// Takes a line of the file. Two lines of one title must agree.
    fn add(&mut self, line: Line, lexicon: &Lexicon) -> Result<(), String> {
        let key = line.key(lexicon);
        let Some(old) = self.lines.get_mut(&key) else {
            self.lines.insert(key, line);
            return Ok(());
        };
        match (&mut old.verdict, line.verdict.clone()) {
            (_, None) => {}
            (None, Some(_)) => *old = line,
            (Some(Verdict::Reject(codes)), Some(Verdict::Reject(more))) => {
                codes.extend(more);
                codes.sort_unstable();
                codes.dedup();
            }
            // What was found in the end says more than what was ruled out on the way.
            (Some(Verdict::Reject(_)), Some(_)) => *old = line,
            (Some(_), Some(Verdict::Reject(_))) => {}
            (Some(a), Some(b)) if *a == b => {}
            _ => return Err(format!("a second, different decision for “{}”: keep one of them", line.title)),
        }
        Ok(())
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn get(&self, key: &Key) -> Option<&Line> {
        self.lines.get(key)
    }

    /// Takes a line away.
    pub(super) fn remove(&mut self, key: &Key) {
        self.lines.remove(key);
    }

    /// What people said about a normalised title: the role or that there is none, the narrower context first.
    #[must_use]
    pub fn answer(&self, title: &str, context: &str) -> Option<&Verdict> {
        let verdicts = self.verdicts(title, context);
        verdicts.into_iter().flatten().find(|verdict| !matches!(verdict, Verdict::Reject(_)))
    }

    /// Whether people ruled out a role for a normalised title, by its code in any case.
    #[must_use]
    pub fn rules_out(&self, title: &str, context: &str, code: &str) -> bool {
        self.verdicts(title, context).into_iter().flatten().any(|verdict| verdict.rules_out(code))
    }

    fn verdicts(&self, title: &str, context: &str) -> [Option<&Verdict>; 2] {
        let of = |context: &str| self.get(&(title.to_owned(), context.to_owned()))?.verdict.as_ref();
        let everywhere = if context.is_empty() { None } else { of("") };
        [of(&normal_context(context)), everywhere]
    }

    /// The normalised titles with a line that may send a title to review that would not go there by itself: a role was ruled
    /// out, or its code is not in the taxonomy.
    #[must_use]
    pub fn unsettling(&self, taxonomy: &Taxonomy) -> FxHashSet<&str> {
        let unsettles = |verdict: &Verdict| match verdict {
            Verdict::Accept(code) => taxonomy.known(code).is_none(),
            Verdict::Reject(_) => true,
            Verdict::None => false,
        };
        let lines = self.lines.iter().filter(|(_, line)| line.verdict.as_ref().is_some_and(unsettles));
        lines.map(|((title, _), _)| title.as_str()).collect()
    }

    /// Puts a line in the place of the one with its key. What a company wrote in its own columns stays.
    pub(super) fn set(&mut self, key: Key, mut line: Line) {
        if let Some(old) = self.lines.get(&key) {
            line.others.clone_from(&old.others);
        }
        self.lines.insert(key, line);
    }

    /// Writes the file if that changes it; the old one is whole until the new one is.
    ///
    /// # Errors
    /// When the folder or disk refuses it.
    pub fn write(&self, path: &Path) -> Result<(), WriteError> {
        let bytes = self.render().map_err(|e| crate::write::csv_error(&path.display().to_string(), e))?;
        if self.bytes.as_ref() == Some(&bytes) {
            return Ok(());
        }
        replace(path, &bytes)
    }

    fn render(&self) -> Result<Vec<u8>, csv::Error> {
        let mut csv = csv::Writer::from_writer(if self.bom { "\u{feff}".as_bytes().to_vec() } else { Vec::new() });
        csv.write_record(COLUMNS.iter().copied().chain(self.others.iter().map(String::as_str)))?;
        for line in self.lines.values() {
            let (decision, code) = match &line.verdict {
                Some(verdict) => (verdict.word(), verdict.code()),
                None => ("skip", String::new()),
            };
            let cells = [&line.title, &line.context, decision, &code, &line.by, &line.on, &line.taxonomy, &line.note];
            let others = line.others.iter().map(String::as_str).chain(std::iter::repeat(""));
            for cell in cells.into_iter().chain(others.take(self.others.len())) {
                csv.write_field(neutral(&visible(cell)).as_ref())?;
            }
            csv.write_record(None::<&[u8]>)?;
        }
        csv.into_inner().map_err(|e| e.into_error().into())
    }
}

/// Puts a file in the place of another.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    use std::io::Write as _;
    let mut target = Target::create(&Destination::File(PathBuf::from(path)))?;
    target.write_all(bytes).map_err(|source| WriteError::Io { name: target.name().to_owned(), source })?;
    target.commit_to_disk()
}
