//! What a spreadsheet makes of a code that it takes for a date or a number.

use std::sync::LazyLock;

use regex::Regex;

use crate::taxonomy::{Shape, Taxonomy};

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let months = "jan|feb|m[aä]r|mrz|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]";
    Regex::new(&format!(
        r"(?i)^(\d{{1,4}}[-./]\d{{1,2}}[-./]\d{{1,4}}(T[\d:]+)?|\d{{1,4}}[-. /]{{1,2}}({months})[a-zé]*\.?|({months})[a-zé]*[-. /]{{1,2}}\d{{1,4}}|\d{{1,2}}:\d{{2}}(:\d{{2}})?)$"
    ))
    .ok()
});

/// What probably happened to a code that is not in the taxonomy, and what to do; `None` where nothing looks like it.
pub(super) fn explained(code: &str, taxonomy: &Taxonomy) -> Option<String> {
    const AGAIN: &str = "choose it from the list, or make the cell Text and type it again";
    if DATE.as_ref().is_some_and(|date| date.is_match(code)) {
        return Some(format!("the spreadsheet seems to have made a date of the code: {AGAIN}"));
    }
    if code.starts_with('#') {
        return Some(format!("the cell holds an error of the spreadsheet: {AGAIN}"));
    }
    let number: f64 = code.replace(',', ".").parse().ok()?;
    let same_number = |known: &str| {
        let digits = known.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'E' || b == b'e');
        digits && known.parse::<f64>() == Ok(number)
    };
    // Codes of the ladder begin with a letter.
    let codes = (taxonomy.shape == Shape::List).then(|| taxonomy.foci.iter().flat_map(|f| &f.roles));
    let meant = codes.into_iter().flatten().map(|role| role.code.as_str()).find(|known| same_number(known));
    Some(match meant {
        Some(meant) => format!("the spreadsheet seems to have made a number of `{meant}`: {AGAIN}"),
        None => format!("a number is no code; the spreadsheet may have made it of one: {AGAIN}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::{embedded_files, load};

    #[test]
    fn dates_and_numbers_are_known_for_what_they_were() {
        let taxonomy = load(&embedded_files()).unwrap();
        for date in ["2026-03-01", "2026-03-01T06:00:00", "1.3.2026", "3/1/2026", "Mar-01", "01. Mrz", "1-Sep", "06:00"]
        {
            let said = explained(date, &taxonomy);
            assert!(said.as_ref().is_some_and(|s| s.contains("a date")), "{date}: {said:?}");
        }
        for number in ["17", "1,2E+05", "0.5"] {
            assert!(explained(number, &taxonomy).is_some_and(|s| s.contains("a number")), "{number}");
        }
        for code in ["SEI.GEN.P9", "XYZ", "Manager"] {
            assert_eq!(explained(code, &taxonomy), None);
        }
    }
}
