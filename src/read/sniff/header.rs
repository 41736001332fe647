//! Finds the row that names the columns, among report titles, prompts and blank rows above it.
//!
//! Looks only at the rows of a sample; the same for a CSV and for a sheet.

use super::SampleRow;
use crate::read::columns::Headers;
use crate::read::content::{cell_likeness, is_data};
use crate::read::error::ReadError;
use crate::read::names::{self, Topic};
use crate::read::options::HeaderChoice;

/// Where the header is and where the data begin, as places in the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) struct HeaderFound {
    /// The row with the names; none if there is no header.
    pub at: Option<usize>,
    /// Rows that the header takes: 0, 1 or 2.
    pub rows: usize,
    /// The first row of data.
    pub data: usize,
}

impl HeaderFound {
    /// No header: all rows are data.
    pub const NONE: Self = Self { at: None, rows: 0, data: 0 };

    /// A header of one row.
    pub const fn row(at: usize) -> Self {
        Self { at: Some(at), rows: 1, data: at + 1 }
    }

    /// Whether there are headers to go by.
    pub const fn headers(self) -> Headers {
        if self.at.is_some() { Headers::Read } else { Headers::MadeUp }
    }
}

/// Finds the header as the caller chose. `path` names the input in errors.
pub(in crate::read) fn decide(
    sample: &[SampleRow],
    choice: HeaderChoice,
    path: &str,
) -> Result<HeaderFound, ReadError> {
    match choice {
        HeaderChoice::Auto => Ok(find(sample)),
        HeaderChoice::None => Ok(HeaderFound::NONE),
        HeaderChoice::Row(row) => {
            let at = sample.iter().position(|found| found.line == row as u64);
            at.map(HeaderFound::row).ok_or_else(|| ReadError::NoHeaderRow {
                path: path.to_owned(),
                row,
                first: sample.first().map_or(1, |row| row.line),
                last: sample.last().map_or(1, |row| row.line),
            })
        }
    }
}

/// The headers, as in the file; made up if there are none.
pub(in crate::read) fn headers(sample: &[SampleRow], found: HeaderFound) -> Vec<String> {
    match found.at.and_then(|at| sample.get(at)) {
        Some(row) => row.cells.clone(),
        None if usual_width(sample) == 1 => vec!["title".to_owned()],
        None => (1..=usual_width(sample)).map(|number| format!("column_{number}")).collect(),
    }
}

/// Looks for the header.
pub(in crate::read) fn find(sample: &[SampleRow]) -> HeaderFound {
    let width = usual_width(sample);
    let signs: Vec<Signs> = sample.iter().take(DEPTH).map(|row| Signs::of(row, width)).collect();
    let mut best: Option<usize> = None;
    for (at, sign) in signs.iter().enumerate() {
        let plausible = sign.is_header() && (sign.is_outspoken() || !signs[..at].iter().any(Signs::is_full));
        if plausible && best.is_none_or(|best| sign.weight() > signs[best].weight()) {
            best = Some(at);
        }
    }
    let Some(at) = best else { return unknown_words(sample, width) };
    // System keys above labels (SuccessFactors): the first of the two names the columns.
    let header_at = |at: usize| signs.get(at).is_some_and(Signs::is_second_header);
    if at > 0 && header_at(at - 1) {
        HeaderFound { at: Some(at - 1), rows: 2, data: at + 1 }
    } else if header_at(at + 1) {
        HeaderFound { at: Some(at), rows: 2, data: at + 2 }
    } else {
        HeaderFound::row(at)
    }
}

/// Whether some row of the sample is a header that names a title column beside others.
pub(in crate::read) fn names_titles(sample: &[SampleRow]) -> bool {
    let width = usual_width(sample);
    let signs = sample.iter().take(DEPTH).map(|row| (row, Signs::of(row, width)));
    signs.into_iter().any(|(row, signs)| row.cells.len() > 1 && signs.titles > 0 && signs.known > 1)
}

/// The number of cells that most rows have; the larger one if two are as frequent.
pub(in crate::read) fn usual_width(sample: &[SampleRow]) -> usize {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for row in sample {
        let width = row.cells.len();
        match counts.iter_mut().find(|(of, _)| *of == width) {
            Some((_, count)) => *count += 1,
            None => counts.push((width, 1)),
        }
    }
    counts.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(0, |(width, _)| width)
}

/// Preambles are shorter than this.
const DEPTH: usize = 50;

/// What speaks for a row being the header.
struct Signs {
    filled: usize,
    known: usize,
    titles: usize,
    data: usize,
    width: usize,
}

impl Signs {
    fn of(row: &SampleRow, width: usize) -> Self {
        let mut signs = Self { filled: row.filled(), known: 0, titles: 0, data: 0, width };
        for cell in &row.cells {
            match names::topic(cell) {
                Some(Topic::Title) => {
                    signs.titles += 1;
                    signs.known += 1;
                }
                Some(_) => signs.known += 1,
                None if is_data(cell) => signs.data += 1,
                None => {}
            }
        }
        signs
    }

    /// Known words in a row as wide as the table. Prompts ("Department: Nursing") are narrower.
    fn is_header(&self) -> bool {
        let wide = self.filled * 2 >= self.width;
        let named = self.titles > 0 || (self.known > 1 && self.data == 0);
        wide && named && self.known >= self.data && self.known * 10 >= self.filled
    }

    /// So clearly a header that full rows above it cannot be data. A row of data with a "Manager" of "Service" is not.
    fn is_outspoken(&self) -> bool {
        self.titles > 0 && self.known > 1 && self.known * 2 >= self.filled
    }

    /// A row that fills the table, as data do and report names do not.
    fn is_full(&self) -> bool {
        self.filled * 4 > self.width * 3
    }

    /// Stricter, because the row beside it is already a header: words that are known and nothing that is data.
    fn is_second_header(&self) -> bool {
        self.known >= 2 && self.data == 0 && self.known * 3 >= self.filled && self.filled * 2 >= self.width
    }

    fn weight(&self) -> usize {
        self.known + 2 * self.titles.min(1)
    }
}

/// Decides about a header none of whose words is known, by how it differs from the rows below it.
fn unknown_words(sample: &[SampleRow], width: usize) -> HeaderFound {
    // A list in one column: its first row is a title like the others.
    if width < 2 {
        return HeaderFound::NONE;
    }
    let Some(at) = sample.iter().take(DEPTH).position(|row| row.filled() * 2 > width) else { return HeaderFound::NONE };
    let (row, below) = (&sample[at], &sample[at + 1..]);
    let named: Vec<&String> = row.cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
    let repeats = (1..named.len()).any(|i| named[..i].contains(&named[i]));
    if named.iter().any(|cell| is_data(cell)) || repeats || row.filled() < width {
        return HeaderFound::NONE;
    }
    let column = |index: usize| below.iter().filter_map(move |row| row.cells.get(index));
    let occurs_below = row.cells.iter().enumerate().any(|(index, cell)| column(index).any(|other| other == cell));
    let is_label = row.cells.iter().any(|cell| names::is_label(cell));
    let is_a_title = !is_label && row.cells.iter().any(|cell| cell_likeness(cell) > 0.5);
    let over_data = (0..row.cells.len()).any(|index| {
        let filled = column(index).filter(|cell| !cell.trim().is_empty()).count();
        filled > 0 && column(index).filter(|cell| is_data(cell)).count() * 2 > filled
    });
    if occurs_below || (is_a_title && !over_data) { HeaderFound::NONE } else { HeaderFound::row(at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&str]) -> HeaderFound {
        let cells = |row: &&str| row.split('|').map(str::to_owned).collect();
        let sample: Vec<SampleRow> =
            rows.iter().zip(1..).map(|(row, line)| SampleRow { line, cells: cells(row) }).collect();
        find(&sample)
    }

    #[test]
    fn the_first_row_is_the_usual_case() {
        assert_eq!(found(&["Name|Job Title|Dept", "Ann|Nurse|ICU", "Bo|Clerk|Billing"]), HeaderFound::row(0));
    }

    #[test]
    fn report_names_and_prompts_above_are_passed_over() {
        let rows = [
            "Active Workers by Job Title|||",
            "Department|Nursing||",
            "Job Profile|All||",
            "Worker|Job Title|Grade|Manager",
            "Ann|Nurse|7|Kim",
            "Bo|Clerk|4|Kim",
        ];
        assert_eq!(found(&rows), HeaderFound::row(3));
    }

    #[test]
    fn system_keys_above_labels_are_two_header_rows() {
        let two = HeaderFound { at: Some(0), rows: 2, data: 2 };
        assert_eq!(found(&["STATUS|USERID|TITLE", "Status|User ID|Title", "active|17|Nurse"]), two);
        let two = HeaderFound { at: Some(0), rows: 2, data: 2 };
        assert_eq!(found(&["STATUS|USERID|JOBCODE|TITLE", "Status|User|Job Code|Job Title", "active|1|J1|Cook"]), two);
    }

    #[test]
    fn a_file_may_begin_with_data() {
        assert_eq!(found(&["1001|Registered Nurse|Nursing", "1002|Clerk|Billing"]), HeaderFound::NONE);
        assert_eq!(found(&["Ann|Registered Nurse|Nursing", "Bo|Clerk|Billing"]), HeaderFound::NONE);
        assert_eq!(
            found(&["1|Kim|Manager|Service", "2|Bo|Clerk|Area"]),
            HeaderFound::NONE,
            "data with a header's words"
        );
    }

    #[test]
    fn unknown_words_above_data_are_a_header() {
        assert_eq!(found(&["Foo|Was er tut|Zahl", "Ann|Nurse|12", "Bo|Clerk|9"]), HeaderFound::row(0));
        assert_eq!(
            found(&["Who|Manager Title|Occupation Desc", "A|VP Sales|Clerk", "B|Dean|Welder"]),
            HeaderFound::row(0)
        );
    }
}
