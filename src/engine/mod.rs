//! Steps 3–7 for one title.
//!
//! The engine is a pure function of taxonomy, options, title and context: the same title gets the same outcome
//! whatever stands around it and however many threads there are.

mod analysis;
mod context;
mod kept;
mod reason;

use std::sync::{Arc, Mutex, OnceLock};

pub use self::analysis::{Analysis, Evidence, FocusMatch};
pub use self::context::{Context, ContextEvidence, with_context};
pub use self::kept::KeptAnalysis;
use self::reason::method;
use crate::candidates::{Index, PhraseKind, Scratch};
use crate::decide::{self, Band, Candidate, Outcome, Thresholds};
use crate::level::{self, LevelDecision, RankWords, Standing, TitleRanks};
use crate::normalize::{Lexicon, PartKind};
use crate::score::weights::{self, odds};
use crate::taxonomy::{Level, ResolvedRole, SourceFile, Taxonomy, TaxonomyError, embedded_files};

/// Foci and levels that compete for the places of the runners-up.
const COMPETING: usize = 5;

/// From this share on, a phrase counts as said: it may claim rank words and pin a level.
const WHOLE_PHRASE: f32 = 0.80;

/// How the engine decides.
#[derive(Debug, Clone, Copy, Default)]
pub struct EngineOptions {
    /// Where the bands begin.
    pub thresholds: Thresholds,
    /// How many runners-up each outcome carries.
    pub top: usize,
}

/// Matches titles against a taxonomy.
#[derive(Debug)]
pub struct Engine {
    /// What is matched against.
    pub taxonomy: Taxonomy,
    /// The word lists.
    pub lexicon: Lexicon,
    options: EngineOptions,
    ranks: RankWords,
    index: Index,
    /// Roles by focus and level, made when first asked for and shared by all outcomes.
    roles: Vec<[OnceLock<Arc<ResolvedRole>>; Level::COUNT + 1]>,
    /// Memory that is not in use; as many pieces as there are threads at work.
    scratches: Mutex<Vec<Scratch>>,
}

impl Engine {
    /// Builds the engine from a taxonomy and its files' word lists.
    ///
    /// # Errors
    /// When a word list is malformed.
    pub fn new(taxonomy: Taxonomy, files: &[SourceFile], options: EngineOptions) -> Result<Engine, TaxonomyError> {
        let lexicon = Lexicon::load(files)?;
        let ranks = RankWords::new(&taxonomy.ladder, &lexicon);
        let index = Index::new(&taxonomy, &lexicon, &ranks);
        Ok(Engine::of(taxonomy, lexicon, ranks, index, options))
    }

    /// Builds the engine of the taxonomy in the binary, which is [`Taxonomy::embedded`], without its texts: the same as
    /// [`Engine::new`] makes of them, in a fraction of the time.
    ///
    /// # Errors
    /// Never, unless the binary was tampered with.
    pub fn embedded(taxonomy: Taxonomy, options: EngineOptions) -> Result<Engine, TaxonomyError> {
        let lexicon = Lexicon::load(&embedded_files())?;
        let ranks = RankWords::new(&taxonomy.ladder, &lexicon);
        Ok(Engine::of(taxonomy, lexicon, ranks, Index::embedded()?, options))
    }

    fn of(taxonomy: Taxonomy, lexicon: Lexicon, ranks: RankWords, index: Index, options: EngineOptions) -> Engine {
        let roles = taxonomy.foci.iter().map(|_| [const { OnceLock::new() }; Level::COUNT + 1]).collect();
        Engine { taxonomy, lexicon, options, ranks, index, roles, scratches: Mutex::default() }
    }

    /// Matches one title with what stands beside it.
    #[must_use]
    pub fn match_one(&self, raw: &str, context: &Context<'_>) -> Outcome {
        let analysis = self.analyse(raw);
        let foci = self.foci_in_context(&analysis, context);
        self.decide(&analysis, &foci, &context.standing())
    }

    /// Decides one title whose foci are known.
    #[must_use]
    pub fn decide(&self, analysis: &Analysis, foci: &[FocusMatch], standing: &Standing) -> Outcome {
        if let Some(rejection) = analysis.title.rejection {
            return Outcome::rejected(rejection);
        }
        let Some(ranks) = analysis.ranks.as_ref().filter(|_| !foci.is_empty()) else {
            let reason = match &analysis.title.language {
                Some(language) => format!("written in {language}, which the taxonomy hardly covers"),
                None => "no word of it is known to the taxonomy".to_owned(),
            };
            return Outcome::unmatched(reason, Vec::new());
        };
        let best = &foci[0];
        let level = self.level_of(best, ranks, standing);
        let first = self.candidate(best, &level, best.role_score(best));
        let candidate_of =
            |found: &FocusMatch| self.candidate(found, &self.level_of(found, ranks, standing), found.role_score(best));
        let alternatives = self.runners_up(&first, &level, foci, candidate_of);
        let alias = self.alias_text(best);
        let said = self.reason(best, &alias, &level, &analysis.title.removed);
        let thresholds = &self.options.thresholds;
        let language = analysis.title.language.as_ref();
        // Words of another language that look like English ones carry a title to the wrong trade.
        let reject = if language.is_some() { thresholds.reject.max(weights::FOREIGN) } else { thresholds.reject };
        if first.role_score < reject {
            let mut reason =
                format!("nearest is {} ({:.2}), below {reject:.2}: {said}", first.role.code, first.role_score);
            if let Some(language) = language {
                reason = format!("seems written in {language}, which the taxonomy hardly covers; {reason}");
            }
            let mut all = vec![first];
            all.extend(alternatives);
            all.truncate(self.options.top);
            return Outcome::unmatched(reason, all);
        }
        let is_near = |next: &&FocusMatch| first.role_score - next.role_score(best) < thresholds.margin;
        let rival = foci.get(1).filter(is_near).map(candidate_of);
        let other_doubt = decide::other_doubt(&first, rival.as_ref(), thresholds).or_else(|| self.contradiction(foci));
        let held_back = other_doubt.is_some();
        let doubt = decide::score_doubt(&first, thresholds).or(other_doubt);
        let also = self.other_role(best, foci);
        let said = match also {
            Some(other) => {
                format!("{said}; also names {} (“{}”)", self.taxonomy.foci[other.focus].code, self.alias_text(other))
            }
            None => said,
        };
        Outcome {
            band: if doubt.is_some() { Band::Review } else { Band::Accepted },
            best: Some(first),
            level_source: Some(level.source),
            method: method(&best.best),
            alias,
            reason: match doubt.map(|doubt| (doubt, self.coarse_answer(foci))) {
                Some((doubt, Some(coarse))) => format!("{doubt}; {coarse}; {said}"),
                Some((doubt, None)) => format!("{doubt}; {said}"),
                None => said,
            },
            alternatives,
            rejection: None,
            held_back,
        }
    }

    /// The next best roles, of other levels and of other foci, as many as are asked for.
    fn runners_up(
        &self,
        first: &Candidate,
        level: &LevelDecision,
        foci: &[FocusMatch],
        candidate_of: impl Fn(&FocusMatch) -> Candidate,
    ) -> Vec<Candidate> {
        if self.options.top == 0 {
            return Vec::new();
        }
        // The same ones compete whatever number of them is asked for.
        let competing = self.options.top.max(COMPETING);
        let other_level = |(level, score): &(Level, f32)| {
            let role = self.role(foci[0].focus, Some(*level));
            Candidate { role, score: first.role_score * score, level_score: *score, ..first.clone() }
        };
        let mut next: Vec<Candidate> = level.next.iter().take(competing).map(other_level).collect();
        next.extend(foci.iter().skip(1).take(competing + 1).map(candidate_of));
        next.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.role.code.cmp(&b.role.code)));
        next.truncate(self.options.top);
        next
    }

    /// A role with the scores that were computed for it, though another was likelier; 0 where its focus or level was not in
    /// question.
    #[must_use]
    pub fn scored(
        &self,
        role: Arc<ResolvedRole>,
        analysis: &Analysis,
        foci: &[FocusMatch],
        standing: &Standing,
    ) -> Candidate {
        let found = foci.iter().find(|found| found.focus == role.focus);
        let (Some(best), Some(found), Some(ranks)) = (foci.first(), found, &analysis.ranks) else {
            return Candidate { role, score: 0.0, role_score: 0.0, level_score: 0.0, trust: 0.0 };
        };
        let level = self.level_of(found, ranks, standing);
        let next = || level.next.iter().find(|(next, _)| Some(*next) == role.level).map_or(0.0, |(_, score)| *score);
        let level_score = if level.level == role.level { level.score } else { next() };
        let role_score = found.role_score(best);
        Candidate { role, score: role_score * level_score, role_score, level_score, trust: found.signals().trust() }
    }

    /// The level of a focus: rank words that its phrase claims are no evidence.
    #[must_use]
    pub fn level_of(&self, found: &FocusMatch, ranks: &TitleRanks, standing: &Standing) -> LevelDecision {
        let phrase = &self.index.phrases[found.best.phrase as usize];
        let whole = found.best.phrase_said >= WHOLE_PHRASE;
        // "Executive Assistant to the CEO" may be carried by "assistant to the ceo": the executive is still part of a name.
        let named = |i: usize| whole && found.best.claims(i) || i < 64 && found.named & (1 << i) != 0;
        let open = self.ranks.cues(ranks, named);
        let pinned = self.index.pinned(&self.taxonomy, phrase).filter(|_| whole);
        let (cues, pinned) = match pinned {
            // "Senior Plant Manager": what the alias pins by its own "manager" reads anew together with the "senior".
            Some(_) if !ranks.any_beside(|i| found.best.claims(i)) => (Vec::new(), pinned),
            Some((level, _)) if level.track().leads() && !open.is_empty() => (self.ranks.cues(ranks, |_| false), None),
            // Where the job itself is to lead, its name says the rank: "executive director" of a care home. The name of the
            // work does not: "senior living".
            None if self.taxonomy.foci[found.focus].track.leads() && phrase.kind > PhraseKind::Area => {
                (self.ranks.cues(ranks, |_| false), None)
            }
            pinned => (open, pinned),
        };
        level::decide(&self.taxonomy, found.focus, &cues, pinned, standing)
    }

    /// Why the columns beside the title speak against its likeliest focus, in words; `None` where they do not.
    fn contradiction(&self, foci: &[FocusMatch]) -> Option<String> {
        let (best, others) = foci.split_first()?;
        let function = |f: &FocusMatch| self.taxonomy.foci[f.focus].function;
        // "Stores" is where store managers work, and those who sell there.
        let group = |f: &FocusMatch| self.taxonomy.functions[function(f)].superfunction;
        let are_near = |other: &FocusMatch| group(best).is_some() && group(other) == group(best);
        if best.evidence.context > 0.0 {
            return None;
        }
        let other = others.iter().find(|other| {
            other.evidence.context >= odds::CONTEXT * weights::CONTEXT_CONTRADICTS
                && other.probability >= weights::POSSIBLE
                && function(other) != function(best)
                && !are_near(other)
        })?;
        let other = &self.taxonomy.foci[other.focus].code;
        Some(format!(
            "a column beside the title speaks for {other}, the title for {}",
            self.taxonomy.foci[best.focus].code
        ))
    }

    /// A second job that the title names in another of its parts: "Cook and Cashier", "Driver / Warehouse Worker".
    fn other_role<'f>(&self, best: &FocusMatch, foci: &'f [FocusMatch]) -> Option<&'f FocusMatch> {
        if best.best.exact || !best.best.is_name() {
            return None;
        }
        let (first, opened) = best.part?;
        let beside = |kind| matches!(kind, PartKind::And | PartKind::Slash | PartKind::Comma | PartKind::Dash);
        foci.iter().skip(1).find(|other| {
            let apart = other.best.claimed & best.best.claimed == 0;
            let function = |f: &FocusMatch| self.taxonomy.foci[f.focus].function;
            let named = other.part.is_some_and(|(p, kind)| p != first && (beside(kind) || beside(opened)));
            apart && other.best.is_name() && function(other) != function(best) && named
        })
    }

    /// The role of a focus at a level.
    #[must_use]
    pub fn role(&self, focus: usize, level: Option<Level>) -> Arc<ResolvedRole> {
        let at = level.map_or(Level::COUNT, Level::index);
        Arc::clone(self.roles[focus][at].get_or_init(|| Arc::new(self.taxonomy.role(focus, level))))
    }

    /// The ranks of an analysed title, for explanations.
    #[must_use]
    pub fn ranks_of<'a>(&self, analysis: &'a Analysis) -> Option<&'a TitleRanks> {
        analysis.ranks.as_ref()
    }

    /// The rank word that stands at a position of an analysed title, as the ladder spells it.
    #[must_use]
    pub fn rank_word(&self, analysis: &Analysis, position: usize) -> Option<&str> {
        self.ranks.rank_word(analysis.ranks.as_ref()?, position)
    }

    /// The level that the rank words of a title say for a focus, but for the words that are `named`, which belong to the name
    /// of the job; the usual one of its track where they say none.
    #[must_use]
    pub fn level_said(&self, analysis: &Analysis, focus: usize, named: impl Fn(usize) -> bool) -> Option<Level> {
        let cues = self.ranks.cues(analysis.ranks.as_ref()?, named);
        level::decide(&self.taxonomy, focus, &cues, None, &Standing::default()).level
    }

    /// The index, to say what was compared.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The thresholds in force.
    #[must_use]
    pub fn thresholds(&self) -> &Thresholds {
        &self.options.thresholds
    }

    fn candidate(&self, found: &FocusMatch, level: &LevelDecision, role_score: f32) -> Candidate {
        Candidate {
            role: self.role(found.focus, level.level),
            score: role_score * level.score,
            role_score,
            level_score: level.score,
            trust: found.signals().trust(),
        }
    }
}
