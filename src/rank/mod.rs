//! Ranking: the passages that match, best first, and why.
//!
//! A passage is as good as its own words make it, and as the essay it stands
//! in: the two are interpolated, which is the largest gain known for passages
//! (Callan 1994; Bendersky and Kurland 2008). The title of the essay counts as
//! a part of each passage. One fixed setting serves all corpora; filters never
//! change a score.

mod bm25;
mod strength;

use crate::index::{Index, IndexError};
use crate::search::{Candidates, SegmentCandidates};
use bm25::Scores;
use std::cmp::Ordering;
use tantivy::DocAddress;

/// What is ranked: passages, or essays by all of their passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// Passages.
    #[default]
    Passages,
    /// Essays, each shown by its best passage.
    Essays,
}

/// A passage in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The passage.
    pub address: DocAddress,
    /// The essay it stands in.
    pub essay: DocAddress,
    /// Higher is better; 0 to 1 for a query with words.
    pub score: f32,
    /// Orders equal scores, wherever the corpus stands: see [`order`](crate::index::EssayColumns).
    tie: (u64, u32),
}

/// How many passages are wanted, and of what.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// How many.
    pub count: usize,
    /// Passages or essays.
    pub grouping: Grouping,
    /// At most this many of one essay; `None`: no limit.
    pub per_essay: Option<usize>,
}

/// One feature of a score and its value.
pub type Explanation = Vec<(String, f32)>;

/// The best passages first; equal scores in the order of file and passage.
///
/// `strengths` are the themes and characters asked for: they order the
/// passages of a query without words.
///
/// # Errors
/// If the index cannot be read.
pub fn rank(
    index: &Index,
    candidates: &Candidates,
    strengths: &Strengths,
    wanted: Wanted,
) -> Result<Vec<Ranked>, IndexError> {
    let scores = if candidates.units.is_empty() {
        strength::scores(index, candidates, strengths)?
    } else {
        bm25::scores(index, candidates)?
    };
    let mut ranked = Vec::new();
    for (ord, (segment, scores)) in (0..).zip(candidates.segments.iter().zip(&scores)) {
        let reader = index.searcher().segment_reader(ord);
        let orders = index.essay_columns(reader)?.order;
        let place = |doc: u32, score: f32| {
            let essay = segment.columns.essay_of(doc);
            Ranked {
                address: DocAddress::new(ord, doc),
                essay: DocAddress::new(ord, essay),
                score,
                tie: (orders.get_val(essay), doc - essay),
            }
        };
        match wanted.grouping {
            Grouping::Passages => {
                ranked.extend(
                    segment
                        .matches
                        .iter()
                        .map(|doc| place(doc, scores.passage(doc))),
                );
            }
            Grouping::Essays => {
                ranked.extend(essays(segment, scores).map(|(doc, score)| place(doc, score)));
            }
        }
    }
    Ok(best(ranked, wanted))
}

/// The themes and characters that filters ask for, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strengths {
    /// Themes.
    pub themes: Vec<u16>,
    /// Characters.
    pub characters: Vec<u16>,
}

/// Why each passage has its score: every feature and its value. Empty for a
/// query without words.
///
/// # Errors
/// If the index cannot be read.
pub fn explain(
    index: &Index,
    candidates: &Candidates,
    ranked: &[Ranked],
    grouping: Grouping,
) -> Result<Vec<Explanation>, IndexError> {
    if candidates.units.is_empty() {
        return Ok(vec![Explanation::new(); ranked.len()]);
    }
    let scores = bm25::scores(index, candidates)?;
    Ok(ranked
        .iter()
        .map(|passage| bm25::explain(&scores, candidates, passage, grouping))
        .collect())
}

/// Each essay that matches, as its best passage and the essay's score.
fn essays<'a>(
    segment: &'a SegmentCandidates,
    scores: &'a Scores,
) -> impl Iterator<Item = (u32, f32)> + 'a {
    let mut found: Vec<(u32, u32, f32)> = Vec::new();
    for doc in segment.matches.iter() {
        let (essay, score) = (segment.columns.essay_of(doc), scores.passage(doc));
        match found.last_mut() {
            Some(last) if last.0 == essay => {
                if score > last.2 {
                    (last.1, last.2) = (doc, score);
                }
            }
            _ => found.push((essay, doc, score)),
        }
    }
    // An essay that only its title matches is shown by its first passage.
    let by_title: Vec<(u32, u32, f32)> = segment
        .title_matches
        .iter()
        .filter(|essay| {
            found
                .binary_search_by_key(essay, |(essay, ..)| *essay)
                .is_err()
        })
        .map(|essay| (essay, essay + 1, 0.0))
        .collect();
    found
        .into_iter()
        .chain(by_title)
        .map(|(essay, doc, best)| (doc, scores.essay(essay, best)))
}

/// The best of all in order, within the limit an essay.
fn best(mut ranked: Vec<Ranked>, wanted: Wanted) -> Vec<Ranked> {
    let Some(limit) = wanted.per_essay else {
        if wanted.count > 0 && ranked.len() > wanted.count {
            ranked.select_nth_unstable_by(wanted.count - 1, order);
            ranked.truncate(wanted.count);
        }
        ranked.sort_unstable_by(order);
        ranked.truncate(wanted.count);
        return ranked;
    };
    ranked.sort_unstable_by(order);
    let mut shown: rustc_hash::FxHashMap<DocAddress, usize> = rustc_hash::FxHashMap::default();
    ranked.retain(|passage| {
        let count = shown.entry(passage.essay).or_default();
        *count += 1;
        *count <= limit
    });
    ranked.truncate(wanted.count);
    ranked
}

fn order(a: &Ranked, b: &Ranked) -> Ordering {
    b.score.total_cmp(&a.score).then(a.tie.cmp(&b.tie))
}
