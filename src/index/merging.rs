//! Merging: which segments become one, so that there are few to search and
//! none that is too large to make.
//!
//! A merge holds what it merges in memory, mapped or not. So what comes of one
//! is bounded, and memory does not grow with the index; the price is a segment
//! more to search for so many documents. Segments of about one size are merged
//! once there are enough of them; and one that holds more of the dead than of
//! the living is written anew alone.
//!
//! Source: the tiers of O'Neil, Cheng, Gawlick and O'Neil (1996), "The
//! Log-Structured Merge-Tree", with a largest size.

use tantivy::index::SegmentMeta;
use tantivy::indexer::{MergeCandidate, MergePolicy};

/// Documents of the largest segment that a merge makes: some 80 MB, passages
/// and all. Measured on 15,000 to a million essays.
const MOST_DOCUMENTS: u32 = 140_000;
/// Documents of the largest segment of each tier, and how many segments of it
/// are merged once there are so many: what a commit leaves of a few changes, then
/// of many; then what a full budget of memory holds. Fewer of the large ones are
/// left alone: a run that ends with their merge takes a fifth longer (15,000
/// school essays), and a search of four of them no more than half a millisecond.
const TIERS: [(u32, usize); 3] = [(2_000, 4), (16_000, 8), (70_000, 8)];

/// Merges segments of a tier, up to a largest size.
#[derive(Debug)]
pub(super) struct Bounded;

impl MergePolicy for Bounded {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let sizes = segments.iter().map(|segment| Size {
            living: segment.num_docs(),
            dead: segment.num_deleted_docs(),
        });
        let groups = groups(&sizes.collect::<Vec<_>>()).into_iter();
        let candidates = groups.map(|group| {
            let ids = group.into_iter().map(|at| segments[at].id());
            MergeCandidate(ids.collect())
        });
        candidates.collect()
    }
}

/// How many documents a segment has.
#[derive(Debug, Clone, Copy)]
struct Size {
    living: u32,
    dead: u32,
}

/// Which segments are merged, by their numbers.
fn groups(sizes: &[Size]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut above = 0;
    for (most, enough) in TIERS {
        let is_of_tier = |at: &usize| (above..=most).contains(&sizes[*at].living);
        let mut tier: Vec<usize> = (0..sizes.len()).filter(is_of_tier).collect();
        tier.sort_by_key(|at| sizes[*at].living);
        if tier.len() >= enough {
            groups.extend(filled(sizes, &tier, most));
        }
        above = most + 1;
    }
    let is_dead = |at: &usize| sizes[*at].dead > sizes[*at].living;
    let is_merged = |at: &usize| groups.iter().any(|group| group.contains(at));
    let alone: Vec<_> = (0..sizes.len())
        .filter(|at| is_dead(at) && !is_merged(at))
        .collect();
    groups.extend(alone.into_iter().map(|at| vec![at]));
    groups
}

/// Parts a tier into groups up to the largest size. What is left over for the
/// last waits for more if it would make no segment larger than those of the tier.
fn filled(sizes: &[Size], tier: &[usize], most: u32) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = vec![Vec::new()];
    let mut documents = 0;
    for at in tier {
        documents += sizes[*at].living;
        if documents > MOST_DOCUMENTS {
            groups.push(Vec::new());
            documents = sizes[*at].living;
        }
        groups.last_mut().expect("there is a first").push(*at);
    }
    if groups.len() > 1 && documents <= most {
        groups.pop();
    }
    groups.retain(|group| group.len() > 1);
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(sizes: &[(u32, u32)], expected: &Expect) {
        let sizes: Vec<Size> = sizes
            .iter()
            .map(|(living, dead)| Size {
                living: *living,
                dead: *dead,
            })
            .collect();
        expected.assert_eq(&format!("{:?}", groups(&sizes)));
    }

    #[test]
    fn segments_of_a_tier_are_merged_once_there_are_enough() {
        check(&[(9, 0), (1, 0), (500, 0)], &expect!["[]"]);
        check(
            &[(9, 0), (1, 0), (30_000, 0), (500, 0), (2_000, 0)],
            &expect!["[[1, 0, 3, 4]]"],
        );
    }

    #[test]
    fn what_a_merge_makes_is_bounded() {
        let full = (31_000, 0);
        check(&[full; 7], &expect!["[]"]);
        check(&[full; 9], &expect!["[[0, 1, 2, 3], [4, 5, 6, 7]]"]);
        check(&[(140_000, 0); 9], &expect!["[]"]);
        check(
            &[(69_000, 0); 9],
            &expect!["[[0, 1], [2, 3], [4, 5], [6, 7]]"],
        );
        check(&[(75_000, 0); 9], &expect!["[]"]);
    }

    #[test]
    fn a_segment_of_mostly_deleted_documents_is_written_anew() {
        check(&[(50_000, 90_000), (139_000, 1_000)], &expect!["[[0]]"]);
        check(&[(0, 5)], &expect!["[[0]]"]);
    }

    proptest! {
        #[test]
        fn merging_ends_and_leaves_no_segment_too_large(
            sizes in prop::collection::vec((0..MOST_DOCUMENTS, 0..MOST_DOCUMENTS), 0..60)
        ) {
            let size = |(living, dead): &(u32, u32)| Size { living: *living, dead: *dead };
            let mut sizes: Vec<Size> = sizes.iter().map(size).collect();
            let living = |sizes: &[Size]| sizes.iter().map(|size| u64::from(size.living)).sum::<u64>();
            let before = living(&sizes);
            for _ in 0..100 {
                let groups = groups(&sizes);
                let mut merged: Vec<usize> = groups.concat();
                merged.sort_unstable();
                let count = merged.len();
                merged.dedup();
                prop_assert_eq!(count, merged.len(), "a segment is merged once");
                let made = groups.iter().map(|group| Size {
                    living: group.iter().map(|at| sizes[*at].living).sum(),
                    dead: 0,
                });
                let made: Vec<Size> = made.collect();
                prop_assert!(made.iter().all(|size| size.living <= MOST_DOCUMENTS));
                let is_kept = |at: &usize| merged.binary_search(at).is_err();
                let kept = (0..sizes.len()).filter(is_kept).map(|at| sizes[at]);
                sizes = kept.chain(made).filter(|size| size.living > 0).collect();
                prop_assert_eq!(living(&sizes), before);
            }
            prop_assert!(groups(&sizes).is_empty(), "{:?}", sizes);
        }
    }
}
