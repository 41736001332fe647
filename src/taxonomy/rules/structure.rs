//! Rules of files, functions and foci: names, order, completeness, and the form of classification codes.

use super::Findings;
use crate::taxonomy::code::{Level, Track};
use crate::taxonomy::model::{Classification, Focus, Function, Taxonomy};

/// A focus that fewer phrases lead to is not found in practice.
const LEAST_ALIASES: usize = 3;

pub(super) fn check(taxonomy: &Taxonomy, findings: &mut Findings) {
    for (i, function) in taxonomy.functions.iter().enumerate() {
        let expected = format!("functions/{}.toml", function.code.to_lowercase());
        if function.file != expected {
            let rule = format!("the file of function {} is called {}", function.code, function.file);
            findings.error(&function.file, 1, rule, &format!("call it {expected}"));
        }
        if function.summary.trim().is_empty() {
            findings.error(
                &function.file,
                1,
                format!("{} has no summary", function.code),
                "say in a sentence what it does",
            );
        }
        if function.classifications.of_track(Track::Management).is_none() {
            let rule = format!("{} has no classification of its managers", function.code);
            findings.error(&function.file, 1, rule, "add M = { soc = \"11-…\", isco = \"…\" } to [classification]");
        }
        let foci: Vec<&Focus> = taxonomy.foci.iter().filter(|f| f.function == i).collect();
        order(function, &foci, findings);
    }
    for (i, focus) in taxonomy.foci.iter().enumerate() {
        let file = &taxonomy.functions[focus.function].file;
        complete(focus, file, findings);
        let own = Level::ALL.into_iter().find(|l| l.track() == focus.track);
        if taxonomy.classification(i, own).source == "inferred_from_superfunction" {
            let rule = format!("{} has no classification of its track {}", focus.code, focus.track);
            findings.error(file, focus.line, rule, "add one to the focus or to the function's [classification]");
        }
    }
    codes(taxonomy, findings);
}

fn order(function: &Function, foci: &[&Focus], findings: &mut Findings) {
    let general = format!("{}.GEN", function.code);
    if foci.first().is_none_or(|f| f.code != general) {
        let line = foci.first().map_or(1, |f| f.line);
        let rule = format!("{} does not begin with the focus GEN", function.code);
        findings.error(&function.file, line, rule, "add it, or move it before the others");
    }
    let rest = foci.iter().filter(|f| f.code != general).collect::<Vec<_>>();
    if let Some(pair) = rest.windows(2).find(|p| p[0].code > p[1].code) {
        let rule = format!("{} stands behind {}", pair[1].code, pair[0].code);
        findings.warning(&function.file, pair[1].line, rule, "sort the foci by code");
    }
}

fn complete(focus: &Focus, file: &str, findings: &mut Findings) {
    if focus.definition.trim().is_empty() {
        findings.error(
            file,
            focus.line,
            format!("{} has no definition", focus.code),
            "say in a line what sets it apart",
        );
    }
    if focus.areas.is_empty() {
        let rule = format!("{} has no area", focus.code);
        findings.error(file, focus.line, rule, "name the work as “Director of …” would say it");
    }
    let aliases = focus.aliases.len() + focus.roles.iter().map(|r| r.aliases.len()).sum::<usize>();
    if aliases < LEAST_ALIASES {
        let rule = format!("{} has {aliases} aliases of {LEAST_ALIASES} that it needs", focus.code);
        findings.error(file, focus.line, rule, "add names by which people call the worker");
    }
}

fn codes(taxonomy: &Taxonomy, findings: &mut Findings) {
    for function in &taxonomy.functions {
        let all = function.classifications.tracks.iter().map(|(_, c)| c);
        for c in all.chain(function.classifications.levels.iter().map(|(_, c)| c)) {
            form(c, &function.file, 1, findings);
        }
    }
    for focus in &taxonomy.foci {
        let file = &taxonomy.functions[focus.function].file;
        let all = focus.classifications.tracks.iter().map(|(_, c)| c);
        let all = all.chain(focus.classifications.levels.iter().map(|(_, c)| c));
        for c in all.chain(focus.roles.iter().filter_map(|r| r.classification.as_ref())) {
            form(c, file, focus.line, findings);
        }
    }
}

fn form(c: &Classification, file: &str, line: usize, findings: &mut Findings) {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let soc = c.soc.split_once('-').is_some_and(|(a, b)| a.len() == 2 && b.len() == 4 && digits(a) && digits(b));
    if !soc {
        findings.error(file, line, format!("`{}` is no SOC code", c.soc), "write two digits, a hyphen and four digits");
    }
    if !(c.isco.is_empty() || c.isco.len() == 4 && digits(&c.isco)) {
        findings.error(file, line, format!("`{}` is no ISCO-08 unit group", c.isco), "write four digits");
    }
}
