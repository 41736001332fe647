//! Reads a file of answers: a review sheet in a workbook, saved by whatever program, a review file, or a decisions
//! file, in any encoding and with any delimiter that inputs may have.

use std::path::Path;

use super::columns::{Columns, HeaderError, is_header};
use super::{FACTS_SHEET, REVIEW_SHEET, ReviewError, ledger};
use crate::read::{
    self, ColumnChoice, ColumnChoices, DelimiterChoice, EncodingChoice, HeaderChoice, Input, InputFormat, ReadError,
    ReadOptions, Row, SheetChoice, Table,
};

/// Rows among which the header is looked for.
const HEADER_WITHIN: usize = 50;

/// A file of answers.
#[derive(Debug)]
pub struct FilledSheet {
    name: String,
    sheet: Option<String>,
    first_column: usize,
    columns: Columns,
    rows: Vec<SheetRow>,
    facts: Vec<(String, String)>,
}

/// A row below the header.
#[derive(Debug)]
pub struct SheetRow {
    /// The line of the file, or the row of the sheet, from 1.
    pub line: u64,
    pub(super) cells: csv::StringRecord,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file, or the row of the sheet, from 1.
    pub line: u64,
    /// The place of the cell in the row, from 0.
    pub column: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

impl SheetRow {
    /// The text of a cell, without blanks around it.
    pub(super) fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|at| self.cells.get(at)).unwrap_or("").trim()
    }
}

impl FilledSheet {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, or lacks a column.
    pub fn read(path: &Path) -> Result<FilledSheet, ReviewError> {
        FilledSheet::read_with(path, EncodingChoice::Auto, DelimiterChoice::Auto, None)
    }

    /// Reads a file as the caller says.
    ///
    /// # Errors
    /// When it cannot be read, or lacks a column.
    pub fn read_with(
        path: &Path,
        encoding: EncodingChoice,
        delimiter: DelimiterChoice,
        sheet: Option<&SheetChoice>,
    ) -> Result<FilledSheet, ReviewError> {
        let options = ReadOptions {
            format: Some(InputFormat::Csv),
            encoding,
            delimiter,
            header: HeaderChoice::None,
            columns: ColumnChoices { title: Some(ColumnChoice::Number(1)), ..ColumnChoices::default() },
            ..ReadOptions::default()
        };
        let input = Input::Path(path.to_owned());
        match read::sheet_names(path) {
            Ok(names) => of_workbook(&input, &options, &names, sheet),
            Err(ReadError::WrongKind { .. }) => of_text(&input, options),
            Err(error) => Err(error.into()),
        }
    }

    /// The rows, in order; those without any text are left out.
    #[must_use]
    pub fn rows(&self) -> &[SheetRow] {
        &self.rows
    }

    /// Whether there are suggestions beside the answers, which a decisions file has not.
    #[must_use]
    pub fn is_review(&self) -> bool {
        self.columns.is_review()
    }

    /// What the hidden sheet says about the run that made the sheet: `taxonomy` and the like.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(fact, _)| fact == name).map(|(_, value)| value.as_str())
    }

    /// Whether this was made as a workbook whose rows are marked, and somebody deleted the marks.
    #[must_use]
    pub fn lacks_marks(&self) -> bool {
        !self.facts.is_empty() && self.columns.mark.is_none()
    }

    /// Where a problem is, as a person finds it: `review.csv:12`, or `people.review.xlsx, Review!P12`.
    #[must_use]
    pub fn place(&self, line: u64, column: Option<usize>) -> String {
        match (&self.sheet, column) {
            (Some(sheet), Some(column)) => {
                format!("{}, {sheet}!{}{line}", self.name, letters(self.first_column + column))
            }
            (Some(sheet), None) => format!("{}, {sheet}, row {line}", self.name),
            (None, _) => format!("{}:{line}", self.name),
        }
    }

    /// A problem as an error.
    #[must_use]
    pub fn error(&self, problem: Problem) -> ReviewError {
        ReviewError::Line { place: self.place(problem.line, problem.column), message: problem.message }
    }

    pub(super) fn columns(&self) -> &Columns {
        &self.columns
    }
}

/// Takes the sheet that people fill in, whatever it is called by now.
fn of_workbook(
    input: &Input,
    options: &ReadOptions,
    names: &[String],
    choice: Option<&SheetChoice>,
) -> Result<FilledSheet, ReviewError> {
    let open = |sheet: SheetChoice| read::open(input, &ReadOptions { sheet: Some(sheet), ..options.clone() });
    let mut found = None;
    if let Some(choice) = choice {
        found = Some(filled(open(choice.clone())?)?);
    } else {
        // By its name, else the first that has the columns.
        let named = |name: &&String| name.trim().eq_ignore_ascii_case(REVIEW_SHEET);
        let others = names.iter().filter(|n| !named(n) && *n != FACTS_SHEET);
        let mut failure = None;
        for name in names.iter().filter(named).chain(others) {
            match open(SheetChoice::Name(name.clone())).map_err(ReviewError::from).and_then(filled) {
                Ok(sheet) => {
                    found = Some(sheet);
                    break;
                }
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        if let (None, Some(failure)) = (&found, failure) {
            return Err(failure);
        }
    }
    let Some(mut sheet) = found else {
        let Input::Path(path) = input else { return Err(ReadError::Empty { path: "-".to_owned() }.into()) };
        return Err(ReadError::Empty { path: path.display().to_string() }.into());
    };
    if names.iter().any(|n| n == FACTS_SHEET) {
        sheet.facts = facts(open(SheetChoice::Name(FACTS_SHEET.to_owned()))?)?;
    }
    Ok(sheet)
}

/// The delimiter is the one that makes a header of the first rows; what the rows look like comes first.
fn of_text(input: &Input, mut options: ReadOptions) -> Result<FilledSheet, ReviewError> {
    let first = match filled(read::open(input, &options)?) {
        Err(error @ ReviewError::Column { .. }) if options.delimiter == DelimiterChoice::Auto => error,
        done => return done,
    };
    for delimiter in [b',', b';', b'\t', b'|'] {
        options.delimiter = DelimiterChoice::Is(delimiter);
        match filled(read::open(input, &options)?) {
            Err(ReviewError::Column { .. }) => {}
            done => return done,
        }
    }
    Err(first)
}

fn facts(mut table: Table) -> Result<Vec<(String, String)>, ReviewError> {
    let mut row = Row::default();
    let mut facts = Vec::new();
    while table.read_row(&mut row)? {
        facts.push((row.get(Some(0)).trim().to_owned(), row.get(Some(1)).trim().to_owned()));
    }
    Ok(facts)
}

fn filled(mut table: Table) -> Result<FilledSheet, ReviewError> {
    let (name, sheet) = (table.layout().source.clone(), table.layout().sheet.clone());
    let place = sheet.as_ref().map_or_else(|| name.clone(), |sheet| format!("{name}, sheet {sheet}"));
    let mut row = Row::default();
    let mut above: Vec<Row> = Vec::new();
    let mut header = None;
    while header.is_none() && above.len() < HEADER_WITHIN && table.read_row(&mut row)? {
        if is_header(row.cells.iter()) {
            header = Some(std::mem::take(&mut row));
        } else {
            above.push(std::mem::take(&mut row));
        }
    }
    // Without a header, the first row is the one that lacks the columns.
    let header = header.or_else(|| above.into_iter().next()).unwrap_or_default();
    let named = (1..).zip(header.cells.iter()).filter(|(_, cell)| !cell.trim().is_empty());
    let width = named.last().map_or(0, |(width, _)| width);
    let columns = Columns::find(header.cells.iter().take(width)).map_err(|error| match error {
        HeaderError::Missing(column) => {
            let advice = format!("a decisions file has {}", ledger::COLUMNS.join(", "));
            ReviewError::Column { place: place.clone(), name: column, advice }
        }
        HeaderError::Twice(column) => {
            ReviewError::Line { place: place.clone(), message: format!("two columns `{column}`: delete one of them") }
        }
    })?;
    if columns.is_review() && columns.context.is_none() {
        // Without it an answer for one department would hold everywhere.
        let advice = "it says where an answer holds: undo its deletion, or make a new sheet with canon match -r";
        return Err(ReviewError::Column { place, name: "context", advice: advice.to_owned() });
    }
    let mut rows = Vec::new();
    while table.read_row(&mut row)? {
        let cells = std::mem::take(&mut row.cells);
        if cells.iter().any(|c| !c.trim().is_empty()) {
            rows.push(SheetRow { line: row.line, cells });
        }
    }
    // What a person decided is not to be swallowed by a stray quotation mark.
    if let Some(warning) = table.layout().warnings.iter().find(|warning| warning.loses_rows()) {
        return Err(ReviewError::Line { place, message: warning.to_string() });
    }
    Ok(FilledSheet { name, sheet, first_column: table.first_column(), columns, rows, facts: Vec::new() })
}

/// The letters of a column, A for 0.
fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let named = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")];
        for (column, name) in named {
            assert_eq!(letters(column), name);
        }
    }
}
