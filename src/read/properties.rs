//! Properties: what office files state of themselves, as far as it is true.
//!
//! Programs fill these fields in: the author is the account that made the
//! file, the title what its first line once was, the dates those of a copy.
//! What looks like that is left out, or only hinted at.

use super::builder::{Draft, Role};
use super::dates::find_date;
use super::headline::is_errand;
use super::metadata::Stated;
use super::names;
use super::xml::{Item, Xml};

/// Words in the names of accounts that are nobody's name.
const ACCOUNTS: &[&str] = &[
    "admin",
    "administrator",
    "apache",
    "aspose",
    "benutzer",
    "computer",
    "customer",
    "default",
    "desktop",
    "docx",
    "docx4j",
    "employee",
    "guest",
    "gebruiker",
    "lab",
    "laptop",
    "libreoffice",
    "library",
    "microsoft",
    "office",
    "openoffice",
    "owner",
    "pandoc",
    "poi",
    "python-docx",
    "school",
    "staff",
    "student",
    "students",
    "user",
    "usuario",
    "utente",
    "utilisateur",
    "windows",
    "windows-benutzer",
];
/// Least minutes of work after which a file's dates are those of an essay
/// rather than of its conversion.
const WORK_MINUTES: i64 = 5;

/// The properties of an office file, as they stand in it.
#[derive(Debug, Default)]
pub(super) struct Properties {
    title: String,
    authors: Vec<String>,
    company: String,
    language: String,
    created: String,
    changed: String,
    /// How long it was worked on.
    minutes: i64,
}

impl Properties {
    /// Takes in the properties in the XML `text`, which may hold more than them.
    pub(super) fn take(&mut self, text: &str) {
        let mut xml = Xml::new(text);
        while let Some(item) = xml.next() {
            let Item::Open(element) = item else { continue };
            let (space, name) = element.name();
            match (space, name) {
                ("w" | "office", "body") => break,
                ("dc", "title") | ("o", "Title") => keep(&mut self.title, xml.text()),
                // Of OpenDocument, `creator` is who changed it last.
                ("meta", "initial-creator") => self.authors.insert(0, xml.text()),
                ("dc", "creator") | ("o", "Author") => self.authors.push(xml.text()),
                ("ep" | "o", "Company") => keep(&mut self.company, xml.text()),
                ("dc", "language") => keep(&mut self.language, xml.text()),
                ("dcterms", "created") | ("meta", "creation-date") | ("o", "Created") => {
                    self.created = xml.text();
                }
                ("dcterms", "modified") | ("dc", "date") | ("o", "LastSaved") => {
                    self.changed = xml.text();
                }
                ("ep" | "o", "TotalTime") => {
                    self.minutes = xml.text().trim().parse().unwrap_or(0);
                }
                ("meta", "editing-duration") => self.minutes = minutes_of(&xml.text()),
                _ => {}
            }
        }
    }

    /// Takes in one property by the name that Dublin Core, or Office, gives it:
    /// `title`, `creator`, `company`, `created`, `modified` or `minutes`.
    pub(super) fn insert(&mut self, name: &str, value: &str) {
        match name {
            "title" => keep(&mut self.title, value.to_owned()),
            "creator" => self.authors.push(value.to_owned()),
            "company" => keep(&mut self.company, value.to_owned()),
            "created" => value.clone_into(&mut self.created),
            "modified" => value.clone_into(&mut self.changed),
            "minutes" => self.minutes = value.parse().unwrap_or(0),
            _ => {}
        }
    }

    /// What of them is true of the essay `drafts`.
    pub(super) fn stated(&self, drafts: &[Draft]) -> Stated {
        let mut stated = Stated::default();
        if !self.is_first_line(drafts) && !self.authors.contains(&self.title) {
            stated.take("title", &self.title);
        }
        let author = self
            .authors
            .iter()
            .map(|a| a.trim())
            .find(|a| !a.is_empty());
        if let Some(author) = author.filter(|author| *author != self.company.trim()) {
            match sort_of(author) {
                Sort::Person => stated.take("author", author),
                Sort::Perhaps => stated.hint("author", author),
                Sort::Account => {}
            }
        }
        stated.take("language", &self.language);
        if let Some(year) = self.year() {
            stated.hint("date", &year.to_string());
        }
        stated
    }

    /// Whether the title is the first line of a head without one: a name, a course.
    fn is_first_line(&self, drafts: &[Draft]) -> bool {
        let title = self.title.trim();
        let is_free = |d: &&Draft| !matches!(d.role, Role::Title | Role::Heading(_));
        let first = drafts.first().filter(is_free);
        let is_opening = first.is_some_and(|d| d.text.trim().starts_with(title));
        is_opening && (names::is_person(title) || is_errand(title))
    }

    /// The year it was written in, as far as its dates are those of the work on
    /// it: converters take over the minutes of a template, or its dates.
    fn year(&self) -> Option<i16> {
        let (created, changed) = (find_date(&self.created)?, find_date(&self.changed)?);
        let passed = minute(&self.changed)? - minute(&self.created)?;
        let is_work = self.minutes >= WORK_MINUTES && self.minutes <= passed;
        (is_work && created.year == changed.year).then_some(created.year)
    }
}

/// The minute of an instant, "2019-05-02T10:00:00Z", from some minute on.
fn minute(instant: &str) -> Option<i64> {
    let mut numbers = instant
        .trim()
        .split(|c: char| !c.is_ascii_digit())
        .map(str::parse);
    let mut next = || numbers.next()?.ok().filter(|n: &i64| *n < 10_000);
    let (year, month, day, hour, minute) = (next()?, next()?, next()?, next()?, next()?);
    // Exact within a month; months of 31 days keep the order of all others.
    Some((((year * 12 + month) * 31 + day) * 24 + hour) * 60 + minute)
}

fn keep(field: &mut String, text: String) {
    if field.trim().is_empty() {
        *field = text;
    }
}

/// Whom the name of an author stands for.
#[derive(Debug, PartialEq, Eq)]
enum Sort {
    Person,
    /// One word: a person, or the name of an account.
    Perhaps,
    Account,
}

fn sort_of(author: &str) -> Sort {
    let lower = author.to_lowercase();
    let is_account = |word: &str| ACCOUNTS.contains(&word);
    let words = lower.split([' ', ',', '.', '_']).filter(|w| !w.is_empty());
    let is_coined = !author.is_ascii() || author.starts_with(char::is_uppercase);
    match () {
        () if words.clone().any(is_account) => Sort::Account,
        () if author.contains(|c: char| c.is_ascii_digit() || matches!(c, '@' | '/' | '\\')) => {
            Sort::Account
        }
        () if author.split_whitespace().nth(1).is_some() || !author.is_ascii() => Sort::Person,
        () if is_coined && author.chars().count() > 2 => Sort::Perhaps,
        () => Sort::Account,
    }
}

/// The whole minutes of an XML duration, "PT1H30M12S".
fn minutes_of(duration: &str) -> i64 {
    let Some((days, time)) = duration.trim().trim_start_matches('P').split_once('T') else {
        return 0;
    };
    let (mut minutes, mut number) = (0_i64, 0_i64);
    for c in format!("{days}{time}").chars() {
        if let Some(digit) = c.to_digit(10) {
            number = number.saturating_mul(10).saturating_add(i64::from(digit));
            continue;
        }
        let each = match c {
            'D' => 1440,
            'H' => 60,
            'M' => 1,
            _ => 0,
        };
        minutes = minutes.saturating_add(number.saturating_mul(each));
        number = 0;
    }
    minutes
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, first_line: &str, expected: &Expect) {
        let mut properties = Properties::default();
        properties.take(&format!("<a>{text}</a>"));
        let stated = properties.stated(&[Draft::new(Role::Prose, first_line)]);
        let shown = [stated.reference, stated.hinted].map(|reference| {
            let authors: Vec<_> = reference.authors.iter().map(ToString::to_string).collect();
            let date = reference.date.map(|date| date.to_string());
            let title = reference.title.unwrap_or_default();
            format!(
                "{title} / {} / {}",
                authors.join(", "),
                date.unwrap_or_default()
            )
        });
        expected.assert_eq(&shown.join(" | "));
    }

    #[test]
    fn what_a_person_filled_in_is_stated() {
        check(
            "<dc:title>On Waiting</dc:title><dc:creator>Ann Bell</dc:creator>\
             <dcterms:created>2019-05-02T10:00:00Z</dcterms:created><ep:TotalTime>90</ep:TotalTime>\
             <dcterms:modified>2019-05-31T11:20:00Z</dcterms:modified>",
            "Ann Bell",
            &expect!["On Waiting / Ann Bell /  |  /  / 2019"],
        );
        check(
            "<meta:initial-creator>Ann Bell</meta:initial-creator><dc:creator>Cy Dow</dc:creator>\
             <meta:creation-date>2018-01-01T00:00:00</meta:creation-date>\
             <dc:date>2019-01-01T00:00:00</dc:date><meta:editing-duration>P1DT2H</meta:editing-duration>",
            "On Waiting",
            &expect![" / Ann Bell /  |  /  / "],
        );
    }

    #[test]
    fn what_a_program_filled_in_is_not() {
        for author in [
            "python-docx",
            "Windows User",
            "Valued Customer",
            "abell12",
            "Usuario de Windows",
        ] {
            assert_eq!(sort_of(author), Sort::Account, "{author}");
        }
        check(
            "<dc:title>Ann Bell</dc:title><dc:creator>The Press</dc:creator><ep:Company>The Press</ep:Company>\
             <dcterms:created>2013-12-23T23:15:00Z</dcterms:created><ep:TotalTime>6</ep:TotalTime>\
             <dcterms:modified>2013-12-23T23:15:00Z</dcterms:modified>",
            "Ann Bell",
            &expect![" /  /  |  /  / "],
        );
        check(
            "<dc:creator>Ann</dc:creator>",
            "",
            &expect![" /  /  |  / Ann / "],
        );
    }

    #[test]
    fn durations_are_counted_in_minutes() {
        for (duration, minutes) in [
            ("PT1H30M12S", 90),
            ("P1DT0H5M", 1445),
            ("PT59S", 0),
            ("x", 0),
        ] {
            assert_eq!(minutes_of(duration), minutes, "{duration}");
        }
    }
}
