//! The builder all formats go through: drafts of blocks in, an [`Essay`] out.
//!
//! A format says what it knows of a paragraph (a heading, a quotation, prose);
//! what only the essay as a whole can tell is found here, the same for all:
//! head, back matter, furniture, numbers.

use super::metadata::{Stated, title_of_file};
use super::{Block, BlockKind, Essay, Format, Problem, ReadError, clean, encoding};
use super::{back, furniture, head, inner, stray};
use crate::cite::Reference;
use crate::text::Span;

/// What a format knows of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A paragraph; what kind remains to be seen.
    Prose,
    /// Named as the title by the format.
    Title,
    /// Named as author, date or affiliation by the format.
    Byline,
    /// A heading, of this level.
    Heading(u8),
    /// Set off as words of another.
    Quotation,
    /// A footnote or endnote.
    Note,
    /// In the list of works cited.
    WorksCited,
}

/// The mark of an item of a list without numbers.
pub(super) const BULLET: &str = "•";

/// A block on its way into an essay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    /// Its clean text; `\n` is a line break that the author made.
    pub(super) text: String,
    /// What its format knows of it.
    pub(super) role: Role,
    /// Columns of white space before its first line.
    pub(super) indent: usize,
    /// Whether no blank line stands between it and the block before it.
    pub(super) is_tight: bool,
    /// Of a note or an item of a list: its mark.
    pub(super) mark: Option<String>,
    /// The page it begins on, as printed, where the format has pages.
    pub(super) page: Option<String>,
}

impl Draft {
    /// A draft with nothing known but its text and role.
    pub(super) fn new(role: Role, text: impl Into<String>) -> Draft {
        Draft {
            text: text.into(),
            role,
            indent: 0,
            is_tight: false,
            mark: None,
            page: None,
        }
    }
}

/// What a format made of its text.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The blocks in reading order.
    pub(super) drafts: Vec<Draft>,
    /// What the file states of itself.
    pub(super) stated: Stated,
    /// Name of the encoding of its text, where the format tells it.
    pub(super) encoding: String,
    /// What was odd about it.
    pub(super) problems: Vec<Problem>,
}

/// Most blocks of an essay; a thesis has some thousand.
pub(super) const MOST_BLOCKS: usize = 100_000;

/// That a file has more blocks than an essay.
pub(super) fn too_many_blocks() -> ReadError {
    ReadError::TooLarge(format!("it has more than {MOST_BLOCKS} paragraphs"))
}

/// Bytes of a word, its space included, that prose (six on average) never keeps up.
const LONG_WORD_BYTES: usize = 10;

/// Whether `text` has more than `words` words; does not count in a long one.
pub(super) fn is_longer(text: &str, words: usize) -> bool {
    text.len() > LONG_WORD_BYTES * (words + 6) || text.split_whitespace().nth(words).is_some()
}

/// Makes the essay of a `reading` from a file called `name`.
///
/// # Errors
/// [`ReadError::Empty`] if no block has any text, [`ReadError::TooLarge`] if
/// there are more than any essay has.
pub(super) fn build(reading: Reading, format: Format, name: &str) -> Result<Essay, ReadError> {
    let Reading {
        mut drafts,
        stated,
        encoding,
        mut problems,
    } = reading;
    if drafts.len() > MOST_BLOCKS {
        return Err(too_many_blocks());
    }
    for draft in &mut drafts {
        draft.text = clean::squeeze(&draft.text);
    }
    stray::join(&mut drafts);
    furniture::clear(&mut drafts);
    if drafts.is_empty() {
        return Err(ReadError::Empty);
    }
    back::mark(&mut drafts);
    let found = head::recognise(&mut drafts, &stated.reference);
    match format {
        Format::Txt => inner::mark(&mut drafts),
        Format::Docx | Format::Odt | Format::Rtf | Format::Pdf => inner::mark_kinds(&mut drafts),
        Format::Md | Format::Html | Format::Epub => {}
    }
    ensure_body(&mut drafts, &mut problems);
    let (text, blocks) = assemble(drafts);
    let mut essay = Essay {
        text,
        blocks,
        reference: stated.reference,
        guessed: Vec::new(),
        format,
        encoding,
        problems,
    };
    complete_reference(&mut essay, found, stated.hinted, name);
    Ok(essay)
}

/// An essay of one line has it as its body, whatever it looks like.
fn ensure_body(drafts: &mut [Draft], problems: &mut Vec<Problem>) {
    if drafts
        .iter()
        .any(|d| matches!(d.role, Role::Prose | Role::Quotation))
    {
        return;
    }
    let is_front = |d: &&mut Draft| matches!(d.role, Role::Title | Role::Byline | Role::Heading(_));
    match drafts.iter_mut().rfind(is_front) {
        Some(last) => last.role = Role::Prose,
        None => problems.push(encoding::problem(
            "no_body",
            "nothing but notes and works cited",
        )),
    }
}

fn assemble(drafts: Vec<Draft>) -> (String, Vec<Block>) {
    let mut text = String::with_capacity(drafts.iter().map(|d| d.text.len() + 1).sum());
    let mut blocks = Vec::with_capacity(drafts.len());
    let mut number = 0;
    for draft in drafts {
        let kind = kind(draft.role);
        let is_counted = matches!(kind, BlockKind::Body | BlockKind::BlockQuotation);
        number += u32::from(is_counted);
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        for (i, line) in draft.text.split('\n').enumerate() {
            if i > 0 {
                text.push(' ');
            }
            text.push_str(line);
        }
        blocks.push(Block {
            kind,
            span: Span::new(start, text.len()),
            number: is_counted.then_some(number),
            page: draft.page,
            mark: draft.mark.filter(|_| kind == BlockKind::Note),
        });
    }
    (text, blocks)
}

fn kind(role: Role) -> BlockKind {
    match role {
        Role::Prose => BlockKind::Body,
        Role::Title => BlockKind::Title,
        Role::Byline => BlockKind::Byline,
        Role::Heading(_) => BlockKind::Heading,
        Role::Quotation => BlockKind::BlockQuotation,
        Role::Note => BlockKind::Note,
        Role::WorksCited => BlockKind::WorksCited,
    }
}

/// Fills the fields that nobody stated with what the text shows.
fn complete_reference(essay: &mut Essay, found: head::Found, hinted: Reference, name: &str) {
    let reference = &mut essay.reference;
    let mut guess = |field: &str| essay.guessed.push(field.to_owned());
    if reference.authors.is_empty() {
        reference.authors = [found.authors, hinted.authors]
            .into_iter()
            .find(|authors| !authors.is_empty())
            .unwrap_or_default();
        if !reference.authors.is_empty() {
            guess("authors");
        }
    }
    if reference.date.is_none() {
        reference.date = found.date.or(hinted.date);
        if reference.date.is_some() {
            guess("date");
        }
    }
    if reference.language.is_none() && is_english(&essay.text) {
        reference.language = Some("en".to_owned());
        guess("language");
    }
    if reference.title.is_none() {
        reference.title = found.title.or_else(|| title_of_file(name));
        if reference.title.is_some() {
            guess("title");
        }
    }
    essay.guessed.sort();
}

/// Bytes of an essay looked at to tell its language.
const LANGUAGE_BYTES: usize = 1000;
/// Share of the commonest words below which a text is not taken for English;
/// they make a fifth of English prose and next to nothing of other languages.
const LEAST_SHARE: usize = 12;

fn is_english(text: &str) -> bool {
    const COMMON: &[&str] = &[
        "the", "of", "and", "to", "in", "that", "is", "it", "with", "was",
    ];
    let head = clean::first_bytes(text, LANGUAGE_BYTES);
    let (mut words, mut common) = (0, 0);
    for word in head.split_ascii_whitespace() {
        words += 1;
        common += usize::from(COMMON.contains(&word));
    }
    words >= 8 && common * LEAST_SHARE >= words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_body_and_block_quotations_are_numbered() {
        let drafts = vec![
            Draft::new(Role::Heading(1), "One"),
            Draft::new(Role::Prose, "First paragraph of it."),
            Draft::new(Role::Quotation, "words of another"),
            Draft::new(Role::Note, "a note"),
        ];
        let (text, blocks) = assemble(drafts);
        let numbers: Vec<_> = blocks.iter().map(|b| b.number).collect();
        assert_eq!(numbers, [None, Some(1), Some(2), None]);
        assert_eq!(blocks[2].span.of(&text), "words of another");
    }
}
