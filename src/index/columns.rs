//! Columns: numbers of every document of a segment, read when they are first
//! asked for. A query opens only those that it needs.

use super::bag;
use super::schema::kind;
use super::{Index, IndexError};
use std::sync::{Arc, OnceLock};
use tantivy::SegmentReader;
use tantivy::columnar::{Column, ColumnIndex, ColumnValues};

/// The values of a number column of a segment, 0 where a document has none.
pub(super) type Values = Arc<dyn ColumnValues<u64>>;

/// How many values are read at once.
const AT_ONCE: u32 = 1024;

/// The columns of one segment that have been read.
#[derive(Clone, Default)]
pub(super) struct SegmentColumns {
    passages: OnceLock<PassageColumns>,
    essays: OnceLock<EssayColumns>,
    bags: OnceLock<Bags>,
}

/// Which documents are passages, and of which essay.
#[derive(Clone)]
pub struct PassageColumns {
    essays: Arc<[u32]>,
    /// A bit for each document, from the lowest of the first number: whether it
    /// is a passage that is not deleted.
    pub living: Arc<[u64]>,
    kind: Values,
}

impl PassageColumns {
    /// Whether a document is a passage.
    #[must_use]
    pub fn is_passage(&self, doc: u32) -> bool {
        self.essay_of(doc) != doc
    }

    /// Whether a document is an essay.
    #[must_use]
    pub fn is_essay(&self, doc: u32) -> bool {
        !self.is_passage(doc) && self.kind.get_val(doc) == kind::ESSAY
    }

    /// The document of the essay that a passage stands in: its passages stand
    /// right behind it. Of what is no passage, the document itself.
    #[must_use]
    pub fn essay_of(&self, doc: u32) -> u32 {
        self.essays[doc as usize]
    }

    /// The documents of an essay's passages, deleted or not: right behind its own.
    pub fn passages_of(&self, essay: u32) -> impl Iterator<Item = u32> + '_ {
        let behind = self.essays.get(essay as usize + 1..).unwrap_or_default();
        let count = behind.iter().take_while(|other| **other == essay).count();
        (essay + 1..).take(count)
    }
}

/// What ranking needs of whole essays.
#[derive(Clone)]
pub struct EssayColumns {
    /// A number that orders essays alike wherever their folder stands.
    pub order: Arc<dyn ColumnValues<u64>>,
    /// By document: the essay's length in tokens, read at once as ranking asks
    /// for it at every hit.
    pub tokens: Arc<[u32]>,
}

/// What passages discuss; every column has its values by document.
pub struct TagColumns {
    /// Words in the passage, or the essay.
    pub words: Arc<dyn ColumnValues<u64>>,
    /// Numbers of its themes.
    pub themes: Column<u64>,
    /// Strengths of its themes in thousandths, in the order of `themes`.
    pub strengths: Column<u64>,
    /// Numbers of its characters.
    pub characters: Column<u64>,
    /// How often each of its characters is named, in the order of `characters`.
    pub mentions: Column<u64>,
}

/// The words of passages, without their order.
#[derive(Clone)]
pub struct Bags(Column<u64>);

impl Bags {
    /// The numbers of a passage's stems, each as often as it stands there; stop words have none.
    pub fn of(&self, passage: u32) -> impl Iterator<Item = u16> + '_ {
        self.0.values_for_doc(passage).flat_map(bag::unpack)
    }
}

impl Index {
    /// Which documents of a segment are passages, and of which essay.
    ///
    /// # Errors
    /// If a column cannot be read.
    pub fn passage_columns(&self, segment: &SegmentReader) -> Result<PassageColumns, IndexError> {
        let read = || self.read_passage_columns(segment);
        self.kept(segment, |columns| &columns.passages, read)
    }

    /// What ranking needs of the essays of a segment.
    ///
    /// # Errors
    /// If a column cannot be read.
    pub fn essay_columns(&self, segment: &SegmentReader) -> Result<EssayColumns, IndexError> {
        let read = || self.read_essay_columns(segment);
        self.kept(segment, |columns| &columns.essays, read)
    }

    /// The words of the passages of a segment.
    ///
    /// # Errors
    /// If the column cannot be read.
    pub fn bags(&self, segment: &SegmentReader) -> Result<Bags, IndexError> {
        let read = || Ok(Bags(self.values(segment, "bag")?));
        self.kept(segment, |columns| &columns.bags, read)
    }

    /// What the passages of a segment discuss.
    ///
    /// # Errors
    /// If a column cannot be read.
    pub fn tag_columns(&self, segment: &SegmentReader) -> Result<TagColumns, IndexError> {
        Ok(TagColumns {
            words: self.column(segment, "words")?,
            themes: self.values(segment, "theme")?,
            strengths: self.values(segment, "strength")?,
            characters: self.values(segment, "character")?,
            mentions: self.values(segment, "mentions")?,
        })
    }

    /// The years of the essays of a segment; 0 if unknown.
    ///
    /// # Errors
    /// If the column cannot be read.
    pub fn years(&self, segment: &SegmentReader) -> Result<Arc<dyn ColumnValues<u64>>, IndexError> {
        self.column(segment, "year")
    }

    /// What is kept of a segment once it has been read.
    fn kept<T: Clone>(
        &self,
        segment: &SegmentReader,
        place: fn(&SegmentColumns) -> &OnceLock<T>,
        read: impl FnOnce() -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        let is_it = |other: &SegmentReader| other.segment_id() == segment.segment_id();
        let ord = self.searcher().segment_readers().iter().position(is_it);
        let Some(kept) = ord.and_then(|ord| self.columns.get(ord)).map(place) else {
            return read();
        };
        if let Some(columns) = kept.get() {
            return Ok(columns.clone());
        }
        let columns = read()?;
        Ok(kept.get_or_init(|| columns).clone())
    }

    fn read_passage_columns(&self, segment: &SegmentReader) -> Result<PassageColumns, IndexError> {
        let mut essays = self.all_of(segment, "seq")?;
        for (doc, number) in (0..).zip(&mut essays) {
            *number = doc - (*number).min(doc);
        }
        let alive = segment.alive_bitset();
        let is_alive = |doc| alive.is_none_or(|alive| alive.is_alive(doc));
        let mut living = vec![0_u64; essays.len().div_ceil(64)];
        for (doc, essay) in (0..).zip(essays.iter()) {
            let is_living = *essay != doc && is_alive(doc);
            living[doc as usize / 64] |= u64::from(is_living) << (doc % 64);
        }
        Ok(PassageColumns {
            essays: essays.into(),
            living: living.into(),
            kind: self.column(segment, "kind")?,
        })
    }

    fn read_essay_columns(&self, segment: &SegmentReader) -> Result<EssayColumns, IndexError> {
        Ok(EssayColumns {
            order: self.column(segment, "order")?,
            tokens: self.all_of(segment, "tokens")?.into(),
        })
    }

    /// A number column of a segment.
    pub(super) fn column(&self, segment: &SegmentReader, name: &str) -> Result<Values, IndexError> {
        segment
            .fast_fields()
            .column_first_or_default::<u64>(name)
            .map_err(|error| self.damaged(&error))
    }

    /// A number for every document of a segment, 0 where it has none: reading
    /// many at once takes a fifth of the time of one after the other.
    fn all_of(&self, segment: &SegmentReader, name: &str) -> Result<Vec<u32>, IndexError> {
        let column = self.values(segment, name)?;
        let count = column.values.num_vals();
        let mut values = Vec::with_capacity(count as usize);
        let mut some = [0; AT_ONCE as usize];
        for start in (0..count).step_by(AT_ONCE as usize) {
            let some = &mut some[..AT_ONCE.min(count - start) as usize];
            column.values.get_range(u64::from(start), some);
            values.extend(some.iter().map(|v| u32::try_from(*v).unwrap_or(u32::MAX)));
        }
        let docs: Box<dyn Iterator<Item = u32>> = match &column.index {
            ColumnIndex::Full => return Ok(values),
            ColumnIndex::Empty { .. } => Box::new(std::iter::empty()),
            ColumnIndex::Optional(index) => Box::new(index.iter_non_null_docs()),
            ColumnIndex::Multivalued(_) => {
                return Err(self.damaged(&format!("`{name}` has several values")));
            }
        };
        let mut all = vec![0; segment.max_doc() as usize];
        for (doc, value) in docs.zip(values) {
            all[doc as usize] = value;
        }
        Ok(all)
    }

    /// A column of a segment that has several numbers for a document.
    fn values(&self, segment: &SegmentReader, name: &str) -> Result<Column<u64>, IndexError> {
        segment
            .fast_fields()
            .u64(name)
            .map_err(|error| self.damaged(&error))
    }
}
