//! Paragraphs of an RTF file into drafts: styles, outline and look give roles.

use super::manuscript::{Note, Paragraph};
use super::styles::StyleSheet;
use crate::read::builder::{BULLET, Draft, Role};
use crate::read::clean::clean;
use crate::read::markdown::long_lines;
use crate::read::set_off::{self, Look, Stand};
use crate::read::style_names::Style;

/// Bullets that writers type, or that programs put where they know no lists.
const BULLETS: [char; 8] = ['•', '·', '◦', '▪', '‣', '–', '-', '*'];

/// Makes the drafts of all paragraphs.
pub(super) fn of_paragraphs(paragraphs: &[Paragraph], styles: &StyleSheet) -> Vec<(Draft, u32)> {
    let mut drafts = Vec::with_capacity(paragraphs.len());
    let mut looks = Vec::with_capacity(paragraphs.len());
    let mut pages = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        let Some(role) = role(paragraph, styles) else {
            continue;
        };
        let text = clean(&paragraph.text);
        let (mark, rest) = item(paragraph, &text);
        let look = look(paragraph, rest.len() < text.trim().len());
        let bullet = (look.stand == Stand::Item).then(|| BULLET.to_owned());
        let mark = mark.or(bullet).filter(|_| role == Role::Prose);
        for (at, line) in rest.split("\n\n").flat_map(long_lines).enumerate() {
            drafts.push(Draft {
                indent: look.columns(),
                mark: mark.clone().filter(|_| at == 0),
                ..Draft::new(role, line)
            });
            looks.push(look);
            pages.push(paragraph.page);
        }
    }
    set_off::mark(&mut drafts, &looks);
    drafts.into_iter().zip(pages).collect()
}

/// Makes the drafts of all notes.
pub(super) fn of_notes(notes: Vec<Note>) -> Vec<(Draft, u32)> {
    let draft = |note: Note| {
        let is_stop = |c: char| c.is_whitespace() || matches!(c, '.' | ')' | ':');
        let text = clean(&note.text);
        let draft = Draft {
            mark: Some(note.mark),
            ..Draft::new(Role::Note, text.trim_start_matches(is_stop))
        };
        (draft, note.page)
    };
    notes.into_iter().map(draft).collect()
}

/// What style and outline say of a paragraph; `None` if it is no text.
fn role(paragraph: &Paragraph, styles: &StyleSheet) -> Option<Role> {
    let setting = &paragraph.setting;
    match (styles.meaning(setting.style), setting.level) {
        (Some(Style::LeftOut), _) => None,
        (Some(Style::Is(role)), _) => Some(role),
        (None, Some(level)) => Some(Role::Heading(level)),
        (None, None) => Some(Role::Prose),
    }
}

fn look(paragraph: &Paragraph, has_bullet: bool) -> Look {
    let setting = &paragraph.setting;
    let is_item = setting.is_item || paragraph.item.is_some() || has_bullet;
    Look {
        left: setting.left,
        right: setting.right,
        first: setting.first,
        stand: if is_item { Stand::Item } else { setting.stand },
        is_bold: paragraph.is_bold,
        size: paragraph.size,
    }
}

/// The mark of a numbered item, from its list or typed before a tab, and the
/// text after it and after bullets.
fn item<'t>(paragraph: &Paragraph, text: &'t str) -> (Option<String>, &'t str) {
    let text = text.trim();
    let number = |mark: &str| {
        let bare = mark.trim().trim_end_matches(['.', ')', ':']);
        let is_number = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| bare.to_owned())
    };
    if let Some(mark) = paragraph.item.as_deref() {
        return (number(mark), text);
    }
    let Some((mark, rest)) = text.split_once('\t') else {
        return (None, text);
    };
    let is_bullet = mark.trim().chars().count() == 1 && mark.trim().starts_with(BULLETS);
    match number(mark).filter(|_| mark.trim().ends_with(['.', ')'])) {
        Some(number) => (Some(number), rest.trim_start()),
        None if is_bullet => (None, rest.trim_start()),
        None => (None, text),
    }
}
