//! The facts of a run, for the hidden sheet of the review workbook: what was matched, against what, and how. No time and no
//! machine is among them, so that the same run has the same facts.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::cli::config::Config;
use crate::read::{Input, Layout};
use crate::taxonomy::Taxonomy;

/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;

/// Names and values, the number of the run first: it is made of all the others.
pub fn gather(inputs: &[Input], layouts: &[Layout], taxonomy: &Taxonomy, config: &Config) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut fact = |name: &str, value: String| facts.push((name.to_owned(), value));
    let version = &taxonomy.version;
    fact("canon", env!("CARGO_PKG_VERSION").to_owned());
    fact("taxonomy", version.version.clone());
    fact("taxonomy date", version.date.clone());
    fact("taxonomy status", version.status.clone());
    if let Some(path) = &config.values.taxonomy {
        fact("taxonomy from", path.display().to_string());
    }
    for (input, layout) in inputs.iter().zip(layouts) {
        fact("input", layout.source.clone());
        fact("input sha256", hash(input).unwrap_or_else(|why| format!("not known: {why}")));
        let columns = [
            ("title column", Some(&layout.title)),
            ("department column", layout.department.as_ref()),
            ("family column", layout.family.as_ref()),
            ("grade column", layout.grade.as_ref()),
            ("years column", layout.years.as_ref()),
            ("manages column", layout.manages.as_ref()),
            ("manager column", layout.manager.as_ref()),
        ];
        for (name, column) in columns {
            if let Some(column) = column {
                fact(name, column.name.clone());
            }
        }
    }
    let thresholds = &config.thresholds;
    fact("accept", thresholds.accept.to_string());
    fact("reject", thresholds.reject.to_string());
    fact("accept_level", thresholds.accept_level.to_string());
    fact("margin", thresholds.margin.to_string());
    if let Some(path) = &config.values.decisions {
        fact("decisions", path.display().to_string());
        fact("decisions sha256", hash_of(path).unwrap_or_else(|why| format!("not known: {why}")));
    }
    let mut all = Sha256::new();
    for (name, value) in &facts {
        all.update(name);
        all.update([0]);
        all.update(value);
        all.update([0]);
    }
    let run = hex(&all.finalize());
    facts.insert(0, ("run".to_owned(), run[..16].to_owned()));
    facts
}

fn hash(input: &Input) -> io::Result<String> {
    match input {
        Input::Path(path) => hash_of(path),
        Input::Stdin => Err(io::Error::other("a stream is read only once")),
    }
}

fn hash_of(path: &Path) -> io::Result<String> {
    // A pipe that was read cannot be read again, and would never end.
    if !path.is_file() {
        return Err(io::Error::other("a stream is read only once"));
    }
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(hex(&hash.finalize())),
            read => hash.update(&chunk[..read]),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
