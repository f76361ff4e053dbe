//! Rendering: answers into text and pages for people, and JSON for programs.
//!
//! Writes to a given `Write`, never to standard output. What an essay holds is
//! data: no control character of it reaches a terminal.

mod answer;
mod essay;
mod excerpt;
pub mod html;
pub mod json;
mod json_compare;
mod json_overview;
mod json_quotes;
mod listing;
mod overview;
mod plain;
mod quotes;
mod safe;
mod second_hand;
mod tables;
mod trec;

pub use answer::search;
pub use essay::{ShownEssay, inspect, show, status};
pub use listing::{hit_rows, markdown};
pub use overview::{character, pairs, theme, trend_rows};
pub use plain::{Page, Paint};
pub use quotes::{QuotesView, quotes, quotes_rows};
pub use safe::{printable, write_json};
pub use second_hand::SecondHand;
pub use tables::{csv, group_map, heat_map, side_by_side, tags, theme_across};
pub(crate) use tables::{group_rows, matrix_rows};
pub use trec::trec;

use crate::cite::{Locator, LocatorLabel};
use crate::passage::Passage;

/// The place of a passage, for a citation of its essay: its page, or the number
/// of its paragraph.
#[must_use]
pub fn cited_place(passage: &Passage) -> Locator {
    match &passage.page {
        Some(page) => Locator {
            label: LocatorLabel::Page,
            value: page.clone(),
        },
        None => Locator {
            label: LocatorLabel::Paragraph,
            value: passage.paragraph.to_string(),
        },
    }
}

/// `1 essay`, `2 essays`, `12,345 words`.
///
/// ```
/// assert_eq!(norfolk::render::count(12345, "word"), "12,345 words");
/// ```
#[must_use]
pub fn count(number: u64, noun: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let is_ies = noun.ends_with('y') && !noun.ends_with("ay");
    let plural = match (number, is_ies) {
        (1, _) => return format!("{grouped} {noun}"),
        (_, true) => format!("{}ies", noun.trim_end_matches('y')),
        _ => format!("{noun}s"),
    };
    format!("{grouped} {plural}")
}
