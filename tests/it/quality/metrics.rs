//! Measures of what was found and of how it was ranked.
//!
//! A ranking is the list of the grades of what stands at each rank, from the
//! first; what nobody judged has grade 0, and grade 1 or more is relevant.
//! Gains are grades, discounts are logarithms to base 2.
//!
//! Sources: `trec_eval`'s `recip_rank`, `recall`, `ndcg_cut` and `map`; Järvelin
//! and Kekäläinen (2002) for nDCG; Efron and Tibshirani (1993) for the interval;
//! Smucker, Allan and Carterette (2007) for the randomisation test.

use std::ops::AddAssign;

/// What was labelled, what was found, and how much of each is in the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Things labelled.
    pub(super) labelled: u32,
    /// Of those, the ones found.
    pub(super) recalled: u32,
    /// Things found.
    pub(super) found: u32,
    /// Of those, the right ones.
    pub(super) right: u32,
}

impl Counts {
    /// Counts one thing: whether it is labelled, whether it was found.
    pub(super) fn add(&mut self, is_labelled: bool, is_found: bool) {
        let is_both = u32::from(is_labelled && is_found);
        self.labelled += u32::from(is_labelled);
        self.found += u32::from(is_found);
        self.recalled += is_both;
        self.right += is_both;
    }

    pub(super) fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    pub(super) fn recall(&self) -> f64 {
        share(self.recalled, self.labelled)
    }

    /// The harmonic mean of precision and recall; 0 if both are.
    pub(super) fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 {
            0.0
        } else {
            2.0 * precision * recall / (precision + recall)
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.labelled += other.labelled;
        self.recalled += other.recalled;
        self.found += other.found;
        self.right += other.right;
    }
}

/// The share of `part` in `whole`; 0 of nothing.
pub(super) fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 {
        0.0
    } else {
        f64::from(part) / f64::from(whole)
    }
}

/// The mean; 0 of nothing.
pub(super) fn mean(values: &[f64]) -> f64 {
    let count = u32::try_from(values.len()).expect("far fewer than 2^32 values");
    if count == 0 {
        0.0
    } else {
        values.iter().sum::<f64>() / f64::from(count)
    }
}

/// One over the rank of the first that is relevant; 0 without one.
pub(super) fn reciprocal_rank(ranking: &[u32]) -> f64 {
    let first = ranks(ranking).find(|(_, grade)| *grade > 0);
    first.map_or(0.0, |(rank, _)| 1.0 / rank)
}

/// The share of all that is relevant in the first `k`.
pub(super) fn recall_at(k: usize, ranking: &[u32], judged: &[u32]) -> f64 {
    let first = &ranking[..k.min(ranking.len())];
    share(relevant(first), relevant(judged))
}

/// The discounted gain of the first `k`, as a share of the best one possible.
pub(super) fn ndcg_at(k: usize, ranking: &[u32], judged: &[u32]) -> f64 {
    let mut ideal = judged.to_vec();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let best = dcg_at(k, &ideal);
    if best == 0.0 {
        0.0
    } else {
        dcg_at(k, ranking) / best
    }
}

/// The mean of the precision at each rank of a relevant one; those not ranked count 0.
pub(super) fn average_precision(ranking: &[u32], judged: &[u32]) -> f64 {
    let (mut seen, mut sum) = (0.0, 0.0);
    for (rank, grade) in ranks(ranking) {
        if grade > 0 {
            seen += 1.0;
            sum += seen / rank;
        }
    }
    match relevant(judged) {
        0 => 0.0,
        relevant => sum / f64::from(relevant),
    }
}

fn dcg_at(k: usize, ranking: &[u32]) -> f64 {
    ranks(ranking)
        .take(k)
        .map(|(rank, grade)| f64::from(grade) / (rank + 1.0).log2())
        .sum()
}

/// Ranks from 1, with their grades.
fn ranks(ranking: &[u32]) -> impl Iterator<Item = (f64, u32)> {
    (1_u32..).map(f64::from).zip(ranking.iter().copied())
}

fn relevant(grades: &[u32]) -> u32 {
    let count = grades.iter().filter(|grade| **grade > 0).count();
    u32::try_from(count).expect("far fewer than 2^32 judgments")
}

/// Resamples drawn for an interval: enough for its second digit.
const RESAMPLES: usize = 1000;

/// The 95 % percentile interval of `measure` over resamples of `count` things,
/// drawn with replacement by a generator that is always seeded alike.
pub(super) fn bootstrap(count: usize, measure: impl Fn(&[usize]) -> f64) -> (f64, f64) {
    let mut state = 0;
    let mut values: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let drawn: Vec<usize> = (0..count).map(|_| below(count, &mut state)).collect();
            measure(&drawn)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    (
        values[RESAMPLES / 40],
        values[RESAMPLES - 1 - RESAMPLES / 40],
    )
}

/// Sign flips tried by a randomisation test: enough for three decimals.
const FLIPS: usize = 10_000;

/// How often chance alone parts two systems at least as far as these figures of
/// theirs, topic by topic: Fisher's randomisation test, two-sided, by a
/// generator that is always seeded alike.
pub(super) fn chance_of(ours: &[f64], theirs: &[f64]) -> f64 {
    /// Sums that differ by less are one.
    const TOLERANCE: f64 = 1e-9;
    let apart: Vec<f64> = ours.iter().zip(theirs).map(|(a, b)| a - b).collect();
    let seen = apart.iter().sum::<f64>().abs() - TOLERANCE;
    let mut state = 0;
    let as_far = (0..FLIPS).filter(|_| {
        let signed = |one: &f64| {
            if below(2, &mut state) == 0 {
                *one
            } else {
                -one
            }
        };
        apart.iter().map(signed).sum::<f64>().abs() >= seen
    });
    let as_far = u32::try_from(as_far.count()).expect("at most 10,000");
    share(as_far + 1, u32::try_from(FLIPS + 1).expect("10,001"))
}

/// A number below `count` (Steele, Lea and Flood's `SplitMix64`, 2014).
fn below(count: usize, state: &mut u64) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    let count = u64::try_from(count).expect("a usize has at most 64 bits");
    usize::try_from(mixed % count).expect("smaller than a usize")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: f64, expected: f64) {
        assert!((value - expected).abs() < 5e-5, "{value} for {expected}");
    }

    #[test]
    fn reciprocal_rank_looks_at_the_first_relevant_one() {
        check(reciprocal_rank(&[0, 0, 1, 3]), 1.0 / 3.0);
        check(reciprocal_rank(&[2, 0]), 1.0);
        check(reciprocal_rank(&[0, 0]), 0.0);
    }

    #[test]
    fn recall_counts_what_was_not_ranked_too() {
        check(recall_at(2, &[1, 0, 2], &[1, 2, 3, 1]), 0.25);
        check(recall_at(20, &[1, 0, 2], &[1, 2, 3, 1, 0]), 0.5);
        check(recall_at(5, &[], &[1]), 0.0);
    }

    #[test]
    fn ndcg_is_the_gain_over_the_best_gain() {
        // 1/log2(2) + 3/log2(4) = 2.5 of 3/log2(2) + 2/log2(3) + 1/log2(4) = 4.76186.
        check(ndcg_at(3, &[1, 0, 3], &[3, 2, 1, 0]), 0.52501);
        // Cut at two: 1 of 3 + 2/log2(3) = 4.26186.
        check(ndcg_at(2, &[1, 0, 3], &[3, 2, 1, 0]), 0.23464);
        check(ndcg_at(3, &[3, 2, 1], &[1, 2, 3]), 1.0);
        check(ndcg_at(3, &[0, 0], &[0]), 0.0);
    }

    #[test]
    fn average_precision_divides_by_all_that_is_relevant() {
        // (1/1 + 2/3) / 4.
        check(average_precision(&[1, 0, 2], &[1, 2, 3, 1, 0]), 0.41667);
        check(average_precision(&[0], &[1]), 0.0);
    }

    #[test]
    fn f1_is_between_precision_and_recall() {
        let counts = Counts {
            labelled: 4,
            recalled: 2,
            found: 2,
            right: 2,
        };
        check(counts.precision(), 1.0);
        check(counts.recall(), 0.5);
        check(counts.f1(), 0.66667);
        check(Counts::default().f1(), 0.0);
    }

    #[test]
    fn chance_explains_what_goes_both_ways_and_not_what_goes_one() {
        check(chance_of(&[0.5, 0.2], &[0.5, 0.2]), 1.0);
        let (better, worse) = ([0.9, 0.8, 0.7, 0.9, 0.6, 0.8, 0.7, 0.9], [0.1; 8]);
        // By hand: all signs alike, 2 of 2^8.
        let chance = chance_of(&better, &worse);
        assert!((chance - 2.0 / 256.0).abs() < 3e-3, "{chance}");
        assert!((chance_of(&worse, &better) - chance).abs() < f64::EPSILON);
    }

    #[test]
    fn an_interval_of_one_thing_has_no_width() {
        let (low, high) = bootstrap(1, |_| 0.5);
        assert_eq!([low.to_bits(), high.to_bits()], [0.5_f64.to_bits(); 2]);
    }

    #[test]
    fn an_interval_holds_the_mean_and_is_the_same_again() {
        let values = [0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0];
        let of = |drawn: &[usize]| mean(&drawn.iter().map(|at| values[*at]).collect::<Vec<_>>());
        let (low, high) = bootstrap(values.len(), of);
        // Binomial with n 8, p 0.625: 2.5 % lies at 2 of 8 or 3 of 8, 97.5 % at 7 or 8.
        assert!((0.25..=0.375).contains(&low), "{low}");
        assert!((0.875..=1.0).contains(&high), "{high}");
        assert_eq!(bootstrap(values.len(), of), (low, high));
    }
}
