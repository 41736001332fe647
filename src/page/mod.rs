//! A role's page as data: everything that `canon show` prints and writes as JSON, in the order of the page.
//!
//! Nothing is decided here that the taxonomy does not say; what it does not say is left empty, and the page says so.
//! How a page looks in a terminal is the business of `cli`.

mod aliases;
mod catalogue;
mod comparison;
mod summary;

use serde::Serialize;

use crate::taxonomy::{
    Components, Function, Level, LevelDefinition, Neighbour, Pay, Reference, ResolvedRole, Shape, Story, Taxonomy,
    confidence_word,
};

pub use aliases::PageAlias;
pub use catalogue::{CatalogueTable, Column, Grain, Width};
pub use comparison::{Comparison, SharedComponents, Side};

/// How many neighbours a page shows.
const NEIGHBOURS: usize = 5;

/// What the page says of pay where the taxonomy holds no figure.
const NO_PAY: &str = "model pending";

/// A role's page.
#[derive(Debug, Clone, Serialize)]
pub struct RolePage {
    /// "SEI.GEN.P5".
    pub code: String,
    /// The canonical title.
    pub title: String,
    /// What stands under the title in short.
    pub chips: Chips,
    /// One or two sentences.
    pub summary: String,
    /// "Security Engineering (InfoSec)"; empty in a catalogue without functions.
    pub function: String,
    /// "General".
    pub focus: String,
    /// "Technology".
    pub superfunction: String,
    /// Median market pay, where the taxonomy holds one.
    pub pay: Option<Pay>,
    /// What the pay rests on.
    pub pay_basis: String,
    /// The story, where one is written.
    pub story: Option<Story>,
    /// The level with its descriptors; `None` in a catalogue without levels.
    pub level: Option<LevelDefinition>,
    /// Products of the work. The taxonomy has no place for them yet, so the list is empty.
    pub core_outputs: Vec<String>,
    /// The nearest roles.
    pub adjacent: Vec<Neighbour>,
    /// What the role is made of.
    pub components: Vec<ComponentGroup>,
    /// Titles that mean the role.
    pub aliases: Vec<PageAlias>,
    /// SOC and ISCO.
    pub classifications: Vec<PageClassification>,
}

/// Level, confidence and standing.
#[derive(Debug, Clone, Serialize)]
pub struct Chips {
    /// "P5".
    pub level: Option<Level>,
    /// "Expert Professional".
    pub level_name: String,
    /// Of the role's definition, 0–1.
    pub confidence: f32,
    /// "medium".
    pub confidence_word: &'static str,
    /// "draft".
    pub status: String,
    /// "global".
    pub scope: String,
    /// "v1".
    pub revision: String,
}

/// Components of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct ComponentGroup {
    /// "Responsibilities".
    pub kind: &'static str,
    /// The items.
    pub items: Vec<Component>,
}

/// A component with its tags.
#[derive(Debug, Clone, Serialize)]
pub struct Component {
    /// What it is.
    pub text: String,
    /// How often it is found in the role.
    pub frequency: &'static str,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// Where a component comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// Said of this level.
    Level,
    /// Said of the function.
    Function,
}

impl Provenance {
    /// The tag.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Provenance::Level => "level",
            Provenance::Function => "function",
        }
    }
}

/// A code of another classification.
#[derive(Debug, Clone, Serialize)]
pub struct PageClassification {
    /// "O*NET / SOC" or "ISCO-08".
    pub system: &'static str,
    /// "15-1212".
    pub code: String,
    /// The group's title; empty for a code that the standard does not have.
    pub title: String,
    /// "canon" or "inferred_from_superfunction".
    pub source: String,
    /// "needs_review" or "approved".
    #[serde(rename = "reviewStatus")]
    pub review_status: String,
}

impl RolePage {
    /// Gathers the page of a role.
    #[must_use]
    pub fn of(taxonomy: &Taxonomy, reference: &Reference, role: &ResolvedRole) -> RolePage {
        let focus = &taxonomy.foci[role.focus];
        let function = &taxonomy.functions[focus.function];
        let own = taxonomy.own_role(role);
        let definition = role.level.map(|l| taxonomy.ladder.definition(l));
        let version = &taxonomy.version;
        let confidence = own.and_then(|r| r.confidence).unwrap_or(version.confidence);
        let pay = own.and_then(|r| r.pay.clone());
        RolePage {
            code: role.code.clone(),
            title: role.title.clone(),
            chips: Chips {
                level: role.level,
                level_name: definition.map_or_else(String::new, |d| d.name.clone()),
                confidence,
                confidence_word: confidence_word(confidence),
                status: version.status.clone(),
                scope: version.scope.clone(),
                revision: version.revision.clone(),
            },
            summary: summary::of(taxonomy, role),
            function: function.name.clone(),
            focus: focus.name.clone(),
            superfunction: function.superfunction.map_or_else(String::new, |s| taxonomy.superfunctions[s].name.clone()),
            pay_basis: pay.as_ref().map_or_else(|| NO_PAY.to_owned(), |p| p.basis.clone()),
            pay,
            story: function.story.clone(),
            level: definition.cloned(),
            core_outputs: Vec::new(),
            adjacent: taxonomy.adjacent(role, NEIGHBOURS),
            components: components(function, role.level),
            aliases: aliases::of(taxonomy, role),
            classifications: classifications(taxonomy, reference, role),
        }
    }
}

/// The components of a function at a level: what a level has of its own stands for the function's, kind by kind.
#[must_use]
pub fn components(function: &Function, level: Option<Level>) -> Vec<ComponentGroup> {
    let own = level.and_then(|l| function.level_components.iter().find(|(of, _)| *of == l)).map(|(_, c)| c);
    let mut groups = Vec::new();
    for (kind, pick) in KINDS {
        let of_level = own.map(pick).filter(|items| !items.is_empty());
        let (items, provenance) = match of_level {
            Some(items) => (items, Provenance::Level),
            None => (pick(&function.components), Provenance::Function),
        };
        if !items.is_empty() {
            let component = |text: &String| Component { text: text.clone(), frequency: "common", provenance };
            groups.push(ComponentGroup { kind, items: items.iter().map(component).collect() });
        }
    }
    groups
}

type Pick = fn(&Components) -> &Vec<String>;

const KINDS: [(&str, Pick); 6] = [
    ("Responsibilities", |c| &c.responsibilities),
    ("Tasks", |c| &c.tasks),
    ("Skills", |c| &c.skills),
    ("Knowledge", |c| &c.knowledge),
    ("Competencies", |c| &c.competencies),
    ("Qualifications", |c| &c.qualifications),
];

const SOC: &str = "O*NET / SOC";
const ISCO: &str = "ISCO-08";

/// SOC and ISCO of a role, its own before that of its superfunction.
#[must_use]
pub fn classifications(taxonomy: &Taxonomy, reference: &Reference, role: &ResolvedRole) -> Vec<PageClassification> {
    const INFERRED: &str = "inferred_from_superfunction";
    let own = &role.classification;
    let row = |system, code: &String, title: &str| PageClassification {
        system,
        code: code.clone(),
        title: title.to_owned(),
        source: own.source.clone(),
        review_status: own.review_status.clone(),
    };
    let mut rows = Vec::new();
    if !own.soc.is_empty() && own.source != INFERRED {
        rows.push(row(SOC, &own.soc, reference.soc.title(&own.soc)));
    }
    let function = &taxonomy.functions[taxonomy.foci[role.focus].function];
    if let (Shape::Ladder, Some(s)) = (taxonomy.shape, function.superfunction) {
        let group = &taxonomy.superfunctions[s];
        rows.push(PageClassification {
            system: SOC,
            code: group.soc.clone(),
            title: group.soc_title.clone(),
            source: INFERRED.to_owned(),
            review_status: "needs_review".to_owned(),
        });
    }
    if !own.isco.is_empty() {
        rows.push(row(ISCO, &own.isco, reference.isco.title(&own.isco)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::{embedded_files, load};

    fn page(code: &str) -> RolePage {
        let taxonomy = load(&embedded_files()).unwrap();
        let role = taxonomy.find(code).unwrap();
        RolePage::of(&taxonomy, &Reference::load(&[]).unwrap(), &role)
    }

    #[test]
    fn the_first_page_says_what_the_user_knows() {
        let page = page("SEI.GEN.P5");
        assert_eq!(page.title, "Security Engineering (InfoSec) Senior");
        assert_eq!((page.chips.confidence_word, page.chips.confidence), ("medium", 0.70));
        assert!(page.summary.starts_with("Senior security engineers design security architecture"));
        assert_eq!(page.pay_basis, "model pending");
        let counts: Vec<usize> = page.components.iter().map(|g| g.items.len()).collect();
        assert_eq!(counts, [10, 5, 8, 8, 8, 5]);
        assert!(page.components.iter().flat_map(|g| &g.items).all(|c| c.provenance == Provenance::Level));
        let broad = page.classifications.iter().find(|c| c.code == "15-0000").unwrap();
        assert_eq!(broad.title, "Computer & Mathematical Occupations");
        assert_eq!(broad.source, "inferred_from_superfunction");
        let own: Vec<(&str, &str)> =
            [&page.classifications[0], &page.classifications[2]].map(|c| (c.code.as_str(), c.title.as_str())).to_vec();
        let expected = [
            ("15-1212", "Information Security Analysts"),
            ("2529", "Database and Network Professionals Not Elsewhere Classified"),
        ];
        assert_eq!(own, expected);
    }

    #[test]
    fn the_derived_aliases_of_the_first_page_are_those_of_the_seed() {
        let page = page("SEI.GEN.P5");
        let seed = [
            ("Security Engineering (InfoSec) V", 0.70),
            ("Security Engineering (InfoSec) 5", 0.66),
            ("Staff Security Engineering (InfoSec)", 0.72),
            ("Lead Security Engineering (InfoSec)", 0.66),
            ("Expert Security Engineering (InfoSec)", 0.60),
            ("Security Engineering (InfoSec) Senior", 0.60),
            ("P5–P6", 0.50),
        ];
        let derived: Vec<(&str, f32)> =
            page.aliases.iter().filter(|a| a.derived).map(|a| (a.alias.as_str(), a.confidence)).collect();
        assert_eq!(derived, seed);
        assert!(page.aliases.iter().take(7).all(|a| a.kind == "common" && a.confidence_word == "medium"));
    }

    #[test]
    fn every_role_has_a_page() {
        let (taxonomy, reference) = (load(&embedded_files()).unwrap(), Reference::load(&[]).unwrap());
        for focus in (0..taxonomy.foci.len()).step_by(101) {
            for level in taxonomy.levels_of(focus) {
                let page = RolePage::of(&taxonomy, &reference, &taxonomy.role(focus, Some(level)));
                assert!(page.summary.ends_with('.') && page.summary.len() > 40, "{}: {}", page.code, page.summary);
                assert_eq!(page.adjacent.len(), NEIGHBOURS);
            }
        }
    }
}
