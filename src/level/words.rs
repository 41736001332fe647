//! Rank words of a title: which of its words may say a level, before anyone knows whether they do.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::grade::{code, on_track};
use crate::normalize::{Lexicon, Phrases, Word};
use crate::score::similarity;
use crate::taxonomy::{Ladder, Level, LevelDistribution, Track};

/// Something in a title that says a level.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue<'r> {
    /// As said, in the ladder's words.
    pub text: Cow<'r, str>,
    /// What it says.
    pub levels: LevelDistribution,
    /// What kind of thing it is.
    pub kind: CueKind,
}

/// Kinds of cues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CueKind {
    /// "senior", "vice president".
    Word,
    /// "II", "2".
    Number,
    /// "P5", "IC4".
    Code,
}

/// What a single word of a title may say about rank.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Rank {
    /// Nothing.
    Not,
    /// A word of a rank phrase, by its number.
    Word(u16),
    /// A number that stands where a level stands.
    Number { value: u8, roman: bool },
    /// A code that leaves no choice.
    Code(Level),
}

/// The words that say levels, looked up by their first.
#[derive(Debug)]
pub struct RankWords {
    phrases: Phrases<usize>,
    texts: Vec<(String, LevelDistribution)>,
    /// Every word of every phrase, in order.
    single: Vec<RankWord>,
    /// Where each of them stands.
    places: FxHashMap<String, u16>,
    numbers: Vec<(u8, LevelDistribution, LevelDistribution)>,
    code_confidence: f32,
    range_confidence: f32,
    on_track: Vec<(Level, LevelDistribution)>,
}

/// A word of a phrase that says a rank.
#[derive(Debug)]
struct RankWord {
    text: String,
    letters: u64,
    /// Whether it says its level even as part of a job's name.
    stays: bool,
}

impl RankWords {
    /// Takes the words of a ladder.
    #[must_use]
    pub fn new(ladder: &Ladder, lexicon: &Lexicon) -> RankWords {
        let mut ranks = RankWords {
            phrases: Phrases::default(),
            texts: Vec::new(),
            single: Vec::new(),
            places: FxHashMap::default(),
            numbers: ladder.numbers.iter().map(|n| (n.value, n.roman, n.digit)).collect(),
            code_confidence: ladder.grade.title,
            range_confidence: ladder.grade.range,
            on_track: Vec::new(),
        };
        let mut single: BTreeMap<String, bool> = BTreeMap::new();
        for word in &ladder.words {
            for phrase in &word.phrases {
                let words = lexicon.phrase(phrase);
                for w in &words {
                    *single.entry(w.clone()).or_default() |= word.stays && words.len() == 1;
                }
                ranks.phrases.insert(words, ranks.texts.len());
                ranks.texts.push((phrase.clone(), word.levels));
            }
        }
        ranks.places = single.keys().cloned().zip(0..).collect();
        let word = |(text, stays): (String, bool)| RankWord { letters: similarity::letters(&text), text, stays };
        ranks.single = single.into_iter().map(word).collect();
        for level in Level::ALL {
            let mut levels = LevelDistribution::NONE;
            for track in [Track::Professional, Track::Support] {
                levels.0[on_track(ladder, level, track).index()] = ranks.code_confidence;
            }
            ranks.on_track.push((level, levels));
        }
        ranks
    }

    /// Every word of every rank phrase.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.single.iter().map(|word| word.text.as_str())
    }

    /// The rank word that stands at a position of a title, as the ladder spells it.
    #[must_use]
    pub fn rank_word(&self, title: &TitleRanks, position: usize) -> Option<&str> {
        match title.ranks[position] {
            Rank::Word(word) => Some(self.text(word)),
            _ => None,
        }
    }

    fn text(&self, word: u16) -> &str {
        &self.single[usize::from(word)].text
    }

    /// Which words of a title may say a rank. `known` tells whether a word is a word of the taxonomy, so that only
    /// others are taken for misspelt ranks ("manger", "senoir").
    #[must_use]
    pub fn of(&self, words: &[Word], known: impl Fn(&str) -> bool) -> TitleRanks {
        let mut ranks: Vec<Rank> = Vec::with_capacity(words.len());
        for (i, word) in words.iter().enumerate() {
            let rank = if let Some(level) = title_code(&word.text) {
                Rank::Code(level)
            } else if let Some((value, roman)) = number(&word.text) {
                if is_level(words, i) { Rank::Number { value, roman } } else { Rank::Not }
            } else if let Some(place) = self.places.get(word.text.as_str()) {
                Rank::Word(*place)
            } else if !known(&word.text) {
                self.misspelt(&word.text).map_or(Rank::Not, Rank::Word)
            } else {
                Rank::Not
            };
            ranks.push(rank);
        }
        self.drop_fragments(&mut ranks);
        TitleRanks { ranks }
    }

    /// A word that is a rank only together with others ("officer" of *chief officer*, "team" of *team lead*) is none
    /// where the others are missing.
    fn drop_fragments(&self, ranks: &mut [Rank]) {
        let (mut positions, mut words) = (Vec::new(), Vec::new());
        for (position, rank) in ranks.iter().enumerate() {
            if let Rank::Word(word) = rank {
                positions.push(position);
                words.push(self.text(*word));
            }
        }
        let mut at = 0;
        while at < words.len() {
            match self.phrases.longest(&words[at..]) {
                Some((n, _)) => at += n,
                None => {
                    ranks[positions[at]] = Rank::Not;
                    at += 1;
                }
            }
        }
    }

    fn misspelt(&self, word: &str) -> Option<u16> {
        let letters = similarity::letters(word);
        let possible = (0..).zip(&self.single).filter(|(_, own)| similarity::may_be_near(letters, own.letters));
        let near = possible.map(|(at, own)| (similarity::typo(word, &own.text), at)).filter(|(s, _)| *s > 0.0);
        // Of equally near ones the first in the order of the words.
        near.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1))).map(|(_, at)| at)
    }

    /// The cues among the words that an alias does not claim. Rank words join over what stands between them:
    /// "Senior Marketing Manager" says *senior manager*.
    #[must_use]
    pub fn cues(&self, title: &TitleRanks, claimed: impl Fn(usize) -> bool) -> Vec<Cue<'_>> {
        let mut cues = Vec::new();
        if title.ranks.iter().all(|rank| *rank == Rank::Not) {
            return cues; // as most titles
        }
        let mut sequence: Vec<&str> = Vec::new();
        let mut code: Option<(Level, bool)> = None;
        let mut numbers: Vec<(u8, bool)> = Vec::new();
        for (i, rank) in title.ranks.iter().enumerate() {
            let stays = matches!(rank, Rank::Word(word) if self.single[usize::from(*word)].stays);
            if claimed(i) && !stays {
                continue;
            }
            match rank {
                Rank::Not => {}
                Rank::Word(word) => sequence.push(self.text(*word)),
                Rank::Number { value, roman } => numbers.push((*value, *roman)),
                Rank::Code(level) => match &mut code {
                    None => code = Some((*level, false)),
                    Some((first, range)) => *range |= first.track() == level.track() && level.number() > first.number(),
                },
            }
        }
        if let (Some((value, _)), Some(rank @ ("manager" | "director"))) = (numbers.first(), sequence.last().copied()) {
            // "Manager II" is a phrase of the ladder where the two belong together.
            let value = DIGITS[usize::from(*value)];
            if self.phrases.longest(&[rank, value]).is_some_and(|(n, _)| n == 2) {
                sequence.push(value);
                numbers.clear();
            }
        }
        let mut rest = sequence.as_slice();
        while !rest.is_empty() {
            match self.phrases.longest(rest) {
                Some((n, at)) => {
                    let (text, levels) = &self.texts[*at];
                    cues.push(Cue { text: text.as_str().into(), levels: *levels, kind: CueKind::Word });
                    rest = &rest[n..];
                }
                None => rest = &rest[1..],
            }
        }
        self.turned(&sequence, &mut cues);
        for (value, roman) in numbers.into_iter().take(1) {
            if let Some((_, as_roman, as_digit)) = self.numbers.iter().find(|(v, _, _)| *v == value) {
                let levels = if roman { *as_roman } else { *as_digit };
                cues.push(Cue { text: DIGITS[usize::from(value)].into(), levels, kind: CueKind::Number });
            }
        }
        if let Some((level, range)) = code {
            // A code leaves no choice, so words beside it do not count.
            cues.clear();
            let mut levels = self.on_track[level.index()].1;
            if range {
                levels.0.iter_mut().filter(|c| **c > 0.0).for_each(|c| *c = self.range_confidence);
            }
            cues.push(Cue { text: level.to_string().into(), levels, kind: CueKind::Code });
        }
        cues
    }

    /// "Manager, Senior" and "Director - Associate": a modifier behind its rank reads as if it stood before it.
    fn turned<'r>(&'r self, sequence: &[&str], cues: &mut Vec<Cue<'r>>) {
        if let ([first, second], [_, _]) = (sequence, cues.as_slice())
            && let Some((2, at)) = self.phrases.longest(&[second, first])
        {
            let (text, levels) = &self.texts[*at];
            *cues = vec![Cue { text: text.as_str().into(), levels: *levels, kind: CueKind::Word }];
        }
    }
}

/// The numbers that may be levels, as they are written.
const DIGITS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];

/// The ranks that the words of one title may say.
#[derive(Debug, Clone)]
pub struct TitleRanks {
    ranks: Vec<Rank>,
}

impl TitleRanks {
    /// Whether the word at a position may say a rank.
    #[must_use]
    pub fn is_rank(&self, position: usize) -> bool {
        self.ranks[position] != Rank::Not
    }

    /// Whether any word that may say a rank stands outside what a phrase claims.
    #[must_use]
    pub fn any_beside(&self, claimed: impl Fn(usize) -> bool) -> bool {
        self.ranks.iter().enumerate().any(|(i, rank)| *rank != Rank::Not && !claimed(i))
    }

    /// Whether the word at a position is a code or number, so that it is never part of a job's name by itself.
    #[must_use]
    pub fn is_code_or_number(&self, position: usize) -> bool {
        matches!(self.ranks[position], Rank::Code(_) | Rank::Number { .. })
    }
}

/// In a title only the codes that nobody uses for anything else: `E4` is a soldier's pay grade and `S3` a bucket.
fn title_code(word: &str) -> Option<Level> {
    (word.starts_with('p') || word.starts_with("ic") || word.starts_with('m')).then(|| code(word)).flatten()
}

fn number(word: &str) -> Option<(u8, bool)> {
    let roman = match word {
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        "v" => 5,
        "vi" => 6,
        _ => 0,
    };
    if roman > 0 {
        return Some((roman, true));
    }
    let digits =
        word.strip_prefix("lvl").or_else(|| word.strip_prefix('l')).or_else(|| word.strip_prefix('t')).unwrap_or(word);
    digits.parse().ok().filter(|n| (1..=6).contains(n)).map(|n| (n, false))
}

/// Whether a number is a level: at the end of its part of the title, behind "level" or "tier" anywhere, or as a roman
/// numeral in the middle ("Storekeeper II Auto Parts", but "Title IV" is a law). Normalising has marked those that count something else.
fn is_level(words: &[Word], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|i| &words[i]) else { return is_level_code(&words[at].text) };
    if words[at].noise {
        return false;
    }
    ends_part(words, at)
        || matches!(before.text.as_str(), "level" | "lvl" | "tier")
        || is_level_code(&words[at].text)
        || matches!(words[at].text.as_str(), "ii" | "iii" | "iv")
            && before.part == words[at].part
            && before.text != "title"
}

/// "L2" and "T3" are levels wherever they stand; a bare number at the start of a title counts something.
fn is_level_code(word: &str) -> bool {
    word.starts_with(['l', 't']) && word.len() > 1
}

/// A level stands at the end of its part of the title, or before noise or another number.
fn ends_part(words: &[Word], at: usize) -> bool {
    let rest = words[at + 1..].iter().take_while(|w| w.part == words[at].part);
    rest.into_iter().all(|w| w.noise || number(&w.text).is_some())
}
