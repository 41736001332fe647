//! What commands that read files have in common: which inputs, read how.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::InputArgs;
use super::config::{ColumnNames, Config};
use super::exit::Exit;
use crate::decisions::Decisions;
use crate::normalize::Lexicon;
use crate::read::{self, ColumnChoices, HeaderChoice, Input, ReadOptions, StreamChoice};
use crate::review::ReviewError;

/// The inputs that were named; standard input where none was. `example` pipes something in.
pub fn inputs(files: &[String], example: &str) -> anyhow::Result<Vec<Input>> {
    if files.is_empty() {
        if std::io::stdin().is_terminal() {
            bail!("nothing to read: name a file, or pipe titles in ({example})");
        }
        return Ok(vec![Input::Stdin]);
    }
    if files.iter().filter(|f| *f == "-").count() > 1 {
        bail!("`-` is standard input, which can be read only once");
    }
    Ok(files.iter().map(|f| if f == "-" { Input::Stdin } else { Input::Path(PathBuf::from(f)) }).collect())
}

/// What people decided: the file that is in force; nothing where that is one that only the configuration names and nobody has
/// answered yet. One that is named here and now, by a flag, should be there.
pub fn decisions(flag: Option<&Path>, config: &Config, lexicon: &Lexicon) -> Result<Decisions, ReviewError> {
    match &config.values.decisions {
        Some(path) if flag.is_some() || path.exists() => Decisions::read(path, lexicon),
        _ => Ok(Decisions::default()),
    }
}

/// How the inputs are to be read.
pub fn read_options(args: &InputArgs, config: &Config) -> anyhow::Result<ReadOptions> {
    let values = &config.values;
    let header = match args.header_row {
        Some(0) => bail!("--header-row counts from 1"),
        Some(row) => HeaderChoice::Row(row),
        None if args.no_headers => HeaderChoice::None,
        None => HeaderChoice::Auto,
    };
    Ok(ReadOptions {
        format: args.input_format.as_deref().map(str::parse).transpose()?,
        stream: StreamChoice::List,
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
        years: choice(&names.years)?,
        manages: choice(&names.manages)?,
        manager: choice(&names.manager)?,
        id: choice(&names.id)?,
    })
}

/// Whether two paths name one file, which need not be there yet.
pub fn same_file(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        path.canonicalize().ok().or_else(|| Some(parent.canonicalize().ok()?.join(path.file_name()?)))
    };
    let same = || whole(a).zip(whole(b)).is_some_and(|(a, b)| a == b);
    a == b || same_file::is_same_file(a, b).unwrap_or(false) || same()
}

/// A word as a shell takes it for one.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-./:=,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Prints the sheets of workbooks with their numbers.
pub fn list_sheets(files: &[String]) -> anyhow::Result<Exit> {
    let mut out = anstream::stdout();
    for file in files {
        for (n, name) in read::sheet_names(Path::new(file))?.iter().enumerate() {
            writeln!(out, "{}\t{name}", n + 1)?;
        }
    }
    Ok(Exit::Done)
}
