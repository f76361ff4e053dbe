//! Ranked passages as a table for spreadsheets, and as a list in Markdown.

use super::plain::place_of;
use super::{cited_place, count, printable};
use crate::cite::Citing;
use crate::profile::{Entity, Profile};
use crate::retrieve::{Answer, Hit};
use crate::text::Span;
use std::io::{self, Write};

/// The head of the table.
const COLUMNS: [&str; 15] = [
    "rank",
    "score",
    "path",
    "title",
    "authors",
    "date",
    "paragraph",
    "part",
    "page",
    "text",
    "themes",
    "characters",
    "places",
    "in_text",
    "entry",
];

/// Ranked passages as rows of CSV, best first, under a head.
#[must_use]
pub fn hit_rows(profile: &Profile, answer: &Answer, citing: &Citing<'_>) -> Vec<Vec<String>> {
    let head = COLUMNS.map(str::to_string).to_vec();
    let rows = answer.hits.iter().map(|hit| row(profile, hit, citing));
    std::iter::once(head).chain(rows).collect()
}

fn row(profile: &Profile, hit: &Hit, citing: &Citing<'_>) -> Vec<String> {
    let reference = &hit.essay.record.reference;
    let (passage, place) = (&hit.passage, &hit.passage.passage);
    let authors: Vec<String> = reference.authors.iter().map(ToString::to_string).collect();
    let themes = passage.themes.iter();
    let themes = themes.filter_map(|tag| profile.themes.get(usize::from(tag.theme)));
    let themes: Vec<&str> = themes.map(|theme| theme.id.as_str()).collect();
    let names = |entities: &[Entity], found: &[crate::enrich::Mentioned]| {
        let entities = found
            .iter()
            .filter_map(|one| entities.get(usize::from(one.id)));
        let names: Vec<&str> = entities.map(|entity| entity.name.as_str()).collect();
        names.join("; ")
    };
    vec![
        hit.rank.to_string(),
        format!("{:.4}", hit.score),
        hit.path.clone(),
        reference.title.clone().unwrap_or_default(),
        authors.join("; "),
        reference
            .date
            .map_or_else(String::new, |date| date.to_string()),
        place.paragraph.to_string(),
        place.part.to_string(),
        place.page.clone().unwrap_or_default(),
        passage.text.trim_end().to_string(),
        themes.join("; "),
        names(&profile.characters, &passage.characters),
        names(&profile.places, &passage.places),
        citing.in_text(reference, Some(&cited_place(place))),
        citing.entry(reference),
    ]
}

/// Writes ranked passages as a numbered list in Markdown: each passage as a
/// quotation with its matches set off, and how to cite its essay.
///
/// # Errors
/// If `out` cannot be written.
pub fn markdown(out: &mut dyn Write, answer: &Answer, citing: &Citing<'_>) -> io::Result<()> {
    for hit in &answer.hits {
        let reference = &hit.essay.record.reference;
        let title = reference.title.as_deref().unwrap_or(&hit.path);
        let authors: Vec<String> = reference.authors.iter().map(ToString::to_string).collect();
        let number = format!("{}. ", hit.rank);
        let indent = " ".repeat(number.len());
        let names = std::iter::once(format!("**{}**", escaped(title)));
        let names: Vec<String> = names
            .chain(authors.iter().map(|name| escaped(name)))
            .collect();
        let head = format!("{number}{}", names.join(", "));
        let place = format!("{} {}", hit.path, place_of(&hit.passage.passage));
        writeln!(out, "{head} ({})\n", escaped(&place))?;
        let text = hit.passage.text.trim_end();
        writeln!(out, "{indent}> {}\n", marked(text, &hit.highlights))?;
        let in_text = citing.in_text(reference, Some(&cited_place(&hit.passage.passage)));
        // The underscores of an entry are Markdown's already: they set a title in italics.
        let cite = format!("{in_text} {}", citing.entry(reference));
        let cite = cite.split('_').map(escaped).collect::<Vec<_>>().join("_");
        writeln!(out, "{indent}{cite}\n")?;
    }
    if !answer.hits.is_empty() {
        let passages = count(answer.total as u64, "passage");
        let essays = count(answer.essays as u64, "essay");
        writeln!(out, "*{passages} in {essays}, {} shown*", answer.hits.len())?;
    }
    Ok(())
}

fn marked(text: &str, spans: &[Span]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for span in spans.iter().filter(|span| span.end <= text.len()) {
        out += &escaped(&text[at..span.start]);
        out.extend(["**", &escaped(span.of(text)), "**"]);
        at = span.end;
    }
    out += &escaped(&text[at..]);
    begun(out)
}

/// A text on one line with no character that Markdown would take for a mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        if "\\`*_{}[]<>#|~&$!".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line whose first characters would begin a list or underline a heading, so
/// that they do not.
fn begun(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let at = match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => digits,
        Some('-' | '+' | '=') if digits == 0 => 0,
        _ => return line,
    };
    let (before, mark) = line.split_at(at);
    format!("{before}\\{mark}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_essay_holds_is_no_markdown() {
        for (text, written) in [
            ("a *b* _c_ [d](e)", r"a \*b\* \_c\_ \[d\](e)"),
            ("<script>&amp;", r"\<script\>\&amp;"),
            ("a\u{1b}[31m\nb", "a\u{fffd}\\[31m b"),
        ] {
            assert_eq!(escaped(text), written);
        }
        for (line, written) in [
            ("12. So", r"12\. So"),
            ("- So it goes - on.", r"\- So it goes - on."),
            ("12 of them.", "12 of them."),
            (". So", ". So"),
        ] {
            assert_eq!(begun(line.to_string()), written);
        }
    }

    #[test]
    fn matches_are_set_off() {
        let spans = [Span::new(4, 8), Span::new(12, 16)];
        assert_eq!(
            marked("the tape is *it* now", &spans),
            r"the **tape** is **\*it\*** now"
        );
    }
}
