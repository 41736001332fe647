//! What people answered, grouped by what the titles call the job: the evidence for a line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::name::{Name, Namer, Parsed, spelled};
use super::rows::Seen;
use super::{Held, Line, List};
use crate::decide::Band;
use crate::engine::{Context, Engine};
use crate::normalize::Lexicon;
use crate::review::{FilledSheet, ReviewError, Verdict, normal_context};
use crate::taxonomy::Level;

/// How many titles or answers are named in a reason.
const NAMED: usize = 4;

/// What people answered.
#[derive(Debug, Default)]
pub struct Answers(Vec<Answer>);

#[derive(Debug)]
struct Answer {
    title: String,
    context: String,
    verdict: Verdict,
    by: String,
}

impl Answers {
    /// Reads a decisions file or a filled sheet.
    ///
    /// # Errors
    /// When it cannot be read, or a line says something that is no decision; with file and line.
    pub fn read(path: &Path, lexicon: &Lexicon) -> Result<Answers, ReviewError> {
        let sheet = FilledSheet::read(path)?;
        let mut answers = Answers::default();
        let mut seen = BTreeSet::new();
        for row in sheet.rows() {
            let Some(filled) = sheet.answer(row).map_err(|problem| sheet.error(problem))? else { continue };
            // A rejection stands beside others; of the rest, titles that normalise alike are one.
            let key = (lexicon.key(&filled.title), normal_context(&filled.context), filled.verdict.code());
            if seen.insert(key) {
                let (title, context, verdict, by) = (filled.title, filled.context, filled.verdict, filled.by);
                answers.0.push(Answer { title, context, verdict, by });
            }
        }
        Ok(answers)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One accepted answer.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub title: String,
    pub context: String,
    pub by: String,
    pub code: String,
    pub focus: usize,
    pub level: Option<Level>,
    /// Whether the taxonomy says the same without the answer.
    known: bool,
    /// The level that the words say for that focus.
    said: Option<Level>,
    parsed: Parsed,
}

/// A line with the answers that speak for it.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub line: Line,
    pub units: Vec<Unit>,
    pub notes: Vec<String>,
    /// The whole title with its level, where the line alone does not bring the answer about.
    pub instead: Option<Line>,
}

/// What the answers come to before any line is tried.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub drafts: Vec<Draft>,
    pub held: Vec<Held>,
    /// Answers that the taxonomy gives by itself.
    pub already: usize,
}

/// The rows of the exports, and how many a line needs.
#[derive(Clone, Copy)]
struct Exports<'r> {
    counts: &'r Counts,
    rows: &'r [Seen<'r>],
    least: u64,
}

/// Groups the answers and drafts a line for each group that agrees, often enough, and is contradicted by nothing.
pub(super) fn drafts(engine: &Engine, answers: &Answers, rows: &[Seen<'_>], least: u64) -> Drafts {
    let namer = Namer::new(engine);
    let mut drafts = Drafts::default();
    let mut groups: BTreeMap<Name, Vec<Unit>> = BTreeMap::new();
    let mut against: BTreeMap<Name, Vec<String>> = BTreeMap::new();
    let counts = Counts::of(engine, &namer, rows);
    for answer in &answers.0 {
        let analysis = engine.analyse(&answer.title);
        let parsed = namer.parse(&analysis);
        let code = match &answer.verdict {
            Verdict::Accept(code) => code,
            Verdict::None => {
                against.entry(parsed.name).or_default().push(said(answer, "no role"));
                continue;
            }
            Verdict::Reject(codes) => {
                against.entry(parsed.name).or_default().push(said(answer, &format!("not {}", codes.join(", "))));
                continue;
            }
        };
        let role = match engine.taxonomy.find(code) {
            Ok(role) => role,
            Err(why) => {
                drafts.held.push(Held::new(&answer.title, vec![said(answer, code)], why));
                continue;
            }
        };
        if let Some(rejection) = analysis.title.rejection {
            let why = format!("the text is no title: {}", rejection.words());
            drafts.held.push(Held::new(&answer.title, vec![said(answer, code)], why));
            continue;
        }
        if parsed.name.words.is_empty() {
            let why = "once ranks and noise are set aside, nothing says what the job is".to_owned();
            drafts.held.push(Held::new(&answer.title, vec![said(answer, code)], why));
            continue;
        }
        let context = Context { department: &answer.context, ..Context::default() };
        let plain = engine.match_one(&answer.title, &context);
        let known = plain.band == Band::Accepted && plain.best.as_ref().is_some_and(|best| best.role.code == role.code);
        let unit = Unit {
            title: answer.title.clone(),
            context: answer.context.clone(),
            by: answer.by.clone(),
            code: role.code,
            focus: role.focus,
            level: role.level,
            known,
            said: engine.level_said(&analysis, role.focus, |place| parsed.is_named(place)),
            parsed: parsed.clone(),
        };
        drafts.already += usize::from(known);
        groups.entry(parsed.name).or_default().push(unit);
    }
    for (name, units) in groups {
        if units.iter().all(|unit| unit.known) {
            continue;
        }
        let against = against.get(&name).map_or(&[][..], Vec::as_slice);
        let exports = Exports { counts: &counts, rows, least };
        drafts.group(engine, &name, units, against, exports);
    }
    drafts
}

impl Drafts {
    fn group(&mut self, engine: &Engine, name: &Name, units: Vec<Unit>, against: &[String], exports: Exports<'_>) {
        let subject = name.words.join(" ");
        let all_said = || units.iter().map(Unit::said).collect::<Vec<_>>();
        let foci: BTreeSet<usize> = units.iter().map(|unit| unit.focus).collect();
        if foci.len() > 1 {
            let codes: Vec<&str> = foci.iter().map(|focus| engine.taxonomy.foci[*focus].code.as_str()).collect();
            let why = format!("the answers disagree: {}", codes.join(", "));
            self.held.push(Held::new(&subject, all_said(), why));
            return;
        }
        let codes: Vec<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
        let contradicts = |text: &&String| text.ends_with("no role") || codes.iter().any(|code| text.contains(code));
        if let Some(other) = against.iter().find(contradicts) {
            let why = format!("another answer contradicts: {other}");
            self.held.push(Held::new(&subject, all_said(), why));
            return;
        }
        // What the words say of the level is right: a line of the focus. Else the title pins it.
        let (general, pinned): (Vec<Unit>, Vec<Unit>) = units.into_iter().partition(|unit| unit.said == unit.level);
        if !general.is_empty() {
            let list = if name.leads { List::Areas } else { List::Aliases };
            let alias = spelled(engine, &name.words, general.iter().map(|unit| unit.title.as_str()));
            self.draft(engine, list, alias, general, exports);
        }
        let mut by_title: BTreeMap<Vec<String>, Vec<Unit>> = BTreeMap::new();
        for unit in pinned {
            by_title.entry(unit.parsed.whole.clone()).or_default().push(unit);
        }
        for (whole, units) in by_title {
            let levels: BTreeSet<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
            if levels.len() > 1 {
                let why = format!("the answers disagree about the level: {}", Vec::from_iter(levels).join(", "));
                self.held.push(Held::new(&whole.join(" "), units.iter().map(Unit::said).collect(), why));
                continue;
            }
            let alias = spelled(engine, &whole, units.iter().map(|unit| unit.title.as_str()));
            self.draft(engine, List::RoleAliases, alias, units, exports);
        }
    }

    /// A line for answers that agree.
    fn draft(&mut self, engine: &Engine, list: List, alias: String, units: Vec<Unit>, exports: Exports<'_>) {
        let Exports { counts, rows, least } = exports;
        if units.iter().all(|unit| unit.known) {
            return;
        }
        let answers = units.len() as u64;
        let support = answers.max(counts.of_units(&units, list));
        let all_said = || units.iter().map(Unit::said).collect::<Vec<_>>();
        if support < least {
            let why = format!("{support} of the {least} answers or rows that --min-count asks for");
            self.held.push(Held::new(&alias, all_said(), why));
            return;
        }
        let first = &units[0];
        let line = Line::new(engine, first.focus, list, first.level, alias);
        if let Some(why) = taken(engine, &line) {
            self.held.push(Held::new(&line.alias, all_said(), why));
            return;
        }
        let mut notes = Vec::new();
        let contexts: BTreeSet<String> = units.iter().map(|unit| normal_context(&unit.context)).collect();
        if contexts.len() == 1 && !contexts.contains("") {
            let here = &first.context;
            if let Some(other) = elsewhere(first, here, counts, rows) {
                let why = format!("decided in “{here}” only, and {other}");
                self.held.push(Held::new(&line.alias, all_said(), why));
                return;
            }
            notes.push(format!("decided in “{here}” only; nothing contradicts it elsewhere"));
        }
        let instead = (list != List::RoleAliases && units.iter().all(|unit| unit.parsed.whole == first.parsed.whole))
            .then(|| {
                let text = spelled(engine, &first.parsed.whole, units.iter().map(|unit| unit.title.as_str()));
                Line::new(engine, first.focus, List::RoleAliases, first.level, text)
            })
            .filter(|line| line.level.is_some() && taken(engine, line).is_none());
        self.drafts.push(Draft { line, units, notes, instead });
    }
}

impl Unit {
    /// "“Seed Grower” → AGR.CRP.S3 (Ann)".
    fn said(&self) -> String {
        let by = if self.by.is_empty() { String::new() } else { format!(" ({})", self.by) };
        let within = if self.context.is_empty() { String::new() } else { format!(" in “{}”", self.context) };
        format!("“{}”{within} → {}{by}", self.title, self.code)
    }
}

fn said(answer: &Answer, what: &str) -> String {
    let by = if answer.by.is_empty() { String::new() } else { format!(" ({})", answer.by) };
    let within = if answer.context.is_empty() { String::new() } else { format!(" in “{}”", answer.context) };
    format!("“{}”{within}{by} → {what}", answer.title)
}

/// Why the taxonomy cannot have a second alias of these words, in words.
pub(super) fn taken(engine: &Engine, line: &Line) -> Option<String> {
    if !super::name::is_alias(&line.alias) {
        return Some("it has signs that an alias may not have".to_owned());
    }
    let own = &engine.taxonomy.foci[line.focus];
    if line.list == List::Areas {
        let there = own.areas.iter().find(|area| engine.lexicon.phrase(&area.text) == line.words)?;
        return Some(format!("it is an area of {} already ({}:{})", own.code, line.file, there.line));
    }
    let ids = line.words.iter().map(|word| engine.index().vocabulary.id(word)).collect::<Option<Vec<_>>>()?;
    let phrases = engine.index().exactly(&ids).iter().map(|phrase| &engine.index().phrases[*phrase as usize]);
    let aliases = phrases.filter(|phrase| phrase.kind > crate::candidates::PhraseKind::Area);
    let mut others = aliases.filter_map(|phrase| {
        let alias = engine.index().alias(&engine.taxonomy, phrase)?;
        let focus = &engine.taxonomy.foci[phrase.focus];
        let file = &engine.taxonomy.functions[focus.function].file;
        let place = format!("{file}:{}", alias.line);
        Some(if phrase.focus == line.focus {
            let confidence = alias.confidence;
            format!("it is an alias of {} already ({place}, confidence {confidence:.2}): change it there", focus.code)
        } else {
            format!("it is an alias of {} ({place}): move it, or give each place its share of the cases", focus.code)
        })
    });
    others.next()
}

/// What the exports say against a decision that was taken in one department only.
fn elsewhere(unit: &Unit, here: &str, counts: &Counts, rows: &[Seen<'_>]) -> Option<String> {
    let here = normal_context(here);
    let (other, _) = rows.iter().zip(&counts.names).find(|(row, name)| {
        let differs = row.outcome.best.as_ref().is_some_and(|best| best.role.focus != unit.focus);
        **name == unit.parsed.name
            && row.outcome.band == Band::Accepted
            && differs
            && normal_context(row.department) != here
    })?;
    let code = other.outcome.best.as_ref().map_or("", |best| best.role.code.as_str());
    Some(format!("“{}” is {code} in “{}”", other.title, other.department))
}

/// Rows by context.
type ByContext = FxHashMap<String, u64>;

/// What the rows of the exports call the job, and how many there are of each name and of each title without its noise.
struct Counts {
    names: Vec<Name>,
    by_name: FxHashMap<Name, ByContext>,
    by_whole: FxHashMap<Vec<String>, ByContext>,
}

impl Counts {
    fn of(engine: &Engine, namer: &Namer<'_>, rows: &[Seen<'_>]) -> Counts {
        let parsed: Vec<Parsed> = rows.par_iter().map(|row| namer.parse(&engine.analyse(row.title))).collect();
        let mut counts = Counts { names: Vec::new(), by_name: FxHashMap::default(), by_whole: FxHashMap::default() };
        for (row, Parsed { name, whole, .. }) in rows.iter().zip(parsed) {
            let context = normal_context(row.department);
            *counts.by_name.entry(name.clone()).or_default().entry(context.clone()).or_default() += row.count;
            *counts.by_whole.entry(whole).or_default().entry(context).or_default() += row.count;
            counts.names.push(name);
        }
        counts
    }

    /// Rows that answers are for: those of the same name in the same contexts, or, for a line that pins the level, of the
    /// same title.
    fn of_units(&self, units: &[Unit], list: List) -> u64 {
        let Some(first) = units.first() else { return 0 };
        let contexts = match list {
            List::RoleAliases => self.by_whole.get(&first.parsed.whole),
            List::Areas | List::Aliases => self.by_name.get(&first.parsed.name),
        };
        let asked: BTreeSet<String> = units.iter().map(|unit| normal_context(&unit.context)).collect();
        let holds = |context: &str| asked.contains("") || asked.contains(context);
        contexts.into_iter().flatten().filter(|(context, _)| holds(context)).map(|(_, rows)| rows).sum()
    }
}

impl Held {
    fn new(alias: &str, answers: Vec<String>, why: String) -> Held {
        let more = answers.len().saturating_sub(NAMED);
        let mut answers: Vec<String> = answers.into_iter().take(NAMED).collect();
        if more > 0 {
            answers.push(format!("and {more} more"));
        }
        Held { alias: alias.to_owned(), why, answers }
    }

    /// A line that was tried and is not proposed.
    pub(super) fn after_trial(draft: &Draft, why: String) -> Held {
        Held::new(&draft.line.alias, draft.units.iter().map(Unit::said).collect(), why)
    }
}
