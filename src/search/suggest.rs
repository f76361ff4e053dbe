//! Suggestions: the nearest words that are in the index, for a word that is not.

use super::evaluate::readers;
use super::{Candidates, QueryError};
use crate::index::Index;
use crate::text::Forms;
use tantivy::SegmentReader;

/// How many words are offered for one that is missing.
const OFFERED: usize = 3;

/// Words of the index near those of the query that no passage has: nearest
/// first, then the commoner. Empty if every word is somewhere.
///
/// # Errors
/// If the index cannot be read.
pub fn suggest(index: &Index, candidates: &Candidates) -> Result<Vec<String>, QueryError> {
    let mut forms = Forms::default();
    let missing: Vec<String> = (candidates.units.iter().enumerate())
        .filter(|(at, _)| {
            candidates
                .segments
                .iter()
                .all(|segment| segment.hits[*at].is_empty())
        })
        .filter(|(_, unit)| !unit.label.contains(char::is_whitespace))
        .map(|(_, unit)| forms.form(&unit.label).exact.to_string())
        .collect();
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let mut words = Vec::new();
    for (_, reader) in readers(index) {
        words.extend(vocabulary(index, reader)?);
    }
    words.sort();
    words.dedup_by(|next, first| {
        let is_same = next.0 == first.0;
        first.1 += if is_same { next.1 } else { 0 };
        is_same
    });
    Ok(missing
        .iter()
        .flat_map(|word| nearest(word, &words))
        .collect())
}

fn nearest(word: &str, words: &[(String, u32)]) -> Vec<String> {
    let reach = if word.chars().count() <= 4 { 1 } else { 2 };
    let mut near: Vec<(usize, std::cmp::Reverse<u32>, &str)> = words
        .iter()
        .filter(|(other, _)| other.len().abs_diff(word.len()) <= 2 * reach)
        .map(|(other, often)| {
            (
                strsim::osa_distance(word, other),
                std::cmp::Reverse(*often),
                other.as_str(),
            )
        })
        .filter(|(distance, ..)| *distance <= reach)
        .collect();
    near.sort();
    near.into_iter()
        .take(OFFERED)
        .map(|(.., other)| other.to_string())
        .collect()
}

/// The exact forms of a segment, sorted, and in how many passages each stands.
pub(super) fn vocabulary(
    index: &Index,
    reader: &SegmentReader,
) -> Result<Vec<(String, u32)>, QueryError> {
    let failed = |error: &dyn std::fmt::Display| QueryError::Index(index.damaged(error));
    let inverted = reader
        .inverted_index(index.fields().exact)
        .map_err(|error| failed(&error))?;
    let mut stream = inverted.terms().stream().map_err(|error| failed(&error))?;
    let mut words = Vec::new();
    while stream.advance() {
        if let Ok(word) = std::str::from_utf8(stream.key()) {
            words.push((word.to_string(), stream.value().doc_freq));
        }
    }
    Ok(words)
}
