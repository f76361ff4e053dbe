//! Parsing: TOML to a [`Profile`], with every fault and not the first only.
//!
//! The TOML is kept as a tree whose keys and values know where they stand. A
//! key that nothing knows is cut out of it, and so is a table that cannot be
//! read; what is left is read again, until it goes or cannot.

use super::Profile;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

/// Something wrong in the TOML: where, in bytes, and what.
pub(super) type Fault = (usize, String);

/// Keys without which nothing can be read.
const NEEDED: [&str; 3] = ["id", "work", "author"];

/// A profile as it was read: all of it, or what could be, and what could not.
pub(super) struct Parsed<'t> {
    /// What could be read; `None` if nothing could.
    pub(super) profile: Option<Profile>,
    /// What could not, in order of place.
    pub(super) faults: Vec<Fault>,
    /// The tree that `profile` was read from.
    tree: Spanned<DeTable<'t>>,
    /// Ids of what was cut out: that it is not there is no further fault.
    pub(super) lost: Vec<String>,
}

/// A step into the tree: a key, or a number in a list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    Key(&'a str),
    At(usize),
}

impl Parsed<'_> {
    /// Reads `text`.
    pub(super) fn of(text: &str) -> Parsed<'_> {
        let (tree, errors) = DeTable::parse_recoverable(text);
        let mut parsed = Parsed {
            profile: None,
            faults: errors.iter().map(|error| fault(error, text)).collect(),
            tree,
            lost: Vec::new(),
        };
        if !parsed.faults.is_empty() {
            return parsed;
        }
        // Every round cuts something out.
        loop {
            match Profile::deserialize(Deserializer::from(parsed.tree.clone())) {
                Ok(profile) => {
                    parsed.profile = Some(profile);
                    break;
                }
                Err(error) => {
                    let place = error.span();
                    parsed.faults.push(fault(&error, text));
                    if !place.is_some_and(|place| parsed.cut(&place)) {
                        break;
                    }
                }
            }
        }
        parsed.faults.sort();
        parsed
    }

    /// Where the value stands to which `steps` lead; the start of the last that is there.
    pub(super) fn place(&self, steps: &[Step<'_>]) -> usize {
        let mut place = self.tree.span().start;
        let mut table = Some(self.tree.get_ref());
        let mut list = None;
        for step in steps {
            let next = match step {
                Step::Key(key) => table.and_then(|table| table.get(*key)),
                Step::At(at) => list.and_then(|list: &[Spanned<DeValue<'_>>]| list.get(*at)),
            };
            let Some(next) = next else { break };
            place = next.span().start;
            table = next.get_ref().as_table();
            list = next.get_ref().as_array().map(|array| &**array);
        }
        place
    }

    /// Cuts out the key at `place`, or the table of a list around it.
    fn cut(&mut self, place: &Range<usize>) -> bool {
        let tree = self.tree.get_mut();
        if cut_key(tree, place) {
            return true;
        }
        for (key, value) in tree.iter_mut() {
            if NEEDED.contains(&&**key.get_ref()) {
                continue;
            }
            let DeValue::Array(list) = value.get_mut() else {
                continue;
            };
            let around = |value: &Spanned<DeValue<'_>>| {
                value.span().start <= place.start && place.end <= value.span().end
            };
            let inside = list.iter().position(|value| holds(value, place));
            if let Some(at) = inside.or_else(|| list.iter().position(around)) {
                let names = ["id", "name", "key"].map(|key| list[at].get_ref().get(key));
                let names = names.into_iter().flatten();
                let names = names.filter_map(|name| name.get_ref().as_str());
                self.lost.extend(names.map(str::to_owned));
                let mut kept = DeArray::new();
                let others = list.iter().enumerate().filter(|(other, _)| *other != at);
                others.for_each(|(_, value)| kept.push(value.clone()));
                *list = kept;
                return true;
            }
        }
        false
    }
}

/// Whether `place` is that of `value` or of something in it: a table of a list
/// has the span of its header, without what follows.
fn holds(value: &Spanned<DeValue<'_>>, place: &Range<usize>) -> bool {
    let inside = match value.get_ref() {
        DeValue::Table(table) => table.values().any(|value| holds(value, place)),
        DeValue::Array(list) => list.iter().any(|value| holds(value, place)),
        _ => false,
    };
    let span = value.span();
    inside || (span.start <= place.start && place.end <= span.end)
}

/// Cuts out the key that stands at `place`.
fn cut_key(table: &mut DeTable<'_>, place: &Range<usize>) -> bool {
    let found = table.keys().find(|key| key.span() == *place).cloned();
    if let Some(key) = found {
        return table.remove(&key).is_some();
    }
    table.iter_mut().any(|(_, value)| match value.get_mut() {
        DeValue::Table(table) => cut_key(table, place),
        DeValue::Array(list) => list.iter_mut().any(|value| match value.get_mut() {
            DeValue::Table(table) => cut_key(table, place),
            _ => false,
        }),
        _ => false,
    })
}

/// What an error of the TOML reader says, in one line, with what would do.
fn fault(error: &toml::de::Error, text: &str) -> Fault {
    let place = error.span().unwrap_or(0..0);
    let message = error.message().split_whitespace();
    let message = message.collect::<Vec<_>>().join(" ");
    (place.start, with_nearest(message, text, &place))
}

/// Of an unknown key: the one that was meant, if one is near.
fn with_nearest(message: String, text: &str, place: &Range<usize>) -> String {
    /// Most letters that a key may be off.
    const FAR: usize = 2;
    let Some((_, expected)) = message.split_once(", expected ") else {
        return message;
    };
    let Some(key) = text
        .get(place.clone())
        .filter(|_| message.starts_with("unknown field"))
    else {
        return message;
    };
    let known = expected.split('`').skip(1).step_by(2);
    let nearest = known
        .map(|known| (strsim::osa_distance(key, known), known))
        .min();
    match nearest {
        Some((far, known)) if far <= FAR => {
            format!("unknown field `{key}`; did you mean `{known}`?")
        }
        _ => message,
    }
}
