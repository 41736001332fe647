//! Rules of rank in aliases: levels are read from any title, so an alias that holds a mere rank would swallow it.

use rustc_hash::FxHashMap;

use super::Findings;
use crate::normalize::{Lexicon, Phrases};
use crate::taxonomy::code::Track;
use crate::taxonomy::model::{Alias, Focus, Taxonomy};

/// Words of the ladder that are nothing but a rank beside the name of a job. Others may be part of the name (staff
/// accountant, assistant professor, head chef, advanced analytics, student loan officer) and are left to the writer.
pub(crate) const BARE_RANKS: [&str; 12] = [
    "senior",
    "junior",
    "lead",
    "principal",
    "intermediate",
    "trainee",
    "apprentice",
    "journeyman",
    "journey",
    "managing",
    "supervising",
    "supervisory",
];

/// In a trade, a master is its highest rank; elsewhere the word means other things (master data, master planner).
const RANK_OF_TRADES: &str = "master";

/// Aliases that look like a rank and a job and are not. Each needs a reason.
const NO_RANK: [(&str, &str); 35] = [
    ("junior kindergarten teacher", "junior kindergarten is a school year"),
    ("junior rotc instructor", "Junior ROTC is a programme"),
    ("junior preschool teacher", "the junior preschool is a group of children"),
    ("senior high school teacher", "senior high is a school"),
    ("senior caregiver", "cares for seniors"),
    ("senior companion", "keeps seniors company"),
    ("senior services coordinator", "services for seniors"),
    ("senior housing manager", "housing for seniors"),
    ("senior house officer", "a grade of British doctors with a name of its own"),
    ("lead abatement technician", "lead is the metal"),
    ("lead abatement worker", "lead is the metal"),
    ("principal gifts officer", "principal gifts are the largest donations"),
    ("graduate assistant", "a post of graduate students at universities"),
    ("graduate student", "stands in payrolls of universities for such a post"),
    ("graduate fellow", "a post of graduate students at universities"),
    ("training associate", "training is the work"),
    ("training assistant", "training is the work"),
    ("partner manager", "looks after partners of the company"),
    ("supervisory board member", "the supervisory board is a body"),
    ("emt i", "a grade of licence"),
    ("emt intermediate", "a grade of licence"),
    ("lead burner", "joins lead by melting it"),
    ("lead paint inspector", "lead is the metal"),
    ("lead tong operator", "lead tongs are a tool of drilling rigs"),
    ("managing broker", "a licence of brokers who answer for others"),
    ("master production scheduler", "the master production schedule is a plan"),
    ("master schedule planner", "the master schedule is a plan"),
    ("lead generation specialist", "leads are prospects"),
    ("lead qualification specialist", "leads are prospects"),
    ("senior center manager", "a senior center is a place"),
    ("senior executive officer", "a grade of the British civil service"),
    ("junior school teacher", "a junior school is a kind of school"),
    ("intermediate school teacher", "an intermediate school is a kind of school"),
    ("junior high school teacher", "junior high is a school"),
    ("journey designer", "designs the journeys of customers"),
];

/// Functions whose jobs are named by the rank of somebody: their aliases may be made of rank words alone.
const NAMED_BY_RANK: [(&str, &str); 2] = [
    ("EXA", "assistants are named after those whom they assist"),
    ("ADS", "assistants are named after the group or leader whom they assist"),
];

/// Which focus says some words, and how it writes them.
type Said<'a> = FxHashMap<Vec<String>, Vec<(&'a str, &'a str)>>;

pub(super) fn check(taxonomy: &Taxonomy, lexicon: &Lexicon, findings: &mut Findings) {
    let mut ranks: Phrases<()> = Phrases::default();
    taxonomy.ladder.words.iter().flat_map(|w| &w.phrases).for_each(|p| ranks.insert(lexicon.phrase(p), ()));
    let words: Vec<Vec<Vec<String>>> =
        taxonomy.foci.iter().map(|f| f.aliases.iter().map(|a| lexicon.phrase(&a.text)).collect()).collect();
    let mut said: Said<'_> = FxHashMap::default();
    for (focus, words) in taxonomy.foci.iter().zip(&words) {
        for (alias, words) in focus.aliases.iter().zip(words) {
            said.entry(words.clone()).or_default().push((&focus.code, &alias.text));
        }
    }
    // An alias of a role pins its level, so it may hold any rank.
    for (focus, words) in taxonomy.foci.iter().zip(&words) {
        let file = taxonomy.functions[focus.function].file.as_str();
        for (alias, words) in focus.aliases.iter().zip(words) {
            let excepted = NO_RANK.iter().any(|(name, _)| *name == alias.text);
            if words.is_empty() {
                let rule = format!("`{}` says nothing once it is normalised", alias.text);
                findings.error(file, alias.line, rule, "take it out");
            } else if !excepted {
                only_ranks(focus, file, alias, words, &ranks, findings);
                rank_beside(focus, file, alias, words, &said, findings);
            }
        }
    }
}

fn only_ranks(
    focus: &Focus,
    file: &str,
    alias: &Alias,
    words: &[String],
    ranks: &Phrases<()>,
    findings: &mut Findings,
) {
    // Where the job is to lead, the rank is its name: general manager, partner.
    if focus.track.leads() || NAMED_BY_RANK.iter().any(|(f, _)| focus.code.starts_with(f)) {
        return;
    }
    let mut rest = words;
    while let Some((n, ())) = ranks.longest(rest) {
        rest = &rest[n..];
    }
    if rest.is_empty() {
        let rule = format!("`{}` of {} is made of only words of rank", alias.text, focus.code);
        findings.error(file, alias.line, rule, "take it out, or pin its level in a [[role]]");
    }
}

/// An alias that is another one with ranks around it: in the same focus it adds nothing but a fault; of another focus
/// it draws the titles of that rank away, unless it is a name of its own.
fn rank_beside(focus: &Focus, file: &str, alias: &Alias, words: &[String], said: &Said<'_>, findings: &mut Findings) {
    let bare = |w: &String| BARE_RANKS.contains(&w.as_str());
    let trade = focus.track == Track::Support && words[0] == RANK_OF_TRADES;
    let before = if trade { 1 } else { words.iter().take_while(|w| bare(w)).count() };
    let behind = words.iter().rev().take_while(|w| bare(w) || is_number(w)).count();
    let inner = (0..=before).flat_map(|b| (0..=behind).map(move |e| (b, e)));
    for (b, e) in inner.filter(|(b, e)| b + e > 0 && b + e < words.len()) {
        let Some(others) = said.get(&words[b..words.len() - e]) else { continue };
        let (rank, side) =
            if b > 0 { (words[..b].join(" "), "before") } else { (words[words.len() - e..].join(" "), "behind") };
        match others.iter().find(|(code, _)| *code == focus.code) {
            Some((_, other)) => {
                let rule = format!("`{}` is `{other}` with `{rank}` {side} it", alias.text);
                findings.error(file, alias.line, rule, "take it out: levels are read from any title");
            }
            None if trade => continue,
            None => {
                let (code, other) = others[0];
                let rule = format!("`{}` is `{other}` of {code} with `{rank}` {side} it", alias.text);
                findings.warning(file, alias.line, rule, "take it out, unless it is the name of another job");
            }
        }
        return;
    }
}

/// A number behind a title says a level.
fn is_number(word: &str) -> bool {
    matches!(word, "1" | "2" | "3" | "4" | "5" | "6" | "i" | "ii" | "iii" | "iv" | "v" | "vi")
}
