//! JSON Lines: one object a line, its keys the columns. A JSON array is refused with advice.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};

use serde_json::{Map, Value};

use super::columns::{self, Headers};
use super::decode::Decoder;
use super::error::ReadError;
use super::layout::ReadWarning;
use super::options::{InputFormat, ReadOptions};
use super::row::{Row, RowIssue};
use super::sniff::SampleRow;
use super::sniff::encoding::Extent;
use super::source::Bytes;
use super::table::{Opened, Rows, Table};
use super::text::Text;

/// Opens a text as JSON Lines.
pub(super) fn open(mut text: Text, options: &ReadOptions) -> Result<Table, ReadError> {
    let source = text.source.name.clone();
    let objects = sample(&source, &text)?;
    let mut headers: Vec<String> = Vec::new();
    let mut places = HashMap::new();
    for key in objects.iter().flat_map(|(_, object)| object.keys()) {
        if !places.contains_key(key) {
            places.insert(key.clone(), headers.len());
            headers.push(key.clone());
        }
    }
    let cells = |object: &Map<String, Value>| headers.iter().map(|key| cell(object.get(key))).collect();
    let data: Vec<SampleRow> =
        objects.iter().map(|(line, object)| SampleRow { line: *line, cells: cells(object) }).collect();
    let columns = columns::resolve(&source, &headers, Headers::Read, &data, &options.columns)?;
    let (size, encoding, warnings) = (text.source.size, text.plan.found(), std::mem::take(&mut text.warnings));
    let skipped_rows = text.skip;
    let reader = BufReader::with_capacity(256 * 1024, text.into_decoder()?);
    let rows = JsonRows {
        source: source.clone(),
        reader,
        headers: headers.clone(),
        places,
        line: skipped_rows as u64,
        text: String::new(),
        blank: (0, 0),
    };
    Ok(Table::from(Opened {
        source,
        format: InputFormat::JsonLines,
        size,
        encoding: Some(encoding),
        delimiter: None,
        sheet: None,
        skipped_rows,
        header_rows: 0,
        headers,
        columns,
        warnings,
        rows: Box::new(rows),
    }))
}

/// An object with its line.
type Numbered = (u64, Map<String, Value>);

/// The first objects. The last line of a sample may be cut off.
fn sample(source: &str, text: &Text) -> Result<Vec<Numbered>, ReadError> {
    const MOST: usize = 1000;
    let mut lines: Vec<(u64, &str)> = (text.skip as u64 + 1..).zip(text.lines()).collect();
    if text.source.extent == Extent::Part && lines.len() > 1 {
        lines.pop();
    }
    let filled = lines.into_iter().filter(|(_, line)| !line.trim().is_empty()).take(MOST);
    filled.map(|(line, json)| parse(source, line, json).map(|object| (line, object))).collect()
}

fn parse(source: &str, line: u64, json: &str) -> Result<Map<String, Value>, ReadError> {
    let error = |column: usize, detail: String| ReadError::Json { path: source.to_owned(), line, column, detail };
    match serde_json::from_str::<Value>(json) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(Value::Array(_)) => Err(error(1, "an array, not an object; `jq -c '.[]'` takes it apart".to_owned())),
        Ok(other) => Err(error(1, format!("{} is not an object", shortened(&other.to_string())))),
        Err(_) if json.trim_start().starts_with('[') => {
            Err(error(1, "an array, not an object; `jq -c '.[]'` takes it apart".to_owned()))
        }
        Err(problem) => {
            let detail = problem.to_string();
            let detail = detail.split(" at line ").next().unwrap_or_default().to_owned();
            Err(error(problem.column().max(1), detail))
        }
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(30).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A value as the text of a cell; nested values as compact JSON.
fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// The rows of JSON Lines.
struct JsonRows {
    source: String,
    reader: BufReader<Decoder<Bytes>>,
    headers: Vec<String>,
    places: HashMap<String, usize>,
    line: u64,
    text: String,
    /// The first blank line and how many there were.
    blank: (u64, u64),
}

impl Rows for JsonRows {
    fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        let mut skipped = 0;
        loop {
            self.text.clear();
            let read = self.reader.read_line(&mut self.text);
            if read.map_err(|source| ReadError::Io { path: self.source.clone(), source })? == 0 {
                return Ok(false);
            }
            self.line += 1;
            if !self.text.trim().is_empty() {
                break;
            }
            skipped += 1;
        }
        if skipped > 0 {
            let first = if self.blank.1 == 0 { self.line - skipped } else { self.blank.0 };
            self.blank = (first, self.blank.1 + skipped);
        }
        let object = parse(&self.source, self.line, self.text.trim_end())?;
        row.line = self.line;
        row.cells.clear();
        for key in &self.headers {
            match object.get(key) {
                Some(Value::String(text)) => row.cells.push_field(text),
                other => row.cells.push_field(&cell(other)),
            }
        }
        let extra = object.keys().filter(|key| !self.places.contains_key(*key));
        let keys: Vec<String> = extra.cloned().collect();
        if !keys.is_empty() {
            row.issue = Some(RowIssue::ExtraKeys { keys });
        }
        row.json = Some(object);
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.reader.get_ref().bytes_read()
    }

    fn findings(&self) -> u64 {
        self.reader.get_ref().damage_count() + self.blank.1
    }

    fn warnings(&self) -> Vec<ReadWarning> {
        let (line, count) = self.blank;
        let blank = (count > 0).then_some(ReadWarning::BlankLines { line, count });
        self.reader.get_ref().warnings().chain(blank).collect()
    }
}
