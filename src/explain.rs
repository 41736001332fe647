//! What became of one title, step by step: the data behind `canon explain`.
//!
//! Nothing is decided here; everything is read off the same values that the outcome was decided by.

use serde::Serialize;

use crate::candidates::PhraseKind;
use crate::decide::{Outcome, Thresholds};
use crate::engine::{Context, Engine, Evidence, FocusMatch};
use crate::normalize::{Noise, Step};
use crate::score::Alignment;
use crate::score::calibration::Signals;
use crate::taxonomy::Place;

/// Foci that an explanation shows.
const SHOWN: usize = 5;

/// The explanation of one title.
#[derive(Debug, Serialize)]
pub struct Explanation {
    /// The title as given.
    pub title: String,
    /// What normalising made of it.
    pub steps: Vec<Step>,
    /// What was set aside.
    pub set_aside: Vec<Noise>,
    /// The foci considered, best first.
    pub considered: Vec<Considered>,
    /// The bands' limits.
    pub thresholds: Thresholds,
    /// The outcome.
    pub outcome: Outcome,
}

/// A focus that was considered.
#[derive(Debug, Serialize)]
pub struct Considered {
    /// "SEI.GEN".
    pub focus: String,
    /// Its name.
    pub name: String,
    /// The phrase of the taxonomy that fits best.
    pub phrase: String,
    /// "alias", "area", "role title" or "name".
    pub kind: &'static str,
    /// Where it stands.
    pub place: Place,
    /// How well it fits, before anything is added, 0–1.
    pub similarity: f32,
    /// What speaks for the focus, in log-odds.
    pub evidence: Evidence,
    /// What the evidence makes of it beside the other foci, 0–1, before calibration.
    pub probability: f32,
    /// What its role score rests on where it is the likeliest.
    pub signals: Signals,
    /// How surely the phrase means the focus, 0–1.
    pub confidence: f32,
    /// The words of the phrase with what they met in the title.
    pub words: Vec<WordFound>,
    /// Words of the title that the phrase leaves over.
    pub left_over: Vec<String>,
    /// How its level was decided.
    pub level: String,
    /// The role score, 0–1.
    pub role_score: f32,
}

/// A word of a phrase and what it met in the title.
#[derive(Debug, Serialize)]
pub struct WordFound {
    /// The phrase's word.
    pub word: String,
    /// How telling it is.
    pub weight: f32,
    /// The title's word; `None` where the title lacks it.
    pub title: Option<String>,
    /// How alike they are, 0–1.
    pub similarity: f32,
}

impl Engine {
    /// Explains one title with what stands beside it.
    #[must_use]
    pub fn explain(&self, raw: &str, context: &Context<'_>) -> Explanation {
        let analysis = self.analyse_explained(raw);
        let foci = self.foci_in_context(&analysis, context);
        let standing = context.standing();
        let outcome = self.decide(&analysis, &foci, &standing);
        let words: Vec<&str> = analysis.title.words.iter().map(|w| w.text.as_str()).collect();
        let considered = foci.iter().take(SHOWN).map(|found| {
            let role_score = found.role_score(&foci[0]);
            let level = self.ranks_of(&analysis).map(|ranks| self.level_of(found, ranks, &standing));
            let aligned = self.alignment(&analysis, found);
            self.considered(found, &aligned, &words, role_score, level.map_or_else(String::new, |l| l.reason))
        });
        let considered = considered.collect();
        Explanation {
            title: raw.to_owned(),
            considered,
            thresholds: *self.thresholds(),
            outcome,
            steps: analysis.title.steps,
            set_aside: analysis.title.removed,
        }
    }

    fn considered(
        &self,
        found: &FocusMatch,
        aligned: &Alignment,
        title: &[&str],
        role_score: f32,
        level: String,
    ) -> Considered {
        let index = self.index();
        let phrase = &index.phrases[found.best.phrase as usize];
        let focus = &self.taxonomy.foci[found.focus];
        let function = &self.taxonomy.functions[focus.function];
        let line = index.alias(&self.taxonomy, phrase).map_or(focus.line, |a| a.line);
        let aligned = index.words_of(found.best.phrase).iter().zip(aligned);
        let words = aligned.map(|(word, to)| WordFound {
            word: index.vocabulary.word(*word).to_owned(),
            weight: index.vocabulary.weight(*word),
            title: to.map(|(at, _)| title[at].to_owned()),
            similarity: to.map_or(0.0, |(_, s)| s),
        });
        Considered {
            focus: focus.code.clone(),
            name: self.taxonomy.work_name(found.focus).to_owned(),
            phrase: self.alias_text(found).into_owned(),
            kind: match phrase.kind {
                PhraseKind::Name => "name",
                PhraseKind::Area => "area",
                PhraseKind::Worker => "alias",
                PhraseKind::Role(_) => "role title",
            },
            place: Place { file: function.file.clone(), line },
            similarity: found.best.similarity,
            evidence: found.evidence,
            probability: found.probability,
            signals: found.signals(),
            confidence: found.best.confidence,
            words: words.collect(),
            left_over: title
                .iter()
                .enumerate()
                .filter(|(i, _)| !found.best.claims(*i))
                .map(|(_, w)| (*w).to_owned())
                .collect(),
            level,
            role_score,
        }
    }
}
