//! `canon taxonomy`.

use crate::cli::args::{GlobalArgs, TaxonomyCommand};
use crate::cli::exit::Exit;

/// Runs the command.
pub fn run(_global: &GlobalArgs, _args: &TaxonomyCommand) -> anyhow::Result<Exit> {
    anyhow::bail!("being built")
}
