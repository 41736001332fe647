//! The mark of a row: by it an edited title, and suggestions that were moved to another title, are noticed.

use sha2::{Digest, Sha256};

/// What a row of a sheet was about when it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark(String);

/// Digits of the mark that stand for title and context; those behind the dash for the suggestions.
const DIGITS: usize = 12;

impl Mark {
    /// The mark for a title, the context it is decided in, and the codes that are suggested, best first.
    #[must_use]
    pub fn of<'a>(title: &str, context: &str, codes: impl Iterator<Item = &'a str>) -> Mark {
        let of_title = digest([title, context].into_iter());
        Mark(format!("{of_title}-{}", digest(codes)))
    }

    /// The text of the cell.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a cell names the same title and context.
    #[must_use]
    pub fn same_title(&self, cell: &str) -> bool {
        cell.trim().get(..DIGITS) == self.0.get(..DIGITS)
    }

    /// Whether a cell is this mark.
    #[must_use]
    pub fn is(&self, cell: &str) -> bool {
        cell.trim() == self.0
    }
}

/// Blanks do not count: programs save line ends in their own ways.
fn digest<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        for word in text.split_whitespace() {
            hash.update(word.as_bytes());
            hash.update(b" ");
        }
        hash.update([0]);
    }
    hex(&hash.finalize())[..DIGITS].to_owned()
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_notices_what_was_edited() {
        let mark = Mark::of("Sales\r\nManager", "IT", ["SAL.GEN.M2", "SAL.GEN.M1"].into_iter());
        let saved = Mark::of("Sales\nManager ", "IT", ["SAL.GEN.M2", "SAL.GEN.M1"].into_iter());
        assert!(mark.is(saved.as_str()), "{mark:?} {saved:?}");
        let moved = Mark::of("Sales Manager", "IT", ["SAL.GEN.M3"].into_iter());
        assert!(mark.same_title(moved.as_str()) && !mark.is(moved.as_str()));
        for (title, context) in [("Sales Manger", "IT"), ("Sales Manager", ""), ("Sales ManagerIT", "")] {
            assert!(!mark.same_title(Mark::of(title, context, std::iter::empty()).as_str()));
        }
        assert!(!mark.same_title("") && !mark.same_title("é"));
    }
}
