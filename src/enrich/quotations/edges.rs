//! Where a quotation ends whose closing mark is missing, and what its ends
//! are without.

use crate::text::{Span, sentences};

/// How far back an unopened quotation may begin, in words.
pub(super) const BACK_WORDS: usize = 40;

/// How far on an unclosed quotation may run, in words.
const ON_WORDS: usize = 60;

/// Whether a partner mark is near enough: `between` is under the words an
/// unopened quotation may have.
pub(super) fn is_near(between: &str) -> bool {
    between.split_whitespace().take(BACK_WORDS + 1).count() <= BACK_WORDS
}

/// Where the words after an opening mark end: at a citation, else where the
/// essay seems to go on, at the latest with their sentence. Never after `limit`.
pub(super) fn quotation_end(text: &str, start: usize, limit: usize, citations: &[Span]) -> usize {
    let reach = words_on(text, start, limit);
    if let Some(end) = cited_end(start, reach, citations) {
        return end;
    }
    let first = sentences(&text[start..limit])
        .first()
        .map_or(limit, |s| start + s.end);
    let end = first.min(reach);
    resumption(&text[start..end]).map_or(end, |at| start + at)
}

/// Where the citation begins that ends the words from `start`, if one is in reach.
pub(super) fn cited_end(start: usize, reach: usize, citations: &[Span]) -> Option<usize> {
    let next = citations.partition_point(|c| c.start < start);
    let next = citations.get(next).filter(|c| c.start <= reach)?;
    Some(next.start)
}

/// Words with which an essay goes on after a few words of another.
const RESUMING: [&str; 8] = [
    "is", "are", "was", "were", "which", "because", "when", "while",
];

/// Words that follow an "and" with which an essay goes on.
const AFTER_AND: [&str; 7] = ["then", "she", "he", "it", "they", "this", "we"];

/// Fewest capitalised words with which an unclosed title begins.
const TITLE_WORDS: usize = 3;

/// Where the essay's own words go on after an uncited quotation that was not
/// closed: a few words in small letters, or a title. `None` for a sentence.
fn resumption(text: &str) -> Option<usize> {
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let words: Vec<(usize, &str)> = words_of(text).collect();
    let is_title =
        words.len() > TITLE_WORDS && words[..TITLE_WORDS].iter().all(|w| is_capital(w.1));
    if is_title {
        return words.iter().find(|w| !is_capital(w.1)).map(|w| w.0);
    }
    if words.first().is_none_or(|word| is_capital(word.1)) {
        return None;
    }
    let resumes = |two: &[(usize, &str)]| {
        let (word, next) = (two[0].1, two[1].1);
        RESUMING.contains(&word) || word == "and" && AFTER_AND.contains(&next)
    };
    let before_word = words
        .windows(2)
        .skip(1)
        .find(|two| resumes(two))
        .map(|two| two[0].0);
    let after_comma = text.find([',', ';', ':']);
    before_word.into_iter().chain(after_comma).min()
}

/// The words of `text` with where they begin, in order.
pub(super) fn words_of(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    text.split_whitespace()
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

pub(super) fn words_on(text: &str, start: usize, limit: usize) -> usize {
    let mut words = 0;
    let mut was_space = true;
    for (at, c) in text[start..limit].char_indices() {
        if !c.is_whitespace() {
            was_space = false;
        } else if !was_space {
            was_space = true;
            words += 1;
            if words == ON_WORDS {
                return start + at;
            }
        }
    }
    limit
}

/// `end`, or the start of a citation with which the words `start..end` end.
pub(super) fn without_citation(text: &str, start: usize, end: usize, citations: &[Span]) -> usize {
    let until = citations.partition_point(|c| c.end <= end);
    let last = citations[..until].last().filter(|c| c.start > start);
    match last {
        Some(c) if !text[c.end..end].contains(char::is_alphanumeric) => c.start,
        _ => end,
    }
}

/// `start..end` without white space, or stray single marks of another kind, at its ends.
pub(super) fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let part = &text[start..end.max(start)];
    let front = part.len() - part.trim_start_matches(is_trimmed).len();
    let kept = part[front..].trim_end_matches(is_trimmed).len();
    Span::new(start + front, start + front + kept)
}

fn is_trimmed(c: char) -> bool {
    c.is_whitespace() || c == '`'
}

pub(super) fn skip_spaces(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

/// Past the stop or comma that follows a citation or quotation.
pub(super) fn skip_points(text: &str, at: usize) -> usize {
    let rest = text[at..].trim_start_matches(['.', ',', ';', ':']);
    text.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_essay_goes_on_after_a_few_words_of_another() {
        for (text, quoted) in [
            ("long grass and then goes out.", "long grass "),
            ("gone, and until then she waits", "gone"),
            ("keeper is used as a noun.", "keeper "),
            ("The Glass Orchard with a film", "The Glass Orchard "),
            ("The gate is shut.", "The gate is shut."),
            ("gone for good", "gone for good"),
        ] {
            let end = quotation_end(text, 0, text.len(), &[]);
            assert_eq!(&text[..end], quoted, "{text}");
        }
    }
}
