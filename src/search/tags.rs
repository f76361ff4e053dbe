//! Tags: how many of the passages that match have each theme or character.

use super::evaluate::readers;
use super::{Candidates, QueryError};
use crate::index::Index;
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocSet, TERMINATED};

/// How many of the passages that match have each of the numbers below `count`
/// in a field: the list of each number is shorter than that of the matches.
///
/// # Errors
/// If the index cannot be read.
pub fn count_tags(
    index: &Index,
    candidates: &Candidates,
    field: Field,
    count: usize,
) -> Result<Vec<usize>, QueryError> {
    let failed = |error: &dyn std::fmt::Display| QueryError::Index(index.damaged(error));
    let mut counts = vec![0; count];
    for ((_, reader), segment) in readers(index).zip(&candidates.segments) {
        // tantivy would build an empty dictionary, which takes it a megabyte.
        if !index.has_values(reader, field).map_err(QueryError::Index)? {
            continue;
        }
        let inverted = reader
            .inverted_index(field)
            .map_err(|error| failed(&error))?;
        for (number, count) in (0..).zip(&mut counts) {
            let term = Term::from_field_u64(field, number);
            let postings = inverted
                .read_postings(&term, IndexRecordOption::Basic)
                .map_err(|error| failed(&error))?;
            let Some(mut postings) = postings else {
                continue;
            };
            while postings.doc() != TERMINATED {
                *count += usize::from(segment.matches.contains(postings.doc()));
                postings.advance();
            }
        }
    }
    Ok(counts)
}
