//! Keyness: the words that one essay uses far more than the others.
//!
//! Log-likelihood says how sure we are that a difference is real; log ratio
//! says how large it is. Cut off by the first, sort by the second.
//!
//! Sources: Rayson and Garside (2000), "Comparing corpora using frequency
//! profiling", after Read and Cressie (1988), and UCREL's calculator of it;
//! Hardie (2014), "Log ratio: an informal introduction".

use crate::enrich::EnrichedPassage;
use crate::text::Forms;
use std::collections::BTreeMap;

/// Log-likelihood above which a difference is real with p < .01 (χ², one degree of freedom).
pub(super) const CERTAIN: f32 = 6.63;
/// Words given for each essay.
const PER_ESSAY: usize = 8;
/// A word counted less often in its essay says little about it.
const FEWEST: u32 = 3;

/// A word that one essay uses far more than the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Keyword {
    /// The word, in its commonest form there.
    pub word: String,
    /// Index of the essay that uses it more.
    pub essay: usize,
    /// How often each essay uses it.
    pub counts: Vec<u32>,
    /// How sure the difference is (G²).
    pub log_likelihood: f32,
    /// How large it is: the binary logarithm of the ratio of relative frequencies.
    pub log_ratio: f32,
}

/// The log-likelihood (G²) of a word that stands `a` times among `c` words and
/// `b` times among `d`: its two cells alone, as Rayson and Garside (2000) and
/// UCREL's calculator have it. A cell of nothing adds nothing.
///
/// ```
/// // Expected 15 and 15; 2 (20 ln(20/15) + 10 ln(10/15)) = 3.398
/// let g2 = norfolk::compare::log_likelihood(20, 10, 1000, 1000);
/// assert!((g2 - 3.398).abs() < 0.001);
/// ```
#[must_use]
pub fn log_likelihood(a: u32, b: u32, c: u32, d: u32) -> f32 {
    let [a, b, c, d] = [a, b, c, d].map(f64::from);
    let expected = |all: f64| all * (a + b) / (c + d).max(1.0);
    // Rounding may leave less than nothing of equal rates.
    narrow((2.0 * (summand(a, expected(c)) + summand(b, expected(d)))).max(0.0))
}

/// What a cell adds to half of G²: what was seen times the logarithm of its
/// ratio to what was expected; nothing for a cell of nothing, its limit.
pub(super) fn summand(seen: f64, expected: f64) -> f64 {
    if seen > 0.0 {
        seen * (seen / expected).ln()
    } else {
        0.0
    }
}

/// The log ratio of a word that stands `a` times among `c` words and `b` times
/// among `d`: each more is twice the rate. A word that is absent from one
/// counts half a time there (Hardie 2014); one absent from both has none, 0.
///
/// ```
/// assert_eq!(norfolk::compare::log_ratio(20, 10, 1000, 1000), 1.0);
/// ```
#[must_use]
pub fn log_ratio(a: u32, b: u32, c: u32, d: u32) -> f32 {
    if (a, b) == (0, 0) {
        return 0.0;
    }
    let rate = |seen: u32, all: u32| f64::from(seen).max(0.5) / f64::from(all).max(1.0);
    narrow((rate(a, c) / rate(b, d)).log2())
}

#[expect(clippy::cast_possible_truncation, reason = "shown with four digits")]
pub(super) fn narrow(value: f64) -> f32 {
    value as f32
}

/// The keywords of each essay against the others, by essay and then largest first.
pub(super) fn keywords(essays: &[Vec<EnrichedPassage>]) -> Vec<Keyword> {
    let mut forms = Forms::default();
    let counted: Vec<Counted> = essays.iter().map(|p| Counted::of(p, &mut forms)).collect();
    let total: u32 = counted.iter().map(|c| c.words).sum();
    let mut found = Vec::new();
    for (essay, own) in counted.iter().enumerate() {
        let mut of_essay = Vec::new();
        for (stem, (count, spellings)) in &own.stems {
            let counts: Vec<u32> = counted
                .iter()
                .map(|other| other.stems.get(stem).map_or(0, |c| c.0))
                .collect();
            let others = counts.iter().sum::<u32>() - count;
            let sizes = (own.words, total - own.words);
            let ratio = log_ratio(*count, others, sizes.0, sizes.1);
            let likelihood = log_likelihood(*count, others, sizes.0, sizes.1);
            if *count >= FEWEST && ratio > 0.0 && likelihood >= CERTAIN {
                of_essay.push(Keyword {
                    word: commonest(spellings),
                    essay,
                    counts,
                    log_likelihood: likelihood,
                    log_ratio: ratio,
                });
            }
        }
        of_essay.sort_by(|a, b| {
            b.log_likelihood
                .total_cmp(&a.log_likelihood)
                .then_with(|| a.word.cmp(&b.word))
        });
        of_essay.truncate(PER_ESSAY);
        of_essay.sort_by(|a, b| {
            b.log_ratio
                .total_cmp(&a.log_ratio)
                .then_with(|| a.word.cmp(&b.word))
        });
        found.extend(of_essay);
    }
    found
}

/// How often an essay uses each stem, and in which spellings; quotations are
/// not its own words.
struct Counted {
    words: u32,
    stems: BTreeMap<String, (u32, BTreeMap<String, u32>)>,
}

impl Counted {
    fn of(passages: &[EnrichedPassage], forms: &mut Forms) -> Counted {
        let mut counted = Counted {
            words: 0,
            stems: BTreeMap::new(),
        };
        for passage in passages {
            for word in forms.words(&passage.text) {
                let is_quoted = passage
                    .quotations
                    .iter()
                    .any(|q| q.span.contains(word.span));
                let is_cited = passage.citations.iter().any(|c| c.span.contains(word.span));
                let form = forms.get(word.form);
                if is_quoted || is_cited || !form.exact.contains(char::is_alphabetic) {
                    continue;
                }
                counted.words += 1;
                let (count, spellings) = counted.stems.entry(form.stem.to_string()).or_default();
                *count += 1;
                *spellings.entry(form.exact.to_string()).or_default() += 1;
            }
        }
        counted
    }
}

fn commonest(spellings: &BTreeMap<String, u32>) -> String {
    let mut best = (0, "");
    for (spelling, count) in spellings {
        if *count > best.0 {
            best = (*count, spelling);
        }
    }
    best.1.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a` among `c` words against `b` among `d`, both figures to three digits.
    #[track_caller]
    fn check([a, b, c, d]: [u32; 4], by_hand: (f32, f32)) {
        let found = (log_likelihood(a, b, c, d), log_ratio(a, b, c, d));
        let is_near = |found: f32, by_hand: f32| (found - by_hand).abs() < 0.001;
        assert!(
            is_near(found.0, by_hand.0) && is_near(found.1, by_hand.1),
            "{found:?}, not {by_hand:?}"
        );
    }

    /// 60 of 4,000 words against 15 of 2,000:
    ///
    /// |            | here  | there | all   |
    /// | the word   | 60    | 15    | 75    |
    /// | all others | 3,940 | 1,985 | 5,925 |
    /// | all        | 4,000 | 2,000 | 6,000 |
    ///
    /// Expected 4,000·75/6,000 = 50 and 25. 60 ln(60/50) = 10.9393;
    /// 15 ln(15/25) = −7.6624; twice their sum, 3.2769, is 6.5538: not quite
    /// sure at p < .01. Rates .015 and .0075: log2 2 = 1.
    #[test]
    fn unequal_sizes_are_as_worked_by_hand() {
        check([60, 15, 4_000, 2_000], (6.5538, 1.0));
    }

    /// The same table the other way round: as sure, and the ratio negative.
    #[test]
    fn exchanged_essays_exchange_the_sign_of_the_ratio_alone() {
        check([15, 60, 2_000, 4_000], (6.5538, -1.0));
    }

    /// 12 of 1,500 words, none of 4,500. Expected 1,500·12/6,000 = 3 and 9:
    /// 2·12 ln(12/3) = 24·1.38629 = 33.2711. Half a time of 4,500 is .000111,
    /// 12 of 1,500 are .008, 72 times as much: log2 72 = 6.1699.
    #[test]
    fn a_word_that_the_others_lack_counts_half_a_time_there() {
        check([12, 0, 1_500, 4_500], (33.2711, 6.1699));
        check([0, 12, 4_500, 1_500], (33.2711, -6.1699));
    }

    /// 7 of 700 and 21 of 2,100 are both one in a hundred, and so expected.
    #[test]
    fn equal_rates_are_no_difference() {
        check([7, 21, 700, 2_100], (0.0, 0.0));
        check([3, 3, 911, 911], (0.0, 0.0));
        check([0, 0, 500, 900], (0.0, 0.0));
    }

    /// 4 of 20 words against 1 of 30: expected 20·5/50 = 2 and 3.
    /// 4 ln 2 = 2.7726; ln(1/3) = −1.0986; twice their sum is 3.3480.
    /// Rates .2 and 1/30: log2 6 = 2.5850.
    #[test]
    fn few_words_are_as_worked_by_hand() {
        check([4, 1, 20, 30], (3.3480, 2.5850));
    }

    /// Of the first table ten times: 2·32.769 = 65.538, the rates as they were.
    #[test]
    fn ten_times_the_counts_are_ten_times_as_sure_and_the_ratio_the_same() {
        check([600, 150, 40_000, 20_000], (65.538, 1.0));
    }

    #[test]
    fn no_words_are_no_difference() {
        check([0, 0, 0, 0], (0.0, 0.0));
        check([0, 0, 10, 0], (0.0, 0.0));
    }
}
