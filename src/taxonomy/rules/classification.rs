//! Rules of classification: SOC and ISCO codes have the form of their standard, and the standard has them.

use super::{Findings, Severity};
use crate::taxonomy::model::{Classification, Shape, Taxonomy};
use crate::taxonomy::reference::{Groups, Reference, Standard};

pub(super) fn check(taxonomy: &Taxonomy, reference: &Reference, findings: &mut Findings) {
    // A company may classify by a scheme of its own country; that is worth a word, not a failure.
    let severity = match taxonomy.shape {
        Shape::Ladder => Severity::Error,
        Shape::List => Severity::Warning,
    };
    let mut codes = Codes { reference, severity, findings };
    for group in &taxonomy.superfunctions {
        codes.one(Standard::Soc, &group.soc, "superfunctions.toml", group.line);
    }
    for function in &taxonomy.functions {
        let all = function.classifications.tracks.iter().map(|(_, c)| c);
        all.chain(function.classifications.levels.iter().map(|(_, c)| c)).for_each(|c| codes.both(c, &function.file));
    }
    for focus in &taxonomy.foci {
        let file = &taxonomy.functions[focus.function].file;
        let all = focus.classifications.tracks.iter().map(|(_, c)| c);
        let all = all.chain(focus.classifications.levels.iter().map(|(_, c)| c));
        all.chain(focus.roles.iter().filter_map(|r| r.classification.as_ref())).for_each(|c| codes.both(c, file));
    }
}

struct Codes<'a> {
    reference: &'a Reference,
    severity: Severity,
    findings: &'a mut Findings,
}

impl Codes<'_> {
    fn both(&mut self, c: &Classification, file: &str) {
        // A row of a catalogue may have one without the other.
        if self.severity == Severity::Error || !c.soc.is_empty() {
            self.one(Standard::Soc, &c.soc, file, c.line);
        }
        if !c.isco.is_empty() {
            self.one(Standard::Isco, &c.isco, file, c.line);
        }
    }

    fn one(&mut self, standard: Standard, code: &str, file: &str, line: usize) {
        let groups = match standard {
            Standard::Soc => &self.reference.soc,
            Standard::Isco => &self.reference.isco,
        };
        let unit = standard == Standard::Soc || code.len() == 4;
        if groups.get(code).is_some() && unit {
            return;
        }
        let (rule, mend) = match (standard, standard.depth(code).filter(|_| unit)) {
            (_, Some(_)) => (format!("{} has no code `{code}`", standard.name()), near(groups, code)),
            (Standard::Soc, None) => {
                (format!("`{code}` is no SOC code"), "write two digits, a hyphen and four digits".to_owned())
            }
            (Standard::Isco, None) => (format!("`{code}` is no ISCO-08 unit group"), "write four digits".to_owned()),
        };
        self.findings.add(self.severity, file, line, rule, &mend);
    }
}

fn near(groups: &Groups, code: &str) -> String {
    match groups.nearest(code) {
        Some(near) => format!("did you mean `{}` {}?", near.code, near.title),
        None => "the list of its codes is empty".to_owned(),
    }
}
