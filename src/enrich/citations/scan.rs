//! Where citations may stand: one pass over the bytes of a paragraph, which
//! stops only at brackets, figures and superscripts.

use super::super::CitationKind;
use super::brackets::{bracket, square};
use super::running::{behind_quotation, labelled_figure, spelled_chapters, unopened};
use super::{Form, FoundCitation, Names};
use crate::text::{Span, is_apostrophe, is_double_mark};

/// Bytes that begin or may begin a citation.
const CUES: [bool; 256] = {
    let mut cues = [false; 256];
    cues[b'(' as usize] = true;
    cues[b'[' as usize] = true;
    cues[b'{' as usize] = true;
    cues[b'*' as usize] = true;
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
            b'{' => bracket(names, text, at).filter(|found| found.form != Form::NameOnly),
            b'*' => symbol(text, at),
            0xc2 | 0xe2 => superscript(text, at).or_else(|| symbol(text, at)),
            _ => figure(names, text, at),
        };
        // A citation in the running text begins before the figure that shows it.
        let is_free = |new: &FoundCitation| {
            found
                .last()
                .is_none_or(|last: &FoundCitation| last.span.end <= new.span.start)
        };
        at = match citation.filter(is_free) {
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

pub(super) fn note_mark(span: Span, mark: String) -> FoundCitation {
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
            .take(3)
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

/// `*` or `†` after a word or its punctuation, before a gap.
fn symbol(text: &str, at: usize) -> Option<FoundCitation> {
    let symbol = text[at..]
        .chars()
        .next()
        .filter(|c| matches!(c, '*' | '†' | '‡'))?;
    let rest = text[at..].trim_start_matches(symbol);
    let mark = &text[at..text.len() - rest.len()];
    let before = text[..at].chars().next_back()?;
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':' | ')');
    let is_mark = mark.chars().count() <= 3
        && !before.is_whitespace()
        && before != '('
        && rest.chars().next().is_none_or(ends);
    is_mark.then(|| note_mark(Span::new(at, at + mark.len()), mark.to_owned()))
}

/// A figure outside brackets: behind a quotation, after a label, or as a note mark.
fn figure(names: &Names, text: &str, at: usize) -> Option<FoundCitation> {
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    behind_quotation(names, text, at)
        .or_else(|| unopened(names, text, at, digits))
        .or_else(|| labelled_figure(text, at))
        .or_else(|| plain_mark(text, at, digits))
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
