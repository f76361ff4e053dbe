//! Ranking: the passages that match, best first, and why.
//!
//! In stages: BM25 of every passage and of its essay with the title, which are
//! interpolated (Callan 1994; Bendersky and Kurland 2008); of the best, words
//! near one another; of the best of those, what else is like them. Scores are
//! fused by value, never by rank. A passage that has the query nearly word for
//! word, as a remembered line, stands before those that do not. One fixed
//! setting serves all corpora; filters never change a score.

mod best;
mod bm25;
mod lines;
mod neighbours;
mod proximity;
mod scoring;
mod strength;
mod weights;

pub use weights::Weights;

use crate::index::{Index, IndexError};
use crate::search::{Candidates, SegmentCandidates};
use best::Best;
use scoring::Scoring;
use std::collections::BTreeMap;
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
    /// Higher is better; 0 to 1 for a query with words, above 1 for what has
    /// the line that the query is.
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
    weights: &Weights,
) -> Result<Vec<Ranked>, IndexError> {
    let limit = match wanted.per_essay {
        Some(_) => usize::MAX,
        None => wanted.count,
    };
    let mut best = Best::of(limit);
    let scores = Scores::of(index, candidates, strengths, wanted.grouping, weights)?;
    for (ord, segment) in (0..).zip(&candidates.segments) {
        let reader = index.searcher().segment_reader(ord);
        let mut pushing = best.segment(index, ord, reader, segment)?;
        match wanted.grouping {
            Grouping::Passages => {
                for doc in segment.matches.iter() {
                    pushing.push(doc, scores.passage(ord, doc));
                }
            }
            Grouping::Essays => {
                for (doc, score) in essays(ord, segment, &scores) {
                    pushing.push(doc, score);
                }
            }
        }
    }
    Ok(limited(best.in_order(), wanted))
}

/// The scores of all that a query can match.
enum Scores {
    /// Of its words.
    Words(Box<Scoring>),
    /// Of what its filters ask for: by segment and document.
    Strengths(Vec<Vec<f32>>),
}

impl Scores {
    fn of(
        index: &Index,
        candidates: &Candidates,
        strengths: &Strengths,
        grouping: Grouping,
        weights: &Weights,
    ) -> Result<Scores, IndexError> {
        if candidates.units.is_empty() {
            let scores = strength::scores(index, candidates, strengths)?;
            return Ok(Scores::Strengths(scores));
        }
        let scoring = Scoring::of(index, candidates, weights, grouping)?;
        Ok(Scores::Words(Box::new(scoring)))
    }

    /// The score of a passage, where passages are ranked.
    fn passage(&self, ord: u32, doc: u32) -> f32 {
        match self {
            Scores::Words(scoring) => scoring.of_document(ord as usize, doc),
            Scores::Strengths(scores) => scores[ord as usize][doc as usize],
        }
    }

    /// The score of a passage, to find the best of an essay.
    fn in_essay(&self, ord: u32, doc: u32) -> f32 {
        match self {
            Scores::Words(scoring) => scoring.passage(ord as usize, doc),
            Scores::Strengths(scores) => scores[ord as usize][doc as usize],
        }
    }

    /// The score of an essay: its own, whatever its best passage. (A share of
    /// the best passage lost .004 nDCG@10 on Cranfield and .001 on MED.) Without
    /// words to score, that of its best passage.
    fn essay(&self, ord: u32, essay: u32, best: f32) -> f32 {
        match self {
            Scores::Words(scoring) => scoring.of_document(ord as usize, essay),
            Scores::Strengths(_) => best,
        }
    }
}

/// The themes and characters that filters ask for, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strengths {
    /// Themes.
    pub themes: Vec<u16>,
    /// Characters.
    pub characters: Vec<u16>,
}

/// Why each passage has its score: every feature's share, which add up to it,
/// and the figures behind them. Empty for a query without words.
///
/// # Errors
/// If the index cannot be read.
pub fn explain(
    index: &Index,
    candidates: &Candidates,
    ranked: &[Ranked],
    grouping: Grouping,
    weights: &Weights,
) -> Result<Vec<Explanation>, IndexError> {
    if candidates.units.is_empty() {
        return Ok(vec![Explanation::new(); ranked.len()]);
    }
    let scoring = Scoring::of(index, candidates, weights, grouping)?;
    let explained = ranked.iter().map(|r| scoring.explain(candidates, r));
    Ok(explained.collect())
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
                let passages = columns.passages_of(ranked.essay.doc_id);
                texts.extend(passages.map(|doc| (doc, number)));
            }
        }
    }
    texts.sort_unstable();
    texts
}

/// Each essay that matches, as its best passage and the essay's score.
fn essays(ord: u32, segment: &SegmentCandidates, scores: &Scores) -> Vec<(u32, f32)> {
    let mut found: Vec<(u32, u32, f32)> = Vec::new();
    for doc in segment.matches.iter() {
        let essay = segment.columns.essay_of(doc);
        let score = scores.in_essay(ord, doc);
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
    let is_new = |essay: &u32| found.binary_search_by_key(essay, |(e, ..)| *e).is_err();
    let by_title: Vec<u32> = segment.title_matches.iter().filter(is_new).collect();
    found
        .into_iter()
        .chain(by_title.into_iter().map(|essay| (essay, essay + 1, 0.0)))
        .map(|(essay, doc, best)| (doc, scores.essay(ord, essay, best)))
        .collect()
}

/// The first of each essay only, if that is wanted.
fn limited(mut ranked: Vec<Ranked>, wanted: Wanted) -> Vec<Ranked> {
    if let Some(limit) = wanted.per_essay {
        let mut shown: BTreeMap<DocAddress, usize> = BTreeMap::new();
        ranked.retain(|passage| {
            let count = shown.entry(passage.essay).or_default();
            *count += 1;
            *count <= limit
        });
    }
    ranked.truncate(wanted.count);
    ranked
}
