//! Bakes `taxonomy/` into the form in which the program reads it when it starts; see `src/bake/mod.rs`.
//!
//! The modules that read the files and build the index are compiled into this script as they stand, so that both ways
//! are the same code. They must not use other modules of the crate unless behind `cfg(baked)`, which holds in the program only.

#![allow(dead_code, unused_imports, missing_docs, reason = "the script needs a part of what the modules have")]

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

#[path = "src/bake/mod.rs"]
mod bake;
#[path = "src/candidates/mod.rs"]
mod candidates;
#[path = "src/level/mod.rs"]
mod level;
#[path = "src/normalize/mod.rs"]
mod normalize;
#[path = "src/score/mod.rs"]
mod score;
#[path = "src/taxonomy/mod.rs"]
mod taxonomy;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-cfg=baked");
    // Cargo knows by itself when the modules have changed.
    println!("cargo::rerun-if-changed=taxonomy");
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("taxonomy");
    let baked = taxonomy::read_folder(&folder).and_then(|files| bake::bake(&files));
    let baked = match baked {
        Ok(baked) => baked,
        Err(error) => {
            println!("cargo::error=taxonomy/{error}");
            return Err("the taxonomy cannot be baked".into());
        }
    };
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("taxonomy.bin"), baked.taxonomy)?;
    fs::write(out.join("index.bin"), baked.index)?;
    Ok(())
}
