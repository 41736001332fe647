//! `canon match`: rows in, rows with roles out. Here what was asked for; how it runs is in [`run`].

mod facts;
mod numbers;
mod report;
mod run;
mod tell;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};

use self::run::Run;
use crate::cli::args::{GlobalArgs, MatchArgs};
use crate::cli::config::{Config, PartialConfig};
use crate::cli::exit::Exit;
use crate::cli::input::{decisions, inputs, list_sheets, quoted, read_options, same_file};
use crate::cli::interrupt::Interrupt;
use crate::cli::messages::{self, BandCounts};
use crate::cli::session::{RunnersUp, Session};
use crate::decide::Band;
use crate::read::{self, Input, InputFormat, Layout, ReadOptions, Row, Table};
use crate::write::{Destination, OutputFormat, Target};

/// What the decisions file is called in the command that comes next, where nobody named one.
const DECISIONS: &str = "decisions.csv";

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &MatchArgs) -> anyhow::Result<Exit> {
    let started = Instant::now();
    if args.input.sheet.as_deref() == Some("?") {
        return list_sheets(&args.files);
    }
    let interrupt = Interrupt::listen();
    let session = Session::open(global, PartialConfig::of_match(args))?;
    let options = read_options(&args.input, &session.config)?;
    let inputs = inputs(&args.files, "printf 'Sr. InfoSec Eng\\n' | canon match")?;
    if args.dry_run {
        return dry_run(&inputs, &options);
    }
    let told = args.report.is_some() || args.summary.is_some();
    let for_people = told || args.review.is_some();
    let runners_up = if for_people { RunnersUp::ForPeople } else { RunnersUp::beside_decisions(&session.config) };
    let (engine, config) = session.with_threads()?.into_engine(runners_up)?;
    let decisions = decisions(args.decisions.as_deref(), &config, &engine.lexicon)?;
    let tables = inputs.iter().map(|i| read::open(i, &options)).collect::<Result<Vec<_>, _>>()?;
    let mut run = Run::new(engine, &config, &decisions, args, global, tables, interrupt)?;
    run.all()?;
    run.finish(global, args, &config, &inputs, started)
}

/// What a person would run next: the same command with what it lacks.
fn next_command(
    global: &GlobalArgs,
    args: &MatchArgs,
    config: &Config,
    counts: &BandCounts,
    asked: usize,
) -> Option<String> {
    if counts.rows(Band::Review) + counts.rows(Band::Unmatched) == 0 {
        return None;
    }
    if args.files.is_empty() {
        return Some("canon explain \"TITLE\" shows why a title is doubtful".to_owned());
    }
    let typed: Vec<String> = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned()).collect();
    Some(match &args.review {
        None => {
            // The review file of an earlier run may be what the decisions are in.
            let decided = args.decisions.as_deref().is_some_and(|d| same_file(d, Path::new("review.xlsx")));
            format!("canon {} -r {}", again(&typed, &[]), if decided { "review-2.xlsx" } else { "review.xlsx" })
        }
        // All that is left is what nobody can answer.
        Some(_) if asked == 0 => return None,
        Some(review) => {
            let review = quoted(&review.display().to_string());
            // What the config names is found again without being named.
            let named =
                args.decisions.as_deref().or((config.values.decisions.is_none()).then_some(Path::new(DECISIONS)));
            let decisions = named.map(|path| format!(" --decisions {}", quoted(&path.display().to_string())));
            let taxonomy =
                global.taxonomy.as_ref().map(|path| format!(" --taxonomy {}", quoted(&path.display().to_string())));
            let (decisions, taxonomy) = (decisions.unwrap_or_default(), taxonomy.unwrap_or_default());
            let rest = again(&typed, &["-r", "--review", "--decisions"]);
            format!(
                "canon review {review}{decisions}{taxonomy} asks for them here; or fill in `decision` in {review}, then: canon apply {review}{decisions}{taxonomy} && canon {rest}{decisions}"
            )
        }
    })
}

/// A command line as it was typed, ready to be pasted, without some flags and their values.
fn again(typed: &[String], without: &[&str]) -> String {
    let mut kept = Vec::new();
    let mut words = typed.iter();
    while let Some(word) = words.next() {
        if without.contains(&word.as_str()) {
            words.next();
        } else if !without.iter().any(|flag| attached(word, flag)) {
            kept.push(quoted(word));
        }
    }
    kept.join(" ")
}

/// `--review=x.csv` or `-rx.csv`.
fn attached(word: &str, flag: &str) -> bool {
    let rest = word.strip_prefix(flag);
    rest.is_some_and(|rest| if flag.starts_with("--") { rest.starts_with('=') } else { !rest.is_empty() })
}

fn output_format(args: &MatchArgs, destination: &Destination, first: &Layout) -> anyhow::Result<OutputFormat> {
    if let Some(format) = &args.format {
        return format.parse().map_err(anyhow::Error::msg);
    }
    Ok(match destination {
        Destination::File(path) => OutputFormat::of_path(path).with_context(|| {
            format!("cannot tell the format from the name {}: give --format csv, tsv, jsonl or xlsx", path.display())
        })?,
        // What came as JSON Lines goes on as such; everything else is a table.
        Destination::Stdout if first.format == InputFormat::JsonLines => OutputFormat::JsonLines,
        Destination::Stdout => OutputFormat::Csv,
    })
}

/// How the doubtful titles are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReviewForm {
    Csv,
    Workbook,
}

/// Opened before the work starts, so that a path that cannot be written to is known then.
fn review_target(path: &Path) -> anyhow::Result<(Target, ReviewForm)> {
    let form = match OutputFormat::of_path(path) {
        Some(OutputFormat::Csv) => ReviewForm::Csv,
        Some(OutputFormat::Excel) => ReviewForm::Workbook,
        _ => bail!("the review file is a workbook or a CSV: give {} the ending .xlsx or .csv", path.display()),
    };
    Ok((Target::create(&Destination::File(path.to_owned()))?, form))
}

/// Refuses to write over what is read, and to write two things into one place.
fn check_destinations(args: &MatchArgs, output: &Destination, decisions: Option<&Path>) -> anyhow::Result<()> {
    let summary = args.summary.as_deref().map(tell::summary_destination).transpose()?;
    if (output, &summary) == (&Destination::Stdout, &Some(Destination::Stdout)) {
        bail!(
            "standard output holds the result: give the result a file with -o, or the summary one: --summary run.json"
        );
    }
    let file = |destination: &Destination| match destination {
        Destination::File(path) => Some(path.clone()),
        Destination::Stdout => None,
    };
    let written = [
        ("-o", "result", file(output)),
        ("-r", "review file", args.review.clone()),
        ("--report", "report", args.report.clone()),
        ("--summary", "summary", summary.as_ref().and_then(file)),
    ];
    let written: Vec<(&str, &str, &PathBuf)> =
        written.iter().filter_map(|(flag, what, path)| path.as_ref().map(|path| (*flag, *what, path))).collect();
    for (n, (flag, what, path)) in written.iter().enumerate() {
        if let Some((_, other, _)) = written[..n].iter().find(|(.., other)| same_file(other, path)) {
            bail!("{other} and {what} are both {}: give one of them another name", path.display());
        }
        if decisions.is_some_and(|d| same_file(d, path)) {
            bail!("{} holds the decisions, which {flag} would overwrite: give {flag} another name", path.display());
        }
        if args.files.iter().any(|file| file != "-" && same_file(Path::new(file), path)) {
            bail!("{} is read, and {flag} would overwrite it: give {flag} another name", path.display());
        }
    }
    Ok(())
}

/// Several files go into one result only when their columns are the same.
fn same_headers(tables: &[Table]) -> anyhow::Result<Vec<String>> {
    let first = &tables[0];
    for other in &tables[1..] {
        if other.headers() != first.headers() {
            bail!(
                "{} and {} have different columns, so they cannot go into one result: match them one by one\n  {}: {}\n  {}: {}",
                first.layout().source,
                other.layout().source,
                first.layout().source,
                first.headers().join(", "),
                other.layout().source,
                other.headers().join(", ")
            );
        }
    }
    Ok(first.headers().to_vec())
}

fn dry_run(inputs: &[Input], options: &ReadOptions) -> anyhow::Result<Exit> {
    for input in inputs {
        let mut table = read::open(input, options)?;
        let mut row = Row::default();
        let mut rows: u64 = 0;
        let mut titles: Vec<String> = Vec::new();
        while table.read_row(&mut row)? {
            let title = row.get(Some(table.layout().title.index));
            if titles.len() < 3 && !title.trim().is_empty() && !titles.iter().any(|t| t == title) {
                titles.push(title.to_owned());
            }
            rows += 1;
        }
        messages::line(&messages::described(table.layout()));
        messages::line(&format!("  {}; columns: {}", messages::counted(rows, "row"), table.headers().join(", ")));
        if !titles.is_empty() {
            messages::line(&format!("  first titles: {}", titles.join(" · ")));
        }
        for warning in &table.layout().warnings {
            messages::warning(&warning.to_string());
        }
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::again;

    #[test]
    fn the_next_command_keeps_what_was_typed() {
        let typed =
            ["match", "my people.csv", "-s", "Business Title", "-r", "r.csv", "--review=x.csv", "-o", "it's.csv"];
        let typed: Vec<String> = typed.iter().map(|t| (*t).to_owned()).collect();
        let kept = again(&typed, &["-r", "--review", "--decisions"]);
        assert_eq!(kept, r"match 'my people.csv' -s 'Business Title' -o 'it'\''s.csv'");
    }
}
