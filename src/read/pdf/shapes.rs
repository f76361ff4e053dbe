//! Shapes: of all that a page draws, the rules above notes, and bullets.
//!
//! Browsers draw the bullets of a list instead of writing them; what is round
//! and small is taken for one, and shown as the character it stands for.

use super::glyph::{Glyph, Layer, Rule};
use super::matrix::Matrix;
use super::upright::Placed;

/// A shape that reading needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// A horizontal line.
    Rule(Rule),
    /// A filled circle before an item.
    Bullet(Placed),
}

/// Follows the path that operators draw (ISO 32000-1, 8.5).
#[derive(Debug, Default)]
pub(super) struct Pen {
    /// Left, lower, right and upper edge of the path so far.
    bounds: Option<[f32; 4]>,
    curves: usize,
    is_painted: bool,
}

/// Thickest rule, and the shortest, in points.
const THICKEST: f32 = 3.0;
const SHORTEST: f32 = 10.0;
/// Width of bullets, in points.
const SMALLEST: f32 = 1.5;
const LARGEST: f32 = 8.0;
/// Curves that a circle is made of at least.
const CURVES: usize = 4;
/// Size of the text over the width of its bullet, and the height of the
/// bullet's middle over that size.
const BULLET_SIZE: f32 = 2.9;
const BULLET_HEIGHT: f32 = 0.3;

impl Pen {
    /// Carries out an operator of paths; whether it paints one.
    pub(super) fn take(&mut self, operator: &[u8], numbers: &[f32], space: Matrix) -> bool {
        if self.is_painted {
            *self = Pen::default();
        }
        match (operator, numbers) {
            (b"m" | b"l", [x, y]) => self.reach(space, *x, *y),
            (b"c" | b"v" | b"y", [.., x, y]) => {
                self.curves += 1;
                self.reach(space, *x, *y);
            }
            (b"re", [x, y, width, height]) => {
                self.reach(space, *x, *y);
                self.reach(space, x + width, y + height);
            }
            (b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*", _) => {
                self.is_painted = true;
            }
            (b"n", _) => *self = Pen::default(),
            _ => {}
        }
        self.is_painted
    }

    fn reach(&mut self, space: Matrix, x: f32, y: f32) {
        let (x, y) = space.apply(x, y);
        let [left, lower, right, upper] = self.bounds.unwrap_or([x, y, x, y]);
        self.bounds = Some([left.min(x), lower.min(y), right.max(x), upper.max(y)]);
    }

    /// What the painted path is.
    pub(super) fn painted(&self) -> Option<Shape> {
        let [left, lower, right, upper] = self.bounds?;
        let (width, height) = (right - left, upper - lower);
        if !width.is_finite() || !height.is_finite() {
            return None;
        }
        if height <= THICKEST && width >= SHORTEST {
            return Some(Shape::Rule(Rule {
                x: left,
                y: lower,
                width,
            }));
        }
        let is_round = self.curves >= CURVES && (width - height).abs() < 0.2 * width;
        (is_round && (SMALLEST..LARGEST).contains(&width)).then(|| {
            let size = BULLET_SIZE * width;
            let y = lower + height / 2.0 - BULLET_HEIGHT * size;
            Shape::Bullet(bullet(left, y, width, size))
        })
    }
}

fn bullet(x: f32, y: f32, width: f32, size: f32) -> Placed {
    let glyph = Glyph {
        c: '•',
        x,
        y,
        width,
        size,
        is_bold: false,
        follows_space: true,
        layer: Layer::Text,
    };
    Placed {
        glyph,
        course: Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(path: &[(&[u8], &[f32])]) -> Option<Shape> {
        let mut pen = Pen::default();
        let mut shape = None;
        for (operator, numbers) in path {
            if pen.take(operator, numbers, Matrix::IDENTITY) {
                shape = pen.painted();
            }
        }
        shape
    }

    #[test]
    fn level_lines_are_rules_however_they_are_drawn() {
        let rule = Shape::Rule(Rule {
            x: 72.0,
            y: 100.0,
            width: 144.0,
        });
        assert_eq!(
            painted(&[(b"m", &[72.0, 100.0]), (b"l", &[216.0, 100.0]), (b"S", &[])]),
            Some(rule)
        );
        assert_eq!(
            painted(&[(b"re", &[72.0, 100.0, 144.0, 0.5]), (b"f", &[])]),
            Some(rule)
        );
        assert_eq!(
            painted(&[(b"re", &[72.0, 100.0, 144.0, 90.0]), (b"f", &[])]),
            None
        );
        assert_eq!(
            painted(&[(b"re", &[72.0, 100.0, 144.0, 0.5]), (b"n", &[])]),
            None
        );
    }

    #[test]
    fn a_small_circle_is_a_bullet() {
        let circle: [(&[u8], &[f32]); 6] = [
            (b"m", &[76.0, 102.0]),
            (b"c", &[0.0, 0.0, 0.0, 0.0, 74.0, 104.0]),
            (b"c", &[0.0, 0.0, 0.0, 0.0, 72.0, 102.0]),
            (b"c", &[0.0, 0.0, 0.0, 0.0, 74.0, 100.0]),
            (b"c", &[0.0, 0.0, 0.0, 0.0, 76.0, 102.0]),
            (b"f", &[]),
        ];
        let Some(Shape::Bullet(bullet)) = painted(&circle) else {
            panic!("it is a bullet")
        };
        assert!((bullet.glyph.size - 11.6).abs() < 0.1 && (bullet.glyph.y - 98.5).abs() < 0.1);
    }
}
