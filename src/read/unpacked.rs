//! How large a workbook is once unpacked, asked before it is: xlsx, xlsb and ods are zip archives, and a small archive can be made
//! that unpacks to more than any memory holds.

use std::io::Cursor;

use zip::ZipArchive;

use super::error::ReadError;

/// Bytes that a workbook may unpack to: a sheet has room for 1,048,576 rows, so this leaves each some 3,800.
pub(super) const MOST: u64 = 4_000_000_000;

/// Refuses an archive that states to unpack to more than `most` bytes. Reading one that states less than it has ends in an
/// error of the library as soon as it has read that much, so what is stated can be believed. What is no archive is left to
/// the reader of workbooks to judge.
///
/// # Errors
/// [`ReadError::TooLarge`].
pub(super) fn check(path: &str, bytes: &[u8], most: u64) -> Result<(), ReadError> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let sizes = (0..archive.len()).filter_map(|at| archive.by_index(at).ok().map(|file| file.size()));
    let all = sizes.fold(0, u64::saturating_add);
    if all > most { Err(ReadError::TooLarge { path: path.to_owned(), most }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(files: &[(&str, usize)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in files {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(&vec![b' '; *size]).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    /// The archive with another size stated for its first file.
    fn claiming(mut bytes: Vec<u8>, size: u32) -> Vec<u8> {
        let entry = bytes.windows(4).position(|mark| mark == b"PK\x01\x02").unwrap();
        bytes[entry + 24..entry + 28].copy_from_slice(&size.to_le_bytes());
        bytes
    }

    #[test]
    fn what_would_not_fit_is_refused() {
        let bytes = archive(&[("xl/worksheets/sheet1.xml", 3000), ("xl/sharedStrings.xml", 3000)]);
        assert!(check("x", &bytes, 6000).is_ok());
        let error = check("x", &bytes, 5999).unwrap_err();
        assert!(matches!(error, ReadError::TooLarge { most: 5999, .. }), "{error}");
    }

    #[test]
    fn nothing_reads_more_than_was_stated() {
        let bytes = claiming(archive(&[("xl/sharedStrings.xml", 600_000)]), 10);
        let mut text = Vec::new();
        assert!(ZipArchive::new(Cursor::new(bytes)).unwrap().by_index(0).unwrap().read_to_end(&mut text).is_err());
        assert!(text.len() <= 11, "{}", text.len());
    }

    #[test]
    fn what_is_no_archive_is_not_judged() {
        assert!(check("x", b"PK\x03\x04 and no more", 1).is_ok());
    }
}
