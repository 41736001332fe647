//! Does what the state machine asks for: keeps answers, takes them back, searches.

use crate::engine::Engine;
use crate::review::{App, Effect, Keeper, Key};
use crate::search::search;

/// Results that a search shows.
const FOUND: usize = 30;

/// A review in progress.
pub struct Desk<'e> {
    /// Its state.
    pub app: App<'e>,
    /// Keeps the answers.
    pub keeper: Keeper<'e>,
    /// Finds roles by words.
    pub engine: &'e Engine,
    /// The file that is reviewed, as it was named.
    pub file: String,
}

/// How a review ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// By itself or by `q`.
    Quit,
    /// By Ctrl-C or a signal.
    Interrupted,
}

impl Desk<'_> {
    /// Takes a key; `Some` when that ends the review. An answer is on the disk when this returns.
    pub fn press(&mut self, key: Key) -> Option<End> {
        match self.app.update(key)? {
            Effect::Keep { title, context, verdict } => {
                let done = self.keeper.keep(&title, &context, verdict.clone());
                let done = done.as_ref().map(|(kept, ledger)| (kept.clone(), ledger)).map_err(ToString::to_string);
                self.app.kept(&verdict, done);
            }
            Effect::TakeBack(kept) => {
                let done = self.keeper.take_back(&kept);
                let done = done.as_ref().map(|(done, ledger)| (*done, ledger)).map_err(ToString::to_string);
                self.app.taken_back(done);
            }
            Effect::Search(text) => self.app.found(search(self.engine, &text, FOUND)),
            Effect::Quit => return Some(End::Quit),
            Effect::Interrupt => return Some(End::Interrupted),
        }
        None
    }
}
