//! Which citation belongs to which quotation of a paragraph.
//!
//! The one right behind it; else the one that ends its sentence; else a
//! narrative one before it. Never across a paragraph.

use super::quotations::FoundQuotation;
use super::{Citation, CitationKind};
use crate::text::{Span, sentences};

/// Most words between a quotation and a citation that directly follows it.
const DIRECT_WORDS: usize = 3;

/// Most words of a term.
const TERM_WORDS: usize = 2;

/// A quotation's citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// Index of the citation in its paragraph.
    pub(super) citation: u16,
    /// Whether it stands right behind the quotation.
    pub(super) is_direct: bool,
}

/// The pair of each of `quotations`, in their order.
pub(super) fn pair(
    text: &str,
    quotations: &[FoundQuotation],
    citations: &[Citation],
    is_title: impl Fn(&str) -> bool,
) -> Vec<Option<Pair>> {
    let mut pairs = vec![None; quotations.len()];
    if quotations.is_empty() || citations.is_empty() {
        return pairs;
    }
    for (at, citation) in citations.iter().enumerate() {
        let Ok(number) = u16::try_from(at) else { break };
        let floor = at
            .checked_sub(1)
            .map_or(0, |before| citations[before].span.end);
        let before = directly_before(text, quotations, citation);
        if let Some(last) = before.filter(|q| quotations[*q].outer.end >= floor) {
            pairs[last] = Some(Pair {
                citation: number,
                is_direct: true,
            });
        }
    }
    let sentences = whole_sentences(text, quotations);
    let is_loose = |q: &FoundQuotation| !is_short(q.span.of(text)) && !is_title(q.span.of(text));
    for (at, citation) in citations.iter().enumerate() {
        let Ok(number) = u16::try_from(at) else { break };
        let pair = Some(Pair {
            citation: number,
            is_direct: false,
        });
        let floor = at
            .checked_sub(1)
            .map_or(0, |before| citations[before].span.end);
        let sentence = sentence_of(&sentences, citation.span);
        let from = floor.max(sentence.start);
        // Quotations are in order: those in reach stand side by side.
        let begin = quotations.partition_point(|q| q.span.start < from);
        let end = quotations.partition_point(|q| q.outer.end <= citation.span.start);
        for at in begin..end {
            let q = &quotations[at];
            let is_last = at + 1 == end && is_phrase(q.span.of(text));
            let is_fit = is_loose(q) || is_last && !is_title(q.span.of(text));
            if pairs[at].is_none() && is_fit {
                pairs[at] = pair;
            }
        }
        if let Some(last) = in_sentence_before(&sentences, sentence, quotations)
            .filter(|last| quotations[*last].span.start >= floor && is_loose(&quotations[*last]))
        {
            pairs[last] = pairs[last].or(pair);
        }
        if leads(citation) {
            let next = citations
                .get(at + 1)
                .map_or(text.len(), |next| next.span.start);
            let first = quotations.partition_point(|q| q.span.start < citation.span.end);
            let follows = |q: &FoundQuotation| q.span.start < sentence.end && q.outer.end <= next;
            if quotations
                .get(first)
                .is_some_and(|q| follows(q) && is_loose(q))
            {
                pairs[first] = pairs[first].or(pair);
            }
        }
    }
    pairs
}

/// The sentences of the essayist: those within a quotation end none of his.
fn whole_sentences(text: &str, quotations: &[FoundQuotation]) -> Vec<Span> {
    let is_within = |at: usize| {
        let next = quotations.partition_point(|q| q.outer.end <= at);
        quotations.get(next).is_some_and(|q| q.outer.start < at)
    };
    let mut whole: Vec<Span> = Vec::new();
    for sentence in sentences(text) {
        match whole.last_mut() {
            Some(last) if is_within(sentence.start) => last.end = sentence.end,
            _ => whole.push(sentence),
        }
    }
    whole
}

/// The last quotation of the sentence before `sentence`, if that has none of its own.
fn in_sentence_before(
    sentences: &[Span],
    sentence: Span,
    quotations: &[FoundQuotation],
) -> Option<usize> {
    let own = sentences.partition_point(|s| s.start < sentence.start);
    let before = *sentences.get(own.checked_sub(1)?)?;
    let until = |at: usize| quotations.partition_point(|q| q.span.start < at);
    let is_alone = until(sentence.start) == until(sentence.end);
    let last = until(before.end).checked_sub(1)?;
    (is_alone && quotations[last].span.start >= before.start).then_some(last)
}

/// Whether a citation may come before its quotation.
fn leads(citation: &Citation) -> bool {
    matches!(
        citation.kind,
        CitationKind::Narrative | CitationKind::Unparenthesised
    )
}

/// The quotation that `citation` directly follows, or stands in.
fn directly_before(
    text: &str,
    quotations: &[FoundQuotation],
    citation: &Citation,
) -> Option<usize> {
    let until = quotations.partition_point(|q| q.outer.start < citation.span.start);
    let at = until.checked_sub(1)?;
    let quotation = &quotations[at];
    if quotation.outer.end >= citation.span.end {
        let is_first = text[citation.span.end..quotation.outer.end].len() <= 4;
        return is_first.then_some(at);
    }
    let between = text.get(quotation.outer.end..citation.span.start)?;
    let is_near = between
        .split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'')
        .filter(|word| !word.is_empty())
        .count()
        <= DIRECT_WORDS;
    let words_follow = between.contains(char::is_alphabetic);
    let stops = words_follow && (between.contains(". ") || between.contains(" ("));
    (is_near && !stops && between.len() < 60).then_some(at)
}

fn sentence_of(sentences: &[Span], citation: Span) -> Span {
    let at = sentences.partition_point(|s| s.end <= citation.start);
    sentences
        .get(at)
        .copied()
        .unwrap_or(Span::new(0, usize::MAX))
}

/// Whether `words` are so few that they are a term unless cited.
pub(super) fn is_short(words: &str) -> bool {
    words.split_whitespace().take(TERM_WORDS + 1).count() <= TERM_WORDS
        && !words.ends_with(['?', '!'])
}

/// Whether `words` are more than one.
fn is_phrase(words: &str) -> bool {
    words.split_whitespace().nth(1).is_some()
}

/// The words of a block quotation that ends at `end`, without marks around them.
pub(super) fn trim_block(text: &str, end: usize) -> Span {
    let is_space = char::is_whitespace;
    let body = text[..end].trim_end_matches(is_space);
    let front = body.len() - body.trim_start_matches(is_space).len();
    let inner = &body[front..];
    for (open, close) in [('“', '”'), ('‘', '’'), ('"', '"')] {
        let marked = inner
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close));
        if let Some(marked) = marked.filter(|m| !m.contains(open) && !m.contains(close)) {
            let start = front + open.len_utf8();
            return Span::new(start, start + marked.len());
        }
    }
    Span::new(front, front + inner.len())
}
