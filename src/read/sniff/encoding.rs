//! Decides the encoding of a text from a sample of its bytes.
//!
//! The order is: byte order mark, the caller, the NUL pattern of UTF-16, valid UTF-8, statistics. Decoding itself is
//! in [`crate::read::decode`], which also deals with bytes that contradict the decision later on.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::read::layout::{EncodingEvidence, EncodingFound};
use crate::read::options::EncodingChoice;

/// How a text is to be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) struct Plan {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// What it was decided by.
    pub how: EncodingEvidence,
    /// Bytes of the byte order mark, which are no text.
    pub mark: usize,
}

impl Plan {
    /// The decision as it is told to people.
    pub fn found(&self) -> EncodingFound {
        EncodingFound { name: self.encoding.name(), how: self.how }
    }
}

/// Whether a sample is the whole of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Extent {
    /// The whole input.
    Whole,
    /// There is more to come.
    Part,
}

/// Decides the encoding, or returns none when the bytes are no text.
pub(in crate::read) fn plan(sample: &[u8], extent: Extent, choice: EncodingChoice) -> Option<Plan> {
    let marked = Encoding::for_bom(sample);
    if let EncodingChoice::Named(encoding) = choice {
        let agrees = |marked: &'static Encoding| marked == encoding || (is_utf_16(marked) && is_utf_16(encoding));
        return Some(match marked {
            Some((marked, mark)) if agrees(marked) => Plan { encoding: marked, how: EncodingEvidence::Given, mark },
            _ => Plan { encoding, how: EncodingEvidence::Given, mark: 0 },
        });
    }
    if let Some((encoding, mark)) = marked {
        return Some(Plan { encoding, how: EncodingEvidence::Bom, mark });
    }
    let unmarked = |encoding, how| Some(Plan { encoding, how, mark: 0 });
    if let Some(encoding) = utf_16_by_nul(sample) {
        return unmarked(encoding, EncodingEvidence::NulPattern);
    }
    let letters = Utf8Share::of(sample, extent);
    if is_binary(sample, &letters) {
        return None;
    }
    if letters.wrong == 0 && letters.right == 0 {
        return unmarked(UTF_8, EncodingEvidence::Ascii);
    }
    if letters.right >= letters.wrong.saturating_mul(MIXED_UTF_8) {
        return unmarked(UTF_8, EncodingEvidence::ValidUtf8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, extent == Extent::Whole);
    unmarked(detector.guess(None, Utf8Detection::Deny), EncodingEvidence::Guessed)
}

/// So many valid sequences outweigh an invalid one: two files glued together are still UTF-8 in the main. In other
/// encodings a byte pair that is valid UTF-8 by chance is far rarer than one that is not.
const MIXED_UTF_8: usize = 10;

fn is_utf_16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// UTF-16 without a mark: delimiters, line ends and Latin letters have NUL as their high byte.
fn utf_16_by_nul(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let nuls_at = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls_at(0), nuls_at(1));
    // A tenth: a Cyrillic or Japanese table has that many delimiters, digits and line ends.
    let enough = pairs.div_ceil(10);
    let encoding = match (even, odd) {
        _ if odd >= enough && even * 20 <= odd => UTF_16LE,
        _ if even >= enough && odd * 20 <= even => UTF_16BE,
        _ => return None,
    };
    let (text, malformed) = encoding.decode_without_bom_handling(&sample[..pairs * 2]);
    let controls = text.chars().filter(|c| is_odd_control(*c)).count();
    // A surrogate pair may be cut off at the end of the sample; otherwise it all makes sense or it is a binary.
    let makes_sense = controls * 50 <= pairs && (!malformed || controls == 0);
    makes_sense.then_some(encoding)
}

/// How much of a sample is UTF-8 beyond ASCII.
struct Utf8Share {
    /// Characters beyond ASCII.
    right: usize,
    /// Sequences that are no UTF-8.
    wrong: usize,
}

impl Utf8Share {
    fn of(sample: &[u8], extent: Extent) -> Self {
        let mut share = Self { right: 0, wrong: 0 };
        let mut seen = 0;
        for chunk in sample.utf8_chunks() {
            share.right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            seen += chunk.valid().len() + chunk.invalid().len();
            let cut_off = extent == Extent::Part && seen == sample.len();
            if !chunk.invalid().is_empty() && !cut_off {
                share.wrong += 1;
            }
        }
        share
    }
}

/// Whether there are more control characters than any text has. A few strays are no reason to refuse a file.
fn is_binary(sample: &[u8], letters: &Utf8Share) -> bool {
    const STRAYS: usize = 8;
    let controls = sample.iter().filter(|byte| is_odd_control(char::from(**byte)) && byte.is_ascii()).count();
    let has_nul = sample.contains(&0);
    // Random bytes are control characters in one of nine; a text with damage in it has far fewer.
    let share = if has_nul && letters.wrong > 0 { 20 } else { 10 };
    controls >= STRAYS && controls * share > sample.len()
}

/// A control character that has no business in a table. Tab, line ends, form feed, escape and DOS' end of file have.
fn is_odd_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1a' | '\x1b' | '\u{80}'..='\u{9f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(sample: &[u8]) -> (&'static str, EncodingEvidence) {
        let plan = plan(sample, Extent::Whole, EncodingChoice::Auto).unwrap();
        (plan.encoding.name(), plan.how)
    }

    fn utf_16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn each_kind_of_evidence() {
        assert_eq!(auto(b"Nurse,Clerk"), ("UTF-8", EncodingEvidence::Ascii));
        assert_eq!(auto("Ingénieur".as_bytes()), ("UTF-8", EncodingEvidence::ValidUtf8));
        assert_eq!(auto(b"\xEF\xBB\xBFNurse"), ("UTF-8", EncodingEvidence::Bom));
        assert_eq!(auto(b"\xFF\xFEN\0u\0"), ("UTF-16LE", EncodingEvidence::Bom));
        assert_eq!(auto(&utf_16("Job Title,Grade\nNurse,5\n")), ("UTF-16LE", EncodingEvidence::NulPattern));
        assert_eq!(auto(&utf_16("Должность;Отдел\nИнженер;Связь\n")), ("UTF-16LE", EncodingEvidence::NulPattern));
        let swapped: Vec<u8> = "Job Title,Grade\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(auto(&swapped), ("UTF-16BE", EncodingEvidence::NulPattern));
        assert_eq!(auto(b"Gesch\xE4ftsf\xFChrer;B\xFCro"), ("windows-1252", EncodingEvidence::Guessed));
    }

    #[test]
    fn a_text_cut_off_in_the_middle_of_a_letter_is_still_utf_8() {
        let part = &"Ingénieur".as_bytes()[..4];
        let plan = plan(part, Extent::Part, EncodingChoice::Auto).unwrap();
        assert_eq!(plan.encoding, UTF_8);
    }

    #[test]
    fn a_glued_file_stays_utf_8() {
        let mut bytes =
            "Pflegefachfrau für Säuglinge, Köchin, Bäcker, Gärtnerin, Müller, Löter, Prüfer, Zähler, Käser, Süß\n"
                .as_bytes()
                .to_vec();
        bytes.extend(b"Gesch\xE4ftsleiter\n");
        assert_eq!(auto(&bytes), ("UTF-8", EncodingEvidence::ValidUtf8));
    }

    #[test]
    fn the_caller_is_believed() {
        let named = |encoding| plan(b"\xEF\xBB\xBFa", Extent::Whole, EncodingChoice::Named(encoding)).unwrap();
        assert_eq!((named(UTF_8).mark, named(encoding_rs::WINDOWS_1252).mark), (3, 0));
        let swapped = plan(b"\xFE\xFF\0a", Extent::Whole, EncodingChoice::Named(UTF_16LE)).unwrap();
        assert_eq!(swapped.encoding, UTF_16BE);
    }

    #[test]
    fn binaries_are_refused_and_strays_are_not() {
        let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(plan(&noise, Extent::Whole, EncodingChoice::Auto), None);
        assert_eq!(plan(&[0; 64], Extent::Whole, EncodingChoice::Auto), None);
        assert!(plan(b"title\nNur\0se\nClerk\n", Extent::Whole, EncodingChoice::Auto).is_some());
    }
}
