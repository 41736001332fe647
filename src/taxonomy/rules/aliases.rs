//! Rules of aliases: their form and order, and that each set of words means one thing.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Findings;
use crate::normalize::Lexicon;
use crate::taxonomy::model::{Alias, Taxonomy};

/// Where an alias stands.
#[derive(Clone, Copy)]
struct Standing<'a> {
    function: usize,
    file: &'a str,
    code: &'a str,
    alias: &'a Alias,
}

pub(super) fn check(taxonomy: &Taxonomy, lexicon: &Lexicon, findings: &mut Findings) {
    let mut by_words: BTreeMap<Vec<String>, Vec<Standing<'_>>> = BTreeMap::new();
    for focus in &taxonomy.foci {
        let file = taxonomy.functions[focus.function].file.as_str();
        let own = Standing { function: focus.function, file, code: &focus.code, alias: &EMPTY };
        sorted(&focus.areas, file, 0.0, findings);
        sorted(&focus.aliases, file, 0.0, findings);
        focus.areas.iter().for_each(|a| form(a, file, findings));
        let mut standing: Vec<Standing<'_>> = focus.aliases.iter().map(|alias| Standing { alias, ..own }).collect();
        for role in &focus.roles {
            sorted(&role.aliases, file, crate::taxonomy::load::ROLE_ALIAS_CONFIDENCE, findings);
            standing.extend(role.aliases.iter().map(|alias| Standing { alias, code: &role.code, ..own }));
        }
        for s in standing {
            form(s.alias, file, findings);
            by_words.entry(lexicon.phrase(&s.alias.text)).or_default().push(s);
        }
    }
    for (words, standing) in by_words.iter().filter(|(words, s)| s.len() > 1 && !words.is_empty()) {
        claimed_twice(words, standing, findings);
    }
}

static EMPTY: Alias = Alias {
    text: Cow::Borrowed(""),
    kind: Cow::Borrowed(""),
    confidence: 1.0,
    level_confidence: 0.0,
    approved: None,
    line: 0,
};

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
            || a.approved == Some(false)
            || a.kind != "common"
    };
    let order = |a: &Alias| (said_more(a), a.text.clone());
    if let Some(pair) = aliases.windows(2).find(|p| order(&p[0]) > order(&p[1])) {
        let rule = format!("`{}` stands behind `{}`", pair[1].text, pair[0].text);
        findings.warning(file, pair[1].line, rule, "sort the list: plain texts first, then those in braces");
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
