//! The header of an RTF file: fonts, styles and what it says of itself.

use super::charset::Charset;
use super::state::{Sink, State};
use super::styles::StyleSheet;
use crate::read::metadata::Stated;
use rustc_hash::FxHashMap;

/// What is read of the header so far.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// How bytes are read where no font says otherwise.
    pub(super) charset: Charset,
    /// Character sets of fonts; those that are not here are the file's.
    fonts: FxHashMap<i32, Charset>,
    /// The font whose entry is being read.
    font: i32,
    default_font: i32,
    /// Its styles.
    pub(super) styles: StyleSheet,
    /// What the file states of itself.
    pub(super) stated: Stated,
    /// Pages that it has, as it says.
    pub(super) pages: Option<u32>,
}

impl Header {
    /// How bytes are read in the default font.
    pub(super) fn default_charset(&self) -> Charset {
        self.charset_of(self.default_font)
    }

    /// How bytes are read in a font. Programs on a Mac say "western" of fonts
    /// whose text is in the Mac's own code page, as that of the file is.
    fn charset_of(&self, font: i32) -> Charset {
        match self.fonts.get(&font) {
            Some(c) if *c == Charset::ANSI && self.charset == Charset::MAC => Charset::MAC,
            Some(charset) => *charset,
            None => self.charset,
        }
    }

    /// Takes a control word; whether it has changed the character set.
    pub(super) fn take(&mut self, word: &[u8], value: Option<i32>, state: &mut State) -> bool {
        let number = value.unwrap_or(0);
        let charset = match word {
            b"f" if state.sink == Sink::Fonts => {
                self.font = number;
                None
            }
            b"f" => {
                state.charset = self.charset_of(number);
                None
            }
            b"fcharset" | b"cpg" if state.sink == Sink::Fonts => {
                let charset = if word == b"cpg" {
                    Charset::of_code_page(number)
                } else {
                    Charset::of_font(number)
                };
                if let Some(charset) = charset {
                    self.fonts.insert(self.font, charset);
                }
                None
            }
            b"ansi" => Some(Charset::ANSI),
            b"mac" => Some(Charset::MAC),
            b"pc" => Some(Charset::PC),
            b"pca" => Some(Charset::PCA),
            b"ansicpg" => Charset::of_code_page(number),
            _ => {
                self.take_other(word, number, state);
                None
            }
        };
        self.charset = charset.unwrap_or(self.charset);
        charset.is_some()
    }

    fn take_other(&mut self, word: &[u8], number: i32, state: &mut State) {
        match word {
            b"deff" => self.default_font = number,
            b"sbasedon" => self.styles.parent = number,
            // Styles of characters, tables and sections have no paragraphs.
            b"cs" | b"ts" | b"ds" if state.sink == Sink::Styles => state.sink = Sink::Nowhere,
            b"nofpages" => self.pages = u32::try_from(number).ok(),
            _ => {}
        }
    }

    /// Takes in a field that the file states.
    pub(super) fn state(&mut self, field: &str, value: &str) {
        self.stated.take(field, value);
    }
}
