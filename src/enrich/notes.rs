//! Notes: which works a footnote or endnote cites, and where in them.
//!
//! A full note ("Given Family, *Title* (Place: Publisher, 2005), p. 59") is cut
//! down to the short form that brackets use and then read by their grammar.

use super::citations::{CitationFinder, Form, FoundWork, Names, Origin, parse_bracket, tokens};
use crate::text::{is_double_mark, sentences};

/// Words of a comma's part that says which edition, not where.
const EDITION_WORDS: &[&str] = &[
    "edn", "edition", "ed", "eds", "vol", "vols", "trans", "rev", "print", "kindle",
];

/// The works that the note `text` cites; empty if it only remarks.
pub(super) fn read_note(finder: &CitationFinder, text: &str) -> Vec<FoundWork> {
    let names = finder.names();
    let body = without_mark(text);
    let works = read_pieces(names, body);
    if !works.is_empty() {
        return works;
    }
    let by_sentence: Vec<FoundWork> = sentences(body)
        .iter()
        .flat_map(|s| read_pieces(names, s.of(body)))
        .collect();
    if !by_sentence.is_empty() {
        return by_sentence;
    }
    let found = finder.find_citations(body).into_iter();
    found
        .filter(|c| {
            matches!(
                c.form,
                Form::Known | Form::Unknown | Form::Labelled | Form::Running
            )
        })
        .flat_map(|c| c.works)
        .collect()
}

/// `text` without the mark it begins with.
fn without_mark(text: &str) -> &str {
    let is_mark = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '[' | ']' | '^' | '.' | ':' | ')' | '(' | '*' | '†' | '‡' | '\u{a0}'
            )
            || matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2079}')
            || c.is_whitespace()
    };
    text.trim_start_matches(is_mark)
}

fn read_pieces(names: &Names, body: &str) -> Vec<FoundWork> {
    split_outside(body, ';')
        .into_iter()
        .flat_map(|piece| {
            let short = short_form(piece);
            parse_bracket(names, &short)
                .filter(|(_, form)| !matches!(form, Form::Bare | Form::Year | Form::Dotted))
                .map(|(works, _)| works)
                .unwrap_or_default()
        })
        .filter(|found| found.origin != Origin::Inherited || !found.work.locators.is_empty())
        .collect()
}

/// `piece` as a bracket would have it: name, title, year, place.
fn short_form(piece: &str) -> String {
    let piece = piece.trim().trim_end_matches('.');
    let (mut outside, groups) = without_brackets(piece);
    for (inside, after) in [(",”", "”,"), (",’", "’,"), (",\"", "\",")] {
        outside = outside.replace(inside, after);
    }
    let year = groups.iter().find_map(|group| year_in(group));
    let place = groups.iter().rev().find(|group| is_place(group));
    let parts = split_outside(&outside, ',');
    let mut kept: Vec<&str> = Vec::new();
    for (at, part) in parts.iter().map(|part| part.trim()).enumerate() {
        let is_last = at + 1 == parts.len() && place.is_none();
        if !part.is_empty()
            && (is_last || at < 2 && !is_edition(part))
            && (at > 0 || !part.is_empty())
        {
            kept.push(part);
        }
    }
    kept.iter_mut()
        .skip(1)
        .for_each(|part| *part = after_volume(part));
    let title = kept
        .get(1)
        .filter(|part| kept.len() > 2 && is_plain_title(part));
    let marked = title.map(|title| format!("“{title}”"));
    if let Some(marked) = &marked {
        kept[1] = marked;
    }
    let (head, tail) = match (kept.len(), place) {
        (0 | 1, None) => (kept.join(", "), None),
        (_, Some(place)) => (without_numbers(&kept), Some(*place)),
        (n, None) => (kept[..n - 1].join(", "), Some(kept[n - 1])),
    };
    let year = year.filter(|_| tail.is_some());
    [Some(head.as_str()), year, tail]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// "Journal of Things 22: 203": the page after the volume.
fn after_volume(part: &str) -> &str {
    let page = part.rsplit_once(": ").map(|(_, page)| page);
    page.filter(|page| page.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(part)
}

/// Whether `part` is a title without marks, which may hold a colon.
fn is_plain_title(part: &str) -> bool {
    part.contains(':') && part.starts_with(char::is_uppercase) && !part.contains(['“', '"', '‘'])
}

fn without_numbers(parts: &[&str]) -> String {
    let named = parts.iter().filter(|p| p.chars().any(char::is_alphabetic));
    named.copied().collect::<Vec<_>>().join(", ")
}

fn is_edition(part: &str) -> bool {
    part.split(|c: char| !c.is_alphabetic())
        .any(|word| EDITION_WORDS.contains(&word))
}

/// `text` without what stands in round brackets, and what stood there.
fn without_brackets(text: &str) -> (String, Vec<&str>) {
    let mut outside = String::with_capacity(text.len());
    let mut groups = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, next)) = after.split_once(')') else {
            break;
        };
        outside.push_str(before.trim_end());
        groups.push(inside);
        rest = next;
    }
    outside.push_str(rest);
    (outside, groups)
}

fn year_in(group: &str) -> Option<&str> {
    let ends = group.char_indices().filter(|(_, c)| c.is_ascii_digit());
    ends.filter_map(|(at, _)| group.get(at..at + 4))
        .rfind(|y| y.parse().is_ok_and(|y: u16| (1500..2036).contains(&y)))
}

/// Whether `group` is a place of its own: "(p. 66)".
fn is_place(group: &str) -> bool {
    let tokens = tokens(group);
    let (places, used) = super::citations::places(&tokens);
    used == tokens.len() && places.first().is_some_and(|place| place.is_labelled)
}

/// `text` parted at `at` outside brackets and quotation marks.
fn split_outside(text: &str, at: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut is_quoted, mut start) = (0usize, false, 0);
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '\u{201c}' | '\u{2018}' => is_quoted = true,
            '\u{201d}' => is_quoted = false,
            '\u{2019}' if !text[i + 3..].starts_with(char::is_alphanumeric) => is_quoted = false,
            _ if is_double_mark(c) => is_quoted = !is_quoted,
            _ if c == at && depth == 0 && !is_quoted => {
                parts.push(&text[start..i]);
                start = i + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
