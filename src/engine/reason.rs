//! A match in words, for a person.

use std::borrow::Cow;

use super::{Engine, FocusMatch};
use crate::candidates::PhraseKind;
use crate::decide::Method;
use crate::level::LevelDecision;
use crate::normalize::Noise;
use crate::score::{Match, SAID, weights};

impl Engine {
    /// The alias, area or name that carried a match.
    #[must_use]
    pub fn alias_text(&self, found: &FocusMatch) -> Cow<'static, str> {
        let phrase = &self.index.phrases[found.best.phrase as usize];
        match self.index.alias(&self.taxonomy, phrase) {
            Some(alias) => alias.text.clone(),
            None => match phrase.kind {
                PhraseKind::Role(r) => self.taxonomy.foci[phrase.focus].roles[r].title.clone().unwrap_or_default(),
                _ => self.taxonomy.work_name(phrase.focus).to_owned(),
            }
            .into(),
        }
    }

    /// The group of functions that nearly all likely foci belong to, where the doubt is between them; `None` where it is not.
    pub(super) fn coarse_answer(&self, foci: &[FocusMatch]) -> Option<String> {
        let group =
            |found: &FocusMatch| self.taxonomy.functions[self.taxonomy.foci[found.focus].function].superfunction;
        let best = foci.first()?;
        let likeliest = group(best)?;
        let share: f32 =
            foci.iter().filter(|found| group(found) == Some(likeliest)).map(|found| found.probability).sum();
        let among_them = share >= weights::COARSE && share - best.probability >= weights::COARSE_GAIN;
        among_them.then(|| format!("most likely {} in any case", self.taxonomy.superfunctions[likeliest].name))
    }

    /// Why a focus and a level, in words; `alias` is the [`Engine::alias_text`] of the focus.
    pub(super) fn reason(&self, best: &FocusMatch, alias: &str, level: &LevelDecision, removed: &[Noise]) -> String {
        let phrase = &self.index.phrases[best.best.phrase as usize];
        let mut said = match method(&best.best) {
            Method::Exact => format!("is “{alias}”"),
            Method::Alias => format!("contains “{alias}”"),
            _ => format!("like “{alias}” ({:.2})", best.best.similarity),
        };
        if let Some(alias) = self.index.alias(&self.taxonomy, phrase) {
            if alias.confidence < 1.0 {
                said.push_str(&format!(", which means this in {:.0} of 100 cases", alias.confidence * 100.0));
            }
            if alias.approved == Some(false) {
                said.push_str(", an alias not yet approved");
            }
        }
        if best.evidence.context > 0.0 {
            said.push_str("; context column agrees");
        }
        said.push_str("; ");
        said.push_str(&level.reason);
        if let Some(noise) = removed.first() {
            said.push_str(&format!("; set aside {} “{}”", noise.kind.words(), noise.text));
            if removed.len() > 1 {
                said.push_str(&format!(" and {} more", removed.len() - 1));
            }
        }
        said
    }
}

/// How a phrase was found.
pub(super) fn method(found: &Match) -> Method {
    match found {
        m if m.exact => Method::Exact,
        m if m.phrase_said > SAID => Method::Alias,
        _ => Method::Similar,
    }
}
