//! What can stop the reading. Each message says what happened, where, and what to do about it.

use std::io;

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system refused.
    #[error("cannot read {path}: {}", describe_io(.source))]
    Io {
        /// The input.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A folder where a file is expected.
    #[error("{path} is a folder; name a file in it")]
    Folder {
        /// The folder.
        path: String,
    },
    /// Nothing in it.
    #[error("{path} is empty; was the export interrupted?")]
    Empty {
        /// The input.
        path: String,
    },
    /// A known kind of file that has no rows for us.
    #[error("{path} is {kind}; {advice}")]
    WrongKind {
        /// The input.
        path: String,
        /// What it is, with its article.
        kind: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// Neither text nor any known kind of file.
    #[error("{path} is neither text nor a workbook; export it as CSV or xlsx")]
    Binary {
        /// The input.
        path: String,
    },
    /// A workbook that cannot be opened without its password.
    #[error("{path} is protected by a password; open it in Excel, remove the password (File, Info) and save it again")]
    PasswordProtected {
        /// The workbook.
        path: String,
    },
    /// A workbook that would unpack to more than is taken.
    #[error("{path} unpacks to more than {} MB, which no usual export does; save the sheet as CSV, which is read row by row", .most / 1_000_000)]
    TooLarge {
        /// The workbook, with the sheet if that is too large.
        path: String,
        /// The bytes that are taken.
        most: u64,
    },
    /// A workbook that cannot be read.
    #[error("{path} is damaged or no workbook: {detail}; open it in Excel and save it again as xlsx")]
    Workbook {
        /// The workbook.
        path: String,
        /// What the reader of workbooks said.
        detail: String,
    },
    /// No such sheet.
    #[error("{path} has no sheet `{wanted}`. It has: {}.{}", listed(.sheets), did_you_mean("--sheet", .suggestion.as_deref()))]
    NoSheet {
        /// The workbook.
        path: String,
        /// What was asked for.
        wanted: String,
        /// The sheets.
        sheets: Vec<String>,
        /// The nearest of them.
        suggestion: Option<String>,
    },
    /// No column could be taken for the titles.
    #[error("no column of {path} looks like job titles. It has: {}.{}", listed(.headers), title_advice(.suggestion.as_deref()))]
    NoTitleColumn {
        /// The input, with the sheet if it is a workbook.
        path: String,
        /// Its headers.
        headers: Vec<String>,
        /// The header that is most like a title's.
        suggestion: Option<String>,
    },
    /// A column that the caller named is not there.
    #[error("no column `{wanted}` in {path}. It has: {}.{}", listed(.headers), did_you_mean(.flag, .suggestion.as_deref()))]
    NoColumn {
        /// The input, with the sheet if it is a workbook.
        path: String,
        /// What was asked for.
        wanted: String,
        /// The flag that names this column.
        flag: &'static str,
        /// The headers.
        headers: Vec<String>,
        /// The nearest of them.
        suggestion: Option<String>,
    },
    /// No row begins in the line that was said to hold the header.
    #[error(
        "{path} has no row in line {row} that could be the header; the first rows begin in lines {first} to {last}"
    )]
    NoHeaderRow {
        /// The input, with the sheet if it is a workbook.
        path: String,
        /// The line asked for.
        row: usize,
        /// The first line that has a row.
        first: u64,
        /// The last line that was looked at.
        last: u64,
    },
    /// A line that is not JSON.
    #[error(
        "{path}, line {line}, column {column}: {detail}; JSON Lines has one whole object in each line (`jq -c .` writes it so)"
    )]
    Json {
        /// The input.
        path: String,
        /// The line, from 1.
        line: u64,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        detail: String,
    },
    /// The rows of a CSV could not be parsed.
    #[error("{path}, line {line}: {detail}")]
    Csv {
        /// The input.
        path: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        detail: String,
    },
}

fn describe_io(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission (is it open in Excel, or not yours?)".to_owned(),
        _ => error.to_string(),
    }
}

/// The names in one line; a wide file's are cut short.
fn listed(names: &[String]) -> String {
    const MOST: usize = 25;
    let shown = |name: &String| if name.is_empty() { "(no name)".to_owned() } else { name.replace(['\n', '\r'], " ") };
    let mut text = names.iter().take(MOST).map(shown).collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text.push_str(&format!(", and {} more", names.len() - MOST));
    }
    if names.is_empty() { "nothing".to_owned() } else { text }
}

fn did_you_mean(flag: &str, suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!(" Did you mean {flag} \"{name}\"?"))
}

fn title_advice(suggestion: Option<&str>) -> String {
    match suggestion {
        Some(name) => did_you_mean("-s", Some(name)),
        None => " Name the column with -s, by its header or by its number from 1.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_column_lists_the_others_and_the_nearest() {
        let error = ReadError::NoColumn {
            path: "people.csv".into(),
            wanted: "Busines Title".into(),
            flag: "-s",
            headers: vec!["Employee ID".into(), "Business Title".into(), String::new()],
            suggestion: Some("Business Title".into()),
        };
        assert_eq!(
            error.to_string(),
            "no column `Busines Title` in people.csv. It has: Employee ID, Business Title, (no name). \
             Did you mean -s \"Business Title\"?"
        );
    }

    #[test]
    fn a_wide_file_does_not_fill_the_screen() {
        let names: Vec<String> = (0..40).map(|n| format!("c{n}")).collect();
        assert!(listed(&names).ends_with("c24, and 15 more"));
    }
}
