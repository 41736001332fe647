//! Rows of a workbook: chooses the sheet and finds its header as in a CSV. A sheet is held in memory as a whole.

use calamine::SheetVisible;

use super::columns::{self, Columns};
use super::content;
use super::error::ReadError;
use super::layout::{ColumnEvidence, ReadWarning};
use super::options::{InputFormat, ReadOptions, SheetChoice, nearest};
use super::row::Row;
use super::sniff::header::{self, HeaderFound};
use super::sniff::{SampleRow, magic};
use super::source::Source;
use super::table::{Opened, Rows, Table};
use super::workbook::{SheetName, SheetRow, Workbook};

/// Opens a workbook: the sheet that was chosen, or the first visible one that has titles.
pub(super) fn open(source: Source, options: &ReadOptions, mut warnings: Vec<ReadWarning>) -> Result<Table, ReadError> {
    let (path, size) = (source.name.clone(), source.size);
    let mut workbook = Workbook::open(&path, source.into_memory()?)?;
    let names = candidates(&path, workbook.sheets(), options.sheet.as_ref())?;
    let several = names.len() > 1;
    let (mut best, mut notes): (Option<Sheet>, Option<Sheet>) = (None, None);
    let (mut others, mut failure) = (Vec::new(), None);
    for name in names {
        match Sheet::read(&path, &mut workbook, name, options) {
            Ok(sheet) if several && sheet.is_prose() => notes = notes.or(Some(sheet)),
            Ok(sheet) => match &best {
                Some(first) if !sheet.is_surer_than(first) => {
                    others.extend(sheet.has_title_header().then_some(sheet.name));
                }
                _ => best = Some(sheet),
            },
            // An empty sheet says nothing about why there are no titles.
            Err(error) if failure.as_ref().is_none_or(|first| matches!(first, ReadError::Empty { .. })) => {
                failure = Some(error);
            }
            Err(_) => {}
        }
    }
    // A single column of sentences is what is left only if no other sheet has anything to say.
    let Some(sheet) = best.or(notes.filter(|_| failure.is_none())) else {
        return Err(failure.unwrap_or(ReadError::Empty { path }));
    };
    if !others.is_empty() {
        warnings.push(ReadWarning::OtherSheets { names: others });
    }
    Ok(Table::from(sheet.opened(path, size, warnings)))
}

/// The names of the sheets in a workbook, hidden ones included.
pub(super) fn sheet_names(source: Source) -> Result<Vec<String>, ReadError> {
    let path = source.name.clone();
    let is_workbook = magic::magic(&source.sample) == magic::Magic::Workbook;
    let bytes = source.into_memory()?;
    if !is_workbook {
        let advice = "only workbooks have sheets";
        return Err(ReadError::WrongKind { path, kind: "not a workbook", advice });
    }
    Ok(Workbook::open(&path, bytes)?.sheets().into_iter().map(|sheet| sheet.name).collect())
}

/// The sheets worth looking at.
fn candidates(path: &str, sheets: Vec<SheetName>, choice: Option<&SheetChoice>) -> Result<Vec<String>, ReadError> {
    let Some(choice) = choice else {
        let visible = sheets.into_iter().filter(|sheet| sheet.visibility == SheetVisible::Visible);
        return Ok(visible.map(|sheet| sheet.name).collect());
    };
    let by_number = |number: i64| {
        let from_start = if number < 0 { sheets.len() as i64 + number } else { number - 1 };
        usize::try_from(from_start).ok().and_then(|index| sheets.get(index))
    };
    let by_name = |name: &str| {
        let same = |sheet: &&SheetName| sheet.name.trim().to_lowercase() == name.trim().to_lowercase();
        sheets.iter().find(|sheet| sheet.name == name).or_else(|| sheets.iter().find(same))
    };
    let found = match choice {
        SheetChoice::Number(number) => by_number(*number).or_else(|| by_name(&number.to_string())),
        SheetChoice::Name(name) => by_name(name),
    };
    found.map(|sheet| vec![sheet.name.clone()]).ok_or_else(|| {
        let wanted = choice.to_string();
        let sheets: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let suggestion = nearest(&wanted, sheets.iter()).cloned();
        ReadError::NoSheet { path: path.to_owned(), wanted, sheets, suggestion }
    })
}

/// So many rows show the shape of a table.
const SAMPLE: usize = 500;

/// A sheet with what was found in it.
struct Sheet {
    name: String,
    rows: Vec<SheetRow>,
    /// Empty columns on the left, which the rows do not have.
    margin: usize,
    found: HeaderFound,
    headers: Vec<String>,
    columns: Columns,
    skipped: u64,
}

impl Sheet {
    fn read(path: &str, workbook: &mut Workbook, name: String, options: &ReadOptions) -> Result<Self, ReadError> {
        let (mut rows, margin) = workbook.rows(&name)?;
        let path = format!("{path}, sheet {name}");
        let skipped = options.skip_lines as u64;
        rows.retain(|row| row.number > skipped);
        if rows.is_empty() {
            return Err(ReadError::Empty { path });
        }
        let width = usual_width(&rows);
        let sample: Vec<SampleRow> = rows.iter().take(SAMPLE).map(|row| sampled(row, width)).collect();
        let found = header::decide(&sample, options.header, &path)?;
        let headers = header::headers(&sample, found);
        let data = &sample[found.data.min(sample.len())..];
        let columns = columns::resolve(&path, &headers, found.headers(), data, &options.columns)?;
        Ok(Self { name, rows, margin, found, headers, columns, skipped })
    }

    /// Whether it is one column of text that does not look like titles, as on a cover sheet.
    fn is_prose(&self) -> bool {
        let cells = self.rows.iter().take(SAMPLE).filter_map(|row| row.cells.get(0));
        self.columns.title.how == ColumnEvidence::Only && content::title_likeness(cells) < content::LIKELY
    }

    fn has_title_header(&self) -> bool {
        self.columns.title.how == ColumnEvidence::Header
    }

    /// A header is surer than cells that look like titles, which a sheet of notes may have.
    fn is_surer_than(&self, other: &Self) -> bool {
        self.has_title_header() && !matches!(other.columns.title.how, ColumnEvidence::Header | ColumnEvidence::Given)
    }

    fn opened(self, source: String, size: Option<u64>, warnings: Vec<ReadWarning>) -> Opened {
        let header = self.found.at.and_then(|at| self.rows.get(at)).map_or(self.skipped + 1, |row| row.number);
        let count = self.rows.len();
        let mut rows = self.rows.into_iter();
        let last_number = rows.by_ref().take(self.found.data).last().map(|row| row.number);
        let rows = SheetRows {
            rows,
            margin: self.margin,
            width: self.headers.len(),
            count: count as u64,
            size: size.unwrap_or_default(),
            last_number,
            blank: (0, 0),
        };
        Opened {
            source,
            format: InputFormat::Excel,
            size,
            encoding: None,
            delimiter: None,
            sheet: Some(self.name),
            skipped_rows: header as usize - 1,
            header_rows: self.found.rows,
            headers: self.headers,
            columns: self.columns,
            warnings,
            rows: Box::new(rows),
        }
    }
}

/// The width of the widest row, within reason: a stray cell far to the right does not widen the table.
fn usual_width(rows: &[SheetRow]) -> usize {
    /// No export is wider; a sheet may have 16 384 columns.
    const WIDEST: usize = 1024;
    rows.iter().map(|row| row.cells.len()).filter(|width| *width <= WIDEST).max().unwrap_or(1)
}

fn sampled(row: &SheetRow, width: usize) -> SampleRow {
    let mut cells: Vec<String> = row.cells.iter().map(str::to_owned).collect();
    cells.resize(width, String::new());
    SampleRow { line: row.number, cells }
}

/// The rows of a sheet.
struct SheetRows {
    rows: std::vec::IntoIter<SheetRow>,
    margin: usize,
    width: usize,
    count: u64,
    size: u64,
    last_number: Option<u64>,
    /// The first blank row inside the data and how many there are.
    blank: (u64, u64),
}

impl Rows for SheetRows {
    fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        let Some(next) = self.rows.next() else { return Ok(false) };
        let expected = self.last_number.map_or(next.number, |number| number + 1);
        if next.number > expected {
            let first = if self.blank.1 == 0 { expected } else { self.blank.0 };
            self.blank = (first, self.blank.1 + next.number - expected);
        }
        self.last_number = Some(next.number);
        row.line = next.number;
        row.cells = next.cells;
        // A sheet has no short rows, only cells that nobody filled in.
        for _ in row.cells.len()..self.width {
            row.cells.push_field("");
        }
        Ok(true)
    }

    fn first_column(&self) -> usize {
        self.margin
    }

    fn bytes_read(&self) -> u64 {
        let read = self.count - self.rows.len() as u64;
        self.size.saturating_mul(read) / self.count.max(1)
    }

    fn findings(&self) -> u64 {
        self.blank.1
    }

    fn warnings(&self) -> Vec<ReadWarning> {
        let (line, count) = self.blank;
        (count > 0).then_some(ReadWarning::BlankLines { line, count }).into_iter().collect()
    }
}
