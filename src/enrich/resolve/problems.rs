//! What is odd about an essay's citations, said once for the whole essay.
//!
//! A false alarm costs more trust than a fault that is missed: names are
//! compared by their last word, a name in the running text counts as cited,
//! and words quoted again need no second citation.

use super::essay::last_word;
use super::{EssayFindings, joined};
use crate::enrich::{Citation, CitationKind, CitedWork, LocatorKind, Quotation, QuotationKind};
use crate::read::{BlockKind, Essay, Problem};
use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Pages that a reprint may have beyond the longest edition known.
const SPARE_PAGES: u32 = 40;

/// Fewest words of a quotation that needs a citation.
const QUOTED_WORDS: usize = 4;

/// Words of a quotation that a message shows.
const SHOWN_WORDS: usize = 6;

/// Fewest citations of each of two styles that are mixed.
const MIXED: usize = 2;

/// Words of a list's heading that promises more than what is cited.
const WIDE_LISTS: [&str; 3] = ["consulted", "further", "bibliography"];

/// An essay and what was found in it.
struct Findings<'a> {
    essay: &'a Essay,
    found: &'a EssayFindings,
}

/// The problems of `found`, in a fixed order.
pub(super) fn problems(essay: &Essay, found: &EssayFindings, max_page: u32) -> Vec<Problem> {
    let findings = Findings { essay, found };
    let mut problems = Vec::new();
    if !found.works_cited.is_empty() {
        findings.not_listed(&mut problems);
        findings.not_cited(&mut problems);
    }
    findings.beyond_edition(max_page, &mut problems);
    findings.mixed_styles(&mut problems);
    findings.uncited(&mut problems);
    problems
}

fn problem(kind: &str, message: String) -> Problem {
    Problem {
        kind: kind.to_owned(),
        message,
    }
}

impl<'a> Findings<'a> {
    /// Its citations, each with the text of its paragraph.
    fn citations(&self) -> impl Iterator<Item = (&'a str, &'a Citation)> {
        let essay = self.essay;
        self.found.paragraphs.iter().flat_map(move |paragraph| {
            let text = essay.blocks[paragraph.block].span.of(&essay.text);
            paragraph
                .citations
                .iter()
                .map(move |citation| (text, citation))
        })
    }

    fn works(&self) -> impl Iterator<Item = &'a CitedWork> {
        self.citations().flat_map(|(_, citation)| &citation.works)
    }

    /// Authors cited, by the last word of their names.
    fn cited(&self) -> BTreeMap<String, &'a str> {
        let authors = self.works().filter_map(|work| work.author.as_deref());
        authors.map(|author| (last_word(author), author)).collect()
    }

    fn not_listed(&self, problems: &mut Vec<Problem>) {
        let entries = &self.found.works_cited;
        let texts: Vec<String> = entries
            .iter()
            .map(|entry| format!(" {} ", joined(&entry.as_written)))
            .collect();
        let words: BTreeSet<&str> = texts.iter().flat_map(|text| text.split(' ')).collect();
        let is_listed = |key: &str| {
            let has_words = key.split(' ').all(|word| words.contains(word));
            let stands = || texts.iter().any(|text| text.contains(&format!(" {key} ")));
            has_words && (!key.contains(' ') || stands())
        };
        // A second author or an editor is listed too, if not first.
        for (key, author) in self.cited() {
            if is_listed(&key) {
                continue;
            }
            problems.push(problem(
                "cited_not_listed",
                format!("`{author}` is cited but not listed"),
            ));
        }
    }

    fn not_cited(&self, problems: &mut Vec<Problem>) {
        let cited = self.cited();
        if cited.is_empty() || self.has_wide_list() {
            return;
        }
        let entries = &self.found.works_cited;
        let listed: BTreeSet<&str> = entries.iter().filter_map(|e| e.author.as_deref()).collect();
        let unmet: Vec<&str> = (listed.into_iter())
            .filter(|author| !cited.contains_key(&last_word(author)))
            .collect();
        for (author, is_named) in unmet.iter().zip(self.named(&unmet)) {
            if !is_named {
                let message = format!("`{author}` is listed but not cited");
                problems.push(problem("listed_not_cited", message));
            }
        }
    }

    /// Whether the heading of the list promises more than what is cited.
    fn has_wide_list(&self) -> bool {
        let lists = self
            .essay
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::WorksCited);
        lists
            .map(|block| joined(block.span.of(&self.essay.text)))
            .any(|text| {
                let is_heading = text.split(' ').count() < 5;
                is_heading && text.split(' ').any(|word| WIDE_LISTS.contains(&word))
            })
    }

    /// Which of `authors` the running text or a note names.
    fn named(&self, authors: &[&str]) -> Vec<bool> {
        let mut is_named = vec![false; authors.len()];
        let names = authors
            .iter()
            .map(|author| author.rsplit(' ').next().unwrap_or(author));
        let Ok(finder) = AhoCorasick::new(names) else {
            return vec![true; authors.len()];
        };
        let blocks = self.essay.blocks.iter();
        for block in blocks.filter(|b| b.kind != BlockKind::WorksCited) {
            for found in finder.find_overlapping_iter(block.span.of(&self.essay.text)) {
                is_named[found.pattern().as_usize()] = true;
            }
        }
        is_named
    }

    fn beyond_edition(&self, max_page: u32, problems: &mut Vec<Problem>) {
        let pages = self
            .works()
            .filter(|w| w.is_novel && w.locator_kind == LocatorKind::Page);
        let beyond: BTreeSet<u32> = pages
            .flat_map(|work| &work.locators)
            .filter_map(|page| page.split('-').next()?.parse().ok())
            .filter(|page| *page > max_page + SPARE_PAGES)
            .collect();
        for page in beyond {
            let message = format!("page `{page}` is beyond the last page of any known edition");
            problems.push(problem("page_beyond_edition", message));
        }
    }

    /// Author and page here, author and year there.
    fn mixed_styles(&self, problems: &mut Vec<Problem>) {
        let in_brackets = self
            .citations()
            .filter(|(_, c)| c.kind == CitationKind::Parenthetical)
            .flat_map(|(text, c)| c.works.iter().map(move |work| (c.span.of(text), work)))
            .filter(|(_, work)| work.locator_kind == LocatorKind::Page);
        let (mut dated, mut undated) = (0, 0);
        for (written, work) in in_brackets {
            let name = work.sic.as_deref().or(work.author.as_deref());
            let is_named = name.is_some_and(|name| written.contains(name));
            dated += usize::from(work.year.is_some());
            undated += usize::from(work.year.is_none() && is_named);
        }
        if dated >= MIXED && undated >= MIXED {
            let message = format!("{dated} citations with a year, {undated} without");
            problems.push(problem("mixed_styles", message));
        }
    }

    /// Quotations that need a citation, in an essay that gives them elsewhere.
    fn uncited(&self, problems: &mut Vec<Problem>) {
        let quotations = self.found.paragraphs.iter().flat_map(|paragraph| {
            let block = &self.essay.blocks[paragraph.block];
            let text = block.span.of(&self.essay.text);
            paragraph
                .quotations
                .iter()
                .map(move |quotation| (block.number, text, quotation))
        });
        let cited: Vec<String> = quotations
            .clone()
            .filter(|(_, _, quotation)| quotation.citation.is_some())
            .map(|(_, text, quotation)| joined(quotation.span.of(text)))
            .collect();
        if cited.is_empty() {
            return;
        }
        let cited = Quoted::new(&cited);
        for (number, text, quotation) in quotations.filter(|(_, text, q)| needs_citation(text, q)) {
            let words = joined(quotation.span.of(text));
            if cited.holds(&words) {
                continue;
            }
            let first: Vec<&str> = quotation
                .span
                .of(text)
                .split_whitespace()
                .take(SHOWN_WORDS)
                .collect();
            let number = number.map_or(String::new(), |number| format!(" in paragraph {number}"));
            let message = format!("`{} …`{number} has no citation", first.join(" "));
            problems.push(problem("uncited_quotation", message));
        }
    }
}

fn needs_citation(text: &str, quotation: &Quotation) -> bool {
    let is_of_another = matches!(quotation.kind, QuotationKind::Novel | QuotationKind::Critic);
    let words = quotation.span.of(text).split_whitespace();
    is_of_another && quotation.citation.is_none() && words.count() >= QUOTED_WORDS
}

/// The words of quotations, at hand by how each four of them begin.
struct Quoted<'q> {
    texts: Vec<&'q str>,
    /// Which texts have these four words.
    by_words: FxHashMap<Vec<&'q str>, Vec<usize>>,
}

impl<'q> Quoted<'q> {
    /// Of quotations whose words are folded.
    fn new(quotations: &'q [String]) -> Quoted<'q> {
        let texts: BTreeSet<&str> = quotations.iter().map(String::as_str).collect();
        let texts: Vec<&str> = texts.into_iter().collect();
        let mut by_words: FxHashMap<Vec<&str>, Vec<usize>> = FxHashMap::default();
        for (at, text) in texts.iter().enumerate() {
            let words: Vec<&str> = text.split(' ').collect();
            for run in words.windows(QUOTED_WORDS) {
                by_words.entry(run.to_vec()).or_default().push(at);
            }
        }
        Quoted { texts, by_words }
    }

    /// Whether one of the quotations has these folded words.
    fn holds(&self, words: &str) -> bool {
        let first: Vec<&str> = words.split(' ').take(QUOTED_WORDS).collect();
        if first.len() < QUOTED_WORDS {
            return self.texts.iter().any(|text| text.contains(words));
        }
        let places = self.by_words.get(&first).map_or(&[][..], Vec::as_slice);
        places.iter().any(|at| self.texts[*at].contains(words))
    }
}
