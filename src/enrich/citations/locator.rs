//! Locators: labels, numbers, ranges and lists, brought to their normal form.

use super::super::LocatorKind;
use super::labels::label;
use super::numerals::{arabic, complete_range, number, thousand};
use super::tokens::{Token, TokenKind};

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
    used += trailer(&tokens[used..]);
    Some((
        Place {
            kind,
            values,
            is_labelled: label.is_some(),
        },
        used,
    ))
}

/// How many tokens at the front say more of the place before: "ff.", "n. 2",
/// "of 288", "line 4".
fn trailer(tokens: &[Token<'_>]) -> usize {
    let mut used = 0;
    while let Some(token) = tokens.get(used).filter(|t| t.kind == TokenKind::Word) {
        let rest = &tokens[used + 1..];
        let stop = usize::from(rest.first().is_some_and(|t| t.kind == TokenKind::Stop));
        let is_any = |words: &[&str]| words.iter().any(|word| token.is_word(word));
        let figure = rest.get(stop).filter(|t| t.kind == TokenKind::Number);
        used += match figure {
            _ if is_any(&["f", "ff"]) => 1 + stop,
            Some(_) if is_any(&["n", "nn", "note", "line", "lines", "sentence"]) => 2 + stop,
            Some(_) if is_any(&["of"]) && stop == 0 => 2,
            None if is_any(&["n", "et", "passim"]) => 1 + stop,
            _ => break,
        };
    }
    used
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
        if label == Some(LocatorKind::Chapter) && is_page_after_chapter(&values, &next) {
            return Some((values, used));
        }
        let after = tokens.get(used + gap + len);
        if after.is_some_and(|t| t.kind == TokenKind::Percent) {
            return Some((values, used));
        }
        values.push(next);
        used += gap + len;
    }
}

/// Chapters between two of a list; a number further on is a page ("ch. 6, 72").
const CHAPTER_LEAP: u32 = 20;

fn is_page_after_chapter(values: &[String], next: &str) -> bool {
    let number = |text: &str| text.split('-').next()?.parse::<u32>().ok();
    let last = values.last().and_then(|value| number(value));
    last.zip(number(next))
        .is_some_and(|(last, next)| next > last + CHAPTER_LEAP)
}

/// A number or a range, in normal form.
fn range(tokens: &[Token<'_>], label: Option<LocatorKind>) -> Option<(String, usize)> {
    if label.is_none() && thousand(tokens).is_some() {
        return None;
    }
    let (from, mut used) = match thousand(tokens).filter(|_| label == Some(LocatorKind::KindleLoc))
    {
        Some(joined) => (joined, 3),
        None => number(tokens, label)?,
    };
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
            ("59n3", "Page 59|"),
            ("59 n. 2", "Page 59|"),
            ("p. 59 of 288", "Page 59|"),
            ("no. 59", "|no.59"),
            ("page no. 59", "Page 59|"),
            ("page number 59", "Page 59|"),
            ("p. # 59", "Page 59|"),
            ("S. 59f.", "Page 59|"),
            ("ch 6, 72", "Chapter 6; Page 72|"),
            ("ch. 13, 15 and 22", "Chapter 13+15+22|"),
            ("Chapter Twenty One", "Chapter 21|"),
            ("Loc. 1,200-04", "KindleLoc 1200-1204|"),
            ("Kindle position 12", "KindleLoc 12|"),
            ("paragragh 3 line 1", "Paragraph 3|"),
            ("papragraph 9", "Paragraph 9|"),
            ("1 1", "Page 11|"),
            ("124,125", "Page 124+125|"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn what_runs_backwards_or_is_an_ordinal_is_no_locator() {
        for text in ["5-4", "4th", "p.m.", "word", "1,000", "10,000", "0"] {
            assert!(places(&tokens(text)).0.is_empty(), "{text}");
        }
    }
}
