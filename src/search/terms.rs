//! Terms: the words that the index has, by their beginning or by a few wrong
//! letters, and in how many passages they stand.

use super::QueryError;
use crate::index::Index;
use tantivy::SegmentReader;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{IndexRecordOption, Term};

/// Shows every exact form of a segment that begins with `start`, in order, and
/// in how many passages it stands.
pub(super) fn see_words(
    index: &Index,
    reader: &SegmentReader,
    start: &str,
    mut see: impl FnMut(&str, u32),
) -> Result<(), QueryError> {
    let failed = |error: &dyn std::fmt::Display| QueryError::Index(index.damaged(error));
    let inverted = reader
        .inverted_index(index.fields().exact)
        .map_err(|error| failed(&error))?;
    let range = inverted
        .terms()
        .range()
        .ge(start.as_bytes())
        .lt(past(start));
    let mut stream = range.into_stream().map_err(|error| failed(&error))?;
    while stream.advance() {
        if let Ok(word) = std::str::from_utf8(stream.key()) {
            see(word, stream.value().doc_freq);
        }
    }
    Ok(())
}

/// What is past every word that begins with `start`: no word holds the byte 0xff.
fn past(start: &str) -> Vec<u8> {
    let mut end = start.as_bytes().to_vec();
    end.push(0xff);
    end
}

/// Which words are near one.
pub(super) struct Near<'a> {
    pub(super) word: &'a str,
    /// How many letters are added, missing, wrong or swapped with the next: 0 to 2.
    pub(super) edits: u8,
    /// What they begin with, one or the other.
    pub(super) starts: &'a [&'a str],
}

/// Shows every exact form of segments that is near a word, in order for each
/// segment and start, and in how many of its passages it stands.
pub(super) fn see_near<'r>(
    index: &Index,
    readers: impl IntoIterator<Item = &'r SegmentReader>,
    near: &Near,
    mut see: impl FnMut(&SegmentReader, &str, u32),
) -> Result<(), QueryError> {
    let failed = |error: &dyn std::fmt::Display| QueryError::Index(index.damaged(error));
    let field = index.fields().exact;
    let automaton = FuzzyTermQuery::new(Term::from_field_text(field, near.word), near.edits, true)
        .automaton()
        .map_err(|error| failed(&error))?;
    for reader in readers {
        let inverted = reader
            .inverted_index(field)
            .map_err(|error| failed(&error))?;
        for start in near.starts {
            let words = inverted.terms().search(&automaton);
            let words = words.ge(start.as_bytes()).lt(past(start));
            let mut stream = words.into_stream().map_err(|error| failed(&error))?;
            while stream.advance() {
                if let Ok(word) = std::str::from_utf8(stream.key()) {
                    see(reader, word, stream.value().doc_freq);
                }
            }
        }
    }
    Ok(())
}

/// In how many passages (or essays, by their titles) that are not deleted a term stands.
pub(super) fn living(
    index: &Index,
    reader: &SegmentReader,
    term: &Term,
) -> Result<u32, QueryError> {
    let failed = |error: &dyn std::fmt::Display| QueryError::Index(index.damaged(error));
    let inverted = reader
        .inverted_index(term.field())
        .map_err(|error| failed(&error))?;
    let postings = inverted
        .read_postings(term, IndexRecordOption::Basic)
        .map_err(|error| failed(&error))?;
    Ok(postings.map_or(0, |postings| match reader.alive_bitset() {
        Some(alive) => postings.doc_freq_given_deletes(alive),
        None => postings.doc_freq(),
    }))
}
