//! Fragments: runs of glyphs on one baseline, without a wide gap.
//!
//! A fragment never reaches over the gap between two columns, so columns are
//! found among them; lines are put together from them afterwards. Accents and
//! ligatures are made whole here, and letters shown twice are taken once.

use super::glyph::{Glyph, Layer};
use rustc_hash::FxHashMap;
use unicode_normalization::char::compose;

/// A run of glyphs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fragment {
    /// Its glyphs, from left to right.
    pub(super) glyphs: Vec<Glyph>,
    /// Left edge.
    pub(super) left: f32,
    /// Right edge.
    pub(super) right: f32,
    /// Baseline.
    pub(super) y: f32,
    /// Size of its type.
    pub(super) size: f32,
    /// What it belongs to.
    pub(super) layer: Layer,
}

/// Gap, in ems, that parts fragments; justified lines have wider spaces, but
/// their parts meet again in the line.
const GAP: f32 = 0.9;
/// Step back, in ems, that a kern or an accent makes.
const STEP_BACK: f32 = 0.7;
/// Difference in size, over the size, of one type and another.
const OTHER_SIZE: f32 = 0.12;
/// Distance of baselines, over the size, within one.
const LEVEL: f32 = 0.1;

/// The fragments of `glyphs`, in the order shown.
pub(super) fn fragments(glyphs: &[Glyph]) -> Vec<Fragment> {
    let mut fragments: Vec<Fragment> = Vec::new();
    for glyph in glyphs {
        match fragments.last_mut() {
            Some(last) if last.takes(glyph) => last.push(*glyph),
            _ => fragments.push(Fragment::of(*glyph)),
        }
    }
    drop_copies(&mut fragments);
    fragments
}

/// Points within which a fragment shown again is the same one: bold type is
/// made so, and shadows.
const SAME_PLACE: f32 = 1.5;

/// Takes out fragments that were shown before in the same place.
fn drop_copies(fragments: &mut Vec<Fragment>) {
    let mut places: FxHashMap<String, Vec<(f32, f32)>> = FxHashMap::default();
    fragments.retain(|fragment| {
        let text = fragment.glyphs.iter().map(|g| g.c).collect();
        let places = places.entry(text).or_default();
        let is_near = |(left, y): &(f32, f32)| {
            (left - fragment.left).abs() < SAME_PLACE && (y - fragment.y).abs() < SAME_PLACE
        };
        if places.iter().rev().take(COPIES).any(is_near) {
            return false;
        }
        places.push((fragment.left, fragment.y));
        true
    });
}

/// Copies of a text that are looked at.
const COPIES: usize = 50;

impl Fragment {
    fn of(glyph: Glyph) -> Fragment {
        Fragment {
            glyphs: vec![glyph],
            left: glyph.x,
            right: glyph.end(),
            y: glyph.y,
            size: glyph.size,
            layer: glyph.layer,
        }
    }

    fn takes(&self, glyph: &Glyph) -> bool {
        let gap = glyph.x - self.right;
        let is_accent = self
            .glyphs
            .last()
            .is_some_and(|last| combining(last.c).is_some());
        (glyph.y - self.y).abs() <= LEVEL * self.size
            && (glyph.size - self.size).abs() <= OTHER_SIZE * self.size
            && glyph.layer == self.layer
            && gap <= GAP * self.size
            && (gap >= -STEP_BACK * self.size || is_accent)
            && glyph.x >= self.left - self.size
    }

    fn push(&mut self, glyph: Glyph) {
        self.right = self.right.max(glyph.end());
        self.left = self.left.min(glyph.x);
        let last = self.glyphs.last_mut().expect("a fragment has a glyph");
        let overlap = last.end().min(glyph.end()) - last.x.max(glyph.x);
        let narrow = last.width.min(glyph.width).max(0.01);
        let is_over = overlap > 0.4 * narrow;
        if is_over && last.c == glyph.c && (last.x - glyph.x).abs() < 0.3 * narrow {
            return;
        }
        if is_over && let Some(whole) = composed(last.c, glyph.c) {
            *last = Glyph {
                c: whole,
                follows_space: last.follows_space,
                ..wider(*last, glyph)
            };
            return;
        }
        self.glyphs.push(glyph);
    }
}

fn wider(one: Glyph, other: Glyph) -> Glyph {
    if one.width >= other.width { one } else { other }
}

/// The letter with its accent, whichever was shown first.
fn composed(one: char, other: char) -> Option<char> {
    let pair = |letter: char, accent| match letter {
        'ı' => compose('i', accent),
        _ => compose(letter, accent),
    };
    combining(one)
        .and_then(|accent| pair(other, accent))
        .or_else(|| combining(other).and_then(|accent| pair(one, accent)))
}

/// The combining mark that an accent shown by itself stands for.
fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '`' | 'ˋ' => '\u{300}',
        '´' | 'ˊ' => '\u{301}',
        '^' | 'ˆ' => '\u{302}',
        '~' | '˜' => '\u{303}',
        '¯' | 'ˉ' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30a}',
        '˝' => '\u{30b}',
        'ˇ' => '\u{30c}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        '\u{300}'..='\u{36f}' => accent,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::glyphs;
    use super::*;

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        let fragments = fragments(glyphs);
        fragments
            .iter()
            .map(|f| f.glyphs.iter().map(|g| g.c).collect())
            .collect()
    }

    #[test]
    fn a_wide_gap_parts_fragments() {
        let mut shown = glyphs("left", 72.0, 100.0, 12.0);
        shown.extend(glyphs("right", 300.0, 100.0, 12.0));
        shown.extend(glyphs("below", 72.0, 114.0, 12.0));
        assert_eq!(texts(&shown), ["left", "right", "below"]);
    }

    #[test]
    fn an_accent_joins_the_letter_it_stands_over() {
        for (first, second) in [('´', 'e'), ('e', '´'), ('\u{301}', 'e')] {
            let mut shown = glyphs("caf", 72.0, 100.0, 12.0);
            for c in [first, second] {
                shown.push(Glyph {
                    c,
                    x: 90.5,
                    ..shown[0]
                });
            }
            assert_eq!(texts(&shown), ["café"], "{first} {second}");
        }
        let mut shown = glyphs("na", 72.0, 100.0, 12.0);
        shown.push(Glyph {
            c: '¨',
            x: 84.2,
            ..shown[0]
        });
        shown.push(Glyph {
            c: 'ı',
            x: 84.0,
            width: 3.0,
            ..shown[0]
        });
        assert_eq!(texts(&shown), ["naï"]);
    }

    #[test]
    fn a_letter_shown_twice_is_read_once() {
        let mut shown = Vec::new();
        for glyph in glyphs("bold", 72.0, 100.0, 12.0) {
            shown.push(glyph);
            shown.push(Glyph {
                x: glyph.x + 0.3,
                ..glyph
            });
        }
        assert_eq!(texts(&shown), ["bold"]);
        assert_eq!(texts(&glyphs("all", 72.0, 100.0, 12.0)), ["all"]);
        let mut shadow = glyphs("shadow", 72.0, 100.0, 12.0);
        shadow.extend(glyphs("shadow", 72.6, 100.4, 12.0));
        assert_eq!(texts(&shadow), ["shadow"]);
    }
}
