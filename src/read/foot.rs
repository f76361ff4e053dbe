//! The feet of pages in a plain text: notes between the last line of a page
//! and the first of the next.
//!
//! A run of numbered lines before a page break is taken for notes only if the
//! page calls each of them by its number; then the text over it is one again.

use super::back::{note_mark, superscript};
use super::builder::{Draft, Role};
use super::plain::{Line, LineKind};

/// Most lines of the notes on one page.
const MOST_LINES: usize = 60;

/// Takes the notes out of `lines`, where pages end before the lines at
/// `breaks`; page breaks stand in their place.
pub(super) fn take_notes(lines: &mut [Line<'_>], breaks: &[usize]) -> Vec<Draft> {
    let is_break = |at: usize, line: &Line<'_>| {
        line.kind == LineKind::PageBreak || breaks.binary_search(&at).is_ok()
    };
    let ends: Vec<_> = (1..lines.len())
        .filter(|at| is_break(*at, &lines[*at]))
        .collect();
    let mut notes = Vec::new();
    let mut start = 0;
    for end in ends {
        let page = &mut lines[start..end];
        let at = first_note(page);
        notes.extend(read_notes(&page[at..]));
        for line in &mut page[at..] {
            line.kind = LineKind::PageBreak;
        }
        start = end;
    }
    notes
}

/// The line at which the notes of a page begin; its end if it has none.
fn first_note(page: &[Line<'_>]) -> usize {
    let mut first = page.len();
    let lowest = page.len().saturating_sub(MOST_LINES).max(1);
    for at in (lowest..page.len()).rev() {
        let opens_block = page[at].kind == LineKind::Text && page[at - 1].kind == LineKind::Blank;
        let opens_note = page[at].kind == LineKind::Text && mark(&page[at]).is_some();
        if opens_block && !opens_note {
            break;
        }
        if opens_block || opens_note && first < page.len() {
            first = at;
        }
    }
    // Without a blank line before them, the first of them is where the run began.
    let text = &page[..first];
    let notes = page[first..].iter().filter_map(mark);
    let is_called = |mark: String| text.iter().any(|line| calls(line.text, &mark));
    let has_notes = first < page.len() && page[first - 1].kind == LineKind::Blank;
    if has_notes && notes.into_iter().all(is_called) {
        first
    } else {
        page.len()
    }
}

/// The figures that open a line, if it opens a note.
fn mark(line: &Line<'_>) -> Option<String> {
    let (mark, _) = note_mark(line.text).filter(|_| line.kind == LineKind::Text)?;
    mark.bytes().all(|b| b.is_ascii_digit()).then_some(mark)
}

/// Whether `text` calls the note with this mark: raised, in brackets, or right
/// after a word or a stop.
fn calls(text: &str, mark: &str) -> bool {
    let plain: String = text.chars().map(|c| superscript(c).unwrap_or(c)).collect();
    plain.match_indices(mark).any(|(at, _)| {
        let before = plain[..at].chars().next_back();
        let after = plain[at + mark.len()..].chars().next();
        let is_glued =
            before.is_some_and(|c| !c.is_whitespace() && !c.is_ascii_digit() && c != '(');
        is_glued && !after.is_some_and(|c| c.is_ascii_digit())
    })
}

fn read_notes(lines: &[Line<'_>]) -> Vec<Draft> {
    let mut notes: Vec<Draft> = Vec::new();
    for line in lines.iter().filter(|l| l.kind == LineKind::Text) {
        match (
            note_mark(line.text).filter(|_| mark(line).is_some()),
            notes.last_mut(),
        ) {
            (Some((mark, length)), _) => notes.push(Draft {
                mark: Some(mark),
                ..Draft::new(Role::Note, &line.text[length..])
            }),
            (None, Some(note)) => {
                note.text.push(' ');
                note.text.push_str(line.text);
            }
            (None, None) => {}
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use crate::read::builder::Role;
    use expect_test::{Expect, expect};
    use std::fmt::Write;

    fn check(text: &str, expected: &Expect) {
        let mut out = String::new();
        for draft in crate::read::plain::read(text).drafts {
            let mark = draft.mark.map_or(String::new(), |m| format!(" ({m})"));
            let role = if draft.role == Role::Note {
                "Note"
            } else {
                "Text"
            };
            writeln!(out, "{role}{mark}: {}", draft.text).expect("a string takes all");
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn notes_at_the_foot_of_a_page_leave_its_text_whole() {
        check(
            "They never ask who came to the house in winter,1 and so the\n\
             paragraph goes over to the next page, as long ones do. It[2]\n\n\
             ____________\n1 Bell, Doors, p. 5.\n2 Dow, Benches (Press, 2006),\np. 12.\n\u{c}\
             goes on there without so much as a blank line, and then it\nends.\n",
            &expect![[r"
                Text: They never ask who came to the house in winter,1 and so the paragraph goes over to the next page, as long ones do. It[2] goes on there without so much as a blank line, and then it ends.
                Note (1): Bell, Doors, p. 5.
                Note (2): Dow, Benches (Press, 2006), p. 12.
            "]],
        );
    }

    #[test]
    fn numbered_lines_that_nobody_calls_are_text() {
        check(
            "There are two reasons for it.\n\n1 The first is that they wait.\n2 The second is that they go.\n\u{c}So it ends.\n",
            &expect![[r"
                Text: There are two reasons for it.
                Text: 1 The first is that they wait.
                Text: 2 The second is that they go.
                Text: So it ends.
            "]],
        );
    }
}
