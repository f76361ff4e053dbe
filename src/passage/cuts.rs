//! Where a long paragraph may be cut, and where it is.
//!
//! Candidates are sentence ends outside quotations; among them the cuts are
//! chosen by dynamic programming, so that parts come out even. A paragraph
//! without a usable sentence end is cut at a clause, or at last at a word.

use crate::text::{Span, count_words, is_double_mark, sentences};

/// A paragraph up to this many words is one passage.
const WHOLE_WORDS: usize = 130;
/// The length of part that costs nothing.
const IDEAL_WORDS: usize = 90;
/// Parts outside this range cost extra; together they are the 60 to 120 of the contract.
const SHORT_WORDS: usize = 60;
/// See [`SHORT_WORDS`].
const LONG_WORDS: usize = 120;
/// A piece longer than this is cut even where no sentence ends.
const UNBROKEN_WORDS: usize = 240;
/// How far, in bytes, a quotation can reach back when its opening mark is missing.
const UNOPENED_BYTES: usize = 280;

/// A part of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) span: Span,
    pub(super) words: usize,
}

impl Part {
    fn of(text: &str, span: Span) -> Part {
        let words = count_words(span.of(text));
        Part { span, words }
    }
}

/// The parts of a paragraph: contiguous spans that cover it. One for a short one.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let whole = Part::of(text, Span::new(0, text.len()));
    if whole.words <= WHOLE_WORDS {
        return vec![whole];
    }
    let pieces = pieces(text);
    let words: Vec<usize> = pieces
        .iter()
        .map(|piece| count_words(piece.of(text)))
        .collect();
    choose(&words)
        .into_iter()
        .map(|(from, to)| Part::of(text, Span::new(pieces[from].start, pieces[to - 1].end)))
        .collect()
}

/// The smallest pieces that parts are made of: sentences, joined where a cut
/// would fall into a quotation, broken where they never end.
fn pieces(text: &str) -> Vec<Span> {
    let kept = quotation_zones(text);
    let mut pieces: Vec<Span> = Vec::new();
    for sentence in sentences(text) {
        match pieces.last_mut() {
            Some(last) if falls_inside(&kept, sentence.start) => last.end = sentence.end,
            _ => pieces.push(sentence),
        }
    }
    pieces
        .into_iter()
        .flat_map(|piece| break_long(text, piece))
        .collect()
}

fn falls_inside(zones: &[Span], at: usize) -> bool {
    let next = zones.partition_point(|zone| zone.end <= at);
    zones
        .get(next)
        .is_some_and(|zone| zone.start < at && at < zone.end)
}

/// Stretches that hold a quotation: from its opening to its closing mark, or
/// back from a closing mark that was never opened. In order, disjoint.
fn quotation_zones(text: &str) -> Vec<Span> {
    let mut zones: Vec<Span> = Vec::new();
    let mut open = None;
    for (at, mark) in text.char_indices().filter(|(_, c)| is_double_mark(*c)) {
        let opens = match mark {
            '“' | '„' | '«' | '‟' => true,
            '”' | '»' => false,
            _ => open.is_none(),
        };
        let end = at + mark.len_utf8();
        match open {
            _ if opens => open = Some(at),
            Some(start) => {
                zones.push(Span::new(start, end));
                open = None;
            }
            None => {
                let floor = zones.last().map_or(0, |zone| zone.end);
                let start = floor.max(floor_boundary(text, at.saturating_sub(UNOPENED_BYTES)));
                zones.push(Span::new(start, end));
            }
        }
    }
    zones
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Breaks a piece that runs on for too long: at clauses, else at words.
fn break_long(text: &str, piece: Span) -> Vec<Span> {
    if piece.len() < 2 * UNBROKEN_WORDS || count_words(piece.of(text)) <= UNBROKEN_WORDS {
        return vec![piece];
    }
    let mut broken = Vec::new();
    let (mut start, mut words, mut at) = (piece.start, 0, piece.start);
    for run in piece.of(text).split_inclusive(char::is_whitespace) {
        at += run.len();
        words += usize::from(run.len() > 1);
        let is_clause = run.trim_end().ends_with([';', ',', ':', '.', '?', '!']);
        if (is_clause && words >= IDEAL_WORDS) || words >= LONG_WORDS {
            broken.push(Span::new(start, at));
            (start, words) = (at, 0);
        }
    }
    if start < piece.end {
        broken.push(Span::new(start, piece.end));
    }
    broken
}

/// Groups pieces of these lengths into parts: the partition of least cost, as
/// half-open ranges of pieces.
fn choose(words: &[usize]) -> Vec<(usize, usize)> {
    let mut best: Vec<(usize, usize)> = vec![(0, 0)];
    for to in 1..=words.len() {
        let mut length = 0;
        let mut choice = (usize::MAX, to - 1);
        for from in (0..to).rev() {
            length += words[from];
            let total = best[from].0.saturating_add(cost(length));
            if total < choice.0 {
                choice = (total, from);
            }
            if length > 2 * LONG_WORDS {
                break;
            }
        }
        best.push(choice);
    }
    let mut parts = Vec::new();
    let mut to = words.len();
    while to > 0 {
        let from = best[to].1;
        parts.push((from, to));
        to = from;
    }
    parts.reverse();
    parts
}

fn cost(words: usize) -> usize {
    let off = words.abs_diff(IDEAL_WORDS);
    let outside = SHORT_WORDS.saturating_sub(words) + words.saturating_sub(LONG_WORDS);
    off * off + 20 * outside * outside
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lengths(text: &str) -> Vec<usize> {
        parts(text).iter().map(|part| part.words).collect()
    }

    #[test]
    fn a_short_paragraph_is_one_passage() {
        assert_eq!(lengths("One sentence. Another one."), [4]);
        assert_eq!(parts(""), [Part::of("", Span::new(0, 0))]);
    }

    #[test]
    fn a_long_paragraph_is_cut_into_even_parts() {
        let text = "Nine words stand in this sentence of the essay. ".repeat(40);
        assert_eq!(lengths(&text), [90, 90, 90, 90]);
    }

    #[test]
    fn no_cut_falls_into_a_quotation() {
        let quoted =
            "“One two three four five. Six seven eight nine. Ten eleven twelve.” (Moss 4) ";
        let text = format!(
            "{}{quoted}{}",
            "word word word. ".repeat(28),
            "end end end. ".repeat(28)
        );
        assert!(
            parts(&text)
                .iter()
                .any(|part| part.span.of(&text).contains(quoted.trim_end()))
        );
    }

    #[test]
    fn a_paragraph_without_a_stop_is_cut_all_the_same() {
        assert!(
            lengths(&"and so ".repeat(400))
                .iter()
                .all(|words| *words <= LONG_WORDS)
        );
    }

    proptest! {
        #[test]
        fn parts_are_contiguous_and_cover_the_paragraph(
            text in "([a-z]{1,8}( |, |\\. |\\? |” |“ |; )){0,600}"
        ) {
            let mut end = 0;
            for part in parts(&text) {
                prop_assert_eq!(part.span.start, end);
                end = part.span.end;
            }
            prop_assert_eq!(end, text.len());
        }
    }
}
