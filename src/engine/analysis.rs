//! What a title may mean, before its context is looked at: the foci with their best phrases.

use std::sync::{Arc, PoisonError};

use super::Engine;
use crate::candidates::{QueryWord, Scratch};
use crate::level::{Cue, TitleRanks};
use crate::normalize::{Rejection, Title};
use crate::score::{Alignment, Match, Reading, ScoredTitle, TitleRank, calibration, weights};

/// Foci that are kept for each title: what `--top` and the review file can show.
const KEPT: usize = 12;

/// A rank word counts nearly in full when phrases are looked up: one that has it is more likely meant than not.
const ASIDE_IN_QUERY: f32 = 0.9;

/// One focus that a title may mean.
#[derive(Debug, Clone)]
pub struct FocusMatch {
    /// Index in [`crate::taxonomy::Taxonomy::foci`].
    pub focus: usize,
    /// Its best phrase.
    pub best: Match,
    /// What the focus's other phrases add to the similarity.
    pub support: f32,
    /// What context columns add to the similarity.
    pub context: f32,
    /// Whether another focus has the title as an alias, or more of it, which leaves less for this one.
    pub beside_exact: bool,
}

/// A title with everything that was found out about it, before the context is looked at.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The normalised title.
    pub title: Title,
    pub(super) ranks: Option<TitleRanks>,
    /// The foci it may mean, best first.
    pub foci: Vec<FocusMatch>,
}

impl FocusMatch {
    /// Similarity with everything that was added, 0–1.
    #[must_use]
    pub fn fit(&self) -> f32 {
        (self.best.similarity + self.support + self.context).min(1.0)
    }

    /// How likely the focus is right, 0–1, as far as it can be told without its rivals: the order of the foci.
    #[must_use]
    pub fn strength(&self) -> f32 {
        let share = if self.beside_exact { weights::BESIDE_EXACT } else { 1.0 };
        calibration::curve(self.fit()) * self.best.confidence * share
    }
}

impl Analysis {
    /// The analysis without what only normalising needs: enough to decide again in another context.
    #[must_use]
    pub fn without_words(mut self) -> Analysis {
        self.title.words = Vec::new();
        self
    }

    /// Whether a context column could change which focus is best.
    #[must_use]
    pub fn is_contested(&self) -> bool {
        match self.foci.as_slice() {
            [] => false,
            [only] => !only.best.exact,
            [best, next, ..] => best.strength() - next.strength() <= weights::CONTEXT,
        }
    }
}

impl Engine {
    /// Finds the foci that a title may mean.
    #[must_use]
    pub fn analyse(&self, raw: &str) -> Analysis {
        self.analyse_title(self.lexicon.title(raw))
    }

    /// As [`Engine::analyse`], with each step of normalising recorded.
    #[must_use]
    pub fn analyse_explained(&self, raw: &str) -> Analysis {
        self.analyse_title(self.lexicon.explain(raw))
    }

    /// What each word of a phrase met in a title: for explanations.
    #[must_use]
    pub fn alignment(&self, analysis: &Analysis, found: &FocusMatch) -> Alignment {
        let mut aligned = Alignment::new();
        if let Some(ranks) = &analysis.ranks {
            let scored = self.with_scratch(|scratch| self.scored_title(&analysis.title, ranks, scratch));
            scored.align(&self.index.phrases[found.best.phrase as usize], &mut aligned);
        }
        aligned
    }

    fn analyse_title(&self, mut title: Title) -> Analysis {
        if title.rejection.is_some() {
            return Analysis { title, ranks: None, foci: Vec::new() };
        }
        let known = |word: &str| self.index.vocabulary.id(word).is_some() || self.lexicon.known.contains(word);
        let ranks = self.ranks.of(&title.words, known);
        if (0..title.words.len()).all(|i| ranks.is_code_or_number(i) || title.words[i].noise) {
            let only_noise = !(0..title.words.len()).any(|i| ranks.is_code_or_number(i));
            title.rejection = Some(if only_noise { Rejection::OnlyNoise } else { Rejection::LevelOnly });
            // A shift or employment type may still be an alias ("temp", "contractor"), a bare level never is one.
            if !only_noise {
                return Analysis { title, ranks: None, foci: Vec::new() };
            }
        }
        let foci = self.with_scratch(|scratch| self.foci_of(&title, &ranks, scratch));
        if foci.iter().any(|f| f.best.exact) {
            title.rejection = None;
        }
        Analysis { title, ranks: Some(ranks), foci }
    }

    fn foci_of(&self, title: &Title, ranks: &TitleRanks, scratch: &mut Scratch) -> Vec<FocusMatch> {
        let scored = self.scored_title(title, ranks, scratch);
        let query: Vec<QueryWord<'_>> = scored
            .words
            .iter()
            .map(|w| {
                let aside = w.rank || w.noise;
                QueryWord {
                    weight: if aside { w.weight * ASIDE_IN_QUERY } else { w.weight },
                    readings: &w.readings,
                    aside,
                }
            })
            .collect();
        let mut foci: Vec<FocusMatch> = Vec::new();
        let mut aligned = Alignment::new();
        for phrase in self.index.candidates(&query, scratch) {
            let found = scored.score(&self.index, *phrase, &mut aligned);
            let focus = self.index.phrases[*phrase as usize].focus;
            match foci.iter_mut().find(|f| f.focus == focus) {
                None => foci.push(FocusMatch { focus, best: found, support: 0.0, context: 0.0, beside_exact: false }),
                Some(known) => known.add(found),
            }
        }
        // "Director of Photography" is an alias of one focus and a director in the area of another: the one that
        // claims more of the title as the job's name is meant.
        let says = |f: &FocusMatch| (f.best.claimed.count_ones(), f.best.in_order);
        if let Some(most) = foci.iter().filter(|f| f.best.exact).map(says).max() {
            foci.iter_mut().for_each(|f| f.beside_exact = !f.best.exact || says(f) < most);
        }
        sort(&mut foci);
        foci.truncate(KEPT);
        foci
    }

    fn scored_title(&self, title: &Title, ranks: &TitleRanks, scratch: &mut Scratch) -> ScoredTitle {
        let cues = self.ranks.cues(ranks, |_| false);
        let strongest = |cue: &Cue| cue.levels.best(|_| true).map_or(0.0, |(_, confidence)| confidence);
        let rank = match cues.as_slice() {
            cues if !cues.is_empty() && cues.iter().all(|c| strongest(c) < weights::WEAK_RANK) => TitleRank::Weak,
            cues if cues.iter().any(|c| c.levels.leads()) => TitleRank::Leads,
            _ => TitleRank::Other,
        };
        ScoredTitle::new(title, ranks, rank, &self.index, |word| self.readings(word, scratch))
    }

    fn readings(&self, word: &str, scratch: &mut Scratch) -> Arc<[Reading]> {
        if let Some(known) = scratch.readings.get(word) {
            return Arc::clone(known);
        }
        let readings: Arc<[Reading]> = self.index.vocabulary.readings(word, &self.lexicon).into();
        scratch.readings.insert(word.to_owned(), Arc::clone(&readings));
        readings
    }

    fn with_scratch<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let pool = || self.scratches.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = pool().pop().unwrap_or_default();
        let done = work(&mut scratch);
        pool().push(scratch);
        done
    }
}

impl FocusMatch {
    fn add(&mut self, other: Match) {
        let (mut better, mut worse) = (other, &self.best);
        if better.beats(worse) {
            std::mem::swap(&mut better, &mut self.best);
            worse = &better;
            self.support = weights::SUPPORT * worse.similarity * (1.0 - self.best.similarity);
        } else {
            let support = weights::SUPPORT * better.similarity * (1.0 - self.best.similarity);
            self.support = self.support.max(support);
        }
    }
}

/// Brings foci into order, the likeliest first; ties by their place in the taxonomy.
pub(super) fn sort(foci: &mut [FocusMatch]) {
    foci.sort_by(|a, b| b.strength().total_cmp(&a.strength()).then(a.focus.cmp(&b.focus)));
}
