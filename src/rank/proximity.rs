//! Words near one another: pairs of the query's words in order and near, and
//! a line of it that a passage has nearly word for word.
//!
//! Sources: Metzler and Croft (2005), "A Markov Random Field Model for Term
//! Dependencies" (its sequential dependence: ordered pairs, and unordered ones
//! within eight words), each scored by BM25 with the mean rarity of its words
//! (Tao and Zhai 2007 on adding proximity to it).

use super::bm25::Bm25;
use super::{Grouping, Ranked};
use crate::index::{Index, IndexError, Positions};
use crate::search::{Candidates, Pattern};
use crate::text::is_stop_word;
use tantivy::schema::Term;

/// Words of a query that are looked at; a pasted page has thousands.
const MOST_WORDS: usize = 32;
/// Two words nearer than this are near (Metzler and Croft).
const NEAR_WORDS: u32 = 8;
/// A line has at least this many words.
const SHORTEST_LINE: usize = 4;
/// A passage has a line if it has this share of the pairs of neighbours in it:
/// of nine words, two may be wrong.
const SHARE_OF_LINE: f32 = 0.6;
/// Fewer pairs than this are a turn of phrase, unless they are the whole line.
const FEWEST_PAIRS: usize = 4;

/// How near the query's words stand in a passage or essay.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Nearness {
    /// Pairs in order, side by side, as a share of the best BM25.
    pub(super) ordered: f32,
    /// Pairs within a few words, as a share of the best BM25.
    pub(super) unordered: f32,
    /// How much of the query's line it has, word for word: 1 to 4; 0 if it has not.
    pub(super) line: f32,
}

/// The words of a query and what is looked for of them.
struct Sought<'a> {
    candidates: &'a Candidates,
    /// Distinct stems.
    stems: Vec<&'a str>,
    /// Numbers of stems that stand side by side in the query, without its stop
    /// words, and of their units.
    pairs: Vec<([usize; 2], [usize; 2])>,
    /// Numbers of stems that stand side by side in it, each pair once.
    line: Vec<[usize; 2]>,
    /// Its length in words.
    words: usize,
}

impl<'a> Sought<'a> {
    fn of(candidates: &'a Candidates) -> Sought<'a> {
        let words = &candidates.words[..candidates.words.len().min(MOST_WORDS)];
        let mut stems: Vec<&str> = Vec::new();
        let mut numbers = Vec::new();
        for word in words {
            let known = stems.iter().position(|stem| **stem == *word.stem);
            numbers.push(known.unwrap_or(stems.len()));
            if known.is_none() {
                stems.push(&word.stem);
            }
        }
        let said: Vec<(usize, usize)> = (numbers.iter().zip(words))
            .filter(|(_, word)| !is_stop_word(&word.exact))
            .filter_map(|(number, _)| Some((*number, unit_of(candidates, stems[*number])?)))
            .collect();
        let pairs = said.windows(2).filter(|pair| pair[0].0 != pair[1].0);
        let mut line: Vec<[usize; 2]> = Vec::new();
        if words.len() >= SHORTEST_LINE {
            for pair in numbers.windows(2) {
                if !line.iter().any(|known| known[..] == *pair) {
                    line.push([pair[0], pair[1]]);
                }
            }
        }
        Sought {
            candidates,
            pairs: pairs
                .map(|p| ([p[0].0, p[1].0], [p[0].1, p[1].1]))
                .collect(),
            line,
            stems,
            words: words.len(),
        }
    }

    /// Whether a stem is in anything that is looked for.
    fn needs(&self, stem: usize) -> bool {
        let of_pairs = self.pairs.iter().map(|(stems, _)| stems);
        of_pairs.chain(&self.line).any(|pair| pair.contains(&stem))
    }

    /// How much of the line a passage has: 0 if it does not have it.
    #[expect(clippy::cast_precision_loss, reason = "a line has few words")]
    fn share_of_line(&self, places: &[&[u32]]) -> f32 {
        let mut found: Vec<(u32, usize)> = Vec::new();
        for (pair, [first, second]) in self.line.iter().enumerate() {
            let side_by_side = side_by_side(places[*first], places[*second]);
            found.extend(side_by_side.map(|place| (place, pair)));
        }
        let all = self.line.len();
        if found.len() < all.min(FEWEST_PAIRS) {
            return 0.0;
        }
        found.sort_unstable();
        let reach = u32::try_from(self.words).unwrap_or(u32::MAX);
        let (mut most, mut first) = (0, 0);
        for last in 0..found.len() {
            while found[last].0 - found[first].0 > reach {
                first += 1;
            }
            let mut pairs: Vec<usize> = found[first..=last].iter().map(|(_, p)| *p).collect();
            pairs.sort_unstable();
            pairs.dedup();
            most = most.max(pairs.len());
        }
        let share = most as f32 / all as f32;
        let has_line = most == all || most >= FEWEST_PAIRS && share >= SHARE_OF_LINE;
        if has_line { share } else { 0.0 }
    }
}

/// The unit that a stem of the query is ranked by.
fn unit_of(candidates: &Candidates, stem: &str) -> Option<usize> {
    let is_it = |pattern: &Pattern| matches!(pattern, Pattern::Stems(words) if *words == [stem]);
    (candidates.units.iter()).position(|unit| is_it(&unit.pattern))
}

/// The places of `first` that `second` stands right behind.
fn side_by_side<'a>(first: &'a [u32], second: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let is_before = |place: &u32| second.binary_search(&(place + 1)).is_ok();
    first.iter().copied().filter(is_before)
}

/// How many places of `first` have one of `second` near.
fn count_near(first: &[u32], second: &[u32]) -> u32 {
    let is_near = |place: &&u32| {
        let from = place.saturating_sub(NEAR_WORDS - 1);
        let next = second.partition_point(|other| *other < from);
        (second.get(next)).is_some_and(|other| *other < **place + NEAR_WORDS)
    };
    u32::try_from(first.iter().filter(is_near).count()).unwrap_or(u32::MAX)
}

/// How near the query's words stand in each of the best, in their order.
pub(super) fn nearness(
    index: &Index,
    candidates: &Candidates,
    bm25: &Bm25,
    grouping: Grouping,
    best: &[Ranked],
) -> Result<Vec<Nearness>, IndexError> {
    let sought = Sought::of(candidates);
    let mut all = vec![Nearness::default(); best.len()];
    if sought.pairs.is_empty() && sought.line.is_empty() {
        return Ok(all);
    }
    for ord in 0..candidates.segments.len() {
        let texts = texts(candidates, ord, grouping, best);
        if !texts.is_empty() {
            add_segment(index, &sought, (bm25, grouping), ord, &texts, &mut all)?;
        }
    }
    Ok(all)
}

/// The passages of one segment that make up the best, ascending, with their
/// number among the best.
fn texts(
    candidates: &Candidates,
    ord: usize,
    grouping: Grouping,
    best: &[Ranked],
) -> Vec<(u32, usize)> {
    let columns = &candidates.segments[ord].columns;
    let mut texts: Vec<(u32, usize)> = Vec::new();
    for (number, ranked) in best.iter().enumerate() {
        if ranked.address.segment_ord as usize != ord {
            continue;
        }
        match grouping {
            Grouping::Passages => texts.push((ranked.address.doc_id, number)),
            Grouping::Essays => {
                texts.extend(
                    columns
                        .passages_of(ranked.essay.doc_id)
                        .map(|doc| (doc, number)),
                );
            }
        }
    }
    texts.sort_unstable();
    texts
}

fn add_segment(
    index: &Index,
    sought: &Sought<'_>,
    (bm25, grouping): (&Bm25, Grouping),
    ord: usize,
    texts: &[(u32, usize)],
    all: &mut [Nearness],
) -> Result<(), IndexError> {
    let reader = &index.searcher().segment_readers()[ord];
    let docs: Vec<u32> = texts.iter().map(|(doc, _)| *doc).collect();
    let mut positions: Vec<Positions> = Vec::new();
    for (number, stem) in sought.stems.iter().enumerate() {
        let needed: &[u32] = if sought.needs(number) { &docs } else { &[] };
        let term = Term::from_field_text(index.fields().text, stem);
        positions.push(index.positions(reader, &term, needed)?);
    }
    let mut having = Vec::new();
    for group in texts.chunk_by(|a, b| a.1 == b.1) {
        let first = docs.partition_point(|doc| *doc < group[0].0);
        let member = group[0].1;
        let (mut tokens, mut times) = (0, vec![(0, 0); sought.pairs.len()]);
        for (at, (doc, _)) in (first..).zip(group) {
            let places: Vec<&[u32]> = positions.iter().map(|p| p.of(at)).collect();
            tokens += bm25.tokens(ord, *doc);
            for (times, ([a, b], _)) in times.iter_mut().zip(&sought.pairs) {
                let (a, b) = (places[*a], places[*b]);
                times.0 += u32::try_from(side_by_side(a, b).count()).unwrap_or(u32::MAX);
                times.1 += count_near(a, b);
            }
            let share = sought.share_of_line(&places);
            if share > 0.0 {
                having.push((*doc, member, share));
            }
        }
        for ((ordered, unordered), (_, units)) in times.into_iter().zip(&sought.pairs) {
            all[member].ordered += bm25.together(*units, ordered, tokens, grouping);
            all[member].unordered += bm25.together(*units, unordered, tokens, grouping);
        }
    }
    add_lines(index, sought, ord, &having, all)
}

/// Ranks what has the line: most by its pairs, then by its very words.
#[expect(clippy::cast_precision_loss, reason = "a line has few words")]
fn add_lines(
    index: &Index,
    sought: &Sought<'_>,
    ord: usize,
    having: &[(u32, usize, f32)],
    all: &mut [Nearness],
) -> Result<(), IndexError> {
    let reader = &index.searcher().segment_readers()[ord];
    let docs: Vec<u32> = having.iter().map(|(doc, ..)| *doc).collect();
    let mut exact = vec![0_u32; docs.len()];
    let words = &sought.candidates.words[..sought.words];
    for word in words.iter().filter(|_| !docs.is_empty()) {
        let term = Term::from_field_text(index.fields().exact, &word.exact);
        let times = index.times(reader, &term, &docs)?;
        let found = exact.iter_mut().zip(times);
        found.for_each(|(count, times)| *count += u32::from(times > 0));
    }
    for ((_, member, share), exact) in having.iter().zip(exact) {
        let line = 1.0 + 2.0 * share + exact as f32 / sought.words as f32;
        all[*member].line = all[*member].line.max(line);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_by_their_first_word() {
        assert_eq!(side_by_side(&[0, 4, 9], &[1, 5, 11]).count(), 2);
        assert_eq!(count_near(&[0, 20], &[7]), 1);
        assert_eq!(count_near(&[0, 20], &[8]), 0);
        assert_eq!(count_near(&[20], &[13, 28]), 1);
    }
}
