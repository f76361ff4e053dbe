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

/// A place in an essay, in CSL's terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locator {
    /// What is counted.
    pub label: LocatorLabel,
    /// Its value as printed (`3`, `iv`).
    pub value: String,
}

/// What a [`Locator`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LocatorLabel {
    /// A page of the file.
    Page,
    /// A paragraph as norfolk numbers them.
    Paragraph,
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
}
