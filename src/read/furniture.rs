//! Furniture: lines that programs and pages put around an essay.
//!
//! Word counts, page numbers, "Tags:" and "Back to top" are nobody's prose.

use super::builder::{Draft, Role, is_longer};
use super::names::is_person;

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
    "we use cookies",
    "this website uses cookies",
    "this site uses cookies",
    "we value your privacy",
    "thanks for reading!",
    "print this page",
];
/// Longest line that can be furniture, in words.
const LONGEST_WORDS: usize = 25;

/// Drops empty drafts and furniture.
pub(super) fn clear(drafts: &mut Vec<Draft>) {
    drafts.retain(|d| d.text.chars().any(char::is_alphanumeric));
    if is_running_head(drafts) {
        drafts.remove(0);
    }
    if drafts.len() > 1 {
        drafts.retain(|d| d.role == Role::Note || !is_furniture(&d.text));
    }
}

/// Lines after a running head among which is the name in it.
const HEAD_LINES: usize = 4;

/// Whether the first draft is the head of the first page, "Bell 1", which some
/// programs export as text, or "Bell" where they leave the number out: the name
/// stands whole in a line after it.
fn is_running_head(drafts: &[Draft]) -> bool {
    let Some(text) = drafts.first().map(|d| d.text.as_str()) else {
        return false;
    };
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit()).trim();
    let is_name = !name.contains(' ') && name.starts_with(char::is_uppercase);
    let ends_in_name = |d: &Draft| {
        let is_whole = d.text.strip_suffix(name).is_some_and(|t| t.ends_with(' '));
        is_whole && is_person(d.text.lines().last().unwrap_or_default())
    };
    is_name && drafts.iter().skip(1).take(HEAD_LINES).any(ends_in_name)
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
        || lower.contains(" min read")
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
    fn the_head_of_the_first_page_is_dropped() {
        let clear = |texts: [&str; 3]| {
            let mut drafts = texts.map(|text| Draft::new(Role::Prose, text)).to_vec();
            super::clear(&mut drafts);
            drafts.len()
        };
        assert_eq!(clear(["Bell 1", "Ann Bell", "Prose."]), 2);
        assert_eq!(clear(["Bell", "Ann Bell", "Prose."]), 2);
        assert_eq!(clear(["Hope", "A Tale of Hope", "Prose."]), 3);
        assert_eq!(clear(["Chapter 1", "Ann Bell", "Prose."]), 3);
    }

    #[test]
    fn furniture_is_told_from_prose() {
        for line in [
            "Word count: 1,104",
            "Words: 852 Pages: 4",
            "- 3 -",
            "Page 3 of 7",
            "(1,200 words)",
            "Tags: a, b",
            "4 min read · Jan 3, 2020",
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
