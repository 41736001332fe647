//! `canon completions` and `canon man`: both made from the command itself, so they cannot disagree with it.

use std::io::Write as _;

use crate::cli::exit::Exit;

/// Writes a completion script for a shell.
pub fn completions(shell: clap_complete::Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut crate::cli::command(), "canon", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Exit::Done)
}

/// Writes the man page: the command and each of its subcommands.
pub fn man() -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    let command = crate::cli::command();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands() {
        let sub =
            sub.clone().name(format!("canon-{}", sub.get_name())).display_name(format!("canon {}", sub.get_name()));
        let man = clap_mangen::Man::new(sub);
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    std::io::stdout().write_all(&page)?;
    Ok(Exit::Done)
}
