//! Patterns: how one unit of a query is found in the text of a passage. The
//! same code verifies phrases and marks what matched, so that what is marked
//! is exactly what matched.

use super::fields::is_quotation;
use super::{Matching, Node, Unit};
use crate::text::{Form, Forms, Span, Word, fold};

/// How one unit of a query is found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Words in this order, by stem.
    Stems(Vec<String>),
    /// Words in this order, word for word.
    Exact(Vec<String>),
    /// Words in any order, by stem, with at most `slop` others between.
    Near {
        /// The stems.
        words: Vec<String>,
        /// How many other words may stand between them.
        slop: u32,
    },
    /// Words with this beginning, folded.
    Prefix(String),
    /// Words with at most this many letters other than this one.
    Fuzzy(String, u8),
}

impl Pattern {
    /// The pattern of a leaf of the tree; `None` if it holds no word.
    pub(super) fn of(leaf: &Node, matching: Matching, forms: &mut Forms) -> Option<Pattern> {
        let mut words = |text: &str, pick: fn(&Form) -> &str| -> Option<Vec<String>> {
            let words = forms.words(text);
            let words: Vec<String> = words
                .iter()
                .map(|word| pick(forms.get(word.form)).to_string())
                .collect();
            (!words.is_empty()).then_some(words)
        };
        let exact: fn(&Form) -> &str = |form| &form.exact;
        let stem: fn(&Form) -> &str = |form| &form.stem;
        Some(match leaf {
            Node::Word(word) if matching == Matching::Exact => Pattern::Exact(words(word, exact)?),
            Node::Word(word) => Pattern::Stems(words(word, stem)?),
            Node::Phrase {
                words: text,
                slop: None,
            } => Pattern::Exact(words(text, exact)?),
            Node::Phrase {
                words: text,
                slop: Some(slop),
            } => Pattern::Near {
                words: words(text, stem)?,
                slop: *slop,
            },
            Node::Prefix(start) => Pattern::Prefix(fold(start).replace('\'', "")),
            Node::Fuzzy(word, distance) => Pattern::Fuzzy(words(word, exact)?.concat(), *distance),
            _ => return None,
        })
    }

    /// Where it stands in `text`: in order; words of one match are one span.
    pub(super) fn find(&self, text: &str, forms: &mut Forms) -> Vec<Span> {
        let read = Read::new(text, forms);
        self.find_in(&read, forms)
    }

    fn find_in(&self, read: &Read, forms: &Forms) -> Vec<Span> {
        let form = |word: &Word| forms.get(word.form);
        let words = &read.words;
        match self {
            Pattern::Stems(sought) => sequences(read, sought, |word| &form(word).stem, |f| &f.stem),
            Pattern::Exact(sought) => {
                sequences(read, sought, |word| &form(word).exact, |f| &f.exact)
            }
            Pattern::Near {
                words: sought,
                slop,
            } => near(words, sought, *slop as usize, |word| &form(word).stem),
            Pattern::Prefix(start) => {
                matching(words, |word| form(word).exact.starts_with(start.as_str()))
            }
            Pattern::Fuzzy(sought, distance) => matching(words, |word| {
                is_within(sought, &form(word).exact, usize::from(*distance))
            }),
        }
    }
}

/// Whether at most `distance` edits part two words.
pub(super) fn is_within(word: &str, other: &str, distance: usize) -> bool {
    // A letter has at most four bytes; counting them is far cheaper than aligning.
    word.len().abs_diff(other.len()) <= 4 * distance
        && strsim::osa_distance(word, other) <= distance
}

/// The words of a text, and those that a hyphen parts as one.
struct Read {
    words: Vec<Word>,
    /// By number of the first word: where the whole stands, and its form.
    joined: Vec<(usize, Span, Form)>,
}

impl Read {
    fn new(text: &str, forms: &mut Forms) -> Read {
        let words = forms.words(text);
        let mut joined = Vec::new();
        for (at, pair) in words.windows(2).enumerate() {
            if let Some(form) = forms.joined(text, pair[0], pair[1]) {
                let span = Span::new(pair[0].span.start, pair[1].span.end);
                joined.push((at, span, form));
            }
        }
        Read { words, joined }
    }
}

fn matching(words: &[Word], is_match: impl Fn(&Word) -> bool) -> Vec<Span> {
    let found = words.iter().filter(|word| is_match(word));
    found.map(|word| word.span).collect()
}

/// Runs of words that are `sought` in order; also a single word broken by a
/// hyphen, which the index knows joined.
fn sequences<'a>(
    read: &'a Read,
    sought: &[String],
    form: impl Fn(&Word) -> &'a str,
    of_joined: impl Fn(&'a Form) -> &'a str,
) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < read.words.len() {
        let run = &read.words[at..];
        let is_next = |(word, sought): (&Word, &String)| form(word) == sought;
        if run.len() >= sought.len() && run.iter().zip(sought).all(is_next) {
            let last = &run[sought.len() - 1];
            found.push(Span::new(run[0].span.start, last.span.end));
            at += sought.len();
            continue;
        }
        let joined = read.joined.iter().find(|(first, ..)| *first == at);
        if let (Some((_, span, whole)), [sought]) = (joined, sought)
            && of_joined(whole) == sought
        {
            found.push(*span);
            at += 1;
        }
        at += 1;
    }
    found
}

/// Shortest windows that hold every word of `sought` with few others between.
fn near<'a>(
    words: &'a [Word],
    sought: &[String],
    slop: usize,
    form: impl Fn(&'a Word) -> &'a str,
) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut next = 0;
    for start in 0..words.len() {
        if start < next || !sought.iter().any(|word| word == form(&words[start])) {
            continue;
        }
        let mut missing: Vec<&String> = sought.iter().collect();
        let reach = (start + sought.len() + slop).min(words.len());
        for (end, word) in words.iter().enumerate().take(reach).skip(start) {
            if let Some(at) = missing.iter().position(|sought| *sought == form(word)) {
                missing.remove(at);
            }
            if missing.is_empty() {
                found.push(Span::new(words[start].span.start, word.span.end));
                next = end + 1;
                break;
            }
        }
    }
    found
}

/// How often a pattern stands in a text.
pub(super) fn count_matches(pattern: &Pattern, text: &str, forms: &mut Forms) -> u32 {
    u32::try_from(pattern.find(text, forms).len()).unwrap_or(u32::MAX)
}

/// What of `text` matched a query: disjoint spans in order.
#[must_use]
pub fn highlight(units: &[Unit], text: &str, forms: &mut Forms) -> Vec<Span> {
    let read = Read::new(text, forms);
    let mut spans: Vec<Span> = units
        .iter()
        .flat_map(|unit| unit.pattern.find_in(&read, forms))
        .collect();
    spans.sort();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// Keeps of what matched what stands where an `in:` of the query asks for it:
/// in one of the quotations, or in none.
pub fn keep_scoped(node: &Node, quotations: &[Span], spans: &mut Vec<Span>) {
    let (Node::Items(nodes) | Node::All(nodes)) = node else {
        return;
    };
    for value in nodes.iter().filter_map(Node::scope) {
        let is_asked = is_quotation(value);
        let is_inside = |span: &Span| quotations.iter().any(|quoted| quoted.contains(*span));
        spans.retain(|span| is_asked.as_ref() == Ok(&is_inside(span)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::parse;

    fn marked(query: &str, text: &str) -> String {
        let mut forms = Forms::default();
        let node = parse(query).expect("a query").expect("a node");
        let pattern = Pattern::of(&node, Matching::Stems, &mut forms).expect("a leaf");
        let unit = Unit {
            label: String::new(),
            repeats: 1,
            pattern,
        };
        let mut out = String::new();
        let mut at = 0;
        for span in highlight(&[unit], text, &mut forms) {
            out.extend([&text[at..span.start], "[", span.of(text), "]"]);
            at = span.end;
        }
        out + &text[at..]
    }

    #[test]
    fn what_stands_elsewhere_than_asked_is_not_marked() {
        let spans = [Span::new(0, 4), Span::new(6, 9)];
        let quotations = [Span::new(5, 12)];
        for (query, kept) in [
            ("tape in:quotation", &spans[1..]),
            ("tape AND in:commentary", &spans[..1]),
            ("tape lost", &spans[..]),
        ] {
            let node = parse(query).expect("a query").expect("a node");
            let mut found = spans.to_vec();
            keep_scoped(&node, &quotations, &mut found);
            assert_eq!(found, kept, "{query}");
        }
    }

    #[test]
    fn what_is_marked_is_what_matched() {
        for (query, text, expected) in [
            (
                "memory",
                "Her memories, her Memory’s",
                "Her [memories], her [Memory’s]",
            ),
            (
                "\"told and not told\"",
                "told and not told; told and told",
                "[told and not told]; told and told",
            ),
            ("\"memory\"", "memory, memories", "[memory], memories"),
            (
                "Bridgewater",
                "Judy Bridge-water sings",
                "Judy [Bridge-water] sings",
            ),
            ("memor*", "memoir memorial", "memoir [memorial]"),
            ("Halisham~1", "Hailsham, Halisham", "[Hailsham], [Halisham]"),
            (
                "\"tape lost\"~2",
                "she lost the old tape",
                "she [lost the old tape]",
            ),
            (
                "\"tape lost\"~1",
                "she lost the old tape",
                "she lost the old tape",
            ),
            ("dont", "I don’t", "I [don’t]"),
        ] {
            assert_eq!(marked(query, text), expected, "{query}");
        }
    }
}
