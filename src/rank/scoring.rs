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
use crate::search::Candidates;

/// How many of the best are looked at closely: twice as many gained .002
/// nDCG@10 on Cranfield, and lost as much on MED and on the corpus topics.
const LOOKED_AT: usize = 100;

/// The scores of a query's words.
pub(super) struct Scoring {
    /// By segment and document: those of passages before their neighbours are
    /// asked, where essays are ranked; else empty.
    passages: Vec<Vec<f32>>,
    /// By segment and document: the final ones, of passages or of essays.
    finals: Vec<Vec<f32>>,
    bm25: Bm25,
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
        let segments = || candidates.segments.iter().enumerate();
        let passages = segments().map(|(at, s)| bm25.passages(at, s)).collect();
        let (passages, finals) = match grouping {
            Grouping::Passages => (Vec::new(), passages),
            Grouping::Essays => (
                passages,
                segments().map(|(at, _)| bm25.essays(at)).collect(),
            ),
        };
        let mut scoring = Scoring {
            passages,
            finals,
            bm25,
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
        let like = likeness(candidates, self.grouping, &best, &shares, &weights);
        let rest = |weight: f32| if like.is_empty() { 1.0 } else { 1.0 - weight };
        self.own = rest(weights.neighbours) * rest(weights.feedback) / most;
        let all = self.finals.iter_mut().flatten();
        all.for_each(|score| *score *= self.own);
        let features = best
            .into_iter()
            .zip(near.into_iter().zip(lines))
            .enumerate();
        for (at, (ranked, (near, line))) in features {
            let likeness = like.get(at).copied().unwrap_or_default();
            let place = match self.grouping {
                Grouping::Passages => ranked.address.doc_id,
                Grouping::Essays => ranked.essay.doc_id,
            };
            self.finals[ranked.address.segment_ord as usize][place as usize] = self.own
                * scores[at]
                + self.neighbours_share(likeness)
                + weights.feedback * likeness.first
                + weights.line * line;
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
        for (ord, (segment, scores)) in (0..).zip(candidates.segments.iter().zip(&self.finals)) {
            let reader = index.searcher().segment_reader(ord);
            let mut places = best.segment(index, ord, reader, segment)?;
            for (doc, score) in (0..).zip(scores) {
                if *score == 0.0 {
                    continue;
                }
                let shown = match self.grouping {
                    Grouping::Passages => Some(doc),
                    // Which passage of an essay does not matter here.
                    Grouping::Essays => segment.columns.passages_of(doc).next(),
                };
                if let Some(shown) = shown {
                    places.push(shown, *score);
                }
            }
        }
        Ok(best.in_order())
    }

    /// The score of a passage before its neighbours are asked, where essays are ranked.
    pub(super) fn passage(&self, segment: usize, doc: u32) -> f32 {
        self.passages[segment][doc as usize]
    }

    /// The final score of a passage, or of an essay if essays are ranked.
    pub(super) fn of_document(&self, segment: usize, doc: u32) -> f32 {
        self.finals[segment][doc as usize]
    }

    /// Every feature's share of one passage's score, then the figures they are made of.
    pub(super) fn explain(&self, candidates: &Candidates, ranked: &Ranked) -> Explanation {
        let at = ranked.address.segment_ord as usize;
        let (doc, essay) = (ranked.address.doc_id, ranked.essay.doc_id);
        let found = self.features.iter().find(|features| match self.grouping {
            Grouping::Passages => features.ranked.address == ranked.address,
            Grouping::Essays => features.ranked.essay == ranked.essay,
        });
        let (near, line, likeness) =
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
            ("near_share", self.own * weights.near * near),
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
