//! Setting: how a file's text is set, which tells where its paragraphs part.

use super::measure;
use super::page::Page;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What most lines of a file have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Setting {
    /// Size of the text.
    pub(super) size: f32,
    /// Distance of baselines within a paragraph, over the size.
    pub(super) leading: f32,
}

/// Leading, over the size, of a file that has too few lines to tell.
const LEADING: f32 = 1.2;
/// Widest leading: more than a double-spaced page has.
const WIDEST: f32 = 3.2;

impl Setting {
    /// Measures `pages`.
    pub(super) fn of(pages: &[Page]) -> Setting {
        let lines = || pages.iter().flat_map(|p| p.regions.iter());
        let mut sizes = Counts::default();
        let mut leadings = Counts::default();
        for line in lines().flatten() {
            sizes.add(line.size, line.text.len());
        }
        let size = sizes.most(0.5).unwrap_or(12.0);
        for pair in lines().flat_map(|lines| lines.windows(2)) {
            let gap = (pair[1].y - pair[0].y) / size;
            let is_text = pair.iter().all(|l| (l.size - size).abs() < 0.06 * size);
            if is_text && gap > 0.5 && gap < WIDEST {
                leadings.add(gap, 1);
            }
        }
        Setting {
            size,
            leading: leadings.most(0.06).unwrap_or(LEADING),
        }
    }
}

/// How often values come.
#[derive(Default)]
struct Counts(BTreeMap<i32, usize>);

/// Step that values are counted in.
const STEP: f32 = 0.01;

impl Counts {
    fn add(&mut self, value: f32, count: usize) {
        *self.0.entry(measure::step(value, STEP)).or_default() += count;
    }

    /// The middle of the values that come most often within `reach`.
    fn most(&self, reach: f32) -> Option<f32> {
        let reach = measure::step(reach, STEP);
        let near = |at: i32| {
            self.0
                .range(at.saturating_sub(reach)..=at.saturating_add(reach))
                .map(|(_, n)| n)
                .sum::<usize>()
        };
        let best = self
            .0
            .iter()
            .max_by_key(|(at, count)| (near(**at), **count, Reverse(**at)))?;
        Some(measure::start(*best.0, STEP))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::page;
    use super::*;

    #[test]
    fn the_size_of_most_letters_is_the_text_size() {
        let page = page(&[
            (72.0, 60.0, 24.0, "Title"),
            (72.0, 100.0, 10.0, "A line of the text,"),
            (72.0, 115.0, 10.0, "and another one,"),
            (72.0, 130.0, 10.0, "and a third."),
            (72.0, 700.0, 8.0, "1 A note."),
        ]);
        let Setting { size, leading } = Setting::of(&[page]);
        assert!((size - 10.0).abs() < 0.1 && (leading - 1.5).abs() < 0.05);
        assert!((Setting::of(&[]).leading - LEADING).abs() < 0.01);
    }

    #[test]
    fn sizes_beyond_all_measure_do_no_harm() {
        let page = page(&[
            (72.0, 60.0, f32::MAX, "Large"),
            (72.0, 100.0, 10.0, "small"),
        ]);
        assert!(Setting::of(&[page]).size > 0.0);
    }
}
