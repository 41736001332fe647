//! What the commands around people's answers take: `canon review`, `apply` and `suggest`.

use std::path::PathBuf;

use clap::Args;

use super::{InputArgs, RunArgs, TextOrJson, ThresholdArgs};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  canon suggest people.csv --decisions decisions.csv
  canon suggest people.csv east.xlsx --top 30 -o lines.toml
  canon suggest --decisions decisions.csv --min-count 1 --format json")]
pub struct SuggestArgs {
    /// Exports whose titles count (csv, tsv, txt, jsonl, xlsx, xls, ods); `-` is standard input
    #[arg(value_name = "EXPORT")]
    pub files: Vec<String>,
    /// People's answers: a decisions file or a filled review file
    #[arg(long, value_name = "PATH", help_heading = "Proposals")]
    pub decisions: Option<PathBuf>,
    /// Least number of answers that agree, or of rows that they are for, from 1
    #[arg(
        long,
        value_name = "N",
        default_value = "2",
        value_parser = clap::value_parser!(u64).range(1..),
        help_heading = "Proposals"
    )]
    pub min_count: u64,
    /// Most clusters of titles that nothing settles
    #[arg(long, value_name = "N", default_value = "20", help_heading = "Proposals")]
    pub top: usize,
    /// Write the proposals here; the format follows from the ending [default: standard output]
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub output: Option<String>,
    /// Format of the proposals [default: by the ending of --output, else text]
    #[arg(long, value_name = "FORMAT", value_enum, help_heading = "Output")]
    pub format: Option<TextOrJson>,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub thresholds: ThresholdArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  canon review people.review.xlsx
  canon review people.xlsx -s \"Business Title\" --decisions decisions.csv --by Ann
  canon review people.review.csv --blind

Keys:
  Enter accepts, 1-5 pick, left and right move the level, / searches the taxonomy, n says that
  no role fits, s skips, u takes back, b hides the scores, ? helps, q ends")]
pub struct ReviewArgs {
    /// A review file as `canon match -r` writes it (xlsx, csv), or an export (csv, tsv, txt, jsonl, xlsx, xls, ods)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The file that keeps the answers; made if it is not there [default: decisions.csv]
    #[arg(long, value_name = "PATH")]
    pub decisions: Option<PathBuf>,
    /// Who answers [default: who is logged in]
    #[arg(long, value_name = "NAME", env = "CANON_BY", hide_env_values = true)]
    pub by: Option<String>,
    /// The day of the answers, as 2026-11-23 [default: today]
    #[arg(long, value_name = "DATE", env = "CANON_ON", hide_env_values = true)]
    pub on: Option<String>,
    /// Hide scores, reasons and the order by them, so that they lead nobody
    #[arg(long)]
    pub blind: bool,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub thresholds: ThresholdArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  canon apply people.review.xlsx
  canon apply ann.xlsx bo.csv --decisions decisions.csv --by \"Ann and Bo\"
  canon apply people.review.xlsx --dry-run")]
pub struct ApplyArgs {
    /// Filled review sheets (xlsx, ods, xls, csv), or other decisions files
    #[arg(value_name = "SHEET", required = true)]
    pub sheets: Vec<PathBuf>,
    /// The file that keeps the answers; made if it is not there [default: decisions.csv]
    #[arg(long, value_name = "PATH")]
    pub decisions: Option<PathBuf>,
    /// Who answered, where the sheet does not say [default: who is logged in]
    #[arg(long, value_name = "NAME", env = "CANON_BY", hide_env_values = true)]
    pub by: Option<String>,
    /// The day of the answers, as 2026-11-23, where the sheet does not say [default: today]
    #[arg(long, value_name = "DATE", env = "CANON_ON", hide_env_values = true)]
    pub on: Option<String>,
    /// Let new answers take the place of older ones that contradict them, instead of keeping those
    #[arg(long)]
    pub replace: bool,
    /// Say what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Sheet by name or number, if it is not called Review
    #[arg(long, value_name = "SHEET", allow_hyphen_values = true, help_heading = "Input")]
    pub sheet: Option<String>,
    /// Delimiter: `,` `;` tab pipe or auto
    #[arg(short, long, value_name = "CHAR", help_heading = "Input")]
    pub delimiter: Option<String>,
    /// Encoding, such as utf-8, utf-16le or windows-1252
    #[arg(short = 'E', long, value_name = "NAME", help_heading = "Input")]
    pub encoding: Option<String>,
}
