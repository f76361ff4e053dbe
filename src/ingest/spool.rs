//! A spool: records in the order they came, to be read again from the first.
//!
//! A run knows what it is to do before it does it, and of a million files that
//! is more than memory should hold: the first few megabytes are held, and the
//! rest goes to a file without a name beside the index, which ends with the run
//! however that ends.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, Write};
use std::marker::PhantomData;
use std::path::Path;
use tempfile::SpooledTempFile;

/// Bytes that are held in memory: records of some 50,000 files.
const HELD_BYTES: usize = 4 << 20;
/// Bytes that go to the file, or come from it, at once.
const AT_ONCE_BYTES: usize = 64 << 10;

/// A spool that records are added to.
pub(super) struct Spooling<T> {
    file: BufWriter<SpooledTempFile>,
    count: u64,
    of: PhantomData<fn(T)>,
}

impl<T: Serialize + DeserializeOwned> Spooling<T> {
    /// An empty one, whose file is in `folder` if it comes to that.
    pub(super) fn begin(folder: &Path) -> Spooling<T> {
        let file = tempfile::spooled_tempfile_in(HELD_BYTES, folder);
        Spooling {
            file: BufWriter::with_capacity(AT_ONCE_BYTES, file),
            count: 0,
            of: PhantomData,
        }
    }

    /// Adds a record.
    ///
    /// # Errors
    /// If the disk is full or fails.
    pub(super) fn push(&mut self, record: &T) -> io::Result<()> {
        let bytes = postcard::to_stdvec(record).expect("a record in memory always encodes");
        let length = u32::try_from(bytes.len()).expect("paths are shorter than 4 GB");
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(&bytes)?;
        self.count += 1;
        Ok(())
    }

    /// How many records it has.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// All of them, to be read.
    ///
    /// # Errors
    /// If the disk is full or fails.
    pub(super) fn end(self) -> io::Result<Spool<T>> {
        let file = self.file.into_inner().map_err(io::Error::from)?;
        Ok(Spool {
            file,
            count: self.count,
            of: PhantomData,
        })
    }
}

/// Records that are all there.
pub(super) struct Spool<T> {
    file: SpooledTempFile,
    count: u64,
    of: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Spool<T> {
    /// How many records it has.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The records, from the first.
    ///
    /// # Errors
    /// If the disk fails.
    pub(super) fn records(&mut self) -> io::Result<Records<'_, T>> {
        self.file.rewind()?;
        Ok(Records {
            file: BufReader::with_capacity(AT_ONCE_BYTES, &mut self.file),
            left: self.count,
            bytes: Vec::new(),
            of: PhantomData,
        })
    }
}

/// The records of a spool, in order.
pub(super) struct Records<'s, T> {
    file: BufReader<&'s mut SpooledTempFile>,
    left: u64,
    bytes: Vec<u8>,
    of: PhantomData<fn() -> T>,
}

impl<T> Records<'_, T> {
    /// How many are still to come.
    pub(super) fn left(&self) -> u64 {
        self.left
    }
}

impl<T: DeserializeOwned> Records<'_, T> {
    fn read(&mut self) -> io::Result<T> {
        let mut length = [0; size_of::<u32>()];
        self.file.read_exact(&mut length)?;
        self.bytes.resize(u32::from_le_bytes(length) as usize, 0);
        self.file.read_exact(&mut self.bytes)?;
        let record = postcard::from_bytes(&self.bytes);
        record.map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
    }
}

impl<T: DeserializeOwned> Iterator for Records<'_, T> {
    type Item = io::Result<T>;

    fn next(&mut self) -> Option<io::Result<T>> {
        self.left = self.left.checked_sub(1)?;
        Some(self.read())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_in_order_from_memory_and_from_a_file_without_a_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let held = HELD_BYTES as u64 / 100;
        for count in [0, 1, 1000, 2 * held] {
            let record = |number: u64| (number, "a".repeat(100));
            let mut spooling = Spooling::begin(folder.path());
            for number in 0..count {
                spooling.push(&record(number)).expect("there is room");
            }
            let mut spool = spooling.end().expect("there is room");
            assert_eq!(spool.count(), count);
            for _ in 0..2 {
                let mut records = spool.records().expect("a file");
                for number in 0..count {
                    assert_eq!(records.left(), count - number);
                    let read = records.next().expect("a record").expect("it is whole");
                    assert_eq!(read, record(number));
                }
                assert!(records.next().is_none());
            }
        }
        let left = std::fs::read_dir(folder.path()).expect("a folder");
        assert_eq!(left.count(), 0);
    }
}
