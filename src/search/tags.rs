//! Tags: how many of the passages that match have each theme or character.

use super::evaluate::readers;
use super::{Candidates, QueryError};
use crate::index::Index;
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocSet, TERMINATED};

/// A passage's numbers take this many times as long to look up as one more
/// passage of a list to read.
const LOOKING_UP: usize = 16;

/// How many of the passages that match have each of the numbers below `count`
/// in a field: by the lists of the numbers, or, of few matches, by the matches.
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
        // (Of a field without numbers tantivy would build an empty dictionary,
        // which takes it a megabyte.)
        let numbers = index.numbers(reader, field).map_err(QueryError::Index)?;
        let all = numbers.values.num_vals() as usize;
        if all == 0 || segment.matches.len() * LOOKING_UP <= all {
            let of_matches = segment.matches.iter();
            for number in of_matches.flat_map(|doc| numbers.values_for_doc(doc)) {
                let place = usize::try_from(number).ok();
                if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                    *count += 1;
                }
            }
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
