//! Matching: the words of one passage against the phrases of the lexicon.
//!
//! A phrase is tried where its anchor stands and read from there backwards and
//! forwards. Names and euphemisms are settled before the phrases that use them.

use super::Quotation;
use super::cache::{Beside, FormCache};
use super::lexicon::{Join, Lexicon, Pattern, is_capitalised};
use crate::text::{Span, Word, is_apostrophe, is_double_mark, is_hyphen, is_single_mark};

/// Longest text, in bytes, between two words of one phrase.
const GAP_BYTES: usize = 12;

/// How much longer, in bytes, than a word a quotation is that only holds the word up.
const TERM_BYTES: usize = 16;

/// A passage as the taggers see it.
#[derive(Debug, Clone, Copy)]
pub struct PassageView<'a> {
    /// Its text.
    pub text: &'a str,
    /// The words of `text`.
    pub words: &'a [Word],
    /// The quotations in it.
    pub quotations: &'a [Quotation],
    /// What says nothing of it: its citations.
    pub masks: &'a [Span],
}

/// A phrase found: its first and last word, and the word put in, if one was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) pattern: u32,
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) inserted: Option<usize>,
}

impl Match {
    /// The words it consists of.
    pub(super) fn words(self) -> impl Iterator<Item = usize> {
        (self.first..=self.last).filter(move |at| Some(*at) != self.inserted)
    }

    /// How many they are.
    pub(super) fn len(self) -> usize {
        self.last - self.first + 1 - usize::from(self.inserted.is_some())
    }
}

/// A run of words with a number: of an entity, or of a euphemism.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) number: u16,
}

/// A passage while it is being read.
pub(super) struct Scan<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) view: &'a PassageView<'a>,
    cache: &'a FormCache,
    /// Whether the text is all in one case, so that capitals say nothing.
    is_caseless: bool,
    /// Mentions of characters, in order.
    pub(super) characters: Vec<Run>,
    /// Forms of euphemisms, and those in the novel's sense; in order.
    pub(super) euphemism_forms: Vec<Run>,
    pub(super) euphemisms: Vec<Run>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(
        lexicon: &'a Lexicon,
        view: &'a PassageView<'a>,
        cache: &'a FormCache,
    ) -> Scan<'a> {
        Scan {
            lexicon,
            view,
            cache,
            is_caseless: is_caseless(view.text),
            characters: Vec::new(),
            euphemism_forms: Vec::new(),
            euphemisms: Vec::new(),
        }
    }

    /// Finds the phrases that need nothing settled first; of the others, where to try.
    pub(super) fn anchors(&self, found: &mut Vec<Match>, late: &mut Vec<(u32, usize)>) {
        for (at, word) in self.view.words.iter().enumerate() {
            let candidates = self.cache.candidates(word.form, self.is_caseless);
            let beside = self.sketch_beside(at);
            for candidate in candidates {
                if !beside.may_have(candidate.beside)
                    || !candidate
                        .beside
                        .is_none_or(|slot| self.has_beside(at, slot))
                {
                    continue;
                }
                let number = candidate.pattern;
                let pattern = &self.lexicon.patterns[number as usize];
                if pattern.is_plain {
                    found.push(Match {
                        pattern: number,
                        first: at,
                        last: at,
                        inserted: None,
                    });
                } else if pattern.is_late {
                    late.push((number, at));
                } else {
                    found.extend(self.try_at(number, at, at));
                }
            }
        }
    }

    /// What the two words on either side of one fill, as sketches.
    fn sketch_beside(&self, at: usize) -> Beside {
        let sketch = |at: Option<usize>| {
            let word = at.and_then(|at| self.view.words.get(at));
            word.map_or(0, |word| self.cache.sketch(word.form))
        };
        Beside {
            on: sketch(Some(at + 1)) | sketch(Some(at + 2)),
            back: sketch(at.checked_sub(1)) | sketch(at.checked_sub(2)),
        }
    }

    /// Whether the slot is filled by the next word, or the one behind it.
    fn has_beside(&self, at: usize, (direction, slot): (Direction, u32)) -> bool {
        self.next(at, direction).is_some_and(|next| {
            let behind = || self.next(next, direction);
            self.has_slot(next, slot) || behind().is_some_and(|behind| self.has_slot(behind, slot))
        })
    }

    /// Whether the word at `at` fills the slot.
    fn has_slot(&self, at: usize, slot: u32) -> bool {
        let form = self.view.words[at].form;
        self.cache.fills(form, slot, self.is_caseless)
    }

    /// Tries a phrase whose anchor is filled by the words `first..=last`.
    pub(super) fn try_at(&self, number: u32, first: usize, last: usize) -> Option<Match> {
        let pattern = &self.lexicon.patterns[number as usize];
        let mut inserted = None;
        let (mut from, mut to) = (first, last);
        for slot in pattern.slots[..pattern.anchor].iter().rev() {
            from = self.step(pattern, *slot, from, Direction::Back, &mut inserted)?;
        }
        for slot in &pattern.slots[pattern.anchor + 1..] {
            to = self.step(pattern, *slot, to, Direction::On, &mut inserted)?;
        }
        let anchor = &self.lexicon.slots[pattern.slots[pattern.anchor] as usize];
        let marks_are_right = (!anchor.is_quoted || self.is_in_marks(last))
            && (!anchor.is_compound || self.is_before_hyphen(last));
        let is_near = || {
            pattern
                .near
                .is_none_or(|(window, slot)| self.is_within(window, (from, to), &[slot]))
        };
        (marks_are_right && is_near()).then_some(Match {
            pattern: number,
            first: from,
            last: to,
            inserted,
        })
    }

    /// Goes one slot on from the word `at`, over one inserted word at most.
    fn step(
        &self,
        pattern: &Pattern,
        slot: u32,
        at: usize,
        direction: Direction,
        inserted: &mut Option<usize>,
    ) -> Option<usize> {
        let next = self.next(at, direction)?;
        if let Some(len) = self.fills(slot, next, direction) {
            return direction
                .go(next, len - 1)
                .filter(|_| self.are_joined(pattern.join, at, next));
        }
        if pattern.join != Join::Phrase || inserted.is_some() {
            return None;
        }
        let after = self.next(next, direction)?;
        let len = self.fills(slot, after, direction)?;
        if !self.are_joined(Join::Name, at, next) || !self.are_joined(Join::Name, next, after) {
            return None;
        }
        *inserted = Some(next);
        direction.go(after, len - 1)
    }

    fn next(&self, at: usize, direction: Direction) -> Option<usize> {
        direction
            .go(at, 1)
            .filter(|next| *next < self.view.words.len())
    }

    /// How many words, from `at` on or back, fill the slot.
    fn fills(&self, slot: u32, at: usize, direction: Direction) -> Option<usize> {
        let has_word = self.has_slot(at, slot);
        let rule = &self.lexicon.slots[slot as usize];
        if !has_word && !rule.is_open {
            return None;
        }
        if (rule.is_quoted && !self.is_in_marks(at))
            || (rule.is_compound && !self.is_before_hyphen(at))
        {
            return None;
        }
        if has_word || rule.is_any {
            return Some(1);
        }
        let run_at = |runs: &[Run], wanted: Option<u16>| {
            let is_here = |run: &&Run| match direction {
                Direction::On => run.first == at,
                Direction::Back => run.last == at,
            };
            let mut runs = runs.iter().filter(is_here);
            runs.find(|run| wanted.is_none_or(|id| run.number == id))
                .map(|r| r.last - r.first + 1)
        };
        if rule.is_character
            && let Some(len) = run_at(&self.characters, None)
        {
            return Some(len);
        }
        if rule.is_any_euphemism
            && let Some(len) = run_at(&self.euphemism_forms, None)
        {
            return Some(len);
        }
        rule.euphemism
            .and_then(|id| run_at(&self.euphemisms, Some(id)))
    }

    /// Whether one of `slots` is filled within `window` words of the words `first..=last`.
    pub(super) fn is_within(
        &self,
        window: usize,
        (first, last): (usize, usize),
        slots: &[u32],
    ) -> bool {
        let from = first.saturating_sub(window);
        let to = last.saturating_add(window).min(self.view.words.len() - 1);
        let outside = (from..first).chain(last + 1..=to);
        outside
            .into_iter()
            .any(|at| self.fills_any(slots, at, Direction::On))
    }

    /// Whether the word right before or after is one of `slots`.
    pub(super) fn stands_beside(&self, at: usize, direction: Direction, slots: &[u32]) -> bool {
        self.next(at, direction).is_some_and(|next| {
            self.are_joined(Join::Phrase, at, next) && self.fills_any(slots, next, direction)
        })
    }

    fn fills_any(&self, slots: &[u32], at: usize, direction: Direction) -> bool {
        slots
            .iter()
            .any(|slot| self.fills(*slot, at, direction).is_some())
    }

    /// Whether two neighbouring words may stand in one phrase.
    fn are_joined(&self, join: Join, one: usize, other: usize) -> bool {
        let (one, other) = (one.min(other), one.max(other));
        let (before, after) = (self.view.words[one].span, self.view.words[other].span);
        let gap = &self.view.text[before.end..after.start];
        if gap.len() <= 1 && gap != "." && gap != "\n" {
            return true;
        }
        let has_title_stop = || before.len() <= 4 && gap.starts_with(". ");
        gap.len() <= GAP_BYTES
            && match join {
                Join::Loose => true,
                Join::Name => gap.chars().all(is_soft) || has_title_stop(),
                Join::Phrase => gap.chars().all(|c| is_soft(c) || c == ','),
            }
    }

    /// Whether the word stands in quotation marks, alone or nearly so.
    pub(super) fn is_in_marks(&self, at: usize) -> bool {
        let span = self.view.words[at].span;
        let before = self.view.text[..span.start].chars().next_back();
        let after = self.view.text[span.end..]
            .chars()
            .find(|c| !matches!(c, ',' | '.'));
        let is_mark = |c: char| is_double_mark(c) || is_single_mark(c);
        let is_term = |quotation: &Quotation| {
            quotation.span.contains(span) && quotation.span.len() <= span.len() + TERM_BYTES
        };
        (before.is_some_and(is_mark) && after.is_some_and(is_mark))
            || self.view.quotations.iter().any(is_term)
    }

    /// Whether the span lies in words of another.
    pub(super) fn is_quoted(&self, span: Span) -> bool {
        self.view
            .quotations
            .iter()
            .any(|quotation| quotation.span.contains(span))
    }

    fn is_before_hyphen(&self, at: usize) -> bool {
        let end = self.view.words[at].span.end;
        self.view.text[end..].starts_with(is_hyphen)
    }

    /// The span of the words `first..=last`.
    pub(super) fn span(&self, first: usize, last: usize) -> Span {
        Span::new(
            self.view.words[first].span.start,
            self.view.words[last].span.end,
        )
    }

    /// Whether a capitalised word right behind makes the name at `last` somebody else's.
    pub(super) fn has_surname(&self, last: usize) -> bool {
        let words = self.view.words;
        let (Some(next), false) = (words.get(last + 1), self.is_caseless) else {
            return false;
        };
        let name = words[last].span.of(self.view.text);
        let gap = &self.view.text[words[last].span.end..next.span.start];
        let surname = next.span.of(self.view.text);
        let is_all_capitals = surname.chars().all(char::is_uppercase);
        matches!(gap, " " | "\u{a0}" | "-")
            && is_capitalised(surname)
            && !is_all_capitals
            && !name.contains(is_apostrophe)
    }
}

/// Which way a phrase is read from its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    On,
    Back,
}

impl Direction {
    fn go(self, at: usize, steps: usize) -> Option<usize> {
        match self {
            Direction::On => Some(at + steps),
            Direction::Back => at.checked_sub(steps),
        }
    }
}

/// Marks that do not part the words of a phrase.
fn is_soft(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '*' | '_')
        || is_hyphen(c)
        || is_apostrophe(c)
        || is_double_mark(c)
        || is_single_mark(c)
}

/// Whether a text of some length has no lower case letters, or no capitals.
fn is_caseless(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has_upper = bytes.iter().any(u8::is_ascii_uppercase);
    let has_lower = bytes.iter().any(u8::is_ascii_lowercase);
    has_upper != has_lower
}
