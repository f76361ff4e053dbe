//! Passages: the units that are indexed, ranked and cited.
//!
//! A paragraph is one passage; a long one is cut at sentence ends into parts
//! of 60 to 120 words, which is where retrieval of argument works best
//! (windows of 3 to 5 sentences). Cuts avoid quotations, so that a quotation
//! is not parted from its citation.

mod cuts;

use crate::read::{BlockKind, Essay};
use crate::text::Span;
use cuts::Part;
use serde::{Deserialize, Serialize};

/// A paragraph of an essay, or one part of a long one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Number of its paragraph among the essay's body paragraphs, from 1.
    pub paragraph: u32,
    /// Its number among the parts of the paragraph, from 1.
    pub part: u16,
    /// The block of the essay that it is part of.
    pub block: u32,
    /// Where it stands in the essay's text. The parts of a paragraph are
    /// contiguous: joined, they are its text.
    pub span: Span,
    /// Page its paragraph begins on, as printed.
    pub page: Option<String>,
    /// The heading it stands under.
    pub heading: Option<String>,
    /// Its length in words.
    pub words: u32,
}

/// Splits an essay into passages: in order, disjoint, every body block covered.
///
/// Empty for an essay without body blocks.
///
/// # Panics
/// Never: an essay has fewer than 2^32 blocks.
#[must_use]
pub fn split(essay: &Essay) -> Vec<Passage> {
    let mut passages = Vec::with_capacity(essay.blocks.len());
    let mut heading = None;
    for (index, block) in essay.blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Heading => heading = Some(block.span.of(&essay.text).to_string()),
            BlockKind::Body | BlockKind::BlockQuotation => {}
            _ => continue,
        }
        let Some(paragraph) = block.number else {
            continue;
        };
        let text = block.span.of(&essay.text);
        for (part, Part { span, words }) in cuts::parts(text).into_iter().enumerate() {
            passages.push(Passage {
                paragraph,
                part: u16::try_from(part + 1).unwrap_or(u16::MAX),
                block: u32::try_from(index).expect("an essay has fewer than 2^32 blocks"),
                span: Span::new(block.span.start + span.start, block.span.start + span.end),
                page: block.page.clone(),
                heading: heading.clone(),
                words: u32::try_from(words).unwrap_or(u32::MAX),
            });
        }
    }
    passages
}
