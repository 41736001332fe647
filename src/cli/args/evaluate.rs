//! What `canon evaluate` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{InputArgs, RunArgs, ThresholdArgs};
use crate::evaluate::{SOC_DIGITS, TruthKind};

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

pub(super) fn parse_share(text: &str) -> Result<f64, String> {
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
