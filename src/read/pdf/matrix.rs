//! Matrices: from the space a glyph is drawn in to the page.
//!
//! As ISO 32000-1, 8.3.3 writes them: `[a b c d e f]`, points as rows.

/// An affine map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f32; 6]);

impl Matrix {
    /// The map that leaves all as it is.
    pub(super) const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// The map that moves by `x` and `y`.
    pub(super) fn shift(x: f32, y: f32) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// The map of six numbers.
    pub(super) fn of(numbers: &[f32]) -> Option<Matrix> {
        Some(Matrix(*numbers.first_chunk()?))
    }

    /// This map, then `after`.
    pub(super) fn then(self, after: Matrix) -> Matrix {
        let Matrix(m) = self;
        let Matrix(n) = after;
        let (x, y) = after.apply(m[4], m[5]);
        Matrix([
            m[0] * n[0] + m[1] * n[2],
            m[0] * n[1] + m[1] * n[3],
            m[2] * n[0] + m[3] * n[2],
            m[2] * n[1] + m[3] * n[3],
            x,
            y,
        ])
    }

    /// Where the point goes.
    pub(super) fn apply(self, x: f32, y: f32) -> (f32, f32) {
        let Matrix(m) = self;
        (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5])
    }

    /// How much longer a step to the right becomes.
    pub(super) fn across(self) -> f32 {
        self.0[0].hypot(self.0[1])
    }

    /// How much longer a step upwards becomes.
    pub(super) fn upwards(self) -> f32 {
        self.0[2].hypot(self.0[3])
    }

    /// Which way a step to the right goes, in quarters of a turn; `None` if
    /// aslant by more than slanted type and scanners make it.
    pub(super) fn course(self) -> Option<u8> {
        let (x, y) = (self.0[0], self.0[1]);
        let is_along = |along: f32, off: f32| off.abs() <= along.abs() * SKEW;
        match () {
            () if x == 0.0 && y == 0.0 => None,
            () if is_along(x, y) => Some(if x > 0.0 { 0 } else { 2 }),
            () if is_along(y, x) => Some(if y > 0.0 { 1 } else { 3 }),
            () => None,
        }
    }
}

/// Rise of a line over its run that still counts as level.
const SKEW: f32 = 0.05;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_follow_each_other() {
        let double = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        assert_eq!(
            Matrix::shift(1.0, 2.0).then(double).apply(1.0, 1.0),
            (4.0, 6.0)
        );
        assert_eq!(
            double.then(Matrix::shift(1.0, 2.0)).apply(1.0, 1.0),
            (3.0, 4.0)
        );
    }

    #[test]
    fn lines_run_in_four_ways_or_aslant() {
        let course = |a, b| Matrix([a, b, -b, a, 0.0, 0.0]).course();
        let four = [
            course(1.0, 0.0),
            course(0.0, 1.0),
            course(-1.0, 0.01),
            course(0.0, -1.0),
        ];
        assert_eq!(four, [Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!(course(1.0, 1.0), None);
    }
}
