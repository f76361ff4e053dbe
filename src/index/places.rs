//! Places: where a term stands in a few chosen documents, read from tantivy's
//! positions without the text.

use super::{Index, IndexError};
use tantivy::postings::Postings;
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocSet, SegmentReader};

/// Where a term stands in some documents.
#[derive(Debug, Clone, Default)]
pub struct Positions {
    all: Vec<u32>,
    /// By document: where its positions end in `all`.
    ends: Vec<usize>,
}

impl Positions {
    /// The positions in the document with this number among those asked for,
    /// ascending; empty where it does not have the term, or was not asked for.
    #[must_use]
    pub fn of(&self, at: usize) -> &[u32] {
        let Some(end) = self.ends.get(at) else {
            return &[];
        };
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.all[start..*end]
    }
}

impl Index {
    /// The positions of a term in each of `docs`, which ascend.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn positions(
        &self,
        segment: &SegmentReader,
        term: &Term,
        docs: &[u32],
    ) -> Result<Positions, IndexError> {
        let mut places = Positions::default();
        self.each_posting(
            segment,
            term,
            docs,
            IndexRecordOption::WithFreqsAndPositions,
            |at, postings| {
                places.ends.resize(at, places.all.len());
                postings.append_positions_with_offset(0, &mut places.all);
                places.ends.push(places.all.len());
            },
        )?;
        places.ends.resize(docs.len(), places.all.len());
        Ok(places)
    }

    /// How often a term stands in each of `docs`, which ascend.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn times(
        &self,
        segment: &SegmentReader,
        term: &Term,
        docs: &[u32],
    ) -> Result<Vec<u32>, IndexError> {
        let mut times = vec![0; docs.len()];
        self.each_posting(
            segment,
            term,
            docs,
            IndexRecordOption::WithFreqs,
            |at, postings| times[at] = postings.term_freq(),
        )?;
        Ok(times)
    }

    /// Calls `see` for each of `docs` that has the term, with its number among them.
    fn each_posting(
        &self,
        segment: &SegmentReader,
        term: &Term,
        docs: &[u32],
        record: IndexRecordOption,
        mut see: impl FnMut(usize, &mut tantivy::postings::SegmentPostings),
    ) -> Result<(), IndexError> {
        let inverted = segment
            .inverted_index(term.field())
            .map_err(|error| self.damaged(&error))?;
        let postings = inverted
            .read_postings(term, record)
            .map_err(|error| self.damaged(&error))?;
        let Some(mut postings) = postings else {
            return Ok(());
        };
        for (at, doc) in docs.iter().enumerate() {
            if postings.doc() > *doc {
                continue;
            }
            if postings.doc() < *doc {
                postings.seek(*doc);
            }
            if postings.doc() == *doc {
                see(at, &mut postings);
            }
        }
        Ok(())
    }
}
