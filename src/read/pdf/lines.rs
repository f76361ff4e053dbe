//! Lines: the fragments of a region put together, with their spaces.
//!
//! Most PDFs show spaces, TeX's leave gaps: a gap is a space where it is wider
//! than letters of the line stand apart. Small figures above the baseline are
//! note marks and become superscripts, as in the other formats.

use super::fragments::Fragment;
use super::glyph::{Glyph, Layer};
use super::initials;
use super::marks::raise_letters;
use super::measure;
use std::collections::BTreeMap;

/// A line of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Its text.
    pub(super) text: String,
    /// Left edge.
    pub(super) left: f32,
    /// Right edge.
    pub(super) right: f32,
    /// Baseline, down from the top of the page.
    pub(super) y: f32,
    /// Size of most of its type.
    pub(super) size: f32,
    /// Width of its first word.
    pub(super) first_word: f32,
    /// Whether all of its letters are bold.
    pub(super) is_bold: bool,
    /// What it belongs to.
    pub(super) layer: Layer,
}

/// Gap, in ems, that is a space.
const SPACE: f32 = 0.15;
/// Gap, in ems, that a tab or an alignment makes.
const WIDE: f32 = 3.0;
/// Distance of baselines, over the size, within one line.
const LEVEL: f32 = 0.3;
/// Share of the height of small type that has to lie within a line's.
const WITHIN: f32 = 0.5;
/// Size of raised type, over that of its line.
const SMALLER: f32 = 0.9;
/// Height above the baseline, over the size, from which type is raised.
const RAISED: f32 = 0.14;
/// Ems that small type stands from its line at most.
const BESIDE: f32 = 3.0;

/// The lines of a region, from top to bottom.
pub(super) fn lines(fragments: Vec<Fragment>) -> Vec<Line> {
    let (initials, fragments) = initials::take(fragments);
    let mut rows = rows(fragments);
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut lines: Vec<Line> = rows.into_iter().map(Row::line).collect();
    initials::give_back(&mut lines, initials);
    lines
}

/// Fragments that make a line.
struct Row {
    y: f32,
    size: f32,
    left: f32,
    right: f32,
    fragments: Vec<Fragment>,
}

/// Points of a page's height that rows are looked up by.
const STEP: f32 = 4.0;

/// Puts fragments in rows, the largest type first, so that marks find theirs.
fn rows(mut fragments: Vec<Fragment>) -> Vec<Row> {
    fragments.sort_by(|a, b| b.size.total_cmp(&a.size).then(a.y.total_cmp(&b.y)));
    let mut rows: Vec<Row> = Vec::new();
    let mut places: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for fragment in fragments {
        let place = |y: f32| measure::step(y, STEP);
        let reach = fragment.size.clamp(0.0, 100.0) * 2.0;
        let near = places.range(place(fragment.y - reach)..=place(fragment.y + reach));
        let found = near
            .flat_map(|(_, at)| at)
            .copied()
            .filter(|at| rows[*at].takes(&fragment))
            .min_by(|a, b| {
                let distance = |at: &usize| (rows[*at].y - fragment.y).abs();
                distance(a).total_cmp(&distance(b)).then(a.cmp(b))
            });
        if let Some(at) = found {
            rows[at].push(fragment);
        } else {
            places
                .entry(place(fragment.y))
                .or_default()
                .push(rows.len());
            rows.push(Row {
                y: fragment.y,
                size: fragment.size,
                left: fragment.left,
                right: fragment.right,
                fragments: vec![fragment],
            });
        }
    }
    rows
}

impl Row {
    fn takes(&self, fragment: &Fragment) -> bool {
        let Fragment {
            y,
            size,
            left,
            right,
            ..
        } = *fragment;
        if fragment.layer != self.fragments[0].layer {
            return false;
        }
        if (y - self.y).abs() <= LEVEL * size.min(self.size) {
            return true;
        }
        let (top, bottom) = (y - 0.7 * size, y + 0.2 * size);
        let (own_top, own_bottom) = (self.y - 0.8 * self.size, self.y + 0.2 * self.size);
        let overlap = bottom.min(own_bottom) - top.max(own_top);
        let reach = BESIDE * size;
        size <= SMALLER * self.size
            && overlap >= WITHIN * (bottom - top)
            && left <= self.right + reach
            && right >= self.left - reach
    }

    fn push(&mut self, fragment: Fragment) {
        self.left = self.left.min(fragment.left);
        self.right = self.right.max(fragment.right);
        self.fragments.push(fragment);
    }

    fn line(mut self) -> Line {
        self.fragments.sort_by(|a, b| a.left.total_cmp(&b.left));
        let layer = self.fragments[0].layer;
        let glyphs: Vec<Glyph> = self.fragments.into_iter().flat_map(|f| f.glyphs).collect();
        let size = main_size(&glyphs);
        let y = main_level(&glyphs, size).unwrap_or(self.y);
        let letters = glyphs.iter().filter(|g| g.c.is_alphanumeric());
        let bold = letters.clone().filter(|g| g.is_bold).count();
        let is_bold = bold > 0 && bold * 10 >= letters.count() * 9;
        let (text, first_word) = text(&glyphs, size, y);
        Line {
            text,
            left: self.left,
            right: self.right,
            y,
            size,
            first_word,
            is_bold,
            layer,
        }
    }
}

/// The size that most glyphs have.
fn main_size(glyphs: &[Glyph]) -> f32 {
    let mut counts: BTreeMap<i32, (usize, f32)> = BTreeMap::new();
    for glyph in glyphs {
        let (count, _) = counts
            .entry(measure::step(glyph.size, 0.25))
            .or_insert((0, glyph.size));
        *count += 1;
    }
    let most = counts
        .values()
        .max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    most.map_or(0.0, |(_, size)| *size)
}

/// The baseline of the glyphs of that size.
fn main_level(glyphs: &[Glyph], size: f32) -> Option<f32> {
    let own = glyphs.iter().filter(|g| (g.size - size).abs() < 0.3);
    let mut levels: Vec<f32> = own.map(|g| g.y).collect();
    levels.sort_by(f32::total_cmp);
    levels.get(levels.len() / 2).copied()
}

/// The text of a line and the width of its first word.
fn text(glyphs: &[Glyph], size: f32, y: f32) -> (String, f32) {
    let space = space_width(glyphs, size);
    let mut text = String::with_capacity(glyphs.len() + glyphs.len() / 4);
    let mut first_word = None;
    let mut last: Option<&Glyph> = None;
    let mut raised = None;
    for glyph in glyphs {
        let is_raised = is_raised(glyph, size, y);
        let has_gap = |last: &Glyph| glyph.follows_space || glyph.x - last.end() > space;
        let is_parted = last.is_some_and(has_gap);
        if let Some(start) = raised.take_if(|_| is_parted || !is_raised) {
            raise_letters(&mut text, start);
        }
        if is_parted {
            let end = last.map_or(glyph.x, Glyph::end);
            first_word = first_word.or(Some(end - glyphs[0].x));
            let is_wide = last.is_some_and(|last| glyph.x - last.end() > WIDE * size);
            text.push(if is_wide { '\t' } else { ' ' });
        }
        if let Some(figure) = superscript(glyph.c).filter(|_| is_raised) {
            text.truncate(text.trim_end().len());
            text.push(figure);
        } else {
            raised = raised.or(is_raised.then_some(text.len()));
            text.push(glyph.c);
        }
        last = Some(glyph);
    }
    if let Some(start) = raised {
        raise_letters(&mut text, start);
    }
    let whole = last.map_or(0.0, |l| l.end() - glyphs[0].x);
    (text, first_word.unwrap_or(whole))
}

fn is_raised(glyph: &Glyph, size: f32, y: f32) -> bool {
    let rise = (y - glyph.y) / size.max(0.1);
    rise > RAISED && (glyph.size <= SMALLER * size || rise > 2.0 * RAISED)
}

/// The raised form of a figure.
pub(super) fn superscript(c: char) -> Option<char> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    c.to_digit(10).map(|digit| RAISED[digit as usize])
}

/// The gap that is a space: letters that are set apart raise it.
fn space_width(glyphs: &[Glyph], size: f32) -> f32 {
    let pairs = glyphs.windows(2).filter(|p| !p[1].follows_space);
    let mut gaps: Vec<f32> = pairs.map(|p| p[1].x - p[0].end()).collect();
    if gaps.len() < 3 {
        return SPACE * size;
    }
    gaps.sort_by(f32::total_cmp);
    (SPACE * size).max(gaps[gaps.len() / 2] + 0.8 * SPACE * size)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::glyphs;
    use super::super::fragments::fragments;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(shown: &[(f32, f32, f32, &str)], expected: &Expect) {
        let shown: Vec<Glyph> = shown
            .iter()
            .flat_map(|(x, y, size, text)| glyphs(text, *x, *y, *size))
            .collect();
        let texts = lines(fragments(&shown)).into_iter().map(|l| l.text);
        expected.assert_eq(&texts.collect::<Vec<_>>().join(" / "));
    }

    #[test]
    fn runs_on_one_baseline_are_a_line_whatever_their_order() {
        check(
            &[
                (102.0, 100.0, 12.0, "and more"),
                (72.0, 114.0, 12.0, "below"),
                (72.0, 100.1, 12.0, "some"),
            ],
            &expect!["some and more / below"],
        );
    }

    #[test]
    fn a_gap_is_a_space_and_a_kern_is_none() {
        check(
            &[
                (72.0, 100.0, 12.0, "Two"),
                (92.5, 100.0, 12.0, "words"),
                (122.8, 100.0, 12.0, "."),
            ],
            &expect!["Two words."],
        );
        let mut spaced = glyphs("setwide", 72.0, 100.0, 12.0);
        for (at, glyph) in (0_u8..).zip(&mut spaced) {
            glyph.x += 3.0 * f32::from(at) + if at > 2 { 6.0 } else { 0.0 };
        }
        assert_eq!(lines(fragments(&spaced))[0].text, "set wide");
    }

    #[test]
    fn raised_figures_are_note_marks_and_raised_letters_are_not() {
        check(
            &[
                (72.0, 100.0, 12.0, "end."),
                (96.0, 96.0, 7.0, "12"),
                (106.0, 100.0, 12.0, "Next 5"),
                (142.0, 96.0, 7.0, "th"),
            ],
            &expect!["end.¹² Next 5\u{fdd0}th\u{fdd1}"],
        );
        check(
            &[(72.0, 700.0, 6.0, "3"), (77.0, 703.0, 9.0, "A note.")],
            &expect!["³ A note."],
        );
    }

    #[test]
    fn lowered_figures_stay_as_they_are() {
        check(
            &[
                (72.0, 100.0, 12.0, "H"),
                (78.0, 103.0, 7.0, "2"),
                (81.6, 100.0, 12.0, "O"),
            ],
            &expect!["H2O"],
        );
    }
}
