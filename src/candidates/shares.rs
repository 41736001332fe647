//! What each phrase shares with the title at hand. A title shares a word with thousands of phrases, nearly all of them by one
//! common word, so this is the innermost loop of matching: plain lists of numbers, one addition for each.

use super::Near;

/// A phrase that shares less than this part of what the best one shares has never been the answer.
const HOPEFUL: f32 = 0.4;

/// How many phrases of a title are scored with care and vote. On labelled titles the answers are as good with 20 as with 60.
const SCORED: usize = 28;

/// Looking whether a phrase has a word costs about as much as this many steps through the list of the phrases that have it.
const LOOKING: usize = 6;

/// Scores that are looked at together.
const TOGETHER: usize = 16;

/// Memory for one title after the other; `shared` is zero between titles and wiped only where it was written to.
#[derive(Debug, Default)]
pub(super) struct Shares {
    /// What the words so far share, by phrase; 0 for a phrase that is not found.
    shared: Vec<f32>,
    /// The phrases with a share, in the order in which they were found: the first `count` of a list that has room for all.
    found: Vec<u32>,
    count: usize,
    /// The score of each of them.
    scores: Vec<f32>,
    ranked: Vec<Ranked>,
}

/// A score above the number of its phrase, turned over: the greatest is the best, and of equal ones the first phrase.
/// Scores are never negative, and the bits of such numbers stand in the order of the numbers.
type Ranked = u64;

impl Shares {
    /// Makes room for so many phrases.
    pub fn reserve(&mut self, phrases: usize) {
        self.shared.resize(phrases, 0.0);
        self.found.resize(phrases + 1, 0);
    }

    /// How many phrases have a share.
    pub fn found(&self) -> usize {
        self.count
    }

    /// Adds what a word shares with the phrases that have it.
    pub fn add(&mut self, phrases: &[u32], share: f32) {
        let (sums, found) = (self.shared.as_mut_slice(), self.found.as_mut_slice());
        let mut count = self.count;
        for phrase in phrases {
            let shared = &mut sums[*phrase as usize];
            // Written in any case and kept if new, since no processor can foresee which are.
            found[count] = *phrase;
            count += usize::from(*shared == 0.0);
            *shared += share;
        }
        self.count = count;
    }

    /// The same for those that are found already.
    pub fn add_to_found(&mut self, phrases: &[u32], share: f32, has_word: impl Fn(u32) -> bool) {
        if phrases.len() > LOOKING * self.count {
            for phrase in self.found[..self.count].iter().filter(|phrase| has_word(**phrase)) {
                self.shared[*phrase as usize] += share;
            }
        } else {
            for phrase in phrases {
                let shared = &mut self.shared[*phrase as usize];
                *shared += if *shared == 0.0 { 0.0 } else { share };
            }
        }
    }

    /// Puts right what a phrase shares, if it is found.
    pub fn correct(&mut self, phrase: u32, share: impl FnOnce() -> f32) {
        let shared = &mut self.shared[phrase as usize];
        if *shared != 0.0 {
            *shared = share();
        }
    }

    /// The phrases with the greatest share times norm, ties by their number, and what each has beside the best. Forgets the title.
    pub fn take_best(&mut self, norms: &[f32], best: &mut Vec<Near>) {
        let sums = self.shared.as_mut_slice();
        let norms = &norms[..sums.len()];
        let found = &self.found[..self.count];
        self.scores.resize(found.len(), 0.0);
        for (score, phrase) in self.scores.iter_mut().zip(found) {
            let at = *phrase as usize;
            *score = sums[at] * norms[at];
            sums[at] = 0.0;
        }
        // Two passes, since hardly any phrase passes the second, and which ones do could not be foreseen in the first.
        let most = greatest(&self.scores);
        let least = most * HOPEFUL;
        self.ranked.clear();
        for (phrases, scores) in found.chunks(TOGETHER).zip(self.scores.chunks(TOGETHER)) {
            if !scores.iter().fold(false, |any, score| any | (*score >= least)) {
                continue;
            }
            for (phrase, score) in phrases.iter().zip(scores) {
                if *score >= least {
                    self.ranked.push(u64::from(score.to_bits()) << 32 | u64::from(!*phrase));
                }
            }
        }
        self.count = 0;
        let descending = |a: &Ranked, b: &Ranked| b.cmp(a);
        if self.ranked.len() > SCORED {
            self.ranked.select_nth_unstable_by(SCORED, descending);
            self.ranked.truncate(SCORED);
        }
        self.ranked.sort_unstable_by(descending);
        best.clear();
        best.extend(self.ranked.iter().map(|ranked| {
            let [score, phrase] = [ranked >> 32, ranked & u64::from(u32::MAX)].map(|half| half as u32);
            Near { phrase: !phrase, nearness: f32::from_bits(score) / most }
        }));
    }
}

/// The greatest of many scores, several at once.
fn greatest(scores: &[f32]) -> f32 {
    let (many, rest) = scores.as_chunks::<8>();
    let mut most = [0.0f32; 8];
    for scores in many {
        for (most, score) in most.iter_mut().zip(scores) {
            *most = if *score > *most { *score } else { *most };
        }
    }
    most.into_iter().chain(rest.iter().copied()).fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_best_phrases_are_those_that_sorting_all_of_them_gives(
            words in vec((btree_set(0u32..90, 0..60), 0.1f32..6.0, any::<bool>()), 1..8),
            norms in vec(0.05f32..1.0, 90),
        ) {
            let mut shares = Shares::default();
            shares.reserve(90);
            // Twice, since the second title must not see the first.
            for _ in 0..2 {
                let mut expected = [0.0f32; 90];
                for (phrases, share, finds) in &words {
                    let list: Vec<u32> = phrases.iter().copied().collect();
                    match finds {
                        true => shares.add(&list, *share),
                        false => shares.add_to_found(&list, *share, |phrase| phrases.contains(&phrase)),
                    }
                    for phrase in list {
                        let shared = &mut expected[phrase as usize];
                        *shared += if *finds || *shared > 0.0 { *share } else { 0.0 };
                    }
                }
                let scores = expected.iter().zip(&norms).map(|(shared, norm)| shared * norm);
                let mut sorted: Vec<(u32, f32)> = (0..).zip(scores).filter(|(_, score)| *score > 0.0).collect();
                sorted.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                let most = sorted.first().map_or(0.0, |(_, score)| *score);
                sorted.retain(|(_, score)| *score >= most * HOPEFUL);
                sorted.truncate(SCORED);
                let mut best = Vec::new();
                shares.take_best(&norms, &mut best);
                let best: Vec<(u32, f32)> = best.iter().map(|near| (near.phrase, near.nearness)).collect();
                let sorted: Vec<(u32, f32)> = sorted.iter().map(|(phrase, score)| (*phrase, score / most)).collect();
                prop_assert_eq!(best, sorted);
            }
        }
    }
}
