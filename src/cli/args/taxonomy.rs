//! What `canon taxonomy` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{TableFormat, TextOrJson};
use crate::taxonomy::Track;

#[derive(Debug, Subcommand)]
pub enum TaxonomyCommand {
    /// List foci: a row for each focus and track
    List(ListArgs),
    /// Check the rules that keep a taxonomy healthy
    Check(FormatArgs),
    /// Count functions, foci, aliases and the classes they cover
    Stats(FormatArgs),
    /// Write the taxonomy as files to start your own from, or as one table
    Export(ExportArgs),
}

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only this function, by code
    #[arg(long, value_name = "CODE")]
    pub function: Option<String>,
    /// Only this superfunction, by code
    #[arg(long, value_name = "CODE")]
    pub superfunction: Option<String>,
    /// Only this track
    #[arg(long, value_name = "TRACK", value_parser = parse_track)]
    pub track: Option<Track>,
    /// Format of the list
    #[arg(long, value_enum, default_value = "text")]
    pub format: TableFormat,
}

fn parse_track(text: &str) -> Result<Track, String> {
    let mut letters = text.chars();
    let track = letters.next().and_then(Track::from_letter).filter(|_| letters.next().is_none());
    track.ok_or_else(|| "tracks are P, M, E and S".to_owned())
}

#[derive(Debug, Args)]
pub struct FormatArgs {
    /// Format of the answer
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  canon taxonomy export my-taxonomy
  canon taxonomy export -o catalogue.xlsx
  canon taxonomy export --by role -o roles.csv
  canon taxonomy export --taxonomy jobs.xlsx --format csv")]
pub struct ExportArgs {
    /// The folder for the files; it must not exist or be empty
    #[arg(value_name = "DIR", conflicts_with_all = ["format", "output", "by", "bom"])]
    pub folder: Option<PathBuf>,
    /// Write one table instead, in this format [default: by the ending of --output]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub format: Option<CatalogueFormat>,
    /// Write the table here [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<String>,
    /// What a row of the table stands for
    #[arg(long, value_name = "GRAIN", value_enum, default_value = "focus")]
    pub by: CatalogueGrain,
    /// Start csv with a byte order mark, which Excel needs to see UTF-8
    #[arg(long)]
    pub bom: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CatalogueFormat {
    /// For programs; comes in again by --taxonomy
    Csv,
    /// To read, filter and pass around; comes in again as well
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CatalogueGrain {
    /// A focus on one track (professional or support, management, executive), with its aliases, SOC and ISCO
    Focus,
    /// A role: a focus at one level. Aliases that say no level stand with the level that plain titles have
    Role,
}
