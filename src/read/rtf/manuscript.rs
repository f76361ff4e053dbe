//! The text of an RTF file as it comes in: paragraphs, notes, text boxes.
//!
//! Notes and boxes stand in the middle of the paragraph that they belong to,
//! so each has a flow of its own, and the flow around goes on after it.

use super::marks::{self, Figures};
use super::pages::Pages;
use super::state::{Setting, State};

/// A paragraph as the file sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its text; `\n` is a line break.
    pub(super) text: String,
    /// How it is set.
    pub(super) setting: Setting,
    /// Whether all of it is bold.
    pub(super) is_bold: bool,
    /// Size of the type that it begins in, in half points.
    pub(super) size: i32,
    /// Of a list item: what stands before it.
    pub(super) item: Option<String>,
    /// The page that it begins on.
    pub(super) page: u32,
}

/// A footnote or endnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// Its mark.
    pub(super) mark: String,
    /// Its text, in one paragraph.
    pub(super) text: String,
    /// The page that it is called on.
    pub(super) page: u32,
}

/// Where a note stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// At the foot of the page.
    #[default]
    Foot,
    /// At the end.
    End,
}

/// What a flow is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Essay,
    Box,
    Note(Place),
}

/// A run of paragraphs, the last of which is open.
#[derive(Debug, Default)]
struct Flow {
    kind: Kind,
    paragraphs: Vec<Paragraph>,
    text: String,
    /// Bytes of `text` that are not bold.
    unbold: usize,
    size: i32,
    page: u32,
    item: Option<String>,
    /// Whether the number of a note has come, and the note itself has not.
    is_numbered: bool,
}

/// How one kind of notes is counted.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    figures: Figures,
    number: u32,
}

/// All that is read of the text so far.
#[derive(Debug)]
pub(super) struct Manuscript {
    flow: Flow,
    outer: Vec<Flow>,
    /// The footnotes and the endnotes, in order.
    notes: [Vec<Note>; 2],
    /// How footnotes and endnotes are counted.
    counts: [Count; 2],
    /// Where it is.
    pub(super) pages: Pages,
    /// Paragraphs and notes so far.
    pub(super) blocks: usize,
}

impl Manuscript {
    /// A manuscript without a word.
    pub(super) fn new() -> Manuscript {
        Manuscript {
            flow: Flow::default(),
            outer: Vec::new(),
            notes: [Vec::new(), Vec::new()],
            counts: [Count::default(); 2],
            pages: Pages::new(),
            blocks: 0,
        }
    }

    /// Takes in text of a group in this state.
    pub(super) fn push(&mut self, text: &str, state: &State) {
        let flow = &mut self.flow;
        if flow.text.is_empty() {
            let opens_page = flow.kind == Kind::Essay && state.setting.opens_page;
            flow.size = state.size;
            if opens_page && self.pages.has_text() {
                self.pages.turn();
            }
            flow.page = self.pages.begin();
        }
        if !state.is_bold {
            flow.unbold += text.trim().len();
        }
        if !text.trim().is_empty() {
            flow.is_numbered &= matches!(flow.kind, Kind::Note(_));
            self.pages.fill(text.len());
        }
        flow.text.push_str(text);
    }

    /// Takes in that a list item begins, with what stands before it.
    pub(super) fn begin_item(&mut self, item: &str) {
        self.flow.item = Some(item.trim().to_owned());
    }

    /// Ends the paragraph, which is set like this.
    pub(super) fn end_paragraph(&mut self, setting: &Setting) {
        let flow = &mut self.flow;
        let item = flow.item.take();
        let is_bold = std::mem::take(&mut flow.unbold) == 0;
        if flow.text.trim().is_empty() {
            flow.text.clear();
            return;
        }
        self.blocks += 1;
        flow.paragraphs.push(Paragraph {
            text: std::mem::take(&mut flow.text),
            setting: *setting,
            is_bold,
            size: flow.size,
            item,
            page: flow.page,
        });
    }

    /// Ends page and paragraph where the author did.
    pub(super) fn turn_page(&mut self, setting: &Setting) {
        self.end_paragraph(setting);
        if self.flow.kind == Kind::Essay {
            self.pages.turn();
        }
    }

    /// Takes in the number of a note: here it is called, or begins.
    pub(super) fn number_note(&mut self) {
        self.flow.is_numbered = true;
    }

    /// Takes a control word that says how notes are counted; whether it does.
    pub(super) fn take_figures(&mut self, word: &[u8]) -> bool {
        let word = word.strip_prefix(b"s").unwrap_or(word);
        let (place, rest) = match word {
            [b'a', b'f', b't', b'n', rest @ ..] => (Place::End, rest),
            [b'f', b't', b'n', rest @ ..] => (Place::Foot, rest),
            _ => return false,
        };
        let figures = Figures::named(rest);
        if let Some(figures) = figures {
            self.counts[place as usize].figures = figures;
        }
        figures.is_some()
    }

    /// Begins a footnote.
    pub(super) fn begin_note(&mut self) {
        self.begin(Kind::Note(Place::Foot));
    }

    /// Says of the note that it stands at the end.
    pub(super) fn set_at_end(&mut self) {
        if let Kind::Note(place) = &mut self.flow.kind {
            *place = Place::End;
        }
    }

    /// Begins a text box.
    pub(super) fn begin_box(&mut self) {
        self.begin(Kind::Box);
    }

    fn begin(&mut self, kind: Kind) {
        let flow = Flow {
            kind,
            ..Flow::default()
        };
        self.outer.push(std::mem::replace(&mut self.flow, flow));
    }

    /// Ends the note or box, whose last paragraph is set like this.
    pub(super) fn end_flow(&mut self, setting: &Setting) {
        self.end_paragraph(setting);
        let Some(outer) = self.outer.pop() else {
            return;
        };
        let flow = std::mem::replace(&mut self.flow, outer);
        match flow.kind {
            Kind::Essay => {}
            Kind::Box => self.flow.paragraphs.extend(flow.paragraphs),
            Kind::Note(place) => self.end_note(&flow, place),
        }
    }

    /// The note's mark is counted, or what its author has typed for it.
    fn end_note(&mut self, note: &Flow, place: Place) {
        let texts: Vec<_> = note.paragraphs.iter().map(|p| p.text.trim()).collect();
        let text = texts.join(" ");
        let is_numbered = std::mem::take(&mut self.flow.is_numbered) || note.is_numbered;
        let typed = if is_numbered {
            None
        } else {
            marks::typed(&self.flow.text)
        };
        let (mark, text) = if let Some(mark) = typed {
            let text = marks::without_mark(&text, &mark).to_owned();
            (mark, text)
        } else {
            let count = &mut self.counts[place as usize];
            count.number += 1;
            let mark = count.figures.mark(count.number);
            let mark_in_text = marks::in_text(&mark, &self.flow.text);
            self.flow.text.push_str(&mark_in_text);
            (mark, text)
        };
        let page = self.flow.page;
        self.notes[place as usize].push(Note { mark, text, page });
    }

    /// All paragraphs, then all notes, once the last paragraph is ended.
    pub(super) fn finish(mut self, setting: &Setting) -> (Vec<Paragraph>, Vec<Note>, Pages) {
        while !self.outer.is_empty() {
            self.end_flow(setting);
        }
        self.end_paragraph(setting);
        let [mut notes, ends] = self.notes;
        notes.extend(ends);
        (self.flow.paragraphs, notes, self.pages)
    }
}
