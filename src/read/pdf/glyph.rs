//! Glyphs: what a page shows, as plain values that no library is needed for.
//!
//! Everything after this file works on them, so that lines and paragraphs can
//! be tested without a PDF. Lengths are points; `y` runs down from the top of
//! the page as it is seen, whatever way the file turns it.

/// One character as a page shows it. White space is none: it is the gap
/// before a glyph, and [`Glyph::follows_space`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    /// The character.
    pub(super) c: char,
    /// Its left edge.
    pub(super) x: f32,
    /// Its baseline.
    pub(super) y: f32,
    /// How far it reaches to the right.
    pub(super) width: f32,
    /// Its size: the height of a line set in its font.
    pub(super) size: f32,
    /// Whether its font is bold.
    pub(super) is_bold: bool,
    /// Whether a white space was shown right before it.
    pub(super) follows_space: bool,
    /// What it belongs to.
    pub(super) layer: Layer,
}

impl Glyph {
    /// Its right edge.
    pub(super) fn end(&self) -> f32 {
        self.x + self.width
    }
}

/// What a glyph belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    /// The text.
    Text,
    /// What the file itself calls a running head, page number or watermark.
    Furniture,
    /// Nothing that is seen: the words a scanner found in a picture, or hidden.
    Hidden,
}

/// A horizontal line, as stands above footnotes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Its left end.
    pub(super) x: f32,
    /// Where it stands.
    pub(super) y: f32,
    /// How long it is.
    pub(super) width: f32,
}

/// A page as it is seen.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sheet {
    /// Its glyphs, in the order shown.
    pub(super) glyphs: Vec<Glyph>,
    /// Its horizontal lines.
    pub(super) rules: Vec<Rule>,
    /// How wide it is.
    pub(super) width: f32,
    /// How high it is.
    pub(super) height: f32,
    /// Glyphs that no character is known for.
    pub(super) unknown: usize,
    /// What readers of the file wrote onto the page.
    pub(super) comments: Vec<String>,
}
