//! Memory that is used for title after title: matching a title allocates next to nothing.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::shares::Shares;
use super::{Gathered, Lookup};
use crate::score::evidence::EvidenceSums;
use crate::score::{Alignment, Meaning};

/// Memory that is used for title after title.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) shares: Shares,
    /// The positions of the title's words, the most telling first.
    pub(super) order: Vec<(f32, usize)>,
    pub(super) lookups: Vec<Lookup>,
    /// The phrases to compare.
    pub gathered: Gathered,
    /// Which words of a phrase meet which of the title.
    pub aligned: Alignment,
    /// Meanings of words seen before.
    pub meanings: FxHashMap<String, Arc<Meaning>>,
    /// The same for words of titles in other languages.
    pub foreign: FxHashMap<String, Arc<Meaning>>,
    /// What the words of the title at hand say.
    pub sums: EvidenceSums,
    /// How likely they make each occupational group.
    pub group_shares: Vec<f32>,
}
