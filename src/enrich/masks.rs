//! Masks: the words of a passage that do not count as what it discusses.
//!
//! Citations, addresses, titles, the furniture of essay mills, and clauses that
//! set a topic aside ("this is not about …").

use super::lexicon::Target;
use super::matching::{Match, PassageView, Scan};
use crate::text::Span;

/// Words that open the clause after the one in which a topic is set aside.
const CLAUSE_OPENERS: &[&str] = &["but", "than", "rather", "instead", "yet"];

/// Marks the words that say nothing: citations, addresses, titles, furniture
/// and clauses that set a topic aside.
pub(super) fn mask_words(scan: &Scan, matches: &[Match], is_masked: &mut Vec<bool>) {
    let view = scan.view;
    is_masked.clear();
    is_masked.resize(view.words.len(), false);
    let mut mask = |span: Span| {
        let from = view
            .words
            .partition_point(|word| word.span.end <= span.start);
        for (word, flag) in view.words[from..].iter().zip(&mut is_masked[from..]) {
            if word.span.start >= span.end {
                break;
            }
            *flag = true;
        }
    };
    view.masks.iter().copied().for_each(&mut mask);
    for found in matches {
        match scan.lexicon.patterns[found.pattern as usize].target {
            Target::Mask => mask(scan.span(found.first, found.last)),
            Target::WebAddress => mask(run_around(view, found.first)),
            Target::TopicNegation => mask(rest_of_clause(view, found.last)),
            _ => {}
        }
    }
}

/// The words after `last` up to the end of the clause.
fn rest_of_clause(view: &PassageView, last: usize) -> Span {
    let start = view.words[last].span.end;
    let mut end = start;
    for word in &view.words[last + 1..] {
        let gap = &view.text[end..word.span.start];
        let opens = CLAUSE_OPENERS.contains(&word.span.of(view.text));
        if opens || gap.contains([',', ';', ':', '.', '!', '?', '(', ')', '—']) {
            break;
        }
        end = word.span.end;
    }
    Span::new(start, end)
}

/// The run without white space that the word at `at` stands in.
fn run_around(view: &PassageView, at: usize) -> Span {
    let word = view.words[at].span;
    let before = view.text[..word.start].trim_end_matches(|c: char| !c.is_whitespace());
    let after = view.text[word.end..].trim_start_matches(|c: char| !c.is_whitespace());
    Span::new(before.len(), view.text.len() - after.len())
}
