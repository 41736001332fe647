//! What one row of a filled sheet says.

use super::sheet::{FilledSheet, Problem, SheetRow};
use super::{CODE_AND_TITLE, Mark, is_unseen};
use crate::taxonomy::did_you_mean;
use crate::write::without_apostrophe;

/// What a person said about a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is this role.
    Accept(String),
    /// No role of the taxonomy fits.
    None,
    /// It is none of these; the next best may be.
    Reject(Vec<String>),
}

impl Verdict {
    /// The word in the column `decision`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Accept(_) => "accept",
            Verdict::None => "none",
            Verdict::Reject(_) => "reject",
        }
    }

    /// That it is none of these roles. A code is the same in capitals and small letters, and its first spelling stays.
    #[must_use]
    pub fn reject(codes: impl IntoIterator<Item = String>) -> Verdict {
        let mut codes: Vec<String> = codes.into_iter().collect();
        codes.sort_by_cached_key(|code| code.to_ascii_lowercase());
        codes.dedup_by(|again, first| again.eq_ignore_ascii_case(first));
        Verdict::Reject(codes)
    }

    /// Whether it says that a role is none, by its code in any case.
    #[must_use]
    pub fn rules_out(&self, code: &str) -> bool {
        matches!(self, Verdict::Reject(codes) if codes.iter().any(|other| other.eq_ignore_ascii_case(code)))
    }

    /// What stands in the column `code`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Verdict::Accept(code) => code.clone(),
            Verdict::None => String::new(),
            Verdict::Reject(codes) => codes.join("|"),
        }
    }
}

/// A row that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The title as it was in the input.
    pub title: String,
    /// Where the answer holds; empty for everywhere.
    pub context: String,
    /// The answer; the code is as it was written.
    pub verdict: Verdict,
    /// The place of the cell that a wrong code would be in.
    pub cell: Option<usize>,
    /// Who said so, if the row says.
    pub by: String,
    /// When, if the row says.
    pub on: String,
    /// Of which version of the taxonomy, if the row says.
    pub taxonomy: String,
    /// A remark.
    pub note: String,
}

/// The words that may stand in the column `decision`.
const WORDS: [&str; 8] = ["accept", "2", "3", "4", "5", "none", "reject", "skip"];

impl FilledSheet {
    /// What a row answers; `None` when nothing is said, or `skip`.
    ///
    /// # Errors
    /// When it says something that is no answer, or was not about this title when the sheet was made.
    pub fn answer(&self, row: &SheetRow) -> Result<Option<Filled>, Problem> {
        let columns = self.columns();
        let cell = |column: Option<usize>| row.cell(column);
        let (word, code) = (cell(Some(columns.decision)).to_lowercase(), cell(Some(columns.code)));
        if word == "skip" || word.is_empty() && code.is_empty() {
            return Ok(None);
        }
        let wrong = |column: usize, message: String| Err(Problem { line: row.line, column: Some(column), message });
        let title = super::original(without_apostrophe(cell(Some(columns.title)))).into_owned();
        if title.is_empty() {
            return wrong(columns.title, "an answer without a title: clear it, or put the title back".to_owned());
        }
        if let Some(at) = row.cells.iter().skip(columns.width).position(|c| !c.trim().is_empty()) {
            let message = "more cells than the header has: a delimiter inside a cell must stand in quotation marks";
            return wrong(columns.width + at, message.to_owned());
        }
        self.check_mark(row)?;
        let suggested = |column: Option<usize>| {
            let cell = cell(column);
            let code = cell.split_once(CODE_AND_TITLE).map_or(cell, |(code, _)| code);
            without_apostrophe(code.trim()).to_owned()
        };
        let own = own_code(code);
        let (verdict, at) = match word.as_str() {
            // A code alone is an answer, too.
            "" => (Verdict::Accept(own), columns.code),
            "accept" if !own.is_empty() => (Verdict::Accept(own), columns.code),
            "accept" => match suggested(columns.suggestion) {
                code if code.is_empty() => {
                    let message = "`accept` needs a code in the column `code`, since nothing is suggested";
                    return wrong(columns.decision, message.to_owned());
                }
                code => (Verdict::Accept(code), columns.suggestion.unwrap_or(columns.decision)),
            },
            "2" | "3" | "4" | "5" => {
                let column = columns.alternatives[usize::from(word.as_bytes()[0] - b'2')];
                let chosen = suggested(column);
                if chosen.is_empty() {
                    return wrong(columns.decision, format!("there is no suggestion {word} on this line"));
                }
                if !own.is_empty() && !own.eq_ignore_ascii_case(&chosen) {
                    let message = format!("suggestion {word} is {chosen}, but the column `code` says {own}: keep one");
                    return wrong(columns.decision, message);
                }
                (Verdict::Accept(chosen), column.unwrap_or(columns.decision))
            }
            "none" if !own.is_empty() => {
                return wrong(columns.decision, format!("`none`, but the column `code` says {own}: keep one"));
            }
            "none" => (Verdict::None, columns.decision),
            "reject" => {
                let codes = if own.is_empty() { suggested(columns.suggestion) } else { own };
                let mut codes = codes.split('|').map(str::trim).filter(|code| !code.is_empty()).peekable();
                if codes.peek().is_none() {
                    let message = "`reject` needs the rejected code in the column `code`";
                    return wrong(columns.decision, message.to_owned());
                }
                (Verdict::reject(codes.map(str::to_owned)), columns.code)
            }
            // As in the terminal, where the suggestion has a number, too.
            "1" => {
                let message = "`1` is no decision: the suggestion itself is `accept`";
                return wrong(columns.decision, message.to_owned());
            }
            other => {
                let nearest = did_you_mean(other, WORDS.into_iter().filter(|w| w.len() > 1));
                let message = format!("`{other}` is no decision{nearest}: use accept, 2 to 5, none, reject or skip");
                return wrong(columns.decision, message.replace("?: use", "? Use"));
            }
        };
        Ok(Some(Filled {
            title,
            context: super::original(without_apostrophe(cell(columns.context))).into_owned(),
            verdict,
            cell: Some(at),
            by: without_apostrophe(cell(columns.by)).to_owned(),
            on: cell(columns.on).to_owned(),
            taxonomy: without_apostrophe(cell(columns.taxonomy)).to_owned(),
            note: without_apostrophe(cell(columns.note)).to_owned(),
        }))
    }

    /// Notices titles that were edited, and suggestions that now stand beside another title.
    pub(super) fn check_mark(&self, row: &SheetRow) -> Result<(), Problem> {
        let columns = self.columns();
        let Some(column) = columns.mark.filter(|_| columns.is_review()) else { return Ok(()) };
        let is = row.cell(Some(column));
        // The columns that somebody deleted cannot have been edited, and nothing of them is used.
        let beside = std::iter::once(columns.suggestion).chain(columns.alternatives);
        let codes = beside.clone().map(|c| {
            let cell = row.cell(c);
            cell.split_once(CODE_AND_TITLE).map_or(cell, |(code, _)| code).trim()
        });
        let (title, context) = (row.cell(Some(columns.title)), row.cell(columns.context));
        let mark = Mark::of(without_apostrophe(title), without_apostrophe(context), codes);
        let all_there = beside.clone().all(|c| c.is_some());
        let message = if is.is_empty() {
            "this row is not one that was asked about (its hidden `id` is empty): put new titles into the decisions file"
        } else if !mark.same_title(is) {
            "the title or its context is not the one that was asked about: it was edited, or its cells were moved by themselves"
        } else if all_there && !mark.is(is) {
            "the suggestions are not those of this title: they were edited, or moved by themselves"
        } else {
            return Ok(());
        };
        let advice = "make a new sheet with canon match -r, or undo that and apply again";
        Err(Problem { line: row.line, column: Some(columns.title), message: format!("{message}; {advice}") })
    }
}

/// A code as a person gave it: what was copied along with it, its title or characters that nobody sees, is no part of it.
fn own_code(cell: &str) -> String {
    let code = cell.split_once(CODE_AND_TITLE).map_or(cell, |(code, _)| code);
    let seen: String = code.chars().filter(|c| !is_unseen(*c)).collect();
    without_apostrophe(seen.trim()).to_owned()
}
