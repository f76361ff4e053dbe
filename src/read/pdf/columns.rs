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
    let edge = clearest(fragments, &shared(&edges))?;
    let edge = outermost(fragments, edge);
    let is_column = |side_of: Side| {
        let own = fragments.iter().filter(|f| side(f, edge) == side_of);
        let own: Vec<&Fragment> = own.collect();
        let total: f32 = own.iter().map(|f| f.right - f.left).sum();
        own.len() >= EDGE_FRAGMENTS && total / measure::count(levels(&own)) >= COLUMN_WIDTH * width
    };
    (is_column(Side::Left) && is_column(Side::Right)).then_some(edge)
}

/// How many baselines the fragments, one at least, stand on.
fn levels(fragments: &[&Fragment]) -> usize {
    let mut ys: Vec<(f32, f32)> = fragments.iter().map(|f| (f.y, f.size)).collect();
    ys.sort_by(|a, b| a.0.total_cmp(&b.0));
    ys.dedup_by(|next, last| next.0 - last.0 <= 0.3 * next.1);
    ys.len()
}

/// The edges, of these in ascending order, at which enough fragments begin, and how many.
fn shared(edges: &[f32]) -> Vec<(usize, f32)> {
    let mut shared: Vec<(usize, f32)> = Vec::new();
    let mut end = 0;
    for (at, edge) in edges.iter().enumerate() {
        while end < edges.len() && edges[end] <= edge + SAME_EDGE {
            end += 1;
        }
        match shared.last_mut() {
            _ if end - at < EDGE_FRAGMENTS => {}
            Some(last) if edge - last.1 <= SAME_EDGE => {
                if end - at > last.0 {
                    *last = (end - at, *edge);
                }
            }
            _ => shared.push((end - at, *edge)),
        }
    }
    shared
}

/// Shared edges that are looked at, most shared first.
const EDGES: usize = 8;

/// The shared edge that fewest fragments reach across, then the most shared:
/// entries of a list in a column have a second edge, but the column's own
/// lines run over that.
fn clearest(fragments: &[Fragment], shared: &[(usize, f32)]) -> Option<f32> {
    let mut shared = shared.to_vec();
    shared.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    shared.truncate(EDGES);
    let best = shared
        .iter()
        .min_by_key(|(_, edge)| across(fragments, *edge));
    best.map(|(_, edge)| *edge)
}

/// How many fragments reach across `edge`.
fn across(fragments: &[Fragment], edge: f32) -> usize {
    let reach = fragments.iter().filter(|f| side(f, edge) == Side::Across);
    reach.count()
}

/// Ems that the lines of a column may be set in, as those of lists are.
const SET_IN: f32 = 4.0;

/// The edge of the lines that begin before `edge` in the same column: those
/// between which and the column before it as few fragments stand.
fn outermost(fragments: &[Fragment], edge: f32) -> f32 {
    let own = across(fragments, edge);
    let near = fragments
        .iter()
        .filter(|f| f.left < edge && f.left > edge - SET_IN * f.size);
    let mut lefts: Vec<f32> = near.map(|f| f.left).collect();
    lefts.sort_by(f32::total_cmp);
    lefts.dedup_by(|a, b| (*a - *b).abs() <= SAME_EDGE);
    lefts.truncate(8);
    lefts
        .into_iter()
        .find(|left| across(fragments, *left) < own)
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
    fn a_list_in_a_column_does_not_move_its_edge() {
        let mut lines = Vec::new();
        for row in 0..6_u8 {
            let y = 90.0 + 12.0 * f32::from(row);
            lines.push((72.0, y, "abcdefghijklmnopqrstuvwxyz"));
            lines.push((310.0, y, "zyxwvutsrqponmlkjihgfedcba"));
        }
        for row in 6..13_u8 {
            let y = 90.0 + 12.0 * f32::from(row);
            lines.push((72.0, y, "abcdefghijklmnopqrstuvwxyz"));
            lines.push((310.0, y, "1.1"));
            lines.push((360.0, y, "an-entry-of-the-list"));
        }
        let shown = lines
            .iter()
            .flat_map(|(x, y, text)| glyphs(text, *x, *y, 10.0));
        let (regions, edge) = regions(fragments(&shown.collect::<Vec<_>>()), None);
        assert_eq!(edge, Some(310.0));
        assert_eq!(regions.first().map(Vec::len), Some(13));
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
