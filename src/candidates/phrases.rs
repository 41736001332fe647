//! Phrases as bytes, for [`crate::bake`].

use super::{Phrase, PhraseKind};
use crate::bake::flat::Fixed;

/// Focus, kind, alias; confidence, weight.
type Numbers = ((u32, (u32, u32)), (f32, f32));

/// The number of the first role's kind; those of its sisters follow.
const FIRST_ROLE: u32 = 3;

impl Fixed for Phrase {
    const BYTES: usize = Numbers::BYTES;

    fn write(self, out: &mut Vec<u8>) {
        let kind = match self.kind {
            PhraseKind::Name => 0,
            PhraseKind::Area => 1,
            PhraseKind::Worker => 2,
            PhraseKind::Role(role) => number(role).saturating_add(FIRST_ROLE),
        };
        ((number(self.focus), (kind, number(self.alias))), (self.confidence, self.weight)).write(out);
    }

    #[inline]
    fn read(bytes: &[u8]) -> Phrase {
        let ((focus, (kind, alias)), (confidence, weight)) = Numbers::read(bytes);
        let kind = match kind {
            0 => PhraseKind::Name,
            1 => PhraseKind::Area,
            2 => PhraseKind::Worker,
            role => PhraseKind::Role(index(role - FIRST_ROLE)),
        };
        Phrase { focus: index(focus), kind, alias: index(alias), confidence, weight }
    }
}

/// `usize::MAX`, which stands for no alias, is `u32::MAX` there and back.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn index(number: u32) -> usize {
    if number == u32::MAX { usize::MAX } else { number as usize }
}
