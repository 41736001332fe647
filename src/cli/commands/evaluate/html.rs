//! A report as one page that needs nothing else: no network, no script, plots as SVG in the text. The template escapes
//! everything but the plots, which are made of numbers.

use anyhow::Context as _;
use minijinja::{AutoEscape, Environment, Value, context};

use super::document::Document;
use super::plots;
use crate::cli::sanitize::sanitize;

const TEMPLATE: &str = include_str!("report.html");

/// The report as a page.
pub fn render(document: &Document) -> anyhow::Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("report", TEMPLATE)?;
    let safe = |text: &String| sanitize(text).into_owned();
    let sections: Vec<Value> = document
        .sections
        .iter()
        .map(|section| {
            let table = section.table.as_ref().map(|grid| {
                let cells = |row: &Vec<String>| -> Vec<Value> {
                    let cell = |(n, text): (usize, &String)| context! { text => safe(text), number => grid.numbers.contains(&n) };
                    row.iter().enumerate().map(cell).collect()
                };
                context! { header => cells(&grid.header), rows => grid.rows.iter().map(cells).collect::<Vec<_>>() }
            });
            context! {
                heading => safe(&section.heading),
                notes => section.notes.iter().map(safe).collect::<Vec<_>>(),
                table => table,
                snippet => section.snippet.clone(),
                caption => section.plot.as_ref().map(plots::caption),
                plot => section.plot.as_ref().map(|plot| Value::from_safe_string(plots::svg(plot))),
            }
        })
        .collect();
    let page = context! {
        title => safe(&document.title),
        intro => document.intro.iter().map(safe).collect::<Vec<_>>(),
        sections => sections,
    };
    environment.get_template("report")?.render(page).context("cannot make the page")
}
