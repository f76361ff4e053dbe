//! Marks: how the notes of a docx are numbered. The file holds identifiers;
//! the figures that readers see are counted in the order of the references.

use super::super::pages::roman;
use super::super::xml::{Item, Xml};
use rustc_hash::{FxHashMap, FxHashSet};

/// Longest mark that an author chooses for a note.
const MARK_CHARACTERS: usize = 4;

/// Footnotes and endnotes are counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// At the foot of the page.
    Footnote,
    /// At the end.
    Endnote,
}

/// How one kind of note is counted.
#[derive(Debug, Clone, Copy)]
struct Count {
    next: u32,
    is_roman: bool,
}

/// The marks given to the notes of a file.
#[derive(Debug)]
pub(super) struct Marks {
    footnotes: Count,
    endnotes: Count,
    given: FxHashMap<(Kind, String), String>,
    /// Marks that authors chose.
    own: FxHashSet<String>,
}

impl Default for Marks {
    fn default() -> Self {
        let count = |is_roman| Count { next: 1, is_roman };
        Marks {
            footnotes: count(false),
            // Endnotes are roman unless a file says otherwise.
            endnotes: count(true),
            given: FxHashMap::default(),
            own: FxHashSet::default(),
        }
    }
}

impl Marks {
    /// Takes in what `text`, settings or sections, says of how notes are counted.
    pub(super) fn take(&mut self, text: &str) {
        if !text.contains("notePr") {
            return;
        }
        let mut xml = Xml::new(text);
        let mut kind = None;
        while let Some(item) = xml.next() {
            let Item::Open(element) = item else { continue };
            let value = element.attribute("val").unwrap_or_default();
            match (element.name(), kind) {
                (("w", "footnotePr"), _) => kind = Some(Kind::Footnote),
                (("w", "endnotePr"), _) => kind = Some(Kind::Endnote),
                (("w", "numFmt"), Some(kind)) => {
                    self.count(kind).is_roman = value == "lowerRoman";
                }
                (("w", "numStart"), Some(kind)) => {
                    self.count(kind).next = value.parse().unwrap_or(1);
                }
                (("w", "pos" | "numRestart" | "footnote" | "endnote"), _) => {}
                _ => kind = None,
            }
        }
    }

    fn count(&mut self, kind: Kind) -> &mut Count {
        match kind {
            Kind::Footnote => &mut self.footnotes,
            Kind::Endnote => &mut self.endnotes,
        }
    }

    /// The mark of the next note of a kind.
    pub(super) fn next(&mut self, kind: Kind) -> String {
        let count = self.count(kind);
        let number = count.next;
        count.next = number.saturating_add(1);
        let is_roman = count.is_roman;
        let is_taken = kind == Kind::Endnote && !is_roman && self.footnotes.next > 1;
        match () {
            () if is_roman => roman(number),
            // Two notes of one essay never have one mark.
            () if is_taken => format!("e{number}"),
            () => number.to_string(),
        }
    }

    /// The mark where the note `id` is referred to.
    pub(super) fn of_reference(&mut self, kind: Kind, id: &str) -> String {
        let key = (kind, id.to_owned());
        if let Some(mark) = self.given.get(&key) {
            return mark.clone();
        }
        let mark = self.next(kind);
        self.given.insert(key, mark.clone());
        mark
    }

    /// Gives the note `id` the mark that its author chose, if it is free.
    pub(super) fn give(&mut self, kind: Kind, id: String, mark: &str) -> String {
        let is_short = (1..=MARK_CHARACTERS).contains(&mark.chars().count());
        let is_free = self.own.insert(mark.to_owned());
        if !is_short || !is_free {
            return self.of_reference(kind, &id);
        }
        self.given.insert((kind, id), mark.to_owned());
        mark.to_owned()
    }

    /// The mark of the note `id`; `None` if nothing refers to it.
    pub(super) fn of_note(&self, kind: Kind, id: &str) -> Option<String> {
        self.given.get(&(kind, id.to_owned())).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_counted_in_the_order_of_their_references() {
        let mut marks = Marks::default();
        marks.take(
            "<w:settings><w:footnotePr><w:numStart w:val='4'/><w:footnote w:id='-1'/></w:footnotePr>\
             <w:endnotePr><w:numFmt w:val='decimal'/></w:endnotePr><w:lvl><w:numFmt w:val='lowerRoman'/></w:lvl>\
             </w:settings>",
        );
        assert_eq!(marks.of_reference(Kind::Footnote, "9"), "4");
        assert_eq!(marks.of_reference(Kind::Footnote, "2"), "5");
        assert_eq!(marks.of_reference(Kind::Endnote, "1"), "e1");
        assert_eq!(marks.of_note(Kind::Footnote, "9").as_deref(), Some("4"));
        assert_eq!(marks.of_note(Kind::Footnote, "1"), None);
        assert_eq!(marks.give(Kind::Footnote, "7".into(), "*"), "*");
        assert_eq!(marks.give(Kind::Footnote, "8".into(), "*"), "6");
        assert_eq!(Marks::default().next(Kind::Endnote), "i");
    }
}
