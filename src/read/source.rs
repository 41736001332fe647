//! Opens an input and holds its first bytes for sniffing. Knows nothing of formats.

use std::fs::File;
use std::io::{self, Chain, Cursor, Read};
use std::path::Path;

use super::error::ReadError;
use super::options::Input;
use super::sniff::encoding::Extent;

/// So much is looked at before the reading begins.
const SAMPLE: u64 = 1 << 20;

/// An input whose beginning has been read.
pub(super) struct Source {
    /// The path, or a word for the stream.
    pub name: String,
    /// The extension in lower case; none for a stream.
    pub extension: Option<String>,
    /// Its first bytes.
    pub sample: Vec<u8>,
    /// Whether these are all.
    pub extent: Extent,
    /// Whether it is a file with a name.
    pub origin: Origin,
    /// The size of a file, if the system knows it.
    pub size: Option<u64>,
    rest: Box<dyn Read + Send>,
}

/// What kind of thing the bytes come from. A stream brings a list of titles unless told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// Something with a path.
    File,
    /// Standard input and the like.
    Stream,
}

/// All bytes of a source, the sampled ones included.
pub(super) type Bytes = Chain<Cursor<Vec<u8>>, Box<dyn Read + Send>>;

impl Source {
    /// Opens a file or standard input.
    pub fn open(input: &Input) -> Result<Self, ReadError> {
        match input {
            Input::Path(path) => Self::open_file(path),
            Input::Stdin => Self::from_stream("standard input", Box::new(io::stdin())),
        }
    }

    /// Takes over a stream that has no name of its own.
    pub fn from_stream(name: &str, stream: Box<dyn Read + Send>) -> Result<Self, ReadError> {
        Self::sample(name.to_owned(), Origin::Stream, None, None, stream)
    }

    /// An error of the operating system, with the name of the input.
    pub fn error(&self) -> impl Fn(io::Error) -> ReadError + use<> {
        io_error(&self.name)
    }

    /// Reads the rest into memory.
    pub fn into_memory(mut self) -> Result<Vec<u8>, ReadError> {
        let error = self.error();
        self.rest.read_to_end(&mut self.sample).map_err(error)?;
        Ok(self.sample)
    }

    /// The bytes from the beginning.
    pub fn into_bytes(self) -> Bytes {
        Cursor::new(self.sample).chain(self.rest)
    }

    fn open_file(path: &Path) -> Result<Self, ReadError> {
        let name = path.display().to_string();
        let error = io_error(&name);
        let file = File::open(path).map_err(&error)?;
        let metadata = file.metadata().map_err(&error)?;
        if metadata.is_dir() {
            return Err(ReadError::Folder { path: name });
        }
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        let size = metadata.is_file().then_some(metadata.len());
        Self::sample(name, Origin::File, extension, size, Box::new(file))
    }

    fn sample(
        name: String,
        origin: Origin,
        extension: Option<String>,
        size: Option<u64>,
        mut rest: Box<dyn Read + Send>,
    ) -> Result<Self, ReadError> {
        let mut sample = Vec::new();
        rest.by_ref().take(SAMPLE).read_to_end(&mut sample).map_err(io_error(&name))?;
        if sample.is_empty() {
            return Err(ReadError::Empty { path: name });
        }
        let extent = if (sample.len() as u64) < SAMPLE { Extent::Whole } else { Extent::Part };
        Ok(Self { name, extension, sample, extent, origin, size, rest })
    }
}

fn io_error(name: &str) -> impl Fn(io::Error) -> ReadError + use<> {
    let path = name.to_owned();
    move |source| ReadError::Io { path: path.clone(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_opened_is_named() {
        let open = |path: &str| Source::open(&Input::Path(path.into())).err().unwrap().to_string();
        assert_eq!(open("/no/such.csv"), "cannot read /no/such.csv: there is no such file");
        assert!(open("/tmp").contains("is a folder"));
        let empty = Source::from_stream("standard input", Box::new(io::empty())).err().unwrap();
        assert!(matches!(empty, ReadError::Empty { .. }));
    }

    #[test]
    fn nothing_is_lost_between_sample_and_rest() {
        let bytes = vec![b'x'; SAMPLE as usize + 10];
        let source = Source::from_stream("s", Box::new(Cursor::new(bytes.clone()))).unwrap();
        assert_eq!(source.extent, Extent::Part);
        let mut all = Vec::new();
        source.into_bytes().read_to_end(&mut all).unwrap();
        assert_eq!(all, bytes);
    }
}
