//! Words to foci, for a person who looks for a role by hand: by code, name, area, alias and definition.
//!
//! Unlike the engine, which asks what a whole title means, a search asks where some words occur: a phrase need not
//! be said whole, the start of a word is enough, and no answer is ever accepted or rejected.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::candidates::PhraseKind;
use crate::engine::Engine;
use crate::score::{WordId, weights};
use crate::taxonomy::{ResolvedRole, Shape};

/// A focus that was found.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// The role at the usual level of the focus, or the one that the matching alias pins.
    #[serde(flatten)]
    pub role: ResolvedRole,
    /// What titles call the focus.
    pub name: String,
    /// 0–1, for the order only; 1 for a code.
    pub score: f32,
    /// "code", "name", "area", "alias" or "definition".
    pub by: &'static str,
    /// The phrase that matched best.
    pub matched: String,
    /// The definition of the focus.
    pub definition: String,
}

/// Words of a definition tell what a focus is about, but also what it is not: half of what a name is worth.
const DEFINITION: f32 = 0.5;
/// A phrase that says the words and more; the rest of its weight counts this much against it.
const EXTRA_WORDS: f32 = 0.4;
/// The start of a word, for people who do not type it whole.
const BEGINNING: f32 = 0.85;
/// Fewer letters begin too many words.
const SHORTEST_BEGINNING: usize = 3;
/// What many matching phrases of one focus add, at most.
const MANY: f32 = 0.05;
/// Below this a focus shares a word with the query by chance.
const LEAST: f32 = 0.20;

/// Finds foci, best first; ties in the order of the taxonomy.
#[must_use]
pub fn search(engine: &Engine, query: &str, most: usize) -> Vec<Found> {
    let mut found = by_code(engine, query);
    let words = query_words(engine, query);
    if !words.is_empty() {
        let known: Vec<usize> = found.iter().map(|f| f.role.focus).collect();
        found.extend(by_words(engine, &words).into_iter().filter(|f| !known.contains(&f.role.focus)));
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.role.focus.cmp(&b.role.focus)));
    found.truncate(most);
    found
}

fn by_code(engine: &Engine, query: &str) -> Vec<Found> {
    let taxonomy = &engine.taxonomy;
    let wanted = query.trim().to_uppercase();
    if let Some(role) = taxonomy.known(&wanted) {
        let matched = role.code.clone();
        return vec![result(engine, role, 1.0, "code", matched)];
    }
    let starts = |code: &str| code.strip_prefix(&wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let foci = taxonomy.foci.iter().enumerate().filter(|(_, f)| taxonomy.shape == Shape::Ladder && starts(&f.code));
    foci.map(|(i, f)| result(engine, usual(engine, i), 1.0, "code", f.code.clone())).collect()
}

/// A word of the query: what it may stand for, and how much it counts.
struct QueryWord {
    readings: FxHashMap<WordId, f32>,
    weight: f32,
}

fn query_words(engine: &Engine, query: &str) -> Vec<QueryWord> {
    let vocabulary = &engine.index().vocabulary;
    let words = engine.lexicon.phrase(query);
    let read = |word: &String| {
        let mut readings: FxHashMap<WordId, f32> = FxHashMap::default();
        let mut add = |id: WordId, similarity: f32| {
            let known = readings.entry(id).or_insert(0.0);
            *known = known.max(similarity);
        };
        vocabulary.readings(word, &engine.lexicon, true).into_iter().for_each(|(id, similarity)| add(id, similarity));
        if word.chars().count() >= SHORTEST_BEGINNING {
            let all = (0..).take(vocabulary.len());
            all.filter(|id| vocabulary.word(*id).starts_with(word.as_str())).for_each(|id| {
                add(id, if vocabulary.word(id) == word { 1.0 } else { BEGINNING });
            });
        }
        let own = readings.iter().map(|(id, s)| vocabulary.weight(*id) * s).fold(0.0, f32::max);
        QueryWord { weight: if readings.is_empty() { weights::UNKNOWN_WORD } else { own }, readings }
    };
    words.iter().map(read).collect()
}

fn by_words(engine: &Engine, query: &[QueryWord]) -> Vec<Found> {
    let (taxonomy, index) = (&engine.taxonomy, engine.index());
    let mut best: Vec<Option<(f32, usize)>> = vec![None; taxonomy.foci.len()];
    let mut hits = vec![0u16; taxonomy.foci.len()];
    for (at, phrase) in (0u32..).zip(&index.phrases) {
        let (covered, said) = shared(query, index.words_of(at), |id| index.vocabulary.weight(id));
        if covered == 0.0 {
            continue;
        }
        let extra = if phrase.weight > 0.0 { 1.0 - said / phrase.weight } else { 0.0 };
        let score = covered * covered * (1.0 - EXTRA_WORDS * extra.max(0.0)) * phrase.confidence.sqrt();
        hits[phrase.focus] = hits[phrase.focus].saturating_add(1);
        if best[phrase.focus].is_none_or(|(known, _)| score > known) {
            best[phrase.focus] = Some((score, at as usize));
        }
    }
    let mut found = Vec::new();
    for (focus, best) in best.into_iter().enumerate() {
        let definition = definition_score(engine, query, focus);
        let (score, at) = best.map_or((0.0, None), |(score, at)| (score, Some(at)));
        let many = MANY * (1.0 - 1.0 / (1.0 + f32::from(hits[focus])));
        let total = score.max(definition) * (1.0 - MANY) + many;
        if score.max(definition) < LEAST {
            continue;
        }
        found.push(match at.filter(|_| score >= definition) {
            Some(at) => by_phrase(engine, at, total),
            None => result(engine, usual(engine, focus), total, "definition", String::new()),
        });
    }
    found
}

/// The share of the query that some words say, and the weight of those words among them that say it.
fn shared(query: &[QueryWord], words: &[WordId], weight: impl Fn(WordId) -> f32) -> (f32, f32) {
    let (mut covered, mut whole, mut said) = (0.0, 0.0, 0.0);
    for word in query {
        whole += word.weight;
        let readings = words.iter().filter_map(|id| word.readings.get(id).map(|s| (*s, *id)));
        if let Some((similarity, id)) = readings.max_by(|a, b| a.0.total_cmp(&b.0)) {
            covered += word.weight * similarity;
            said += weight(id);
        }
    }
    (if whole > 0.0 { covered / whole } else { 0.0 }, said)
}

fn definition_score(engine: &Engine, query: &[QueryWord], focus: usize) -> f32 {
    let vocabulary = &engine.index().vocabulary;
    let words = engine.lexicon.phrase(&engine.taxonomy.foci[focus].definition);
    let ids: Vec<WordId> = words.iter().filter_map(|w| vocabulary.id(w)).collect();
    let (covered, _) = shared(query, &ids, |id| vocabulary.weight(id));
    DEFINITION * covered * covered
}

fn by_phrase(engine: &Engine, at: usize, score: f32) -> Found {
    let (taxonomy, index) = (&engine.taxonomy, engine.index());
    let phrase = &index.phrases[at];
    let text = index.alias(taxonomy, phrase).map(|a| a.text.to_string());
    let (role, by, matched) = match phrase.kind {
        PhraseKind::Name => (usual(engine, phrase.focus), "name", taxonomy.work_name(phrase.focus).to_owned()),
        PhraseKind::Area => (usual(engine, phrase.focus), "area", text.unwrap_or_default()),
        PhraseKind::Worker => (usual(engine, phrase.focus), "alias", text.unwrap_or_default()),
        PhraseKind::Role(r) => {
            let own = &taxonomy.foci[phrase.focus].roles[r];
            let role = taxonomy.role(phrase.focus, own.level);
            (role, "alias", text.or_else(|| own.title.clone()).unwrap_or_default())
        }
    };
    result(engine, role, score, by, matched)
}

/// The role of a focus at the usual level of its track.
fn usual(engine: &Engine, focus: usize) -> ResolvedRole {
    let level = engine.taxonomy.ladder.default_of(engine.taxonomy.foci[focus].track).level;
    engine.taxonomy.role(focus, Some(level))
}

fn result(engine: &Engine, role: ResolvedRole, score: f32, by: &'static str, matched: String) -> Found {
    let taxonomy = &engine.taxonomy;
    Found {
        name: taxonomy.work_name(role.focus).to_owned(),
        definition: taxonomy.foci[role.focus].definition.clone(),
        role,
        score,
        by,
        matched,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::EngineOptions;
    use crate::taxonomy::{embedded_files, load};

    fn first(queries: &[&str]) -> Vec<String> {
        let files = embedded_files();
        let engine = Engine::new(load(&files).unwrap(), &files, EngineOptions::default()).unwrap();
        let first = |q: &&str| search(&engine, q, 5).first().map_or_else(String::new, |f| f.role.code.clone());
        queries.iter().map(first).collect()
    }

    #[test]
    fn words_mistakes_beginnings_codes_and_pinned_titles_are_found() {
        let queries = ["penetration", "penetraton testing", "penetratio", "SEI.OFF", "sei.app.p4", "ciso", "zzzxyzzy"];
        assert_eq!(
            first(&queries),
            ["SEI.OFF.P3", "SEI.OFF.P3", "SEI.OFF.P3", "SEI.OFF.P3", "SEI.APP.P4", "SEI.GEN.E4", ""]
        );
    }
}
