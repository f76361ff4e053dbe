//! Resolving: what only the whole essay tells. Whose page a bare number is,
//! what ibid. and a note mark stand for, which bare numbers are citations at
//! all, and whose words a quotation holds.

mod author;
mod essay;
mod problems;
#[cfg(test)]
mod tests;

use super::citations::{CitationFinder, Form, FoundCitation, FoundWork, Origin};
use super::quotations::{Next, begins_with_mark, find_quotations};
use super::{Citation, CitationKind, CitedWork, LocatorKind, Quotation, QuotationKind, WorkCited};
use super::{bare, pairing};
use crate::read::{Block, BlockKind, Essay, Problem};
use crate::text::Span;
use author::IsYearOnly;
use essay::Company;

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
    findings.problems = problems::problems(&findings, finder.names().max_page());
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
    let entries: Vec<&str> = listed.map(|entry| &*entry.as_written).collect();
    let in_text = || editions.of_text(&essay.text, last_cited);
    match entries[..] {
        [] => in_text(),
        [entry] => editions.of_entry(entry, last_cited).or_else(in_text),
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

fn year_only(form: &Form) -> IsYearOnly {
    if *form == Form::Year {
        IsYearOnly::Yes
    } else {
        IsYearOnly::No
    }
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
    fn citations(&mut self, text: &str, candidates: &[FoundCitation]) -> Vec<Citation> {
        let mut citations: Vec<Citation> = Vec::new();
        for found in candidates {
            let Some(citation) = self.citation(text, found, &citations) else {
                continue;
            };
            self.last = citation.works.last().cloned().or(self.last.take());
            citations.push(citation);
        }
        citations
    }

    fn citation(
        &mut self,
        text: &str,
        found: &FoundCitation,
        before: &[Citation],
    ) -> Option<Citation> {
        let mut kind = found.kind;
        let works = match &found.form {
            Form::Mark(mark) => self.company.note(mark, self.block)?.to_vec(),
            Form::Known => self.named(&found.works),
            Form::Unknown if self.is_plausible(text, found) => self.named(&found.works),
            Form::NameOnly if self.company.is_cited(&found.works[0]) => self.named(&found.works),
            Form::Unknown | Form::NameOnly => return None,
            Form::Ibid => self.ibid(&found.works),
            Form::Bare => {
                let company = self.company.bare(self.bare_at);
                self.bare_at += 1;
                if !bare::is_page(text, found, company) {
                    return None;
                }
                self.inherited(text, found, before)
            }
            Form::Dotted if !self.company.is_dotted(text, found) => return None,
            Form::Year | Form::YearPlace => {
                let name = self
                    .company
                    .name_before(text, found.span.start, year_only(&found.form));
                if let Some(name) = name {
                    kind = CitationKind::Narrative;
                    self.owned(&found.works, &name)
                } else if found.form == Form::Year {
                    return None;
                } else {
                    self.inherited(text, found, before)
                }
            }
            Form::Labelled | Form::Running | Form::Dotted => self.inherited(text, found, before),
        };
        (!works.is_empty()).then_some(Citation {
            span: found.span,
            kind,
            works,
        })
    }

    fn named(&self, works: &[FoundWork]) -> Vec<CitedWork> {
        works
            .iter()
            .map(|found| {
                if found.origin == Origin::Inherited {
                    let mut work = found.work.clone();
                    work.author = self.company.primary_author();
                    work.is_novel = self.company.is_on_novel();
                    return work;
                }
                self.company.with_listed_title(&found.work)
            })
            .collect()
    }

    /// The work before, at this place or, if none is given, the same.
    fn ibid(&self, works: &[FoundWork]) -> Vec<CitedWork> {
        let Some(last) = &self.last else {
            return works.iter().map(|found| found.work.clone()).collect();
        };
        let at_place = |found: &FoundWork| {
            let mut work = CitedWork {
                sic: None,
                year: None,
                title: None,
                ..last.clone()
            };
            if found.work.locator_kind != LocatorKind::None {
                work.locator_kind = found.work.locator_kind;
                work.locators.clone_from(&found.work.locators);
            }
            work
        };
        works.iter().map(at_place).collect()
    }

    /// The works as those of the author whom the context names.
    fn inherited(&self, text: &str, found: &FoundCitation, before: &[Citation]) -> Vec<CitedWork> {
        let year = found.works[0].work.year.as_deref();
        let name = self.company.author_of(text, found.span.start, year, before);
        let is_handout = found.works[0].work.locator_kind == LocatorKind::Paragraph;
        let is_guess = is_handout && !self.company.is_on_novel();
        match name.filter(|_| !is_guess) {
            Some(name) => self.owned(&found.works, &name),
            None => found.works.iter().map(|found| found.work.clone()).collect(),
        }
    }

    fn owned(&self, works: &[FoundWork], name: &str) -> Vec<CitedWork> {
        let is_authors = self.company.is_novelist(name);
        let own = |found: &FoundWork| {
            let mut work = found.work.clone();
            let is_year = work
                .year
                .as_deref()
                .is_none_or(|y| self.company.names().is_novel_year(y));
            work.is_novel = is_authors && self.company.is_on_novel() && is_year;
            work.author = Some(name.to_owned());
            work
        };
        works.iter().map(own).collect()
    }

    /// Whether an unknown name with a number is a citation rather than an age
    /// or a score.
    fn is_plausible(&self, text: &str, found: &FoundCitation) -> bool {
        let work = &found.works[0].work;
        let page = bare::first_number(found).unwrap_or(0);
        let is_sure = work.locator_kind != LocatorKind::Page
            || work.year.is_some()
            || page > 110
            || self.company.is_cited(&found.works[0])
            || bare::is_after_quotation(&text[..found.span.start]);
        let next = text[found.span.end..].trim_start();
        is_sure || next.is_empty() || next.starts_with(['.', ',', ';', ':'])
    }

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
