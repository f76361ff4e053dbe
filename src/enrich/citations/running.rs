//! Citations in the running text: after a label ("on page 59"), or behind a
//! quotation whose brackets are missing ("…” Smith 59.").

use super::super::{CitationKind, LocatorKind};
use super::bracket::parse_bracket;
use super::brackets::{front_with_figure, parenthetical};
use super::labels::label_kind;
use super::locator::place;
use super::tokens::{Token, TokenKind, tokens};
use super::{Form, FoundCitation, FoundWork, Names, Origin};
use crate::text::{Span, is_apostrophe, is_double_mark};
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// Longest locator in the running text, in bytes.
const LOCATOR_BYTES: usize = 48;

/// How far a quotation may end before a glued `p34`, in bytes.
const NEAR_MARK_BYTES: usize = 40;

/// "Chapter Seven": no figure shows it, so it is searched for.
static CHAPTERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(["chapter ", "Chapter ", "chapters ", "Chapters "])
        .expect("four words make a small automaton")
});

/// "…” Smith, p. 59", "…” 59)": no brackets, right behind a quotation.
pub(super) fn behind_quotation(names: &Names, text: &str, at: usize) -> Option<FoundCitation> {
    let (mark_at, mark) =
        text[..at]
            .char_indices()
            .rev()
            .take(NEAR_MARK_BYTES)
            .find(|(i, c)| {
                let is_within = || text[i + c.len_utf8()..].starts_with(char::is_alphanumeric);
                is_double_mark(*c) || is_apostrophe(*c) && !is_within() || matches!(c, '(' | '\n')
            })?;
    let from = mark_at + mark.len_utf8();
    let is_gap =
        |c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':' | '-' | '–' | '—');
    let start = text.len() - text[from..].trim_start_matches(is_gap).len();
    if matches!(mark, '(' | '\n') || start == from || start > at {
        return None;
    }
    let inside = front_with_figure(&text[start..])?;
    let end = start + inside.len();
    let is_closed = text[end..].starts_with(')');
    let (works, form) = parse_bracket(names, inside)?;
    let has_place = works[0].work.locator_kind != LocatorKind::None;
    let is_labelled = inside
        .split(|c: char| !c.is_alphabetic())
        .any(|w| label_kind(w).is_some());
    let is_sure = match form {
        Form::Known => has_place,
        Form::Unknown => has_place && (is_labelled || is_closed),
        Form::Bare => is_closed,
        _ => false,
    };
    is_sure.then(|| FoundCitation {
        kind: CitationKind::Unparenthesised,
        ..parenthetical(Span::new(start, end + usize::from(is_closed)), works, form)
    })
}

/// Most words of a name before a place whose bracket was never opened.
const NAME_WORDS: usize = 4;

/// Bytes before a figure in which its bracket and name are looked for.
const UNOPENED_BYTES: usize = 500;

/// "Smith 59)": a known name and a bracket that was never opened.
pub(super) fn unopened(
    names: &Names,
    text: &str,
    at: usize,
    digits: usize,
) -> Option<FoundCitation> {
    let end = at + digits;
    if !text[end..].starts_with(')') {
        return None;
    }
    let floor = at.saturating_sub(UNOPENED_BYTES);
    let floor = (floor..=at).find(|at| text.is_char_boundary(*at))?;
    let line = text[floor..at].rfind('\n');
    let line = &text[line.map_or(floor, |at| floor + at + 1)..end];
    if line.rfind('(') > line.rfind(')') {
        return None;
    }
    let begins_word = |(at, c): &(usize, char)| {
        c.is_uppercase() && !line[..*at].ends_with(|c: char| !c.is_whitespace())
    };
    let starts = line.char_indices().rev().filter(begins_word);
    let parsed = starts.take(NAME_WORDS).filter_map(|(start, _)| {
        let (works, form) = parse_bracket(names, &line[start..])?;
        (form == Form::Known).then_some((start, works, form))
    });
    let (start, works, form) = parsed.last()?;
    let start = end - line.len() + start;
    Some(parenthetical(Span::new(start, end + 1), works, form))
}

/// "page 59", "chapters 3 and 4", "p34" right after a quotation.
pub(super) fn labelled_figure(text: &str, at: usize) -> Option<FoundCitation> {
    let before = text[..at].trim_end_matches([' ', '\u{a0}']);
    let before = before
        .strip_suffix('.')
        .unwrap_or(before)
        .trim_end_matches(' ');
    let label = trailing_word(before);
    let start = before.len() - label.len();
    let is_plain = is_running_label(label)? || is_after_mark(text, start);
    let is_glued = start + label.len() == at;
    if !is_plain || (is_glued && !is_after_mark(text, start)) {
        return None;
    }
    running(text, start, label)
}

/// Whether `label` may stand in the running text, alone (`true`) or only
/// after a quotation.
fn is_running_label(label: &str) -> Option<bool> {
    let kind = label_kind(label)?;
    match kind {
        LocatorKind::Section => None,
        LocatorKind::KindleLoc => Some(false),
        LocatorKind::Paragraph => (label.len() > 4).then_some(true),
        _ => Some(true),
    }
}

fn trailing_word(text: &str) -> &str {
    let len: usize = text
        .bytes()
        .rev()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let word = &text[text.len() - len..];
    let is_cut = text[..text.len() - len]
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric);
    if is_cut { "" } else { word }
}

fn is_after_mark(text: &str, at: usize) -> bool {
    text[..at]
        .char_indices()
        .rev()
        .take_while(|(i, _)| at - i <= NEAR_MARK_BYTES)
        .any(|(_, c)| is_double_mark(c) || is_apostrophe(c))
}

fn running(text: &str, start: usize, label: &str) -> Option<FoundCitation> {
    let window = window(text, start);
    let tokens = tokens(window);
    let is_plural = label.ends_with(['s', 'S']) || label.eq_ignore_ascii_case("pp");
    let is_list = |t: &Token<'_>| {
        matches!(
            t.kind,
            TokenKind::Comma | TokenKind::Ampersand | TokenKind::Colon
        ) || t.is_word("and")
    };
    let cut = tokens
        .iter()
        .position(|t| !is_plural && is_list(t))
        .unwrap_or(tokens.len());
    let (place, used) = place(&tokens[..cut])?;
    let last = tokens[..used]
        .iter()
        .rev()
        .find(|t| t.kind != TokenKind::Stop)?;
    let end = start + last.end();
    if is_own_division(text, start, end) {
        return None;
    }
    let work = super::CitedWork {
        locator_kind: place.kind,
        locators: place.values,
        ..super::CitedWork::default()
    };
    Some(FoundCitation {
        span: Span::new(start, end),
        kind: CitationKind::Unparenthesised,
        works: vec![FoundWork {
            work,
            origin: Origin::Inherited,
        }],
        form: Form::Running,
    })
}

fn window(text: &str, start: usize) -> &str {
    let mut end = (start + LOCATOR_BYTES).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let window = &text[start..end];
    if end == text.len() {
        return window;
    }
    &window[..window.rfind([' ', '\n']).unwrap_or(window.len())]
}

/// "chapter 3 of this thesis": the essay speaks of itself.
fn is_own_division(text: &str, start: usize, end: usize) -> bool {
    let after = text[end..].trim_start();
    let before = trailing_word(text[..start].trim_end());
    [
        "of this",
        "of my",
        "of the thesis",
        "of the present",
        "above",
        "below",
    ]
    .iter()
    .any(|own| after.starts_with(own))
        || before.eq_ignore_ascii_case("this")
        || before.eq_ignore_ascii_case("my")
}

/// "Chapter Seven" in the running text, put in its place among `found`.
pub(super) fn spelled_chapters(text: &str, found: &mut Vec<FoundCitation>) {
    let count = found.len();
    for hit in CHAPTERS.find_iter(text) {
        let start = hit.start();
        let next_is_letter = text
            .as_bytes()
            .get(hit.end())
            .is_some_and(u8::is_ascii_alphabetic);
        let follows_word = text[..start].ends_with(char::is_alphanumeric);
        if next_is_letter && !follows_word {
            let label = text[start..hit.end()].trim_end();
            let citation = running(text, start, label);
            found.extend(citation.filter(|new| !is_roman_pronoun(new, text)));
        }
    }
    if found.len() > count {
        let mut spelled = found.split_off(count);
        let mut end = 0;
        spelled.retain(|new| {
            let next = found.partition_point(|old| old.span.end <= new.span.start);
            let is_met = |old: &FoundCitation| old.span.overlaps(new.span);
            let is_free = new.span.start >= end && !found[next..].first().is_some_and(is_met);
            end = if is_free { new.span.end } else { end };
            is_free
        });
        found.append(&mut spelled);
        found.sort_by_key(|citation| citation.span);
    }
}

/// "the chapter I read": no roman one.
fn is_roman_pronoun(citation: &FoundCitation, text: &str) -> bool {
    let written = citation.span.of(text);
    written.ends_with(" I") || written.ends_with(" i")
}
