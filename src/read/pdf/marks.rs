//! Note marks: which raised letters lead to a note, and endnotes at the end.
//!
//! Word and `LibreOffice` number endnotes i, ii, iii. Whether a raised letter is
//! one of them, or the end of "19th", is known only when all notes are: until
//! then it stands between two characters that no text has.

use super::super::back::{note_mark, superscript};
use super::super::builder::{Draft, Role};
use super::super::layout;
use rustc_hash::FxHashSet;

/// What stands before and behind raised letters until they are settled.
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';
/// Longest mark of letters: eighteen in Roman numerals, and twenty-eight.
const LETTERS: usize = 6;

/// Marks the raised letters at the end of `text`, from byte `start` on.
pub(super) fn raise_letters(text: &mut String, start: usize) {
    let letters = &text[start..];
    if letters.len() <= LETTERS && letters.bytes().all(|b| b.is_ascii_lowercase()) {
        text.insert(start, OPEN);
        text.push(CLOSE);
    }
}

/// The raised letters that open `text`, and the bytes they take.
pub(super) fn opening(text: &str) -> Option<(&str, usize)> {
    let (letters, rest) = text.strip_prefix(OPEN)?.split_once(CLOSE)?;
    Some((letters, text.len() - rest.trim_start().len()))
}

/// Whether `text` ends like a sentence, note marks aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = match text.strip_suffix(CLOSE) {
        Some(marked) => &marked[..marked.rfind(OPEN).unwrap_or(marked.len())],
        None => text,
    };
    layout::ends_sentence(bare)
}

/// The mark that opens a line, and the bytes it takes.
pub(super) fn mark_of(text: &str) -> Option<(String, usize)> {
    match opening(text) {
        Some((letters, len)) => Some((letters.to_owned(), len)),
        None => note_mark(text),
    }
}

/// The number that a note or an item opens with.
pub(super) fn label(text: &str) -> Option<usize> {
    endnote_mark(text).and_then(|(mark, _)| number(&mark))
}

/// The mark that opens an endnote: Roman numerals need not be raised there.
fn endnote_mark(text: &str) -> Option<(String, usize)> {
    mark_of(text).or_else(|| {
        let (first, rest) = text.split_once([' ', '\t'])?;
        let mark = first.trim_end_matches(['.', ')']);
        roman(mark)?;
        Some((mark.to_owned(), text.len() - rest.trim_start().len()))
    })
}

/// The number that a mark stands for: 3, or iii.
fn number(mark: &str) -> Option<usize> {
    mark.parse().ok().or_else(|| roman(mark))
}

fn roman(mark: &str) -> Option<usize> {
    let value = |b: u8| match b {
        b'i' => Some(1),
        b'v' => Some(5),
        b'x' => Some(10),
        b'l' => Some(50),
        b'c' => Some(100),
        _ => None,
    };
    let values: Option<Vec<usize>> = mark.bytes().map(value).collect();
    let values = values.filter(|v| !v.is_empty())?;
    let next = values.iter().skip(1).chain([&0]);
    Some(values.iter().zip(next).fold(0_usize, |sum, (own, next)| {
        if own < next {
            sum.wrapping_sub(*own)
        } else {
            sum.wrapping_add(*own)
        }
    }))
}

/// Finds the endnotes that no heading announces: the numbered paragraphs at
/// the very end whose numbers, from one, stand raised in the text.
pub(super) fn mark_endnotes(drafts: &mut [Draft]) {
    let own_number = |draft: &Draft| match &draft.mark {
        Some(mark) => number(mark),
        None => label(&draft.text),
    };
    let is_first = |d: &Draft| d.role == Role::Prose && own_number(d) == Some(1);
    let Some(start) = drafts.iter().rposition(is_first) else {
        return;
    };
    let (text, list) = drafts.split_at_mut(start);
    let is_next =
        |(n, draft): (usize, &Draft)| draft.role == Role::Prose && own_number(draft) == Some(n);
    let is_raised = |draft: &Draft| {
        draft
            .text
            .contains(|c| c == OPEN || superscript(c).is_some())
    };
    if !(1..).zip(list.iter()).all(is_next) || !text.iter().any(is_raised) {
        return;
    }
    for draft in list {
        draft.role = Role::Note;
        if draft.mark.is_none()
            && let Some((mark, len)) = endnote_mark(&draft.text)
        {
            draft.mark = Some(mark);
            draft.text.drain(..len);
        }
    }
}

/// Settles what raised letters are: the mark of a note, or letters.
pub(super) fn settle(drafts: &mut [Draft]) {
    let notes = drafts.iter().filter(|d| d.role == Role::Note);
    let known: FxHashSet<String> = notes.filter_map(|d| d.mark.clone()).collect();
    for draft in drafts.iter_mut().filter(|d| d.text.contains(OPEN)) {
        let mut parts = draft.text.split(OPEN);
        let mut settled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (letters, rest) = part.split_once(CLOSE).unwrap_or((part, ""));
            if known.contains(letters) {
                settled.truncate(settled.trim_end().len());
                settled.extend(["[^", letters, "]"]);
            } else {
                settled.push_str(letters);
            }
            settled.push_str(rest);
        }
        draft.text = settled;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(texts: &[&str], expected: &Expect) {
        let raised = |t: &str| t.replace('<', "\u{fdd0}").replace('>', "\u{fdd1}");
        let mut drafts: Vec<Draft> = texts
            .iter()
            .map(|t| Draft::new(Role::Prose, raised(t)))
            .collect();
        mark_endnotes(&mut drafts);
        settle(&mut drafts);
        let shown = |d: &Draft| match &d.mark {
            Some(mark) => format!("{:?} {mark}: {}\n", d.role, d.text),
            None => format!("{:?}: {}\n", d.role, d.text),
        };
        expected.assert_eq(&drafts.iter().map(shown).collect::<String>());
    }

    #[test]
    fn raised_letters_are_marks_where_there_are_such_notes() {
        check(
            &[
                "They wait.<i> In the 19<th> they left.<ii>",
                "<i> Author, p. 3.",
                "<ii> Ibid.",
            ],
            &expect![[r"
                Prose: They wait.[^i] In the 19th they left.[^ii]
                Note i: Author, p. 3.
                Note ii: Ibid.
            "]],
        );
    }

    #[test]
    fn numbered_paragraphs_are_notes_only_if_their_numbers_are_raised() {
        check(
            &["They wait.¹", "1. Author, p. 3."],
            &expect![[r"
                Prose: They wait.¹
                Note 1: Author, p. 3.
            "]],
        );
        check(
            &["They wait.", "1. Why do they?"],
            &expect![[r"
                Prose: They wait.
                Prose: 1. Why do they?
            "]],
        );
    }

    #[test]
    fn roman_numerals_are_read() {
        let numbers = ["i", "iv", "ix", "xviii", "th"].map(number);
        assert_eq!(numbers, [Some(1), Some(4), Some(9), Some(18), None]);
    }
}
