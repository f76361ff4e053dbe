//! Groups: essays by author, year or folder, and how evenly a group discusses
//! a theme, so that one essay does not speak for all.

use super::{EssayShares, MatrixRow, Share};
use std::collections::BTreeMap;

/// What essays are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    /// Who wrote them; an essay of two authors is in two groups.
    Author,
    /// The year they were written.
    Year,
    /// The folder they lie in.
    Folder,
}

/// Essays that have something in common.
#[derive(Debug, PartialEq)]
pub struct Group {
    /// What they have in common; `None` for essays that do not say.
    pub label: Option<String>,
    /// Its essays: places in the rows that were grouped, ascending.
    pub essays: Vec<usize>,
    /// Words of all of them.
    pub words: u64,
    /// How it discusses each theme, in the order of the profile.
    pub themes: Vec<GroupShare>,
}

/// How a group of essays discusses a theme.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct GroupShare {
    /// Share of the words of all its essays, and passages in all of them.
    pub share: Share,
    /// How many of its essays discuss it.
    pub essays: u32,
    /// How unevenly: from 0, every essay as much for its length, to 1, the
    /// shortest essay alone. `None` for a group of one essay, or if none discusses it.
    pub dispersion: Option<f32>,
    /// Whether one essay speaks for the group: in a group of several, it makes
    /// all of this, or more than half among three or more.
    pub is_of_one: bool,
}

/// Groups essays; labels in ascending order, those that do not say last.
#[must_use]
pub fn group(rows: &[MatrixRow], by: GroupBy) -> Vec<Group> {
    let labels = rows.iter().map(|row| labels(row, by));
    let sized = |row: &MatrixRow| u64::from(row.essay.record.words);
    let sized = rows.iter().map(|row| (sized(row), row.themes.as_slice()));
    gather(labels, &sized.collect::<Vec<_>>())
}

/// Groups essays by year, as [`group`] does; they need no names for it.
#[must_use]
pub fn group_by_year(essays: &[EssayShares]) -> Vec<Group> {
    let labels = essays
        .iter()
        .map(|essay| vec![essay.year.map(label_of_year)]);
    let sized = essays
        .iter()
        .map(|essay| (essay.words, essay.themes.as_slice()));
    gather(labels, &sized.collect::<Vec<_>>())
}

/// Groups essays, given as the words and shares of each, by the labels of each.
fn gather(
    labels: impl Iterator<Item = Vec<Option<String>>>,
    essays: &[(u64, &[Share])],
) -> Vec<Group> {
    let mut members: BTreeMap<(bool, Option<String>), Vec<usize>> = BTreeMap::new();
    for (at, labels) in labels.enumerate() {
        for label in labels {
            let key = (label.is_none(), label);
            members.entry(key).or_default().push(at);
        }
    }
    let themes = essays.first().map_or(0, |(_, themes)| themes.len());
    let groups = members.into_iter().map(|((_, label), members)| {
        // Essay by essay: what is known of one stands together.
        let mut of_theme: Vec<_> = (0..themes)
            .map(|_| Vec::with_capacity(members.len()))
            .collect();
        for (words, shares) in members.iter().map(|at| essays[*at]) {
            for (of_theme, share) in of_theme.iter_mut().zip(shares) {
                of_theme.push((words, *share));
            }
        }
        Group {
            words: members.iter().map(|at| essays[*at].0).sum(),
            themes: of_theme.iter().map(|essays| share(essays)).collect(),
            label,
            essays: members,
        }
    });
    groups.collect()
}

fn label_of_year(year: u64) -> String {
    format!("{year:04}")
}

fn labels(row: &MatrixRow, by: GroupBy) -> Vec<Option<String>> {
    let reference = &row.essay.record.reference;
    match by {
        GroupBy::Author if reference.authors.is_empty() => vec![None],
        GroupBy::Author => {
            let mut names: Vec<_> = reference.authors.iter().map(ToString::to_string).collect();
            names.sort();
            names.dedup();
            names.into_iter().map(Some).collect()
        }
        GroupBy::Year => {
            let year = reference
                .date
                .and_then(|date| u64::try_from(date.year).ok());
            vec![year.filter(|year| *year != 0).map(label_of_year)]
        }
        GroupBy::Folder => vec![Some(
            row.path
                .rsplit_once('/')
                .map_or(".", |(folder, _)| folder)
                .to_string(),
        )],
    }
}

/// How essays, given as the words and share of each, discuss a theme together.
fn share(essays: &[(u64, Share)]) -> GroupShare {
    let part = |(words, share): &(u64, Share)| {
        let words = widened(*words);
        (f64::from(share.share) * words, words)
    };
    let parts: Vec<(f64, f64)> = essays.iter().map(part).collect();
    let passages = essays.iter().map(|(_, share)| share.passages);
    let tagged: f64 = parts.iter().map(|(tagged, _)| tagged).sum();
    let words: f64 = parts.iter().map(|(_, words)| words).sum();
    let share = if words > 0.0 { tagged / words } else { 0.0 };
    GroupShare {
        share: Share {
            share: narrow(share),
            passages: passages.clone().sum(),
        },
        essays: passages.map(|passages| u32::from(passages > 0)).sum(),
        dispersion: dispersion(&parts).map(narrow),
        is_of_one: is_of_one(&parts, tagged),
    }
}

fn is_of_one(parts: &[(f64, f64)], whole: f64) -> bool {
    let most = parts.iter().map(|(much, _)| *much).fold(0.0, f64::max);
    match parts.len() {
        _ if whole <= 0.0 => false,
        0 | 1 => false,
        2 => most >= whole,
        _ => most > 0.5 * whole,
    }
}

/// How unevenly something is spread over parts, each given as how much of it is
/// there and how large the part is: the deviation of proportions (Gries 2008,
/// "Dispersions and adjusted frequencies in corpora") over its largest possible
/// value (Lijffijt and Gries 2012). From 0, as the sizes, to 1, all in the smallest part.
///
/// `None` for fewer than two parts, or if there is nothing to spread.
///
/// ```
/// use norfolk::compare::dispersion;
/// assert_eq!(dispersion(&[(1.0, 10.0), (3.0, 30.0)]), Some(0.0));
/// assert_eq!(dispersion(&[(4.0, 10.0), (0.0, 30.0)]), Some(1.0));
/// assert_eq!(dispersion(&[(4.0, 10.0)]), None);
/// ```
#[must_use]
pub fn dispersion(parts: &[(f64, f64)]) -> Option<f64> {
    let parts = || parts.iter().filter(|(_, size)| *size > 0.0);
    let whole: f64 = parts().map(|(much, _)| much).sum();
    let size: f64 = parts().map(|(_, size)| size).sum();
    if parts().nth(1).is_none() || whole <= 0.0 {
        return None;
    }
    let deviation: f64 = parts()
        .map(|(much, of)| (much / whole - of / size).abs())
        .sum();
    let smallest = parts().map(|(_, of)| of / size).fold(1.0, f64::min);
    Some((0.5 * deviation / (1.0 - smallest)).clamp(0.0, 1.0))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "shares need no more digits than they are shown with"
)]
fn narrow(share: f64) -> f32 {
    share as f32
}

#[expect(
    clippy::cast_precision_loss,
    reason = "essays have fewer than 2^53 words"
)]
fn widened(words: u64) -> f64 {
    words as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(parts: &[(f64, f64)], by_hand: f64) {
        let found = dispersion(parts).expect("several parts with something in them");
        assert!((found - by_hand).abs() < 1e-4, "{found}, not {by_hand}");
    }

    /// Five parts of 9, 10, 10, 10 and 11 of 50 words hold 1 to 5 of 15 hits, the
    /// example of Gries (2008), whose deviation of proportions is .18. By hand:
    ///
    /// | size | .18   | .2    | .2 | .2    | .22   |
    /// | hits | .0667 | .1333 | .2 | .2667 | .3333 |
    /// |      | .1133 | .0667 | 0  | .0667 | .1133 | half of .36 is .18
    ///
    /// Over 1 − .18 (Lijffijt and Gries 2012) that is .2195.
    #[test]
    fn dispersion_is_that_of_the_published_example() {
        let sizes = [9.0, 10.0, 10.0, 10.0, 11.0];
        let parts: Vec<(f64, f64)> = [1.0, 2.0, 3.0, 4.0, 5.0].into_iter().zip(sizes).collect();
        check(&parts, 0.2195);
    }

    /// 5, 10 and 15 hits in 100, 200 and 300 words: as the sizes, and so 0.
    #[test]
    fn what_is_spread_as_the_sizes_are_is_even() {
        check(&[(5.0, 100.0), (10.0, 200.0), (15.0, 300.0)], 0.0);
        check(&[(2.0, 50.0); 7], 0.0);
    }

    /// All in one of four equal parts: (.75 + 3·.25)/2 = .75, over 1 − .25 it is 1.
    #[test]
    fn what_is_in_one_of_equal_parts_is_most_uneven() {
        check(&[(6.0, 10.0), (0.0, 10.0), (0.0, 10.0), (0.0, 10.0)], 1.0);
    }

    /// Parts of .1, .3 and .6 of the words. All in the smallest: (.9 + .3 + .6)/2
    /// = .9, over 1 − .1 it is 1. All in the largest: (.1 + .3 + .4)/2 = .4, over
    /// .9 it is .4444. Half in the smallest, half in the largest:
    /// (.4 + .3 + .1)/2 = .4 and .4444 again.
    #[test]
    fn parts_of_unequal_size_reach_one_in_the_smallest() {
        let parts = |hits: [f64; 3]| hits.into_iter().zip([10.0, 30.0, 60.0]).collect::<Vec<_>>();
        check(&parts([8.0, 0.0, 0.0]), 1.0);
        check(&parts([0.0, 0.0, 8.0]), 0.4444);
        check(&parts([4.0, 0.0, 4.0]), 0.4444);
    }

    #[test]
    fn one_essay_speaks_for_a_group_if_it_makes_most_of_it() {
        for (parts, expected) in [
            (&[(5.0, 9.0)][..], false),
            (&[(5.0, 9.0), (0.0, 9.0)], true),
            (&[(5.0, 9.0), (1.0, 9.0)], false),
            (&[(5.0, 9.0), (1.0, 9.0), (1.0, 9.0)], true),
            (&[(5.0, 9.0), (4.0, 9.0), (1.0, 9.0)], false),
            (&[(0.0, 9.0), (0.0, 9.0)], false),
        ] {
            let whole = parts.iter().map(|(much, _)| much).sum();
            assert_eq!(is_of_one(parts, whole), expected, "{parts:?}");
        }
    }

    #[test]
    fn parts_without_size_do_not_count() {
        assert_eq!(dispersion(&[(0.0, 0.0), (2.0, 5.0)]), None);
        assert_eq!(dispersion(&[(0.0, 3.0), (0.0, 5.0)]), None);
        assert_eq!(dispersion(&[(1.0, 5.0), (1.0, 5.0), (0.0, 0.0)]), Some(0.0));
    }
}
