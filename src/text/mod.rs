//! Text: `&str` in, values out. Spans, words, sentences and folding.
//!
//! Everything above stands on this room, so it knows nothing of files, essays
//! or formats. Spans are half-open byte ranges on `char` boundaries.

mod fold;
mod numerals;
mod sentences;
mod stop;
mod words;

pub use fold::{fold, fold_into, is_apostrophe, is_double_mark, is_hyphen, is_single_mark};
pub use numerals::{BELOW_TWENTY, TENS};
pub use sentences::sentences;
pub use stop::is_stop_word;
pub use words::{Form, Forms, Word, count_words, raw_words};

use serde::{Deserialize, Serialize};

/// A half-open byte range `[start, end)` into a text, on `char` boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Makes the span `[start, end)`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Span { start, end }
    }

    /// The text it covers; panics if it is not a span of `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Its length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether every byte of `other` lies in it.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same span, counted from `origin` instead of from the start of the text.
    #[must_use]
    pub fn relative_to(self, origin: usize) -> Span {
        Span::new(self.start - origin, self.end - origin)
    }
}
