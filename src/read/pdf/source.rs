//! The file: its objects, streams, pages and fonts, as the library finds them.
//!
//! This and the fonts are all that the library is asked for: what it makes of
//! a page (lines, words, reading order) is its own business, and norfolk's
//! paragraphs are made from the glyphs. Every stream is capped.

use super::fonts::Font;
use super::matrix::Matrix;
use super::measure;
use super::strings::decode;
use super::upright::Frame;
use pdf_oxide::PdfDocument;
use pdf_oxide::encryption::EncryptionHandler;
use pdf_oxide::object::{Object, ObjectRef};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// An open file.
pub(super) struct Source {
    document: PdfDocument,
    /// What decodes its streams, if they are encrypted and no password is needed.
    cipher: Option<EncryptionHandler>,
    fonts: RefCell<Fonts>,
    /// Bytes of font programs that may still be kept.
    font_bytes: Cell<usize>,
}

/// Fonts by the number of their object; `None` for one that cannot be read.
type Fonts = FxHashMap<(u32, u16), Option<Rc<Font>>>;

/// Why a file cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    /// It needs a password.
    Locked,
    /// It is no whole PDF.
    Damaged,
}

/// A dictionary of a file.
pub(super) type Dict = HashMap<String, Object>;

/// A page, ready to be drawn.
pub(super) struct Leaf {
    /// Its content, decoded.
    pub(super) content: Vec<u8>,
    /// Its fonts, forms and properties.
    pub(super) resources: Rc<Dict>,
    /// What of it is seen.
    pub(super) frame: Frame,
    /// How far it is turned, clockwise, in quarters.
    pub(super) turn: u8,
}

/// A drawing that pages share.
pub(super) struct Form {
    /// Its content, decoded.
    pub(super) content: Vec<u8>,
    /// Its own resources; without any it uses those around it.
    pub(super) resources: Option<Rc<Dict>>,
    /// From its space to that around it.
    pub(super) matrix: Matrix,
}

/// Most bytes of a page's content, or of a form's: some 500 dense pages.
const CONTENT_BYTES: usize = 32 << 20;
/// Most bytes of font programs: those of a book with all its fonts whole.
const FONT_BYTES: usize = 96 << 20;
/// Most comments on a page.
const COMMENTS: usize = 1_000;
/// Most streams that make up one page.
const STREAMS: usize = 2_000;

impl Source {
    /// Opens the file of these bytes.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Source, Closed> {
        let document = PdfDocument::from_bytes(bytes).map_err(|_| Closed::Damaged)?;
        if !document.is_authenticated() {
            return Err(Closed::Locked);
        }
        let cipher = document.is_encrypted().then(|| cipher(&document)).flatten();
        Ok(Source {
            document,
            cipher,
            fonts: RefCell::default(),
            font_bytes: Cell::new(FONT_BYTES),
        })
    }

    /// The library's view of the file.
    pub(super) fn document(&self) -> &PdfDocument {
        &self.document
    }

    /// Whether its streams are encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        self.cipher.is_some()
    }

    /// How many pages it has.
    pub(super) fn pages(&self) -> usize {
        self.document.page_count().unwrap_or(0)
    }

    /// What `object` is, or what it points at.
    pub(super) fn resolve(&self, object: &Object) -> Option<Object> {
        match object {
            Object::Reference(at) => self.document.load_object(*at).ok(),
            Object::Null => None,
            _ => Some(object.clone()),
        }
    }

    /// The value of `key`.
    pub(super) fn get(&self, dict: &Dict, key: &str) -> Option<Object> {
        self.resolve(dict.get(key)?)
    }

    /// The dictionary at `key`.
    pub(super) fn dict(&self, dict: &Dict, key: &str) -> Option<Dict> {
        self.get(dict, key)?.as_dict().cloned()
    }

    fn numbers(&self, dict: &Dict, key: &str) -> Vec<f32> {
        let list = self.get(dict, key);
        let list = list
            .as_ref()
            .and_then(Object::as_array)
            .map_or(&[][..], Vec::as_slice);
        let read = |o: &Object| self.resolve(o).as_ref().and_then(number);
        list.iter().map_while(read).collect()
    }

    /// The page at this place, from nought; `None` if it has content and none
    /// of it can be decoded.
    pub(super) fn leaf(&self, at: usize) -> Option<Leaf> {
        let page = self.document.get_page(at).ok()?;
        let page = page.as_dict()?;
        let resources = self.dict(page, "Resources").unwrap_or_default();
        let degrees = self.get(page, "Rotate").as_ref().and_then(number);
        Some(Leaf {
            content: page
                .get("Contents")
                .map_or(Some(Vec::new()), |c| self.content(c))?,
            resources: Rc::new(resources),
            frame: self.frame(page),
            turn: turn(degrees.unwrap_or(0.0)),
        })
    }

    fn frame(&self, page: &Dict) -> Frame {
        let boxed = |key| match self.numbers(page, key)[..] {
            [a, b, c, d, ..] if (c - a).abs() > 1.0 && (d - b).abs() > 1.0 => Some(Frame {
                left: a.min(c),
                bottom: b.min(d),
                right: a.max(c),
                top: b.max(d),
            }),
            _ => None,
        };
        let media = boxed("MediaBox").unwrap_or(LETTER);
        let crop = boxed("CropBox").unwrap_or(media);
        let seen = Frame {
            left: crop.left.max(media.left),
            bottom: crop.bottom.max(media.bottom),
            right: crop.right.min(media.right),
            top: crop.top.min(media.top),
        };
        if seen.right > seen.left && seen.top > seen.bottom {
            seen
        } else {
            media
        }
    }

    /// A page's content: one stream, or the streams of a list.
    fn content(&self, contents: &Object) -> Option<Vec<u8>> {
        let resolved = self.resolve(contents)?;
        let list = match &resolved {
            Object::Array(list) => list.as_slice(),
            _ => std::slice::from_ref(contents),
        };
        let mut content = Vec::new();
        let mut is_decoded = list.is_empty();
        for part in list.iter().take(STREAMS) {
            if let Some(part) = self.stream(part) {
                is_decoded = true;
                content.extend_from_slice(&part[..part.len().min(CONTENT_BYTES - content.len())]);
                content.push(b'\n');
            }
            if content.len() >= CONTENT_BYTES {
                break;
            }
        }
        is_decoded.then_some(content)
    }

    /// The bytes of a stream, deciphered and decoded.
    fn stream(&self, object: &Object) -> Option<Vec<u8>> {
        let at = object.as_reference().unwrap_or(ObjectRef::new(0, 0));
        let stream = self.resolve(object)?;
        let Some(cipher) = self.cipher.as_ref().filter(|_| at.id != 0) else {
            return stream.decode_stream_data().ok();
        };
        let decipher = |data: &[u8]| cipher.decrypt_stream(data, at.id, u32::from(at.r#gen));
        stream
            .decode_stream_data_with_decryption(Some(&decipher), at.id, u32::from(at.r#gen))
            .ok()
    }

    /// The drawing called `name`; `None` if there is none, or it is a picture.
    pub(super) fn form(&self, resources: &Dict, name: &str) -> Option<(ObjectRef, Form)> {
        let entry = self.dict(resources, "XObject")?.remove(name)?;
        let at = entry.as_reference()?;
        if !self.document.is_form_xobject(at) {
            return None;
        }
        let object = self.resolve(&entry)?;
        let dict = object.as_dict()?;
        let is_form = dict.get("Subtype").and_then(Object::as_name) == Some("Form");
        let mut content = self.stream(&entry).filter(|_| is_form)?;
        content.truncate(CONTENT_BYTES);
        let matrix = Matrix::of(&self.numbers(dict, "Matrix")).unwrap_or(Matrix::IDENTITY);
        let resources = self.dict(dict, "Resources").map(Rc::new);
        Some((
            at,
            Form {
                content,
                resources,
                matrix,
            },
        ))
    }

    /// What readers of the file wrote onto the page at this place, and text
    /// that its form fields hold.
    pub(super) fn comments(&self, at: usize) -> Vec<String> {
        let Ok(page) = self.document.get_page(at) else {
            return Vec::new();
        };
        let annotations = page.as_dict().and_then(|page| self.get(page, "Annots"));
        let annotations = annotations.as_ref().and_then(Object::as_array);
        let mut comments = Vec::new();
        for annotation in annotations.into_iter().flatten().take(COMMENTS) {
            let Some(Object::Dictionary(dict)) = self.resolve(annotation) else {
                continue;
            };
            let key = match dict.get("Subtype").and_then(Object::as_name) {
                Some("Text" | "FreeText" | "Highlight" | "Underline" | "StrikeOut") => "Contents",
                Some("Widget") => "V",
                _ => continue,
            };
            let text = self.get(&dict, key).and_then(|o| o.as_string().map(decode));
            comments.extend(text.filter(|t| t.chars().any(char::is_alphanumeric)));
        }
        comments.dedup();
        comments
    }

    /// The font called `name`.
    pub(super) fn font(&self, resources: &Dict, name: &str) -> Option<Rc<Font>> {
        let entry = self.dict(resources, "Font")?.remove(name)?;
        let Some(at) = entry.as_reference() else {
            return self.read_font(&entry);
        };
        let key = (at.id, at.r#gen);
        if let Some(font) = self.fonts.borrow().get(&key) {
            return font.clone();
        }
        let font = self.resolve(&entry).and_then(|dict| self.read_font(&dict));
        self.fonts.borrow_mut().insert(key, font.clone());
        font
    }

    /// The font of a dictionary, unless its program is too large to be kept.
    fn read_font(&self, font: &Object) -> Option<Rc<Font>> {
        let left = self
            .font_bytes
            .get()
            .checked_sub(self.program_bytes(font.as_dict()?))?;
        self.font_bytes.set(left);
        Font::read(font, &self.document).map(Rc::new)
    }

    /// Bytes of the programs of a font and of the one that it is made from.
    fn program_bytes(&self, font: &Dict) -> usize {
        let parts = self.get(font, "DescendantFonts");
        let parts = parts.as_ref().and_then(Object::as_array);
        let part = parts.and_then(|parts| self.resolve(parts.first()?));
        let fonts = [Some(font), part.as_ref().and_then(Object::as_dict)];
        let descriptors = fonts
            .into_iter()
            .flatten()
            .filter_map(|f| self.dict(f, "FontDescriptor"));
        let programs = descriptors.flat_map(|descriptor| {
            let keys = ["FontFile", "FontFile2", "FontFile3"];
            keys.map(|key| descriptor.get(key).and_then(|program| self.stream(program)))
        });
        programs.flatten().map(|program| program.len()).sum()
    }
}

/// The page of a file that states none.
const LETTER: Frame = Frame {
    left: 0.0,
    bottom: 0.0,
    right: 612.0,
    top: 792.0,
};

/// Degrees as quarters of a turn.
fn turn(degrees: f32) -> u8 {
    u8::try_from(measure::step(degrees, 90.0).rem_euclid(4)).unwrap_or(0)
}

fn number(object: &Object) -> Option<f32> {
    let integer = || object.as_integer().and_then(|n| i32::try_from(n).ok());
    object
        .as_real()
        .or_else(|| integer().map(f64::from))
        .map(measure::length)
}

/// What deciphers the streams of a file that opens without a password.
fn cipher(document: &PdfDocument) -> Option<EncryptionHandler> {
    let trailer = document.trailer().as_dict()?;
    let settings = document.resolve_object(trailer.get("Encrypt")?).ok()?;
    let resolved = |value: &Object| document.resolve_object(value).unwrap_or(Object::Null);
    let settings = settings.as_dict()?.iter();
    let settings: Dict = settings
        .map(|(key, value)| (key.clone(), resolved(value)))
        .collect();
    let ids = trailer
        .get("ID")
        .and_then(|ids| document.resolve_object(ids).ok());
    let id = ids
        .as_ref()
        .and_then(Object::as_array)
        .and_then(|ids| ids.first()?.as_string());
    let id = id.map_or_else(Vec::new, <[u8]>::to_vec);
    let mut cipher = EncryptionHandler::new(&Object::Dictionary(settings), id).ok()?;
    let is_open = cipher.authenticate(b"").is_ok_and(|is_open| is_open);
    is_open.then_some(cipher)
}
