//! The lexicon: a profile's names, euphemisms and themes, compiled to match words.
//!
//! Every distinct slot of a phrase gets a number. A spelling is asked once
//! which slots it fills; each phrase hangs on its rarest slot, its anchor, so
//! that a word which fills no anchor costs one look-up in an array. Immutable
//! and shared by all threads; what grows is in the [`Tagger`](super::Tagger).

use crate::profile::{Choice, Entity, Entry, Euphemism, Matching, Profile, Slot, fold_word};
use crate::text::{Form, Forms};
use rustc_hash::FxHashMap;

/// Shortest name, in letters, that may be one letter off.
const FUZZY_LETTERS: usize = 7;

/// Phrases that announce rather than discuss; their own words say nothing.
const SIGNPOSTS: &[&str] = &[
    "in this essay|paper|article|analysis",
    "this essay|paper will|argues|explores|examines|discusses",
    "i will|shall discuss|argue|show|explore|examine|analyse|analyze|explain",
    "in conclusion",
    "to conclude|summarise|summarize",
    "to sum up",
    "topic sentence",
];

/// What essay mills and word processors leave in a text.
const FURNITURE: &[&str] = &[
    "get access",
    "show more content",
    "words * pages *",
    "word|page count",
    "free essay|essays",
    "essay sample|samples",
    "works cited",
    "continue reading",
    "read full essay",
    "click here",
];

/// Phrases after which a clause says what a text is not about.
const TOPIC_NEGATIONS: &[&str] = &[
    "not about",
    "not really|actually|truly|primarily|mainly|chiefly about",
    "not a|the|another novel|book|story|essay|film about",
    "not so much about",
    "less about",
    "leave|leaves|leaving|left aside",
    "will|shall|do|does|did not discuss|address|treat|consider",
    "not concerned with",
    "nothing to do with",
];

/// Topics set aside: the phrase itself holds the topic.
const TOPICS_ASIDE: &[&str] = &[
    "leave|leaves|leaving|left * aside",
    "leave|leaves|leaving|left * * aside",
];

/// Words too common to hang a phrase on.
const COMMON: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "for", "from", "by", "with", "and", "or",
    "not", "be", "being", "been", "is", "are", "was", "were", "it", "its", "he", "she", "they",
    "them", "their", "his", "her", "we", "us", "our", "i", "my", "you", "your", "this", "that",
    "these", "who", "what", "why", "as", "about", "has", "have", "had", "do", "does", "did",
    "will", "would", "can", "so", "no", "any", "each", "all", "than", "then", "if", "when", "how",
    "up", "out",
];

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
}

/// What besides words a slot may be.
#[derive(Debug, Default)]
pub(super) struct SlotRule {
    pub(super) is_any: bool,
    pub(super) is_character: bool,
    pub(super) is_any_euphemism: bool,
    pub(super) euphemism: Option<u16>,
    pub(super) is_quoted: bool,
    pub(super) is_compound: bool,
    has_word: bool,
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
    by_exact: FxHashMap<Box<str>, Vec<Filled>>,
    by_stem: FxHashMap<Box<str>, Vec<Filled>>,
    by_prefix: FxHashMap<Box<str>, Vec<Filled>>,
    longest_prefix: usize,
    /// Long names, for spellings that are one letter off.
    long_names: Vec<(Box<str>, u32)>,
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
        let mut compiler = Compiler::default();
        compiler.add_profile(profile);
        compiler.lexicon
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

/// Builds a [`Lexicon`].
#[derive(Default)]
struct Compiler {
    lexicon: Lexicon,
    numbers: FxHashMap<(Slot, bool), u32>,
    euphemism_ids: Vec<String>,
    forms: Forms,
}

impl Compiler {
    fn add_profile(&mut self, profile: &Profile) {
        self.euphemism_ids = profile.euphemisms.iter().map(|e| e.id.clone()).collect();
        self.lexicon.on_euphemism = vec![Vec::new(); self.euphemism_ids.len()];
        self.lexicon.strict_themes = profile.themes.iter().map(|theme| theme.is_strict).collect();
        self.add_masks(profile);
        for (number, entity) in (0..).zip(&profile.characters) {
            self.add_entity(profile, entity, (true, number));
        }
        for (number, entity) in (0..).zip(&profile.places) {
            self.add_entity(profile, entity, (false, number));
        }
        for (number, euphemism) in (0..).zip(&profile.euphemisms) {
            self.add_euphemism(euphemism, number);
        }
        for (theme, rule) in (0..).zip(&profile.themes) {
            let lists = [
                (&rule.strong, Strength::Strong),
                (&rule.medium, Strength::Medium),
                (&rule.weak, Strength::Weak),
            ];
            for (list, strength) in lists {
                self.add_entries(list, Join::Phrase, Target::Theme { theme, strength });
            }
            self.add_entries(
                &rule.false_friends,
                Join::Phrase,
                Target::FalseFriend(theme),
            );
        }
    }

    fn add_masks(&mut self, profile: &Profile) {
        let work = &profile.work;
        let titles = std::iter::once(&work.title)
            .chain(work.short_titles.iter().filter(|title| title.contains(' ')))
            .chain(work.other_works.iter().map(|work| &work.title))
            .filter(|title| title.split_whitespace().count() > 1);
        for title in titles {
            let lower = title.to_lowercase();
            self.add_name(&lower, Join::Loose, Target::Mask);
        }
        self.add_entries(SIGNPOSTS, Join::Phrase, Target::Mask);
        self.add_entries(FURNITURE, Join::Loose, Target::Mask);
        self.add_entries(TOPICS_ASIDE, Join::Loose, Target::Mask);
        self.add_entries(TOPIC_NEGATIONS, Join::Loose, Target::TopicNegation);
    }

    fn add_entity(
        &mut self,
        profile: &Profile,
        rule: &Entity,
        (is_character, number): (bool, u16),
    ) {
        let entity = u16::try_from(self.lexicon.entities.len()).expect("fewer than 65,536 names");
        let full = Target::Name {
            entity,
            is_short: false,
        };
        for form in std::iter::once(&rule.name).chain(&rule.aliases) {
            self.add_name(form, Join::Name, full);
        }
        for form in &rule.short_forms {
            self.add_name(
                form,
                Join::Name,
                Target::Name {
                    entity,
                    is_short: true,
                },
            );
        }
        for blocker in &rule.blockers {
            self.add_name(blocker, Join::Name, Target::Blocker);
        }
        let compiled = EntityRule {
            is_character,
            number,
            surname_blocks: rule.surname_blocks,
            has_short_forms: !rule.short_forms.is_empty(),
            requires: self.single_slots(&rule.requires),
            window_words: usize::from(rule.window_words),
            themes: rule
                .themes
                .iter()
                .filter_map(|id| profile.theme_id(id).ok())
                .collect(),
        };
        self.lexicon.entities.push(compiled);
    }

    fn add_euphemism(&mut self, rule: &Euphemism, number: u16) {
        self.add_entries(&rule.forms, Join::Phrase, Target::Euphemism(number));
        self.add_entries(&rule.ordinary, Join::Phrase, Target::Ordinary(number));
        let compiled = EuphemismRule {
            cues: self.single_slots(&rule.cues),
            before: self.single_slots(&rule.before),
            not_after: self.single_slots(&rule.not_after),
            window_words: usize::from(rule.window_words),
            is_quoted: rule.quoted,
        };
        self.lexicon.euphemisms.push(compiled);
    }

    /// Slots that are looked for around a word; of a phrase, its last word is.
    fn single_slots(&mut self, entries: &[String]) -> Vec<u32> {
        let parsed: Vec<Entry> = entries
            .iter()
            .filter_map(|e| Entry::parse(e).ok())
            .collect();
        let last = parsed.into_iter().filter_map(|mut entry| entry.slots.pop());
        last.map(|slot| self.slot(slot, true)).collect()
    }

    fn add_entries<S: AsRef<str>>(&mut self, entries: &[S], join: Join, target: Target) {
        for entry in entries {
            let Ok(entry) = Entry::parse(entry.as_ref()) else {
                continue;
            };
            let is_word = entry.is_word();
            let slots: Vec<u32> = entry
                .slots
                .into_iter()
                .map(|slot| self.slot(slot, is_word))
                .collect();
            let near = entry
                .near
                .map(|near| (usize::from(near.window_words), self.slot(near.slot, true)));
            self.add_pattern(slots, near, join, target);
        }
    }

    /// Adds a name: every word as it is, with its possessive.
    fn add_name(&mut self, name: &str, join: Join, target: Target) {
        let words: Vec<&str> = name
            .split([' ', '-', ','])
            .filter(|w| !w.is_empty())
            .collect();
        let is_name = matches!(target, Target::Name { .. });
        let mut slots = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let text = fold_word(word);
            if text.is_empty() {
                continue;
            }
            let has_capital = is_capitalised(word);
            let choice = |text: String| Choice::Word {
                text,
                matching: Matching::Exact,
                has_capital,
            };
            let mut choices = vec![choice(text.clone())];
            if at + 1 == words.len() && text.chars().count() > 2 {
                choices.push(choice(format!("{text}s")));
            }
            let slot = Slot {
                choices,
                is_quoted: false,
                is_compound: false,
            };
            let slot = self.slot(slot, true);
            if is_name && has_capital && text.chars().count() >= FUZZY_LETTERS {
                self.lexicon.long_names.push((text.into(), slot));
            }
            slots.push(slot);
        }
        if !slots.is_empty() {
            self.add_pattern(slots, None, join, target);
        }
    }

    fn add_pattern(
        &mut self,
        slots: Vec<u32>,
        near: Option<(usize, u32)>,
        join: Join,
        target: Target,
    ) {
        let number = u32::try_from(self.lexicon.patterns.len()).expect("fewer than 2^32 entries");
        let rules = || slots.iter().map(|slot| &self.lexicon.slots[*slot as usize]);
        let is_late = rules()
            .chain(
                near.iter()
                    .map(|(_, slot)| &self.lexicon.slots[*slot as usize]),
            )
            .any(|rule| rule.is_character || rule.is_any_euphemism || rule.euphemism.is_some());
        let anchor = self.rarest(&slots);
        let rule = &self.lexicon.slots[slots[anchor] as usize];
        if let Some(euphemism) = rule.euphemism {
            self.lexicon.on_euphemism[usize::from(euphemism)].push(number);
        } else if rule.is_any_euphemism {
            self.lexicon.on_any_euphemism.push(number);
        } else if rule.has_word {
            self.lexicon.anchored[slots[anchor] as usize].push(number);
        }
        let slots = slots.into_boxed_slice();
        self.lexicon.patterns.push(Pattern {
            slots,
            anchor,
            join,
            near,
            target,
            is_late,
        });
    }

    /// The slot to hang a phrase on: the one whose shortest uncommon word is longest.
    fn rarest(&self, slots: &[u32]) -> usize {
        let rarity = |slot: &u32| {
            let rule = &self.lexicon.slots[*slot as usize];
            if rule.is_any || rule.is_character {
                return 0;
            }
            if !rule.has_word {
                return 100;
            }
            self.numbers
                .iter()
                .find(|(_, number)| *number == slot)
                .map_or(0, |((slot, _), _)| {
                    slot.choices.iter().map(rarity_of).min().unwrap_or(0)
                })
        };
        (0..slots.len())
            .max_by_key(|at| (rarity(&slots[*at]), usize::MAX - at))
            .unwrap_or(0)
    }

    /// The number of a slot; `is_word` says whether inflections are spelled out.
    fn slot(&mut self, slot: Slot, is_word: bool) -> u32 {
        if let Some(number) = self.numbers.get(&(slot.clone(), is_word)) {
            return *number;
        }
        let number = u32::try_from(self.lexicon.slots.len()).expect("fewer than 2^32 slots");
        let mut rule = SlotRule {
            is_quoted: slot.is_quoted,
            is_compound: slot.is_compound,
            ..SlotRule::default()
        };
        for choice in &slot.choices {
            match choice {
                Choice::Any => rule.is_any = true,
                Choice::Character => rule.is_character = true,
                Choice::AnyEuphemism => rule.is_any_euphemism = true,
                Choice::Euphemism(id) => {
                    let at = self.euphemism_ids.iter().position(|known| known == id);
                    rule.euphemism = at.and_then(|at| u16::try_from(at).ok());
                }
                Choice::Word {
                    text,
                    matching,
                    has_capital,
                } => {
                    rule.has_word = true;
                    let filled = Filled {
                        needs_capital: *has_capital,
                        slot: number,
                    };
                    self.add_word(text, *matching, is_word, filled);
                }
            }
        }
        self.lexicon.slots.push(rule);
        self.lexicon.anchored.push(Vec::new());
        self.numbers.insert((slot, is_word), number);
        number
    }

    fn add_word(&mut self, text: &str, matching: Matching, is_word: bool, filled: Filled) {
        let lexicon = &mut self.lexicon;
        match matching {
            Matching::Prefix => {
                lexicon.longest_prefix = lexicon.longest_prefix.max(text.len());
                lexicon
                    .by_prefix
                    .entry(text.into())
                    .or_default()
                    .push(filled);
            }
            Matching::Exact => lexicon
                .by_exact
                .entry(text.into())
                .or_default()
                .push(filled),
            Matching::Inflected if is_word => {
                for form in inflections(text) {
                    lexicon
                        .by_exact
                        .entry(form.into())
                        .or_default()
                        .push(filled);
                }
            }
            Matching::Inflected => {
                let stem = self.forms.form(text).stem;
                lexicon.by_stem.entry(stem).or_default().push(filled);
            }
        }
    }
}

fn rarity_of(choice: &Choice) -> usize {
    match choice {
        Choice::Word { text, .. } if COMMON.contains(&text.as_str()) => 1,
        Choice::Word { text, .. } => 2 + text.len(),
        _ => 0,
    }
}

/// A word and its regular inflections: -s, -ed, -ing, with the changes of
/// spelling that they bring.
fn inflections(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned(), format!("{word}s")];
    let last: Vec<char> = word.chars().rev().take(3).collect();
    if last.len() < 3 {
        return forms;
    }
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let stem = &word[..word.len() - last[0].len_utf8()];
    match last[0] {
        'e' => forms.extend([format!("{word}d"), format!("{stem}ing")]),
        'y' if !is_vowel(last[1]) => {
            forms.extend([
                format!("{stem}ies"),
                format!("{stem}ied"),
                format!("{word}ing"),
            ]);
        }
        _ => forms.extend([
            format!("{word}ed"),
            format!("{word}ing"),
            format!("{word}es"),
        ]),
    }
    let doubles = !is_vowel(last[0]) && !"wxy".contains(last[0]) && is_vowel(last[1]);
    if doubles && !is_vowel(last[2]) {
        forms.extend([
            format!("{word}{}ed", last[0]),
            format!("{word}{}ing", last[0]),
        ]);
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_brings_its_regular_inflections() {
        for (word, form) in [
            ("drop", "dropped"),
            ("hope", "hoping"),
            ("body", "bodies"),
            ("wish", "wishes"),
            ("play", "played"),
            ("go", "gos"),
        ] {
            assert!(
                inflections(word).contains(&form.to_owned()),
                "{word}: {form}"
            );
        }
        assert!(!inflections("human").contains(&"humanity".to_owned()));
    }

    #[test]
    fn a_phrase_hangs_on_its_rarest_word() {
        let mut compiler = Compiler::default();
        compiler.add_entries(&["the word of a gardener"], Join::Phrase, Target::Mask);
        assert_eq!(compiler.lexicon.patterns[0].anchor, 4);
    }
}
