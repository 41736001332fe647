//! People's answers, applied before anything is computed into a band: `decisions.csv`.
//!
//! One line per normalised title and context; a filled context holds only there and wins over an empty one. This
//! module reads and applies the file; it does not write it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use thiserror::Error;

use crate::normalize::Lexicon;
use crate::taxonomy::{ResolvedRole, Taxonomy};
use crate::write::without_apostrophe;

/// The columns of the file, in order.
pub const COLUMNS: [&str; 8] = ["title", "context", "decision", "code", "by", "on", "taxonomy", "note"];

/// What a person decided about a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is this role.
    Accept {
        /// The role's code, as in the file.
        code: String,
        /// Who said so; may be empty.
        by: String,
    },
    /// No role of the taxonomy fits.
    None {
        /// Who said so; may be empty.
        by: String,
    },
}

/// What a decision comes to in the taxonomy at hand.
#[derive(Debug, Clone)]
pub enum Applied {
    /// The role.
    Role(Arc<ResolvedRole>, String),
    /// No role.
    NoRole(String),
    /// The code is not, or no longer, in the taxonomy: why.
    Stale(String),
}

/// All decisions of a file.
#[derive(Debug, Default)]
pub struct Decisions {
    answers: FxHashMap<(String, String), Decision>,
    rejected: FxHashMap<(String, String), Vec<String>>,
    contexts: bool,
}

impl Decisions {
    /// Reads a decisions file.
    ///
    /// # Errors
    /// When it cannot be read, lacks a column, or a line says something that is no decision; with file and line.
    pub fn read(path: &Path, lexicon: &Lexicon) -> Result<Decisions, DecisionsError> {
        let io = |source| DecisionsError::Io { path: path.to_owned(), source };
        let bytes = std::fs::read(path).map_err(io)?;
        let text = String::from_utf8(bytes).map_err(|_| DecisionsError::NotUtf8 { path: path.to_owned() })?;
        Decisions::parse(text.trim_start_matches('\u{feff}'), path, lexicon)
    }

    fn parse(text: &str, path: &Path, lexicon: &Lexicon) -> Result<Decisions, DecisionsError> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let line_error = |line: u64, message: String| DecisionsError::Line { path: path.to_owned(), line, message };
        let headers = reader.headers().map_err(|e| line_error(1, e.to_string()))?.clone();
        let column = |name: &str| headers.iter().position(|h| h.trim().eq_ignore_ascii_case(name));
        let need = |name: &'static str| {
            column(name).ok_or_else(|| DecisionsError::Column {
                path: path.to_owned(),
                name,
                columns: COLUMNS.join(", "),
            })
        };
        let (title, decision, code) = (need("title")?, need("decision")?, need("code")?);
        let (context, by) = (column("context"), column("by"));
        let mut decisions = Decisions::default();
        for record in reader.records() {
            let record = record.map_err(|e| line_error(e.position().map_or(0, csv::Position::line), e.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |at: usize| record.get(at).unwrap_or("").trim();
            let context = without_apostrophe(context.map_or("", cell));
            let key = (lexicon.key(without_apostrophe(cell(title))), normal_context(context));
            decisions.contexts |= !context.is_empty();
            let by = by.map_or("", cell).to_owned();
            let code = cell(code).to_owned();
            let answer = match cell(decision).to_ascii_lowercase().as_str() {
                "accept" if code.is_empty() => {
                    return Err(line_error(line, "`accept` needs a code in the column `code`".to_owned()));
                }
                "accept" => Decision::Accept { code, by },
                "none" => Decision::None { by },
                "reject" if code.is_empty() => {
                    return Err(line_error(line, "`reject` needs the rejected code in the column `code`".to_owned()));
                }
                "reject" => {
                    decisions.rejected.entry(key).or_default().push(code.to_ascii_uppercase());
                    continue;
                }
                "skip" | "" => continue,
                other => {
                    let message = format!("`{other}` is no decision: use accept, none, reject or skip");
                    return Err(line_error(line, message));
                }
            };
            let before = decisions.answers.insert(key, answer.clone());
            if before.is_some_and(|before| before != answer) {
                let message = format!("a second, different decision for “{}”: keep one of them", cell(title));
                return Err(line_error(line, message));
            }
        }
        Ok(decisions)
    }

    /// Whether there is nothing to apply.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.rejected.is_empty()
    }

    /// Whether any decision holds only in a context.
    #[must_use]
    pub fn use_context(&self) -> bool {
        self.contexts
    }

    /// How many answers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.answers.len() + self.rejected.values().map(Vec::len).sum::<usize>()
    }

    /// The answer for a title, if there is one; the narrower context wins.
    #[must_use]
    pub fn answer(&self, key: &str, context: &str, taxonomy: &Taxonomy) -> Option<Applied> {
        let here = (key.to_owned(), normal_context(context));
        let everywhere = (key.to_owned(), String::new());
        let decision = self.answers.get(&here).or_else(|| self.answers.get(&everywhere))?;
        let signed = |by: &str| if by.is_empty() { "decided".to_owned() } else { format!("decided by {by}") };
        Some(match decision {
            Decision::None { by } => Applied::NoRole(signed(by)),
            Decision::Accept { code, by } => match taxonomy.find(code) {
                Ok(role) => Applied::Role(Arc::new(role), signed(by)),
                Err(why) => Applied::Stale(why),
            },
        })
    }

    /// The codes that people ruled out for a title.
    #[must_use]
    pub fn rejected(&self, key: &str, context: &str) -> Vec<&str> {
        let contexts = [normal_context(context), String::new()];
        let lists = contexts.into_iter().filter_map(|c| self.rejected.get(&(key.to_owned(), c)));
        lists.flatten().map(String::as_str).collect()
    }
}

fn normal_context(context: &str) -> String {
    crate::normalize::fold(context).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What can be wrong with a decisions file.
#[derive(Debug, Error)]
pub enum DecisionsError {
    /// It cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Not UTF-8.
    #[error("{path}: not UTF-8; save it as “CSV UTF-8”")]
    NotUtf8 {
        /// The file.
        path: PathBuf,
    },
    /// A column is missing.
    #[error("{path}: no column `{name}`; a decisions file has {columns}")]
    Column {
        /// The file.
        path: PathBuf,
        /// The column.
        name: &'static str,
        /// All columns.
        columns: String,
    },
    /// A line is wrong.
    #[error("{path}:{line}: {message}")]
    Line {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: u64,
        /// What is wrong and what to do.
        message: String,
    },
}
