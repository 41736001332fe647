//! The rows of a catalogue, joined by code.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::columns::Columns;
use crate::read::{self, ColumnChoice, ColumnChoices, Input, ReadOptions, Row};
use crate::taxonomy::error::TaxonomyError;
use crate::taxonomy::model::Place;
use crate::write::without_apostrophe;

/// A role as the catalogue says it, from all rows with its code.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub code: String,
    pub title: String,
    /// Text and line.
    pub aliases: Vec<(String, usize)>,
    pub level: String,
    pub soc: String,
    pub isco: String,
    pub function: String,
    pub definition: String,
    pub line: usize,
}

/// Reads a catalogue.
///
/// # Errors
/// When the table cannot be read, a column is missing, or a row breaks a rule.
pub(super) fn read(path: &Path) -> Result<Vec<Entry>, TaxonomyError> {
    // The reader looks for a column of people's titles, which is another question; any column will do for it.
    let columns = ColumnChoices { title: Some(ColumnChoice::Number(1)), ..ColumnChoices::default() };
    let options = ReadOptions { columns, ..ReadOptions::default() };
    let mut table = read::open(&Input::Path(path.to_owned()), &options)?;
    let columns = Columns::find(table.headers(), path)?;
    let mut entries = Entries { file: path.display().to_string(), all: Vec::new(), by_code: FxHashMap::default() };
    let mut row = Row::new();
    while table.read_row(&mut row)? {
        if row.cells.iter().any(|cell| !cell.trim().is_empty()) {
            entries.add(&columns, &row)?;
        }
    }
    if let Some(warning) = table.layout().warnings.iter().find(|warning| warning.loses_rows()) {
        return Err(TaxonomyError::Catalogue { path: path.to_owned(), message: warning.to_string() });
    }
    if entries.all.is_empty() {
        return Err(TaxonomyError::Catalogue {
            path: path.to_owned(),
            message: "it has a header and no rows".to_owned(),
        });
    }
    Ok(entries.all)
}

struct Entries {
    file: String,
    all: Vec<Entry>,
    by_code: FxHashMap<String, usize>,
}

impl Entries {
    fn add(&mut self, columns: &Columns, row: &Row) -> Result<(), TaxonomyError> {
        let line = usize::try_from(row.line).unwrap_or(0);
        let cell = |column: Option<usize>| without_apostrophe(row.get(column).trim()).to_owned();
        let (code, title) = (cell(Some(columns.code)), cell(Some(columns.title)));
        if code.is_empty() {
            return Err(self.rule(line, "a row without a code", "give it one or take the row out"));
        }
        let mut aliases: Vec<(String, usize)> = Vec::new();
        for column in &columns.aliases {
            let texts = without_apostrophe(row.get(Some(*column))).split(';').map(str::trim).filter(|t| !t.is_empty());
            aliases.extend(texts.map(|t| (t.to_owned(), line)));
        }
        let (level, function) = (cell(columns.level), cell(columns.function));
        let function = if function.is_empty() { cell(columns.department) } else { function };
        let (soc, isco, definition) = (cell(columns.soc), cell(columns.isco), cell(columns.definition));
        let Some(known) = self.by_code.get(&code.to_lowercase()) else {
            if title.is_empty() {
                return Err(self.rule(line, &format!("`{code}` has no title"), "give it one in its first row"));
            }
            self.by_code.insert(code.to_lowercase(), self.all.len());
            self.all.push(Entry { code, title, aliases, level, soc, isco, function, definition, line });
            return Ok(());
        };
        let entry = &mut self.all[*known];
        if !level.is_empty() && !entry.level.is_empty() && level != entry.level {
            let what = format!("`{code}` has two levels, {} (line {}) and {level}", entry.level, entry.line);
            return Err(self.rule(line, &what, "give each level its own code"));
        }
        if !title.is_empty() {
            aliases.insert(0, (title, line));
        }
        for (alias, line) in aliases {
            let said = entry.aliases.iter().map(|(a, _)| a).chain([&entry.title]);
            if !said.into_iter().any(|a| a.eq_ignore_ascii_case(&alias)) {
                entry.aliases.push((alias, line));
            }
        }
        let later = [(&mut entry.level, level), (&mut entry.soc, soc), (&mut entry.isco, isco)];
        for (own, new) in
            later.into_iter().chain([(&mut entry.function, function), (&mut entry.definition, definition)])
        {
            if own.is_empty() {
                *own = new;
            }
        }
        Ok(())
    }

    fn rule(&self, line: usize, rule: &str, mend: &str) -> TaxonomyError {
        let place = Place { file: self.file.clone(), line };
        TaxonomyError::Rule { place, rule: rule.to_owned(), mend: mend.to_owned() }
    }
}
