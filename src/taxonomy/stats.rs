//! How much a taxonomy covers, in numbers.

use std::collections::BTreeSet;

use serde::Serialize;

use super::code::{Level, Track};
use super::coverage::Coverage;
use super::model::{Alias, Classification, Shape, Taxonomy};
use super::reference::Reference;
use crate::normalize::Lexicon;

/// Numbers of a taxonomy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stats {
    /// Disciplines.
    pub functions: usize,
    /// Specialisations.
    pub foci: usize,
    /// Roles: every level of every focus, or every role of a catalogue.
    pub roles: usize,
    /// Distinct phrases that mean a focus or role, after normalising.
    pub aliases: usize,
    /// SOC 2018 major groups.
    pub soc_major: usize,
    /// SOC 2018 minor groups.
    pub soc_minor: usize,
    /// SOC 2018 detailed occupations.
    pub soc_detailed: usize,
    /// ISCO-08 unit groups.
    pub isco_unit: usize,
    /// Groups of functions that have a function.
    pub superfunctions: usize,
    /// Distinct names of the work, after normalising.
    pub areas: usize,
    /// How much of SOC and ISCO the roles reach.
    pub coverage: Coverage,
}

impl Stats {
    /// Counts a taxonomy.
    #[must_use]
    pub fn of(taxonomy: &Taxonomy, lexicon: &Lexicon, reference: &Reference) -> Stats {
        let all = classifications(taxonomy);
        let soc = |length: usize, detail: fn(&str) -> bool| -> usize {
            let codes = all.iter().filter(|c| detail(&c.soc)).filter_map(|c| c.soc.get(..length));
            codes.collect::<BTreeSet<_>>().len()
        };
        let isco: BTreeSet<&str> = all.iter().map(|c| c.isco.as_str()).filter(|c| c.len() == 4).collect();
        let groups: BTreeSet<usize> = taxonomy.functions.iter().filter_map(|f| f.superfunction).collect();
        Stats {
            functions: taxonomy.functions.len(),
            foci: taxonomy.foci.len(),
            roles: roles(taxonomy),
            aliases: distinct(lexicon, worker_aliases(taxonomy)),
            soc_major: soc(2, |_| true),
            // A broad group such as 15-0000 says no more than its major group.
            soc_minor: soc(4, |c| !c.ends_with("-0000")),
            soc_detailed: soc(7, |c| !c.ends_with('0')),
            isco_unit: isco.len(),
            superfunctions: groups.len(),
            areas: distinct(lexicon, taxonomy.foci.iter().flat_map(|f| &f.areas)),
            coverage: Coverage::of(&all, reference),
        }
    }
}

/// One for each focus and track, for each level that has its own, and for each role that has its own.
fn classifications(taxonomy: &Taxonomy) -> Vec<Classification> {
    let mut all = Vec::new();
    for (i, focus) in taxonomy.foci.iter().enumerate() {
        for track in tracks_of(taxonomy, i) {
            for level in Level::ALL.into_iter().filter(|l| l.track() == track && taxonomy.has_level(i, *l)) {
                all.push(taxonomy.classification(i, Some(level)));
            }
        }
        all.extend(focus.roles.iter().filter_map(|r| r.classification.clone()));
    }
    all
}

/// The tracks on which a focus has roles: its own, then management and executives.
#[must_use]
pub fn tracks_of(taxonomy: &Taxonomy, focus: usize) -> Vec<Track> {
    let own = taxonomy.foci[focus].track;
    let mut tracks = vec![own];
    tracks.extend([Track::Management, Track::Executive].into_iter().filter(|t| *t != own));
    tracks.retain(|t| Level::ALL.into_iter().any(|l| l.track() == *t && taxonomy.has_level(focus, l)));
    tracks
}

/// The level that stands for a track of a focus: the one that a title without a level has, or the lowest there is.
#[must_use]
pub fn usual_level(taxonomy: &Taxonomy, focus: usize, track: Track) -> Option<Level> {
    let usual = taxonomy.ladder.default_of(track).level;
    if taxonomy.has_level(focus, usual) {
        return Some(usual);
    }
    taxonomy.levels_of(focus).into_iter().find(|l| l.track() == track)
}

fn roles(taxonomy: &Taxonomy) -> usize {
    match taxonomy.shape {
        Shape::Ladder => (0..taxonomy.foci.len()).map(|f| taxonomy.levels_of(f).len()).sum(),
        Shape::List => taxonomy.foci.iter().map(|f| f.roles.len()).sum(),
    }
}

fn worker_aliases(taxonomy: &Taxonomy) -> impl Iterator<Item = &Alias> {
    taxonomy.foci.iter().flat_map(|f| f.aliases.iter().chain(f.roles.iter().flat_map(|r| &r.aliases)))
}

fn distinct<'a>(lexicon: &Lexicon, aliases: impl Iterator<Item = &'a Alias>) -> usize {
    let phrases: BTreeSet<Vec<String>> = aliases.map(|a| lexicon.phrase(&a.text)).filter(|w| !w.is_empty()).collect();
    phrases.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::{embedded_files, load};

    #[test]
    fn groups_nest() {
        let files = embedded_files();
        let reference = Reference::load(&files).unwrap();
        let stats = Stats::of(&load(&files).unwrap(), &Lexicon::load(&files).unwrap(), &reference);
        assert!(stats.soc_major <= stats.soc_minor && stats.soc_minor <= stats.soc_detailed);
        assert!(stats.functions < stats.foci && stats.foci < stats.roles);
        assert!(stats.aliases > 10 * stats.foci);
        // All codes are those of the standards, so both ways of counting agree.
        let covered = stats.coverage;
        let counts = [covered.soc_major, covered.soc_minor, covered.soc_detailed, covered.isco_unit].map(|s| s.covered);
        assert_eq!(counts, [stats.soc_major, stats.soc_minor, stats.soc_detailed, stats.isco_unit]);
    }
}
