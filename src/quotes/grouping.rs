//! Grouping: which wordings quote one line.
//!
//! Wordings are taken shortest first. Each joins the group of one that it
//! contains, or founds its own, so the first of a group is its core: all the
//! others contain it, and the two ends of a long speech, which contain no
//! common words, never meet. Only wordings that share a run of two or three
//! words are aligned, and of those the few that share most: the time grows
//! with the number of quotations, not with its square.

use super::align::{Aligner, Alignment};
use super::normal::{Token, Vocabulary};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// The words of a quotation in one form; equal forms are one wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wording {
    /// Its normal form.
    pub(super) tokens: Vec<Token>,
    /// Number of its words.
    pub(super) words: u32,
    /// Pages that those who write it so cite.
    pub(super) pages: Vec<u32>,
    /// Whether it may found a group: its words are said to be the novel's.
    pub(super) is_founder: bool,
}

/// Most wordings kept of those that share a run of words: they are the
/// shortest, so the cores of the groups are among them.
const MOST_SHARING: usize = 64;
/// Wordings aligned with a new one: those that share most runs with it.
const MOST_ALIGNED: usize = 12;
/// Share of the shorter wording's words that must align (QUOTES, 4), in tenths.
const COVERED_TENTHS: u32 = 8;
/// Fewest words that align by most of them; fewer must agree all.
const FEWEST_WORDS: u32 = 4;
/// Pages that the editions of a novel move a line by, at most.
const NEAR_PAGES: u32 = 6;

/// Groups wordings, which are sorted by their number of words: for each
/// group the wordings in it, its core first.
pub(super) fn group(wordings: &[Wording], vocabulary: &Vocabulary) -> Vec<Vec<usize>> {
    let mut grouping = Grouping {
        wordings,
        vocabulary,
        aligner: Aligner::new(vocabulary),
        sharing: FxHashMap::default(),
        votes: vec![0; wordings.len()],
        group_of: vec![None; wordings.len()],
        groups: Vec::new(),
    };
    let founders = (0..wordings.len()).filter(|at| wordings[*at].is_founder);
    founders.for_each(|at| grouping.place(at));
    let others = (0..wordings.len()).filter(|at| !wordings[*at].is_founder);
    others.for_each(|at| grouping.place(at));
    grouping.groups
}

struct Grouping<'a> {
    wordings: &'a [Wording],
    vocabulary: &'a Vocabulary,
    aligner: Aligner<'a>,
    /// The first wordings that have a run of words.
    sharing: FxHashMap<u64, Vec<usize>>,
    votes: Vec<u32>,
    group_of: Vec<Option<usize>>,
    groups: Vec<Vec<usize>>,
}

impl Grouping<'_> {
    fn place(&mut self, at: usize) {
        let runs = self.runs(at);
        let group = self.best_group(at, &runs);
        let is_founder = self.wordings[at].is_founder;
        if let Some(group) = group {
            self.groups[group].push(at);
        } else if is_founder {
            self.groups.push(vec![at]);
        } else {
            return;
        }
        self.group_of[at] = Some(group.unwrap_or(self.groups.len() - 1));
        for run in runs {
            let sharing = self.sharing.entry(run).or_default();
            if sharing.len() < MOST_SHARING {
                sharing.push(at);
            }
        }
    }

    fn best_group(&mut self, at: usize, runs: &[u64]) -> Option<usize> {
        let mut best: Option<(i32, usize)> = None;
        for other in self.most_sharing(runs) {
            let Some(group) = self.group_of[other] else {
                continue;
            };
            // Those that share most come first: another of its group is no better.
            if best.is_some_and(|(_, known)| known == group) {
                continue;
            }
            let Some(alignment) = self.one_line(at, other) else {
                continue;
            };
            let core = self.groups[group][0];
            let is_better = best.is_none_or(|(score, _)| alignment.score > score);
            if is_better && (core == other || self.one_line(at, core).is_some()) {
                best = Some((alignment.score, group));
            }
        }
        best.map(|(_, group)| group)
    }

    /// The wordings that share most of the runs, most first.
    fn most_sharing(&mut self, runs: &[u64]) -> Vec<usize> {
        let mut sharing = Vec::new();
        for run in runs {
            for &other in self.sharing.get(run).into_iter().flatten() {
                if self.votes[other] == 0 {
                    sharing.push(other);
                }
                self.votes[other] += 1;
            }
        }
        sharing.sort_by_key(|other| (u32::MAX - self.votes[*other], *other));
        for other in &sharing {
            self.votes[*other] = 0;
        }
        sharing.truncate(MOST_ALIGNED);
        sharing
    }

    /// How two wordings align, if they quote one line.
    fn one_line(&mut self, a: usize, b: usize) -> Option<Alignment> {
        let (a, b) = (&self.wordings[a], &self.wordings[b]);
        let alignment = self.aligner.align(&a.tokens, &b.tokens);
        is_one_line(a, b, alignment).then_some(alignment)
    }

    /// The runs of two and three words of a wording, without those of two
    /// that hold only function words; one or two words alone are a run.
    fn runs(&self, at: usize) -> Vec<u64> {
        let tokens = &self.wordings[at].tokens;
        let mut runs = Vec::new();
        for stretch in tokens.split(|token| *token == Token::Gap) {
            let words: Vec<u32> = stretch.iter().filter_map(|t| word(*t)).collect();
            let is_function = |word: &u32| self.vocabulary.is_function(*word);
            let pairs = words
                .windows(2)
                .filter(|pair| !pair.iter().all(is_function));
            runs.extend(pairs.map(|pair| self.key(pair)));
            runs.extend(words.windows(3).map(|run| self.key(run)));
            if words.len() == tokens.len() && words.len() < 3 {
                runs.push(self.key(&words));
            }
        }
        runs.sort_unstable();
        runs.dedup();
        runs
    }

    fn key(&self, words: &[u32]) -> u64 {
        let mut hasher = FxHasher::default();
        for word in words {
            hasher.write_u32(self.vocabulary.root(*word));
        }
        hasher.write_usize(words.len());
        hasher.finish()
    }
}

fn word(token: Token) -> Option<u32> {
    match token {
        Token::Word(word) => Some(word),
        Token::Gap => None,
    }
}

/// Whether two pages, of whatever editions, may be one place.
pub(super) fn is_near(page: u32, other: u32) -> bool {
    page.abs_diff(other) <= NEAR_PAGES
}

/// Whether wordings that align so quote one line. Long ones do when most of
/// the shorter aligns; short ones only when all of it does and says something,
/// or when both are cited from about the same page.
fn is_one_line(a: &Wording, b: &Wording, alignment: Alignment) -> bool {
    let shorter = a.words.min(b.words);
    let is_near_b = |page: &u32| b.pages.iter().any(|other| is_near(*page, *other));
    let is_near = a.pages.iter().any(is_near_b);
    if shorter > FEWEST_WORDS {
        let is_covered = alignment.words * 10 >= shorter * COVERED_TENTHS;
        let says = alignment.content >= 2 || is_near || alignment.words > FEWEST_WORDS + 1;
        return alignment.words >= FEWEST_WORDS && is_covered && says;
    }
    let is_whole = alignment.exact == shorter && alignment.changes == 0;
    let is_equal = is_whole && a.words == b.words;
    match shorter {
        0 => false,
        1 => is_equal && is_near,
        _ if is_near => is_whole || alignment.words >= 3,
        2 => is_whole && (alignment.content == 2 || is_equal && alignment.content == 1),
        _ => is_whole && alignment.content >= 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    /// Groups lines `text` or `text @ page`.
    fn check(lines: &str, expected: &Expect) {
        let lines: Vec<(&str, Option<u32>)> = lines
            .lines()
            .map(|line| match line.trim().split_once(" @ ") {
                Some((text, page)) => (text, page.parse().ok()),
                None => (line.trim(), None),
            })
            .collect();
        let mut vocabulary = Vocabulary::of(lines.iter().map(|line| line.0));
        let mut wordings: Vec<(Wording, &str)> = lines
            .iter()
            .map(|(text, page)| {
                let tokens = vocabulary.tokens(text, &[]);
                let words = tokens.iter().filter(|t| **t != Token::Gap).count();
                let wording = Wording {
                    tokens,
                    words: u32::try_from(words).expect("it is short"),
                    pages: page.iter().copied().collect(),
                    is_founder: true,
                };
                (wording, *text)
            })
            .collect();
        wordings.sort_by_key(|(wording, _)| wording.words);
        let (wordings, texts): (Vec<_>, Vec<_>) = wordings.into_iter().unzip();
        let groups = group(&wordings, &vocabulary);
        let shown = groups.iter().map(|group| {
            let texts: Vec<&str> = group.iter().map(|at| texts[*at]).collect();
            texts.join(" | ") + "\n"
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn altered_wordings_of_a_line_are_one_group() {
        check(
            "the lantern went out over the drowned fields
             the lantern [goes] out over the drowned field
             the lantern … over the drowned fields
             and then the lantern went out over the drowned fields, and nobody said a word
             nobody lit the lamp again",
            &expect![[r#"
                nobody lit the lamp again
                the lantern … over the drowned fields | the lantern [goes] out over the drowned field | the lantern went out over the drowned fields | and then the lantern went out over the drowned fields, and nobody said a word
            "#]],
        );
    }

    #[test]
    fn the_ends_of_a_long_speech_do_not_meet() {
        check(
            "we waited for the ferry all night
             in the morning there was only the river
             we waited for the ferry all night and in the morning there was only the river",
            &expect![[r#"
                we waited for the ferry all night
                in the morning there was only the river | we waited for the ferry all night and in the morning there was only the river
            "#]],
        );
    }

    #[test]
    fn stock_phrases_need_a_page_in_common() {
        check(
            "it was just the way it was
             of course
             of course @ 12
             of course @ 14
             of course @ 90
             all of it @ 30
             a lamp
             and that was all of it @ 31",
            &expect![[r#"
                of course
                of course | of course
                of course
                a lamp
                all of it | and that was all of it
                it was just the way it was
            "#]],
        );
    }

    #[test]
    fn a_short_phrase_that_says_something_is_found_in_a_longer_one() {
        check(
            "drowned fields
             over the drowned fields of home
             the fields of home",
            &expect![[r#"
                drowned fields | over the drowned fields of home
                the fields of home
            "#]],
        );
    }
}
