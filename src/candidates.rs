//! 4. A title to the few aliases worth scoring, through an inverted index: no title is compared with every alias.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::level::RankWords;
use crate::normalize::Lexicon;
use crate::score::evidence::{EvidenceSums, WordEvidence};
use crate::score::{Meaning, Reading, Vocabulary, WordId, weights};
use crate::taxonomy::{Alias, Level, Taxonomy};

/// How many phrases of a title are scored with care and vote. On labelled titles the answers are as good with 20 as with 60.
const SCORED: usize = 28;

/// What a phrase of the index says; the later, the more it says about the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// A phrase that titles are compared with.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// Index in [`Taxonomy::foci`].
    pub focus: usize,
    /// What it says.
    pub kind: PhraseKind,
    /// Index in the list of aliases of its kind; 0 for names.
    pub alias: usize,
    /// Its words, in order.
    pub words: Vec<WordId>,
    /// How surely it means the focus, 0–1.
    pub confidence: f32,
    /// Sum of the weights of its words.
    pub weight: f32,
}

/// Everything that titles are compared with, ready to be looked up by word.
#[derive(Debug)]
pub struct Index {
    /// The words of all phrases.
    pub vocabulary: Vocabulary,
    /// All phrases.
    pub phrases: Vec<Phrase>,
    /// What single words say about foci.
    pub evidence: WordEvidence,
    postings: Vec<Vec<u32>>,
    /// The words of all phrases in one row, and where each phrase begins: phrases are looked at in no order, so what is
    /// looked at must lie close together.
    words: Vec<WordId>,
    starts: Vec<u32>,
    /// What shared weight is multiplied by to rank phrases: the weight of their words, damped as in the similarity.
    norms: Vec<f32>,
    /// Words that say little about the work, by number.
    heads: Vec<bool>,
}

impl Index {
    /// Builds the index of a taxonomy's names, areas, aliases and role titles.
    #[must_use]
    pub fn new(taxonomy: &Taxonomy, lexicon: &Lexicon, ranks: &RankWords) -> Index {
        let mut builder = Builder { lexicon, vocabulary: Vocabulary::default(), phrases: Vec::new() };
        // Normalising is most of the work and knows of no other phrase; numbering the words goes in order.
        let normal: Vec<Vec<NormalPhrase>> =
            (0..taxonomy.foci.len()).into_par_iter().map(|focus| normal_phrases(taxonomy, lexicon, focus)).collect();
        for (focus, phrases) in normal.into_iter().enumerate() {
            phrases.into_iter().for_each(|phrase| builder.add(focus, phrase));
        }
        // Rank words must be known, or a misspelt one would be taken for a word of an alias.
        for word in ranks.words() {
            builder.vocabulary.intern_rank(word);
        }
        builder.finish(taxonomy)
    }

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

    /// The phrases that share the most telling words with a title. The phrases come best first; ties by their place in the taxonomy.
    pub fn candidates<'s>(&self, title: &[QueryWord<'_>], scratch: &'s mut Scratch) -> &'s [Near] {
        scratch.reset(self.phrases.len());
        let mut order: Vec<usize> = (0..title.len()).collect();
        order.sort_by(|a, b| self.telling(&title[*b]).total_cmp(&self.telling(&title[*a])));
        for position in order {
            let QueryWord { weight, readings, .. } = &title[position];
            for (word, similarity) in *readings {
                let shared = weight * similarity * self.vocabulary.weight(*word);
                let postings = &self.postings[*word as usize];
                if scratch.touched.len() >= ENOUGH && postings.len() > WORTH_SCANNING * scratch.touched.len() {
                    // More telling words have found enough phrases: a common word ranks those and brings no others.
                    for at in 0..scratch.touched.len() {
                        let phrase = scratch.touched[at];
                        if self.words_of(phrase).contains(word) {
                            scratch.share(phrase, position, shared);
                        }
                    }
                } else {
                    for phrase in postings {
                        scratch.share(*phrase, position, shared);
                    }
                }
            }
        }
        scratch.rank(|phrase, shared| shared * self.norms[phrase as usize])
    }

    fn words_of(&self, phrase: u32) -> &[WordId] {
        let at = phrase as usize;
        &self.words[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// How telling a word of a title is: the weight of its best reading; words aside come after all others.
    fn telling(&self, word: &QueryWord<'_>) -> f32 {
        let best = word.readings.iter().map(|(id, s)| self.vocabulary.weight(*id) * s).fold(0.0, f32::max);
        if word.aside { best - 100.0 } else { word.weight * best }
    }
}

/// A phrase that shares less than this part of what the best one shares has never been the answer.
const HOPEFUL: f32 = 0.4;

/// From this many phrases on, more telling words have found all that can win.
const ENOUGH: usize = 250;

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
    pub readings: &'a [Reading],
    /// Whether it says a rank or is noise unless a phrase claims it.
    pub aside: bool,
}

/// Looking at a phrase already found costs about as much as this many steps through a posting list.
const WORTH_SCANNING: usize = 2;

/// The title of a role pins its level as surely as an alias does.
const PINNED_BY_TITLE: f32 = 0.90;

struct Builder<'a> {
    lexicon: &'a Lexicon,
    vocabulary: Vocabulary,
    phrases: Vec<Phrase>,
}

/// A phrase whose words have no numbers yet.
struct NormalPhrase {
    kind: PhraseKind,
    alias: usize,
    confidence: f32,
    words: Vec<String>,
}

fn normal_phrases(taxonomy: &Taxonomy, lexicon: &Lexicon, focus: usize) -> Vec<NormalPhrase> {
    let mut phrases = Vec::new();
    let mut add = |kind: PhraseKind, alias: usize, text: &str, confidence: f32| {
        phrases.push(NormalPhrase { kind, alias, confidence, words: lexicon.phrase(text) });
    };
    let name = taxonomy.work_name(focus);
    add(PhraseKind::Name, 0, name, 1.0);
    if let Some((bare, _)) = name.split_once(" (") {
        add(PhraseKind::Name, 0, bare, 1.0);
    }
    let focus = &taxonomy.foci[focus];
    for (n, area) in focus.areas.iter().enumerate() {
        add(PhraseKind::Area, n, &area.text, area.confidence);
    }
    for (n, alias) in focus.aliases.iter().enumerate() {
        add(PhraseKind::Worker, n, &alias.text, alias.confidence);
    }
    for (r, role) in focus.roles.iter().enumerate() {
        if let Some(title) = &role.title {
            add(PhraseKind::Role(r), usize::MAX, title, 1.0);
        }
        for (n, alias) in role.aliases.iter().enumerate() {
            add(PhraseKind::Role(r), n, &alias.text, alias.confidence);
        }
    }
    phrases
}

impl Builder<'_> {
    fn add(&mut self, focus: usize, phrase: NormalPhrase) {
        let NormalPhrase { kind, alias, confidence, words } = phrase;
        let words: Vec<WordId> = words.iter().map(|w| self.vocabulary.intern(w)).collect();
        // The same words may come from two spellings of one alias; the first says it all.
        let same = |p: &&Phrase| p.focus == focus && p.kind == kind && p.words == words;
        let known = self.phrases.iter().rev().take_while(|p| p.focus == focus).any(|p| same(&p));
        if !words.is_empty() && !known {
            self.phrases.push(Phrase { focus, kind, alias, words, confidence, weight: 0.0 });
        }
    }

    fn finish(mut self, taxonomy: &Taxonomy) -> Index {
        let mut foci_with_word = vec![0u32; self.vocabulary.len()];
        let mut last_focus = vec![usize::MAX; self.vocabulary.len()];
        let mut postings = vec![Vec::new(); self.vocabulary.len()];
        for (i, phrase) in (0u32..).zip(&self.phrases) {
            for (n, word) in phrase.words.iter().enumerate() {
                let w = *word as usize;
                if last_focus[w] != phrase.focus {
                    last_focus[w] = phrase.focus;
                    foci_with_word[w] += 1;
                }
                if !phrase.words[..n].contains(word) {
                    postings[w].push(i);
                }
            }
        }
        self.vocabulary.weigh(taxonomy.foci.len(), &foci_with_word);
        for phrase in &mut self.phrases {
            phrase.weight = phrase.words.iter().map(|w| self.vocabulary.weight(*w)).sum();
        }
        let norm = |p: &Phrase| 1.0 / p.weight.max(f32::MIN_POSITIVE).powf(weights::ALIAS_SHARE);
        let norms = self.phrases.iter().map(norm).collect();
        let mut starts = vec![0];
        let mut words = Vec::new();
        for phrase in &self.phrases {
            words.extend_from_slice(&phrase.words);
            starts.push(u32::try_from(words.len()).unwrap_or(u32::MAX));
        }
        let heads = (0u32..).take(self.vocabulary.len()).map(|w| self.lexicon.heads.contains(self.vocabulary.word(w)));
        let heads = heads.collect();
        let evidence = WordEvidence::new(taxonomy, &self.phrases, self.vocabulary.len());
        Index { vocabulary: self.vocabulary, phrases: self.phrases, evidence, postings, words, starts, norms, heads }
    }
}

/// Memory that is used for title after title.
#[derive(Debug, Default)]
pub struct Scratch {
    slots: Vec<Slot>,
    title: u32,
    touched: Vec<u32>,
    ranked: Vec<(f32, u32)>,
    best: Vec<Near>,
    /// Meanings of words seen before.
    pub meanings: FxHashMap<String, std::sync::Arc<Meaning>>,
    /// What the words of the title at hand say.
    pub sums: EvidenceSums,
}

/// What one phrase shares with the title at hand; all of it in one place, since phrases come in no order.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// The title this was written for; anything older counts as empty, so that nothing needs to be wiped.
    title: u32,
    /// The word of the title that was counted last.
    position: u32,
    /// What that word shares.
    last: f32,
    /// What all words share.
    shared: f32,
}

impl Scratch {
    fn reset(&mut self, phrases: usize) {
        self.slots.resize(phrases, Slot::default());
        self.touched.clear();
        self.title = self.title.wrapping_add(1);
        if self.title == 0 {
            self.slots.fill(Slot::default());
            self.title = 1;
        }
    }

    /// Adds what one word of the title shares with a phrase; of several readings of one word only the best counts.
    fn share(&mut self, phrase: u32, position: usize, shared: f32) {
        let position = u32::try_from(position).unwrap_or(u32::MAX);
        let slot = &mut self.slots[phrase as usize];
        if slot.title != self.title {
            *slot = Slot { title: self.title, position, last: shared, shared };
            self.touched.push(phrase);
        } else if slot.position != position {
            slot.position = position;
            slot.last = shared;
            slot.shared += shared;
        } else if shared > slot.last {
            slot.shared += shared - slot.last;
            slot.last = shared;
        }
    }

    fn rank(&mut self, score: impl Fn(u32, f32) -> f32) -> &[Near] {
        self.ranked.clear();
        let mut most = 0.0f32;
        for phrase in &self.touched {
            let score = score(*phrase, self.slots[*phrase as usize].shared);
            most = most.max(score);
            if score >= most * HOPEFUL {
                self.ranked.push((score, *phrase));
            }
        }
        // Most phrases share one common word; throwing them out first leaves little to sort.
        self.ranked.retain(|(score, _)| *score >= most * HOPEFUL);
        let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if self.ranked.len() > SCORED {
            self.ranked.select_nth_unstable_by(SCORED, order);
            self.ranked.truncate(SCORED);
        }
        self.ranked.sort_unstable_by(order);
        self.best.clear();
        self.best.extend(self.ranked.iter().map(|(score, phrase)| Near { phrase: *phrase, nearness: score / most }));
        &self.best
    }
}
