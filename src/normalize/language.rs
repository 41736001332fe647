//! In which language a title is written, by its function words and endings.
//!
//! A guess for people who wonder why nothing was found; no title is matched or refused because of it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

/// Shortest and longest ending that is looked up.
const ENDINGS: std::ops::RangeInclusive<usize> = 4..=13;

/// Words and endings (written with a dash before them) with their languages.
#[derive(Debug, Clone, Default)]
pub struct Languages {
    words: FxHashMap<String, Vec<Arc<str>>>,
    endings: FxHashMap<String, Vec<Arc<str>>>,
    names: Vec<Arc<str>>,
}

impl Languages {
    /// Adds a folded word, or an ending with a dash before it. A word may stand for several languages.
    pub fn insert(&mut self, word: &str, language: &str) {
        let name = match self.names.iter().find(|n| &***n == language) {
            Some(name) => Arc::clone(name),
            None => {
                self.names.push(Arc::from(language));
                Arc::clone(&self.names[self.names.len() - 1])
            }
        };
        let (map, key) = match word.strip_prefix('-') {
            Some(ending) => (&mut self.endings, ending),
            None => (&mut self.words, word),
        };
        map.entry(key.to_owned()).or_default().push(name);
    }

    /// The language that most words of a folded text belong to; `None` where no word gives one away.
    #[must_use]
    pub fn of(&self, folded: &str) -> Option<Arc<str>> {
        let mut votes: Vec<(&Arc<str>, usize)> = Vec::new();
        for word in folded.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
            for language in self.words.get(word).into_iter().flatten().chain(self.by_ending(word)) {
                match votes.iter_mut().find(|(other, _)| *other == language) {
                    Some((_, count)) => *count += 1,
                    None => votes.push((language, 1)),
                }
            }
        }
        let most = votes.iter().map(|(_, count)| *count).max()?;
        // Of a tie the language that stands first in the list: several have "de".
        let leads = |language: &&Arc<str>| votes.iter().any(|(l, count)| l == language && *count == most);
        self.names.iter().find(leads).cloned()
    }

    fn by_ending(&self, word: &str) -> impl Iterator<Item = &Arc<str>> {
        let starts = ENDINGS.rev().filter_map(|n| word.len().checked_sub(n)).filter(|at| *at > 0);
        let found = starts.filter_map(|at| self.endings.get(word.get(at..)?)).next();
        found.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_endings_vote() {
        let mut languages = Languages::default();
        for (word, language) in [("de", "French"), ("de", "Spanish"), ("del", "Spanish"), ("-leiter", "German")] {
            languages.insert(word, language);
        }
        let of = |text: &str| languages.of(text).map(|l| l.to_string());
        assert_eq!(of("jefe de personal del taller").as_deref(), Some("Spanish"));
        assert_eq!(of("chef de rang").as_deref(), Some("French"));
        assert_eq!(of("bezirksverkaufsleiter").as_deref(), Some("German"));
        assert_eq!(of("leiter"), None);
        assert_eq!(of("software engineer"), None);
    }
}
