//! The enricher: all finders over one essay, one a thread.

use super::{
    Citation, CitationFinder, Enriched, EnrichedPassage, EssayRecord, Lexicon, Mention, Mentioned,
    Named, OutlineBlock, ParagraphFindings, PassageView, Quotation, Tagger, Tags, resolve,
};
use crate::passage::{Passage, split};
use crate::profile::Profile;
use crate::read::Essay;
use crate::text::{Forms, Span, Word};
use std::ops::Range;
use std::sync::Arc;

/// Distinct spellings after which a thread starts its table of them anew: it
/// keeps memory flat, however large the corpus. They take some 12 MB; by Heaps's
/// law a thread meets so many in nine million words of school essays.
const MOST_FORMS: usize = 1 << 16;

/// What finding needs to know of a novel, made once and shared by threads.
#[derive(Debug)]
pub struct Finders {
    lexicon: Arc<Lexicon>,
    citations: CitationFinder,
}

impl Finders {
    /// Prepares the finders for a novel.
    #[must_use]
    pub fn new(profile: &Profile) -> Finders {
        Finders {
            lexicon: Arc::new(Lexicon::new(profile)),
            citations: CitationFinder::new(profile),
        }
    }
}

/// Enriches essays; one a thread.
#[derive(Debug)]
pub struct Enricher<'a> {
    finders: &'a Finders,
    forms: Forms,
    tagger: Tagger,
}

impl<'a> Enricher<'a> {
    /// An enricher that has seen no essay yet.
    #[must_use]
    pub fn new(finders: &'a Finders) -> Enricher<'a> {
        let tagger = Tagger::new(Arc::clone(&finders.lexicon));
        Enricher {
            finders,
            forms: Forms::default(),
            tagger,
        }
    }

    /// The forms of the words that [`Enricher::enrich`] gave last.
    pub fn forms(&mut self) -> &mut Forms {
        &mut self.forms
    }

    /// Splits an essay into passages and finds what is in each; also the words of each passage.
    pub fn enrich(&mut self, essay: &Essay) -> (Enriched, Vec<Vec<Word>>) {
        if self.forms.len() > MOST_FORMS {
            self.forms = Forms::default();
            self.tagger.forget();
        }
        let findings = resolve(essay, &self.finders.citations);
        let mut passages: Vec<EnrichedPassage> = split(essay)
            .into_iter()
            .map(|passage| bare(essay, passage))
            .collect();
        for paragraph in &findings.paragraphs {
            hand_out(&mut passages, essay, paragraph);
        }
        let words: Vec<Vec<Word>> = passages
            .iter()
            .map(|passage| self.forms.words(&passage.text))
            .collect();
        let tags = self.tag(essay, &passages, &words);
        for (passage, tags) in passages.iter_mut().zip(tags) {
            let (characters, places) = mentioned(&tags.mentions);
            (passage.themes, passage.characters, passage.places) =
                (tags.themes, characters, places);
        }
        let mut record = record(essay, &passages);
        record.works_cited = findings.works_cited;
        record.edition = findings.edition;
        record.problems.extend(findings.problems);
        (
            Enriched {
                essay: record,
                passages,
            },
            words,
        )
    }

    fn tag(
        &mut self,
        essay: &Essay,
        passages: &[EnrichedPassage],
        words: &[Vec<Word>],
    ) -> Vec<Tags> {
        let title = essay.reference.title.as_deref().unwrap_or_default();
        let title_words = self.forms.words(title);
        let title = PassageView {
            text: title,
            words: &title_words,
            quotations: &[],
            masks: &[],
        };
        let masks: Vec<Vec<Span>> = passages
            .iter()
            .map(|p| p.citations.iter().map(|c| c.span).collect())
            .collect();
        let views: Vec<PassageView> = passages
            .iter()
            .zip(words)
            .zip(&masks)
            .map(|((passage, words), masks)| PassageView {
                text: &passage.text,
                words,
                quotations: &passage.quotations,
                masks,
            })
            .collect();
        self.tagger.tag_essay(Some(&title), &views, &self.forms)
    }
}

/// A passage before anything was found in it.
fn bare(essay: &Essay, passage: Passage) -> EnrichedPassage {
    EnrichedPassage {
        text: passage.span.of(&essay.text).to_string(),
        passage,
        themes: Vec::new(),
        characters: Vec::new(),
        places: Vec::new(),
        citations: Vec::new(),
        quotations: Vec::new(),
        corrections: Vec::new(),
    }
}

/// Gives what was found in a paragraph to the parts it was split into.
fn hand_out(passages: &mut [EnrichedPassage], essay: &Essay, found: &ParagraphFindings) {
    let origin = essay.blocks[found.block].span.start;
    let is_before = |p: &EnrichedPassage| (p.passage.block as usize) < found.block;
    let first = passages.partition_point(is_before);
    let parts = passages[first..]
        .iter_mut()
        .take_while(|p| p.passage.block as usize == found.block);
    for part in parts {
        let span = part.passage.span.relative_to(origin);
        let clip =
            |other: Span| Span::new(other.start, other.end.min(span.end)).relative_to(span.start);
        // Both are in order: those that begin in this part stand side by side.
        let citations = beginning_in(span, &found.citations, |c| c.span);
        let first = citations.start;
        let own = found.citations[citations].iter().map(|citation| Citation {
            span: clip(citation.span),
            ..citation.clone()
        });
        part.citations.extend(own);
        let quotations = beginning_in(span, &found.quotations, |q| q.span);
        for quotation in &found.quotations[quotations] {
            let citation = quotation
                .citation
                .and_then(|at| usize::from(at).checked_sub(first))
                .filter(|at| *at < part.citations.len())
                .and_then(|at| u16::try_from(at).ok());
            part.quotations.push(Quotation {
                span: clip(quotation.span),
                citation,
                ..quotation.clone()
            });
        }
    }
}

/// Which of `found`, in order of their spans, begin in `part`.
fn beginning_in<T>(part: Span, found: &[T], span: impl Fn(&T) -> Span) -> Range<usize> {
    let before = |end: usize| found.partition_point(|one| span(one).start < end);
    before(part.start)..before(part.end)
}

/// Mentions by whom and what they name, in order of first mention.
fn mentioned(mentions: &[Mention]) -> (Vec<Mentioned>, Vec<Mentioned>) {
    let (mut characters, mut places) = (Vec::new(), Vec::new());
    for mention in mentions {
        let (list, id): (&mut Vec<Mentioned>, u16) = match mention.named {
            Named::Character(id) => (&mut characters, id),
            Named::Place(id) => (&mut places, id),
        };
        match list.iter_mut().find(|known| known.id == id) {
            Some(known) => known.spans.push(mention.span),
            None => list.push(Mentioned {
                id,
                spans: vec![mention.span],
            }),
        }
    }
    (characters, places)
}

fn record(essay: &Essay, passages: &[EnrichedPassage]) -> EssayRecord {
    let outline = essay.blocks.iter().map(|block| OutlineBlock {
        kind: block.kind,
        number: block.number,
        page: block.page.clone(),
        mark: block.mark.clone(),
        text: match block.number {
            Some(_) => String::new(),
            None => block.span.of(&essay.text).to_string(),
        },
    });
    EssayRecord {
        reference: essay.reference.clone(),
        guessed: essay.guessed.clone(),
        format: essay.format,
        encoding: essay.encoding.clone(),
        words: passages.iter().map(|passage| passage.passage.words).sum(),
        paragraphs: essay
            .blocks
            .iter()
            .filter_map(|block| block.number)
            .max()
            .unwrap_or(0),
        outline: outline.collect(),
        works_cited: Vec::new(),
        edition: None,
        problems: essay.problems.clone(),
    }
}
