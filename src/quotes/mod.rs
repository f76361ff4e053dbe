//! Quotations across essays: one line of the novel in all its wordings.
//!
//! [`Corpus`] collects what essays quote; [`Quotations`] groups it: words in
//! their normal form, candidates by shared runs of words, verified by
//! alignment, parted where the same short words come from two places; and
//! judges the pages that essays cite for a line.
//!
//! Sources: Smith and Waterman (1981) for the alignment; Smith, Cordell and
//! Mullen (2015) for runs of words as candidates of text reuse.

mod align;
mod collect;
mod editions;
mod find;
mod grouping;
mod medoid;
mod normal;
mod pages;
mod places;
mod verdict;

pub use collect::{Corpus, Paraphrase, Quoted, QuotingEssay};
pub use editions::Paginations;
pub use find::{Contradiction, Density, OnPage};
pub use verdict::Verdict;

use align::Aligner;
use grouping::{Wording, is_near};
use normal::{Token, Vocabulary};
use pages::{Cited, Concordance};
use places::Phrase;
use std::collections::BTreeMap;

/// What essays quote, one group a line of the novel.
#[derive(Debug)]
pub struct Quotations {
    /// What was grouped.
    pub corpus: Corpus,
    /// The groups: those of most essays first, then of most occurrences.
    pub groups: Vec<Group>,
    vocabulary: Vocabulary,
    wordings: Vec<Wording>,
    paginations: Paginations,
}

/// One line of the novel, in all its wordings.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The wording most like the others, as written.
    pub text: String,
    /// How many essays quote it.
    pub essays: usize,
    /// Every quotation of it, in the order of the corpus.
    pub occurrences: Vec<Occurrence>,
    /// The pages cited for it and how many essays cite each; by page.
    pub pages: Vec<(String, usize)>,
    /// What the pages come to.
    pub verdict: Verdict,
    /// What the verdict stands on, as a fragment; empty where there is nothing to say.
    pub evidence: String,
    /// The wordings in it.
    wordings: Vec<usize>,
}

/// One quotation of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Its number among the quotations of the corpus.
    pub quotation: usize,
    /// Whether it changes the words, or leaves some out.
    pub is_altered: bool,
    /// Whether its page contradicts what the other essays cite.
    pub contradicts: bool,
}

/// Quotations in one wording, and where they are.
struct Written {
    wording: Wording,
    quotations: Vec<usize>,
}

/// A group on its way: its wordings, and those of their quotations that are in it.
struct Line {
    wordings: Vec<usize>,
    quotations: Vec<usize>,
}

impl Quotations {
    /// Groups the quotations of a corpus, and judges the pages cited for each group.
    #[must_use]
    pub fn group(corpus: Corpus, paginations: Paginations) -> Quotations {
        let texts = || corpus.quotations.iter().map(|quoted| &*quoted.text);
        let mut vocabulary = Vocabulary::of(texts());
        vocabulary.keep_known(texts());
        let written = written(&corpus, &mut vocabulary);
        let (wordings, quotations): (Vec<Wording>, Vec<Vec<usize>>) = written
            .into_iter()
            .map(|written| (written.wording, written.quotations))
            .unzip();
        let lines: Vec<Line> = grouping::group(&wordings, &vocabulary)
            .into_iter()
            .map(|group| Line {
                quotations: group
                    .iter()
                    .flat_map(|at| &quotations[*at])
                    .copied()
                    .collect(),
                wordings: group,
            })
            .collect();
        let listed: Vec<Vec<usize>> = (corpus.essays.iter())
            .map(|essay| paginations.of_listed(essay.edition.as_deref()))
            .collect();
        let groups = Grouper {
            corpus: &corpus,
            paginations: &paginations,
            listed: &listed,
            wordings: &wordings,
            wording_of: wording_of(&quotations, corpus.quotations.len()),
            vocabulary: &vocabulary,
            aligner: Aligner::new(&vocabulary),
        }
        .groups(lines);
        Quotations {
            corpus,
            groups,
            vocabulary,
            wordings,
            paginations,
        }
    }
}

/// Most words of a stock phrase: one that any essay may have, from any place.
const STOCK_WORDS: usize = 3;

/// The wordings of a corpus, by length. Words that say nothing are one
/// wording only where they are cited from about the same page.
fn written(corpus: &Corpus, vocabulary: &mut Vocabulary) -> Vec<Written> {
    let mut by_tokens: BTreeMap<Vec<Token>, Vec<usize>> = BTreeMap::new();
    for (at, quoted) in corpus.quotations.iter().enumerate() {
        let tokens = vocabulary.tokens(&quoted.text, &quoted.citations);
        if !tokens.is_empty() {
            by_tokens.entry(tokens).or_default().push(at);
        }
    }
    let mut written = Vec::new();
    for (tokens, quotations) in by_tokens {
        let words = tokens.iter().filter(|token| **token != Token::Gap).count();
        let says =
            |token: &Token| matches!(token, Token::Word(word) if !vocabulary.is_function(*word));
        let is_telling = words > STOCK_WORDS || words > 1 && tokens.iter().any(says);
        let parts = if is_telling {
            vec![quotations]
        } else {
            by_page(corpus, quotations)
        };
        written.extend(parts.into_iter().map(|quotations| Written {
            wording: Wording {
                tokens: tokens.clone(),
                words: u32::try_from(words).unwrap_or(u32::MAX),
                pages: first_pages(corpus, &quotations),
                is_founder: quotations.iter().any(|at| corpus.quotations[*at].is_novel),
            },
            quotations,
        }));
    }
    written.sort_by_key(|written| written.wording.words);
    written
}

fn first_pages(corpus: &Corpus, quotations: &[usize]) -> Vec<u32> {
    let ranges = quotations
        .iter()
        .flat_map(|at| &corpus.quotations[*at].pages);
    let mut pages: Vec<u32> = ranges.map(|(from, _)| *from).collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

/// Parts quotations by the pages cited for them; one without a page stands alone.
fn by_page(corpus: &Corpus, quotations: Vec<usize>) -> Vec<Vec<usize>> {
    let page = |at: &usize| corpus.quotations[*at].pages.first().map(|(from, _)| *from);
    let (mut paged, others): (Vec<usize>, Vec<usize>) =
        quotations.into_iter().partition(|at| page(at).is_some());
    paged.sort_by_key(|at| (page(at), *at));
    let near =
        |a: &usize, b: &usize| matches!((page(a), page(b)), (Some(a), Some(b)) if is_near(a, b));
    let parts = paged.chunk_by(near).map(<[usize]>::to_vec);
    parts.chain(others.into_iter().map(|at| vec![at])).collect()
}

/// For each quotation its wording; `None` of one without words.
fn wording_of(quotations: &[Vec<usize>], count: usize) -> Vec<Option<usize>> {
    let mut wording_of = vec![None; count];
    for (wording, quotations) in quotations.iter().enumerate() {
        for quotation in quotations {
            wording_of[*quotation] = Some(wording);
        }
    }
    wording_of
}

/// Turns lines into groups.
struct Grouper<'a> {
    corpus: &'a Corpus,
    paginations: &'a Paginations,
    listed: &'a [Vec<usize>],
    wordings: &'a [Wording],
    wording_of: Vec<Option<usize>>,
    vocabulary: &'a Vocabulary,
    aligner: Aligner<'a>,
}

impl Grouper<'_> {
    fn groups(mut self, lines: Vec<Line>) -> Vec<Group> {
        let cited: Vec<Vec<Cited>> = lines.iter().map(|line| self.cited(line)).collect();
        let concordance = Concordance::new(self.paginations, self.listed, &cited);
        let mut parted = Vec::new();
        for (number, (line, cited)) in lines.into_iter().zip(&cited).enumerate() {
            let phrase = self.phrase(&self.wordings[line.wordings[0]]);
            match places::places(&concordance, number, cited, phrase) {
                Some(places) => {
                    let parts = self.part(&line, &places);
                    parted.extend(parts.into_iter().map(|part| (number, part)));
                }
                None => parted.push((number, line)),
            }
        }
        let mut groups: Vec<Group> = parted
            .into_iter()
            .map(|(number, line)| self.finish(&concordance, number, line))
            .collect();
        groups.sort_by(|a, b| {
            let size = |group: &Group| (group.essays, group.occurrences.len());
            size(b).cmp(&size(a)).then_with(|| a.text.cmp(&b.text))
        });
        groups
    }

    /// Whether a wording may come from anywhere in the novel.
    fn phrase(&self, wording: &Wording) -> Phrase {
        /// Most words of a phrase of which none says anything.
        const MOST_WORDS: u32 = 5;
        let words = wording.tokens.iter().filter_map(|token| match token {
            Token::Word(word) => Some(*word),
            Token::Gap => None,
        });
        let mut words = words.filter(|word| !self.vocabulary.is_function(*word));
        let is_telling = wording.words > MOST_WORDS || words.next().is_some();
        if wording.words as usize <= STOCK_WORDS || !is_telling {
            Phrase::Stock
        } else {
            Phrase::Telling
        }
    }

    fn cited(&self, line: &Line) -> Vec<Cited> {
        let mut cited: Vec<Cited> = line
            .quotations
            .iter()
            .flat_map(|at| self.cited_by(*at))
            .collect();
        cited.sort_unstable();
        cited.dedup();
        cited
    }

    fn cited_by(&self, quotation: usize) -> Vec<Cited> {
        let quoted = &self.corpus.quotations[quotation];
        let cited = quoted.pages.iter().map(|(from, to)| Cited {
            essay: quoted.essay,
            from: *from,
            to: *to,
        });
        cited.collect()
    }

    /// Parts a line by place; what gives no page belongs to the first.
    fn part(&self, line: &Line, places: &[pages::Cluster]) -> Vec<Line> {
        let mut parts: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
        for &quotation in &line.quotations {
            let cited = self.cited_by(quotation);
            let place = places
                .iter()
                .position(|place| cited.iter().any(|c| place.has(*c)));
            parts[place.unwrap_or(0)].push(quotation);
        }
        parts.retain(|part| !part.is_empty());
        let with_wordings = |quotations: Vec<usize>| {
            let mut wordings: Vec<usize> = quotations
                .iter()
                .filter_map(|at| self.wording_of[*at])
                .collect();
            wordings.sort_unstable();
            wordings.dedup();
            Line {
                wordings,
                quotations,
            }
        };
        parts.into_iter().map(with_wordings).collect()
    }

    fn finish(&mut self, concordance: &Concordance<'_>, number: usize, mut line: Line) -> Group {
        line.quotations.sort_unstable();
        let cited = self.cited(&line);
        let essays = essays(
            line.quotations
                .iter()
                .map(|at| self.corpus.quotations[*at].essay),
        );
        let judgement = verdict::judge(concordance, number, &cited, essays);
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for wording in line.quotations.iter().filter_map(|at| self.wording_of[*at]) {
            *counts.entry(wording).or_default() += 1;
        }
        let count = |wording: usize| counts.get(&wording).copied().unwrap_or(0);
        let medoid = medoid::medoid(&line.wordings, self.wordings, count, &mut self.aligner);
        let standing = line
            .quotations
            .iter()
            .find(|at| self.wording_of[**at] == Some(medoid));
        let text = standing.map_or_else(String::new, |at| self.corpus.quotations[*at].text.clone());
        let altered: BTreeMap<usize, bool> = (line.wordings.iter())
            .map(|at| {
                let (wording, medoid) = (&self.wordings[*at], &self.wordings[medoid]);
                (*at, medoid::is_altered(wording, medoid, &mut self.aligner))
            })
            .collect();
        let occurrences = line.quotations.iter().map(|&quotation| Occurrence {
            quotation,
            is_altered: self.wording_of[quotation].is_some_and(|wording| altered[&wording]),
            contradicts: (self.cited_by(quotation).iter())
                .any(|cited| judgement.contradicting.contains(cited)),
        });
        Group {
            text,
            essays,
            occurrences: occurrences.collect(),
            pages: pages_of(&cited),
            verdict: judgement.verdict,
            evidence: judgement.evidence,
            wordings: line.wordings,
        }
    }
}

fn essays(of: impl Iterator<Item = usize>) -> usize {
    let mut essays: Vec<usize> = of.collect();
    essays.sort_unstable();
    essays.dedup();
    essays.len()
}

/// How many essays cite each page.
fn pages_of(cited: &[Cited]) -> Vec<(String, usize)> {
    let mut pages: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for cited in cited {
        *pages.entry((cited.from, cited.to)).or_default() += 1;
    }
    let page = |((from, to), essays)| (verdict::page_text(from, to), essays);
    pages.into_iter().map(page).collect()
}
