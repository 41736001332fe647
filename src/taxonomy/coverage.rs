//! How much of the standards the roles of a taxonomy reach.

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::model::Classification;
use super::reference::{Groups, Reference};

/// Groups that some role is classified into, themselves or by a group within them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub covered: usize,
    /// Of how many that the standard has.
    pub of: usize,
    /// The one by the other, 0–1, to three decimals.
    pub share: f64,
}

/// Coverage at each depth of both standards.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coverage {
    /// SOC 2018 major groups.
    pub soc_major: Share,
    /// SOC 2018 minor groups.
    pub soc_minor: Share,
    /// SOC 2018 broad occupations.
    pub soc_broad: Share,
    /// SOC 2018 detailed occupations.
    pub soc_detailed: Share,
    /// ISCO-08 major groups.
    pub isco_major: Share,
    /// ISCO-08 sub-major groups.
    pub isco_sub_major: Share,
    /// ISCO-08 minor groups.
    pub isco_minor: Share,
    /// ISCO-08 unit groups.
    pub isco_unit: Share,
}

impl Coverage {
    /// What the classifications cover; codes that a standard does not have cover nothing.
    pub(super) fn of(classifications: &[Classification], reference: &Reference) -> Coverage {
        let soc = shares(&reference.soc, classifications.iter().map(|c| c.soc.as_str()));
        let isco = shares(&reference.isco, classifications.iter().map(|c| c.isco.as_str()));
        let [soc_major, soc_minor, soc_broad, soc_detailed] = soc;
        let [isco_major, isco_sub_major, isco_minor, isco_unit] = isco;
        Coverage { soc_major, soc_minor, soc_broad, soc_detailed, isco_major, isco_sub_major, isco_minor, isco_unit }
    }
}

fn shares<'a>(groups: &Groups, codes: impl Iterator<Item = &'a str>) -> [Share; 4] {
    let mut covered: FxHashSet<&str> = FxHashSet::default();
    for code in codes.collect::<FxHashSet<_>>() {
        let mut next = groups.get(code);
        while let Some(group) = next.filter(|g| covered.insert(&g.code)) {
            next = groups.parent(group);
        }
    }
    [0, 1, 2, 3].map(|depth| {
        let of = groups.at_depth(depth).count();
        let covered = groups.at_depth(depth).filter(|g| covered.contains(g.code.as_str())).count();
        // The list of a folder may leave out a depth.
        #[expect(clippy::cast_precision_loss, reason = "some hundreds of groups")]
        let share = if of == 0 { 0.0 } else { (covered as f64 / of as f64 * 1000.0).round() / 1000.0 };
        Share { covered, of, share }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_covers_the_groups_it_is_in() {
        let classified = |soc: &str, isco: &str| Classification {
            soc: soc.to_owned(),
            isco: isco.to_owned(),
            ..Classification::default()
        };
        let all = [
            classified("29-1221", "2212"),
            classified("29-1211", "2212"),
            classified("15-0000", ""),
            classified("99-9999", "9999"),
        ];
        let coverage = Coverage::of(&all, &Reference::load(&[]).unwrap());
        let counts = |shares: [Share; 4]| shares.map(|s| (s.covered, s.of));
        let c = coverage;
        assert_eq!(
            counts([c.soc_major, c.soc_minor, c.soc_broad, c.soc_detailed]),
            [(2, 23), (1, 98), (1, 459), (2, 867)]
        );
        assert_eq!(
            counts([c.isco_major, c.isco_sub_major, c.isco_minor, c.isco_unit]),
            [(1, 10), (1, 43), (1, 130), (1, 436)]
        );
        assert!((c.isco_major.share - 0.1).abs() < 1e-9);
    }
}
