//! A report as one page that needs nothing else: no network, no script, plots as SVG in the text. The template escapes
//! everything but the plots, which are made of numbers.

use anyhow::Context as _;
use minijinja::{AutoEscape, Environment, Value, context};

use super::{Document, Grid, Plot, plots};
use crate::cli::sanitize::sanitize;

const TEMPLATE: &str = include_str!("page.html");

/// How many shades the page's style knows, `s1` to `s8`.
const SHADES: f64 = 8.0;

/// The report as a page.
pub fn render(document: &Document) -> anyhow::Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("page", TEMPLATE)?;
    let sections: Vec<Value> = document
        .sections
        .iter()
        .map(|section| {
            context! {
                heading => safe(&section.heading),
                notes => section.notes.iter().map(safe).collect::<Vec<_>>(),
                table => section.table.as_ref().map(table),
                snippet => section.snippet.clone(),
                caption => section.plot.as_ref().map(plots::caption),
                plot => section.plot.as_ref().map(drawn),
                items => section.items.iter().map(|item| context! {
                    heading => safe(&item.heading),
                    notes => item.notes.iter().map(safe).collect::<Vec<_>>(),
                    plot => item.plot.as_ref().map(drawn),
                }).collect::<Vec<_>>(),
            }
        })
        .collect();
    let page = context! {
        title => safe(&document.title),
        intro => document.intro.iter().map(safe).collect::<Vec<_>>(),
        sections => sections,
    };
    environment.get_template("page")?.render(page).context("cannot make the page")
}

/// What a browser would obey as direction or control is made visible; markup is the template's business.
fn safe<T: AsRef<str>>(text: &T) -> String {
    sanitize(text.as_ref()).into_owned()
}

fn drawn(plot: &Plot) -> Value {
    Value::from_safe_string(plots::svg(plot))
}

fn table(grid: &Grid) -> Value {
    let cells = |row: &[String], shades: &[f64]| -> Vec<Value> {
        let cell = |(n, text): (usize, &String)| {
            let shade = shades.get(n).map_or(0, |shade| (shade.clamp(0.0, 1.0) * SHADES).ceil() as u8);
            context! { text => safe(text), number => grid.numbers.contains(&n), shade => shade }
        };
        row.iter().enumerate().map(cell).collect()
    };
    let none = Vec::new();
    let rows = grid.rows.iter().enumerate().map(|(at, row)| cells(row, grid.shades.get(at).unwrap_or(&none)));
    context! { header => cells(&grid.header, &none), rows => rows.collect::<Vec<_>>() }
}
