//! The aliases of a focus or role.
//!
//! They are most of a taxonomy, and most commands look at those of a few foci: the aliases in the binary are read when
//! they are first looked at. Whoever does so sees a slice.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::{Error, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::model::Alias;

/// A list of aliases, in the order of the file.
#[derive(Clone, Default)]
pub struct Aliases {
    /// As [`crate::bake`] wrote them; nothing where they were read from a text.
    baked: &'static [u8],
    list: OnceLock<Vec<Alias>>,
}

impl Deref for Aliases {
    type Target = [Alias];

    fn deref(&self) -> &[Alias] {
        // The bytes are the program's own, and a test reads all of them.
        self.list.get_or_init(|| postcard::from_bytes(self.baked).unwrap_or_default())
    }
}

impl From<Vec<Alias>> for Aliases {
    fn from(list: Vec<Alias>) -> Aliases {
        Aliases { baked: &[], list: list.into() }
    }
}

impl FromIterator<Alias> for Aliases {
    fn from_iter<I: IntoIterator<Item = Alias>>(aliases: I) -> Aliases {
        Vec::from_iter(aliases).into()
    }
}

impl<'a> IntoIterator for &'a Aliases {
    type Item = &'a Alias;
    type IntoIter = std::slice::Iter<'a, Alias>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Aliases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl Serialize for Aliases {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let list: &[Alias] = self;
        // Nothing at all for an empty list: that costs nothing to read.
        let bytes = if list.is_empty() { Ok(Vec::new()) } else { postcard::to_allocvec(list) };
        serializer.serialize_bytes(&bytes.map_err(S::Error::custom)?)
    }
}

impl<'de: 'static> Deserialize<'de> for Aliases {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Aliases, D::Error> {
        deserializer.deserialize_bytes(Bytes)
    }
}

struct Bytes;

impl<'de: 'static> Visitor<'de> for Bytes {
    type Value = Aliases;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes of a list of aliases")
    }

    fn visit_borrowed_bytes<E: Error>(self, baked: &'de [u8]) -> Result<Aliases, E> {
        Ok(Aliases { baked, list: OnceLock::new() })
    }
}
