//! `canon match`: rows in, rows with roles out.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};

use crate::batch::BatchMatcher;
use crate::cli::args::{FailOn, GlobalArgs, MatchArgs, When};
use crate::cli::config::{ColumnNames, Config, PartialConfig};
use crate::cli::exit::Exit;
use crate::cli::interrupt::Interrupt;
use crate::cli::messages::{self, BandCounts, Summary, Warnings};
use crate::cli::progress::Progress;
use crate::cli::session::{RunnersUp, Session};
use crate::decide::Band;
use crate::decisions::Decisions;
use crate::engine::Engine;
use crate::read::{self, ColumnChoices, HeaderChoice, Input, InputFormat, Layout, ReadOptions, Row, Table};
use crate::write::{self, ByteOrderMark, Destination, OutputColumns, OutputFormat, ResultWriter, ReviewFile, RowContext};

/// Rows that are read before they are matched and written: enough to keep all threads busy, little enough to stay in
/// the cache and to show the first results of a slow pipe soon.
const BATCH: usize = 16 * 1024;

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &MatchArgs) -> anyhow::Result<Exit> {
    let started = Instant::now();
    if args.sheet.as_deref() == Some("?") {
        return list_sheets(&args.files);
    }
    let session = Session::open(global, PartialConfig::of_match(args))?;
    let options = read_options(args, &session.config)?;
    let inputs = inputs(&args.files)?;
    if args.dry_run {
        return dry_run(&inputs, &options);
    }
    let for_people = args.review.is_some() || session.config.values.decisions.is_some();
    let runners_up = if for_people { RunnersUp::ForPeople } else { RunnersUp::AsAsked };
    let (engine, config) = session.into_engine(runners_up)?;
    let decisions = match &config.values.decisions {
        Some(path) => Decisions::read(path, &engine.lexicon)?,
        None => Decisions::default(),
    };
    let tables = inputs.iter().map(|i| read::open(i, &options)).collect::<Result<Vec<_>, _>>()?;
    let mut run = Run::new(&engine, &config, &decisions, args, global, tables)?;
    run.all()?;
    run.finish(global, args, &config, started)
}

struct Run<'e> {
    engine: &'e Engine,
    matcher: BatchMatcher<'e>,
    tables: Vec<Table>,
    writer: Box<dyn ResultWriter>,
    review: Option<(Destination, ReviewFile)>,
    counts: BandCounts,
    seen: Vec<bool>,
    warnings: Warnings,
    progress: Progress,
    interrupt: Interrupt,
}

impl<'e> Run<'e> {
    fn new(
        engine: &'e Engine,
        config: &Config,
        decisions: &'e Decisions,
        args: &MatchArgs,
        global: &GlobalArgs,
        tables: Vec<Table>,
    ) -> anyhow::Result<Run<'e>> {
        let Some(first) = tables.first() else { bail!("nothing to read") };
        let headers = same_headers(&tables)?;
        let destination = args.output.as_deref().map_or(Destination::Stdout, Destination::parse);
        let format = output_format(args, &destination, first.layout())?;
        let values = &config.values;
        let prefix = values.prefix.as_deref().unwrap_or_default();
        let columns = OutputColumns::new(prefix, values.top.unwrap_or(0), tables.len(), &headers)?;
        let bom = if values.bom == Some(true) { ByteOrderMark::Write } else { ByteOrderMark::Omit };
        let writer = write::open(&destination, format, bom, columns, &headers)?;
        let review = args.review.as_ref().map(|path| review_destination(path)).transpose()?;
        let total = tables.iter().map(Table::bytes_total).sum::<Option<u64>>();
        let when = if global.quiet { When::Never } else { values.progress.unwrap_or(When::Auto) };
        Ok(Run {
            engine,
            matcher: BatchMatcher::new(engine, decisions, first.layout()),
            tables,
            writer,
            review: review.map(|d| (d, ReviewFile::default())),
            counts: BandCounts::default(),
            seen: Vec::new(),
            warnings: Warnings::new(global.verbose),
            progress: Progress::new(when, total),
            interrupt: Interrupt::listen(),
        })
    }

    fn all(&mut self) -> anyhow::Result<()> {
        let mut batch: Vec<Row> = Vec::new();
        let mut done = 0;
        let mut rows = 0;
        for at in 0..self.tables.len() {
            self.matcher.set_layout(self.tables[at].layout());
            loop {
                self.interrupt.check()?;
                let filled = self.fill(at, &mut batch)?;
                if filled == 0 {
                    break;
                }
                self.batch(at, &batch[..filled])?;
                rows += filled as u64;
                self.progress.at(done + self.tables[at].bytes_read(), rows);
            }
            done += self.tables[at].bytes_read();
            let source = &self.tables[at].layout().source;
            for warning in &self.tables[at].layout().warnings {
                self.warnings.add(|| format!("{source}: {warning}"));
            }
        }
        Ok(())
    }

    /// Reads rows into a batch whose buffers are used again and again.
    fn fill(&mut self, at: usize, batch: &mut Vec<Row>) -> anyhow::Result<usize> {
        let table = &mut self.tables[at];
        for filled in 0..BATCH {
            if filled == batch.len() {
                batch.push(Row::default());
            }
            if !table.read_row(&mut batch[filled])? {
                return Ok(filled);
            }
        }
        Ok(BATCH)
    }

    fn batch(&mut self, at: usize, rows: &[Row]) -> anyhow::Result<()> {
        let outcomes = self.matcher.match_rows(rows);
        let layout = self.tables[at].layout();
        let [department, manager, grade] =
            [&layout.department, &layout.manager, &layout.grade].map(|c| c.as_ref().map(|c| c.index));
        self.seen.resize(self.matcher.distinct(), false);
        for (row, found) in rows.iter().zip(&outcomes) {
            let first = !std::mem::replace(&mut self.seen[found.title as usize], true);
            self.counts.add(found.outcome.band, first);
            if let Some((_, review)) = &mut self.review {
                let context = RowContext {
                    department: row.get(department),
                    manager: row.get(manager),
                    grade: row.get(grade),
                };
                review.add(self.matcher.title(found.title), found, context);
            }
            if let Some(issue) = &row.issue {
                self.warnings.add(|| format!("{}:{}: {issue}", layout.source, row.line));
            }
            self.writer.write(row, Some(&layout.source), &found.outcome)?;
        }
        Ok(())
    }

    fn finish(self, global: &GlobalArgs, args: &MatchArgs, config: &Config, started: Instant) -> anyhow::Result<Exit> {
        self.progress.finish();
        self.interrupt.check()?;
        self.writer.finish()?;
        let mut review_summary = None;
        if let Some((destination, review)) = self.review {
            let settled = review.rows_settled(10);
            let lines = review.len();
            review.write(&destination)?;
            review_summary = args.review.as_ref().map(|p| (p.display().to_string(), lines, settled));
        }
        if !global.quiet {
            self.warnings.print();
            let layouts: Vec<Layout> = self.tables.iter().map(|t| t.layout().clone()).collect();
            let version = &self.engine.taxonomy.version;
            let summary = Summary {
                counts: self.counts,
                distinct: self.matcher.distinct(),
                layouts: &layouts,
                taxonomy: format!(
                    "{} ({}), {} functions, {} foci",
                    version.version,
                    version.status,
                    self.engine.taxonomy.functions.len(),
                    self.engine.taxonomy.foci.len()
                ),
                took: started.elapsed(),
                output: args.output.clone().filter(|o| o != "-"),
                next: next_command(args, &self.counts),
                review: review_summary,
            };
            summary.print();
        }
        let doubtful = self.counts.rows(Band::Review);
        let unmatched = self.counts.rows(Band::Unmatched);
        let holds = match config.values.fail_on {
            Some(FailOn::Review) => doubtful + unmatched > 0,
            Some(FailOn::Unmatched) => unmatched > 0,
            None => false,
        };
        Ok(if holds { Exit::ConditionHolds } else { Exit::Done })
    }
}

/// What a person would run next.
fn next_command(args: &MatchArgs, counts: &BandCounts) -> Option<String> {
    let quoted = |text: &str| if text.contains(' ') { format!("\"{text}\"") } else { text.to_owned() };
    let files: Vec<String> = args.files.iter().map(|f| quoted(f)).collect();
    let output = args.output.as_deref().map(|o| format!(" -o {}", quoted(o))).unwrap_or_default();
    if counts.rows(Band::Review) + counts.rows(Band::Unmatched) == 0 {
        return None;
    }
    Some(match (&args.review, files.is_empty()) {
        (Some(review), false) => {
            let review = quoted(&review.display().to_string());
            format!("fill in `decision` in {review}, then: canon match {} --decisions {review}{output}", files.join(" "))
        }
        (None, false) => format!("canon match {} -r review.csv{output}", files.join(" ")),
        (_, true) => "canon explain \"TITLE\" shows why a title is doubtful".to_owned(),
    })
}

fn inputs(files: &[String]) -> anyhow::Result<Vec<Input>> {
    if files.is_empty() {
        if std::io::stdin().is_terminal() {
            bail!("nothing to read: name a file, or pipe titles in (printf 'Sr. InfoSec Eng\\n' | canon match)");
        }
        return Ok(vec![Input::Stdin]);
    }
    if files.iter().filter(|f| *f == "-").count() > 1 {
        bail!("`-` is standard input, which can be read only once");
    }
    Ok(files.iter().map(|f| if f == "-" { Input::Stdin } else { Input::Path(PathBuf::from(f)) }).collect())
}

fn read_options(args: &MatchArgs, config: &Config) -> anyhow::Result<ReadOptions> {
    let values = &config.values;
    let header = match args.header_row {
        Some(0) => bail!("--header-row counts from 1"),
        Some(row) => HeaderChoice::Row(row),
        None if args.no_headers => HeaderChoice::None,
        None => HeaderChoice::Auto,
    };
    Ok(ReadOptions {
        format: args.input_format.as_deref().map(str::parse).transpose()?,
        encoding: values.encoding.as_deref().unwrap_or("auto").parse()?,
        delimiter: values.delimiter.as_deref().unwrap_or("auto").parse()?,
        header,
        skip_lines: args.skip_lines.unwrap_or(0),
        sheet: args.sheet.as_deref().map(str::parse).transpose()?,
        columns: column_choices(&values.columns)?,
    })
}

fn column_choices(names: &ColumnNames) -> anyhow::Result<ColumnChoices> {
    let choice = |name: &Option<String>| name.as_deref().map(str::parse).transpose();
    Ok(ColumnChoices {
        title: choice(&names.title)?,
        department: choice(&names.department)?,
        family: choice(&names.family)?,
        level: choice(&names.level)?,
        manager: choice(&names.manager)?,
        id: choice(&names.id)?,
    })
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

fn review_destination(path: &Path) -> anyhow::Result<Destination> {
    match path.extension().and_then(|e| e.to_str()) {
        Some("csv") => Ok(Destination::File(path.to_owned())),
        _ => bail!("the review file is written as CSV: give {} the ending .csv", path.display()),
    }
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
        messages::line(&format!("  {} rows; columns: {}", messages::grouped(rows), table.headers().join(", ")));
        messages::line(&format!("  first titles: {}", titles.join(" · ")));
        for warning in &table.layout().warnings {
            messages::warning(&warning.to_string());
        }
    }
    Ok(Exit::Done)
}

fn list_sheets(files: &[String]) -> anyhow::Result<Exit> {
    use std::io::Write as _;
    let mut out = anstream::stdout();
    for file in files {
        for (n, name) in read::sheet_names(Path::new(file))?.iter().enumerate() {
            writeln!(out, "{}\t{name}", n + 1)?;
        }
    }
    Ok(Exit::Done)
}
