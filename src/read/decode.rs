//! Turns bytes into UTF-8 while they stream by, and keeps count of what was wrong with them.
//!
//! UTF-8 passes through: a chunk is validated in place and handed on. Bytes that are not UTF-8 in a text that was
//! thought to be are read as Windows-1252, so that nothing is lost. Which encoding a text has is decided in
//! [`super::sniff::encoding`].

use std::io::{self, Read};
use std::str;

use encoding_rs::{Decoder as Transcoder, DecoderResult, UTF_8, WINDOWS_1252};

use super::layout::ReadWarning;
use super::sniff::encoding::Plan;

/// A reader of UTF-8 over a reader of anything.
pub(super) struct Decoder<R> {
    input: R,
    scheme: Scheme,
    /// Bytes at the end of a chunk that begin a character.
    unfinished: Vec<u8>,
    /// Decoded text not yet handed on, and how much of it was.
    ready: Vec<u8>,
    handed_on: usize,
    consumed: u64,
    ended: bool,
    damage: Damage,
}

/// What was wrong with the bytes so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damage {
    /// Line ends seen so far.
    newlines: u64,
    wrong: Tally,
    nuls: Tally,
}

impl<R: Read> Decoder<R> {
    /// Decodes `input`, whose byte order mark is still in it.
    pub fn new(mut input: R, plan: &Plan) -> io::Result<Self> {
        let mut mark = Vec::with_capacity(plan.mark);
        let consumed = input.by_ref().take(plan.mark as u64).read_to_end(&mut mark)? as u64;
        let scheme = if plan.encoding == UTF_8 {
            Scheme::Utf8
        } else {
            let transcoder = plan.encoding.new_decoder_without_bom_handling();
            Scheme::Other { name: plan.encoding.name(), transcoder: Box::new(transcoder) }
        };
        Ok(Self {
            input,
            scheme,
            unfinished: Vec::new(),
            ready: Vec::new(),
            handed_on: 0,
            consumed,
            ended: false,
            damage: Damage { newlines: 0, wrong: Tally::default(), nuls: Tally::default() },
        })
    }

    /// Bytes taken from the input.
    pub fn bytes_read(&self) -> u64 {
        self.consumed
    }

    /// A number that grows with every new damage.
    pub fn damage_count(&self) -> u64 {
        self.damage.wrong.count + self.damage.nuls.count
    }

    /// The damage so far, as warnings.
    pub fn warnings(&self) -> impl Iterator<Item = ReadWarning> {
        let Damage { wrong, nuls, .. } = self.damage;
        let (line, count) = (wrong.line, wrong.count);
        let wrong = match &self.scheme {
            Scheme::Utf8 => ReadWarning::NotUtf8 { line, count },
            Scheme::Other { name, .. } => ReadWarning::Malformed { encoding: name, line, count },
        };
        let nul = ReadWarning::NulBytes { line: nuls.line, count: nuls.count };
        let wrong = (count > 0).then_some(wrong);
        wrong.into_iter().chain((nuls.count > 0).then_some(nul))
    }

    /// Throws away the first `lines` lines, which end with `end`.
    pub fn skip_lines(&mut self, mut lines: usize, end: u8) -> io::Result<()> {
        let mut chunk = vec![0; SMALL];
        while lines > 0 {
            let size = self.read(&mut chunk)?;
            let Some(text) = chunk.get(..size).filter(|text| !text.is_empty()) else { break };
            let mut ends = text.iter().enumerate().filter(|(_, byte)| **byte == end).map(|(at, _)| at);
            if let Some(at) = ends.nth(lines - 1) {
                let mut kept = text[at + 1..].to_vec();
                kept.extend_from_slice(&self.ready[self.handed_on..]);
                self.ready = kept;
                self.handed_on = 0;
                break;
            }
            lines -= text.iter().filter(|byte| **byte == end).count();
        }
        Ok(())
    }

    /// Passes UTF-8 through `buffer`. None when the text had to be put into `ready` instead.
    fn pass_through(&mut self, buffer: &mut [u8]) -> io::Result<Option<usize>> {
        let kept = self.unfinished.len();
        buffer[..kept].copy_from_slice(&self.unfinished);
        let read = read_some(&mut self.input, &mut buffer[kept..])?;
        self.consumed += read as u64;
        let chunk = &buffer[..kept + read];
        self.unfinished.clear();
        if read == 0 {
            self.ended = true;
            self.mend(chunk);
            return Ok(None);
        }
        match str::from_utf8(chunk) {
            Ok(_) => {
                self.damage.look_at(chunk);
                Ok(Some(chunk.len()))
            }
            Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
                let (whole, rest) = chunk.split_at(error.valid_up_to());
                self.unfinished.extend_from_slice(rest);
                self.damage.look_at(whole);
                Ok(Some(whole.len()))
            }
            Err(_) => {
                self.mend(chunk);
                Ok(None)
            }
        }
    }

    /// Puts text that is UTF-8 only in part into `ready`.
    fn mend(&mut self, bytes: &[u8]) {
        let mut seen = 0;
        for chunk in bytes.utf8_chunks() {
            seen += chunk.valid().len() + chunk.invalid().len();
            self.damage.look_at(chunk.valid().as_bytes());
            self.ready.extend_from_slice(chunk.valid().as_bytes());
            if chunk.invalid().is_empty() {
                continue;
            }
            let cut_off = seen == bytes.len() && is_beginning(chunk.invalid());
            if cut_off && !self.ended {
                self.unfinished.extend_from_slice(chunk.invalid());
            } else {
                self.damage.wrong.note(self.damage.newlines + 1, 1);
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
                self.ready.extend_from_slice(text.as_bytes());
            }
        }
    }

    /// Decodes the next chunk of another encoding into `ready`.
    fn transcode(&mut self) -> io::Result<()> {
        const CHUNK: usize = 64 * 1024;
        let mut raw = vec![0; CHUNK];
        let read = read_some(&mut self.input, &mut raw)?;
        self.consumed += read as u64;
        self.ended = read == 0;
        let Scheme::Other { transcoder, .. } = &mut self.scheme else { return Ok(()) };
        let mut rest = &raw[..read];
        loop {
            let room = transcoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(CHUNK * 3);
            let mut text = String::with_capacity(room);
            let (result, used) = transcoder.decode_to_string_without_replacement(rest, &mut text, self.ended);
            rest = &rest[used..];
            self.damage.look_at(text.as_bytes());
            self.ready.extend_from_slice(text.as_bytes());
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.damage.wrong.note(self.damage.newlines + 1, 1);
                    self.ready.extend_from_slice("\u{fffd}".as_bytes());
                }
            }
        }
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let waiting = &self.ready[self.handed_on..];
            if !waiting.is_empty() {
                let size = waiting.len().min(buffer.len());
                buffer[..size].copy_from_slice(&waiting[..size]);
                self.handed_on += size;
                return Ok(size);
            }
            self.ready.clear();
            self.handed_on = 0;
            if self.ended {
                return Ok(0);
            }
            match &self.scheme {
                Scheme::Utf8 if buffer.len() >= SMALL => {
                    if let Some(size) = self.pass_through(buffer)? {
                        return Ok(size);
                    }
                }
                Scheme::Utf8 => {
                    let mut own = vec![0; SMALL];
                    if let Some(size) = self.pass_through(&mut own)? {
                        self.ready.extend_from_slice(&own[..size]);
                    }
                }
                Scheme::Other { .. } => self.transcode()?,
            }
        }
    }
}

/// Buffers smaller than this are filled by way of `ready`; an unfinished character must fit in any case.
const SMALL: usize = 4096;

enum Scheme {
    Utf8,
    Other { name: &'static str, transcoder: Box<Transcoder> },
}

impl Damage {
    /// Counts line ends and NULs of a piece of text.
    fn look_at(&mut self, text: &[u8]) {
        let mut newlines = 0;
        // In short blocks with byte-sized sums, which the compiler turns into vector instructions.
        for block in text.chunks(255) {
            let (mut ends, mut zeros) = (0_u8, 0_u8);
            for byte in block {
                ends += u8::from(*byte == b'\n');
                zeros += u8::from(*byte == 0);
            }
            if zeros > 0 {
                let before = block.split(|byte| *byte == 0).next().unwrap_or_default();
                let line = self.newlines + newlines + count_newlines(before) + 1;
                self.nuls.note(line, u64::from(zeros));
            }
            newlines += u64::from(ends);
        }
        self.newlines += newlines;
    }
}

/// How often something happened, and in which line first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Tally {
    line: u64,
    count: u64,
}

impl Tally {
    fn note(&mut self, line: u64, times: u64) {
        if self.count == 0 {
            self.line = line;
        }
        self.count += times;
    }
}

fn count_newlines(text: &[u8]) -> u64 {
    text.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// Whether the bytes may be the beginning of a character.
fn is_beginning(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn read_some(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::EncodingEvidence;

    /// Hands out a few bytes at a time, so that characters are cut anywhere.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = self.1.min(self.0.len()).min(buffer.len());
            buffer[..size].copy_from_slice(&self.0[..size]);
            self.0 = &self.0[size..];
            Ok(size)
        }
    }

    fn decode(bytes: &[u8], step: usize, encoding: &'static encoding_rs::Encoding) -> (String, Vec<ReadWarning>) {
        let plan = Plan { encoding, how: EncodingEvidence::Given, mark: 0 };
        let mut decoder = Decoder::new(Drip(bytes, step), &plan).unwrap();
        let mut text = String::new();
        decoder.read_to_string(&mut text).unwrap();
        assert_eq!(decoder.bytes_read(), bytes.len() as u64);
        (text, decoder.warnings().collect())
    }

    #[test]
    fn utf_8_passes_through_wherever_it_is_cut() {
        let text = "Ingénieur, 技術者, 🚒 firefighter\n".repeat(3);
        for step in 1..12 {
            assert_eq!(decode(text.as_bytes(), step, UTF_8), (text.clone(), vec![]));
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_read_as_windows_1252_and_reported_with_their_line() {
        for step in 1..12 {
            let (text, warnings) = decode(b"Nurse\nB\xC3\xA4cker\nK\xF6chin\nIng\xE9", step, UTF_8);
            assert_eq!(text, "Nurse\nBäcker\nKöchin\nIngé");
            assert_eq!(warnings, [ReadWarning::NotUtf8 { line: 3, count: 2 }], "step {step}");
        }
    }

    #[test]
    fn other_encodings_are_transcoded() {
        let bytes: Vec<u8> = "Bäcker\n技術者".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for step in 1..7 {
            assert_eq!(decode(&bytes, step, encoding_rs::UTF_16LE), ("Bäcker\n技術者".to_owned(), vec![]));
        }
        let (text, warnings) = decode(b"a\0\n\0\x00\xD8b\0", 3, encoding_rs::UTF_16LE);
        assert_eq!(text, "a\n\u{fffd}b");
        assert_eq!(warnings, [ReadWarning::Malformed { encoding: "UTF-16LE", line: 2, count: 1 }]);
    }

    #[test]
    fn lines_can_be_thrown_away() {
        let plan = Plan { encoding: UTF_8, how: EncodingEvidence::Given, mark: 0 };
        for step in 1..30 {
            let mut decoder = Decoder::new(Drip("é1\né2\n3\n4".as_bytes(), step), &plan).unwrap();
            decoder.skip_lines(2, b'\n').unwrap();
            let mut text = String::new();
            decoder.read_to_string(&mut text).unwrap();
            assert_eq!(text, "3\n4");
        }
    }

    #[test]
    fn nul_characters_are_kept_and_counted() {
        let (text, warnings) = decode(b"a\nb\0\0\n", 100, UTF_8);
        assert_eq!((text.as_str(), warnings), ("a\nb\0\0\n", vec![ReadWarning::NulBytes { line: 2, count: 2 }]));
    }
}
