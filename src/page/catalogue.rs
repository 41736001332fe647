//! The taxonomy as one table that people can pass around: a row for each focus and track, or for each role.
//!
//! The columns have the names by which a flat catalogue is read, so that what is written comes in again by `--taxonomy`.

use super::summary;
use crate::taxonomy::{Alias, Level, Reference, ResolvedRole, Shape, Taxonomy, Track, tracks_of, usual_level};

/// What a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// A focus on one track.
    Focus,
    /// A role: a focus at one level.
    Role,
}

/// How wide a column is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// A code or a single word.
    Code,
    /// A name.
    Name,
    /// A sentence or a list, over several lines.
    Text,
}

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub name: &'static str,
    /// How wide it is shown.
    pub width: Width,
}

/// The table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueTable {
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// A cell for each column.
    pub rows: Vec<Vec<String>>,
}

const fn column(name: &'static str, width: Width) -> Column {
    Column { name, width }
}

const OF_FOCUS: [Column; 16] = [
    column("code", Width::Code),
    column("superfunction", Width::Name),
    column("function", Width::Name),
    column("focus", Width::Name),
    column("track", Width::Code),
    column("levels", Width::Code),
    column("title", Width::Name),
    column("definition", Width::Text),
    column("soc", Width::Code),
    column("soc_title", Width::Name),
    column("isco", Width::Code),
    column("isco_title", Width::Name),
    column("classification_status", Width::Code),
    column("areas", Width::Name),
    column("aliases", Width::Text),
    column("status", Width::Code),
];

const OF_ROLE: [Column; 16] = [
    column("code", Width::Code),
    column("superfunction", Width::Name),
    column("function", Width::Name),
    column("focus", Width::Name),
    column("level", Width::Code),
    column("level_name", Width::Name),
    column("experience", Width::Code),
    column("title", Width::Name),
    column("summary", Width::Text),
    column("soc", Width::Code),
    column("soc_title", Width::Name),
    column("isco", Width::Code),
    column("isco_title", Width::Name),
    column("classification_status", Width::Code),
    column("aliases", Width::Text),
    column("status", Width::Code),
];

impl CatalogueTable {
    /// Gathers the table, in the order of the taxonomy's files.
    #[must_use]
    pub fn of(taxonomy: &Taxonomy, reference: &Reference, grain: Grain) -> CatalogueTable {
        let maker = Maker { taxonomy, reference };
        let foci = 0..taxonomy.foci.len();
        match grain {
            Grain::Focus => {
                CatalogueTable { columns: OF_FOCUS.to_vec(), rows: foci.flat_map(|f| maker.tracks(f)).collect() }
            }
            Grain::Role => {
                CatalogueTable { columns: OF_ROLE.to_vec(), rows: foci.flat_map(|f| maker.roles(f)).collect() }
            }
        }
    }
}

struct Maker<'a> {
    taxonomy: &'a Taxonomy,
    reference: &'a Reference,
}

impl Maker<'_> {
    fn tracks(&self, focus: usize) -> Vec<Vec<String>> {
        let own = &self.taxonomy.foci[focus];
        let mut rows: Vec<Vec<String>> =
            tracks_of(self.taxonomy, focus).into_iter().map(|track| self.track(focus, Some(track))).collect();
        // A catalogue may have no levels, and so no tracks.
        if self.taxonomy.shape == Shape::List && own.roles.iter().any(|r| r.level.is_none()) {
            rows.push(self.track(focus, None));
        }
        rows
    }

    fn track(&self, focus: usize, track: Option<Track>) -> Vec<String> {
        let own = &self.taxonomy.foci[focus];
        let of_track = |level: Option<Level>| level.map(Level::track) == track;
        let levels: Vec<Level> = self.taxonomy.levels_of(focus).into_iter().filter(|l| of_track(Some(*l))).collect();
        let levels = match levels.as_slice() {
            [first, .., last] => format!("{first}–{last}"),
            [only] => only.to_string(),
            [] => String::new(),
        };
        let role = self.taxonomy.role(focus, track.and_then(|t| usual_level(self.taxonomy, focus, t)));
        // Aliases of the focus hold on every track; they stand with the track of those who do the work.
        let first = track.is_none_or(|t| t == own.track);
        let of_focus = own.aliases.iter().filter(|_| first);
        let of_roles = own.roles.iter().filter(|r| of_track(r.level)).flat_map(|r| &r.aliases);
        let [superfunction, function, name] = self.names(focus);
        let [soc, soc_title, isco, isco_title, status] = self.classification(&role);
        vec![
            own.code.clone(),
            superfunction,
            function,
            name,
            track.map_or_else(String::new, |t| t.to_string()),
            levels,
            role.title.clone(),
            own.definition.clone(),
            soc,
            soc_title,
            isco,
            isco_title,
            status,
            joined(own.areas.iter().filter(|_| first)),
            joined(of_focus.chain(of_roles)),
            self.taxonomy.version.status.clone(),
        ]
    }

    fn roles(&self, focus: usize) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> =
            self.taxonomy.levels_of(focus).into_iter().map(|l| self.role(focus, Some(l))).collect();
        if self.taxonomy.shape == Shape::List && self.taxonomy.foci[focus].roles.iter().any(|r| r.level.is_none()) {
            rows.push(self.role(focus, None));
        }
        rows
    }

    fn role(&self, focus: usize, level: Option<Level>) -> Vec<String> {
        let own = &self.taxonomy.foci[focus];
        let role = self.taxonomy.role(focus, level);
        let definition = level.map(|l| self.taxonomy.ladder.definition(l));
        // A name of the focus says no level, so it means the one that titles without a level have.
        let plain = level == usual_level(self.taxonomy, focus, own.track);
        let of_focus = own.aliases.iter().filter(|_| plain);
        let of_role = self.taxonomy.own_role(&role).map_or(&[][..], |r| &r.aliases);
        let [superfunction, function, name] = self.names(focus);
        let [soc, soc_title, isco, isco_title, status] = self.classification(&role);
        vec![
            role.code.clone(),
            superfunction,
            function,
            name,
            level.map_or_else(String::new, |l| l.to_string()),
            definition.map_or_else(String::new, |d| d.name.clone()),
            definition.map_or_else(String::new, |d| d.experience.clone()),
            role.title.clone(),
            summary::of(self.taxonomy, &role),
            soc,
            soc_title,
            isco,
            isco_title,
            status,
            joined(of_focus.chain(of_role)),
            self.taxonomy.version.status.clone(),
        ]
    }

    fn names(&self, focus: usize) -> [String; 3] {
        let own = &self.taxonomy.foci[focus];
        let function = &self.taxonomy.functions[own.function];
        let superfunction = function.superfunction.map(|s| self.taxonomy.superfunctions[s].name.clone());
        [superfunction.unwrap_or_default(), function.name.clone(), own.name.clone()]
    }

    fn classification(&self, role: &ResolvedRole) -> [String; 5] {
        let c = &role.classification;
        let (soc, isco) = (self.reference.soc.title(&c.soc), self.reference.isco.title(&c.isco));
        [c.soc.clone(), soc.to_owned(), c.isco.clone(), isco.to_owned(), c.review_status.clone()]
    }
}

/// One cell for a list, as catalogues are read: parted by semicolons.
fn joined<'a>(aliases: impl Iterator<Item = &'a Alias>) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for alias in aliases {
        if !texts.contains(&&*alias.text) {
            texts.push(&alias.text);
        }
    }
    texts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::{embedded_files, load};

    fn table(grain: Grain) -> CatalogueTable {
        let mut files = embedded_files();
        files.retain(|f| !f.name.starts_with("functions/") || f.name == "functions/sei.toml");
        CatalogueTable::of(&load(&files).unwrap(), &Reference::load(&files).unwrap(), grain)
    }

    fn cell<'t>(table: &'t CatalogueTable, row: &'t [String], name: &str) -> &'t str {
        &row[table.columns.iter().position(|c| c.name == name).unwrap()]
    }

    #[test]
    fn a_focus_has_a_row_for_each_track() {
        let table = table(Grain::Focus);
        let of_app: Vec<&Vec<String>> = table.rows.iter().filter(|r| r[0] == "SEI.APP").collect();
        let tracks: Vec<(&str, &str)> =
            of_app.iter().map(|r| (cell(&table, r, "track"), cell(&table, r, "levels"))).collect();
        assert_eq!(tracks, [("P", "P1–P6"), ("M", "M1–M5"), ("E", "E1–E4")]);
        assert_eq!(cell(&table, of_app[0], "soc_title"), "Information Security Analysts");
        assert_eq!(cell(&table, of_app[0], "title"), "Application Security");
        assert_eq!(cell(&table, of_app[1], "title"), "Application Security Manager");
        assert!(cell(&table, of_app[0], "aliases").contains("appsec engineer; devsecops engineer"));
        assert_eq!(cell(&table, of_app[1], "aliases"), "");
    }

    #[test]
    fn each_alias_stands_with_one_role() {
        let table = table(Grain::Role);
        let row = |code: &str| table.rows.iter().find(|r| r[0] == code).unwrap();
        assert!(cell(&table, row("SEI.APP.P3"), "aliases").contains("appsec engineer"));
        assert_eq!(cell(&table, row("SEI.APP.P5"), "aliases"), "");
        assert!(cell(&table, row("SEI.GEN.E4"), "aliases").contains("ciso"));
        assert_eq!(cell(&table, row("SEI.GEN.P5"), "level_name"), "Expert Professional");
        assert_eq!(cell(&table, row("SEI.GEN.P5"), "isco"), "2529");
        let all: Vec<&str> = table.rows.iter().flat_map(|r| cell(&table, r, "aliases").split("; ")).collect();
        assert_eq!(all.iter().filter(|a| **a == "appsec engineer").count(), 1);
    }
}
