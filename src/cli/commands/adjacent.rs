//! `canon adjacent`: the roles nearest to a role, with distance and band.

use std::io::Write as _;

use anstyle::Style;

use super::show::neighbour_rows;
use crate::cli::args::{AdjacentArgs, GlobalArgs, TableFormat};
use crate::cli::config::PartialConfig;
use crate::cli::exit::Exit;
use crate::cli::sanitize::sanitize;
use crate::cli::session::Session;
use crate::cli::table;

const BOLD: Style = Style::new().bold();

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &AdjacentArgs) -> anyhow::Result<Exit> {
    let session = Session::open(global, PartialConfig::default())?;
    let role = session.taxonomy.find(&args.code).map_err(anyhow::Error::msg)?;
    let neighbours = session.taxonomy.adjacent(&role, args.top);
    let mut out = anstream::stdout().lock();
    match args.format {
        TableFormat::Json => {
            let answer = serde_json::json!({ "role": role, "adjacent": neighbours });
            writeln!(out, "{}", serde_json::to_string_pretty(&answer)?)?;
        }
        TableFormat::Csv => {
            let mut csv = csv::Writer::from_writer(out);
            csv.write_record(["code", "title", "distance", "band"])?;
            for n in &neighbours {
                let distance = format!("{:.3}", n.distance);
                csv.write_record([n.role.code.as_str(), &n.role.title, &distance, n.band.word()])?;
            }
            csv.flush()?;
        }
        TableFormat::Text => {
            writeln!(out, "Nearest to {BOLD}{}{BOLD:#} {}\n", sanitize(&role.code), sanitize(&role.title))?;
            writeln!(
                out,
                "{}",
                table::render(&["Code", "Title", "Distance", "Band"], &neighbour_rows(&neighbours), &[2])
            )?;
        }
    }
    Ok(Exit::Done)
}
