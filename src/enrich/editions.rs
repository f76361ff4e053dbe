//! Which edition of the novel an essay used: its publisher, then its year.
//!
//! The page of a quotation means something only in an edition. An ISBN settles
//! it; else the publisher whom the essay names, and of its editions the one of
//! that year, or the last before it (a later printing). Editions that cannot
//! hold the pages cited are out; those that share their pages are as one.

use super::citations::joined;
use crate::profile::{Chapter, Edition, Profile};

/// Words that say a copy has no fixed pages.
const WITHOUT_PAGES: [&str; 5] = [
    " kindle ",
    " ebook ",
    " e book ",
    " epub ",
    " digital edition ",
];

/// Bytes after a title in which its imprint may stand.
const IMPRINT_BYTES: usize = 100;

/// The editions that a profile knows.
#[derive(Debug)]
pub(super) struct Editions {
    all: Vec<Known>,
    title: String,
    /// The first year that a printing can have.
    since: u16,
}

#[derive(Debug)]
struct Known {
    key: String,
    publishers: Vec<String>,
    years: Vec<u16>,
    isbn: Option<String>,
    last_page: Option<u32>,
    /// Editions with the same pages have the same number.
    numbering: usize,
}

impl Editions {
    pub(super) fn new(profile: &Profile) -> Self {
        let editions = &profile.editions;
        let known = |(at, edition): (usize, &Edition)| Known {
            key: edition.key.clone(),
            publishers: edition.publishers.iter().map(|p| padded(p)).collect(),
            years: edition.years.clone(),
            isbn: edition.isbn.clone(),
            last_page: edition.last_page.map(u32::from),
            numbering: editions[..at]
                .iter()
                .position(|other| shares_pages(&profile.chapters, other, edition))
                .unwrap_or(at),
        };
        Editions {
            all: editions.iter().enumerate().map(known).collect(),
            title: profile.work.title.to_ascii_lowercase(),
            since: profile.work.year.min(1900),
        }
    }

    /// The edition that `entry` describes, of those that have a page `last_cited`;
    /// `None` if it names none that is known, or several with other pages.
    pub(super) fn of_entry(&self, entry: &str, last_cited: u32) -> Option<&str> {
        let digits: String = entry.chars().filter(char::is_ascii_digit).collect();
        let has_isbn = |e: &&Known| e.isbn.as_ref().is_some_and(|isbn| digits.contains(isbn));
        if let Some(edition) = self.all.iter().find(has_isbn) {
            return Some(&edition.key);
        }
        let words = padded(entry);
        let of_publisher = |e: &&Known| e.publishers.iter().any(|p| words.contains(p));
        let is_unpaged = WITHOUT_PAGES.iter().any(|word| words.contains(word));
        let published: Vec<&Known> = self.all.iter().filter(of_publisher).collect();
        let fits = |e: &&Known| match e.last_page {
            Some(last) => !is_unpaged && last >= last_cited,
            None => is_unpaged,
        };
        let mut fitting: Vec<&Known> = published.iter().copied().filter(fits).collect();
        if fitting.is_empty() {
            fitting = published;
        }
        choose(&fitting, &self.years(&words)).map(|edition| &*edition.key)
    }

    /// The years in the folded words of an entry, in order.
    fn years(&self, words: &str) -> Vec<u16> {
        let four = words.split(' ').filter(|word| word.len() == 4);
        four.filter_map(|word| word.parse().ok())
            .filter(|year| (self.since..2036).contains(year))
            .collect()
    }

    /// The edition whose imprint follows the novel's title in `text`, in brackets
    /// or after a comma.
    pub(super) fn of_text(&self, text: &str, last_cited: u32) -> Option<&str> {
        let lower = text.to_ascii_lowercase();
        lower.match_indices(&self.title).find_map(|(at, title)| {
            let rest = &text[at + title.len()..];
            let rest = rest.trim_start_matches(['*', '_', '”', '’', '"', '\'', ' ', '\u{a0}']);
            let is_imprint = rest.starts_with(['(', ',', '.', ':', '[']);
            let ends =
                |(at, c): &(usize, char)| *at > IMPRINT_BYTES || matches!(c, ')' | ']' | '\n');
            let end = rest.char_indices().find(ends);
            let imprint = &rest[..end.map_or(rest.len(), |(at, _)| at)];
            let has_year = !self.years(&padded(imprint)).is_empty();
            (is_imprint && has_year)
                .then(|| self.of_entry(imprint, last_cited))
                .flatten()
        })
    }
}

/// Of editions of one publisher: the one of a year given, else the last before
/// it, else the first if all have the same pages.
fn choose<'a>(editions: &[&'a Known], years: &[u16]) -> Option<&'a Known> {
    let of_year = |year: &u16| editions.iter().find(|e| e.years.contains(year));
    if let Some(edition) = years.iter().rev().find_map(of_year) {
        return Some(edition);
    }
    let first = editions.first()?;
    if editions.iter().all(|e| e.numbering == first.numbering) {
        return Some(first);
    }
    let given = years.last()?;
    let before = editions
        .iter()
        .filter(|e| e.years.iter().any(|year| year < given));
    before
        .max_by_key(|e| (e.years.iter().max(), std::cmp::Reverse(&e.key)))
        .copied()
}

/// The folded words of `text`, "and" aside, with a space before and after each.
fn padded(text: &str) -> String {
    format!(" {} ", joined(text)).replace(" and ", " ")
}

/// Whether `chapters` say that the two have the same pages.
fn shares_pages(chapters: &[Chapter], one: &Edition, other: &Edition) -> bool {
    let mut both = chapters
        .iter()
        .filter_map(|c| Some((c.pages.get(&one.key)?, c.pages.get(&other.key)?)))
        .peekable();
    both.peek().is_some() && both.all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::super::citations::fixture;
    use super::*;

    fn editions() -> Editions {
        let mut profile = fixture::profile();
        let edition = |key: &str, publisher: &str, year: u16, last_page: Option<u16>| Edition {
            key: key.to_owned(),
            publishers: vec![publisher.to_owned()],
            years: vec![year],
            isbn: (key == "heron-hb").then(|| "9780571000000".to_owned()),
            first_page: last_page.map(|_| 1),
            last_page,
        };
        profile.editions = vec![
            edition("heron-hb", "Heron and Heron", 2005, Some(263)),
            edition("heron-pb", "Heron and Heron", 2006, Some(282)),
            edition("heron-film", "Heron and Heron", 2010, Some(282)),
            edition("quill", "Quill International", 2006, Some(288)),
            edition("quill-ebook", "Quill International", 2005, None),
        ];
        let range = |key: &str| (key.to_owned(), (3, 12));
        profile.chapters = vec![Chapter {
            number: 1,
            part: None,
            pages: ["heron-pb", "heron-film"].map(range).into(),
        }];
        Editions::new(&profile)
    }

    #[test]
    fn the_publisher_then_the_year_says_which_edition() {
        for (entry, last_cited, expected) in [
            ("The Glass Orchard. Heron and Heron, 2005.", 200, "heron-hb"),
            ("The Glass Orchard. Heron & Heron, 2006.", 200, "heron-pb"),
            (
                "The Glass Orchard (London: Heron and Heron, 2009)",
                0,
                "heron-pb",
            ),
            ("The Glass Orchard. Heron and Heron, 2017.", 0, "heron-film"),
            ("The Glass Orchard. Heron and Heron, 2005.", 270, "heron-pb"),
            ("The Glass Orchard. Heron and Heron.", 0, "none"),
            ("The Glass Orchard. Heron and Heron.", 270, "heron-pb"),
            ("The Glass Orchard. ISBN 978-0-571-00000-0.", 0, "heron-hb"),
            ("The Glass Orchard. Quill International, 2005.", 9, "quill"),
            (
                "The Glass Orchard. Kindle ed., Quill International, 2005.",
                9,
                "quill-ebook",
            ),
            ("The Glass Orchard. Sparrow, 2005.", 9, "none"),
        ] {
            let editions = editions();
            let found = editions.of_entry(entry, last_cited).unwrap_or("none");
            assert_eq!(found, expected, "{entry}");
        }
    }

    #[test]
    fn an_imprint_in_the_text_says_which_edition() {
        for (text, expected) in [
            (
                "Marian Wetherall, The Glass Orchard (London: Heron and Heron, 2006), 4.",
                "heron-pb",
            ),
            (
                "GO is *The Glass Orchard* (Quill International, 2006) and",
                "quill",
            ),
            (
                "The Glass Orchard, London: Heron and Heron, 2006, p. 13",
                "heron-pb",
            ),
            (
                "The Glass Orchard came from Heron and Heron in 2006.",
                "none",
            ),
            ("The Glass Orchard, 2006.", "none"),
        ] {
            assert_eq!(
                editions().of_text(text, 0).unwrap_or("none"),
                expected,
                "{text}"
            );
        }
    }
}
