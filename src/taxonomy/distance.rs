//! How far two roles are from each other, by their coordinates alone: level rank, track, focus, function,
//! superfunction.
//!
//! ```text
//! distance = WORK × work + RANK × rank + TRACK × track          each part 0–1, the weights sum to 1
//!
//! work     0 the same focus, 0.32 the same function, 0.70 the same superfunction, else 1
//! rank     f(difference of ranks) ÷ f(11), where f(d) = d ÷ (d + 3)
//! track    0 the same track, 0.5 both or neither lead people, else 1
//! ```
//!
//! Each part is 0 for a role itself and the same from both sides, so the distance is too. It says nothing about how
//! alike two texts are; that is the business of `score`.

use serde::Serialize;

use super::code::{Level, Track};
use super::model::{ResolvedRole, Shape, Taxonomy};

/// What the work is matters most: a job elsewhere is learnt anew, a level is grown into.
const WORK: f32 = 0.50;
/// The whole ladder from trainee to chief officer outweighs a change of function within the superfunction.
const RANK: f32 = 0.35;
/// Moving between doing and leading weighs a little more than one level (0.15 against 0.11).
const TRACK: f32 = 0.15;

/// Another focus of the same function: a little farther (0.16) than a change of track within the focus.
const SAME_FUNCTION: f32 = 0.32;
/// Another function of the same superfunction, on the same level: 0.35, which is related but not near.
const SAME_SUPERFUNCTION: f32 = 0.70;
/// Professionals and support, managers and executives: they differ in kind of work rather than in leading.
const SAME_SIDE: f32 = 0.5;

/// Ranks at which half of the effect is reached: a step is felt most at the bottom, and the tenth one hardly any more.
const HALF_RANKS: f32 = 3.0;
/// From rank 1 to rank 12.
const MOST_RANKS: f32 = 11.0;

/// Up to here a step that people take within a year or two: one or two levels, the manager's job, a sister focus.
const NEAR: f32 = 0.20;
/// Up to here there is common ground: the same function at any level that is not far, or the same superfunction.
const RELATED: f32 = 0.48;

/// What a distance means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proximity {
    /// Up to 0.20: a usual next step.
    Near,
    /// Up to 0.48: common ground.
    Related,
    /// Another trade, or the other end of the ladder.
    Distant,
}

impl Proximity {
    /// The band of a distance.
    #[must_use]
    pub fn of(distance: f32) -> Proximity {
        match distance {
            d if d <= NEAR => Proximity::Near,
            d if d <= RELATED => Proximity::Related,
            _ => Proximity::Distant,
        }
    }

    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Proximity::Near => "near",
            Proximity::Related => "related",
            Proximity::Distant => "distant",
        }
    }
}

/// A role seen from another one.
#[derive(Debug, Clone, Serialize)]
pub struct Neighbour {
    /// The role.
    #[serde(flatten)]
    pub role: ResolvedRole,
    /// 0–1.
    pub distance: f32,
    /// What that means.
    pub band: Proximity,
}

impl Taxonomy {
    /// The distance between two roles, 0–1.
    #[must_use]
    pub fn distance(&self, a: &ResolvedRole, b: &ResolvedRole) -> f32 {
        if a.code == b.code {
            return 0.0;
        }
        self.between((a.focus, a.level), (b.focus, b.level))
    }

    /// The `n` roles nearest to a role, itself left out; ties in the order of their codes.
    #[must_use]
    pub fn adjacent(&self, role: &ResolvedRole, n: usize) -> Vec<Neighbour> {
        let mut all: Vec<(f32, usize, Option<Level>)> = Vec::new();
        for (i, focus) in self.foci.iter().enumerate() {
            let mut add = |level| all.push((self.between((role.focus, role.level), (i, level)), i, level));
            match self.shape {
                Shape::Ladder => Level::ALL.into_iter().filter(|l| self.has_level(i, *l)).for_each(|l| add(Some(l))),
                Shape::List => focus.roles.iter().for_each(|r| add(r.level)),
            }
        }
        all.retain(|(_, focus, level)| (*focus, *level) != (role.focus, role.level));
        all.sort_by(|a, b| {
            let code = |focus: usize| &self.foci[focus].code;
            a.0.total_cmp(&b.0).then_with(|| code(a.1).cmp(code(b.1))).then(a.2.cmp(&b.2))
        });
        let resolve = |(distance, focus, level): (f32, usize, Option<Level>)| Neighbour {
            role: self.role(focus, level),
            distance,
            band: Proximity::of(distance),
        };
        all.into_iter().take(n).map(resolve).collect()
    }

    fn between(&self, a: (usize, Option<Level>), b: (usize, Option<Level>)) -> f32 {
        let (rank, track) = match (a.1, b.1) {
            (Some(a), Some(b)) => {
                (ranks_apart(self.ladder.rank(a), self.ladder.rank(b)), tracks_apart(a.track(), b.track()))
            }
            // Where one level is unknown, nothing can be said of it.
            _ => (0.0, 0.0),
        };
        WORK * self.work_apart(a.0, b.0) + RANK * rank + TRACK * track
    }

    fn work_apart(&self, a: usize, b: usize) -> f32 {
        if a == b {
            return 0.0;
        }
        let (a, b) = (self.foci[a].function, self.foci[b].function);
        let (f, g) = (&self.functions[a], &self.functions[b]);
        // A catalogue without functions has one without a name; it says no more than that the company is the same.
        if a == b && !f.name.is_empty() {
            SAME_FUNCTION
        } else if a == b || (f.superfunction.is_some() && f.superfunction == g.superfunction) {
            SAME_SUPERFUNCTION
        } else {
            1.0
        }
    }
}

fn ranks_apart(a: u8, b: u8) -> f32 {
    let saturating = |d: f32| d / (d + HALF_RANKS);
    saturating(f32::from(a.abs_diff(b))) / saturating(MOST_RANKS)
}

fn tracks_apart(a: Track, b: Track) -> f32 {
    match (a, b) {
        _ if a == b => 0.0,
        _ if a.leads() == b.leads() => SAME_SIDE,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::{embedded_files, load};

    fn taxonomy() -> Taxonomy {
        load(&embedded_files()).unwrap()
    }

    #[test]
    fn the_parts_sum_to_one() {
        assert!((WORK + RANK + TRACK - 1.0).abs() < 1e-6);
        assert!((ranks_apart(1, 12) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn neighbours_of_the_first_page_are_its_levels_its_manager_and_its_sisters() {
        let taxonomy = taxonomy();
        let role = taxonomy.find("SEI.GEN.P5").unwrap();
        let near: Vec<String> = taxonomy.adjacent(&role, 5).into_iter().map(|n| n.role.code).collect();
        assert_eq!(near, ["SEI.GEN.P4", "SEI.GEN.P6", "SEI.GEN.M2", "SEI.APP.P5", "SEI.ARC.P5"]);
        assert!(taxonomy.adjacent(&role, 5).iter().all(|n| n.band == Proximity::Near));
    }

    #[test]
    fn the_distance_is_symmetric_within_bounds_and_zero_only_for_a_role_itself() {
        let taxonomy = taxonomy();
        let roles: Vec<ResolvedRole> = (0..taxonomy.foci.len())
            .step_by(37)
            .flat_map(|f| taxonomy.levels_of(f).into_iter().map(move |l| (f, l)))
            .map(|(f, l)| taxonomy.role(f, Some(l)))
            .collect();
        for a in &roles {
            for b in &roles {
                let there = taxonomy.distance(a, b);
                assert!((there - taxonomy.distance(b, a)).abs() < 1e-6, "{} {}", a.code, b.code);
                assert!((0.0..=1.0).contains(&there), "{} {}: {there}", a.code, b.code);
                assert_eq!(there == 0.0, a.code == b.code, "{} {}", a.code, b.code);
            }
        }
    }

    #[test]
    fn bands_follow_the_coordinates() {
        let taxonomy = taxonomy();
        let band =
            |a: &str, b: &str| Proximity::of(taxonomy.distance(&taxonomy.find(a).unwrap(), &taxonomy.find(b).unwrap()));
        assert_eq!(band("SEI.GEN.P5", "SEI.GEN.P4"), Proximity::Near);
        assert_eq!(band("SEI.GEN.P5", "SEI.APP.P5"), Proximity::Near);
        assert_eq!(band("SEI.GEN.P5", "SEI.GEN.E1"), Proximity::Related);
        assert_eq!(band("SEI.GEN.P5", "SWE.GEN.P5"), Proximity::Related);
        assert_eq!(band("SEI.GEN.P5", "NUR.GEN.P5"), Proximity::Distant);
    }
}
