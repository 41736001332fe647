//! What the user typed: clap structures and nothing else. What it means is decided in `config` and the commands.

mod evaluate;
mod look;
mod matching;
mod review;
mod taxonomy;

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};

pub use evaluate::{EvaluateArgs, GateArgs, ReportFormat};
pub use look::{AdjacentArgs, CompareArgs, ExplainArgs, SearchArgs, ShowArgs};
pub use matching::{ChangeThat, DiffArgs, FailOn, InputArgs, MatchArgs, RunArgs, TableFormat, ThresholdArgs};
pub use review::{ApplyArgs, ReviewArgs, SuggestArgs};
pub use taxonomy::{CatalogueFormat, CatalogueGrain, ExportArgs, FormatArgs, ListArgs, TaxonomyCommand};

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
