//! What a run tells beside its result when asked to: the page for people and the numbers for programs.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::{numbers, report};
use crate::cli::args::MatchArgs;
use crate::cli::document::html;
use crate::cli::interrupt::Interrupt;
use crate::engine::Engine;
use crate::read::Layout;
use crate::report::RunLog;
use crate::write::{Destination, Target};

/// What a run was made from.
pub struct RunFacts<'a> {
    /// What matched.
    pub engine: &'a Engine,
    /// What was read.
    pub layouts: &'a [Layout],
    /// The decisions that were applied.
    pub decisions: Option<&'a Path>,
}

/// The files to write, opened before the work starts, with what is collected for them.
pub struct Tellers {
    report: Option<Target>,
    summary: Option<Target>,
    log: Option<RunLog>,
}

impl Tellers {
    /// Opens what was asked for.
    pub fn open(args: &MatchArgs, interrupt: &Interrupt) -> anyhow::Result<Tellers> {
        if let Some(path) = args.report.as_deref().filter(|path| !is_page(path)) {
            bail!("the report is a page: give {} the ending .html", path.display());
        }
        let report = args.report.as_ref().map(|path| Target::create(&Destination::File(path.clone()))).transpose()?;
        interrupt.removes(report.as_ref().and_then(Target::temporary));
        let summary = args.summary.as_deref().map(summary_destination).transpose()?;
        let summary = summary.as_ref().map(Target::create).transpose()?;
        interrupt.removes(summary.as_ref().and_then(Target::temporary));
        let log = (report.is_some() || summary.is_some()).then(RunLog::default);
        Ok(Tellers { report, summary, log })
    }

    /// Where rows are to be noted, if anything is to be told.
    pub fn log(&mut self) -> Option<&mut RunLog> {
        self.log.as_mut()
    }

    /// Writes what was asked for, and returns the names of the files. `title` gives the text of a title by its number.
    pub fn write<'t>(self, facts: &RunFacts<'_>, title: impl Fn(u32) -> &'t str + Sync) -> anyhow::Result<Vec<String>> {
        let Some(log) = self.log else { return Ok(Vec::new()) };
        let told = log.report(facts.engine, title);
        let mut written = Vec::new();
        if let Some(target) = self.report {
            written.extend(put(target, &html::render(&report::document(facts, &told))?)?);
        }
        if let Some(target) = self.summary {
            written.extend(put(target, &numbers::render(facts, &told)?)?);
        }
        Ok(written)
    }
}

/// Writes a text as a whole; the name of the file, unless it is standard output.
fn put(mut target: Target, text: &str) -> anyhow::Result<Option<String>> {
    let name = target.name().to_owned();
    let file = target.temporary().is_some();
    target.write_all(text.as_bytes()).with_context(|| format!("cannot write {name}"))?;
    target.commit()?;
    Ok(file.then_some(name))
}

fn is_page(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm")
}

/// Where `--summary` writes: `json` and `-` are standard output.
pub fn summary_destination(text: &str) -> anyhow::Result<Destination> {
    let ending = Path::new(text).extension().and_then(|e| e.to_str()).unwrap_or_default();
    match text {
        "json" | "-" => Ok(Destination::Stdout),
        _ if ending.eq_ignore_ascii_case("json") => Ok(Destination::parse(text)),
        _ => bail!("--summary is `json`, for standard output, or a file that ends in .json, not {text}"),
    }
}
