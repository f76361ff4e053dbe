//! Styles of an odt: named ones, and those that the program made up for each
//! look ("P1"), which are based on them; and the numbers of its lists.

use super::super::builder::Role;
use super::super::look::{Look, Sight, twips};
use super::super::paragraph::Alignment;
use super::super::style_names::{Style, style_named};
use super::super::xml::{Element, Item, Step, Xml};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Longest chain of styles based on one another; longer ones go in a circle.
const MOST_STEPS: usize = 20;
/// Levels that a list can have.
const LEVELS: usize = 10;

/// What styles are for: the same name can be given to two that are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Family {
    /// Of paragraphs.
    Paragraph,
    /// Of runs.
    Text,
}

/// A style as it is defined.
#[derive(Debug, Default)]
struct Definition {
    parent: Option<String>,
    look: Look,
}

/// The styles of a file, by their names.
#[derive(Debug, Default)]
pub(super) struct Styles {
    defined: FxHashMap<(Family, String), Definition>,
    /// Of each list style: the first number of each level that has numbers.
    lists: FxHashMap<String, [Option<u32>; LEVELS]>,
}

impl Styles {
    /// Takes in the styles in the sections of `text` with these names.
    pub(super) fn take(&mut self, text: &str, sections: &[&str]) {
        let mut xml = Xml::new(text);
        while let Some(item) = xml.next() {
            let Item::Open(element) = item else { continue };
            match element.name() {
                ("office", "body") => break,
                ("office", name) if name.starts_with("document") || sections.contains(&name) => {}
                ("style", "style") => self.define(&mut xml, &element),
                ("text", "list-style") => self.define_list(&mut xml, &element),
                _ => xml.skip(),
            }
        }
    }

    fn define(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        let attribute = |name| element.attribute(name).map(Cow::into_owned);
        let family = match attribute("family").as_deref() {
            Some("paragraph") => Family::Paragraph,
            Some("text") => Family::Text,
            _ => return xml.skip(),
        };
        let Some(name) = attribute("name") else {
            return xml.skip();
        };
        let mut look = Look::default();
        if family == Family::Paragraph {
            let shown = attribute("display-name").unwrap_or_else(|| unescaped(&name));
            let outline = attribute("default-outline-level").and_then(|l| l.parse().ok());
            let outline = outline.map(|level| Style::Is(Role::Heading(level)));
            look.style = style_named(&shown).or(outline);
            look.list = attribute("list-style-name").filter(|list| !list.is_empty());
            let master = attribute("master-page-name");
            look.begins_page = master.filter(|m| !m.is_empty()).map(|_| true);
        }
        xml.each(|property| {
            match property.name() {
                ("style", "paragraph-properties") => take_paragraph(&mut look, property),
                ("style", "text-properties") => take_text(&mut look, property),
                _ => {}
            }
            Step::Over
        });
        let parent = attribute("parent-style-name");
        self.defined
            .insert((family, name), Definition { parent, look });
    }

    fn define_list(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) {
        let Some(name) = element.attribute("name") else {
            return xml.skip();
        };
        let mut levels = [None; LEVELS];
        xml.each(|property| {
            if let ("text", "list-level-style-number") = property.name() {
                let number = |name| property.attribute(name).and_then(|v| v.parse::<u32>().ok());
                let level = number("level").unwrap_or(1) as usize;
                let is_counted = property.attribute("num-format").is_some_and(|f| f == "1");
                if let Some(first) = levels.get_mut(level.saturating_sub(1)) {
                    *first = is_counted.then(|| number("start-value").unwrap_or(1));
                }
            }
            Step::Over
        });
        self.lists.insert(name.into_owned(), levels);
    }

    /// What the style `name` says, with what it takes over.
    pub(super) fn look(&self, family: Family, name: &str) -> Look {
        let mut look = Look::default();
        let mut next = Some(name);
        for step in 0..MOST_STEPS {
            let Some(name) = next else { break };
            let Some(definition) = self.defined.get(&(family, name.to_owned())) else {
                // A style that is used but not defined still has its name.
                let is_of_paragraphs = family == Family::Paragraph;
                let named = style_named(&unescaped(name)).filter(|_| is_of_paragraphs);
                look.style = look.style.or(named);
                break;
            };
            let mut below = definition.look.clone();
            if step > 0 {
                // A page is begun by the style that says so, not by those based on it.
                below.page_number = None;
            }
            look = look.over(&below);
            next = definition.parent.as_deref();
        }
        look
    }

    /// The first number of a level, from 0, of a list style; `None` if it has none.
    pub(super) fn first_number(&self, list: &str, level: usize) -> Option<u32> {
        self.lists.get(list)?.get(level).copied()?
    }
}

fn take_paragraph(look: &mut Look, property: &Element<'_>) {
    let measure = |name| property.attribute(name).and_then(|v| twips(&v));
    look.left = measure("margin-left");
    look.right = measure("margin-right");
    look.hanging = measure("text-indent").map(|indent| -indent);
    look.alignment = property.attribute("text-align").map(|align| match &*align {
        "center" => Alignment::Centre,
        _ => Alignment::Side,
    });
    let is_page = |v: Cow<'_, str>| v == "page";
    look.begins_page = property
        .attribute("break-before")
        .map(is_page)
        .or(look.begins_page);
    let number = property
        .attribute("page-number")
        .and_then(|v| v.parse().ok());
    look.page_number = number.filter(|n| *n > 0);
}

fn take_text(look: &mut Look, property: &Element<'_>) {
    if let Some(display) = property.attribute("display") {
        look.sight = if display == "none" {
            Sight::Hidden
        } else {
            Sight::Shown
        };
    }
    look.is_raised = property.attribute("text-position").map(|position| {
        let by = position.split_whitespace().next().unwrap_or_default();
        by == "super" || by.strip_suffix('%').and_then(|n| n.parse::<i32>().ok()) > Some(0)
    });
}

/// A name as it is shown: `Heading_20_1` is "Heading 1".
fn unescaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('_') {
        out.push_str(before);
        let code = after.split_once('_').and_then(|(code, rest)| {
            let code = u32::from_str_radix(code, 16)
                .ok()
                .and_then(char::from_u32)?;
            Some((code, rest))
        });
        let (character, after) = code.unwrap_or(('_', after));
        out.push(character);
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = "<office:document-content><office:styles>\
        <style:style style:name='Heading_20_2' style:family='paragraph'/>\
        <style:style style:name='Quotations' style:family='paragraph'>\
          <style:paragraph-properties fo:margin-left='1cm' fo:margin-right='1cm'/></style:style>\
        <style:style style:name='P1' style:family='paragraph' style:parent-style-name='Quotations'>\
          <style:paragraph-properties fo:text-indent='-0.5in' fo:text-align='center'/></style:style>\
        <style:style style:name='P1' style:family='text'>\
          <style:text-properties style:text-position='super 58%' text:display='none'/></style:style>\
        <text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='1'/>\
          <text:list-level-style-number text:level='2' style:num-format='a'/></text:list-style>\
        </office:styles><office:master-styles><style:style style:name='Title' style:family='paragraph'/>\
        </office:master-styles></office:document-content>";

    fn styles() -> Styles {
        let mut styles = Styles::default();
        styles.take(STYLES, &["styles"]);
        styles
    }

    #[test]
    fn a_made_up_style_takes_over_what_it_is_based_on() {
        let look = styles().look(Family::Paragraph, "P1");
        assert_eq!(look.style, Some(Style::Is(Role::Quotation)));
        assert_eq!((look.left, look.hanging), (Some(567), Some(720)));
        assert_eq!(look.alignment, Some(Alignment::Centre));
        let look = styles().look(Family::Paragraph, "Heading_20_2");
        assert_eq!(look.style, Some(Style::Is(Role::Heading(2))));
    }

    #[test]
    fn runs_have_styles_of_their_own() {
        let look = styles().look(Family::Text, "P1");
        assert_eq!((look.sight, look.is_raised), (Sight::Hidden, Some(true)));
    }

    #[test]
    fn levels_of_lists_have_numbers_or_not() {
        let numbers = [0, 1, 2].map(|level| styles().first_number("L1", level));
        assert_eq!(numbers, [Some(1), None, None]);
    }
}
