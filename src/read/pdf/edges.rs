//! Edges: where the lines of a region begin and end that nothing sets in.
//!
//! Indents and short lines are told by them, so one long line or a few set in
//! must not move them.

use super::lines::Line;

/// The edges of a region's text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edges {
    /// Where lines begin that are not set in.
    pub(super) left: f32,
    /// Where the longest lines end.
    pub(super) right: f32,
}

/// Points within which left edges are one.
const SAME_EDGE: f32 = 2.0;
/// Points by which a line may run over its margin.
const OVERFULL: f32 = 24.0;
/// Lines that a region needs to have edges of its own.
const OWN_LINES: usize = 6;
/// Points by which a line may run over the edge of the page before.
const OVERHANG: f32 = 15.0;

impl Edges {
    /// Those of `lines`; a region of few lines has those of one `before` it
    /// that it lies within, and one `alone` on a page of that width margins
    /// of one width.
    pub(super) fn of(lines: &[Line], before: Option<Edges>, alone: Option<f32>) -> Edges {
        let outermost = Edges {
            left: lines
                .iter()
                .map(|l| l.left)
                .min_by(f32::total_cmp)
                .unwrap_or(0.0),
            right: lines
                .iter()
                .map(|l| l.right)
                .max_by(f32::total_cmp)
                .unwrap_or(0.0),
        };
        if lines.len() >= OWN_LINES {
            return outermost.settled(lines);
        }
        match (before, alone) {
            (Some(before), _) if before.holds(outermost) => Edges {
                left: before.left,
                right: outermost.right.max(before.right),
            },
            (None, Some(width)) => Edges {
                left: outermost.left,
                right: outermost.right.max(width - outermost.left),
            },
            _ => outermost,
        }
    }

    /// Whether a region of these edges may be of the same column.
    fn holds(self, other: Edges) -> bool {
        other.left >= self.left - SAME_EDGE
            && other.left < self.right
            && other.right <= self.right + OVERHANG
    }

    /// The outermost edges that a few lines have, not one alone.
    fn settled(self, lines: &[Line]) -> Edges {
        let needed = (lines.len() / 8).max(2);
        let mut lefts: Vec<f32> = lines.iter().map(|l| l.left).collect();
        lefts.sort_by(f32::total_cmp);
        let mut rights: Vec<f32> = lines.iter().map(|l| l.right).collect();
        rights.sort_by(|a, b| b.total_cmp(a));
        let is_left = |run: &&[f32]| run[needed - 1] - run[0] <= 2.0 * SAME_EDGE;
        let is_right = |run: &&[f32]| run[0] - run[needed - 1] <= SAME_EDGE;
        let left = lefts.windows(needed).find(is_left).map(|run| run[0]);
        // A line too long for its margin is no edge.
        let right = rights.windows(needed).find(is_right).map(|run| run[0]);
        Edges {
            left: left.unwrap_or(self.left),
            right: right
                .filter(|r| self.right - r < OVERFULL)
                .unwrap_or(self.right),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::lines;
    use super::*;

    #[test]
    fn one_line_moves_no_edge() {
        let mut shown = vec!["a line that is full of words"; 8];
        shown.push("a line that is full of words---");
        let edges = Edges::of(&lines(&shown), None, None);
        assert_eq!((edges.left, edges.right), (72.0, 72.0 + 28.0 * 5.0));
    }

    #[test]
    fn a_few_lines_keep_the_edges_of_the_page_before() {
        let before = Edges {
            left: 72.0,
            right: 540.0,
        };
        assert_eq!(
            Edges::of(&lines(&["the end of it."]), Some(before), None),
            before
        );
        let alone = Edges::of(&lines(&["Hello", "there"]), None, Some(612.0));
        assert_eq!((alone.left, alone.right), (72.0, 540.0));
    }
}
