//! Fonts: which characters the codes of a string stand for, and how wide they are.
//!
//! The library knows encodings, character maps and the widths of the standard
//! fonts; what a string's codes are (ISO 32000-1, 9.7.5) is told here.

use pdf_oxide::PdfDocument;
use pdf_oxide::fonts::{Encoding, FontInfo};
use pdf_oxide::object::Object;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// A font of a file.
pub(super) struct Font {
    info: FontInfo,
    codes: Codes,
    /// Size of its em in text space, for a font size of one.
    em: f32,
    shapes: RefCell<FxHashMap<u16, Rc<Shape>>>,
}

/// What a code shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    /// Its characters: several for a ligature, none if they are not known.
    pub(super) text: Vec<char>,
    /// How far it moves on, in text space, for a font size of one.
    pub(super) advance: f32,
}

/// How the bytes of a string make codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codes {
    Single,
    Double,
    ShiftJis,
}

/// Parts of names of character maps whose codes have two bytes.
const DOUBLE: &[&str] = &["UCS2", "UTF16", "EUC", "GB", "CNS", "B5", "KSC"];

impl Font {
    /// The font that `dict` describes; `None` if it cannot be read.
    pub(super) fn read(dict: &Object, document: &PdfDocument) -> Option<Font> {
        let info = FontInfo::from_dict(dict, document).ok()?;
        Some(Font {
            codes: codes_of(&info),
            em: em_of(&info),
            shapes: RefCell::default(),
            info,
        })
    }

    /// Whether it is bold.
    pub(super) fn is_bold(&self) -> bool {
        self.info.is_bold()
    }

    /// Size of its em in text space, for a font size of one.
    pub(super) fn em(&self) -> f32 {
        self.em
    }

    /// The codes of `bytes`, each with the number of bytes it takes.
    pub(super) fn codes<'b>(&self, bytes: &'b [u8]) -> impl Iterator<Item = (u16, usize)> + 'b {
        let kind = self.codes;
        let mut rest = bytes;
        std::iter::from_fn(move || {
            let (code, len) = match (kind, rest) {
                (_, []) => return None,
                (Codes::Double, [high, low, ..]) => (u16::from_be_bytes([*high, *low]), 2),
                (Codes::ShiftJis, [high @ (0x81..=0x9f | 0xe0..=0xfc), low, ..]) => {
                    (u16::from_be_bytes([*high, *low]), 2)
                }
                (_, [first, ..]) => (u16::from(*first), 1),
            };
            rest = &rest[len..];
            Some((code, len))
        })
    }

    /// What `code` shows.
    pub(super) fn shape(&self, code: u16) -> Rc<Shape> {
        if let Some(shape) = self.shapes.borrow().get(&code) {
            return Rc::clone(shape);
        }
        let width = self.info.get_glyph_width(code) * self.info.font_matrix_a;
        let shape = Rc::new(Shape {
            text: self.characters(code),
            advance: if width.is_finite() { width } else { 0.0 },
        });
        self.shapes.borrow_mut().insert(code, Rc::clone(&shape));
        shape
    }

    fn characters(&self, code: u16) -> Vec<char> {
        let known = self.info.char_to_unicode(u32::from(code));
        let text = known.filter(|t| t.chars().count() <= LIGATURE && !t.contains('\u{fffd}'));
        match text {
            Some(text) => text
                .chars()
                .filter(|c| !c.is_control() || *c == '\t')
                .collect(),
            None if (0x20..0x7f).contains(&code) && self.codes == Codes::Single => {
                char::from_u32(u32::from(code)).into_iter().collect()
            }
            None => Vec::new(),
        }
    }
}

/// Most characters of one code.
const LIGATURE: usize = 8;

fn codes_of(info: &FontInfo) -> Codes {
    let declared = info
        .to_unicode
        .as_ref()
        .map(pdf_oxide::fonts::LazyCMap::code_width);
    if info.subtype != "Type0" {
        return Codes::Single;
    }
    match &info.encoding {
        _ if declared == Some(2) => Codes::Double,
        Encoding::Identity => Codes::Double,
        Encoding::Standard(name) if name.contains("RKSJ") => Codes::ShiftJis,
        Encoding::Standard(name) => {
            let is_identity = name.contains("Identity") && !name.contains("OneByte");
            let is_bare = matches!(name.as_str(), "H" | "V");
            if is_identity || is_bare || DOUBLE.iter().any(|part| name.contains(part)) {
                Codes::Double
            } else {
                Codes::Single
            }
        }
        Encoding::Custom(_) => Codes::Single,
    }
}

/// Ems that the letters of a font are wide on average.
const LETTER_WIDTH: f32 = 0.45;

/// A font drawn by procedures has units of its own: its em is told by the
/// widths of its letters.
fn em_of(info: &FontInfo) -> f32 {
    let widths = info.widths.as_deref().unwrap_or_default();
    let shown: Vec<f32> = widths.iter().copied().filter(|w| *w > 0.0).collect();
    if info.subtype != "Type3" || shown.is_empty() {
        return 1.0;
    }
    let count = u16::try_from(shown.len()).unwrap_or(u16::MAX);
    let mean = shown.iter().sum::<f32>() / f32::from(count);
    let em = mean / LETTER_WIDTH * info.font_matrix_a;
    if em.is_finite() && em > 0.0 { em } else { 1.0 }
}
