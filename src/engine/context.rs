//! What the columns beside a title say about the foci that it may mean.
//!
//! They decide between near candidates and never bring one of their own: a department is no title.

use rustc_hash::FxHashMap;

use super::Engine;
use super::analysis::{Analysis, FocusMatch, settle};
use crate::level::Standing;
use crate::score::weights::{self, odds};
use crate::taxonomy::Function;

/// What the columns beside the title say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Context<'a> {
    /// Department, division or organisation.
    pub department: &'a str,
    /// Job family.
    pub family: &'a str,
    /// Grade or level.
    pub grade: &'a str,
    /// Years of experience.
    pub years: &'a str,
    /// Whether the person manages others: yes, no, or a number of reports.
    pub manages: &'a str,
}

impl Context<'_> {
    /// What it says about the level.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::of(self.grade, self.years, self.manages)
    }
}

/// What a department or job family says about each focus: similarity 0–1, by index of the focus.
#[derive(Debug, Clone, Default)]
pub struct ContextEvidence(FxHashMap<usize, f32>);

impl ContextEvidence {
    fn of(&self, focus: usize) -> f32 {
        self.0.get(&focus).copied().unwrap_or(0.0)
    }

    /// Whether it says anything about a focus.
    #[must_use]
    pub fn speaks_of(&self, focus: usize) -> bool {
        self.of(focus) > 0.0
    }
}

impl Engine {
    /// The foci of an analysed title, in the order that its context gives them.
    #[must_use]
    pub fn foci_in_context(&self, analysis: &Analysis, context: &Context<'_>) -> Vec<FocusMatch> {
        let texts = [context.department, context.family];
        let said = texts.iter().filter(|text| !text.trim().is_empty() && analysis.is_contested());
        let evidence: Vec<ContextEvidence> = said.map(|text| self.context_evidence(text)).collect();
        let mut foci = analysis.foci.clone();
        with_context(&mut foci, &evidence.iter().collect::<Vec<_>>());
        foci
    }

    /// What a department or job family says about the foci.
    #[must_use]
    pub fn context_evidence(&self, text: &str) -> ContextEvidence {
        let analysis = self.analyse(text);
        let mut evidence: FxHashMap<usize, f32> = FxHashMap::default();
        let mut says = |focus: usize, similarity: f32| {
            let said = evidence.entry(focus).or_insert(0.0);
            *said = said.max(similarity);
        };
        for found in analysis.foci.iter().filter(|f| f.best.similarity >= weights::CONTEXT_SAYS) {
            says(found.focus, found.best.similarity);
            let function = self.taxonomy.foci[found.focus].function;
            let Function { code, name, .. } = &self.taxonomy.functions[function];
            // A department names a function rather than a focus, so its sisters share in it. A list may have no functions.
            if code.is_empty() && name.is_empty() {
                continue;
            }
            let sisters = self.taxonomy.foci.iter().enumerate().filter(|(_, focus)| focus.function == function);
            sisters.for_each(|(sister, _)| says(sister, found.best.similarity * weights::CONTEXT_SISTER));
        }
        ContextEvidence(evidence)
    }
}

/// Brings the foci of a title into the order that context columns give them. Where those say nothing about any of them it is
/// the one they have.
pub fn with_context(foci: &mut [FocusMatch], evidence: &[&ContextEvidence]) {
    if !foci.iter().any(|found| evidence.iter().any(|e| e.speaks_of(found.focus))) {
        return;
    }
    for found in foci.iter_mut() {
        let said = evidence.iter().map(|e| e.of(found.focus)).fold(0.0, f32::max);
        found.evidence.context = odds::CONTEXT * said;
    }
    settle(foci);
}
