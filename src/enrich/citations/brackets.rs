//! Citations in brackets, round, square or curly, also where one of the two
//! is missing or of another kind.

use super::super::CitationKind;
use super::bracket::parse_bracket;
use super::scan::note_mark;
use super::{Form, FoundCitation, FoundWork, Names};
use crate::text::{Span, is_apostrophe, is_double_mark};

/// Longest bracket that is read, in bytes: a first citation with its imprint.
const BRACKET_BYTES: usize = 240;

/// Longest bracket without a figure, in bytes: a name or a chapter.
const NAME_BYTES: usize = 60;

/// The citation in the bracket that opens at `at`.
pub(super) fn bracket(names: &Names, text: &str, at: usize) -> Option<FoundCitation> {
    let Some(close) = matching_close(text, at) else {
        return unclosed(names, text, at);
    };
    let inside = &text[at + 1..close];
    let has_figure = inside.bytes().any(|b| b.is_ascii_digit()) || inside.contains("hapter ");
    if !has_figure && inside.len() > NAME_BYTES {
        return None;
    }
    let Some((works, form)) = parse_bracket(names, inside) else {
        let is_two = inside.contains(['(', '“']) || inside.contains(". ");
        let is_known = |found: &FoundCitation| found.form == Form::Known;
        return unclosed(names, text, at).filter(|found| is_two && is_known(found));
    };
    Some(parenthetical(Span::new(at, close + 1), works, form))
}

pub(super) fn parenthetical(span: Span, works: Vec<FoundWork>, form: Form) -> FoundCitation {
    FoundCitation {
        span,
        kind: CitationKind::Parenthetical,
        works,
        form,
    }
}

/// What closes the bracket at `open`, if it is near.
fn matching_close(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (opens, closes) = if bytes[open] == b'{' {
        (b'{', b'}')
    } else {
        (b'(', b')')
    };
    let mut depth = 0;
    for (at, byte) in bytes.iter().enumerate().skip(open).take(BRACKET_BYTES) {
        match *byte {
            byte if byte == opens => depth += 1,
            byte if byte == closes && depth == 1 => return Some(at),
            byte if byte == closes => depth -= 1,
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

/// "(Ishiguro 59." or "(Ishiguro 59]": the bracket was never closed, or by another.
fn unclosed(names: &Names, text: &str, at: usize) -> Option<FoundCitation> {
    let rest = &text[at + 1..];
    let line = &rest[..rest.find(['\n', '(', ')', '“', '”']).unwrap_or(rest.len())];
    let inside = front_with_figure(line)?;
    let (works, form) = parse_bracket(names, inside)?;
    let is_closed_otherwise = line[inside.len()..].starts_with([']', '}']);
    let end = at + 1 + inside.len() + usize::from(is_closed_otherwise);
    let is_sure = match form {
        Form::Known | Form::Unknown | Form::Labelled => true,
        Form::Bare => text[..at].trim_end().ends_with(is_closing),
        _ => false,
    };
    is_sure.then(|| parenthetical(Span::new(at, end), works, form))
}

fn is_closing(c: char) -> bool {
    is_double_mark(c) || is_apostrophe(c)
}

/// The front of `line` up to the first figure that ends something.
pub(super) fn front_with_figure(line: &str) -> Option<&str> {
    let ends = |(at, c): &(usize, char)| {
        let after_figure = *at > 0 && line.as_bytes()[at - 1].is_ascii_digit();
        after_figure && matches!(c, '.' | ' ' | ',' | ';' | ']' | '}' | ')' | '!' | '?')
    };
    let end = line.char_indices().find(ends);
    let front = line.get(..end.map_or(line.len(), |(at, _)| at))?;
    let is_short = front.len() <= NAME_BYTES;
    (is_short && front.ends_with(|c: char| c.is_ascii_digit())).then_some(front)
}

/// `[^1]`, `[1]`, `[1, p. 59]`, or a citation in square brackets.
pub(super) fn square(names: &Names, text: &str, at: usize) -> Option<FoundCitation> {
    let rest = &text[at + 1..];
    let end = rest.bytes().take(NAME_BYTES).position(|b| b == b']')?;
    let inside = &rest[..end];
    let mark = inside.strip_prefix('^').unwrap_or(inside);
    let is_named = inside.len() > mark.len();
    let longest = if is_named { NAME_BYTES } else { 4 };
    let is_mark = (1..=longest).contains(&mark.len())
        && mark.chars().all(|c| {
            c.is_ascii_digit()
                || is_named
                    && (c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '*' | '†' | '‡'))
        });
    let span = Span::new(at, at + end + 2);
    if is_mark {
        return Some(note_mark(span, mark.to_owned()));
    }
    if let Some(entry) = numbered_entry(names, inside, span) {
        return Some(entry);
    }
    let (works, form) = parse_bracket(names, inside)?;
    let has_figure = inside.bytes().any(|b| b.is_ascii_digit());
    let is_in_line = text[..at]
        .trim_end_matches(' ')
        .ends_with(|c: char| c != '\n');
    let is_sure = match form {
        Form::Known => true,
        Form::Labelled => is_in_line,
        Form::Bare => text[..at].trim_end().ends_with(is_closing),
        _ => false,
    };
    (is_sure && has_figure).then(|| parenthetical(span, works, form))
}

/// "[3, p. 59]": a place in an entry of a numbered list of works.
fn numbered_entry(names: &Names, inside: &str, span: Span) -> Option<FoundCitation> {
    let (number, place) = inside.split_once(',')?;
    let is_number = (1..3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let (works, form) = parse_bracket(names, place).filter(|_| is_number)?;
    (form == Form::Labelled).then(|| FoundCitation {
        works,
        ..note_mark(span, number.to_owned())
    })
}
