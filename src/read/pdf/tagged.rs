//! Marked content: what a file says of the glyphs it shows.
//!
//! Running heads are marked as artifacts; a ligature, or a hyphen at a line's
//! end, as standing for other text (ISO 32000-1, 14.8.2.2 and 14.9.4).

use super::content::Operand;
use super::glyph::Glyph;
use super::measure;
use super::source::{Dict, Source};
use super::strings::decode;
use super::upright::Placed;
use pdf_oxide::object::Object;

/// A sequence that the file marks.
#[derive(Debug, Default)]
pub(super) struct Mark {
    /// How many glyphs were shown before it.
    pub(super) start: usize,
    /// What its glyphs stand for, if they do.
    actual: Option<String>,
    /// Whether it is put on each page by a program.
    pub(super) is_furniture: bool,
}

impl Mark {
    /// The mark that these operands open after `start` glyphs.
    pub(super) fn open(
        operands: &[Operand],
        source: &Source,
        resources: &Dict,
        start: usize,
    ) -> Mark {
        let is_artifact = matches!(operands.first(), Some(Operand::Name(tag)) if tag == "Artifact");
        let mut mark = match operands.get(1) {
            Some(Operand::Entries(entries)) => Mark::of_entries(entries),
            Some(Operand::Name(name)) => {
                let properties = source.dict(resources, "Properties");
                let entries = properties.and_then(|p| source.dict(&p, name));
                Mark::of_dict(&entries.unwrap_or_default())
            }
            _ => Mark::default(),
        };
        mark.is_furniture &= is_artifact;
        mark.start = start;
        mark
    }

    fn of_entries(entries: &[(String, Operand)]) -> Mark {
        let mut mark = Mark::default();
        for (key, value) in entries {
            match (key.as_str(), value) {
                ("ActualText", Operand::Text(text)) => mark.actual = Some(decode(text)),
                ("Type" | "Subtype", Operand::Name(kind)) => {
                    mark.is_furniture |= is_furniture(kind);
                }
                _ => {}
            }
        }
        mark
    }

    fn of_dict(entries: &Dict) -> Mark {
        let name = |key| entries.get(key).and_then(Object::as_name);
        let kinds = [name("Type"), name("Subtype")];
        Mark {
            start: 0,
            actual: entries
                .get("ActualText")
                .and_then(Object::as_string)
                .map(decode),
            is_furniture: kinds.into_iter().flatten().any(is_furniture),
        }
    }

    /// Puts what its glyphs stand for in their place; over more than one line
    /// nobody could say where.
    pub(super) fn close(self, placed: &mut Vec<Placed>) {
        let Some(actual) = self.actual else { return };
        let shown = placed.split_off(self.start.min(placed.len()));
        let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
            return;
        };
        let drift = (first.glyph.y - last.glyph.y).abs();
        if drift > 0.1 * first.glyph.size || first.course != last.course {
            placed.extend(shown);
            return;
        }
        let width = last.glyph.end() - first.glyph.x;
        let share = (width / measure::count(actual.chars().count().max(1))).max(0.0);
        let mut x = first.glyph.x;
        let mut follows_space = first.glyph.follows_space;
        for c in actual.chars() {
            if c.is_whitespace() {
                follows_space = true;
            } else {
                let glyph = Glyph {
                    c,
                    x,
                    width: share,
                    follows_space,
                    ..first.glyph
                };
                placed.push(Placed {
                    glyph,
                    course: first.course,
                });
                follows_space = false;
            }
            x += share;
        }
    }
}

/// Whether an artifact of this kind is put on each page by a program.
fn is_furniture(kind: &str) -> bool {
    matches!(
        kind,
        "Pagination" | "Header" | "Footer" | "Watermark" | "PageNum" | "Bates"
    )
}
