//! Where the rows went: function by level.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::Entry;
use crate::taxonomy::{Level, Taxonomy};

/// Rows with a role, accepted or in review, by function and level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Functions {
    /// The levels that occur, in their order; none in a catalogue without levels.
    pub levels: Vec<Level>,
    /// The functions that occur, those with the most rows first.
    pub functions: Vec<FunctionRow>,
}

/// Rows of one function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FunctionRow {
    /// "SEI"; empty in a flat catalogue.
    pub code: String,
    /// "Security Engineering (InfoSec)".
    pub name: String,
    /// All of its rows.
    pub rows: u64,
    /// Rows at each of [`Functions::levels`].
    pub by_level: Vec<u64>,
}

impl Functions {
    pub(super) fn of(taxonomy: &Taxonomy, entries: &[Entry]) -> Functions {
        let mut rows: FxHashMap<usize, BTreeMap<Option<Level>, u64>> = FxHashMap::default();
        for entry in entries {
            if let Some(best) = &entry.outcome.best {
                let function = taxonomy.foci[best.role.focus].function;
                *rows.entry(function).or_default().entry(best.role.level).or_default() += entry.rows;
            }
        }
        let occurs = |level: &Level| rows.values().any(|levels| levels.contains_key(&Some(*level)));
        let levels: Vec<Level> = Level::ALL.into_iter().filter(occurs).collect();
        let row = |(function, by_level): (&usize, &BTreeMap<Option<Level>, u64>)| FunctionRow {
            code: taxonomy.functions[*function].code.clone(),
            name: taxonomy.functions[*function].name.clone(),
            rows: by_level.values().sum(),
            by_level: levels.iter().map(|level| by_level.get(&Some(*level)).copied().unwrap_or(0)).collect(),
        };
        let mut functions: Vec<FunctionRow> = rows.iter().map(row).collect();
        functions
            .sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.code.cmp(&b.code)).then_with(|| a.name.cmp(&b.name)));
        Functions { levels, functions }
    }
}
