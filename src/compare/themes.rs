//! Shares: how much of an essay discusses each theme.

use crate::index::{Index, IndexError, TagColumns};
use std::cmp::Reverse;
use tantivy::DocAddress;
use tantivy::columnar::Column;

/// How much of an essay discusses a theme.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Share {
    /// Share of the essay's words in passages tagged with the theme, 0 to 1.
    pub share: f32,
    /// Number of those passages.
    pub passages: u32,
}

/// One essay, not yet named, and how much of it discusses every theme.
#[derive(Debug, Clone, PartialEq)]
pub struct EssayShares {
    /// Where it stands in the index.
    pub address: DocAddress,
    /// Its words.
    pub words: u64,
    /// The year it was written, if that is known.
    pub year: Option<u64>,
    /// Its share of each theme, in the order of the profile.
    pub themes: Vec<Share>,
    /// Orders essays alike wherever their folder stands.
    pub(super) order: u64,
}

/// The share of every theme in every essay, in the order of the index; read
/// off columns, no text is touched.
///
/// # Errors
/// If the index cannot be read.
pub fn shares(index: &Index, themes: usize) -> Result<Vec<EssayShares>, IndexError> {
    let mut essays = Vec::new();
    let mut counts = vec![(0_u64, 0_u32); themes];
    for (ord, segment) in (0..).zip(index.searcher().segment_readers()) {
        let columns = index.passage_columns(segment)?;
        let tags = index.tag_columns(segment)?;
        let years = index.years(segment)?;
        let order = index.essay_columns(segment)?.order;
        let alive = segment.doc_ids_alive();
        for essay in alive.filter(|doc| columns.is_essay(*doc)) {
            counts.fill((0, 0));
            for passage in columns.passages_of(essay) {
                for theme in tags.themes.values_for_doc(passage) {
                    if let Some(count) = usize::try_from(theme).ok().and_then(|t| counts.get_mut(t))
                    {
                        *count = (count.0 + tags.words.get_val(passage), count.1 + 1);
                    }
                }
            }
            let words = tags.words.get_val(essay);
            let share = |(tagged, passages): &(u64, u32)| Share {
                share: ratio(*tagged, words),
                passages: *passages,
            };
            essays.push(EssayShares {
                address: DocAddress::new(ord, essay),
                words,
                year: Some(years.get_val(essay)).filter(|year| *year != 0),
                themes: counts.iter().map(share).collect(),
                order: order.get_val(essay),
            });
        }
    }
    Ok(essays)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "essays have fewer than 2^24 words"
)]
pub(super) fn ratio(part: u64, whole: u64) -> f32 {
    if whole == 0 {
        0.0
    } else {
        (part as f32 / whole as f32).min(1.0)
    }
}

/// The shares of every essay, those with like themes next to one another: by
/// the theme that is strongest, then by its share, most first; essays without
/// a theme last.
///
/// One key an essay, so 15,000 take the time of a sort. Of equals, which text
/// alone could tell apart, the order is any, but the same at any time.
///
/// # Errors
/// If the index cannot be read.
pub fn alike(index: &Index, themes: usize) -> Result<Vec<EssayShares>, IndexError> {
    let mut essays = shares(index, themes)?;
    essays.sort_by_cached_key(|essay| (likeness(&essay.themes), essay.order));
    Ok(essays)
}

/// The strongest theme, and its share, most first.
pub(super) fn likeness(themes: &[Share]) -> (usize, Reverse<u32>) {
    let mut best = (usize::MAX, 0.0_f32);
    for (theme, share) in themes.iter().enumerate() {
        if share.share > best.1 {
            best = (theme, share.share);
        }
    }
    // The bits of numbers that are not negative are in their order.
    (best.0, Reverse(best.1.to_bits()))
}

/// What is counted over the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tagged {
    /// Themes.
    Themes,
    /// Characters.
    Characters,
}

impl Tagged {
    /// The column of its numbers.
    pub(super) fn column(self, tags: &TagColumns) -> &Column<u64> {
        match self {
            Tagged::Themes => &tags.themes,
            Tagged::Characters => &tags.characters,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_essays_stand_together_the_strongest_of_a_theme_first() {
        let of = |shares: [f32; 3]| {
            let passages = 1;
            shares.map(|share| Share { share, passages })
        };
        let mut essays = [
            [0.0, 0.0, 0.0],
            [0.1, 0.3, 0.0],
            [0.2, 0.0, 0.1],
            [0.0, 0.9, 0.8],
            [0.4, 0.4, 0.0],
        ];
        essays.sort_by_key(|shares| likeness(&of(*shares)));
        let expected = [
            [0.4, 0.4, 0.0],
            [0.2, 0.0, 0.1],
            [0.0, 0.9, 0.8],
            [0.1, 0.3, 0.0],
            [0.0, 0.0, 0.0],
        ];
        assert_eq!(essays, expected);
    }
}
