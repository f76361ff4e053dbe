//! Chicago's notes: the full note of a first citation, the short one after it.
//!
//! hayagriva prints notes too, but each takes it milliseconds, and a search has
//! ten of them to print.
//!
//! Source: Chicago Manual of Style, 17th ed., 14.19-14.36 and 14.215.

use super::citing::{joined, title_of};
use super::dates::{chicago_date, long_date, year};
use super::entry::stopped;
use super::kind::{Kind, url_shown};
use super::parenthesis::after;
use super::{Citing, Locator, Reference, people, places};

/// Words of the title in a short note.
const SHORT_WORDS: usize = 4;

impl Citing<'_> {
    /// The note that follows a Chicago full note: family name, short title, place.
    pub(super) fn short_note(&self, essay: &Reference, place: Option<&Locator>) -> String {
        stopped(self.short_form(essay, place))
    }

    /// A short note without its full stop.
    pub(super) fn short_form(&self, work: &Reference, place: Option<&Locator>) -> String {
        let mut note = people::families(&work.authors, "and", 3);
        if work.title.is_some() || note.is_empty() {
            add(&mut note, ", ", &self.short_title(work, SHORT_WORDS));
        }
        add(
            &mut note,
            ", ",
            &place.map_or(String::new(), places::chicago),
        );
        note
    }

    pub(super) fn full_note(&self, essay: &Reference, place: Option<&Locator>) -> String {
        let kind = Kind::of(essay);
        let source = self.note_source(essay, kind);
        let place = place.map_or(String::new(), places::chicago);
        let is_bracketed = source.starts_with('(');
        let is_page = place.starts_with(|c: char| c.is_ascii_digit());
        let mut note = people::chicago_note(&essay.authors);
        add(&mut note, ", ", &self.title(essay, title_of(essay)));
        add(&mut note, if is_bracketed { " " } else { ", " }, &source);
        let is_journal = kind == Kind::Journal && is_page && !source.is_empty();
        add(&mut note, if is_journal { ": " } else { ", " }, &place);
        if kind == Kind::Web {
            add(&mut note, ", ", &url_shown(essay).unwrap_or_default());
        }
        stopped(note)
    }

    /// What stands between the title of a note and its place.
    fn note_source(&self, essay: &Reference, kind: Kind) -> String {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let container = essay
            .container
            .as_ref()
            .map(|name| format!("_{name}_"))
            .unwrap_or_default();
        let publisher = text(&essay.publisher);
        let date = year(essay.date);
        match kind {
            Kind::Unpublished => bracketed(&["student essay", &publisher, &long_date(essay.date)]),
            Kind::Thesis => bracketed(&["thesis", &publisher, date.trim_end_matches("n.d.")]),
            Kind::Book => bracketed(&[&publisher, &date]),
            Kind::Chapter => joined(&["in".into(), container, bracketed(&[&publisher, &date])]),
            Kind::Journal => {
                let issue = essay.issue.as_ref().map(|issue| format!("no. {issue}"));
                let parts = [essay.volume.clone(), issue.clone()];
                let volume: Vec<String> = parts.into_iter().flatten().collect();
                let is_issue_alone = essay.volume.is_none() && issue.is_some();
                let comma = if is_issue_alone { "," } else { "" };
                joined(&[
                    after(&container, comma),
                    volume.join(", "),
                    format!("({date})"),
                ])
            }
            Kind::Magazine | Kind::Newspaper => {
                joined(&[after(&container, ","), long_date(essay.date)])
            }
            Kind::Web => {
                let day = match (essay.date, self.accessed) {
                    (Some(date), _) => Some(chicago_date(date)),
                    (None, Some(day)) => Some(format!("accessed {}", chicago_date(day))),
                    (None, None) => None,
                };
                let parts = [essay.container.clone(), day].into_iter().flatten();
                parts.collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// Adds a part to a note, its comma within the marks that close before it.
fn add(note: &mut String, joint: &str, part: &str) {
    if part.is_empty() {
        return;
    }
    if note.is_empty() {
        note.push_str(part);
    } else {
        *note = after(note, &format!("{joint}{part}"));
    }
}

/// The parts that are not empty, in brackets, with commas.
fn bracketed(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("({})", parts.join(", "))
    }
}
