//! Columns: numbers of every document of a segment, read when they are first
//! asked for. A query opens only those that it needs.

use super::bag;
use super::marks::Marks;
use super::reader::unreadable;
use super::schema::kind;
use super::seal::trusting;
use super::{Index, IndexError};
use std::io;
use std::sync::{Arc, OnceLock};
use tantivy::columnar::{Column, ColumnIndex, ColumnType, ColumnValues};
use tantivy::columnar::{DynamicColumn, DynamicColumnHandle};
use tantivy::schema::Field;
use tantivy::{HasLen, SegmentReader};

/// The values of a number column of a segment, 0 where a document has none.
pub(super) type Values = Arc<dyn ColumnValues<u64>>;

/// Bytes that end a column: the length of its first part, which says whose the values are.
const END_BYTES: usize = size_of::<u32>();
/// Behind that part, it takes fewer bytes than these to say how the values are written.
const HEAD_BYTES: usize = 64;
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
    /// What is no passage: essays first of all. The passages of an essay stand right behind it.
    pub starts: Arc<Marks>,
    /// A bit for each document, from the lowest of the first number: whether it
    /// is a passage that is not deleted.
    pub living: Arc<[u64]>,
    documents: u32,
    kind: Values,
}

impl PassageColumns {
    /// Whether a document is a passage.
    #[must_use]
    pub fn is_passage(&self, doc: u32) -> bool {
        !self.starts.contains(doc)
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
        self.starts.last_up_to(doc).unwrap_or(doc)
    }

    /// The documents of an essay's passages, deleted or not: right behind its own.
    pub fn passages_of(&self, essay: u32) -> impl Iterator<Item = u32> + '_ {
        (essay + 1..self.documents).take_while(|doc| self.is_passage(*doc))
    }
}

/// What ranking needs of whole essays.
#[derive(Clone)]
pub struct EssayColumns {
    /// A number that orders essays alike wherever their folder stands.
    pub order: Arc<dyn ColumnValues<u64>>,
    essays: Arc<Marks>,
    tokens: Arc<[u32]>,
}

impl EssayColumns {
    /// The documents of essays, ascending, and the length of each in tokens.
    pub fn tokens(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.essays.iter().zip(self.tokens.iter().copied())
    }
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
    /// The numbers of a passage's stems, each as often as it stands there; stop
    /// words have none. `None` if the bag is damaged.
    #[must_use]
    pub fn of(&self, passage: u32) -> Option<Vec<u16>> {
        bag::unpack(self.0.values_for_doc(passage))
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

    /// The documents of a segment that stand for files, without those deleted;
    /// ascending.
    ///
    /// # Errors
    /// If a column cannot be read.
    pub(super) fn file_documents(&self, segment: &SegmentReader) -> Result<Vec<u32>, IndexError> {
        let starts = self.passage_columns(segment)?.starts;
        let alive = segment.alive_bitset();
        let is_alive = |doc: &u32| alive.is_none_or(|alive| alive.is_alive(*doc));
        Ok(starts.iter().filter(is_alive).collect())
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
        let read = || self.read_bags(segment);
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

    /// The numbers that the documents of a segment have in a field.
    ///
    /// # Errors
    /// If the column cannot be read.
    pub fn numbers(&self, segment: &SegmentReader, field: Field) -> Result<Column, IndexError> {
        self.values(segment, self.searcher().schema().get_field_name(field))
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
        // Every document of a file has this value, and no passage.
        let order = self.values(segment, "order")?;
        let documents = segment.max_doc();
        let starts = self.having(&order.index, documents)?;
        let mut living: Vec<u64> = starts.iter().map(|starts| !starts).collect();
        if let Some(last) = living.last_mut() {
            *last &= u64::MAX >> (63 - (documents - 1) % 64);
        }
        if let Some(alive) = segment.alive_bitset() {
            for doc in (0..documents).filter(|doc| alive.is_deleted(*doc)) {
                living[doc as usize / 64] &= !(1 << (doc % 64));
            }
        }
        Ok(PassageColumns {
            starts: Arc::new(Marks::of(starts)),
            living: living.into(),
            documents,
            kind: self.column(segment, "kind")?,
        })
    }

    fn read_essay_columns(&self, segment: &SegmentReader) -> Result<EssayColumns, IndexError> {
        let column = self.values(segment, "tokens")?;
        let starts = self.passage_columns(segment)?.starts;
        // Where every file is an essay, the starts are the essays.
        let essays = if starts.len() == column.values.num_vals() as usize {
            starts
        } else {
            Arc::new(Marks::of(self.having(&column.index, segment.max_doc())?))
        };
        let tokens = all(&*column.values).map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        Ok(EssayColumns {
            order: self.column(segment, "order")?,
            essays,
            tokens: tokens.collect(),
        })
    }

    /// Which of a segment's documents have a value in a column, as bits from the
    /// lowest of the first number.
    fn having(&self, column: &ColumnIndex, documents: u32) -> Result<Vec<u64>, IndexError> {
        let docs: Box<dyn Iterator<Item = u32>> = match column {
            ColumnIndex::Empty { .. } => Box::new(std::iter::empty()),
            ColumnIndex::Full => Box::new(0..documents),
            ColumnIndex::Optional(index) => Box::new(index.iter_non_null_docs()),
            ColumnIndex::Multivalued(_) => {
                return Err(self.damaged(&"a document has several values where it can have one"));
            }
        };
        let mut having = vec![0; documents.div_ceil(64) as usize];
        for doc in docs {
            having[doc as usize / 64] |= 1_u64 << (doc % 64);
        }
        Ok(having)
    }

    /// Opens the bags: each is verified when it is taken out.
    fn read_bags(&self, segment: &SegmentReader) -> Result<Bags, IndexError> {
        let columns = segment.fast_fields();
        let column = columns.dynamic_column_handle("bag", ColumnType::U64);
        let column = column.map_err(|error| unreadable(self.path(), &error))?;
        let opened = column.as_ref().map(open_unverified).transpose();
        match opened.map_err(|error| self.damaged(&error))? {
            Some(DynamicColumn::U64(column)) => Ok(Bags(column)),
            _ => Err(self.damaged(&"it has no column `bag`")),
        }
    }

    /// A number column of a segment.
    pub(super) fn column(&self, segment: &SegmentReader, name: &str) -> Result<Values, IndexError> {
        segment
            .fast_fields()
            .column_first_or_default::<u64>(name)
            .map_err(|error| unreadable(self.path(), &error))
    }

    /// A column of a segment that has several numbers for a document.
    fn values(&self, segment: &SegmentReader, name: &str) -> Result<Column<u64>, IndexError> {
        segment
            .fast_fields()
            .u64(name)
            .map_err(|error| unreadable(self.path(), &error))
    }
}

/// Opens a column whose values are not verified; whose they are, and how they
/// are written, is: nothing else tells where those of a document end.
fn open_unverified(column: &DynamicColumnHandle) -> io::Result<DynamicColumn> {
    let bytes = column.file_slice();
    let end = bytes.slice_from_end(END_BYTES.min(bytes.len()));
    let end = end.read_bytes()?.last_chunk().copied();
    let index_bytes = end.map_or(0, u32::from_le_bytes) as usize;
    let head_bytes = index_bytes.saturating_add(HEAD_BYTES);
    bytes.slice_to(head_bytes.min(bytes.len())).read_bytes()?;
    trusting(|| column.open())
}

/// All values of a column in their order, many read at once: that takes a fifth
/// of the time of one after the other.
fn all(values: &dyn ColumnValues<u64>) -> impl Iterator<Item = u64> + '_ {
    let count = values.num_vals();
    let mut some = [0; AT_ONCE as usize];
    (0..count).step_by(AT_ONCE as usize).flat_map(move |start| {
        let length = AT_ONCE.min(count - start) as usize;
        values.get_range(u64::from(start), &mut some[..length]);
        some.into_iter().take(length)
    })
}
