//! How alike two words are: the only place that knows about string distances.

/// Two words are spellings of each other from here on (Jaro-Winkler, 0–1). Below it lie different words that share
/// a beginning ("director", "direct").
const TYPO_FLOOR: f64 = 0.88;

/// Words shorter than this have too many true neighbours for a mistake to be told from another word.
const SHORTEST_CORRECTED: usize = 4;

/// In words of at least so many letters two slips still leave one word that is meant; "consent" is not "constant".
const TWO_SLIPS_FROM: usize = 9;

/// How alike a misspelt word is to a known one, 0–1; 0 where it is not plausibly the same word.
///
/// A mistake is one edit, and in long words two (optimal string alignment, which counts a swap of neighbours as one); Jaro-Winkler then ranks what is left, since people rarely get the start of a word wrong.
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
    let allowed = if a.min(b) < TWO_SLIPS_FROM { 1 } else { 2 };
    if !is_within(word, known, allowed) {
        return 0.0;
    }
    let similarity = strsim::jaro_winkler(word, known);
    if similarity < TYPO_FLOOR {
        return 0.0;
    }
    if a == b && !slips(word, known) {
        return 0.0;
    }
    similarity
}

/// Whether two words are at most so many edits apart, by optimal string alignment.
fn is_within(a: &str, b: &str, edits: usize) -> bool {
    if a.is_ascii() && b.is_ascii() {
        are_within(a.as_bytes(), b.as_bytes(), edits)
    } else {
        strsim::osa_distance(a, b) <= edits
    }
}

/// What both words begin and end with costs no edit, and then few letters are left for one or two: each way of spending one
/// is tried. Most pairs of words are told apart by their lengths or their second letter.
fn are_within(mut a: &[u8], mut b: &[u8], edits: usize) -> bool {
    if a.len().abs_diff(b.len()) > edits {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    match (a, b) {
        ([], rest) | (rest, []) => rest.len() <= edits,
        _ if edits == 0 => false,
        ([a1, rest_a @ ..], [b1, rest_b @ ..]) => {
            let swapped = || match (rest_a, rest_b) {
                ([a2, rest_a @ ..], [b2, rest_b @ ..]) => a1 == b2 && a2 == b1 && are_within(rest_a, rest_b, edits - 1),
                _ => false,
            };
            are_within(rest_a, rest_b, edits - 1)
                || are_within(rest_a, b, edits - 1)
                || are_within(a, rest_b, edits - 1)
                || swapped()
        }
    }
}

/// Whether the letters that differ between two words of the same length are slips of the finger or the ear. Where any other
/// letter stands in another's place there mostly stands another word: "precise" is no "premise".
fn slips(word: &str, known: &str) -> bool {
    let differing: Vec<(char, char)> = word.chars().zip(known.chars()).filter(|(a, b)| a != b).collect();
    let swapped = differing.windows(2).any(|w| w[0] == (w[1].1, w[1].0));
    swapped || differing.iter().all(|(a, b)| alike(*a, *b))
}

/// Letters that are taken for one another: vowels, letters that sound alike, and neighbours on the keyboard.
fn alike(a: char, b: char) -> bool {
    const CONFUSED: &[&str] = &["aeiouy", "csz", "ckq", "mn", "dt", "bp", "fv", "gj", "il", "vw"];
    const KEYS: &[&str] = &["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let both = |group: &&str| group.contains(a) && group.contains(b);
    let neighbours = |row: &&str| {
        let place = |c| row.find(c);
        place(a).zip(place(b)).is_some_and(|(a, b)| a.abs_diff(b) == 1)
    };
    CONFUSED.iter().any(both) || KEYS.iter().any(neighbours)
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

/// Endings of words for a deed and who does it: weld, welder, welding, weldment.
const OF_DEEDS: &[&str] = &[
    "isation", "ization", "ation", "ition", "ement", "ering", "ment", "ance", "ence", "tion", "ator", "ting", "ning",
    "sion", "ing", "ion", "ive", "ant", "ent", "ure", "er", "or", "e",
];

/// Endings of words for a field and who works in it: chemical, chemist, chemistry.
const OF_FIELDS: &[&str] =
    &["ician", "ative", "ional", "ical", "ist", "ian", "ary", "ery", "ity", "ics", "al", "ic", "y"];

/// Shortest common beginning of two related words; below it endings eat the word ("mining", "minister").
const SHORTEST_STEM: usize = 4;

/// From this length on, words of a deed and of a field with the same stem are one family ("photographer", "photography");
/// shorter ones mostly are not ("plaster", "plastic"; "sanding", "sandal").
const TELLING_STEM: usize = 7;

/// A stem as a number: how long it is, and the kind of its ending. With the word itself that is all there is to it.
pub type PackedStem = u32;

/// What a word shares with its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stem<'a> {
    /// The common beginning.
    pub text: &'a str,
    ending: Ending,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    None,
    OfDeed,
    OfField,
}

impl<'a> Stem<'a> {
    /// The stem without its word.
    #[must_use]
    pub fn pack(self) -> PackedStem {
        let length = u32::try_from(self.text.len()).unwrap_or(0);
        length << 2 | self.ending as u32
    }

    /// The stem of a word again.
    #[must_use]
    pub fn unpack(word: &'a str, packed: PackedStem) -> Stem<'a> {
        let ending = [Ending::None, Ending::OfDeed, Ending::OfField][(packed as usize & 3).min(2)];
        Stem { text: &word[..(packed >> 2) as usize], ending }
    }

    /// Whether two words with the same stem are of one family.
    #[must_use]
    pub fn is_family(self, other: Stem<'_>) -> bool {
        self.text == other.text
            && (self.ending == other.ending
                || self.ending == Ending::None
                || other.ending == Ending::None
                || self.text.len() >= TELLING_STEM)
    }
}

/// The part of a word that its family shares, or `None` for words too short to have one.
#[must_use]
pub fn stem(word: &str) -> Option<Stem<'_>> {
    if !word.is_ascii() {
        return None;
    }
    let cut = |endings: &[&'static str]| {
        endings.iter().filter_map(|e| word.strip_suffix(e)).filter(|s| s.len() >= SHORTEST_STEM).min_by_key(|s| s.len())
    };
    let (cut, ending) = match (cut(OF_DEEDS), cut(OF_FIELDS)) {
        (Some(deed), Some(field)) if field.len() < deed.len() => (field, Ending::OfField),
        (Some(deed), _) => (deed, Ending::OfDeed),
        (None, Some(field)) => (field, Ending::OfField),
        (None, None) => (word, Ending::None),
    };
    // "planner", "planning": the doubled letter belongs to the ending.
    let bytes = cut.as_bytes();
    let doubled =
        cut.len() < word.len() && bytes.len() > SHORTEST_STEM && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    let text = if doubled && !matches!(bytes[bytes.len() - 1], b's' | b'l') { &cut[..cut.len() - 1] } else { cut };
    (text.len() >= SHORTEST_STEM).then_some(Stem { text, ending })
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

    proptest::proptest! {
        #[test]
        fn edits_are_counted_as_by_the_whole_table(a in "[a-d]{0,9}", b in "[a-d]{0,9}", changed in 0usize..9, letter in "[a-d]{0,2}") {
            // A word beside any other, and beside itself with a slip.
            let (head, tail) = a.split_at(changed.min(a.len()));
            let slip = format!("{head}{letter}{}", tail.get(1..).unwrap_or_default());
            for other in [b, slip] {
                for edits in 0..3 {
                    let within = strsim::osa_distance(&a, &other) <= edits;
                    proptest::prop_assert_eq!(is_within(&a, &other, edits), within, "{} {} {}", a, other, edits);
                }
            }
        }
    }

    fn related(a: &str, b: &str) -> bool {
        stem(a).zip(stem(b)).is_some_and(|(a, b)| a.is_family(b))
    }

    #[test]
    fn families_share_a_stem() {
        for (a, b) in [
            ("engineer", "engineering"),
            ("welder", "welding"),
            ("planner", "planning"),
            ("designer", "design"),
            ("photographer", "photography"),
            ("chemist", "chemical"),
        ] {
            assert!(related(a, b), "{a} {b}");
        }
        for (a, b) in [("mining", "minister"), ("plaster", "plastic"), ("sanding", "sandal"), ("laborer", "laborist")] {
            assert!(!related(a, b), "{a} {b}");
        }
    }
}
