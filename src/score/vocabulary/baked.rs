//! The vocabulary for [`crate::bake`]: one text of all words, and lists of numbers.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{PackedStem, Text, Vocabulary, WordId};
use crate::bake::flat;

#[derive(Serialize, Deserialize)]
struct Columns<'a> {
    /// All words, one behind the other.
    text: &'a str,
    /// Where each ends.
    #[serde(with = "flat")]
    ends: Vec<u32>,
    #[serde(with = "flat")]
    weights: Vec<f32>,
    #[serde(with = "flat")]
    by_stem: Vec<WordId>,
    #[serde(with = "flat")]
    stems: Vec<PackedStem>,
    #[serde(with = "flat")]
    by_initial: Vec<WordId>,
    #[serde(with = "flat")]
    letters: Vec<u64>,
    #[serde(with = "flat")]
    initials: Vec<(u32, u32)>,
    #[serde(with = "flat")]
    ranks: Vec<WordId>,
}

impl Serialize for Vocabulary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::new();
        let mut ends = Vec::with_capacity(self.words.len());
        for word in &self.words {
            text.push_str(word);
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        let mut ranks: Vec<WordId> = self.ranks.iter().copied().collect();
        ranks.sort_unstable();
        let columns = Columns {
            text: &text,
            ends,
            weights: self.weights.clone(),
            by_stem: self.by_stem.clone(),
            stems: self.stems.clone(),
            by_initial: self.by_initial.clone(),
            letters: self.letters.clone(),
            initials: self.initials.clone(),
            ranks,
        };
        columns.serialize(serializer)
    }
}

impl<'de: 'static> Deserialize<'de> for Vocabulary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Vocabulary, D::Error> {
        let Columns { text, ends, weights, by_stem, stems, by_initial, letters, initials, ranks } =
            Columns::<'de>::deserialize(deserializer)?;
        let starts = [0].into_iter().chain(ends.iter().copied());
        let words: Vec<Text> =
            starts.zip(&ends).map(|(start, end)| Text::Borrowed(&text[start as usize..*end as usize])).collect();
        let ids = words.iter().cloned().zip(0..).collect();
        let ranks = ranks.into_iter().collect();
        Ok(Vocabulary { ids, words, weights, by_stem, stems, by_initial, letters, initials, ranks })
    }
}
