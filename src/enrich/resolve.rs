//! Resolving: what only the whole essay tells. Whose page a bare number is,
//! what ibid. and a note mark stand for, which bare numbers are citations at
//! all, and whose words a quotation holds.

mod author;
mod cited;
mod essay;
mod listed;
#[cfg(test)]
mod lookalikes;
mod problems;
#[cfg(test)]
mod tests;

use super::citations::{CitationFinder, FoundCitation, joined};
use super::pairing;
use super::quotations::{Next, begins_with_mark, find_quotations};
use super::{Citation, CitedWork, LocatorKind, Quotation, QuotationKind, WorkCited};
use crate::read::{Block, BlockKind, Essay, Problem};
use crate::text::Span;
use essay::Company;
use std::collections::BTreeSet;

/// What an essay cites and quotes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EssayFindings {
    /// The body paragraphs that cite or quote, in order.
    pub paragraphs: Vec<ParagraphFindings>,
    /// The entries of its list of works cited, in order.
    pub works_cited: Vec<WorkCited>,
    /// Key of the profile's edition of the novel that it used; `None` if it
    /// names none that is known, or several.
    pub edition: Option<String>,
    /// What is odd about its citations.
    pub problems: Vec<Problem>,
}

/// What one body paragraph cites and quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphFindings {
    /// Index of the block among the essay's.
    pub block: usize,
    /// Its citations, in order; spans count from the start of the block.
    pub citations: Vec<Citation>,
    /// Its quotations, in order; `citation` is an index into `citations`.
    pub quotations: Vec<Quotation>,
}

/// Finds and resolves all that `essay` cites and quotes.
#[must_use]
pub fn resolve(essay: &Essay, finder: &CitationFinder) -> EssayFindings {
    let found = find_all(essay, finder);
    let company = Company::new(essay, finder, &found);
    let mut resolver = Resolver {
        company,
        last: None,
        bare_at: 0,
        block: 0,
    };
    let mut findings = EssayFindings::default();
    for (at, (block, candidates)) in found.iter().enumerate() {
        let text = essay.blocks[*block].span.of(&essay.text);
        resolver.block = *block;
        resolver.company.turn_over();
        let next = found.get(at + 1).map(|(next, _)| &essay.blocks[*next]);
        let citations = resolver.citations(text, candidates);
        let quotations = resolver.quotations(text, &essay.blocks[*block], next, essay, &citations);
        if !citations.is_empty() || !quotations.is_empty() {
            findings.paragraphs.push(ParagraphFindings {
                block: *block,
                citations,
                quotations,
            });
        }
    }
    findings.works_cited = resolver.company.into_works_cited();
    findings.edition = edition(essay, finder, &findings).map(str::to_owned);
    findings.problems = problems::problems(essay, &findings, finder.names().max_page());
    findings
}

/// The edition that the list of works names, else the notes or the text.
fn edition<'f>(
    essay: &Essay,
    finder: &'f CitationFinder,
    findings: &EssayFindings,
) -> Option<&'f str> {
    let editions = finder.editions();
    let last_cited = last_page_cited(findings);
    let listed = findings.works_cited.iter().filter(|entry| entry.is_novel);
    let guesses = listed.filter_map(|entry| editions.of_entry(&entry.as_written, last_cited));
    let guesses: BTreeSet<&str> = guesses.collect();
    match guesses.len() {
        0 => editions.of_text(&essay.text, last_cited),
        1 => guesses.into_iter().next(),
        // Two editions listed: which one a page is of, nobody can say.
        _ => None,
    }
}

/// The last page of the novel that the essay cites; 0 if it cites none.
fn last_page_cited(findings: &EssayFindings) -> u32 {
    let works = findings
        .paragraphs
        .iter()
        .flat_map(|p| &p.citations)
        .flat_map(|c| &c.works);
    let pages = works.filter(|w| w.is_novel && w.locator_kind == LocatorKind::Page);
    let numbers = pages
        .flat_map(|work| &work.locators)
        .filter_map(|l| l.split('-').next()?.parse().ok());
    numbers.max().unwrap_or(0)
}

/// The body blocks of `essay` with what may be their citations.
fn find_all(essay: &Essay, finder: &CitationFinder) -> Vec<(usize, Vec<FoundCitation>)> {
    let blocks = essay.blocks.iter().enumerate();
    blocks
        .filter(|(_, block)| matches!(block.kind, BlockKind::Body | BlockKind::BlockQuotation))
        .map(|(at, block)| (at, finder.find_citations(block.span.of(&essay.text))))
        .collect()
}

struct Resolver<'a> {
    company: Company<'a>,
    /// The work cited last, for ibid.
    last: Option<CitedWork>,
    /// How many bare numbers have been met.
    bare_at: usize,
    /// The block that is being read.
    block: usize,
}

impl Resolver<'_> {
    fn quotations(
        &self,
        text: &str,
        block: &Block,
        next: Option<&Block>,
        essay: &Essay,
        citations: &[Citation],
    ) -> Vec<Quotation> {
        if block.kind == BlockKind::BlockQuotation {
            let quotation = self.block_quotation(text, citations);
            // A block that is nothing but its citation quotes no words.
            return Vec::from_iter(Some(quotation).filter(|found| !found.span.is_empty()));
        }
        let reopens = next.is_some_and(|next| {
            next.kind == BlockKind::Body && begins_with_mark(next.span.of(&essay.text))
        });
        let next = if reopens { Next::Reopens } else { Next::Other };
        let spans: Vec<Span> = citations.iter().map(|c| c.span).collect();
        let found = find_quotations(text, &spans, next);
        let paired = pairing::pair(text, &found, citations, |words| {
            self.company.is_title(words)
        });
        let quotation =
            |(found, paired): (super::FoundQuotation, Option<pairing::Pair>)| Quotation {
                kind: self.kind(text, &found.span, paired, citations),
                span: found.span,
                is_block: false,
                citation: paired.map(|pair| pair.citation),
                problem: found.problem,
            };
        found.into_iter().zip(paired).map(quotation).collect()
    }

    /// A block set off: all of it but the citation at its end.
    fn block_quotation(&self, text: &str, citations: &[Citation]) -> Quotation {
        let last = citations.last();
        let end = last
            .filter(|c| !text[c.span.end..].contains(char::is_alphanumeric))
            .map_or(text.len(), |c| c.span.start);
        let span = pairing::trim_block(text, end);
        let pair = last.map(|_| pairing::Pair {
            citation: u16::try_from(citations.len() - 1).unwrap_or(u16::MAX),
            is_direct: true,
        });
        let kind = match self.kind(text, &span, pair, citations) {
            QuotationKind::Term | QuotationKind::Title => QuotationKind::Other,
            kind => kind,
        };
        Quotation {
            kind,
            span,
            is_block: true,
            citation: pair.map(|p| p.citation),
            problem: None,
        }
    }

    /// Whose words `span` holds.
    fn kind(
        &self,
        text: &str,
        span: &Span,
        pair: Option<pairing::Pair>,
        citations: &[Citation],
    ) -> QuotationKind {
        let quoted = span.of(text);
        let is_direct = pair.is_some_and(|p| p.is_direct);
        if !is_direct && self.company.is_title(quoted) {
            return QuotationKind::Title;
        }
        if pair.is_none() && pairing::is_short(quoted) {
            return QuotationKind::Term;
        }
        if let Some(pair) = pair {
            let works = &citations[usize::from(pair.citation)].works;
            return match works.first() {
                Some(work) if work.is_novel => QuotationKind::Novel,
                Some(work) if work.author.is_some() => QuotationKind::Critic,
                _ => QuotationKind::Other,
            };
        }
        if self.company.critic_before(text, span.start).is_some() {
            return QuotationKind::Critic;
        }
        if self.company.is_on_novel() {
            QuotationKind::Novel
        } else {
            QuotationKind::Other
        }
    }
}
