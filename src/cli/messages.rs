//! Words to people on standard error: errors, warnings and the summary of a run.

use std::io::Write as _;
use std::time::Duration;

use anstyle::{AnsiColor, Style};

use super::sanitize::sanitize;
use crate::decide::{Band, Method, Outcome};
use crate::read::{InputFormat, Layout, ReadError};
use crate::review::ReviewError;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const BOLD: Style = Style::new().bold();

/// How many row warnings are shown without `--verbose`.
const WARNINGS_SHOWN: usize = 2;

/// An error with its causes.
pub fn error(error: &anyhow::Error) {
    let mut err = anstream::stderr();
    let mut said = error.to_string();
    let lines: Vec<_> = said.lines().map(sanitize).collect();
    let _ = writeln!(err, "{RED}error{RED:#}: {}", lines.join("\n"));
    // An error of reading says in words what the system said in its own.
    let read = error.is::<ReadError>() || matches!(error.downcast_ref(), Some(ReviewError::Read(_)));
    let causes = if read { 0 } else { usize::MAX };
    for cause in error.chain().skip(1).take(causes) {
        let text = cause.to_string();
        // thiserror messages mostly contain their source already.
        if !said.contains(&text) {
            let _ = writeln!(err, "  because: {}", sanitize(&text));
            said = text;
        }
    }
}

/// A warning.
pub fn warning(text: &str) {
    let _ = writeln!(anstream::stderr(), "{YELLOW}warning{YELLOW:#}: {}", sanitize(text));
}

/// A part of the input that cannot be taken; the error that ends the run counts them.
pub fn refusal(text: &str) {
    let _ = writeln!(anstream::stderr(), "{RED}refused{RED:#}: {}", sanitize(text));
}

/// A plain line.
pub fn line(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", sanitize(text));
}

/// What a person would do next.
pub fn next(text: &str) {
    let _ = writeln!(anstream::stderr(), "{BOLD}next:{BOLD:#} {}", sanitize(text));
}

/// Warnings of a run; all of them are counted, a few are shown.
#[derive(Debug, Default)]
pub struct Warnings {
    shown: Vec<String>,
    count: u64,
    all: bool,
}

impl Warnings {
    /// Keeps every warning when `all` is wanted.
    pub fn new(verbose: bool) -> Warnings {
        Warnings { all: verbose, ..Warnings::default() }
    }

    /// Takes a warning.
    pub fn add(&mut self, text: impl FnOnce() -> String) {
        self.count += 1;
        if self.all || self.shown.len() < WARNINGS_SHOWN {
            self.shown.push(text());
        }
    }

    /// Prints what was kept.
    pub fn print(&self) {
        for (i, text) in self.shown.iter().enumerate() {
            let more = self.count - self.shown.len() as u64;
            if i + 1 == self.shown.len() && more > 0 {
                warning(&format!("{text} (and {more} more; -v shows all)"));
            } else {
                warning(text);
            }
        }
    }
}

/// Rows and distinct titles of each band.
#[derive(Debug, Clone, Copy, Default)]
pub struct BandCounts {
    rows: [u64; 3],
    titles: [u64; 3],
    decided: u64,
}

impl BandCounts {
    /// Counts a row; `first` for the first one of its title in its band.
    pub fn add(&mut self, outcome: &Outcome, first: bool) {
        let at = outcome.band as usize;
        self.decided += u64::from(outcome.band == Band::Unmatched && outcome.method == Method::Decision);
        self.rows[at] += 1;
        self.titles[at] += u64::from(first);
    }

    /// Rows that a person decided to be without a role: they are settled.
    pub fn decided(&self) -> u64 {
        self.decided
    }

    /// Rows of a band.
    pub fn rows(&self, band: Band) -> u64 {
        self.rows[band as usize]
    }

    fn titles(&self, band: Band) -> u64 {
        self.titles[band as usize]
    }

    fn total(&self) -> u64 {
        self.rows.iter().sum()
    }
}

/// What the last lines of a run say.
#[derive(Debug)]
pub struct Summary<'a> {
    /// Rows and titles of each band.
    pub counts: BandCounts,
    /// How many distinct titles there were.
    pub distinct: usize,
    /// What was read.
    pub layouts: &'a [Layout],
    /// Taxonomy version and size.
    pub taxonomy: String,
    /// How long it took.
    pub took: Duration,
    /// Where the result went.
    pub output: Option<String>,
    /// Other files that were written.
    pub also: Vec<String>,
    /// The review file, its lines, and how many rows the first ten settle out of all.
    pub review: Option<(String, usize, (u64, u64))>,
    /// The next command to run.
    pub next: Option<String>,
}

impl Summary<'_> {
    /// Prints it, in at most eight lines.
    pub fn print(&self) {
        let c = &self.counts;
        let mut lines = vec![format!(
            "{}, {}: {} accepted, {} in review ({}), {} unmatched ({})",
            counted(c.total(), "row"),
            counted(self.distinct as u64, "distinct title"),
            counted(c.rows(Band::Accepted), "row"),
            grouped(c.rows(Band::Review)),
            counted(c.titles(Band::Review), "title"),
            grouped(c.rows(Band::Unmatched)),
            counted(c.titles(Band::Unmatched), "title"),
        )];
        if let Some(first) = self.layouts.first() {
            let more = self.layouts.len() - 1;
            let and = if more > 0 { format!(" (and {more} more)") } else { String::new() };
            lines.push(format!("read {}{and}", described(first)));
        }
        lines.push(format!("taxonomy {}; {:.1} s", self.taxonomy, self.took.as_secs_f64()));
        if let Some(output) = &self.output {
            lines.push(format!("wrote {output}"));
        }
        if !self.also.is_empty() {
            lines.push(format!("wrote {}", self.also.join(" and ")));
        }
        if let Some((path, titles, (first, all))) = &self.review {
            let settle = if *titles > 10 {
                format!(": the first 10 settle {} of {} rows", grouped(*first), grouped(*all))
            } else {
                String::new()
            };
            lines.push(format!("wrote {path} for review, {}{settle}", counted(*titles as u64, "title")));
        }
        for text in lines {
            line(&text);
        }
        if let Some(text) = &self.next {
            next(text);
        }
    }
}

/// What was read and how that was decided, in one line.
pub fn described(layout: &Layout) -> String {
    let mut said = vec![layout.format.to_string()];
    if let Some(sheet) = &layout.sheet {
        said.push(format!("sheet “{sheet}”"));
    }
    if let Some(encoding) = &layout.encoding {
        said.push(encoding.name.to_owned());
    }
    if let Some(delimiter) = layout.delimiter_name() {
        said.push(delimiter);
    }
    if layout.skipped_rows > 0 {
        said.push(format!("{} lines above the header passed over", layout.skipped_rows));
    }
    if layout.header_rows == 2 {
        said.push("two header rows, the first kept".to_owned());
    }
    let mut text = format!("{}: {}", layout.source, said.join(", "));
    if layout.format != InputFormat::Lines {
        text.push_str(&format!("; titles in “{}” ({})", layout.title.name, layout.title.how));
    }
    let context = [
        ("department", &layout.department),
        ("family", &layout.family),
        ("grade", &layout.grade),
        ("years of experience", &layout.years),
        ("who manages", &layout.manages),
        ("manager", &layout.manager),
    ];
    let found: Vec<String> =
        context.iter().filter_map(|(what, c)| c.as_ref().map(|c| format!("{what} “{}”", c.name))).collect();
    if !found.is_empty() {
        text.push_str(&format!("; {}", found.join(", ")));
    }
    text
}

/// A number and what is counted, "1 row" or "2,000 rows".
pub fn counted(number: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A number with commas between thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
