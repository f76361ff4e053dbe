//! Plain text for people: the page it is written on, and answers to searches.

use super::second_hand::REMARK;
use super::{SecondHand, cited_place, count, printable};
use crate::cite::Citing;
use crate::enrich::{CitedWork, EnrichedPassage, EssayRecord, LocatorKind};
use crate::passage::Passage;
use crate::profile::Profile;
use crate::retrieve::{Answer, Hit};
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

    fn marked(self, text: &str, spans: &[(Span, Style)]) -> String {
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

const MATCH: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));

/// Writes the answer to a search.
///
/// # Errors
/// If `out` cannot be written.
pub fn search(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    answer: &Answer,
    citing: &Citing<'_>,
) -> io::Result<()> {
    for hit in &answer.hits {
        write_hit(out, page, profile, hit, citing)?;
    }
    let passages = count(answer.total as u64, "passage");
    let essays = count(answer.essays as u64, "essay");
    let shown = answer.hits.len();
    let more = if shown < answer.total {
        format!(", {shown} shown")
    } else {
        String::new()
    };
    writeln!(
        out,
        "{}",
        page.dim(&format!("{passages} in {essays}{more}"))
    )?;
    let themes = answer.themes.iter().take(6).filter_map(|(id, number)| {
        Some(format!(
            "{} {number}",
            profile.themes.get(usize::from(*id))?.id
        ))
    });
    let themes: Vec<String> = themes.collect();
    if !themes.is_empty() {
        writeln!(
            out,
            "{}",
            page.dim(&format!("themes: {}", themes.join(", ")))
        )?;
    }
    let is_second_hand = |hit: &Hit| second_hand(profile, hit, citing).is_some();
    if answer.hits.iter().any(is_second_hand) {
        writeln!(out, "{}", page.dim(REMARK))?;
    }
    Ok(())
}

fn write_hit(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    hit: &Hit,
    citing: &Citing<'_>,
) -> io::Result<()> {
    let indent = "    ";
    let head = format!(
        "{:>2}  {}",
        hit.rank,
        page.bold(&byline(&hit.essay.record, &hit.path))
    );
    let place = format!(
        "{} {}",
        printable(&hit.path),
        place_of(&hit.passage.passage)
    );
    writeln!(
        out,
        "{head}\n{indent}{}  {:.3}",
        page.dim(&place),
        hit.score
    )?;
    let spans: Vec<(Span, Style)> = hit.highlights.iter().map(|span| (*span, MATCH)).collect();
    writeln!(
        out,
        "{}",
        page.passage(hit.passage.text.trim_end(), &spans, indent)
    )?;
    write_tags(out, page, profile, &hit.passage, indent)?;
    for (name, value) in &hit.explanation {
        writeln!(
            out,
            "{indent}{} {value:.4}",
            page.dim(&format!("{name:<16}"))
        )?;
    }
    write_cite(out, page, profile, hit, citing)?;
    writeln!(out)
}

/// Writes how to cite the essay of a passage, and what it quotes of the novel.
fn write_cite(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    hit: &Hit,
    citing: &Citing<'_>,
) -> io::Result<()> {
    let reference = &hit.essay.record.reference;
    let place = cited_place(&hit.passage.passage);
    let first = format!(
        "{} {}",
        citing.in_text(reference, Some(&place)),
        citing.entry(reference)
    );
    let lines = [
        ("cite as", Some(first)),
        ("later", citing.later(reference, Some(&place))),
        ("2nd hand", second_hand(profile, hit, citing)),
    ];
    for (label, text) in lines {
        if let Some(text) = text {
            writeln!(out, "{}", labelled(page, label, &printable(&text), "    "))?;
        }
    }
    Ok(())
}

/// How the first quotation of the novel that matched, or the first of all, is
/// cited at second hand.
fn second_hand(profile: &Profile, hit: &Hit, citing: &Citing<'_>) -> Option<String> {
    let second_hand = SecondHand::new(profile, *citing);
    let mut cited = second_hand.of_passage(&hit.essay.record.reference, &hit.passage);
    let matched = cited.iter().position(|cited| {
        let span = hit.passage.quotations[cited.quotation].span;
        hit.highlights.iter().any(|found| span.contains(*found))
    });
    (!cited.is_empty()).then(|| cited.swap_remove(matched.unwrap_or(0)).in_text)
}

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
    let themes: Vec<String> = passage
        .themes
        .iter()
        .filter_map(|tag| {
            let theme = profile.themes.get(usize::from(tag.theme))?;
            let evidence: Vec<String> = (tag.evidence.iter())
                .map(|evidence| printable(evidence.span.of(&passage.text)))
                .collect();
            Some(format!(
                "{} {:.2} ({})",
                theme.id,
                tag.score,
                evidence.join(", ")
            ))
        })
        .collect();
    let name = |entities: &[crate::profile::Entity], ids: &[crate::enrich::Mentioned]| {
        let names = ids
            .iter()
            .filter_map(|found| entities.get(usize::from(found.id)));
        names.map(|entity| entity.name.clone()).collect::<Vec<_>>()
    };
    let mut people = name(&profile.characters, &passage.characters);
    people.extend(name(&profile.places, &passage.places));
    for (label, values) in [("cites", cites), ("themes", themes), ("names", people)] {
        if !values.is_empty() {
            let values = printable(&values.join("; "));
            writeln!(out, "{}", labelled(page, label, &values, indent))?;
        }
    }
    Ok(())
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
