//! The command line: the only place that prints, colours, draws bars and reads flags.

mod args;
mod commands;
mod config;
mod document;
mod exit;
mod input;
mod interrupt;
mod messages;
mod progress;
mod sanitize;
mod session;
mod stamp;
mod table;
mod wrap;

use std::ffi::OsString;
use std::io::Write as _;

use clap::{CommandFactory as _, Parser as _};

use args::Cli;
use args::{Command, When};
use exit::Exit;

/// Runs the program with these arguments and says how it ended.
pub fn run(args: impl IntoIterator<Item = OsString>) -> std::process::ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return parse_failure(&error).into(),
    };
    set_color(cli.global.color.unwrap_or(When::Auto));
    let exit = dispatch(&cli).unwrap_or_else(|error| failure(&error));
    exit.into()
}

/// The whole command, for completions, the man page and tests of the documentation.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command().version(session::version_line()).long_version(session::version_line())
}

fn dispatch(cli: &Cli) -> anyhow::Result<Exit> {
    match &cli.command {
        None => {
            let help = command().render_help();
            write!(anstream::stdout(), "{}", help.ansi())?;
            Ok(Exit::Done)
        }
        Some(Command::Match(args)) => commands::matching::run(&cli.global, args),
        Some(Command::Review(args)) => commands::review::run(&cli.global, args),
        Some(Command::Apply(args)) => commands::apply::run(&cli.global, args),
        Some(Command::Diff(args)) => commands::diff::run(&cli.global, args),
        Some(Command::Suggest(args)) => commands::suggest::run(&cli.global, args),
        Some(Command::Evaluate(args)) => commands::evaluate::run(&cli.global, args),
        Some(Command::Explain(args)) => commands::explain::run(&cli.global, args),
        Some(Command::Show(args)) => commands::show::run(&cli.global, args),
        Some(Command::Search(args)) => commands::search::run(&cli.global, args),
        Some(Command::Compare(args)) => commands::compare::run(&cli.global, args),
        Some(Command::Adjacent(args)) => commands::adjacent::run(&cli.global, args),
        Some(Command::Taxonomy(args)) => commands::taxonomy::run(&cli.global, args),
        Some(Command::Config(args)) => commands::config::run(&cli.global, args),
        Some(Command::Completions(args)) => commands::generate::completions(args.shell),
        Some(Command::Man) => commands::generate::man(),
    }
}

fn parse_failure(error: &clap::Error) -> Exit {
    // Help and version go to standard output and are no failure; clap knows which is which. The version line needs
    // the taxonomy, which clap's derived command does not have.
    if error.kind() == clap::error::ErrorKind::DisplayVersion {
        let _ = writeln!(anstream::stdout(), "canon {}", session::version_line());
        return Exit::Done;
    }
    let _ = error.print();
    if error.use_stderr() { Exit::Failed } else { Exit::Done }
}

fn failure(error: &anyhow::Error) -> Exit {
    if error.chain().any(is_broken_pipe) {
        return Exit::Done;
    }
    if error.downcast_ref::<interrupt::Interrupted>().is_some() {
        return Exit::Interrupted;
    }
    messages::error(error);
    Exit::Failed
}

fn is_broken_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    let is_pipe = |e: &std::io::Error| e.kind() == std::io::ErrorKind::BrokenPipe;
    let io = error.downcast_ref::<std::io::Error>().is_some_and(is_pipe);
    let csv = error.downcast_ref::<csv::Error>().map(csv::Error::kind);
    io || matches!(csv, Some(csv::ErrorKind::Io(e)) if is_pipe(e))
        || error.downcast_ref::<crate::write::WriteError>().is_some_and(crate::write::WriteError::is_broken_pipe)
}

/// Whether the terminal says that it knows no colours and nobody asks for them all the same. The library asks this
/// too, but takes a CI machine for one that shows colours whatever its terminal is.
fn is_dumb() -> bool {
    let is = |name: &str, value: &str| std::env::var_os(name).is_some_and(|set| set == value);
    let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|set| set != "0");
    is("TERM", "dumb") && !forced
}

fn set_color(when: When) {
    let choice = match when {
        When::Auto if is_dumb() => anstream::ColorChoice::Never,
        When::Auto => anstream::ColorChoice::Auto,
        When::Always => anstream::ColorChoice::Always,
        When::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}
