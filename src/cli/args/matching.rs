//! What `canon match` and `canon diff` take: inputs, columns, thresholds, outputs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::When;
use super::evaluate::parse_share;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Any row is in review or unmatched
    Review,
    /// Any row is unmatched
    Unmatched,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  canon match people.xlsx -o roles.csv -r review.csv
  canon match hr.csv -s \"Business Title\" --department Dept -o roles.xlsx
  canon match people.xlsx -o roles.csv -r people.review.xlsx
  canon match people.xlsx --decisions decisions.csv -o roles.csv --report run.html
  canon match east.csv west.csv --top 3 --format jsonl
  cut -f3 titles.tsv | canon match")]
pub struct MatchArgs {
    /// Files to read (csv, tsv, txt, jsonl, xlsx, xls, ods); `-` or nothing is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,
    /// Write the result here; the format follows from the ending [default: standard output]
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub output: Option<String>,
    /// Format of the result: csv, tsv, jsonl or xlsx
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<String>,
    /// Write the doubtful titles here, for a person to decide: a workbook (.xlsx) or .csv
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub review: Option<PathBuf>,
    /// Write what the run came to here: one page that needs nothing else (html)
    #[arg(long, value_name = "PATH", help_heading = "Output")]
    pub report: Option<PathBuf>,
    /// Write the same numbers as JSON: `json` for standard output, or a file that ends in .json
    #[arg(long, value_name = "json|PATH", help_heading = "Output")]
    pub summary: Option<String>,
    /// Add the N next best roles
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub top: Option<usize>,
    /// What the names of the added columns begin with [default: canon_]
    #[arg(long, value_name = "TEXT", help_heading = "Output")]
    pub prefix: Option<String>,
    /// Start csv and tsv with a byte order mark, which Excel needs to see UTF-8
    #[arg(long, overrides_with = "no_bom", help_heading = "Output")]
    pub bom: bool,
    #[arg(long, hide = true, overrides_with = "bom")]
    pub no_bom: bool,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub thresholds: ThresholdArgs,
    /// People's answers, applied first: a decisions file or a filled review file
    #[arg(long, value_name = "PATH", help_heading = "Decision")]
    pub decisions: Option<PathBuf>,
    /// End with 1 if any row is in review (or unmatched)
    #[arg(long, value_name = "BAND", value_enum, help_heading = "Decision")]
    pub fail_on: Option<FailOn>,
    /// Say what would be read, with which columns, and stop
    #[arg(long, help_heading = "Run")]
    pub dry_run: bool,
    #[command(flatten)]
    pub run: RunArgs,
}

/// Which columns there are, and how the input is to be read.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Column with the titles: a name, a number from 1, or `name[2]` for the second of that name
    #[arg(short, long, visible_alias = "column", value_name = "COL", help_heading = "Columns")]
    pub select: Option<String>,
    /// Column with the department
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub department: Option<String>,
    /// Column with the job family
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub family: Option<String>,
    /// Column with the grade or level
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub level: Option<String>,
    /// Column with years of experience: `4`, `8-10 years`
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub years: Option<String>,
    /// Column that says whether the person manages others: yes, no, or a number of reports
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub manages: Option<String>,
    /// Column with the manager, shown in review files
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub manager: Option<String>,
    /// Column with the employee id
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub id: Option<String>,
    /// Format of the input: csv, jsonl, excel or lines [default: by name and content]
    #[arg(long, value_name = "FORMAT", help_heading = "Input")]
    pub input_format: Option<String>,
    /// Delimiter: `,` `;` tab pipe or auto
    #[arg(short, long, value_name = "CHAR", help_heading = "Input")]
    pub delimiter: Option<String>,
    /// Encoding, such as utf-8, utf-16le or windows-1252
    #[arg(short = 'E', long, value_name = "NAME", help_heading = "Input")]
    pub encoding: Option<String>,
    /// The first row is data
    #[arg(short, long, conflicts_with = "header_row", help_heading = "Input")]
    pub no_headers: bool,
    /// Row of the header, from 1
    #[arg(long, value_name = "N", help_heading = "Input")]
    pub header_row: Option<usize>,
    /// Pass over the first N lines
    #[arg(long, value_name = "N", help_heading = "Input")]
    pub skip_lines: Option<usize>,
    /// Sheet by name or number (from 1, negative from the end); `?` lists them
    #[arg(long, value_name = "SHEET", allow_hyphen_values = true, help_heading = "Input")]
    pub sheet: Option<String>,
}

/// Where the bands begin.
#[derive(Debug, Args)]
pub struct ThresholdArgs {
    /// Least role score of an accepted match, 0-1 [default: 0.70]
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true, help_heading = "Decision")]
    pub accept: Option<f32>,
    /// Below this role score a title is unmatched, 0-1 [default: 0.10]
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true, help_heading = "Decision")]
    pub reject: Option<f32>,
    /// Least level score of an accepted match, 0-1 [default: 0.50]
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true, help_heading = "Decision")]
    pub accept_level: Option<f32>,
    /// Least lead over the next focus of an accepted match, 0-1 [default: 0.05]
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true, help_heading = "Decision")]
    pub margin: Option<f32>,
}

/// How a run goes, whatever it does.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Threads; 0 for all. The result is the same for any number
    #[arg(
        short,
        long,
        visible_alias = "threads",
        value_name = "N",
        env = "CANON_JOBS",
        hide_env_values = true,
        help_heading = "Run"
    )]
    pub jobs: Option<usize>,
    /// Progress bar on standard error
    #[arg(long, value_name = "WHEN", value_enum, help_heading = "Run")]
    pub progress: Option<When>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChangeThat {
    /// Anything changed that is told, or rows came or went
    Any,
    /// A code changed, came or went
    Code,
    /// A band changed
    Band,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  canon diff roles-october.csv roles-november.csv
  canon diff before.xlsx after.xlsx --fail-on code
  canon diff people.csv --taxonomy old-taxonomy --against new-taxonomy
  canon diff people.csv --against my-taxonomy -o changes.csv")]
pub struct DiffArgs {
    /// Two results of canon match (csv, tsv, jsonl, xlsx), or one export with --against
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<String>,
    /// Match the one file under --taxonomy and under this one: a folder, a catalogue or `built-in`
    #[arg(long, value_name = "PATH", help_heading = "Comparison")]
    pub against: Option<PathBuf>,
    /// Role scores that are less than this apart are the same, 0-1
    #[arg(long, value_name = "SCORE", default_value = "0.10", value_parser = parse_share, help_heading = "Comparison")]
    pub min_change: f64,
    /// End with 1 if there is such a change
    #[arg(long, value_name = "CHANGE", value_enum, help_heading = "Comparison")]
    pub fail_on: Option<ChangeThat>,
    /// Write the changes here; the format follows from the ending [default: standard output]
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub output: Option<String>,
    /// Format of the changes [default: by the ending of --output, else text]
    #[arg(long, value_name = "FORMAT", value_enum, help_heading = "Output")]
    pub format: Option<TableFormat>,
    /// How many changes of each kind the text lists; csv and json have them all
    #[arg(long, value_name = "N", default_value = "10", help_heading = "Output")]
    pub top: usize,
    /// What the names of the columns of a result begin with [default: canon_]
    #[arg(long, value_name = "TEXT", help_heading = "Columns")]
    pub prefix: Option<String>,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub thresholds: ThresholdArgs,
    /// People's answers, applied first under both taxonomies
    #[arg(long, value_name = "PATH", help_heading = "Decision")]
    pub decisions: Option<PathBuf>,
    #[command(flatten)]
    pub run: RunArgs,
}
