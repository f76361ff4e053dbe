//! Labels and years: the words that say what a number counts.

use super::super::LocatorKind;
use super::tokens::{Token, TokenKind};

/// Years that citations give; earlier numbers are pages.
const YEARS: std::ops::RangeInclusive<u32> = 1500..=2035;

/// Years of which no page of a novel has the number.
const RECENT_YEARS: std::ops::RangeInclusive<u32> = 1900..=2035;

/// Fewest letters of a word that may be a misspelt "paragraph".
const MISSPELT_LETTERS: usize = 7;

/// What the word `word` labels, if it is a locator's label.
pub(crate) fn label_kind(word: &str) -> Option<LocatorKind> {
    let mut lower = [0u8; 12];
    let bytes = word.as_bytes();
    let lower = lower.get_mut(..bytes.len())?;
    lower.copy_from_slice(bytes);
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"p" | b"pp" | b"pg" | b"pgs" | b"pge" | b"page" | b"pages" | b"peg" | b"pag" | b"pags"
        | b"pgae" | b"paeg" => LocatorKind::Page,
        b"ch" | b"chs" | b"chap" | b"chaps" | b"chapt" | b"chapter" | b"chapters" | b"chpt"
        | b"chptr" | b"chpter" | b"chaper" | b"chatper" | b"chapther" => LocatorKind::Chapter,
        b"par" | b"pars" | b"para" | b"paras" | b"parag" | b"paragraph" | b"paragraphs" => {
            LocatorKind::Paragraph
        }
        b"sec" | b"sect" | b"section" | b"sections" => LocatorKind::Section,
        b"loc" | b"locs" | b"location" | b"locations" | b"kindle" => LocatorKind::KindleLoc,
        _ if is_misspelt_paragraph(lower) => LocatorKind::Paragraph,
        _ => return None,
    })
}

fn is_misspelt_paragraph(lower: &[u8]) -> bool {
    lower.len() >= MISSPELT_LETTERS
        && lower.starts_with(b"pa")
        && std::str::from_utf8(lower).is_ok_and(|word| strsim::osa_distance(word, "paragraph") <= 2)
}

/// The label at the front of `tokens` and how many tokens it takes.
pub(super) fn label(tokens: &[Token<'_>]) -> (Option<LocatorKind>, usize) {
    let mut kind = None;
    let mut at = 0;
    while let Some(found) = label_at(tokens, at, kind) {
        kind = Some(found);
        at += 1;
        while tokens
            .get(at)
            .is_some_and(|t| matches!(t.kind, TokenKind::Stop | TokenKind::Colon))
        {
            at += 1;
        }
        at += number_sign(&tokens[at..]);
    }
    (kind, at)
}

fn label_at(tokens: &[Token<'_>], at: usize, before: Option<LocatorKind>) -> Option<LocatorKind> {
    let token = tokens.get(at)?;
    match token.kind {
        TokenKind::Word if before == Some(LocatorKind::KindleLoc) && is_position(token) => before,
        TokenKind::Word => label_kind(token.text).or_else(|| seite(&tokens[at..])),
        TokenKind::Sign if token.text == "\u{b6}" => Some(LocatorKind::Paragraph),
        TokenKind::Sign => Some(LocatorKind::Section),
        _ => None,
    }
}

/// "Kindle position 1200", "Kindle edition, loc. 12".
fn is_position(token: &Token<'_>) -> bool {
    ["position", "pos"].iter().any(|word| token.is_word(word))
}

/// German "S. 59".
fn seite(tokens: &[Token<'_>]) -> Option<LocatorKind> {
    match tokens {
        [s, stop, number, ..] if s.text == "S" && stop.kind == TokenKind::Stop => {
            (number.kind == TokenKind::Number).then_some(LocatorKind::Page)
        }
        _ => None,
    }
}

/// How many tokens "no." and "number" take before a figure.
fn number_sign(tokens: &[Token<'_>]) -> usize {
    let is_sign = |t: &Token<'_>| ["no", "nr", "num", "number"].iter().any(|w| t.is_word(w));
    match tokens {
        [sign, number, ..] if is_sign(sign) && number.kind == TokenKind::Number => 1,
        [sign, stop, number, ..]
            if is_sign(sign)
                && stop.kind == TokenKind::Stop
                && number.kind == TokenKind::Number =>
        {
            2
        }
        _ => 0,
    }
}

/// The year that stands at the front of `tokens`, with the number of its tokens.
pub(crate) fn year(tokens: &[Token<'_>]) -> Option<(String, usize)> {
    let first = tokens.first()?;
    if first.is_word("n") && tokens.get(2).is_some_and(|t| t.is_word("d")) {
        let stop = usize::from(tokens.get(3).is_some_and(|t| t.kind == TokenKind::Stop));
        return Some(("n.d.".to_owned(), 3 + stop));
    }
    if let Some(two) = original_and_own(tokens) {
        return Some(two);
    }
    let mut text = is_year(first).then(|| first.text.to_owned())?;
    let mut used = 1;
    if let Some(letter) = tokens.get(used)
        && letter.is_glued
        && letter.kind == TokenKind::Word
        && matches!(letter.text, "a" | "b" | "c" | "d")
    {
        text.push_str(letter.text);
        used += 1;
    }
    Some((text, used))
}

/// "2005/2006", "[2005] 2006" and "2005 [2006]".
fn original_and_own(tokens: &[Token<'_>]) -> Option<(String, usize)> {
    let (first, second, used) = match tokens {
        [first, slash, second, ..] if slash.kind == TokenKind::Slash => (first, second, 3),
        [open, first, close, second, ..] if open.text == "[" && close.text == "]" => {
            (first, second, 4)
        }
        [first, open, second, close, ..] if open.text == "[" && close.text == "]" => {
            (first, second, 4)
        }
        _ => return None,
    };
    (is_year(first) && is_year(second)).then(|| (format!("{}/{}", first.text, second.text), used))
}

fn is_year(token: &Token<'_>) -> bool {
    token.text.len() == 4 && token.number().is_some_and(|n| YEARS.contains(&n))
}

/// Whether `value` is a year rather than a page, whatever stands before it.
pub(super) fn is_recent_year(value: &str) -> bool {
    value.len() == 4 && value.parse().is_ok_and(|n: u32| RECENT_YEARS.contains(&n))
}
