//! Queries that cannot be answered, and the place that is to blame.
//!
//! A query may be a pasted page: only what stands around the place is shown.

use crate::index::IndexError;
use textwrap::core::display_width;
use thiserror::Error;

/// A query that cannot be answered.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum QueryError {
    /// It cannot be parsed.
    #[error("{message}\n{}", pointed(query, *column))]
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

/// Characters shown before and after the place.
const AROUND: usize = 36;

/// The query around a place, and a caret under it.
fn pointed(query: &str, column: usize) -> String {
    let chars: Vec<char> = query.chars().collect();
    let column = column.min(chars.len());
    let from = column.saturating_sub(AROUND);
    let to = (column + AROUND).min(chars.len());
    let mut before: String = chars[from..column].iter().collect();
    let mut after: String = chars[column..to].iter().collect();
    if from > 0 {
        before.insert(0, '…');
    }
    if to < chars.len() {
        after.push('…');
    }
    let under = " ".repeat(display_width(&before));
    format!("  {before}{after}\n  {under}^")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caret_stands_under_the_place_however_wide_the_letters() {
        for (query, column, shown) in [
            ("say (tape", 4, "  say (tape\n      ^"),
            ("記憶 (", 3, "  記憶 (\n       ^"),
            ("tape AND", 8, "  tape AND\n          ^"),
        ] {
            assert_eq!(pointed(query, column), shown);
        }
    }

    #[test]
    fn of_a_long_query_only_what_stands_around_the_place_is_shown() {
        let shown = pointed(&("a".repeat(100) + &"b".repeat(100)), 100);
        let half = AROUND;
        let (before, after) = ("a".repeat(half), "b".repeat(half));
        let under = " ".repeat(half + 3);
        assert_eq!(shown, format!("  …{before}{after}…\n{under}^"));
    }
}
