//! The order of passages that were asked for by filters alone: those strongest
//! in what is filtered come first.

use super::Strengths;
use crate::index::Index;
use crate::search::{Candidates, SegmentCandidates};

/// Mentions of a character after which more of them say little: as in BM25.
const K1: f32 = 1.2;

/// The mean of how strong the passage is in each theme and character asked for, 0 to 1.
pub(super) fn scores(index: &Index, candidates: &Candidates, asked: &Strengths) -> Vec<Vec<f32>> {
    let mut all = Vec::new();
    for (ord, segment) in (0..).zip(&candidates.segments) {
        let max_doc = index.searcher().segment_reader(ord).max_doc();
        let mut passages = vec![0.0; max_doc as usize];
        for doc in segment.matches.iter() {
            let themes = asked
                .themes
                .iter()
                .map(|id| theme_strength(segment, doc, *id));
            let characters = asked
                .characters
                .iter()
                .map(|id| saturate(mentions(segment, doc, *id)));
            passages[doc as usize] = mean(&themes.chain(characters).collect::<Vec<f32>>());
        }
        all.push(passages);
    }
    all
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

/// How often a passage names a character.
fn mentions(segment: &SegmentCandidates, doc: u32, character: u16) -> u64 {
    let characters = segment.columns.characters.values_for_doc(doc);
    let mentions = segment.columns.mentions.values_for_doc(doc);
    characters
        .zip(mentions)
        .find(|(id, _)| *id == u64::from(character))
        .map_or(0, |(_, mentions)| mentions)
}

#[expect(clippy::cast_precision_loss, reason = "mentions in a passage are few")]
fn saturate(mentions: u64) -> f32 {
    mentions as f32 / (mentions as f32 + K1)
}

#[expect(clippy::cast_precision_loss, reason = "few filters are given")]
fn mean(strengths: &[f32]) -> f32 {
    if strengths.is_empty() {
        return 0.0;
    }
    strengths.iter().sum::<f32>() / strengths.len() as f32
}
