//! Where the columns of a file of answers stand. A filled review sheet has the suggestions beside the answer, a
//! decisions file has not.

use super::ledger;

/// Places of the columns, from 0.
#[derive(Debug)]
pub(super) struct Columns {
    pub title: usize,
    pub decision: usize,
    pub code: usize,
    pub context: Option<usize>,
    pub by: Option<usize>,
    pub on: Option<usize>,
    pub taxonomy: Option<usize>,
    pub note: Option<usize>,
    pub suggestion: Option<usize>,
    pub alternatives: [Option<usize>; 4],
    pub mark: Option<usize>,
    pub rows: Option<usize>,
    pub score: Option<usize>,
    pub why: Option<usize>,
    pub department: Option<usize>,
    pub grade: Option<usize>,
    pub manager: Option<usize>,
    /// How many cells the header has.
    pub width: usize,
    /// Columns that mean nothing here.
    pub others: Vec<(usize, String)>,
    is_review: bool,
}

/// Names by which a review sheet is known, beside those of a decisions file.
const OF_REVIEW: [&str; 6] = ["rows", "band", "suggestion", "score", "margin", "why"];

/// Why a row cannot be the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HeaderError {
    /// This column is not in it.
    Missing(&'static str),
    /// This column is in it twice.
    Twice(&'static str),
}

/// Whether a row is the header, if not a whole one: it names the titles and where the answers are.
pub(super) fn is_header<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let names: Vec<String> = cells.map(name).collect();
    let has = |wanted: &str| names.iter().any(|n| n == wanted);
    has("title") && (has("decision") || has("code"))
}

impl Columns {
    pub fn find<'a>(cells: impl Iterator<Item = &'a str>) -> Result<Columns, HeaderError> {
        let texts: Vec<&str> = cells.collect();
        let names: Vec<String> = texts.iter().map(|cell| name(cell)).collect();
        let column = |wanted: &str| names.iter().position(|n| n == wanted);
        // What lacks one of them is another file altogether, whatever else is wrong with it.
        if let Some(missing) = ["title", "decision", "code"].into_iter().find(|name| column(name).is_none()) {
            return Err(HeaderError::Missing(missing));
        }
        let need = |wanted: &'static str| {
            let first = column(wanted).ok_or(HeaderError::Missing(wanted))?;
            let again = names.iter().skip(first + 1).any(|n| n == wanted);
            if again { Err(HeaderError::Twice(wanted)) } else { Ok(first) }
        };
        let alternative = |n: usize| column(&format!("alternative {n}")).or_else(|| column(&format!("alt{n}_code")));
        let known = |name: &str| name.is_empty() || ledger::COLUMNS.contains(&name);
        let others = names.iter().enumerate().filter(|(_, name)| !known(name));
        Ok(Columns {
            title: need("title")?,
            decision: need("decision")?,
            code: need("code")?,
            context: column("context"),
            by: column("by"),
            on: column("on"),
            taxonomy: column("taxonomy"),
            note: column("note"),
            suggestion: column("suggestion"),
            alternatives: [2, 3, 4, 5].map(alternative),
            mark: column("id"),
            rows: column("rows"),
            score: column("score"),
            why: column("why"),
            department: column("department"),
            grade: column("grade"),
            manager: column("manager"),
            width: names.len(),
            others: others.map(|(at, _)| (at, texts[at].trim().to_owned())).collect(),
            is_review: names.iter().any(|n| OF_REVIEW.contains(&n.as_str())),
        })
    }

    /// Whether this is a review sheet and no decisions file.
    pub fn is_review(&self) -> bool {
        self.is_review
    }
}

fn name(cell: &str) -> String {
    cell.trim().trim_start_matches('\u{feff}').to_lowercase()
}
