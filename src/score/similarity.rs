//! How alike two words are: the only place that knows about string distances.

/// Two words are spellings of each other from here on (Jaro-Winkler, 0–1). Below it lie different words that share
/// a beginning ("director", "direct").
const TYPO_FLOOR: f64 = 0.88;

/// Words shorter than this have too many true neighbours for a mistake to be told from another word.
const SHORTEST_CORRECTED: usize = 4;

/// How alike a misspelt word is to a known one, 0–1; 0 where it is not plausibly the same word.
///
/// A mistake is one edit in words of up to seven letters and two in longer ones (optimal string alignment, which
/// counts a swap of neighbours as one); Jaro-Winkler then ranks what is left, since people rarely get the start of a word wrong.
#[must_use]
pub fn typo(word: &str, known: &str) -> f64 {
    let (a, b) = (word.len(), known.len());
    if a.min(b) < SHORTEST_CORRECTED || a.abs_diff(b) > 2 {
        return 0.0;
    }
    // "intern" and "internal": nobody forgets two letters at the end of a word.
    if a.abs_diff(b) == 2 && (word.starts_with(known) || known.starts_with(word)) {
        return 0.0;
    }
    let allowed = if a.max(b) <= 7 { 1 } else { 2 };
    let similarity = strsim::jaro_winkler(word, known);
    if similarity < TYPO_FLOOR || strsim::osa_distance(word, known) > allowed {
        return 0.0;
    }
    similarity
}

/// The letters of a word as a set, one bit each: two words that differ in more than four letters of the set are more
/// than two edits apart, which rules most words out before anything is compared.
#[must_use]
pub fn letters(word: &str) -> u64 {
    word.chars().fold(0, |set, c| set | 1 << (u32::from(c) % 64))
}

/// Whether two words with these sets of letters may be within two edits of each other.
#[must_use]
pub fn may_be_near(a: u64, b: u64) -> bool {
    (a ^ b).count_ones() <= 4
}

/// Endings that make one word of the same work out of another: welder, welding, weldment.
const ENDINGS: &[&str] = &[
    "isation", "ization", "ation", "ition", "ement", "ician", "ative", "ional", "ering", "ment", "ance", "ence",
    "tion", "ator", "ting", "ning", "sion", "ical", "ing", "ion", "ist", "ian", "ive", "ant", "ent", "ary", "ery",
    "ity", "ure", "ics", "er", "or", "al", "ic", "y", "e",
];

/// Shortest common beginning of two related words; below it endings eat the word ("mining", "minister").
const SHORTEST_STEM: usize = 4;

/// The part of a word that its family shares, or `None` for words too short to have one.
#[must_use]
pub fn stem(word: &str) -> Option<&str> {
    if !word.is_ascii() {
        return None;
    }
    let cut = ENDINGS.iter().find_map(|e| word.strip_suffix(e).filter(|s| s.len() >= SHORTEST_STEM)).unwrap_or(word);
    // "planner", "planning": the doubled letter belongs to the ending.
    let bytes = cut.as_bytes();
    let doubled =
        cut.len() < word.len() && bytes.len() > SHORTEST_STEM && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    let cut = if doubled && !matches!(bytes[bytes.len() - 1], b's' | b'l') { &cut[..cut.len() - 1] } else { cut };
    (cut.len() >= SHORTEST_STEM).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_close_and_other_words_are_not() {
        for (wrong, right) in
            [("enginer", "engineer"), ("manger", "manager"), ("recieving", "receiving"), ("acccountant", "accountant")]
        {
            assert!(typo(wrong, right) > 0.88, "{wrong} {right} {}", typo(wrong, right));
        }
        for (a, b) in [("intern", "internal"), ("data", "date"), ("nurse", "curse"), ("cook", "clerk")] {
            assert!(typo(a, b) < 0.93, "{a} {b} {}", typo(a, b));
        }
    }

    #[test]
    fn families_share_a_stem() {
        for (a, b) in
            [("engineer", "engineering"), ("welder", "welding"), ("planner", "planning"), ("designer", "design")]
        {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("mining"), stem("minister"));
    }
}
