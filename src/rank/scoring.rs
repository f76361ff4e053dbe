//! Scoring: BM25 for all, then what is dearer for the best, fused by value.
//!
//! Which are the best is decided before filters: a filter never changes a score.

use super::best::Best;
use super::bm25::{Bm25, times_in};
use super::lines::lines;
use super::neighbours::{Likeness, likeness};
use super::proximity::nearness;
use super::{Explanation, Grouping, Ranked, Weights};
use crate::index::{Index, IndexError};
use crate::search::{Bits, Candidates};
use rustc_hash::FxHashMap;

/// How many of the best are looked at closely: twice as many gained .002
/// nDCG@10 on Cranfield, and lost as much on MED and on the corpus topics.
const LOOKED_AT: usize = 100;

/// The scores of a query's words.
pub(super) struct Scoring {
    bm25: Bm25,
    /// By segment: which passages or essays are among the best.
    are_best: Vec<Bits>,
    /// Their final scores, by segment and document.
    finals: FxHashMap<(usize, u32), f32>,
    weights: Weights,
    grouping: Grouping,
    /// What a point of a text's own score, 0 to 1, counts in the final one.
    own: f32,
    /// What was found of the best.
    features: Vec<Features>,
}

/// What was found of one of the best.
struct Features {
    ranked: Ranked,
    near: f32,
    line: f32,
    likeness: Likeness,
}

impl Scoring {
    /// Scores all that have a word of the query.
    pub(super) fn of(
        index: &Index,
        candidates: &Candidates,
        weights: &Weights,
        grouping: Grouping,
    ) -> Result<Scoring, IndexError> {
        let bm25 = Bm25::of(index, candidates, weights)?;
        let readers = index.searcher().segment_readers().iter();
        let mut scoring = Scoring {
            bm25,
            are_best: readers.map(|reader| Bits::none(reader.max_doc())).collect(),
            finals: FxHashMap::default(),
            weights: *weights,
            grouping,
            own: 1.0,
            features: Vec::new(),
        };
        if !scoring.bm25.is_nothing() && *weights != weights.without_features() {
            scoring.refine(index, candidates)?;
        }
        Ok(scoring)
    }

    /// Adds to the scores of the best what nearness and likeness say.
    fn refine(&mut self, index: &Index, candidates: &Candidates) -> Result<(), IndexError> {
        let best = self.best(index, candidates)?;
        let near = nearness(index, candidates, &self.bm25, self.grouping, &best)?;
        let lines = lines(index, candidates, self.grouping, &best)?;
        let weights = self.weights;
        let scores: Vec<f32> = (best.iter().zip(&near))
            .map(|(ranked, near)| ranked.score + weights.near * near)
            .collect();
        let most = scores.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        let shares: Vec<f32> = scores.iter().map(|score| score / most).collect();
        let like = likeness(index, candidates, self.grouping, &best, &shares, &weights)?;
        let rest = |weight: f32| if like.is_empty() { 1.0 } else { 1.0 - weight };
        self.own = rest(weights.neighbours) * rest(weights.feedback) / most;
        let features = best
            .into_iter()
            .zip(near.into_iter().zip(lines))
            .enumerate();
        for (at, (ranked, (near, line))) in features {
            let likeness = like.get(at).copied().unwrap_or_default();
            let doc = match self.grouping {
                Grouping::Passages => ranked.address.doc_id,
                Grouping::Essays => ranked.essay.doc_id,
            };
            let segment = ranked.address.segment_ord as usize;
            let score = self.own * scores[at]
                + self.neighbours_share(likeness)
                + weights.feedback * likeness.first
                + weights.line * line;
            self.are_best[segment].insert(doc);
            self.finals.insert((segment, doc), score);
            self.features.push(Features {
                ranked,
                near,
                line,
                likeness,
            });
        }
        Ok(())
    }

    fn neighbours_share(&self, likeness: Likeness) -> f32 {
        (1.0 - self.weights.feedback) * self.weights.neighbours * likeness.neighbours
    }

    /// The best by BM25, filtered out or not.
    fn best(&self, index: &Index, candidates: &Candidates) -> Result<Vec<Ranked>, IndexError> {
        let mut best = Best::of(LOOKED_AT);
        for (ord, segment) in (0..).zip(&candidates.segments) {
            let reader = index.searcher().segment_reader(ord);
            let mut pushing = best.segment(index, ord, reader, segment)?;
            match self.grouping {
                Grouping::Passages => {
                    for (doc, score) in self.bm25.passages(ord as usize) {
                        pushing.push(doc, score);
                    }
                }
                Grouping::Essays => {
                    for (essay, score) in self.bm25.essays(ord as usize) {
                        // Which passage of an essay does not matter here.
                        if let Some(shown) = segment.columns.passages_of(essay).next() {
                            pushing.push(shown, score);
                        }
                    }
                }
            }
        }
        Ok(best.in_order())
    }

    /// The score of a passage before its neighbours are asked.
    pub(super) fn passage(&self, segment: usize, doc: u32) -> f32 {
        self.bm25.passage(segment, doc)
    }

    /// The final score of a passage, or of an essay if essays are ranked.
    pub(super) fn of_document(&self, segment: usize, doc: u32) -> f32 {
        if self.are_best[segment].contains(doc) {
            return self.finals[&(segment, doc)];
        }
        let before = match self.grouping {
            Grouping::Passages => self.bm25.passage(segment, doc),
            Grouping::Essays => self.bm25.whole_essay(segment, doc),
        };
        self.own * before
    }

    /// Every feature's share of one passage's score, then the figures they are made of.
    pub(super) fn explain(&self, candidates: &Candidates, ranked: &Ranked) -> Explanation {
        let at = ranked.address.segment_ord as usize;
        let (doc, essay) = (ranked.address.doc_id, ranked.essay.doc_id);
        let found = self.features.iter().find(|features| match self.grouping {
            Grouping::Passages => features.ranked.address == ranked.address,
            Grouping::Essays => features.ranked.essay == ranked.essay,
        });
        let (nearness, line, likeness) =
            found.map_or_else(Default::default, |f| (f.near, f.line, f.likeness));
        let (of_passage, of_essay) = match self.grouping {
            Grouping::Passages => (
                self.bm25.passage_share(at, doc),
                self.bm25.essay_share(at, essay),
            ),
            Grouping::Essays => (0.0, self.bm25.whole_essay(at, essay)),
        };
        let (passage_bm25, essay_bm25) = self.bm25.raw(at, doc, essay);
        let weights = &self.weights;
        let shares = [
            ("passage_share", self.own * of_passage),
            ("essay_share", self.own * of_essay),
            ("near_share", self.own * weights.near * nearness),
            ("neighbours_share", self.neighbours_share(likeness)),
            ("feedback_share", weights.feedback * likeness.first),
            ("line_share", weights.line * line),
            ("passage_bm25", passage_bm25),
            ("essay_bm25", essay_bm25),
        ];
        let mut all: Explanation = shares.map(|(name, value)| (name.to_string(), value)).into();
        let hits = &candidates.segments[at].hits;
        for (unit, hits) in candidates.units.iter().zip(hits) {
            all.push((format!("times {}", unit.label), times_in(hits, doc)));
        }
        all
    }
}
