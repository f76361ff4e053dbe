//! Where citations may stand: one pass over the bytes of a paragraph, which
//! stops only at brackets, figures and superscripts.

use super::super::{CitationKind, LocatorKind};
use super::bracket::parse_bracket;
use super::locator::{label_kind, place};
use super::tokens::{Token, TokenKind, tokens};
use super::{Form, FoundCitation, FoundWork, Names, Origin};
use crate::text::{Span, is_apostrophe, is_double_mark};
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// Longest bracket that is read, in bytes: a first citation with its imprint.
const BRACKET_BYTES: usize = 240;

/// Longest bracket without a figure, in bytes: a name or a chapter.
const NAME_BYTES: usize = 60;

/// Longest locator in the running text, in bytes.
const LOCATOR_BYTES: usize = 48;

/// How far a quotation may end before a glued `p34`, in bytes.
const NEAR_MARK_BYTES: usize = 40;

/// "Chapter Seven": no figure shows it, so it is searched for.
static CHAPTERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(["chapter ", "Chapter "]).expect("two words make a small automaton")
});

/// Bytes that begin or may begin a citation.
const CUES: [bool; 256] = {
    let mut cues = [false; 256];
    cues[b'(' as usize] = true;
    cues[b'[' as usize] = true;
    let mut digit = b'0';
    while digit <= b'9' {
        cues[digit as usize] = true;
        digit += 1;
    }
    cues[0xc2] = true;
    cues[0xe2] = true;
    cues
};

/// What may be citations in `text`: in order, disjoint.
pub(crate) fn scan(names: &Names, text: &str) -> Vec<FoundCitation> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = bytes[at..].iter().position(|b| CUES[usize::from(*b)]) {
        at += offset;
        let citation = match bytes[at] {
            b'(' => bracket(names, text, at),
            b'[' => square(names, text, at),
            0xc2 | 0xe2 => superscript(text, at),
            _ => figure(text, at),
        };
        at = match citation {
            Some(citation) => {
                let end = citation.span.end;
                found.push(citation);
                end
            }
            None => after_cue(text, at),
        };
    }
    spelled_chapters(text, &mut found);
    found
}

/// Where to look on after a cue that was no citation.
fn after_cue(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if bytes[at].is_ascii_digit() {
        at + bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    } else {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    }
}

fn bracket(names: &Names, text: &str, at: usize) -> Option<FoundCitation> {
    let Some(close) = matching_close(text, at) else {
        return unclosed(names, text, at);
    };
    let inside = &text[at + 1..close];
    let has_figure = inside.bytes().any(|b| b.is_ascii_digit());
    if !has_figure && inside.len() > NAME_BYTES {
        return None;
    }
    let (works, form) = parse_bracket(names, inside)?;
    Some(parenthetical(Span::new(at, close + 1), works, form))
}

fn parenthetical(span: Span, works: Vec<FoundWork>, form: Form) -> FoundCitation {
    FoundCitation {
        span,
        kind: CitationKind::Parenthetical,
        works,
        form,
    }
}

/// The `)` that closes the `(` at `open`, if it is near.
fn matching_close(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0;
    for (at, byte) in bytes.iter().enumerate().skip(open).take(BRACKET_BYTES) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at),
            b')' => depth -= 1,
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

/// "(Ishiguro 59." at the end of a line: the bracket was never closed.
fn unclosed(names: &Names, text: &str, at: usize) -> Option<FoundCitation> {
    let rest = &text[at + 1..];
    let line = &rest[..rest.find(['\n', '(', ')', '“', '”']).unwrap_or(rest.len())];
    let stop = line.char_indices().find(|(i, c)| {
        let after_figure = *i > 0 && line.as_bytes()[i - 1].is_ascii_digit();
        after_figure && matches!(c, '.' | ' ')
    });
    let end = stop.map_or(line.len(), |(i, _)| i);
    let inside = line
        .get(..end)
        .filter(|s| s.len() <= NAME_BYTES && s.ends_with(|c: char| c.is_ascii_digit()))?;
    let (works, form) = parse_bracket(names, inside)?;
    matches!(form, Form::Known | Form::Unknown | Form::Labelled)
        .then(|| parenthetical(Span::new(at, at + 1 + end), works, form))
}

/// `[^1]`, `[1]`, or a citation in square brackets.
fn square(names: &Names, text: &str, at: usize) -> Option<FoundCitation> {
    let rest = &text[at + 1..];
    let end = rest.bytes().take(NAME_BYTES).position(|b| b == b']')?;
    let inside = &rest[..end];
    let mark = inside.strip_prefix('^').unwrap_or(inside);
    let is_named = inside.len() > mark.len();
    let longest = if is_named { NAME_BYTES } else { 4 };
    let is_mark = (1..=longest).contains(&mark.len())
        && mark.bytes().all(|b| {
            b.is_ascii_digit()
                || is_named && (b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        });
    let span = Span::new(at, at + end + 2);
    if is_mark {
        return Some(note_mark(span, mark.to_owned()));
    }
    let (works, form) = parse_bracket(names, inside)?;
    let has_figure = inside.bytes().any(|b| b.is_ascii_digit());
    (form == Form::Known && has_figure).then(|| parenthetical(span, works, form))
}

fn note_mark(span: Span, mark: String) -> FoundCitation {
    FoundCitation {
        span,
        kind: CitationKind::Note,
        works: Vec::new(),
        form: Form::Mark(mark),
    }
}

/// `¹²` after a word or a stop.
fn superscript(text: &str, at: usize) -> Option<FoundCitation> {
    let rest = &text[at..];
    let digits: String = rest.chars().map_while(superscript_digit).take(4).collect();
    if digits.is_empty() || digits.len() > 3 {
        return None;
    }
    let end = at
        + rest
            .chars()
            .take(digits.len())
            .map(char::len_utf8)
            .sum::<usize>();
    let before = text[..at].chars().next_back()?;
    let is_unit = before.is_alphanumeric()
        && text[..at]
            .chars()
            .rev()
            .take_while(|c| c.is_alphanumeric())
            .count()
            < 3;
    (!is_unit).then(|| note_mark(Span::new(at, end), digits))
}

fn superscript_digit(c: char) -> Option<char> {
    match c {
        '\u{b9}' => Some('1'),
        '\u{b2}' => Some('2'),
        '\u{b3}' => Some('3'),
        '\u{2070}' | '\u{2074}'..='\u{2079}' => char::from_digit(c as u32 - 0x2070, 10),
        _ => None,
    }
}

/// A figure outside brackets: after a label, or as a note mark.
fn figure(text: &str, at: usize) -> Option<FoundCitation> {
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    labelled_figure(text, at).or_else(|| plain_mark(text, at, digits))
}

/// "trash’.6": digits right after a word or its punctuation.
fn plain_mark(text: &str, at: usize, digits: usize) -> Option<FoundCitation> {
    let mut before = text[..at].chars().rev();
    let glued_to = before.next()?;
    let is_punctuation = matches!(glued_to, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '…')
        || is_double_mark(glued_to)
        || is_apostrophe(glued_to);
    let follows_figure = before.next().is_some_and(|c| c.is_ascii_digit());
    if digits > 3 || !(is_punctuation && !follows_figure || glued_to.is_alphabetic()) {
        return None;
    }
    let mut after = text[at + digits..].chars();
    let next = after.next();
    let ends = next.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ';' | ')' | '—' | '–'))
        || matches!(next, Some('.' | ':')) && after.next().is_none_or(|c| !c.is_ascii_digit());
    ends.then(|| note_mark(Span::new(at, at + digits), text[at..at + digits].to_owned()))
}

/// "page 59", "chapters 3 and 4", "p34" right after a quotation.
fn labelled_figure(text: &str, at: usize) -> Option<FoundCitation> {
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
    ["of this", "of my", "of the thesis", "of the present"]
        .iter()
        .any(|own| after.starts_with(own))
        || before.eq_ignore_ascii_case("this")
        || before.eq_ignore_ascii_case("my")
}

/// "Chapter Seven" in the running text, put in its place among `found`.
fn spelled_chapters(text: &str, found: &mut Vec<FoundCitation>) {
    let count = found.len();
    for hit in CHAPTERS.find_iter(text).map(|hit| hit.start() + 1) {
        let start = hit - 1;
        let next_is_letter = text
            .as_bytes()
            .get(hit + 7)
            .is_some_and(u8::is_ascii_alphabetic);
        let follows_word = text[..start]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        if next_is_letter && !follows_word {
            let citation = running(text, start, "chapter");
            found.extend(citation.filter(|new| !is_roman_pronoun(new, text)));
        }
    }
    if found.len() > count {
        for new in found.split_off(count) {
            if !found.iter().any(|old| old.span.overlaps(new.span)) {
                found.push(new);
            }
        }
        found.sort_by_key(|citation| citation.span);
    }
}

/// "the chapter I read": no roman one.
fn is_roman_pronoun(citation: &FoundCitation, text: &str) -> bool {
    let written = citation.span.of(text);
    written.ends_with(" I") || written.ends_with(" i")
}
