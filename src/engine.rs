//! Steps 3–7 for one title, and distinct titles in parallel.
//!
//! The engine is a pure function of taxonomy, options, title and context: the same title gets the same outcome
//! whatever stands around it and however many threads there are.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::candidates::{Index, PhraseKind, QueryWord, Scratch};
use crate::decide::{self, Band, Candidate, Method, Outcome, Thresholds};
use crate::level::{self, Cue, Grade, LevelDecision, RankWords, TitleRanks};
use crate::normalize::{Lexicon, Noise, Rejection, Title};
use crate::score::{Alignment, Match, Reading, ScoredTitle, TitleRank, calibration, weights};
use crate::taxonomy::{Level, ResolvedRole, SourceFile, Taxonomy, TaxonomyError};

/// Foci that are kept for each title: what `--top` and the review file can show.
const KEPT: usize = 12;

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

/// What the columns beside the title say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Context<'a> {
    /// Department, division or organisation.
    pub department: &'a str,
    /// Job family.
    pub family: &'a str,
    /// Grade or level.
    pub grade: &'a str,
}

/// One focus that a title may mean.
#[derive(Debug, Clone)]
pub struct FocusMatch {
    /// Index in [`Taxonomy::foci`].
    pub focus: usize,
    /// Its best phrase.
    pub best: Match,
    /// What the focus's other phrases add to the similarity.
    pub support: f32,
    /// What context columns add to the similarity.
    pub context: f32,
    /// Whether another focus has the title as an alias, or more of it, which leaves less for this one.
    pub beside_exact: bool,
}

impl FocusMatch {
    /// Similarity with everything that was added, 0–1.
    #[must_use]
    pub fn fit(&self) -> f32 {
        (self.best.similarity + self.support + self.context).min(1.0)
    }

    /// How likely the focus is right, 0–1, as far as it can be told without its rivals: the order of the foci.
    #[must_use]
    pub fn strength(&self) -> f32 {
        let share = if self.beside_exact { weights::BESIDE_EXACT } else { 1.0 };
        calibration::curve(self.fit()) * self.best.confidence * share
    }
}

/// A title with everything that was found out about it, before the context is looked at.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The normalised title.
    pub title: Title,
    ranks: Option<TitleRanks>,
    /// The foci it may mean, best first.
    pub foci: Vec<FocusMatch>,
}

impl Analysis {
    /// The analysis without what only normalising needs: enough to decide again in another context.
    #[must_use]
    pub fn without_words(mut self) -> Analysis {
        self.title.words = Vec::new();
        self
    }

    /// Whether a context column could change which focus is best.
    #[must_use]
    pub fn is_contested(&self) -> bool {
        match self.foci.as_slice() {
            [] => false,
            [only] => !only.best.exact,
            [best, next, ..] => best.strength() - next.strength() <= weights::CONTEXT,
        }
    }
}

/// What a department or job family says about each focus: similarity 0–1, by index of the focus.
#[derive(Debug, Clone, Default)]
pub struct ContextEvidence(FxHashMap<usize, f32>);

impl Engine {
    /// Builds the engine from a taxonomy and its files' word lists.
    ///
    /// # Errors
    /// When a word list is malformed.
    pub fn new(taxonomy: Taxonomy, files: &[SourceFile], options: EngineOptions) -> Result<Engine, TaxonomyError> {
        let lexicon = Lexicon::load(files)?;
        let ranks = RankWords::new(&taxonomy.ladder, &lexicon);
        let index = Index::new(&taxonomy, &lexicon, &ranks);
        let roles = taxonomy.foci.iter().map(|_| [const { OnceLock::new() }; Level::COUNT + 1]).collect();
        Ok(Engine { taxonomy, lexicon, options, ranks, index, roles, scratches: Mutex::default() })
    }

    /// The role of a focus at a level.
    #[must_use]
    pub fn role(&self, focus: usize, level: Option<Level>) -> Arc<ResolvedRole> {
        let at = level.map_or(Level::COUNT, Level::index);
        Arc::clone(self.roles[focus][at].get_or_init(|| Arc::new(self.taxonomy.role(focus, level))))
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

    /// Analyses many titles in parallel; the results come in the order of the titles.
    #[must_use]
    pub fn analyse_all(&self, titles: &[&str]) -> Vec<Analysis> {
        titles.par_iter().map(|t| self.analyse(t)).collect()
    }

    /// Finds the foci that a title may mean.
    #[must_use]
    pub fn analyse(&self, raw: &str) -> Analysis {
        self.analyse_title(self.lexicon.title(raw))
    }

    /// As [`Engine::analyse`], with each step of normalising recorded.
    #[must_use]
    pub fn analyse_explained(&self, raw: &str) -> Analysis {
        self.analyse_title(self.lexicon.explain(raw))
    }

    fn analyse_title(&self, mut title: Title) -> Analysis {
        if title.rejection.is_some() {
            return Analysis { title, ranks: None, foci: Vec::new() };
        }
        let known = |word: &str| self.index.vocabulary.id(word).is_some() || self.lexicon.known.contains(word);
        let ranks = self.ranks.of(&title.words, known);
        if (0..title.words.len()).all(|i| ranks.is_code_or_number(i) || title.words[i].noise) {
            let only_noise = !(0..title.words.len()).any(|i| ranks.is_code_or_number(i));
            title.rejection = Some(if only_noise { Rejection::OnlyNoise } else { Rejection::LevelOnly });
            // A shift or employment type may still be an alias ("temp", "contractor"), a bare level never is one.
            if !only_noise {
                return Analysis { title, ranks: None, foci: Vec::new() };
            }
        }
        let foci = self.with_scratch(|scratch| self.foci_of(&title, &ranks, scratch));
        if foci.iter().any(|f| f.best.exact) {
            title.rejection = None;
        }
        Analysis { title, ranks: Some(ranks), foci }
    }

    fn with_scratch<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let pool = || self.scratches.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = pool().pop().unwrap_or_default();
        let done = work(&mut scratch);
        pool().push(scratch);
        done
    }

    fn scored_title(&self, title: &Title, ranks: &TitleRanks, scratch: &mut Scratch) -> ScoredTitle {
        let cues = self.ranks.cues(ranks, |_| false);
        let strongest = |cue: &Cue| cue.levels.best(|_| true).map_or(0.0, |(_, confidence)| confidence);
        let rank = match cues.as_slice() {
            cues if !cues.is_empty() && cues.iter().all(|c| strongest(c) < weights::WEAK_RANK) => TitleRank::Weak,
            cues if cues.iter().any(|c| c.levels.leads()) => TitleRank::Leads,
            _ => TitleRank::Other,
        };
        ScoredTitle::new(title, ranks, rank, &self.index, |word| self.readings(word, scratch))
    }

    /// What each word of a phrase met in a title: for explanations.
    #[must_use]
    pub fn alignment(&self, analysis: &Analysis, found: &FocusMatch) -> Alignment {
        let mut aligned = Alignment::new();
        if let Some(ranks) = &analysis.ranks {
            let scored = self.with_scratch(|scratch| self.scored_title(&analysis.title, ranks, scratch));
            scored.align(&self.index.phrases[found.best.phrase as usize], &mut aligned);
        }
        aligned
    }

    fn foci_of(&self, title: &Title, ranks: &TitleRanks, scratch: &mut Scratch) -> Vec<FocusMatch> {
        let scored = self.scored_title(title, ranks, scratch);
        let query: Vec<QueryWord<'_>> = scored
            .words
            .iter()
            .map(|w| {
                let aside = w.rank || w.noise;
                QueryWord {
                    weight: if aside { w.weight * ASIDE_IN_QUERY } else { w.weight },
                    readings: &w.readings,
                    aside,
                }
            })
            .collect();
        let mut foci: Vec<FocusMatch> = Vec::new();
        let mut aligned = Alignment::new();
        for phrase in self.index.candidates(&query, scratch) {
            let found = scored.score(&self.index, *phrase, &mut aligned);
            let focus = self.index.phrases[*phrase as usize].focus;
            match foci.iter_mut().find(|f| f.focus == focus) {
                None => foci.push(FocusMatch { focus, best: found, support: 0.0, context: 0.0, beside_exact: false }),
                Some(known) => known.add(found),
            }
        }
        // "Director of Photography" is an alias of one focus and a director in the area of another: the one that
        // claims more of the title as the job's name is meant.
        let says = |f: &FocusMatch| (f.best.claimed.count_ones(), f.best.in_order);
        if let Some(most) = foci.iter().filter(|f| f.best.exact).map(says).max() {
            foci.iter_mut().for_each(|f| f.beside_exact = !f.best.exact || says(f) < most);
        }
        sort(&mut foci);
        foci.truncate(KEPT);
        foci
    }

    fn readings(&self, word: &str, scratch: &mut Scratch) -> Arc<[Reading]> {
        if let Some(known) = scratch.readings.get(word) {
            return Arc::clone(known);
        }
        let readings: Arc<[Reading]> = self.index.vocabulary.readings(word, &self.lexicon).into();
        scratch.readings.insert(word.to_owned(), Arc::clone(&readings));
        readings
    }

    /// What a department or job family says about the foci.
    #[must_use]
    pub fn context_evidence(&self, text: &str) -> ContextEvidence {
        let analysis = self.analyse(text);
        let mut evidence = ContextEvidence::default();
        for found in analysis.foci.iter().filter(|f| f.best.similarity >= weights::CONTEXT_SAYS) {
            let function = self.taxonomy.foci[found.focus].function;
            // A department names a function rather than a focus, so its sisters share in it.
            let sisters = self.taxonomy.foci.iter().enumerate().filter(|(_, f)| f.function == function);
            for (i, _) in sisters {
                let share = if i == found.focus { 1.0 } else { weights::CONTEXT_SISTER };
                let said = evidence.0.entry(i).or_insert(0.0);
                *said = said.max(found.best.similarity * share);
            }
        }
        evidence
    }

    /// The foci of a title in the order that context columns give them; `None` where those leave the best two, which
    /// are what the outcome rests on, as they are.
    #[must_use]
    pub fn with_context(&self, foci: &[FocusMatch], evidence: &[&ContextEvidence]) -> Option<Vec<FocusMatch>> {
        let said =
            |found: &FocusMatch| evidence.iter().filter_map(|e| e.0.get(&found.focus)).copied().fold(0.0, f32::max);
        if !foci.iter().any(|found| said(found) > 0.0) {
            return None;
        }
        let mut moved = foci.to_vec();
        for found in &mut moved {
            let room = 1.0 - (found.best.similarity + found.support).min(1.0);
            found.context = weights::CONTEXT * said(found) * room.max(weights::CONTEXT_ROOM);
        }
        sort(&mut moved);
        let leaders = |foci: &[FocusMatch]| foci.iter().take(2).map(|f| (f.focus, f.context > 0.0)).collect::<Vec<_>>();
        (leaders(&moved) != leaders(foci)).then_some(moved)
    }

    /// Decides one title whose foci are known.
    #[must_use]
    pub fn decide(&self, analysis: &Analysis, foci: &[FocusMatch], grade: Option<&Grade>) -> Outcome {
        if let Some(rejection) = analysis.title.rejection {
            return Outcome::rejected(rejection);
        }
        let Some(ranks) = analysis.ranks.as_ref().filter(|_| !foci.is_empty()) else {
            return Outcome::unmatched("no word of it is known to the taxonomy".to_owned(), Vec::new());
        };
        let best = &foci[0];
        let runner_up = foci.get(1).map(FocusMatch::strength);
        let level = self.level_of(best, ranks, grade);
        let mut candidates = vec![self.candidate(best, &level, runner_up)];
        let next_focus = foci.get(1).map(|next| {
            let level = self.level_of(next, ranks, grade);
            self.candidate(next, &level, Some(best.strength()))
        });
        // The same runners-up compete whatever number of them is asked for.
        let competing = if self.options.top > 0 { self.options.top.max(COMPETING) } else { 0 };
        for (next_level, score) in level.next.iter().take(competing) {
            let role = self.role(best.focus, Some(*next_level));
            let role_score = candidates[0].role_score;
            candidates.push(Candidate { role, score: role_score * score, role_score, level_score: *score });
        }
        candidates.extend(next_focus.clone());
        for other in foci.iter().skip(2).take(competing) {
            let level = self.level_of(other, ranks, grade);
            candidates.push(self.candidate(other, &level, Some(best.strength())));
        }
        candidates[1..].sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.role.code.cmp(&b.role.code)));
        let alternatives: Vec<Candidate> = candidates.drain(1..).take(self.options.top).collect();
        let first = candidates.remove(0);
        let said = self.reason(best, &level, &analysis.title.removed);
        let thresholds = &self.options.thresholds;
        if first.role_score < thresholds.reject {
            let reason = format!(
                "nearest is {} ({:.2}), below {:.2}: {said}",
                first.role.code, first.role_score, thresholds.reject
            );
            let mut all = vec![first];
            all.extend(alternatives);
            all.truncate(self.options.top);
            return Outcome::unmatched(reason, all);
        }
        let doubt = decide::doubt(&first, next_focus.as_ref(), thresholds);
        Outcome {
            band: if doubt.is_some() { Band::Review } else { Band::Accepted },
            best: Some(first),
            level_source: Some(level.source),
            method: method(&best.best),
            alias: self.alias_text(best),
            reason: match doubt {
                Some(doubt) => format!("{doubt}; {said}"),
                None => said,
            },
            alternatives,
            rejection: None,
        }
    }

    /// Matches one title with what stands beside it.
    #[must_use]
    pub fn match_one(&self, raw: &str, context: &Context<'_>) -> Outcome {
        let analysis = self.analyse(raw);
        let foci = self.foci_in_context(&analysis, context);
        self.decide(&analysis, &foci, Grade::parse(context.grade).as_ref())
    }

    /// The foci of an analysed title, in the order that its context gives them.
    #[must_use]
    pub fn foci_in_context(&self, analysis: &Analysis, context: &Context<'_>) -> Vec<FocusMatch> {
        let texts = [context.department, context.family];
        let said = texts.iter().filter(|text| !text.trim().is_empty() && analysis.is_contested());
        let evidence: Vec<ContextEvidence> = said.map(|text| self.context_evidence(text)).collect();
        let moved = self.with_context(&analysis.foci, &evidence.iter().collect::<Vec<_>>());
        moved.unwrap_or_else(|| analysis.foci.clone())
    }

    fn candidate(&self, found: &FocusMatch, level: &LevelDecision, runner_up: Option<f32>) -> Candidate {
        let role_score = calibration::role_score(found, runner_up);
        Candidate {
            role: self.role(found.focus, level.level),
            score: role_score * level.score,
            role_score,
            level_score: level.score,
        }
    }

    /// The level of a focus: rank words that its phrase claims are no evidence.
    #[must_use]
    pub fn level_of(&self, found: &FocusMatch, ranks: &TitleRanks, grade: Option<&Grade>) -> LevelDecision {
        let phrase = &self.index.phrases[found.best.phrase as usize];
        let whole = found.best.phrase_said >= WHOLE_PHRASE;
        let open = self.ranks.cues(ranks, |i| whole && found.best.claims(i));
        let pinned = self.index.pinned(&self.taxonomy, phrase).filter(|_| whole);
        let (cues, pinned) = match pinned {
            // "Senior Plant Manager": what the alias pins by its own "manager" reads anew together with the "senior".
            Some(_) if !ranks.any_beside(|i| found.best.claims(i)) => (Vec::new(), pinned),
            Some((level, _)) if level.track().leads() && !open.is_empty() => (self.ranks.cues(ranks, |_| false), None),
            // Where the job itself is to lead, its name says the rank: "executive director" of a care home.
            None if self.taxonomy.foci[found.focus].track.leads() => (self.ranks.cues(ranks, |_| false), None),
            pinned => (open, pinned),
        };
        level::decide(&self.taxonomy, found.focus, &cues, pinned, grade)
    }

    /// The ranks of an analysed title, for explanations.
    #[must_use]
    pub fn ranks_of<'a>(&self, analysis: &'a Analysis) -> Option<&'a TitleRanks> {
        analysis.ranks.as_ref()
    }

    /// The alias, area or name that carried a match.
    #[must_use]
    pub fn alias_text(&self, found: &FocusMatch) -> String {
        let phrase = &self.index.phrases[found.best.phrase as usize];
        match self.index.alias(&self.taxonomy, phrase) {
            Some(alias) => alias.text.clone(),
            None => match phrase.kind {
                PhraseKind::Role(r) => self.taxonomy.foci[phrase.focus].roles[r].title.clone().unwrap_or_default(),
                _ => self.taxonomy.work_name(phrase.focus).to_owned(),
            },
        }
    }

    fn reason(&self, best: &FocusMatch, level: &LevelDecision, removed: &[Noise]) -> String {
        let phrase = &self.index.phrases[best.best.phrase as usize];
        let alias = self.alias_text(best);
        let mut said = match method(&best.best) {
            Method::Exact => format!("is “{alias}”"),
            Method::Alias => format!("contains “{alias}”"),
            _ => format!("like “{alias}” ({:.2})", best.best.similarity),
        };
        if let Some(alias) = self.index.alias(&self.taxonomy, phrase) {
            if alias.confidence < 1.0 {
                said.push_str(&format!(", which means this in {:.0} of 100 cases", alias.confidence * 100.0));
            }
            if !alias.approved {
                said.push_str(", an alias not yet approved");
            }
        }
        if best.context > 0.0 {
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

/// Foci and levels that compete for the places of the runners-up.
const COMPETING: usize = 5;

/// A rank word counts nearly in full when phrases are looked up: one that has it is more likely meant than not.
const ASIDE_IN_QUERY: f32 = 0.9;

/// From this share on, a phrase counts as said: it may claim rank words and pin a level.
const WHOLE_PHRASE: f32 = 0.80;

impl FocusMatch {
    fn add(&mut self, other: Match) {
        let (mut better, mut worse) = (other, &self.best);
        if better.beats(worse) {
            std::mem::swap(&mut better, &mut self.best);
            worse = &better;
            self.support = weights::SUPPORT * worse.similarity * (1.0 - self.best.similarity);
        } else {
            let support = weights::SUPPORT * better.similarity * (1.0 - self.best.similarity);
            self.support = self.support.max(support);
        }
    }
}

fn sort(foci: &mut [FocusMatch]) {
    foci.sort_by(|a, b| b.strength().total_cmp(&a.strength()).then(a.focus.cmp(&b.focus)));
}

fn method(found: &Match) -> Method {
    match found {
        m if m.exact => Method::Exact,
        m if m.phrase_said > 0.999 => Method::Alias,
        _ => Method::Similar,
    }
}
