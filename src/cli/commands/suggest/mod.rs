//! `canon suggest`: what to add to the taxonomy, from decisions and from titles that nothing settles.

mod tell;

use std::path::Path;

use anyhow::bail;

use crate::cli::args::{GlobalArgs, SuggestArgs, When};
use crate::cli::config::PartialConfig;
use crate::cli::exit::Exit;
use crate::cli::input::{inputs, list_sheets, read_options, same_file};
use crate::cli::interrupt::Interrupt;
use crate::cli::messages::{self, counted};
use crate::cli::progress::Progress;
use crate::cli::session::{RunnersUp, Session};
use crate::decisions::Decisions;
use crate::read::{self, ReadOptions, Row};
use crate::suggest::{Answers, Base, Demands, Rows, Suggestions, suggest};
use crate::taxonomy::Shape;

/// Rows between two looks at whether somebody wants to stop.
const BATCH: u64 = 8 * 1024;

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &SuggestArgs) -> anyhow::Result<Exit> {
    if args.input.sheet.as_deref() == Some("?") {
        return list_sheets(&args.files);
    }
    let interrupt = Interrupt::listen();
    let session = Session::open(global, flags(args))?;
    // One that only the configuration names comes with the first answer.
    let given = session.config.values.decisions.clone().filter(|path| args.decisions.is_some() || path.exists());
    if args.files.is_empty() && given.is_none() {
        bail!("nothing to suggest from: name an export, --decisions, or both");
    }
    if session.taxonomy.shape == Shape::List {
        bail!(
            "a flat catalogue has no files that lines could be added to: add the titles as rows (code,title,alias), or \
             give a folder as canon taxonomy export writes it"
        );
    }
    let session = session.with_threads()?;
    tell::check_output(args, given.as_deref())?;
    let options = read_options(&args.input, &session.config)?;
    let (files, reference) = (session.files().to_vec(), session.reference()?);
    let version = session.taxonomy.version.version.clone();
    let (engine, config) = session.into_engine(RunnersUp::ForPeople)?;
    let (answers, decisions) = match &given {
        // The one tells two different answers for a title; the other keeps who gave them.
        Some(path) => {
            let decisions = Decisions::read(path, &engine.lexicon)?;
            (Answers::read(path, &engine.lexicon)?, decisions)
        }
        None => Default::default(),
    };
    let when = if global.quiet { When::Never } else { config.values.progress.unwrap_or(When::Auto) };
    let rows = rows(global, args, &options, when, &interrupt)?;
    interrupt.check()?;
    let demands = Demands { least: args.min_count, clusters: args.top };
    let base = Base { engine, files: &files, reference: &reference };
    let found = suggest(&base, &answers, &decisions, &rows, demands)?;
    tell::write(&found, args, &version)?;
    if !global.quiet {
        if let Some(path) = &given {
            let known = format!("{} the taxonomy gives by itself", counted(found.already as u64, "answer"));
            messages::line(&format!("read {}: {}, {known}", path.display(), counted(answers.len() as u64, "answer")));
        }
        messages::line(&summary(&found));
    }
    Ok(Exit::Done)
}

/// All rows of the exports.
fn rows(
    global: &GlobalArgs,
    args: &SuggestArgs,
    options: &ReadOptions,
    when: When,
    interrupt: &Interrupt,
) -> anyhow::Result<Rows> {
    let mut rows = Rows::default();
    if args.files.is_empty() {
        return Ok(rows);
    }
    for input in inputs(&args.files, "")? {
        let mut table = read::open(&input, options)?;
        rows.begin(table.layout().clone());
        let mut progress = Progress::new(when, table.bytes_total());
        let mut row = Row::default();
        let mut done = 0;
        while table.read_row(&mut row)? {
            rows.add(&row);
            done += 1;
            if done % BATCH == 0 {
                interrupt.check()?;
                progress.at(table.bytes_read(), done);
            }
        }
        progress.finish();
        if !global.quiet {
            messages::line(&format!("read {}", messages::described(table.layout())));
        }
    }
    Ok(rows)
}

fn summary(found: &Suggestions) -> String {
    let settles: u64 = found.proposals.iter().map(|proposal| proposal.effect.settles).sum();
    let guesses: usize = found.clusters.iter().map(|cluster| cluster.lines.len()).sum();
    let settled = match found.rows {
        0 => String::new(),
        all => format!(", which settle {} of {}", messages::grouped(settles), counted(all, "row")),
    };
    format!(
        "{} proposed{settled}; not proposed {}; {} of open titles with {}",
        counted(found.proposals.len() as u64, "line"),
        messages::grouped(found.held.len() as u64),
        counted(found.clusters.len() as u64, "cluster"),
        if guesses == 1 { "1 guess".to_owned() } else { format!("{guesses} guesses") },
    )
}

fn flags(args: &SuggestArgs) -> PartialConfig {
    PartialConfig {
        decisions: args.decisions.clone(),
        ..PartialConfig::of_matching(&args.input, &args.thresholds, &args.run)
    }
}

/// Whether a file that is read is the one that would be written.
fn overwrites(args: &SuggestArgs, decisions: Option<&Path>, output: &Path) -> Option<String> {
    let export = args.files.iter().find(|file| *file != "-" && same_file(Path::new(file), output)).cloned();
    export.or_else(|| decisions.filter(|path| same_file(path, output)).map(|path| path.display().to_string()))
}
