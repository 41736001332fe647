//! "Technicien / Technicienne", "Techniker/Technikerin", "waiter/waitress": one job, said for men and for women.

use super::lexicon::NoiseKind;
use super::{Noise, PartKind, Word};

/// What the second form has where the two part ways.
const FEMININE: &[&str] = &[
    "a", "e", "enne", "ere", "esse", "ess", "eure", "euse", "ienne", "iere", "in", "innen", "ne", "ora", "ra", "ress",
    "rice", "se", "trice", "use",
];

/// Shortest common beginning of two forms of one word.
const SHORTEST_COMMON: usize = 4;

/// At most so many letters of the first form are replaced: "eur" of "directeur" by "rice".
const MOST_REPLACED: usize = 3;

/// Marks the second form of such pairs as a gender marker.
pub(super) fn mark_pairs(words: &mut [Word], removed: &mut Vec<Noise>) {
    for at in 1..words.len() {
        if words[at].kind == PartKind::Slash
            && words[at].part == words[at - 1].part + 1
            && !words[at].noise
            && is_pair(&words[at - 1].text, &words[at].text)
        {
            words[at].noise = true;
            removed.push(Noise { kind: NoiseKind::Gender, text: words[at].text.to_string() });
            // What follows belongs to the job again: "Technicien / Technicienne en mécatronique".
            let (part, opened) = (words[at].part, words[at - 1].clone());
            words[at..].iter_mut().take_while(|w| w.part == part).for_each(|w| {
                w.part = opened.part;
                w.kind = opened.kind;
            });
        }
    }
}

fn is_pair(first: &str, second: &str) -> bool {
    let common = first.bytes().zip(second.bytes()).take_while(|(a, b)| a == b).count();
    if common < SHORTEST_COMMON || !first.is_char_boundary(common) || !second.is_char_boundary(common) {
        return false;
    }
    let (masculine, feminine) = (&first[common..], &second[common..]);
    let trades = [masculine, feminine].iter().all(|end| matches!(*end, "mann" | "frau" | "man" | "woman"));
    trades
        || first.len() <= second.len() && masculine.len() <= MOST_REPLACED && FEMININE.contains(&feminine)
        || masculine.is_empty() && feminine == "frau"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_told_from_two_jobs() {
        for (first, second) in [
            ("technicien", "technicienne"),
            ("techniker", "technikerin"),
            ("directeur", "directrice"),
            ("vendeur", "vendeuse"),
            ("officier", "officiere"),
            ("agent", "agente"),
            ("waiter", "waitress"),
            ("steward", "stewardess"),
            ("kaufmann", "kauffrau"),
            ("kauffrau", "kaufmann"),
        ] {
            assert!(is_pair(first, second), "{first}/{second}");
        }
        for (first, second) in [
            ("producer", "production"),
            ("engineer", "engineering"),
            ("sale", "salesforce"),
            ("cook", "dishwasher"),
            ("trader", "trade"),
            ("manager", "management"),
            ("inspector", "investigator"),
            ("system", "systems"),
        ] {
            assert!(!is_pair(first, second), "{first}/{second}");
        }
    }
}
