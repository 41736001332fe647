//! 5. A title and a phrase of the taxonomy to a similarity, and similarities to scores.
//!
//! The similarity is soft TF-IDF by aligned words, after Cohen, Ravikumar and Fienberg (2003), *A Comparison of
//! String Distance Metrics for Name-Matching Tasks*: words weigh by how telling they are, and two words count as
//! shared when they are alike enough. Unlike the original, the two sides do not weigh the same, rank words
//! count only where the phrase claims them, and the head word matters most.

pub mod calibration;
pub mod evidence;
pub mod similarity;
mod vocabulary;
pub mod weights;

pub use vocabulary::{Reading, Vocabulary, WordId};

use crate::candidates::{Index, NearPhrase, PhraseKind};
use crate::level::TitleRanks;
use crate::normalize::{PartKind, Title};

/// A title's word, ready to be scored.
#[derive(Debug, Clone)]
pub struct TitleWord {
    /// What it may stand for, and what that says.
    pub meaning: std::sync::Arc<Meaning>,
    /// How much it counts in the title.
    pub weight: f32,
    /// Whether it stands in a later part of the title than the one that names the job.
    pub later: bool,
    /// Whether it may say a rank.
    pub rank: bool,
    /// Whether it is noise unless a phrase claims it.
    pub noise: bool,
    /// Whether it is a number or a code of a level: it may tell two phrases apart and says nothing by itself.
    pub number: bool,
}

/// What a word may stand for, and what that says about foci.
#[derive(Debug)]
pub struct Meaning {
    /// Words of the taxonomy, the likeliest first.
    pub readings: Box<[Reading]>,
    /// The phrases that have several of these words.
    pub twice: Box<[u32]>,
    /// What they say.
    pub says: evidence::WordSays,
}

/// A title, ready to be scored.
#[derive(Debug, Clone)]
pub struct ScoredTitle {
    /// Its words.
    pub words: Vec<TitleWord>,
    /// Position of the word that names the job, if one does.
    pub head: Option<usize>,
    /// What the title says of rank, read without any phrase.
    pub rank: TitleRank,
    /// What its words may stand for, by that: the position of the word and how alike they are, the most alike first.
    by_word: Vec<(WordId, usize, f32)>,
    /// The words that say a rank, a bit for each of the first [`MOST_CLAIMED`].
    ranks: u64,
    /// The words that are noise.
    noise: u64,
    /// Whether a word beyond those says a rank.
    late_rank: bool,
}

/// Words beyond the sixty-fourth have no bit to be claimed by; no title has so many.
const MOST_CLAIMED: usize = u64::BITS as usize;

/// What a title says of rank before any phrase is compared with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleRank {
    /// A rank of people who lead.
    Leads,
    /// Only words that are mostly half of a job's name.
    Weak,
    /// Something else, or nothing.
    Other,
}

/// How well a phrase fits a title.
#[derive(Debug, Clone)]
pub struct Match {
    /// Index in [`Index::phrases`].
    pub phrase: u32,
    /// What the phrase says.
    pub kind: PhraseKind,
    /// 0–1.
    pub similarity: f32,
    /// How surely the phrase means its focus, 0–1.
    pub confidence: f32,
    /// Whether the phrase says all that the title says and nothing more, rank and noise aside.
    pub exact: bool,
    /// Share of the phrase that the title says, 0–1.
    pub phrase_said: f32,
    /// Positions of the title's words that the phrase claims.
    pub claimed: u64,
    /// Whether the title says the words of the phrase in the phrase's order: an attorney general is no general attorney.
    pub in_order: bool,
}

/// The alias that is the title itself stands for the focus, even where it is less sure than something like it.
const EXACT_AHEAD: f32 = 0.20;

/// From this share on everything is said: words as they are, or abbreviations of them.
pub const SAID: f32 = 0.985;

/// Differences of strength below this come from rounding and from rank words left aside.
const EQUALLY_GOOD: f32 = 0.02;

/// For each word of a phrase the position of the title's word and how alike they are; `None` where the title lacks it.
pub type Alignment = Vec<Option<(usize, f32)>>;

impl Match {
    /// Whether this match is to be preferred to another one of the same focus: the better one, and of two that are
    /// equally good the one that claims more of the title or says more about the role.
    #[must_use]
    pub fn beats(&self, other: &Match) -> bool {
        let strength = |m: &Match| m.similarity * m.confidence + if m.exact { EXACT_AHEAD } else { 0.0 };
        let says = |m: &Match| (m.claimed.count_ones(), m.in_order, m.kind);
        let ahead = strength(self) - strength(other);
        if ahead.abs() > EQUALLY_GOOD { ahead > 0.0 } else { says(self) > says(other) }
    }

    /// Whether the phrase is a worker's name that the title says as a whole.
    #[must_use]
    pub fn is_name(&self) -> bool {
        self.phrase_said > SAID && matches!(self.kind, PhraseKind::Worker)
    }

    /// Whether the phrase claims a word of the title as part of the job's name.
    #[must_use]
    pub fn claims(&self, position: usize) -> bool {
        position < 64 && self.claimed & (1 << position) != 0
    }
}

impl TitleWord {
    /// Whether it says nothing about the job unless a phrase claims it: a rank, a place, an employment type.
    #[must_use]
    pub fn is_aside(&self) -> bool {
        self.rank || self.noise
    }
}

impl ScoredTitle {
    /// Weighs the words of a title. `meaning` looks up what the word at a position may stand for.
    pub fn new(
        title: &Title,
        ranks: &TitleRanks,
        rank: TitleRank,
        index: &Index,
        mut meaning: impl FnMut(usize) -> std::sync::Arc<Meaning>,
    ) -> ScoredTitle {
        let first_part = first_telling_part(title, ranks);
        let mut words = Vec::with_capacity(title.words.len());
        for (i, word) in title.words.iter().enumerate() {
            let meaning = meaning(i);
            let own = meaning.readings.iter().map(|(id, s)| index.vocabulary.weight(*id) * s).fold(0.0, f32::max);
            let base = if meaning.readings.is_empty() { weights::UNKNOWN_WORD } else { own };
            let later = word.part > first_part && !matches!(word.kind, PartKind::Of | PartKind::And);
            // A number that is no level is a ward, a school year or a store: nothing about the job, unless an alias has it.
            let number = ranks.is_code_or_number(i) || word.text.bytes().all(|b| b.is_ascii_digit());
            words.push(TitleWord {
                meaning,
                weight: if later { base * weights::LATER_PART } else { base },
                later,
                rank: ranks.is_rank(i),
                noise: word.noise || number,
                number,
            });
        }
        let head = head(title, ranks, first_part, &words);
        let mut by_word: Vec<(WordId, usize, f32)> =
            Vec::with_capacity(words.iter().map(|word| word.meaning.readings.len()).sum());
        for (at, word) in words.iter().enumerate().take(MOST_CLAIMED) {
            by_word.extend(word.meaning.readings.iter().map(|(id, similarity)| (*id, at, *similarity)));
        }
        by_word.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.total_cmp(&a.2)).then(a.1.cmp(&b.1)));
        let bits = |is: fn(&TitleWord) -> bool| {
            let bit = |(at, word): (usize, &TitleWord)| u64::from(is(word)) << at;
            words.iter().enumerate().take(MOST_CLAIMED).map(bit).fold(0, |all, one| all | one)
        };
        let (ranks, noise) = (bits(|w| w.rank), bits(|w| w.noise));
        let late_rank = words.iter().skip(MOST_CLAIMED).any(|w| w.rank);
        ScoredTitle { words, head, rank, by_word, ranks, noise, late_rank }
    }

    /// The share of what the title says about the job that the taxonomy has words for, 0–1: of a title in another language
    /// it may know one word, and that one by chance.
    #[must_use]
    pub fn known_share(&self) -> f32 {
        let telling = || self.words.iter().filter(|word| !word.is_aside());
        let alike = |word: &TitleWord| word.meaning.readings.iter().map(|(_, alike)| *alike).fold(0.0, f32::max);
        let known: f32 = telling().map(|word| word.weight * alike(word)).sum();
        let all: f32 = telling().map(|word| word.weight).sum();
        if all > 0.0 { known / all } else { 1.0 }
    }

    /// Finds for each word of a phrase its like in the title, each word of the title once; says which are taken.
    pub fn align(&self, phrase: &[WordId], aligned: &mut Alignment) -> u64 {
        let mut claimed = 0u64;
        aligned.clear();
        // Greedy is enough: words of a phrase differ, so two of them rarely want the same word of the title.
        for word in phrase {
            let first = self.by_word.partition_point(|(id, ..)| id < word);
            let alike = self.by_word[first..].iter().take_while(|(id, ..)| id == word);
            let best = alike.map(|(_, at, similarity)| (*at, *similarity)).find(|(at, _)| claimed & (1 << at) == 0);
            if let Some((at, _)) = best {
                claimed |= 1 << at;
            }
            aligned.push(best);
        }
        claimed
    }

    /// Scores one phrase. `aligned` is memory to work in.
    #[must_use]
    pub fn score(&self, index: &Index, compared: &NearPhrase<'_>, aligned: &mut Alignment) -> Match {
        let NearPhrase { near, phrase, words } = *compared;
        let claimed = self.align(words, aligned);
        let (said, whole) = self.phrase_said(index, words, aligned);
        let (shared, total, aside) = self.title_said(aligned, claimed);
        let phrase_said = if whole > 0.0 { said / whole } else { 0.0 };
        let title_said = if total > 0.0 { (shared / total).min(1.0) } else { 0.0 };
        let all_said = phrase_said > SAID && title_said > SAID && said > 0.0;
        let mut similarity = power(phrase_said, weights::ALIAS_SHARE) * power(title_said, 1.0 - weights::ALIAS_SHARE);
        if !all_said {
            similarity *= self.head_factor(index, phrase.kind, words, aligned, claimed);
        }
        if aside > 0.0 {
            similarity *= 1.0 - weights::ASIDE * aside / (total + aside);
        }
        // "Senior Manager II" is no "BMET II", and nobody who is acting for a director is an actor.
        let names_nothing = claimed & !(self.ranks | self.noise) == 0;
        let only_noise = claimed & !self.noise == 0;
        let beside_rank = self.ranks & !claimed != 0 || self.late_rank;
        let all_said = all_said && !(only_noise && beside_rank);
        if names_nothing && total > 0.0 && !all_said {
            similarity *= weights::NAMES_NOTHING;
        }
        let in_order = aligned.windows(2).all(|pair| matches!(pair, [Some((a, _)), Some((b, _))] if a < b));
        let names_work = matches!(phrase.kind, PhraseKind::Area | PhraseKind::Name);
        let beside_weak_rank = names_work && self.rank == TitleRank::Weak && aside > 0.0;
        if beside_weak_rank {
            similarity *= weights::AREA_WITH_WEAK_RANK;
        } else if phrase.kind == PhraseKind::Area && self.rank != TitleRank::Leads {
            similarity *= weights::AREA_WITHOUT_RANK;
        }
        Match {
            phrase: near.phrase,
            kind: phrase.kind,
            similarity,
            confidence: phrase.confidence,
            exact: all_said && !beside_weak_rank,
            phrase_said,
            claimed,
            in_order,
        }
    }

    fn phrase_said(&self, index: &Index, phrase: &[WordId], aligned: &[Option<(usize, f32)>]) -> (f32, f32) {
        let (mut said, mut whole) = (0.0, 0.0);
        // A rank replaces the worker only of work that the title names: a bare "Director" directs nothing in particular.
        let names_work = aligned.iter().flatten().any(|(i, _)| !self.words[*i].rank);
        for (i, (word, to)) in phrase.iter().zip(aligned).enumerate() {
            let last = i + 1 == phrase.len();
            let mut weight = index.vocabulary.weight(*word);
            if to.is_none() && last && names_work && self.rank == TitleRank::Leads && index.is_head(*word) {
                weight *= weights::HEAD_REPLACED;
            }
            whole += weight;
            said += to.map_or(0.0, |(_, s)| weight * s);
        }
        (said, whole)
    }

    /// The weight of what the phrase shares with the title, of all that the title says, and of what it says aside.
    fn title_said(&self, aligned: &[Option<(usize, f32)>], claimed: u64) -> (f32, f32, f32) {
        let (mut total, mut aside) = (0.0, 0.0);
        for (i, word) in self.words.iter().enumerate() {
            let is_claimed = i < 64 && claimed & (1 << i) != 0;
            if is_claimed || !word.is_aside() {
                total += word.weight;
            } else {
                aside += word.weight;
            }
        }
        let shared = aligned.iter().flatten().map(|(i, s)| self.words[*i].weight * s).sum();
        (shared, total, aside)
    }

    fn head_factor(
        &self,
        index: &Index,
        kind: PhraseKind,
        phrase: &[WordId],
        aligned: &[Option<(usize, f32)>],
        claimed: u64,
    ) -> f32 {
        let Some(head) = self.head else { return 1.0 };
        let is_claimed = head < 64 && claimed & (1 << head) != 0;
        if !is_claimed {
            return weights::HEAD_MISSING;
        }
        let own_head = aligned.last().copied().flatten().is_some_and(|(i, _)| i == head);
        let generic = phrase.last().is_some_and(|w| index.is_head(*w));
        // "Traffic engineer technician" says the head of "Traffic Operations Engineer", but names who helps him.
        let mine = aligned.iter().position(|to| to.is_some_and(|(i, _)| i == head)).unwrap_or(0);
        let after = &aligned[mine + 1..];
        if own_head || self.rank == TitleRank::Leads || (generic && matches!(kind, PhraseKind::Area | PhraseKind::Name))
        {
            1.0
        } else if !after.is_empty() && after.iter().all(Option::is_none) {
            weights::HEAD_OF_ANOTHER
        } else {
            weights::HEAD_ELSEWHERE
        }
    }
}

/// A power of a share, which often is the whole.
fn power(share: f32, exponent: f32) -> f32 {
    if share == 1.0 { 1.0 } else { share.powf(exponent) }
}

/// The first part of a title that says more than a rank: "Director, **Security Engineering**".
fn first_telling_part(title: &Title, ranks: &TitleRanks) -> u16 {
    let telling = title.words.iter().enumerate().find(|(i, w)| !ranks.is_rank(*i) && !w.noise);
    telling.map_or(0, |(_, w)| w.part)
}

/// The word that names the job: the last one of the part that the taxonomy knows, or else the last one. A trailing name of
/// a product or person names no job.
fn head(title: &Title, ranks: &TitleRanks, part: u16, words: &[TitleWord]) -> Option<usize> {
    let inside = title.words.iter().enumerate().filter(|(i, w)| w.part == part && !ranks.is_rank(*i) && !w.noise);
    let mut inside = inside.map(|(i, _)| i);
    let known = inside.clone().rfind(|i| !words[*i].meaning.readings.is_empty());
    known.or_else(|| inside.next_back())
}
