//! Changes of the decisions file: under the lock, read, changed, and whole on the disk before the lock is given back.
//! Between two answers others may write; what they wrote is read first, and stays.

use std::path::{Path, PathBuf};

use super::ledger::Key;
use super::{
    Conflict, Conflicts, Ledger, Line, Lock, Merger, OnConflict, ReviewError, Stamp, Verdict, conflicts_path,
    normal_context,
};
use crate::normalize::Lexicon;
use crate::taxonomy::Taxonomy;

/// Changes a decisions file and what is beside it. Nobody else writes between our reading and writing.
///
/// # Errors
/// When a file cannot be locked, read or written.
pub fn change<T>(
    decisions: &Path,
    lexicon: &Lexicon,
    change: impl FnOnce(&mut Ledger, &mut Conflicts) -> T,
) -> Result<(T, Ledger), ReviewError> {
    let _lock = Lock::wait(decisions)?;
    let beside = conflicts_path(decisions);
    let mut ledger = Ledger::read(decisions, lexicon)?;
    let mut conflicts = Conflicts::read(&beside, lexicon)?;
    let done = change(&mut ledger, &mut conflicts);
    // First what was not taken: it must not get lost if the disk is full in between.
    conflicts.write(&beside)?;
    ledger.write(decisions)?;
    Ok((done, ledger))
}

/// Keeps answers one by one.
#[derive(Debug)]
pub struct Keeper<'a> {
    /// The decisions file.
    pub decisions: PathBuf,
    /// Where the codes are from.
    pub taxonomy: &'a Taxonomy,
    /// How titles are compared.
    pub lexicon: &'a Lexicon,
    /// Who answers, and when.
    pub stamp: Stamp,
}

/// What was done for an answer, so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    key: Key,
    before: Option<Line>,
    after: Option<Line>,
    /// The older answer of somebody else that stays, if there is one.
    pub conflict: Option<Conflict>,
    /// Whether the conflict was written down for this answer.
    noted: bool,
}

impl Keeper<'_> {
    /// Keeps an answer; the decisions as they are now.
    ///
    /// # Errors
    /// When a file cannot be locked, read or written; then nothing is kept.
    pub fn keep(&self, title: &str, context: &str, verdict: Verdict) -> Result<(Kept, Ledger), ReviewError> {
        let key = (self.lexicon.key(title), normal_context(context));
        change(&self.decisions, self.lexicon, |ledger, conflicts| {
            let before = ledger.get(&key).cloned();
            let mut merger = Merger::new(ledger, self.taxonomy, self.lexicon, self.stamp.clone(), OnConflict::Keep);
            let tally = merger.answer(title, context, verdict, "canon review");
            let after = ledger.get(&key).cloned();
            let conflict = tally.conflicts.into_iter().next();
            let noted = conflict.as_ref().is_some_and(|c| !conflicts.has(c, self.lexicon));
            conflicts.update(conflict.as_slice(), ledger, self.lexicon);
            Kept { key: key.clone(), before, after, conflict, noted }
        })
    }

    /// Takes an answer back: what the file had before is there again. Says whether; not where somebody changed it since.
    ///
    /// # Errors
    /// When a file cannot be locked, read or written; then nothing is changed.
    pub fn take_back(&self, kept: &Kept) -> Result<(bool, Ledger), ReviewError> {
        change(&self.decisions, self.lexicon, |ledger, conflicts| {
            if let Some(conflict) = kept.conflict.as_ref().filter(|_| kept.noted) {
                conflicts.drop(conflict, self.lexicon);
            }
            if ledger.get(&kept.key) != kept.after.as_ref() {
                return false;
            }
            match &kept.before {
                Some(line) => ledger.set(kept.key.clone(), line.clone()),
                None => ledger.remove(&kept.key),
            }
            true
        })
    }
}
