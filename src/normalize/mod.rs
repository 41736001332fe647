//! 3. A raw title to a [`Title`]: comparable words, what was set aside, and whether it is a title at all.
//!
//! Nothing is thrown away: words that may be a rank, a place or an employment type stay among the words, because
//! only the alias that they are compared with can tell what they are. What has the unmistakable form of noise
//! (requisition numbers, gender markers, pay) is taken out and kept in [`Title::removed`].

mod fold;
mod language;
mod lexicon;
mod numbers;
mod pairs;
mod patterns;
mod rejection;
mod repair;
mod singular;
mod tokens;

pub use fold::{fold, is_latin};
pub use language::Languages;
pub use lexicon::{Counted, Lexicon, ListedNonTitle, NameKind, NoiseKind, Phrases};
pub use patterns::{NoisePattern, Patterns};
pub use rejection::Rejection;
pub use repair::repair;
pub use singular::singular;
pub use tokens::{PartKind, Word};

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

/// A part of a title that was recognised as noise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Noise {
    /// What it is.
    pub kind: NoiseKind,
    /// The text, folded.
    pub text: String,
}

/// A title as the later steps see it.
#[derive(Debug, Clone, Default)]
pub struct Title {
    /// The words, in order.
    pub words: Vec<Word>,
    /// What was taken out or marked as noise.
    pub removed: Vec<Noise>,
    /// Why this is no title, where it is none.
    pub rejection: Option<Rejection>,
    /// The language that its words give away, where it is not English.
    pub language: Option<Arc<str>>,
    /// What each step made of it; filled only by [`Lexicon::explain`].
    pub steps: Vec<Step>,
}

/// What one step of normalising made of a title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The step.
    pub name: &'static str,
    /// The text after it.
    pub text: String,
}

/// Whether steps are recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Record {
    Steps,
    Nothing,
}

impl Lexicon {
    /// Normalises a raw title.
    #[must_use]
    pub fn title(&self, raw: &str) -> Title {
        self.normalize(raw, Record::Nothing)
    }

    /// Normalises a raw title and records each step, for people.
    #[must_use]
    pub fn explain(&self, raw: &str) -> Title {
        self.normalize(raw, Record::Steps)
    }

    /// The key under which two titles count as the same: the normalised words with one blank between them.
    /// A key is its own key.
    #[must_use]
    pub fn key(&self, raw: &str) -> String {
        let mut key = raw.to_owned();
        // Each pass may uncover something for the next (an abbreviation made of two words, a number at the new
        // end); in practice the second changes nothing, and the bound only guards against a circle in the lists.
        for _ in 0..8 {
            let title = self.normalize(&key, Record::Nothing);
            let next = join(&title.words);
            if next.is_empty() {
                // No title, but a person may have decided it all the same: its text is its key.
                return fold(&key).split_whitespace().collect::<Vec<_>>().join(" ");
            }
            if next == key {
                break;
            }
            key = next;
        }
        key
    }

    /// The words of an alias or level phrase: as for a title, but nothing of it is noise.
    #[must_use]
    pub fn phrase(&self, text: &str) -> Vec<String> {
        let words = self.rewrite(tokens::split(&fold(text)));
        self.finish(words).into_iter().map(|w| w.text.into_string()).collect()
    }

    /// Adds the words of an alias to a list: as [`Lexicon::phrase`], without copying where the words stay as they are.
    pub fn add_phrase<'t>(&self, text: &'t str, words: &mut Vec<Cow<'t, str>>) {
        let start = words.len();
        let is_plain = |w: &str| {
            w.bytes().all(|b| b.is_ascii_lowercase())
                && !self.rewrites.starts_with(w)
                && !tokens::joins(w)
                && !w.is_empty()
        };
        for word in text.split(' ') {
            if !is_plain(word) {
                words.truncate(start);
                words.extend(self.phrase(text).into_iter().map(Cow::Owned));
                return;
            }
            if !self.stopwords.contains(word) || word == "i" {
                words.push(singular(word));
            }
        }
    }

    fn normalize(&self, raw: &str, record: Record) -> Title {
        let mut title = Title::default();
        let repaired = repair(raw);
        if let Cow::Owned(text) = &repaired {
            title.step(record, "repaired", || text.trim().to_owned());
        }
        let raw = &*repaired;
        let folded = fold(&spaced_camel_case(raw));
        title.step(record, "unicode", || folded.trim().to_owned());
        if let Some(rejection) = self.reject(raw, &folded) {
            title.rejection = Some(rejection);
            return title;
        }
        title.language = self.languages.of(&folded);
        if raw.contains('\u{fffd}') {
            let words = folded.split_whitespace().filter(|w| w.contains('\u{fffd}'));
            title.removed.extend(words.map(|w| Noise { kind: NoiseKind::Unreadable, text: w.to_owned() }));
        }
        let cleaned = self.remove_patterns(folded, &mut title.removed);
        title.step(record, "noise removed", || cleaned.trim().to_owned());
        let words = self.rewrite(tokens::split(&cleaned));
        title.step(record, "abbreviations", || join(&words));
        let mut words = self.finish(words);
        self.mark_noise(&mut words, &mut title.removed);
        self.mark_numbers(&mut words, &mut title.removed);
        pairs::mark_pairs(&mut words, &mut title.removed);
        title.step(record, "words", || join(&words));
        if words.is_empty() {
            title.rejection = Some(Rejection::OnlyNoise);
        }
        title.words = words;
        title
    }

    /// Spelling variants and abbreviations with one meaning, longest phrase first.
    fn rewrite(&self, mut words: Vec<Word>) -> Vec<Word> {
        let mut out: Vec<Word> = Vec::with_capacity(words.len() + 2);
        let mut at = 0;
        while let Some(first) = words.get(at) {
            // A phrase may reach over a slash ("a/p") or an ampersand ("p&l"), not over a comma or bracket.
            let rest = &words[at..];
            let within = |w: &&Word| w.part == first.part || matches!(w.kind, PartKind::Slash | PartKind::And);
            let reach = rest.iter().take_while(within).count();
            if let Some((n, replacement)) = self.rewrites.longest(&rest[..reach]) {
                let Word { part, kind, noise, .. } = *first;
                out.extend(replacement.iter().map(|text| Word { text: text.as_str().into(), part, kind, noise }));
                at += n;
            } else {
                let Word { part, kind, noise, .. } = *first;
                out.push(Word { text: std::mem::take(&mut words[at].text), part, kind, noise });
                at += 1;
            }
        }
        out
    }

    /// Stop words out, plurals to singular.
    fn finish(&self, mut words: Vec<Word>) -> Vec<Word> {
        words.retain_mut(|word| {
            let stays = word.text == "i" || !self.stopwords.contains(word.text.as_str());
            match singular(&word.text) {
                _ if !stays => {}
                Cow::Owned(one) => word.text = one.into(),
                Cow::Borrowed(one) => {
                    let length = one.len();
                    word.text.truncate(length);
                }
            }
            stays
        });
        words
    }

    /// Marks words that are a place, an employment type, a shift … A place counts only when it fills a part of the
    /// title, since "Washington" may be a person and "Reading" a subject.
    fn mark_noise(&self, words: &mut [Word], removed: &mut Vec<Noise>) {
        let mut start = 0;
        while start < words.len() {
            let end = start + words[start..].iter().take_while(|w| w.part == words[start].part).count();
            self.mark_part(&mut words[start..end], start == 0, removed);
            start = end;
        }
    }

    fn mark_part(&self, part: &mut [Word], first: bool, removed: &mut Vec<Noise>) {
        let mut found: Vec<(std::ops::Range<usize>, NoiseKind)> = Vec::new();
        if !first && self.covers(part, |rest| self.places.longest(rest).map(|(n, ())| n)) {
            found.push((0..part.len(), NoiseKind::Location));
        } else {
            let trailing = self.trailing_place(part);
            if trailing < part.len() {
                found.push((trailing..part.len(), NoiseKind::Location));
            }
            let mut at = 0;
            while at < part.len() {
                match self.noise.longest(&part[at..]) {
                    Some((n, kind)) => {
                        found.push((at..at + n, *kind));
                        at += n;
                    }
                    None => at += 1,
                }
            }
        }
        removed.extend(found.iter().map(|(at, kind)| Noise { kind: *kind, text: join(&part[at.clone()]) }));
        found.into_iter().for_each(|(at, _)| part[at].iter_mut().for_each(|w| w.noise = true));
    }

    /// Where a place begins that ends a part which says something before it: "Sales Manager DACH". The short forms of
    /// states stand for too much else to count there.
    fn trailing_place(&self, part: &[Word]) -> usize {
        let ends = |start: &usize| {
            let place = self.places.longest(&part[*start..]);
            place.is_some_and(|(n, ())| start + n == part.len()) && part[*start..].iter().any(|w| w.text.len() > 2)
        };
        (1..part.len()).find(ends).unwrap_or(part.len())
    }

    fn covers(&self, part: &[Word], longest: impl Fn(&[Word]) -> Option<usize>) -> bool {
        let mut at = 0;
        while at < part.len() {
            match longest(&part[at..]) {
                Some(n) => at += n,
                None => return false,
            }
        }
        !part.is_empty()
    }
}

impl Title {
    fn step(&mut self, record: Record, name: &'static str, text: impl FnOnce() -> String) {
        if record == Record::Steps {
            self.steps.push(Step { name, text: text() });
        }
    }
}

fn join(words: &[Word]) -> String {
    words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// "FirePreventionTechnician" → "Fire Prevention Technician": only where a title is one long word, because
/// "McDonald" and "iOS" are words too.
fn spaced_camel_case(raw: &str) -> Cow<'_, str> {
    let trimmed = raw.trim();
    let humps =
        |t: &str| t.as_bytes().windows(2).filter(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase()).count();
    if trimmed.len() < 12 || trimmed.contains(char::is_whitespace) || humps(trimmed) == 0 {
        return raw.into();
    }
    let mut out = String::with_capacity(trimmed.len() + 4);
    let mut before = ' ';
    for c in trimmed.chars() {
        if before.is_ascii_lowercase() && c.is_ascii_uppercase() {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    out.into()
}
