//! Answers that contradict each other, in a file beside the decisions, until a person has settled them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Ledger, Line, ReviewError, Verdict, ledger, normal_context, original, visible};
use crate::normalize::Lexicon;
use crate::write::{WriteError, csv_error, neutral, without_apostrophe};

/// The columns of the file, in order.
pub const CONFLICT_COLUMNS: [&str; 11] = [
    "title",
    "context",
    "kept_decision",
    "kept_code",
    "kept_by",
    "kept_on",
    "other_decision",
    "other_code",
    "other_by",
    "other_on",
    "other_from",
];

/// Two answers for one title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The line that stays.
    pub kept: Line,
    /// The line that was not taken.
    pub other: Line,
    /// File and cell, or file and line, of the other.
    pub from: String,
}

/// What a conflict is about, and what the other answer is.
type ConflictKey = (ledger::Key, [String; 2]);

fn place(conflict: &Conflict, lexicon: &Lexicon) -> ConflictKey {
    let verdict = conflict.other.verdict.as_ref();
    let is = [verdict.map_or("", Verdict::word).to_owned(), verdict.map(Verdict::code).unwrap_or_default()];
    (conflict.kept.key(lexicon), is)
}

/// The file of conflicts: its lines by what they are about and what the other answer is.
#[derive(Debug, Default)]
pub struct Conflicts {
    lines: BTreeMap<ConflictKey, Vec<String>>,
    before: Option<Vec<u8>>,
}

/// `decisions.conflicts.csv` for `decisions.csv`.
#[must_use]
pub fn conflicts_path(decisions: &Path) -> PathBuf {
    decisions.with_extension("conflicts.csv")
}

impl Conflicts {
    /// Reads what is still to be settled; a file that is not there holds nothing.
    ///
    /// # Errors
    /// When it cannot be read, or is another file.
    pub fn read(path: &Path, lexicon: &Lexicon) -> Result<Conflicts, ReviewError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Conflicts::default()),
            Err(source) => {
                return Err(crate::read::ReadError::Io { path: path.display().to_string(), source }.into());
            }
        };
        let other = || ReviewError::Other {
            path: path.to_owned(),
            message: "is no file of conflicts as canon writes it: move it away".to_owned(),
        };
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        if !reader.headers().is_ok_and(|headers| headers == CONFLICT_COLUMNS.as_slice()) {
            return Err(other());
        }
        let mut lines = BTreeMap::new();
        for record in reader.records() {
            let record = record.map_err(|_| other())?;
            let cells: Vec<String> =
                record.iter().map(|cell| original(without_apostrophe(cell)).into_owned()).collect();
            let key = (lexicon.key(&cells[0]), normal_context(&cells[1]));
            lines.insert((key, [cells[6].clone(), cells[7].clone()]), cells);
        }
        Ok(Conflicts { lines, before: Some(bytes) })
    }

    /// Takes the conflicts of a run, and drops those that a person settled since.
    pub fn update(&mut self, new: &[Conflict], ledger: &Ledger, lexicon: &Lexicon) {
        self.lines.retain(|(key, _), cells| {
            let now = ledger.get(key).and_then(|line| line.verdict.as_ref());
            now.is_some_and(|verdict| verdict.word() == cells[2] && verdict.code() == cells[3])
        });
        for Conflict { kept, other, from } in new {
            let [was, is] = [kept, other].map(|line| {
                let verdict = line.verdict.as_ref();
                [verdict.map_or("", Verdict::word).to_owned(), verdict.map(Verdict::code).unwrap_or_default()]
            });
            let key = (kept.key(lexicon), is.clone());
            let mut cells = vec![kept.title.clone(), kept.context.clone()];
            cells.extend(was);
            cells.extend([kept.by.clone(), kept.on.clone()]);
            cells.extend(is);
            cells.extend([other.by.clone(), other.on.clone(), from.clone()]);
            // Who said so first stays.
            self.lines.entry(key).or_insert(cells);
        }
    }

    /// Whether this one is written down already.
    pub(super) fn has(&self, conflict: &Conflict, lexicon: &Lexicon) -> bool {
        self.lines.contains_key(&place(conflict, lexicon))
    }

    /// Drops one whose other answer was taken back.
    pub(super) fn drop(&mut self, conflict: &Conflict, lexicon: &Lexicon) {
        self.lines.remove(&place(conflict, lexicon));
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether all is settled.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Writes the file if that changes it, and removes it when all is settled.
    ///
    /// # Errors
    /// When the folder or disk refuses it.
    pub fn write(&self, path: &Path) -> Result<(), WriteError> {
        let name = path.display().to_string();
        if self.is_empty() {
            return match &self.before {
                Some(_) => std::fs::remove_file(path).map_err(|source| WriteError::Io { name, source }),
                None => Ok(()),
            };
        }
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(CONFLICT_COLUMNS).map_err(|e| csv_error(&name, e))?;
        for cells in self.lines.values() {
            let cells = cells.iter().map(|cell| neutral(&visible(cell)).into_owned());
            csv.write_record(cells).map_err(|e| csv_error(&name, e))?;
        }
        let bytes = csv.into_inner().map_err(|e| WriteError::Io { name: name.clone(), source: e.into_error() })?;
        if self.before.as_ref() == Some(&bytes) { Ok(()) } else { ledger::replace(path, &bytes) }
    }
}
