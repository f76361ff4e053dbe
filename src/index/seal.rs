//! Seals: sums behind the bytes of a file, which are verified as they are read.
//!
//! Disks and copies change bytes, seldom but silently, and a changed byte of an
//! index would as a rule be answered from: another page, another score. So what
//! tantivy writes is followed by the sum of each of its blocks, and a block is
//! compared with its sum when it is first read. That costs little, for a query
//! reads few blocks; and merges read all, so that no damage gets into a new file
//! with sums that fit it.
//!
//! A sealed file: the body, the sums, the length of the body, a mark. A sealed
//! text, one that is read whole: the text, and a line with its hash.
//!
//! Source: Bairavasundaram and others (2008), data corruption in the storage stack.

use std::cell::Cell;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use tantivy::HasLen;
use tantivy::directory::{AntiCallToken, FileHandle, OwnedBytes, TerminatingWrite, WritePtr};
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a block: a page of memory, so that to verify what is read loads no
/// other page from the disk. The sums take a thousandth of the file.
const BLOCK_BYTES: usize = 4 << 10;
/// Bytes of the sum of a block.
const SUM_BYTES: usize = 4;
/// Ends a sealed file.
const MARK: [u8; 4] = *b"seal";
/// Bytes behind the sums: the length of the body, and the mark.
const END_BYTES: usize = size_of::<u64>() + MARK.len();
/// Bytes of the line that seals a text: a hash in hexadecimal digits.
const LINE_BYTES: usize = 17;
/// Files are verified in pieces of this size.
const PIECE_BYTES: usize = 1 << 20;
/// What is said of a file that has a byte which was not written.
const DAMAGED: &str = "is not as it was written";

/// Whether an error that was handed on as text says so.
pub(super) fn is_damage(error: &str) -> bool {
    error.contains(DAMAGED)
}

/// An error for the file `name`, some of whose bytes were not written.
fn damaged(name: &Path) -> io::Error {
    let text = format!("`{}` {DAMAGED}", name.display());
    io::Error::new(ErrorKind::InvalidData, text)
}

fn sum(block: &[u8]) -> [u8; SUM_BYTES] {
    let [a, b, c, d, ..] = xxh3_64(block).to_le_bytes();
    [a, b, c, d]
}

/// The sums of a body that comes in pieces.
#[derive(Debug, Default)]
struct Sums {
    of_blocks: Vec<u8>,
    /// The block that is not whole yet.
    begun: Vec<u8>,
    body_bytes: u64,
}

impl Sums {
    fn add(&mut self, mut piece: &[u8]) {
        self.body_bytes += piece.len() as u64;
        if !self.begun.is_empty() {
            let taken = piece.len().min(BLOCK_BYTES - self.begun.len());
            let (head, rest) = piece.split_at(taken);
            self.begun.extend_from_slice(head);
            piece = rest;
            if self.begun.len() < BLOCK_BYTES {
                return;
            }
            self.of_blocks.extend(sum(&self.begun));
            self.begun.clear();
        }
        let (blocks, rest) = piece.as_chunks::<BLOCK_BYTES>();
        self.of_blocks
            .extend(blocks.iter().flat_map(|block| sum(block)));
        self.begun.extend_from_slice(rest);
    }

    /// What is written behind the body.
    fn seal(mut self) -> Vec<u8> {
        if !self.begun.is_empty() {
            self.of_blocks.extend(sum(&self.begun));
        }
        self.of_blocks.extend(self.body_bytes.to_le_bytes());
        self.of_blocks.extend(MARK);
        self.of_blocks
    }
}

/// The length of the body of a file that ends in `end`; `None` if no body has
/// that end and makes a file of so many bytes.
fn body_bytes(file_bytes: u64, end: &[u8; END_BYTES]) -> Option<u64> {
    let (length, mark) = end.split_first_chunk().expect("an end holds a length");
    let length = u64::from_le_bytes(*length);
    let sum_bytes = length.div_ceil(BLOCK_BYTES as u64) * SUM_BYTES as u64;
    let whole = length.checked_add(sum_bytes + END_BYTES as u64);
    (*mark == MARK && whole == Some(file_bytes)).then_some(length)
}

/// Writes a file, and its seal behind it.
pub(super) struct Sealing {
    file: WritePtr,
    sums: Sums,
}

impl Sealing {
    pub(super) fn new(file: WritePtr) -> Sealing {
        let sums = Sums::default();
        Sealing { file, sums }
    }
}

impl Write for Sealing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sums.add(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for Sealing {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let seal = std::mem::take(&mut self.sums).seal();
        self.file.write_all(&seal)?;
        self.file.terminate_ref(token)
    }
}

/// A sealed file that is read: its body, each block verified before it is handed out.
#[derive(Debug)]
pub(super) struct Sealed {
    name: PathBuf,
    /// The file, seal and all.
    bytes: OwnedBytes,
    body_bytes: usize,
    /// A bit for each block that was verified.
    verified: Box<[AtomicU64]>,
}

impl Sealed {
    /// Takes the bytes of the file `name` for a sealed one.
    ///
    /// # Errors
    /// If it does not end in a seal.
    pub(super) fn open(name: &Path, bytes: OwnedBytes) -> io::Result<Sealed> {
        let end = bytes.last_chunk();
        let length = end.and_then(|end| body_bytes(bytes.len() as u64, end));
        let length = length.and_then(|length| usize::try_from(length).ok());
        let body_bytes = length.ok_or_else(|| damaged(name))?;
        let words = body_bytes.div_ceil(BLOCK_BYTES).div_ceil(64);
        Ok(Sealed {
            name: name.to_path_buf(),
            bytes,
            body_bytes,
            verified: (0..words).map(|_| AtomicU64::new(0)).collect(),
        })
    }

    fn verify(&self, range: &Range<usize>) -> io::Result<()> {
        for at in range.start / BLOCK_BYTES..range.end.div_ceil(BLOCK_BYTES) {
            let (verified, bit) = (&self.verified[at / 64], 1 << (at % 64));
            // (Nothing hangs on the order in which threads see the bits.)
            if verified.load(Ordering::Relaxed) & bit != 0 {
                continue;
            }
            let start = at * BLOCK_BYTES;
            let block = &self.bytes[start..self.body_bytes.min(start + BLOCK_BYTES)];
            if sum(block) != self.bytes[self.body_bytes + at * SUM_BYTES..][..SUM_BYTES] {
                return Err(damaged(&self.name));
            }
            verified.fetch_or(bit, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl HasLen for Sealed {
    fn len(&self) -> usize {
        self.body_bytes
    }
}

impl FileHandle for Sealed {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.body_bytes {
            return Err(damaged(&self.name));
        }
        if !range.is_empty() && !TRUSTS.get() {
            self.verify(&range)?;
        }
        Ok(self.bytes.slice(range))
    }
}

thread_local! {
    /// Whether this thread reads without verifying.
    static TRUSTS: Cell<bool> = const { Cell::new(false) };
}

/// Calls `read`, which opens what is far larger than what is read of it; it is
/// not verified here, but by a check of its own where a value of it is read.
pub(super) fn trusting<T>(read: impl FnOnce() -> T) -> T {
    struct Trust;
    impl Drop for Trust {
        fn drop(&mut self) {
            TRUSTS.set(false);
        }
    }
    TRUSTS.set(true);
    let _trust = Trust;
    read()
}

/// Whether all bytes of a file are those of a sealed one.
///
/// # Errors
/// If the file cannot be read.
pub(super) fn is_whole(mut file: impl Read + Seek) -> io::Result<bool> {
    let file_bytes = file.seek(SeekFrom::End(0))?;
    let Some(start) = file_bytes.checked_sub(END_BYTES as u64) else {
        return Ok(false);
    };
    let mut end = [0; END_BYTES];
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(&mut end)?;
    let Some(body_bytes) = body_bytes(file_bytes, &end) else {
        return Ok(false);
    };
    file.rewind()?;
    let mut body = (&mut file).take(body_bytes);
    let (mut sums, mut piece) = (Sums::default(), vec![0; PIECE_BYTES]);
    loop {
        match body.read(&mut piece)? {
            0 => break,
            read => sums.add(&piece[..read]),
        }
    }
    let mut seal = Vec::new();
    file.read_to_end(&mut seal)?;
    Ok(seal == sums.seal())
}

/// A text, sealed.
pub(super) fn sealed_text(text: &[u8]) -> Vec<u8> {
    [text, line(text).as_bytes()].concat()
}

/// The text that was sealed as the file `name`.
///
/// # Errors
/// If it is not what was sealed.
pub(super) fn text_of(name: &Path, mut sealed: Vec<u8>) -> io::Result<Vec<u8>> {
    let length = sealed.len().checked_sub(LINE_BYTES);
    let is_sealed = |length: &usize| {
        let (text, seal) = sealed.split_at(*length);
        seal == line(text).as_bytes()
    };
    let length = length.filter(is_sealed).ok_or_else(|| damaged(name))?;
    sealed.truncate(length);
    Ok(sealed)
}

fn line(text: &[u8]) -> String {
    format!("{:016x}\n", xxh3_64(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{BufWriter, Cursor};
    use std::sync::{Arc, Mutex};

    /// A file in memory that can be looked at once it is written.
    #[derive(Default, Clone)]
    struct Memory(Arc<Mutex<Vec<u8>>>);

    impl Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no writer panics").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl TerminatingWrite for Memory {
        fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
            Ok(())
        }
    }

    /// A sealed file whose body is written in these pieces.
    fn file<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
        let memory = Memory::default();
        let mut sealing = Sealing::new(BufWriter::new(Box::new(memory.clone())));
        for piece in pieces {
            sealing.write_all(piece).expect("memory takes all");
        }
        sealing.terminate().expect("memory takes all");
        std::mem::take(&mut memory.0.lock().expect("no writer panics"))
    }

    fn open(bytes: Vec<u8>) -> io::Result<Sealed> {
        Sealed::open(Path::new("file"), OwnedBytes::new(bytes))
    }

    fn read_whole(bytes: Vec<u8>) -> io::Result<OwnedBytes> {
        let sealed = open(bytes)?;
        sealed.read_bytes(0..sealed.len())
    }

    /// So many bytes, no two blocks alike.
    fn body(length: usize) -> Vec<u8> {
        let word = |number: u32| number.wrapping_mul(0x9e37_79b1).to_le_bytes();
        (0..).flat_map(word).take(length).collect()
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(pieces in prop::collection::vec(0..3 * BLOCK_BYTES, 0..5), ranges in prop::collection::vec(any::<[prop::sample::Index; 2]>(), 1..5)) {
            let written = body(pieces.iter().sum());
            let mut rest = written.as_slice();
            let pieces = pieces.into_iter().map(|length| rest.split_off(..length).expect("a piece of it"));
            let bytes = file(pieces);
            prop_assert!(is_whole(Cursor::new(&bytes)).expect("memory can be read"));
            let sealed = open(bytes).expect("a sealed file");
            prop_assert_eq!(sealed.len(), written.len());
            for range in ranges {
                let [start, end] = range.map(|place| place.index(written.len() + 1));
                let range = start.min(end)..start.max(end);
                let read = sealed.read_bytes(range.clone()).expect("it is sound");
                prop_assert_eq!(read.as_slice(), &written[range]);
            }
        }

        #[test]
        fn a_range_with_a_changed_bit_is_an_error(length in 1..4 * BLOCK_BYTES, at: prop::sample::Index, bit in 0..8, ends: [prop::sample::Index; 2]) {
            let mut bytes = file([&*body(length)]);
            let at = at.index(length);
            bytes[at] ^= 1_u8 << bit;
            let sealed = open(bytes).expect("its end is sound");
            let [start, end] = ends.map(|place| place.index(length + 1));
            let range = start.min(end)..start.max(end);
            let read = sealed.read_bytes(range.clone());
            if range.contains(&at) {
                prop_assert!(read.is_err());
            }
            if let Ok(read) = read {
                prop_assert_eq!(read.as_slice(), &body(length)[range]);
            }
            prop_assert!(sealed.read_bytes(0..length).is_err());
        }
    }

    #[test]
    fn a_file_with_any_other_bit_is_neither_read_nor_whole() {
        let sound = file([&*body(BLOCK_BYTES + 90)]);
        assert!(read_whole(sound.clone()).is_ok());
        for at in (BLOCK_BYTES - 90) * 8..sound.len() * 8 {
            let mut damaged = sound.clone();
            damaged[at / 8] ^= 1 << (at % 8);
            assert!(!is_whole(Cursor::new(&damaged)).unwrap_or(false));
            let error = read_whole(damaged).expect_err("it has another bit");
            assert_eq!(error.to_string(), "`file` is not as it was written");
        }
    }

    #[test]
    fn a_file_that_was_cut_or_has_more_is_neither_read_nor_whole() {
        let sound = file([&*body(BLOCK_BYTES)]);
        let more = [&*sound, b"\0"].concat();
        for cut in (0..sound.len()).map(|length| sound[..length].to_vec()) {
            assert!(!is_whole(Cursor::new(&cut)).unwrap_or(false));
            assert!(open(cut).is_err());
        }
        assert!(!is_whole(Cursor::new(&more)).unwrap_or(false));
        assert!(open(more).is_err());
    }

    #[test]
    fn a_range_beyond_the_end_is_an_error() {
        let sealed = open(file([&*body(9)])).expect("a sealed file");
        assert!(sealed.read_bytes(0..10).is_err());
        assert!(sealed.read_bytes(9..9).is_ok_and(|read| read.is_empty()));
    }

    #[test]
    fn what_is_trusted_is_verified_again_afterwards() {
        let mut bytes = file([&*body(9)]);
        bytes[0] ^= 1;
        let sealed = open(bytes).expect("its end is sound");
        assert!(trusting(|| sealed.read_bytes(0..9)).is_ok());
        assert!(sealed.read_bytes(0..9).is_err());
    }

    #[test]
    fn a_text_with_any_other_bit_is_not_read() {
        let name = Path::new("file");
        let sound = sealed_text(b"{}\n");
        assert_eq!(text_of(name, sound.clone()).expect("it is sound"), b"{}\n");
        for at in 0..sound.len() * 8 {
            let mut damaged = sound.clone();
            damaged[at / 8] ^= 1 << (at % 8);
            assert!(text_of(name, damaged).is_err(), "bit {at}");
            assert!(text_of(name, sound[..at / 8].to_vec()).is_err());
        }
    }
}
