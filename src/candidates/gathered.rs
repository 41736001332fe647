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
    /// Each phrase, and where its words stand in the index.
    phrases: Vec<(Phrase, Range<usize>)>,
    /// The words of all of them, one phrase behind the other.
    words: Vec<WordId>,
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
    /// The memory for the next phrases to look up.
    pub fn take_near(&mut self) -> Vec<Near> {
        std::mem::take(&mut self.near)
    }

    /// Looks phrases up, in place of those before.
    pub fn fill(&mut self, index: &Index, near: Vec<Near>) {
        self.near = near;
        self.phrases.clear();
        self.phrases.extend(self.near.iter().map(|near| {
            let at = near.phrase as usize;
            (index.phrases[at], index.starts[at] as usize..index.starts[at + 1] as usize)
        }));
        self.words.clear();
        for (_, words) in &self.phrases {
            self.words.extend_from_slice(&index.words[words.clone()]);
        }
    }

    /// The phrases, in their order.
    pub fn iter(&self) -> impl Iterator<Item = NearPhrase<'_>> {
        let mut rest = self.words.as_slice();
        self.near.iter().zip(&self.phrases).map(move |(near, (phrase, place))| {
            let (words, behind) = rest.split_at(place.len());
            rest = behind;
            NearPhrase { near: *near, phrase, words }
        })
    }
}
