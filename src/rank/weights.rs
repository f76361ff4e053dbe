//! Weights: how much each feature counts, and the constants of the formulas.

/// How much each feature counts. The default is the one setting for all
/// corpora; others are for measuring what a feature is worth.
///
/// Chosen on Cranfield, MED and the topics of the sample corpus together, near
/// the values of the sources; `tests/golden/ranking` shows each one's worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Saturation of repeated words (BM25).
    pub k1: f32,
    /// Length normalisation of passages: they are nearly of one length by construction.
    pub b_passage: f32,
    /// Length normalisation of whole essays.
    pub b_essay: f32,
    /// A word in the essay's title counts as this many in each of its passages.
    pub title_in_passage: f32,
    /// A word in the essay's title counts as this many in the essay.
    pub title_in_essay: f32,
    /// Share of the essay's score in a passage's.
    pub essay: f32,
    /// Two words of the query within a few words of each other.
    pub near: f32,
    /// Share of what the most similar of the best score.
    pub neighbours: f32,
    /// Share of the likeness to the first few.
    pub feedback: f32,
    /// A line of the query that a passage has nearly word for word.
    pub line: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            k1: 1.2,
            b_passage: 0.4,
            b_essay: 0.75,
            title_in_passage: 0.5,
            title_in_essay: 1.0,
            essay: 0.25,
            near: 0.1,
            neighbours: 0.5,
            feedback: 0.3,
            line: 1.0,
        }
    }
}

impl Weights {
    /// The same without what only the best are looked at for.
    #[must_use]
    pub(super) fn without_features(&self) -> Weights {
        Weights {
            near: 0.0,
            neighbours: 0.0,
            feedback: 0.0,
            line: 0.0,
            ..*self
        }
    }

    /// BM25 and nothing else: of passages their own words, of essays also those
    /// of the title, with one `b` for both.
    #[must_use]
    pub fn plain(k1: f32, b: f32) -> Weights {
        Weights {
            k1,
            b_passage: b,
            b_essay: b,
            title_in_passage: 0.0,
            title_in_essay: 1.0,
            essay: 0.0,
            near: 0.0,
            neighbours: 0.0,
            feedback: 0.0,
            line: 0.0,
        }
    }
}
