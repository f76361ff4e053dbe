//! RTF: control words in, paragraphs out, by whatever program they were written.
//!
//! Own reader in one pass: the crates there are lose paragraphs or footnotes.
//! A group within a group is an entry on a stack, not a call, and beyond a
//! depth that no program writes it is none at all. What is not for the reader
//! of the essay (pictures, headers, deleted and hidden text) is stepped over.
//!
//! Source: Rich Text Format (RTF) Specification, version 1.9.1 (2008).

mod charset;
mod drafts;
mod header;
mod manuscript;
mod marks;
mod pages;
mod state;
mod styles;
mod tokens;
mod words;

use super::builder::{Draft, MOST_BLOCKS, Reading};
use super::encoding::problem;
use charset::Charset;
use header::Header;
use manuscript::Manuscript;
use state::{Ending, Sink, State};
use std::borrow::Cow;
use tokens::{Token, Tokens};
use words::Destination;

/// Whether a file begins like RTF.
pub(super) fn is_rtf(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"{\\rtf")
}

/// Reads a file, as far as it goes; no further than the builder would go.
pub(super) fn read(bytes: &[u8]) -> Reading {
    let mut reader = Reader::new(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    while let Some(token) = reader.tokens.next() {
        reader.take(token);
        if reader.manuscript.blocks > MOST_BLOCKS {
            break;
        }
    }
    reader.finish()
}

/// Deepest group that has a state of its own.
const DEEPEST: usize = 1000;

/// What is known at a place in the file.
struct Reader<'a> {
    tokens: Tokens<'a>,
    state: State,
    outer: Vec<State>,
    /// Groups around that are too deep to have a state.
    too_deep: usize,
    /// Whether `\*` came just before.
    is_starred: bool,
    /// Bytes of text that are not decoded yet: characters may have several.
    bytes: Vec<u8>,
    /// Characters to come that stand for a `\u` already read.
    fallback: u32,
    /// The first half of a surrogate pair.
    high: Option<u16>,
    /// Text that goes elsewhere than into the essay.
    aside: String,
    header: Header,
    manuscript: Manuscript,
    /// Whether a group was closed that was never opened.
    is_unbalanced: bool,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader {
            tokens: Tokens::new(bytes),
            state: State::new(Charset::ANSI),
            outer: Vec::new(),
            too_deep: 0,
            is_starred: false,
            bytes: Vec::new(),
            fallback: 0,
            high: None,
            aside: String::new(),
            header: Header::default(),
            manuscript: Manuscript::new(),
            is_unbalanced: false,
        }
    }

    fn take(&mut self, token: Token<'a>) {
        let is_starred = std::mem::take(&mut self.is_starred);
        match token {
            Token::Text(text) => self.text(text),
            Token::Hex(byte) => self.text(&[byte]),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word(word, value) => self.word(word, value, is_starred),
            Token::Open => self.open(),
            Token::Close => self.close(),
        }
    }

    fn text(&mut self, text: &[u8]) {
        let skipped = text.len().min(self.fallback as usize);
        self.fallback -= u32::try_from(skipped).unwrap_or(self.fallback);
        let text = &text[skipped..];
        if text.is_empty() || matches!(self.state.sink, Sink::Nowhere | Sink::Fonts | Sink::Info) {
            return;
        }
        if self.bytes.is_empty() && text.is_ascii() {
            let text = std::str::from_utf8(text).expect("ASCII is UTF-8");
            self.push(text);
        } else {
            self.bytes.extend_from_slice(text);
        }
    }

    /// Decodes the bytes that were gathered.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        self.push(&self.state.charset.decode(&bytes));
        self.bytes = bytes;
        self.bytes.clear();
    }

    fn push(&mut self, text: &str) {
        match self.state.sink {
            Sink::Text if self.state.is_seen() => {
                let text = if self.state.is_raised {
                    marks::raised(text)
                } else {
                    Cow::Borrowed(text)
                };
                self.manuscript.push(&text, &self.state);
            }
            Sink::Styles | Sink::Aside => self.aside.push_str(text),
            _ => {}
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => self.is_starred = true,
            b'{' | b'}' | b'\\' => self.text(&[symbol]),
            b'~' => self.special("\u{a0}"),
            b'_' => self.special("-"),
            b'\t' => self.special("\t"),
            b'\r' | b'\n' => self.end_paragraph(),
            _ => {}
        }
    }

    /// A character that has a name, and may stand for one that has none.
    fn special(&mut self, text: &str) {
        self.flush();
        if self.fallback > 0 {
            self.fallback -= 1;
        } else {
            self.push(text);
        }
    }

    fn unicode(&mut self, value: i32) {
        self.flush();
        self.fallback = self.state.fallback;
        let high = self.high.take();
        // Numbers above 32767 are written as negative ones, but not by all.
        let unit = if value < 0 {
            value.wrapping_add(0x1_0000)
        } else {
            value
        };
        let Ok(code) = u32::try_from(unit) else {
            return;
        };
        match (high, code) {
            (_, 0xd800..=0xdbff) => self.high = u16::try_from(code).ok(),
            (Some(high), 0xdc00..=0xdfff) => {
                let low = u16::try_from(code).unwrap_or_default();
                self.push(&String::from_utf16_lossy(&[high, low]));
            }
            _ => {
                if let Some(c) = char::from_u32(code) {
                    self.push(c.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }

    fn open(&mut self) {
        self.flush();
        self.fallback = 0;
        if self.outer.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        self.outer.push(self.state);
        let is_in_style = self.state.ending == Ending::Style;
        self.state.ending = Ending::None;
        if self.state.sink == Sink::Styles && !is_in_style {
            self.state.ending = Ending::Style;
            self.aside.clear();
        }
    }

    fn close(&mut self) {
        self.flush();
        self.fallback = 0;
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(outer) = self.outer.pop() else {
            self.is_unbalanced = true;
            return;
        };
        let ended = std::mem::replace(&mut self.state, outer);
        match ended.ending {
            Ending::Flow => self.manuscript.end_flow(&ended.setting),
            Ending::Item => {
                if self.state.sink == Sink::Text {
                    self.manuscript.begin_item(&self.aside);
                }
            }
            Ending::Instruction => self.state.is_computed = words::is_computed(&self.aside),
            Ending::Style if ended.sink == Sink::Styles => {
                self.header.styles.insert(&self.aside, &ended.setting);
            }
            Ending::Property(name) => self.header.properties.insert(name, self.aside.trim()),
            Ending::Moment(name) => self.header.insert_moment(name),
            Ending::Style | Ending::None => {}
        }
    }

    fn word(&mut self, word: &[u8], value: Option<i32>, is_starred: bool) {
        if let Some(text) = words::special(word) {
            self.special(text);
            return;
        }
        self.flush();
        if word == b"u" {
            self.unicode(value.unwrap_or(0));
            return;
        }
        self.fallback = 0;
        if let Some(destination) = words::destination(word, is_starred, &self.state) {
            self.enter(destination);
        } else if !self.state.format(word, value) && !self.structure(word, value) {
            let is_new_charset = self.header.take(word, value, &mut self.state);
            if is_new_charset {
                self.state.charset = self.header.charset;
            }
        }
    }

    fn enter(&mut self, destination: Destination) {
        let (sink, ending) = match destination {
            Destination::Skipped => return self.tokens.skip_group(),
            Destination::Container => (Sink::Nowhere, Ending::None),
            Destination::Alternatives => {
                self.state.outer = self.state.sink;
                (Sink::Nowhere, Ending::None)
            }
            Destination::Unicode => (self.state.outer, Ending::None),
            Destination::Fonts => (Sink::Fonts, Ending::None),
            Destination::Styles => (Sink::Styles, Ending::None),
            Destination::Info => (Sink::Info, Ending::None),
            Destination::Property(name) => (Sink::Aside, Ending::Property(name)),
            Destination::Moment(name) => (Sink::Nowhere, Ending::Moment(name)),
            Destination::Item => (Sink::Aside, Ending::Item),
            Destination::Instruction => (Sink::Aside, Ending::Instruction),
            Destination::Note | Destination::Box => {
                if destination == Destination::Note {
                    self.manuscript.begin_note();
                } else {
                    self.manuscript.begin_box();
                }
                self.state.plain(self.header.default_charset());
                self.state.setting = state::Setting::default();
                (Sink::Text, Ending::Flow)
            }
        };
        self.aside.clear();
        self.state.sink = sink;
        self.state.ending = ending;
    }

    /// Takes a control word that ends or counts something; whether it was one.
    fn structure(&mut self, word: &[u8], value: Option<i32>) -> bool {
        let manuscript = &mut self.manuscript;
        match word {
            b"plain" => self.state.plain(self.header.default_charset()),
            _ if self.state.sink != Sink::Text => return false,
            b"par" | b"cell" | b"nestcell" | b"row" | b"nestrow" => self.end_paragraph(),
            b"sect" => {
                self.end_paragraph();
                self.manuscript.pages.end_section();
            }
            b"page" => manuscript.turn_page(&self.state.setting),
            b"softpage" => manuscript.pages.run_over(),
            b"sectd" => manuscript.pages.reset_section(),
            b"sbknone" | b"sbkcol" => manuscript.pages.is_section_on_new_page = false,
            b"sbkpage" | b"sbkeven" | b"sbkodd" => manuscript.pages.is_section_on_new_page = true,
            b"pgnstart" | b"pgnstarts" => {
                manuscript.pages.first = value.and_then(|n| u32::try_from(n).ok());
            }
            b"chftn" => manuscript.number_note(),
            b"ftnalt" => manuscript.set_at_end(),
            _ => return manuscript.take_figures(word),
        }
        true
    }

    fn end_paragraph(&mut self) {
        self.flush();
        // The end of a deleted paragraph is deleted too: the next one goes on.
        if self.state.sink == Sink::Text && self.state.is_seen() {
            self.manuscript.end_paragraph(&self.state.setting);
        }
    }

    fn finish(mut self) -> Reading {
        self.flush();
        let mut problems = Vec::new();
        if !self.outer.is_empty() || self.too_deep > 0 {
            problems.push(problem("truncated", "the file ends before its text does"));
        } else if self.is_unbalanced {
            problems.push(problem("damaged", "its groups do not match"));
        }
        self.manuscript.pages.stated = self.header.pages;
        let (paragraphs, notes, pages) = self.manuscript.finish(&self.state.setting);
        let mut found = drafts::of_paragraphs(&paragraphs, &self.header.styles);
        found.extend(drafts::of_notes(notes));
        let properties = self.header.properties;
        let are_pages_true = pages.are_true();
        let with_page = |(draft, page): (Draft, u32)| Draft {
            page: are_pages_true.then(|| page.to_string()),
            ..draft
        };
        let drafts: Vec<_> = found.into_iter().map(with_page).collect();
        Reading {
            stated: properties.stated(&drafts),
            drafts,
            encoding: self.header.charset.name().to_ascii_lowercase(),
            problems,
        }
    }
}

#[cfg(test)]
mod tests;
