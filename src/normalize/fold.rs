//! Text to comparable text: compatibility forms, case and the accents of the Latin script.
//!
//! Other scripts stay as they are: a transliteration nobody asked for would only look like a title.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, NFKC, and Latin letters without accents, where German umlauts become the two letters that stand in
/// for them (`ü` = `ue`). Dashes, quotes and blanks become their plain forms; control characters become blanks.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        let lower = text.to_ascii_lowercase();
        let has_controls = lower.bytes().any(|b| b.is_ascii_control());
        return if has_controls { lower.replace(|c: char| c.is_ascii_control(), " ") } else { lower };
    }
    let mut out = String::with_capacity(text.len() + 8);
    // NFKC first, so that a letter and a separate umlaut mark meet before they are looked at.
    for c in text.nfkc().flat_map(char::to_lowercase) {
        push_folded(&mut out, c);
    }
    out
}

fn push_folded(out: &mut String, c: char) {
    match c {
        c if c.is_ascii_control() || c.is_control() => out.push(' '),
        c if c.is_ascii() => out.push(c),
        'ä' | 'æ' => out.push_str("ae"),
        'ö' | 'ø' | 'œ' => out.push_str("oe"),
        'ü' => out.push_str("ue"),
        'ß' => out.push_str("ss"),
        'ł' => out.push('l'),
        'đ' | 'ð' => out.push('d'),
        'þ' => out.push_str("th"),
        'ı' => out.push('i'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
        '‘' | '’' | '‚' | '´' | 'ʼ' => out.push('\''),
        '“' | '”' | '„' | '«' | '»' => out.push('"'),
        '•' | '·' | '►' | '▶' | '●' | '¦' => out.push('|'),
        // Zero-width and direction marks say nothing about the job.
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}' => {}
        c if c.is_whitespace() => out.push(' '),
        c if is_latin(c) => {
            let before = out.len();
            let bases = std::iter::once(c).nfd().filter(|m| !is_combining_mark(*m)).flat_map(char::to_lowercase);
            // `ǽ` is an `æ` with an accent, which is two letters in its turn.
            bases.for_each(|base| if base == c { out.push(c) } else { push_folded(out, base) });
            if out.len() == before {
                out.push(c);
            }
        }
        c if is_combining_mark(c) && (out.is_empty() || out.ends_with(|b: char| b.is_ascii())) => {}
        c => out.push(c),
    }
}

/// Whether a letter is of the Latin script, by Unicode block.
#[must_use]
pub fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}')
            && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn umlauts_become_two_letters_and_other_accents_vanish() {
        assert_eq!(fold("Geschäftsführer"), "geschaeftsfuehrer");
        assert_eq!(fold("Gescha\u{308}ftsfu\u{308}hrer"), "geschaeftsfuehrer");
        assert_eq!(fold("Ingénieur À la Carte, Kierownik Działu"), "ingenieur a la carte, kierownik dzialu");
    }

    #[test]
    fn other_scripts_stay() {
        assert_eq!(fold("営業 Manager"), "営業 manager");
        assert_eq!(fold("Юрист"), "юрист");
    }

    #[test]
    fn dashes_and_blanks_become_plain() {
        assert_eq!(fold("Nurse\u{a0}— ICU\u{200b}"), "nurse - icu");
        assert_eq!(fold("a\tb\r\nc"), "a b  c");
    }
}
