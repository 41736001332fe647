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
        // Excel saves "CSV" in the encoding of the country, which nearly always is this one, and "Unicode Text" with a mark.
        let (text, _, _) = match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, _)) => encoding.decode(&bytes),
            None if std::str::from_utf8(&bytes).is_ok() => encoding_rs::UTF_8.decode(&bytes),
            None => encoding_rs::WINDOWS_1252.decode(&bytes),
        };
        Decisions::parse(&text, path, lexicon)
    }

    fn parse(text: &str, path: &Path, lexicon: &Lexicon) -> Result<Decisions, DecisionsError> {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).from_reader(text.as_bytes());
        let line_error = |line: u64, message: String| DecisionsError::Line { path: path.to_owned(), line, message };
        let columns = Columns::find(reader.headers().map_err(|e| line_error(1, e.to_string()))?, path)?;
        let mut decisions = Decisions::default();
        for record in reader.records() {
            let record = record.map_err(|e| line_error(e.position().map_or(0, csv::Position::line), e.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            let title = without_apostrophe(cell(&record, Some(columns.title)));
            let context = without_apostrophe(cell(&record, columns.context));
            let answer = columns.answer(&record).map_err(|message| line_error(line, message))?;
            let key = (lexicon.key(title), normal_context(context));
            let decision = match answer {
                Answer::Open => continue,
                Answer::Reject(code) => {
                    decisions.rejected.entry(key).or_default().push(code.to_ascii_uppercase());
                    decisions.contexts |= !context.is_empty();
                    continue;
                }
                Answer::Decided(decision) => decision,
            };
            decisions.contexts |= !context.is_empty();
            let before = decisions.answers.insert(key, decision.clone());
            if before.is_some_and(|before| before != decision) {
                let message = format!("a second, different decision for “{title}”: keep one of them");
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

/// Where the columns stand. A filled review file has the suggestions beside the answer, a decisions file has not.
struct Columns {
    title: usize,
    decision: usize,
    code: usize,
    context: Option<usize>,
    by: Option<usize>,
    suggestion: Option<usize>,
    alternatives: [Option<usize>; 4],
}

/// What one line says.
enum Answer {
    /// Nothing yet.
    Open,
    /// Not this role.
    Reject(String),
    /// This role, or none.
    Decided(Decision),
}

impl Columns {
    fn find(headers: &csv::StringRecord, path: &Path) -> Result<Columns, DecisionsError> {
        let column = |name: &str| headers.iter().position(|h| h.trim().eq_ignore_ascii_case(name));
        let need = |name: &'static str| {
            let columns = COLUMNS.join(", ");
            column(name).ok_or_else(|| DecisionsError::Column { path: path.to_owned(), name, columns })
        };
        Ok(Columns {
            title: need("title")?,
            decision: need("decision")?,
            code: need("code")?,
            context: column("context"),
            by: column("by"),
            suggestion: column("suggestion"),
            alternatives: ["alt2_code", "alt3_code", "alt4_code", "alt5_code"].map(column),
        })
    }

    fn answer(&self, record: &csv::StringRecord) -> Result<Answer, String> {
        let by = cell(record, self.by).to_owned();
        let own = cell(record, Some(self.code)).to_owned();
        let accept = |code: &str, missing: &str| match code {
            "" => Err(missing.to_owned()),
            code => Ok(Answer::Decided(Decision::Accept { code: code.to_owned(), by: by.clone() })),
        };
        let word = cell(record, Some(self.decision)).to_ascii_lowercase();
        match word.as_str() {
            // A code alone is an answer, too.
            "" if own.is_empty() => Ok(Answer::Open),
            "skip" => Ok(Answer::Open),
            "" => accept(&own, ""),
            "accept" => {
                let code = if own.is_empty() { cell(record, self.suggestion) } else { &own };
                accept(code, "`accept` needs a code in the column `code`, since nothing is suggested")
            }
            "2" | "3" | "4" | "5" => {
                let at = usize::from(word.as_bytes()[0] - b'2');
                accept(cell(record, self.alternatives[at]), &format!("there is no suggestion {word} on this line"))
            }
            "none" => Ok(Answer::Decided(Decision::None { by })),
            "reject" if own.is_empty() => Err("`reject` needs the rejected code in the column `code`".to_owned()),
            "reject" => Ok(Answer::Reject(own)),
            other => Err(format!("`{other}` is no decision: use accept, 2 to 5, none, reject or skip")),
        }
    }
}

fn cell(record: &csv::StringRecord, column: Option<usize>) -> &str {
    column.and_then(|at| record.get(at)).unwrap_or("").trim()
}

/// Excel saves with semicolons where the comma is the decimal sign. The names of the columns have neither.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or("");
    let count = |delimiter: u8| header.bytes().filter(|b| *b == delimiter).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|d| count(*d)).unwrap_or(b',')
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
