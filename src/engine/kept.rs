//! An analysed title in little space: what deciding it again in another context takes. An export with departments keeps tens of
//! thousands of them.

use super::analysis::{Analysis, Evidence, FocusMatch};
use super::context::ContextEvidence;
use crate::candidates::Index;
use crate::normalize::PartKind;
use crate::score::Match;

/// An analysed title that waits for its next context.
#[derive(Debug)]
pub struct KeptAnalysis {
    /// The title and its ranks, without the words and foci.
    pub analysis: Analysis,
    foci: Box<[KeptFocus]>,
}

/// A [`FocusMatch`] without what the index knows of its phrase, its evidence summed up.
#[derive(Debug)]
struct KeptFocus {
    claimed: u64,
    named: u64,
    focus: u32,
    phrase: u32,
    similarity: f32,
    phrase_said: f32,
    /// All evidence but the two that are asked for by themselves; the context's is none yet.
    own_evidence: f32,
    beside_exact: f32,
    probability: f32,
    agreement: f32,
    share: f32,
    part: Option<(u16, PartKind)>,
    exact: bool,
    in_order: bool,
    confirmed: bool,
}

impl KeptAnalysis {
    /// Puts an analysis away.
    #[must_use]
    pub fn of(mut analysis: Analysis) -> KeptAnalysis {
        let foci = std::mem::take(&mut analysis.foci);
        analysis.title.words = Vec::new();
        KeptAnalysis { analysis, foci: foci.into_iter().map(KeptFocus::of).collect() }
    }

    /// Whether columns beside the title say anything about a focus that it may mean.
    #[must_use]
    pub fn is_spoken_of(&self, evidence: &[&ContextEvidence]) -> bool {
        self.foci.iter().any(|kept| evidence.iter().any(|e| e.speaks_of(kept.focus as usize)))
    }

    /// The foci that the title may mean, best first. Their evidence is summed up in one term.
    #[must_use]
    pub fn foci(&self, index: &Index) -> Vec<FocusMatch> {
        self.foci.iter().map(|kept| kept.open(index)).collect()
    }
}

impl KeptFocus {
    fn of(found: FocusMatch) -> KeptFocus {
        let FocusMatch { focus, best, named, part, evidence, probability, agreement, confirmed, share } = found;
        let Match { phrase, similarity, exact, phrase_said, claimed, in_order, .. } = best;
        KeptFocus {
            claimed,
            named,
            focus: u32::try_from(focus).unwrap_or(u32::MAX),
            phrase,
            similarity,
            phrase_said,
            own_evidence: evidence.own(),
            beside_exact: evidence.beside_exact,
            probability,
            agreement,
            share,
            part,
            exact,
            in_order,
            confirmed,
        }
    }

    fn open(&self, index: &Index) -> FocusMatch {
        let phrase = &index.phrases[self.phrase as usize];
        FocusMatch {
            focus: self.focus as usize,
            best: Match {
                phrase: self.phrase,
                kind: phrase.kind,
                similarity: self.similarity,
                confidence: phrase.confidence,
                exact: self.exact,
                phrase_said: self.phrase_said,
                claimed: self.claimed,
                in_order: self.in_order,
            },
            named: self.named,
            part: self.part,
            evidence: Evidence { fit: self.own_evidence, beside_exact: self.beside_exact, ..Evidence::default() },
            probability: self.probability,
            agreement: self.agreement,
            confirmed: self.confirmed,
            share: self.share,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Context, Engine, EngineOptions, with_context};
    use crate::level::Standing;
    use crate::taxonomy::Taxonomy;

    #[test]
    fn what_was_kept_is_decided_as_if_it_had_not_been() {
        let engine = Engine::embedded(Taxonomy::embedded().unwrap(), EngineOptions::default()).unwrap();
        for title in ["Sr. Analyst", "Coordinator II", "Operator / Driver", "Director of Photography", "Lead Clerk"] {
            let kept = KeptAnalysis::of(engine.analyse(title));
            for department in ["", "Information Technology", "Finance", "Warehouse", "Marketing"] {
                let evidence = [&engine.context_evidence(department)];
                let mut foci = kept.foci(&engine.index);
                if engine.analyse(title).is_contested() {
                    with_context(&mut foci, &evidence);
                }
                let again = engine.decide(&kept.analysis, &foci, &Standing::default());
                let at_once = engine.match_one(title, &Context { department, ..Context::default() });
                assert_eq!(format!("{again:?}"), format!("{at_once:?}"), "{title} in {department}");
            }
        }
    }
}
