//! Untrusted text for a screen of cells: inert, on one line, and as wide as it is really shown.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::cli::sanitize::sanitize;

/// The text on one line, with nothing in it that a terminal would obey.
pub fn clean(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    sanitize(&words.join(" ")).into_owned()
}

/// How many columns a clean text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A clean text in at most so many columns; what is cut is shown by an ellipsis.
pub fn fit(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        if used + grapheme.width() + 1 > columns {
            break;
        }
        used += grapheme.width();
        out.push_str(grapheme);
    }
    if columns > 0 {
        out.push('…');
    }
    out
}

/// A clean text in exactly so many columns.
pub fn padded(text: &str, columns: usize) -> String {
    let mut out = fit(text, columns);
    out.push_str(&" ".repeat(columns.saturating_sub(out.width())));
    out
}

/// A clean text on at most so many lines of so many columns; words that are longer are broken.
pub fn wrap(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut word = word;
        loop {
            let blank = usize::from(!line.is_empty());
            let room = columns.saturating_sub(line.width() + blank);
            if word.width() <= room {
                if blank == 1 {
                    line.push(' ');
                }
                line.push_str(word);
                break;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                continue;
            }
            let cut = broken(word, columns.max(2));
            lines.push(word[..cut].to_owned());
            word = &word[cut..];
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1)).join(" ");
        lines.push(fit(&rest, columns));
    }
    lines.truncate(most);
    lines
}

/// How many bytes of a word fill a line.
fn broken(word: &str, columns: usize) -> usize {
    let mut used = 0;
    for (at, grapheme) in word.grapheme_indices(true) {
        used += grapheme.width();
        if used > columns && at > 0 {
            return at;
        }
    }
    word.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_inert_and_on_one_line() {
        assert_eq!(clean("a\u{1b}[31mb\n \u{202e}c\t d"), "a\\u{1b}[31mb \\u{202e}c d");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(fit("営業部長", 8), "営業部長");
        assert_eq!(fit("営業部長", 7), "営業部…");
        assert_eq!(fit("営業部長", 6), "営業…");
        assert_eq!(padded("営", 4), "営  ");
        assert_eq!(wrap("営業部長 Sales Manager", 8, 3), ["営業部長", "Sales", "Manager"]);
        assert_eq!(wrap("one two three four", 7, 2), ["one two", "three …"]);
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_asked(text in ".{0,60}", columns in 4usize..40, most in 1usize..5) {
            let text = clean(&text);
            prop_assert!(width(&fit(&text, columns)) <= columns);
            let lines = wrap(&text, columns, most);
            prop_assert!(lines.len() <= most);
            prop_assert!(lines.iter().all(|line| width(line) <= columns), "{lines:?}");
        }
    }
}
