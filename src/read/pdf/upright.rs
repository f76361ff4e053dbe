//! Upright: a page turned the way it is read.
//!
//! What the file shows lies in its own coordinates, sideways in places; what
//! nobody sees or reads (stamps aslant, text beyond the edge, in specks, or
//! behind a picture) goes here.

use super::glyph::{Glyph, Layer, Rule, Sheet};

/// A glyph before the page is turned: where its origin is in the file's own
/// coordinates, and which way its line runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    /// The glyph; its `x` and `y` are the file's.
    pub(super) glyph: Glyph,
    /// Which way its line runs; `None` if aslant, as watermarks are.
    pub(super) course: Option<Course>,
}

/// Which way a line of text runs, in quarters of a turn, counter-clockwise.
pub(super) type Course = u8;

/// What a page frames: left, bottom, right and top in the file's coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// Left edge.
    pub(super) left: f32,
    /// Lower edge.
    pub(super) bottom: f32,
    /// Right edge.
    pub(super) right: f32,
    /// Upper edge.
    pub(super) top: f32,
}

impl Frame {
    /// Where a point stands on the page turned so that lines of `course` run
    /// to the right: from the left edge, and down from the top.
    fn turn(self, course: Course, x: f32, y: f32) -> (f32, f32) {
        match course {
            0 => (x - self.left, self.top - y),
            1 => (y - self.bottom, x - self.left),
            2 => (self.right - x, y - self.bottom),
            _ => (self.top - y, self.right - x),
        }
    }

    fn size(self, course: Course) -> (f32, f32) {
        let (width, height) = (self.right - self.left, self.top - self.bottom);
        if course.is_multiple_of(2) {
            (width, height)
        } else {
            (height, width)
        }
    }
}

/// Share of glyphs, in hundredths, above which hidden ones are the text: the
/// words a scanner found under its picture.
const SCANNED: usize = 50;

/// Size, in points, below which nobody can read it.
const LEAST: f32 = 1.0;

/// The page as it is seen: upright, without what stands across it, beyond its
/// edges, or hidden behind what is shown.
///
/// A page turned by `turn` quarters, clockwise, has its lines run that way.
pub(super) fn upright(placed: &[Placed], rules: &[Rule], frame: Frame, turn: u8) -> Sheet {
    let course = main_course(placed, turn);
    let (width, height) = frame.size(course);
    let is_hidden = |p: &&Placed| p.glyph.layer == Layer::Hidden;
    let keeps_hidden = placed.iter().filter(is_hidden).count() * 100 > placed.len() * SCANNED;
    let seen = |Placed { glyph, course: own }: &Placed| {
        let (x, y) = frame.turn(course, glyph.x, glyph.y);
        let size = glyph.size;
        let is_within = x > -size && y > -size && x < width + size && y < height + size;
        let layer = match glyph.layer {
            Layer::Hidden if keeps_hidden => Layer::Text,
            layer => layer,
        };
        let is_seen = *own == Some(course) && is_within && size >= LEAST;
        (is_seen && layer != Layer::Hidden).then_some(Glyph {
            x,
            y,
            layer,
            ..*glyph
        })
    };
    let level = |r: &Rule| Rule {
        x: r.x - frame.left,
        y: frame.top - r.y,
        ..*r
    };
    Sheet {
        glyphs: placed.iter().filter_map(seen).collect(),
        rules: rules.iter().filter(|_| course == 0).map(level).collect(),
        width,
        height,
        ..Sheet::default()
    }
}

/// The way most lines run; of two, that in which the page is turned.
fn main_course(placed: &[Placed], turn: u8) -> Course {
    let mut counts = [0_usize; 4];
    for course in placed.iter().filter_map(|p| p.course) {
        counts[usize::from(course % 4)] += 1;
    }
    let most = counts.iter().max().copied();
    let is_most = |c: &u8| Some(counts[usize::from(*c)]) == most;
    [turn % 4, 0, 1, 2, 3]
        .into_iter()
        .find(is_most)
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        left: 0.0,
        bottom: 0.0,
        right: 600.0,
        top: 800.0,
    };

    fn placed(c: char, x: f32, y: f32, course: Option<Course>, layer: Layer) -> Placed {
        let glyph = Glyph {
            c,
            x,
            y,
            width: 6.0,
            size: 12.0,
            is_bold: false,
            follows_space: false,
            layer,
        };
        Placed { glyph, course }
    }

    fn seen(placed: &[Placed]) -> String {
        let sheet = upright(placed, &[], FRAME, 0);
        sheet.glyphs.iter().map(|g| g.c).collect()
    }

    #[test]
    fn a_page_on_its_side_is_turned_upright() {
        let a = placed('a', 72.0, 100.0, Some(1), Layer::Text);
        let b = placed('b', 72.0, 106.0, Some(1), Layer::Text);
        let sheet = upright(&[a, b], &[], FRAME, 0);
        assert_eq!((sheet.width, sheet.height), (800.0, 600.0));
        let at: Vec<_> = sheet.glyphs.iter().map(|g| (g.x, g.y)).collect();
        assert_eq!(at, [(100.0, 72.0), (106.0, 72.0)]);
    }

    #[test]
    fn what_stands_aslant_or_beyond_the_edge_is_not_read() {
        let text = placed('a', 72.0, 700.0, Some(0), Layer::Text);
        let stamp = placed('b', 72.0, 700.0, None, Layer::Text);
        let margin = placed('c', 10.0, 300.0, Some(1), Layer::Text);
        let beyond = placed('d', 72.0, 900.0, Some(0), Layer::Text);
        assert_eq!(seen(&[text, text, stamp, margin, beyond]), "aa");
    }

    #[test]
    fn hidden_words_are_read_only_where_they_are_all_there_is() {
        let shown = placed('a', 72.0, 700.0, Some(0), Layer::Text);
        let hidden = placed('b', 72.0, 680.0, Some(0), Layer::Hidden);
        assert_eq!(seen(&[shown, shown, hidden]), "aa");
        assert_eq!(seen(&[shown, hidden, hidden]), "abb");
    }
}
