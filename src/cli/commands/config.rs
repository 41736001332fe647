//! `canon config`: the settings in force, each with where it comes from.

use std::io::Write as _;

use crate::cli::args::{ConfigArgs, GlobalArgs, TextOrJson};
use crate::cli::config::{Config, PartialConfig};
use crate::cli::exit::Exit;
use crate::cli::table;

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &ConfigArgs) -> anyhow::Result<Exit> {
    let config = Config::load(global, PartialConfig::default())?;
    let values = flat(&config.values)?;
    let layers: Vec<(&str, Vec<(String, String)>)> =
        config.layers.iter().map(|(name, layer)| Ok((name.as_str(), flat(layer)?))).collect::<anyhow::Result<_>>()?;
    let origin = |key: &str| {
        let says = |layer: &&(&str, Vec<(String, String)>)| layer.1.iter().any(|(k, _)| k == key);
        layers.iter().rev().find(says).map_or("", |(name, _)| *name)
    };
    let mut out = anstream::stdout();
    match args.format {
        TextOrJson::Text => {
            let rows: Vec<Vec<String>> =
                values.iter().map(|(key, value)| vec![key.clone(), value.clone(), origin(key).to_owned()]).collect();
            writeln!(out, "{}", table::render(&["setting", "value", "from"], &rows, &[]))?;
        }
        TextOrJson::Json => {
            let entry = |(key, value): &(String, String)| {
                (key.clone(), serde_json::json!({ "value": value, "from": origin(key) }))
            };
            let all: serde_json::Map<String, serde_json::Value> = values.iter().map(entry).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        }
    }
    Ok(Exit::Done)
}

/// Keys with dots and their values as text.
fn flat(config: &PartialConfig) -> anyhow::Result<Vec<(String, String)>> {
    let json = serde_json::to_value(config)?;
    let mut out = Vec::new();
    for (key, value) in json.as_object().into_iter().flatten() {
        match value {
            serde_json::Value::Object(inner) => {
                out.extend(inner.iter().map(|(k, v)| (format!("{key}.{k}"), text(v))));
            }
            other => out.push((key.clone(), text(other))),
        }
    }
    Ok(out)
}

fn text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        // Thresholds are single precision; their double has digits that nobody wrote.
        serde_json::Value::Number(n) if n.is_f64() => format!("{:.2}", n.as_f64().unwrap_or(0.0)),
        other => other.to_string(),
    }
}
