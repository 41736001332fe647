//! `canon taxonomy`: list, check, count and export what titles are matched against.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use anyhow::Context as _;
use serde::Serialize;

use crate::cli::args::{
    CatalogueFormat, CatalogueGrain, ExportArgs, FormatArgs, GlobalArgs, ListArgs, TableFormat, TaxonomyCommand,
    TextOrJson,
};
use crate::cli::config::PartialConfig;
use crate::cli::exit::Exit;
use crate::cli::messages;
use crate::cli::sanitize::sanitize;
use crate::cli::session::Session;
use crate::cli::table;
use crate::normalize::Lexicon;
use crate::page::{CatalogueTable, Grain};
use crate::taxonomy::rules::{self, Finding, Severity};
use crate::taxonomy::{Coverage, Level, Shape, Share, Standard, Stats, Taxonomy, Track, tracks_of, usual_level};
use crate::write::{self, ByteOrderMark, Destination, OutputFormat, Target};

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();

/// The contributor's page, which stands in every exported folder.
const README: &str = include_str!("../../../taxonomy/README.md");

/// Runs the command.
pub fn run(global: &GlobalArgs, command: &TaxonomyCommand) -> anyhow::Result<Exit> {
    let session = Session::open(global, PartialConfig::default())?;
    match command {
        TaxonomyCommand::List(args) => list(&session.taxonomy, args),
        TaxonomyCommand::Check(args) => check(&session, args),
        TaxonomyCommand::Stats(args) => stats(&session, args),
        TaxonomyCommand::Export(args) => export(&session, global, args),
    }
}

/// A focus on one track.
#[derive(Debug, Serialize)]
struct Row {
    code: String,
    name: String,
    function: String,
    superfunction: String,
    track: Track,
    soc: String,
    isco: String,
    aliases: usize,
}

fn list(taxonomy: &Taxonomy, args: &ListArgs) -> anyhow::Result<Exit> {
    let known = |given: &Option<String>, codes: &mut dyn Iterator<Item = &str>, what: &str| -> anyhow::Result<()> {
        let Some(given) = given else { return Ok(()) };
        let codes: Vec<&str> = codes.collect();
        let near = crate::taxonomy::did_you_mean(given, codes.iter().copied());
        anyhow::ensure!(
            codes.iter().any(|c| c.eq_ignore_ascii_case(given)),
            "no {what} `{given}` in the taxonomy{near}"
        );
        Ok(())
    };
    known(&args.function, &mut taxonomy.functions.iter().map(|f| f.code.as_str()), "function")?;
    known(&args.superfunction, &mut taxonomy.superfunctions.iter().map(|s| s.code.as_str()), "superfunction")?;
    let rows: Vec<Row> = rows(taxonomy).into_iter().filter(|r| wanted(taxonomy, r, args)).collect();
    let cells = |r: &Row| {
        let Row { code, name, function, superfunction, track, soc, isco, aliases } = r;
        let texts = [code, name, function, superfunction, &track.to_string(), soc, isco, &aliases.to_string()];
        texts.map(String::clone).to_vec()
    };
    let header = ["code", "name", "function", "superfunction", "track", "soc", "isco", "aliases"];
    let mut out = anstream::stdout().lock();
    match args.format {
        TableFormat::Json => writeln!(out, "{}", serde_json::to_string_pretty(&rows)?)?,
        TableFormat::Text => {
            let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
            writeln!(out, "{}", table::render(&header, &rows, &[7]))?;
        }
        TableFormat::Csv => {
            let mut csv = csv::Writer::from_writer(out);
            csv.write_record(header)?;
            rows.iter().try_for_each(|r| csv.write_record(cells(r)))?;
            csv.flush()?;
        }
    }
    Ok(Exit::Done)
}

fn rows(taxonomy: &Taxonomy) -> Vec<Row> {
    let mut rows = Vec::new();
    for (i, focus) in taxonomy.foci.iter().enumerate() {
        let function = &taxonomy.functions[focus.function];
        for track in tracks_of(taxonomy, i) {
            let level = usual_level(taxonomy, i, track);
            let of_track = focus.roles.iter().filter(|r| r.level.is_some_and(|l| l.track() == track));
            // Aliases of the focus hold on every track, those of a role on its own.
            let aliases = focus.aliases.len() + of_track.map(|r| r.aliases.len()).sum::<usize>();
            rows.push(row(taxonomy, i, function.name.clone(), track, level, aliases));
        }
        if focus.roles.iter().any(|r| r.level.is_none()) && taxonomy.shape == Shape::List {
            let aliases = focus.aliases.len() + focus.roles.iter().map(|r| r.aliases.len()).sum::<usize>();
            rows.push(row(taxonomy, i, function.name.clone(), focus.track, None, aliases));
        }
    }
    rows
}

fn row(taxonomy: &Taxonomy, focus: usize, function: String, track: Track, level: Option<Level>, aliases: usize) -> Row {
    let own = &taxonomy.foci[focus];
    let superfunction = taxonomy.functions[own.function].superfunction;
    let classification = taxonomy.role(focus, level).classification;
    Row {
        code: own.code.clone(),
        name: own.name.clone(),
        function,
        superfunction: superfunction.map_or_else(String::new, |s| taxonomy.superfunctions[s].name.clone()),
        track,
        soc: classification.soc,
        isco: classification.isco,
        aliases,
    }
}

fn wanted(taxonomy: &Taxonomy, row: &Row, args: &ListArgs) -> bool {
    let function = args
        .function
        .as_ref()
        .is_none_or(|code| row.code.split('.').next().is_some_and(|own| own.eq_ignore_ascii_case(code)));
    let superfunction = args.superfunction.as_ref().is_none_or(|code| {
        let named = taxonomy.superfunctions.iter().find(|s| s.code.as_str().eq_ignore_ascii_case(code));
        named.is_some_and(|s| s.name == row.superfunction)
    });
    function && superfunction && args.track.is_none_or(|track| track == row.track)
}

fn stats(session: &Session, args: &FormatArgs) -> anyhow::Result<Exit> {
    let stats = Stats::of(&session.taxonomy, &Lexicon::load(session.files())?, &session.reference()?);
    let mut out = anstream::stdout().lock();
    match args.format {
        TextOrJson::Json => writeln!(out, "{}", serde_json::to_string_pretty(&stats)?)?,
        TextOrJson::Text => {
            let numbers = [
                ("superfunctions", stats.superfunctions),
                ("functions", stats.functions),
                ("foci", stats.foci),
                ("roles", stats.roles),
                ("aliases", stats.aliases),
                ("areas", stats.areas),
            ];
            let rows = numbers.map(|(name, n)| vec![name.to_owned(), messages::grouped(n as u64)]);
            writeln!(out, "{}\n", table::render(&["what", "number"], &rows, &[1]))?;
            writeln!(
                out,
                "{}",
                table::render(&["covered", "number", "of", "share"], &covered(&stats.coverage), &[1, 2, 3])
            )?;
        }
    }
    Ok(Exit::Done)
}

/// A row for each depth of each standard.
fn covered(c: &Coverage) -> Vec<Vec<String>> {
    let soc = [c.soc_major, c.soc_minor, c.soc_broad, c.soc_detailed];
    let isco = [c.isco_major, c.isco_sub_major, c.isco_minor, c.isco_unit];
    let standards = [(Standard::Soc, soc), (Standard::Isco, isco)];
    let rows = standards.into_iter().flat_map(|(standard, shares)| {
        standard.group_names().into_iter().zip(shares).map(move |(group, Share { covered, of, share })| {
            let what = format!("{} {group}s", standard.name());
            vec![what, covered.to_string(), of.to_string(), format!("{:.1} %", share * 100.0)]
        })
    });
    rows.collect()
}

fn check(session: &Session, args: &FormatArgs) -> anyhow::Result<Exit> {
    let lexicon = Lexicon::load(session.files())?;
    let reference = session.reference()?;
    let findings = rules::check(session.files(), &session.taxonomy, &lexicon, &reference);
    let errors = findings.iter().filter(|f| f.severity == Severity::Error).count();
    let stats = Stats::of(&session.taxonomy, &lexicon, &reference);
    let mut out = anstream::stdout().lock();
    match args.format {
        TextOrJson::Json => {
            let answer =
                serde_json::json!({ "errors": errors, "warnings": findings.len() - errors, "findings": findings });
            writeln!(out, "{}", serde_json::to_string_pretty(&answer)?)?;
        }
        TextOrJson::Text => {
            findings.iter().try_for_each(|f| write_finding(&mut out, f))?;
            let found = match findings.len() {
                0 => "no findings".to_owned(),
                n => format!("{errors} errors, {} warnings", n - errors),
            };
            let [functions, foci, aliases] =
                [stats.functions, stats.foci, stats.aliases].map(|n| messages::grouped(n as u64));
            writeln!(out, "{functions} functions, {foci} foci, {aliases} aliases: {found}")?;
        }
    }
    Ok(if errors > 0 { Exit::Failed } else { Exit::Done })
}

fn write_finding(out: &mut impl Write, finding: &Finding) -> io::Result<()> {
    let (style, word) = match finding.severity {
        Severity::Error => (RED, "error"),
        Severity::Warning => (YELLOW, "warning"),
    };
    let Finding { place, rule, mend, .. } = finding;
    writeln!(out, "{}: {style}{word}{style:#}: {}; {mend}", sanitize(&place.to_string()), sanitize(rule))
}

fn export(session: &Session, global: &GlobalArgs, args: &ExportArgs) -> anyhow::Result<Exit> {
    match &args.folder {
        Some(folder) => export_files(session, global, folder),
        None => export_table(session, global, args),
    }
}

fn export_table(session: &Session, global: &GlobalArgs, args: &ExportArgs) -> anyhow::Result<Exit> {
    anyhow::ensure!(
        args.format.is_some() || args.output.is_some(),
        "name a folder for the files, or give --format csv or -o catalogue.xlsx for a table"
    );
    let destination = args.output.as_deref().map_or(Destination::Stdout, Destination::parse);
    let format = match (args.format, &destination) {
        (Some(format), _) => format,
        (None, Destination::Stdout) => CatalogueFormat::Csv,
        (None, Destination::File(path)) => match OutputFormat::of_path(path) {
            Some(OutputFormat::Csv) => CatalogueFormat::Csv,
            Some(OutputFormat::Excel) => CatalogueFormat::Xlsx,
            _ => anyhow::bail!("cannot tell the format from the name {}: give --format csv or xlsx", path.display()),
        },
    };
    if let (Destination::File(path), Some(read)) = (&destination, &session.config.values.taxonomy) {
        let inside = |path: &Path| path.canonicalize().ok().zip(read.canonicalize().ok());
        let own = inside(path).is_some_and(|(path, read)| path.starts_with(read));
        anyhow::ensure!(!own, "{} is what is read: name another file for the table", path.display());
    }
    let grain = match args.by {
        CatalogueGrain::Focus => Grain::Focus,
        CatalogueGrain::Role => Grain::Role,
    };
    let target = Target::create(&destination)?;
    let table = CatalogueTable::of(&session.taxonomy, &session.reference()?, grain);
    match format {
        CatalogueFormat::Csv => {
            let bom = if args.bom { ByteOrderMark::Write } else { ByteOrderMark::Omit };
            write::table_as_csv(&table, target, bom)?;
        }
        CatalogueFormat::Xlsx => write::table_as_workbook(&table, target, &session.taxonomy.version.date)?,
    }
    if let (Destination::File(path), false) = (&destination, global.quiet) {
        messages::line(&format!(
            "wrote {} of {} columns into {}",
            messages::counted(table.rows.len() as u64, "row"),
            table.columns.len(),
            path.display()
        ));
    }
    Ok(Exit::Done)
}

fn export_files(session: &Session, global: &GlobalArgs, folder: &Path) -> anyhow::Result<Exit> {
    anyhow::ensure!(
        session.taxonomy.shape == Shape::Ladder,
        "a flat catalogue has no files to export; `-o FILE` writes it as a table, and without --taxonomy it is the program's own"
    );
    if folder.exists() {
        let mut inside = fs::read_dir(folder).with_context(|| format!("{} is no folder", folder.display()))?;
        anyhow::ensure!(inside.next().is_none(), "{} is not empty; name a new folder", folder.display());
    }
    let write = |name: &str, text: &str| -> anyhow::Result<()> {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    for file in session.files() {
        write(&file.name, &file.text)?;
    }
    write("README.md", README)?;
    if !global.quiet {
        let shown = folder.display();
        messages::line(&format!(
            "wrote {} files into {shown}; README.md says how to change them",
            session.files().len() + 1
        ));
        messages::line(&format!("next: canon taxonomy check --taxonomy {shown}"));
    }
    Ok(Exit::Done)
}
