//! The best of many: kept while all are seen, and put in order at the end.

use super::Ranked;
use crate::index::{EssayColumns, Index, IndexError};
use crate::search::SegmentCandidates;
use std::cmp::Ordering;
use tantivy::{DocAddress, SegmentReader};

/// The best of all that were pushed.
pub(super) struct Best {
    limit: usize,
    /// What is below it is not among the best.
    threshold: f32,
    kept: Vec<Ranked>,
}

impl Best {
    /// Keeps this many; equal scores in the order of file and passage.
    pub(super) fn of(limit: usize) -> Best {
        Best {
            limit,
            threshold: f32::MIN,
            kept: Vec::new(),
        }
    }

    /// To push passages of one segment.
    pub(super) fn segment<'a>(
        &'a mut self,
        index: &Index,
        ord: u32,
        reader: &SegmentReader,
        segment: &'a SegmentCandidates,
    ) -> Result<Pushing<'a>, IndexError> {
        Ok(Pushing {
            columns: index.essay_columns(reader)?,
            best: self,
            ord,
            segment,
        })
    }

    /// All that were kept, best first.
    pub(super) fn in_order(mut self) -> Vec<Ranked> {
        self.kept.sort_unstable_by(order);
        self.kept.truncate(self.limit);
        self.kept
    }

    fn push(&mut self, ranked: Ranked) {
        self.kept.push(ranked);
        if self.limit > 0 && self.kept.len() >= self.limit.saturating_mul(2) {
            self.kept.select_nth_unstable_by(self.limit - 1, order);
            self.kept.truncate(self.limit);
            self.threshold = self.kept[self.limit - 1].score;
        }
    }
}

/// Pushes passages of one segment.
pub(super) struct Pushing<'a> {
    best: &'a mut Best,
    columns: EssayColumns,
    ord: u32,
    segment: &'a SegmentCandidates,
}

impl Pushing<'_> {
    /// Considers a passage.
    pub(super) fn push(&mut self, doc: u32, score: f32) {
        if score < self.best.threshold {
            return;
        }
        let essay = self.segment.columns.essay_of(doc);
        self.best.push(Ranked {
            address: DocAddress::new(self.ord, doc),
            essay: DocAddress::new(self.ord, essay),
            score,
            tie: (self.columns.order.get_val(essay), doc - essay),
        });
    }
}

fn order(a: &Ranked, b: &Ranked) -> Ordering {
    b.score.total_cmp(&a.score).then(a.tie.cmp(&b.tie))
}
