//! Decides which byte separates the cells of a text, by parsing the sample with each candidate.
//!
//! The right one gives most rows the same number of cells, more than one, and a header we know. Quoting is never
//! guessed: it is `"`, doubled inside, always.

use super::{SampleRow, header};

/// The delimiters that are looked for, in order of preference when all else is equal.
pub(in crate::read) const CANDIDATES: [u8; 4] = [b'\t', b';', b'|', b','];

/// What was found out about the separation into cells.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct DelimiterFound {
    /// The delimiter.
    pub delimiter: u8,
    /// The sample, parsed with it.
    pub rows: Vec<SampleRow>,
    /// Whether a row of the sample is a header that we know.
    pub has_known_header: bool,
    /// The share of rows with the usual number of cells.
    pub evenness: f64,
}

/// Chooses a delimiter; none if the rows have but one cell. `parse` parses the sample with a delimiter.
pub(in crate::read) fn find(parse: impl Fn(u8) -> Vec<SampleRow>) -> Option<DelimiterFound> {
    let mut best: Option<(f64, DelimiterFound)> = None;
    for delimiter in CANDIDATES {
        let rows = parse(delimiter);
        let Some((merit, found)) = judge(delimiter, rows) else { continue };
        if best.as_ref().is_none_or(|(most, _)| merit > *most) {
            best = Some((merit, found));
        }
    }
    best.map(|(_, found)| found)
}

/// The delimiter that Excel's first line `sep=;` declares.
pub(in crate::read) fn declared(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim();
    let byte = line.get(..4).filter(|key| key.eq_ignore_ascii_case("sep=")).and_then(|_| line.as_bytes().get(4))?;
    (line.len() == 5 && byte.is_ascii() && *byte != b'"').then_some(*byte)
}

/// Under this share of even rows the text is prose or a list, whose commas separate nothing.
const EVEN_ENOUGH: f64 = 0.5;

fn judge(delimiter: u8, rows: Vec<SampleRow>) -> Option<(f64, DelimiterFound)> {
    let split: Vec<SampleRow> = rows.iter().filter(|row| row.cells.len() > 1).cloned().collect();
    let width = header::usual_width(&split);
    if width < 2 {
        return None;
    }
    let even = split.iter().filter(|row| row.cells.len() == width).count();
    let evenness = even as f64 / rows.len() as f64;
    let has_known_header = header::names_titles(&split);
    if evenness < EVEN_ENOUGH && !has_known_header {
        return None;
    }
    // More cells are better: decimal commas split most rows of a `;` file into two.
    let richness = 1.0 - 1.0 / width as f64;
    let merit = evenness * richness + if has_known_header { 1.0 } else { 0.0 };
    Some((merit, DelimiterFound { delimiter, rows, has_known_header, evenness }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<char> {
        let parse = |delimiter: u8| {
            crate::read::delimited::sample(text, delimiter, crate::read::text::LineEnds::Lf, 0, usize::MAX)
        };
        find(parse).map(|found| char::from(found.delimiter))
    }

    #[test]
    fn each_delimiter_is_found() {
        for delimiter in [',', ';', '\t', '|'] {
            let text = "Name,Job Title,Dept\nAnn,Nurse,ICU\nBo,Clerk,Billing\n".replace(',', &delimiter.to_string());
            assert_eq!(found(&text), Some(delimiter));
        }
    }

    #[test]
    fn commas_inside_cells_and_decimals_do_not_mislead() {
        assert_eq!(found("Titel;Gehalt\nLeiter, Einkauf;3,5\nKoch;2,1\nArzt;9,0\n"), Some(';'));
        assert_eq!(found("a|b\n1,5|2,5\n3,5|4,5\n"), Some('|'));
        assert_eq!(found("a;b;c\n\"x;y\";1;2\n\"p,q\";3;4\n"), Some(';'));
    }

    #[test]
    fn a_list_of_titles_has_none() {
        assert_eq!(found("Nurse\nDirector, Sales\nClerk\nCook\n"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn a_known_header_is_enough_under_a_long_preamble() {
        assert_eq!(found("Report\nBy me\nToday\n\nEmployee ID;Job Title;Dept\n"), Some(';'));
    }

    #[test]
    fn excel_declares_its_separator() {
        assert_eq!(declared("sep=;\r\na;b\r\n"), Some(b';'));
        assert_eq!(declared("SEP=\t\na"), None);
        assert_eq!(declared("separate\n"), None);
    }
}
