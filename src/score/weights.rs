//! Every number that the scores rest on, with its reason. Nothing else in the crate weighs evidence.

/// Share of the alias's own words in the similarity; the rest is the title's. An alias that says more than the title
/// ("chemical engineer" for "engineer") claims what nobody said, while a title that says more than the alias
/// ("Nurse – ICU – Nights") is the ordinary case.
pub const ALIAS_SHARE: f32 = 0.60;

/// Weight of a title's word that no alias has, beside weights of ln(1 + foci / foci with the word), about 1.5 to 6.3.
/// Mostly product, company and project names: they may narrow the job down, so they count, but not like rare job words.
pub const UNKNOWN_WORD: f32 = 2.0;

/// Weight of a later part of the title beside the first: "Engineer – Power Systems", "Nurse (ICU)".
pub const LATER_PART: f32 = 0.70;

/// What is left of the weight of a word that says a rank, a place or an employment type, and that the alias does not claim.
pub const ASIDE: f32 = 0.05;

/// What is left of the weight of an alias's last word when that says little about the work ("specialist") and the title
/// says a rank of management in its place: "Compensation Manager" is the manager of compensation specialists.
pub const HEAD_REPLACED: f32 = 0.15;

/// The job is named by the last word of a title's first part. Where the alias does not have it, the two rarely are
/// the same job ("Data Engineer", "Data Scientist").
pub const HEAD_MISSING: f32 = 0.62;

/// The alias has the title's head word, but not as its own.
pub const HEAD_ELSEWHERE: f32 = 0.88;

/// The alias goes on after the title's head word, with something that the title does not say.
pub const HEAD_OF_ANOTHER: f32 = 0.70;

/// A phrase that only has a rank, a number or noise in common with a title that says more.
pub const NAMES_NOTHING: f32 = 0.35;

/// A name of the work where the title names no rank of management: "Marketing", "Payroll". Mostly right, but said by
/// a department rather than a person.
pub const AREA_WITHOUT_RANK: f32 = 0.85;

/// A name of the work beside a rank word that is weak by itself: "Sales Associate", "Payroll Assistant". Such a word is
/// mostly half of the job's name, so an alias that has it says more.
pub const AREA_WITH_WEAK_RANK: f32 = 0.70;

/// Below this confidence a rank word is weak (0–1): associate, assistant, executive, chief.
pub const WEAK_RANK: f32 = 0.56;

/// What the evidence for a focus weighs, in the log-odds that the foci of a title are compared by (a conditional logit,
/// McFadden 1974). Fitted on half of 13,000 labelled titles and half of the gold rows, and judged on the other halves, where
/// evidence of head words apart from their modifiers added nothing.
pub mod odds {
    /// Of the logarithm of how well the best phrase fits.
    pub const FIT: f32 = 1.45;

    /// Of the share of the nearest phrases that are the focus's, as a logarithm.
    pub const VOTES: f32 = 0.34;

    /// Of what the words say for the focus, in nats. Far below 1, since the words of a title depend on each other.
    pub const FOCUS_WORDS: f32 = 0.13;

    /// Of what the words say for the function.
    pub const FUNCTION_WORDS: f32 = 0.09;

    /// Of what the words say for the occupational group.
    pub const GROUP_WORDS: f32 = 0.13;

    /// Of a focus that only has something like the title where another has the title itself as an alias.
    pub const BESIDE_EXACT: f32 = -1.4;

    /// The same where that alias is sure to mean the other focus: it is shown, but cannot win.
    pub const BESIDE_SURE: f32 = -9.0;

    /// Of a department or job family that names the focus: an unlikely reading may become the best of several near ones, none
    /// is carried over from another trade.
    pub const CONTEXT: f32 = 1.6;
}

/// What makes the likeliest focus of a title trusted, in the log-odds of its being right (a logistic regression). Fitted on
/// half of 6,859 titles with SOC codes, where the first three digits being right counted, and judged on the other half.
pub mod trust {
    /// Where nothing else is said.
    pub const BIAS: f32 = 0.56;

    /// Of the log-odds that it is right beside the other foci of the title.
    pub const PROBABILITY: f32 = 0.16;

    /// Of the log-odds that its occupational group has in the single words of the title, whatever phrases they stand in. Where
    /// the words disagree with the phrase, the phrase is mostly one that also means something else.
    pub const AGREEMENT: f32 = 0.21;

    /// Of the logarithm of how well the best phrase fits.
    pub const STRENGTH: f32 = 1.14;

    /// Of what the columns beside the title say for it, in log-odds. Not fitted, for want of labelled rows with such columns.
    pub const CONTEXT: f32 = 0.5;

    /// Of a title that is the phrase. Below 0, since its fit and probability are 1 and count in full.
    pub const EXACT: f32 = -0.44;

    /// Of a title that has the whole phrase in it.
    pub const WHOLE: f32 = 0.47;
}

/// From this confidence on an alias that is the title itself is sure to mean its focus.
pub const SURE: f32 = 0.90;

/// From this similarity on a title is a phrase letter by letter, not by an abbreviation.
pub const ITSELF: f32 = 0.9995;

/// Confidences of the foci that have a title as an alias add up to this at most where they are shares of one meaning.
pub const ALL_CLAIMS: f32 = 1.05;

/// What is left of a word's evidence when it says a rank or is noise unless a phrase claims it.
pub const ASIDE_EVIDENCE: f32 = 0.35;

/// A vote is the fourth power of how near a phrase is beside the nearest one: those far off have next to none.
pub const VOTE_POWER: i32 = 4;

/// The share of votes that a focus without any is taken to have.
pub const NO_VOTES: f32 = 0.01;

/// A fit below this says nothing more against a focus.
pub const LEAST_FIT: f32 = 0.02;

/// A department or job family says something about a focus from this similarity on; below it only shares a word with it.
pub const CONTEXT_SAYS: f32 = 0.60;

/// What a department says about the other foci of the function that it names.
pub const CONTEXT_SISTER: f32 = 0.80;

/// Least role score of a title that seems written in a language which the taxonomy hardly covers.
pub const FOREIGN: f32 = 0.40;

/// From this part of what it can say on, a department contradicts a title that it does not go with.
pub const CONTEXT_CONTRADICTS: f32 = 0.70;

/// A focus less likely than this is no reading of a title that a department could mean.
pub const POSSIBLE: f32 = 0.05;

/// Foci of one superfunction that together are this likely make it an answer …
pub const COARSE: f32 = 0.85;

/// … if they are so much likelier together than the best one alone.
pub const COARSE_GAIN: f32 = 0.15;

/// A title that is this sure by itself (0–1) does not ask what stands beside it.
pub const SETTLED: f32 = 0.93;
