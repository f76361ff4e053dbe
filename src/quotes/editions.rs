//! Editions: where a page of one stands in another.
//!
//! Editions that number their pages alike are one pagination. Between two the
//! map is linear from the first page of the text to the last, which is right
//! to about two pages (QUOTES, 5); a place is a page of the longest.

use crate::profile::{Edition, Profile};

/// Editions whose pages have the same numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pagination {
    /// What a reader knows it by: its publisher, and a year if that is not enough.
    pub(super) name: String,
    first: f64,
    last: f64,
    keys: Vec<String>,
    publishers: Vec<String>,
}

/// The paginations of a novel, the longest first.
#[derive(Debug, Clone, Default)]
pub struct Paginations {
    all: Vec<Pagination>,
}

/// How far the map may be off, in pages of the longest edition.
pub(super) const TOLERANCE_PAGES: f64 = 2.0;

impl Paginations {
    /// Those of a profile's editions; empty if it gives no first and last pages.
    #[must_use]
    pub fn new(profile: &Profile) -> Paginations {
        let mut all: Vec<(Pagination, &Edition)> = Vec::new();
        for edition in &profile.editions {
            let (Some(first), Some(last)) = (edition.first_page, edition.last_page) else {
                continue;
            };
            let (first, last) = (f64::from(first), f64::from(last));
            let is_same = |p: &Pagination| (p.first - first).abs() + (p.last - last).abs() < 1.0;
            match all.iter_mut().find(|(p, _)| is_same(p)) {
                Some((same, _)) => {
                    same.keys.push(edition.key.clone());
                    same.publishers.extend_from_slice(&edition.publishers);
                    let name = short_name(edition);
                    if !same.name.split('/').any(|known| known == name) {
                        same.name = format!("{}/{name}", same.name);
                    }
                }
                None if last > first => all.push((
                    Pagination {
                        name: short_name(edition),
                        first,
                        last,
                        keys: vec![edition.key.clone()],
                        publishers: edition.publishers.clone(),
                    },
                    edition,
                )),
                None => {}
            }
        }
        let names: Vec<String> = all.iter().map(|(p, _)| p.name.clone()).collect();
        for (pagination, edition) in &mut all {
            let is_taken = names
                .iter()
                .filter(|name| **name == pagination.name)
                .count()
                > 1;
            if let (true, Some(year)) = (is_taken, edition.years.first()) {
                pagination.name = format!("{} {year}", pagination.name);
            }
        }
        let mut all: Vec<Pagination> = all.into_iter().map(|(p, _)| p).collect();
        all.sort_by(|a, b| (b.last - b.first).total_cmp(&(a.last - a.first)));
        Paginations { all }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// What a reader knows one by.
    pub(super) fn name(&self, pagination: usize) -> &str {
        &self.all[pagination].name
    }

    /// The pagination of the edition `key`.
    pub(super) fn of_edition(&self, key: &str) -> Option<usize> {
        let has_key = |p: &Pagination| p.keys.iter().any(|known| known == key);
        self.all.iter().position(has_key)
    }

    /// The paginations that an essay may use which lists the edition `key`: that
    /// edition's first, then others of its publisher. All, if it lists none.
    pub(super) fn of_listed(&self, key: Option<&str>) -> Vec<usize> {
        let count = self.all.len().max(1);
        let Some(listed) = key.and_then(|key| self.of_edition(key)) else {
            return (0..count).collect();
        };
        let publishers = &self.all[listed].publishers;
        let is_kin = |at: &usize| {
            let mut names = self.all[*at].publishers.iter();
            *at != listed && names.any(|name| publishers.contains(name))
        };
        let kin = (0..count).filter(is_kin);
        std::iter::once(listed).chain(kin).collect()
    }

    /// The place of a page: itself, where no edition is known.
    pub(super) fn place(&self, page: f64, pagination: usize) -> f64 {
        let (Some(from), Some(to)) = (self.all.get(pagination), self.all.first()) else {
            return page;
        };
        to.first + (page - from.first) * (to.last - to.first) / (from.last - from.first)
    }

    /// The page that a place is in a pagination.
    pub(super) fn page(&self, place: f64, pagination: usize) -> f64 {
        let (Some(to), Some(from)) = (self.all.get(pagination), self.all.first()) else {
            return place;
        };
        to.first + (place - from.first) * (to.last - to.first) / (from.last - from.first)
    }

    /// The first and the last page of the longest.
    pub(super) fn extent(&self) -> Option<(f64, f64)> {
        self.all
            .first()
            .map(|longest| (longest.first, longest.last))
    }

    /// Whether a page is beyond the last of every edition.
    pub(super) fn is_beyond(&self, page: u32) -> bool {
        const BEYOND: f64 = 30.0;
        self.all
            .iter()
            .map(|p| p.last)
            .max_by(f64::total_cmp)
            .is_some_and(|last| f64::from(page) > last + BEYOND)
    }
}

/// The shortest of an edition's publisher's names.
fn short_name(edition: &Edition) -> String {
    let names = edition.publishers.iter();
    names
        .min_by_key(|name| name.len())
        .unwrap_or(&edition.key)
        .clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two printings of one house, and a longer one of another.
    fn paginations() -> Paginations {
        let profile = Profile::built_in(Profile::built_in_names()[0]).expect("it is built in");
        Paginations::new(&profile)
    }

    #[test]
    fn editions_that_number_alike_are_one_pagination() {
        let paginations = paginations();
        assert!(paginations.len() >= 2);
        let first = &paginations.all[0];
        assert!(
            first.keys.len() > 1 && first.name.contains('/'),
            "{first:?}"
        );
        let key = &first.keys[1];
        assert_eq!(paginations.of_edition(key), Some(0));
        assert_eq!(paginations.of_edition("no-such-edition"), None);
    }

    #[test]
    fn a_page_maps_to_another_edition_and_back() {
        let paginations = paginations();
        for pagination in 0..paginations.len() {
            for page in [10.0, 100.0, 250.0] {
                let there = paginations.place(page, pagination);
                assert!(there >= page - 0.01, "the longest has the highest numbers");
                let back = paginations.page(there, pagination);
                assert!((back - page).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn without_editions_a_place_is_the_page() {
        let none = Paginations::default();
        assert!((none.place(59.0, 0) - 59.0).abs() < 1e-9);
        assert!(!none.is_beyond(900));
    }
}
