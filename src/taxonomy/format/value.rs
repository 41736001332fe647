//! Values of TOML as the taxonomy's files write them.

use toml::{Table, Value};

/// A list that is longer has one item a line.
const WIDTH: usize = 100;

/// `key = value` on a line, or a list over several.
pub(super) fn entry(key: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::Array(items) => {
            let items = items.iter().map(scalar).collect::<Result<Vec<_>, _>>()?;
            Ok(list(key, items.into_iter()))
        }
        other => Ok(format!("{key} = {}\n", scalar(other)?)),
    }
}

/// A list of rendered items.
pub(super) fn list(key: &str, items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    let line = format!("{key} = [{}]\n", items.join(", "));
    if line.chars().count() <= WIDTH {
        return line;
    }
    let lines: String = items.iter().map(|item| format!("  {item},\n")).collect();
    format!("{key} = [\n{lines}]\n")
}

/// `{ key = value, … }` in the order of `keys`; another key is an error.
pub(super) fn inline(mut table: Table, keys: &[&str]) -> Result<String, String> {
    let mut said = Vec::new();
    for key in keys {
        if let Some(value) = table.remove(*key) {
            said.push(format!("{key} = {}", scalar(&value)?));
        }
    }
    match table.keys().next() {
        Some(key) => Err(format!("unknown key `{key}`; known are {}", keys.join(", "))),
        None => Ok(format!("{{ {} }}", said.join(", "))),
    }
}

/// The number of a value, whole or not.
pub(super) fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().and_then(|n| i32::try_from(n).ok()).map(f64::from))
}

/// A text in double quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn scalar(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(quoted(text)),
        Value::Boolean(b) => Ok(b.to_string()),
        // Confidences have two digits unless somebody meant more.
        Value::Float(n) if ((n * 100.0).round() / 100.0 - n).abs() < 1e-9 => Ok(format!("{n:.2}")),
        Value::Float(n) => Ok(n.to_string()),
        Value::Integer(n) => Ok(n.to_string()),
        other => Err(format!("`{other}` has no place here")),
    }
}
