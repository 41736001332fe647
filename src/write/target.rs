//! Where output goes: standard output, or a file that appears whole or not at all.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::WriteError;

/// Where output is to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Standard output.
    Stdout,
    /// A file.
    File(PathBuf),
}

impl Destination {
    /// `-` is standard output.
    #[must_use]
    pub fn parse(text: &str) -> Destination {
        if text == "-" { Destination::Stdout } else { Destination::File(PathBuf::from(text)) }
    }
}

/// Bytes per write call: large enough that a million rows cost a few hundred of them.
const BUFFER: usize = 256 * 1024;

/// An open destination.
#[derive(Debug)]
pub struct Target {
    name: String,
    out: Out,
}

#[derive(Debug)]
enum Out {
    Stdout(BufWriter<io::Stdout>),
    Device(BufWriter<std::fs::File>),
    File { file: Box<BufWriter<NamedTempFile>>, path: PathBuf },
}

impl Target {
    /// Opens a destination; for a file, a temporary one beside it, so that a path that cannot be written to is known
    /// before the work starts.
    ///
    /// # Errors
    /// When that is not possible.
    pub fn create(destination: &Destination) -> Result<Target, WriteError> {
        match destination {
            Destination::Stdout => {
                let out = Out::Stdout(BufWriter::with_capacity(BUFFER, io::stdout()));
                Ok(Target { name: "standard output".to_owned(), out })
            }
            Destination::File(path) => {
                if path.is_dir() {
                    return Err(WriteError::Folder { path: path.clone() });
                }
                // A link stays a link; a pipe or device is written to, since nothing can be put in its place.
                let path = &path.canonicalize().unwrap_or_else(|_| path.clone());
                if path.exists() && !path.is_file() {
                    let name = path.display().to_string();
                    let opened = std::fs::OpenOptions::new().write(true).open(path);
                    let file = opened.map_err(|source| WriteError::Io { name: name.clone(), source })?;
                    return Ok(Target { name, out: Out::Device(BufWriter::with_capacity(BUFFER, file)) });
                }
                let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
                let name = path.display().to_string();
                let mut builder = tempfile::Builder::new();
                builder.prefix(".canon-").suffix(".tmp");
                #[cfg(unix)]
                {
                    use std::os::unix::fs::PermissionsExt;
                    // As any new file: what the umask leaves.
                    builder.permissions(std::fs::Permissions::from_mode(0o666));
                }
                if !folder.is_dir() {
                    return Err(WriteError::NoFolder { path: path.clone(), folder: folder.to_owned() });
                }
                // The name of the temporary file, which the error carries, would only puzzle people.
                let refused = |e: io::Error| WriteError::Io { name: name.clone(), source: e.kind().into() };
                let file = builder.tempfile_in(folder).map_err(refused)?;
                let file = Box::new(BufWriter::with_capacity(BUFFER, file));
                Ok(Target { name, out: Out::File { file, path: path.clone() } })
            }
        }
    }

    /// The file's name, or "standard output".
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The temporary file that stands in for the file until [`Target::commit`].
    #[must_use]
    pub fn temporary(&self) -> Option<&Path> {
        match &self.out {
            Out::Stdout(_) | Out::Device(_) => None,
            Out::File { file, .. } => Some(file.get_ref().path()),
        }
    }

    /// Writes out what is buffered and puts the file in its place.
    ///
    /// # Errors
    /// When that is not possible; the file that was there before is then untouched.
    pub fn commit(self) -> Result<(), WriteError> {
        let Target { name, out } = self;
        let io = |source| WriteError::Io { name: name.clone(), source };
        match out {
            Out::Stdout(mut out) => out.flush().map_err(io),
            Out::Device(mut out) => out.flush().map_err(io),
            Out::File { file, path } => {
                let file = file.into_inner().map_err(|e| io(e.into_error()))?;
                // Who may read the old file may read the new one, and nobody else.
                if let Ok(old) = path.metadata() {
                    let _ = file.as_file().set_permissions(old.permissions());
                }
                file.persist(path).map_err(|e| io(e.error)).map(|_| ())
            }
        }
    }

    /// As [`Target::commit`], once the disk has the bytes: for what people typed and nothing can make again.
    ///
    /// # Errors
    /// When that is not possible; the file that was there before is then untouched.
    pub fn commit_to_disk(mut self) -> Result<(), WriteError> {
        if let Out::File { file, .. } = &mut self.out {
            let synced = file.flush().and_then(|()| file.get_ref().as_file().sync_all());
            synced.map_err(|source| WriteError::Io { name: self.name.clone(), source })?;
        }
        self.commit()
    }

    /// Wraps an error of this destination.
    pub(super) fn error(&self, source: io::Error) -> WriteError {
        WriteError::Io { name: self.name.clone(), source }
    }
}

impl Write for Target {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match &mut self.out {
            Out::Stdout(out) => out.write(buf),
            Out::Device(out) => out.write(buf),
            Out::File { file, .. } => file.write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::Stdout(out) => out.flush(),
            Out::Device(out) => out.flush(),
            Out::File { file, .. } => file.flush(),
        }
    }
}
