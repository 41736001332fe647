//! Foci by code: decisions and labels come by the ten thousand, and a catalogue may have as many roles.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::model::{Shape, Taxonomy};

/// Finds the focus of a code; made when first asked for.
#[derive(Debug, Default)]
pub(super) struct Codes(OnceLock<FxHashMap<String, usize>>);

/// A copy of a taxonomy may be changed, so it finds out anew.
impl Clone for Codes {
    fn clone(&self) -> Codes {
        Codes::default()
    }
}

impl Taxonomy {
    /// The focus with this code, in any case; in a list, the focus of the role with this code.
    pub(super) fn focus_of_code(&self, code: &str) -> Option<usize> {
        let codes = self.codes.0.get_or_init(|| {
            let foci = self.foci.iter().enumerate();
            let own = foci.flat_map(|(at, focus)| {
                let roles = focus.roles.iter().filter(|_| self.shape == Shape::List).map(|role| &role.code);
                let focus = Some(&focus.code).filter(|_| self.shape == Shape::Ladder);
                focus.into_iter().chain(roles).map(move |code| (code.to_ascii_uppercase(), at))
            });
            let mut codes = FxHashMap::default();
            // The first of several counts.
            own.for_each(|(code, at)| _ = codes.entry(code).or_insert(at));
            codes
        });
        codes.get(&code.to_ascii_uppercase()).copied()
    }
}
