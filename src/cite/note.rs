//! Chicago's notes: the full note of a first citation, the short one after it.
//!
//! hayagriva prints notes too, but each takes it milliseconds, and a search has
//! ten of them to print.
//!
//! Source: Chicago Manual of Style, 17th ed., 14.19-14.36 and 14.215.

use super::citing::{apa_place, joined, title_of};
use super::dates::{chicago_date, long_date, year};
use super::kind::{Kind, url_shown};
use super::people;
use super::titles::{Face, inner_marks};
use super::{Citing, Locator, LocatorLabel, Reference};

/// Words of the title in a short note.
const SHORT_WORDS: usize = 4;

impl Citing<'_> {
    /// The note that follows a Chicago full note: family name, short title, place.
    #[must_use]
    pub fn short_note(&self, essay: &Reference, place: Option<&Locator>) -> String {
        let title = self.known().shortened(title_of(essay), SHORT_WORDS);
        let title = match Kind::of(essay).face() {
            Face::Roman => format!(
                "\"{},\"",
                inner_marks(&self.known().set(title, Face::Roman))
            ),
            Face::Italic => format!("{},", self.known().set(title, Face::Italic)),
        };
        let author = people::families(&essay.authors, "and");
        let place = place.map(chicago_place);
        let parts = [comma(&author), title, place.unwrap_or_default()];
        let note = joined(&parts);
        match note.strip_suffix(",\"") {
            Some(note) => format!("{note}.\""),
            None => format!("{}.", note.trim_end_matches(',')),
        }
    }

    pub(super) fn full_note(&self, essay: &Reference, place: Option<&Locator>) -> String {
        let kind = Kind::of(essay);
        let title = title_of(essay);
        let set = self.known().set(title, kind.face());
        let title = match kind {
            _ if essay.title.is_none() => title.to_owned(),
            Kind::Book => set,
            Kind::Unpublished | Kind::Thesis => format!("\"{}\"", inner_marks(&set)),
            _ => format!("\"{},\"", inner_marks(&set)),
        };
        let author = comma(&people::chicago_note(&essay.authors));
        let source = note_source(essay, kind);
        let place = place.map(chicago_place);
        let source = match (kind, place, &*source) {
            (_, None, _) => source,
            (_, Some(place), "") => place,
            (Kind::Journal, Some(place), _) if place.starts_with(|c: char| c.is_ascii_digit()) => {
                format!("{source}: {place}")
            }
            (_, Some(place), _) => format!("{source}, {place}"),
        };
        let url = (kind == Kind::Web)
            .then(|| url_shown(essay))
            .flatten()
            .unwrap_or_default();
        let source = if url.is_empty() {
            source
        } else {
            joined(&[comma(&source), url])
        };
        let note = joined(&[author, title, source]);
        match note.strip_suffix(",\"") {
            Some(note) => format!("{note}.\""),
            None => format!("{note}."),
        }
    }
}

/// What stands between the title of a note and its place.
fn note_source(essay: &Reference, kind: Kind) -> String {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let container = essay
        .container
        .as_ref()
        .map(|name| format!("_{name}_"))
        .unwrap_or_default();
    let date = year(essay.date);
    match kind {
        Kind::Unpublished => bracketed(&[
            "student essay",
            &text(&essay.publisher),
            &long_date(essay.date),
        ]),
        Kind::Thesis => bracketed(&[
            "thesis",
            &text(&essay.publisher),
            date.trim_end_matches("n.d."),
        ]),
        Kind::Book => bracketed(&[&text(&essay.publisher), &date]),
        Kind::Chapter => joined(&[
            "in".into(),
            container,
            bracketed(&[&text(&essay.publisher), &date]),
        ]),
        Kind::Journal => {
            let issue = essay.issue.as_ref().map(|issue| format!("no. {issue}"));
            let volume = [essay.volume.clone(), issue]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>();
            joined(&[container, volume.join(", "), format!("({date})")])
        }
        Kind::Web => {
            let day = essay.date.map(chicago_date);
            let parts = [essay.container.clone(), day].into_iter().flatten();
            parts.collect::<Vec<_>>().join(", ")
        }
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

fn comma(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{text},")
    }
}

fn chicago_place(place: &Locator) -> String {
    match place.label {
        LocatorLabel::Page => place.value.replace('-', "–"),
        LocatorLabel::Paragraph => apa_place(place),
    }
}
