//! The title aliases of a role's page: those that follow from the ladder, then those that stand in the taxonomy.

use serde::Serialize;

use crate::taxonomy::{Alias, Level, LevelDistribution, ResolvedRole, Shape, Taxonomy, confidence_word};

/// A row of the alias table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageAlias {
    /// The title.
    pub alias: String,
    /// "common" where nothing else is said.
    #[serde(rename = "type")]
    pub kind: String,
    /// 0–1.
    pub confidence: f32,
    /// "medium".
    pub confidence_word: &'static str,
    /// Whether a person has confirmed it; `None` where nobody said, and for what follows from the ladder.
    pub approved: Option<bool>,
    /// Whether it follows from the ladder and stands in no file.
    pub derived: bool,
}

pub(super) fn of(taxonomy: &Taxonomy, role: &ResolvedRole) -> Vec<PageAlias> {
    let focus = &taxonomy.foci[role.focus];
    let mut rows = match (taxonomy.shape, role.level) {
        (Shape::Ladder, Some(level)) => derived(taxonomy, role.focus, level),
        _ => Vec::new(),
    };
    // Of the focus: how surely the phrase means the focus, at whatever level.
    rows.extend(focus.aliases.iter().map(|a| stated(a, a.confidence)));
    let own = taxonomy.own_role(role);
    rows.extend(own.into_iter().flat_map(|r| &r.aliases).map(|a| stated(a, a.confidence * a.level_confidence)));
    rows
}

fn stated(alias: &Alias, confidence: f32) -> PageAlias {
    PageAlias {
        alias: alias.text.to_string(),
        kind: alias.kind.to_string(),
        confidence,
        confidence_word: confidence_word(confidence),
        approved: alias.approved,
        derived: false,
    }
}

/// Numbers, level words and the range upwards, in the order of the first page.
fn derived(taxonomy: &Taxonomy, focus: usize, level: Level) -> Vec<PageAlias> {
    let ladder = &taxonomy.ladder;
    let name = taxonomy.work_name(focus);
    let mut rows = Vec::new();
    let mut add = |alias: String, confidence: f32| {
        let confidence_word = confidence_word(confidence);
        rows.push(PageAlias {
            alias,
            kind: "common".to_owned(),
            confidence,
            confidence_word,
            approved: None,
            derived: true,
        });
    };
    // A bare number says nothing about people who lead: "Security Engineering 2" is no manager.
    for number in ladder.numbers.iter().filter(|_| !level.track().leads()) {
        for (said, digits) in [(&number.roman, roman(number.value)), (&number.digit, number.value.to_string())] {
            if let Some(confidence) = says(said, level) {
                add(format!("{name} {digits}"), confidence);
            }
        }
    }
    for word in &ladder.words {
        if let (Some(title), Some(confidence)) = (&word.title, says(&word.levels, level)) {
            add(title.replace("{}", name), confidence);
        }
    }
    if let Some(above) = Level::new(level.track(), level.number() + 1) {
        add(format!("{level}–{above}"), ladder.grade.range);
    }
    rows
}

/// The confidence of a level, where it is the best reading: on its own track for those who do, on both tracks of
/// leadership for those who lead. A word for leaders is no alias of those who do not lead.
fn says(levels: &LevelDistribution, level: Level) -> Option<f32> {
    if levels.leads() != level.track().leads() {
        return None;
    }
    let same_side = |l: Level| if level.track().leads() { l.track().leads() } else { l.track() == level.track() };
    levels.best(same_side).filter(|(best, _)| *best == level).map(|(_, confidence)| confidence)
}

fn roman(number: u8) -> String {
    const NUMERALS: [&str; 7] = ["", "I", "II", "III", "IV", "V", "VI"];
    NUMERALS.get(usize::from(number)).map_or_else(|| number.to_string(), |r| (*r).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::{embedded_files, load};

    fn derived_of(code: &str) -> Vec<String> {
        let taxonomy = load(&embedded_files()).unwrap();
        let role = taxonomy.find(code).unwrap();
        of(&taxonomy, &role).into_iter().filter(|a| a.derived).map(|a| a.alias).collect()
    }

    #[test]
    fn managers_are_called_by_words_only() {
        assert_eq!(derived_of("SEI.APP.M2"), ["Application Security Manager", "M2–M3"]);
        assert_eq!(
            derived_of("SEI.APP.M4"),
            ["Head of Application Security", "Application Security Director", "M4–M5"]
        );
    }

    #[test]
    fn the_top_of_a_track_has_no_range() {
        assert!(derived_of("SEI.GEN.P6").iter().all(|a| !a.contains('–')));
        assert_eq!(derived_of("SEI.GEN.E4"), ["Chief Security Engineering (InfoSec) Officer"]);
    }
}
