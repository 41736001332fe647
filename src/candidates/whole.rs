//! Phrases by all of their words: whether a title is an alias word for word is asked for every title.

use serde::{Deserialize, Serialize};

use crate::bake::flat;
use crate::score::WordId;

/// Finds the phrases that have given words, in their order, and no others.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Whole {
    /// All phrases in the order of their words, so that those with the same words stand together.
    #[serde(with = "flat")]
    sorted: Vec<u32>,
    /// Where those with the same words begin, plus one; 0 for an empty place. The words' hash says the place, and where that is taken
    /// it is the next one that is not.
    #[serde(with = "flat")]
    places: Vec<u32>,
}

impl Whole {
    pub fn new<'w>(phrases: u32, words_of: impl Fn(u32) -> &'w [WordId]) -> Whole {
        let mut sorted: Vec<u32> = (0..phrases).collect();
        sorted.sort_by_key(|phrase| words_of(*phrase));
        let begins = |at: &usize| *at == 0 || words_of(sorted[at - 1]) != words_of(sorted[*at]);
        let groups: Vec<usize> = (0..sorted.len()).filter(begins).collect();
        // A third of the places at least stays empty, so that the next one is near.
        let mut places = vec![0; (groups.len() * 3 / 2 + 1).next_power_of_two()];
        for begin in groups {
            let mut place = hash(words_of(sorted[begin])) & (places.len() - 1);
            while places[place] != 0 {
                place = (place + 1) & (places.len() - 1);
            }
            places[place] = u32::try_from(begin + 1).unwrap_or(u32::MAX);
        }
        Whole { sorted, places }
    }

    /// The phrases with these words.
    pub fn of<'w>(&self, words: &[WordId], words_of: impl Fn(u32) -> &'w [WordId]) -> &[u32] {
        let mut place = hash(words) & (self.places.len() - 1);
        while let Some(begin) = self.places[place].checked_sub(1) {
            let same = &self.sorted[begin as usize..];
            if words_of(same[0]) == words {
                let count = same.iter().take_while(|phrase| words_of(**phrase) == words).count();
                return &same[..count];
            }
            place = (place + 1) & (self.places.len() - 1);
        }
        &[]
    }
}

/// The same on every machine, since the table may be made on one and used on another: the multiplication of Fx, whose upper bits
/// depend on all words.
fn hash(words: &[WordId]) -> usize {
    let mix = |sum: u64, word: &WordId| (sum.rotate_left(5) ^ u64::from(*word)).wrapping_mul(0x517c_c1b7_2722_0a95);
    (words.iter().fold(0, mix) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_phrases_are_those_that_a_search_of_all_gives(
            phrases in vec(vec(0u32..4, 1..4), 0..80),
            asked in vec(0u32..5, 0..4),
        ) {
            let words_of = |phrase: u32| phrases[phrase as usize].as_slice();
            let whole = Whole::new(u32::try_from(phrases.len()).unwrap(), words_of);
            for words in phrases.iter().chain([&asked]) {
                let all = (0..).zip(&phrases).filter(|(_, other)| *other == words);
                prop_assert_eq!(whole.of(words, words_of), all.map(|(phrase, _)| phrase).collect::<Vec<u32>>());
            }
        }
    }
}
