//! What the taxonomy lacks: the words of titles that found no role or no sure one, and groups of such titles that
//! share words, each of which may be an alias or a focus to add.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::Entry;
use crate::engine::Engine;

/// How many words are told.
const WORDS: usize = 30;

/// How many groups of titles are told.
const CLUSTERS: usize = 15;

/// How many titles of a group are named.
const NAMED: usize = 3;

/// Longer phrases are seldom shared by titles that differ.
const LONGEST: usize = 3;

/// What rows with unsure titles have in common.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Gaps {
    /// Words that no phrase of the taxonomy accounts for, those that would tell most first.
    pub words: Vec<MissingWord>,
    /// Titles that share words, those with the most rows first.
    pub clusters: Vec<Cluster>,
}

/// A word of unmatched or low titles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingWord {
    /// Folded, spelled out, singular.
    pub word: String,
    /// Rows that have it.
    pub rows: u64,
    /// Distinct titles that have it.
    pub titles: u64,
    /// Whether some phrase of the taxonomy has it, so that aliases are missing rather than the word.
    pub known: bool,
    /// The most frequent of those titles.
    pub example: String,
}

/// Unmatched or low titles that share a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cluster {
    /// What they share.
    pub phrase: String,
    /// Their rows.
    pub rows: u64,
    /// How many distinct titles they are.
    pub titles: u64,
    /// The most frequent of them.
    pub examples: Vec<String>,
    /// The focus that most of their rows come nearest to; empty where nothing is near.
    pub nearest: String,
}

/// A title that found no role, or none that is sure enough, whatever stands beside it.
pub(crate) struct OpenTitle<'t> {
    pub title: &'t str,
    pub rows: u64,
    /// Index in [`crate::taxonomy::Taxonomy::foci`].
    pub nearest: Option<usize>,
    pub words: Vec<OpenWord>,
}

/// A word of such a title that says what the job is.
pub(crate) struct OpenWord {
    pub text: String,
    /// Whether the best phrase leaves it over.
    pub left_over: bool,
}

impl Gaps {
    pub(super) fn of<'t>(engine: &Engine, entries: &[Entry], title: &(impl Fn(u32) -> &'t str + Sync)) -> Gaps {
        let open = open_titles(engine, entries, title);
        Gaps { words: words(engine, &open), clusters: clusters(engine, &open) }
    }
}

fn open_titles<'t>(engine: &Engine, entries: &[Entry], title: &(impl Fn(u32) -> &'t str + Sync)) -> Vec<OpenTitle<'t>> {
    let accept = engine.thresholds().accept;
    let low = |e: &&Entry| e.outcome.is_open() && e.computed_score().is_none_or(|score| score < accept);
    let mut places: FxHashMap<u32, usize> = FxHashMap::default();
    let mut titles: Vec<(&Entry, u64)> = Vec::new();
    for entry in entries.iter().filter(low) {
        let at = *places.entry(entry.title).or_insert(titles.len());
        match titles.get_mut(at) {
            Some((_, rows)) => *rows += entry.rows,
            None => titles.push((entry, entry.rows)),
        }
    }
    let read = |(entry, rows): &(&Entry, u64)| {
        let title = title(entry.title);
        let nearest = entry.outcome.nearest().map(|nearest| nearest.role.focus);
        OpenTitle { title, rows: *rows, nearest, words: open_words(engine, title) }
    };
    titles.par_iter().map(read).collect()
}

/// The words that are neither set aside nor a rank.
fn open_words(engine: &Engine, title: &str) -> Vec<OpenWord> {
    let analysis = engine.analyse(title);
    let ranks = engine.ranks_of(&analysis);
    let best = analysis.foci.first().map(|found| &found.best);
    let words = analysis.title.words.iter().enumerate().filter(|(i, word)| {
        let says_nothing = word.noise || word.text.chars().all(|c| !c.is_alphabetic());
        !says_nothing && !ranks.is_some_and(|ranks| ranks.is_rank(*i))
    });
    let open = |(i, word): (usize, &crate::normalize::Word)| OpenWord {
        text: word.text.to_string(),
        left_over: best.is_none_or(|best| !best.claims(i)),
    };
    words.map(open).collect()
}

/// How telling a word is; one that the taxonomy does not have tells as much as one that a single focus has.
fn weight(engine: &Engine, word: &str) -> f64 {
    let vocabulary = &engine.index().vocabulary;
    let rarest = (1.0 + engine.taxonomy.foci.len() as f64).ln();
    vocabulary.id(word).map_or(rarest, |id| f64::from(vocabulary.weight(id)))
}

fn words(engine: &Engine, open: &[OpenTitle<'_>]) -> Vec<MissingWord> {
    struct Seen<'t> {
        rows: u64,
        titles: u64,
        most: &'t OpenTitle<'t>,
    }
    let mut seen: FxHashMap<&str, Seen<'_>> = FxHashMap::default();
    for of in open {
        let left_over: FxHashSet<&str> =
            of.words.iter().filter(|word| word.left_over).map(|word| word.text.as_str()).collect();
        for word in left_over {
            let seen = seen.entry(word).or_insert(Seen { rows: 0, titles: 0, most: of });
            seen.rows += of.rows;
            seen.titles += 1;
            if before(of, seen.most) {
                seen.most = of;
            }
        }
    }
    let mut words: Vec<(f64, &str, Seen<'_>)> =
        seen.into_iter().map(|(word, seen)| (seen.rows as f64 * weight(engine, word), word, seen)).collect();
    words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let missing = |(_, word, seen): (f64, &str, Seen<'_>)| MissingWord {
        word: word.to_owned(),
        rows: seen.rows,
        titles: seen.titles,
        known: engine.index().vocabulary.id(word).is_some(),
        example: seen.most.title.to_owned(),
    };
    words.into_iter().take(WORDS).map(missing).collect()
}

fn clusters(engine: &Engine, open: &[OpenTitle<'_>]) -> Vec<Cluster> {
    let groups = shared_phrases(engine, open, CLUSTERS).into_iter();
    let members = |members: Vec<usize>| members.into_iter().map(|at| &open[at]).collect();
    let mut clusters: Vec<Cluster> = groups.map(|(phrase, at)| cluster(engine, &phrase, members(at))).collect();
    clusters.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.phrase.cmp(&b.phrase)));
    clusters
}

/// Groups titles by the phrase of up to three neighbouring words that tells most: its rows times the square of how telling
/// its words are, so that "information technology" goes before the "specialist" of many trades. Each title is in one
/// group; groups of one title are none. At most `most` groups, each its phrase and the places of its titles.
pub(crate) fn shared_phrases(engine: &Engine, open: &[OpenTitle<'_>], most: usize) -> Vec<(String, Vec<usize>)> {
    let mut holders: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, of) in open.iter().enumerate() {
        for phrase in phrases(of) {
            let holders = holders.entry(phrase).or_default();
            if holders.last() != Some(&at) {
                holders.push(at);
            }
        }
    }
    let weighed = |(phrase, holders): (String, Vec<usize>)| {
        let weight: f64 = phrase.split(' ').map(|word| weight(engine, word)).sum();
        (phrase, weight, holders)
    };
    let mut shared: Vec<(String, f64, Vec<usize>)> =
        holders.into_iter().filter(|(_, holders)| holders.len() > 1).map(weighed).collect();
    shared.sort_by(|a, b| a.0.cmp(&b.0));
    let mut taken = vec![false; open.len()];
    let mut groups = Vec::new();
    while groups.len() < most {
        let free = |holders: &[usize]| -> Vec<usize> { holders.iter().copied().filter(|at| !taken[*at]).collect() };
        let mut best: Option<(f64, &str, Vec<usize>)> = None;
        for (phrase, weight, holders) in &shared {
            let members = free(holders);
            let merit = weight * weight * members.iter().map(|at| open[*at].rows).sum::<u64>() as f64;
            if members.len() > 1 && best.as_ref().is_none_or(|(most, ..)| merit > *most) {
                best = Some((merit, phrase, members));
            }
        }
        let Some((_, phrase, members)) = best else { break };
        members.iter().for_each(|at| taken[*at] = true);
        groups.push((phrase.to_owned(), members));
    }
    groups
}

fn phrases(open: &OpenTitle<'_>) -> Vec<String> {
    let words: Vec<&str> = open.words.iter().map(|word| word.text.as_str()).collect();
    let lengths = 1..=LONGEST.min(words.len());
    let mut phrases: Vec<String> =
        lengths.flat_map(|n| words.windows(n).map(|w| w.join(" ")).collect::<Vec<_>>()).collect();
    phrases.sort_unstable();
    phrases.dedup();
    phrases
}

fn cluster(engine: &Engine, phrase: &str, mut members: Vec<&OpenTitle<'_>>) -> Cluster {
    members.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.title.cmp(b.title)));
    let mut nearest: FxHashMap<usize, u64> = FxHashMap::default();
    for (focus, rows) in members.iter().filter_map(|member| Some((member.nearest?, member.rows))) {
        *nearest.entry(focus).or_default() += rows;
    }
    let nearest = nearest.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    Cluster {
        phrase: phrase.to_owned(),
        rows: members.iter().map(|member| member.rows).sum(),
        titles: members.len() as u64,
        examples: members.iter().take(NAMED).map(|member| member.title.to_owned()).collect(),
        nearest: nearest.map_or_else(String::new, |(focus, _)| engine.taxonomy.foci[focus].code.clone()),
    }
}

/// Whether the first is the more frequent title; ties by their letters, so that the order of reading does not matter.
fn before(a: &OpenTitle<'_>, b: &OpenTitle<'_>) -> bool {
    (b.rows, a.title) < (a.rows, b.title)
}
