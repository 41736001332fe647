//! A run of `canon match`: read a batch, match it, hand it to the thread that writes, and tell how it went.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::time::Instant;

use anyhow::bail;

use super::tell::{RunFacts, Tellers};
use super::{ReviewForm, check_destinations, facts, next_command, output_format, review_target, same_headers};
use crate::batch::{BatchMatcher, RowOutcome};
use crate::cli::args::{FailOn, GlobalArgs, MatchArgs, When};
use crate::cli::config::Config;
use crate::cli::exit::Exit;
use crate::cli::interrupt::Interrupt;
use crate::cli::messages::{BandCounts, Summary, Warnings};
use crate::cli::progress::Progress;
use crate::decide::Band;
use crate::decisions::Decisions;
use crate::engine::{Context, Engine};
use crate::read::{Input, Layout, Row, Table};
use crate::write::{
    self, ByteOrderMark, Destination, OutputColumns, ResultWriter, ReviewFile, RowContext, Target, WriteError,
};

/// Rows that are read before they are matched and written: enough to keep all threads busy, little enough to stay in
/// the cache and to show the first results of a slow pipe soon.
const BATCH: usize = 4 * 1024;

/// Batches that wait for the writer; more would only cost memory.
const WAITING: usize = 2;

/// Rows with their outcomes, on the way to the writer.
struct Batch {
    rows: Vec<Row>,
    outcomes: Vec<RowOutcome>,
    source: Arc<str>,
}

/// Everything of a run but the writer.
pub struct Run<'e> {
    engine: &'e Engine,
    matcher: BatchMatcher<'e>,
    tables: Vec<Table>,
    writer: Option<Box<dyn ResultWriter>>,
    review: Option<(Target, ReviewForm, ReviewFile)>,
    tellers: Tellers,
    bom: ByteOrderMark,
    counts: BandCounts,
    /// The bands that each distinct title has rows in, a bit for each.
    seen: Vec<u8>,
    warnings: Warnings,
    progress: Progress,
    interrupt: Interrupt,
}

impl<'e> Run<'e> {
    /// Opens the destinations, so that what cannot be written to is known before the work starts.
    pub fn new(
        engine: &'e Engine,
        config: &Config,
        decisions: &'e Decisions,
        args: &MatchArgs,
        global: &GlobalArgs,
        tables: Vec<Table>,
        interrupt: Interrupt,
    ) -> anyhow::Result<Run<'e>> {
        let Some(first) = tables.first() else { bail!("nothing to read") };
        let headers = same_headers(&tables)?;
        let destination = args.output.as_deref().map_or(Destination::Stdout, Destination::parse);
        let format = output_format(args, &destination, first.layout())?;
        let values = &config.values;
        check_destinations(args, &destination, values.decisions.as_deref())?;
        let prefix = values.prefix.as_deref().unwrap_or_default();
        let columns = OutputColumns::new(prefix, values.top.unwrap_or(0), tables.len(), &headers)?;
        let bom = if values.bom == Some(true) { ByteOrderMark::Write } else { ByteOrderMark::Omit };
        let review = args.review.as_ref().map(|path| review_target(path)).transpose()?;
        interrupt.removes(review.as_ref().and_then(|(target, _)| target.temporary()));
        let tellers = Tellers::open(args, &interrupt)?;
        let writer = write::open(&destination, format, bom, columns, &headers)?;
        interrupt.removes(writer.temporary());
        let total = tables.iter().map(Table::bytes_total).sum::<Option<u64>>();
        let when = if global.quiet { When::Never } else { values.progress.unwrap_or(When::Auto) };
        Ok(Run {
            engine,
            matcher: BatchMatcher::new(engine, decisions, first.layout()),
            tables,
            writer: Some(writer),
            review: review.map(|(target, form)| (target, form, ReviewFile::default())),
            tellers,
            bom,
            counts: BandCounts::default(),
            seen: Vec::new(),
            warnings: Warnings::new(global.verbose),
            progress: Progress::new(when, total),
            interrupt,
        })
    }

    /// Reads, matches and writes all rows. Writing has a thread of its own, beside reading and matching.
    pub fn all(&mut self) -> anyhow::Result<()> {
        let Some(mut writer) = self.writer.take() else { return Ok(()) };
        let (full, batches) = sync_channel(WAITING);
        let (give_back, empty) = channel();
        let (matched, written) = std::thread::scope(|scope| {
            let writing = scope.spawn(move || write_batches(writer.as_mut(), &batches, &give_back).map(|()| writer));
            let matched = self.match_tables(&full, &empty);
            // Without a sender the writer ends after what is waiting.
            drop(full);
            (matched, writing.join())
        });
        let written = written.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        // What stopped the writer is the cause of what stopped the rest.
        self.writer = Some(written?);
        matched
    }

    fn match_tables(&mut self, full: &SyncSender<Batch>, empty: &Receiver<Vec<Row>>) -> anyhow::Result<()> {
        let (mut done, mut rows) = (0, 0);
        for at in 0..self.tables.len() {
            self.matcher.set_layout(self.tables[at].layout());
            let source: Arc<str> = self.tables[at].layout().source.as_str().into();
            loop {
                self.interrupt.check()?;
                let mut batch = empty.try_recv().unwrap_or_default();
                self.fill(at, &mut batch)?;
                if batch.is_empty() {
                    break;
                }
                rows += batch.len() as u64;
                let outcomes = self.matcher.match_rows(&batch);
                self.note(at, &batch, &outcomes);
                if full.send(Batch { rows: batch, outcomes, source: Arc::clone(&source) }).is_err() {
                    return Ok(()); // the writer stopped, and says why
                }
                self.progress.at(done + self.tables[at].bytes_read(), rows);
            }
            done += self.tables[at].bytes_read();
            for warning in &self.tables[at].layout().warnings {
                self.warnings.add(|| format!("{source}: {warning}"));
            }
        }
        Ok(())
    }

    /// Reads rows into a batch whose buffers are used again and again.
    fn fill(&mut self, at: usize, batch: &mut Vec<Row>) -> anyhow::Result<()> {
        let table = &mut self.tables[at];
        for filled in 0..BATCH {
            if filled == batch.len() {
                batch.push(Row::default());
            }
            if !table.read_row(&mut batch[filled])? {
                batch.truncate(filled);
                break;
            }
        }
        Ok(())
    }

    /// Counts a batch and takes note of what a person should look at.
    fn note(&mut self, at: usize, rows: &[Row], outcomes: &[RowOutcome]) {
        let layout = self.tables[at].layout();
        let [department, family, grade, years, manages] = layout.beside();
        let manager = layout.manager.as_ref().map(|c| c.index);
        self.seen.resize(self.matcher.distinct(), 0);
        for (row, found) in rows.iter().zip(outcomes) {
            let (seen, band) = (&mut self.seen[found.title as usize], 1 << found.outcome.band as u8);
            self.counts.add(&found.outcome, *seen & band == 0);
            *seen |= band;
            if let Some(log) = self.tellers.log() {
                let [department, family, grade, years, manages] =
                    [department, family, grade, years, manages].map(|column| row.get(column));
                log.add(found, &Context { department, family, grade, years, manages });
            }
            if let Some((.., review)) = &mut self.review {
                let context =
                    RowContext { department: row.get(department), manager: row.get(manager), grade: row.get(grade) };
                review.add(self.matcher.title(found.title), found, context, &self.engine.lexicon);
            }
            if let Some(issue) = &row.issue {
                self.warnings.add(|| format!("{}:{}: {issue}", layout.source, row.line));
            }
        }
    }

    /// Puts the files in their places and tells how it went.
    pub fn finish(
        self,
        global: &GlobalArgs,
        args: &MatchArgs,
        config: &Config,
        inputs: &[Input],
        started: Instant,
    ) -> anyhow::Result<Exit> {
        self.progress.finish();
        self.interrupt.check()?;
        if let Some(writer) = self.writer {
            writer.finish()?;
        }
        let layouts: Vec<Layout> = self.tables.iter().map(|t| t.layout().clone()).collect();
        let mut review_summary = None;
        let mut asked = 0;
        if let Some((target, form, mut review)) = self.review {
            match form {
                ReviewForm::Csv => review.sort_by_rows(),
                ReviewForm::Workbook => review.sort_by_doubt(),
            }
            let settled = review.rows_settled(10);
            asked = review.len();
            match form {
                ReviewForm::Csv => review.write(target, self.bom)?,
                ReviewForm::Workbook => {
                    let facts = facts::gather(inputs, &layouts, &self.engine.taxonomy, config);
                    review.write_workbook(target, &self.engine.taxonomy, &facts)?;
                }
            }
            review_summary = args.review.as_ref().map(|p| (p.display().to_string(), asked, settled));
        }
        let facts = RunFacts { engine: self.engine, layouts: &layouts, decisions: config.values.decisions.as_deref() };
        let also = self.tellers.write(&facts, |title| self.matcher.title(title))?;
        if !global.quiet {
            self.warnings.print();
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
                also,
                next: next_command(global, args, config, &self.counts, asked),
                review: review_summary,
            };
            summary.print();
        }
        let doubtful = self.counts.rows(Band::Review);
        let unmatched = self.counts.rows(Band::Unmatched) - self.counts.decided();
        let holds = match config.values.fail_on {
            Some(FailOn::Review) => doubtful + unmatched > 0,
            Some(FailOn::Unmatched) => unmatched > 0,
            None => false,
        };
        // The process ends: giving back what was remembered, piece by piece, would only take time.
        std::mem::forget(self.matcher);
        Ok(if holds { Exit::ConditionHolds } else { Exit::Done })
    }
}

/// Outcomes whose texts are looked at together before they are written.
const AHEAD: usize = 16;

fn write_batches(
    writer: &mut dyn ResultWriter,
    batches: &Receiver<Batch>,
    give_back: &Sender<Vec<Row>>,
) -> Result<(), WriteError> {
    for Batch { rows, outcomes, source } in batches {
        for (rows, outcomes) in rows.chunks(AHEAD).zip(outcomes.chunks(AHEAD)) {
            std::hint::black_box(outcomes.iter().map(|found| found.outcome.glance()).fold(0, |all, one| all ^ one));
            for (row, found) in rows.iter().zip(outcomes) {
                writer.write(row, Some(&source), &found.outcome)?;
            }
        }
        // Nobody takes the rows of the last batches back.
        let _ = give_back.send(rows);
    }
    Ok(())
}
