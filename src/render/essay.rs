//! Essays as text: shown from the index, inspected from a file; and the status.

use super::plain::{Page, byline, labelled, write_tags};
use super::second_hand::REMARK;
use super::{SecondHand, cited_place, count, printable};
use crate::cite::Citing;
use crate::enrich::{Enriched, EnrichedPassage, EssayRecord, OutlineBlock, QuotationProblem};
use crate::index::{Info, StoredEssay};
use crate::profile::Profile;
use crate::read::BlockKind;
use crate::text::Span;
use anstyle::{AnsiColor, Color, Style};
use std::io::{self, Write};

const CITED: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Cyan)));
const QUOTED: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Green)));

/// Writes what is known of an essay, and what was odd about it.
fn write_head(out: &mut dyn Write, page: Page, record: &EssayRecord, path: &str) -> io::Result<()> {
    writeln!(out, "{}", page.bold(&byline(record, path)))?;
    let guessed = if record.guessed.is_empty() {
        String::new()
    } else {
        format!(", guessed: {}", record.guessed.join(", "))
    };
    let facts = format!(
        "{} · {} · {} · {} · {}{guessed}",
        printable(path),
        super::json::format_name(record.format),
        printable(&record.encoding),
        count(u64::from(record.paragraphs), "paragraph"),
        count(u64::from(record.words), "word"),
    );
    writeln!(out, "{}\n", page.dim(&facts))
}

fn write_tail(out: &mut dyn Write, page: Page, record: &EssayRecord) -> io::Result<()> {
    for work in &record.works_cited {
        let novel = if work.is_novel { " (the novel)" } else { "" };
        let text = printable(&format!("{}{novel}", work.as_written));
        writeln!(out, "{}", labelled(page, "listed", &text, ""))?;
    }
    for problem in &record.problems {
        let text = printable(&format!("{}: {}", problem.kind, problem.message));
        writeln!(out, "{}", labelled(page, "problem", &text, ""))?;
    }
    Ok(())
}

/// An essay to be shown.
#[derive(Debug)]
pub struct ShownEssay<'a> {
    /// What is known of it.
    pub essay: &'a StoredEssay,
    /// Its path, as shown.
    pub path: &'a str,
    /// Its passages.
    pub passages: &'a [EnrichedPassage],
    /// The one paragraph of it that is wanted.
    pub paragraph: Option<u32>,
    /// How a single paragraph is cited.
    pub citing: Citing<'a>,
}

/// Writes an essay with its passages, citations and tags marked; of a single
/// paragraph also how to cite it.
///
/// # Errors
/// If `out` cannot be written.
pub fn show(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    shown: &ShownEssay<'_>,
) -> io::Result<()> {
    let record = &shown.essay.record;
    write_head(out, page, record, shown.path)?;
    let is_wanted = |block: &&OutlineBlock| {
        let wanted = shown.paragraph;
        wanted.is_none_or(|number| block.number == Some(number))
    };
    for block in record.outline.iter().filter(is_wanted) {
        write_block(out, page, profile, block, shown.passages)?;
    }
    match shown.paragraph {
        Some(number) => write_cite(out, page, profile, shown, number),
        None => write_tail(out, page, record),
    }
}

/// Writes how to cite a paragraph, and at second hand what it quotes of the novel.
fn write_cite(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    shown: &ShownEssay<'_>,
    number: u32,
) -> io::Result<()> {
    let reference = &shown.essay.record.reference;
    let parts = shown.passages.iter();
    let parts: Vec<_> = parts.filter(|p| p.passage.paragraph == number).collect();
    let Some(first) = parts.first() else {
        return Ok(());
    };
    let place = cited_place(&first.passage);
    let mut lines = vec![("cite as", shown.citing.in_text(reference, Some(&place)))];
    let later = shown.citing.later(reference, Some(&place));
    lines.extend(later.map(|later| ("later", later)));
    let quoted = second_hand(profile, shown, &parts);
    let has_quotations = !quoted.is_empty();
    lines.extend(quoted.into_iter().map(|text| ("2nd hand", text)));
    for (label, text) in lines {
        writeln!(out, "{}", labelled(page, label, &printable(&text), ""))?;
    }
    if has_quotations {
        writeln!(out, "{}", page.dim(REMARK))?;
    }
    Ok(())
}

/// How the quotations of the novel in a paragraph are cited at second hand; with
/// their first words, if not all alike.
fn second_hand(
    profile: &Profile,
    shown: &ShownEssay<'_>,
    parts: &[&EnrichedPassage],
) -> Vec<String> {
    let reference = &shown.essay.record.reference;
    let second_hand = SecondHand::new(profile, shown.citing);
    let mut quoted: Vec<(String, String)> = Vec::new();
    for part in parts {
        for cited in second_hand.of_passage(reference, part) {
            let words = part.quotations[cited.quotation].span.of(&part.text);
            if quoted.iter().all(|(_, known)| *known != cited.in_text) {
                quoted.push((abridged(words), cited.in_text));
            }
        }
    }
    match quoted.len() {
        1 => quoted.into_iter().map(|(_, in_text)| in_text).collect(),
        _ => quoted
            .into_iter()
            .map(|(words, in_text)| format!("“{words}” {in_text}"))
            .collect(),
    }
}

/// The first words of a quotation.
fn abridged(words: &str) -> String {
    const WORDS: usize = 4;
    let mut words = words.split_whitespace();
    let first: Vec<&str> = words.by_ref().take(WORDS).collect();
    let more = if words.next().is_some() { "…" } else { "" };
    first
        .join(" ")
        .trim_end_matches([',', ';', ':', '.'])
        .to_owned()
        + more
}

/// Writes what was read from one file, in the order it was read.
///
/// # Errors
/// If `out` cannot be written.
pub fn inspect(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    path: &str,
    enriched: &Enriched,
) -> io::Result<()> {
    write_head(out, page, &enriched.essay, path)?;
    for block in &enriched.essay.outline {
        write_block(out, page, profile, block, &enriched.passages)?;
    }
    write_tail(out, page, &enriched.essay)
}

fn write_block(
    out: &mut dyn Write,
    page: Page,
    profile: &Profile,
    block: &OutlineBlock,
    passages: &[EnrichedPassage],
) -> io::Result<()> {
    let label = match block.kind {
        BlockKind::Body => String::new(),
        BlockKind::BlockQuotation => " block quotation".to_string(),
        BlockKind::Title => "title".to_string(),
        BlockKind::Byline => "byline".to_string(),
        BlockKind::Heading => "heading".to_string(),
        BlockKind::Note => format!("note {}", block.mark.as_deref().unwrap_or_default()),
        BlockKind::WorksCited => "works cited".to_string(),
    };
    let Some(number) = block.number else {
        let text = format!("[{label}] {}", printable(&block.text));
        return writeln!(out, "{}\n", page.dim(&page.wrap(&text, "")));
    };
    let at = block
        .page
        .as_ref()
        .map_or_else(String::new, |at| format!(" (p. {at})"));
    writeln!(
        out,
        "{}",
        page.bold(&printable(&format!("¶{number}{label}{at}")))
    )?;
    for passage in passages.iter().filter(|p| p.passage.paragraph == number) {
        writeln!(
            out,
            "{}",
            page.passage(passage.text.trim_end(), &marks(passage), "    ")
        )?;
        write_tags(out, page, profile, passage, "      ")?;
        for quotation in &passage.quotations {
            let problem = match quotation.problem {
                Some(QuotationProblem::NoOpen) => "opening mark missing",
                Some(QuotationProblem::NoClose) => "closing mark missing",
                None => continue,
            };
            let text = printable(quotation.span.of(&passage.text));
            let text = format!("“{text}” ({problem})");
            writeln!(out, "{}", labelled(page, "marks", &text, "      "))?;
        }
    }
    writeln!(out)
}

/// Citations and quotations of a passage, in order, for marking.
fn marks(passage: &EnrichedPassage) -> Vec<(Span, Style)> {
    let citations = passage
        .citations
        .iter()
        .map(|citation| (citation.span, CITED));
    let quotations = passage
        .quotations
        .iter()
        .map(|quotation| (quotation.span, QUOTED));
    let mut marks: Vec<(Span, Style)> = citations.chain(quotations).collect();
    marks.sort_by_key(|(span, _)| *span);
    marks
}

/// Writes what is indexed.
///
/// # Errors
/// If `out` cannot be written.
pub fn status(
    out: &mut dyn Write,
    path: &str,
    info: &Info,
    bytes: u64,
    skipped: &[(u64, String, String)],
) -> io::Result<()> {
    writeln!(out, "index     {}", printable(path))?;
    writeln!(
        out,
        "made by   norfolk {}, profile {}",
        info.norfolk,
        printable(&info.profile)
    )?;
    for folder in &info.folders {
        writeln!(out, "folder    {}", printable(&folder.given))?;
    }
    let essays = count(info.essays, "essay");
    let (passages, words) = (count(info.passages, "passage"), count(info.words, "word"));
    writeln!(
        out,
        "holds     {essays}, {passages}, {words}, {}",
        count(bytes, "byte")
    )?;
    for (_, path, reason) in skipped {
        writeln!(out, "skipped   {}: {}", printable(path), printable(reason))?;
    }
    for idle in &info.corrections {
        writeln!(out, "no effect {}", printable(&idle.to_string()))?;
    }
    Ok(())
}
