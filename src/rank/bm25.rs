//! BM25 of every passage and of every essay that has a word of the query.
//!
//! Source: Robertson and Zaragoza (2009), "The Probabilistic Relevance
//! Framework", with the inverse document frequency that cannot be negative.
//! tantivy fixes k1 and b for all fields; short passages want another b than
//! whole essays do, so the scores are computed here from its postings.

use super::{Grouping, Weights};
use crate::index::{Index, IndexError, Marks};
use crate::search::{Bits, Candidates, SegmentCandidates};
use std::sync::Arc;
use tantivy::SegmentReader;
use tantivy::fieldnorm::FieldNormReader;

/// What a collection is like, and how its words are weighed.
#[derive(Debug, Clone, Copy)]
struct Collection {
    passages: f32,
    essays: f32,
    passage_tokens: f32,
    essay_tokens: f32,
    weights: Weights,
}

impl Collection {
    #[expect(clippy::cast_precision_loss, reason = "means need no 64 bits")]
    fn of(index: &Index, weights: &Weights) -> Collection {
        let info = index.info();
        let mean = |total: u64, count: u64| total as f32 / count.max(1) as f32;
        Collection {
            passages: info.passages as f32,
            essays: info.essays as f32,
            passage_tokens: mean(info.tokens, info.passages).max(1.0),
            essay_tokens: mean(info.tokens, info.essays).max(1.0),
            weights: *weights,
        }
    }

    /// What length adds to the times of a word in a passage of so many tokens.
    fn passage_damping(&self, tokens: f32) -> f32 {
        damping(
            self.weights.k1,
            self.weights.b_passage,
            tokens / self.passage_tokens,
        )
    }

    /// What length adds to the times of a word in an essay of so many tokens.
    fn essay_damping(&self, tokens: f32) -> f32 {
        damping(
            self.weights.k1,
            self.weights.b_essay,
            tokens / self.essay_tokens,
        )
    }
}

fn damping(k1: f32, b: f32, relative_length: f32) -> f32 {
    k1 * (1.0 - b + b * relative_length)
}

fn saturate(k1: f32, times: f32, damping: f32) -> f32 {
    times * (k1 + 1.0) / (times + damping)
}

fn idf(having: f32, all: f32) -> f32 {
    (1.0 + (all - having + 0.5).max(0.0) / (having + 0.5)).ln()
}

/// The scores of one segment.
struct Scores {
    /// The passages that have a word of the query, and their scores in this order.
    hit: Marks,
    passages: Vec<f32>,
    /// The shares of passages and their essays together, in the same order.
    totals: Vec<f32>,
    /// What is no passage, and the scores of essays in this order.
    starts: Arc<Marks>,
    essays: Vec<f32>,
    /// What its length adds to the times of a word in each of them.
    dampings: Vec<f32>,
    /// The essays that have a score.
    scored: Bits,
    norms: FieldNormReader,
}

impl Scores {
    fn of(
        index: &Index,
        reader: &SegmentReader,
        segment: &SegmentCandidates,
        collection: &Collection,
    ) -> Result<Scores, IndexError> {
        let norms = reader.get_fieldnorms_reader(index.fields().text);
        let norms = norms.map_err(|error| index.damaged(&error))?;
        let mut words = vec![0; reader.max_doc().div_ceil(64) as usize];
        for (doc, _) in segment.hits.iter().flatten() {
            words[*doc as usize / 64] |= 1_u64 << (doc % 64);
        }
        let (hit, starts) = (Marks::of(words), Arc::clone(&segment.columns.starts));
        let mut dampings = vec![0.0; starts.len()];
        for (essay, tokens) in index.essay_columns(reader)?.tokens() {
            if let Some(place) = starts.place(essay) {
                dampings[place] = collection.essay_damping(exactly(tokens));
            }
        }
        Ok(Scores {
            passages: vec![0.0; hit.len()],
            totals: Vec::new(),
            essays: vec![0.0; starts.len()],
            dampings,
            scored: Bits::none(reader.max_doc()),
            hit,
            starts,
            norms,
        })
    }

    /// The score of a passage; 0 where no word of the query is.
    fn passage(&self, doc: u32) -> f32 {
        self.hit.place(doc).map_or(0.0, |at| self.passages[at])
    }

    /// The score of an essay; 0 where no word of the query is.
    fn essay(&self, essay: u32) -> f32 {
        self.starts.place(essay).map_or(0.0, |at| self.essays[at])
    }

    fn best_passage(&self) -> f32 {
        self.passages.iter().copied().fold(0.0, f32::max)
    }

    fn best_essay(&self) -> f32 {
        self.essays.iter().copied().fold(0.0, f32::max)
    }
}

/// The inverse document frequencies of one unit, times how often the query has it.
#[derive(Debug, Clone, Copy)]
struct Idf {
    passage: f32,
    essay: f32,
}

/// BM25 of a whole index for one query.
pub(super) struct Bm25 {
    collection: Collection,
    segments: Vec<Scores>,
    idf: Vec<Idf>,
    best_passage: f32,
    best_essay: f32,
}

impl Bm25 {
    /// Scores every passage and essay that has a unit of the query, filtered out or not.
    pub(super) fn of(
        index: &Index,
        candidates: &Candidates,
        weights: &Weights,
    ) -> Result<Bm25, IndexError> {
        let collection = Collection::of(index, weights);
        let readers = index.searcher().segment_readers();
        let mut bm25 = Bm25 {
            collection,
            segments: Vec::new(),
            idf: Vec::new(),
            best_passage: 0.0,
            best_essay: 0.0,
        };
        for (reader, segment) in readers.iter().zip(&candidates.segments) {
            let scores = Scores::of(index, reader, segment, &collection)?;
            bm25.segments.push(scores);
        }
        let dampings: [f32; 256] = std::array::from_fn(|id| {
            let id = u8::try_from(id).expect("an array of 256 has indices of a byte");
            collection.passage_damping(exactly(FieldNormReader::id_to_fieldnorm(id)))
        });
        for unit in 0..candidates.units.len() {
            bm25.add_unit(candidates, unit, &dampings);
        }
        let best = |of: fn(&Scores) -> f32| bm25.segments.iter().map(of).fold(0.0, f32::max);
        (bm25.best_passage, bm25.best_essay) =
            (best(Scores::best_passage), best(Scores::best_essay));
        for segment in 0..bm25.segments.len() {
            bm25.segments[segment].totals = bm25.totals(segment);
        }
        Ok(bm25)
    }

    /// The scores of all passages that have one, in their order.
    fn totals(&self, segment: usize) -> Vec<f32> {
        let scores = &self.segments[segment];
        let of_essay = self.collection.weights.essay;
        let passages = scores.hit.iter().zip(&scores.passages);
        let totals = passages.map(|(doc, score)| {
            let own = (1.0 - of_essay) * share(*score, self.best_passage);
            let essay = scores.starts.place_up_to(doc);
            let essay = essay.map_or(0.0, |place| scores.essays[place]);
            match own {
                0.0 => 0.0,
                own => own + of_essay * share(essay, self.best_essay),
            }
        });
        totals.collect()
    }

    fn add_unit(&mut self, candidates: &Candidates, unit: usize, dampings: &[f32; 256]) {
        let weights = &self.collection.weights;
        let segments = &candidates.segments;
        let essays: Vec<Vec<(u32, f32)>> = segments
            .iter()
            .map(|segment| essay_hits(segment, unit, weights.title_in_essay))
            .collect();
        let count = |lengths: usize| exactly(u32::try_from(lengths).unwrap_or(u32::MAX));
        let in_passages = segments.iter().map(|segment| segment.hits[unit].len());
        let repeats = exactly(candidates.units[unit].repeats);
        let weight = Idf {
            passage: repeats * idf(count(in_passages.sum()), self.collection.passages),
            essay: repeats
                * idf(
                    count(essays.iter().map(Vec::len).sum()),
                    self.collection.essays,
                ),
        };
        self.idf.push(weight);
        for (at, segment) in segments.iter().enumerate() {
            let scores = &mut self.segments[at];
            for (essay, times) in &essays[at] {
                let Some(place) = scores.starts.place(*essay) else {
                    continue;
                };
                let saturated = saturate(weights.k1, *times, scores.dampings[place]);
                scores.scored.insert(*essay);
                scores.essays[place] += weight.essay * saturated;
            }
            let titles = &segment.title_hits[unit];
            for (doc, times) in &segment.hits[unit] {
                let mut times = exactly(*times);
                if !titles.is_empty() {
                    let essay = segment.columns.essay_of(*doc);
                    times += weights.title_in_passage * times_in(titles, essay);
                }
                let damping = dampings[usize::from(scores.norms.fieldnorm_id(*doc))];
                if let Some(place) = scores.hit.place(*doc) {
                    scores.passages[place] += weight.passage * saturate(weights.k1, times, damping);
                }
            }
        }
    }

    /// Whether no unit of the query stands anywhere.
    pub(super) fn is_nothing(&self) -> bool {
        self.best_essay == 0.0
    }

    /// The share of a passage's own words in its score, 0 to 1.
    pub(super) fn passage_share(&self, segment: usize, doc: u32) -> f32 {
        let score = self.segments[segment].passage(doc);
        (1.0 - self.collection.weights.essay) * share(score, self.best_passage)
    }

    /// The share of its essay in the score of a passage, 0 to 1.
    pub(super) fn essay_share(&self, segment: usize, essay: u32) -> f32 {
        let score = self.segments[segment].essay(essay);
        self.collection.weights.essay * share(score, self.best_essay)
    }

    /// The score of an essay as a whole, 0 to 1.
    pub(super) fn whole_essay(&self, segment: usize, essay: u32) -> f32 {
        share(self.segments[segment].essay(essay), self.best_essay)
    }

    /// The scores of a passage and its essay as the formula gives them.
    pub(super) fn raw(&self, segment: usize, doc: u32, essay: u32) -> (f32, f32) {
        let scores = &self.segments[segment];
        (scores.passage(doc), scores.essay(essay))
    }

    /// The score of a passage: its own words' share and its essay's, 0 to 1;
    /// 0 of one that has no word of the query.
    pub(super) fn passage(&self, segment: usize, doc: u32) -> f32 {
        let scores = &self.segments[segment];
        scores.hit.place(doc).map_or(0.0, |at| scores.totals[at])
    }

    /// The passages of a segment that have a score, ascending, and their scores.
    pub(super) fn passages(&self, segment: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
        let scores = &self.segments[segment];
        scores.hit.iter().zip(scores.totals.iter().copied())
    }

    /// The essays of a segment that have a score, ascending, and their scores as a whole.
    pub(super) fn essays(&self, segment: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
        let essays = self.segments[segment].scored.iter();
        essays.map(move |essay| (essay, self.whole_essay(segment, essay)))
    }

    /// What something that stands so many times in a text of so many tokens
    /// adds to the score of a passage or essay, if the mean of these units is
    /// how rare it is.
    pub(super) fn together(
        &self,
        units: [usize; 2],
        times: u32,
        tokens: u32,
        grouping: Grouping,
    ) -> f32 {
        let rarity = |pick: fn(&Idf) -> f32| {
            f32::midpoint(pick(&self.idf[units[0]]), pick(&self.idf[units[1]]))
        };
        let (tokens, k1) = (exactly(tokens), self.collection.weights.k1);
        let times = exactly(times);
        match grouping {
            Grouping::Passages => {
                let damping = self.collection.passage_damping(tokens);
                let score = rarity(|idf| idf.passage) * saturate(k1, times, damping);
                (1.0 - self.collection.weights.essay) * share(score, self.best_passage)
            }
            Grouping::Essays => {
                let damping = self.collection.essay_damping(tokens);
                let score = rarity(|idf| idf.essay) * saturate(k1, times, damping);
                share(score, self.best_essay)
            }
        }
    }

    /// The length of a passage in tokens, as the index keeps it.
    pub(super) fn tokens(&self, segment: usize, doc: u32) -> u32 {
        self.segments[segment].norms.fieldnorm(doc)
    }
}

fn share(score: f32, best: f32) -> f32 {
    if best > 0.0 { score / best } else { 0.0 }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts and lengths are below 2^24"
)]
fn exactly(count: u32) -> f32 {
    count as f32
}

/// How often something stands in a document, of hits sorted by document.
pub(super) fn times_in(hits: &[(u32, u32)], doc: u32) -> f32 {
    hits.binary_search_by_key(&doc, |(doc, _)| *doc)
        .map_or(0.0, |at| exactly(hits[at].1))
}

/// The essays that have a unit in their passages or title, ascending, and how
/// often: the passages of an essay stand together.
fn essay_hits(segment: &SegmentCandidates, unit: usize, title_weight: f32) -> Vec<(u32, f32)> {
    let mut essays: Vec<(u32, f32)> = Vec::new();
    let mut titles = segment.title_hits[unit].iter().peekable();
    for (doc, times) in &segment.hits[unit] {
        let essay = segment.columns.essay_of(*doc);
        if let Some(last) = essays.last_mut().filter(|last| last.0 == essay) {
            last.1 += exactly(*times);
            continue;
        }
        while let Some((title, often)) = titles.next_if(|(title, _)| *title < essay) {
            essays.push((*title, title_weight * exactly(*often)));
        }
        let in_title = titles.next_if(|(title, _)| *title == essay);
        let in_title = in_title.map_or(0.0, |(_, often)| title_weight * exactly(*often));
        essays.push((essay, exactly(*times) + in_title));
    }
    essays.extend(titles.map(|(title, often)| (*title, title_weight * exactly(*often))));
    essays
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bm25_agrees_with_a_figure_worked_by_hand() {
        // ln(1 + (10 - 2 + .5) / 2.5) = ln 4.4
        assert!((idf(2.0, 10.0) - 1.4816).abs() < 1e-4);
        // 2 × 2.2 / (2 + 1.2 × 1) = 1.375 at the mean length, whatever b.
        assert!((saturate(1.2, 2.0, damping(1.2, 0.4, 1.0)) - 1.375).abs() < 1e-6);
    }
}
