//! In-text citations, found one paragraph at a time.
//!
//! Finding is local: it reads brackets, note marks and page words, and says
//! what each may cite. What only the rest of the essay can tell (a bare
//! number, ibid., a note) it leaves to [`resolve`](super::resolve). The order
//! of the grammar is that of eyecite: clean, find, resolve.

mod bracket;
mod brackets;
#[cfg(test)]
pub(super) mod fixture;
#[cfg(test)]
mod forms;
mod head;
mod labels;
mod locator;
mod names;
mod numerals;
mod part;
mod running;
mod scan;
mod signals;
mod spoken;
mod surnames;
#[cfg(test)]
mod tests;
mod tokens;

pub use part::Origin;

pub(super) use bracket::parse_bracket;
pub(super) use locator::places;
pub(super) use names::{AuthorForm, Names, joined, without_possessive};
pub(super) use spoken::Mentions;
pub(super) use surnames::{
    WordList, is_in, is_particle, is_source_word, looks_like_name, word_list,
};
pub(super) use tokens::tokens;

use super::editions::Editions;
use super::{CitationKind, CitedWork};
use crate::profile::Profile;
use crate::text::Span;

/// A citation, or what may be one, found in a paragraph.
#[derive(Debug, Clone)]
pub struct FoundCitation {
    /// Where it stands, brackets included.
    pub span: Span,
    /// In which form, as far as the paragraph tells.
    pub kind: CitationKind,
    /// What it cites; empty for a note mark.
    pub works: Vec<FoundWork>,
    /// How sure the form is by itself.
    pub form: Form,
}

/// A work that a [`FoundCitation`] names or leaves to its context.
#[derive(Debug, Clone)]
pub struct FoundWork {
    /// What was read.
    pub work: CitedWork,
    /// Where its name comes from.
    pub origin: Origin,
}

/// How a citation is written, and so how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// With a name or title that the profile knows.
    Known,
    /// With what looks like a name.
    Unknown,
    /// A name and no place.
    NameOnly,
    /// A title alone, or a body and a year: sure only if the list of works has it.
    Doubtful,
    /// A label and a number.
    Labelled,
    /// Numbers only.
    Bare,
    /// Numbers with a point between (`7.20`).
    Dotted,
    /// A year only.
    Year,
    /// A year and a place.
    YearPlace,
    /// ibid.
    Ibid,
    /// A note mark.
    Mark(String),
    /// A label and a number in the running text.
    Running,
}

/// Finds citations; one for all threads.
#[derive(Debug)]
pub struct CitationFinder {
    names: Names,
    editions: Editions,
}

impl CitationFinder {
    /// Makes a finder for essays on the novel of `profile`.
    #[must_use]
    pub fn new(profile: &Profile) -> Self {
        CitationFinder {
            names: Names::new(profile),
            editions: Editions::new(profile),
        }
    }

    /// What may be a citation in `paragraph`: in order, disjoint.
    #[must_use]
    pub fn find_citations(&self, paragraph: &str) -> Vec<FoundCitation> {
        scan::scan(&self.names, paragraph)
    }

    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    pub(super) fn editions(&self) -> &Editions {
        &self.editions
    }
}
