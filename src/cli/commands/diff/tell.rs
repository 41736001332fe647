//! What changed, as text for people, CSV for spreadsheets or JSON for programs.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::cli::args::{DiffArgs, TableFormat};
use crate::cli::document::{Document, Grid, Section, clipped, text};
use crate::cli::input::same_file;
use crate::cli::messages::{counted, grouped};
use crate::decide::Band;
use crate::diff::{Answer, Change, ChangeKind, Diff, Group};
use crate::write::{Destination, Target, write_changes};

/// Writes the differences in the format that was asked for.
pub fn write(diff: &Diff, args: &DiffArgs) -> anyhow::Result<()> {
    let destination = args.output.as_deref().map_or(Destination::Stdout, Destination::parse);
    let format = format(args, &destination)?;
    if let Destination::File(path) = &destination
        && let Some(read) = args.files.iter().find(|file| *file != "-" && same_file(Path::new(file), path))
    {
        bail!("{read} is read, and -o would overwrite it: give -o another name");
    }
    let text = match format {
        TableFormat::Csv => return Ok(write_changes(Target::create(&destination)?, diff)?),
        TableFormat::Json => serde_json::to_string_pretty(diff)? + "\n",
        TableFormat::Text => text::render(&document(diff, args.top)),
    };
    if destination == Destination::Stdout {
        // Only a terminal that wants them gets styles.
        return Ok(anstream::stdout().lock().write_all(text.as_bytes())?);
    }
    let mut target = Target::create(&destination)?;
    let name = target.name().to_owned();
    let plain = anstream::adapter::strip_str(&text).to_string();
    target.write_all(plain.as_bytes()).with_context(|| format!("cannot write {name}"))?;
    Ok(target.commit()?)
}

fn format(args: &DiffArgs, destination: &Destination) -> anyhow::Result<TableFormat> {
    let Destination::File(path) = destination else { return Ok(args.format.unwrap_or(TableFormat::Text)) };
    if let Some(format) = args.format {
        return Ok(format);
    }
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    Ok(match ending.to_ascii_lowercase().as_str() {
        "txt" => TableFormat::Text,
        "json" => TableFormat::Json,
        "csv" => TableFormat::Csv,
        _ => bail!("cannot tell the format from the name {}: give --format text, json or csv", path.display()),
    })
}

fn document(diff: &Diff, top: usize) -> Document {
    let mut intro = vec![if diff.changed_rows == 0 {
        format!("Nothing changed in {}.", counted(diff.rows, "row"))
    } else {
        let share = diff.changed_rows as f64 * 100.0 / diff.rows.max(1) as f64;
        format!("{} of {} changed ({share:.1} %).", grouped(diff.changed_rows), counted(diff.rows, "row"))
    }];
    intro.extend(moved(diff));
    let mut sections = Vec::new();
    if !diff.groups.is_empty() {
        let mut grid = Grid::new(&["change", "rows", "titles"], 1..3);
        for group in &diff.groups {
            grid.rows.push(vec![group.change.words().to_owned(), grouped(group.rows), grouped(group.titles as u64)]);
        }
        sections.push(Section::with("In all", Vec::new(), grid));
    }
    sections.extend(diff.groups.iter().filter(|_| top > 0).map(|group| section(group, top)));
    Document { title: format!("{} → {}", diff.old, diff.new), intro, sections }
}

/// "Accepted 90 → 88, in review …"; nothing where no row moved.
fn moved(diff: &Diff) -> Option<String> {
    if diff.bands.iter().all(|moved| moved.from == moved.to) {
        return None;
    }
    let of = |band: Band| {
        let before: u64 = diff.bands.iter().filter(|moved| moved.from == band).map(|moved| moved.rows).sum();
        let after: u64 = diff.bands.iter().filter(|moved| moved.to == band).map(|moved| moved.rows).sum();
        format!("{} {} → {}", band.word(), grouped(before), grouped(after))
    };
    Some(format!("Rows by band: {}.", [Band::Accepted, Band::Review, Band::Unmatched].map(of).join(", ")))
}

fn section(group: &Group, top: usize) -> Section {
    let mut grid = Grid::new(&["rows", "title", "before", "after"], 0..1);
    for change in group.changes.iter().take(top) {
        let [before, after] = [&change.old, &change.new].map(|answer| said(answer, change));
        grid.rows.push(vec![grouped(change.rows), clipped(&change.title), before, after]);
    }
    let more = group.changes.len().saturating_sub(top);
    let notes = if more > 0 {
        vec![format!("The first {top} of {}.", grouped(group.changes.len() as u64))]
    } else {
        Vec::new()
    };
    let heading = group.change.words();
    let heading = format!("{}{}", heading[..1].to_uppercase(), &heading[1..]);
    Section::with(heading, notes, grid)
}

/// What matters of an answer: its code, and its band or score where these changed.
fn said(answer: &Answer, change: &Change) -> String {
    let mut said = if answer.code.is_empty() { "none".to_owned() } else { answer.code.to_string() };
    if change.old.band != change.new.band && !answer.code.is_empty() {
        said.push_str(&format!(" ({})", answer.band.word()));
    }
    if change.change == ChangeKind::Score || change.old.code == change.new.code {
        said.push_str(&format!(" {:.3}", answer.score()));
    }
    said
}
