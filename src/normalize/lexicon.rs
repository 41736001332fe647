//! The word lists of `taxonomy/lexicon/`: abbreviations, spellings, noise, places, relatives, words that are no title.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::language::Languages;
use super::patterns::{NoisePattern, Patterns};
use crate::taxonomy::{Place, SourceFile, TaxonomyError};

/// What a removed part of a title was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoiseKind {
    /// Acting, interim, former.
    Appointment,
    /// "Class A", "Unit 4", "Route 12": what it names is no level.
    Designation,
    /// An employer.
    Employer,
    /// Full time, contract, temporary.
    Employment,
    /// Years of experience asked for.
    Experience,
    /// m/w/d and its kin.
    Gender,
    /// A grade or bargaining unit of an employer's own pay scheme.
    Grade,
    /// Words of an advertisement.
    Hiring,
    /// A city, state, country or region.
    Location,
    /// Money.
    Pay,
    /// "Level", "grade", "class" without a meaning of their own.
    Placeholder,
    /// Remote, hybrid, on site.
    Remote,
    /// Which pupils are taught: "Grade 3", "Year 6".
    School,
    /// A requisition, job or position number.
    Requisition,
    /// Night shift and the like.
    Shift,
    /// Years, months, hours, percentages.
    Time,
    /// A character that was lost before the title came here.
    Unreadable,
    /// An address on the web.
    Web,
}

impl NoiseKind {
    /// In words, for a person.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            NoiseKind::Appointment => "kind of appointment",
            NoiseKind::Designation => "number of a class, unit or route",
            NoiseKind::Employer => "employer",
            NoiseKind::Employment => "employment type",
            NoiseKind::Experience => "experience",
            NoiseKind::Gender => "gender marker",
            NoiseKind::Grade => "pay grade",
            NoiseKind::Hiring => "advertisement",
            NoiseKind::Location => "location",
            NoiseKind::Pay => "pay",
            NoiseKind::Placeholder => "filler",
            NoiseKind::Remote => "place of work",
            NoiseKind::Requisition => "requisition number",
            NoiseKind::School => "grade taught",
            NoiseKind::Shift => "shift",
            NoiseKind::Time => "time",
            NoiseKind::Unreadable => "unreadable character",
            NoiseKind::Web => "web address",
        }
    }

    fn parse(text: &str) -> Option<NoiseKind> {
        Some(match text {
            "appointment" => NoiseKind::Appointment,
            "designation" => NoiseKind::Designation,
            "employer" => NoiseKind::Employer,
            "employment" => NoiseKind::Employment,
            "experience" => NoiseKind::Experience,
            "gender" => NoiseKind::Gender,
            "grade" => NoiseKind::Grade,
            "hiring" => NoiseKind::Hiring,
            "location" => NoiseKind::Location,
            "pay" => NoiseKind::Pay,
            "placeholder" => NoiseKind::Placeholder,
            "remote" => NoiseKind::Remote,
            "requisition" => NoiseKind::Requisition,
            "school" => NoiseKind::School,
            "shift" => NoiseKind::Shift,
            "time" => NoiseKind::Time,
            "web" => NoiseKind::Web,
            _ => return None,
        })
    }
}

/// Why a text is no title, from the list of such texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedNonTitle {
    /// "N/A", "TBD".
    Placeholder,
    /// "Total", "Summe".
    TotalsRow,
}

/// Which part of a person's name a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// "Maria".
    Given,
    /// "Kowalski".
    Family,
}

/// What a number behind a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// A level: "Level 3", "Tier 1".
    Level,
    /// A grade of an employer's own scale, which the ladder does not know: "Band 6".
    Grade,
    /// The year that pupils are in where somebody teaches, otherwise a grade of an employer: "Grade 3", "Year 6".
    School,
    /// The name of something: "Class B", "Unit 4", "Route 12".
    Designation,
}

/// Words in order → what they are rewritten to, found by their first word, the longest first.
#[derive(Debug, Clone)]
pub struct Phrases<T>(FxHashMap<String, Vec<(Vec<String>, T)>>);

impl<T> Default for Phrases<T> {
    fn default() -> Phrases<T> {
        Phrases(FxHashMap::default())
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase; one without words is ignored.
    pub fn insert(&mut self, words: Vec<String>, value: T) {
        let Some(first) = words.first() else { return };
        let list = self.0.entry(first.clone()).or_default();
        let at = list.partition_point(|(other, _)| other.len() >= words.len());
        list.insert(at, (words, value));
    }

    /// Whether any phrase starts with a word.
    #[must_use]
    pub fn starts_with(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }

    /// The longest phrase that starts at the first of `words`, with its number of words.
    pub fn longest<'a, S: AsRef<str>>(&'a self, words: &[S]) -> Option<(usize, &'a T)> {
        let list = self.0.get(words.first()?.as_ref())?;
        list.iter()
            .find(|(phrase, _)| {
                phrase.len() <= words.len() && phrase.iter().zip(words).all(|(a, b)| a.as_str() == b.as_ref())
            })
            .map(|(phrase, value)| (phrase.len(), value))
    }
}

/// All word lists.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// Words → the words that stand in for them: spellings, and abbreviations with one meaning.
    pub rewrites: Phrases<Vec<String>>,
    /// Abbreviations with several meanings of one word each; the matched alias decides among them.
    pub readings: FxHashMap<String, Vec<String>>,
    /// Noise that is made of words.
    pub noise: Phrases<NoiseKind>,
    /// Noise that has a form.
    pub patterns: Patterns,
    /// Function words and endings that give a language away.
    pub languages: Languages,
    /// Given names and family names, for cells that hold a person.
    pub names: FxHashMap<String, NameKind>,
    /// Words before a number and what the number then is: `class`, `band`, `grade`.
    pub counted: FxHashMap<String, Counted>,
    /// Cities, states, countries, regions.
    pub places: Phrases<()>,
    /// Word → words of the same family, both ways.
    pub related: FxHashMap<String, Vec<String>>,
    /// Pairs that look related and are not, both ways.
    pub unrelated: FxHashSet<(String, String)>,
    /// Whole texts that are no title.
    pub non_titles: FxHashMap<String, ListedNonTitle>,
    /// Words that join others and say nothing.
    pub stopwords: FxHashSet<String>,
    /// Last words of worker names that say little about the work (specialist, officer, worker).
    pub heads: FxHashSet<String>,
    /// Every word that stands on any of the lists: such a word is not a typing mistake.
    pub known: FxHashSet<String>,
}

impl Lexicon {
    /// Reads the lists among a taxonomy's files; a list that is missing is empty.
    ///
    /// # Errors
    /// With file and line, when a row has the wrong number of cells, an unknown kind or a broken expression.
    pub fn load(files: &[SourceFile]) -> Result<Lexicon, TaxonomyError> {
        let mut lexicon = Lexicon::default();
        for row in rows(files, "stopwords", 1)? {
            lexicon.known.insert(row.cells[0].clone());
            lexicon.stopwords.insert(row.cells[0].clone());
        }
        let mut abbreviations: FxHashMap<String, Vec<Vec<String>>> = FxHashMap::default();
        for row in rows(files, "abbreviations", 2)? {
            abbreviations.entry(row.cells[0].clone()).or_default().push(words(&row.cells[1]));
        }
        for row in rows(files, "spellings", 2)? {
            lexicon.rewrites.insert(words(&row.cells[0]), words(&row.cells[1]));
        }
        let mut sorted: Vec<_> = abbreviations.into_iter().collect();
        sorted.sort();
        for (short, mut expansions) in sorted {
            if expansions.len() == 1 {
                lexicon.rewrites.insert(words(&short), expansions.remove(0));
            } else {
                let single = expansions.into_iter().filter(|e| e.len() == 1).flatten().collect();
                lexicon.known.insert(short.clone());
                lexicon.readings.insert(short, single);
            }
        }
        for row in rows(files, "noise", 2)? {
            let kind = row.kind(1)?;
            let phrase = lexicon.normal(&row.cells[0]);
            lexicon.known.extend(phrase.iter().cloned());
            // A title's abbreviations are spelled out before noise is looked for: "ed only". A short form alone may
            // stand for something else there.
            let spelled_out = lexicon.phrase(&row.cells[0]);
            if phrase.len() > 1 && spelled_out != phrase {
                lexicon.noise.insert(spelled_out, kind);
            }
            lexicon.noise.insert(phrase, kind);
        }
        let patterns = rows(files, "patterns", 4)?;
        let read = |row: &ListRow| Ok(NoisePattern::new(row.kind(0)?, &row.cells[1], &row.cells[2], &row.cells[3]));
        let list = patterns.iter().map(read).collect::<Result<_, TaxonomyError>>()?;
        lexicon.patterns = Patterns::new(list).map_err(|(at, said)| patterns[at].error(&said))?;
        for row in rows(files, "languages", 2)? {
            lexicon.languages.insert(&super::fold(&row.cells[0]), &row.cells[1]);
        }
        for row in rows(files, "names", 2)? {
            let kind = match row.cells[1].as_str() {
                "given" => NameKind::Given,
                "family" => NameKind::Family,
                other => return Err(row.error(&format!("`{other}` is neither `given` nor `family`"))),
            };
            lexicon.names.insert(super::fold(&row.cells[0]), kind);
        }
        for row in rows(files, "counted", 2)? {
            let counted = match row.cells[1].as_str() {
                "level" => Counted::Level,
                "grade" => Counted::Grade,
                "school" => Counted::School,
                "designation" => Counted::Designation,
                other => return Err(row.error(&format!("`{other}` is no kind of number"))),
            };
            lexicon.counted.insert(one(&row.cells[0]), counted);
        }
        for row in rows(files, "places", 2)? {
            let phrase = lexicon.normal(&row.cells[0]);
            lexicon.known.extend(phrase.iter().cloned());
            lexicon.places.insert(phrase, ());
        }
        for row in rows(files, "related", 2)? {
            let (a, b) = (one(&row.cells[0]), one(&row.cells[1]));
            lexicon.known.extend([a.clone(), b.clone()]);
            lexicon.related.entry(a.clone()).or_default().push(b.clone());
            lexicon.related.entry(b).or_default().push(a);
        }
        for row in rows(files, "unrelated", 2)? {
            let (a, b) = (one(&row.cells[0]), one(&row.cells[1]));
            lexicon.known.extend([a.clone(), b.clone()]);
            lexicon.unrelated.insert((a.clone(), b.clone()));
            lexicon.unrelated.insert((b, a));
        }
        for row in rows(files, "non_titles", 2)? {
            let why = match row.cells[1].as_str() {
                "placeholder" => ListedNonTitle::Placeholder,
                "totals row" => ListedNonTitle::TotalsRow,
                other => return Err(row.error(&format!("`{other}` is neither `placeholder` nor `totals row`"))),
            };
            lexicon.non_titles.insert(row.cells[0].clone(), why);
        }
        for row in rows(files, "heads", 1)? {
            lexicon.known.insert(one(&row.cells[0]));
            lexicon.heads.insert(one(&row.cells[0]));
        }
        Ok(lexicon)
    }

    /// Words of a list in the form in which titles are compared with them.
    fn normal(&self, text: &str) -> Vec<String> {
        let words = super::tokens::split(&super::fold(text));
        let said = words.into_iter().filter(|w| !self.stopwords.contains(w.text.as_str()));
        said.map(|w| one(&w.text)).collect()
    }
}

fn one(word: &str) -> String {
    super::singular(word).into_owned()
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

struct ListRow<'f> {
    cells: Vec<String>,
    file: &'f SourceFile,
    line: usize,
}

impl ListRow<'_> {
    fn error(&self, message: &str) -> TaxonomyError {
        let place = Place { file: self.file.name.clone(), line: self.line };
        TaxonomyError::Syntax { place, message: message.to_owned() }
    }

    fn kind(&self, cell: usize) -> Result<NoiseKind, TaxonomyError> {
        let text = &self.cells[cell];
        NoiseKind::parse(text).ok_or_else(|| self.error(&format!("`{text}` is no kind of noise")))
    }
}

fn rows<'f>(files: &'f [SourceFile], name: &str, width: usize) -> Result<Vec<ListRow<'f>>, TaxonomyError> {
    let name = format!("lexicon/{name}.csv");
    let Some(file) = files.iter().find(|f| f.name == name) else { return Ok(Vec::new()) };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file.text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let line_of = |at: Option<&csv::Position>| at.and_then(|at| usize::try_from(at.line()).ok()).unwrap_or(1);
        let record = record.map_err(|e| TaxonomyError::Syntax {
            place: Place { file: file.name.clone(), line: line_of(e.position()) },
            message: e.to_string(),
        })?;
        let row = ListRow { cells: record.iter().map(str::to_owned).collect(), file, line: line_of(record.position()) };
        if row.cells.len() != width {
            return Err(row.error(&format!("{} cells where {width} belong", row.cells.len())));
        }
        rows.push(row);
    }
    Ok(rows)
}
