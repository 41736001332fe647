//! Who answers, and on which day.

use anyhow::bail;

use crate::review::Stamp;

/// As told; else who is logged in, and today.
pub fn stamp(by: Option<&str>, on: Option<&str>) -> anyhow::Result<Stamp> {
    Ok(Stamp { by: who(by), on: when(on)? })
}

fn who(by: Option<&str>) -> String {
    let of_system = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    by.map(str::to_owned).or_else(of_system).unwrap_or_default().trim().to_owned()
}

fn when(on: Option<&str>) -> anyhow::Result<String> {
    let Some(on) = on else { return Ok(chrono::Local::now().format("%Y-%m-%d").to_string()) };
    let Ok(day) = chrono::NaiveDate::parse_from_str(on.trim(), "%Y-%m-%d") else {
        bail!("`{on}` is no day: write it as 2026-11-23");
    };
    Ok(day.format("%Y-%m-%d").to_string())
}
