//! 6. A focus and what the title says of rank to a level with its own score.
//!
//! Which words say a rank is decided together with the focus: a word that the matched alias claims as part of the
//! job's name (*product manager*, *staff accountant*) is no evidence for a level.

mod grade;
mod standing;
mod words;

use serde::Serialize;

use crate::score::weights;
use crate::taxonomy::{Level, LevelDistribution, Shape, Taxonomy, Track};

pub use grade::{Grade, GradeText};
pub use standing::{Standing, Years};
pub use words::{Cue, CueKind, RankWords, TitleRanks};

/// Where a level comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelSource {
    /// A word, number or code in the title, or the alias itself.
    Title,
    /// A grade column.
    Grade,
    /// Another column: years of experience, or whether the person manages others.
    Context,
    /// Nothing said anything: the usual level of the track.
    Default,
    /// A person.
    Decision,
}

impl LevelSource {
    /// The word in the output column.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            LevelSource::Title => "title",
            LevelSource::Grade => "grade",
            LevelSource::Context => "context",
            LevelSource::Default => "default",
            LevelSource::Decision => "decision",
        }
    }
}

/// A level and how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelDecision {
    /// The level; `None` in a catalogue without levels.
    pub level: Option<Level>,
    /// Confidence 0–1.
    pub score: f32,
    /// Where it comes from.
    pub source: LevelSource,
    /// In words: `senior → P5`.
    pub reason: String,
    /// The next readings, with their confidences, the surest first.
    pub next: Vec<(Level, f32)>,
}

/// What a second piece of evidence leaves of a level that it does not mention: enough to survive, too little to win.
const UNMENTIONED: f32 = 0.08;

/// A reading below this is not worth showing as a runner-up.
const LEAST_SHOWN: f32 = 0.20;

/// Decides the level of a focus. `cues` are those that the alias does not claim; `pinned` is the level that the alias
/// itself fixes; `standing` is what the columns beside the title say.
#[must_use]
pub fn decide(
    taxonomy: &Taxonomy,
    focus: usize,
    cues: &[Cue<'_>],
    pinned: Option<(Level, f32)>,
    standing: &Standing,
) -> LevelDecision {
    if taxonomy.shape == Shape::List && taxonomy.foci[focus].roles.iter().all(|r| r.level.is_none()) {
        return without_levels(cues);
    }
    let by_title = by_title(taxonomy, focus, cues, pinned);
    if let Some(graded) = standing.grade.as_ref().and_then(|grade| by_grade(taxonomy, focus, grade, &by_title)) {
        return graded;
    }
    let by_years = standing.years.as_ref().filter(|_| by_title.source == LevelSource::Default);
    let decision = by_years.and_then(|years| by_years_of(taxonomy, focus, years)).unwrap_or(by_title);
    let on_track = standing.manages.and_then(|manages| by_management(taxonomy, focus, manages, &decision));
    on_track.unwrap_or(decision)
}

/// The level that years of experience say of a title which says none.
fn by_years_of(taxonomy: &Taxonomy, focus: usize, years: &Years) -> Option<LevelDecision> {
    let allowed = |level: Level| taxonomy.has_level(focus, level);
    let said = years.distribution(taxonomy.foci[focus].track);
    from(&[said], &allowed, LevelSource::Context, &[&format!("{} years of experience", years.number)])
}

/// The level on the other side where a title and whether the person manages others go apart; `None` where they agree.
fn by_management(taxonomy: &Taxonomy, focus: usize, manages: bool, decision: &LevelDecision) -> Option<LevelDecision> {
    let level = decision.level?;
    let own = taxonomy.foci[focus].track;
    let (track, why) = match (level.track(), manages) {
        (Track::Management, false) if !own.leads() => (own, "manages nobody"),
        (Track::Professional | Track::Support, true) => (Track::Management, "manages others"),
        _ => return None,
    };
    let rank = |l: Level| taxonomy.ladder.rank(l);
    let there = Level::ALL.into_iter().filter(|l| l.track() == track && taxonomy.has_level(focus, *l));
    let level = there.min_by_key(|l| (rank(*l).abs_diff(rank(level)), l.index()))?;
    let reason = format!("{}, but {why} → {level}", decision.reason);
    // Nobody to manage may be a vacancy: where the title itself says a manager, a person looks.
    let most = if manages || decision.source != LevelSource::Title { BESIDE_TITLE } else { CONTRADICTED };
    let (score, next) = (decision.score.min(most), decision.next.clone());
    Some(LevelDecision { level: Some(level), score, source: LevelSource::Context, reason, next })
}

/// Confidence of a level that a column moves to another track: the rank is the title's, its scale is not.
const BESIDE_TITLE: f32 = 0.55;

/// What the title says, or the usual level of the track where it says nothing.
fn by_title(taxonomy: &Taxonomy, focus: usize, cues: &[Cue<'_>], pinned: Option<(Level, f32)>) -> LevelDecision {
    let allowed = |level: Level| taxonomy.has_level(focus, level);
    let mut evidence = Vec::new();
    let mut said: Vec<&str> = Vec::new();
    if let Some((level, confidence)) = pinned {
        evidence.push(LevelDistribution::only(level, confidence));
        said.push("the alias itself");
    }
    for cue in cues {
        if cue.levels.best(allowed).is_some() && !outspoken(cue, cues, &allowed) && !outranked(cue, cues, &allowed) {
            evidence.push(cue.levels);
            said.push(&cue.text);
        }
    }
    let decision = from(&evidence, &allowed, LevelSource::Title, &said)
        .unwrap_or_else(|| by_default(taxonomy, focus, taxonomy.foci[focus].track));
    match strongest(cues) {
        Some((cue, said)) if taxonomy.shape == Shape::List || cue.levels.best(allowed).is_none() => {
            beside(taxonomy, focus, decision, (cue, said))
        }
        _ => decision,
    }
}

/// What the surest of the rank words says, whatever levels there are.
fn strongest<'c, 'r>(cues: &'c [Cue<'r>]) -> Option<(&'c Cue<'r>, Level)> {
    let words = cues.iter().filter(|cue| cue.kind == CueKind::Word);
    let sure = words.filter_map(|cue| Some((cue, cue.levels.best(|_| true)?)));
    let sure = sure.filter(|(_, (_, confidence))| *confidence >= weights::WEAK_RANK);
    sure.max_by(|a, b| a.1.1.total_cmp(&b.1.1)).map(|(cue, (level, _))| (cue, level))
}

/// A focus may lack the level that a title says ("CEO Intern"), and a list has few of them: the nearest role stands in, the less
/// surely the farther it is, and never unread where one leads and the other does not.
fn beside(taxonomy: &Taxonomy, focus: usize, mut decision: LevelDecision, said: (&Cue<'_>, Level)) -> LevelDecision {
    let (cue, said) = said;
    let Some(level) = decision.level.filter(|_| !taxonomy.has_level(focus, said)) else { return decision };
    let apart = taxonomy.ladder.rank(said).abs_diff(taxonomy.ladder.rank(level));
    decision.score /= 1.0 + f32::from(apart);
    if said.track().leads() != level.track().leads() {
        decision.score = decision.score.min(CONTRADICTED);
    }
    decision.reason = format!("{} says {said}, which is not there; {}", cue.text, decision.reason);
    decision
}

/// In a catalogue without levels a title that says one who leads is no entry that does not.
fn without_levels(cues: &[Cue<'_>]) -> LevelDecision {
    let leads = strongest(cues).filter(|(_, level)| level.track().leads());
    let (score, reason) = match leads {
        Some((cue, _)) => (CONTRADICTED, format!("{} is not in the name of the entry", cue.text)),
        None => (1.0, "the catalogue has no levels".to_owned()),
    };
    LevelDecision { level: None, score, source: LevelSource::Default, reason, next: Vec::new() }
}

/// Whether a number is outspoken by a word: in "Sr. Engineer III" the number counts steps of an employer's own, unless
/// it agrees with one of the word's readings or the word is a weak one ("Associate II").
fn outspoken(cue: &Cue<'_>, cues: &[Cue<'_>], allowed: &impl Fn(Level) -> bool) -> bool {
    let Some((level, _)) = cue.levels.best(allowed).filter(|_| cue.kind == CueKind::Number) else { return false };
    let mut words = cues.iter().filter(|c| c.kind == CueKind::Word).filter_map(|c| Some((c, c.levels.best(allowed)?)));
    words.any(|(word, (_, confidence))| confidence >= weights::WEAK_RANK && word.levels.of(level) == 0.0)
}

/// Whether a rank of management stands beside one of an executive: "CTO & Head of Delivery" is called by the higher of the two.
fn outranked(cue: &Cue<'_>, cues: &[Cue<'_>], allowed: &impl Fn(Level) -> bool) -> bool {
    let track = |cue: &Cue<'_>| cue.levels.best(allowed).map(|(level, _)| level.track());
    let executive = |other: &Cue<'_>| other.kind == CueKind::Word && track(other) == Some(Track::Executive);
    cue.kind == CueKind::Word && track(cue) == Some(Track::Management) && cues.iter().any(executive)
}

/// What a grade column says; `None` where it says nothing about this title.
fn by_grade(taxonomy: &Taxonomy, focus: usize, grade: &Grade, by_title: &LevelDecision) -> Option<LevelDecision> {
    let said_by_title = by_title.level.filter(|_| by_title.source == LevelSource::Title);
    if said_by_title.is_some_and(|l| l.track().leads()) && matches!(grade.says, GradeText::Number(_)) {
        // A bare number has no track; beside "Director" it counts on a scale that nobody has told.
        return None;
    }
    let leads = |level: Level| level.track().leads();
    let own = taxonomy.foci[focus].track;
    if let GradeText::Level(level) | GradeText::Range(level) = grade.says
        && leads(level)
        && !own.leads()
        && !by_title.level.is_some_and(leads)
    {
        // `E4` beside an engineer counts on a scale of the employer's own, or the row is wrong.
        let reason = format!("{}, but grade {} says one who leads", by_title.reason, grade.text);
        return Some(LevelDecision { score: by_title.score.min(CONTRADICTED), reason, ..by_title.clone() });
    }
    let said = grade.distribution(&taxonomy.ladder, own);
    let allowed = |level: Level| taxonomy.has_level(focus, level);
    let mut decision = from(&[said], &allowed, LevelSource::Grade, &[&format!("grade {}", grade.text)])?;
    if let (Some(title), Some(level)) = (said_by_title, decision.level) {
        let apart = taxonomy.ladder.rank(title).abs_diff(taxonomy.ladder.rank(level));
        if apart > AGREEING_RANKS || leads(title) != leads(level) {
            decision.score = decision.score.min(CONTRADICTED);
            decision.reason = format!("{}, but the title says {title}", decision.reason);
        }
    }
    Some(decision)
}

/// A grade and a title that are at most this many ranks apart agree well enough: scales differ between employers.
const AGREEING_RANKS: u8 = 2;

/// Confidence of a level that something else said of it contradicts: low enough that a person looks.
const CONTRADICTED: f32 = 0.45;

fn from(
    evidence: &[LevelDistribution],
    allowed: &impl Fn(Level) -> bool,
    source: LevelSource,
    said: &[&str],
) -> Option<LevelDecision> {
    let joint = match evidence {
        [] => return None,
        [one] => *one,
        many => combined(many),
    };
    let (level, score) = joint.best(allowed)?;
    let mut next: Vec<(Level, f32)> = Level::ALL
        .into_iter()
        .filter(|l| joint.of(*l) >= LEAST_SHOWN && *l != level && allowed(*l))
        .map(|l| (l, joint.of(l)))
        .collect();
    next.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let reason = format!("{} → {level}", said.join(" + "));
    Some(LevelDecision { level: Some(level), score, source, reason, next })
}

/// The geometric mean of all evidence: what every piece allows wins over what one piece favours.
fn combined(evidence: &[LevelDistribution]) -> LevelDistribution {
    let mut joint = LevelDistribution::NONE;
    for level in Level::ALL {
        if evidence.iter().any(|e| e.of(level) > 0.0) {
            let product: f32 = evidence.iter().map(|e| e.of(level).max(UNMENTIONED)).product();
            joint.0[level.index()] = product.powf(1.0 / evidence.len() as f32);
        }
    }
    joint
}

fn by_default(taxonomy: &Taxonomy, focus: usize, track: Track) -> LevelDecision {
    let default = taxonomy.ladder.default_of(track);
    let mut level = default.level;
    let mut score = default.confidence;
    if !taxonomy.has_level(focus, level) {
        // A catalogue that lists other levels: the nearest one stands in, with less confidence the farther it is.
        let rank = |l: Level| taxonomy.ladder.rank(l);
        let levels = taxonomy.levels_of(focus);
        if let Some(nearest) = levels.into_iter().min_by_key(|l| (rank(*l).abs_diff(rank(level)), l.index())) {
            score /= 1.0 + f32::from(rank(nearest).abs_diff(rank(level)));
            level = nearest;
        }
    }
    let reason = format!("no level in the title → {level}, the usual one of its track");
    LevelDecision { level: Some(level), score, source: LevelSource::Default, reason, next: Vec::new() }
}
