//! Brings the answers of filled sheets into the decisions file. Nothing that a person said is written over by another
//! answer unless that is asked for.

use rustc_hash::FxHashSet;

use super::ledger::Key;
use super::{Conflict, Filled, FilledSheet, Ledger, Line, Problem, SheetRow, Verdict, autocorrect};
use crate::normalize::Lexicon;
use crate::taxonomy::Taxonomy;

/// What happens to an answer that contradicts an older one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnConflict {
    /// The older one stays.
    Keep,
    /// The new one takes its place.
    Replace,
}

/// Who answers, and when, where the sheet does not say.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// A name; may be empty.
    pub by: String,
    /// ISO date.
    pub on: String,
}

/// What came of the rows of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Answers that are new.
    pub added: u64,
    /// Answers that changed a line.
    pub changed: u64,
    /// Answers that were there.
    pub unchanged: u64,
    /// Rows without an answer.
    pub skipped: u64,
    /// Rows that could not be taken, and why.
    pub refused: Vec<Problem>,
    /// Answers that contradict one that is there.
    pub conflicts: Vec<Conflict>,
}

/// Takes one sheet after the other into a decisions file.
#[derive(Debug)]
pub struct Merger<'a> {
    ledger: &'a mut Ledger,
    taxonomy: &'a Taxonomy,
    lexicon: &'a Lexicon,
    stamp: Stamp,
    on_conflict: OnConflict,
    /// What this run answered: two new answers contradict each other, whatever may be replaced.
    answered: FxHashSet<Key>,
}

/// What a new line comes to beside an old one.
enum Beside {
    Change(Line),
    Same,
    Conflict,
}

impl<'a> Merger<'a> {
    /// Starts with nothing answered.
    #[must_use]
    pub fn new(
        ledger: &'a mut Ledger,
        taxonomy: &'a Taxonomy,
        lexicon: &'a Lexicon,
        stamp: Stamp,
        on_conflict: OnConflict,
    ) -> Merger<'a> {
        Merger { ledger, taxonomy, lexicon, stamp, on_conflict, answered: FxHashSet::default() }
    }

    /// Takes the answers of a sheet.
    pub fn add(&mut self, sheet: &FilledSheet) -> Tally {
        let mut tally = Tally::default();
        for row in sheet.rows() {
            match sheet.answer(row).and_then(|filled| filled.map(|f| self.line(row, f)).transpose()) {
                Ok(None) => tally.skipped += 1,
                Ok(Some(line)) => self.take(line, &mut tally, || sheet.place(row.line, None)),
                Err(problem) => tally.refused.push(problem),
            }
        }
        tally
    }

    /// Takes an answer that was given to us directly. `from` says where, if it contradicts another.
    pub(super) fn answer(&mut self, title: &str, context: &str, verdict: Verdict, from: &str) -> Tally {
        let mut line = Line::new(title.to_owned(), context.to_owned(), verdict);
        line.by.clone_from(&self.stamp.by);
        line.on.clone_from(&self.stamp.on);
        line.taxonomy.clone_from(&self.taxonomy.version.version);
        let mut tally = Tally::default();
        self.take(line, &mut tally, || from.to_owned());
        tally
    }

    /// The line for an answer, with the code as the taxonomy writes it.
    fn line(&self, row: &SheetRow, filled: Filled) -> Result<Line, Problem> {
        let known = |code: &str| {
            // No code of the ladder has blanks, and one of a catalogue that has them is found as it is.
            let compact = || code.split_whitespace().collect::<String>();
            let found = self.taxonomy.find(code).or_else(|why| self.taxonomy.find(&compact()).map_err(|_| why));
            found.map(|role| role.code).map_err(|why| {
                let cause = autocorrect::explained(code, self.taxonomy);
                let message = format!("code `{code}`: {}", cause.unwrap_or(why));
                Problem { line: row.line, column: filled.cell, message }
            })
        };
        let verdict = match &filled.verdict {
            Verdict::Accept(code) => Verdict::Accept(known(code)?),
            Verdict::None => Verdict::None,
            Verdict::Reject(codes) => Verdict::Reject(codes.iter().map(|c| known(c)).collect::<Result<_, _>>()?),
        };
        let or = |said: String, else_: &str| if said.is_empty() { else_.to_owned() } else { said };
        let mut line = Line::new(filled.title, filled.context, verdict);
        line.by = or(filled.by, &self.stamp.by);
        line.on = or(filled.on, &self.stamp.on);
        line.taxonomy = or(filled.taxonomy, &self.taxonomy.version.version);
        line.note = filled.note;
        Ok(line)
    }

    fn take(&mut self, line: Line, tally: &mut Tally, from: impl FnOnce() -> String) {
        let key = line.key(self.lexicon);
        let Some(old) = self.ledger.get(&key) else {
            tally.added += 1;
            self.answered.insert(key.clone());
            self.ledger.set(key, line);
            return;
        };
        match self.beside(old, &line) {
            Beside::Same => tally.unchanged += 1,
            Beside::Change(mut changed) => {
                tally.changed += 1;
                if changed.note.is_empty() {
                    changed.note.clone_from(&old.note);
                }
                self.answered.insert(key.clone());
                self.ledger.set(key, changed);
            }
            Beside::Conflict if self.on_conflict == OnConflict::Replace && !self.answered.contains(&key) => {
                tally.changed += 1;
                self.answered.insert(key.clone());
                self.ledger.set(key, line);
            }
            Beside::Conflict => tally.conflicts.push(Conflict { kept: old.clone(), other: line, from: from() }),
        }
    }

    fn beside(&self, old: &Line, new: &Line) -> Beside {
        let (Some(was), Some(is)) = (&old.verdict, &new.verdict) else { return Beside::Change(new.clone()) };
        let gone = |code: &String| self.taxonomy.known(code).is_none();
        match (was, is) {
            (Verdict::Reject(before), Verdict::Reject(more)) => {
                let both = Verdict::reject(before.iter().chain(more).cloned());
                if both == *was { Beside::Same } else { Beside::Change(new.with(both)) }
            }
            (Verdict::Reject(_), Verdict::Accept(code)) if was.rules_out(code) => Beside::Conflict,
            // Others ruled out first, and this one found later: no contradiction.
            (Verdict::Reject(_), _) => Beside::Change(new.clone()),
            // What was found rules out the rest.
            (Verdict::Accept(code), Verdict::Reject(_)) if !gone(code) && !is.rules_out(code) => Beside::Same,
            (Verdict::None, Verdict::Reject(_)) => Beside::Same,
            (Verdict::Accept(was), Verdict::Accept(is)) if was.eq_ignore_ascii_case(is) => with_note(old, new),
            (Verdict::None, Verdict::None) => with_note(old, new),
            // An answer whose role is no more was asked for again.
            (Verdict::Accept(code), _) if gone(code) => Beside::Change(new.clone()),
            _ => Beside::Conflict,
        }
    }
}

/// The same answer may add the remark that was missing.
fn with_note(old: &Line, new: &Line) -> Beside {
    if old.note.is_empty() && !new.note.is_empty() {
        let mut line = old.clone();
        line.note.clone_from(&new.note);
        return Beside::Change(line);
    }
    Beside::Same
}
