//! Quotation marks in a paragraph, each with what its neighbours say of it.

use crate::text::{Span, is_double_mark, is_single_mark};

/// Words that begin with a dropped letter.
const ELISIONS: &[&str] = &[
    "em", "tis", "twas", "til", "till", "cause", "cos", "n", "bout", "round", "nother", "tween",
];

/// The side a mark's shape shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Open,
    Close,
    Straight,
}

/// A quotation mark, or an apostrophe at the edge of a word.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of one mark"
)]
pub(super) struct Mark {
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) is_double: bool,
    pub(super) shape: Shape,
    /// German „ or ‚.
    pub(super) is_low: bool,
    /// Right after a letter, figure or punctuation.
    pub(super) is_after_word: bool,
    /// Right after white space, an opening bracket, a dash or the start.
    pub(super) is_after_gap: bool,
    pub(super) is_after_dash: bool,
    /// Right after a colon or comma.
    pub(super) after_lead_in: bool,
    pub(super) after_digit: bool,
    /// Right before a letter, figure or opening bracket.
    pub(super) is_before_word: bool,
    /// Before a word with its first letters dropped.
    pub(super) is_elision: bool,
    /// After a plural and before a lower-case word.
    pub(super) is_possessive: bool,
}

impl Mark {
    pub(super) fn end(&self) -> usize {
        self.at + self.len
    }

    /// Whether its neighbours let it close a quotation.
    pub(super) fn may_close(&self) -> bool {
        !self.is_before_word && (self.is_after_word || self.shape == Shape::Close)
    }

    /// Whether its neighbours let it do nothing but open one.
    pub(super) fn is_clear_open(&self) -> bool {
        self.is_after_gap && self.is_before_word
    }
}

/// Bytes that begin a quotation mark.
const CUES: [bool; 256] = {
    let mut cues = [false; 256];
    cues[b'"' as usize] = true;
    cues[b'\'' as usize] = true;
    cues[b'`' as usize] = true;
    cues[0xc2] = true;
    cues[0xe2] = true;
    cues[0xef] = true;
    cues
};

/// The marks of `text` outside `citations`, in order; apostrophes within
/// words are left out.
pub(super) fn marks(text: &str, citations: &[Span]) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut citations = citations.iter().peekable();
    let mut at = 0;
    while let Some(offset) = bytes[at..].iter().position(|b| CUES[usize::from(*b)]) {
        at += offset;
        let c = char_at(text, at);
        let start = at;
        at += c.len_utf8();
        if !is_double_mark(c) && !is_single_mark(c) {
            continue;
        }
        while citations.next_if(|span| span.end <= start).is_some() {}
        let is_doubled = is_single_mark(c) && text[at..].starts_with(c);
        if is_doubled {
            at += c.len_utf8();
        }
        if citations.peek().is_none_or(|span| span.start > start) {
            found.extend(mark(text, Span::new(start, at), c));
        }
    }
    found
}

fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().expect("a cue begins a character")
}

/// Whether `text` begins with a mark that may open a quotation.
pub(super) fn begins(text: &str) -> bool {
    text.chars()
        .next()
        .is_some_and(|c| (is_double_mark(c) || is_single_mark(c)) && shape(c) != Shape::Close)
}

fn shape(c: char) -> Shape {
    match c {
        '\u{201c}' | '\u{2018}' | '\u{201e}' | '\u{201a}' | '\u{201b}' | '\u{201f}' | '\u{ab}'
        | '\u{2039}' | '`' => Shape::Open,
        '\u{201d}' | '\u{2019}' | '\u{bb}' | '\u{203a}' => Shape::Close,
        _ => Shape::Straight,
    }
}

/// The mark `c` at `span`, unless it stands within a word. Two single marks are a double one.
fn mark(text: &str, span: Span, c: char) -> Option<Mark> {
    let is_mark = |c: &char| is_double_mark(*c) || is_single_mark(*c);
    let at = span.start;
    let rest = &text[span.end..];
    let is_double = is_double_mark(c) || span.len() > c.len_utf8();
    let touching = text[..at].chars().next_back();
    if !is_double
        && touching.is_some_and(char::is_alphanumeric)
        && rest.starts_with(char::is_alphanumeric)
    {
        return None;
    }
    let before = text[..at].chars().rev().find(|c| !is_mark(c));
    let after = rest.chars().find(|c| !is_mark(c));
    let is_dash = |c: char| matches!(c, '\u{2012}'..='\u{2015}' | '-');
    let is_after_dash = before.is_some_and(is_dash);
    let is_after_gap = is_after_dash
        || before
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '{' | '/' | '*' | '_'));
    let is_before_word = after
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '[' | '(' | '…' | '*' | '$' | '£'))
        && !(after == Some('(') || after == Some('[') && !is_after_gap);
    Some(Mark {
        at,
        len: span.len(),
        is_double,
        shape: shape(c),
        is_low: matches!(c, '\u{201e}' | '\u{201a}'),
        is_after_word: !is_after_gap || is_after_dash,
        is_after_gap,
        is_after_dash,
        after_lead_in: before.is_some_and(|c| matches!(c, ':' | ',')),
        after_digit: touching.is_some_and(|c| c.is_ascii_digit()),
        is_before_word,
        is_elision: is_elision(rest),
        is_possessive: is_possessive(&text[..at], rest),
    })
}

fn is_elision(rest: &str) -> bool {
    let word = rest
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    let is_decade =
        word.len() == 3 && word.ends_with('s') && word.starts_with(|c: char| c.is_ascii_digit());
    let is_year = word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
    is_decade
        || is_year
        || ELISIONS
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
}

/// "students’ work", "goin’ home": likelier an apostrophe than a close.
fn is_possessive(before: &str, rest: &str) -> bool {
    let ends = before.ends_with(['s', 'S']) || before.ends_with("in");
    let mut after = rest.chars();
    ends && after.next().is_some_and(char::is_whitespace)
        && after.next().is_some_and(char::is_lowercase)
}
