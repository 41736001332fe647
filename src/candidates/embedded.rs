//! The index of the taxonomy in the binary.

use super::Index;
use crate::bake;
use crate::taxonomy::TaxonomyError;

static BAKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/index.bin"));

impl Index {
    /// The index of the taxonomy in the binary, as the build made it.
    ///
    /// # Errors
    /// Never, unless the binary was tampered with.
    pub fn embedded() -> Result<Index, TaxonomyError> {
        bake::read(BAKED)
    }
}
