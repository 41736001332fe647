//! What the taxonomy lacks: open titles that call the job the same, and such names that share telling words.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::name::{Name, Namer, is_alias, spelled};
use super::rows::Seen;
use super::trial::{Counted, Effect};
use super::{Line, List};
use crate::engine::Engine;
use crate::report::{OpenTitle, OpenWord, shared_phrases};

/// How many titles of a cluster are named.
const NAMED: usize = 4;

/// How many names of a cluster get a line.
const LINES: usize = 3;

/// Titles that found no sure role and share a name or telling words.
#[derive(Debug, Clone, Serialize)]
pub struct Cluster {
    /// What they share.
    pub phrase: String,
    /// Their rows.
    pub rows: u64,
    /// How many distinct titles they are.
    pub titles: u64,
    /// The most frequent of them.
    pub examples: Vec<Counted>,
    /// The focus that most of their rows come nearest to, as a guess.
    pub nearest: Option<Nearest>,
    /// The lines that would make it so, each with what it would do.
    pub lines: Vec<Guess>,
}

/// A focus that comes nearest.
#[derive(Debug, Clone, Serialize)]
pub struct Nearest {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The highest role score of the titles that come nearest to it.
    pub role_score: f32,
}

/// A line that nobody has confirmed.
#[derive(Debug, Clone, Serialize)]
pub struct Guess {
    /// The line.
    #[serde(flatten)]
    pub line: Line,
    /// What it would do, together with all other lines and guesses.
    #[serde(flatten)]
    pub effect: Effect,
}

/// Open titles of one name.
struct Named<'r> {
    name: Name,
    titles: Vec<(&'r str, u64)>,
    rows: u64,
    /// Focus, and the rows and the highest role score of it.
    nearest: FxHashMap<usize, (u64, f32)>,
}

/// The clusters of these rows, those with the most rows first.
pub(super) fn clusters(engine: &Engine, rows: &[&Seen<'_>], least: u64, most: usize) -> Vec<Cluster> {
    let named = named(engine, rows);
    let open: Vec<OpenTitle<'_>> = named
        .iter()
        .map(|of| {
            let words = of.name.words.iter().map(|word| OpenWord { text: word.clone(), left_over: true }).collect();
            OpenTitle { title: of.titles[0].0, rows: of.rows, nearest: None, words }
        })
        .collect();
    // What shares nothing with others may still have many rows.
    let mut alone = vec![true; named.len()];
    let mut groups = shared_phrases(engine, &open, most);
    groups.iter().flat_map(|(_, members)| members).for_each(|at| alone[*at] = false);
    let single = (0..named.len()).filter(|at| alone[*at]).map(|at| (named[at].name.words.join(" "), vec![at]));
    groups.extend(single);
    let cluster = |(phrase, members): (String, Vec<usize>)| {
        cluster(engine, phrase, members.into_iter().map(|at| &named[at]).collect(), least)
    };
    let mut clusters: Vec<Cluster> = groups.into_iter().map(cluster).filter(|cluster| cluster.rows >= least).collect();
    clusters.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.phrase.cmp(&b.phrase)));
    clusters.truncate(most);
    clusters
}

fn named<'r>(engine: &Engine, rows: &[&Seen<'r>]) -> Vec<Named<'r>> {
    let namer = Namer::new(engine);
    let mut by_name: BTreeMap<Name, Named<'r>> = BTreeMap::new();
    for row in rows {
        let name = namer.parse(&engine.analyse(row.title)).name;
        if name.words.is_empty() {
            continue;
        }
        let named = by_name.entry(name.clone()).or_insert_with(|| Named {
            name,
            titles: Vec::new(),
            rows: 0,
            nearest: FxHashMap::default(),
        });
        named.rows += row.count;
        match named.titles.iter_mut().find(|(title, _)| *title == row.title) {
            Some((_, count)) => *count += row.count,
            None => named.titles.push((row.title, row.count)),
        }
        if let Some(nearest) = row.outcome.nearest() {
            let (count, score) = named.nearest.entry(nearest.role.focus).or_default();
            *count += row.count;
            *score = score.max(nearest.role_score);
        }
    }
    let mut all: Vec<Named<'r>> = by_name.into_values().collect();
    for named in &mut all {
        named.titles.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    }
    all
}

fn cluster(engine: &Engine, phrase: String, mut members: Vec<&Named<'_>>, least: u64) -> Cluster {
    members.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.name.cmp(&b.name)));
    let mut titles: Vec<(&str, u64)> = members.iter().flat_map(|named| named.titles.iter().copied()).collect();
    titles.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let mut foci: FxHashMap<usize, (u64, f32)> = FxHashMap::default();
    for (focus, (rows, score)) in members.iter().flat_map(|named| &named.nearest) {
        let entry = foci.entry(*focus).or_default();
        *entry = (entry.0 + rows, entry.1.max(*score));
    }
    let of = |focus: usize, role_score: f32| {
        let focus = &engine.taxonomy.foci[focus];
        Nearest { code: focus.code.clone(), name: focus.name.clone(), role_score }
    };
    let lines = members.iter().filter(|named| named.rows >= least).filter_map(|named| guess(engine, named));
    Cluster {
        phrase,
        rows: members.iter().map(|named| named.rows).sum(),
        titles: titles.len() as u64,
        examples: titles
            .iter()
            .take(NAMED)
            .map(|(title, rows)| Counted { title: (*title).to_owned(), rows: *rows })
            .collect(),
        nearest: most(&foci).map(|(focus, score)| of(focus, score)),
        lines: lines.take(LINES).map(|line| Guess { line, effect: Effect::default() }).collect(),
    }
}

/// The focus with the most rows; ties by the score, then by its place in the taxonomy.
fn most(foci: &FxHashMap<usize, (u64, f32)>) -> Option<(usize, f32)> {
    let better = |a: &(&usize, &(u64, f32)), b: &(&usize, &(u64, f32))| {
        a.1.0.cmp(&b.1.0).then(a.1.1.total_cmp(&b.1.1)).then(b.0.cmp(a.0))
    };
    foci.iter().max_by(better).map(|(focus, (_, score))| (*focus, *score))
}

/// The line that would bring a name to the focus that it comes nearest to.
fn guess(engine: &Engine, named: &Named<'_>) -> Option<Line> {
    let (focus, _) = most(&named.nearest)?;
    let list = if named.name.leads { List::Areas } else { List::Aliases };
    let alias = spelled(engine, &named.name.words, named.titles.iter().map(|(title, _)| *title));
    let line = Line { confirmed: false, ..Line::new(engine, focus, list, None, alias) };
    (is_alias(&line.alias) && super::answers::taken(engine, &line).is_none()).then_some(line)
}
