//! The exit codes: one table for the program, its help and its man page.

use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, even if rows wait for review.
    Done,
    /// Done, and a `--fail-on` condition holds or a share is below its `--min`.
    ConditionHolds,
    /// Could not do it.
    Failed,
    /// Stopped by the user.
    Interrupted,
}

/// Code and meaning, as the help shows them.
pub const TABLE: [(Exit, &str); 4] = [
    (Exit::Done, "done, even if rows wait for review"),
    (Exit::ConditionHolds, "done, and a --fail-on condition holds or a share is below its --min"),
    (Exit::Failed, "could not do it: a wrong flag, config, file, taxonomy or decisions file"),
    (Exit::Interrupted, "interrupted"),
];

impl Exit {
    /// The number that the shell sees.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::ConditionHolds => 1,
            Exit::Failed => 2,
            Exit::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

/// The section of the help.
#[must_use]
pub fn help() -> String {
    let lines: Vec<String> = TABLE.iter().map(|(exit, meaning)| format!("  {:<4} {meaning}", exit.code())).collect();
    format!("Exit codes:\n{}", lines.join("\n"))
}
