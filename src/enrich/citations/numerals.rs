//! Numbers as locators write them: figures, words, roman ones, torn and
//! elided ones, brought to plain digits.

use super::super::LocatorKind;
use super::tokens::{Token, TokenKind};
use crate::text::{BELOW_TWENTY, TENS};
use std::borrow::Cow;

/// Largest number taken for a page, chapter or location.
const LARGEST: u32 = 99_999;

/// `from-to` with all the digits of `to`; `None` if it runs backwards.
pub(super) fn complete_range(from: &str, to: &str) -> Option<String> {
    let from_digits = from.rsplit('.').next().unwrap_or(from);
    let (Ok(start), Ok(end)) = (from_digits.parse::<u32>(), to.parse::<u32>()) else {
        return Some(format!("{from}-{to}"));
    };
    if end >= start {
        return Some(format!("{from}-{to}"));
    }
    let missing = from_digits.len().checked_sub(to.len()).filter(|n| *n > 0)?;
    let full = format!("{}{to}", &from_digits[..missing]);
    (full.parse::<u32>().ok()? > start).then(|| format!("{from}-{full}"))
}

/// One number: digits, a dotted pair, digits torn apart, a roman or a word.
pub(super) fn number(tokens: &[Token<'_>], label: Option<LocatorKind>) -> Option<(String, usize)> {
    let first = tokens.first()?;
    if first.kind == TokenKind::Word {
        return word_number(tokens, label);
    }
    first.number().filter(|n| (1..=LARGEST).contains(n))?;
    if let [_, stop, second, ..] = tokens
        && stop.kind == TokenKind::Stop
        && stop.is_glued
        && second.is_glued
        && second.kind == TokenKind::Number
    {
        return label
            .is_none()
            .then(|| (format!("{}.{}", first.text, second.text), 3));
    }
    if matches!(label, None | Some(LocatorKind::Page))
        && let Some(torn) = torn(tokens)
    {
        return Some((torn, 2));
    }
    let is_ordinal = tokens.get(1).is_some_and(|t| {
        t.kind == TokenKind::Word
            && t.is_glued
            && !matches!(t.text, "f" | "ff" | "n" | "nn" | "a" | "b")
    });
    (!is_ordinal).then(|| {
        let bare = first.text.trim_start_matches('0');
        (
            if bare.is_empty() { first.text } else { bare }.to_owned(),
            1,
        )
    })
}

/// "1 1": one figure whose digits came apart.
fn torn(tokens: &[Token<'_>]) -> Option<String> {
    let digits = tokens
        .iter()
        .take_while(|t| t.kind == TokenKind::Number)
        .count();
    let [first, second, ..] = tokens else {
        return None;
    };
    // Marks between the two are those of feet and inches.
    let is_plain = first.is_marked == second.is_marked;
    let is_torn = is_plain && digits == 2 && first.text.len() + second.text.len() <= 3;
    let is_fraction = tokens.get(2).is_some_and(|t| t.kind == TokenKind::Slash);
    (is_torn && !is_fraction).then(|| format!("{}{}", first.text, second.text))
}

/// "1,200": a thousand with its comma. "124,125" lists two pages.
pub(super) fn thousand(tokens: &[Token<'_>]) -> Option<String> {
    let [first, comma, second, ..] = tokens else {
        return None;
    };
    let is_glued = comma.kind == TokenKind::Comma && comma.is_glued && second.is_glued;
    let (thousands, rest) = (first.number()?, second.number()?);
    let is_list = first.text.len() == 3 && rest > thousands;
    (is_glued && first.text.len() <= 3 && second.text.len() == 3 && !is_list)
        .then(|| format!("{}{}", first.text, second.text))
}

fn word_number(tokens: &[Token<'_>], label: Option<LocatorKind>) -> Option<(String, usize)> {
    let word = tokens[0].text;
    let counted = || {
        let unit = tokens.get(1).filter(|t| t.kind == TokenKind::Word);
        let two = unit.and_then(|unit| spelled(&format!("{word}-{}", unit.text)));
        two.map(|n| (n.to_string(), 2))
            .or_else(|| Some((spelled(word)?.to_string(), 1)))
    };
    let numeral = || roman(word).map(|_| (word.to_owned(), 1));
    match label? {
        LocatorKind::Chapter => counted().or_else(numeral),
        LocatorKind::Page => {
            counted().or_else(|| numeral().map(|(n, len)| (n.to_lowercase(), len)))
        }
        LocatorKind::Paragraph | LocatorKind::Section => counted(),
        _ => None,
    }
}

/// Whether `word` is a number in letters: "two", "II".
pub(super) fn is_numeral(word: &str) -> bool {
    spelled(word).is_some() || roman(word).is_some()
}

pub(super) fn arabic(value: &str) -> String {
    roman(value).map_or_else(|| value.to_owned(), |n| n.to_string())
}

/// The value of a number word, from one to ninety-nine.
fn spelled(word: &str) -> Option<u32> {
    let lower = word.to_ascii_lowercase();
    let index = |list: &[&str], part: &str| list.iter().position(|w| *w == part);
    if let Some(number) = index(&BELOW_TWENTY, &lower) {
        return u32::try_from(number).ok().filter(|number| *number > 0);
    }
    let (ten, unit) = lower
        .split_once('-')
        .map_or((&*lower, None), |(a, b)| (a, Some(b)));
    let tens = 20 + 10 * index(&TENS, ten)?;
    let units = match unit {
        Some(unit) => index(&BELOW_TWENTY[..10], unit).filter(|unit| *unit > 0)?,
        None => 0,
    };
    u32::try_from(tens + units).ok()
}

/// The value of a roman numeral of one case.
pub(super) fn roman(word: &str) -> Option<u32> {
    let is_one_case = word.bytes().all(|b| b.is_ascii_lowercase())
        || word.bytes().all(|b| b.is_ascii_uppercase());
    if word.is_empty() || word.len() > 7 || !is_one_case {
        return None;
    }
    let digits: Option<Vec<u32>> = word
        .bytes()
        .map(|b| match b.to_ascii_lowercase() {
            b'i' => Some(1),
            b'v' => Some(5),
            b'x' => Some(10),
            b'l' => Some(50),
            b'c' => Some(100),
            _ => None,
        })
        .collect();
    let digits = digits?;
    let total = digits.iter().enumerate().fold(0i64, |sum, (at, digit)| {
        let is_less = digits.get(at + 1).is_some_and(|next| digit < next);
        sum + if is_less {
            -i64::from(*digit)
        } else {
            i64::from(*digit)
        }
    });
    u32::try_from(total).ok().filter(|n| *n > 0)
}

/// Longest figure of a page, in digits.
const PAGE_DIGITS: usize = 3;

/// `text` with the letters O, I and l as digits where they stand in a figure
/// ("1O1", "l5"). Lengths stay.
pub(super) fn with_sure_digits(text: &str) -> Cow<'_, str> {
    let is_letter = |b: u8| matches!(b, b'O' | b'o' | b'I' | b'l');
    let mut fixed: Option<Vec<u8>> = None;
    let mut at = 0;
    for run in text
        .as_bytes()
        .chunk_by(|a, b| a.is_ascii_alphanumeric() == b.is_ascii_alphanumeric())
    {
        let is_figure = (2..=PAGE_DIGITS).contains(&run.len())
            && run.iter().all(|b| b.is_ascii_digit() || is_letter(*b))
            && run.iter().any(u8::is_ascii_digit)
            && run.iter().any(|b| is_letter(*b));
        if is_figure {
            let bytes = fixed.get_or_insert_with(|| text.as_bytes().to_vec());
            for byte in &mut bytes[at..at + run.len()] {
                *byte = match *byte {
                    b'O' | b'o' => b'0',
                    b'I' | b'l' => b'1',
                    digit => digit,
                };
            }
        }
        at += run.len();
    }
    let fixed = fixed.and_then(|bytes| String::from_utf8(bytes).ok());
    fixed.map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_stand_for_digits_are_read_as_such() {
        for (text, read) in [
            ("Ishi 1O1", "Ishi 101"),
            ("p. l5", "p. 15"),
            ("2O3–4", "203–4"),
            ("Io 5, loc 59, M25, 59f", "Io 5, loc 59, M25, 59f"),
            ("é 1l", "é 11"),
        ] {
            assert_eq!(with_sure_digits(text), read);
        }
    }
}
