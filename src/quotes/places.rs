//! Places: the same short words from two places of the novel are two lines.
//!
//! Stock phrases and catch-words come back. Where essays cite one on pages too
//! far apart for any edition, and no slip of the pen explains it, each place
//! is a group of its own. Longer quotations are parted only if at least two
//! essays stand behind either place.

use super::pages::{Cited, Cluster, Concordance};
use super::verdict::is_slip;

/// Pages apart, in the longest edition, from which two places are not one (QUOTES, 4).
const APART_PAGES: f64 = 8.0;

/// Whether words may stand in several places of the novel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phrase {
    /// Few words, or words that say little.
    Stock,
    /// A line of its own.
    Telling,
}

/// The places that the pages `cited` for a line name, if they are two or
/// more: the one that most essays cite first.
pub(super) fn places(
    concordance: &Concordance<'_>,
    line: usize,
    cited: &[Cited],
    phrase: Phrase,
) -> Option<Vec<Cluster>> {
    let is_stock = phrase == Phrase::Stock;
    let mut places: Vec<Cluster> = Vec::new();
    let mut left = Vec::new();
    for cluster in concordance.clusters(line, cited) {
        let is_place = places
            .iter()
            .all(|place| is_apart(concordance, phrase, place, &cluster))
            && (places.is_empty() || is_stock || cluster.essays() > 1);
        if is_place {
            places.push(cluster);
        } else {
            left.push(cluster);
        }
    }
    let is_sure = is_stock || places.iter().all(|place| place.essays() > 1);
    if places.len() < 2 || !is_sure {
        return None;
    }
    for cluster in left {
        let nearest = nearest(&mut places, cluster.place);
        nearest.members.extend(cluster.members);
        nearest.members.sort_unstable();
    }
    Some(places)
}

fn nearest(places: &mut [Cluster], place: f64) -> &mut Cluster {
    let distance = |other: &Cluster| (other.place - place).abs();
    places
        .iter_mut()
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .expect("there are two")
}

fn is_apart(concordance: &Concordance<'_>, phrase: Phrase, a: &Cluster, b: &Cluster) -> bool {
    let is_known = |cluster: &Cluster| {
        let mut members = cluster.members.iter();
        members.any(|(cited, _)| !concordance.is_reprint(cited.essay))
    };
    // That two essays make one slip is less likely than that the words come twice.
    let can_slip = phrase == Phrase::Telling || a.essays().min(b.essays()) == 1;
    let slips = a.members.iter().any(|(one, _)| {
        let mut others = b.members.iter();
        others.any(|(other, _)| is_slip(f64::from(one.from), f64::from(other.from)))
    });
    let is_apart = (a.place - b.place).abs() > APART_PAGES;
    is_apart && is_known(a) && is_known(b) && !(can_slip && slips)
}
