//! The wording that stands for a group, and which of the others alter it.

use super::align::{Aligner, Alignment};
use super::grouping::Wording;
use super::normal::Token;

/// Wordings compared for the one that stands for all: the commonest.
const MOST_COMPARED: usize = 12;

/// The wording most like the others of its group, the commoner and longer of
/// equals; `count` says how often each is written.
pub(super) fn medoid(
    group: &[usize],
    wordings: &[Wording],
    count: impl Fn(usize) -> usize,
    aligner: &mut Aligner<'_>,
) -> usize {
    let mut common = group.to_vec();
    common.sort_by_key(|at| (usize::MAX - count(*at), u32::MAX - wordings[*at].words, *at));
    common.truncate(MOST_COMPARED);
    let mut likeness = vec![0.0; common.len()];
    for (i, &at) in common.iter().enumerate() {
        for (j, &other) in common.iter().enumerate().take(i + 1) {
            let (one, two) = (&wordings[at], &wordings[other]);
            let alignment = aligner.align(&one.tokens, &two.tokens);
            let same = 2.0 * f64::from(alignment.exact) - f64::from(alignment.changes);
            let same = same / f64::from((one.words + two.words).max(1));
            likeness[i] += weight(count(other)) * same;
            if i != j {
                likeness[j] += weight(count(at)) * same;
            }
        }
    }
    let mut best: Option<(f64, usize)> = None;
    for (&at, likeness) in common.iter().zip(likeness) {
        let likeness = likeness - f64::from(u8::from(has_gap(&wordings[at])));
        if best.is_none_or(|(highest, _)| likeness > highest + 1e-9) {
            best = Some((likeness, at));
        }
    }
    best.expect("a group has a wording").1
}

#[expect(clippy::cast_precision_loss, reason = "essays are fewer than 2^52")]
fn weight(count: usize) -> f64 {
    count as f64
}

fn has_gap(wording: &Wording) -> bool {
    wording.tokens.contains(&Token::Gap)
}

/// Whether `wording` leaves out, adds to or changes the words that `medoid`
/// has there. Quoting more or less of the line is no change.
pub(super) fn is_altered(wording: &Wording, medoid: &Wording, aligner: &mut Aligner<'_>) -> bool {
    let Alignment { words, changes, .. } = aligner.align(&wording.tokens, &medoid.tokens);
    changes > 0 || has_gap(wording) || words < wording.words.min(medoid.words)
}
