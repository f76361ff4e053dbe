//! Words near one another: pairs of the query's words that stand within a few
//! words, in any order.
//!
//! Source: Metzler and Croft (2005), "A Markov Random Field Model for Term
//! Dependencies": its unordered pairs of words that are neighbours in the
//! query, scored by BM25 with the mean rarity of the two. Its ordered pairs
//! lost .008 nDCG@10 on MED beside these and gained .005 on Cranfield.

use super::bm25::Bm25;
use super::{Grouping, Ranked, texts};
use crate::index::{Index, IndexError, Positions};
use crate::search::{Candidates, Pattern};
use crate::text::is_stop_word;
use tantivy::schema::Term;

/// Words of a query that are looked at; a pasted page has thousands.
pub(super) const MOST_WORDS: usize = 32;
/// Two words nearer than this are near (Metzler and Croft).
const NEAR_WORDS: u32 = 8;

/// How near the query's words stand in each of the best, as a share of the best BM25.
pub(super) fn nearness(
    index: &Index,
    candidates: &Candidates,
    bm25: &Bm25,
    grouping: Grouping,
    best: &[Ranked],
) -> Result<Vec<f32>, IndexError> {
    let pairs = pairs(candidates);
    let mut all = vec![0.0; best.len()];
    if pairs.is_empty() {
        return Ok(all);
    }
    for ord in 0..candidates.segments.len() {
        let mut texts = texts(candidates, ord, grouping, best);
        // Of the essays' passages only those that have two words at all; their length counts anyway.
        let mut tokens = vec![0; best.len()];
        for (doc, member) in &texts {
            tokens[*member] += bm25.tokens(ord, *doc);
        }
        texts.retain(|(doc, _)| candidates.units_in(ord, *doc) > 1);
        let docs: Vec<u32> = texts.iter().map(|(doc, _)| *doc).collect();
        let places = units_places(index, candidates, ord, &docs, &pairs)?;
        for pair in &pairs {
            let [Some(first), Some(second)] = pair.map(|unit| places[unit].as_ref()) else {
                continue;
            };
            let mut times = vec![0; best.len()];
            for (at, (_, member)) in texts.iter().enumerate() {
                times[*member] += count_near(first.of(at), second.of(at));
            }
            for ((near, times), tokens) in all.iter_mut().zip(times).zip(&tokens) {
                *near += bm25.together(*pair, times, *tokens, grouping);
            }
        }
    }
    Ok(all)
}

/// The units that are neighbours in the query, its stop words left out.
fn pairs(candidates: &Candidates) -> Vec<[usize; 2]> {
    let words = candidates.words.iter().take(MOST_WORDS);
    let said: Vec<usize> = words
        .filter(|word| !is_stop_word(&word.exact))
        .filter_map(|word| unit_of(candidates, &word.stem))
        .collect();
    let pairs = said.windows(2).map(|pair| [pair[0], pair[1]]);
    pairs.filter(|[first, second]| first != second).collect()
}

/// The unit that a stem of the query is ranked by.
fn unit_of(candidates: &Candidates, stem: &str) -> Option<usize> {
    let is_it = |pattern: &Pattern| matches!(pattern, Pattern::Stems(words) if *words == [stem]);
    let mut units = candidates.units.iter();
    units.position(|unit| is_it(&unit.pattern))
}

/// For each unit that is in a pair, where it stands in `docs`.
fn units_places(
    index: &Index,
    candidates: &Candidates,
    ord: usize,
    docs: &[u32],
    pairs: &[[usize; 2]],
) -> Result<Vec<Option<Positions>>, IndexError> {
    let reader = &index.searcher().segment_readers()[ord];
    let place = |(at, unit): (usize, &crate::search::Unit)| match &unit.pattern {
        Pattern::Stems(words) if pairs.iter().any(|pair| pair.contains(&at)) => {
            let term = Term::from_field_text(index.fields().text, &words[0]);
            index.positions(reader, &term, docs).map(Some)
        }
        _ => Ok(None),
    };
    candidates.units.iter().enumerate().map(place).collect()
}

/// How many places of `first` have one of `second` near.
fn count_near(first: &[u32], second: &[u32]) -> u32 {
    let is_near = |place: &&u32| {
        let from = place.saturating_sub(NEAR_WORDS - 1);
        let next = second.partition_point(|other| *other < from);
        let other = second.get(next);
        other.is_some_and(|other| *other < **place + NEAR_WORDS)
    };
    u32::try_from(first.iter().filter(is_near).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_near_within_eight_words_on_either_side() {
        assert_eq!(count_near(&[0, 20], &[7]), 1);
        assert_eq!(count_near(&[0, 20], &[8]), 0);
        assert_eq!(count_near(&[20], &[13, 28]), 1);
        assert_eq!(count_near(&[20], &[12, 28]), 0);
    }
}
