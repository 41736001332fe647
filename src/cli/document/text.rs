//! A report for a terminal.

use anstyle::Style;

use super::Document;
use crate::cli::sanitize::sanitize;
use crate::cli::table;
use crate::cli::wrap::{page_width, wrap};

const BOLD: Style = Style::new().bold();

/// The report as aligned text; headings are bold where the terminal shows it.
pub fn render(document: &Document) -> String {
    let mut out = String::new();
    let bold = |text: &str| format!("{BOLD}{}{BOLD:#}\n", sanitize(text));
    out.push_str(&bold(&document.title));
    let width = page_width();
    let prose =
        |text: &str| -> String { wrap(&sanitize(text), width).iter().map(|line| format!("{line}\n")).collect() };
    document.intro.iter().for_each(|line| out.push_str(&prose(line)));
    for section in &document.sections {
        out.push('\n');
        out.push_str(&bold(&section.heading));
        section.notes.iter().for_each(|note| out.push_str(&prose(note)));
        if let Some(grid) = &section.table {
            let header: Vec<&str> = grid.header.iter().map(String::as_str).collect();
            out.push_str(&table::render(&header, &grid.rows, &grid.numbers));
            out.push('\n');
        }
        if let Some(snippet) = &section.snippet {
            out.push_str(&format!("{snippet}\n"));
        }
        for item in &section.items {
            out.push_str(&prose(&item.heading));
            item.notes.iter().for_each(|note| out.push_str(&prose(note)));
        }
    }
    out
}
