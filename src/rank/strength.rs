//! The order of passages that were asked for by filters alone: those strongest
//! in what is filtered come first.

use super::Strengths;
use crate::index::{Index, IndexError, TagColumns};
use crate::search::Candidates;

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
        let reader = index.searcher().segment_reader(ord);
        let columns = index.tag_columns(reader)?;
        let mut passages = vec![0.0; reader.max_doc() as usize];
        for doc in segment.matches.iter() {
            let themes = asked
                .themes
                .iter()
                .map(|id| theme_strength(&columns, doc, *id));
            let characters = asked
                .characters
                .iter()
                .map(|id| saturate(mentions(&columns, doc, *id)));
            passages[doc as usize] = mean(&themes.chain(characters).collect::<Vec<f32>>());
        }
        all.push(passages);
    }
    Ok(all)
}

#[expect(clippy::cast_precision_loss, reason = "strengths are at most 1000")]
fn theme_strength(columns: &TagColumns, doc: u32, theme: u16) -> f32 {
    let themes = columns.themes.values_for_doc(doc);
    let strengths = columns.strengths.values_for_doc(doc);
    themes
        .zip(strengths)
        .find(|(id, _)| *id == u64::from(theme))
        .map_or(0.0, |(_, strength)| strength as f32 / 1000.0)
}

/// How often a passage names a character.
fn mentions(columns: &TagColumns, doc: u32, character: u16) -> u64 {
    let characters = columns.characters.values_for_doc(doc);
    let mentions = columns.mentions.values_for_doc(doc);
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
