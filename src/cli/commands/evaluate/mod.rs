//! `canon evaluate`: how good the matching is on labelled rows, told as text, Markdown, JSON or one page of HTML.

mod gates;
mod json;
mod report;

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use self::report::Measured;
use crate::cli::args::{EvaluateArgs, GlobalArgs, ReportFormat, When};
use crate::cli::config::PartialConfig;
use crate::cli::document::{html, markdown, text};
use crate::cli::exit::Exit;
use crate::cli::input::{inputs, list_sheets, read_options, same_file};
use crate::cli::interrupt::Interrupt;
use crate::cli::messages::{self, Warnings};
use crate::cli::progress::Progress;
use crate::cli::session::{RunnersUp, Session};
use crate::decide::Thresholds;
use crate::evaluate::{EvaluateError, EvaluateOptions, Evaluation, FitChoice, Labelled, TruthChoice};
use crate::read::{self, ReadOptions, StreamChoice, Table};
use crate::write::{Destination, Target, write_misses};

/// What a person may type in place of a file.
const EXAMPLE: &str = "printf 'title,code\\nSr. InfoSec Eng,SEI.GEN.P5\\n' | canon evaluate";

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &EvaluateArgs) -> anyhow::Result<Exit> {
    if args.input.sheet.as_deref() == Some("?") {
        return list_sheets(&args.files);
    }
    let interrupt = Interrupt::listen();
    let flags = PartialConfig::of_matching(&args.input, &args.thresholds, &args.run);
    let session = Session::open(global, flags)?;
    // A list of titles has no column for the right answers.
    let options = ReadOptions { stream: StreamChoice::Table, ..read_options(&args.input, &session.config)? };
    let inputs = inputs(&args.files, EXAMPLE)?;
    // The runners-up of unmatched rows say how near they came.
    let (engine, config) = session.with_threads()?.into_engine(RunnersUp::ForPeople)?;
    let mut tables = inputs.iter().map(|i| read::open(i, &options)).collect::<Result<Vec<_>, _>>()?;
    let targets = Targets::open(args, &interrupt)?;
    let choice = TruthChoice { column: args.truth.as_deref().map(str::parse).transpose()?, kind: args.truth_kind };
    let when = if global.quiet { When::Never } else { config.values.progress.unwrap_or(When::Auto) };
    let mut progress = Progress::new(when, tables.iter().map(Table::bytes_total).sum());
    let labelled = Labelled::read(engine, &mut tables, &choice, |bytes, rows| {
        progress.at(bytes, rows);
        interrupt.check().is_ok()
    });
    progress.finish();
    let labelled = match labelled {
        Err(EvaluateError::Stopped) => return interrupt.check().map(|()| Exit::Done).map_err(Into::into),
        Err(EvaluateError::Read(error)) => return Err(error.into()),
        other => other?,
    };
    let (evaluation, misses) = Evaluation::of(&labelled, &engine.taxonomy, &evaluate_options(args, &config.thresholds));
    // A gate that cannot be checked is an error, before anything is written.
    let below = gates::below(&args.gates, args.fit_digits, &evaluation)?;
    let measured = Measured {
        evaluation: &evaluation,
        labelled: &labelled,
        version: &engine.taxonomy.version,
        thresholds: config.thresholds,
        fit_digits: args.fit_digits,
    };
    let format = report_format(args)?;
    targets.write(&measured, format, &misses)?;
    if !global.quiet {
        tell(&labelled, global.verbose);
    }
    let holds = !below.is_empty();
    below.iter().for_each(|gate| messages::line(gate));
    Ok(if holds { Exit::ConditionHolds } else { Exit::Done })
}

fn evaluate_options(args: &EvaluateArgs, thresholds: &Thresholds) -> EvaluateOptions {
    let default = EvaluateOptions::default();
    EvaluateOptions {
        fit_digits: args.fit_digits,
        targets: if args.target.is_empty() { default.targets } else { args.target.clone() },
        least_accept: f64::from(thresholds.reject),
        most: args.top,
        fit: if args.fit { FitChoice::Fit } else { FitChoice::Leave },
    }
}

/// The files to write, opened before the work starts, so that a path that cannot be written to is known then.
struct Targets {
    /// `None` is standard output.
    report: Option<Target>,
    misses: Option<Target>,
}

impl Targets {
    fn open(args: &EvaluateArgs, interrupt: &Interrupt) -> anyhow::Result<Targets> {
        let destination = args.output.as_deref().map_or(Destination::Stdout, Destination::parse);
        report_format(args)?;
        let output = match &destination {
            Destination::File(path) => Some(path.as_path()),
            Destination::Stdout => None,
        };
        let misses = args.misses.as_deref();
        if let Some(path) = misses.filter(|misses| output.is_some_and(|output| same_file(output, misses))) {
            bail!("report and misses are both {}: give one of them another name", path.display());
        }
        for (flag, written) in [("-o", output), ("--misses", misses)] {
            let Some(written) = written else { continue };
            if args.files.iter().any(|file| file != "-" && same_file(Path::new(file), written)) {
                bail!("{} is read, and {flag} would overwrite it: give {flag} another name", written.display());
            }
        }
        let report = output.map(|_| Target::create(&destination)).transpose()?;
        interrupt.removes(report.as_ref().and_then(Target::temporary));
        let misses = misses.map(|path| Target::create(&Destination::File(path.to_owned()))).transpose()?;
        interrupt.removes(misses.as_ref().and_then(Target::temporary));
        Ok(Targets { report, misses })
    }

    fn write(
        self,
        measured: &Measured<'_>,
        format: ReportFormat,
        misses: &[crate::evaluate::Miss],
    ) -> anyhow::Result<()> {
        let Targets { report, misses: target } = self;
        if let Some(target) = target {
            write_misses(target, misses)?;
        }
        let text = match format {
            ReportFormat::Text => text::render(&measured.document()),
            ReportFormat::Markdown => markdown::render(&measured.document()),
            ReportFormat::Json => json::render(measured)?,
            ReportFormat::Html => html::render(&measured.document())?,
        };
        let Some(mut report) = report else {
            // Only a terminal that wants them gets styles.
            return Ok(anstream::stdout().lock().write_all(text.as_bytes())?);
        };
        let plain = anstream::adapter::strip_str(&text).to_string();
        let name = report.name().to_owned();
        report.write_all(plain.as_bytes()).with_context(|| format!("cannot write {name}"))?;
        Ok(report.commit()?)
    }
}

fn report_format(args: &EvaluateArgs) -> anyhow::Result<ReportFormat> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let Some(output) = args.output.as_deref().filter(|output| *output != "-") else {
        return Ok(ReportFormat::Text);
    };
    let ending = Path::new(output).extension().and_then(|e| e.to_str()).unwrap_or_default();
    Ok(match ending.to_ascii_lowercase().as_str() {
        "txt" => ReportFormat::Text,
        "md" => ReportFormat::Markdown,
        "json" => ReportFormat::Json,
        "html" | "htm" => ReportFormat::Html,
        _ => bail!("cannot tell the format from the name {output}: give --format text, markdown, json or html"),
    })
}

/// What was read and what was odd, on standard error.
fn tell(labelled: &Labelled, verbose: bool) {
    let mut warnings = Warnings::new(verbose);
    for source in &labelled.sources {
        for warning in &source.layout.warnings {
            warnings.add(|| format!("{}: {warning}", source.layout.source));
        }
    }
    for (source, line, issue) in &labelled.issues {
        warnings.add(|| format!("{source}:{line}: {issue}"));
    }
    warnings.print();
    let mut unknown = Warnings::new(verbose);
    for row in &labelled.unknown {
        unknown
            .add(|| format!("{}:{}: column `{}`: {}; the row is left out", row.source, row.line, row.column, row.why));
    }
    unknown.print();
    for (n, source) in labelled.sources.iter().enumerate() {
        if n == SOURCES_TOLD && !verbose {
            messages::line(&format!("and {} more files", labelled.sources.len() - SOURCES_TOLD));
            break;
        }
        messages::line(&format!("read {}; right answers in “{}”", messages::described(&source.layout), source.truth));
    }
}

/// More files than this are counted, not described.
const SOURCES_TOLD: usize = 3;
