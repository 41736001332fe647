//! The standards that roles are classified by, SOC 2018 and ISCO-08: every group with its title.
//!
//! The lists are read when somebody asks for a title or wants a code checked, never for matching.

use super::error::TaxonomyError;
use super::load::SourceFile;
use super::model::Place;

/// A classification of occupations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// Standard Occupational Classification 2018 of the United States.
    Soc,
    /// International Standard Classification of Occupations 2008.
    Isco,
}

impl Standard {
    /// As people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Standard::Soc => "SOC 2018",
            Standard::Isco => "ISCO-08",
        }
    }

    /// Its list, below the taxonomy's folder.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Standard::Soc => "reference/soc_2018.csv",
            Standard::Isco => "reference/isco_08.csv",
        }
    }

    /// What its groups are called, the widest first.
    #[must_use]
    pub fn group_names(self) -> [&'static str; 4] {
        match self {
            Standard::Soc => ["major group", "minor group", "broad occupation", "detailed occupation"],
            Standard::Isco => ["major group", "sub-major group", "minor group", "unit group"],
        }
    }

    /// How deep a code stands, as an index into [`Standard::group_names`]; `None` for what is no code of this form.
    ///
    /// SOC says it by its zeros: `15-0000`, `15-1200`, `15-1210`, `15-1212`; ISCO by its length.
    #[must_use]
    pub fn depth(self, code: &str) -> Option<usize> {
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        match self {
            Standard::Soc => {
                let (major, rest) = code.split_once('-').filter(|(a, b)| a.len() == 2 && b.len() == 4)?;
                (digits(major) && digits(rest)).then(|| match rest {
                    "0000" => 0,
                    _ if rest.ends_with("00") => 1,
                    _ if rest.ends_with('0') => 2,
                    _ => 3,
                })
            }
            Standard::Isco => (digits(code) && (1..=4).contains(&code.len())).then(|| code.len() - 1),
        }
    }
}

/// A group of a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// "15-1212" or "2529".
    pub code: String,
    /// Its official title.
    pub title: String,
    /// 0 for the widest, an index into [`Standard::group_names`].
    pub depth: usize,
}

/// All groups of a standard.
#[derive(Debug, Clone)]
pub struct Groups {
    standard: Standard,
    /// By code.
    sorted: Vec<Group>,
}

impl Groups {
    /// The group of a code. O*NET's own codes, which add two digits to those of SOC (`15-1212.00`), have its title.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Group> {
        let code = if self.standard == Standard::Soc { without_onet(code) } else { code };
        self.sorted.binary_search_by(|g| g.code.as_str().cmp(code)).ok().map(|at| &self.sorted[at])
    }

    /// The title of a code; empty where the standard has no such code.
    #[must_use]
    pub fn title(&self, code: &str) -> &str {
        self.get(code).map_or("", |g| &g.title)
    }

    /// All groups, by code.
    #[must_use]
    pub fn all(&self) -> &[Group] {
        &self.sorted
    }

    /// The groups of one depth, by code.
    pub fn at_depth(&self, depth: usize) -> impl Iterator<Item = &Group> {
        self.sorted.iter().filter(move |g| g.depth == depth)
    }

    /// The group that a group belongs to; `None` for the widest.
    ///
    /// It is the nearest one before it that is one step wider, and not always a prefix: SOC has more kinds of physicians
    /// than fit behind `29-121`, so `29-1221` is of `29-1210` too.
    #[must_use]
    pub fn parent(&self, group: &Group) -> Option<&Group> {
        let at = self.sorted.partition_point(|g| g.code < group.code);
        match self.standard {
            Standard::Isco => self.get(group.code.get(..group.depth)?),
            Standard::Soc => {
                let wider = self.sorted[..at].iter().rev().find(|g| g.depth < group.depth)?;
                (wider.depth + 1 == group.depth && wider.code[..2] == group.code[..2]).then_some(wider)
            }
        }
    }

    /// The group whose code is most like a wrong one: two digits beside each other changed places, else the longest
    /// common beginning, else the nearest number.
    #[must_use]
    pub fn nearest(&self, wrong: &str) -> Option<&Group> {
        let wrong = without_onet(wrong.trim());
        let depth = self.standard.depth(wrong).unwrap_or(3);
        let wrong = digits(wrong);
        let number = |digits: &[u8]| digits.iter().fold(0i64, |n, d| n * 10 + i64::from(*d));
        self.at_depth(depth).max_by_key(|g| {
            let own = digits(&g.code);
            let same = own.iter().zip(&wrong).take_while(|(a, b)| a == b).count();
            let away = (number(&own) - number(&wrong)).abs();
            (changed_places(&own, &wrong), same, std::cmp::Reverse((away, &g.code)))
        })
    }
}

fn digits(code: &str) -> Vec<u8> {
    code.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect()
}

/// Whether two neighbours are all that differs, the commonest slip in typing numbers.
fn changed_places(a: &[u8], b: &[u8]) -> bool {
    let differ: Vec<usize> = (0..a.len().min(b.len())).filter(|i| a[*i] != b[*i]).collect();
    match differ.as_slice() {
        // In the first two digits a slip is less likely than another occupation.
        [i, j] => *i > 1 && a.len() == b.len() && j - i == 1 && a[*i] == b[*j] && a[*j] == b[*i],
        _ => false,
    }
}

/// "15-1212" of "15-1212.00".
fn without_onet(code: &str) -> &str {
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    code.rsplit_once('.').filter(|(_, extension)| digits(extension)).map_or(code, |(soc, _)| soc)
}

/// Both standards.
#[derive(Debug, Clone)]
pub struct Reference {
    /// SOC 2018.
    pub soc: Groups,
    /// ISCO-08.
    pub isco: Groups,
}

impl Reference {
    /// Reads the lists among the files, or those of the binary where a folder has none of its own.
    ///
    /// # Errors
    /// When a row is no `code,title`, a code has not the form of its standard, or stands twice.
    pub fn load(files: &[SourceFile]) -> Result<Reference, TaxonomyError> {
        Ok(Reference { soc: groups(Standard::Soc, files)?, isco: groups(Standard::Isco, files)? })
    }
}

fn groups(standard: Standard, files: &[SourceFile]) -> Result<Groups, TaxonomyError> {
    let embedded;
    let file = if let Some(own) = files.iter().find(|f| f.name == standard.file()) {
        own
    } else {
        embedded = super::embedded::embedded_file(standard.file());
        &embedded
    };
    let rule = |line: usize, rule: String, mend: &str| TaxonomyError::Rule {
        place: Place { file: file.name.clone(), line },
        rule,
        mend: mend.to_owned(),
    };
    let mut sorted: Vec<Group> = Vec::new();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file.text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|e| {
            let line = e.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or(1);
            rule(line, e.to_string(), "write code,title")
        })?;
        let line = record.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or(1);
        let (Some(code), Some(title), None) = (record.get(0), record.get(1), record.get(2)) else {
            return Err(rule(line, "a row that is not code,title".to_owned(), "quote titles that have commas"));
        };
        let Some(depth) = standard.depth(code) else {
            return Err(rule(line, format!("`{code}` is no {} code", standard.name()), "mend it or take the row out"));
        };
        if title.trim().is_empty() {
            return Err(rule(line, format!("`{code}` has no title"), "give it one"));
        }
        sorted.push(Group { code: code.to_owned(), title: title.to_owned(), depth });
    }
    sorted.sort_by(|a, b| a.code.cmp(&b.code));
    if let Some(pair) = sorted.windows(2).find(|p| p[0].code == p[1].code) {
        let line = file.text.lines().position(|l| l.starts_with(&pair[0].code)).map_or(1, |i| i + 1);
        return Err(rule(line, format!("`{}` stands twice", pair[0].code), "take one row out"));
    }
    Ok(Groups { standard, sorted })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::embedded_files;

    fn reference() -> Reference {
        Reference::load(&embedded_files()).unwrap()
    }

    #[test]
    fn both_standards_are_complete() {
        let reference = reference();
        let counts = |g: &Groups| [0, 1, 2, 3].map(|depth| g.at_depth(depth).count());
        assert_eq!(counts(&reference.soc), [23, 98, 459, 867]);
        assert_eq!(counts(&reference.isco), [10, 43, 130, 436]);
    }

    #[test]
    fn every_group_has_a_parent() {
        let reference = reference();
        for groups in [&reference.soc, &reference.isco] {
            for group in groups.all() {
                let parent = groups.parent(group);
                assert_eq!(parent.map(|p| p.depth + 1).unwrap_or(0), group.depth, "{}", group.code);
                assert!(group.title.trim() == group.title && !group.title.contains("  "), "{}", group.code);
            }
        }
        let parent = |groups: &Groups, code: &str| groups.parent(groups.get(code).unwrap()).unwrap().code.clone();
        assert_eq!(parent(&reference.soc, "29-1221"), "29-1210");
        assert_eq!(parent(&reference.soc, "15-1212"), "15-1210");
        assert_eq!(parent(&reference.soc, "15-1210"), "15-1200");
        assert_eq!(parent(&reference.soc, "15-1200"), "15-0000");
        assert_eq!(parent(&reference.isco, "2529"), "252");
    }

    #[test]
    fn codes_have_their_titles() {
        let reference = reference();
        assert_eq!(reference.soc.title("15-1212"), "Information Security Analysts");
        assert_eq!(reference.soc.title("15-1212.00"), "Information Security Analysts");
        assert_eq!(reference.soc.title("15-0000"), "Computer and Mathematical Occupations");
        assert_eq!(reference.soc.title("15-1213"), "");
        assert_eq!(reference.isco.title("2529"), "Database and Network Professionals Not Elsewhere Classified");
        assert_eq!(reference.isco.title("0110"), "Commissioned Armed Forces Officers");
    }

    #[test]
    fn a_wrong_code_is_near_a_right_one() {
        let reference = reference();
        let near = |groups: &Groups, code: &str| groups.nearest(code).unwrap().code.clone();
        assert_eq!(near(&reference.soc, "15-1122"), "15-1212");
        assert_eq!(near(&reference.soc, "11-3022"), "11-3021");
        assert_eq!(near(&reference.isco, "7519"), "7516");
        assert_eq!(near(&reference.isco, "2592"), "2529");
    }

    #[test]
    fn a_list_that_cannot_be_read_is_named_with_its_line() {
        let error = |text: &str| {
            let file = SourceFile { name: "reference/soc_2018.csv".to_owned(), text: text.to_owned().into() };
            Reference::load(&[file]).unwrap_err().to_string()
        };
        assert!(error("code,title\n15-1212,A\n15-12,B\n").contains("soc_2018.csv:3: `15-12` is no SOC 2018 code"));
        assert!(error("code,title\n15-1212,A, B\n").contains("soc_2018.csv:2: a row that is not code,title"));
        assert!(error("code,title\n15-1212,A\n15-1212,B\n").contains("`15-1212` stands twice"));
    }
}
