//! Titles are untrusted text: what a terminal would obey is made visible before it is printed.

use std::borrow::Cow;

use crate::review::is_unseen;

/// The text with control and direction characters written out as escapes. Tabs and line breaks are among them: a
/// title is one line.
#[must_use]
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unseen(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_shown_and_text_is_left_alone() {
        assert_eq!(sanitize("Ingénieur 営業"), "Ingénieur 営業");
        assert_eq!(sanitize("a\u{1b}[31mb\u{202e}c"), "a\\u{1b}[31mb\\u{202e}c");
    }
}
