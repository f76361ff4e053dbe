//! Locators: labels, numbers, ranges and lists, brought to their normal form.

use super::super::LocatorKind;
use super::numerals::{arabic, complete_range, number};
use super::tokens::{Token, TokenKind};

/// Years that citations give; earlier numbers are pages.
const YEARS: std::ops::RangeInclusive<u32> = 1500..=2035;

/// Places of one kind, as one work of a citation gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// What is counted.
    pub(crate) kind: LocatorKind,
    /// Normal forms; never empty.
    pub(crate) values: Vec<String>,
    /// Whether a label said what is counted.
    pub(crate) is_labelled: bool,
}

/// What the word `word` labels, if it is a locator's label.
pub(crate) fn label_kind(word: &str) -> Option<LocatorKind> {
    let mut lower = [0u8; 12];
    let bytes = word.as_bytes();
    let lower = lower.get_mut(..bytes.len())?;
    lower.copy_from_slice(bytes);
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"p" | b"pp" | b"pg" | b"pgs" | b"pge" | b"page" | b"pages" | b"peg" | b"pag" => {
            LocatorKind::Page
        }
        b"ch" | b"chs" | b"chap" | b"chaps" | b"chapt" | b"chapter" | b"chapters" => {
            LocatorKind::Chapter
        }
        b"par" | b"pars" | b"para" | b"paras" | b"paragraph" | b"paragraphs" => {
            LocatorKind::Paragraph
        }
        b"sec" | b"sect" | b"section" | b"sections" => LocatorKind::Section,
        b"loc" | b"locs" | b"location" | b"locations" | b"kindle" => LocatorKind::KindleLoc,
        _ => return None,
    })
}

/// The year that stands at the front of `tokens`, with the number of its tokens.
pub(crate) fn year(tokens: &[Token<'_>]) -> Option<(String, usize)> {
    let first = tokens.first()?;
    if first.is_word("n") && tokens.get(2).is_some_and(|t| t.is_word("d")) {
        let stop = usize::from(tokens.get(3).is_some_and(|t| t.kind == TokenKind::Stop));
        return Some(("n.d.".to_owned(), 3 + stop));
    }
    if first.text.len() != 4 || !YEARS.contains(&first.number()?) {
        return None;
    }
    let mut text = first.text.to_owned();
    let mut used = 1;
    if let [_, slash, second, ..] = tokens
        && slash.kind == TokenKind::Slash
        && second.text.len() == 4
        && second.number().is_some_and(|n| YEARS.contains(&n))
    {
        text = format!("{text}/{}", second.text);
        used = 3;
    }
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

/// The places at the front of `tokens` and how many tokens they take; none
/// if what stands there is no locator.
pub(crate) fn places(tokens: &[Token<'_>]) -> (Vec<Place>, usize) {
    let mut found: Vec<Place> = Vec::new();
    let mut used = 0;
    loop {
        let gap = separators(&tokens[used..]);
        let Some((place, len)) = place(&tokens[used + gap..]) else {
            break;
        };
        if gap == 0 && used > 0 && !place.is_labelled {
            break;
        }
        found.push(place);
        used += gap + len;
    }
    (found, used)
}

fn separators(tokens: &[Token<'_>]) -> usize {
    tokens
        .iter()
        .take_while(|t| {
            matches!(
                t.kind,
                TokenKind::Comma | TokenKind::Colon | TokenKind::Semicolon
            ) || t.is_word("and")
        })
        .count()
}

/// One place (label and numbers) at the front of `tokens`.
pub(crate) fn place(tokens: &[Token<'_>]) -> Option<(Place, usize)> {
    let (label, at) = label(tokens);
    let words_count = matches!(label, Some(LocatorKind::Chapter));
    let (mut values, len) = numbers(&tokens[at..], label)?;
    let mut used = at + len;
    let mut kind = label.unwrap_or(LocatorKind::Page);
    if tokens
        .get(used)
        .is_some_and(|t| t.kind == TokenKind::Percent)
    {
        kind = LocatorKind::Percent;
        used += 1;
    } else if label.is_none() && values.iter().any(|v| v.contains('.')) {
        kind = LocatorKind::ChapterPara;
    }
    if words_count {
        for value in &mut values {
            *value = arabic(value);
        }
    }
    while tokens
        .get(used)
        .is_some_and(|t| t.is_word("f") || t.is_word("ff"))
    {
        used += 1 + usize::from(
            tokens
                .get(used + 1)
                .is_some_and(|t| t.kind == TokenKind::Stop),
        );
    }
    Some((
        Place {
            kind,
            values,
            is_labelled: label.is_some(),
        },
        used,
    ))
}

/// The label at the front of `tokens` and how many tokens it takes.
fn label(tokens: &[Token<'_>]) -> (Option<LocatorKind>, usize) {
    let mut kind = None;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let found = match token.kind {
            TokenKind::Word => label_kind(token.text),
            TokenKind::Sign if token.text == "\u{b6}" => Some(LocatorKind::Paragraph),
            TokenKind::Sign => Some(LocatorKind::Section),
            _ => None,
        };
        let Some(found) = found else { break };
        kind = Some(found);
        at += 1;
        while tokens
            .get(at)
            .is_some_and(|t| matches!(t.kind, TokenKind::Stop | TokenKind::Colon))
        {
            at += 1;
        }
    }
    (kind, at)
}

/// Numbers, ranges and lists of them at the front of `tokens`.
fn numbers(tokens: &[Token<'_>], label: Option<LocatorKind>) -> Option<(Vec<String>, usize)> {
    let (first, mut used) = range(tokens, label)?;
    let mut values = vec![first];
    loop {
        let gap = separators(&tokens[used..])
            + usize::from(
                tokens
                    .get(used)
                    .is_some_and(|t| t.kind == TokenKind::Ampersand),
            );
        let is_list =
            gap > 0 && !matches!(tokens[used].kind, TokenKind::Semicolon | TokenKind::Colon);
        let Some((next, len)) = range(&tokens[used + gap..], label).filter(|_| is_list) else {
            return Some((values, used));
        };
        let after = tokens.get(used + gap + len);
        if after.is_some_and(|t| t.kind == TokenKind::Percent) {
            return Some((values, used));
        }
        values.push(next);
        used += gap + len;
    }
}

/// A number or a range, in normal form.
fn range(tokens: &[Token<'_>], label: Option<LocatorKind>) -> Option<(String, usize)> {
    let (from, mut used) = number(tokens, label)?;
    let is_dash = tokens.get(used).is_some_and(|t| t.kind == TokenKind::Dash);
    let word = tokens
        .get(used)
        .is_some_and(|t| label.is_some() && t.is_word("to"));
    if !is_dash && !word {
        return Some((from, used));
    }
    while tokens
        .get(used)
        .is_some_and(|t| t.kind == TokenKind::Dash || t.is_word("to"))
    {
        used += 1;
    }
    let (to, len) = number(&tokens[used..], label)?;
    Some((complete_range(&from, &to)?, used + len))
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn check(text: &str, expected: &str) {
        let tokens = tokens(text);
        let (places, used) = places(&tokens);
        let shown: Vec<_> = places
            .iter()
            .map(|p| format!("{:?} {}", p.kind, p.values.join("+")))
            .collect();
        let rest: String = tokens[used..].iter().map(|t| t.text).collect();
        assert_eq!(format!("{}|{rest}", shown.join("; ")), expected, "{text}");
    }

    #[test]
    fn locators_come_out_in_normal_form() {
        for (text, expected) in [
            ("59", "Page 59|"),
            ("59–60, 72", "Page 59-60+72|"),
            ("124-25", "Page 124-125|"),
            ("101–8", "Page 101-108|"),
            ("207—08", "Page 207-208|"),
            ("p.59", "Page 59|"),
            ("Peg. 1 1", "Page 11|"),
            ("pp. iv–ix", "Page iv-ix|"),
            ("ch. VII", "Chapter 7|"),
            ("Chapter Twenty-Two", "Chapter 22|"),
            ("Chapters 13, 15 and 22", "Chapter 13+15+22|"),
            ("Ch.1 p.3", "Chapter 1; Page 3|"),
            ("Chapter 16, 100%", "Chapter 16; Percent 100|"),
            ("3.28-31", "ChapterPara 3.28-31|"),
            ("Kindle loc. 640", "KindleLoc 640|"),
            ("location 1200-04", "KindleLoc 1200-1204|"),
            ("Kindle 23%", "Percent 23|"),
            ("§4", "Section 4|"),
            ("paragraph 3", "Paragraph 3|"),
            ("59ff.", "Page 59|"),
            ("059", "Page 59|"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn what_runs_backwards_or_is_an_ordinal_is_no_locator() {
        for text in ["5-4", "4th", "p.m.", "word"] {
            assert!(places(&tokens(text)).0.is_empty(), "{text}");
        }
    }
}
