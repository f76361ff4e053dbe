//! Verdicts: whether essays that quote one line agree on its page, and why not.
//!
//! Rules, in order (QUOTES, 5): pages within two agree; pages that two
//! editions explain are theirs; a page that is a slip of the pen for the
//! others', or that is far from where most find the line, is a mistake. Of two
//! that only contradict each other nothing is known.

use super::editions::TOLERANCE_PAGES;
use super::pages::{Cited, Cluster, Concordance};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the pages that essays cite for one line come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// One essay only quotes it.
    Single,
    /// They cite one place.
    Agree,
    /// They cite one place in different editions.
    Edition,
    /// One of them has the page wrong.
    Mistake,
    /// They differ and nothing explains it, or fewer than two give a page.
    Unknown,
}

impl Verdict {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Single => "single",
            Verdict::Agree => "agree",
            Verdict::Edition => "edition",
            Verdict::Mistake => "mistake",
            Verdict::Unknown => "unknown",
        }
    }
}

/// A verdict, and what it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) verdict: Verdict,
    /// What it stands on, as a fragment; empty where there is nothing to say.
    pub(super) evidence: String,
    /// The pages that contradict the others.
    pub(super) contradicting: Vec<Cited>,
}

/// Judges the pages that `essays` essays cite for the line numbered `line`.
pub(super) fn judge(
    concordance: &Concordance<'_>,
    line: usize,
    cited: &[Cited],
    essays: usize,
) -> Judgement {
    let plain = |verdict: Verdict, evidence: &str| Judgement {
        verdict,
        evidence: evidence.to_owned(),
        contradicting: Vec::new(),
    };
    if essays < 2 {
        return plain(Verdict::Single, "");
    }
    if citing(cited) < 2 {
        let evidence = ["no essay gives a page", "only one essay gives a page"];
        return plain(Verdict::Unknown, evidence[citing(cited)]);
    }
    let clusters = concordance.clusters(line, cited);
    let (first, others) = clusters.split_first().expect("there are pages");
    if others.is_empty() {
        return in_one_place(concordance, first);
    }
    contradiction(concordance, line, first, others)
}

fn in_one_place(concordance: &Concordance<'_>, cluster: &Cluster) -> Judgement {
    let (verdict, evidence) = match by_edition(concordance, cluster) {
        Some(pages) => (Verdict::Edition, format!("{pages}: one place")),
        None => (Verdict::Agree, String::new()),
    };
    Judgement {
        verdict,
        evidence,
        contradicting: Vec::new(),
    }
}

/// How the pages of a place divide among editions: `None` if one edition will
/// do, or if the pages are too near to tell and nobody lists another.
fn by_edition(concordance: &Concordance<'_>, cluster: &Cluster) -> Option<String> {
    let pages = cluster.members.iter().map(|(cited, _)| cited);
    let first = pages.clone().map(|cited| cited.to).min()?;
    let last = pages.clone().map(|cited| cited.from).max()?;
    let is_near = f64::from(last.saturating_sub(first)) <= TOLERANCE_PAGES;
    let mut pages_of: BTreeMap<usize, Vec<Cited>> = BTreeMap::new();
    let mut unsure = Vec::new();
    for (cited, pagination) in &cluster.members {
        if is_near && !concordance.is_listed(cited.essay) {
            unsure.push(*cited);
        } else {
            pages_of.entry(*pagination).or_default().push(*cited);
        }
    }
    let mut named: Vec<String> = pages_of.values().map(|cited| pages_text(cited)).collect();
    named.dedup();
    if pages_of.len() < 2 || named.len() < 2 {
        return None;
    }
    let parts = pages_of.iter().map(|(pagination, cited)| {
        let name = concordance.paginations.name(*pagination);
        format!("{} ({}, {name})", pages_text(cited), essays_text(cited))
    });
    let mut parts: Vec<String> = parts.collect();
    if !unsure.is_empty() {
        let essays = essays_text(&unsure);
        parts.push(format!(
            "{} ({essays}, no edition listed)",
            pages_text(&unsure)
        ));
    }
    Some(parts.join(" / "))
}

fn contradiction(
    concordance: &Concordance<'_>,
    line: usize,
    first: &Cluster,
    others: &[Cluster],
) -> Judgement {
    let mut verdict = Verdict::Edition;
    let mut reasons = Vec::new();
    let mut contradicting = Vec::new();
    for (cited, _) in others.iter().flat_map(|cluster| &cluster.members) {
        let (of_page, reason) = explain(concordance, line, first, *cited);
        verdict = match (verdict, of_page) {
            (Verdict::Unknown, _) | (_, Verdict::Unknown) => Verdict::Unknown,
            (Verdict::Mistake, _) | (_, Verdict::Mistake) => Verdict::Mistake,
            _ => Verdict::Edition,
        };
        if of_page != Verdict::Edition {
            contradicting.push(*cited);
        }
        reasons.push(format!("{} {reason}", pages_text(&[*cited])));
    }
    reasons.sort();
    reasons.dedup();
    let most: Vec<Cited> = first.members.iter().map(|(cited, _)| *cited).collect();
    let plain = || format!("{} ({})", pages_text(&most), essays_text(&most));
    let most = by_edition(concordance, first).unwrap_or_else(plain);
    let evidence = format!("{most}; {}", reasons.join("; "));
    Judgement {
        verdict,
        evidence,
        contradicting,
    }
}

/// Pages that an essay may be off by before its page is called wrong.
const FAR_PAGES: f64 = 6.0;

/// Why a page is not where the `first` place is.
fn explain(
    concordance: &Concordance<'_>,
    line: usize,
    first: &Cluster,
    cited: Cited,
) -> (Verdict, &'static str) {
    if concordance.is_reprint(cited.essay) {
        return (Verdict::Edition, "is of a printing with other pages");
    }
    let allowed = concordance.allowed(cited.essay, line);
    let place = |p: &usize| concordance.paginations.page(first.place, *p).round();
    let expected = allowed.iter().map(place);
    let written = first.members.iter().map(|(other, _)| f64::from(other.from));
    if expected
        .chain(written)
        .any(|page| is_slip(f64::from(cited.from), page))
    {
        return (Verdict::Mistake, "has its digits mixed up");
    }
    let distance = allowed.iter().map(|p| {
        let (nearest, of_nearest) = first.members[0];
        concordance.distance(cited, *p, nearest, of_nearest)
    });
    let is_far = distance.fold(f64::INFINITY, f64::min) > FAR_PAGES;
    if first.essays() > 1 && is_far && concordance.fits_elsewhere(cited.essay, line) {
        return (Verdict::Mistake, "is far from where the others find it");
    }
    (Verdict::Unknown, "fits no edition")
}

/// Whether one page is the other with two neighbouring digits exchanged, or
/// with one digit too many or too few.
pub(super) fn is_slip(a: f64, b: f64) -> bool {
    let (a, b) = (format!("{a:.0}"), format!("{b:.0}"));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (short, long) = (short.as_bytes(), long.as_bytes());
    if short.len() == long.len() {
        let differ: Vec<usize> = (0..short.len()).filter(|i| short[*i] != long[*i]).collect();
        return matches!(*differ, [i, j] if j == i + 1 && short[i] == long[j] && short[j] == long[i]);
    }
    let without = |at: usize| [&long[..at], &long[at + 1..]].concat() == short;
    long.len() == short.len() + 1 && (0..long.len()).any(without)
}

/// `82, 84-85`.
pub(super) fn pages_text(cited: &[Cited]) -> String {
    let mut pages: Vec<(u32, u32)> = cited.iter().map(|cited| (cited.from, cited.to)).collect();
    pages.sort_unstable();
    pages.dedup();
    let page = |(from, to): &(u32, u32)| page_text(*from, *to);
    pages.iter().map(page).collect::<Vec<_>>().join(", ")
}

/// `82` or `84-85`.
pub(super) fn page_text(from: u32, to: u32) -> String {
    if from == to {
        from.to_string()
    } else {
        format!("{from}-{to}")
    }
}

/// How many essays cite pages.
fn citing(cited: &[Cited]) -> usize {
    let mut essays: Vec<usize> = cited.iter().map(|cited| cited.essay).collect();
    essays.sort_unstable();
    essays.dedup();
    essays.len()
}

fn essays_text(cited: &[Cited]) -> String {
    match citing(cited) {
        1 => "1 essay".to_owned(),
        number => format!("{number} essays"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_exchanges_adds_or_drops_one_digit() {
        for (a, b, slips) in [
            (81.0, 18.0, true),
            (6.0, 61.0, true),
            (235.0, 253.0, true),
            (82.0, 282.0, true),
            (59.0, 89.0, false),
            (121.0, 112.0, true),
            (123.0, 321.0, false),
            (100.0, 120.0, false),
            (82.0, 82.0, false),
        ] {
            assert_eq!(is_slip(a, b), slips, "{a} {b}");
            assert_eq!(is_slip(b, a), slips, "{b} {a}");
        }
    }
}
