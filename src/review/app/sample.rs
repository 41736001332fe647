//! Questions for tests: a usual one, one without a suggestion whose title is hostile, and one with wide characters.

use std::path::PathBuf;
use std::sync::Arc;

use crate::normalize::Lexicon;
use crate::review::{App, Effect, Keeper, Key, Ledger, Question, Queue, Stamp, Suggestion};
use crate::taxonomy::{Taxonomy, embedded_files};

/// What the questions are about.
pub(crate) struct Sample {
    pub taxonomy: Taxonomy,
    pub lexicon: Lexicon,
}

impl Sample {
    pub fn new() -> Sample {
        Sample { taxonomy: Taxonomy::embedded().unwrap(), lexicon: Lexicon::load(&embedded_files()).unwrap() }
    }

    pub fn question(&self, title: &str, context: &str, rows: u64, codes: &[(&str, f32)]) -> Question {
        let suggestion = |(code, score): &(&str, f32)| Suggestion {
            role: Arc::new(self.taxonomy.find(code).unwrap()),
            score: Some(*score),
        };
        Question {
            title: title.to_owned(),
            context: context.to_owned(),
            rows,
            seen: Vec::new(),
            suggestions: codes.iter().map(suggestion).collect(),
            has_suggestion: !codes.is_empty(),
            reason: "role score 0.62 is below 0.75; like “security engineer” (0.81); senior → P5".to_owned(),
        }
    }

    /// The three questions.
    pub fn questions(&self) -> Vec<Question> {
        let codes = [
            ("SEI.GEN.P5", 0.42),
            ("SEI.GEN.P4", 0.20),
            ("SEI.APP.P5", 0.11),
            ("SWE.GEN.P5", 0.05),
            ("SEI.GEN.M2", 0.01),
        ];
        let mut usual = self.question("Sr. InfoSec Eng III (Remote) - REQ1234", "", 1412, &codes);
        usual.seen = vec![("department", "Platform · IT Security".to_owned()), ("grade", "L5".to_owned())];
        let mut hostile =
            self.question("\u{1b}[2J\u{202e}Hacker\r\nManager", "Stores\u{7}", 12, &[("SEI.OFF.P3", 0.1)]);
        hostile.has_suggestion = false;
        let wide = self.question("営業部長 👩🏽‍🚀 Sales Manager", "東京", 3, &[("SEI.GEN.M2", 0.31)]);
        vec![usual, hostile, wide]
    }

    pub fn app(&self, blind: bool) -> App<'_> {
        let queue = Queue::new(self.questions(), &Ledger::default(), &self.taxonomy, &self.lexicon);
        App::new(queue, &self.taxonomy, blind)
    }

    /// Keeps answers in a file.
    pub fn keeper(&self, decisions: PathBuf) -> Keeper<'_> {
        let stamp = Stamp { by: "Ann".to_owned(), on: "2026-11-23".to_owned() };
        Keeper { decisions, taxonomy: &self.taxonomy, lexicon: &self.lexicon, stamp }
    }
}

/// Presses keys, and does what they ask for but search.
pub(crate) fn press(app: &mut App<'_>, keeper: &Keeper<'_>, keys: &[Key]) -> Option<Effect> {
    let mut last = None;
    for key in keys {
        last = app.update(key.clone());
        match last.clone() {
            Some(Effect::Keep { title, context, verdict }) => {
                let (kept, ledger) = keeper.keep(&title, &context, verdict.clone()).unwrap();
                app.kept(&verdict, Ok((kept, &ledger)));
            }
            Some(Effect::TakeBack(kept)) => {
                let (done, ledger) = keeper.take_back(&kept).unwrap();
                app.taken_back(Ok((done, &ledger)));
            }
            _ => {}
        }
    }
    last
}
