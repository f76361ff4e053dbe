//! Lines of a head: what each can be by itself, and by the essay below it.

use super::builder::{Draft, Role};
use super::dates::{find_date, is_date_line};
use super::inner::is_question_number;
use super::names;
use crate::cite::{Name, Reference};

/// Times an author may be named in their own essay.
const OWN_MENTIONS: usize = 1;
/// Openings after which a name follows.
const SIGNED: &[&str] = &[
    "by ",
    "by: ",
    "author: ",
    "author ",
    "name: ",
    "student: ",
    "student name: ",
    "written by ",
    "written by: ",
    "candidate: ",
    "candidate name: ",
    "posted by ",
    "notes by ",
    "essay by ",
    "submitted by ",
    "submitted by: ",
    "an essay by ",
    "a paper by ",
    "review by ",
    "presented by ",
    "prepared by ",
];
/// Openings of lines about a course, a teacher or a school.
const ERRANDS: &[&str] = &[
    "mr ",
    "mr. ",
    "mrs ",
    "mrs. ",
    "ms ",
    "ms. ",
    "miss ",
    "dr ",
    "dr. ",
    "prof ",
    "prof. ",
    "professor ",
    "tutor",
    "teacher",
    "instructor",
    "supervisor",
    "lecturer",
    "module",
    "course",
    "class",
    "subject",
    "assignment",
    "student id",
    "student no",
    "student number",
    "candidate n",
    "centre n",
    "period ",
    "department",
    "school of",
    "faculty",
    "university",
    "college",
    "semester",
    "term ",
    "ap ",
    "ib ",
    "gcse",
    "a level",
    "a-level",
    "grade ",
    "year ",
    "unit ",
    "paper ",
    "submitted",
    "due",
    "for ",
    "to ",
    "email",
    "meeting",
    "draft",
    "section ",
    "english 1",
    "english 2",
    "english 9",
    "english lit",
    "english lang",
    "english hon",
    "english iv",
    "english ii",
    "honors ",
    "aqa ",
    "ocr ",
    "edexcel ",
    "exam",
    "dear",
    "to:",
];

/// What a line of a head can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// Named as the title.
    Title,
    /// Who wrote it; what the line says besides.
    Author(Vec<Name>),
    /// A date, a course, a teacher.
    Errand,
    /// The number of an examination question, or the question.
    Question,
    /// A title and an author on one line.
    Both(String, Vec<Name>),
    /// Perhaps a title.
    Other,
}

/// Takes the line at `at`, of a head that ends at `end`, for what it can be.
pub(super) fn classify(drafts: &[Draft], at: usize, end: usize, stated: &Reference) -> Line {
    let draft = &drafts[at];
    let text = draft.text.as_str();
    let body = &drafts[end..];
    let is_same = |known: &str| crate::text::fold(known) == crate::text::fold(text);
    if draft.role == Role::Title || stated.title.as_deref().is_some_and(is_same) {
        return Line::Title;
    }
    if stated
        .authors
        .iter()
        .any(|a| text.contains(&a.family) && text.len() < a.to_string().len() + 24)
    {
        return Line::Author(stated.authors.clone());
    }
    let is_byline = draft.role == Role::Byline;
    if let Some(people) = signed(text) {
        if is_byline || !are_discussed(&people, body) {
            return Line::Author(people);
        }
        return Line::Other;
    }
    if is_question_number(text)
        || at > 0 && is_question_number(&drafts[at - 1].text) && text.ends_with('?')
    {
        return Line::Question;
    }
    if matches!(draft.role, Role::Heading(_)) {
        return beneath_title(drafts, at, body);
    }
    if is_errand(text) {
        return inline_author(text, body).map_or(Line::Errand, Line::Author);
    }
    if let Some(line) = parted(text, body) {
        return line;
    }
    match unsigned(text, body) {
        Some(people) => Line::Author(people),
        None if is_byline => Line::Errand,
        None if is_dated(text) => Line::Errand,
        None => Line::Other,
    }
}

/// What a line in the type of a heading can be: below a title, a date, or a
/// name above one. A name by itself is as likely the heading of a section.
fn beneath_title(drafts: &[Draft], at: usize, body: &[Draft]) -> Line {
    let is_marked = |d: &Draft| matches!(d.role, Role::Title | Role::Heading(_));
    let text = drafts[at].text.as_str();
    let is_above_date = drafts.get(at + 1).is_some_and(|d| is_date_line(&d.text));
    match unsigned(text, body) {
        _ if at == 0 || !is_marked(&drafts[at - 1]) => Line::Other,
        Some(people) if is_above_date => Line::Author(people),
        _ if is_date_line(text) => Line::Errand,
        _ => Line::Other,
    }
}

/// Whether a line is about a course, a teacher, a school or a date.
pub(super) fn is_errand(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_code = |w: &str| {
        let letters = w.bytes().take_while(u8::is_ascii_uppercase).count();
        (2..=5).contains(&letters)
            && w.len() >= letters + 2
            && w[letters..].bytes().all(|b| b.is_ascii_digit())
    };
    let words: Vec<_> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let is_code_pair = |w: &[&str]| {
        (2..=5).contains(&w[0].len())
            && w[0].bytes().all(|b| b.is_ascii_uppercase())
            && w[1].len() >= 3
            && w[1].bytes().all(|b| b.is_ascii_digit())
    };
    let is_opening = ERRANDS.iter().any(|o| lower.starts_with(o)) && !text.ends_with('?');
    let is_subject = matches!(
        lower.as_str(),
        "english" | "literature" | "english literature"
    );
    is_date_line(text)
        || is_subject
        || is_opening && words.len() <= 12
        || words.iter().take(4).any(|w| is_code(w))
        || words.windows(2).take(4).any(is_code_pair)
        || ["university", "college", "department"]
            .iter()
            .any(|w| lower.contains(w))
            && words.len() <= 8
        || words.len() <= 4
            && ["literature", "class", "seminar", "studies", "homework"]
                .iter()
                .any(|w| lower.ends_with(w))
}

/// A line with a date to the month, or a year at its end after a comma.
fn is_dated(text: &str) -> bool {
    let year_last = text
        .rsplit_once(", ")
        .is_some_and(|(_, y)| y.len() == 4 && find_date(y).is_some());
    year_last || find_date(text).is_some_and(|d| d.month.is_some())
}

/// The people that a line names after "by", "Name:" and the like.
pub(super) fn signed(text: &str) -> Option<Vec<Name>> {
    let lower = text.to_lowercase();
    let opening = SIGNED
        .iter()
        .filter(|o| lower.starts_with(**o))
        .map(|o| o.len())
        .max()?;
    let rest = text.get(opening..)?;
    let named = cut_errand(rest);
    let is_fit = names::is_person(named) || are_people(named);
    let is_candidate = lower.starts_with("candidate") && named.bytes().all(|b| b.is_ascii_digit());
    match () {
        () if is_fit => Some(names::people(named)),
        () if is_candidate && !named.is_empty() => {
            Some(vec![names::person(&format!("Candidate {named}"))])
        }
        () if named.split_whitespace().count() <= 3 && named.starts_with(char::is_uppercase) => {
            Some(names::people(named))
        }
        () => None,
    }
    .filter(|people| !people.is_empty())
}

/// A name without the class, place or degree that follows it.
fn cut_errand(text: &str) -> &str {
    let ends = [
        " in ", " for ", " on ", " at ", " (", " | ", " – ", " — ", " - ", ", B", ", M", ", P",
    ];
    let end = ends
        .iter()
        .filter_map(|e| text.find(e))
        .min()
        .unwrap_or(text.len());
    let text = &text[..end];
    let digits = text
        .find(|c: char| c.is_ascii_digit())
        .filter(|at| *at > 0)
        .unwrap_or(text.len());
    let cut = text[..digits].trim_end_matches([' ', ',', ':', '.', '#']);
    match cut.split_once(',') {
        Some((first, rest)) if names::is_person(first) && !are_people(rest) => first.trim(),
        _ if cut.ends_with(|c: char| c.is_uppercase()) && text.len() == end => text.trim(),
        _ => cut.trim(),
    }
}

fn are_people(text: &str) -> bool {
    let mut parts = text
        .split([',', '&'])
        .flat_map(|p| p.split(" and "))
        .map(str::trim);
    let is_part = |p: &str| p.is_empty() || names::is_person(p);
    text.len() > 3 && parts.all(is_part)
}

/// The people that a line names and says nothing else of.
fn unsigned(text: &str, body: &[Draft]) -> Option<Vec<Name>> {
    let named = cut_errand(text);
    let is_fit = names::is_person(named) || are_people(named);
    let people = if is_fit {
        names::people(named)
    } else {
        Vec::new()
    };
    let is_fit = !people.is_empty() && !are_discussed(&people, body) && !are_common(named, body);
    (is_fit && !text.ends_with(['?', '!', ':'])).then_some(people)
}

/// A person among the parts of a line about a course or a date.
fn inline_author(text: &str, body: &[Draft]) -> Option<Vec<Name>> {
    const TITLED: &[&str] = &[
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "tutor",
        "teacher",
        "instructor",
        "to ",
        "for ",
    ];
    let lower = text.to_lowercase();
    if TITLED.iter().any(|t| lower.starts_with(t)) {
        return None;
    }
    parts(text).find_map(|part| unsigned(part, body))
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    [" – ", " — ", " - ", " | ", " • ", " · "]
        .into_iter()
        .find(|mark| text.contains(mark))
        .map(|mark| text.split(mark).map(str::trim))
        .into_iter()
        .flatten()
}

/// "Title – Name", "Title by Name", "Name | Course".
fn parted(text: &str, body: &[Draft]) -> Option<Line> {
    for mark in [" by ", " By ", " BY "] {
        if let Some((title, name)) = text.rsplit_once(mark)
            && let Some(people) = unsigned(name, body)
            && title.split_whitespace().count() > 1
        {
            return Some(Line::Both(
                title.trim_end_matches([',', ':']).to_owned(),
                people,
            ));
        }
    }
    let all: Vec<_> = parts(text).collect();
    let at = all.iter().position(|part| unsigned(part, body).is_some())?;
    let people = unsigned(all[at], body)?;
    let title = all
        .iter()
        .enumerate()
        .find(|(i, p)| *i != at && !is_errand(p) && !is_dated(p));
    Some(match title {
        Some((_, title)) if title.split_whitespace().count() > 1 => {
            Line::Both((*title).to_owned(), people)
        }
        _ => Line::Author(people),
    })
}

/// Whether the body names one of `people` more often than authors do themselves.
fn are_discussed(people: &[Name], body: &[Draft]) -> bool {
    people.iter().any(|name| {
        let mentions = body
            .iter()
            .filter(|d| matches!(d.role, Role::Prose | Role::Quotation))
            .flat_map(|d| d.text.match_indices(name.family.as_str()))
            .take(OWN_MENTIONS + 1);
        !name.family.is_empty() && mentions.count() > OWN_MENTIONS
    })
}

/// Whether most words of `text` stand in lower case in the body: no name then.
fn are_common(text: &str, body: &[Draft]) -> bool {
    let is_common = |word: &&str| {
        let lower = word.to_lowercase();
        body.iter().any(|d| {
            d.text.match_indices(lower.as_str()).any(|(at, _)| {
                let before = d.text[..at].chars().next_back();
                let after = d.text[at + lower.len()..].chars().next();
                [before, after]
                    .iter()
                    .all(|c| c.is_none_or(|c| !c.is_alphanumeric()))
            })
        })
    };
    let words = text.split_whitespace().count();
    text.split_whitespace().filter(is_common).count() * 2 > words
}
