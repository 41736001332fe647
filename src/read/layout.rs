//! What was found out about an input, so that a run can say what it assumed. Holds facts; decides nothing.

use std::fmt;

use serde::{Serialize, Serializer};

use super::options::InputFormat;

/// Everything that was detected or given about one input.
#[derive(Debug, Clone, Serialize)]
pub struct Layout {
    /// The file's path, or `standard input`.
    pub source: String,
    /// The format.
    pub format: InputFormat,
    /// The encoding of a text; none for a workbook.
    pub encoding: Option<EncodingFound>,
    /// The delimiter of a CSV.
    #[serde(serialize_with = "as_character")]
    pub delimiter: Option<u8>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Lines (rows of a sheet) above the header that were passed over.
    pub skipped_rows: usize,
    /// Rows that the header takes: 0, 1 or 2.
    pub header_rows: usize,
    /// The column of job titles.
    pub title: ColumnFound,
    /// The column of departments or organisations.
    pub department: Option<ColumnFound>,
    /// The column of job families.
    pub family: Option<ColumnFound>,
    /// The column of grades or levels.
    pub grade: Option<ColumnFound>,
    /// The column of years of experience.
    pub years: Option<ColumnFound>,
    /// The column that says who manages others.
    pub manages: Option<ColumnFound>,
    /// The column of managers.
    pub manager: Option<ColumnFound>,
    /// The column of employee ids.
    pub id: Option<ColumnFound>,
    /// What a person should know about the input. May grow while it is read.
    pub warnings: Vec<ReadWarning>,
}

/// An encoding and how it was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EncodingFound {
    /// Its standard name, such as `UTF-8` or `windows-1252`.
    pub name: &'static str,
    /// How it was decided.
    pub how: EncodingEvidence,
}

/// What an encoding was decided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EncodingEvidence {
    /// A byte order mark.
    Bom,
    /// The caller.
    Given,
    /// The bytes are valid UTF-8, which does not happen by chance.
    ValidUtf8,
    /// Only ASCII so far, which is the same in every encoding we read.
    Ascii,
    /// Every other byte is NUL, as in UTF-16.
    NulPattern,
    /// The statistics of the letters.
    Guessed,
}

/// A column and how it was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnFound {
    /// Its place, from 0.
    pub index: usize,
    /// Its header as in the file.
    pub name: String,
    /// How it was decided.
    pub how: ColumnEvidence,
}

/// What a column was decided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnEvidence {
    /// The caller named it.
    Given,
    /// Its header.
    Header,
    /// Its cells look like job titles.
    Content,
    /// There is no other.
    Only,
}

/// Something about an input that did not stop the reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReadWarning {
    /// Bytes in a UTF-8 text that are not UTF-8.
    #[error("line {line}: bytes that are not UTF-8 were read as Windows-1252 ({count} in all)")]
    NotUtf8 {
        /// The first line with such bytes.
        line: u64,
        /// How many byte sequences so far.
        count: u64,
    },
    /// Bytes that mean nothing in the encoding.
    #[error(
        "line {line}: bytes that are not {encoding} were replaced by \u{fffd} ({count} in all); is the encoding right?"
    )]
    Malformed {
        /// The encoding.
        encoding: &'static str,
        /// The first line with such bytes.
        line: u64,
        /// How many byte sequences so far.
        count: u64,
    },
    /// NUL characters, which no title has.
    #[error("line {line}: NUL characters in the text ({count} in all); they were kept")]
    NulBytes {
        /// The first line with one.
        line: u64,
        /// How many so far.
        count: u64,
    },
    /// Empty lines or rows inside the data, which are no records.
    #[error("line {line}: empty lines inside the data were passed over ({count} in all)")]
    BlankLines {
        /// The first of them.
        line: u64,
        /// How many so far.
        count: u64,
    },
    /// A quotation mark that seems never to be closed.
    #[error(
        "line {line}: a quotation mark opens here and closes only much later or never; what follows is read as one cell"
    )]
    UnclosedQuote {
        /// Where it opens.
        line: u64,
    },
    /// A file that is not what its name says.
    #[error("the name ends in .{extension}, but the file is {found}; it was read as such")]
    NotWhatItsNameSays {
        /// The extension.
        extension: String,
        /// What the file is.
        found: &'static str,
    },
    /// A pipe that is read as a list and looks like a table.
    #[error(
        "this looks like {found} but was read as one title a line; name the title column with -s, or give --input-format"
    )]
    LooksLikeTable {
        /// What it looks like.
        found: &'static str,
    },
    /// Other sheets that have titles, too.
    #[error("other sheets have a title column, too: {}; choose with --sheet", .names.join(", "))]
    OtherSheets {
        /// Their names.
        names: Vec<String>,
    },
}

impl ReadWarning {
    /// Whether rows may have been read as part of others.
    #[must_use]
    pub fn loses_rows(&self) -> bool {
        matches!(self, ReadWarning::UnclosedQuote { .. })
    }
}

impl Layout {
    /// Where the columns stand that may change what becomes of a title: department, family, grade, years, who manages others.
    #[must_use]
    pub fn beside(&self) -> [Option<usize>; 5] {
        let Layout { department, family, grade, years, manages, .. } = self;
        [department, family, grade, years, manages].map(|column| column.as_ref().map(|c| c.index))
    }

    /// The delimiter in words, such as `tab`.
    pub fn delimiter_name(&self) -> Option<String> {
        self.delimiter.map(|byte| match byte {
            b',' => "comma".to_owned(),
            b';' => "semicolon".to_owned(),
            b'\t' => "tab".to_owned(),
            b'|' => "pipe".to_owned(),
            other => format!("`{}`", other.escape_ascii()),
        })
    }
}

impl fmt::Display for EncodingEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bom => "byte order mark",
            Self::Given => "as told",
            Self::ValidUtf8 => "valid throughout the sample",
            Self::Ascii => "plain ASCII so far",
            Self::NulPattern => "every other byte is NUL",
            Self::Guessed => "guessed from the letters",
        })
    }
}

impl fmt::Display for ColumnEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Given => "as told",
            Self::Header => "by its header",
            Self::Content => "by its cells",
            Self::Only => "the only column",
        })
    }
}

fn as_character<S: Serializer>(delimiter: &Option<u8>, serializer: S) -> Result<S::Ok, S::Error> {
    delimiter.map(char::from).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_is_written_as_json_with_names_for_everything() {
        let title = ColumnFound { index: 2, name: "Job Title".into(), how: ColumnEvidence::Header };
        let layout = Layout {
            source: "people.csv".into(),
            format: InputFormat::Csv,
            encoding: Some(EncodingFound { name: "UTF-8", how: EncodingEvidence::ValidUtf8 }),
            delimiter: Some(b'\t'),
            sheet: None,
            skipped_rows: 0,
            header_rows: 1,
            title,
            department: None,
            family: None,
            grade: None,
            years: None,
            manages: None,
            manager: None,
            id: None,
            warnings: vec![ReadWarning::BlankLines { line: 4, count: 1 }],
        };
        let json = serde_json::to_value(&layout).unwrap();
        assert_eq!(json["delimiter"], "\t");
        assert_eq!(json["encoding"]["how"], "valid_utf8");
        assert_eq!(json["title"]["how"], "header");
        assert_eq!(json["warnings"][0]["kind"], "blank_lines");
        assert_eq!(layout.delimiter_name().as_deref(), Some("tab"));
    }
}
