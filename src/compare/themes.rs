//! Shares: how much of an essay discusses each theme.

use super::MatrixRow;
use crate::index::{Index, IndexError, TagColumns};
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

/// The share of every theme in every essay, in the order of the index; read
/// off columns, no text is touched.
///
/// # Errors
/// If the index cannot be read.
pub fn shares(index: &Index, themes: usize) -> Result<Vec<(DocAddress, Vec<Share>)>, IndexError> {
    let mut essays = Vec::new();
    for (ord, segment) in (0..).zip(index.searcher().segment_readers()) {
        let columns = index.passage_columns(segment)?;
        let tags = index.tag_columns(segment)?;
        for doc in segment.doc_ids_alive() {
            if !columns.is_passage(doc) {
                if columns.is_essay(doc) {
                    let words = tags.words.get_val(doc);
                    let address = DocAddress::new(ord, doc);
                    essays.push((address, words, vec![(0_u64, 0_u32); themes]));
                }
                continue;
            }
            // Passages stand right behind their essay.
            let Some((_, _, counts)) = essays.last_mut() else {
                continue;
            };
            let words = tags.words.get_val(doc);
            for theme in tags.themes.values_for_doc(doc) {
                if let Some(count) = usize::try_from(theme).ok().and_then(|t| counts.get_mut(t)) {
                    *count = (count.0 + words, count.1 + 1);
                }
            }
        }
    }
    let share = |words: u64, (tagged, passages): (u64, u32)| Share {
        share: ratio(tagged, words),
        passages,
    };
    Ok(essays
        .into_iter()
        .map(|(address, words, counts)| {
            (
                address,
                counts
                    .into_iter()
                    .map(|count| share(words, count))
                    .collect(),
            )
        })
        .collect())
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

/// Orders essays so that those with like themes stand together: by the theme
/// that is strongest, then by its share.
pub(super) fn sort_alike(rows: &mut [MatrixRow]) {
    let strongest = |row: &MatrixRow| {
        let mut best = (usize::MAX, 0.0_f32);
        for (theme, share) in row.themes.iter().enumerate() {
            if share.share > best.1 {
                best = (theme, share.share);
            }
        }
        best
    };
    rows.sort_by(|a, b| {
        let (left, right) = (strongest(a), strongest(b));
        left.0
            .cmp(&right.0)
            .then(right.1.total_cmp(&left.1))
            .then_with(|| a.path.cmp(&b.path))
    });
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
