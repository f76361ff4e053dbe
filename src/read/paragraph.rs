//! A paragraph of an office file while it is written: what its style and its
//! place on the page say of it.

use super::builder::{BULLET, Role};
use super::pages::Place;

/// Columns that a centred line counts as indented.
const CENTRED: usize = 8;
/// Twentieths of a point (1/1440 inch) in a column of text.
const COLUMN_TWIPS: i32 = 120;
/// Least indentation of both sides, in columns, that sets a paragraph off.
const SET_OFF: usize = 2;
/// How a paragraph stands on the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Alignment {
    /// At one side or both.
    #[default]
    Side,
    /// In the middle.
    Centre,
}

/// What becomes of a paragraph at its end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum End {
    /// It is a block.
    #[default]
    Block,
    /// Its end was deleted: its text begins the next paragraph.
    Joined,
    /// It is no part of the essay: a table of contents, a caption.
    LeftOut,
}

/// A paragraph being written.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// What its style says that it is.
    pub(super) role: Option<Role>,
    /// Whether it is an item of a list.
    pub(super) is_item: bool,
    /// Of a numbered item of a list: its number.
    pub(super) mark: Option<String>,
    /// Indentation of its lines but the first and of their ends, in twips.
    pub(super) left: i32,
    /// The same, of the ends of its lines.
    pub(super) right: i32,
    /// How far its first line stands out to the left of the others, in twips.
    pub(super) hanging: i32,
    /// Where it stands.
    pub(super) alignment: Alignment,
    /// What becomes of it.
    pub(super) end: End,
    /// Its text so far.
    pub(super) text: String,
    /// Where its first words are printed.
    pub(super) place: Option<Place>,
}

impl Paragraph {
    /// Columns before its lines; none before a list's, whose marks stand there.
    pub(super) fn indent(&self) -> usize {
        if self.alignment == Alignment::Centre {
            return CENTRED;
        }
        if self.is_item {
            return 0;
        }
        columns(self.left - self.hanging.max(0))
    }

    /// What stands before it in the list that it is an item of.
    pub(super) fn item_mark(&self) -> Option<String> {
        let bullet = (self.is_item && self.role.is_none()).then(|| BULLET.to_owned());
        self.mark.clone().or(bullet)
    }

    /// Whether it is indented at both sides.
    pub(super) fn is_set_off(&self) -> bool {
        self.role.is_none()
            && self.alignment == Alignment::Side
            && self.indent() >= SET_OFF
            && columns(self.right) >= SET_OFF
    }
}

fn columns(twips: i32) -> usize {
    usize::try_from(twips / COLUMN_TWIPS).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_indented_by_how_it_stands() {
        let paragraph = |left, hanging| Paragraph {
            left,
            hanging,
            ..Paragraph::default()
        };
        assert_eq!(paragraph(720, 0).indent(), 6);
        assert_eq!(
            paragraph(720, 720).indent(),
            0,
            "an entry of a list of works"
        );
        assert_eq!(
            paragraph(720, -360).indent(),
            6,
            "a quotation with a first line"
        );
        let item = Paragraph {
            is_item: true,
            ..paragraph(720, 0)
        };
        assert_eq!(
            (item.indent(), item.item_mark().as_deref()),
            (0, Some(BULLET))
        );
        let centred = Paragraph {
            alignment: Alignment::Centre,
            ..paragraph(0, 0)
        };
        assert_eq!(centred.indent(), CENTRED);
    }
}
