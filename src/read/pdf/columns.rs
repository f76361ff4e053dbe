//! Columns: the regions of a page, in the order they are read.
//!
//! A second column is known by its left edge: many fragments begin there, and
//! few reach over it. What does (a title, a figure's caption, a footer) parts
//! the page into bands; each band is read column by column.

use super::fragments::Fragment;
use super::measure;

/// Fragments that have to begin at one edge for it to be a column's.
const EDGE_FRAGMENTS: usize = 5;
/// Lines that each column of a band has, if the second does not keep its edge.
const BAND_LINES: usize = 3;
/// How far into a region, as a share of its width, a second column begins.
const FIRST_EDGE: f32 = 0.28;
/// Share of a region's width that the lines of a column have on average.
const COLUMN_WIDTH: f32 = 0.15;
/// Distance, in points, within which edges are one.
const SAME_EDGE: f32 = 3.0;
/// Most columns side by side.
const DEEPEST: usize = 3;

/// The fragments of a page, region by region in reading order, and the left
/// edge of its second column. One that has too few lines to show is where it
/// was on the page `before`.
pub(super) fn regions(
    fragments: Vec<Fragment>,
    before: Option<f32>,
) -> (Vec<Vec<Fragment>>, Option<f32>) {
    let mut regions = Vec::new();
    let begins = |edge: &f32| fragments.iter().any(|f| (f.left - edge).abs() <= SAME_EDGE);
    let edge = column_edge(&fragments).or_else(|| before.filter(begins));
    split(fragments, edge, DEEPEST, &mut regions);
    (regions, edge)
}

fn split(
    mut fragments: Vec<Fragment>,
    edge: Option<f32>,
    depth: usize,
    regions: &mut Vec<Vec<Fragment>>,
) {
    fragments.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    let Some(edge) = edge else {
        if !fragments.is_empty() {
            regions.push(fragments);
        }
        return;
    };
    let mut whole = Vec::new();
    for band in bands(fragments, edge) {
        match band {
            Band::Whole(mut more) => whole.append(&mut more),
            Band::Columns(left, right) => {
                if !whole.is_empty() {
                    regions.push(std::mem::take(&mut whole));
                }
                for column in [left, right] {
                    let edge = if depth > 1 {
                        column_edge(&column)
                    } else {
                        None
                    };
                    split(column, edge, depth - 1, regions);
                }
            }
        }
    }
    if !whole.is_empty() {
        regions.push(whole);
    }
}

/// Where a fragment stands to a column's left edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Across,
}

fn side(fragment: &Fragment, edge: f32) -> Side {
    let em = fragment.size;
    match () {
        () if fragment.left >= edge - 0.5 * em => Side::Right,
        () if fragment.right <= edge - 0.35 * em => Side::Left,
        () => Side::Across,
    }
}

/// The left edge of a second column, if the fragments have one.
fn column_edge(fragments: &[Fragment]) -> Option<f32> {
    let left = fragments.iter().map(|f| f.left).min_by(f32::total_cmp)?;
    let right = fragments.iter().map(|f| f.right).max_by(f32::total_cmp)?;
    let width = right - left;
    let mut edges: Vec<f32> = fragments
        .iter()
        .filter(|f| f.left > left + FIRST_EDGE * width && f.glyphs.len() > 1)
        .map(|f| f.left)
        .collect();
    edges.sort_by(f32::total_cmp);
    let mut best: Option<(usize, f32)> = None;
    let mut end = 0;
    for (at, edge) in edges.iter().enumerate() {
        while end < edges.len() && edges[end] <= edge + SAME_EDGE {
            end += 1;
        }
        let count = end - at;
        if count >= EDGE_FRAGMENTS && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, *edge));
        }
    }
    let (_, edge) = best?;
    let edge = outermost(fragments, edge);
    let is_column = |side_of: Side| {
        let own = fragments.iter().filter(|f| side(f, edge) == side_of);
        let widths: Vec<f32> = own.map(|f| f.right - f.left).collect();
        let total: f32 = widths.iter().sum();
        let count = measure::count(widths.len());
        widths.len() >= EDGE_FRAGMENTS && total / count >= COLUMN_WIDTH * width
    };
    (is_column(Side::Left) && is_column(Side::Right)).then_some(edge)
}

/// Ems that the lines of a column may be set in, as those of lists are.
const SET_IN: f32 = 4.0;

/// The edge of the lines that begin before `edge` in the same column: those
/// between which and the column before it as few fragments stand.
fn outermost(fragments: &[Fragment], edge: f32) -> f32 {
    let across = |edge: f32| {
        fragments
            .iter()
            .filter(|f| side(f, edge) == Side::Across)
            .count()
    };
    let own = across(edge);
    let near = fragments
        .iter()
        .filter(|f| f.left < edge && f.left > edge - SET_IN * f.size);
    let mut lefts: Vec<f32> = near.map(|f| f.left).collect();
    lefts.sort_by(f32::total_cmp);
    lefts.dedup_by(|a, b| (*a - *b).abs() <= SAME_EDGE);
    lefts.truncate(8);
    lefts
        .into_iter()
        .find(|left| across(*left) < own)
        .unwrap_or(edge)
}

enum Band {
    Whole(Vec<Fragment>),
    Columns(Vec<Fragment>, Vec<Fragment>),
}

/// The bands between fragments that reach across the edge.
fn bands(fragments: Vec<Fragment>, edge: f32) -> Vec<Band> {
    let mut bands = Vec::new();
    let mut inner: Vec<Fragment> = Vec::new();
    for fragment in fragments {
        if side(&fragment, edge) == Side::Across {
            // What stands level with it is of its line, wherever it begins.
            let is_level = |f: &Fragment| (f.y - fragment.y).abs() < 0.3 * fragment.size;
            let level = inner
                .iter()
                .rposition(|f| !is_level(f))
                .map_or(0, |at| at + 1);
            let mut whole = inner.split_off(level);
            bands.push(band(std::mem::take(&mut inner), edge));
            whole.push(fragment);
            bands.push(Band::Whole(whole));
        } else {
            inner.push(fragment);
        }
    }
    bands.push(band(inner, edge));
    bands
}

/// A band is read by columns if each of them has a few lines in it.
fn band(fragments: Vec<Fragment>, edge: f32) -> Band {
    let lines = |own: &[&Fragment]| {
        let mut count = 0;
        let mut last = f32::MIN;
        for fragment in own {
            count += usize::from(fragment.y - last > 0.3 * fragment.size);
            last = fragment.y;
        }
        count
    };
    let (right, left): (Vec<_>, Vec<_>) =
        fragments.iter().partition(|f| side(f, edge) == Side::Right);
    let is_aligned = right.iter().all(|f| f.left - edge <= SAME_EDGE);
    let least = if is_aligned { 1 } else { BAND_LINES };
    if lines(&left) >= least && lines(&right) >= least {
        let (right, left) = fragments
            .into_iter()
            .partition(|f| side(f, edge) == Side::Right);
        Band::Columns(left, right)
    } else {
        Band::Whole(fragments)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::glyphs;
    use super::super::fragments::fragments;
    use super::*;
    use expect_test::{Expect, expect};

    /// Lines as `x y text`, in any order.
    fn check(lines: &[(f32, f32, &str)], expected: &Expect) {
        let shown: Vec<_> = lines
            .iter()
            .flat_map(|(x, y, text)| glyphs(text, *x, *y, 10.0))
            .collect();
        let mut out = String::new();
        for region in regions(fragments(&shown), None).0 {
            let texts = region
                .iter()
                .map(|f| f.glyphs.iter().map(|g| g.c).collect::<String>());
            out.push_str(&texts.collect::<Vec<_>>().join(" "));
            out.push('\n');
        }
        expected.assert_eq(&out);
    }

    const LEFT: &str = "abcdefghijklmnopqrstuvwxyzabcdefghijklmno";
    const RIGHT: &str = "zyxwvutsrqponmlkjihgfedcbazyxwvutsrqponml";

    #[test]
    fn two_columns_are_read_one_after_the_other() {
        let mut lines = vec![(
            72.0,
            60.0,
            "A-title-that-reaches-over-both-of-the-columns-of-the-page",
        )];
        for row in 0..6_u8 {
            let y = 90.0 + 12.0 * f32::from(row);
            lines.push((72.0, y, &LEFT[usize::from(row)..]));
            lines.push((310.0, y + 3.0, &RIGHT[usize::from(row)..]));
        }
        check(
            &lines,
            &expect![[r"
                A-title-that-reaches-over-both-of-the-columns-of-the-page
                abcdefghijklmnopqrstuvwxyzabcdefghijklmno bcdefghijklmnopqrstuvwxyzabcdefghijklmno cdefghijklmnopqrstuvwxyzabcdefghijklmno defghijklmnopqrstuvwxyzabcdefghijklmno efghijklmnopqrstuvwxyzabcdefghijklmno fghijklmnopqrstuvwxyzabcdefghijklmno
                zyxwvutsrqponmlkjihgfedcbazyxwvutsrqponml yxwvutsrqponmlkjihgfedcbazyxwvutsrqponml xwvutsrqponmlkjihgfedcbazyxwvutsrqponml wvutsrqponmlkjihgfedcbazyxwvutsrqponml vutsrqponmlkjihgfedcbazyxwvutsrqponml utsrqponmlkjihgfedcbazyxwvutsrqponml
            "]],
        );
    }

    #[test]
    fn page_numbers_of_a_list_of_contents_are_no_column() {
        let mut lines = Vec::new();
        for row in 0..8_u8 {
            let y = 90.0 + 12.0 * f32::from(row);
            lines.push((72.0, y, "A-chapter-of-the-book"));
            lines.push((500.0, y, "12"));
        }
        let regions = lines
            .iter()
            .flat_map(|(x, y, text)| glyphs(text, *x, *y, 10.0));
        assert_eq!(
            super::regions(fragments(&regions.collect::<Vec<_>>()), None)
                .0
                .len(),
            1
        );
    }
}
