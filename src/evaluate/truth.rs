//! What a cell of the truth column says: one right answer, several joined by `|`, or that no role fits.
//!
//! A truth may be less than a role: a focus, a function, a level, or a SOC code of two to six digits. It is compared
//! only as far as it goes. A cell that is none of these is an error of that row, never a wrong answer.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::soc::SocCode;
use crate::taxonomy::{Level, Taxonomy, did_you_mean};

/// Between several right answers in one cell.
const SEPARATOR: char = '|';

/// The word for a title that has no role, as in a review file.
const NO_ROLE: &str = "none";

/// What the cells of a truth column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TruthKind {
    /// A role, `SEI.GEN.P5`, or a code of a flat catalogue.
    Role,
    /// A focus, `SEI.GEN`.
    Focus,
    /// A function by code or name, `SEI`.
    Function,
    /// A level alone, `P5`.
    Level,
    /// A SOC code, `15-1212`, `15-1` or `15`.
    Soc,
}

impl TruthKind {
    /// All kinds, the most telling first.
    pub const ALL: [TruthKind; 5] =
        [TruthKind::Role, TruthKind::Focus, TruthKind::Function, TruthKind::Level, TruthKind::Soc];

    /// The word for several of them.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            TruthKind::Role => "roles",
            TruthKind::Focus => "foci",
            TruthKind::Function => "functions",
            TruthKind::Level => "levels",
            TruthKind::Soc => "SOC codes",
        }
    }

    /// The word for it, as the option has it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            TruthKind::Role => "role",
            TruthKind::Focus => "focus",
            TruthKind::Function => "function",
            TruthKind::Level => "level",
            TruthKind::Soc => "soc",
        }
    }
}

impl fmt::Display for TruthKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for TruthKind {
    type Err = String;

    fn from_str(text: &str) -> Result<TruthKind, String> {
        let found = TruthKind::ALL.into_iter().find(|k| k.word().eq_ignore_ascii_case(text.trim()));
        found.ok_or_else(|| format!("`{text}` is no kind of truth: use role, focus, function, level or soc"))
    }
}

/// One right answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// This role.
    Role {
        /// Index in [`Taxonomy::foci`].
        focus: usize,
        /// Its code as the taxonomy writes it.
        code: String,
        /// `None` in a catalogue without levels.
        level: Option<Level>,
    },
    /// Any role of this focus, by its index in [`Taxonomy::foci`].
    Focus(usize),
    /// Any role of this function, by its index in [`Taxonomy::functions`].
    Function(usize),
    /// Any role at this level.
    Level(Level),
    /// Any role with this SOC code.
    Soc(SocCode),
    /// No role: the title should be left unmatched.
    NoRole,
}

/// The right answers for one row; never none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// The cell.
    pub text: String,
    /// What it says.
    pub answers: Vec<Answer>,
}

/// Understands the cells of a truth column.
#[derive(Debug, Clone, Copy)]
pub struct TruthReader<'t> {
    taxonomy: &'t Taxonomy,
    rule: Rule,
}

/// How cells are read.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// As a code of the taxonomy, whichever it is.
    AnyCode,
    /// As this kind; what says more is read as far as asked.
    Only(TruthKind),
}

impl<'t> TruthReader<'t> {
    /// A reader for cells of one kind. A cell that says more is read as far as asked: the function of a role.
    #[must_use]
    pub fn of_kind(taxonomy: &'t Taxonomy, kind: TruthKind) -> TruthReader<'t> {
        TruthReader { taxonomy, rule: Rule::Only(kind) }
    }

    /// Finds out from the cells whether they are codes of the taxonomy or SOC codes: what most of them are.
    /// `None` when not one of them is either.
    #[must_use]
    pub fn detect<'c>(taxonomy: &'t Taxonomy, cells: impl Iterator<Item = &'c str>) -> Option<TruthReader<'t>> {
        let codes = TruthReader { taxonomy, rule: Rule::AnyCode };
        let soc = TruthReader::of_kind(taxonomy, TruthKind::Soc);
        let (mut as_codes, mut as_soc) = (0u64, 0u64);
        for cell in cells {
            as_codes += u64::from(codes.knows(cell));
            as_soc += u64::from(soc.read(cell).is_ok());
        }
        match (as_codes, as_soc) {
            (0, 0) => None,
            (codes_read, soc_read) if soc_read > codes_read => Some(soc),
            _ => Some(codes),
        }
    }

    /// Whether cells are SOC codes.
    #[must_use]
    pub fn reads_soc(&self) -> bool {
        matches!(self.rule, Rule::Only(TruthKind::Soc))
    }

    /// What a cell says.
    ///
    /// # Errors
    /// In words, when a part of it is not what it should be.
    pub fn read(&self, cell: &str) -> Result<Truth, String> {
        let answers: Vec<Answer> = parts(cell).map(|part| self.answer(part)).collect::<Result<_, _>>()?;
        if answers.is_empty() {
            return Err("it is empty".to_owned());
        }
        Ok(Truth { text: cell.trim().to_owned(), answers })
    }

    fn answer(&self, text: &str) -> Result<Answer, String> {
        if text.eq_ignore_ascii_case(NO_ROLE) {
            return Ok(Answer::NoRole);
        }
        match self.rule {
            Rule::AnyCode => self.any_code(text),
            Rule::Only(TruthKind::Soc) => SocCode::parse(text)
                .map(Answer::Soc)
                .ok_or_else(|| format!("`{text}` is no SOC code: two to six digits, such as 15-1212, 15-1 or 15")),
            Rule::Only(kind) => self.reduced(text, kind),
        }
    }

    fn any_code(&self, text: &str) -> Result<Answer, String> {
        self.known_code(text).ok_or_else(|| match text.matches('.').count() {
            0 | 1 => format!("`{text}` is no role, focus, function or level{}", self.nearest(text)),
            _ => self.taxonomy.find(text).err().unwrap_or_default(),
        })
    }

    fn knows(&self, cell: &str) -> bool {
        let is_known = |part: &str| part.eq_ignore_ascii_case(NO_ROLE) || self.known_code(part).is_some();
        parts(cell).next().is_some() && parts(cell).all(is_known)
    }

    /// What a code says, without saying why it says nothing.
    fn known_code(&self, text: &str) -> Option<Answer> {
        let role = self.taxonomy.known(text);
        role.map(|role| Answer::Role { focus: role.focus, code: role.code, level: role.level })
            .or_else(|| self.focus(text).map(Answer::Focus))
            .or_else(|| self.function(text).map(Answer::Function))
            .or_else(|| text.to_ascii_uppercase().parse().ok().map(Answer::Level))
    }

    fn reduced(&self, text: &str, kind: TruthKind) -> Result<Answer, String> {
        let said = self.any_code(text)?;
        let focus = match &said {
            Answer::Role { focus, .. } | Answer::Focus(focus) => Some(*focus),
            _ => None,
        };
        let reduced = match (kind, &said) {
            (TruthKind::Role, Answer::Role { .. }) => Some(said),
            (TruthKind::Focus, _) => focus.map(Answer::Focus),
            (TruthKind::Function, Answer::Function(_)) => Some(said),
            (TruthKind::Function, _) => focus.map(|f| Answer::Function(self.taxonomy.foci[f].function)),
            (TruthKind::Level, Answer::Level(_)) => Some(said),
            (TruthKind::Level, Answer::Role { level, .. }) => level.map(Answer::Level),
            _ => None,
        };
        reduced.ok_or_else(|| format!("`{text}` says no {kind}"))
    }

    fn focus(&self, text: &str) -> Option<usize> {
        self.taxonomy.foci.iter().position(|f| f.code.eq_ignore_ascii_case(text))
    }

    /// By code, or by name where there is none.
    fn function(&self, text: &str) -> Option<usize> {
        let functions = &self.taxonomy.functions;
        let by_code = functions.iter().position(|f| !f.code.is_empty() && f.code.eq_ignore_ascii_case(text));
        by_code.or_else(|| functions.iter().position(|f| !f.name.is_empty() && f.name.eq_ignore_ascii_case(text)))
    }

    fn nearest(&self, text: &str) -> String {
        let taxonomy = self.taxonomy;
        let foci = taxonomy.foci.iter().map(|f| f.code.as_str());
        did_you_mean(text, foci.chain(taxonomy.functions.iter().map(|f| f.code.as_str())).filter(|c| !c.is_empty()))
    }
}

/// The answers in a cell.
fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(SEPARATOR).map(str::trim).filter(|part| !part.is_empty())
}

impl Answer {
    /// What kind of truth it is; a title without a role is of no kind.
    #[must_use]
    pub fn kind(&self) -> Option<TruthKind> {
        match self {
            Answer::Role { .. } => Some(TruthKind::Role),
            Answer::Focus(_) => Some(TruthKind::Focus),
            Answer::Function(_) => Some(TruthKind::Function),
            Answer::Level(_) => Some(TruthKind::Level),
            Answer::Soc(_) => Some(TruthKind::Soc),
            Answer::NoRole => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy;

    fn embedded() -> Taxonomy {
        taxonomy::load(&taxonomy::embedded_files()).unwrap()
    }

    #[test]
    fn a_cell_says_what_its_form_says() {
        let taxonomy = embedded();
        let cells = ["SEI.GEN.P5", "sei.gen", "SEI", "P5", "none", "SEI.GEN.P5 | SEI.APP"];
        let reader = TruthReader::detect(&taxonomy, cells.into_iter()).unwrap();
        let kinds = |cell| reader.read(cell).unwrap().answers.iter().map(Answer::kind).collect::<Vec<_>>();
        assert_eq!(kinds("SEI.GEN.P5"), [Some(TruthKind::Role)]);
        assert_eq!(kinds("sei.gen"), [Some(TruthKind::Focus)]);
        assert_eq!(kinds("Security Engineering (InfoSec)"), [Some(TruthKind::Function)]);
        assert_eq!(kinds("P5"), [Some(TruthKind::Level)]);
        assert_eq!(kinds("none"), [None]);
        assert_eq!(kinds("SEI.GEN.P5|SEI.APP|"), [Some(TruthKind::Role), Some(TruthKind::Focus)]);
    }

    #[test]
    fn what_most_cells_are_decides_and_the_rest_is_told() {
        let taxonomy = embedded();
        let reader = TruthReader::detect(&taxonomy, ["15-1212", "15-1", "SEI"].into_iter()).unwrap();
        assert!(reader.reads_soc());
        assert!(reader.read("SEI").unwrap_err().contains("no SOC code"));
        assert!(TruthReader::detect(&taxonomy, ["good", "bad"].into_iter()).is_none());
    }

    #[test]
    fn an_unknown_code_says_what_is_wrong() {
        let taxonomy = embedded();
        let reader = TruthReader::detect(&taxonomy, ["SEI"].into_iter()).unwrap();
        assert_eq!(reader.read("SEI.GEN.P9").unwrap_err(), "SEI.GEN.P9: the P track ends at P6");
        assert!(reader.read("SIE").unwrap_err().ends_with("did you mean `SEI`?"));
    }

    #[test]
    fn a_kind_that_is_asked_for_reads_more_telling_cells_as_far_as_it_goes() {
        let taxonomy = embedded();
        let read = |kind, cell| TruthReader::of_kind(&taxonomy, kind).read(cell).map(|t| t.answers);
        let focus = taxonomy.foci.iter().position(|f| f.code == "SEI.GEN").unwrap();
        assert_eq!(read(TruthKind::Focus, "SEI.GEN.P5"), Ok(vec![Answer::Focus(focus)]));
        assert_eq!(read(TruthKind::Level, "SEI.GEN.P5"), Ok(vec![Answer::Level("P5".parse().unwrap())]));
        assert_eq!(read(TruthKind::Function, "SEI.GEN"), read(TruthKind::Function, "SEI"));
        assert_eq!(read(TruthKind::Role, "SEI.GEN"), Err("`SEI.GEN` says no role".to_owned()));
    }
}
