//! Styles of a docx: what each says of its paragraphs and runs, with what it
//! takes over from the styles it is based on.

use super::super::builder::Role;
use super::super::look::{Look, Sight, twips};
use super::super::paragraph::Alignment;
use super::super::style_names::{Style, style_named};
use super::super::xml::{Element, Item, Step, Xml};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Longest chain of styles based on one another; longer ones go in a circle.
const MOST_STEPS: usize = 20;

/// Takes one property, of a paragraph or a run, into its `look`.
pub(super) fn take(look: &mut Look, element: &Element<'_>) {
    let (space, name) = element.name();
    if space != "w" {
        return;
    }
    let value = || element.attribute("val");
    match name {
        "outlineLvl" => {
            let level = value().and_then(|v| v.parse().ok()).filter(|l| *l < 9);
            let heading = level.map(|l: u8| Style::Is(Role::Heading(l + 1)));
            look.style = look.style.or(heading);
        }
        "ind" => take_indentation(look, element),
        "jc" => {
            let is_centred = value().is_some_and(|v| v == "center");
            let at = if is_centred {
                Alignment::Centre
            } else {
                Alignment::Side
            };
            look.alignment = Some(at);
        }
        "numId" | "ilfo" => look.list = value().map(|v| v.trim().to_owned()),
        "ilvl" => look.level = value().and_then(|v| v.trim().parse().ok()),
        "pageBreakBefore" => look.begins_page = Some(is_on(element)),
        "vanish" if is_on(element) => look.sight = Sight::Hidden,
        "vanish" => look.sight = Sight::Shown,
        "vertAlign" => look.is_raised = value().map(|v| v == "superscript"),
        _ => {}
    }
}

fn take_indentation(look: &mut Look, element: &Element<'_>) {
    let of = |names: [&str; 2]| {
        let found = names.iter().find_map(|name| element.attribute(name));
        found.and_then(|value| twips(&value))
    };
    look.left = of(["left", "start"]).or(look.left);
    look.right = of(["right", "end"]).or(look.right);
    let first_line = element.attribute("firstLine").and_then(|v| twips(&v));
    let hanging = element.attribute("hanging").and_then(|v| twips(&v));
    look.hanging = hanging.or(first_line.map(|first| -first)).or(look.hanging);
}

/// Whether a property that is there to be on says that it is off.
fn is_on(element: &Element<'_>) -> bool {
    let value = element.attribute("val");
    !value.is_some_and(|v| matches!(&*v, "0" | "false" | "off" | "none"))
}

/// Whether a frame holds the large first letter of the next paragraph.
pub(super) fn is_large_letter(frame: &Element<'_>) -> bool {
    let kind = ["dropCap", "drop-cap"]
        .iter()
        .find_map(|name| frame.attribute(name));
    kind.is_some_and(|kind| matches!(&*kind, "drop" | "margin"))
}

/// A style as it is defined.
#[derive(Debug, Default)]
struct Definition {
    based_on: Option<String>,
    is_default: bool,
    look: Look,
}

/// The styles of a file, by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Styles {
    defined: FxHashMap<String, Definition>,
    default: Option<String>,
}

impl Styles {
    /// Reads the definitions in a part, or in a whole file of Word 2003.
    pub(super) fn read(text: &str) -> Self {
        let mut styles = Styles::default();
        let mut xml = Xml::new(text);
        while let Some(item) = xml.next() {
            let Item::Open(element) = item else { continue };
            match element.name() {
                ("w", "style") => styles.define(&mut xml, &element),
                ("w", "docDefaults" | "latentStyles") => xml.skip(),
                ("w", "body") => break,
                _ => {}
            }
        }
        styles
    }

    fn define(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        let Some(id) = element.attribute("styleId").map(Cow::into_owned) else {
            return xml.skip();
        };
        let kind = element.attribute("type").unwrap_or("paragraph".into());
        if matches!(&*kind, "table" | "numbering" | "list") {
            return xml.skip();
        }
        let is_of_paragraphs = kind == "paragraph";
        let mut definition = Definition {
            is_default: element
                .attribute("default")
                .is_some_and(|v| v == "1" || v == "on"),
            ..Definition::default()
        };
        let mut named = None;
        xml.each(|property| {
            match property.name() {
                ("w", "name") => named = property.attribute("val").and_then(|n| style_named(&n)),
                ("w", "basedOn") => {
                    definition.based_on = property.attribute("val").map(Cow::into_owned);
                }
                _ => take(&mut definition.look, property),
            }
            Step::Into
        });
        definition.look.style = named.or(definition.look.style).filter(|_| is_of_paragraphs);
        if definition.is_default && is_of_paragraphs {
            self.default.get_or_insert_with(|| id.clone());
        }
        self.defined.entry(id).or_insert(definition);
    }

    /// What the style `id` says, with what it takes over; of a paragraph
    /// without one, what the default style says.
    pub(super) fn look(&self, id: Option<&str>) -> Look {
        let mut look = Look::default();
        let mut next = id.or(self.default.as_deref());
        for _ in 0..MOST_STEPS {
            let Some(definition) = next.and_then(|id| self.defined.get(id)) else {
                break;
            };
            look = look.over(&definition.look);
            next = definition.based_on.as_deref();
        }
        if look.style.is_none() && !id.is_some_and(|id| self.defined.contains_key(id)) {
            // A file without definitions still names its styles.
            look.style = id.and_then(style_named);
        }
        look
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = "<w:styles>\
        <w:style w:type='paragraph' w:default='1' w:styleId='Standard'><w:name w:val='Normal'/></w:style>\
        <w:style w:type='paragraph' w:styleId='berschrift1'><w:name w:val='heading 1'/>\
          <w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>\
        <w:style w:type='paragraph' w:styleId='Mine'><w:name w:val='My own'/>\
          <w:basedOn w:val='berschrift1'/><w:pPr><w:ind w:start='0.5in' w:hanging='720'/></w:pPr></w:style>\
        <w:style w:type='character' w:styleId='QuoteChar'><w:name w:val='Quote Char'/>\
          <w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type='paragraph' w:styleId='Round'><w:basedOn w:val='Round'/></w:style>\
        </w:styles>";

    fn check(id: &str, expected: Option<Style>) {
        assert_eq!(Styles::read(STYLES).look(Some(id)).style, expected, "{id}");
    }

    #[test]
    fn a_style_takes_over_what_it_is_based_on() {
        check("berschrift1", Some(Style::Is(Role::Heading(1))));
        check("Mine", Some(Style::Is(Role::Heading(1))));
        let look = Styles::read(STYLES).look(Some("Mine"));
        assert_eq!((look.left, look.hanging), (Some(720), Some(720)));
    }

    #[test]
    fn styles_of_runs_and_of_nobody_say_nothing_of_paragraphs() {
        check("QuoteChar", None);
        check("Round", None);
        check("Standard", None);
        check("Quote", Some(Style::Is(Role::Quotation)));
        let hidden = Styles::read(STYLES).look(Some("QuoteChar")).sight;
        assert_eq!(hidden, Sight::Hidden);
    }
}
