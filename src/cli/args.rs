//! What the user typed: clap structures and nothing else. What it means is decided in `config` and the commands.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::evaluate::{SOC_DIGITS, TruthKind};
use crate::taxonomy::Track;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Turns job titles into the codes of a role taxonomy
#[derive(Debug, Parser)]
#[command(
    name = "canon",
    styles = STYLES,
    version,
    disable_help_subcommand = true,
    after_help = "Examples:\n  canon match people.xlsx -o roles.csv -r review.csv\n  printf 'Sr. InfoSec Eng\\nCISO\\n' | canon match",
    after_long_help = format!(
        "Examples:\n  canon match people.xlsx -o roles.csv -r review.csv\n  printf 'Sr. InfoSec Eng\\nCISO\\n' | canon match\n  canon explain \"Director, Security Engineering (Remote) - REQ1234\"\n  canon show SEI.GEN.P5\n\n{}",
        super::exit::help()
    )
)]
pub struct Cli {
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Args)]
pub struct GlobalArgs {
    /// Match against this taxonomy: a folder as `canon taxonomy export` writes it, or a flat .csv or .xlsx catalogue
    #[arg(short, long, global = true, value_name = "PATH", help_heading = "Global options")]
    pub taxonomy: Option<PathBuf>,
    /// Read this config file instead of the nearest canon.toml
    #[arg(
        short,
        long,
        global = true,
        value_name = "PATH",
        env = "CANON_CONFIG",
        hide_env_values = true,
        help_heading = "Global options"
    )]
    pub config: Option<PathBuf>,
    /// Read no config file, whatever --config or its variable say
    #[arg(long, global = true, help_heading = "Global options")]
    pub isolated: bool,
    /// Colours: `NO_COLOR` and `CLICOLOR_FORCE` are respected
    #[arg(long, global = true, value_name = "WHEN", value_enum, help_heading = "Global options")]
    pub color: Option<When>,
    /// Say nothing but errors
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub quiet: bool,
    /// Say more: every warning instead of the first few
    #[arg(short, long, global = true, conflicts_with = "quiet", help_heading = "Global options")]
    pub verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// When a person is looking
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For people
    Text,
    /// For programs
    Json,
}

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

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Match the titles of exports, lists or standard input
    Match(Box<MatchArgs>),
    /// Decide doubtful titles one by one at the terminal; every answer is kept at once
    Review(Box<ReviewArgs>),
    /// Keep what people answered in review sheets: merge them into the decisions file
    Apply(ApplyArgs),
    /// Show what changed between two results, or what another taxonomy would change
    Diff(Box<DiffArgs>),
    /// Propose aliases for the taxonomy, from decisions and from titles that nothing settles
    Suggest(Box<SuggestArgs>),
    /// Measure how good the matching is, on rows whose right answers are known
    Evaluate(Box<EvaluateArgs>),
    /// Show step by step what becomes of a title, and why
    Explain(ExplainArgs),
    /// Show the page of a role
    Show(ShowArgs),
    /// Find roles by words
    Search(SearchArgs),
    /// Put two roles side by side
    Compare(CompareArgs),
    /// List the roles nearest to a role
    Adjacent(AdjacentArgs),
    /// List, check, count or export the taxonomy
    #[command(subcommand)]
    Taxonomy(TaxonomyCommand),
    /// Show the settings in force and where each comes from
    Config(ConfigArgs),
    /// Write a completion script
    Completions(CompletionsArgs),
    /// Write the man page
    Man,
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
    /// Anything changed that is told
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

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  canon evaluate labelled.csv
  canon evaluate labelled.xlsx -s \"Business Title\" --truth \"Job Code\" -o report.html --misses misses.csv
  canon evaluate survey.csv --truth soc --target 0.97 --fit
  canon evaluate gold/*.csv --min-focus 0.90 --min-precision 0.95")]
pub struct EvaluateArgs {
    /// Files with titles and their right answers (csv, tsv, jsonl, xlsx, xls, ods); `-` or nothing is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,
    /// Column with the right answers, several joined by `|` [default: the one called truth, code, soc, function, …]
    #[arg(long, value_name = "COL", help_heading = "Truth")]
    pub truth: Option<String>,
    /// What they are: role, focus, function, level or soc [default: found out from the cells]
    #[arg(long, value_name = "KIND", help_heading = "Truth")]
    pub truth_kind: Option<TruthKind>,
    /// Digits of a SOC code that must agree for a role to count as right: 2, 3, 5 or 6
    #[arg(long, value_name = "N", default_value = "3", value_parser = parse_soc_digits, help_heading = "Truth")]
    pub fit_digits: usize,
    /// Write the report here; the format follows from the ending [default: standard output]
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    pub output: Option<String>,
    /// Format of the report [default: by the ending of --output, else text]
    #[arg(long, value_name = "FORMAT", value_enum, help_heading = "Output")]
    pub format: Option<ReportFormat>,
    /// Write all rows with anything wrong here (csv)
    #[arg(long, value_name = "PATH", help_heading = "Output")]
    pub misses: Option<PathBuf>,
    /// How many confusions and errors to list
    #[arg(long, value_name = "N", default_value = "10", help_heading = "Output")]
    pub top: usize,
    /// Precision to find an accept threshold for, between 0 and 1; may be given again [default: 0.90, 0.95, 0.97]
    #[arg(long, value_name = "SHARE", value_parser = parse_target, help_heading = "Thresholds and calibration")]
    pub target: Vec<f64>,
    /// Fit a calibration to the scores, and tell by cross-validation whether it would help
    #[arg(long, help_heading = "Thresholds and calibration")]
    pub fit: bool,
    #[command(flatten)]
    pub gates: GateArgs,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub thresholds: ThresholdArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
pub struct GateArgs {
    /// End with 1 if fewer rows than this have the right function, 0-1
    #[arg(long, value_name = "SHARE", value_parser = parse_share, help_heading = "Gates")]
    pub min_function: Option<f64>,
    /// End with 1 if fewer have the right focus
    #[arg(long, value_name = "SHARE", value_parser = parse_share, help_heading = "Gates")]
    pub min_focus: Option<f64>,
    /// End with 1 if fewer have the right level
    #[arg(long, value_name = "SHARE", value_parser = parse_share, help_heading = "Gates")]
    pub min_level: Option<f64>,
    /// End with 1 if fewer have exactly the right code
    #[arg(long, value_name = "SHARE", value_parser = parse_share, help_heading = "Gates")]
    pub min_code: Option<f64>,
    /// End with 1 if fewer have a SOC code that agrees in as many digits as --fit-digits says
    #[arg(long, value_name = "SHARE", value_parser = parse_share, help_heading = "Gates")]
    pub min_soc: Option<f64>,
    /// End with 1 if fewer of the accepted rows have the right role
    #[arg(long, value_name = "SHARE", value_parser = parse_share, help_heading = "Gates")]
    pub min_precision: Option<f64>,
}

/// Formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Text,
    /// For documents
    Markdown,
    /// For programs
    Json,
    /// One page with plots, which needs nothing else
    Html,
}

fn parse_share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "it is a share from 0 to 1, such as 0.9".to_owned())
}

fn parse_target(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| *share > 0.0 && *share < 1.0);
    share.ok_or_else(|| "it is a share between 0 and 1, such as 0.97; no sample shows that all are right".to_owned())
}

fn parse_soc_digits(text: &str) -> Result<usize, String> {
    let digits = text.parse().ok().filter(|digits| SOC_DIGITS.contains(digits));
    digits.ok_or_else(|| {
        "SOC codes are compared by 2 digits (major group), 3 (minor group), 5 (broad) or 6 (detailed)".to_owned()
    })
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  canon explain \"Director, Security Engineering (Remote) - REQ1234\"
  canon explain \"Associate\" --department \"Legal\" --format json")]
pub struct ExplainArgs {
    /// The title
    #[arg(value_name = "TITLE", required = true)]
    pub title: Vec<String>,
    /// The department it stands in
    #[arg(long, value_name = "TEXT")]
    pub department: Option<String>,
    /// The job family it stands in
    #[arg(long, value_name = "TEXT")]
    pub family: Option<String>,
    /// The grade beside it
    #[arg(long, value_name = "TEXT")]
    pub level: Option<String>,
    /// The years of experience beside it
    #[arg(long, value_name = "YEARS")]
    pub years: Option<String>,
    /// Whether the person manages others: yes, no, or a number of reports
    #[arg(long, value_name = "YES|NO")]
    pub manages: Option<String>,
    /// Format of the answer
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
}

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The role's code, such as SEI.GEN.P5
    #[arg(value_name = "CODE")]
    pub code: String,
    /// Format of the page
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
}

#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Words of a name, alias or definition
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
    /// How many to show
    #[arg(long, value_name = "N", default_value = "10")]
    pub top: usize,
    /// Format of the list
    #[arg(long, value_enum, default_value = "text")]
    pub format: TableFormat,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    /// A role's code
    #[arg(value_name = "CODE")]
    pub first: String,
    /// Another role's code
    #[arg(value_name = "CODE")]
    pub second: String,
    /// Format of the comparison
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
}

#[derive(Debug, Args)]
pub struct AdjacentArgs {
    /// The role's code
    #[arg(value_name = "CODE")]
    pub code: String,
    /// How many to list
    #[arg(long, value_name = "N", default_value = "12")]
    pub top: usize,
    /// Format of the list
    #[arg(long, value_enum, default_value = "text")]
    pub format: TableFormat,
}

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

#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Format of the answer
    #[arg(long, value_enum, default_value = "text")]
    pub format: TextOrJson,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_well_formed() {
        super::Cli::command().debug_assert();
    }
}
