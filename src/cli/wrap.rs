//! Long text to lines that fit a terminal. For plain text only: styles are added to whole lines afterwards.

/// Columns of a page where the terminal does not say how wide it is, as the pages of a manual.
const USUAL_WIDTH: usize = 80;

/// Narrower than this, columns of a page cannot stand side by side; wider lines are hard to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=120;

/// How many columns a page may take.
pub fn page_width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|text| text.parse::<usize>().ok());
    said.map_or(USUAL_WIDTH, |width| width.clamp(*WIDTHS.start(), *WIDTHS.end()))
}

/// Breaks a text at blanks into lines of at most `width` characters; a longer word has a line of its own.
/// An empty text is one empty line.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_nothing_is_lost() {
        let text = "Novel, high-ambiguity problems; establishes the approach";
        let lines = wrap(text, 20);
        assert!(lines.iter().all(|l| l.chars().count() <= 20));
        assert_eq!(lines.join(" "), text);
        assert_eq!(wrap("", 20), [""]);
        assert_eq!(wrap("a extraordinarily b", 5), ["a", "extraordinarily", "b"]);
    }
}
