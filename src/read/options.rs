//! What a caller may fix about the reading: format, encoding, delimiter, header, sheet and columns.
//!
//! Everything defaults to "find it out". Each choice parses from the text of a flag or a configuration key, and a
//! text that cannot be parsed says what would have been accepted. Nothing here looks at a file.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use encoding_rs::Encoding;
use serde::Serialize;

/// Where the bytes come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

/// The kinds of input that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InputFormat {
    /// Delimited text: CSV, TSV and the like.
    Csv,
    /// One JSON object a line.
    JsonLines,
    /// A workbook: xlsx, xlsm, xlsb, xls or ods.
    Excel,
    /// Plain text, one title a line.
    Lines,
}

/// How the bytes of a text file are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EncodingChoice {
    /// Found out from the bytes.
    #[default]
    Auto,
    /// As the caller says.
    Named(&'static Encoding),
}

/// Which byte separates cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DelimiterChoice {
    /// Found out from the first rows.
    #[default]
    Auto,
    /// As the caller says; nothing is guessed then.
    Is(u8),
}

/// What a text without a name is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StreamChoice {
    /// A list of titles, unless something asks for columns.
    #[default]
    List,
    /// A table, since one column would not do.
    Table,
}

/// Which row names the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HeaderChoice {
    /// Found out from the first rows.
    #[default]
    Auto,
    /// There is none: the first row is data.
    None,
    /// The row that begins in this line of the file (or row of the sheet), counted from 1.
    Row(usize),
}

/// Which sheet of a workbook to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetChoice {
    /// By name; case and surrounding spaces do not matter.
    Name(String),
    /// By number: from 1, or from the end when negative (-1 is the last).
    Number(i64),
}

/// Which column holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnChoice {
    /// By number from 1.
    Number(usize),
    /// By header; `nth` (from 1) chooses among equal headers.
    Name {
        /// The header; case, spaces, underscores and accents do not matter.
        name: String,
        /// Which of several columns with this header, from 1.
        nth: Option<usize>,
    },
}

/// The columns that the caller named; those left out are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnChoices {
    /// The job title.
    pub title: Option<ColumnChoice>,
    /// The department or organisation.
    pub department: Option<ColumnChoice>,
    /// The job family.
    pub family: Option<ColumnChoice>,
    /// The grade or level.
    pub level: Option<ColumnChoice>,
    /// Years of experience.
    pub years: Option<ColumnChoice>,
    /// Whether the person manages others.
    pub manages: Option<ColumnChoice>,
    /// The manager.
    pub manager: Option<ColumnChoice>,
    /// The employee id.
    pub id: Option<ColumnChoice>,
}

/// How to read an input. The default finds out everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// The format, when it is not to be told from the name and the bytes.
    pub format: Option<InputFormat>,
    /// What standard input is, when nothing else says so.
    pub stream: StreamChoice,
    /// The encoding of a text.
    pub encoding: EncodingChoice,
    /// The delimiter of a CSV.
    pub delimiter: DelimiterChoice,
    /// The row of the header.
    pub header: HeaderChoice,
    /// Lines of the file (rows of the sheet) to leave out before anything is looked at.
    pub skip_lines: usize,
    /// The sheet of a workbook.
    pub sheet: Option<SheetChoice>,
    /// The columns.
    pub columns: ColumnChoices,
}

/// A choice that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// No such format.
    #[error("unknown input format `{0}`; it is one of csv, jsonl, excel, lines")]
    Format(String),
    /// No such encoding.
    #[error("unknown encoding `{given}`{}", .suggestion.map_or_else(
        || "; try auto, utf-8, windows-1252 or utf-16le".to_owned(), |label| format!("; did you mean `{label}`?")))]
    Encoding {
        /// What was given.
        given: String,
        /// The nearest label.
        suggestion: Option<&'static str>,
    },
    /// No such delimiter.
    #[error("`{0}` is not a delimiter; use `,` `;` `tab` `pipe` or another single character, or auto")]
    Delimiter(String),
    /// Not a header row.
    #[error("`{0}` is not a header row; give its line number from 1, none, or auto")]
    Header(String),
    /// Sheet 0 or no name.
    #[error("`{0}` is not a sheet; give its name, or its number from 1 (-1 is the last)")]
    Sheet(String),
    /// Column 0 or no name.
    #[error("`{0}` is not a column; give its name, its number from 1, or name[2] for the second of that name")]
    Column(String),
}

impl FromStr for InputFormat {
    type Err = ChoiceError;

    fn from_str(text: &str) -> Result<Self, ChoiceError> {
        match text.trim().to_lowercase().as_str() {
            "csv" | "tsv" => Ok(Self::Csv),
            "jsonl" | "ndjson" | "json-lines" | "json" => Ok(Self::JsonLines),
            "excel" | "xlsx" | "xls" | "xlsm" | "xlsb" | "ods" => Ok(Self::Excel),
            "lines" | "txt" | "text" => Ok(Self::Lines),
            _ => Err(ChoiceError::Format(text.to_owned())),
        }
    }
}

impl fmt::Display for InputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "CSV",
            Self::JsonLines => "JSON Lines",
            Self::Excel => "Excel",
            Self::Lines => "plain lines",
        })
    }
}

impl FromStr for EncodingChoice {
    type Err = ChoiceError;

    fn from_str(text: &str) -> Result<Self, ChoiceError> {
        let label = text.trim().to_lowercase();
        if label == "auto" {
            return Ok(Self::Auto);
        }
        let standard = match label.as_str() {
            "utf16" => "utf-16le",
            "utf16le" => "utf-16le",
            "utf16be" => "utf-16be",
            "ansi" | "win1252" | "cp-1252" | "windows1252" => "windows-1252",
            other => other,
        };
        Encoding::for_label_no_replacement(standard.as_bytes()).map(Self::Named).ok_or_else(|| {
            let suggestion = nearest(&label, KNOWN_ENCODINGS.iter().copied());
            ChoiceError::Encoding { given: text.to_owned(), suggestion }
        })
    }
}

impl FromStr for DelimiterChoice {
    type Err = ChoiceError;

    fn from_str(text: &str) -> Result<Self, ChoiceError> {
        match text {
            "auto" => Ok(Self::Auto),
            "tab" | "\\t" => Ok(Self::Is(b'\t')),
            "pipe" => Ok(Self::Is(b'|')),
            "comma" => Ok(Self::Is(b',')),
            "semicolon" => Ok(Self::Is(b';')),
            _ => match text.as_bytes() {
                [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r' | 0) => Ok(Self::Is(*byte)),
                _ => Err(ChoiceError::Delimiter(text.to_owned())),
            },
        }
    }
}

impl FromStr for HeaderChoice {
    type Err = ChoiceError;

    fn from_str(text: &str) -> Result<Self, ChoiceError> {
        match text.trim() {
            "auto" => Ok(Self::Auto),
            "none" => Ok(Self::None),
            number => match number.parse() {
                Ok(row) if row > 0 => Ok(Self::Row(row)),
                _ => Err(ChoiceError::Header(text.to_owned())),
            },
        }
    }
}

impl FromStr for SheetChoice {
    type Err = ChoiceError;

    fn from_str(text: &str) -> Result<Self, ChoiceError> {
        match text.trim().parse::<i64>() {
            Ok(0) => Err(ChoiceError::Sheet(text.to_owned())),
            Ok(number) => Ok(Self::Number(number)),
            Err(_) if text.trim().is_empty() => Err(ChoiceError::Sheet(text.to_owned())),
            Err(_) => Ok(Self::Name(text.to_owned())),
        }
    }
}

impl fmt::Display for SheetChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

impl FromStr for ColumnChoice {
    type Err = ChoiceError;

    fn from_str(text: &str) -> Result<Self, ChoiceError> {
        let wrong = || ChoiceError::Column(text.to_owned());
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(wrong());
        }
        if let Ok(number) = trimmed.parse::<usize>() {
            return if number == 0 { Err(wrong()) } else { Ok(Self::Number(number)) };
        }
        if let Some((name, rest)) = trimmed.rsplit_once('[')
            && let Some(Ok(nth)) = rest.strip_suffix(']').map(str::parse::<usize>)
            && !name.trim().is_empty()
        {
            return if nth == 0 { Err(wrong()) } else { Ok(Self::Name { name: name.to_owned(), nth: Some(nth) }) };
        }
        Ok(Self::Name { name: text.to_owned(), nth: None })
    }
}

impl fmt::Display for ColumnChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name { name, nth: None } => f.write_str(name),
            Self::Name { name, nth: Some(nth) } => write!(f, "{name}[{nth}]"),
        }
    }
}

/// The candidate that is spelled most like `wanted`, if any is near enough to be meant.
pub(super) fn nearest<S: AsRef<str>>(wanted: &str, candidates: impl IntoIterator<Item = S>) -> Option<S> {
    /// Under this, two names only share some letters ("grade" and "name" reach 0.63).
    const NEAR_ENOUGH: f64 = 0.75;
    let wanted = wanted.to_lowercase();
    let mut best: Option<(f64, S)> = None;
    for candidate in candidates {
        let candidate_text = candidate.as_ref().to_lowercase();
        // "Titel" means "Job Title": one word of a header may be all that a person remembers.
        let words = candidate_text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 3);
        let by_word = words.map(|w| strsim::jaro_winkler(&wanted, w) * 0.99).fold(0.0, f64::max);
        let likeness = strsim::jaro_winkler(&wanted, &candidate_text).max(by_word);
        if likeness >= NEAR_ENOUGH && best.as_ref().is_none_or(|(most, _)| likeness > *most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The labels worth suggesting, out of the two hundred that exist.
#[rustfmt::skip]
const KNOWN_ENCODINGS: &[&str] = &[
    "utf-8", "utf-16", "utf-16le", "utf-16be", "windows-1252", "windows-1250", "windows-1251", "windows-1253",
    "windows-1254", "windows-1257", "iso-8859-1", "iso-8859-2", "iso-8859-15", "latin1", "latin2", "macintosh",
    "shift_jis", "euc-jp", "euc-kr", "gbk", "gb18030", "big5", "koi8-r", "ascii",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_parse_and_a_wrong_one_names_the_nearest() {
        assert_eq!("latin1".parse(), Ok(EncodingChoice::Named(encoding_rs::WINDOWS_1252)));
        assert_eq!("UTF16".parse(), Ok(EncodingChoice::Named(encoding_rs::UTF_16LE)));
        assert_eq!("auto".parse(), Ok(EncodingChoice::Auto));
        let message = "windows-1225".parse::<EncodingChoice>().unwrap_err().to_string();
        assert!(message.contains("did you mean `windows-125"), "{message}");
        assert!("qqq".parse::<EncodingChoice>().unwrap_err().to_string().contains("try auto"));
    }

    #[test]
    fn delimiters_parse() {
        for (text, byte) in [(",", b','), (";", b';'), ("tab", b'\t'), ("\\t", b'\t'), ("pipe", b'|'), ("\t", b'\t')] {
            assert_eq!(text.parse(), Ok(DelimiterChoice::Is(byte)));
        }
        assert!("::".parse::<DelimiterChoice>().is_err());
        assert!("\"".parse::<DelimiterChoice>().is_err());
    }

    #[test]
    fn columns_parse_by_number_name_and_nth_name() {
        let by_name = |name: &str, nth| Ok(ColumnChoice::Name { name: name.into(), nth });
        assert_eq!("3".parse(), Ok(ColumnChoice::Number(3)));
        assert_eq!("Job Title".parse(), by_name("Job Title", None));
        assert_eq!("Title[2]".parse(), by_name("Title", Some(2)));
        assert_eq!("Grade [EU]".parse(), by_name("Grade [EU]", None));
        assert!("0".parse::<ColumnChoice>().is_err());
        assert!("Title[0]".parse::<ColumnChoice>().is_err());
        assert!(" ".parse::<ColumnChoice>().is_err());
    }

    #[test]
    fn sheets_and_header_rows_parse() {
        assert_eq!("-1".parse(), Ok(SheetChoice::Number(-1)));
        assert_eq!("Workers".parse(), Ok(SheetChoice::Name("Workers".into())));
        assert!("0".parse::<SheetChoice>().is_err());
        assert_eq!("4".parse(), Ok(HeaderChoice::Row(4)));
        assert!("0".parse::<HeaderChoice>().is_err());
    }
}
