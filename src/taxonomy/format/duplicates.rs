//! Takes out aliases that say the same words twice within a function.
//!
//! Of two that normalise to the same words the engine sees one, so the other only hides which focus it means. What
//! pins a level stays before what does not, the surer before the less sure, and a special focus before the general one.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use toml::{Table, Value};

use super::value::number;
use crate::normalize::Lexicon;

pub(super) fn remove(table: &mut Table, lexicon: &Lexicon) {
    // By the words that the engine sees: the best claim on them, and where it stands.
    let mut best: BTreeMap<(Kind, String), (Claim, At)> = BTreeMap::new();
    visit(table, |kind, at, text, confidence, special| {
        let words = lexicon.phrase(text).join(" ");
        if words.is_empty() {
            return Keep::Yes;
        }
        let claim = claim(at, text, &words, confidence, special);
        let entry = best.entry((kind, words)).or_insert_with(|| (claim, at));
        if claim > entry.0 {
            *entry = (claim, at);
        }
        Keep::Yes
    });
    visit(table, |kind, at, text, _, _| {
        let words = lexicon.phrase(text).join(" ");
        match best.get(&(kind, words)) {
            Some((_, winner)) if *winner != at => Keep::No,
            _ => Keep::Yes,
        }
    });
}

/// Areas and aliases are compared among themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Area,
    Alias,
}

/// Table ("focus" or "role"), its position, position in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct At {
    role: bool,
    table: usize,
    item: usize,
}

/// The greater one stays.
type Claim = (bool, u32, bool, bool, usize, Reverse<At>);

fn claim(at: At, text: &str, words: &str, confidence: f64, special: bool) -> Claim {
    let hundredths = (confidence * 1000.0).round().clamp(0.0, 1000.0) as u32;
    (at.role, hundredths, special, text == words, text.len(), Reverse(at))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    Yes,
    No,
}

/// Shows every alias to `keep`, in the order of the file, and drops those that it does not want.
fn visit(table: &mut Table, mut keep: impl FnMut(Kind, At, &str, f64, bool) -> Keep) {
    for (name, role) in [("focus", false), ("role", true)] {
        let Some(Value::Array(tables)) = table.get_mut(name) else { continue };
        for (t, entry) in tables.iter_mut().enumerate() {
            let Value::Table(entry) = entry else { continue };
            let special = !entry.get("code").and_then(Value::as_str).is_some_and(|c| c == "GEN" || c.contains(".GEN."));
            for (key, kind) in [("areas", Kind::Area), ("aliases", Kind::Alias)] {
                let Some(Value::Array(items)) = entry.get_mut(key) else { continue };
                let mut item = 0;
                items.retain(|value| {
                    let at = At { role, table: t, item };
                    item += 1;
                    let (text, confidence) = match value {
                        Value::String(text) => (text.as_str(), 1.0),
                        Value::Table(full) => {
                            let own = if role { "focus_confidence" } else { "confidence" };
                            let confidence = full.get(own).and_then(number).unwrap_or(1.0);
                            (full.get("alias").and_then(Value::as_str).unwrap_or(""), confidence)
                        }
                        _ => return true,
                    };
                    keep(kind, at, text, confidence, special) == Keep::Yes
                });
            }
        }
    }
}
