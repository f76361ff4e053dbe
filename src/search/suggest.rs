//! Suggestions: the nearest words that are in the index, for a word that is not.

use super::evaluate::readers;
use super::{Candidates, QueryError};
use crate::index::Index;
use crate::text::Forms;
use std::cmp::Reverse;
use tantivy::SegmentReader;
use tantivy::fastfield::AliveBitSet;
use tantivy::schema::{IndexRecordOption, Term};

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
        let mut near = vocabulary(index, reader)?;
        near.retain(|(other, _)| missing.iter().any(|word| distance(word, other).is_some()));
        if let Some(alive) = reader.alive_bitset() {
            for (word, often) in &mut near {
                *often = living(index, reader, alive, word)?;
            }
            near.retain(|(_, often)| *often > 0);
        }
        words.extend(near);
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

/// How many edits part two words; `None` if they are too many for a slip.
fn distance(word: &str, other: &str) -> Option<usize> {
    let reach = if word.chars().count() <= 4 { 1 } else { 2 };
    if other.len().abs_diff(word.len()) > 2 * reach {
        return None;
    }
    Some(strsim::osa_distance(word, other)).filter(|distance| *distance <= reach)
}

/// In how many passages that are not deleted a word stands.
fn living(
    index: &Index,
    reader: &SegmentReader,
    alive: &AliveBitSet,
    word: &str,
) -> Result<u32, QueryError> {
    let failed = |error: &dyn std::fmt::Display| QueryError::Index(index.damaged(error));
    let term = Term::from_field_text(index.fields().exact, word);
    let inverted = reader
        .inverted_index(term.field())
        .map_err(|error| failed(&error))?;
    let postings = inverted
        .read_postings(&term, IndexRecordOption::Basic)
        .map_err(|error| failed(&error))?;
    Ok(postings.map_or(0, |postings| postings.doc_freq_given_deletes(alive)))
}

fn nearest(word: &str, words: &[(String, u32)]) -> Vec<String> {
    let mut near: Vec<(usize, Reverse<u32>, &str)> = words
        .iter()
        .filter_map(|(other, often)| {
            Some((distance(word, other)?, Reverse(*often), other.as_str()))
        })
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
