//! Entries: the notation in which a profile writes words and phrases.
//!
//! `word` is itself and its regular inflections, `=word` only itself, `stem*`
//! goes on in any way; a `Capital` asks for a capital. Words in a row are a
//! phrase, matched by stem, in order, with at most one word put in. `a|b` is
//! either, `*` any word, `first-` the first half of a compound, `'x'` the word
//! in quotation marks, `{CHAR}` any character, `{EUPH}` any euphemism's form
//! and `{EUPH:id}` one in its sense. `a b ~12 c|d` asks for `c` or `d` within
//! 12 words. The lexicon compiles these; here they are only read.

use crate::text::fold;
use thiserror::Error;

/// An entry, read: a phrase of one or more slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What its words must be, in order; never empty.
    pub slots: Vec<Slot>,
    /// What must stand near it.
    pub near: Option<Near>,
}

/// A word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slot {
    /// Either of these will do; never empty.
    pub choices: Vec<Choice>,
    /// Whether it must stand in quotation marks.
    pub is_quoted: bool,
    /// Whether a hyphen must follow it.
    pub is_compound: bool,
}

/// One of the things a slot may be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Choice {
    /// A word, folded.
    Word {
        /// The word, or its beginning.
        text: String,
        /// Which of its forms will do.
        matching: Matching,
        /// Whether the text must write it with a capital.
        has_capital: bool,
    },
    /// Any word.
    Any,
    /// A mention of any character.
    Character,
    /// A form of any euphemism, in whatever sense.
    AnyEuphemism,
    /// The euphemism with this id, in the novel's sense.
    Euphemism(String),
}

/// Which forms of a word will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Matching {
    /// The word alone.
    Exact,
    /// The word with its regular inflections; in a phrase, its stem.
    Inflected,
    /// Anything that begins so.
    Prefix,
}

/// What must stand near a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// How near, in words, on either side.
    pub window_words: u16,
    /// What.
    pub slot: Slot,
}

/// An entry that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EntryError {
    /// It has no letter or digit.
    #[error("entry `{0}` holds no word")]
    NoWord(String),
    /// A name in braces that means nothing.
    #[error(
        "entry `{entry}` has `{brace}`; only `{{CHAR}}`, `{{EUPH}}` and `{{EUPH:id}}` are known"
    )]
    UnknownBrace {
        /// The entry.
        entry: String,
        /// What it has.
        brace: String,
    },
    /// `~` without a number and words after it.
    #[error("entry `{0}` has a `~` that is not followed by a number of words and a word")]
    BadNear(String),
}

impl Entry {
    /// Reads an entry of a theme, or a phrase.
    ///
    /// ```
    /// use norfolk::profile::Entry;
    /// assert_eq!(Entry::parse("hold* on to").unwrap().slots.len(), 3);
    /// assert!(Entry::parse("{WHO}").is_err());
    /// ```
    ///
    /// # Errors
    /// When it has no word, an unknown name in braces, or a `~` out of place.
    pub fn parse(source: &str) -> Result<Entry, EntryError> {
        let (phrase, near) = match source.split_once('~') {
            None => (source, None),
            Some((phrase, rest)) => (phrase, Some(parse_near(source, rest)?)),
        };
        let mut slots = Vec::new();
        for token in phrase.split_whitespace() {
            parse_token(source, token, &mut slots)?;
        }
        if slots.is_empty() {
            return Err(EntryError::NoWord(source.to_owned()));
        }
        Ok(Entry { slots, near })
    }

    /// Whether it is a single word.
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.slots.len() == 1
    }
}

fn parse_near(source: &str, rest: &str) -> Result<Near, EntryError> {
    let bad = || EntryError::BadNear(source.to_owned());
    let (number, words) = rest.split_once(char::is_whitespace).ok_or_else(bad)?;
    let window_words = number.parse().map_err(|_| bad())?;
    let mut slots = Vec::new();
    parse_token(source, words.trim(), &mut slots)?;
    let slot = slots.pop().filter(|_| slots.is_empty()).ok_or_else(bad)?;
    Ok(Near { window_words, slot })
}

/// Reads a run without white space: a slot, or several joined by hyphens.
fn parse_token(source: &str, token: &str, slots: &mut Vec<Slot>) -> Result<(), EntryError> {
    let inner = token
        .strip_prefix(['\'', '‘'])
        .and_then(|t| t.strip_suffix(['\'', '’']));
    let is_quoted = inner.is_some();
    let inner = inner.unwrap_or(token);
    if inner == "X" && is_quoted {
        slots.push(Slot {
            choices: vec![Choice::Any],
            is_quoted,
            is_compound: false,
        });
        return Ok(());
    }
    let is_compound = inner.len() > 1 && inner.ends_with('-');
    for part in inner.split('-') {
        let mut choices = Vec::new();
        for choice in part.split('|') {
            choices.extend(parse_choice(source, choice)?);
        }
        if !choices.is_empty() {
            slots.push(Slot {
                choices,
                is_quoted,
                is_compound,
            });
        }
    }
    Ok(())
}

fn parse_choice(source: &str, choice: &str) -> Result<Option<Choice>, EntryError> {
    if choice == "*" {
        return Ok(Some(Choice::Any));
    }
    if let Some(name) = choice.strip_prefix('{') {
        return match name.strip_suffix('}') {
            Some("CHAR") => Ok(Some(Choice::Character)),
            Some("EUPH") => Ok(Some(Choice::AnyEuphemism)),
            Some(id) if id.starts_with("EUPH:") => Ok(Some(Choice::Euphemism(id[5..].to_owned()))),
            _ => Err(EntryError::UnknownBrace {
                entry: source.to_owned(),
                brace: choice.to_owned(),
            }),
        };
    }
    let (matching, word) = if let Some(stem) = choice.strip_suffix('*') {
        (Matching::Prefix, stem)
    } else if let Some(word) = choice.strip_prefix('=') {
        (Matching::Exact, word)
    } else {
        (Matching::Inflected, choice)
    };
    let text = fold_word(word);
    let has_capital = word
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_uppercase);
    Ok((!text.is_empty()).then_some(Choice::Word {
        text,
        matching,
        has_capital,
    }))
}

/// Folds a word as the words of a text are: no marks, no possessive ’s.
#[must_use]
pub fn fold_word(word: &str) -> String {
    let mut folded = fold(word);
    if let Some(owner) = folded.strip_suffix("'s") {
        folded.truncate(owner.len());
    }
    folded.retain(char::is_alphanumeric);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(source: &str, expected: &Expect) {
        let read = match Entry::parse(source) {
            Err(error) => error.to_string(),
            Ok(entry) => {
                let slots = entry.slots.iter().map(print_slot);
                let near = entry.near.iter();
                let near = near.map(|n| format!("~{} {}", n.window_words, print_slot(&n.slot)));
                slots.chain(near).collect::<Vec<_>>().join(" ")
            }
        };
        expected.assert_eq(&read);
    }

    fn print_slot(slot: &Slot) -> String {
        let choices: Vec<_> = slot
            .choices
            .iter()
            .map(|choice| match choice {
                Choice::Word {
                    text,
                    matching,
                    has_capital,
                } => {
                    let capital = if *has_capital { "^" } else { "" };
                    match matching {
                        Matching::Exact => format!("={capital}{text}"),
                        Matching::Inflected => format!("{capital}{text}"),
                        Matching::Prefix => format!("{capital}{text}*"),
                    }
                }
                other => format!("{other:?}"),
            })
            .collect();
        let quoted = if slot.is_quoted { "'" } else { "" };
        format!(
            "{quoted}{}{quoted}{}",
            choices.join("|"),
            if slot.is_compound { "-" } else { "" }
        )
    }

    #[test]
    fn an_entry_is_read_slot_by_slot() {
        check("hold* on to", &expect!["hold* on to"]);
        check("self-control|Esteem", &expect!["self control|^esteem"]);
        check("the word 'X'", &expect!["the word 'Any'"]);
        check("self-", &expect!["self-"]);
        check("can't", &expect!["cant"]);
        check("=Lost corner", &expect!["=^lost corner"]);
        check("loves {CHAR}", &expect!["loves Character"]);
        check(
            "'{EUPH}' ~12 word|call*",
            &expect!["'AnyEuphemism' ~12 word|call*"],
        );
    }

    #[test]
    fn an_entry_that_means_nothing_says_why() {
        check(
            "{WHO}",
            &expect![
                "entry `{WHO}` has `{WHO}`; only `{CHAR}`, `{EUPH}` and `{EUPH:id}` are known"
            ],
        );
        check("...", &expect!["entry `...` holds no word"]);
        check(
            "a ~b c",
            &expect![
                "entry `a ~b c` has a `~` that is not followed by a number of words and a word"
            ],
        );
    }

    proptest::proptest! {
        #[test]
        fn any_entry_is_read_or_refused(source in "\\PC{0,40}") {
            let _ = Entry::parse(&source);
        }
    }
}
