//! Suggestions as lines of TOML with comments, ready to be pasted, or as JSON.
//!
//! Titles come from anywhere. They stand in comments only, with every character written out that could end one or turn the
//! text around; an alias has only the signs that aliases may have.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::overwrites;
use crate::cli::args::{SuggestArgs, TextOrJson};
use crate::cli::document::clipped;
use crate::cli::messages::{counted, grouped};
use crate::cli::sanitize::sanitize;
use crate::suggest::{Change, Cluster, Counted, Effect, Guess, Held, Line, List, Proposal, Suggestions};
use crate::write::{Destination, Target};

/// How many titles and changes of a line are named; JSON has them all.
const NAMED: usize = 4;

/// Refuses to write over what is read, and a format that the name does not tell, before the work starts.
pub fn check_output(args: &SuggestArgs, decisions: Option<&Path>) -> anyhow::Result<()> {
    let destination = args.output.as_deref().map_or(Destination::Stdout, Destination::parse);
    if let Destination::File(path) = &destination
        && let Some(read) = overwrites(args, decisions, path)
    {
        bail!("{read} is read, and -o would overwrite it: give -o another name");
    }
    format(args, &destination).map(|_| ())
}

/// Writes the suggestions in the format that was asked for.
pub fn write(found: &Suggestions, args: &SuggestArgs, version: &str) -> anyhow::Result<()> {
    let destination = args.output.as_deref().map_or(Destination::Stdout, Destination::parse);
    let text = match format(args, &destination)? {
        TextOrJson::Json => serde_json::to_string_pretty(found)? + "\n",
        TextOrJson::Text => text(found, version),
    };
    if destination == Destination::Stdout {
        return Ok(anstream::stdout().lock().write_all(text.as_bytes())?);
    }
    let mut target = Target::create(&destination)?;
    let name = target.name().to_owned();
    target.write_all(text.as_bytes()).with_context(|| format!("cannot write {name}"))?;
    Ok(target.commit()?)
}

fn format(args: &SuggestArgs, destination: &Destination) -> anyhow::Result<TextOrJson> {
    let Destination::File(path) = destination else { return Ok(args.format.unwrap_or(TextOrJson::Text)) };
    if let Some(format) = args.format {
        return Ok(format);
    }
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    Ok(match ending.to_ascii_lowercase().as_str() {
        "toml" | "txt" => TextOrJson::Text,
        "json" => TextOrJson::Json,
        _ => bail!("cannot tell the format from the name {}: give --format text or json", path.display()),
    })
}

/// Lines of a page, each comment on a line of its own.
struct Page(String);

impl Page {
    fn comment(&mut self, depth: usize, text: &str) {
        let blanks = "  ".repeat(depth);
        self.0.push_str(&format!("# {blanks}{}\n", sanitize(text)));
    }

    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }
}

fn text(found: &Suggestions, version: &str) -> String {
    let mut page = Page(String::new());
    page.comment(
        0,
        &format!("What to add to taxonomy {version}. Paste what you agree with, then: canon taxonomy check"),
    );
    if found.proposals.is_empty() {
        page.line("");
        page.comment(0, "No line follows from the answers.");
    }
    let mut before: Option<&Line> = None;
    let mut rest = found.proposals.as_slice();
    while let Some(first) = rest.first() {
        if before.is_none_or(|line| line.file != first.line.file) {
            page.line("");
            page.comment(0, &format!("==== {}", first.line.file));
        }
        before = Some(&first.line);
        let same = |p: &&Proposal| p.line.code == first.line.code && p.line.list == first.line.list;
        let (group, others) = rest.split_at(rest.iter().take_while(same).count());
        rest = others;
        table(&mut page, group, found.rows > 0);
    }
    if !found.others.is_empty() {
        page.line("");
        page.comment(0, "All of these lines together also change, though they share no word with the title:");
        changes(&mut page, &found.others, 1);
    }
    if !found.held.is_empty() {
        page.line("");
        page.comment(0, "Not proposed:");
        found.held.iter().for_each(|held| not(&mut page, held));
    }
    if !found.clusters.is_empty() {
        page.line("");
        page.comment(
            0,
            "Titles that nothing settles. The focus is a guess, which a person has to confirm: look at the titles,",
        );
        page.comment(0, "take the line over without its `#`, and take `approved = false` out when it is sure.");
        found.clusters.iter().for_each(|found| cluster(&mut page, found));
    }
    page.0
}

/// The lines of one table of a file.
fn table(page: &mut Page, group: &[Proposal], counted_rows: bool) {
    let Some(Proposal { line, .. }) = group.first() else { return };
    page.line("");
    page.comment(0, &heading(line));
    for proposal in group {
        let by = if proposal.by.is_empty() { String::new() } else { format!(" ({})", proposal.by.join(", ")) };
        let mut said = format!("{}: {}{by}", line_text(&proposal.line), counted(proposal.answers as u64, "answer"));
        if proposal.contexts > 1 {
            said.push_str(&format!(" in {}", counted(proposal.contexts as u64, "context")));
        }
        if proposal.fulfilled < proposal.answers {
            said.push_str(&format!(", {} of them come about by it", proposal.fulfilled));
        }
        page.comment(1, &said);
        effect(page, &proposal.effect, counted_rows);
        proposal.notes.iter().for_each(|note| page.comment(2, note));
    }
    if line.new_table {
        page.line("[[role]]");
        page.line(&format!("code = {}", toml::Value::String(line.code.clone())));
        page.line("aliases = [");
    }
    group.iter().for_each(|proposal| page.line(&format!("  {}", proposal.line.toml())));
    if line.new_table {
        page.line("]");
    }
}

/// "[[focus]] CRP “Crop Growing”, line 57: into its aliases".
fn heading(line: &Line) -> String {
    let at = line.at.map_or_else(String::new, |at| format!(", line {at}"));
    let list = if line.list == List::Areas { "areas" } else { "aliases" };
    match (line.list, line.new_table) {
        (List::RoleAliases, true) => format!("[[role]] {} of “{}”, a new table:", line.code, line.name),
        (List::RoleAliases, false) => format!("[[role]] {} of “{}”{at}: into its aliases", line.code, line.name),
        _ => format!("[[focus]] {} “{}”{at}: into its {list}", line.code, line.name),
    }
}

fn line_text(line: &Line) -> String {
    format!("“{}”", line.alias)
}

fn effect(page: &mut Page, effect: &Effect, counted_rows: bool) {
    if counted_rows {
        let titles = named(&effect.titles);
        let with = if titles.is_empty() { String::new() } else { format!(": {titles}") };
        page.comment(2, &format!("settles {}{with}", counted(effect.settles, "row")));
        let changed: u64 = effect.changes.iter().map(|change| change.rows).sum();
        if changed == 0 {
            page.comment(2, "changes no other match");
        } else {
            page.comment(2, &format!("changes the match of {}:", counted(changed, "row")));
            changes(page, &effect.changes, 3);
        }
    }
    if !effect.aliases.is_empty() {
        let aliases = effect.aliases.len() as u64;
        let what = if aliases == 1 { "alias" } else { "aliases" };
        page.comment(2, &format!("{} {what} of the taxonomy would mean another focus:", grouped(aliases)));
        changes(page, &effect.aliases, 3);
    }
}

fn named(titles: &[Counted]) -> String {
    let said = |counted: &Counted| format!("“{}” ({})", clipped(&counted.title), grouped(counted.rows));
    let mut all: Vec<String> = titles.iter().take(NAMED).map(said).collect();
    if titles.len() > NAMED {
        all.push(format!("and {} more", counted((titles.len() - NAMED) as u64, "title")));
    }
    all.join(", ")
}

fn changes(page: &mut Page, changes: &[Change], depth: usize) {
    let said = |code: &str, accepted: bool| if accepted { code.to_owned() } else { format!("{code} (not accepted)") };
    for change in changes.iter().take(NAMED) {
        let rows = if change.rows > 0 { format!(" ({})", grouped(change.rows)) } else { String::new() };
        let (before, after) = (said(&change.before, change.was_accepted), said(&change.after, change.is_accepted));
        page.comment(depth, &format!("“{}”{rows}: {before} → {after}", clipped(&change.title)));
    }
    if changes.len() > NAMED {
        page.comment(depth, &format!("and {} more; --format json has all", grouped((changes.len() - NAMED) as u64)));
    }
}

fn not(page: &mut Page, held: &Held) {
    page.comment(1, &format!("“{}”: {}", clipped(&held.alias), held.why));
    held.answers.iter().for_each(|answer| page.comment(2, answer));
}

fn cluster(page: &mut Page, cluster: &Cluster) {
    page.line("");
    page.comment(
        0,
        &format!(
            "{} of {} with “{}”",
            counted(cluster.rows, "row"),
            counted(cluster.titles, "title"),
            clipped(&cluster.phrase)
        ),
    );
    let more = cluster.titles.saturating_sub(cluster.examples.len() as u64);
    let and = if more > 0 { format!(" and {}", counted(more, "title")) } else { String::new() };
    page.comment(1, &format!("{}{and}", named(&cluster.examples)));
    match &cluster.nearest {
        Some(near) => page.comment(1, &format!("nearest: {} “{}” ({:.2})?", near.code, near.name, near.role_score)),
        None => page.comment(1, "nothing in the taxonomy comes near"),
    }
    for Guess { line, effect: does } in &cluster.lines {
        page.comment(1, &format!("{}, {}", line.file, heading(line)));
        effect(page, does, true);
        page.comment(1, &line.toml());
    }
}
