//! A company's own job catalogue: a flat table to the same model.
//!
//! Each code is a role; titles that differ only in words of rank are levels of one focus, so that a title of any rank
//! finds them all and its level decides among them. Codes are any text. Nothing of Canon's own functions is used, only
//! its ladder and word lists.

mod columns;
mod grouping;
mod rows;

use std::path::Path;

use rustc_hash::FxHashMap;

use super::aliases::Aliases;
use super::code::{Level, Track};
use super::codes::Codes;
use super::error::TaxonomyError;
use super::ladder::Ladder;
use super::load::{ROLE_ALIAS_CONFIDENCE, SourceFile, load};
use super::model::{
    Alias, Classification, Classifications, Components, Focus, Function, Role, Shape, Taxonomy, Version,
};
use crate::normalize::Lexicon;
use grouping::Grouping;
use rows::Entry;

/// Loads a catalogue; the ladder and word lists come from `files`.
///
/// # Errors
/// When the table cannot be read, lacks a column, or has a row without a code.
pub fn load_catalogue(path: &Path, files: &[SourceFile]) -> Result<Taxonomy, TaxonomyError> {
    // Everything but the functions, for the ladder.
    let frame: Vec<SourceFile> = files.iter().filter(|f| !f.name.starts_with("functions/")).cloned().collect();
    let ladder = load(&frame)?.ladder;
    let lexicon = Lexicon::load(files)?;
    let entries = rows::read(path)?;
    Ok(assemble(path, ladder, &lexicon, entries))
}

fn assemble(path: &Path, ladder: Ladder, lexicon: &Lexicon, entries: Vec<Entry>) -> Taxonomy {
    let file = path.display().to_string();
    let groups = Grouping::new(&ladder, lexicon).group(entries);
    let mut functions: Vec<Function> = Vec::new();
    let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
    let mut foci = Vec::new();
    for group in groups {
        let function = *by_name.entry(group.function().to_owned()).or_insert_with_key(|name| {
            functions.push(function(name.clone(), &file));
            functions.len() - 1
        });
        let first = &group.members[0].0;
        foci.push(Focus {
            function,
            code: first.code.clone(),
            name: group.name.clone(),
            definition: group
                .members
                .iter()
                .map(|(e, _)| &e.definition)
                .find(|d| !d.is_empty())
                .cloned()
                .unwrap_or_default(),
            track: track(group.members.iter().filter_map(|(_, level)| *level)),
            areas: Aliases::default(),
            aliases: Aliases::default(),
            classifications: Classifications::default(),
            line: first.line,
            roles: group.members.into_iter().map(|(entry, level)| role(entry, level, &file)).collect(),
        });
    }
    let (superfunctions, shape, codes) = (Vec::new(), Shape::List, Codes::default());
    Taxonomy { version: version(path), ladder, superfunctions, functions, foci, shape, codes }
}

/// The catalogue stands for itself: what is in it is what the company says.
fn version(path: &Path) -> Version {
    Version {
        version: path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
        revision: String::new(),
        date: String::new(),
        status: "catalogue".to_owned(),
        scope: String::new(),
        confidence: 1.0,
    }
}

fn function(name: String, file: &str) -> Function {
    Function {
        code: String::new(),
        name,
        superfunction: None,
        track: Track::Professional,
        summary: String::new(),
        classifications: Classifications::default(),
        components: Components::default(),
        level_components: Vec::new(),
        story: None,
        file: file.to_owned(),
    }
}

/// The track of individual contributors, where the roles have one; else the one they lead on.
fn track(levels: impl Iterator<Item = Level>) -> Track {
    let mut tracks: Vec<Track> = levels.map(Level::track).collect();
    tracks.sort();
    tracks.first().copied().unwrap_or(Track::Professional)
}

fn role(entry: Entry, level: Option<Level>, file: &str) -> Role {
    let classified = !entry.soc.is_empty() || !entry.isco.is_empty();
    Role {
        code: entry.code,
        level,
        title: Some(entry.title),
        summary: (!entry.definition.is_empty()).then_some(entry.definition),
        confidence: None,
        pay: None,
        classification: classified.then(|| Classification {
            soc: entry.soc,
            isco: entry.isco,
            source: format!("{file}:{}", entry.line),
            review_status: "approved".to_owned(),
            line: entry.line,
        }),
        aliases: entry.aliases.into_iter().map(alias).collect(),
    }
}

fn alias((text, line): (String, usize)) -> Alias {
    let (confidence, level_confidence) = (1.0, ROLE_ALIAS_CONFIDENCE);
    Alias { text: text.into(), kind: "common".into(), confidence, level_confidence, approved: None, line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Context, Engine, EngineOptions};
    use crate::taxonomy::embedded_files;

    fn catalogue(name: &str) -> Taxonomy {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/catalogue").join(name);
        load_catalogue(&path, &embedded_files()).unwrap()
    }

    fn load_text(text: &str) -> Result<Taxonomy, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jobs.csv");
        std::fs::write(&path, text).unwrap();
        load_catalogue(&path, &embedded_files()).map_err(|e| e.to_string())
    }

    #[test]
    fn csv_and_workbook_say_the_same() {
        let codes = |t: &Taxonomy| -> Vec<(String, Option<Level>)> {
            t.foci.iter().flat_map(|f| &f.roles).map(|r| (r.code.clone(), r.level)).collect()
        };
        let (csv, xlsx) = (catalogue("jobs.csv"), catalogue("jobs.xlsx"));
        assert_eq!(codes(&csv), codes(&xlsx));
        assert!(csv.foci.iter().any(|f| f.roles.len() >= 3));
        assert!(csv.foci.len() < codes(&csv).len());
    }

    #[test]
    fn levels_of_a_focus_differ_so_that_each_role_can_be_reached() {
        for name in ["jobs.csv", "jobs_flat.csv"] {
            let taxonomy = catalogue(name);
            for (i, focus) in taxonomy.foci.iter().enumerate() {
                for role in &focus.roles {
                    assert_eq!(taxonomy.role(i, role.level).code, role.code, "{name}");
                    assert_eq!(taxonomy.find(&role.code).unwrap().code, role.code);
                }
            }
        }
    }

    fn titles_find_their_roles(name: &str) {
        let taxonomy = catalogue(name);
        let roles: Vec<(String, String)> =
            taxonomy.foci.iter().flat_map(|f| &f.roles).map(|r| (r.code.clone(), r.title.clone().unwrap())).collect();
        let engine = Engine::new(taxonomy, &embedded_files(), EngineOptions::default()).unwrap();
        for (code, title) in roles {
            let best = engine.match_one(&title, &Context::default()).best.unwrap();
            assert_eq!(best.role.code, code, "{name}: {title}");
            // A number at the end still costs a little as a word beside the job's head.
            let least = if title.ends_with(" I") || title.ends_with("II") { 0.93 } else { 0.95 };
            assert!(best.role_score >= least, "{name}: {title} {}", best.role_score);
        }
    }

    #[test]
    fn every_title_of_a_catalogue_with_levels_finds_its_own_role() {
        titles_find_their_roles("jobs.csv");
    }

    #[test]
    fn every_title_of_a_catalogue_without_levels_finds_its_own_role() {
        titles_find_their_roles("jobs_flat.csv");
    }

    #[test]
    fn errors_name_headers_and_lines() {
        let error = |text: &str| load_text(text).unwrap_err();
        assert!(
            error("id no,job title\n1,Cook\n").contains("no column with the codes"),
            "{}",
            error("id no,job title\n1,Cook\n")
        );
        assert!(error("code,remarks\n1,Cook\n").contains("no column with the titles"));
        assert!(error("code,remarks\n1,Cook\n").contains("remarks"));
        let empty = error("code,title\nA1,Cook\n,Baker\n");
        assert!(empty.contains("jobs.csv:3: a row without a code"), "{empty}");
        let levels = error("code,title,level\nA1,Cook,S2\nA1,Chef,S4\n");
        assert!(levels.contains("jobs.csv:3") && levels.contains("two levels"), "{levels}");
    }

    #[test]
    fn rows_that_repeat_a_code_add_aliases() {
        let taxonomy = load_text(
            "Job Code,Job Title,Aliases\nA1,Cook,kitchen hand; fry cook\nA1,Line Cook,\nA1,Cook,grill cook\n",
        )
        .unwrap();
        let role = &taxonomy.foci[0].roles[0];
        let aliases: Vec<&str> = role.aliases.iter().map(|a| &*a.text).collect();
        assert_eq!(
            (role.title.as_deref(), aliases),
            (Some("Cook"), vec!["kitchen hand", "fry cook", "Line Cook", "grill cook"])
        );
        assert_eq!(role.level, None);
    }
}
