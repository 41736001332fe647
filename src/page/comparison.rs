//! Two roles side by side: their pages, what they share and what only one of them has.

use serde::Serialize;

use super::{ComponentGroup, RolePage};
use crate::taxonomy::{Proximity, Reference, ResolvedRole, Taxonomy};

/// Two roles side by side.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// One role.
    pub first: Side,
    /// The other.
    pub second: Side,
    /// 0–1.
    pub distance: f32,
    /// What that means.
    pub band: Proximity,
    /// Their components, kind by kind.
    pub components: Vec<SharedComponents>,
}

/// One of the two roles.
#[derive(Debug, Clone, Serialize)]
pub struct Side {
    /// Its page.
    #[serde(flatten)]
    pub page: RolePage,
    /// Its rank on the scale that all tracks share.
    pub rank: Option<u8>,
}

/// Components of one kind, by who has them.
#[derive(Debug, Clone, Serialize)]
pub struct SharedComponents {
    /// "Responsibilities".
    pub kind: &'static str,
    /// Both.
    pub both: Vec<String>,
    /// Only the first.
    pub first: Vec<String>,
    /// Only the second.
    pub second: Vec<String>,
}

impl Comparison {
    /// Puts two roles side by side.
    #[must_use]
    pub fn of(taxonomy: &Taxonomy, reference: &Reference, first: &ResolvedRole, second: &ResolvedRole) -> Comparison {
        let distance = taxonomy.distance(first, second);
        let side = |role: &ResolvedRole| Side {
            page: RolePage::of(taxonomy, reference, role),
            rank: role.level.map(|l| taxonomy.ladder.rank(l)),
        };
        let (first, second) = (side(first), side(second));
        let components = shared(&first.page.components, &second.page.components);
        Comparison { first, second, distance, band: Proximity::of(distance), components }
    }
}

fn shared(first: &[ComponentGroup], second: &[ComponentGroup]) -> Vec<SharedComponents> {
    let items = |groups: &[ComponentGroup], kind: &str| -> Vec<String> {
        let group = groups.iter().filter(|g| g.kind == kind);
        group.flat_map(|g| &g.items).map(|c| c.text.clone()).collect()
    };
    let has = |list: &[String], text: &str| list.iter().any(|other| other.eq_ignore_ascii_case(text));
    let mut kinds: Vec<&'static str> = first.iter().map(|g| g.kind).collect();
    kinds.extend(second.iter().map(|g| g.kind).filter(|k| !first.iter().any(|g| g.kind == *k)));
    let of_kind = |kind| {
        let (a, b) = (items(first, kind), items(second, kind));
        SharedComponents {
            kind,
            both: a.iter().filter(|t| has(&b, t)).cloned().collect(),
            first: a.iter().filter(|t| !has(&b, t)).cloned().collect(),
            second: b.iter().filter(|t| !has(&a, t)).cloned().collect(),
        }
    };
    kinds.into_iter().map(of_kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::{embedded_files, load};

    #[test]
    fn levels_of_one_function_share_what_neither_has_of_its_own() {
        let (taxonomy, reference) = (load(&embedded_files()).unwrap(), Reference::load(&[]).unwrap());
        let role = |code: &str| taxonomy.find(code).unwrap();
        let same = Comparison::of(&taxonomy, &reference, &role("SEI.GEN.P3"), &role("SEI.APP.P4"));
        assert!(same.components.iter().all(|c| c.first.is_empty() && c.second.is_empty() && !c.both.is_empty()));
        let other = Comparison::of(&taxonomy, &reference, &role("SEI.GEN.P5"), &role("SEI.GEN.P3"));
        assert!(other.components.iter().any(|c| !c.first.is_empty() && !c.second.is_empty()));
        assert_eq!((other.first.rank, other.second.rank), (Some(5), Some(3)));
    }
}
