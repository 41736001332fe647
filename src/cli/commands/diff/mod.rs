//! `canon diff`: what changed between two results, or what another taxonomy would change.

mod tell;

use std::path::Path;

use anyhow::bail;

use crate::batch::BatchMatcher;
use crate::cli::args::{ChangeThat, DiffArgs, GlobalArgs, When};
use crate::cli::config::{Config, PartialConfig};
use crate::cli::exit::Exit;
use crate::cli::input::{decisions, inputs, list_sheets, read_options};
use crate::cli::interrupt::Interrupt;
use crate::cli::messages;
use crate::cli::progress::Progress;
use crate::cli::session::{RunnersUp, Session, engine_of};
use crate::diff::{Answer, Diff, Side};
use crate::engine::Engine;
use crate::read::{self, Input, ReadOptions, Row, StreamChoice};

/// Rows that are matched at a time.
const BATCH: usize = 8 * 1024;

/// The name of the taxonomy in the program.
const BUILT_IN: &str = "built-in";

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &DiffArgs) -> anyhow::Result<Exit> {
    if args.input.sheet.as_deref() == Some("?") {
        return list_sheets(&args.files);
    }
    let (old, new) = match &args.against {
        Some(against) => of_taxonomies(global, args, against)?,
        None => of_results(global, args)?,
    };
    let diff = Diff::of(&old, &new, args.min_change)?;
    tell::write(&diff, args)?;
    if !global.quiet {
        for (rows, side) in [(diff.only_old, &diff.old), (diff.only_new, &diff.new)] {
            if rows > 0 {
                let rows = messages::counted(rows, "row");
                messages::warning(&format!("{rows} of {side} have no counterpart and are not compared"));
            }
        }
    }
    let of_code = || diff.changes().any(|change| change.change.is_of_code(&change.old, &change.new));
    let holds = match args.fail_on {
        Some(ChangeThat::Any) => diff.changed_rows + diff.only_old + diff.only_new > 0,
        Some(ChangeThat::Code) => of_code(),
        Some(ChangeThat::Band) => diff.changes().any(|change| change.old.band != change.new.band),
        None => false,
    };
    Ok(if holds { Exit::ConditionHolds } else { Exit::Done })
}

/// Two files that `canon match` wrote.
fn of_results(global: &GlobalArgs, args: &DiffArgs) -> anyhow::Result<(Side, Side)> {
    let [old, new] = args.files.as_slice() else {
        bail!(
            "give two results of canon match, or one export with --against TAXONOMY (there {} {})",
            if args.files.len() == 1 { "is" } else { "are" },
            messages::counted(args.files.len() as u64, "file")
        );
    };
    if global.taxonomy.is_some() {
        bail!("two results are compared as they are, so --taxonomy has nothing to do: give one export with --against");
    }
    let config = Config::load(global, flags(args))?;
    let options = ReadOptions { stream: StreamChoice::Table, ..read_options(&args.input, &config)? };
    let prefix = config.values.prefix.as_deref().unwrap_or_default();
    let inputs = inputs(&[old.clone(), new.clone()], "")?;
    let side = |input: &Input| -> anyhow::Result<Side> { Ok(Side::read(&mut read::open(input, &options)?, prefix)?) };
    Ok((side(&inputs[0])?, side(&inputs[1])?))
}

/// One export under two taxonomies.
fn of_taxonomies(global: &GlobalArgs, args: &DiffArgs, against: &Path) -> anyhow::Result<(Side, Side)> {
    let [file] = args.files.as_slice() else {
        bail!("--against matches one export under two taxonomies: name one file, not {}", args.files.len());
    };
    let interrupt = Interrupt::listen();
    let session = Session::open(global, flags(args))?.with_threads()?;
    let options = read_options(&args.input, &session.config)?;
    let against = (against.as_os_str() != BUILT_IN).then_some(against);
    if session.config.values.taxonomy.as_deref() == against {
        bail!("both taxonomies are {}: give another one to --taxonomy or --against", name(against));
    }
    let mut table = read::open(&inputs(std::slice::from_ref(file), "")?[0], &options)?;
    let runners_up = RunnersUp::beside_decisions(&session.config);
    let (old_engine, config) = session.into_engine(runners_up)?;
    let new_engine = engine_of(against, &config, runners_up)?;
    let decided = |engine: &Engine| decisions(args.decisions.as_deref(), &config, &engine.lexicon);
    let (old_decisions, new_decisions) = (decided(old_engine)?, decided(new_engine)?);
    let mut old_matcher = BatchMatcher::new(old_engine, &old_decisions, table.layout());
    let mut new_matcher = BatchMatcher::new(new_engine, &new_decisions, table.layout());
    let mut old = Side::new(&name(config.values.taxonomy.as_deref()));
    let mut new = Side::new(&name(against));
    let when = if global.quiet { When::Never } else { config.values.progress.unwrap_or(When::Auto) };
    let mut progress = Progress::new(when, table.bytes_total());
    let title = table.layout().title.index;
    let mut rows_done = 0;
    loop {
        interrupt.check()?;
        let mut rows: Vec<Row> = Vec::new();
        let mut row = Row::default();
        while rows.len() < BATCH && table.read_row(&mut row)? {
            rows.push(std::mem::take(&mut row));
        }
        if rows.is_empty() {
            break;
        }
        for (side, matcher) in [(&mut old, &mut old_matcher), (&mut new, &mut new_matcher)] {
            for (row, found) in rows.iter().zip(matcher.match_rows(&rows)) {
                side.add(row.get(Some(title)), Answer::of(&found.outcome));
            }
        }
        rows_done += rows.len() as u64;
        progress.at(table.bytes_read(), rows_done);
    }
    progress.finish();
    if !global.quiet {
        messages::line(&format!("read {}", messages::described(table.layout())));
    }
    Ok((old, new))
}

fn flags(args: &DiffArgs) -> PartialConfig {
    PartialConfig {
        prefix: args.prefix.clone(),
        decisions: args.decisions.clone(),
        ..PartialConfig::of_matching(&args.input, &args.thresholds, &args.run)
    }
}

fn name(taxonomy: Option<&Path>) -> String {
    taxonomy.map_or_else(|| BUILT_IN.to_owned(), |path| path.display().to_string())
}
