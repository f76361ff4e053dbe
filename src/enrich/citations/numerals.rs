//! Numbers as locators write them: figures, words, roman ones, torn and
//! elided ones, brought to plain digits.

use super::super::LocatorKind;
use super::tokens::{Token, TokenKind};

const UNITS: [&str; 19] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 5] = ["twenty", "thirty", "forty", "fifty", "sixty"];

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
        return word_number(first.text, label).map(|text| (text, 1));
    }
    first.number().filter(|n| *n <= LARGEST)?;
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
    let torn = tokens.get(1).filter(|second| {
        label == Some(LocatorKind::Page)
            && first.text.len() == 1
            && second.kind == TokenKind::Number
            && second.text.len() <= 2
    });
    if let Some(second) = torn {
        return Some((format!("{}{}", first.text, second.text), 2));
    }
    let is_ordinal = tokens.get(1).is_some_and(|t| {
        t.kind == TokenKind::Word && t.is_glued && !matches!(t.text, "f" | "ff" | "n" | "a" | "b")
    });
    (!is_ordinal).then(|| {
        let bare = first.text.trim_start_matches('0');
        (
            if bare.is_empty() { first.text } else { bare }.to_owned(),
            1,
        )
    })
}

fn word_number(word: &str, label: Option<LocatorKind>) -> Option<String> {
    match label {
        Some(LocatorKind::Chapter) => spelled(word)
            .map(|n| n.to_string())
            .or_else(|| roman(word).map(|_| word.to_owned())),
        Some(LocatorKind::Page | LocatorKind::Paragraph | LocatorKind::Section) => {
            let is_page = label == Some(LocatorKind::Page);
            spelled(word)
                .map(|n| n.to_string())
                .or_else(|| (is_page && roman(word).is_some()).then(|| word.to_lowercase()))
        }
        _ => None,
    }
}

pub(super) fn arabic(value: &str) -> String {
    roman(value).map_or_else(|| value.to_owned(), |n| n.to_string())
}

/// The value of a number word, up to sixty-nine.
fn spelled(word: &str) -> Option<u32> {
    let lower = word.to_ascii_lowercase();
    let index = |list: &[&str], part: &str| list.iter().position(|w| *w == part);
    if let Some(unit) = index(&UNITS, &lower) {
        return u32::try_from(unit + 1).ok();
    }
    let (ten, unit) = lower
        .split_once('-')
        .map_or((&*lower, None), |(a, b)| (a, Some(b)));
    let tens = 20 + 10 * index(&TENS, ten)?;
    let units = match unit {
        Some(unit) => index(&UNITS[..9], unit)? + 1,
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
