//! The index of a taxonomy. The program does this at every start, so it is done in few passes over flat memory.

use std::borrow::Cow;
use std::hash::{BuildHasher as _, BuildHasherDefault};

use rayon::prelude::*;
use rustc_hash::FxHasher;

use super::whole::Whole;
use super::{Index, Phrase, PhraseKind, Postings};
use crate::level::RankWords;
use crate::normalize::Lexicon;
use crate::score::evidence::WordEvidence;
use crate::score::{Vocabulary, WordId, weights};
use crate::taxonomy::Taxonomy;

impl Index {
    /// Builds the index of a taxonomy's names, areas, aliases and role titles.
    #[must_use]
    pub fn new(taxonomy: &Taxonomy, lexicon: &Lexicon, ranks: &RankWords) -> Index {
        // Normalising knows of no other phrase; numbering the words goes in order, whatever the number of threads.
        let normal: Vec<NormalFocus<'_>> =
            (0..taxonomy.foci.len()).into_par_iter().map(|focus| NormalFocus::new(taxonomy, lexicon, focus)).collect();
        let mut builder = Builder::default();
        for (focus, phrases) in normal.iter().enumerate() {
            builder.add(focus, phrases);
        }
        // Rank words must be known, or a misspelt one would be taken for a word of an alias.
        for word in ranks.words() {
            builder.vocabulary.intern_rank(word);
        }
        builder.finish(taxonomy, lexicon)
    }
}

/// The phrases of a focus, whose words have no numbers yet.
#[derive(Default)]
struct NormalFocus<'t> {
    phrases: Vec<NormalPhrase>,
    words: Vec<Cow<'t, str>>,
}

struct NormalPhrase {
    kind: PhraseKind,
    alias: usize,
    confidence: f32,
    /// Where its words end in those of the focus; they begin where the ones before end.
    end: usize,
}

impl<'t> NormalFocus<'t> {
    fn new(taxonomy: &'t Taxonomy, lexicon: &Lexicon, focus: usize) -> NormalFocus<'t> {
        let mut all = NormalFocus::default();
        let mut add = |kind: PhraseKind, alias: usize, text: &'t str, confidence: f32| {
            lexicon.add_phrase(text, &mut all.words);
            all.phrases.push(NormalPhrase { kind, alias, confidence, end: all.words.len() });
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
        all
    }
}

#[derive(Default)]
struct Builder {
    vocabulary: Vocabulary,
    phrases: Vec<Phrase>,
    words: Vec<WordId>,
    starts: Vec<u32>,
    /// Of the words and kinds of a focus's phrases.
    hashes: Vec<u64>,
}

impl Builder {
    fn add(&mut self, focus: usize, normal: &NormalFocus<'_>) {
        self.hashes.clear();
        let hasher = BuildHasherDefault::<FxHasher>::default();
        let mut begin = 0;
        for NormalPhrase { kind, alias, confidence, end } in &normal.phrases {
            let start = self.words.len();
            let ids = normal.words[begin..*end].iter().map(|w| self.vocabulary.intern(w));
            self.words.extend(ids);
            begin = *end;
            // The same words may come from two spellings of one alias; the first says it all.
            let hash = hasher.hash_one((kind, &self.words[start..]));
            if self.words.len() == start || self.hashes.contains(&hash) {
                self.words.truncate(start);
                continue;
            }
            self.hashes.push(hash);
            self.starts.push(number(start));
            self.phrases.push(Phrase { focus, kind: *kind, alias: *alias, confidence: *confidence, weight: 0.0 });
        }
    }

    fn finish(self, taxonomy: &Taxonomy, lexicon: &Lexicon) -> Index {
        let Builder { mut vocabulary, mut phrases, words, mut starts, .. } = self;
        starts.push(number(words.len()));
        let words_of = |phrase: usize| &words[starts[phrase] as usize..starts[phrase + 1] as usize];
        let postings = Postings::new(vocabulary.len(), phrases.len(), words_of);
        let mut foci_with_word = vec![0u32; vocabulary.len()];
        for (word, count) in foci_with_word.iter_mut().enumerate() {
            let mut last = usize::MAX;
            for phrase in postings.of(number(word)) {
                let focus = phrases[*phrase as usize].focus;
                *count += u32::from(focus != last);
                last = focus;
            }
        }
        vocabulary.weigh(taxonomy.foci.len(), &foci_with_word);
        vocabulary.arrange();
        for (i, phrase) in phrases.iter_mut().enumerate() {
            phrase.weight = words_of(i).iter().map(|w| vocabulary.weight(*w)).sum();
        }
        let norm = |p: &Phrase| 1.0 / p.weight.max(f32::MIN_POSITIVE).powf(weights::ALIAS_SHARE);
        let norms = phrases.iter().map(norm).collect();
        let heads = (0..number(vocabulary.len())).map(|w| lexicon.heads.contains(vocabulary.word(w))).collect();
        let mut defined = vec![Vec::new(); vocabulary.len()];
        for (focus, known) in (0u32..).zip(&taxonomy.foci) {
            // Words that no phrase has never stand in a title that is compared with one.
            let words = lexicon.phrase(&known.definition).into_iter().filter_map(|word| vocabulary.id(&word));
            words.for_each(|word| defined[word as usize].push(focus));
        }
        let evidence = WordEvidence::new(taxonomy, &phrases, &postings, &defined);
        let whole = Whole::new(number(phrases.len()), |phrase| words_of(phrase as usize));
        Index { vocabulary, phrases, evidence, postings, words, starts, norms, whole, heads }
    }
}

impl Postings {
    /// Counts first and fills then, so that all lists lie in one piece of memory.
    fn new<'w>(vocabulary: usize, phrases: usize, words_of: impl Fn(usize) -> &'w [WordId]) -> Postings {
        let once = |phrase: usize| {
            let words = words_of(phrase);
            words.iter().enumerate().filter(|(n, w)| !words[..*n].contains(w)).map(|(_, w)| *w as usize)
        };
        let mut starts = vec![0u32; vocabulary + 1];
        for word in (0..phrases).flat_map(once) {
            starts[word + 1] += 1;
        }
        for word in 0..vocabulary {
            starts[word + 1] += starts[word];
        }
        let mut next = starts.clone();
        let mut lists = vec![0u32; starts[vocabulary] as usize];
        for phrase in 0..phrases {
            for word in once(phrase) {
                lists[next[word] as usize] = number(phrase);
                next[word] += 1;
            }
        }
        Postings { starts, lists }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
