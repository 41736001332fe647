//! Tells kinds of files apart by their first bytes. Text is what remains; its format is decided elsewhere.

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Magic {
    /// A zip or compound file that is, or may be, a workbook.
    Workbook,
    /// A known kind of file that we cannot take rows from.
    Foreign {
        /// What it is, with its article.
        kind: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// Nothing known: text or some binary.
    Unknown,
}

/// Looks at the beginning of a file.
pub(in crate::read) fn magic(sample: &[u8]) -> Magic {
    if sample.starts_with(b"PK\x03\x04") || sample.starts_with(b"PK\x05\x06") {
        return zip(sample);
    }
    if sample.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Magic::Workbook;
    }
    for (first, kind, advice) in FOREIGN {
        if sample.starts_with(first) {
            return Magic::Foreign { kind, advice };
        }
    }
    markup(sample)
}

/// Whether a compound file (D0 CF 11 E0) is an xlsx wrapped in encryption.
pub(in crate::read) fn is_encrypted_workbook(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    contains(bytes, &name)
}

/// Whether `needle` occurs in `bytes`.
pub(in crate::read) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

const UNPACK: &str = "unpack it and name the file inside";
const EXPORT: &str = "export the table as CSV or xlsx";

const FOREIGN: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "a PDF", EXPORT),
    (b"\x1F\x8B", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xFD7zXZ\x00", "an xz archive", UNPACK),
    (b"\x28\xB5\x2F\xFD", "a zstd archive", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
    (b"Rar!\x1A\x07", "a RAR archive", UNPACK),
    (b"\x89PNG", "a PNG picture", EXPORT),
    (b"\xFF\xD8\xFF", "a JPEG picture", EXPORT),
    (b"GIF8", "a GIF picture", EXPORT),
    (b"PAR1", "a Parquet file", EXPORT),
    (b"SQLite format 3\x00", "an SQLite database", EXPORT),
    (b"{\\rtf", "a rich text document", EXPORT),
    (b"\xFF\xFE\x00\x00", "UTF-32 text", "save it as UTF-8"),
    (b"\x00\x00\xFE\xFF", "UTF-32 text", "save it as UTF-8"),
];

/// A zip: workbooks are zips, too. The names of its members stand in the bytes as they are.
fn zip(sample: &[u8]) -> Magic {
    let has = |name: &[u8]| contains(sample, name);
    if has(b"xl/") || has(b"opendocument.spreadsheet") {
        Magic::Workbook
    } else if has(b"word/") || has(b"opendocument.text") {
        Magic::Foreign { kind: "a word processor's document", advice: EXPORT }
    } else if has(b"ppt/") {
        Magic::Foreign { kind: "a presentation", advice: EXPORT }
    } else if has(b"[Content_Types].xml") {
        Magic::Workbook
    } else {
        Magic::Foreign { kind: "a zip archive", advice: UNPACK }
    }
}

/// Web pages and XML that report systems save under the name of a workbook.
fn markup(sample: &[u8]) -> Magic {
    let text = sample.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(sample).trim_ascii_start();
    let start = text[..text.len().min(1024)].to_ascii_lowercase();
    let page = [&b"<!doctype html"[..], b"<html", b"<table"].iter().any(|tag| start.starts_with(tag));
    if page || (start.starts_with(b"<?xml") && contains(&start, b"<html")) {
        Magic::Foreign { kind: "a web page (HTML)", advice: "open it in Excel and save it as xlsx" }
    } else if start.starts_with(b"<?xml") {
        Magic::Foreign { kind: "an XML document", advice: "open it in Excel and save it as xlsx" }
    } else {
        Magic::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_documents_and_pictures_are_named() {
        for (bytes, word) in [
            (&b"%PDF-1.7\n"[..], "PDF"),
            (b"\x1F\x8B\x08\x00", "gzip"),
            (b"\x89PNG\r\n", "PNG"),
            (b"PK\x03\x04....readme.txt", "zip"),
            (b"PK\x03\x04....word/document.xml", "word processor"),
            (b"\n <HTML><body><table>", "web page"),
            (b"<?xml version=\"1.0\"?><Workbook>", "XML"),
        ] {
            let Magic::Foreign { kind, .. } = magic(bytes) else { panic!("{word} not recognised") };
            assert!(kind.contains(word), "{kind}");
        }
    }

    #[test]
    fn workbooks_and_text_are_told_apart() {
        assert_eq!(magic(b"PK\x03\x04....xl/workbook.xml"), Magic::Workbook);
        assert_eq!(magic(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Magic::Workbook);
        assert_eq!(magic(b"Name,Title\n"), Magic::Unknown);
        assert_eq!(magic(b""), Magic::Unknown);
    }
}
