//! Searching: a query string into a tree, and the tree into the passages that
//! match it. Never orders them: that is `rank`'s work.

mod bits;
mod evaluate;
mod filters;
mod grammar;
mod highlight;
mod ranges;
mod suggest;
mod tree;
mod units;

pub use bits::Bits;
pub use evaluate::{Candidates, SegmentCandidates, search};
pub use filters::Filters;
pub use grammar::parse;
pub(crate) use grammar::plain;
pub use highlight::{Pattern, highlight};
pub use ranges::{PageRange, YearRange};
pub use suggest::suggest;
pub use tree::Node;
pub use units::Unit;

use crate::index::IndexError;
use thiserror::Error;

/// A query that cannot be answered.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum QueryError {
    /// It cannot be parsed.
    #[error("{message}\n  {query}\n  {}^", " ".repeat(*column))]
    Syntax {
        /// What is wrong and what would do.
        message: String,
        /// The query on one line, without control characters.
        query: String,
        /// Where, in characters from 0.
        column: usize,
    },
    /// It holds nothing to look for.
    #[error("nothing to look for: give a word, a \"phrase\" or a filter such as `--theme`")]
    Empty,
    /// It names something the profile does not know.
    #[error("{0}")]
    Name(String),
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// How the words of a query are compared with those of passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Matching {
    /// By stem: "memories" finds "memory".
    #[default]
    Stems,
    /// Word for word.
    Exact,
}
