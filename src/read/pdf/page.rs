//! Pages: the lines of a sheet, region by region in reading order.

use super::columns::regions;
use super::fragments::fragments;
use super::glyph::{Rule, Sheet};
use super::lines::{Line, lines};

/// A page whose lines are made.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Page {
    /// Its lines: columns, and what reaches over them, one after the other.
    pub(super) regions: Vec<Vec<Line>>,
    /// Its horizontal lines.
    pub(super) rules: Vec<Rule>,
    /// Left edge of its second column, if it has one.
    pub(super) column: Option<f32>,
    /// How wide it is.
    pub(super) width: f32,
    /// How high it is.
    pub(super) height: f32,
    /// What readers of the file wrote onto it.
    pub(super) comments: Vec<String>,
}

impl Page {
    /// Makes the lines of a sheet that comes after the page `before`.
    pub(super) fn of(sheet: Sheet, before: Option<&Page>) -> Page {
        let edge = before.and_then(|page| page.column);
        let (regions, column) = regions(fragments(&sheet.glyphs), edge);
        Page {
            column,
            regions: regions.into_iter().map(lines).collect(),
            rules: sheet.rules,
            width: sheet.width,
            height: sheet.height,
            comments: sheet.comments,
        }
    }
}
