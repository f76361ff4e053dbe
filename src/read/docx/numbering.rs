//! Numbering of a docx: which paragraphs are items of a list, and the number
//! of each, which stands nowhere in the text.

use super::super::xml::{Element, Item, Step, Xml};
use rustc_hash::{FxHashMap, FxHashSet};

/// Levels that a list can have.
const LEVELS: usize = 9;

/// How the items of one level are numbered.
#[derive(Debug, Clone, Copy)]
struct Level {
    start: u32,
    is_numbered: bool,
}

impl Default for Level {
    fn default() -> Self {
        Level {
            start: 1,
            is_numbered: false,
        }
    }
}

/// A list: the pattern that it follows, and where it starts anew.
#[derive(Debug, Default)]
struct List {
    pattern: String,
    starts: [Option<u32>; LEVELS],
}

/// The lists of a file, and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    patterns: FxHashMap<String, [Level; LEVELS]>,
    lists: FxHashMap<String, List>,
    /// How far each pattern has been counted.
    counts: FxHashMap<String, [Option<u32>; LEVELS]>,
    /// Levels of lists that have begun.
    begun: FxHashSet<(String, usize)>,
}

impl Numbering {
    /// Reads the definitions in a part, or in a whole file of Word 2003.
    pub(super) fn read(text: &str) -> Self {
        let mut numbering = Numbering::default();
        let mut xml = Xml::new(text);
        while let Some(item) = xml.next() {
            let Item::Open(element) = item else { continue };
            match element.name() {
                ("w", "abstractNum") => {
                    numbering.define_pattern(&mut xml, &element, "abstractNumId");
                }
                ("w", "num") => numbering.define_list(&mut xml, &element, "numId"),
                // Word 2003.
                ("w", "listDef") => numbering.define_pattern(&mut xml, &element, "listDefId"),
                ("w", "list") => numbering.define_list(&mut xml, &element, "ilfo"),
                ("w", "body") => break,
                _ => {}
            }
        }
        numbering
    }

    fn define_pattern(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, id: &str) {
        let id = attribute(element, id);
        let mut levels = [Level::default(); LEVELS];
        let mut at = 0;
        xml.each(|property| {
            match property.name() {
                ("w", "lvl") => {
                    at = level_of(property);
                    levels[at].is_numbered = true;
                }
                ("w", "start") => levels[at].start = number(property).unwrap_or(1),
                ("w", "numFmt") => {
                    levels[at].is_numbered = attribute(property, "val") == "decimal";
                }
                ("w", "nfc") => levels[at].is_numbered = number(property) == Some(0),
                ("w", "pPr" | "rPr") => return Step::Over,
                _ => {}
            }
            Step::Into
        });
        self.patterns.insert(id, levels);
    }

    fn define_list(&mut self, xml: &mut Xml<'_>, element: &Element<'_>, id: &str) {
        let id = attribute(element, id);
        let mut list = List::default();
        let mut at = 0;
        xml.each(|property| {
            match property.name() {
                ("w", "abstractNumId" | "ilst") => list.pattern = attribute(property, "val"),
                ("w", "lvlOverride") => at = level_of(property),
                ("w", "startOverride" | "start") => list.starts[at] = number(property),
                _ => {}
            }
            Step::Into
        });
        self.lists.insert(id, list);
    }

    /// Counts one more item of a level of the list `id`: its number, or
    /// nothing if it has a bullet or a letter.
    pub(super) fn count(&mut self, id: &str, level: usize) -> Option<String> {
        let list = self.lists.get(id)?;
        let level = level.min(LEVELS - 1);
        let pattern = self.patterns.get(&list.pattern)?[level];
        // Lists of one pattern go on from one another, unless one begins anew.
        let counts = self.counts.entry(list.pattern.clone()).or_default();
        let is_first = self.begun.insert((id.to_owned(), level));
        let number = match list.starts[level].filter(|_| is_first) {
            Some(start) => start,
            None => counts[level].map_or(pattern.start, |last| last.saturating_add(1)),
        };
        counts[level] = Some(number);
        counts[level + 1..].fill(None);
        pattern.is_numbered.then(|| number.to_string())
    }
}

fn attribute(element: &Element<'_>, name: &str) -> String {
    element
        .attribute(name)
        .unwrap_or_default()
        .trim()
        .to_owned()
}

fn number(element: &Element<'_>) -> Option<u32> {
    attribute(element, "val").parse().ok()
}

fn level_of(element: &Element<'_>) -> usize {
    let level = attribute(element, "ilvl").parse().unwrap_or(0);
    usize::min(level, LEVELS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_counted_by_list_and_level() {
        let mut numbering = Numbering::read(
            "<w:numbering><w:abstractNum w:abstractNumId='7'>\
             <w:lvl w:ilvl='0'><w:start w:val='3'/><w:numFmt w:val='decimal'/></w:lvl>\
             <w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>\
             <w:num w:numId='2'><w:abstractNumId w:val='7'/>\
             <w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num></w:numbering>",
        );
        let items = [("1", 0), ("1", 1), ("1", 0), ("2", 0), ("1", 0), ("9", 0)];
        let found = items.map(|(list, level)| numbering.count(list, level).unwrap_or_default());
        assert_eq!(found, ["3", "", "4", "1", "2", ""]);
    }
}
