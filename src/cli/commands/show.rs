//! `canon show`: the page of a role, its sections in the order in which the taxonomy's users know them.

use std::io::{self, Write};

use anstyle::Style;

use crate::cli::args::{GlobalArgs, ShowArgs, TextOrJson};
use crate::cli::config::PartialConfig;
use crate::cli::exit::Exit;
use crate::cli::sanitize::sanitize;
use crate::cli::session::Session;
use crate::cli::table;
use crate::cli::wrap::{page_width, wrap};
use crate::page::{PageAlias, PageClassification, RolePage};
use crate::taxonomy::{LevelDefinition, Neighbour, Story};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &ShowArgs) -> anyhow::Result<Exit> {
    let session = Session::open(global, PartialConfig::default())?;
    let role = session.taxonomy.find(&args.code).map_err(anyhow::Error::msg)?;
    let page = RolePage::of(&session.taxonomy, &session.reference()?, &role);
    let mut out = anstream::stdout().lock();
    match args.format {
        TextOrJson::Json => writeln!(out, "{}", serde_json::to_string_pretty(&page)?)?,
        TextOrJson::Text => Printer { out, width: page_width(), last: Line::Blank }.page(&page)?,
    }
    Ok(Exit::Done)
}

/// The seven descriptors of a level with their names, in the order of the page.
pub(super) fn descriptors(level: &LevelDefinition) -> [(&'static str, &str); 7] {
    [
        ("Scope", &level.scope),
        ("Autonomy", &level.autonomy),
        ("Complexity", &level.complexity),
        ("Impact", &level.impact),
        ("Decision rights", &level.decision_rights),
        ("Leadership", &level.leadership),
        ("Typical experience", &level.experience),
    ]
}

/// Neighbours as the rows of a table.
pub(super) fn neighbour_rows(neighbours: &[Neighbour]) -> Vec<Vec<String>> {
    let row = |n: &Neighbour| {
        vec![n.role.code.clone(), n.role.title.clone(), format!("{:.2}", n.distance), n.band.word().to_owned()]
    };
    neighbours.iter().map(row).collect()
}

/// Where the labels of a page's facts end.
const LABEL: usize = 21;

struct Printer<W> {
    out: W,
    width: usize,
    last: Line,
}

/// What was printed last: a blank line stands between things, but not two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Blank,
    Text,
}

impl<W: Write> Printer<W> {
    fn page(&mut self, page: &RolePage) -> io::Result<()> {
        writeln!(self.out, "{DIM}{}{DIM:#}", sanitize(&page.code))?;
        writeln!(self.out, "{BOLD}{}{BOLD:#}\n", sanitize(&page.title))?;
        writeln!(self.out, "{}\n", chips(page))?;
        self.summary(page)?;
        self.facts(page)?;
        self.heading("The story of this role")?;
        match &page.story {
            Some(story) => self.story(story)?,
            None => writeln!(self.out, "No story recorded yet.")?,
        }
        self.heading("Summary")?;
        self.summary(page)?;
        if let Some(level) = &page.level {
            self.level(level)?;
        }
        self.heading("Core outputs")?;
        if page.core_outputs.is_empty() {
            writeln!(self.out, "No core outputs recorded yet.")?;
        }
        for output in &page.core_outputs {
            self.item("•", output)?;
        }
        self.adjacent(page)?;
        self.components(page)?;
        self.aliases(&page.aliases)?;
        self.classifications(&page.classifications)
    }

    fn summary(&mut self, page: &RolePage) -> io::Result<()> {
        if page.summary.is_empty() {
            return writeln!(self.out, "No summary recorded yet.");
        }
        self.paragraph(&page.summary)
    }

    fn facts(&mut self, page: &RolePage) -> io::Result<()> {
        writeln!(self.out)?;
        if let Some(level) = &page.level {
            self.fact("Level", &format!("{0} · {0} — {1} · {2}", level.level, level.name, level.experience))?;
        }
        let place = [page.function.as_str(), page.focus.as_str()];
        let place: Vec<&str> = place.into_iter().filter(|name| !name.is_empty()).collect();
        self.fact("Function · Focus", &place.join(" · "))?;
        let median = page.pay.as_ref().map_or_else(|| "—".to_owned(), |p| format!("{} {:.0}", p.currency, p.median));
        self.fact("Market pay (median)", &median)?;
        self.fact("Pay basis", &page.pay_basis)
    }

    fn story(&mut self, story: &Story) -> io::Result<()> {
        self.subheading("Who does this work")?;
        self.paragraph(&story.who)?;
        self.subheading("The problem this role solves")?;
        self.item("•", &format!("The external problem: {}", story.external))?;
        self.item("•", &format!("The internal problem: {}", story.internal))?;
        self.item("•", &format!("Why it matters: {}", story.why))?;
        self.subheading("The plan")?;
        for (i, step) in story.plan.iter().enumerate() {
            self.item(&format!("{}.", i + 1), step)?;
        }
        self.subheading("What's at stake")?;
        self.paragraph(&story.stakes)?;
        self.subheading("Success looks like")?;
        self.paragraph(&story.success)
    }

    fn level(&mut self, level: &LevelDefinition) -> io::Result<()> {
        self.heading(&format!("Level — {} — {}", level.level, level.name))?;
        self.paragraph(&level.description)?;
        writeln!(self.out)?;
        for (name, text) in descriptors(level) {
            self.fact(name, text)?;
        }
        Ok(())
    }

    fn adjacent(&mut self, page: &RolePage) -> io::Result<()> {
        self.heading("Adjacent roles")?;
        self.paragraph(
            "Nearest roles by structural coordinates (level + taxonomy). Distance 0 → 1; each carries its 3-state match band.",
        )?;
        let Some(first) = page.adjacent.first() else {
            return writeln!(self.out, "\nNo other roles.");
        };
        writeln!(self.out)?;
        self.table(&["Code", "Title", "Distance", "Band"], &neighbour_rows(&page.adjacent), &[2])?;
        writeln!(self.out, "\n{DIM}More:         canon adjacent {}{DIM:#}", sanitize(&page.code))?;
        let (own, other) = (sanitize(&page.code), sanitize(&first.role.code));
        writeln!(self.out, "{DIM}Side by side: canon compare {own} {other}{DIM:#}")
    }

    fn components(&mut self, page: &RolePage) -> io::Result<()> {
        self.heading("Components")?;
        if page.components.is_empty() {
            return writeln!(self.out, "No components recorded yet.");
        }
        for group in &page.components {
            self.subheading(&format!("{} {}", group.kind, group.items.len()))?;
            for item in &group.items {
                let tags = format!("{DIM}{} · {}{DIM:#}", item.frequency, item.provenance.word());
                writeln!(self.out, "  • {}  {tags}", sanitize(&item.text))?;
            }
        }
        Ok(())
    }

    fn aliases(&mut self, aliases: &[PageAlias]) -> io::Result<()> {
        self.heading("Title aliases")?;
        if aliases.is_empty() {
            return writeln!(self.out, "No aliases recorded yet.");
        }
        let row = |a: &PageAlias| {
            let approved = match a.approved {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            };
            let confidence = format!("{} {:.2}", a.confidence_word, a.confidence);
            vec![a.alias.clone(), a.kind.clone(), confidence, approved.to_owned()]
        };
        let rows: Vec<Vec<String>> = aliases.iter().map(row).collect();
        self.table(&["Alias", "Type", "Confidence", "Approved"], &rows, &[])
    }

    fn classifications(&mut self, rows: &[PageClassification]) -> io::Result<()> {
        self.heading("Classification mappings")?;
        if rows.is_empty() {
            return writeln!(self.out, "No classifications recorded yet.");
        }
        let mut system = "";
        for row in rows {
            if row.system != system {
                system = row.system;
                self.subheading(system)?;
            }
            let mut said = vec![("code", &row.code), ("title", &row.title)];
            said.extend([("source", &row.source), ("reviewStatus", &row.review_status)]);
            let said: Vec<String> =
                said.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={v}")).collect();
            writeln!(self.out, "  • {}", sanitize(&said.join(" ")))?;
        }
        Ok(())
    }

    fn heading(&mut self, text: &str) -> io::Result<()> {
        self.last = Line::Blank;
        writeln!(self.out, "\n{BOLD}{text}{BOLD:#}\n")
    }

    fn subheading(&mut self, text: &str) -> io::Result<()> {
        let gap = if self.last == Line::Text { "\n" } else { "" };
        self.last = Line::Text;
        writeln!(self.out, "{gap}{BOLD}{text}{BOLD:#}")
    }

    fn paragraph(&mut self, text: &str) -> io::Result<()> {
        wrap(&sanitize(text), self.width).into_iter().try_for_each(|line| writeln!(self.out, "{line}"))
    }

    fn item(&mut self, mark: &str, text: &str) -> io::Result<()> {
        self.hanging(&format!("  {mark:<w$}", w = mark.chars().count() + 1), text)
    }

    fn fact(&mut self, label: &str, text: &str) -> io::Result<()> {
        self.hanging(&format!("{label:<LABEL$}"), text)
    }

    /// A text behind a label; its further lines stand below its first.
    fn hanging(&mut self, label: &str, text: &str) -> io::Result<()> {
        let indent = label.chars().count();
        for (i, line) in wrap(&sanitize(text), self.width.saturating_sub(indent)).into_iter().enumerate() {
            let before = if i == 0 { label } else { "" };
            writeln!(self.out, "{before:<indent$}{line}")?;
        }
        Ok(())
    }

    fn table(&mut self, header: &[&str], rows: &[Vec<String>], numbers: &[usize]) -> io::Result<()> {
        table::render(header, rows, numbers).lines().try_for_each(|line| writeln!(self.out, "  {line}"))
    }
}

/// Level, confidence and standing in one line.
fn chips(page: &RolePage) -> String {
    let chips = &page.chips;
    let mut said = Vec::new();
    if let Some(level) = chips.level {
        said.push(format!("{level} — {}", chips.level_name));
    }
    said.push(format!("{} {:.2}", chips.confidence_word, chips.confidence));
    said.extend([&chips.status, &chips.scope, &chips.revision].into_iter().filter(|t| !t.is_empty()).cloned());
    sanitize(&said.join(" · ")).into_owned()
}
