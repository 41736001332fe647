//! One writer at a time: who changes the decisions file holds a lock beside it while reading, merging and writing.
//!
//! The file itself cannot be locked, since a new one takes its place. The lock is the operating system's on
//! `.<name>.lock`, so it ends with the process, however that ends; the file is removed by who held it last.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use fs4::FileExt;
use same_file::Handle;

use super::ReviewError;
use crate::write::WriteError;

/// The lock, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    // Dropped, and thereby unlocked, after the file is removed.
    _file: File,
}

impl Lock {
    /// Waits until nobody else changes `decisions`.
    ///
    /// # Errors
    /// When the folder takes no files, or the file system knows no locks.
    pub fn wait(decisions: &Path) -> Result<Lock, ReviewError> {
        // Through a link, all lock beside the one file that they mean.
        let decisions = &decisions.canonicalize().unwrap_or_else(|_| decisions.to_owned());
        let folder = decisions.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(WriteError::NoFolder { path: decisions.clone(), folder: folder.to_owned() }.into());
        }
        let name = decisions.file_name().unwrap_or_default().to_string_lossy();
        let path = folder.join(format!(".{name}.lock"));
        loop {
            let opened = File::options().create(true).truncate(false).write(true).open(&path);
            // That the lock is refused says nothing to people; that the file beside it cannot be written does.
            let refused = |source: io::Error| WriteError::Io { name: decisions.display().to_string(), source };
            let file = opened.map_err(refused)?;
            FileExt::lock(&file).map_err(|source| ReviewError::Lock { path: decisions.clone(), source })?;
            if is_at(&file, &path) {
                return Ok(Lock { path, _file: file });
            }
            // Who held it before removed the file while we waited; another one counts now.
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // One that stays does no harm: it is locked again, not obeyed.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Whether the opened file is the one that others would open.
fn is_at(file: &File, path: &Path) -> bool {
    let own = file.try_clone().and_then(Handle::from_file);
    matches!((own, Handle::from_path(path)), (Ok(own), Ok(there)) if own == there)
}
