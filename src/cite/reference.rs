//! The reference of an essay: who wrote what, and when, as far as it is known.
//!
//! The fields are those of a CSL item that an essay can have; a field nobody
//! stated is `None`, never a placeholder.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What is known of an essay as a work that can be cited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Title, without the marks around it.
    pub title: Option<String>,
    /// Authors in the order printed; empty if unknown.
    pub authors: Vec<Name>,
    /// When it was written or published.
    pub date: Option<Date>,
    /// BCP 47 language, such as `en`.
    pub language: Option<String>,
    /// Journal, book or site it appeared in.
    pub container: Option<String>,
    /// Volume and issue, as printed.
    pub volume: Option<String>,
    /// Issue, as printed.
    pub issue: Option<String>,
    /// Pages within the container, as printed (`101-25`).
    pub pages: Option<String>,
    /// Publisher, school or university.
    pub publisher: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// DOI without a resolver in front.
    pub doi: Option<String>,
    /// Kind of work in CSL's words (`article-journal`, `thesis`, `webpage`…); `None` is an unpublished essay.
    pub kind: Option<String>,
}

/// A person, or a body that signs as one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Given names; empty for a literal name.
    pub given: String,
    /// Family name, or the whole literal name ("Candidate 0000").
    pub family: String,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.given.is_empty() {
            f.write_str(&self.family)
        } else {
            write!(f, "{} {}", self.given, self.family)
        }
    }
}

/// A date, as exact as it is known. Prints as ISO 8601: `2019`, `2019-05`, `2019-05-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// Year of the common era.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day of the month, 1 to 31; only with a month.
    pub day: Option<u8>,
}

impl Date {
    /// The date that begins an ISO 8601 text: `2019`, `2019-05`, `2019-05-02`, `2019-05-02T10:00Z`.
    ///
    /// `None` if it is none, or if there is no such day.
    ///
    /// ```
    /// let date = norfolk::cite::Date::parse_iso("2019-05-02T10:00:00Z");
    /// assert_eq!(date.map(|date| date.to_string()).as_deref(), Some("2019-05-02"));
    /// ```
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Date> {
        let text = text.trim();
        let day_text = text.split(['T', ' ']).next()?;
        let mut parts = day_text.split('-').map(number);
        let year = parts.next()??;
        let month = parts.next();
        let day = parts.next();
        if parts.next().is_some() || day_text.find('-').unwrap_or(day_text.len()) != 4 {
            return None;
        }
        Date::checked(i16::try_from(year).ok()?, flat(month)?, flat(day)?)
    }

    /// The date, if there is such a day (Gregorian); a day needs a month.
    #[must_use]
    pub fn checked(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Date> {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            None => 0,
            Some(4 | 6 | 9 | 11) => 30,
            Some(2) => 28 + u8::from(is_leap),
            Some(1..=12) => 31,
            Some(_) => return None,
        };
        day.is_none_or(|day| (1..=days).contains(&day))
            .then_some(Date { year, month, day })
    }
}

/// A number of one to four digits.
fn number(digits: &str) -> Option<u16> {
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

/// A part that is absent is fine, one that is no small number is not.
#[expect(
    clippy::option_option,
    reason = "outer: is it valid; inner: is it there"
)]
fn flat(part: Option<Option<u16>>) -> Option<Option<u8>> {
    match part {
        None => Some(None),
        Some(value) => Some(Some(u8::try_from(value?).ok()?)),
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

/// A place in a work, in CSL's terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locator {
    /// What is counted.
    pub label: LocatorLabel,
    /// Its value: `3`, `iv`, a range (`124-125`), or several (`59, 72-73`).
    pub value: String,
}

/// What a [`Locator`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LocatorLabel {
    /// Pages.
    Page,
    /// Paragraphs: of an essay, as norfolk numbers them.
    Paragraph,
    /// Chapters.
    Chapter,
    /// Sections.
    Section,
    /// Locations of an e-book.
    Location,
    /// Per cent of an e-book.
    Percent,
}

/// A citation style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// MLA, 9th edition.
    #[default]
    Mla,
    /// APA, 7th edition.
    Apa,
    /// Chicago, notes and bibliography.
    Chicago,
    /// Chicago, author-date.
    ChicagoAuthorDate,
}

impl Style {
    /// Every style.
    pub const ALL: [Style; 4] = [
        Style::Mla,
        Style::Apa,
        Style::Chicago,
        Style::ChicagoAuthorDate,
    ];
}

/// Which numbers of paragraphs a citation may print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numbering {
    /// Those that the style lets a reader count; in MLA only those that a work itself prints.
    #[default]
    ByStyle,
    /// Those that norfolk counted, in every style.
    Counted,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iso_date_is_a_day_that_exists() {
        for (text, expected) in [
            ("2019", "2019"),
            ("2019-05", "2019-05"),
            (" 2020-02-29 ", "2020-02-29"),
            ("2019-05-02T10:00:00+01:00", "2019-05-02"),
            ("2019-02-29", "none"),
            ("2019-13", "none"),
            ("2019-5-2", "2019-05-02"),
            ("19-05-02", "none"),
            ("2019-05-02-01", "none"),
            ("May 2019", "none"),
            ("2019-", "none"),
            ("", "none"),
        ] {
            let found = Date::parse_iso(text).map_or("none".to_owned(), |date| date.to_string());
            assert_eq!(found, expected, "{text}");
        }
    }
}
