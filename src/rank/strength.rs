//! The order of passages that were asked for by filters alone: those strongest
//! in what is filtered come first.

use super::Strengths;
use crate::index::{Index, IndexError};
use crate::search::{Candidates, SegmentCandidates};
use tantivy::DocAddress;

/// Mentions of a character after which more of them say little: as in BM25.
const K1: f32 = 1.2;

/// The mean of how strong the passage is in each theme and character asked for, 0 to 1.
pub(super) fn scores(
    index: &Index,
    candidates: &Candidates,
    asked: &Strengths,
) -> Result<Vec<Vec<f32>>, IndexError> {
    let mut all = Vec::new();
    for (ord, segment) in (0..).zip(&candidates.segments) {
        let max_doc = index.searcher().segment_reader(ord).max_doc();
        let mut passages = vec![0.0; max_doc as usize];
        for doc in segment.matches.iter() {
            let mut strengths: Vec<f32> = asked
                .themes
                .iter()
                .map(|theme| theme_strength(segment, doc, *theme))
                .collect();
            if !asked.characters.is_empty() {
                let passage = index.passage(DocAddress::new(ord, doc))?;
                strengths.extend(asked.characters.iter().map(|id| {
                    let mentions = passage.characters.iter().find(|found| found.id == *id);
                    saturate(mentions.map_or(0, |found| found.spans.len()))
                }));
            }
            passages[doc as usize] = mean(&strengths);
        }
        all.push(passages);
    }
    Ok(all)
}

#[expect(clippy::cast_precision_loss, reason = "strengths are at most 1000")]
fn theme_strength(segment: &SegmentCandidates, doc: u32, theme: u16) -> f32 {
    let themes = segment.columns.themes.values_for_doc(doc);
    let strengths = segment.columns.strengths.values_for_doc(doc);
    themes
        .zip(strengths)
        .find(|(id, _)| *id == u64::from(theme))
        .map_or(0.0, |(_, strength)| strength as f32 / 1000.0)
}

#[expect(clippy::cast_precision_loss, reason = "mentions in a passage are few")]
fn saturate(mentions: usize) -> f32 {
    mentions as f32 / (mentions as f32 + K1)
}

#[expect(clippy::cast_precision_loss, reason = "few filters are given")]
fn mean(strengths: &[f32]) -> f32 {
    if strengths.is_empty() {
        return 0.0;
    }
    strengths.iter().sum::<f32>() / strengths.len() as f32
}
