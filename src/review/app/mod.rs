//! The review at a terminal as a machine: keys in, what is to be done out. It knows no screen, no file and no clock; who runs
//! it does what an [`Effect`] says and tells how that went.

mod choice;
#[cfg(test)]
pub(crate) mod sample;
mod search;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use choice::{Choice, ladder};
pub use search::Search;

use super::{Kept, Ledger, Question, Queue, Verdict};
use crate::search::Found;
use crate::taxonomy::{ResolvedRole, Taxonomy};

/// A key, whatever the terminal calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// A character.
    Char(char),
    /// Text that came at once, as by pasting.
    Paste(String),
    /// Return.
    Enter,
    /// Escape.
    Escape,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Takes the last character away.
    Backspace,
    /// Takes the whole line away (Ctrl-U).
    Clear,
    /// Ctrl-C.
    Interrupt,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Keep an answer, then call [`App::kept`].
    Keep {
        /// The title.
        title: String,
        /// Where the answer holds.
        context: String,
        /// The answer.
        verdict: Verdict,
    },
    /// Take an answer back, then call [`App::taken_back`].
    TakeBack(Box<Kept>),
    /// Search the taxonomy, then call [`App::found`].
    Search(String),
    /// End.
    Quit,
    /// End as interrupted.
    Interrupt,
}

/// What the screen is for at the moment.
#[derive(Debug, Clone)]
pub enum Mode {
    /// To answer.
    Asking,
    /// To find a role by words.
    Searching(Search),
    /// To read about the keys.
    Help,
}

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// What to do next.
    Hint,
    /// Something should be looked at.
    Warning,
}

/// What can be taken back.
#[derive(Debug)]
enum Past {
    Answered(usize, Box<Kept>),
    Skipped(usize),
}

/// The state of a review.
#[derive(Debug)]
pub struct App<'t> {
    taxonomy: &'t Taxonomy,
    queue: Queue,
    /// The question on the screen; `None` when there is none left.
    at: Option<usize>,
    choices: Vec<Choice>,
    cursor: Option<usize>,
    mode: Mode,
    blind: bool,
    past: Vec<Past>,
    message: Option<(Tone, String)>,
    answered: u64,
}

impl<'t> App<'t> {
    /// Starts with the first question that waits.
    #[must_use]
    pub fn new(queue: Queue, taxonomy: &'t Taxonomy, blind: bool) -> App<'t> {
        let mut app = App {
            taxonomy,
            at: queue.next_open(0),
            queue,
            choices: Vec::new(),
            cursor: None,
            mode: Mode::Asking,
            blind,
            past: Vec::new(),
            message: None,
            answered: 0,
        };
        app.show();
        app
    }

    /// The questions.
    #[must_use]
    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    /// What codes and levels are from.
    #[must_use]
    pub fn taxonomy(&self) -> &'t Taxonomy {
        self.taxonomy
    }

    /// The question on the screen; `None` when none is left.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        self.at.map(|at| self.queue.question(at))
    }

    /// The roles to choose from, in the order of the screen.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The place of the highlighted choice.
    #[must_use]
    pub fn cursor(&self) -> Option<usize> {
        self.cursor
    }

    /// The highlighted choice.
    #[must_use]
    pub fn highlighted(&self) -> Option<&Choice> {
        self.choices.get(self.cursor?)
    }

    /// What the screen is for.
    #[must_use]
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// Whether scores and the order by them are hidden.
    #[must_use]
    pub fn is_blind(&self) -> bool {
        self.blind
    }

    /// What there is to say since the last key.
    #[must_use]
    pub fn message(&self) -> Option<(Tone, &str)> {
        self.message.as_ref().map(|(tone, text)| (*tone, text.as_str()))
    }

    /// Answers of this session that were kept and not taken back.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.answered
    }

    /// What a key does.
    pub fn update(&mut self, key: Key) -> Option<Effect> {
        if key == Key::Interrupt {
            return Some(Effect::Interrupt);
        }
        self.message = None;
        match &mut self.mode {
            Mode::Help => {
                self.mode = Mode::Asking;
                None
            }
            Mode::Searching(_) => self.search_key(key),
            Mode::Asking if self.at.is_none() => self.end_key(&key),
            Mode::Asking => self.answer_key(&key),
        }
    }

    fn end_key(&mut self, key: &Key) -> Option<Effect> {
        match key {
            Key::Char('u' | 'U') => self.undo(),
            Key::Char('?') => self.help(),
            Key::Char('q' | 'Q') | Key::Enter | Key::Escape => Some(Effect::Quit),
            _ => None,
        }
    }

    fn answer_key(&mut self, key: &Key) -> Option<Effect> {
        match key {
            Key::Enter => self.accept(self.cursor),
            Key::Char(digit @ '1'..='9') => {
                let at = *digit as usize - '1' as usize;
                if at < self.choices.len() {
                    return self.accept(Some(at));
                }
                self.say(Tone::Hint, format!("there is no candidate {digit}"));
                None
            }
            Key::Up => self.highlight(false),
            Key::Down => self.highlight(true),
            Key::Left => self.level(false),
            Key::Right => self.level(true),
            Key::Char(c) => match c.to_ascii_lowercase() {
                '/' => {
                    self.mode = Mode::Searching(Search::default());
                    None
                }
                'n' => self.keep(Verdict::None),
                's' => self.skip(),
                'u' => self.undo(),
                'b' => self.toggle_blind(),
                '?' => self.help(),
                'q' => Some(Effect::Quit),
                _ => {
                    self.say(Tone::Hint, "? shows the keys".to_owned());
                    None
                }
            },
            // What is pasted by mistake must not answer anything.
            Key::Paste(_) => {
                self.say(Tone::Hint, "pasted text is taken in a search only: /".to_owned());
                None
            }
            Key::Escape | Key::Backspace | Key::Clear | Key::Interrupt => None,
        }
    }

    fn search_key(&mut self, key: Key) -> Option<Effect> {
        let Mode::Searching(search) = &mut self.mode else { return None };
        match key {
            Key::Escape => self.mode = Mode::Asking,
            Key::Enter => match search.chosen() {
                Some(role) => {
                    self.mode = Mode::Asking;
                    self.take_found(role);
                }
                None => self.say(Tone::Hint, "nothing is found yet: other words, or Esc".to_owned()),
            },
            key => return search.update(key).then(|| Effect::Search(search.text().to_owned())),
        }
        None
    }

    /// Takes over the result of a search.
    pub fn found(&mut self, found: Vec<Found>) {
        if let Mode::Searching(search) = &mut self.mode {
            search.set(found);
        }
    }

    /// Puts a role behind the suggestions and highlights it.
    fn take_found(&mut self, role: ResolvedRole) {
        self.choices.retain(|choice| !choice.is_found);
        let known = self.choices.iter().position(|choice| choice.suggestion.role.code == role.code);
        self.cursor = Some(known.unwrap_or(self.choices.len()));
        match known {
            Some(at) => self.choices[at].role = Arc::clone(&self.choices[at].suggestion.role),
            None => self.choices.push(Choice::found(role, self.choices.len())),
        }
        self.say(Tone::Hint, "←/→ change its level, Enter accepts it".to_owned());
    }

    fn accept(&mut self, at: Option<usize>) -> Option<Effect> {
        let Some(choice) = at.and_then(|at| self.choices.get(at)) else {
            let hint = match self.choices.len() {
                0 => "nothing is suggested: / searches the taxonomy, n says that no role fits".to_owned(),
                1 => "choose: 1, / or n".to_owned(),
                n => format!("choose: 1 to {n}, / or n"),
            };
            self.say(Tone::Hint, hint);
            return None;
        };
        let code = choice.role.code.clone();
        self.cursor = at;
        self.keep(Verdict::Accept(code))
    }

    fn keep(&mut self, verdict: Verdict) -> Option<Effect> {
        let question = self.question()?;
        Some(Effect::Keep { title: question.title.clone(), context: question.context.clone(), verdict })
    }

    /// What became of an answer: what was kept and the decisions as they are now, or why it could not be.
    pub fn kept(&mut self, verdict: &Verdict, result: Result<(Kept, &Ledger), String>) {
        let Some(at) = self.at else { return };
        let (kept, ledger) = match result {
            Ok(done) => done,
            Err(why) => return self.say(Tone::Warning, format!("not kept: {why}")),
        };
        let title = &self.queue.question(at).title;
        let message = match &kept.conflict {
            None => (Tone::Done, format!("{} for {title}", described(verdict))),
            Some(conflict) => {
                let by = if conflict.kept.by.is_empty() { "somebody" } else { &conflict.kept.by };
                let theirs = conflict.kept.verdict.as_ref().map(described).unwrap_or_default();
                let said = format!("{by} said {theirs} for {title}, which stays; yours is among the conflicts");
                (Tone::Warning, said)
            }
        };
        self.past.push(Past::Answered(at, Box::new(kept)));
        self.answered += 1;
        self.queue.refresh(ledger, self.taxonomy);
        self.go(self.queue.next_open(at));
        self.message = Some(message);
    }

    fn undo(&mut self) -> Option<Effect> {
        match self.past.last() {
            None => {
                self.say(Tone::Hint, "nothing to take back in this session".to_owned());
                None
            }
            Some(Past::Answered(_, kept)) => Some(Effect::TakeBack(kept.clone())),
            Some(Past::Skipped(at)) => {
                let at = *at;
                self.past.pop();
                self.queue.ask_again(at);
                self.go(Some(at));
                None
            }
        }
    }

    /// What became of taking an answer back: whether it was, and the decisions as they are now, or why it could not be.
    pub fn taken_back(&mut self, result: Result<(bool, &Ledger), String>) {
        let (done, ledger) = match result {
            Ok(done) => done,
            Err(why) => return self.say(Tone::Warning, format!("not taken back: {why}")),
        };
        let Some(Past::Answered(at, _)) = self.past.pop() else { return };
        self.answered -= 1;
        self.queue.refresh(ledger, self.taxonomy);
        if !done {
            return self.say(Tone::Warning, "somebody changed that answer since; it stays as it is".to_owned());
        }
        if self.queue.is_open(at) {
            self.go(Some(at));
            self.say(Tone::Done, "taken back".to_owned());
        } else {
            let title = &self.queue.question(at).title;
            self.say(Tone::Warning, format!("yours is taken back; another answer for {title} stays"));
        }
    }

    fn skip(&mut self) -> Option<Effect> {
        let at = self.at?;
        self.queue.skip(at);
        self.past.push(Past::Skipped(at));
        self.go(self.queue.next_open(at));
        None
    }

    fn highlight(&mut self, down: bool) -> Option<Effect> {
        let last = self.choices.len().checked_sub(1)?;
        self.cursor = Some(match (self.cursor, down) {
            (None, true) => 0,
            (None, false) => last,
            (Some(at), true) => (at + 1).min(last),
            (Some(at), false) => at.saturating_sub(1),
        });
        None
    }

    fn level(&mut self, up: bool) -> Option<Effect> {
        match self.cursor.and_then(|at| self.choices.get_mut(at)) {
            None => self.say(Tone::Hint, "highlight a candidate first: ↑ or ↓".to_owned()),
            Some(choice) => {
                if !choice.step(self.taxonomy, up) {
                    let end = if up { "highest" } else { "lowest" };
                    let said = format!("{} is the {end} of its focus", choice.role.code);
                    self.say(Tone::Hint, said);
                }
            }
        }
        None
    }

    fn toggle_blind(&mut self) -> Option<Effect> {
        self.blind = !self.blind;
        choice::arrange(&mut self.choices, self.blind);
        self.cursor = self.first_cursor();
        let said = if self.blind { "blind: scores are hidden, candidates stand by code" } else { "scores are shown" };
        self.say(Tone::Hint, said.to_owned());
        None
    }

    fn help(&mut self) -> Option<Effect> {
        self.mode = Mode::Help;
        None
    }

    fn go(&mut self, at: Option<usize>) {
        self.at = at;
        self.show();
    }

    /// Puts the question on the screen as nobody touched it yet.
    fn show(&mut self) {
        self.mode = Mode::Asking;
        self.choices = self.question().map(|question| choice::choices(question, self.blind)).unwrap_or_default();
        self.cursor = self.first_cursor();
    }

    /// Only what is really suggested is highlighted by itself, so that Enter accepts nothing unseen.
    fn first_cursor(&self) -> Option<usize> {
        let suggested = self.question().is_some_and(|q| q.has_suggestion) && !self.choices.is_empty();
        (suggested && !self.blind).then_some(0)
    }

    fn say(&mut self, tone: Tone, text: String) {
        self.message = Some((tone, text));
    }
}

fn described(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Accept(code) => code.clone(),
        Verdict::None => "no role".to_owned(),
        Verdict::Reject(codes) => format!("not {}", codes.join(", ")),
    }
}
