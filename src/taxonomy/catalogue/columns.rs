//! Which column of a catalogue is which, by its header.

use std::path::Path;

use crate::normalize::fold;
use crate::taxonomy::error::TaxonomyError;

/// Positions of the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub code: usize,
    pub title: usize,
    /// Further titles; several in one cell are parted by semicolons.
    pub aliases: Vec<usize>,
    pub level: Option<usize>,
    pub soc: Option<usize>,
    pub isco: Option<usize>,
    pub function: Option<usize>,
    pub department: Option<usize>,
    pub definition: Option<usize>,
}

// In each list the surer header comes first; catalogues rarely have two of one list.
const CODE: &[&str] = &[
    "code",
    "job code",
    "role code",
    "position code",
    "job profile code",
    "profile code",
    "job profile id",
    "job id",
    "role id",
    "job number",
    "job no",
    "jobcode",
    "stellencode",
    "id",
];
const TITLE: &[&str] = &[
    "title",
    "job title",
    "role title",
    "position title",
    "job profile",
    "job profile name",
    "profile name",
    "standard title",
    "job name",
    "role name",
    "position",
    "role",
    "job",
    "name",
    "stellenbezeichnung",
];
const ALIASES: &[&str] = &[
    "alias",
    "aliases",
    "alternative title",
    "alternative titles",
    "alternate titles",
    "synonym",
    "synonyms",
    "also known as",
    "aka",
    "other titles",
    "business title",
    "working title",
    "working titles",
];
const LEVEL: &[&str] = &[
    "level",
    "job level",
    "career level",
    "grade",
    "job grade",
    "pay grade",
    "compensation grade",
    "management level",
    "salary grade",
    "band",
    "stufe",
];
const SOC: &[&str] = &["soc", "soc code", "soc 2018", "o net", "onet", "o net soc", "onet soc", "o net soc code"];
const ISCO: &[&str] = &["isco", "isco code", "isco 08", "isco08"];
const FUNCTION: &[&str] =
    &["function", "job function", "job family group", "job family", "family", "discipline", "funktion"];
const DEPARTMENT: &[&str] =
    &["department", "dept", "division", "business unit", "organisation", "organization", "abteilung"];
const DEFINITION: &[&str] = &["definition", "description", "job description", "summary", "job summary", "purpose"];

impl Columns {
    /// Finds the columns.
    ///
    /// # Errors
    /// When there is none for the codes or the titles; the message lists the headers.
    pub fn find(headers: &[String], path: &Path) -> Result<Columns, TaxonomyError> {
        let plain: Vec<String> = headers.iter().map(|h| plain(h)).collect();
        let find = |names: &[&str]| names.iter().find_map(|n| plain.iter().position(|h| h == n));
        let missing = |what: &str, names: &[&str]| TaxonomyError::Catalogue {
            path: path.to_owned(),
            message: format!(
                "no column with the {what}. It has: {}. Call one of them `{}`",
                headers.join(", "),
                names[..2].join("` or `")
            ),
        };
        let code = find(CODE).ok_or_else(|| missing("codes", CODE))?;
        let title = TITLE.iter().find_map(|n| plain.iter().position(|h| h == n)).filter(|t| *t != code);
        let title = title.ok_or_else(|| missing("titles", TITLE))?;
        let aliases = (0..plain.len()).filter(|i| *i != title && ALIASES.contains(&plain[*i].as_str()));
        Ok(Columns {
            code,
            title,
            aliases: aliases.collect(),
            level: find(LEVEL),
            soc: find(SOC),
            isco: find(ISCO),
            function: find(FUNCTION),
            department: find(DEPARTMENT),
            definition: find(DEFINITION),
        })
    }
}

/// A header without case and signs: "Job_Code" → "job code".
fn plain(header: &str) -> String {
    let folded = fold(header);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_many_styles() {
        let find = |headers: &[&str]| {
            let headers: Vec<String> = headers.iter().map(|h| (*h).to_owned()).collect();
            Columns::find(&headers, Path::new("jobs.csv"))
        };
        let columns = find(&["Job_Code", "JOB TITLE", "Alternative Titles", "Pay Grade", "Job Family"]).unwrap();
        assert_eq!((columns.code, columns.title, columns.aliases), (0, 1, vec![2]));
        assert_eq!((columns.level, columns.function, columns.soc), (Some(3), Some(4), None));
        assert!(find(&["Nr", "Wage"]).is_err());
    }
}
