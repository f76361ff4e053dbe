//! Patterns: how one unit of a query is found in the text of a passage. The
//! same code verifies phrases and marks what matched, so that what is marked
//! is exactly what matched.

use super::{Matching, Node, Unit};
use crate::text::{Form, Forms, Span, Word, fold, is_hyphen};

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
        let words = forms.words(text);
        self.find_words(text, &words, forms)
    }

    fn find_words(&self, text: &str, words: &[Word], forms: &Forms) -> Vec<Span> {
        match self {
            Pattern::Stems(sought) => {
                sequences(text, words, sought, |word| &forms.get(word.form).stem)
            }
            Pattern::Exact(sought) => {
                sequences(text, words, sought, |word| &forms.get(word.form).exact)
            }
            Pattern::Near {
                words: sought,
                slop,
            } => near(words, sought, *slop as usize, |word| {
                &forms.get(word.form).stem
            }),
            Pattern::Prefix(start) => matching(words, |word| {
                forms.get(word.form).exact.starts_with(start.as_str())
            }),
            Pattern::Fuzzy(sought, distance) => matching(words, |word| {
                let exact = &forms.get(word.form).exact;
                strsim::osa_distance(sought, exact) <= usize::from(*distance)
            }),
        }
    }
}

fn matching(words: &[Word], is_match: impl Fn(&Word) -> bool) -> Vec<Span> {
    words
        .iter()
        .filter(|word| is_match(word))
        .map(|word| word.span)
        .collect()
}

/// Runs of words that are `sought` in order; also a single word broken by a
/// hyphen, which the index knows joined.
fn sequences<'a>(
    text: &str,
    words: &'a [Word],
    sought: &[String],
    form: impl Fn(&'a Word) -> &'a str,
) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let run = &words[at..];
        let stands = run.len() >= sought.len()
            && run
                .iter()
                .zip(sought)
                .all(|(word, sought)| form(word) == sought);
        if stands {
            let last = &run[sought.len() - 1];
            found.push(Span::new(words[at].span.start, last.span.end));
            at += sought.len();
        } else if let ([first, second, ..], [sought]) = (run, sought)
            && is_joined(text, first, second, sought, &form)
        {
            found.push(Span::new(first.span.start, second.span.end));
            at += 2;
        } else {
            at += 1;
        }
    }
    found
}

fn is_joined<'a>(
    text: &str,
    first: &'a Word,
    second: &'a Word,
    sought: &str,
    form: impl Fn(&'a Word) -> &'a str,
) -> bool {
    let mut between = text[first.span.end..second.span.start].chars();
    between.next().is_some_and(is_hyphen)
        && between.next().is_none()
        && sought
            .strip_suffix(form(second))
            .is_some_and(|start| start == fold(first.span.of(text)).replace('\'', ""))
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
    let words = forms.words(text);
    let mut spans: Vec<Span> = units
        .iter()
        .flat_map(|unit| unit.pattern.find_words(text, &words, forms))
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
            out += &format!("{}[{}]", &text[at..span.start], span.of(text));
            at = span.end;
        }
        out + &text[at..]
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
