//! Flow: the text of an office file as a reader of the printed page meets it.
//!
//! A walk over a format tells of paragraphs, notes, marks and page breaks as
//! they come; here they become drafts in reading order: a text box follows
//! the paragraph it hangs on, notes follow the essay, and words after a
//! deleted paragraph end belong to the paragraph before it.

use super::ReadError;
use super::builder::{Draft, Role};
use super::clean::clean;
use super::markdown::long_lines;
use super::pages::{Pages, Place};
use super::paragraph::{Alignment, End, Paragraph};
use rustc_hash::FxHashMap;

/// Shortest paragraph that is set off as a block quotation, in words.
const QUOTATION_WORDS: usize = 8;
/// One paragraph in this many, at most, is a block quotation by its indentation alone.
const QUOTATION_SHARE: usize = 3;

/// Most paragraphs and notes of an essay; the longest of novels has a tenth.
const MOST_BLOCKS: usize = 40_000;
/// Most bytes of text of an essay; the longest of novels has half.
const MOST_BYTES: usize = 8 << 20;

/// What is open, outermost first.
#[derive(Debug)]
enum Open {
    Paragraph(Box<Paragraph>),
    Note { mark: String, text: String },
}

/// A draft, and what only the whole flow can make of it.
#[derive(Debug)]
struct Written {
    draft: Draft,
    place: Option<Place>,
    is_set_off: bool,
}

/// The text of a file as it is written.
#[derive(Debug, Default)]
pub(super) struct Flow {
    written: Vec<Written>,
    /// Paragraphs of text boxes, while the one they hang on is open.
    hanging: Vec<Written>,
    notes: Vec<Written>,
    open: Vec<Open>,
    /// Text of a paragraph whose end was deleted.
    carried: String,
    /// Where the mark of each note stands.
    marks: FxHashMap<String, Option<Place>>,
    last: Last,
    /// Paragraphs and bytes written so far, kept or not.
    blocks: usize,
    bytes: usize,
    /// Its pages.
    pub(super) pages: Pages,
}

/// What the paragraph before was like.
#[derive(Debug, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Other,
    Centred,
    Item,
}

impl Flow {
    /// Begins a paragraph.
    pub(super) fn open_paragraph(&mut self) {
        self.blocks += 1;
        let text = std::mem::take(&mut self.carried);
        let paragraph = Paragraph {
            text,
            ..Paragraph::default()
        };
        self.open.push(Open::Paragraph(Box::new(paragraph)));
    }

    /// The paragraph that is being written.
    pub(super) fn paragraph(&mut self) -> Option<&mut Paragraph> {
        match self.open.last_mut() {
            Some(Open::Paragraph(paragraph)) => Some(paragraph),
            _ => None,
        }
    }

    /// Ends the paragraph that is being written.
    pub(super) fn close_paragraph(&mut self) {
        let Some(Open::Paragraph(paragraph)) = self.open.pop() else {
            return;
        };
        match paragraph.end {
            End::LeftOut => {}
            End::Joined => self.carried = paragraph.text,
            End::Block => self.keep(&paragraph),
        }
    }

    fn keep(&mut self, paragraph: &Paragraph) {
        if let Some(Open::Note { text, .. }) = self.open.last_mut() {
            text.push_str(&paragraph.text);
            text.push('\n');
            return;
        }
        let is_within = !self.open.is_empty();
        let drafts = self.drafts_of(paragraph);
        if is_within {
            self.hanging.extend(drafts);
        } else {
            self.written.extend(drafts);
            self.written.append(&mut self.hanging);
        }
    }

    /// The drafts of a paragraph: several if line breaks part it, none if it is empty.
    fn drafts_of(&mut self, paragraph: &Paragraph) -> Vec<Written> {
        let cleaned = clean(&paragraph.text);
        let this = match () {
            () if cleaned.trim().is_empty() => Last::Other,
            () if paragraph.is_item => Last::Item,
            () if paragraph.alignment == Alignment::Centre => Last::Centred,
            () => Last::Other,
        };
        let is_tight = this != Last::Other && this == self.last;
        self.last = this;
        let parts = cleaned.trim().split("\n\n").flat_map(long_lines);
        let parts = parts.filter(|part| !part.trim().is_empty());
        let draft = |(at, part): (usize, &str)| Draft {
            indent: paragraph.indent(),
            is_tight,
            mark: paragraph.item_mark().filter(|_| at == 0),
            ..Draft::new(paragraph.role.unwrap_or(Role::Prose), part.trim())
        };
        let drafts = parts.enumerate().map(draft);
        let written = drafts.map(|draft| Written {
            draft,
            place: paragraph.place,
            is_set_off: paragraph.is_set_off(),
        });
        written.collect()
    }

    /// Takes in a paragraph of another text that is embedded here.
    pub(super) fn insert(&mut self, draft: Draft) {
        self.pages.print(draft.text.len());
        let place = Some(self.pages.place());
        self.written.push(Written {
            draft,
            place,
            is_set_off: false,
        });
    }

    /// Whether more was written than an essay has; what comes next is not to be.
    pub(super) fn is_full(&self) -> bool {
        self.blocks > MOST_BLOCKS || self.bytes > MOST_BYTES
    }

    /// Writes `text` to the paragraph that is open.
    pub(super) fn push(&mut self, text: &str) {
        self.bytes += text.len();
        let has_words = !text.trim_start().is_empty();
        if has_words {
            self.pages.print(text.len());
        }
        let place = self.pages.place();
        if let Some(paragraph) = self.paragraph() {
            paragraph.text.push_str(text);
            if has_words {
                paragraph.place.get_or_insert(place);
            }
        }
    }

    /// Writes the figures of `text` as raised ones, as note marks are; other text as it is.
    pub(super) fn push_raised(&mut self, text: &str) {
        match super::walk::superscripts(text) {
            Some(raised) => self.push_mark(&raised),
            None => self.push(text),
        }
    }

    /// Writes the mark of a note where the note is referred to.
    pub(super) fn refer(&mut self, mark: &str) {
        let place = self.pages.place();
        self.marks.entry(mark.to_owned()).or_insert(Some(place));
        let raised = super::walk::superscripts(mark).filter(|_| self.is_after_word());
        self.push_mark(&raised.unwrap_or_else(|| format!("[^{mark}]")));
    }

    fn push_mark(&mut self, mark: &str) {
        if let Some(paragraph) = self.paragraph() {
            let kept = paragraph.text.trim_end_matches(' ').len();
            paragraph.text.truncate(kept);
        }
        self.push(mark);
    }

    /// Whether a raised figure is a note mark here: after "mm" it is a unit's.
    fn is_after_word(&mut self) -> bool {
        let Some(paragraph) = self.paragraph() else {
            return false;
        };
        let before = paragraph.text.trim_end_matches(' ').chars().rev();
        let letters = before.clone().take_while(|c| c.is_alphanumeric());
        let letters = letters.take(3).count();
        letters >= 3 || letters == 0 && before.clone().next().is_some()
    }

    /// Begins the note with `mark`; its paragraphs follow.
    pub(super) fn open_note(&mut self, mark: &str) {
        self.open.push(Open::Note {
            mark: mark.to_owned(),
            text: String::new(),
        });
    }

    /// Ends the note that is open.
    pub(super) fn close_note(&mut self) {
        let Some(Open::Note { mark, text }) = self.open.pop() else {
            return;
        };
        self.notes.push(Written {
            place: self.marks.get(&mark).copied().flatten(),
            draft: Draft {
                mark: Some(mark),
                ..Draft::new(Role::Note, clean(&text).trim().replace('\n', " "))
            },
            is_set_off: false,
        });
    }

    /// The drafts, notes last; whatever is still open ends here.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] if it is full.
    pub(super) fn finish(mut self) -> Result<Vec<Draft>, ReadError> {
        if self.is_full() {
            return Err(ReadError::TooLarge(
                "it has the text of many books".to_owned(),
            ));
        }
        while let Some(open) = self.open.last() {
            match open {
                Open::Paragraph(_) => self.close_paragraph(),
                Open::Note { .. } => self.close_note(),
            }
        }
        if !self.carried.is_empty() {
            self.open_paragraph();
            self.close_paragraph();
        }
        set_off(&mut self.written);
        self.written.append(&mut self.notes);
        let labels = self.pages.labels();
        let placed = self.written.into_iter().map(|written| Draft {
            page: written.place.and_then(|place| labels.of(place)),
            ..written.draft
        });
        Ok(placed.collect())
    }
}

/// Takes paragraphs indented at both sides for block quotations, unless so
/// many are that it is how the essay is set.
fn set_off(written: &mut [Written]) {
    let is_prose = |w: &&Written| w.draft.role == Role::Prose;
    let prose = written.iter().filter(is_prose).count();
    let indented = written.iter().filter(|w| w.is_set_off).count();
    if indented * QUOTATION_SHARE > prose {
        return;
    }
    for at in 1..written.len() {
        let written = &mut written[at];
        let text = &written.draft.text;
        let is_long = text.split_whitespace().nth(QUOTATION_WORDS - 1).is_some();
        if written.is_set_off && is_long {
            written.draft.role = Role::Quotation;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use std::fmt::Write;

    fn check(write: impl FnOnce(&mut Flow), expected: &Expect) {
        let mut flow = Flow::default();
        write(&mut flow);
        let mut out = String::new();
        for draft in flow.finish().expect("it is not full") {
            let mark = draft
                .mark
                .map_or(String::new(), |mark| format!(" ({mark})"));
            let page = draft
                .page
                .map_or(String::new(), |page| format!(" p. {page}"));
            let text = draft.text;
            writeln!(out, "{:?}{mark}{page}: {text}", draft.role).expect("a string takes all");
        }
        expected.assert_eq(&out);
    }

    fn paragraph(flow: &mut Flow, text: &str) {
        flow.open_paragraph();
        flow.push(text);
        flow.close_paragraph();
    }

    #[test]
    fn boxes_follow_their_paragraph_and_notes_the_essay() {
        check(
            |flow| {
                flow.open_paragraph();
                flow.push("They wait");
                paragraph(flow, "In a box.");
                flow.refer("1");
                flow.open_note("1");
                paragraph(flow, "A note,");
                paragraph(flow, "and more of it.");
                flow.close_note();
                flow.push(" on.");
                flow.close_paragraph();
                paragraph(flow, "So it ends.");
            },
            &expect![[r"
                Prose: They wait¹ on.
                Prose: In a box.
                Prose: So it ends.
                Note (1): A note, and more of it.
            "]],
        );
    }

    #[test]
    fn a_text_of_many_books_is_refused() {
        let mut flow = Flow::default();
        for _ in 0..MOST_BLOCKS {
            paragraph(&mut flow, "");
        }
        assert!(!flow.is_full());
        paragraph(&mut flow, "");
        assert!(flow.is_full() && flow.finish().is_err());
    }

    #[test]
    fn a_deleted_paragraph_end_joins_what_it_parted() {
        check(
            |flow| {
                flow.open_paragraph();
                flow.push("They wait ");
                flow.paragraph().expect("it is open").end = End::Joined;
                flow.close_paragraph();
                paragraph(flow, "and wait.");
            },
            &expect![[r"
                Prose: They wait and wait.
            "]],
        );
    }

    #[test]
    fn a_note_mark_is_never_read_as_a_unit() {
        check(
            |flow| {
                flow.open_paragraph();
                for (words, mark) in [("They wait. ", "1"), (" So it is", "2"), (" on", "iv")] {
                    flow.push(words);
                    flow.refer(mark);
                }
                flow.push(" 5 m");
                flow.push_raised("2");
                flow.push_raised("nd");
            },
            &expect![[r"
                Prose: They wait.¹ So it is[^2] on[^iv] 5 m²nd
            "]],
        );
    }

    #[test]
    fn indentation_at_both_sides_sets_words_off() {
        let words = "Words of another that are long enough to be set off.";
        let indented = |flow: &mut Flow| {
            flow.open_paragraph();
            let paragraph = flow.paragraph().expect("it is open");
            (paragraph.left, paragraph.right) = (720, 720);
            flow.push(words);
            flow.close_paragraph();
        };
        check(
            |flow| {
                paragraph(flow, "One.");
                indented(flow);
                paragraph(flow, "Two.");
            },
            &expect![[r"
                Prose: One.
                Quotation: Words of another that are long enough to be set off.
                Prose: Two.
            "]],
        );
        check(
            |flow| {
                paragraph(flow, "One.");
                indented(flow);
            },
            &expect![[r"
                Prose: One.
                Prose: Words of another that are long enough to be set off.
            "]],
        );
    }
}
