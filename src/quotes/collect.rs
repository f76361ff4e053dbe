//! Collecting: every quotation of an index, with the pages cited for it.

use crate::enrich::{CitedWork, EnrichedPassage, LocatorKind, QuotationKind};
use crate::index::{Index, IndexError};
use crate::passage::Passage;
use crate::text::Span;
use tantivy::DocAddress;

/// An essay that quotes or cites the novel.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotingEssay {
    /// Its document in the index.
    pub address: DocAddress,
    /// Its path, as shown.
    pub path: String,
    /// The key of the novel's edition that it lists, if it lists one.
    pub edition: Option<String>,
}

/// Words of another in an essay.
#[derive(Debug, Clone, PartialEq)]
pub struct Quoted {
    /// Number of its essay among those of the corpus.
    pub essay: usize,
    /// The passage it stands in.
    pub passage: Passage,
    /// The words, without their marks.
    pub text: String,
    /// Citations within the words.
    pub(super) citations: Vec<Span>,
    /// Pages cited for them, of the novel as far as is known: first and last of each range.
    pub pages: Vec<(u32, u32)>,
    /// The citation that belongs to them, as written.
    pub cited: Option<String>,
    /// Whether they are said to be the novel's.
    pub is_novel: bool,
}

/// A citation of the novel without a quotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Paraphrase {
    /// Number of its essay among those of the corpus.
    pub essay: usize,
    /// The passage it stands in.
    pub passage: Passage,
    /// The citation, as written.
    pub cited: String,
    /// Pages of the novel: first and last of each range.
    pub pages: Vec<(u32, u32)>,
}

/// All that essays quote, and where.
#[derive(Debug, Default)]
pub struct Corpus {
    /// The essays, by path.
    pub essays: Vec<QuotingEssay>,
    /// Their quotations, in order.
    pub quotations: Vec<Quoted>,
    /// Their citations of the novel without one, in order.
    pub paraphrases: Vec<Paraphrase>,
}

impl Corpus {
    /// Collects what the essays of an index quote, or those `of` interest.
    ///
    /// # Errors
    /// If what is stored is damaged.
    pub fn of_index(index: &Index, of: Option<&[DocAddress]>) -> Result<Corpus, IndexError> {
        let mut corpus = Corpus::default();
        for (ord, segment) in (0..).zip(index.searcher().segment_readers()) {
            let columns = index.passage_columns(segment)?;
            let mut is_wanted = false;
            for doc in segment.doc_ids_alive() {
                let address = DocAddress::new(ord, doc);
                if columns.is_passage(doc) {
                    if is_wanted {
                        corpus.add_passage(&index.passage(address)?);
                    }
                    continue;
                }
                is_wanted = columns.is_essay(doc) && of.is_none_or(|of| of.contains(&address));
                if is_wanted {
                    let essay = index.essay(address)?;
                    corpus.essays.push(QuotingEssay {
                        address,
                        path: index.shown_path(&essay),
                        edition: essay.record.edition,
                    });
                }
            }
        }
        corpus.sort();
        Ok(corpus)
    }

    /// Adds a passage of the last essay.
    fn add_passage(&mut self, passage: &EnrichedPassage) {
        let essay = self.essays.len() - 1;
        self.add_quotations(essay, passage);
        self.add_paraphrases(essay, passage);
    }

    /// Orders essays by path, whatever their order in the index.
    fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.essays.len()).collect();
        order.sort_by(|a, b| self.essays[*a].path.cmp(&self.essays[*b].path));
        let mut number = vec![0; order.len()];
        for (new, old) in order.into_iter().enumerate() {
            number[old] = new;
        }
        self.essays.sort_by(|a, b| a.path.cmp(&b.path));
        for quoted in &mut self.quotations {
            quoted.essay = number[quoted.essay];
        }
        for paraphrase in &mut self.paraphrases {
            paraphrase.essay = number[paraphrase.essay];
        }
        self.quotations.sort_by_key(|quoted| quoted.essay);
        self.paraphrases.sort_by_key(|paraphrase| paraphrase.essay);
    }

    fn add_quotations(&mut self, essay: usize, passage: &EnrichedPassage) {
        for quotation in &passage.quotations {
            if quotation.kind == QuotationKind::Title {
                continue;
            }
            let citation = quotation.citation.map(usize::from);
            let citation = citation.and_then(|at| passage.citations.get(at));
            let within = passage.citations.iter().map(|citation| citation.span);
            let within = within.filter(|span| quotation.span.contains(*span));
            self.quotations.push(Quoted {
                essay,
                passage: passage.passage.clone(),
                text: quotation.span.of(&passage.text).to_owned(),
                citations: within
                    .map(|span| span.relative_to(quotation.span.start))
                    .collect(),
                pages: citation
                    .map_or_else(Vec::new, |citation| pages(&citation.works, may_be_novel)),
                cited: citation.map(|citation| citation.span.of(&passage.text).to_owned()),
                is_novel: quotation.kind == QuotationKind::Novel,
            });
        }
    }

    fn add_paraphrases(&mut self, essay: usize, passage: &EnrichedPassage) {
        for (at, citation) in (0..).zip(&passage.citations) {
            let is_paired = passage.quotations.iter().any(|q| q.citation == Some(at));
            let pages = pages(&citation.works, |work| work.is_novel);
            if !is_paired && !pages.is_empty() {
                self.paraphrases.push(Paraphrase {
                    essay,
                    passage: passage.passage.clone(),
                    cited: citation.span.of(&passage.text).to_owned(),
                    pages,
                });
            }
        }
    }
}

/// The pages that a citation gives of works that `is_wanted`.
fn pages(works: &[CitedWork], is_wanted: fn(&CitedWork) -> bool) -> Vec<(u32, u32)> {
    let works = works.iter().filter(|work| is_wanted(work));
    let paged = works.filter(|work| work.locator_kind == LocatorKind::Page);
    let locators = paged.flat_map(|work| &work.locators);
    locators.filter_map(|locator| page_range(locator)).collect()
}

/// Whether a work may be the novel: it is, or nothing says whose it is. What is
/// quoted from the page tells, if others quote it of the novel.
fn may_be_novel(work: &CitedWork) -> bool {
    work.is_novel || (work.author.is_none() && work.title.is_none())
}

/// The first and last page of `59` or `124-125`; `None` of what is no number.
fn page_range(locator: &str) -> Option<(u32, u32)> {
    let (from, to) = locator.split_once('-').unwrap_or((locator, locator));
    let from: u32 = from.trim().parse().ok()?;
    let to = to.trim().parse().ok().filter(|to| *to >= from);
    Some((from, to.unwrap_or(from)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locator_is_a_range_of_pages() {
        assert_eq!(page_range("59"), Some((59, 59)));
        assert_eq!(page_range("124-125"), Some((124, 125)));
        assert_eq!(page_range("60-59"), Some((60, 60)));
        assert_eq!(page_range("xii"), None);
    }
}
