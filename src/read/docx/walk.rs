//! The walk: the body and the notes of a docx, in reading order, one pass.
//!
//! What the page does not show is passed over: deleted and moved text, field
//! codes, hidden runs, comments, the fallback of a drawing that is shown.

use super::super::builder::{Draft, Role};
use super::super::flow::Flow;
use super::super::look::{Look, Sight};
use super::super::pages::{Numerals, Opening, Section};
use super::super::paragraph::End;
use super::super::style_names::Style;
use super::super::xml::{Element, Item, Step, Xml};
use super::fields::Fields;
use super::marks::{Kind, Marks};
use super::numbering::Numbering;
use super::styles::{self, Styles};
use rustc_hash::FxHashMap;

/// How the paragraph that is open stands, and the section that it ends.
#[derive(Debug)]
struct Standing {
    look: Look,
    end: End,
    section: Option<Section>,
    /// Whether text of it was the result of a list of works.
    is_listed: bool,
}

/// An element that the walk is in and has to undo.
#[derive(Debug)]
enum Inside {
    Paragraph(Box<Standing>),
    Run {
        sight: Sight,
        is_raised: bool,
    },
    Text,
    Instruction,
    Field,
    Note,
    /// A choice between renderings of one thing; whether one was taken.
    Alternatives {
        is_taken: bool,
    },
    /// A control; whether its contents are a list of works.
    Control {
        is_list_of_works: bool,
    },
    Other,
}

/// What became of an element that was opened.
enum Entered {
    /// The walk is in it.
    In(Inside),
    /// It was read to its end.
    Read,
    /// It is to be passed over.
    PassedOver,
}

/// A walk over the parts of a file.
pub(super) struct Walk<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    /// Drafts of the texts embedded in the file, by their relationship.
    chunks: FxHashMap<String, Vec<Draft>>,
    pub(super) flow: Flow,
    pub(super) marks: Marks,
    fields: Fields,
    inside: Vec<Inside>,
    /// The note whose mark is the text that comes next.
    own_mark: Option<(Kind, String)>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(styles: &'a Styles, numbering: Numbering, marks: Marks) -> Self {
        Walk {
            styles,
            numbering,
            chunks: FxHashMap::default(),
            flow: Flow::default(),
            marks,
            fields: Fields::default(),
            inside: Vec::new(),
            own_mark: None,
        }
    }

    /// Knows what text is embedded under the relationship `id`.
    pub(super) fn embed(&mut self, id: String, drafts: Vec<Draft>) {
        self.chunks.insert(id, drafts);
    }

    /// Walks the part `text`; what ended it before its end.
    pub(super) fn read(&mut self, text: &str) -> Option<String> {
        let mut xml = Xml::new(text);
        let mut is_begun = false;
        while !self.flow.is_full()
            && let Some(item) = xml.next()
        {
            match item {
                Item::Open(element) if !is_begun => {
                    let (space, name) = element.name();
                    is_begun = space == "w" && matches!(name, "body" | "footnotes" | "endnotes");
                    self.inside.push(Inside::Other);
                }
                Item::Open(element) => self.open(&mut xml, &element),
                Item::Close => self.close(),
                Item::Text(text) => self.take_text(&text),
            }
        }
        while !self.inside.is_empty() {
            self.close();
        }
        self.fields = Fields::default();
        xml.fault().map(str::to_owned)
    }

    fn open(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        let entered = match element.name() {
            ("w", name) => self.open_word(xml, element, name),
            ("m", "t") => Entered::In(Inside::Text),
            ("mc", "AlternateContent") => Entered::In(Inside::Alternatives { is_taken: false }),
            ("mc", "Choice" | "Fallback") if !self.is_first_alternative() => Entered::PassedOver,
            ("aml", "annotation") => match element.attribute("type").as_deref() {
                Some("Word.Deletion" | "Word.Comment") => Entered::PassedOver,
                _ => Entered::In(Inside::Other),
            },
            _ => Entered::In(Inside::Other),
        };
        match entered {
            Entered::In(inside) => self.inside.push(inside),
            Entered::Read => {}
            Entered::PassedOver => xml.skip(),
        }
    }

    /// Enters an element of Word's own.
    fn open_word(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, name: &str) -> Entered {
        match name {
            "p" => return Entered::In(self.open_paragraph()),
            "r" => return Entered::In(self.run()),
            "t" => return Entered::In(Inside::Text),
            "instrText" => return Entered::In(Inside::Instruction),
            "fldSimple" => {
                let instruction = element.attribute("instr").unwrap_or_default();
                self.fields.begin_simple(&instruction);
                self.list_paragraph();
                return Entered::In(Inside::Field);
            }
            "sdt" => {
                return Entered::In(Inside::Control {
                    is_list_of_works: false,
                });
            }
            "footnote" => return self.open_note(element, Kind::Footnote),
            "endnote" => return self.open_note(element, Kind::Endnote),
            "pPr" => self.take_paragraph_properties(xml),
            "rPr" => self.take_run_properties(xml),
            "sdtPr" => self.take_control_properties(xml),
            "sectPr" => self.end_section(xml),
            "del" | "moveFrom" | "tblPr" | "tblGrid" | "trPr" | "tcPr" | "rt" | "binData" => {
                return Entered::PassedOver;
            }
            _ => {
                self.take_mark(element, name);
                return Entered::In(Inside::Other);
            }
        }
        Entered::Read
    }

    fn open_paragraph(&mut self) -> Inside {
        self.flow.open_paragraph();
        Inside::Paragraph(Box::new(Standing {
            look: self.styles.look(None),
            end: End::Block,
            section: None,
            is_listed: self.is_in_list_of_works(),
        }))
    }

    /// Takes in an element that stands for a character, a break or a note mark.
    fn take_mark(&mut self, element: &Element<'_>, name: &str) {
        match name {
            "tab" | "ptab" => self.write("\t"),
            "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            "br" => match element.attribute("type").as_deref() {
                Some("page") => self.flow.pages.turn(),
                _ => self.write("\n"),
            },
            "sym" => {
                if let Some(symbol) = symbol(element) {
                    self.write(symbol.encode_utf8(&mut [0; 4]));
                }
            }
            "lastRenderedPageBreak" => self.flow.pages.turn_as_printed(),
            "fldChar" => {
                let kind = element.attribute("fldCharType").unwrap_or_default();
                self.fields.take(&kind);
                self.list_paragraph();
            }
            "footnoteReference" => self.refer(element, Kind::Footnote),
            "endnoteReference" => self.refer(element, Kind::Endnote),
            "altChunk" => self.take_chunk(element),
            _ => {}
        }
    }

    fn close(&mut self) {
        match self.inside.pop() {
            Some(Inside::Paragraph(standing)) => self.close_paragraph(&standing),
            Some(Inside::Field) => self.fields.take("end"),
            Some(Inside::Note) => self.flow.close_note(),
            _ => {}
        }
    }

    fn take_text(&mut self, text: &str) {
        match self.inside.last() {
            Some(Inside::Text) => self.write(text),
            Some(Inside::Instruction) => self.fields.instruct(text),
            _ => {}
        }
    }

    /// Writes text, if it is seen.
    fn write(&mut self, text: &str) {
        let run = self.inside.iter().rev().find_map(|inside| match inside {
            Inside::Run { sight, is_raised } => Some((*sight, *is_raised)),
            _ => None,
        });
        match run {
            _ if !self.fields.is_text() => {}
            Some((Sight::Hidden, _)) => {}
            _ if self.own_mark.is_some() && !text.trim().is_empty() => self.refer_by(text),
            Some((_, true)) => self.flow.push_raised(text),
            _ => self.flow.push(text),
        }
    }

    fn run(&self) -> Inside {
        let paragraph = self.inside.iter().rev().find_map(|inside| match inside {
            Inside::Paragraph(standing) => Some(&standing.look),
            _ => None,
        });
        Inside::Run {
            sight: paragraph.map_or(Sight::Unsaid, |look| look.sight),
            is_raised: paragraph.is_some_and(|look| look.is_raised == Some(true)),
        }
    }

    fn take_run_properties(&mut self, xml: &mut Xml<'_>) {
        let (mut direct, mut style) = (Look::default(), Look::default());
        let styles = self.styles;
        xml.each(|property| {
            match property.name() {
                ("w", "rStyle") => style = styles.look(property.attribute("val").as_deref()),
                ("w", "rPrChange") => return Step::Over,
                _ => styles::take(&mut direct, property),
            }
            Step::Into
        });
        let look = direct.over(&style);
        if let Some(Inside::Run { sight, is_raised }) = self.inside.last_mut() {
            *sight = look.sight.or(*sight);
            *is_raised = look.is_raised.unwrap_or(*is_raised);
        }
    }

    fn take_paragraph_properties(&mut self, xml: &mut Xml<'_>) {
        let (mut direct, mut style, mut section) = (Look::default(), None, None);
        let (mut end, mut is_of_mark) = (End::Block, false);
        let styles = self.styles;
        xml.each(|property| {
            match property.name() {
                ("w", "pStyle") => style = Some(styles.look(property.attribute("val").as_deref())),
                ("w", "rPr") => is_of_mark = true,
                ("w", "del" | "moveFrom") if is_of_mark => end = End::Joined,
                // A large first letter stands in a paragraph of its own.
                ("w", "framePr") if styles::is_large_letter(property) => end = End::Joined,
                ("w", "pPrChange" | "rPrChange" | "sectPrChange") => return Step::Over,
                ("w", "sectPr") => section = Some(Section::default()),
                ("w", name) if section.is_some() => {
                    take_section(section.get_or_insert_default(), property, name);
                }
                // How the mark of the paragraph looks is not how its words do.
                ("w", "vanish" | "vertAlign") => {}
                _ => styles::take(&mut direct, property),
            }
            Step::Into
        });
        let look = direct.over(&style.unwrap_or_else(|| styles.look(None)));
        if look.begins_page == Some(true) && !self.flow.pages.is_at_start() {
            self.flow.pages.turn();
        }
        if let Some(Inside::Paragraph(standing)) = self.inside.last_mut() {
            standing.look = look;
            standing.end = end;
            standing.section = section;
        }
    }

    fn close_paragraph(&mut self, standing: &Standing) {
        self.fields.end_paragraph();
        let look = &standing.look;
        let list = look.list.as_deref().filter(|list| *list != "0");
        let role = match look.style {
            Some(Style::Is(role)) => Some(role),
            _ if standing.is_listed => Some(Role::WorksCited),
            _ => None,
        };
        let mark = list
            .filter(|_| role.is_none())
            .and_then(|list| self.numbering.count(list, look.level.unwrap_or(0)));
        if let Some(paragraph) = self.flow.paragraph() {
            paragraph.role = role;
            paragraph.is_item = list.is_some();
            paragraph.mark = mark;
            paragraph.left = look.left.unwrap_or(0);
            paragraph.right = look.right.unwrap_or(0);
            paragraph.hanging = look.hanging.unwrap_or(0);
            paragraph.alignment = look.alignment.unwrap_or_default();
            paragraph.end = match look.style {
                Some(Style::LeftOut) => End::LeftOut,
                _ => standing.end,
            };
        }
        self.flow.close_paragraph();
        if let Some(section) = standing.section {
            self.flow.pages.end_section(section);
        }
    }

    /// Where a list of works begins within a paragraph, that is one of them.
    fn list_paragraph(&mut self) {
        let is_listed = self.fields.is_list_of_works();
        let paragraph = self
            .inside
            .iter_mut()
            .rev()
            .find_map(|inside| match inside {
                Inside::Paragraph(standing) => Some(standing),
                _ => None,
            });
        if let Some(standing) = paragraph.filter(|_| is_listed) {
            standing.is_listed = true;
        }
    }

    fn is_in_list_of_works(&self) -> bool {
        let is_list = |inside: &Inside| matches!(inside, Inside::Control { is_list_of_works } if *is_list_of_works);
        self.fields.is_list_of_works() || self.inside.iter().any(is_list)
    }

    /// Of the renderings of one thing, the first is read.
    fn is_first_alternative(&mut self) -> bool {
        match self.inside.last_mut() {
            Some(Inside::Alternatives { is_taken }) => !std::mem::replace(is_taken, true),
            _ => true,
        }
    }

    /// Reads the properties of a control; a table of contents is passed over.
    fn take_control_properties(&mut self, xml: &mut Xml<'_>) {
        let (mut is_contents, mut is_works) = (false, false);
        xml.each(|property| {
            match property.name() {
                ("w", "docPartGallery") => {
                    let gallery = property.attribute("val").unwrap_or_default();
                    is_contents |= gallery == "Table of Contents";
                    is_works |= gallery == "Bibliographies";
                }
                ("w", "bibliography") => is_works = true,
                _ => {}
            }
            Step::Into
        });
        if let Some(Inside::Control { is_list_of_works }) = self.inside.last_mut() {
            *is_list_of_works = is_works;
            if is_contents {
                xml.skip();
                self.inside.pop();
            }
        }
    }

    fn end_section(&mut self, xml: &mut Xml<'_>) {
        let mut section = Section::default();
        xml.each(|property| {
            if let ("w", name) = property.name() {
                take_section(&mut section, property, name);
            }
            Step::Into
        });
        self.flow.pages.end_section(section);
    }

    fn refer(&mut self, element: &Element<'_>, kind: Kind) {
        let id = element.attribute("id").unwrap_or_default();
        let own = element.attribute("customMarkFollows");
        if !self.fields.is_text() {
            return;
        }
        if own.is_some_and(|v| !matches!(&*v, "0" | "false" | "off")) {
            self.own_mark = Some((kind, id.into_owned()));
            return;
        }
        let mark = self.marks.of_reference(kind, &id);
        self.flow.refer(&mark);
    }

    /// Writes the mark that the author chose for a note.
    fn refer_by(&mut self, text: &str) {
        if let Some((kind, id)) = self.own_mark.take() {
            let mark = self.marks.give(kind, id, text.trim());
            self.flow.refer(&mark);
        }
    }

    /// Enters a note: in a part of notes one that is referred to, in the text
    /// (Word 2003) one that stands where it is referred to.
    fn open_note(&mut self, element: &Element<'_>, kind: Kind) -> Entered {
        let mark = if let Some(id) = element.attribute("id") {
            self.marks.of_note(kind, &id)
        } else {
            let mark = self.marks.next(kind);
            self.flow.refer(&mark);
            Some(mark)
        };
        let Some(mark) = mark else {
            return Entered::PassedOver;
        };
        self.flow.open_note(&mark);
        Entered::In(Inside::Note)
    }

    fn take_chunk(&mut self, element: &Element<'_>) {
        let id = element.attribute("id").unwrap_or_default();
        for draft in self.chunks.remove(&*id).unwrap_or_default() {
            self.flow.insert(draft);
        }
    }
}

fn take_section(section: &mut Section, property: &Element<'_>, name: &str) {
    match name {
        "type" if property.attribute("val").is_some_and(|v| v == "continuous") => {
            section.opening = Opening::Continuous;
        }
        "pgNumType" => {
            section.start = property.attribute("start").and_then(|v| v.parse().ok());
            section.numerals = match property.attribute("fmt").as_deref() {
                Some("lowerRoman") => Numerals::LowerRoman,
                Some("upperRoman") => Numerals::UpperRoman,
                _ => Numerals::Arabic,
            };
        }
        _ => {}
    }
}

/// The character that a symbol is; symbols of private fonts are none.
fn symbol(element: &Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(&element.attribute("char")?, 16).ok()?;
    let font = element.attribute("font").unwrap_or_default().to_lowercase();
    match (font.as_str(), code & 0xff) {
        _ if !(0xf000..=0xf0ff).contains(&code) => char::from_u32(code),
        ("symbol", 0x2d | 0xbe) => Some('—'),
        ("symbol", 0xa2) => Some('′'),
        ("symbol", 0xb2) => Some('″'),
        ("symbol", 0xb7) => Some('•'),
        ("symbol", 0xbc) => Some('…'),
        ("symbol", ascii @ (0x20..=0x2c | 0x2e..=0x3f | 0x5b | 0x5d)) => char::from_u32(ascii),
        _ => None,
    }
}
