//! `canon compare`: two roles side by side.

use std::io::{self, Write};

use anstyle::Style;

use super::show::descriptors;
use crate::cli::args::{CompareArgs, GlobalArgs, TextOrJson};
use crate::cli::config::PartialConfig;
use crate::cli::exit::Exit;
use crate::cli::sanitize::sanitize;
use crate::cli::session::Session;
use crate::cli::wrap::{page_width, wrap};
use crate::page::{Comparison, Side};

const BOLD: Style = Style::new().bold();

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &CompareArgs) -> anyhow::Result<Exit> {
    let session = Session::open(global, PartialConfig::default())?;
    let find = |code: &str| session.taxonomy.find(code).map_err(anyhow::Error::msg);
    let comparison =
        Comparison::of(&session.taxonomy, &session.reference()?, &find(&args.first)?, &find(&args.second)?);
    let mut out = anstream::stdout().lock();
    match args.format {
        TextOrJson::Json => writeln!(out, "{}", serde_json::to_string_pretty(&comparison)?)?,
        TextOrJson::Text => Columns::for_page(out).comparison(&comparison)?,
    }
    Ok(Exit::Done)
}

/// Where the labels end.
const LABEL: usize = 20;
/// Between the two texts.
const GAP: usize = 2;

/// A label and two texts beside each other.
struct Columns<W> {
    out: W,
    width: usize,
    page: usize,
}

impl<W: Write> Columns<W> {
    fn for_page(out: W) -> Columns<W> {
        let page = page_width();
        Columns { out, width: (page - LABEL - GAP) / 2, page }
    }

    fn comparison(&mut self, c: &Comparison) -> io::Result<()> {
        let (a, b) = (&c.first, &c.second);
        self.row("", &a.page.code, &b.page.code, BOLD)?;
        self.fact("Title", a, b, |s| s.page.title.clone())?;
        self.fact("Level", a, b, level)?;
        self.fact("Function", a, b, |s| s.page.function.clone())?;
        self.fact("Focus", a, b, |s| s.page.focus.clone())?;
        self.fact("Rank", a, b, |s| s.rank.map_or_else(String::new, |r| r.to_string()))?;
        for i in 0..7 {
            let text = |s: &Side| s.page.level.as_ref().map_or_else(String::new, |l| descriptors(l)[i].1.to_owned());
            let name = [a, b].iter().find_map(|s| s.page.level.as_ref().map(|l| descriptors(l)[i].0));
            self.fact(name.unwrap_or(""), a, b, text)?;
        }
        self.fact("O*NET / SOC", a, b, |s| codes(s, "O*NET / SOC"))?;
        self.fact("ISCO-08", a, b, |s| codes(s, "ISCO-08"))?;
        writeln!(self.out, "\n{BOLD}Distance{BOLD:#} {:.2} ({})", c.distance, c.band.word())?;
        self.components(c)
    }

    fn components(&mut self, c: &Comparison) -> io::Result<()> {
        let (a, b) = (sanitize(&c.first.page.code).into_owned(), sanitize(&c.second.page.code).into_owned());
        for group in &c.components {
            let (both, first, second) = (group.both.len(), group.first.len(), group.second.len());
            let kind = group.kind;
            writeln!(self.out, "\n{BOLD}{kind}{BOLD:#}: {both} in common, {first} only in {a}, {second} only in {b}")?;
            self.items("=", &group.both)?;
            self.items("<", &group.first)?;
            self.items(">", &group.second)?;
        }
        if c.components.iter().any(|g| !(g.both.is_empty() && g.first.is_empty() && g.second.is_empty())) {
            writeln!(self.out, "\n= in common   < only in {a}   > only in {b}")?;
        }
        Ok(())
    }

    fn items(&mut self, mark: &str, items: &[String]) -> io::Result<()> {
        for item in items {
            for (i, line) in wrap(&sanitize(item), self.page - 4).into_iter().enumerate() {
                writeln!(self.out, "  {:<2}{line}", if i == 0 { mark } else { "" })?;
            }
        }
        Ok(())
    }

    fn fact(&mut self, label: &str, a: &Side, b: &Side, text: impl Fn(&Side) -> String) -> io::Result<()> {
        let (a, b) = (text(a), text(b));
        if a.is_empty() && b.is_empty() { Ok(()) } else { self.row(label, &a, &b, Style::new()) }
    }

    fn row(&mut self, label: &str, a: &str, b: &str, style: Style) -> io::Result<()> {
        let (a, b) = (wrap(&sanitize(a), self.width), wrap(&sanitize(b), self.width));
        let (width, gap) = (self.width, "");
        for i in 0..a.len().max(b.len()) {
            let label = if i == 0 { label } else { "" };
            let (a, b) = (a.get(i).map_or("", String::as_str), b.get(i).map_or("", String::as_str));
            let line = format!("{label:<LABEL$}{style}{a:<width$}{gap:GAP$}{b}{style:#}");
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

fn level(side: &Side) -> String {
    side.page.level.as_ref().map_or_else(String::new, |l| format!("{} — {}", l.level, l.name))
}

fn codes(side: &Side, system: &str) -> String {
    let rows = side.page.classifications.iter().filter(|c| c.system == system);
    rows.map(|c| c.code.as_str()).collect::<Vec<_>>().join(", ")
}
