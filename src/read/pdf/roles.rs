//! Roles: titles, headings and block quotations, told by how they are set.

use super::super::builder::{BULLET, Draft, Role, is_longer};
use super::lists::{is_item, is_numbered};
use super::marks::ends_sentence;
use super::measure;
use super::paragraphs::Paragraph;
use super::setting::Setting;

/// Ems from which a whole paragraph is set off.
const SET_OFF: f32 = 0.9;
/// Size over that of the text from which a paragraph is a heading, and a title.
const HEADING_SIZE: f32 = 1.08;
const TITLE_SIZE: f32 = 1.15;
/// Longest heading and title, in words.
const HEADING_WORDS: usize = 18;
const TITLE_WORDS: usize = 30;
/// Ems that a column of plain text is wide.
const COLUMN: f32 = 0.5;
/// Paragraphs at the head of a file among which the title is.
const HEAD: usize = 12;
/// Least words of a quotation that is one line.
const QUOTED_WORDS: usize = 5;

/// How a file's paragraphs are set, as far as their roles need it.
struct Habits {
    setting: Setting,
    /// Ems that first lines are set in, if they are.
    indent: Option<f32>,
    /// Size of the title, if it is larger than the text.
    title: Option<f32>,
    has_bold_text: bool,
}

/// The drafts of `paragraphs`, on pages of these labels.
pub(super) fn drafts(
    paragraphs: &[Paragraph],
    setting: Setting,
    labels: &[Option<String>],
) -> Vec<Draft> {
    let habits = Habits::of(paragraphs, setting);
    let mut drafts: Vec<Draft> = Vec::with_capacity(paragraphs.len());
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &paragraphs[at]);
        let role = habits.role(paragraph, before, at);
        let (mark, text) = item(paragraph);
        let mut draft = Draft::new(role, text);
        draft.mark = mark;
        draft.page = labels.get(paragraph.page).cloned().flatten();
        draft.is_tight = paragraph.gap.is_some_and(|gap| gap < 1.3);
        if paragraph.is_centred {
            draft.indent = measure::columns(paragraph.first_in, COLUMN);
        }
        drafts.push(draft);
    }
    doubt_lists(&mut drafts);
    drafts
}

/// Paragraphs set off in a row that have no quotation beside them: a list
/// whose bullets are drawn and not written.
const LISTED: usize = 3;

/// Takes rows of set-off paragraphs for what they are: items.
fn doubt_lists(drafts: &mut [Draft]) {
    let is_row = |a: &Draft, b: &Draft| a.role == Role::Quotation && b.role == Role::Quotation;
    for row in drafts.chunk_by_mut(is_row) {
        let whole = row.iter().filter(|d| ends_sentence(&d.text)).count();
        if row.len() >= LISTED && whole * 3 >= row.len() * 2 {
            for draft in row {
                draft.role = Role::Prose;
            }
        }
    }
}

/// The text of a list's item without its bullet or number, and the number.
fn item(paragraph: &Paragraph) -> (Option<String>, &str) {
    let text = paragraph.text.as_str();
    let Some((label, rest)) = text.split_once(' ').filter(|(_, rest)| !rest.is_empty()) else {
        return (None, text);
    };
    let hangs = paragraph.lines > 1 && paragraph.rest_in > paragraph.first_in + SET_OFF / 2.0;
    match () {
        () if is_item(text) => (Some(BULLET.to_owned()), rest),
        () if is_numbered(text) && hangs && paragraph.list.is_none() => {
            let number = label.trim_matches(|c: char| !c.is_alphanumeric());
            (Some(number.to_owned()), rest)
        }
        () => (None, text),
    }
}

impl Habits {
    fn of(paragraphs: &[Paragraph], setting: Setting) -> Habits {
        let is_indented =
            |p: &&Paragraph| p.lines > 1 && p.first_in > SET_OFF && p.rest_in.abs() < SET_OFF / 2.0;
        let mut indents: Vec<f32> = paragraphs
            .iter()
            .filter(is_indented)
            .map(|p| p.first_in)
            .collect();
        indents.sort_by(f32::total_cmp);
        let long = paragraphs.iter().filter(|p| p.lines > 2);
        let bold = long.clone().filter(|p| p.is_bold).count();
        let sizes = paragraphs.iter().take(HEAD).filter(|p| p.page == 0);
        let short = sizes.filter(|p| !is_longer(&p.text, TITLE_WORDS) && p.text.len() > 2);
        let largest = short.map(|p| p.size).max_by(f32::total_cmp);
        Habits {
            setting,
            indent: indents.get(indents.len() / 2).copied(),
            title: largest.filter(|size| *size >= TITLE_SIZE * setting.size),
            has_bold_text: bold * 2 > long.count(),
        }
    }

    fn role(&self, paragraph: &Paragraph, before: Option<&Paragraph>, at: usize) -> Role {
        let is_title = at < HEAD
            && paragraph.page == 0
            && self.title.is_some_and(|t| paragraph.size >= 0.98 * t);
        match () {
            () if is_title && !is_longer(&paragraph.text, TITLE_WORDS) => Role::Title,
            () if self.is_heading(paragraph) => Role::Heading(2),
            () if paragraph.list.is_none() && self.is_quotation(paragraph, before) => {
                Role::Quotation
            }
            () => Role::Prose,
        }
    }

    fn is_heading(&self, paragraph: &Paragraph) -> bool {
        let is_large = paragraph.size >= HEADING_SIZE * self.setting.size;
        let is_bold = paragraph.is_bold && !self.has_bold_text;
        let is_sentence = paragraph.text.ends_with(['.', ',', ';'])
            && !paragraph.text.starts_with(|c: char| c.is_ascii_digit());
        (is_large || is_bold)
            && paragraph.lines <= 3
            && !is_longer(&paragraph.text, HEADING_WORDS)
            && !is_sentence
    }

    fn is_quotation(&self, paragraph: &Paragraph, before: Option<&Paragraph>) -> bool {
        let is_small = paragraph.size < self.setting.size * 0.95;
        let is_introduced =
            before.is_some_and(|b| b.text.ends_with([':', ',']) || !ends_sentence(&b.text));
        let is_list = is_item(&paragraph.text) || is_numbered(&paragraph.text);
        if paragraph.is_centred || is_list || before.is_none() {
            return false;
        }
        if paragraph.lines > 1 {
            return paragraph.first_in.min(paragraph.rest_in) > SET_OFF
                || is_small && is_introduced && paragraph.gap.is_none_or(|gap| gap > 1.2);
        }
        let is_said = before.is_some_and(|b| b.text.ends_with(':')) && paragraph.first_in > SET_OFF;
        let beyond = match self.indent {
            Some(indent) => paragraph.first_in > indent + SET_OFF / 2.0,
            None => paragraph.first_in > SET_OFF,
        };
        let is_after_prose = before.is_some_and(|b| is_longer(&b.text, QUOTED_WORDS));
        is_after_prose
            && is_longer(&paragraph.text, QUOTED_WORDS)
            && (beyond || is_said || is_small && paragraph.first_in > SET_OFF)
    }
}
