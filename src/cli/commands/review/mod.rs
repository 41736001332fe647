//! `canon review`: doubtful titles one by one at the terminal, every answer kept at once.

mod desk;
mod draw;
mod prompts;
mod source;
mod terminal;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anyhow::bail;

use self::desk::{Desk, End};
use self::source::Source;
use super::apply::DECISIONS;
use crate::cli::args::{GlobalArgs, ReviewArgs};
use crate::cli::config::PartialConfig;
use crate::cli::exit::Exit;
use crate::cli::input::{list_sheets, quoted, same_file};
use crate::cli::messages::{self, counted, grouped};
use crate::cli::session::{RunnersUp, Session};
use crate::cli::stamp::stamp;
use crate::review::{App, Keeper, Ledger, Lock, Progress, Queue};

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &ReviewArgs) -> anyhow::Result<Exit> {
    if args.file == Path::new("-") {
        bail!("the titles must be in a file, since standard input is where the answers come from");
    }
    if args.input.sheet.as_deref() == Some("?") {
        return list_sheets(&[args.file.display().to_string()]);
    }
    let session = Session::open(global, PartialConfig::of_review(args))?.with_threads()?;
    let stamp = stamp(args.by.as_deref(), args.on.as_deref())?;
    let (engine, config) = session.into_engine(RunnersUp::ForPeople)?;
    let decisions = config.values.decisions.clone().unwrap_or_else(|| PathBuf::from(DECISIONS));
    if decisions.is_dir() {
        bail!("{} is a folder: name a file in it", decisions.display());
    }
    if same_file(&args.file, &decisions) {
        bail!("{} is the decisions file itself: name the review file, or the export", decisions.display());
    }
    let ledger = Ledger::read(&decisions, &engine.lexicon)?;
    let source = source::open(global, args, &config, engine, &ledger)?;
    let queue = Queue::new(source.questions, &ledger, &engine.taxonomy, &engine.lexicon);
    let source = Source { questions: Vec::new(), ..source };
    if queue.next_open(0).is_none() {
        if !global.quiet {
            messages::line(&nothing_left(&args.file, &queue.progress()));
        }
        return Ok(Exit::Done);
    }
    let screen = screen(args, source.from_sheet)?;
    // That answers cannot be kept is better known before the first one.
    drop(Lock::wait(&decisions)?);
    let keeper = Keeper { decisions, taxonomy: &engine.taxonomy, lexicon: &engine.lexicon, stamp };
    let app = App::new(queue, &engine.taxonomy, args.blind);
    let mut desk = Desk { app, keeper, engine, file: args.file.display().to_string() };
    let end = match screen {
        Screen::Whole => terminal::run(&mut desk),
        Screen::Lines => prompts::run(&mut desk),
    };
    // Even after a failure: what was answered is kept.
    if !global.quiet {
        tell(&desk, args, source.from_sheet);
    }
    Ok(match end? {
        End::Quit => Exit::Done,
        End::Interrupted => Exit::Interrupted,
    })
}

/// What there is to ask on.
enum Screen {
    /// A terminal that can be drawn on.
    Whole,
    /// One that can only be written to line by line.
    Lines,
}

fn screen(args: &ReviewArgs, from_sheet: bool) -> anyhow::Result<Screen> {
    let (input, output) = (std::io::stdin().is_terminal(), std::io::stdout().is_terminal());
    if !input || !output && !std::io::stderr().is_terminal() {
        let what = if input { "there is no terminal to ask on" } else { "standard input is no terminal" };
        let file = quoted(&args.file.display().to_string());
        let sheet = if from_sheet { file.as_str() } else { "review.xlsx" };
        let made = if from_sheet { String::new() } else { format!("canon match {file} -r {sheet}, ") };
        bail!(
            "canon review asks a person, and {what}. Without one, answers go through the sheet: \
             {made}fill in `decision` in {sheet}, then canon apply {sheet}"
        );
    }
    let term = std::env::var("TERM").unwrap_or_default();
    let dumb = term == "dumb" || cfg!(unix) && term.is_empty();
    Ok(if output && !dumb { Screen::Whole } else { Screen::Lines })
}

/// The line for a queue that is empty from the start.
fn nothing_left(file: &Path, progress: &Progress) -> String {
    let file = file.display();
    match progress.titles {
        0 => format!("{file}: no title needs a person"),
        titles => format!("{file}: nothing left to review, {} settled", counted(titles, "title")),
    }
}

/// What the session came to, and what a person would do next.
fn tell(desk: &Desk<'_>, args: &ReviewArgs, from_sheet: bool) {
    let progress = desk.app.queue().progress();
    messages::line(&format!(
        "{}: {} in this session; {}",
        desk.keeper.decisions.display(),
        counted(desk.app.answered(), "answer"),
        settled(&progress)
    ));
    let flags = args.decisions.as_ref().map(|path| format!(" --decisions {}", quoted(&path.display().to_string())));
    let flags = flags.unwrap_or_default();
    let file = quoted(&args.file.display().to_string());
    messages::next(&match (progress.titles_open(), from_sheet) {
        (0, true) => {
            let decisions = quoted(&desk.keeper.decisions.display().to_string());
            format!("canon match, as before, with --decisions {decisions}")
        }
        (0, false) => {
            let decisions = quoted(&desk.keeper.decisions.display().to_string());
            format!("canon match {file} -o roles.csv --decisions {decisions}")
        }
        _ => format!("canon review {file}{flags} goes on where this ended"),
    });
}

/// "37 of 212 titles · 1,904 of 5,120 rows settled"
fn settled(progress: &Progress) -> String {
    let Progress { titles_settled, titles, rows_settled, rows, .. } = *progress;
    let [a, b, c, d] = [titles_settled, titles, rows_settled, rows].map(grouped);
    format!("{a} of {b} titles · {c} of {d} rows settled")
}
