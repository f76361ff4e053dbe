//! What enriching gives: an essay and its passages, with all that was found.
//!
//! This is what the index stores and gives back unchanged, so it holds no
//! borrowed text and every span counts from the start of its passage.

use super::{Citation, Correction, Quotation, ThemeTag, WorkCited};
use crate::cite::Reference;
use crate::passage::Passage;
use crate::read::{BlockKind, Format, Problem};
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// An essay, read and enriched.
#[derive(Debug, Clone, PartialEq)]
pub struct Enriched {
    /// What is known of the whole.
    pub essay: EssayRecord,
    /// Its passages, in order; empty for an essay without body.
    pub passages: Vec<EnrichedPassage>,
}

/// What is known of an essay as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EssayRecord {
    /// The essay as a work.
    pub reference: Reference,
    /// Fields that were read off the text rather than stated; sorted.
    pub guessed: Vec<String>,
    /// Its file's format.
    pub format: Format,
    /// Its file's encoding.
    pub encoding: String,
    /// Length of its body, in words.
    pub words: u32,
    /// Number of its last body paragraph.
    pub paragraphs: u32,
    /// Every block in order; the text of body blocks is in the passages.
    pub outline: Vec<OutlineBlock>,
    /// The entries of its works cited.
    pub works_cited: Vec<WorkCited>,
    /// Key of the profile's edition that it used, if it says so.
    pub edition: Option<String>,
    /// What was odd about it.
    pub problems: Vec<Problem>,
}

/// A block of an essay, as its outline keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutlineBlock {
    /// What it is.
    pub kind: BlockKind,
    /// Its number among the body paragraphs.
    pub number: Option<u32>,
    /// The page it begins on.
    pub page: Option<String>,
    /// Of a note: its mark.
    pub mark: Option<String>,
    /// Its text; empty for body blocks, whose passages hold it.
    pub text: String,
}

/// A passage with all that was found in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnrichedPassage {
    /// Where it stands.
    pub passage: Passage,
    /// Its text; every span below counts from its start.
    pub text: String,
    /// Its themes, strongest first.
    pub themes: Vec<ThemeTag>,
    /// Characters named in it, as indices into the profile's, in order of first mention.
    pub characters: Vec<Mentioned>,
    /// Places named in it, as indices into the profile's, in order of first mention.
    pub places: Vec<Mentioned>,
    /// Its in-text citations, in order.
    pub citations: Vec<Citation>,
    /// Its quotations, in order.
    pub quotations: Vec<Quotation>,
    /// What a user changed of its tags, in order.
    pub corrections: Vec<Correction>,
}

/// A character or place that a passage names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentioned {
    /// Index into the profile's characters or places.
    pub id: u16,
    /// Every naming of it, in order; empty only if a user says that it is named.
    pub spans: Vec<Span>,
}

impl EnrichedPassage {
    /// The pages of the novel that it cites: sorted, ranges spelled out (at most 50 pages of one), no repeats.
    #[must_use]
    pub fn cited_pages(&self) -> Vec<u32> {
        let works = self.citations.iter().flat_map(|citation| &citation.works);
        let mut pages: Vec<u32> = works
            .filter(|work| work.is_novel && work.locator_kind == super::LocatorKind::Page)
            .flat_map(|work| work.locators.iter().flat_map(|locator| pages_of(locator)))
            .collect();
        pages.sort_unstable();
        pages.dedup();
        pages
    }
}

/// The pages of one locator: `59` or `124-125`. Empty for what is no number.
fn pages_of(locator: &str) -> std::ops::Range<u32> {
    /// A range of more pages than this is a slip, not a place.
    const LONGEST: u32 = 50;
    /// No novel has more pages than this.
    const LAST: u32 = 9_999;
    let page = |end: &str| {
        let page = end.trim().parse::<u32>().ok();
        page.filter(|page| *page <= LAST)
    };
    let (from, to) = locator.split_once('-').unwrap_or((locator, ""));
    let Some(from) = page(from) else { return 0..0 };
    let to = page(to).filter(|to| *to >= from).unwrap_or(from);
    from..to.min(from + LONGEST - 1) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locator_spells_its_pages_out() {
        assert_eq!(pages_of("59").collect::<Vec<_>>(), [59]);
        assert_eq!(pages_of("124-126").collect::<Vec<_>>(), [124, 125, 126]);
        assert_eq!(pages_of("iv").count(), 0);
        assert_eq!(pages_of("1-9000").count(), 50);
        assert_eq!(pages_of("60-59").collect::<Vec<_>>(), [60]);
        assert_eq!(pages_of("4294967295").count(), 0);
    }
}
