//! Phrases for [`crate::bake`]: column by column, as lists of numbers. For `#[serde(with = "phrases")]`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Phrase, PhraseKind};
use crate::bake::flat;

#[derive(Serialize, Deserialize)]
struct Columns {
    #[serde(with = "flat")]
    foci: Vec<u32>,
    #[serde(with = "flat")]
    kinds: Vec<u32>,
    #[serde(with = "flat")]
    aliases: Vec<u32>,
    #[serde(with = "flat")]
    confidences: Vec<f32>,
    #[serde(with = "flat")]
    weights: Vec<f32>,
}

/// The number of the first role's kind; those of its sisters follow.
const FIRST_ROLE: u32 = 3;

pub(super) fn serialize<S: Serializer>(phrases: &[Phrase], serializer: S) -> Result<S::Ok, S::Error> {
    let columns = Columns {
        foci: phrases.iter().map(|p| number(p.focus)).collect(),
        kinds: phrases.iter().map(|p| kind_number(p.kind)).collect(),
        aliases: phrases.iter().map(|p| number(p.alias)).collect(),
        confidences: phrases.iter().map(|p| p.confidence).collect(),
        weights: phrases.iter().map(|p| p.weight).collect(),
    };
    columns.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Phrase>, D::Error> {
    let Columns { foci, kinds, aliases, confidences, weights } = Columns::deserialize(deserializer)?;
    let columns = foci.into_iter().zip(kinds).zip(aliases).zip(confidences).zip(weights);
    let phrase = |((((focus, kind), alias), confidence), weight)| Phrase {
        focus: index(focus),
        kind: kind_of(kind),
        alias: index(alias),
        confidence,
        weight,
    };
    Ok(columns.map(phrase).collect())
}

fn kind_number(kind: PhraseKind) -> u32 {
    match kind {
        PhraseKind::Name => 0,
        PhraseKind::Area => 1,
        PhraseKind::Worker => 2,
        PhraseKind::Role(role) => number(role).saturating_add(FIRST_ROLE),
    }
}

fn kind_of(number: u32) -> PhraseKind {
    match number {
        0 => PhraseKind::Name,
        1 => PhraseKind::Area,
        2 => PhraseKind::Worker,
        role => PhraseKind::Role(index(role - FIRST_ROLE)),
    }
}

/// `usize::MAX`, which stands for no alias, is `u32::MAX` there and back.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn index(number: u32) -> usize {
    if number == u32::MAX { usize::MAX } else { number as usize }
}
