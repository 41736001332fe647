//! Characters that nobody sees, or that turn the text around them, written out so that a person sees them.

use std::borrow::Cow;

/// Whether a character is a control or direction character, has no width, or may not stand in XML.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// A cell can break lines by itself, and does no harm by it.
fn is_escaped(c: char) -> bool {
    is_unseen(c) && c != '\n' && c != '\t'
}

/// How an escape begins.
const OPEN: &str = r"\u{";

/// The text with such characters as `\u{202e}`; line breaks and tabs stay as they are. What already looks like an escape
/// has its backslash escaped, so that [`original`] is exact.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_escaped) && !text.contains(OPEN) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        if is_escaped(c) || text[at..].starts_with(OPEN) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out.into()
}

/// The text as it was before [`visible`].
#[must_use]
pub fn original(text: &str) -> Cow<'_, str> {
    if !text.contains(OPEN) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.push_str(before);
        let escaped = after.split_once('}').and_then(|(hex, rest)| {
            let c = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)?;
            (is_escaped(c) || c == '\\').then_some((c, rest))
        });
        match escaped {
            Some((c, behind)) => {
                out.push(c);
                rest = behind;
            }
            None => {
                out.push_str(OPEN);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_unseen_is_shown_and_read_again() {
        let text = "a\u{202e}b\u{1b}[31m\r\nc\td\u{ffff}";
        let shown = visible(text);
        assert_eq!(shown, "a\\u{202e}b\\u{1b}[31m\\u{d}\nc\td\\u{ffff}");
        assert_eq!(original(&shown), text);
    }

    #[test]
    fn what_only_looks_like_an_escape_stays() {
        for text in [r"\u{", r"\u{zz}", r"\u{41}", "Ingénieur 営業"] {
            assert_eq!(original(text), text);
        }
        assert_eq!(visible(r"C:\u{202e}"), r"C:\u{5c}u{202e}");
        assert_eq!(visible(r"C:\users"), r"C:\users");
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "[a-z\\\\u{}\u{0}-\u{1f}\u{202e}\u{200b}]{0,20}") {
            let shown = visible(&text).into_owned();
            prop_assert_eq!(original(&shown).into_owned(), text);
        }
    }
}
