//! Answers to searches, for people: ranked passages, and what they are on.

use super::excerpt::excerpt;
use super::plain::{MATCH, byline, labelled, place_of, write_tags};
use super::second_hand::REMARK;
use super::{Page, SecondHand, cited_place, count, printable};
use crate::cite::Citing;
use crate::profile::Profile;
use crate::retrieve::{Answer, Hit};
use crate::text::Span;
use anstyle::Style;
use std::io::{self, Write};

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
    if answer.hits.iter().any(|hit| !hit.explanation.is_empty()) {
        let text = labelled(page, "read as", &printable(&answer.understood), "");
        writeln!(out, "{text}")?;
    }
    write_summary(out, page, profile, answer)?;
    let is_second_hand = |hit: &Hit| second_hand(profile, hit, citing).is_some();
    if answer.hits.iter().any(is_second_hand) {
        writeln!(out, "{}", page.dim(REMARK))?;
    }
    Ok(())
}

/// Themes and characters counted on a line.
const COUNTED: usize = 6;

/// Writes how much was found, on what and on whom, and how to narrow it.
fn write_summary(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    answer: &Answer,
) -> io::Result<()> {
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
    let themes = answer.themes.iter().filter_map(|(id, number)| {
        let theme = profile.themes.get(usize::from(*id))?;
        Some(format!("{} {number}", theme.id))
    });
    let characters = answer.characters.iter().filter_map(|(id, number)| {
        let character = profile.characters.get(usize::from(*id))?;
        Some(format!("{} {number}", character.name))
    });
    let names = answer.names.iter().map(ToString::to_string);
    let lines: [(&str, Vec<String>); 3] = [
        ("themes", themes.take(COUNTED).collect()),
        ("characters", characters.take(COUNTED).collect()),
        ("to narrow, add", names.collect()),
    ];
    for (label, values) in lines {
        if !values.is_empty() {
            let line = printable(&format!("{label}: {}", values.join(", ")));
            writeln!(out, "{}", page.dim(&page.wrap(&line, "")))?;
        }
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
    writeln!(out, "{}", page.wrap(&shown_text(page, hit), indent))?;
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

/// What stands for the sentences of a passage that are left out.
const LEFT_OUT: &str = "[…]";

/// The text of a passage with its matches set off; of a long one, the
/// sentences that have them.
fn shown_text(page: Page, hit: &Hit) -> String {
    let text = hit.passage.text.trim_end();
    let parts = excerpt(text, &hit.highlights);
    let mut shown: Vec<String> = Vec::new();
    if parts.first().is_some_and(|first| first.start > 0) {
        shown.push(LEFT_OUT.to_string());
    }
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            shown.push(LEFT_OUT.to_string());
        }
        let inside = hit.highlights.iter().filter(|span| part.contains(**span));
        let spans: Vec<(Span, Style)> = inside
            .map(|span| (span.relative_to(part.start), MATCH))
            .collect();
        shown.push(page.marked(part.of(text), &spans));
    }
    if parts.last().is_some_and(|last| last.end < text.len()) {
        shown.push(LEFT_OUT.to_string());
    }
    shown.join(" ")
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
