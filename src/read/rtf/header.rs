//! The header of an RTF file: fonts, styles and what it says of itself.

use super::charset::Charset;
use super::state::{Sink, State};
use super::styles::StyleSheet;
use crate::read::properties::Properties;
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
    pub(super) properties: Properties,
    /// Year, month, day, hour and minute of the moment that is being read.
    moment: [i32; 5],
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
            b"edmins" => self.properties.insert("minutes", &number.to_string()),
            b"yr" => self.moment = [number, 0, 0, 0, 0],
            b"mo" => self.moment[1] = number,
            b"dy" => self.moment[2] = number,
            b"hr" => self.moment[3] = number,
            b"min" => self.moment[4] = number,
            _ => {}
        }
    }

    /// Takes in the moment of a property.
    pub(super) fn insert_moment(&mut self, name: &str) {
        let [year, month, day, hour, minute] = std::mem::take(&mut self.moment);
        let moment = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00");
        self.properties.insert(name, &moment);
    }
}
