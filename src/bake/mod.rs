//! The taxonomy of the binary in the form in which the program reads it when it starts.
//!
//! Parsing the texts, normalising every alias and building the index take a hundred times as long as matching a title, and
//! come out the same at every start. So `build.rs`, which compiles this module too, does it once and writes two files:
//! the [`crate::taxonomy::Taxonomy`] and its [`Index`], by postcard. The texts stay the source, and `--taxonomy` still reads such texts; a test
//! holds the two ways together.

pub mod flat;

use serde::{Deserialize, Serialize};

use crate::candidates::Index;
use crate::level::RankWords;
use crate::normalize::Lexicon;
use crate::taxonomy::{SourceFile, TaxonomyError, load};

/// What [`bake`] makes of the files of a taxonomy.
#[derive(Debug, PartialEq, Eq)]
pub struct Baked {
    /// The taxonomy.
    pub taxonomy: Vec<u8>,
    /// Its index.
    pub index: Vec<u8>,
}

/// Turns the files of a taxonomy into what [`read`] reads.
///
/// # Errors
/// Where the files hold no taxonomy, with file and line.
pub fn bake(files: &[SourceFile]) -> Result<Baked, TaxonomyError> {
    let taxonomy = load(files)?;
    let lexicon = Lexicon::load(files)?;
    let index = Index::new(&taxonomy, &lexicon, &RankWords::new(&taxonomy.ladder, &lexicon));
    Ok(Baked { taxonomy: write(&taxonomy)?, index: write(&index)? })
}

fn write<T: Serialize>(value: &T) -> Result<Vec<u8>, TaxonomyError> {
    postcard::to_allocvec(value).map_err(TaxonomyError::Baked)
}

/// Reads what [`bake`] wrote.
///
/// # Errors
/// Where the bytes are something else.
pub fn read<T: Deserialize<'static>>(bytes: &'static [u8]) -> Result<T, TaxonomyError> {
    postcard::from_bytes(bytes).map_err(TaxonomyError::Baked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::{Taxonomy, embedded_files};

    #[test]
    fn the_binary_carries_what_its_texts_say() {
        let baked = bake(&embedded_files()).unwrap();
        // Written anew, so that every alias and every table has been read.
        let again = Baked {
            taxonomy: write(&Taxonomy::embedded().unwrap()).unwrap(),
            index: write(&Index::embedded().unwrap()).unwrap(),
        };
        assert!(again.taxonomy == baked.taxonomy, "the taxonomy differs");
        assert!(again.index == baked.index, "the index differs");
    }

    #[test]
    fn other_bytes_are_an_error() {
        assert!(read::<Index>(b"no index").is_err());
    }
}
