//! Keyness: the words that one essay uses far more than the others.
//!
//! Log-likelihood says how sure we are that a difference is real; log ratio
//! says how large it is. Cut off by the first, sort by the second.
//!
//! Sources: Rayson and Garside (2000), after Dunning (1993); Hardie (2014).

use crate::enrich::EnrichedPassage;
use crate::text::Forms;
use std::collections::BTreeMap;

/// Log-likelihood above which a difference is real with p < .01 (χ², one degree of freedom).
const CERTAIN: f32 = 6.63;
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
/// `b` times among `d`.
///
/// ```
/// // Expected 15 and 15; 2 (20 ln(20/15) + 10 ln(10/15)) = 3.398
/// let g2 = norfolk::compare::log_likelihood(20, 10, 1000, 1000);
/// assert!((g2 - 3.398).abs() < 0.001);
/// ```
#[must_use]
pub fn log_likelihood(a: u32, b: u32, c: u32, d: u32) -> f32 {
    let (a, b, c, d) = (f64::from(a), f64::from(b), f64::from(c), f64::from(d));
    let rate = (a + b) / (c + d).max(1.0);
    let term = |seen: f64, all: f64| {
        if seen > 0.0 {
            seen * (seen / (all * rate)).ln()
        } else {
            0.0
        }
    };
    narrow(2.0 * (term(a, c) + term(b, d)))
}

/// The log ratio of a word that stands `a` times among `c` words and `b` times
/// among `d`; a word that is absent counts half a time.
///
/// ```
/// assert_eq!(norfolk::compare::log_ratio(20, 10, 1000, 1000), 1.0);
/// ```
#[must_use]
pub fn log_ratio(a: u32, b: u32, c: u32, d: u32) -> f32 {
    let rate = |seen: u32, all: u32| f64::from(seen).max(0.5) / f64::from(all).max(1.0);
    narrow((rate(a, c) / rate(b, d)).log2())
}

#[expect(clippy::cast_possible_truncation, reason = "shown with four digits")]
fn narrow(value: f64) -> f32 {
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
