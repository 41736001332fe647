//! 7. Scores to an outcome: accepted, review or unmatched, with a reason in words.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use crate::level::LevelSource;
use crate::normalize::Rejection;
use crate::taxonomy::ResolvedRole;

/// What a match is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Safe to use unread.
    Accepted,
    /// A person should look.
    Review,
    /// No role.
    Unmatched,
}

impl Band {
    /// The word in the output column.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Band::Accepted => "accepted",
            Band::Review => "review",
            Band::Unmatched => "unmatched",
        }
    }
}

/// How a role was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The title is an alias, rank and noise aside.
    Exact,
    /// The title contains a whole alias.
    Alias,
    /// The title is like an alias.
    Similar,
    /// A person said so.
    Decision,
    /// Not found.
    None,
}

impl Method {
    /// The word in the output column.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Method::Exact => "exact",
            Method::Alias => "alias",
            Method::Similar => "similar",
            Method::Decision => "decision",
            Method::None => "none",
        }
    }
}

/// Where the bands begin. All are on scales of 0–1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Thresholds {
    /// Least role score of an accepted match.
    pub accept: f32,
    /// Below this role score a title is unmatched.
    pub reject: f32,
    /// Least level score of an accepted match.
    pub accept_level: f32,
    /// Least lead of the role score over that of the next focus, of an accepted match.
    pub margin: f32,
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds { accept: 0.70, reject: 0.10, accept_level: 0.50, margin: 0.05 }
    }
}

/// A role that a title may mean.
#[derive(Debug, Clone, Serialize)]
pub struct Candidate {
    /// The role.
    #[serde(flatten)]
    pub role: Arc<ResolvedRole>,
    /// role_score × level_score.
    pub score: f32,
    /// That focus and function are right, 0–1.
    pub role_score: f32,
    /// That the level is right, 0–1.
    pub level_score: f32,
    /// What the role score was calibrated from: how far the evidence makes the focus trusted, 0–1.
    #[serde(skip)]
    pub trust: f32,
}

/// The answer for one title.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// What it is good for.
    pub band: Band,
    /// The best role; `None` when unmatched.
    pub best: Option<Candidate>,
    /// Where the level comes from.
    pub level_source: Option<LevelSource>,
    /// How the role was found.
    pub method: Method,
    /// The alias that carried it.
    pub alias: Cow<'static, str>,
    /// In words, for a person.
    pub reason: String,
    /// Runners-up, best first; also those of an unmatched title.
    pub alternatives: Vec<Candidate>,
    /// Why the text is no title, where it is none.
    pub rejection: Option<Rejection>,
    /// Whether something else than its role score keeps it from being accepted, so that no threshold on it would.
    #[serde(skip)]
    pub held_back: bool,
}

impl Outcome {
    /// Looks at the first letter of each of its texts. They lie all over the memory, and who is about to read those of several outcomes
    /// waits for all of them at once when he has looked at each before he reads the first. What comes back means nothing.
    #[must_use]
    pub fn glance(&self) -> u8 {
        let first = |text: &str| text.as_bytes().first().copied().unwrap_or_default();
        let own = first(&self.reason) ^ first(&self.alias);
        let Some(best) = &self.best else { return own };
        let ResolvedRole { code, title, classification, .. } = &*best.role;
        [code, title, &classification.soc, &classification.isco].into_iter().fold(own, |all, text| all ^ first(text))
    }

    /// The outcome of a text that is no title.
    #[must_use]
    pub fn rejected(rejection: Rejection) -> Outcome {
        let rejection_of = Outcome::unmatched(rejection.words().to_owned(), Vec::new());
        Outcome { rejection: Some(rejection), ..rejection_of }
    }

    /// Whether the text is no title at all, so that nobody needs to look at it. One in another script may well be one.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.rejection.is_some_and(|why| why != Rejection::OtherScript)
    }

    /// Whether a person should say what it is: nobody did yet, and it is neither accepted nor no title at all.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.band != Band::Accepted && self.method != Method::Decision && !self.is_rejected()
    }

    /// The likeliest role, even of an unmatched title that comes near one.
    #[must_use]
    pub fn nearest(&self) -> Option<&Candidate> {
        self.best.as_ref().or_else(|| self.alternatives.first())
    }

    /// An outcome without a role.
    #[must_use]
    pub fn unmatched(reason: String, alternatives: Vec<Candidate>) -> Outcome {
        let (level_source, method) = (None, Method::None);
        Outcome {
            band: Band::Unmatched,
            best: None,
            level_source,
            method,
            alias: Cow::Borrowed(""),
            reason,
            alternatives,
            rejection: None,
            held_back: false,
        }
    }
}

/// Why the role score keeps a match from being accepted, in words; `None` when it does not.
#[must_use]
pub fn score_doubt(best: &Candidate, thresholds: &Thresholds) -> Option<String> {
    let below = best.role_score < thresholds.accept;
    below.then(|| {
        format!("role score {} is below {:.2}", below_it(best.role_score, thresholds.accept), thresholds.accept)
    })
}

/// A score with two decimals, or with four where two would make it the threshold itself.
fn below_it(score: f32, threshold: f32) -> String {
    let shown = |decimals: usize| format!("{score:.decimals$}");
    let two = shown(2);
    if two == format!("{threshold:.2}") { shown(4) } else { two }
}

/// Why a match is not accepted whatever its role score, in words; `None` when nothing but that could speak against it. A rival is
/// the next focus where that is about as likely.
#[must_use]
pub fn other_doubt(best: &Candidate, rival: Option<&Candidate>, thresholds: &Thresholds) -> Option<String> {
    if best.level_score < thresholds.accept_level {
        let score = below_it(best.level_score, thresholds.accept_level);
        return Some(format!("level score {score} is below {:.2}", thresholds.accept_level));
    }
    rival.map(|rival| format!("{} ({:.2}) is about as likely", rival.role.code, rival.role_score))
}
