//! The questions of a file: those of a review sheet, or those that matching an export leaves open.

use std::path::Path;

use anyhow::bail;
use rayon::prelude::*;

use crate::batch::BatchMatcher;
use crate::cli::args::{GlobalArgs, ReviewArgs, When};
use crate::cli::commands::apply;
use crate::cli::config::Config;
use crate::cli::input::read_options;
use crate::cli::messages::{self, Warnings, counted};
use crate::cli::progress::Progress;
use crate::decisions::Decisions;
use crate::engine::{Context, Engine};
use crate::read::{self, Input, Row};
use crate::review::{Filled, FilledSheet, Ledger, Problem, Question, ReviewError, Suggestion, Verdict, normal_context};
use crate::taxonomy::Taxonomy;
use crate::write::{ReviewFile, RowContext};

/// Rows that are matched at once.
const BATCH: usize = 8 * 1024;

/// What a file asks.
pub struct Source {
    /// Its questions, those that settle most first.
    pub questions: Vec<Question>,
    /// Whether it is a review sheet.
    pub from_sheet: bool,
}

/// Reads a file, whichever of the two it is.
pub fn open(
    global: &GlobalArgs,
    args: &ReviewArgs,
    config: &Config,
    engine: &Engine,
    ledger: &Ledger,
) -> anyhow::Result<Source> {
    let values = &config.values;
    let encoding = values.encoding.as_deref().unwrap_or("auto").parse()?;
    let delimiter = values.delimiter.as_deref().unwrap_or("auto").parse()?;
    let sheet = args.input.sheet.as_deref().map(str::parse).transpose()?;
    match FilledSheet::read_with(&args.file, encoding, delimiter, sheet.as_ref()) {
        Ok(sheet) if sheet.is_review() => {
            apply::check(&args.file, &sheet, &engine.taxonomy, global);
            Ok(Source { questions: of_sheet(&args.file, &sheet, engine, ledger, global), from_sheet: true })
        }
        Ok(_) => bail!("{} is a decisions file: name the review file, or the export", args.file.display()),
        // A review sheet from which the column was deleted, or that is damaged otherwise.
        Err(error @ (ReviewError::Column { name: "context", .. } | ReviewError::Line { .. })) => Err(error.into()),
        Err(_) => Ok(Source { questions: of_export(global, args, config, engine, ledger)?, from_sheet: false }),
    }
}

fn of_sheet(path: &Path, sheet: &FilledSheet, engine: &Engine, ledger: &Ledger, global: &GlobalArgs) -> Vec<Question> {
    let scores = |title: &str, department: &str, grade: &str| {
        let outcome = engine.match_one(title, &Context { department, grade, ..Context::default() });
        let all = outcome.best.iter().chain(&outcome.alternatives);
        all.map(|c| Suggestion { role: c.role.clone(), score: Some(c.score) }).collect()
    };
    let asked: Vec<Result<Option<Question>, Problem>> = sheet
        .rows()
        .par_iter()
        .map(|row| {
            // What was filled in and not applied yet is for `canon apply`; asking again could contradict it.
            let waits = sheet.answer(row)?.is_some_and(|filled| !is_kept(&filled, engine, ledger));
            if waits { Ok(None) } else { sheet.question(row, &engine.taxonomy, scores).map(Some) }
        })
        .collect();
    let filled = asked.iter().filter(|row| matches!(row, Ok(None))).count();
    let mut questions = Vec::with_capacity(asked.len());
    for question in asked {
        match question {
            Ok(question) => questions.extend(question),
            Err(problem) => {
                messages::warning(&format!("{}: {}", sheet.place(problem.line, problem.column), problem.message));
            }
        }
    }
    if filled > 0 && !global.quiet {
        let file = path.display();
        messages::warning(&format!(
            "{file} answers {} itself, which is not asked here: canon apply {file} keeps that",
            counted(filled as u64, "title")
        ));
    }
    questions
}

/// Whether the decisions have an answer where the sheet has one.
fn is_kept(filled: &Filled, engine: &Engine, ledger: &Ledger) -> bool {
    let (title, context) = (engine.lexicon.key(&filled.title), normal_context(&filled.context));
    let is_ruled_out = |code: &String| ledger.rules_out(&title, &context, code);
    ledger.answer(&title, &context).is_some()
        || matches!(&filled.verdict, Verdict::Reject(codes) if codes.iter().all(is_ruled_out))
}

/// Matches without the decisions, so that what was settled before counts as settled and not as never asked.
fn of_export(
    global: &GlobalArgs,
    args: &ReviewArgs,
    config: &Config,
    engine: &Engine,
    ledger: &Ledger,
) -> anyhow::Result<Vec<Question>> {
    let options = read_options(&args.input, config)?;
    let mut table = read::open(&Input::Path(args.file.clone()), &options)?;
    let none = Decisions::default();
    let mut matcher = BatchMatcher::new(engine, &none, table.layout());
    let layout = table.layout();
    let [department, manager, grade] =
        [&layout.department, &layout.manager, &layout.grade].map(|c| c.as_ref().map(|c| c.index));
    let unsettled = Unsettled::new(engine, ledger);
    let mut review = ReviewFile::default();
    let mut warnings = Warnings::new(global.verbose);
    let when = if global.quiet { When::Never } else { config.values.progress.unwrap_or(When::Auto) };
    let mut progress = Progress::new(when, table.bytes_total());
    let (mut rows, mut done) = (Vec::new(), 0);
    loop {
        rows.clear();
        let mut row = Row::default();
        while rows.len() < BATCH && table.read_row(&mut row)? {
            rows.push(std::mem::take(&mut row));
        }
        if rows.is_empty() {
            break;
        }
        for (row, found) in rows.iter().zip(matcher.match_rows(&rows)) {
            let context =
                RowContext { department: row.get(department), manager: row.get(manager), grade: row.get(grade) };
            let title = matcher.title(found.title);
            let narrow = if found.by_department { context.department } else { "" };
            let best = found.outcome.best.as_ref().map_or("", |best| best.role.code.as_str());
            if found.outcome.is_open() || unsettled.is(title, narrow, best) {
                review.ask(title, &found, context, &engine.lexicon);
            }
            if let Some(issue) = &row.issue {
                warnings.add(|| format!("{}:{}: {issue}", args.file.display(), row.line));
            }
        }
        done += rows.len() as u64;
        progress.at(table.bytes_read(), done);
    }
    progress.finish();
    for warning in &table.layout().warnings {
        warnings.add(|| format!("{}: {warning}", args.file.display()));
    }
    if !global.quiet {
        messages::line(&messages::described(table.layout()));
        warnings.print();
    }
    review.sort_by_doubt();
    Ok(review.into_questions())
}

/// Titles that would be accepted, if people had not said something that makes them doubtful.
struct Unsettled<'a> {
    engine: &'a Engine,
    ledger: &'a Ledger,
    taxonomy: &'a Taxonomy,
    titles: rustc_hash::FxHashSet<&'a str>,
}

impl<'a> Unsettled<'a> {
    fn new(engine: &'a Engine, ledger: &'a Ledger) -> Unsettled<'a> {
        let taxonomy = &engine.taxonomy;
        Unsettled { engine, ledger, taxonomy, titles: ledger.unsettling(taxonomy) }
    }

    fn is(&self, title: &str, context: &str, best: &str) -> bool {
        if self.titles.is_empty() {
            return false;
        }
        let (key, context) = (self.engine.lexicon.key(title), normal_context(context));
        if !self.titles.contains(key.as_str()) {
            return false;
        }
        match self.ledger.answer(&key, &context) {
            Some(Verdict::Accept(code)) => self.taxonomy.known(code).is_none(),
            Some(_) => false,
            None => self.ledger.rules_out(&key, &context, best),
        }
    }
}
