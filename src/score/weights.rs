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

/// A name of the work where the title names no rank of management: "Marketing", "Payroll". Mostly right, but said by
/// a department rather than a person.
pub const AREA_WITHOUT_RANK: f32 = 0.85;

/// A name of the work beside a rank word that is weak by itself: "Sales Associate", "Payroll Assistant". Such a word is
/// mostly half of the job's name, so an alias that has it says more.
pub const AREA_WITH_WEAK_RANK: f32 = 0.70;

/// Below this confidence a rank word is weak (0–1): associate, assistant, executive, chief.
pub const WEAK_RANK: f32 = 0.56;

/// How far a context column can move the score of a focus: enough to decide between near candidates, too little to
/// carry one over from another trade.
pub const CONTEXT: f32 = 0.12;

/// A department or job family says something about a focus from this similarity on; below it only shares a word with it.
pub const CONTEXT_SAYS: f32 = 0.60;

/// What a department says about the other foci of the function that it names.
pub const CONTEXT_SISTER: f32 = 0.80;

/// Even a title that fits a focus perfectly may fit another one as well; the context keeps this much to say.
pub const CONTEXT_ROOM: f32 = 0.25;

/// What is left for a focus that only has something like the title where another has the title itself as an alias.
pub const BESIDE_EXACT: f32 = 0.80;

/// What further aliases of the same focus add: many partial matches say the trade more surely than one.
pub const SUPPORT: f32 = 0.06;
