//! Searching: a query string into a tree, and the tree into the passages that
//! match it. Never orders them: that is `rank`'s work.

mod bits;
mod correct;
mod doubt;
mod error;
mod evaluate;
mod fields;
mod filters;
mod grammar;
mod highlight;
mod lexis;
mod like;
mod names;
mod positions;
mod ranges;
mod suggest;
mod tags;
mod terms;
mod tree;
mod units;

pub use bits::Bits;
pub use correct::{Correction, Manner, correct};
pub use doubt::{Doubt, doubts};
pub use error::QueryError;
pub use evaluate::{Candidates, SegmentCandidates, search};
pub use filters::Filters;
pub(crate) use grammar::plain;
pub use grammar::{parse, parse_for};
pub use highlight::{Pattern, highlight, keep_scoped};
pub use like::{Original, like};
pub use names::names;
pub use ranges::{PageRange, YearRange};
pub use suggest::{Missing, missing};
pub use tags::count_tags;
pub use tree::Node;
pub use units::Unit;

/// How the words of a query are compared with those of passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Matching {
    /// By stem: "memories" finds "memory".
    #[default]
    Stems,
    /// Word for word.
    Exact,
}
