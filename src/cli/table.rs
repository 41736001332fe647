//! Tables for people: aligned columns, without frames, so that they can be cut and pasted.

use comfy_table::{CellAlignment, Table, TableStyle};

use super::sanitize::sanitize;

/// Which columns hold numbers.
pub type Numbers<'a> = &'a [usize];

/// Renders rows below a header; the columns in `numbers` are aligned to the right.
pub fn render(header: &[&str], rows: &[Vec<String>], numbers: Numbers<'_>) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    table.set_header(header.to_vec());
    for row in rows {
        table.add_row(row.iter().map(|c| sanitize(c).into_owned()).collect::<Vec<_>>());
    }
    for n in 0..header.len() {
        if let Some(column) = table.column_mut(n) {
            column.set_padding((0, 2));
            if numbers.contains(&n) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    let lines: Vec<String> = table.lines().map(|l| l.trim_end().to_owned()).collect();
    lines.join("\n")
}
