//! From two sides to what changed, in groups, what weighs most first.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::DiffError;
use super::side::{Answer, Side};
use crate::decide::Band;
use crate::taxonomy::Level;

/// Of the distinct titles of the larger side, at least this share must be in the smaller, or the two have nothing to do with
/// each other.
const SHARED: f64 = 0.5;

/// What changed, the gravest first: a change is told in the first group that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It had a role and has none any more.
    NewlyUnmatched,
    /// Another focus.
    Code,
    /// The same focus at another level.
    Level,
    /// The same role or none before, now safe to use.
    NewlyAccepted,
    /// The same role, which a person should look at now.
    NoLongerAccepted,
    /// It had no role and has one to be reviewed.
    NewlyInReview,
    /// The same role in the same band with another role score.
    Score,
}

impl ChangeKind {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            ChangeKind::NewlyUnmatched => "newly unmatched",
            ChangeKind::Code => "code changed",
            ChangeKind::Level => "only level changed",
            ChangeKind::NewlyAccepted => "newly accepted",
            ChangeKind::NoLongerAccepted => "no longer accepted",
            ChangeKind::NewlyInReview => "unmatched before, now in review",
            ChangeKind::Score => "only score changed",
        }
    }

    /// Whether the code is another one; from none to one it is, too.
    #[must_use]
    pub fn is_of_code(self, old: &Answer, new: &Answer) -> bool {
        !matches!(self, ChangeKind::Score) && old.code != new.code
    }

    /// What changed between two answers; `None` when nothing did that counts. Scores that are less than `least` apart do not.
    fn between(old: &Answer, new: &Answer, least: f64) -> Option<ChangeKind> {
        let has_role = |answer: &Answer| !answer.code.is_empty();
        Some(match (has_role(old), has_role(new)) {
            (true, false) => ChangeKind::NewlyUnmatched,
            (false, true) if new.band == Band::Accepted => ChangeKind::NewlyAccepted,
            (false, true) => ChangeKind::NewlyInReview,
            (true, true) if old.code != new.code => {
                if same_focus(&old.code, &new.code) {
                    ChangeKind::Level
                } else {
                    ChangeKind::Code
                }
            }
            _ if old.band != Band::Accepted && new.band == Band::Accepted => ChangeKind::NewlyAccepted,
            _ if old.band == Band::Accepted && new.band != Band::Accepted => ChangeKind::NoLongerAccepted,
            _ if (old.score() - new.score()).abs() >= least - 1e-9 && old.role_score != new.role_score => {
                ChangeKind::Score
            }
            _ => return None,
        })
    }
}

/// Whether two codes differ in their levels alone: `SEI.GEN.P5` and `SEI.GEN.P4`. Other catalogues' codes say nothing of levels.
fn same_focus(a: &str, b: &str) -> bool {
    let split = |code: &str| -> Option<String> {
        let (focus, level) = code.rsplit_once('.')?;
        level.parse::<Level>().ok().map(|_| focus.to_owned())
    };
    matches!((split(a), split(b)), (Some(a), Some(b)) if a == b)
}

/// A title whose answer changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What changed.
    pub change: ChangeKind,
    /// Rows for which it did.
    pub rows: u64,
    /// The title.
    pub title: Arc<str>,
    /// Its answer before.
    pub old: Answer,
    /// Its answer after.
    pub new: Answer,
}

/// All changes of a kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The kind.
    pub change: ChangeKind,
    /// Rows of all of them.
    pub rows: u64,
    /// How many titles changed so.
    pub titles: usize,
    /// Each of them, those with the most rows first.
    pub changes: Vec<Change>,
}

/// Rows that went from a band to a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Before.
    pub from: Band,
    /// After.
    pub to: Band,
    /// How many.
    pub rows: u64,
}

/// What changed between two results.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// The name of the first.
    pub old: String,
    /// The name of the second.
    pub new: String,
    /// Rows that were compared.
    pub rows: u64,
    /// Rows that changed.
    pub changed_rows: u64,
    /// Rows whose titles only the first has, or has more often.
    pub only_old: u64,
    /// Rows whose titles only the second has, or has more often.
    pub only_new: u64,
    /// From which band to which, all compared rows.
    pub bands: Vec<Moved>,
    /// What changed, in the order of [`ChangeKind`]; kinds that do not occur are left out.
    pub groups: Vec<Group>,
}

impl Diff {
    /// Compares two results. Role scores that are less than `least` apart are the same.
    ///
    /// # Errors
    /// When they are not of the same titles.
    pub fn of(old: &Side, new: &Side, least: f64) -> Result<Diff, DiffError> {
        belong_together(old, new)?;
        let pairs = pairs(old, new);
        let mut bands: BTreeMap<(Band, Band), u64> = BTreeMap::new();
        let mut groups: BTreeMap<ChangeKind, BTreeMap<(u32, u32, u32), u64>> = BTreeMap::new();
        let mut changed_rows = 0;
        for (key, rows) in &pairs.rows {
            let (before, after) = (old.answers.value(key.1), new.answers.value(key.2));
            *bands.entry((before.band, after.band)).or_default() += rows;
            if let Some(kind) = ChangeKind::between(before, after, least) {
                *groups.entry(kind).or_default().entry(*key).or_default() += rows;
                changed_rows += rows;
            }
        }
        let group = |(change, titles): (ChangeKind, BTreeMap<(u32, u32, u32), u64>)| {
            let of = |(key, rows): (&(u32, u32, u32), &u64)| Change {
                change,
                rows: *rows,
                title: Arc::clone(old.titles.value(key.0)),
                old: old.answers.value(key.1).clone(),
                new: new.answers.value(key.2).clone(),
            };
            let mut changes: Vec<Change> = titles.iter().map(of).collect();
            changes.sort_by(|a, b| {
                let texts = |c: &Change| (Arc::clone(&c.title), Arc::clone(&c.old.code), Arc::clone(&c.new.code));
                b.rows.cmp(&a.rows).then_with(|| texts(a).cmp(&texts(b)))
            });
            let titles = changes.iter().map(|change| &change.title).collect::<std::collections::BTreeSet<_>>().len();
            Group { change, rows: changes.iter().map(|change| change.rows).sum(), titles, changes }
        };
        Ok(Diff {
            old: old.name.clone(),
            new: new.name.clone(),
            rows: pairs.rows.values().sum(),
            changed_rows,
            only_old: pairs.only_old,
            only_new: pairs.only_new,
            bands: bands.into_iter().map(|((from, to), rows)| Moved { from, to, rows }).collect(),
            groups: groups.into_iter().map(group).collect(),
        })
    }

    /// All changes, group by group.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.groups.iter().flat_map(|group| &group.changes)
    }
}

fn belong_together(old: &Side, new: &Side) -> Result<(), DiffError> {
    let (few, many) = if old.titles.values().len() <= new.titles.values().len() { (old, new) } else { (new, old) };
    let shared = few.titles.values().iter().filter(|title| many.titles.get(title).is_some()).count();
    let most = many.titles.values().len();
    if (shared as f64) < SHARED * most as f64 {
        let hint = if old.column == new.column {
            String::new()
        } else {
            format!(
                " (titles are taken from the column “{}” of the first and “{}” of the second; -s names another)",
                old.column, new.column
            )
        };
        return Err(DiffError::Strangers { old: old.name.clone(), new: new.name.clone(), shared, most, hint });
    }
    Ok(())
}

/// Which answers stand against each other: rows by number of the title (in the old side), of the old and of the new answer.
#[derive(Default)]
struct Pairs {
    rows: BTreeMap<(u32, u32, u32), u64>,
    only_old: u64,
    only_new: u64,
}

fn pairs(old: &Side, new: &Side) -> Pairs {
    let same = old.rows.len() == new.rows.len()
        && old.rows.iter().zip(&new.rows).all(|(a, b)| old.titles.value(a.0) == new.titles.value(b.0));
    if same { row_by_row(old, new) } else { by_title(old, new) }
}

fn row_by_row(old: &Side, new: &Side) -> Pairs {
    let mut pairs = Pairs::default();
    for (before, after) in old.rows.iter().zip(&new.rows) {
        *pairs.rows.entry((before.0, before.1, after.1)).or_default() += 1;
    }
    pairs
}

/// Answers that did not change are taken away first, so that a title in several contexts changes no more than it must.
fn by_title(old: &Side, new: &Side) -> Pairs {
    let mut pairs = Pairs::default();
    let (before, mut after) = (by_answer(old), by_answer(new));
    for (number, title) in (0u32..).zip(old.titles.values()) {
        let mut left: Vec<(u32, u64)> = before.get(&number).cloned().unwrap_or_default();
        let mut right = new.titles.get(title).and_then(|number| after.remove(&number)).unwrap_or_default();
        for same in [true, false] {
            for (a, rows) in &mut left {
                for (b, others) in &mut right {
                    let both = (*rows).min(*others);
                    if both > 0 && (!same || old.answers.value(*a) == new.answers.value(*b)) {
                        *pairs.rows.entry((number, *a, *b)).or_default() += both;
                        *rows -= both;
                        *others -= both;
                    }
                }
            }
        }
        pairs.only_old += left.iter().map(|(_, rows)| rows).sum::<u64>();
        pairs.only_new += right.iter().map(|(_, rows)| rows).sum::<u64>();
    }
    pairs.only_new += after.values().flatten().map(|(_, rows)| rows).sum::<u64>();
    pairs
}

/// Rows of each answer of each title, in the order of the answers.
fn by_answer(side: &Side) -> FxHashMap<u32, Vec<(u32, u64)>> {
    let mut counts: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for row in &side.rows {
        *counts.entry(*row).or_default() += 1;
    }
    let mut by_answer: FxHashMap<u32, Vec<(u32, u64)>> = FxHashMap::default();
    for ((title, answer), rows) in counts {
        by_answer.entry(title).or_default().push((answer, rows));
    }
    by_answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(rows: &[(&str, &str, Band, u16)]) -> Side {
        let mut side = Side::new("side");
        for (title, code, band, score) in rows {
            let role_score = (!code.is_empty()).then_some(*score);
            side.add(title, Answer { code: (*code).into(), title: "".into(), band: *band, role_score });
        }
        side
    }

    fn kinds(old: &Side, new: &Side) -> Vec<(ChangeKind, u64)> {
        Diff::of(old, new, 0.1).unwrap().groups.iter().map(|group| (group.change, group.rows)).collect()
    }

    #[test]
    fn every_kind_has_its_group() {
        use Band::{Accepted, Review, Unmatched};
        let old = side(&[
            ("a", "SEI.GEN.P5", Accepted, 900),
            ("b", "SEI.GEN.P5", Accepted, 900),
            ("c", "SEI.GEN.P5", Accepted, 900),
            ("d", "SEI.GEN.P5", Review, 700),
            ("e", "", Unmatched, 0),
            ("f", "", Unmatched, 0),
            ("g", "SEI.GEN.P5", Accepted, 900),
            ("h", "SEI.GEN.P5", Accepted, 900),
            ("i", "SEI.GEN.P5", Accepted, 900),
            ("j", "JOB1", Accepted, 900),
        ]);
        let new = side(&[
            ("a", "", Unmatched, 0),
            ("b", "ACC.GEN.P5", Review, 900),
            ("c", "SEI.GEN.P4", Accepted, 900),
            ("d", "SEI.GEN.P5", Accepted, 800),
            ("e", "SEI.GEN.P5", Accepted, 800),
            ("f", "SEI.GEN.P5", Review, 500),
            ("g", "SEI.GEN.P5", Review, 700),
            ("h", "SEI.GEN.P5", Accepted, 800),
            ("i", "SEI.GEN.P5", Accepted, 801),
            ("j", "JOB2", Accepted, 900),
        ]);
        let expected = [
            (ChangeKind::NewlyUnmatched, 1),
            (ChangeKind::Code, 2),
            (ChangeKind::Level, 1),
            (ChangeKind::NewlyAccepted, 2),
            (ChangeKind::NoLongerAccepted, 1),
            (ChangeKind::NewlyInReview, 1),
            (ChangeKind::Score, 1),
        ];
        assert_eq!(kinds(&old, &new), expected);
        assert_eq!(kinds(&old, &old), []);
    }

    #[test]
    fn rows_in_the_same_order_are_compared_one_by_one() {
        let old = side(&[("x", "A", Band::Accepted, 900), ("x", "B", Band::Accepted, 900)]);
        let new = side(&[("x", "B", Band::Accepted, 900), ("x", "A", Band::Accepted, 900)]);
        assert_eq!(kinds(&old, &new), [(ChangeKind::Code, 2)]);
    }

    #[test]
    fn in_another_order_the_answers_of_each_title_are() {
        let old =
            side(&[("x", "A", Band::Accepted, 900), ("x", "B", Band::Accepted, 900), ("y", "C", Band::Review, 500)]);
        let new =
            side(&[("y", "C", Band::Review, 500), ("x", "B", Band::Accepted, 900), ("x", "B", Band::Accepted, 900)]);
        let diff = Diff::of(&old, &new, 0.1).unwrap();
        assert_eq!((diff.rows, diff.changed_rows, diff.only_old, diff.only_new), (3, 1, 0, 0));
        let more =
            side(&[("y", "C", Band::Review, 500), ("x", "B", Band::Accepted, 900), ("z", "D", Band::Review, 500)]);
        let diff = Diff::of(&old, &more, 0.1).unwrap();
        assert_eq!((diff.rows, diff.changed_rows, diff.only_old, diff.only_new), (2, 0, 1, 1));
    }

    #[test]
    fn results_of_other_titles_are_refused() {
        let old = side(&[("x", "A", Band::Accepted, 900), ("y", "A", Band::Accepted, 900)]);
        let new = side(&[("p", "A", Band::Accepted, 900), ("q", "A", Band::Accepted, 900)]);
        assert!(matches!(Diff::of(&old, &new, 0.1), Err(DiffError::Strangers { shared: 0, most: 2, .. })));
    }
}
