//! What each spelling fills and anchors in the lexicon, found once.

use super::lexicon::Lexicon;
use super::matching::{Direction, PassageView};
use crate::text::{Form, Forms};

/// What each form fills and anchors, found once a spelling.
#[derive(Debug, Default)]
pub(super) struct FormCache {
    by_form: Vec<CachedForm>,
    slots: Vec<u32>,
    patterns: Vec<Candidate>,
}

/// A phrase that hangs on a slot, and what must stand beside its anchor. Most
/// words beside an anchor are others, and that is seen here, without a look at
/// the phrase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) pattern: u32,
    pub(super) beside: Option<(Direction, u32)>,
}

impl Candidate {
    fn new(lexicon: &Lexicon, number: u32) -> Candidate {
        let pattern = &lexicon.patterns[number as usize];
        let after = pattern.slots.get(pattern.anchor + 1);
        let before = || pattern.slots[..pattern.anchor].last();
        let beside = after.map(|slot| (Direction::On, *slot));
        let beside = beside.or_else(|| before().map(|slot| (Direction::Back, *slot)));
        Candidate {
            pattern: number,
            beside: beside.filter(|(_, slot)| !lexicon.slots[*slot as usize].is_open),
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct CachedForm {
    is_known: bool,
    slots: Range,
    /// The phrases that hang on a slot of it.
    patterns: Range,
    /// A bit for each slot, by its number modulo 64: what is not here is not in `slots`.
    sketch: u64,
}

/// Sketches of the words beside one: see [`FormCache::sketch`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    pub(super) on: u64,
    pub(super) back: u64,
}

impl Beside {
    /// Whether a slot may be filled there; `false` is certain.
    pub(super) fn may_have(self, beside: Option<(Direction, u32)>) -> bool {
        beside.is_none_or(|(direction, slot)| {
            let sketch = match direction {
                Direction::On => self.on,
                Direction::Back => self.back,
            };
            sketch & (1 << (slot % 64)) != 0
        })
    }
}

/// A run in one of the cache's lists: what holds for a form as it is written,
/// and behind that, what holds in a text without capitals.
#[derive(Debug, Clone, Copy, Default)]
struct Range {
    start: u32,
    cased: u32,
    caseless: u32,
}

impl Range {
    fn of<T>(self, list: &[T], is_caseless: bool) -> &[T] {
        let end = if is_caseless {
            self.caseless
        } else {
            self.cased
        };
        &list[self.start as usize..end as usize]
    }

    /// Whether `of` holds `wanted`, where each half is in order, as slots are:
    /// common words fill a hundred of them.
    fn contains(self, list: &[u32], is_caseless: bool, wanted: u32) -> bool {
        let half = |from: u32, to: u32| {
            let half = &list[from as usize..to as usize];
            half.binary_search(&wanted).is_ok()
        };
        half(self.start, self.cased) || (is_caseless && half(self.cased, self.caseless))
    }
}

impl FormCache {
    /// Sees that all forms of `view` are known.
    pub(super) fn learn(&mut self, lexicon: &Lexicon, view: &PassageView, forms: &Forms) {
        if self.by_form.len() < forms.len() {
            self.by_form.resize(forms.len(), CachedForm::default());
        }
        for word in view.words {
            if !self.by_form[word.form as usize].is_known {
                self.by_form[word.form as usize] =
                    self.look_up(lexicon, word.span.of(view.text), forms.get(word.form));
            }
        }
    }

    /// The phrases that hang on a form, in a text with or without capitals.
    pub(super) fn candidates(&self, form: u32, is_caseless: bool) -> &[Candidate] {
        let cached = &self.by_form[form as usize];
        cached.patterns.of(&self.patterns, is_caseless)
    }

    /// A bit for each slot that a form fills, by its number modulo 64.
    pub(super) fn sketch(&self, form: u32) -> u64 {
        self.by_form[form as usize].sketch
    }

    /// Whether a form fills a slot.
    pub(super) fn fills(&self, form: u32, slot: u32, is_caseless: bool) -> bool {
        let cached = &self.by_form[form as usize];
        cached.sketch & (1 << (slot % 64)) != 0
            && cached.slots.contains(&self.slots, is_caseless, slot)
    }

    fn look_up(&mut self, lexicon: &Lexicon, spelling: &str, form: &Form) -> CachedForm {
        let filled = lexicon.slots_of(spelling, form);
        let count = |n: usize| u32::try_from(n).expect("a vocabulary fits in 32 bits");
        let mut cached = CachedForm {
            is_known: true,
            ..CachedForm::default()
        };
        (cached.slots.start, cached.patterns.start) =
            (count(self.slots.len()), count(self.patterns.len()));
        for needs_capital in [false, true] {
            for slot in filled.iter().filter(|f| f.needs_capital == needs_capital) {
                self.slots.push(slot.slot);
                let anchored = lexicon.anchored[slot.slot as usize].iter();
                let candidates = anchored.map(|number| Candidate::new(lexicon, *number));
                self.patterns.extend(candidates);
                cached.sketch |= 1 << (slot.slot % 64);
            }
            let (slots, patterns) = (count(self.slots.len()), count(self.patterns.len()));
            if !needs_capital {
                (cached.slots.cased, cached.patterns.cased) = (slots, patterns);
            }
            (cached.slots.caseless, cached.patterns.caseless) = (slots, patterns);
        }
        cached
    }
}
