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
        let mut evidence = ContextEvidence::default();
        for found in analysis.foci.iter().filter(|f| f.best.similarity >= weights::CONTEXT_SAYS) {
            let function = self.taxonomy.foci[found.focus].function;
            let Function { code, name, .. } = &self.taxonomy.functions[function];
            // A department names a function rather than a focus, so its sisters share in it. A list may have no functions.
            let is_named = !(code.is_empty() && name.is_empty());
            let sisters = self.taxonomy.foci.iter().enumerate();
            let sisters = sisters.filter(|(i, f)| *i == found.focus || is_named && f.function == function);
            for (i, _) in sisters {
                let share = if i == found.focus { 1.0 } else { weights::CONTEXT_SISTER };
                let said = evidence.0.entry(i).or_insert(0.0);
                *said = said.max(found.best.similarity * share);
            }
        }
        evidence
    }
}

/// Brings the foci of a title into the order that context columns give them; whether those say anything about any of them.
pub fn with_context(foci: &mut [FocusMatch], evidence: &[&ContextEvidence]) -> bool {
    let said = |found: &FocusMatch| evidence.iter().filter_map(|e| e.0.get(&found.focus)).copied().fold(0.0, f32::max);
    if !foci.iter().any(|found| said(found) > 0.0) {
        return false;
    }
    for found in foci.iter_mut() {
        found.evidence.context = odds::CONTEXT * said(found);
    }
    settle(foci);
    true
}
