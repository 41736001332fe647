//! What a title may mean, before its context is looked at: the foci with their best phrases.

use std::sync::{Arc, PoisonError};

use super::Engine;
use crate::candidates::{Near, QueryWord, Scratch};
use crate::level::{Cue, TitleRanks};
use crate::normalize::{PartKind, Rejection, Title};
use crate::score::calibration::{self, Fit, Signals};
use crate::score::weights::{self, odds};
use crate::score::{Alignment, Match, Meaning, SAID, ScoredTitle, TitleRank, TitleWord, WordId};

/// Foci that are kept for each title: what `--top` and the review file can show.
const KEPT: usize = 12;

/// Phrases that are the title itself: several of each focus that is kept.
const MOST_EXACT: usize = 8 * KEPT;

/// Meanings that each thread remembers, so that a stream of ever new words does not fill the memory; forgotten ones are looked up
/// again.
const MOST_MEANINGS: usize = 16 * 1024;

/// A rank word counts nearly in full when phrases are looked up: one that has it is more likely meant than not.
const ASIDE_IN_QUERY: f32 = 0.9;

/// A number only ranks phrases that other words have found: "Manager II" has nothing to do with a "BMET II".
const NUMBER_IN_QUERY: f32 = 0.15;

/// One focus that a title may mean.
#[derive(Debug, Clone)]
pub struct FocusMatch {
    /// Index in [`crate::taxonomy::Taxonomy::foci`].
    pub focus: usize,
    /// Its best phrase.
    pub best: Match,
    /// Positions of the title's words that a worker's name of the focus claims as a whole, whichever phrase is the best.
    pub named: u64,
    /// The part of the title that its best phrase begins in, and what opens that.
    pub part: Option<(u16, PartKind)>,
    /// What speaks for it.
    pub evidence: Evidence,
    /// How likely it is right beside the other foci of the title, 0–1, before calibration.
    pub probability: f32,
    /// How likely the single words make its occupational group, 0–1, as far as they are known.
    pub agreement: f32,
    /// Whether the title is an alias of it that a person answered for.
    pub confirmed: bool,
    /// The most that its score can be, 0–1: below 1 where several foci have the title as an alias of their own.
    pub share: f32,
}

/// What speaks for a focus, each in log-odds (nats): the terms of a sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Evidence {
    /// How well its best phrase fits.
    pub fit: f32,
    /// How many of the nearest phrases are its own.
    pub votes: f32,
    /// What the words say for it, all its phrases taken together.
    pub focus_words: f32,
    /// What they say for its function.
    pub function_words: f32,
    /// What they say for its occupational group.
    pub group_words: f32,
    /// That another focus has the title as an alias, or more of it.
    pub beside_exact: f32,
    /// What the columns beside the title say.
    pub context: f32,
}

impl Evidence {
    /// Its terms, in words for people.
    #[must_use]
    pub fn terms(&self) -> [(&'static str, f32); 7] {
        [
            ("its best phrase fits", self.fit),
            ("the nearest phrases are its own", self.votes),
            ("its phrases have these words", self.focus_words),
            ("its function has them", self.function_words),
            ("its occupational group has them", self.group_words),
            ("another focus has the title itself", self.beside_exact),
            ("columns beside the title", self.context),
        ]
    }

    /// The sum of those that nothing else is asked of.
    #[must_use]
    pub fn own(&self) -> f32 {
        let Evidence { fit, votes, focus_words, function_words, group_words, beside_exact: _, context: _ } = self;
        [fit, votes, focus_words, function_words, group_words].into_iter().sum()
    }

    /// The sum.
    #[must_use]
    pub fn total(&self) -> f32 {
        self.terms().iter().map(|(_, value)| value).sum()
    }
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
    /// The calibrated score 0–1, where `best` is the likeliest focus of the title.
    #[must_use]
    pub fn role_score(&self, best: &FocusMatch) -> f32 {
        let best_score = best.signals().role_score().min(best.share);
        if self.focus == best.focus {
            return best_score;
        }
        calibration::runner_up_score(self.probability, best.probability, best_score)
    }

    /// What its score rests on where it is the likeliest focus of the title.
    #[must_use]
    pub fn signals(&self) -> Signals {
        let fit = match &self.best {
            found if found.exact && !self.is_beside_exact() => {
                Fit::Exact { confirmed: self.confirmed.then_some(self.best.confidence) }
            }
            found if found.phrase_said > SAID => Fit::Whole,
            _ => Fit::Like,
        };
        let (probability, agreement) = (self.probability, self.agreement);
        let strength = self.best.similarity * self.best.confidence;
        Signals { probability, agreement, strength, context: self.evidence.context, fit }
    }

    /// Whether another focus has the title as an alias, or more of it.
    #[must_use]
    pub fn is_beside_exact(&self) -> bool {
        self.evidence.beside_exact < 0.0
    }
}

impl Analysis {
    /// Whether what stands beside the title could change its outcome.
    #[must_use]
    pub fn is_contested(&self) -> bool {
        match self.foci.as_slice() {
            [] | [_] => false,
            [best, ..] => best.probability < weights::SETTLED,
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
            scored.align(self.index.words_of(found.best.phrase), &mut aligned);
        }
        aligned
    }

    fn analyse_title(&self, mut title: Title) -> Analysis {
        if title.rejection.is_some() {
            return Analysis { title, ranks: None, foci: Vec::new() };
        }
        let ranks = self.ranks_in(&title);
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

    /// The ranks that the words of a title may say.
    fn ranks_in(&self, title: &Title) -> TitleRanks {
        let known = |word: &str| self.index.vocabulary.id(word).is_some() || self.lexicon.known.contains(word);
        self.ranks.of(&title.words, known)
    }

    /// The phrases that a title is compared with word by word, before any of them is scored.
    #[must_use]
    pub fn near(&self, title: &Title) -> Vec<Near> {
        let ranks = self.ranks_in(title);
        self.with_scratch(|scratch| {
            let scored = self.scored_title(title, &ranks, scratch);
            let mut near = Vec::new();
            self.near_phrases(&scored, scratch, &mut near);
            near
        })
    }

    fn near_phrases(&self, scored: &ScoredTitle, scratch: &mut Scratch, near: &mut Vec<Near>) {
        let query: Vec<QueryWord<'_>> = scored
            .words
            .iter()
            .map(|w| {
                let aside = w.is_aside();
                let share = match w {
                    w if w.number => NUMBER_IN_QUERY,
                    _ if aside => ASIDE_IN_QUERY,
                    _ => 1.0,
                };
                let weight = w.weight * share;
                QueryWord { weight, meaning: &w.meaning, aside }
            })
            .collect();
        self.index.candidates(&query, scratch, near);
        self.add_exact(scored, near);
    }

    fn foci_of(&self, title: &Title, ranks: &TitleRanks, scratch: &mut Scratch) -> Vec<FocusMatch> {
        let scored = self.scored_title(title, ranks, scratch);
        let mut near = scratch.gathered.take_near();
        self.near_phrases(&scored, scratch, &mut near);
        let mut foci: Vec<FocusMatch> = Vec::with_capacity(near.len());
        let mut votes: Vec<f32> = Vec::with_capacity(near.len());
        scratch.gathered.fill(&self.index, near);
        for compared in scratch.gathered.iter() {
            let found = scored.score(&self.index, &compared, &mut scratch.aligned);
            let focus = compared.phrase.focus;
            let vote = compared.near.nearness.powi(weights::VOTE_POWER) * found.confidence;
            let named = if found.is_name() { found.claimed } else { 0 };
            match foci.iter().position(|f| f.focus == focus) {
                None => {
                    let evidence = Evidence::default();
                    let (probability, agreement, confirmed, share) = (0.0, 0.0, false, 1.0);
                    foci.push(FocusMatch {
                        focus,
                        best: found,
                        named,
                        part: None,
                        evidence,
                        probability,
                        agreement,
                        confirmed,
                        share,
                    });
                    votes.push(vote);
                }
                Some(at) => {
                    votes[at] += vote;
                    foci[at].named |= named;
                    if found.beats(&foci[at].best) {
                        foci[at].best = found;
                    }
                }
            }
        }
        self.weigh(&mut foci, &votes, &scored, scratch);
        settle(&mut foci);
        foci.truncate(KEPT);
        for found in &mut foci {
            let first = title.words.get(found.best.claimed.trailing_zeros() as usize);
            found.part = first.map(|word| (word.part, word.kind));
        }
        foci
    }

    /// Adds the aliases that are the title itself: among many that are like it they may not be the first forty.
    fn add_exact(&self, scored: &ScoredTitle, near: &mut Vec<Near>) {
        let own =
            |word: &TitleWord| word.meaning.readings.first().filter(|(_, alike)| *alike >= 1.0).map(|(id, _)| *id);
        let all: Option<Vec<WordId>> = scored.words.iter().map(own).collect();
        let telling: Option<Vec<WordId>> = scored.words.iter().filter(|w| !w.is_aside()).map(own).collect();
        for words in [all, telling].into_iter().flatten().filter(|words| !words.is_empty()) {
            // A catalogue may have thousands of entries with one name; nobody looks at more of them than are kept.
            for phrase in self.index.exactly(&words).iter().take(MOST_EXACT) {
                if !near.iter().any(|n| n.phrase == *phrase) {
                    near.push(Near { phrase: *phrase, nearness: 1.0 });
                }
            }
        }
    }

    /// Puts together what speaks for each focus.
    fn weigh(&self, foci: &mut [FocusMatch], votes: &[f32], scored: &ScoredTitle, scratch: &mut Scratch) {
        let words = &self.index.evidence;
        words.reset(&mut scratch.sums);
        for word in scored.words.iter().filter(|w| !w.meaning.readings.is_empty() && !w.number) {
            let weight = match word {
                w if w.is_aside() => weights::ASIDE_EVIDENCE,
                w if w.later => weights::LATER_PART,
                _ => 1.0,
            };
            words.add(&mut scratch.sums, &word.meaning.says, weight);
        }
        // "Director of Photography" is an alias of one focus and a director in the area of another: the one that
        // claims more of the title as the job's name is meant.
        let says = |f: &FocusMatch| (f.best.claimed.count_ones(), f.best.in_order);
        let most = foci.iter().filter(|f| f.best.exact).map(says).max();
        let is_beside = |f: &FocusMatch| most.is_some_and(|most| !f.best.exact || says(f) < most);
        let surest = foci.iter().filter(|f| !is_beside(f)).map(|f| f.best.confidence).fold(0.0, f32::max);
        let beside = if surest >= weights::SURE { odds::BESIDE_SURE } else { odds::BESIDE_EXACT };
        words.group_shares(&scratch.sums, &mut scratch.group_shares);
        // Two entries of a catalogue with the same name: whoever answered for them cannot have meant both.
        let is_itself = |f: &FocusMatch| f.best.exact && f.best.similarity >= weights::ITSELF && !is_beside(f);
        let claims: f32 = foci.iter().filter(|f| is_itself(f)).map(|f| f.best.confidence).sum();
        let known = scored.known_share();
        let all_votes = votes.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        for (found, vote) in foci.iter_mut().zip(votes) {
            let said = words.said(&scratch.sums, found.focus);
            found.evidence = Evidence {
                fit: odds::FIT * (found.best.similarity * found.best.confidence).max(weights::LEAST_FIT).ln(),
                votes: odds::VOTES * (vote / all_votes + weights::NO_VOTES).ln(),
                focus_words: odds::FOCUS_WORDS * said.focus,
                function_words: odds::FUNCTION_WORDS * said.function,
                group_words: odds::GROUP_WORDS * said.group,
                beside_exact: if is_beside(found) { beside } else { 0.0 },
                context: 0.0,
            };
            found.agreement = known * scratch.group_shares[words.group_of(found.focus)];
            found.confirmed = found.best.exact && self.is_confirmed(&found.best);
            let is_one_of_several = is_itself(found) && claims > weights::ALL_CLAIMS;
            found.share = if is_one_of_several { found.best.confidence / claims } else { 1.0 };
        }
    }

    /// Whether a person answered for a phrase.
    fn is_confirmed(&self, found: &Match) -> bool {
        let alias = self.index.alias(&self.taxonomy, &self.index.phrases[found.phrase as usize]);
        alias.and_then(|alias| alias.approved).unwrap_or_else(|| self.taxonomy.version.is_confirmed())
    }

    fn scored_title(&self, title: &Title, ranks: &TitleRanks, scratch: &mut Scratch) -> ScoredTitle {
        let cues = self.ranks.cues(ranks, |_| false);
        let strongest = |cue: &Cue<'_>| cue.levels.best(|_| true).map_or(0.0, |(_, confidence)| confidence);
        let rank = match cues.as_slice() {
            cues if !cues.is_empty() && cues.iter().all(|c| strongest(c) < weights::WEAK_RANK) => TitleRank::Weak,
            cues if cues.iter().any(|c| c.levels.leads()) => TitleRank::Leads,
            _ => TitleRank::Other,
        };
        ScoredTitle::new(title, ranks, rank, &self.index, |at| {
            let word = &title.words[at].text;
            // A misspelt rank is that rank and nothing else: "mangager" is no "mangler".
            let spelt = self.ranks.rank_word(ranks, at).unwrap_or(word);
            self.meaning(spelt, title.language.is_none(), scratch)
        })
    }

    /// What a word may mean. In a text of another language an unknown word is no misspelt English one.
    fn meaning(&self, word: &str, correct: bool, scratch: &mut Scratch) -> Arc<Meaning> {
        let known = if correct { &mut scratch.meanings } else { &mut scratch.foreign };
        if let Some(known) = known.get(word) {
            return Arc::clone(known);
        }
        let readings = self.index.vocabulary.readings(word, &self.lexicon, correct).into_boxed_slice();
        let says = self.index.evidence.says(&readings);
        let twice = self.index.twice(&readings);
        let meaning = Arc::new(Meaning { readings, twice, says });
        if known.len() >= MOST_MEANINGS {
            known.clear();
        }
        known.insert(word.to_owned(), Arc::clone(&meaning));
        meaning
    }

    fn with_scratch<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let pool = || self.scratches.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = pool().pop().unwrap_or_default();
        let done = work(&mut scratch);
        pool().push(scratch);
        done
    }
}

/// Turns evidence into probabilities (the softmax of its sums) and brings the foci into order, the likeliest first; ties by
/// their place in the taxonomy.
pub(super) fn settle(foci: &mut [FocusMatch]) {
    let most = foci.iter().map(|f| f.evidence.total()).fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for found in foci.iter_mut() {
        found.probability = (found.evidence.total() - most).exp();
        sum += found.probability;
    }
    foci.iter_mut().for_each(|f| f.probability /= sum);
    foci.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.focus.cmp(&b.focus)));
}
