//! XML: a pull reader for the parts of office files and books, within limits.
//!
//! Names are given with the prefix that their namespace usually has, whatever
//! a file calls it, so that its readers match on `("w", "p")`. Document types
//! are passed over: but for the five of XML itself and character references,
//! an entity is nothing, so none can grow or fetch. A fault ends the reading;
//! what came before it stands.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

/// Deepest nesting that is read; tables within tables stay below a tenth.
const MOST_DEPTH: usize = 1000;
/// Bytes at the head of a file searched for the name of its encoding.
const HEAD_BYTES: usize = 200;

/// Namespaces beside those of `OpenDocument`, and the prefixes they are known by:
/// Office Open XML (transitional and strict), Word 2003, properties, books.
const SPACES: &[(&str, &str)] = &[
    (
        "w",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    ("w", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("w", "http://schemas.microsoft.com/office/word/2003/wordml"),
    (
        "m",
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    ("m", "http://purl.oclc.org/ooxml/officeDocument/math"),
    (
        "mc",
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
    ),
    ("aml", "http://schemas.microsoft.com/aml/2001/core"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("pkg", "http://schemas.microsoft.com/office/2006/xmlPackage"),
    (
        "rel",
        "http://schemas.openxmlformats.org/package/2006/relationships",
    ),
    (
        "cp",
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    ),
    (
        "ep",
        "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    ),
    (
        "ep",
        "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
    ),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("opf", "http://www.idpf.org/2007/opf"),
    ("ncx", "http://www.daisy.org/z3986/2005/ncx/"),
    ("xhtml", "http://www.w3.org/1999/xhtml"),
    ("enc", "http://www.w3.org/2001/04/xmlenc#"),
];
/// What namespaces of `OpenDocument` begin with, before their prefix.
const OPEN_DOCUMENT: &str = "urn:oasis:names:tc:opendocument:xmlns:";
/// The prefixes of `OpenDocument` that are told apart.
const OPEN_DOCUMENT_SPACES: &[&str] = &[
    "office",
    "text",
    "table",
    "draw",
    "style",
    "meta",
    "manifest",
    "container",
];

/// What a reader of XML meets.
#[derive(Debug)]
pub(super) enum Item<'x> {
    /// An element begins.
    Open(Element<'x>),
    /// The innermost element ends.
    Close,
    /// Text, references resolved.
    Text(Cow<'x, str>),
}

/// The beginning of an element.
#[derive(Debug)]
pub(super) struct Element<'x> {
    space: &'static str,
    tag: BytesStart<'x>,
}

impl Element<'_> {
    /// The usual prefix of its namespace, empty if it is none that is known,
    /// and its name without prefix.
    pub(super) fn name(&self) -> (&'static str, &str) {
        (self.space, local(self.tag.name().0))
    }

    /// The value of the attribute called `name`, whatever its namespace.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = self.tag.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let is_asked = |key: &str| local(key) == name && !key.starts_with("xmlns");
        let found = attributes.find(|attribute| is_asked(attribute.key.0))?;
        let version = quick_xml::XmlVersion::Implicit1_0;
        Some(found.normalized_value(version).unwrap_or(found.value))
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// A namespace that an element at `depth` declares.
#[derive(Debug)]
struct Binding {
    prefix: String,
    space: &'static str,
    depth: usize,
}

/// A pull reader over XML.
#[derive(Debug)]
pub(super) struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    bindings: Vec<Binding>,
    depth: usize,
    fault: Option<String>,
}

impl<'x> Xml<'x> {
    /// A reader at the beginning of `text`.
    pub(super) fn new(text: &'x str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Xml {
            reader,
            bindings: Vec::new(),
            depth: 0,
            fault: None,
        }
    }

    /// What comes next; `None` at the end, and from a fault on.
    pub(super) fn next(&mut self) -> Option<Item<'x>> {
        while self.fault.is_none() {
            match self.reader.read_event() {
                Ok(Event::Start(tag)) => return self.open(tag),
                Ok(Event::End(_)) => {
                    self.close();
                    return Some(Item::Close);
                }
                Ok(Event::Text(text)) => return Some(Item::Text(text.into_inner())),
                Ok(Event::CData(text)) => return Some(Item::Text(text.into_inner())),
                Ok(Event::GeneralRef(reference)) => {
                    if let Some(text) = resolved(&reference) {
                        return Some(Item::Text(text));
                    }
                }
                Ok(Event::Eof) if self.depth == 0 => return None,
                Ok(Event::Eof) => self.fault = Some("it ends too early".to_owned()),
                Ok(_) => {}
                Err(error) => self.fault = Some(error.to_string()),
            }
        }
        None
    }

    /// Passes over the rest of the element that was just opened.
    pub(super) fn skip(&mut self) {
        let outer = self.depth.saturating_sub(1);
        while self.depth > outer && self.next().is_some() {}
    }

    /// All the text of the element that was just opened.
    pub(super) fn text(&mut self) -> String {
        let outer = self.depth.saturating_sub(1);
        let mut text = String::new();
        while self.depth > outer {
            match self.next() {
                Some(Item::Text(run)) => text.push_str(&run),
                Some(_) => {}
                None => break,
            }
        }
        text
    }

    /// What ended the reading before the end.
    pub(super) fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    fn open(&mut self, tag: BytesStart<'x>) -> Option<Item<'x>> {
        if self.depth == MOST_DEPTH {
            self.fault = Some("its elements nest too deep".to_owned());
            return None;
        }
        self.depth += 1;
        if tag.attributes_raw().contains("xmlns") {
            self.bind(&tag);
        }
        let space = self.space(tag.name().0);
        Some(Item::Open(Element { space, tag }))
    }

    fn close(&mut self) {
        let ended = self.depth;
        self.depth = self.depth.saturating_sub(1);
        while self.bindings.last().is_some_and(|b| b.depth == ended) {
            self.bindings.pop();
        }
    }

    fn bind(&mut self, tag: &BytesStart<'x>) {
        for attribute in tag.attributes().with_checks(false).flatten() {
            let prefix = match attribute.key.0.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            self.bindings.push(Binding {
                prefix: prefix.to_owned(),
                space: known_space(&attribute.value),
                depth: self.depth,
            });
        }
    }

    /// The space of the element `name`; a prefix that nobody declared is
    /// taken at its word.
    fn space(&self, name: &str) -> &'static str {
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let bound = self.bindings.iter().rfind(|b| b.prefix == prefix);
        bound.map_or_else(|| usual_space(prefix), |b| b.space)
    }
}

/// The space of a namespace; empty if it is none that is known.
fn known_space(address: &str) -> &'static str {
    if let Some(rest) = address.strip_prefix(OPEN_DOCUMENT) {
        let name = rest.strip_suffix(":1.0").unwrap_or(rest);
        let found = OPEN_DOCUMENT_SPACES.iter().find(|space| **space == name);
        return found.copied().unwrap_or("");
    }
    let found = SPACES.iter().find(|(_, known)| *known == address);
    found.map_or("", |(space, _)| space)
}

fn usual_space(prefix: &str) -> &'static str {
    let spaces = SPACES.iter().map(|(space, _)| space);
    let mut spaces = spaces.chain(OPEN_DOCUMENT_SPACES);
    spaces
        .find(|space| **space == prefix)
        .copied()
        .unwrap_or("")
}

/// What a reference stands for; nothing if it is to an entity of the file's own.
fn resolved(reference: &BytesRef<'_>) -> Option<Cow<'static, str>> {
    match &**reference {
        "lt" => Some("<".into()),
        "gt" => Some(">".into()),
        "amp" => Some("&".into()),
        "apos" => Some("'".into()),
        "quot" => Some("\"".into()),
        _ => {
            let character = reference.resolve_char_ref().ok()??;
            Some(character.to_string().into())
        }
    }
}

/// The text of an XML file, and the name of its encoding: by its byte order
/// mark, the NULs of UTF-16, what it declares, or UTF-8.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, String) {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or(match bytes {
            [b'<', 0, ..] => Some(UTF_16LE),
            [0, b'<', ..] => Some(UTF_16BE),
            _ => declared(bytes),
        })
        .unwrap_or(UTF_8);
    let text = encoding.decode_with_bom_removal(bytes).0;
    (text, encoding.name().to_ascii_lowercase())
}

/// The encoding that an XML declaration names; UTF-16 it cannot be here.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let head = std::str::from_utf8(head.split(|b| *b == b'>').next()?).ok()?;
    let (_, rest) = head.split_once("encoding")?;
    let label = rest.trim_start_matches([' ', '=']);
    let quote = label.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = label[1..].split(quote).next()?;
    Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_16LE && *e != UTF_16BE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use std::fmt::Write;

    fn check(text: &str, expected: &Expect) {
        let mut xml = Xml::new(text);
        let mut out = String::new();
        while let Some(item) = xml.next() {
            match item {
                Item::Open(element) => {
                    let (space, name) = element.name();
                    let value = element.attribute("val").unwrap_or_default();
                    write!(out, "{space}:{name}({value}) ")
                }
                Item::Close => write!(out, "/ "),
                Item::Text(text) => write!(out, "{text:?} "),
            }
            .expect("a string takes all");
        }
        let fault = xml.fault().map(|fault| format!("! {fault}"));
        expected.assert_eq(&format!("{out}{}", fault.unwrap_or_default()));
    }

    #[test]
    fn names_have_the_prefix_that_is_usual() {
        check(
            "<n:p xmlns:n='http://purl.oclc.org/ooxml/wordprocessingml/main' n:val='a&amp;b'>\
             <n:t/><p xmlns='urn:oasis:names:tc:opendocument:xmlns:text:1.0'/><w:p/><x:p/></n:p>",
            &expect!["w:p(a&b) w:t() / text:p() / w:p() / :p() / / "],
        );
    }

    #[test]
    fn references_are_resolved_and_entities_are_nothing() {
        check(
            "<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d SYSTEM 'file:///etc/passwd'>]>\
             <a>so &amp; &#8217;&#x41; &b;&d;& on<![CDATA[<x>]]></a>",
            &expect![[r#":a() "so " "&" " " "’" "A" " " "& on" "<x>" / "#]],
        );
    }

    #[test]
    fn what_comes_before_a_fault_stands() {
        check(
            "<a>text<b>more</a>",
            &expect![[
                r#":a() "text" :b() "more" ! ill-formed document: expected `</b>`, but `</a>` was found"#
            ]],
        );
        check("<a>text", &expect![[r#":a() "text" ! it ends too early"#]]);
        let mut xml = Xml::new("<a><a><a>");
        xml.depth = MOST_DEPTH - 1;
        while xml.next().is_some() {}
        assert_eq!(xml.fault(), Some("its elements nest too deep"));
    }

    #[test]
    fn an_element_is_skipped_with_all_that_is_in_it() {
        let mut xml = Xml::new("<a><b><b>x</b>y</b>z</a>");
        xml.next();
        xml.next();
        xml.skip();
        assert!(matches!(xml.next(), Some(Item::Text(text)) if text == "z"));
        let mut xml = Xml::new("<a><b>x<b>y</b></b>z</a>");
        xml.next();
        xml.next();
        assert_eq!(xml.text(), "xy");
    }

    #[test]
    fn a_file_is_read_in_the_encoding_it_declares() {
        let wide: Vec<u8> = "<a>é</a>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let declared = b"<?xml version='1.0' encoding='windows-1252'?><a>\x92</a>";
        for (bytes, ending, encoding) in [
            (wide.as_slice(), "é</a>", "utf-16le"),
            (declared, "’</a>", "windows-1252"),
            ("\u{feff}<a>é</a>".as_bytes(), "é</a>", "utf-8"),
        ] {
            let (text, found) = decode(bytes);
            assert!(text.ends_with(ending), "{text}");
            assert_eq!(found, encoding);
        }
    }
}
