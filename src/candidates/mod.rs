//! 4. A title to the few aliases worth scoring, through an inverted index: no title is compared with every alias.

mod build;
#[cfg(baked)]
mod embedded;
mod gathered;
mod phrases;
mod scratch;
mod shares;
mod whole;

use serde::{Deserialize, Serialize};

pub use self::gathered::{Gathered, NearPhrase};
pub use self::scratch::Scratch;
use self::whole::Whole;
use crate::bake::flat;
use crate::score::evidence::WordEvidence;
use crate::score::{Meaning, Reading, Vocabulary, WordId};
use crate::taxonomy::{Alias, Level, Taxonomy};

/// What a phrase of the index says; the later, the more it says about the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhraseKind {
    /// The focus's or function's own name.
    Name,
    /// A name of the work.
    Area,
    /// A name of the worker.
    Worker,
    /// A title that pins the level: the index in the focus's roles.
    Role(usize),
}

/// A phrase that titles are compared with; its words are [`Index::words_of`].
#[derive(Debug, Clone, Copy)]
pub struct Phrase {
    /// Index in [`Taxonomy::foci`].
    pub focus: usize,
    /// What it says.
    pub kind: PhraseKind,
    /// Index in the list of aliases of its kind; 0 for names.
    pub alias: usize,
    /// How surely it means the focus, 0–1.
    pub confidence: f32,
    /// Sum of the weights of its words.
    pub weight: f32,
}

/// Everything that titles are compared with, ready to be looked up by word.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Index {
    /// The words of all phrases.
    pub vocabulary: Vocabulary,
    /// All phrases.
    #[serde(with = "flat")]
    pub phrases: Vec<Phrase>,
    /// What single words say about foci.
    pub evidence: WordEvidence,
    postings: Postings,
    /// The words of all phrases in one row, and where each phrase begins: phrases are looked at in no order, so what is
    /// looked at must lie close together.
    #[serde(with = "flat")]
    words: Vec<WordId>,
    #[serde(with = "flat")]
    starts: Vec<u32>,
    /// What shared weight is multiplied by to rank phrases: the weight of their words, damped as in the similarity.
    #[serde(with = "flat")]
    norms: Vec<f32>,
    /// Finds the phrases with given words.
    whole: Whole,
    /// Words that say little about the work, by number.
    heads: Vec<bool>,
}

/// For each word the phrases that have it, in order.
#[derive(Debug, Serialize, Deserialize)]
pub struct Postings {
    #[serde(with = "flat")]
    starts: Vec<u32>,
    #[serde(with = "flat")]
    lists: Vec<u32>,
}

impl Postings {
    /// The phrases that have a word.
    #[must_use]
    pub fn of(&self, word: WordId) -> &[u32] {
        let at = word as usize;
        &self.lists[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

impl Index {
    /// The alias behind a phrase; `None` for a name.
    #[must_use]
    pub fn alias<'t>(&self, taxonomy: &'t Taxonomy, phrase: &Phrase) -> Option<&'t Alias> {
        let focus = &taxonomy.foci[phrase.focus];
        match phrase.kind {
            PhraseKind::Name => None,
            PhraseKind::Area => focus.areas.get(phrase.alias),
            PhraseKind::Worker => focus.aliases.get(phrase.alias),
            PhraseKind::Role(r) => focus.roles[r].aliases.get(phrase.alias),
        }
    }

    /// The level that a phrase pins, and how surely.
    #[must_use]
    pub fn pinned(&self, taxonomy: &Taxonomy, phrase: &Phrase) -> Option<(Level, f32)> {
        let PhraseKind::Role(r) = phrase.kind else { return None };
        let role = &taxonomy.foci[phrase.focus].roles[r];
        let confidence = role.aliases.get(phrase.alias).map_or(PINNED_BY_TITLE, |a| a.level_confidence);
        role.level.map(|level| (level, confidence))
    }

    /// Whether a word says little about the work ("specialist", "officer").
    #[must_use]
    pub fn is_head(&self, word: WordId) -> bool {
        self.heads[word as usize]
    }

    /// The phrases that share the most telling words with a title, in `best`: the best first, ties by their place in the
    /// taxonomy.
    pub fn candidates(&self, title: &[QueryWord<'_>], scratch: &mut Scratch, best: &mut Vec<Near>) {
        let Scratch { shares, order, lookups, .. } = scratch;
        shares.reserve(self.phrases.len());
        order.clear();
        order.extend(title.iter().enumerate().map(|(position, word)| (self.telling(word), position)));
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        lookups.clear();
        for (_, position) in order.iter() {
            let QueryWord { weight, meaning, .. } = &title[*position];
            for (word, similarity) in &meaning.readings {
                let share = weight * similarity * self.vocabulary.weight(*word);
                let postings = self.postings.of(*word);
                // More telling words have found enough phrases: a common word ranks those and brings no others.
                let finds = shares.found() < ENOUGH || postings.len() <= TOO_COMMON * shares.found();
                if finds {
                    shares.add(postings, share);
                } else {
                    shares.add_to_found(postings, share, |phrase| self.words_of(phrase).contains(word));
                }
                lookups.push(Lookup { position: *position, word: *word, share, finds });
            }
        }
        for phrase in title.iter().flat_map(|word| &word.meaning.twice) {
            shares.correct(*phrase, || share_of(lookups, self.words_of(*phrase)));
        }
        shares.take_best(&self.norms, best);
    }

    /// The phrases that have several of the words that a title's word may stand for.
    #[must_use]
    pub fn twice(&self, readings: &[Reading]) -> Box<[u32]> {
        if readings.len() < 2 {
            return Box::default();
        }
        let mut phrases: Vec<u32> = readings.iter().flat_map(|(word, _)| self.postings.of(*word)).copied().collect();
        phrases.sort_unstable();
        let mut twice: Vec<u32> = phrases.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        twice.dedup();
        twice.into()
    }

    /// The phrases that are these words and no others, in this order: one for each focus that has them.
    #[must_use]
    pub fn exactly(&self, words: &[WordId]) -> &[u32] {
        self.whole.of(words, |phrase| self.words_of(phrase))
    }

    /// The words of a phrase, in order.
    #[must_use]
    pub fn words_of(&self, phrase: u32) -> &[WordId] {
        let at = phrase as usize;
        &self.words[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// How telling a word of a title is: the weight of its best reading; words aside come after all others.
    fn telling(&self, word: &QueryWord<'_>) -> f32 {
        let best = word.meaning.readings.iter().map(|(id, s)| self.vocabulary.weight(*id) * s).fold(0.0, f32::max);
        if word.aside { best - 100.0 } else { word.weight * best }
    }
}

/// From this many phrases on, more telling words have found all that can win.
const ENOUGH: usize = 250;

/// A word that so many times more phrases have than were found brings no others.
const TOO_COMMON: usize = 2;

/// A reading of a title's word that was looked up.
#[derive(Debug, Clone, Copy)]
struct Lookup {
    position: usize,
    word: WordId,
    share: f32,
    /// Whether it found phrases; otherwise it only ranked those that others had found.
    finds: bool,
}

/// What a phrase shares with a title where it has several readings of one word: only the best of these counts.
fn share_of(lookups: &[Lookup], phrase: &[WordId]) -> f32 {
    let (mut shared, mut last, mut position) = (0.0, 0.0, usize::MAX);
    for lookup in lookups.iter().filter(|lookup| phrase.contains(&lookup.word)) {
        if !lookup.finds && shared == 0.0 {
            continue;
        }
        if lookup.position != position {
            (position, last) = (lookup.position, 0.0);
        }
        if lookup.share > last {
            shared += lookup.share - last;
            last = lookup.share;
        }
    }
    shared
}

/// A phrase that shares telling words with a title.
#[derive(Debug, Clone, Copy)]
pub struct Near {
    /// Index in [`Index::phrases`].
    pub phrase: u32,
    /// What it shares, beside the phrase that shares most, 0–1.
    pub nearness: f32,
}

/// A word of a title to look up.
#[derive(Debug, Clone, Copy)]
pub struct QueryWord<'a> {
    /// Its weight in the title.
    pub weight: f32,
    /// What it may stand for.
    pub meaning: &'a Meaning,
    /// Whether it says a rank or is noise unless a phrase claims it.
    pub aside: bool,
}

/// The title of a role pins its level as surely as an alias does.
const PINNED_BY_TITLE: f32 = 0.90;
