//! Whether a bare number in brackets is a page: a score, since only its
//! company tells. Ages, years, counts, votes and numbered points are not.

use super::citations::FoundCitation;
use crate::text::{is_apostrophe, is_double_mark};

/// Least score of a citation.
const ENOUGH: i32 = 2;

/// Pages beyond the last one that a reprint may still have.
const SPARE_PAGES: u32 = 40;

/// Highest age of a person.
pub(super) const OLDEST: u32 = 110;

/// Largest number in a list of points.
const LAST_POINT: u32 = 20;

/// Words before a number that count something else than pages.
const COUNTED: [&str; 16] = [
    "equation",
    "equations",
    "eq",
    "figure",
    "fig",
    "table",
    "question",
    "step",
    "act",
    "scene",
    "line",
    "lines",
    "stage",
    "section",
    "item",
    "theorem",
];

/// What the rest of the essay says of its bare numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Company {
    /// Last page of the novel's longest edition, if the essay is on the novel.
    pub(super) max_page: Option<u32>,
    /// Whether the essay cites pages elsewhere, or lists works.
    pub(super) is_scholarly: bool,
    /// Whether an author known to the essay is named right before it.
    pub(super) follows_author: bool,
    /// The bare number before this one in the essay, and whether it is in the same paragraph.
    pub(super) before: Option<(u32, bool)>,
    /// The bare number after this one.
    pub(super) after: Option<(u32, bool)>,
}

/// Whether the bare `found` in `text` cites a page.
pub(super) fn is_page(text: &str, found: &FoundCitation, company: Company) -> bool {
    let Some(page) = first_number(found) else {
        return false;
    };
    let before = &text[..found.span.start];
    let is_quoted = is_after_quotation(before);
    let mut score = 0;
    if is_quoted {
        score += 2;
    }
    if company.max_page.is_some_and(|max| page <= max) {
        score += 1;
    }
    if company.is_scholarly {
        score += 1;
    }
    score += if ends_clause(text, found.span.end) {
        1
    } else {
        -i32::from(!is_quoted)
    };
    if found.works[0].work.locators[0].contains('-') {
        score += 1;
    }
    if (1900..=2035).contains(&page) {
        score -= 3;
    }
    if company.follows_author {
        score += 2;
    } else if !is_quoted && page <= OLDEST && follows_name(before) {
        score -= 3;
    }
    if counts_others(before) {
        score -= 3;
    }
    if is_point(before, page, is_quoted, company) {
        score -= 3;
    }
    if before.trim_end().ends_with(['*', '_']) {
        score -= 2;
    }
    if company.max_page.is_some_and(|max| page > max + SPARE_PAGES) {
        score -= 2;
    }
    score >= ENOUGH
}

/// The first number of the first locator.
pub(super) fn first_number(found: &FoundCitation) -> Option<u32> {
    let value = found.works.first()?.work.locators.first()?;
    value.split(['-', '.']).next()?.parse().ok()
}

/// Whether a quotation ends at most three words before the end of `before`.
pub(super) fn is_after_quotation(before: &str) -> bool {
    let mut words = 0;
    let mut was_word = false;
    for (at, c) in before.char_indices().rev().take(60) {
        let is_word = c.is_alphanumeric();
        if is_word && !was_word {
            words += 1;
        }
        was_word = is_word;
        let follows_word = before[..at].ends_with(|c: char| !c.is_whitespace());
        let is_closing =
            matches!(c, '\u{201d}' | '\u{bb}') || is_double_mark(c) && (c == '"' || follows_word);
        let next_is_letter = before[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
        if is_closing && !next_is_letter && words <= 3 {
            return true;
        }
        let is_single = is_apostrophe(c) && !next_is_letter && words == 0;
        if is_single {
            return true;
        }
        if words > 3 || matches!(c, '\u{201c}') || is_double_mark(c) {
            return false;
        }
    }
    false
}

/// Whether the clause ends at `end`: a stop, a comma, a bracket or the end.
fn ends_clause(text: &str, end: usize) -> bool {
    let rest = text[end..].trim_start();
    rest.is_empty() || rest.starts_with(['.', ',', ';', ':', '?', '!', '\u{201d}', '\u{2019}', '"'])
}

/// Whether `before` ends with a capitalised word within its sentence ("Kim").
fn follows_name(before: &str) -> bool {
    let word = before.split_whitespace().next_back().unwrap_or("");
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase)
        && word
            .chars()
            .all(|c| c.is_alphabetic() || is_apostrophe(c) || matches!(c, '-' | '.'))
}

/// Whether `before` ends with a word that says what the number counts.
fn counts_others(before: &str) -> bool {
    let word = before.split_whitespace().next_back().unwrap_or("");
    let word = word.trim_end_matches('.');
    COUNTED.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether the number is one of a list of points: (1) … (2), or at the start.
fn is_point(before: &str, page: u32, is_quoted: bool, company: Company) -> bool {
    if page > LAST_POINT || is_quoted {
        return false;
    }
    let starts = before.trim_end().is_empty() || before.ends_with('\n');
    let follows = company.before.is_some_and(|(n, _)| n + 1 == page);
    let leads = company.after.is_some_and(|(n, _)| n == page + 1);
    starts || follows || leads
}
