//! Compiling a profile into a [`Lexicon`]: slots get numbers, phrases anchors.
//!
//! Besides the profile's own entries it adds the English that any essay uses to
//! announce, to set aside and to decorate. A word alone matches its regular
//! inflections and not its stem, since stems join what themes must part
//! (`human` and `humanity`, `organ` and `organise`); in a phrase the stem does.

use super::lexicon::{
    EntityRule, EuphemismRule, FUZZY_LETTERS, Filled, Join, Lexicon, Pattern, SlotRule, Strength,
    Target, is_capitalised,
};
use crate::profile::{Choice, Entity, Entry, Euphemism, Matching, Profile, Slot, fold_word};
use crate::text::Forms;
use rustc_hash::FxHashMap;

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

/// Phrases after which a clause says what a text is not about, or what it will be about.
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
    "i hope|aim|intend|want to show|discuss|prove|explain",
];

/// Topics set aside: the phrase itself holds the topic.
const TOPICS_ASIDE: &[&str] = &[
    "leave|leaves|leaving|left * aside",
    "leave|leaves|leaving|left * * aside",
];

/// Words of which the addresses on the web begin.
const WEB: &[&str] = &["=http|=https|=www"];

/// Words too common to hang a phrase on.
const COMMON: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "for", "from", "by", "with", "and", "or",
    "not", "be", "being", "been", "is", "are", "was", "were", "it", "its", "he", "she", "they",
    "them", "their", "his", "her", "we", "us", "our", "i", "my", "you", "your", "this", "that",
    "these", "who", "what", "why", "as", "about", "has", "have", "had", "do", "does", "did",
    "will", "would", "can", "so", "no", "any", "each", "all", "than", "then", "if", "when", "how",
    "up", "out",
];

/// Words that are frequent enough to hang it on a rarer one, where it has one.
const FREQUENT: &[&str] = &[
    "beings", "there", "here", "where", "which", "one", "ones", "two", "other", "others",
    "another", "more", "most", "less", "only", "just", "even", "very", "too", "also", "over",
    "into", "off", "away", "back", "down", "like", "make", "makes", "made", "making", "get",
    "gets", "got", "getting", "go", "goes", "went", "going", "come", "comes", "came", "take",
    "takes", "took", "give", "gives", "gave", "see", "sees", "seen", "look", "looks", "looked",
    "say", "says", "said", "saying", "tell", "tells", "told", "know", "knows", "knew", "think",
    "thinks", "thought", "want", "wants", "wanted", "need", "needs", "try", "tries", "use", "uses",
    "used", "show", "shows", "feel", "feels", "felt", "find", "finds", "found", "keep", "keeps",
    "kept", "leave", "leaves", "left", "live", "lives", "lived", "life", "time", "times", "year",
    "years", "day", "days", "way", "ways", "thing", "things", "people", "person", "human", "world",
    "school", "student", "students", "work", "part", "place", "good", "better", "real", "own",
    "same", "such", "many", "much", "never", "always", "still", "should", "could", "may", "might",
    "must", "let", "because", "through", "while", "after", "before", "between", "without", "end",
    "me", "him", "someone", "nothing", "last", "long", "little", "new", "old", "right", "wrong",
    "class", "name", "help", "best", "whole",
];

/// Compiles `profile`.
pub(super) fn compile(profile: &Profile) -> Lexicon {
    let mut compiler = Compiler::default();
    compiler.add_profile(profile);
    compiler.lexicon
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
        self.add_entries(WEB, Join::Loose, Target::WebAddress);
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
            let join = if blocker.contains(',') {
                Join::Loose
            } else {
                Join::Name
            };
            self.add_name(blocker, join, Target::Blocker);
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
        let is_plain = slots.len() == 1
            && near.is_none()
            && !(rule.is_quoted || rule.is_compound || rule.is_open);
        if let Some(euphemism) = rule.euphemism {
            self.lexicon.on_euphemism[usize::from(euphemism)].push(number);
        } else if rule.is_any_euphemism {
            self.lexicon.on_any_euphemism.push(number);
        } else if rule.has_word {
            self.lexicon.anchored[slots[anchor] as usize].push(number);
        }
        let slots = slots.into_boxed_slice();
        let pattern = Pattern {
            slots,
            anchor,
            join,
            near,
            target,
            is_late,
            is_plain,
        };
        self.lexicon.patterns.push(pattern);
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
            rule.rarity
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
            rarity: slot.choices.iter().map(rarity_of).min().unwrap_or(0),
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
        rule.is_open = slot
            .choices
            .iter()
            .any(|c| !matches!(c, Choice::Word { .. }));
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
        Choice::Word { text, .. } if FREQUENT.contains(&text.as_str()) => 2,
        Choice::Word { text, .. } => 3 + text.len(),
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
