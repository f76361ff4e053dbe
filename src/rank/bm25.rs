//! BM25 of passages and of whole essays, and how the two become one score.
//!
//! Source: Robertson and Zaragoza (2009), "The Probabilistic Relevance
//! Framework", with the inverse document frequency that cannot be negative.
//! tantivy fixes k1 and b for all fields; short passages want another b than
//! whole essays do, so the scores are computed here from its postings.

use super::{Explanation, Grouping, Ranked};
use crate::index::{Index, IndexError, PassageColumns};
use crate::search::{Candidates, SegmentCandidates};
use tantivy::{DocId, SegmentReader};

/// Saturation of repeated words.
const K1: f32 = 1.2;
/// Length normalisation of passages: they are nearly of one length by
/// construction. On the corpus topics (dev) .3 to .5 are within .004 nDCG@10.
const B_PASSAGE: f32 = 0.4;
/// Length normalisation of whole essays.
const B_ESSAY: f32 = 0.75;
/// A word in the essay's title counts as this many in each of its passages.
const TITLE_IN_PASSAGE: f32 = 1.0;
/// A word in the essay's title counts as this many in the essay.
const TITLE_IN_ESSAY: f32 = 1.0;
/// Share of the passage in the score of a passage; the rest is its essay's.
/// Chosen on the corpus topics (dev): nDCG@10 .682 at .5, .722 at .75, .716 at 1.
const PASSAGE_SHARE: f32 = 0.75;

/// What a collection is like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Collection {
    passages: f32,
    essays: f32,
    passage_tokens: f32,
    essay_tokens: f32,
}

impl Collection {
    #[expect(clippy::cast_precision_loss, reason = "means need no 64 bits")]
    fn of(index: &Index) -> Collection {
        let info = index.info();
        let mean = |total: u64, count: u64| total as f32 / count.max(1) as f32;
        Collection {
            passages: info.passages as f32,
            essays: info.essays as f32,
            passage_tokens: mean(info.tokens, info.passages).max(1.0),
            essay_tokens: mean(info.tokens, info.essays).max(1.0),
        }
    }
}

/// The scores of one segment, by document.
pub(super) struct Scores {
    passages: Vec<f32>,
    essays: Vec<f32>,
    best_passage: f32,
    best_essay: f32,
    columns: PassageColumns,
}

impl Scores {
    /// Scores that stand for themselves: no essay's share in them.
    pub(super) fn plain(passages: Vec<f32>, segment: &SegmentCandidates) -> Scores {
        let essays = vec![0.0; passages.len()];
        let columns = segment.columns.clone();
        Scores {
            passages,
            essays,
            best_passage: 0.0,
            best_essay: 0.0,
            columns,
        }
    }

    /// The score of a passage.
    pub(super) fn passage(&self, doc: DocId) -> f32 {
        if self.best_essay == 0.0 {
            return self.passages[doc as usize];
        }
        let essay = self.columns.essay_of(doc);
        PASSAGE_SHARE * share(self.passages[doc as usize], self.best_passage)
            + (1.0 - PASSAGE_SHARE) * share(self.essays[essay as usize], self.best_essay)
    }

    /// The score of an essay: its own, whatever its best passage. (A share of
    /// the best passage lost .004 nDCG@10 on Cranfield and .001 on MED.) Without
    /// words to score, that of its best passage.
    pub(super) fn essay(&self, essay: DocId, best: f32) -> f32 {
        if self.best_essay == 0.0 {
            return best;
        }
        share(self.essays[essay as usize], self.best_essay)
    }
}

fn share(score: f32, best: f32) -> f32 {
    if best > 0.0 { score / best } else { 0.0 }
}

/// Scores every passage and essay that has a unit of the query, filtered out or not.
pub(super) fn scores(index: &Index, candidates: &Candidates) -> Result<Vec<Scores>, IndexError> {
    let collection = Collection::of(index);
    let mut all = Vec::new();
    for (segment, reader) in candidates
        .segments
        .iter()
        .zip(index.searcher().segment_readers())
    {
        let max_doc = reader.max_doc() as usize;
        all.push(Scores::plain(vec![0.0; max_doc], segment));
    }
    for unit in 0..candidates.units.len() {
        let weights = Weights::of(collection, candidates, unit);
        for (scores, (segment, reader)) in all.iter_mut().zip(
            candidates
                .segments
                .iter()
                .zip(index.searcher().segment_readers()),
        ) {
            add_unit(scores, index, segment, reader, &weights, unit)?;
        }
    }
    let best =
        |pick: fn(&Scores) -> &[f32]| all.iter().flat_map(pick).copied().fold(0.0_f32, f32::max);
    let (best_passage, best_essay) = (best(|s| &s.passages), best(|s| &s.essays));
    for scores in &mut all {
        (scores.best_passage, scores.best_essay) = (best_passage, best_essay);
    }
    Ok(all)
}

/// What one unit of a query weighs.
struct Weights {
    collection: Collection,
    passage_idf: f32,
    essay_idf: f32,
}

impl Weights {
    #[expect(
        clippy::cast_precision_loss,
        reason = "document frequencies are far below 2^24"
    )]
    fn of(collection: Collection, candidates: &Candidates, unit: usize) -> Weights {
        let segments = &candidates.segments;
        let passages: usize = segments
            .iter()
            .map(|segment| segment.hits[unit].len())
            .sum();
        let essays: usize = segments
            .iter()
            .map(|segment| essay_hits(segment, unit).count())
            .sum();
        let repeats = candidates.units[unit].repeats as f32;
        Weights {
            collection,
            passage_idf: repeats * idf(passages as f32, collection.passages),
            essay_idf: repeats * idf(essays as f32, collection.essays),
        }
    }

    fn passage(&self, times: f32, tokens: f32) -> f32 {
        self.passage_idf * saturate(times, tokens / self.collection.passage_tokens, B_PASSAGE)
    }

    fn essay(&self, times: f32, tokens: f32) -> f32 {
        self.essay_idf * saturate(times, tokens / self.collection.essay_tokens, B_ESSAY)
    }
}

fn idf(having: f32, all: f32) -> f32 {
    (1.0 + (all - having + 0.5).max(0.0) / (having + 0.5)).ln()
}

fn saturate(times: f32, relative_length: f32, b: f32) -> f32 {
    times * (K1 + 1.0) / (times + K1 * (1.0 - b + b * relative_length))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "term frequencies and lengths are below 2^24"
)]
fn add_unit(
    scores: &mut Scores,
    index: &Index,
    segment: &SegmentCandidates,
    reader: &SegmentReader,
    weights: &Weights,
    unit: usize,
) -> Result<(), IndexError> {
    let norms = reader
        .get_fieldnorms_reader(index.fields().text)
        .map_err(|error| index.damaged(&error))?;
    let tokens = index.essay_columns(reader)?.tokens;
    let titles = &segment.title_hits[unit];
    for (essay, times) in essay_hits(segment, unit) {
        let length = tokens.get_val(essay) as f32;
        scores.essays[essay as usize] += weights.essay(times, length);
    }
    for (doc, times) in &segment.hits[unit] {
        let essay = segment.columns.essay_of(*doc);
        let in_title = TITLE_IN_PASSAGE * times_in(titles, essay);
        let length = norms.fieldnorm(*doc) as f32;
        scores.passages[*doc as usize] += weights.passage(*times as f32 + in_title, length);
    }
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "term frequencies are below 2^24"
)]
fn times_in(hits: &[(u32, u32)], doc: u32) -> f32 {
    hits.binary_search_by_key(&doc, |(doc, _)| *doc)
        .map_or(0.0, |at| hits[at].1 as f32)
}

/// The essays that have a unit in their passages or title, ascending, and how
/// often: the passages of an essay stand together.
#[expect(
    clippy::cast_precision_loss,
    reason = "term frequencies are below 2^24"
)]
fn essay_hits(segment: &SegmentCandidates, unit: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
    let mut bodies = segment.hits[unit].iter().peekable();
    let mut titles = segment.title_hits[unit].iter().peekable();
    let essay_of = |doc: u32| segment.columns.essay_of(doc);
    std::iter::from_fn(move || {
        let in_body = bodies.peek().map(|(doc, _)| essay_of(*doc));
        let in_title = titles.peek().map(|(essay, _)| *essay);
        let essay = match (in_body, in_title) {
            (Some(body), Some(title)) => body.min(title),
            (body, title) => body.or(title)?,
        };
        let mut times = 0.0;
        while let Some((_, often)) = bodies.next_if(|(doc, _)| essay_of(*doc) == essay) {
            times += *often as f32;
        }
        if let Some((_, often)) = titles.next_if(|(title, _)| *title == essay) {
            times += TITLE_IN_ESSAY * *often as f32;
        }
        Some((essay, times))
    })
}

/// The features of one passage's score: BM25 of each unit in the passage and
/// in the essay, and the two shares, whose sum is the score.
pub(super) fn explain(
    all: &[Scores],
    candidates: &Candidates,
    ranked: &Ranked,
    grouping: Grouping,
) -> Explanation {
    let address = ranked.address;
    let scores = &all[address.segment_ord as usize];
    let passage = scores.passages[address.doc_id as usize];
    let whole = scores.essays[ranked.essay.doc_id as usize];
    let of_passage = match grouping {
        Grouping::Passages => PASSAGE_SHARE,
        Grouping::Essays => 0.0,
    };
    let of_essay = (1.0 - of_passage) * share(whole, scores.best_essay);
    let mut features = vec![
        ("passage_bm25".to_string(), passage),
        ("essay_bm25".to_string(), whole),
        (
            "passage_share".to_string(),
            of_passage * share(passage, scores.best_passage),
        ),
        ("essay_share".to_string(), of_essay),
    ];
    let segment = &candidates.segments[address.segment_ord as usize];
    for (unit, hits) in candidates.units.iter().zip(&segment.hits) {
        features.push((
            format!("times {}", unit.label),
            times_in(hits, address.doc_id),
        ));
    }
    features
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bm25_agrees_with_a_figure_worked_by_hand() {
        // ln(1 + (10 - 2 + .5) / 2.5) = ln 4.4
        assert!((idf(2.0, 10.0) - 1.4816).abs() < 1e-4);
        // 2 × 2.2 / (2 + 1.2 × 1) = 1.375 at the mean length, whatever b.
        assert!((saturate(2.0, 1.0, 0.4) - 1.375).abs() < 1e-6);
    }
}
