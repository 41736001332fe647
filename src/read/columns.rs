//! Decides which column is the title and which ones give context, from what the caller named, the headers and the
//! cells of a sample. How a header is spelled in which language is in [`super::names`].

use super::content;
use super::error::ReadError;
use super::layout::{ColumnEvidence, ColumnFound};
use super::names::{self, Topic, fold};
use super::options::{ColumnChoice, ColumnChoices, nearest};
use super::sniff::SampleRow;

/// The columns of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub title: ColumnFound,
    pub department: Option<ColumnFound>,
    pub family: Option<ColumnFound>,
    pub grade: Option<ColumnFound>,
    pub years: Option<ColumnFound>,
    pub manages: Option<ColumnFound>,
    pub manager: Option<ColumnFound>,
    pub id: Option<ColumnFound>,
}

/// Whether the headers stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Headers {
    /// They do.
    Read,
    /// They were made up, so they say nothing about the columns.
    MadeUp,
}

/// Decides all columns. `path` names the input in errors; `data` are sampled rows below the header.
pub(super) fn resolve(
    path: &str,
    headers: &[String],
    origin: Headers,
    data: &[SampleRow],
    choices: &ColumnChoices,
) -> Result<Columns, ReadError> {
    let table = Sample { path, headers, origin, data };
    let title = match &choices.title {
        Some(choice) => given(path, headers, choice, "-s")?,
        None => table.title()?,
    };
    let context = |choice: &Option<ColumnChoice>, flag, topic| match choice {
        Some(choice) => given(path, headers, choice, flag).map(Some),
        None => Ok(table.by_header(topic, title.index)),
    };
    Ok(Columns {
        department: context(&choices.department, "--department", Topic::Department)?,
        family: context(&choices.family, "--family", Topic::Family)?,
        grade: context(&choices.level, "--level", Topic::Grade)?,
        years: context(&choices.years, "--years", Topic::Years)?,
        manages: context(&choices.manages, "--manages", Topic::Manages)?,
        manager: context(&choices.manager, "--manager", Topic::Manager)?,
        id: context(&choices.id, "--id", Topic::Id)?,
        title,
    })
}

/// The column that a caller named. `path` names the input and `flag` the option in errors.
pub(super) fn given(
    path: &str,
    headers: &[String],
    choice: &ColumnChoice,
    flag: &'static str,
) -> Result<ColumnFound, ReadError> {
    let index = match choice {
        ColumnChoice::Number(number) if *number <= headers.len() => Some(number - 1),
        ColumnChoice::Number(number) => nth_named(headers, &number.to_string(), 1),
        ColumnChoice::Name { name, nth: None } => nth_named(headers, name, 1),
        ColumnChoice::Name { name, nth: Some(nth) } => {
            nth_named(headers, &choice.to_string(), 1).or_else(|| nth_named(headers, name, *nth))
        }
    };
    let found = |index: usize| ColumnFound { index, name: headers[index].clone(), how: ColumnEvidence::Given };
    index.map(found).ok_or_else(|| {
        let wanted = choice.to_string();
        let suggestion = nearest(&wanted, headers.iter()).cloned();
        ReadError::NoColumn { path: path.to_owned(), wanted, flag, headers: headers.to_vec(), suggestion }
    })
}

/// The nth column of that name: spelled exactly so if there is one, else by letters and digits.
fn nth_named(headers: &[String], name: &str, nth: usize) -> Option<usize> {
    let place = |same: &dyn Fn(&str) -> bool| {
        let matching = headers.iter().enumerate().filter(|(_, header)| same(header));
        matching.map(|(index, _)| index).nth(nth - 1)
    };
    let folded = fold(name);
    place(&|header| header.trim() == name.trim())
        .or_else(|| place(&|header| !folded.is_empty() && fold(header) == folded))
}

struct Sample<'a> {
    path: &'a str,
    headers: &'a [String],
    origin: Headers,
    data: &'a [SampleRow],
}

impl Sample<'_> {
    fn found(&self, index: usize, how: ColumnEvidence) -> ColumnFound {
        ColumnFound { index, name: self.headers.get(index).cloned().unwrap_or_default(), how }
    }

    fn read_headers(&self) -> impl Iterator<Item = (usize, &String)> {
        self.headers.iter().enumerate().filter(|_| self.origin == Headers::Read)
    }

    fn cells(&self, index: usize) -> impl Iterator<Item = &str> {
        self.data.iter().map(move |row| row.cells.get(index).map_or("", String::as_str))
    }

    fn has_cells(&self, index: usize) -> bool {
        self.cells(index).any(|cell| !cell.trim().is_empty())
    }

    fn title(&self) -> Result<ColumnFound, ReadError> {
        if let Some(index) = self.title_by_header() {
            return Ok(self.found(index, ColumnEvidence::Header));
        }
        if self.headers.len() == 1 {
            return Ok(self.found(0, ColumnEvidence::Only));
        }
        let likeness = |index: usize| content::title_likeness(self.cells(index));
        let mut best: Option<(f64, usize)> = None;
        for index in 0..self.headers.len() {
            let this = likeness(index);
            // The manager's title is no answer, nor is a department called after its jobs.
            let header = &self.headers[index];
            let is_other = names::topic(header).is_some_and(|topic| topic != Topic::Title);
            let merit = if is_other || names::is_about_something_else(header) { this * 0.5 } else { this };
            if best.is_none_or(|(most, _)| merit > most) {
                best = Some((merit, index));
            }
        }
        match best {
            Some((merit, index)) if merit >= content::LIKELY => Ok(self.found(index, ColumnEvidence::Content)),
            _ => Err(ReadError::NoTitleColumn {
                path: self.path.to_owned(),
                headers: self.headers.to_vec(),
                suggestion: self.most_like_a_title(best),
            }),
        }
    }

    /// The best title header whose cells do not contradict it; one with cells before one without.
    fn title_by_header(&self) -> Option<usize> {
        let contradicted =
            |index: usize| content::are_salutations(self.cells(index)) || content::are_codes(self.cells(index));
        let ranked = self.read_headers().filter_map(|(index, header)| {
            let rank = names::rank(header, Topic::Title)?;
            // "Manager" and the like are a title's words, too, but in a header they mean another column.
            let is_title = names::topic(header) == Some(Topic::Title);
            (is_title && !contradicted(index)).then_some((!self.has_cells(index) && !self.data.is_empty(), rank, index))
        });
        ranked.min().map(|(.., index)| index)
    }

    fn by_header(&self, topic: Topic, title: usize) -> Option<ColumnFound> {
        let ranked = self.read_headers().filter_map(|(index, header)| {
            let is_free = index != title && names::topic(header) == Some(topic);
            let rank = names::rank(header, topic).filter(|_| is_free)?;
            let is_empty = !self.has_cells(index) && !self.data.is_empty();
            let is_vague = topic == Topic::Grade && !content::are_level_codes(self.cells(index));
            Some((is_empty, is_vague, rank, index))
        });
        ranked.min().map(|(.., index)| self.found(index, ColumnEvidence::Header))
    }

    fn most_like_a_title(&self, best: Option<(f64, usize)>) -> Option<String> {
        /// Cells that look this much like titles are worth a suggestion.
        const WORTH_A_TRY: f64 = 0.25;
        let named: Vec<&String> = self.headers.iter().filter(|header| !header.trim().is_empty()).collect();
        let by_cells = best.filter(|(merit, _)| *merit >= WORTH_A_TRY).and_then(|(_, index)| self.headers.get(index));
        let by_name = || ["job title", "position", "role"].iter().find_map(|name| nearest(name, named.iter().copied()));
        by_cells.filter(|header| !header.trim().is_empty()).or_else(by_name).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&str]) -> Vec<SampleRow> {
        let cells = |row: &&str| row.split('|').map(str::to_owned).collect();
        rows.iter().zip(2..).map(|(row, line)| SampleRow { line, cells: cells(row) }).collect()
    }

    fn title(headers: &str, data: &[&str], choice: Option<&str>) -> Result<ColumnFound, ReadError> {
        let headers: Vec<String> = headers.split('|').map(str::to_owned).collect();
        let choices = ColumnChoices { title: choice.map(|text| text.parse().unwrap()), ..Default::default() };
        resolve("people.csv", &headers, Headers::Read, &rows(data), &choices).map(|columns| columns.title)
    }

    #[test]
    fn the_best_header_wins_unless_its_cells_contradict() {
        let found = title("Title|Name|Position", &["Mr|Tom|Nurse", "Dr|Ann|Physician"], None).unwrap();
        assert_eq!((found.index, found.how), (2, ColumnEvidence::Header));
        let found = title("Position|Job Name", &["P-1001|Nurse", "P-1002|Clerk"], None).unwrap();
        assert_eq!(found.index, 1);
        let found = title("Business Title|Job Title", &["|Nurse", "|Clerk"], None).unwrap();
        assert_eq!(found.index, 1, "an empty column is no answer");
    }

    #[test]
    fn cells_decide_when_no_header_is_known() {
        let found = title("a|b|c", &["Ann|Registered Nurse|ICU", "Bo|Payroll Clerk|Billing"], None).unwrap();
        assert_eq!((found.index, found.how), (1, ColumnEvidence::Content));
        let found = title("who|manager's|x", &["Ann|VP Sales|Welder", "Bo|Plant Manager|Cook"], None).unwrap();
        assert_eq!(found.index, 2, "the manager's title is another person's");
        assert_eq!(title("whatever", &["x"], None).unwrap().how, ColumnEvidence::Only);
    }

    #[test]
    fn columns_are_chosen_by_name_number_and_nth_name() {
        let pick = |choice| title("Title|Name|TITLE", &["Mr|Tom|Nurse"], Some(choice)).map(|found| found.index);
        assert_eq!(pick("title[2]").unwrap(), 2);
        assert_eq!(pick("TITLE").unwrap(), 2);
        assert_eq!(pick("title").unwrap(), 0);
        assert_eq!(pick("2").unwrap(), 1);
        for wrong in ["title[3]", "9", "Nmae"] {
            assert!(matches!(pick(wrong), Err(ReadError::NoColumn { .. })));
        }
        assert!(pick("Nmae").unwrap_err().to_string().contains("Did you mean -s \"Name\"?"));
    }

    #[test]
    fn without_a_title_the_headers_are_listed() {
        let error = title("Name|City", &["Tom|Oslo", "Ann|Bergen"], None).unwrap_err();
        assert!(matches!(&error, ReadError::NoTitleColumn { headers, .. } if headers.len() == 2));
        let error = title("Nam|Postion", &["Tom|x1", "Ann|x2"], None).unwrap_err();
        assert!(error.to_string().contains("Did you mean -s \"Postion\"?"), "{error}");
    }

    #[test]
    fn context_comes_from_the_headers() {
        let headers: Vec<String> =
            ["Worker ID", "Supervisory Organization", "Job Title", "Compensation Grade", "Manager", "Job Family"]
                .map(str::to_owned)
                .to_vec();
        let columns = resolve("w.xlsx", &headers, Headers::Read, &[], &ColumnChoices::default()).unwrap();
        let index = |column: &Option<ColumnFound>| column.as_ref().map(|found| found.index);
        assert_eq!(index(&columns.id), Some(0));
        assert_eq!(index(&columns.department), Some(1));
        assert_eq!(columns.title.index, 2);
        assert_eq!(index(&columns.grade), Some(3));
        assert_eq!(index(&columns.manager), Some(4));
        assert_eq!(index(&columns.family), Some(5));
    }
}
