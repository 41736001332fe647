//! `canon apply`: the answers of filled sheets into the decisions file.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::cli::args::{ApplyArgs, GlobalArgs};
use crate::cli::config::PartialConfig;
use crate::cli::exit::Exit;
use crate::cli::input::same_file;
use crate::cli::messages::{self, counted};
use crate::cli::session::Session;
use crate::cli::stamp::stamp;
use crate::normalize::Lexicon;
use crate::review::{self, Conflict, Conflicts, FilledSheet, Ledger, Merger, OnConflict, Stamp, Tally, conflicts_path};
use crate::taxonomy::Taxonomy;

/// The decisions file where neither flag nor config names one.
pub const DECISIONS: &str = "decisions.csv";

/// How many refused rows and conflicts are shown without `--verbose`.
const SHOWN: usize = 20;

/// Runs the command.
pub fn run(global: &GlobalArgs, args: &ApplyArgs) -> anyhow::Result<Exit> {
    let session = Session::open(global, PartialConfig::of_apply(args))?;
    let values = &session.config.values;
    let decisions = values.decisions.clone().unwrap_or_else(|| PathBuf::from(DECISIONS));
    let stamp = stamp(args.by.as_deref(), args.on.as_deref())?;
    let encoding = values.encoding.as_deref().unwrap_or("auto").parse()?;
    let delimiter = values.delimiter.as_deref().unwrap_or("auto").parse()?;
    let sheet = args.sheet.as_deref().map(str::parse).transpose()?;
    let lexicon = Lexicon::load(session.files())?;
    let mut sheets = Vec::new();
    for path in &args.sheets {
        if same_file(path, &decisions) {
            bail!("{} is the decisions file itself: name the sheets that were filled in", path.display());
        }
        let filled = FilledSheet::read_with(path, encoding, delimiter, sheet.as_ref())?;
        check(path, &filled, &session.taxonomy, global);
        sheets.push((path.as_path(), filled));
    }
    if decisions.is_dir() {
        bail!("{} is a folder: name a file in it", decisions.display());
    }
    // A device may never end, and nothing can take its place.
    if decisions.exists() && !decisions.is_file() {
        bail!("{} is no file: decisions are kept in one, such as decisions.csv", decisions.display());
    }
    let on_conflict = if args.replace { OnConflict::Replace } else { OnConflict::Keep };
    let merging = |ledger: &mut Ledger, conflicts: &mut Conflicts| {
        merge(&sheets, ledger, conflicts, &session.taxonomy, &lexicon, stamp, on_conflict)
    };
    let beside = conflicts_path(&decisions);
    let (merged, ledger) = if args.dry_run {
        // Writes nothing, and may run where it could not.
        let mut ledger = Ledger::read(&decisions, &lexicon)?;
        let mut conflicts = Conflicts::read(&beside, &lexicon)?;
        (merging(&mut ledger, &mut conflicts), ledger)
    } else {
        review::change(&decisions, &lexicon, merging)?
    };
    let Merged { conflicts, tallies } = &merged;
    let refused: usize = tallies.iter().map(|tally| tally.refused.len()).sum();
    for ((path, filled), tally) in sheets.iter().zip(tallies) {
        tell(path, filled, tally, global);
    }
    if !global.quiet {
        let would = if args.dry_run { " (dry run: nothing is written)" } else { "" };
        messages::line(&format!("{}: {}{would}", decisions.display(), counted(ledger.len() as u64, "decision")));
        if *conflicts > 0 {
            let kept = "the answer that was there stays";
            let advice = "settle them in the decisions file, or apply the right sheet with --replace";
            messages::warning(&format!(
                "{} in {}: {kept}; {advice}",
                counted(*conflicts as u64, "conflict"),
                beside.display()
            ));
        }
    }
    if refused > 0 {
        let taken = if args.dry_run { "would be taken" } else { "are taken" };
        bail!(
            "{} refused; the others {taken}. Mend what is named above, save, and apply again",
            counted(refused as u64, "row")
        );
    }
    Ok(Exit::Done)
}

/// What the sheets come to.
struct Merged {
    /// How many wait to be settled.
    conflicts: usize,
    tallies: Vec<Tally>,
}

fn merge(
    sheets: &[(&Path, FilledSheet)],
    ledger: &mut Ledger,
    conflicts: &mut Conflicts,
    taxonomy: &Taxonomy,
    lexicon: &Lexicon,
    stamp: Stamp,
    on_conflict: OnConflict,
) -> Merged {
    let mut merger = Merger::new(ledger, taxonomy, lexicon, stamp, on_conflict);
    let tallies: Vec<Tally> = sheets.iter().map(|(_, sheet)| merger.add(sheet)).collect();
    let new: Vec<Conflict> = tallies.iter().flat_map(|tally| tally.conflicts.iter().cloned()).collect();
    conflicts.update(&new, ledger, lexicon);
    Merged { conflicts: conflicts.len(), tallies }
}

/// Says what should make a person look twice at a sheet.
pub fn check(path: &Path, sheet: &FilledSheet, taxonomy: &Taxonomy, global: &GlobalArgs) {
    if global.quiet {
        return;
    }
    let name = path.display();
    if sheet.lacks_marks() {
        messages::warning(&format!("{name}: the hidden column `id` is gone, so edited titles cannot be noticed"));
    }
    let now = &taxonomy.version.version;
    if let Some(then) = sheet.fact("taxonomy").filter(|then| then != now) {
        messages::warning(&format!("{name} was made with taxonomy {then}, and this is {now}: codes are checked anew"));
    }
}

/// What came of a sheet. What was refused is told even when quiet: it is an error.
fn tell(path: &Path, sheet: &FilledSheet, tally: &Tally, global: &GlobalArgs) {
    let most = if global.verbose { usize::MAX } else { SHOWN };
    for problem in tally.refused.iter().take(most) {
        messages::refusal(&format!("{}: {}", sheet.place(problem.line, problem.column), problem.message));
    }
    if tally.refused.len() > most {
        let more = tally.refused.len() - most;
        messages::refusal(&format!("{} more in {}; -v shows all", counted(more as u64, "row"), path.display()));
    }
    if global.quiet {
        return;
    }
    for conflict in tally.conflicts.iter().take(most) {
        let said = |line: &review::Line| {
            let verdict = line.verdict.as_ref().map(|v| format!("{} {}", v.word(), v.code()));
            let by = if line.by.is_empty() { String::new() } else { format!(" by {}", line.by) };
            format!("{}{by}", verdict.unwrap_or_default().trim_end())
        };
        let context = &conflict.kept.context;
        let within = if context.is_empty() { String::new() } else { format!(" in {context}") };
        messages::warning(&format!(
            "{}: “{}”{within}: {} is kept, {} is not taken",
            conflict.from,
            conflict.kept.title,
            said(&conflict.kept),
            said(&conflict.other)
        ));
    }
    let Tally { added, changed, unchanged, skipped, refused, conflicts } = tally;
    let mut said =
        format!("{}: {added} added, {changed} changed, {unchanged} unchanged, {skipped} skipped", path.display());
    for (number, what) in [(conflicts.len(), "in conflict"), (refused.len(), "refused")] {
        if number > 0 {
            said.push_str(&format!(", {number} {what}"));
        }
    }
    messages::line(&said);
}
