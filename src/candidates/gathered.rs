//! Phrases on their way to being compared.

use std::ops::Range;

use super::{Index, Near, Phrase};
use crate::score::WordId;

/// The phrases that a title is compared with, and their words, side by side. They lie far apart in the index, and most of the
/// time of comparing went into waiting for one after the other; looked up before the first is compared, they are waited for
/// together.
#[derive(Debug, Default)]
pub struct Gathered {
    near: Vec<Near>,
    phrases: Vec<(Phrase, Range<usize>)>,
    words: Vec<WordId>,
    ends: Vec<usize>,
}

/// A phrase that a title is compared with.
#[derive(Debug, Clone, Copy)]
pub struct NearPhrase<'g> {
    /// Where it stands in the index, and how near it is.
    pub near: Near,
    /// The phrase.
    pub phrase: &'g Phrase,
    /// Its words, in order.
    pub words: &'g [WordId],
}

impl Gathered {
    /// Looks phrases up, in place of those before.
    pub fn fill(&mut self, index: &Index, near: &[Near]) {
        self.near.clear();
        self.near.extend_from_slice(near);
        self.phrases.clear();
        self.phrases.extend(near.iter().map(|near| {
            let at = near.phrase as usize;
            (index.phrases[at], index.starts[at] as usize..index.starts[at + 1] as usize)
        }));
        self.words.clear();
        self.ends.clear();
        for (_, words) in &self.phrases {
            self.words.extend_from_slice(&index.words[words.clone()]);
            self.ends.push(self.words.len());
        }
    }

    /// The phrases, in their order.
    pub fn iter(&self) -> impl Iterator<Item = NearPhrase<'_>> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        let words = begins.zip(&self.ends).map(|(begin, end)| &self.words[begin..*end]);
        let phrases = self.near.iter().zip(&self.phrases).zip(words);
        phrases.map(|((near, (phrase, _)), words)| NearPhrase { near: *near, phrase, words })
    }
}
