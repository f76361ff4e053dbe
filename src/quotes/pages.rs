//! Pages: which of those that essays cite for one line can be one place.
//!
//! An essay's edition is the one it lists, or another of that publisher: a
//! reprint gives the year of the first. Where more than one is left, those are
//! ruled out that the essay's other quotations, which others quote too, do not
//! fit. Pages are one place if an edition can be found for each that brings
//! them together.

use super::editions::{Paginations, TOLERANCE_PAGES};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A page, or a range of pages, that an essay cites for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cited {
    /// Number of the essay.
    pub(super) essay: usize,
    /// The first page.
    pub(super) from: u32,
    /// The last page.
    pub(super) to: u32,
}

/// A page of a line, with an essay that cites it.
#[derive(Debug, Clone, Copy)]
struct Witness {
    cited: Cited,
    /// Whether other essays cite it too.
    has_others: bool,
}

impl Witness {
    fn is_of_another(&self, essay: usize) -> bool {
        self.has_others || self.cited.essay != essay
    }
}

/// How often an essay's pages fit a pagination.
#[derive(Debug, Clone, Copy, Default)]
struct Fits {
    fits: u32,
    misfits: u32,
}

/// What the pages of all lines say of the editions of the essays.
#[derive(Debug)]
pub(super) struct Concordance<'a> {
    pub(super) paginations: &'a Paginations,
    /// The paginations that each essay may use, by what it lists; all, if it lists nothing.
    listed: &'a [Vec<usize>],
    /// For every line that several essays cite, the fit of each essay that may use several.
    by_line: Vec<FxHashMap<usize, Vec<bool>>>,
    /// The sums of `by_line`.
    by_essay: FxHashMap<usize, Vec<Fits>>,
    /// Essays whose pages are all those of a printing that the profile does not know.
    reprints: Vec<bool>,
}

/// Pages that can be one place.
#[derive(Debug, Clone, Default)]
pub(super) struct Cluster {
    /// The place.
    pub(super) place: f64,
    /// Those that fit, in order, with the pagination that they fit in.
    pub(super) members: Vec<(Cited, usize)>,
}

impl Cluster {
    /// How many essays cite it.
    pub(super) fn essays(&self) -> usize {
        let mut essays: Vec<usize> = self.members.iter().map(|(cited, _)| cited.essay).collect();
        essays.sort_unstable();
        essays.dedup();
        essays.len()
    }

    /// How many paginations it takes.
    fn paginations(&self) -> usize {
        let mut used: Vec<usize> = self.members.iter().map(|(_, used)| *used).collect();
        used.sort_unstable();
        used.dedup();
        used.len()
    }

    pub(super) fn has(&self, cited: Cited) -> bool {
        self.members
            .binary_search_by(|(member, _)| member.cmp(&cited))
            .is_ok()
    }
}

impl<'a> Concordance<'a> {
    /// Weighs the pages of all `lines`.
    pub(super) fn new(
        paginations: &'a Paginations,
        listed: &'a [Vec<usize>],
        lines: &[Vec<Cited>],
    ) -> Concordance<'a> {
        let mut concordance = Concordance {
            paginations,
            listed,
            by_line: Vec::with_capacity(lines.len()),
            by_essay: FxHashMap::default(),
            reprints: vec![false; listed.len()],
        };
        for line in lines {
            let fits = concordance.fits_of(line);
            concordance.by_line.push(fits);
        }
        for line in 0..lines.len() {
            for (essay, fits) in sorted(&concordance.by_line[line]) {
                let sums = concordance.by_essay.entry(essay).or_default();
                sums.resize(fits.len(), Fits::default());
                for (sum, fits) in sums.iter_mut().zip(fits) {
                    sum.fits += u32::from(*fits);
                    sum.misfits += u32::from(!*fits);
                }
            }
        }
        concordance.reprints = concordance.find_reprints(lines);
        concordance
    }

    /// For each essay that may use several paginations: whether its page on
    /// `line` fits that of any other essay, by pagination.
    fn fits_of(&self, line: &[Cited]) -> FxHashMap<usize, Vec<bool>> {
        let mut fits: FxHashMap<usize, Vec<bool>> = FxHashMap::default();
        let witnesses = self.witnesses(line);
        for cited in line.iter().filter(|c| self.listed[c.essay].len() > 1) {
            let others = witnesses.iter().filter(|w| w.is_of_another(cited.essay));
            if others.clone().next().is_none() {
                continue;
            }
            let known = fits
                .entry(cited.essay)
                .or_insert_with(|| vec![false; self.count()]);
            for (pagination, known) in known.iter_mut().enumerate() {
                *known |= others.clone().any(|other| {
                    let mut of_other = self.listed[other.cited.essay].iter();
                    of_other.any(|p| self.is_one_place(*cited, pagination, other.cited, *p))
                });
            }
        }
        fits
    }

    /// The different pages of a line, and who cites them.
    fn witnesses(&self, line: &[Cited]) -> Vec<Witness> {
        let mut witnesses: BTreeMap<(u32, u32, &[usize]), Witness> = BTreeMap::new();
        for cited in line {
            let key = (cited.from, cited.to, &*self.listed[cited.essay]);
            let witness = witnesses.entry(key).or_insert(Witness {
                cited: *cited,
                has_others: false,
            });
            witness.has_others |= witness.cited.essay != cited.essay;
        }
        witnesses.into_values().collect()
    }

    /// How many paginations there are to try; one that maps nothing if none is known.
    fn count(&self) -> usize {
        self.paginations.len().max(1)
    }

    /// The paginations that an essay may use, judged without `line`.
    pub(super) fn allowed(&self, essay: usize, line: usize) -> Vec<usize> {
        let Some(sums) = self.by_essay.get(&essay) else {
            return self.listed[essay].clone();
        };
        let here = self.by_line[line].get(&essay);
        let without = |at: usize| {
            let is_fit = here.map(|here| here[at]);
            let fits = sums[at].fits - u32::from(is_fit == Some(true));
            let misfits = sums[at].misfits - u32::from(is_fit == Some(false));
            (fits, misfits)
        };
        let is_fitting = |at: &usize| {
            let (fits, misfits) = without(*at);
            misfits <= fits
        };
        let listed = &self.listed[essay];
        let fitting: Vec<usize> = listed.iter().copied().filter(is_fitting).collect();
        if fitting.is_empty() {
            listed.clone()
        } else {
            fitting
        }
    }

    /// Whether an essay's pages fit on other lines than this, or there are no others.
    pub(super) fn fits_elsewhere(&self, essay: usize, line: usize) -> bool {
        let Some(sums) = self.by_essay.get(&essay) else {
            return true;
        };
        let here = self.by_line[line].get(&essay);
        self.listed[essay].iter().any(|at| {
            let misfits = sums[*at].misfits - u32::from(here.is_some_and(|here| !here[*at]));
            misfits == 0 || sums[*at].fits > misfits
        })
    }

    /// Whether an essay uses a printing that the profile does not know.
    pub(super) fn is_reprint(&self, essay: usize) -> bool {
        self.reprints[essay]
    }

    /// Whether an essay lists its edition.
    pub(super) fn is_listed(&self, essay: usize) -> bool {
        self.listed[essay].len() < self.count()
    }

    /// Pages between two, in the longest edition; 0 if their ranges overlap.
    pub(super) fn distance(&self, a: Cited, in_a: usize, b: Cited, in_b: usize) -> f64 {
        let range = |cited: Cited, pagination: usize| {
            let place = |page: u32| self.paginations.place(f64::from(page), pagination);
            (place(cited.from), place(cited.to))
        };
        let (a, b) = (range(a, in_a), range(b, in_b));
        (b.0 - a.1).max(a.0 - b.1).max(0.0)
    }

    fn is_one_place(&self, a: Cited, in_a: usize, b: Cited, in_b: usize) -> bool {
        self.distance(a, in_a, b, in_b) <= TOLERANCE_PAGES
    }

    /// Parts the pages of a line, in order, into places, the one that most essays cite first.
    pub(super) fn clusters(&self, line: usize, cited: &[Cited]) -> Vec<Cluster> {
        let with_allowed = |cited: &Cited| (*cited, self.allowed(cited.essay, line));
        let mut left: Vec<(Cited, Vec<usize>)> = cited.iter().map(with_allowed).collect();
        let mut clusters = Vec::new();
        while !left.is_empty() {
            let cluster = self.largest(&left);
            left.retain(|(cited, _)| !cluster.has(*cited));
            clusters.push(cluster);
        }
        clusters
    }

    /// The most pages that can be one place, in as few paginations as will do.
    fn largest(&self, cited: &[(Cited, Vec<usize>)]) -> Cluster {
        let mut centers: BTreeMap<(u32, u32, usize), Cited> = BTreeMap::new();
        for (center, allowed) in cited {
            for pagination in allowed {
                let key = (center.from, center.to, *pagination);
                centers.entry(key).or_insert(*center);
            }
        }
        let mut best: Option<((usize, usize, usize), Cluster)> = None;
        for ((.., pagination), center) in centers {
            let cluster = self.around(center, pagination, cited);
            let members = cluster.members.iter();
            let listed = members.filter(|(c, _)| self.is_listed(c.essay));
            let weight = cluster.members.len() + listed.count();
            let rank = (cluster.essays(), weight, usize::MAX - cluster.paginations());
            if best.as_ref().is_none_or(|(highest, _)| rank > *highest) {
                best = Some((rank, cluster));
            }
        }
        best.expect("a page is a cluster by itself").1
    }

    fn around(&self, center: Cited, pagination: usize, cited: &[(Cited, Vec<usize>)]) -> Cluster {
        let mut members = Vec::new();
        for (other, allowed) in cited {
            // Its neighbour's own edition is the simplest.
            let same = allowed.iter().filter(|p| **p == pagination);
            let different = allowed.iter().filter(|p| **p != pagination);
            let mut tried = same.chain(different);
            if let Some(fitting) =
                tried.find(|p| self.is_one_place(center, pagination, *other, **p))
            {
                members.push((*other, *fitting));
            }
        }
        let place = self.paginations.place(f64::from(center.from), pagination);
        Cluster { place, members }
    }

    fn find_reprints(&self, lines: &[Vec<Cited>]) -> Vec<bool> {
        /// Pages of a line beyond which one more does not move their median.
        const MANY: usize = 16;
        let mut pairs: FxHashMap<usize, Vec<(f64, f64)>> = FxHashMap::default();
        let mut is_reprint = vec![false; self.listed.len()];
        for line in lines {
            let places = |without: Option<usize>| {
                let others = line.iter().filter(|other| Some(other.essay) != without);
                median(others.map(|other| f64::from(other.from)).collect())
            };
            let middle = places(None);
            for cited in line {
                is_reprint[cited.essay] |= self.paginations.is_beyond(cited.from);
                let is_many = line.len() > MANY;
                let place = if is_many {
                    middle
                } else {
                    places(Some(cited.essay))
                };
                if let Some(place) = place {
                    let pair = (f64::from(cited.from), place);
                    pairs.entry(cited.essay).or_default().push(pair);
                }
            }
        }
        for (essay, pairs) in sorted(&pairs) {
            let fits = self
                .by_essay
                .get(&essay)
                .is_some_and(|sums| sums.iter().any(|sum| sum.fits > 0));
            is_reprint[essay] |= !fits && !self.is_listed(essay) && is_moved(pairs);
        }
        is_reprint
    }
}

/// Entries in the order of their keys.
fn sorted<T>(map: &FxHashMap<usize, T>) -> Vec<(usize, &T)> {
    let mut entries: Vec<(usize, &T)> = map.iter().map(|(key, value)| (*key, value)).collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Whether at least two pages, all far from where others find the line, are
/// moved alike: by a number of pages, or by a factor.
fn is_moved(pairs: &[(f64, f64)]) -> bool {
    /// Spread, in pages, of what pages moved alike are moved by.
    const SPREAD_PAGES: f64 = 3.0;
    /// Spread of the factor that they are moved by.
    const SPREAD: f64 = 0.03;
    let is_far = |(page, place): &(f64, f64)| (page - place).abs() > TOLERANCE_PAGES;
    if pairs.len() < 2 || !pairs.iter().all(is_far) {
        return false;
    }
    let spread = |value: fn(&(f64, f64)) -> f64| {
        let values: Vec<f64> = pairs.iter().map(value).collect();
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (most - least, most)
    };
    let (pages, _) = spread(|(page, place)| page - place);
    let (factor, most) = spread(|(page, place)| page / place.max(1.0));
    pages <= SPREAD_PAGES || factor <= SPREAD * most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;
    use expect_test::{Expect, expect};

    /// Essays as `edition: line page, line page`; shows the places of line 0.
    fn check(essays: &[&str], expected: &Expect) {
        let profile = Profile::built_in(Profile::built_in_names()[0]).expect("it is built in");
        let paginations = Paginations::new(&profile);
        let mut listed = Vec::new();
        let mut lines: Vec<Vec<Cited>> = Vec::new();
        for (essay, text) in essays.iter().enumerate() {
            let (edition, pages) = text.split_once(": ").expect("edition: pages");
            listed.push(paginations.of_listed(Some(edition).filter(|key| *key != "?")));
            for pair in pages.split(", ") {
                let (line, page) = pair.split_once(' ').expect("line page");
                let line: usize = line.parse().expect("a number");
                let page = page.parse().expect("a number");
                lines.resize(lines.len().max(line + 1), Vec::new());
                lines[line].push(Cited {
                    essay,
                    from: page,
                    to: page,
                });
            }
        }
        let concordance = Concordance::new(&paginations, &listed, &lines);
        let clusters = concordance.clusters(0, &lines[0]);
        let shown = clusters.iter().map(|cluster| {
            let members = cluster.members.iter().map(|(cited, pagination)| {
                format!("{} {}", cited.from, paginations.name(*pagination))
            });
            members.collect::<Vec<_>>().join(", ") + "\n"
        });
        expected.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn listed_editions_bring_pages_together() {
        check(
            &["vintage-pb-2006: 0 272", "faber-pb-2010: 0 267"],
            &expect![[r#"
                272 Knopf/Vintage, 267 Faber 2006
            "#]],
        );
        check(
            &["vintage-pb-2006: 0 272", "knopf-hb-2005: 0 267"],
            &expect![[r#"
                267 Knopf/Vintage
                272 Knopf/Vintage
            "#]],
        );
    }

    #[test]
    fn other_lines_rule_an_edition_out() {
        // What would be the hardback's 90 for a lone pair is not, once the
        // essay's other pages are those of the longest edition.
        check(
            &["vintage-pb-2006: 0 98", "?: 0 90"],
            &expect![[r#"
                98 Knopf/Vintage, 90 Faber 2005
            "#]],
        );
        check(
            &[
                "vintage-pb-2006: 0 98, 1 200, 2 260",
                "?: 0 90, 1 200, 2 260",
            ],
            &expect![[r#"
                98 Knopf/Vintage
                90 Knopf/Vintage
            "#]],
        );
    }
}
