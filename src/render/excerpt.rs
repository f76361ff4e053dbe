//! Excerpts: of a long passage, the sentences that matched, whole.

use crate::text::{Span, count_words, fold, sentences};
use std::collections::BTreeSet;

/// Words of the longest passage that is shown whole.
const WHOLE: usize = 100;
/// Words of an excerpt beyond which no sentence is added.
const ENOUGH: usize = 70;

/// The parts of `text` to show: all of it, or of a long text the sentences
/// with the most of what `found` marks; in order, none touching the next.
pub(super) fn excerpt(text: &str, found: &[Span]) -> Vec<Span> {
    let all = Span::new(0, text.trim_end().len());
    if found.is_empty() || count_words(text) <= WHOLE {
        return vec![all];
    }
    let sentences = sentences(&text[..all.end]);
    let mut shown = BTreeSet::new();
    let mut words = 0;
    for at in by_worth(text, &sentences, found) {
        let length = count_words(sentences[at].of(text));
        if shown.is_empty() || words + length <= ENOUGH {
            shown.insert(at);
            words += length;
        }
    }
    joined(text, &sentences, &shown)
}

/// The numbers of the sentences, best first: what others have shown already
/// counts less than what is new, and then a neighbour is better than a stranger.
fn by_worth(text: &str, sentences: &[Span], found: &[Span]) -> Vec<usize> {
    let words = |sentence: &Span| -> BTreeSet<String> {
        let inside = found.iter().filter(|span| sentence.contains(**span));
        inside.map(|span| fold(span.of(text))).collect()
    };
    let words: Vec<BTreeSet<String>> = sentences.iter().map(words).collect();
    let mut seen: BTreeSet<&String> = BTreeSet::new();
    let mut order: Vec<usize> = Vec::new();
    while order.len() < sentences.len() {
        let worth = |at: &usize| {
            let is_next = order.iter().any(|other| other.abs_diff(*at) == 1);
            let new = words[*at]
                .iter()
                .filter(|word| !seen.contains(word))
                .count();
            (new, words[*at].len(), is_next, std::cmp::Reverse(*at))
        };
        let left = (0..sentences.len()).filter(|at| !order.contains(at));
        let Some(best) = left.max_by_key(worth) else {
            break;
        };
        seen.extend(&words[best]);
        order.push(best);
    }
    order
}

/// Sentences that stand together as one span each, without the space behind.
fn joined(text: &str, sentences: &[Span], shown: &BTreeSet<usize>) -> Vec<Span> {
    let mut parts: Vec<Span> = Vec::new();
    for at in shown {
        let sentence = sentences[*at];
        match parts.last_mut() {
            Some(last) if last.end == sentence.start => last.end = sentence.end,
            _ => parts.push(sentence),
        }
    }
    let trimmed = |part: &Span| Span::new(part.start, part.start + part.of(text).trim_end().len());
    parts.iter().map(trimmed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sentences of eleven words, of which some have the word `tape`.
    fn text(tapes: &[usize]) -> String {
        let sentence = |at: usize| {
            let thing = if tapes.contains(&at) { "tape" } else { "song" };
            format!("Number {at} of them is about the {thing} that was lost. ")
        };
        (0..14).map(sentence).collect()
    }

    fn found(text: &str) -> Vec<Span> {
        let matches = text.match_indices("tape");
        matches
            .map(|(at, word)| Span::new(at, at + word.len()))
            .collect()
    }

    #[test]
    fn the_sentences_that_matched_are_shown_whole() {
        let text = text(&[3, 9]);
        let parts = excerpt(&text, &found(&text));
        assert!(parts.len() > 1, "{parts:?}");
        let shown: Vec<&str> = parts.iter().map(|part| part.of(&text)).collect();
        let shown = shown.join("|");
        assert!(
            shown.contains("Number 3 of") && shown.contains("Number 9 of"),
            "{shown}"
        );
        assert!(count_words(&shown) <= ENOUGH);
        assert!(parts.iter().all(|part| part.of(&text).ends_with("lost.")));
    }

    #[test]
    fn a_short_passage_and_one_without_matches_are_shown_whole() {
        let long = text(&[]);
        assert_eq!(excerpt(&long, &[]), [Span::new(0, long.trim_end().len())]);
        let short = "The tape is lost. ";
        assert_eq!(excerpt(short, &found(short)), [Span::new(0, 17)]);
    }

    proptest! {
        #[test]
        fn parts_are_in_order_and_hold_a_match(tapes in prop::collection::vec(0..14_usize, 1..6)) {
            let text = text(&tapes);
            let found = found(&text);
            let parts = excerpt(&text, &found);
            prop_assert!(parts.windows(2).all(|pair| pair[0].end < pair[1].start));
            prop_assert!(found.iter().any(|span| parts.iter().any(|part| part.contains(*span))));
        }
    }
}
