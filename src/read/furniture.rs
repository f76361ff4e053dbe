//! Furniture: lines that programs and pages put around an essay.
//!
//! Word counts, page numbers, "Tags:" and "Back to top" are nobody's prose.

use super::builder::{Draft, Role, is_longer};

/// Openings of lines that a page, not an author, wrote.
const OPENINGS: &[&str] = &[
    "word count",
    "wordcount",
    "words:",
    "number of words",
    "total words",
    "pages:",
    "tags:",
    "tag:",
    "tagged:",
    "categories:",
    "category:",
    "filed under",
    "posted in",
    "share this",
    "like this:",
    "leave a comment",
    "leave a reply",
    "back to top",
    "skip to",
    "all rights reserved",
    "©",
    "copyright ©",
    "cite this",
    "read more:",
    "continue reading",
    "related posts",
    "advertisement",
    "← ",
    "older post",
    "newer post",
    "previous post",
    "next post",
    "table of contents",
    "was this helpful",
    "print this page",
];
/// Longest line that can be furniture, in words.
const LONGEST_WORDS: usize = 25;

/// Drops empty drafts and furniture.
pub(super) fn clear(drafts: &mut Vec<Draft>) {
    drafts.retain(|d| d.text.chars().any(char::is_alphanumeric));
    if drafts.len() > 1 {
        drafts.retain(|d| d.role == Role::Note || !is_furniture(&d.text));
    }
}

/// Whether `line` is a word count, a page number or a page's own words.
pub(super) fn is_furniture(line: &str) -> bool {
    if is_longer(line, LONGEST_WORDS) {
        return false;
    }
    let lower = line.to_lowercase();
    let is_menu = line.matches(" | ").count() > 1;
    is_menu
        || OPENINGS.iter().any(|o| lower.starts_with(o))
        || is_count(&lower)
        || is_page_number(&lower)
}

/// "1,104 words", "(852 words)".
fn is_count(lower: &str) -> bool {
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    bare.strip_suffix("words").is_some_and(|n| {
        let n = n.trim();
        !n.is_empty()
            && n.chars()
                .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' '))
    })
}

/// Whether a figure is a year rather than a page.
pub(super) fn is_year(text: &str) -> bool {
    text.parse::<u16>()
        .is_ok_and(|n| (1500..=2100).contains(&n))
}

/// "12", "- 3 -", "Page 3 of 7", "p. 4", "3 | Page".
pub(super) fn is_page_number(line: &str) -> bool {
    let mut numbers = 0;
    for word in line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        if word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 4 && !is_year(word) {
            numbers += 1;
        } else if !["page", "of", "p", "pg"].contains(&word.to_lowercase().as_str()) {
            return false;
        }
    }
    (1..=2).contains(&numbers) && line.len() <= 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_told_from_prose() {
        for line in [
            "Word count: 1,104",
            "Words: 852 Pages: 4",
            "- 3 -",
            "Page 3 of 7",
            "(1,200 words)",
            "Tags: a, b",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "Words fail her.",
            "Page after page",
            "In other words",
            "Three words",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
