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
    let mut end = start.as_bytes().to_vec();
    // No word holds the byte 0xff, so this is past every word with the beginning.
    end.push(0xff);
    let inverted = reader
        .inverted_index(index.fields().exact)
        .map_err(|error| failed(&error))?;
    let range = inverted.terms().range().ge(start.as_bytes()).lt(&end);
    let mut stream = range.into_stream().map_err(|error| failed(&error))?;
    while stream.advance() {
        if let Ok(word) = std::str::from_utf8(stream.key()) {
            see(word, stream.value().doc_freq);
        }
    }
    Ok(())
}

/// Shows every exact form of a segment that at most `edits` (0 to 2) letters
/// part from `word`, added, missing, wrong or two swapped, in order, and in how
/// many passages it stands.
pub(super) fn see_near(
    index: &Index,
    reader: &SegmentReader,
    word: &str,
    edits: u8,
    mut see: impl FnMut(&str, u32),
) -> Result<(), QueryError> {
    let failed = |error: &dyn std::fmt::Display| QueryError::Index(index.damaged(error));
    let field = index.fields().exact;
    let automaton = FuzzyTermQuery::new(Term::from_field_text(field, word), edits, true)
        .automaton()
        .map_err(|error| failed(&error))?;
    let inverted = reader
        .inverted_index(field)
        .map_err(|error| failed(&error))?;
    let near = inverted.terms().search(automaton);
    let mut stream = near.into_stream().map_err(|error| failed(&error))?;
    while stream.advance() {
        if let Ok(word) = std::str::from_utf8(stream.key()) {
            see(word, stream.value().doc_freq);
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
