//! What the commands that look something up take: `canon explain`, `show`, `search`, `compare`, `adjacent`.

use clap::Args;

use super::{TableFormat, TextOrJson};

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
