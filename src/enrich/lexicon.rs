//! The lexicon: a profile's names, euphemisms and themes, compiled to match words.
//!
//! Every distinct slot of a phrase gets a number. A spelling is asked once
//! which slots it fills; each phrase hangs on its rarest slot, its anchor, so
//! that a word which fills no anchor costs one look-up in an array. Immutable
//! and shared by all threads; what grows is in the [`Tagger`](super::Tagger).

use super::compile::compile;
use crate::profile::Profile;
use crate::text::Form;
use rustc_hash::FxHashMap;

/// Shortest name, in letters, that may be one letter off.
pub(super) const FUZZY_LETTERS: usize = 7;

/// How much an entry says of its theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    Weak,
    Medium,
    Strong,
}

/// What a phrase is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Names an entity, numbered over characters and then places.
    Name { entity: u16, is_short: bool },
    /// Looks like a name and is none.
    Blocker,
    /// Says nothing: titles, furniture.
    Mask,
    /// Stands in an address on the web.
    WebAddress,
    /// Takes the rest of its clause out of what is discussed.
    TopicNegation,
    /// A form of a euphemism.
    Euphemism(u16),
    /// A euphemism's form in its ordinary sense.
    Ordinary(u16),
    /// Speaks for a theme.
    Theme { theme: u16, strength: Strength },
    /// Takes its words away from a theme.
    FalseFriend(u16),
}

/// How the words of a phrase may be parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// One word may be put in; a clause's end parts them.
    Phrase,
    /// Nothing may be put in but the stop of a title or an initial.
    Name,
    /// Nothing may be put in, whatever marks stand between.
    Loose,
}

/// A compiled phrase.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) slots: Box<[u32]>,
    /// Index of the slot it hangs on.
    pub(super) anchor: usize,
    pub(super) join: Join,
    pub(super) near: Option<(usize, u32)>,
    pub(super) target: Target,
    /// Whether it needs names and euphemisms to be known first.
    pub(super) is_late: bool,
    /// Whether it is one word and nothing else is asked of it.
    pub(super) is_plain: bool,
}

/// What besides words a slot may be.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent of each other"
)]
pub(super) struct SlotRule {
    pub(super) is_any: bool,
    pub(super) is_character: bool,
    pub(super) is_any_euphemism: bool,
    pub(super) euphemism: Option<u16>,
    pub(super) is_quoted: bool,
    pub(super) is_compound: bool,
    /// Whether something else than its words can fill it.
    pub(super) is_open: bool,
    pub(super) has_word: bool,
    /// How good an anchor it is.
    pub(super) rarity: usize,
}

/// A character or place, compiled.
#[derive(Debug)]
pub(super) struct EntityRule {
    pub(super) is_character: bool,
    /// Its number among the characters or the places.
    pub(super) number: u16,
    pub(super) surname_blocks: bool,
    pub(super) has_short_forms: bool,
    pub(super) requires: Vec<u32>,
    pub(super) window_words: usize,
    pub(super) themes: Vec<u16>,
}

/// A euphemism, compiled.
#[derive(Debug)]
pub(super) struct EuphemismRule {
    pub(super) cues: Vec<u32>,
    pub(super) before: Vec<u32>,
    pub(super) not_after: Vec<u32>,
    pub(super) window_words: usize,
    pub(super) is_quoted: bool,
}

/// A slot that a spelling fills, and whether it needs a capital to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Filled {
    pub(super) needs_capital: bool,
    pub(super) slot: u32,
}

/// A profile, compiled to match words.
///
/// Shared by threads; each has a [`Tagger`](super::Tagger) of its own.
#[derive(Debug, Default)]
pub struct Lexicon {
    pub(super) by_exact: FxHashMap<Box<str>, Vec<Filled>>,
    pub(super) by_stem: FxHashMap<Box<str>, Vec<Filled>>,
    pub(super) by_prefix: FxHashMap<Box<str>, Vec<Filled>>,
    pub(super) longest_prefix: usize,
    /// Long names, for spellings that are one letter off.
    pub(super) long_names: Vec<(Box<str>, u32)>,
    pub(super) slots: Vec<SlotRule>,
    pub(super) patterns: Vec<Pattern>,
    /// Patterns by the slot they hang on.
    pub(super) anchored: Vec<Vec<u32>>,
    /// Patterns that hang on a euphemism in its sense, and on any form of any.
    pub(super) on_euphemism: Vec<Vec<u32>>,
    pub(super) on_any_euphemism: Vec<u32>,
    pub(super) entities: Vec<EntityRule>,
    pub(super) euphemisms: Vec<EuphemismRule>,
    pub(super) strict_themes: Vec<bool>,
}

impl Lexicon {
    /// Compiles `profile`.
    #[must_use]
    pub fn new(profile: &Profile) -> Lexicon {
        compile(profile)
    }

    /// The slots that a spelling fills: those that need no capital first.
    pub(super) fn slots_of(&self, spelling: &str, form: &Form) -> Vec<Filled> {
        let mut found = Vec::new();
        found.extend(self.by_exact.get(&form.exact).into_iter().flatten());
        found.extend(self.by_stem.get(&form.stem).into_iter().flatten());
        let ends = form.exact.char_indices().map(|(at, c)| at + c.len_utf8());
        for end in ends.take_while(|end| *end <= self.longest_prefix) {
            found.extend(self.by_prefix.get(&form.exact[..end]).into_iter().flatten());
        }
        let is_capital = is_capitalised(spelling);
        if found.is_empty() && is_capital {
            found.extend(self.nearly_names(&form.exact));
        }
        for filled in &mut found {
            filled.needs_capital &= !is_capital;
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Long names that `word` misses by one letter (Damerau), the first one right.
    fn nearly_names(&self, word: &str) -> impl Iterator<Item = Filled> {
        let is_near = move |name: &str| {
            word.len() + 1 >= FUZZY_LETTERS
                && word.len().abs_diff(name.len()) <= 1
                && word.as_bytes()[0] == name.as_bytes()[0]
                && strsim::osa_distance(word, name) == 1
        };
        let near = self
            .long_names
            .iter()
            .filter(move |(name, _)| is_near(name));
        near.map(|(_, slot)| Filled {
            needs_capital: true,
            slot: *slot,
        })
    }
}

/// Whether a word is written with a capital.
pub(super) fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
