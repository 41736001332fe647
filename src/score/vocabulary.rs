//! The words of all aliases, how telling each is, and which of them a word of a title may stand for.

mod baked;

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::similarity::{self, PackedStem, Stem};
use crate::normalize::Lexicon;

/// Number of a word in the vocabulary.
pub type WordId = u32;

/// A vocabulary word that a title's word may stand for, and how surely (0–1).
pub type Reading = (WordId, f32);

/// An abbreviation with several meanings says each of them almost as surely as the word itself.
const ABBREVIATION: f32 = 0.99;
/// Words of one family (`related.csv`): the same work, said otherwise.
const RELATED: f32 = 0.85;
/// Words that share a stem; mostly the same work, so a little below those that a person listed.
const SAME_STEM: f32 = 0.82;
/// A corrected mistake keeps this share of its similarity: it may be another word after all.
const CORRECTED: f32 = 0.95;
/// A long word that is one slip away from a single known word is that word.
const CLEARLY_CORRECTED: f32 = 0.98;
/// How many letters make a word long enough for that.
const CLEAR_FROM: usize = 7;
/// How many corrections of one word are looked at; the alias decides among them.
const MOST_CORRECTIONS: usize = 3;

/// A word; those in the binary stay where they are.
type Text = Cow<'static, str>;

/// All words of all aliases.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: FxHashMap<Text, WordId>,
    words: Vec<Text>,
    weights: Vec<f32>,
    /// Words that have a stem, by their stem.
    by_stem: Vec<WordId>,
    /// The stem of each of these words.
    stems: Vec<PackedStem>,
    /// All words by their first letter: where to look for corrections.
    by_initial: Vec<WordId>,
    /// Which letters each of these words has.
    letters: Vec<u64>,
    /// The first letters, and where the words with each begin.
    initials: Vec<(u32, u32)>,
    /// Words that say a rank. They stand for nothing but themselves: "manager" in a title is not the "management" of
    /// an area, or the rank would be lost.
    ranks: FxHashSet<WordId>,
}

impl Vocabulary {
    /// The number of a word, new or old.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = WordId::try_from(self.words.len()).unwrap_or(WordId::MAX);
        self.ids.insert(word.to_owned().into(), id);
        self.words.push(word.to_owned().into());
        self.weights.push(1.0);
        id
    }

    /// The number of a word that says a rank, new or old.
    pub fn intern_rank(&mut self, word: &str) {
        let id = self.intern(word);
        self.ranks.insert(id);
    }

    /// The number of a word that is in the vocabulary.
    #[must_use]
    pub fn id(&self, word: &str) -> Option<WordId> {
        self.ids.get(word).copied()
    }

    /// The word of a number.
    #[must_use]
    pub fn word(&self, id: WordId) -> &str {
        &self.words[id as usize]
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How telling a word is: its inverse document frequency over foci, ln(1 + foci / foci with the word).
    #[must_use]
    pub fn weight(&self, id: WordId) -> f32 {
        self.weights[id as usize]
    }

    /// Brings the words into the orders in which they are looked up, once all are known.
    pub fn arrange(&mut self) {
        let ids = || 0..WordId::try_from(self.words.len()).unwrap_or(WordId::MAX);
        self.by_stem = ids().filter(|id| self.stem(*id).is_some()).collect();
        self.by_initial = ids().collect();
        let words = &self.words;
        self.by_stem.sort_by_cached_key(|id| (stem_of(&words[*id as usize]), *id));
        self.by_initial.sort_by_key(|id| (words[*id as usize].chars().next(), *id));
        let word = |id: &WordId| &*words[*id as usize];
        self.stems = self.by_stem.iter().filter_map(|id| Some(similarity::stem(word(id))?.pack())).collect();
        self.letters = self.by_initial.iter().map(|id| similarity::letters(word(id))).collect();
        for (at, id) in (0..).zip(&self.by_initial) {
            let initial = word(id).chars().next().map_or(0, u32::from);
            if self.initials.last().is_none_or(|(last, _)| *last != initial) {
                self.initials.push((initial, at));
            }
        }
    }

    /// Sets the weights from the number of foci that use each word.
    pub fn weigh(&mut self, foci: usize, foci_with_word: &[u32]) {
        for (weight, with) in self.weights.iter_mut().zip(foci_with_word) {
            *weight = (1.0 + foci as f32 / (*with).max(1) as f32).ln();
        }
    }

    /// What a word of a title may stand for, best first. An unknown one may be misspelt where `correct` says so.
    #[must_use]
    pub fn readings(&self, word: &str, lexicon: &Lexicon, correct: bool) -> Vec<Reading> {
        let mut readings: Vec<Reading> = Vec::new();
        let own = self.id(word);
        if let Some(id) = own {
            add(&mut readings, id, 1.0);
        }
        let unrelated = |other: &str| lexicon.unrelated.contains(&(word.to_owned(), other.to_owned()));
        for meaning in lexicon.readings.get(word).into_iter().flatten() {
            let one = crate::normalize::singular(meaning);
            if let Some(id) = self.id(&one) {
                add(&mut readings, id, ABBREVIATION);
            }
            self.add_family(&mut readings, &one, ABBREVIATION, lexicon);
        }
        if own.is_none_or(|id| !self.ranks.contains(&id)) {
            self.add_family(&mut readings, word, 1.0, lexicon);
        }
        // A word that is not known may share its stem with the wrong word: "enginer" is no engine.
        let misspelt = own.is_none() && !lexicon.readings.contains_key(word) && !lexicon.known.contains(word);
        if correct && misspelt && !word.bytes().any(|b| b.is_ascii_digit()) {
            for (id, similarity) in self.corrections(word) {
                add(&mut readings, id, similarity);
                let family: Vec<Reading> = {
                    let mut f = Vec::new();
                    self.add_family(&mut f, self.word(id), similarity, lexicon);
                    f
                };
                family.into_iter().for_each(|(id, s)| add(&mut readings, id, s));
            }
        }
        readings.retain(|(id, _)| Some(*id) == own || !unrelated(self.word(*id)));
        readings.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        readings
    }

    fn add_family(&self, readings: &mut Vec<Reading>, word: &str, factor: f32, lexicon: &Lexicon) {
        for other in lexicon.related.get(word).into_iter().flatten() {
            if let Some(id) = self.id(other) {
                add(readings, id, RELATED * factor);
            }
        }
        let Some(stem) = similarity::stem(word) else { return };
        let stem_at = |at: usize| Stem::unpack(self.word(self.by_stem[at]), self.stems[at]);
        let (mut first, mut end) = (0, self.by_stem.len());
        while first < end {
            let middle = first.midpoint(end);
            if stem_at(middle).text < stem.text { first = middle + 1 } else { end = middle }
        }
        let same = (first..self.by_stem.len()).take_while(|at| stem_at(*at).text == stem.text);
        for id in same.filter(|at| stem.is_family(stem_at(*at))).map(|at| &self.by_stem[at]) {
            if self.word(*id) != word
                && !self.ranks.contains(id)
                && !lexicon.unrelated.contains(&(word.to_owned(), self.word(*id).to_owned()))
            {
                add(readings, *id, SAME_STEM * factor);
            }
        }
    }

    fn stem(&self, id: WordId) -> Option<&str> {
        stem_of(self.word(id))
    }

    /// Where the words with this first letter stand among those by their first letter.
    fn with_initial(&self, initial: char) -> std::ops::Range<usize> {
        let at = self.initials.partition_point(|(other, _)| *other < u32::from(initial));
        match self.initials.get(at) {
            Some((found, first)) if *found == u32::from(initial) => {
                let end = self.initials.get(at + 1).map_or(self.by_initial.len(), |(_, next)| *next as usize);
                *first as usize..end
            }
            _ => 0..0,
        }
    }

    /// The vocabulary words that a misspelt word most likely is. The first letter is taken to be right, or swapped
    /// with the second.
    fn corrections(&self, word: &str) -> Vec<Reading> {
        let mut found: Vec<Reading> = Vec::new();
        let mut initials: Vec<char> = word.chars().take(2).collect();
        initials.dedup();
        let letters = similarity::letters(word);
        for initial in initials {
            let here = self.with_initial(initial);
            for (id, own) in self.by_initial[here.clone()].iter().zip(&self.letters[here]) {
                if !similarity::may_be_near(letters, *own) {
                    continue;
                }
                let similarity = similarity::typo(word, self.word(*id)) as f32;
                if similarity > 0.0 {
                    found.push((*id, similarity * CORRECTED));
                }
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| self.word(a.0).cmp(self.word(b.0))));
        found.truncate(MOST_CORRECTIONS);
        if let [(id, similarity)] = found.as_mut_slice() {
            let one_slip = strsim::osa_distance(word, self.word(*id)) == 1;
            if one_slip && word.len() >= CLEAR_FROM {
                *similarity = similarity.max(CLEARLY_CORRECTED);
            }
        }
        found
    }
}

fn stem_of(word: &str) -> Option<&str> {
    similarity::stem(word).map(|stem| stem.text)
}

fn add(readings: &mut Vec<Reading>, id: WordId, similarity: f32) {
    match readings.iter_mut().find(|(other, _)| *other == id) {
        Some((_, s)) => *s = s.max(similarity),
        None => readings.push((id, similarity)),
    }
}
