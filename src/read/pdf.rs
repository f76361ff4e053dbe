//! PDF: pages of glyphs in, drafts of paragraphs out.
//!
//! A PDF has no paragraphs, only glyphs on pages. The library reads the file
//! and its fonts; which glyphs make a line, a column, a paragraph or a note is
//! found here, from where they stand. Pages are read on a thread of their own:
//! a page that the library panics on is left out, and one that it never comes
//! back from ends the reading.

mod columns;
mod content;
mod draw;
mod edges;
#[cfg(test)]
mod fixture;
mod fonts;
mod fragments;
mod glyph;
mod initials;
mod joining;
mod lines;
mod lists;
mod margins;
mod marks;
mod matrix;
mod measure;
mod nesting;
mod notes;
mod page;
mod paragraphs;
mod roles;
mod setting;
mod shapes;
mod source;
mod stated;
mod strings;
mod tagged;
mod upright;
mod worker;

use super::ReadError;
use super::builder::{Draft, Reading, Role};
use super::clean::clean;
use joining::{hyphens, join};
use notes::Notes;
use page::Page;
use paragraphs::Paragraph;
use setting::Setting;
use stated::Habit;
pub(super) use worker::NAME as THREAD;
use worker::Read;

/// Reads a PDF.
///
/// # Errors
/// When it needs a password, is damaged, or has no text on any page.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let Read {
        mut pages,
        labels,
        stated,
        problems,
        count,
        habit,
    } = worker::read(bytes)?;
    if pages
        .iter()
        .all(|p| p.regions.is_empty() && p.comments.is_empty())
    {
        return Err(ReadError::NoTextLayer(
            u32::try_from(count).unwrap_or(u32::MAX),
        ));
    }
    let drafts = assemble(&mut pages, &labels, habit);
    Ok(Reading {
        drafts,
        stated,
        encoding: "utf-8".to_owned(),
        problems,
    })
}

/// The drafts of a file's pages.
fn assemble(pages: &mut [Page], stated: &[Option<String>], habit: Habit) -> Vec<Draft> {
    let labels = margins::strip(pages, stated);
    let setting = Setting::of(pages);
    let mut notes = Vec::with_capacity(pages.len());
    for page in pages.iter_mut() {
        let goes_on = notes.last().is_some_and(Notes::is_open);
        notes.push(notes::take(page, setting.size, goes_on));
    }
    let paragraphs = paragraphs::paragraphs(pages, setting, habit);
    let drafts = roles::drafts(&paragraphs, setting, &labels);
    let mut drafts = with_notes(drafts, &paragraphs, note_drafts(&notes, &labels, habit));
    for (page, label) in pages.iter().zip(&labels) {
        drafts.extend(page.comments.iter().map(|comment| Draft {
            page: label.clone(),
            ..Draft::new(Role::Note, comment)
        }));
    }
    marks::mark_endnotes(&mut drafts);
    marks::settle(&mut drafts);
    for draft in &mut drafts {
        draft.text = clean(draft.text.trim_end_matches(is_way_back)).into_owned();
    }
    drafts
}

/// Whether `c` leads back from a note to its mark on a page that was printed.
fn is_way_back(c: char) -> bool {
    matches!(c, '↩' | '↑' | '⏎' | '↵' | '\u{fe0e}' | '\u{fe0f}' | ' ')
}

/// Puts each page's notes behind the paragraph that ends it.
fn with_notes(
    drafts: Vec<Draft>,
    paragraphs: &[Paragraph],
    notes: Vec<(usize, Draft)>,
) -> Vec<Draft> {
    let mut all = Vec::with_capacity(drafts.len() + notes.len());
    let mut notes = notes.into_iter().peekable();
    for (draft, paragraph) in drafts.into_iter().zip(paragraphs) {
        while notes.peek().is_some_and(|(page, _)| *page < paragraph.page) {
            all.extend(notes.next().map(|(_, note)| note));
        }
        all.push(draft);
    }
    all.extend(notes.map(|(_, note)| note));
    all
}

/// The drafts of notes, each with the page it begins on.
fn note_drafts(notes: &[Notes], labels: &[Option<String>], habit: Habit) -> Vec<(usize, Draft)> {
    let lines = notes.iter().flat_map(|n| {
        n.begun
            .iter()
            .flat_map(|(_, lines)| lines)
            .chain(&n.carried)
    });
    let hyphens = hyphens(lines, habit);
    let mut drafts: Vec<(usize, Draft)> = Vec::new();
    let append = |draft: &mut Draft, line: &lines::Line| {
        if draft.text.is_empty() {
            draft.text.push_str(&line.text);
        } else {
            join(&mut draft.text, &line.text, &hyphens);
        }
    };
    for (page, own) in notes.iter().enumerate() {
        for line in &own.carried {
            match drafts.last_mut() {
                Some((_, last)) => append(last, line),
                None => drafts.push((page, Draft::new(Role::Note, line.text.as_str()))),
            }
        }
        for (mark, lines) in &own.begun {
            let mut draft = Draft::new(Role::Note, "");
            draft.mark = Some(mark.clone());
            draft.page = labels.get(page).cloned().flatten();
            for line in lines {
                append(&mut draft, line);
            }
            drafts.push((page, draft));
        }
    }
    drafts
}

#[cfg(test)]
mod tests;
