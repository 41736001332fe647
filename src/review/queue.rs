//! The questions in the order in which they are asked, and which of them are settled.

use super::{Ledger, Question, Verdict, normal_context};
use crate::normalize::Lexicon;
use crate::taxonomy::Taxonomy;

/// Questions with what became of them. What is settled is what the decisions file says, whoever wrote it.
#[derive(Debug)]
pub struct Queue {
    questions: Vec<Question>,
    /// Normalised title and context of each.
    keys: Vec<(String, String)>,
    standings: Vec<Standing>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Open,
    Skipped,
    Settled,
}

/// How far the review is: distinct titles, and the rows that they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Titles that are settled.
    pub titles_settled: u64,
    /// All titles that are asked about.
    pub titles: u64,
    /// Rows of the settled titles.
    pub rows_settled: u64,
    /// All rows.
    pub rows: u64,
    /// Titles that were put off in this session.
    pub skipped: u64,
}

impl Progress {
    /// Titles that nobody answered yet.
    #[must_use]
    pub fn titles_open(&self) -> u64 {
        self.titles - self.titles_settled
    }
}

impl Queue {
    /// The questions as they are after what people said so far: roles that were ruled out are not offered again, and an
    /// answer whose role is no more is asked for again.
    #[must_use]
    pub fn new(mut questions: Vec<Question>, ledger: &Ledger, taxonomy: &Taxonomy, lexicon: &Lexicon) -> Queue {
        let key = |q: &Question| (lexicon.key(&q.title), normal_context(&q.context));
        let keys: Vec<(String, String)> = questions.iter().map(key).collect();
        for (question, (title, context)) in questions.iter_mut().zip(&keys) {
            let before = question.suggestions.first().map(|s| s.role.code.clone());
            question.suggestions.retain(|s| !ledger.rules_out(title, context, &s.role.code));
            let now = question.suggestions.first().map(|s| &s.role.code);
            if let Some(gone) = before.filter(|before| Some(before) != now) {
                question.reason = format!("{gone} was ruled out by a decision");
            }
            if let Some(why) = stale(ledger, title, context, taxonomy) {
                question.reason = format!("stale decision: {why}; {}", question.reason);
            }
        }
        let standings = vec![Standing::Open; questions.len()];
        let mut queue = Queue { questions, keys, standings };
        queue.refresh(ledger, taxonomy);
        queue
    }

    /// Takes over what the decisions file says now.
    pub fn refresh(&mut self, ledger: &Ledger, taxonomy: &Taxonomy) {
        for ((title, context), standing) in self.keys.iter().zip(&mut self.standings) {
            let answered = ledger.answer(title, context).is_some();
            *standing = match *standing {
                _ if answered && stale(ledger, title, context, taxonomy).is_none() => Standing::Settled,
                Standing::Settled => Standing::Open,
                other => other,
            };
        }
    }

    /// How many questions there are, settled or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.questions.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    /// A question by its place.
    #[must_use]
    pub fn question(&self, at: usize) -> &Question {
        &self.questions[at]
    }

    /// Whether it waits for an answer in this session.
    #[must_use]
    pub fn is_open(&self, at: usize) -> bool {
        self.standings[at] == Standing::Open
    }

    /// The next question that waits, from a place on, and then from the start.
    #[must_use]
    pub fn next_open(&self, from: usize) -> Option<usize> {
        (from..self.len()).chain(0..from.min(self.len())).find(|at| self.is_open(*at))
    }

    pub(super) fn skip(&mut self, at: usize) {
        self.standings[at] = Standing::Skipped;
    }

    pub(super) fn ask_again(&mut self, at: usize) {
        if self.standings[at] == Standing::Skipped {
            self.standings[at] = Standing::Open;
        }
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let mut progress =
            Progress { titles_settled: 0, titles: self.len() as u64, rows_settled: 0, rows: 0, skipped: 0 };
        for (question, standing) in self.questions.iter().zip(&self.standings) {
            progress.rows += question.rows;
            match standing {
                Standing::Settled => {
                    progress.titles_settled += 1;
                    progress.rows_settled += question.rows;
                }
                Standing::Skipped => progress.skipped += 1,
                Standing::Open => {}
            }
        }
        progress
    }
}

/// Why the answer of a title counts no more, if it does not.
fn stale(ledger: &Ledger, title: &str, context: &str, taxonomy: &Taxonomy) -> Option<String> {
    match ledger.answer(title, context)? {
        Verdict::Accept(code) => taxonomy.find(code).err(),
        Verdict::None | Verdict::Reject(_) => None,
    }
}
