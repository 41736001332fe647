//! Rules of files, functions and foci: names, order and completeness.

use super::Findings;
use crate::taxonomy::code::{Level, Track};
use crate::taxonomy::model::{Focus, Function, Taxonomy};

/// Names of the worker that a focus needs, its own and those of its roles. With fewer, real titles miss it; areas say
/// the work and help only titles of those who lead, so they do not count here.
const LEAST_ALIASES: usize = 6;

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
    if focus.definition.contains('\n') {
        let rule = format!("the definition of {} has several lines", focus.code);
        findings.warning(file, focus.line, rule, "say in one line what sets it apart");
    }
    if focus.areas.is_empty() {
        let rule = format!("{} has no area", focus.code);
        findings.error(file, focus.line, rule, "name the work as “Director of …” would say it");
    }
    let aliases = focus.aliases.len() + focus.roles.iter().map(|r| r.aliases.len()).sum::<usize>();
    if aliases < LEAST_ALIASES {
        let rule = format!("{} has {aliases} aliases of {LEAST_ALIASES} that it needs", focus.code);
        findings.warning(file, focus.line, rule, "add names by which people call the worker");
    }
}
