//! Words that are typed, and the roles that they find.

use super::Key;
use crate::search::Found;
use crate::taxonomy::ResolvedRole;

/// More letters than this no search needs.
const LONGEST: usize = 80;

/// A search as it is typed.
#[derive(Debug, Clone, Default)]
pub struct Search {
    text: String,
    found: Vec<Found>,
    cursor: usize,
}

impl Search {
    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it finds, best first.
    #[must_use]
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// The place of the highlighted result.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    pub(super) fn chosen(&self) -> Option<ResolvedRole> {
        self.found.get(self.cursor).map(|found| found.role.clone())
    }

    pub(super) fn set(&mut self, found: Vec<Found>) {
        self.found = found;
        self.cursor = 0;
    }

    /// Takes a key; whether other words are to be searched for.
    pub(super) fn update(&mut self, key: Key) -> bool {
        let before = self.text.clone();
        match key {
            Key::Char(c) => self.type_in(&c.to_string()),
            Key::Paste(text) => self.type_in(&text),
            Key::Backspace => {
                self.text.pop();
            }
            Key::Clear => self.text.clear(),
            Key::Up => self.cursor = self.cursor.saturating_sub(1),
            Key::Down => self.cursor = (self.cursor + 1).min(self.found.len().saturating_sub(1)),
            _ => {}
        }
        before != self.text
    }

    fn type_in(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text.chars().count());
        self.text.extend(text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).take(room));
    }
}
