//! What an index knows of files: enough to tell, without reading one, whether
//! it has to be read again, and what it counts for.

use super::IndexError;
use super::columns::Values;
use super::document::FileState;
use super::reader::Index;
use super::schema::kind;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use tantivy::SegmentReader;

/// A file that the index knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFile {
    /// Its key: see [`Base::key`](super::Base::key).
    pub key: u64,
    /// How it looked when it was last read.
    pub state: FileState,
    /// Number of the folder it was found in.
    pub folder: u32,
    /// Whether it could be read.
    pub is_essay: bool,
    /// Whether it was touched since it was indexed, but not changed.
    pub is_touched: bool,
    /// Number of its passages.
    pub passages: u64,
    /// Words of its body.
    pub words: u64,
    /// Tokens of its text.
    pub tokens: u64,
}

/// The files that an index knows, in the order of their keys.
#[derive(Debug, Clone, Default)]
pub struct KnownFiles(Vec<KnownFile>);

impl KnownFiles {
    /// Where the file with this key stands among all.
    #[must_use]
    pub fn place(&self, key: u64) -> Option<usize> {
        self.0.binary_search_by_key(&key, |file| file.key).ok()
    }

    /// All files, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[KnownFile] {
        &self.0
    }
}

/// The columns that describe files, of a segment.
struct FileColumns {
    kind: Values,
    key: Values,
    order: Values,
    /// Folder, size, time, hash, passages, words and tokens.
    others: [Values; 7],
}

impl FileColumns {
    fn of(index: &Index, segment: &SegmentReader) -> Result<FileColumns, IndexError> {
        let column = |name| index.column(segment, name);
        Ok(FileColumns {
            kind: column("kind")?,
            key: column("essay")?,
            order: column("order")?,
            others: [
                column("folder")?,
                column("size")?,
                column("modified")?,
                column("hash")?,
                column("passages")?,
                column("words")?,
                column("tokens")?,
            ],
        })
    }

    /// The key of the file that a document of this kind stands for.
    fn key(&self, doc: u32, kind: u64) -> u64 {
        match kind {
            // What says that a file was touched has a key of its own.
            kind::TOUCHED => self.order.get_val(doc),
            _ => self.key.get_val(doc),
        }
    }

    /// The file that a document of this kind stands for.
    fn file(&self, doc: u32, kind: u64) -> KnownFile {
        let [folder, size, modified, hash, passages, words, tokens] =
            self.others.each_ref().map(|column| column.get_val(doc));
        KnownFile {
            key: self.key(doc, kind),
            state: FileState {
                size,
                modified,
                hash,
            },
            folder: u32::try_from(folder).unwrap_or(u32::MAX),
            is_essay: kind == kind::ESSAY,
            is_touched: kind == kind::TOUCHED,
            passages,
            words,
            tokens,
        }
    }
}

impl Index {
    /// The files it knows whose keys are in a range.
    ///
    /// # Errors
    /// If its columns cannot be read.
    pub fn known_files(&self, keys: RangeInclusive<u64>) -> Result<KnownFiles, IndexError> {
        let (mut known, mut touched) = (Vec::new(), Vec::new());
        for segment in self.searcher().segment_readers() {
            let columns = FileColumns::of(self, segment)?;
            for doc in self.file_documents(segment)? {
                let kind = columns.kind.get_val(doc);
                if !keys.contains(&columns.key(doc, kind)) {
                    continue;
                }
                let files = match kind {
                    kind::TOUCHED => &mut touched,
                    _ => &mut known,
                };
                files.push(columns.file(doc, kind));
            }
        }
        known.sort_unstable_by_key(|file| file.key);
        let mut known = KnownFiles(known);
        for now in touched {
            if let Some(place) = known.place(now.key) {
                let file = &mut known.0[place];
                (file.state, file.is_touched) = (now.state, true);
            }
        }
        Ok(known)
    }
}
