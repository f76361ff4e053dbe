//! The state of a group: it ends with the group, and the one around it is back.

use super::charset::Charset;
use crate::read::set_off::Stand;

/// Where the text of a group goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Sink {
    /// Into the essay.
    #[default]
    Text,
    /// Nowhere, though a group within may go somewhere.
    Nowhere,
    /// Into the table of fonts.
    Fonts,
    /// Into the style sheet.
    Styles,
    /// Into what the file says of itself.
    Info,
    /// Aside, until the group ends.
    Aside,
}

/// What is to be done when a group ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Ending {
    /// Nothing.
    #[default]
    None,
    /// A style is complete.
    Style,
    /// A property stands aside.
    Property(&'static str),
    /// A property that is a moment is complete.
    Moment(&'static str),
    /// The mark of a list item stands aside.
    Item,
    /// What a field computes stands aside.
    Instruction,
    /// A note or a text box is complete.
    Flow,
}

/// The formatting of a paragraph; lengths in twips, twenty to a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Setting {
    /// Number of its style.
    pub(super) style: i32,
    /// Left indent.
    pub(super) left: i32,
    /// Right indent.
    pub(super) right: i32,
    /// Indent of its first line beside the others.
    pub(super) first: i32,
    /// Its place in the outline, from 1.
    pub(super) level: Option<u8>,
    /// Where it stands.
    pub(super) stand: Stand,
    /// Whether it is an item of a list.
    pub(super) is_item: bool,
    /// Whether it begins on a new page.
    pub(super) opens_page: bool,
}

/// A reason for which text is not seen.
const HIDDEN: u8 = 1;
/// Another: the author has deleted it, and the file still knows it.
const DELETED: u8 = 2;

/// Size of type where none is given, in half points.
const DEFAULT_SIZE: i32 = 24;

/// The state of a group.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// Where its text goes.
    pub(super) sink: Sink,
    /// Where the text around `\upr` goes.
    pub(super) outer: Sink,
    /// What is to be done at its end.
    pub(super) ending: Ending,
    /// How its bytes are read.
    pub(super) charset: Charset,
    /// Characters that stand for a `\u` in readers that know it not.
    pub(super) fallback: u32,
    /// Formatting of its paragraphs.
    pub(super) setting: Setting,
    /// Reasons for which it is not seen.
    unseen: u8,
    /// Whether it is superscript.
    pub(super) is_raised: bool,
    /// Whether it is bold.
    pub(super) is_bold: bool,
    /// Size of its type, in half points.
    pub(super) size: i32,
    /// Whether it is in a field whose result is no text of the author's.
    pub(super) is_computed: bool,
}

impl State {
    /// The state at the head of a file in `charset`.
    pub(super) fn new(charset: Charset) -> State {
        State {
            sink: Sink::Text,
            outer: Sink::Text,
            ending: Ending::None,
            charset,
            fallback: 1,
            setting: Setting::default(),
            unseen: 0,
            is_raised: false,
            is_bold: false,
            size: DEFAULT_SIZE,
            is_computed: false,
        }
    }

    /// Whether the reader of the essay sees its text.
    pub(super) fn is_seen(&self) -> bool {
        self.unseen == 0
    }

    /// Undoes the formatting of characters.
    pub(super) fn plain(&mut self, charset: Charset) {
        self.charset = charset;
        self.unseen &= !HIDDEN;
        self.is_raised = false;
        self.is_bold = false;
        self.size = DEFAULT_SIZE;
    }

    /// Takes a control word that formats; whether it was one.
    pub(super) fn format(&mut self, word: &[u8], value: Option<i32>) -> bool {
        let is_on = value != Some(0);
        let number = value.unwrap_or(0);
        let setting = &mut self.setting;
        match word {
            b"pard" => *setting = Setting::default(),
            b"li" | b"lin" => setting.left = number,
            b"ri" | b"rin" => setting.right = number,
            b"fi" => setting.first = number,
            b"ql" | b"qj" => setting.stand = Stand::Left,
            b"qc" => setting.stand = Stand::Centre,
            b"qr" => setting.stand = Stand::Right,
            b"s" => setting.style = number,
            b"ls" => setting.is_item = is_on,
            b"outlinelevel" => {
                setting.level = u8::try_from(number).ok().filter(|n| *n < 9).map(|n| n + 1);
            }
            b"pagebb" => setting.opens_page = is_on,
            b"b" => self.is_bold = is_on,
            b"fs" => self.size = number,
            b"super" => self.is_raised = is_on,
            b"nosupersub" | b"sub" => self.is_raised = false,
            b"up" => self.is_raised = number > 0,
            b"v" => self.hide(HIDDEN, is_on),
            b"deleted" | b"mvf" => self.hide(DELETED, is_on),
            b"uc" => self.fallback = u32::try_from(number).unwrap_or(0),
            _ => return false,
        }
        true
    }

    fn hide(&mut self, reason: u8, is_on: bool) {
        if is_on {
            self.unseen |= reason;
        } else {
            self.unseen &= !reason;
        }
    }
}
