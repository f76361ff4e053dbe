//! Neighbours: what is like the best is better than its own words say.
//!
//! The best for a query are compared with one another by all of their words,
//! each weighed by how few of the best have it. Each then gets a share of the
//! scores of those most like it (score regularisation: Diaz 2005, after the
//! cluster hypothesis of van Rijsbergen), and a share of its likeness to the
//! first few (relevance feedback: Rocchio 1971, on those that are ranked
//! already). Weights are log tf · idf on unit vectors (Salton and Buckley 1988).

use super::{Grouping, Ranked, Weights};
use crate::index::{Bags, Index, IndexError};
use crate::search::Candidates;

/// How many of the most similar count.
const NEIGHBOURS: usize = 10;
/// How many of the first are taken for relevant.
const FIRST: usize = 5;
/// Fewer than this have nothing to say of one another.
const FEWEST: usize = 3;
/// The numbers in a bag are below this.
const NUMBERS: usize = 1 << 16;

/// What likeness says of one of the best, 0 to 1 each.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Likeness {
    /// The mean score of those most like it.
    pub(super) neighbours: f32,
    /// How like it is to the first few, as a share of the most.
    pub(super) first: f32,
}

/// What likeness says of each of the best, whose scores are 0 to 1; nothing of
/// fewer than three.
pub(super) fn likeness(
    index: &Index,
    candidates: &Candidates,
    grouping: Grouping,
    best: &[Ranked],
    scores: &[f32],
    weights: &Weights,
) -> Result<Vec<Likeness>, IndexError> {
    if best.len() < FEWEST {
        return Ok(Vec::new());
    }
    let readers = index.searcher().segment_readers().iter();
    let words: Vec<Bags> = readers
        .map(|reader| index.bags(reader))
        .collect::<Result<_, _>>()?;
    let bags = best
        .iter()
        .map(|one| bag(&words, candidates, grouping, one));
    let bags: Option<_> = bags.collect();
    let damaged = || index.damaged(&"the words of a passage are not those that were written");
    let likes = similarities(bags.ok_or_else(damaged)?);
    let mean_of_nearest = |row: &[f32], at: usize| {
        let mut others: Vec<usize> = (0..row.len()).filter(|other| *other != at).collect();
        let more_like = |a: &usize, b: &usize| row[*b].total_cmp(&row[*a]).then(a.cmp(b));
        if others.len() > NEIGHBOURS {
            others.select_nth_unstable_by(NEIGHBOURS - 1, more_like);
            others.truncate(NEIGHBOURS);
        }
        others.sort_unstable_by(more_like);
        let sum: f32 = others.iter().map(|other| row[*other]).sum();
        let weighed: f32 = others.iter().map(|o| row[*o] * scores[*o]).sum();
        if sum > 0.0 { weighed / sum } else { 0.0 }
    };
    let neighbours: Vec<f32> = likes
        .chunks_exact(best.len())
        .enumerate()
        .map(|(at, row)| mean_of_nearest(row, at))
        .collect();
    let smoothed: Vec<f32> = (scores.iter().zip(&neighbours))
        .map(|(own, near)| (1.0 - weights.neighbours) * own + weights.neighbours * near)
        .collect();
    let first = likeness_to_first(&likes, &smoothed);
    let both = neighbours.into_iter().zip(first);
    Ok(both
        .map(|(neighbours, first)| Likeness { neighbours, first })
        .collect())
}

/// How like each is to the few with the best scores, as a share of the most.
fn likeness_to_first(likes: &[f32], scores: &[f32]) -> Vec<f32> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    order.truncate(FIRST);
    let sums: Vec<f32> = likes
        .chunks_exact(scores.len())
        .map(|row| order.iter().map(|first| row[*first]).sum())
        .collect();
    let most = sums.iter().copied().fold(0.0, f32::max);
    let share = |sum: f32| if most > 0.0 { sum / most } else { 0.0 };
    sums.into_iter().map(share).collect()
}

/// The numbers of a text's stems, ascending, and the logarithm of how often each
/// stands in it; `None` if the index is damaged.
#[expect(
    clippy::cast_precision_loss,
    reason = "a word stands in a text fewer than 2^24 times"
)]
fn bag(
    words: &[Bags],
    candidates: &Candidates,
    grouping: Grouping,
    ranked: &Ranked,
) -> Option<Vec<(u16, f32)>> {
    let segment = ranked.address.segment_ord as usize;
    let columns = &candidates.segments[segment].columns;
    let read = |doc: u32| words[segment].of(doc);
    let mut numbers = match grouping {
        Grouping::Passages => read(ranked.address.doc_id)?,
        Grouping::Essays => {
            let passages = columns.passages_of(ranked.essay.doc_id);
            passages.map(read).collect::<Option<Vec<_>>>()?.concat()
        }
    };
    numbers.sort_unstable();
    let runs = numbers.chunk_by(|a, b| a == b);
    Some(
        runs.map(|same| (same[0], (same.len() as f32).ln_1p()))
            .collect(),
    )
}

/// The cosines of all pairs, row by row.
fn similarities(mut bags: Vec<Vec<(u16, f32)>>) -> Vec<f32> {
    let count = bags.len();
    let having = number_anew(&mut bags);
    weigh(&mut bags, &having);
    let mut by_word: Vec<Vec<(u16, f32)>> = having.iter().map(|_| Vec::new()).collect();
    for (at, bag) in (0..).zip(&bags) {
        for (word, weight) in bag {
            // What only one of them has makes it like no other.
            if having[usize::from(*word)] > 1 {
                by_word[usize::from(*word)].push((at, *weight));
            }
        }
    }
    let mut likes = vec![0.0; count * count];
    for list in &by_word {
        for (at, (row, weight)) in list.iter().enumerate() {
            let row = &mut likes[usize::from(*row) * count..][..count];
            for (column, other) in &list[at..] {
                row[usize::from(*column)] += weight * other;
            }
        }
    }
    for row in 0..count {
        likes[row * count + row] = 1.0;
        for column in 0..row {
            likes[row * count + column] = likes[column * count + row];
        }
    }
    likes
}

/// Numbers the words of texts from 0 in the order in which they are met, and
/// says how many texts have each.
fn number_anew(bags: &mut [Vec<(u16, f32)>]) -> Vec<u16> {
    // One more than the new number; 0 of what was not met yet.
    let mut places = vec![0_u16; NUMBERS];
    let mut having: Vec<u16> = Vec::new();
    for (number, _) in bags.iter_mut().flatten() {
        let place = &mut places[usize::from(*number)];
        if *place == 0 {
            having.push(0);
            *place = u16::try_from(having.len()).expect("0 is in no bag");
        }
        *number = *place - 1;
        having[usize::from(*number)] += 1;
    }
    having
}

/// Weighs each word by how few of the texts have it, and makes each vector of length 1.
#[expect(clippy::cast_precision_loss, reason = "few texts are compared")]
fn weigh(bags: &mut [Vec<(u16, f32)>], having: &[u16]) {
    let all = bags.len() as f32 + 1.0;
    let rarity = |having: &u16| (all / (f32::from(*having) + 0.5)).ln().max(0.0);
    let rarities: Vec<f32> = having.iter().map(rarity).collect();
    for bag in bags {
        let mut squares = 0.0;
        for (word, weight) in &mut *bag {
            *weight *= rarities[usize::from(*word)];
            squares += *weight * *weight;
        }
        let length = squares.sqrt().max(f32::MIN_POSITIVE);
        for (_, weight) in bag.iter_mut() {
            *weight /= length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag_of(numbers: &[u16]) -> Vec<(u16, f32)> {
        numbers.iter().map(|number| (*number, 1.0)).collect()
    }

    #[test]
    fn texts_are_alike_by_the_words_that_few_share() {
        let likes = similarities(vec![bag_of(&[1, 2]), bag_of(&[1, 2]), bag_of(&[1, 3])]);
        // By hand: idf of 1 is ln(4 / 3.5), of 2 ln(4 / 2.5), of 3 ln(4 / 1.5).
        let (one, two, three) = (0.1335_f32, 0.4700_f32, 0.9808_f32);
        let third = one * one / (one.hypot(two) * one.hypot(three));
        assert!((likes[1] - 1.0).abs() < 1e-3 && (likes[2] - third).abs() < 1e-3);
        assert_eq!(likes[3].to_bits(), likes[1].to_bits());
    }

    #[test]
    fn the_first_are_most_like_themselves() {
        let likes = [1.0, 0.5, 0.0, 0.5, 1.0, 0.0, 0.0, 0.0, 1.0];
        assert_eq!(
            likeness_to_first(&likes, &[0.9, 0.8, 0.1]),
            [1.0, 1.0, 2.0 / 3.0]
        );
    }
}
