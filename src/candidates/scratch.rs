//! Memory that is used for title after title: matching a title allocates next to nothing.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Near;
use crate::score::Meaning;
use crate::score::evidence::EvidenceSums;

/// A phrase that shares less than this part of what the best one shares has never been the answer.
const HOPEFUL: f32 = 0.4;

/// How many phrases of a title are scored with care and vote. On labelled titles the answers are as good with 20 as with 60.
const SCORED: usize = 28;

/// Memory that is used for title after title.
#[derive(Debug, Default)]
pub struct Scratch {
    slots: Vec<Slot>,
    title: u32,
    pub(super) touched: Vec<u32>,
    ranked: Vec<(f32, u32)>,
    best: Vec<Near>,
    /// Meanings of words seen before.
    pub meanings: FxHashMap<String, Arc<Meaning>>,
    /// The same for words of titles in other languages.
    pub foreign: FxHashMap<String, Arc<Meaning>>,
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
    pub(super) fn reset(&mut self, phrases: usize) {
        self.slots.resize(phrases, Slot::default());
        self.touched.clear();
        self.title = self.title.wrapping_add(1);
        if self.title == 0 {
            self.slots.fill(Slot::default());
            self.title = 1;
        }
    }

    /// Adds what one word of the title shares with a phrase; of several readings of one word only the best counts.
    pub(super) fn share(&mut self, phrase: u32, position: usize, shared: f32) {
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

    pub(super) fn rank(&mut self, score: impl Fn(u32, f32) -> f32) -> &[Near] {
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
