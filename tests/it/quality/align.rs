//! Aligning: which of the things found is which of the things labelled.
//!
//! Both stand in the order of the text, so the pairs do too: of all pairings
//! that keep the order, the one with the highest sum of fits.

use norfolk::text::{fold, is_double_mark, is_hyphen, is_single_mark};

/// Pairs of a labelled and a found thing, by their numbers, in order.
///
/// `fit` is more than 0 for two that may be one, and `None` for two that are not.
pub(super) fn align(
    labelled: usize,
    found: usize,
    fit: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<(usize, usize)> {
    // best[i][j]: the most that the labelled from i on and the found from j on can give.
    let mut best = vec![vec![0.0_f64; found + 1]; labelled + 1];
    let fits: Vec<Vec<Option<f64>>> = (0..labelled)
        .map(|i| (0..found).map(|j| fit(i, j)).collect())
        .collect();
    for i in (0..labelled).rev() {
        for j in (0..found).rev() {
            let paired = fits[i][j].map_or(0.0, |fit| fit + best[i + 1][j + 1]);
            best[i][j] = paired.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < labelled && j < found {
        let skipped = best[i + 1][j].max(best[i][j + 1]);
        match fits[i][j] {
            Some(fit) if fit + best[i + 1][j + 1] >= skipped => {
                pairs.push((i, j));
                (i, j) = (i + 1, j + 1);
            }
            _ if best[i + 1][j] >= best[i][j + 1] => i += 1,
            _ => j += 1,
        }
    }
    pairs
}

/// `text` without what labels and essays write differently: case, accents,
/// ligatures, white space, hyphens, quotation marks, signs of emphasis.
pub(super) fn squeezed(text: &str) -> Vec<char> {
    let is_kept = |c: &char| {
        !(c.is_whitespace()
            || is_hyphen(*c)
            || is_double_mark(*c)
            || is_single_mark(*c)
            || matches!(c, '*' | '_'))
    };
    fold(text).chars().filter(is_kept).collect()
}

/// The words of `text`, folded.
pub(super) fn tokens(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\'').to_string())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Where `part` stands in `whole`, both squeezed; figures are not cut out of longer ones.
pub(super) fn places(part: &[char], whole: &[char]) -> Vec<(usize, usize)> {
    if part.is_empty() || part.len() > whole.len() {
        return Vec::new();
    }
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| whole.get(at))
            .is_some_and(char::is_ascii_digit)
    };
    let is_figure = part.iter().all(char::is_ascii_digit);
    (0..=whole.len() - part.len())
        .map(|start| (start, start + part.len()))
        .filter(|(start, end)| &whole[*start..*end] == part)
        .filter(|(start, end)| {
            !is_figure || !(is_digit(start.checked_sub(1)) || is_digit(Some(*end)))
        })
        .collect()
}

/// The words two texts share, as a share of the longer one's.
pub(super) fn token_overlap(a: &[String], b: &[String]) -> f64 {
    let mut left = b.to_vec();
    let shared = a.iter().filter(|word| {
        let at = left.iter().position(|other| other == *word);
        at.map(|at| left.swap_remove(at)).is_some()
    });
    let count = |n: usize| u32::try_from(n).expect("a paragraph has fewer than 2^32 words");
    super::metrics::share(count(shared.count()), count(a.len().max(b.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_keep_the_order_and_make_the_most_of_it() {
        let (labelled, found) = (["a", "b", "a", "c"], ["b", "a", "x", "c"]);
        let fit = |i: usize, j: usize| (labelled[i] == found[j]).then_some(1.0);
        assert_eq!(align(4, 4, fit), [(1, 0), (2, 1), (3, 3)]);
        assert_eq!(align(0, 4, fit), []);
    }

    #[test]
    fn the_better_fit_wins() {
        let fits = [[0.5, 0.9], [0.0, 0.0]];
        let fit = |i: usize, j: usize| (fits[i][j] > 0.0).then_some(fits[i][j]);
        assert_eq!(align(2, 2, fit), [(0, 1)]);
    }

    #[test]
    fn spelling_and_marks_make_no_difference() {
        assert_eq!(
            squeezed("(*Never*  ﬁve-\n“x”’s 1)"),
            squeezed("(neverfivex's1)")
        );
    }

    #[test]
    fn a_note_mark_is_not_a_digit_of_a_year() {
        let text = squeezed("in 2011.1 And");
        let places = places(&squeezed("1"), &text);
        assert_eq!(places, [(7, 8)]);
    }

    #[test]
    fn token_overlap_is_of_the_longer_text() {
        let overlap = token_overlap(&tokens("told and not told"), &tokens("“told” and"));
        assert!((overlap - 0.5).abs() < 1e-9, "{overlap}");
    }
}
