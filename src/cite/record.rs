//! Records: a reference with the file it describes, as a reference manager
//! keeps them, and the keys that tell them apart.
//!
//! The same type goes out (`cite`) and comes in (a sidecar beside the essays),
//! so that what was exported, and corrected by hand, can be read again.

use super::Reference;
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// A reference, and the file it describes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Key it is cited by in other programs; made up on writing if there is none.
    pub key: Option<String>,
    /// Path of its file, as written.
    pub file: Option<String>,
    /// The reference.
    pub reference: Reference,
}

/// A list of references that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RecordError {
    /// It is no valid BibTeX.
    #[error("BibTeX is broken in line {line}: {message}")]
    Bibtex {
        /// Line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// It is no valid CSL-JSON.
    #[error("CSL-JSON is broken in line {line}: {message}")]
    CslJson {
        /// Line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
}

/// The keys of `records`, in their order: unique, and the same for the same records.
///
/// A stated key is kept if it is valid and the first of its kind; the others are
/// family name, year and first word of the title (`lim2019what`), and where
/// those are alike, `a`, `b` and so on after them.
#[must_use]
pub fn keys(records: &[Record]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let stated: Vec<Option<String>> = records
        .iter()
        .map(|record| {
            record
                .key
                .clone()
                .filter(|key| is_key(key) && taken.insert(key.clone()))
        })
        .collect();
    let made: Vec<String> = records
        .iter()
        .map(|record| made_key(&record.reference))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (key, stated) in made.iter().zip(&stated) {
        *counts.entry(key).or_default() += usize::from(stated.is_none());
    }
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    let of_record = |(made, stated): (&String, Option<String>)| {
        if let Some(stated) = stated {
            return stated;
        }
        if counts[made.as_str()] == 1 && taken.insert(made.clone()) {
            return made.clone();
        }
        loop {
            let at = next.entry(made.clone()).or_default();
            let key = format!("{made}{}", suffix(*at));
            *at += 1;
            if taken.insert(key.clone()) {
                return key;
            }
        }
    };
    made.iter().zip(stated).map(of_record).collect()
}

/// `a` to `z`, then `aa`, `ab` and so on.
fn suffix(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(
            b'a' + u8::try_from(at % 26).expect("less than 26"),
        ));
        if at < 26 {
            return letters.iter().rev().collect();
        }
        at = at / 26 - 1;
    }
}

fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphanumeric())
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_:.+/".contains(&b))
}

fn made_key(reference: &Reference) -> String {
    let family = reference
        .authors
        .first()
        .map(|name| letters(name.family_and_suffix().0));
    let year = reference.date.map(|date| date.year.to_string());
    let words = reference
        .title
        .as_deref()
        .unwrap_or_default()
        .split_whitespace();
    let word = words
        .map(letters)
        .find(|w| !matches!(&**w, "" | "a" | "an" | "the"));
    let key: String = [family, year, word].into_iter().flatten().collect();
    if key.is_empty() {
        "essay".to_owned()
    } else {
        key
    }
}

/// The ASCII letters and digits of `text`, folded.
fn letters(text: &str) -> String {
    fold(text)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

/// `text` in one line, or `None` if nothing is in it.
pub(super) fn stated(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A DOI without the resolver or the scheme in front.
pub(super) fn bare_doi(doi: &str) -> &str {
    let from = doi.find("10.").filter(|at| {
        let before = doi[..*at].to_ascii_lowercase();
        before.ends_with("doi.org/") || before.trim_end().ends_with("doi:")
    });
    from.map_or(doi, |at| &doi[at..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::{Date, Name};

    fn record(key: &str, author: &str, title: &str, year: &str) -> Record {
        Record {
            key: stated(key),
            reference: Reference {
                authors: Name::parse_list(author),
                title: stated(title),
                date: Date::parse_iso(year),
                ..Reference::default()
            },
            ..Record::default()
        }
    }

    #[test]
    fn keys_are_unique_and_say_who_when_and_what() {
        let records = [
            record("", "Zoë O’Neill", "The Lanterns", "2019"),
            record("", "Bo Lim", "What Remains", ""),
            record("", "Bo Lim", "What Else", ""),
            record("own:1", "Bo Lim", "What Else", ""),
            record("own:1", "Bo Lim", "What Else", ""),
            record("", "", "", ""),
            record("", "Anna van der Berg", "“Grief”", "2001"),
            record("not one", "Cy Tran Jr.", "A", "2001"),
        ];
        let expected = [
            "oneill2019lanterns",
            "limwhata",
            "limwhatb",
            "own:1",
            "limwhatc",
            "essay",
            "vanderberg2001grief",
            "tran2001",
        ];
        assert_eq!(keys(&records), expected);
    }

    #[test]
    fn letters_after_z_are_doubled() {
        assert_eq!(
            [suffix(0), suffix(25), suffix(26), suffix(52)],
            ["a", "z", "aa", "ba"]
        );
    }

    #[test]
    fn a_doi_loses_its_resolver() {
        for text in [
            "10.1000/x.10.2",
            "https://doi.org/10.1000/x.10.2",
            "DOI: 10.1000/x.10.2",
        ] {
            assert_eq!(bare_doi(text), "10.1000/x.10.2");
        }
    }
}
