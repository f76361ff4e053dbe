//! The check: that an index holds what was committed, every essay once and
//! whole, and that its bytes are those that were written.

use super::checksums::check_files;
use super::columns::Values;
use super::document::{StoredEssay, StoredSkip};
use super::schema::kind;
use super::{Index, IndexError};
use crate::enrich::EnrichedPassage;
use std::path::Path;
use tantivy::{DocAddress, SegmentReader};

/// What the documents of an index hold, counted.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counted {
    essays: u64,
    passages: u64,
    words: u64,
    tokens: u64,
    skipped: u64,
}

/// Verifies every file of the index in `directory`, that every stored value
/// decodes, that every essay is there once with all its passages, and that
/// the counts are those that were committed.
///
/// # Errors
/// [`IndexError::Damaged`] with what is wrong; or if there is no index, or it
/// is of another format or cannot be read.
pub fn check(directory: &Path) -> Result<(), IndexError> {
    // Before it is opened: what is damaged is not to be trusted with a parser.
    check_files(directory)?;
    let index = Index::open(directory)?;
    let counted = count(&index)?;
    let info = index.info();
    let committed = Counted {
        essays: info.essays,
        passages: info.passages,
        words: info.words,
        tokens: info.tokens,
        skipped: info.skipped,
    };
    if counted != committed {
        return Err(index.damaged(&format!("it holds {counted:?}, not {committed:?}")));
    }
    Ok(())
}

/// Reads all documents, and counts what they hold.
fn count(index: &Index) -> Result<Counted, IndexError> {
    let mut walk = Walk::default();
    for (ord, segment) in (0..).zip(index.searcher().segment_readers()) {
        let columns = Columns::of(index, segment)?;
        for doc in segment.doc_ids_alive() {
            walk.step(index, &columns, DocAddress::new(ord, doc))?;
        }
        walk.ends_essay().map_err(|reason| index.damaged(&reason))?;
    }
    walk.ends().map_err(|reason| index.damaged(&reason))?;
    Ok(walk.counted)
}

/// The columns that say how documents belong together, of a segment.
struct Columns {
    kind: Values,
    key: Values,
    seq: Values,
    order: Values,
    passages: Values,
    tokens: Values,
}

impl Columns {
    fn of(index: &Index, segment: &SegmentReader) -> Result<Columns, IndexError> {
        let column = |name| index.column(segment, name);
        Ok(Columns {
            kind: column("kind")?,
            key: column("essay")?,
            seq: column("seq")?,
            order: column("order")?,
            passages: column("passages")?,
            tokens: column("tokens")?,
        })
    }
}

/// A walk over all documents, in the order of the index.
#[derive(Default)]
struct Walk {
    counted: Counted,
    /// Keys of all files, and of those that were touched.
    keys: Vec<u64>,
    touched: Vec<u64>,
    /// The essay whose passages are to follow: its key, and how many.
    essay: u64,
    passed: u64,
    to_come: u64,
}

impl Walk {
    fn step(
        &mut self,
        index: &Index,
        columns: &Columns,
        address: DocAddress,
    ) -> Result<(), IndexError> {
        let value = |column: &Values| column.get_val(address.doc_id);
        let (kind, key) = (value(&columns.kind), value(&columns.key));
        if kind == kind::PASSAGE {
            self.passed += 1;
            let is_next =
                self.to_come > 0 && (key, value(&columns.seq)) == (self.essay, self.passed);
            if !is_next {
                return Err(index.damaged(&"a passage stands apart from its essay"));
            }
            let stored: EnrichedPassage = index.stored(address)?;
            self.to_come -= 1;
            self.counted.passages += 1;
            self.counted.words += u64::from(stored.passage.words);
            return Ok(());
        }
        self.ends_essay().map_err(|reason| index.damaged(&reason))?;
        match kind {
            kind::ESSAY => {
                index.stored::<StoredEssay>(address)?;
                self.keys.push(key);
                (self.essay, self.passed) = (key, 0);
                self.to_come = value(&columns.passages);
                self.counted.essays += 1;
                self.counted.tokens += value(&columns.tokens);
            }
            kind::SKIPPED => {
                index.stored::<StoredSkip>(address)?;
                self.keys.push(key);
                self.counted.skipped += 1;
            }
            kind::TOUCHED => self.touched.push(value(&columns.order)),
            _ => return Err(index.damaged(&"a document is of no known kind")),
        }
        Ok(())
    }

    /// The passages of an essay end here; or the reason why they cannot.
    fn ends_essay(&mut self) -> Result<(), &'static str> {
        match std::mem::take(&mut self.to_come) {
            0 => Ok(()),
            _ => Err("an essay lacks passages"),
        }
    }

    fn ends(&mut self) -> Result<(), &'static str> {
        for keys in [&mut self.keys, &mut self.touched] {
            keys.sort_unstable();
            if keys.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err("a file is in it twice");
            }
        }
        let is_known = |key: &u64| self.keys.binary_search(key).is_ok();
        if !self.touched.iter().all(is_known) {
            return Err("it holds something of a file that it does not know");
        }
        Ok(())
    }
}
