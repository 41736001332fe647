//! The taxonomy against itself: an alias without reserve is a title of its own focus, and surely so where a person answers for it.

use std::sync::LazyLock;

use canon::engine::{Context, Engine, EngineOptions};
use canon::taxonomy::{self, Alias};
use rayon::prelude::*;

use crate::ENGINE;

/// The taxonomy as if somebody had gone through all its aliases and approved them.
static APPROVED: LazyLock<Engine> = LazyLock::new(|| {
    let files = taxonomy::embedded_files();
    let mut approved = taxonomy::load(&files).unwrap_or_else(|e| panic!("{e}"));
    approved.version.status = "approved".to_owned();
    Engine::new(approved, &files, EngineOptions::default()).unwrap_or_else(|e| panic!("{e}"))
});

/// Least role score of a title that is an approved alias.
const SURE: f32 = 0.95;

/// An alias and what it stands for: a focus, or one role.
struct Meant<'t> {
    alias: &'t Alias,
    code: &'t str,
    place: String,
}

fn unreserved(alias: &&Alias) -> bool {
    alias.approved != Some(false) && alias.confidence >= 1.0
}

fn of_foci() -> Vec<Meant<'static>> {
    let taxonomy = &ENGINE.taxonomy;
    let place = |function: usize, alias: &Alias| format!("{}:{}", taxonomy.functions[function].file, alias.line);
    let foci = taxonomy.foci.iter();
    foci.flat_map(|f| f.aliases.iter().filter(unreserved).map(move |a| (f, a)))
        .map(|(f, alias)| Meant { alias, code: &f.code, place: place(f.function, alias) })
        .collect()
}

fn of_roles() -> Vec<Meant<'static>> {
    let taxonomy = &ENGINE.taxonomy;
    let place = |function: usize, alias: &Alias| format!("{}:{}", taxonomy.functions[function].file, alias.line);
    let roles = taxonomy.foci.iter().flat_map(|f| f.roles.iter().map(move |r| (f, r)));
    roles
        .flat_map(|(f, r)| r.aliases.iter().filter(unreserved).map(move |a| (f, r, a)))
        .map(|(f, role, alias)| Meant { alias, code: &role.code, place: place(f.function, alias) })
        .collect()
}

/// What an alias comes to instead, if it does not come to what it means.
fn failure(meant: &Meant<'_>, is_meant: impl Fn(&str) -> bool) -> Option<String> {
    let draft = ENGINE.match_one(&meant.alias.text, &Context::default());
    let draft_says = draft.nearest().is_some_and(|best| is_meant(&best.role.code));
    let outcome = APPROVED.match_one(&meant.alias.text, &Context::default());
    let Meant { alias, code, place } = meant;
    match &outcome.best {
        Some(best) if is_meant(&best.role.code) && draft_says && best.role_score >= SURE => None,
        Some(best) => Some(format!(
            "{place}: “{}” of {code} is {} at {:.3}: {}",
            alias.text, best.role.code, best.role_score, outcome.reason
        )),
        None => Some(format!("{place}: “{}” of {code} is unmatched: {}", alias.text, outcome.reason)),
    }
}

fn none_fails(all: usize, failures: &[String]) {
    let shown = failures.iter().take(40).map(String::as_str).collect::<Vec<_>>().join("\n");
    let list = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("alias-misses.txt");
    if !failures.is_empty() {
        std::fs::write(&list, failures.join("\n")).unwrap();
    }
    let count = failures.len();
    assert!(
        failures.is_empty(),
        "{count} of {all} aliases miss their own role; all are in {}:\n{shown}",
        list.display()
    );
}

#[test]
fn an_alias_without_reserve_of_a_focus_matches_its_own_focus() {
    let all = of_foci();
    assert!(all.len() > 1000, "only {} aliases", all.len());
    let own = |m: &Meant<'_>| failure(m, |code| code.rsplit_once('.').is_some_and(|(focus, _)| focus == m.code));
    let failures: Vec<String> = all.par_iter().filter_map(own).collect();
    none_fails(all.len(), &failures);
}

#[test]
fn an_alias_without_reserve_of_a_role_matches_its_own_role() {
    let all = of_roles();
    assert!(all.len() > 100, "only {} aliases", all.len());
    let failures: Vec<String> = all.par_iter().filter_map(|m| failure(m, |code| code == m.code)).collect();
    none_fails(all.len(), &failures);
}
