//! What a title calls the job, once its noise and its ranks are set aside: titles that share it mean the same alias.

use rustc_hash::FxHashSet;

use crate::engine::{Analysis, Engine};
use crate::normalize::fold;
use crate::taxonomy::Taxonomy;
use crate::taxonomy::rules::BARE_RANKS;

/// The name of the job in a title.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Name {
    /// Whether the title says that its holder leads, so that the words are the name of the work and not of the worker:
    /// "Director, Seed Breeding".
    pub leads: bool,
    /// Folded, spelled out, singular.
    pub words: Vec<String>,
}

/// A title taken apart.
#[derive(Debug, Clone)]
pub(super) struct Parsed {
    /// What it calls the job.
    pub name: Name,
    /// All its words but noise.
    pub whole: Vec<String>,
    /// Places of the name's words among all words of the title.
    places: Vec<usize>,
}

impl Parsed {
    /// Whether the word at a place is part of the name.
    pub fn is_named(&self, place: usize) -> bool {
        self.places.contains(&place)
    }
}

/// Takes titles apart.
pub(super) struct Namer<'e> {
    engine: &'e Engine,
    leading: FxHashSet<String>,
}

impl<'e> Namer<'e> {
    pub fn new(engine: &'e Engine) -> Namer<'e> {
        Namer { engine, leading: leading(engine) }
    }

    /// Words that say a rank and are part of many jobs' names (staff accountant, teaching assistant) belong to the name, unless
    /// the title says that its holder leads; bare ranks, numbers and codes never do.
    pub fn parse(&self, analysis: &Analysis) -> Parsed {
        let words = &analysis.title.words;
        let ranks = self.engine.ranks_of(analysis);
        let is_rank = |at: usize| ranks.is_some_and(|ranks| ranks.is_rank(at));
        let telling = |at: &usize| !words[*at].noise && words[*at].text.chars().any(char::is_alphanumeric);
        let rank_word = |at: usize| self.engine.rank_word(analysis, at);
        let leads = (0..words.len()).any(|at| rank_word(at).is_some_and(|word| self.leading.contains(word)));
        let belongs =
            |at: &usize| !is_rank(*at) || !leads && rank_word(*at).is_some_and(|word| !BARE_RANKS.contains(&word));
        let whole: Vec<usize> = (0..words.len()).filter(telling).collect();
        let places: Vec<usize> = whole.iter().copied().filter(belongs).collect();
        let texts = |places: &[usize]| places.iter().map(|at| words[*at].text.to_string()).collect();
        // Ranks alone are no name.
        let is_name = places.iter().any(|at| !is_rank(*at));
        let name = Name { leads, words: if is_name { texts(&places) } else { Vec::new() } };
        Parsed { name, whole: texts(&whole), places }
    }
}

/// The words that say by themselves that somebody leads: manager, director, president.
fn leading(engine: &Engine) -> FxHashSet<String> {
    let of = |taxonomy: &Taxonomy| -> FxHashSet<String> {
        let phrases = taxonomy.ladder.words.iter().filter(|word| word.levels.leads()).flat_map(|word| &word.phrases);
        let last = phrases.filter_map(|phrase| engine.lexicon.phrase(phrase).pop());
        last.filter(|word| !BARE_RANKS.contains(&word.as_str())).collect()
    };
    of(&engine.taxonomy)
}

/// The words as people write them: the longest piece of one of the titles that means these words, in lower case; else the
/// words themselves.
pub(super) fn spelled<'t>(engine: &Engine, words: &[String], titles: impl Iterator<Item = &'t str>) -> String {
    /// A title may be a whole page.
    const MOST_WORDS: usize = 24;
    let plain = words.join(" ");
    let mut best = plain.clone();
    for title in titles {
        let folded = fold(title);
        let tokens: Vec<&str> =
            folded.split(|c: char| !is_of_alias(c)).filter(|t| !t.is_empty()).take(MOST_WORDS).collect();
        // "Manager of Moonlore": words that only join others are no part of the name at its ends.
        let says = |token: &str| !engine.lexicon.phrase(token).is_empty();
        for from in (0..tokens.len()).filter(|from| says(tokens[*from])) {
            for to in from + 1..=tokens.len() {
                let text = tokens[from..to].join(" ");
                let longer = (text.len(), &best) > (best.len(), &text) && says(tokens[to - 1]);
                if longer && is_alias(&text) && engine.lexicon.phrase(&text) == words {
                    best = text;
                }
            }
        }
    }
    best
}

/// The signs of an alias, as the rules of the taxonomy have them, but the blank.
fn is_of_alias(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || "&/+#-'.".contains(c)
}

/// Whether a text can be an alias; a piece of a title may begin or end with a sign that joined it to the rest.
pub(super) fn is_alias(text: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '+' || c == '#');
    text.chars().all(|c| c == ' ' || is_of_alias(c))
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && ends(text.chars().next_back())
        && !text.contains("  ")
}
