//! `canon search`: roles by words, for a person who looks for one by hand.

use std::io::{self, Write as _};

use anstyle::Style;

use crate::cli::args::{GlobalArgs, SearchArgs, TableFormat};
use crate::cli::config::PartialConfig;
use crate::cli::exit::Exit;
use crate::cli::messages;
use crate::cli::sanitize::sanitize;
use crate::cli::session::{RunnersUp, Session};
use crate::cli::wrap::{page_width, wrap};
use crate::search::{Found, search};

const BOLD: Style = Style::new().bold();

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &SearchArgs) -> anyhow::Result<Exit> {
    let (engine, _) = Session::open(global, PartialConfig::default())?.into_engine(RunnersUp::AsAsked)?;
    let query = args.words.join(" ");
    let found = search(engine, &query, args.top);
    let mut out = anstream::stdout().lock();
    match args.format {
        TableFormat::Json => writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?,
        TableFormat::Csv => {
            let mut csv = csv::Writer::from_writer(out);
            csv.write_record(["code", "name", "matched", "by", "score", "definition"])?;
            for f in &found {
                let score = format!("{:.3}", f.score);
                csv.write_record([f.role.code.as_str(), &f.name, &f.matched, f.by, &score, &f.definition])?;
            }
            csv.flush()?;
        }
        TableFormat::Text => write_text(&mut out, &found)?,
    }
    if found.is_empty() && !global.quiet {
        messages::line(&format!("nothing found for “{query}”; try fewer or other words"));
    }
    Ok(Exit::Done)
}

/// Code, name and the phrase that matched; the definition below.
fn write_text(out: &mut impl io::Write, found: &[Found]) -> io::Result<()> {
    let codes = found.iter().map(|f| f.role.code.chars().count()).max().unwrap_or(0) + 2;
    for f in found {
        let by = if f.matched.is_empty() || f.by == "name" { String::new() } else { format!(" — {}", f.matched) };
        writeln!(out, "{:<codes$}{BOLD}{}{BOLD:#}{}", sanitize(&f.role.code), sanitize(&f.name), sanitize(&by))?;
        for line in wrap(&sanitize(&f.definition), page_width().saturating_sub(codes)) {
            writeln!(out, "{:codes$}{line}", "")?;
        }
    }
    Ok(())
}
