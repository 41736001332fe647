//! JSON Lines: the input's fields, then those that are added, the runners-up as an array.

use std::io::Write as _;

use serde_json::{Map, Value, json};

use super::columns::{Cell, OutputColumns, rounded};
use super::{ResultWriter, Target, WriteError};
use crate::decide::Outcome;
use crate::read::Row;

/// Writes one object a line.
pub(super) struct JsonLinesWriter {
    target: Target,
    columns: OutputColumns,
    headers: Vec<String>,
    names: Vec<String>,
    alternatives: String,
}

impl JsonLinesWriter {
    pub(super) fn new(target: Target, columns: OutputColumns, headers: &[String]) -> JsonLinesWriter {
        let names = columns.names();
        let alternatives = columns.name("alternatives");
        JsonLinesWriter { target, columns, headers: unique(headers), names, alternatives }
    }
}

impl ResultWriter for JsonLinesWriter {
    fn write(&mut self, row: &Row, source: Option<&str>, outcome: &Outcome) -> Result<(), WriteError> {
        let mut object = row.json.clone().unwrap_or_else(|| {
            let cells = self.headers.iter().enumerate();
            let mut object: Map<String, Value> =
                cells.map(|(i, h)| (h.clone(), Value::from(row.cells.get(i).unwrap_or("")))).collect();
            let extra: Vec<&str> = row.cells.iter().skip(self.headers.len()).collect();
            if !extra.is_empty() {
                object.insert("extra_cells".to_owned(), json!(extra));
            }
            object
        });
        let mut names = self.names.iter();
        let _ = self.columns.each(source, outcome, |cell| {
            let Some(name) = names.next() else { return Err(()) };
            let value = match cell {
                Cell::Text(text) if text.is_empty() => Value::Null,
                Cell::Text(text) => Value::from(text.into_owned()),
                Cell::Score(score) => Value::from(rounded(score)),
            };
            // The runners-up stand in an array instead of numbered columns.
            if self.columns.top() == 0
                || !name.starts_with(&self.columns.name("alt"))
                || name == &self.columns.name("alias")
            {
                object.insert(name.clone(), value);
            }
            Ok(())
        });
        if self.columns.top() > 0 {
            let shown = outcome.alternatives.iter().take(self.columns.top());
            let list: Vec<Value> = shown
                .map(|c| {
                    json!({
                        "code": c.role.code, "title": c.role.title, "score": rounded(c.score),
                        "role_score": rounded(c.role_score), "level_score": rounded(c.level_score),
                    })
                })
                .collect();
            object.insert(self.alternatives.clone(), Value::Array(list));
        }
        serde_json::to_writer(&mut self.target, &object)
            .map_err(std::io::Error::from)
            .and_then(|()| self.target.write_all(b"\n"))
            .map_err(|e| self.target.error(e))
    }

    fn temporary(&self) -> Option<&std::path::Path> {
        self.target.temporary()
    }

    fn finish(self: Box<Self>) -> Result<(), WriteError> {
        self.target.commit()
    }
}

/// Headers as keys: an object cannot hold the same key twice, so later ones get a number.
fn unique(headers: &[String]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::with_capacity(headers.len());
    for header in headers {
        let mut key = header.clone();
        let mut n = 2;
        while keys.contains(&key) {
            key = format!("{header}[{n}]");
            n += 1;
        }
        keys.push(key);
    }
    keys
}
