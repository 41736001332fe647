//! A report as headings, notes, tables and plots, before it is known whether it becomes text, Markdown or a page.

pub mod html;
pub mod markdown;
pub mod text;

mod plots;

use crate::evaluate::Share;

/// A report.
pub struct Document {
    /// What it is.
    pub title: String,
    /// What was measured, a line each.
    pub intro: Vec<String>,
    /// Its parts, in order.
    pub sections: Vec<Section>,
}

/// A part of a report.
#[derive(Default)]
pub struct Section {
    /// What it tells.
    pub heading: String,
    /// What to know about it, a sentence or two each.
    pub notes: Vec<String>,
    /// Its table.
    pub table: Option<Grid>,
    /// Text to be pasted elsewhere.
    pub snippet: Option<String>,
    /// A plot of the same numbers, where there is room for one.
    pub plot: Option<Plot>,
    /// What it tells one by one.
    pub items: Vec<Item>,
}

/// One of the things that a part of a report goes through.
pub struct Item {
    /// What it is.
    pub heading: String,
    /// What to know about it, a sentence or two each.
    pub notes: Vec<String>,
    /// A plot of it.
    pub plot: Option<Plot>,
}

/// A table.
pub struct Grid {
    /// Its columns.
    pub header: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// The columns that hold numbers, from 0.
    pub numbers: Vec<usize>,
    /// How dark each cell is, 0–1, where a page can show it; none where there is nothing to show.
    pub shades: Vec<Vec<f64>>,
}

/// Numbers to be drawn.
pub enum Plot {
    /// Share of right rows against score.
    Reliability {
        /// (mean score, share right, low, high), all 0–1.
        bins: Vec<(f64, f64, f64, f64)>,
        /// A fitted table.
        fitted: Vec<(f64, f64)>,
    },
    /// Precision against coverage.
    PrecisionCoverage {
        /// (coverage, precision, low, high), all 0–1, by falling threshold.
        curve: Vec<(f64, f64, f64, f64)>,
        /// (coverage, precision, label) of a threshold.
        marks: Vec<(f64, f64, String)>,
    },
    /// Rows by score.
    Histogram {
        /// Rows of each series for stretches of equal width over 0–1.
        bars: Vec<Vec<u64>>,
        /// The series from below.
        series: &'static [Series],
        /// Thresholds with their names.
        marks: Vec<(f64, String)>,
        /// What it shows.
        caption: &'static str,
    },
    /// How a sum comes about, one term after the other.
    Waterfall {
        /// What each term is, and how much it adds.
        terms: Vec<(&'static str, f64)>,
        /// What the sum is.
        total: &'static str,
    },
}

/// One of several kinds of rows that a plot stacks.
pub struct Series {
    /// Its colour on the page: `good`, `bad` or `fair`.
    pub class: &'static str,
    /// Its name.
    pub name: &'static str,
}

impl Grid {
    /// A table with these columns, of which those from `numbers` on hold numbers.
    pub fn new(header: &[&str], numbers: std::ops::Range<usize>) -> Grid {
        let header = header.iter().map(|h| (*h).to_owned()).collect();
        Grid { header, rows: Vec::new(), numbers: numbers.collect(), shades: Vec::new() }
    }
}

impl Section {
    /// A part with a table.
    pub fn with(heading: impl Into<String>, notes: Vec<String>, table: Grid) -> Section {
        Section { heading: heading.into(), notes, table: Some(table), ..Section::default() }
    }
}

/// "0.873", or a dash where there is nothing to divide.
pub fn share(share: &Share) -> String {
    share.share.map_or_else(|| "–".to_owned(), number)
}

/// "0.84–0.90"; empty without rows.
pub fn interval(share: &Share) -> String {
    if share.rows == 0 { String::new() } else { format!("{:.2}–{:.2}", share.low, share.high) }
}

/// Three decimals.
pub fn number(value: f64) -> String {
    format!("{value:.3}")
}

/// A title that may be of any length, in one cell.
pub fn clipped(text: &str) -> String {
    const MOST: usize = 70;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
