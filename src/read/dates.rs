//! Dates as people write them at the head of an essay.
//!
//! A day and a month in figures that could change places ("12/05/2019") give
//! the year only: which comes first depends on where the author went to school.

use crate::cite::Date;

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Years that an essay can have been written in.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2100;

/// A piece of a line: a run of letters, or of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece<'a> {
    text: &'a str,
    /// The byte before it, if it is a mark that dates have within them.
    before: u8,
}

/// The most exact date in `line`; `None` if there is none.
pub(super) fn find_date(line: &str) -> Option<Date> {
    let pieces = pieces(line);
    (0..pieces.len())
        .filter_map(|at| date_at(&pieces[at..]))
        .max_by_key(|date| (date.day.is_some(), date.month.is_some()))
}

/// Whether `line` is a date and little else ("Submitted: 9 January 2018").
pub(super) fn is_date_line(line: &str) -> bool {
    let letters = pieces(line)
        .iter()
        .filter(|p| !is_date_word(p.text))
        .count();
    letters <= 1 && find_date(line).is_some()
}

fn is_date_word(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    text.bytes().all(|b| b.is_ascii_digit())
        || month(text).is_some()
        || matches!(
            lower.as_str(),
            "st" | "nd"
                | "rd"
                | "th"
                | "of"
                | "the"
                | "date"
                | "submitted"
                | "published"
                | "due"
                | "on"
                | "posted"
                | "written"
                | "last"
                | "updated"
                | "semester"
                | "term"
                | "fall"
                | "spring"
                | "autumn"
                | "summer"
                | "winter"
                | "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
                | "mon"
                | "tue"
                | "wed"
                | "thu"
                | "fri"
                | "sat"
                | "sun"
                | "year"
        )
}

/// Longest line searched for a date, in bytes.
const LINE_BYTES: usize = 400;

fn pieces(line: &str) -> Vec<Piece<'_>> {
    let line = super::clean::first_bytes(line, LINE_BYTES);
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(offset) = line[at..].find(char::is_alphanumeric) {
        let start = at + offset;
        let is_digit = line.as_bytes()[start].is_ascii_digit();
        let len = line[start..]
            .find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != is_digit)
            .unwrap_or(line.len() - start);
        let before = match &line.as_bytes()[at..start] {
            [mark] => *mark,
            gap if gap.contains(&b',') => b',',
            _ => b' ',
        };
        pieces.push(Piece {
            text: &line[start..start + len],
            before,
        });
        at = start + len;
    }
    pieces
}

fn date_at(pieces: &[Piece<'_>]) -> Option<Date> {
    iso(pieces)
        .or_else(|| figures(pieces))
        .or_else(|| day_first(pieces))
        .or_else(|| month_first(pieces))
        .or_else(|| {
            pieces
                .first()
                .and_then(|p| year(p.text))
                .map(|y| date(y, None, None))
        })
}

fn date(year: i16, month: Option<u8>, day: Option<u8>) -> Date {
    let day = day.filter(|_| month.is_some());
    Date { year, month, day }
}

/// 2019-05-12, 2019/05/12, 2019.05, 20190512 is none.
fn iso(pieces: &[Piece<'_>]) -> Option<Date> {
    let [first, second, rest @ ..] = pieces else {
        return None;
    };
    let year = year(first.text)?;
    let is_mark = |p: &Piece<'_>| matches!(p.before, b'-' | b'/' | b'.');
    let month = figure(second.text, 12).filter(|_| is_mark(second) && second.text.len() == 2)?;
    let day = rest
        .first()
        .filter(|p| is_mark(p))
        .and_then(|p| figure(p.text, 31));
    Some(date(year, Some(month), day))
}

/// 25/12/2019, 12/25/2019, 12.05.2019.
fn figures(pieces: &[Piece<'_>]) -> Option<Date> {
    let [first, second, third, ..] = pieces else {
        return None;
    };
    let is_mark = |p: &Piece<'_>| matches!(p.before, b'-' | b'/' | b'.');
    if !is_mark(second) || !is_mark(third) {
        return None;
    }
    let year = year(third.text)?;
    let (a, b) = (figure(first.text, 31)?, figure(second.text, 31)?);
    Some(match (a, b) {
        _ if a == b && a <= 12 => date(year, Some(a), Some(b)),
        (13.., ..=12) => date(year, Some(b), Some(a)),
        (..=12, 13..) => date(year, Some(a), Some(b)),
        _ => date(year, None, None),
    })
}

/// 12 May 2019, 12th of May, 2019.
fn day_first(pieces: &[Piece<'_>]) -> Option<Date> {
    let day = figure(pieces.first()?.text, 31)?;
    let mut rest = &pieces[1..];
    while let [first, tail @ ..] = rest
        && matches!(first.text, "st" | "nd" | "rd" | "th" | "of")
    {
        rest = tail;
    }
    let [name, number, ..] = rest else {
        return None;
    };
    if name.before == b',' {
        return None;
    }
    Some(date(year(number.text)?, Some(month(name.text)?), Some(day)))
}

/// May 12, 2019; May 12th 2019; May 2019.
fn month_first(pieces: &[Piece<'_>]) -> Option<Date> {
    let month = month(pieces.first()?.text)?;
    let second = pieces.get(1)?.text;
    if let Some(year) = year(second) {
        return Some(date(year, Some(month), None));
    }
    let day = figure(second, 31)?;
    let has_ending = pieces
        .get(2)
        .is_some_and(|p| matches!(p.text, "st" | "nd" | "rd" | "th"));
    let number = pieces.get(if has_ending { 3 } else { 2 })?;
    Some(date(year(number.text)?, Some(month), Some(day)))
}

fn year(text: &str) -> Option<i16> {
    let is_figures = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    is_figures
        .then(|| text.parse().ok())
        .flatten()
        .filter(|y| YEARS.contains(y))
}

fn figure(text: &str, most: u8) -> Option<u8> {
    let is_short = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    is_short
        .then(|| text.parse().ok())
        .flatten()
        .filter(|n| (1..=most).contains(n))
}

/// The month that `text` names, whole or by three letters or more ("Sept").
fn month(text: &str) -> Option<u8> {
    let lower = text.to_ascii_lowercase();
    let is_month = |m: &&str| lower.len() >= 3 && m.starts_with(lower.as_str());
    let at = MONTHS.iter().position(is_month)?;
    u8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_hand() {
        for (line, expected) in [
            ("12 May 2019", "2019-05-12"),
            ("12th of May, 2019", "2019-05-12"),
            ("May 12, 2019", "2019-05-12"),
            ("Submitted: 9 January 2018", "2018-01-09"),
            ("Meeting no. 61, 9 October 2012", "2012-10-09"),
            ("2019-05-12T22:10:00Z", "2019-05-12"),
            ("2017/06/01", "2017-06-01"),
            ("12/05/2019", "2019"),
            ("25/12/2019", "2019-12-25"),
            ("12/25/2019", "2019-12-25"),
            ("Workshop, draft 2, February 2020", "2020-02"),
            ("Fall 2022", "2022"),
            ("Sept. 2012", "2012-09"),
            ("nothing 12 here 99999", ""),
        ] {
            let found = find_date(line).map(|d| d.to_string()).unwrap_or_default();
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn a_line_of_prose_with_a_year_is_no_date_line() {
        assert!(is_date_line("Date: 12 May 2019"));
        assert!(is_date_line("Fall 2022"));
        assert!(!is_date_line("Cahiers of Narrative, 2014"));
    }
}
