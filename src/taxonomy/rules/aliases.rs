//! Rules of aliases: their form and order, and that each set of words means one thing.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Findings;
use crate::normalize::{Lexicon, Phrases};
use crate::taxonomy::model::{Alias, Taxonomy};

/// Words that are nothing but a rank before the name of a job. Others of the ladder may be part of the name
/// (staff accountant, assistant professor, head chef, advanced analytics) and are left to the writer.
const BARE_RANKS: [&str; 8] =
    ["senior", "junior", "lead", "principal", "intermediate", "trainee", "apprentice", "journeyman"];

/// Aliases that look like a rank and a job and are not. Each needs a reason.
const NO_RANK: [(&str, &str); 18] = [
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
];

/// Functions whose jobs are named by the rank of somebody: their aliases may be made of rank words alone.
const NAMED_BY_RANK: [(&str, &str); 2] = [
    ("EXA", "assistants are named after those whom they assist"),
    ("ADS", "assistants are named after the group or leader whom they assist"),
];

/// Where an alias stands.
#[derive(Clone, Copy)]
struct Standing<'a> {
    function: usize,
    file: &'a str,
    code: &'a str,
    alias: &'a Alias,
    pins_level: bool,
}

pub(super) fn check(taxonomy: &Taxonomy, lexicon: &Lexicon, findings: &mut Findings) {
    let mut ranks: Phrases<()> = Phrases::default();
    taxonomy.ladder.words.iter().flat_map(|w| &w.phrases).for_each(|p| ranks.insert(lexicon.phrase(p), ()));
    let mut by_words: BTreeMap<Vec<String>, Vec<Standing<'_>>> = BTreeMap::new();
    for focus in &taxonomy.foci {
        let file = taxonomy.functions[focus.function].file.as_str();
        let own = Standing { function: focus.function, file, code: &focus.code, alias: &EMPTY, pins_level: false };
        sorted(&focus.areas, file, 0.0, findings);
        sorted(&focus.aliases, file, 0.0, findings);
        focus.areas.iter().for_each(|a| form(a, file, findings));
        let mut standing: Vec<Standing<'_>> = focus.aliases.iter().map(|alias| Standing { alias, ..own }).collect();
        for role in &focus.roles {
            sorted(&role.aliases, file, crate::taxonomy::load::ROLE_ALIAS_CONFIDENCE, findings);
            standing.extend(role.aliases.iter().map(|alias| Standing {
                alias,
                code: &role.code,
                pins_level: true,
                ..own
            }));
        }
        let mut words_here: FxHashMap<Vec<String>, &str> = FxHashMap::default();
        for s in standing {
            form(s.alias, file, findings);
            let words = lexicon.phrase(&s.alias.text);
            if !s.pins_level {
                words_here.insert(words.clone(), &s.alias.text);
                // Where the job is to lead, the rank is its name: general manager, partner.
                let named_by_rank = focus.track.leads() || NAMED_BY_RANK.iter().any(|(f, _)| focus.code.starts_with(f));
                if words.is_empty() || !named_by_rank {
                    only_ranks(&s, &words, &ranks, findings);
                }
            }
            by_words.entry(words).or_default().push(s);
        }
        rank_before(&focus.aliases, &words_here, lexicon, file, findings);
    }
    for (words, standing) in by_words.iter().filter(|(words, s)| s.len() > 1 && !words.is_empty()) {
        claimed_twice(words, standing, findings);
    }
}

static EMPTY: Alias =
    Alias { text: String::new(), kind: String::new(), confidence: 1.0, level_confidence: 0.0, approved: true, line: 0 };

fn form(alias: &Alias, file: &str, findings: &mut Findings) {
    let text = &alias.text;
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || " &/+#-'.".contains(c);
    if text.chars().any(char::is_uppercase) {
        findings.error(file, alias.line, format!("`{text}` is not in lower case"), "write it in lower case");
    } else if !text.chars().all(allowed) {
        let rule = format!("`{text}` has a sign that is not allowed");
        findings.error(file, alias.line, rule, "use letters a-z, digits, blanks and & / + # - ' . only");
    }
    if text.trim() != text || text.contains("  ") || text.is_empty() {
        findings.error(
            file,
            alias.line,
            format!("`{text}` has blanks too many"),
            "leave one between words, none around",
        );
    }
    for confidence in [alias.confidence, alias.level_confidence] {
        if !(0.0..=1.0).contains(&confidence) {
            let rule = format!("confidence {confidence} of `{text}` is not within 0–1");
            findings.error(file, alias.line, rule, "give a share of cases");
        }
    }
}

/// Plain texts first, then what has more to say, each sorted.
fn sorted(aliases: &[Alias], file: &str, usual_level: f32, findings: &mut Findings) {
    let said_more = |a: &Alias| {
        (a.confidence - 1.0).abs() > 1e-6
            || (a.level_confidence - usual_level).abs() > 1e-6
            || !a.approved
            || a.kind != "common"
    };
    let order = |a: &Alias| (said_more(a), a.text.clone());
    if let Some(pair) = aliases.windows(2).find(|p| order(&p[0]) > order(&p[1])) {
        let rule = format!("`{}` stands behind `{}`", pair[1].text, pair[0].text);
        findings.warning(file, pair[1].line, rule, "sort the list: plain texts first, then those in braces");
    }
}

fn only_ranks(s: &Standing<'_>, words: &[String], ranks: &Phrases<()>, findings: &mut Findings) {
    let text = &s.alias.text;
    let mut rest = words;
    while let Some((n, ())) = ranks.longest(rest) {
        rest = &rest[n..];
    }
    if words.is_empty() {
        findings.error(s.file, s.alias.line, format!("`{text}` says nothing once it is normalised"), "take it out");
    } else if rest.is_empty() && !NO_RANK.iter().any(|(name, _)| name == text) {
        let rule = format!("`{text}` of {} is made of only words of rank", s.code);
        findings.error(s.file, s.alias.line, rule, "take it out, or pin its level in a [[role]]");
    }
}

fn rank_before(
    aliases: &[Alias],
    here: &FxHashMap<Vec<String>, &str>,
    lexicon: &Lexicon,
    file: &str,
    findings: &mut Findings,
) {
    for alias in aliases {
        let words = lexicon.phrase(&alias.text);
        let Some((first, rest)) = words.split_first().filter(|(first, _)| BARE_RANKS.contains(&first.as_str())) else {
            continue;
        };
        if let Some(other) = here.get(rest).filter(|_| !NO_RANK.iter().any(|(name, _)| *name == alias.text)) {
            let rule = format!("`{}` is `{other}` with `{first}` before it", alias.text);
            findings.error(file, alias.line, rule, "take it out: levels are read from any title");
        }
    }
}

/// The same words may mean two things only when both places say how often.
fn claimed_twice(words: &[String], standing: &[Standing<'_>], findings: &mut Findings) {
    for (i, s) in standing.iter().enumerate() {
        if let Some(other) = standing[..i].iter().find(|o| o.function == s.function) {
            let rule = format!(
                "`{}` of {} stands twice in the function (`{}` of {})",
                s.alias.text, s.code, other.alias.text, other.code
            );
            findings.error(s.file, s.alias.line, rule, "leave it where it belongs");
            return;
        }
    }
    for s in standing.iter().filter(|s| s.alias.confidence >= 1.0) {
        let others = standing.iter().filter(|o| o.function != s.function);
        let others: Vec<&str> = others.map(|o| o.code).collect();
        let rule = format!("`{}` means {} in every case, but {} too", words.join(" "), s.code, others.join(", "));
        findings.error(s.file, s.alias.line, rule, "take it out of one, or give each a confidence below 1");
    }
}
