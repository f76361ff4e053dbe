//! Plain text for people: the page it is written on, and what is said of a passage.

use super::printable;
use crate::enrich::{Change, CitedWork, EnrichedPassage, EssayRecord, LocatorKind, TAGS_FILE, Tag};
use crate::passage::Passage;
use crate::profile::Profile;
use crate::text::Span;
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

/// Whether text is set off by colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Colours and weights.
    Colour,
    /// Asterisks around what matched: for a terminal without colour.
    Marks,
    /// Nothing but text.
    None,
}

/// How wide and how colourful the page is that an answer is written on.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Columns.
    pub width: usize,
    /// Colours.
    pub paint: Paint,
}

impl Page {
    /// `text` in `style`, if there is colour.
    pub(super) fn set(self, style: Style, text: &str) -> String {
        match self.paint {
            Paint::Colour => format!("{style}{text}{style:#}"),
            Paint::Marks if style == MATCH => format!("*{text}*"),
            Paint::Marks | Paint::None => text.to_string(),
        }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.set(Style::new().bold(), text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.set(Style::new().dimmed(), text)
    }

    /// Wraps `text` behind an indent.
    pub(super) fn wrap(self, text: &str, indent: &str) -> String {
        let options = textwrap::Options::new(self.width.max(40))
            .initial_indent(indent)
            .subsequent_indent(indent);
        textwrap::fill(text, options)
    }

    /// Wraps a passage with spans of it set off.
    pub(super) fn passage(self, text: &str, spans: &[(Span, Style)], indent: &str) -> String {
        self.wrap(&self.marked(text, spans), indent)
    }

    pub(super) fn marked(self, text: &str, spans: &[(Span, Style)]) -> String {
        let mut out = String::new();
        let mut at = 0;
        for (span, style) in spans.iter().filter(|(span, _)| !span.is_empty()) {
            if span.start < at {
                continue;
            }
            out += &printable(&text[at..span.start]);
            // Each word on its own, so that a line break never falls inside a style.
            let words = printable(span.of(text));
            let set: Vec<String> = words
                .split(' ')
                .map(|word| self.set(*style, word))
                .collect();
            out += &set.join(" ");
            at = span.end;
        }
        out += &printable(&text[at..]);
        out
    }
}

pub(super) const MATCH: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));

/// Title, authors and year, as far as known.
pub(super) fn byline(record: &EssayRecord, path: &str) -> String {
    let reference = &record.reference;
    let mut parts = vec![reference.title.clone().unwrap_or_else(|| path.to_string())];
    let authors: Vec<String> = reference.authors.iter().map(ToString::to_string).collect();
    if !authors.is_empty() {
        parts.push(authors.join(", "));
    }
    parts.extend(reference.date.map(|date| date.year.to_string()));
    printable(&parts.join(" · "))
}

/// `¶4`, `¶4 part 2`, `p. 3 ¶4`.
pub(super) fn place_of(place: &Passage) -> String {
    let page = place
        .page
        .as_ref()
        .map_or_else(String::new, |page| format!("p. {page} "));
    let part = if place.part > 1 {
        format!(" part {}", place.part)
    } else {
        String::new()
    };
    printable(&format!("{page}¶{}{part}", place.paragraph))
}

pub(super) fn labelled(page: Page, label: &str, text: &str, indent: &str) -> String {
    let options = textwrap::Options::new(page.width.max(40))
        .initial_indent("")
        .subsequent_indent("             ");
    let wrapped = textwrap::fill(&format!("{indent}{label:<9}{text}"), options);
    let head = format!("{indent}{label:<9}");
    wrapped.replacen(&head, &page.dim(&head), 1)
}

/// What a passage cites of the novel, its themes, characters and places.
pub(super) fn write_tags(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    passage: &EnrichedPassage,
    indent: &str,
) -> io::Result<()> {
    let works = passage
        .citations
        .iter()
        .flat_map(|citation| &citation.works);
    let cites: Vec<String> = works.map(work).collect();
    let themes = themes(profile, passage);
    let name = |entities: &[crate::profile::Entity], ids: &[crate::enrich::Mentioned]| {
        let names = ids
            .iter()
            .filter_map(|found| entities.get(usize::from(found.id)));
        names.map(|entity| entity.name.clone()).collect::<Vec<_>>()
    };
    let mut people = name(&profile.characters, &passage.characters);
    people.extend(name(&profile.places, &passage.places));
    let corrected = corrections(profile, passage);
    for (label, values) in [
        ("cites", cites),
        ("themes", themes),
        ("names", people),
        ("by hand", corrected),
    ] {
        if !values.is_empty() {
            let values = printable(&values.join("; "));
            writeln!(out, "{}", labelled(page, label, &values, indent))?;
        }
    }
    Ok(())
}

/// The themes of a passage, with the words that say so.
fn themes(profile: &Profile, passage: &EnrichedPassage) -> Vec<String> {
    let themes = passage.themes.iter().filter_map(|tag| {
        let theme = profile.themes.get(usize::from(tag.theme))?;
        let evidence: Vec<String> = (tag.evidence.iter())
            .map(|evidence| printable(evidence.span.of(&passage.text)))
            .collect();
        if evidence.is_empty() {
            return Some(format!("{} ({})", theme.id, by_hand()));
        }
        Some(format!(
            "{} {:.2} ({})",
            theme.id,
            tag.score,
            evidence.join(", ")
        ))
    });
    themes.collect()
}

/// What stands in the place of evidence for a tag that a user put on a passage.
pub(super) fn by_hand() -> String {
    format!("corrected by {TAGS_FILE}")
}

/// What a user changed of a passage's tags.
fn corrections(profile: &Profile, passage: &EnrichedPassage) -> Vec<String> {
    let corrections = passage.corrections.iter();
    let corrections = corrections.filter_map(|correction| {
        let change = change_name(correction.change);
        let (kind, name) = tag_name(profile, correction.tag)?;
        Some(format!("{change} {kind} {name}"))
    });
    corrections.collect()
}

/// What a tag is, and its name; `None` if the profile has none of its number.
pub(super) fn tag_name(profile: &Profile, tag: Tag) -> Option<(&'static str, &str)> {
    Some(match tag {
        Tag::Theme(id) => ("theme", &profile.themes.get(usize::from(id))?.id),
        Tag::Character(id) => ("character", &profile.characters.get(usize::from(id))?.name),
        Tag::Place(id) => ("place", &profile.places.get(usize::from(id))?.name),
    })
}

/// What was done to a tag.
pub(super) fn change_name(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Removed => "removed",
    }
}

/// One cited work: `Ishiguro [sic: Kazuo] 59`.
fn work(work: &CitedWork) -> String {
    let mut parts: Vec<String> = work.author.iter().cloned().collect();
    parts.extend(work.sic.iter().map(|sic| format!("[sic: {sic}]")));
    parts.extend(work.title.clone());
    parts.extend(work.year.clone());
    let label = match work.locator_kind {
        LocatorKind::Page | LocatorKind::None => "",
        LocatorKind::Chapter => "ch. ",
        LocatorKind::ChapterPara => "ch. and par. ",
        LocatorKind::Paragraph => "par. ",
        LocatorKind::Section => "sec. ",
        LocatorKind::KindleLoc => "loc. ",
        LocatorKind::Percent => "% ",
        LocatorKind::Note => "n. ",
    };
    if !work.locators.is_empty() {
        parts.push(format!("{label}{}", work.locators.join(", ")));
    }
    parts.join(" ")
}
