//! Finding a quotation: by its words, however they are remembered, and by the
//! page it is cited from, in whatever edition.

use super::align::Aligner;
use super::editions::Paginations;
use super::normal::Token;
use super::{Group, Quotations};
use tantivy::DocAddress;

/// Share of the words looked for that must align, in tenths: a line is
/// remembered with a word or two wrong.
const FOUND_TENTHS: u32 = 7;

/// How a page that essays cite is the one asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnPage {
    /// They cite that very number.
    Cited,
    /// They cite the page that it is in their edition, or about it.
    Mapped,
}

impl Quotations {
    /// Keeps the groups whose line has the words of `text`, the most alike first.
    pub fn keep_with_text(&mut self, text: &str) {
        let sought = self.vocabulary.tokens(text, &[]);
        let words = sought.iter().filter(|token| **token != Token::Gap).count();
        let words = u32::try_from(words).unwrap_or(u32::MAX);
        let mut aligner = Aligner::new(&self.vocabulary);
        let mut likeness = |group: &Group| {
            let of_group = group.wordings.iter().map(|at| &self.wordings[*at]);
            let alignments = of_group.map(|wording| aligner.align(&sought, &wording.tokens));
            let found = alignments.filter(|a| a.words > 0 && a.words * 10 >= words * FOUND_TENTHS);
            found.map(|alignment| alignment.score).max()
        };
        let scored: Vec<Option<i32>> = self.groups.iter().map(&mut likeness).collect();
        let groups = std::mem::take(&mut self.groups);
        let mut found: Vec<(i32, Group)> = (scored.into_iter().zip(groups))
            .filter_map(|(score, group)| Some((score?, group)))
            .collect();
        found.sort_by_key(|(score, _)| -score);
        self.groups = found.into_iter().map(|(_, group)| group).collect();
    }

    /// Keeps the quotations and citations of `page` in any edition, in the
    /// order of the pages.
    pub fn keep_on_page(&mut self, page: u32) {
        let groups = std::mem::take(&mut self.groups);
        self.groups = groups
            .into_iter()
            .filter_map(|mut group| {
                let is_there = |at: usize| {
                    let quoted = &self.corpus.quotations[at];
                    self.on_page(quoted.essay, &quoted.pages, page).is_some()
                };
                group
                    .occurrences
                    .retain(|occurrence| is_there(occurrence.quotation));
                (!group.occurrences.is_empty()).then_some(group)
            })
            .collect();
        let paraphrases = std::mem::take(&mut self.corpus.paraphrases);
        self.corpus.paraphrases = paraphrases
            .into_iter()
            .filter(|found| self.on_page(found.essay, &found.pages, page).is_some())
            .collect();
    }

    /// Whether pages that an essay cites are `page` of any edition; the map
    /// between editions is trusted to a page.
    #[must_use]
    pub fn on_page(&self, essay: usize, pages: &[(u32, u32)], page: u32) -> Option<OnPage> {
        if pages.iter().any(|(from, to)| (*from..=*to).contains(&page)) {
            return Some(OnPage::Cited);
        }
        let edition = self.corpus.essays[essay].edition.as_deref()?;
        let edition = self.paginations.of_edition(edition)?;
        let is_mapped = pages
            .iter()
            .any(|range| is_mapped(&self.paginations, edition, *range, page));
        is_mapped.then_some(OnPage::Mapped)
    }
}

/// How much essays quote of each part of the novel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Density {
    /// Quotations in each part, all parts of one length.
    pub counts: Vec<u32>,
    /// The first and the last page, in the longest edition.
    pub pages: (u32, u32),
    /// That edition.
    pub edition: String,
}

impl Quotations {
    /// How many quotations come from each of `parts` parts of the novel, by the
    /// pages cited for them; `None` if the profile knows no edition.
    #[must_use]
    pub fn density(&self, parts: usize) -> Option<Density> {
        let (first, last) = self.paginations.extent()?;
        let mut counts = vec![0; parts];
        let occurrences = self.groups.iter().flat_map(|group| &group.occurrences);
        for quoted in occurrences.map(|one| &self.corpus.quotations[one.quotation]) {
            let edition = self.corpus.essays[quoted.essay].edition.as_deref();
            let edition = edition.and_then(|key| self.paginations.of_edition(key));
            for (page, _) in &quoted.pages {
                let place = self
                    .paginations
                    .place(f64::from(*page), edition.unwrap_or(0));
                let share = (place - first) / (last - first);
                if let Some(count) = part(share, parts).and_then(|at| counts.get_mut(at)) {
                    *count += 1;
                }
            }
        }
        Some(Density {
            counts,
            pages: (whole(first), whole(last)),
            edition: self.paginations.name(0).to_owned(),
        })
    }
}

/// The part that a share of the whole falls into; `None` outside of it.
fn part(share: f64, parts: usize) -> Option<usize> {
    let count = u32::try_from(parts).ok()?;
    (0.0..=1.0)
        .contains(&share)
        .then(|| (whole((share * f64::from(count)).floor()) as usize).min(parts.saturating_sub(1)))
}

/// A number of pages or parts that is known to be small, and not below 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pages and parts are few, and counted from 0"
)]
fn whole(number: f64) -> u32 {
    number.max(0.0) as u32
}

/// A quotation whose page contradicts what other essays cite for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The paragraph it stands in.
    pub paragraph: u32,
    /// Its words.
    pub text: String,
    /// What the verdict stands on, as a fragment.
    pub evidence: String,
}

impl Quotations {
    /// The quotations of an essay whose pages contradict those of the others, in order.
    #[must_use]
    pub fn contradictions(&self, essay: DocAddress) -> Vec<Contradiction> {
        let mut found = Vec::new();
        for group in &self.groups {
            for occurrence in group.occurrences.iter().filter(|o| o.contradicts) {
                let quoted = &self.corpus.quotations[occurrence.quotation];
                if self.corpus.essays[quoted.essay].address == essay {
                    let contradiction = Contradiction {
                        paragraph: quoted.passage.paragraph,
                        text: quoted.text.clone(),
                        evidence: group.evidence.clone(),
                    };
                    found.push((occurrence.quotation, contradiction));
                }
            }
        }
        found.sort_by_key(|(quotation, _)| *quotation);
        found
            .into_iter()
            .map(|(_, contradiction)| contradiction)
            .collect()
    }
}

/// Whether a range of pages of `edition` is `page` in another, or about it.
fn is_mapped(paginations: &Paginations, edition: usize, range: (u32, u32), page: u32) -> bool {
    /// What the map may be off by.
    const ABOUT_PAGES: f64 = 1.0;
    let page = f64::from(page);
    (0..paginations.len())
        .filter(|other| *other != edition)
        .any(|other| {
            let there = |page: u32| {
                let place = paginations.place(f64::from(page), edition);
                paginations.page(place, other).round()
            };
            page >= there(range.0) - ABOUT_PAGES && page <= there(range.1) + ABOUT_PAGES
        })
}
