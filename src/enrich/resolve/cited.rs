//! What each citation of a paragraph cites, in the light of the whole essay.

use super::super::bare;
use super::super::citations::{Form, FoundCitation, FoundWork, Origin, is_source_word};
use super::super::{Citation, CitationKind, CitedWork, LocatorKind};
use super::Resolver;
use super::author::IsYearOnly;

/// Last page of a critic's book.
const LAST_PAGE: u32 = 1500;

impl Resolver<'_> {
    /// The citations of a paragraph, of the `candidates` found in it.
    pub(super) fn citations(&mut self, text: &str, candidates: &[FoundCitation]) -> Vec<Citation> {
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
        if self.is_of_another_text(text, found) {
            return None;
        }
        let (kind, works) = match &found.form {
            Form::Mark(mark) => self.marked(text, found, mark, before)?,
            Form::Known => (found.kind, self.named(&found.works)),
            Form::Doubtful => (found.kind, self.listed(&found.works)?),
            Form::Unknown if self.is_plausible(text, found) => {
                (found.kind, self.named(&found.works))
            }
            Form::NameOnly if self.company.is_cited(&found.works[0]) => {
                (found.kind, self.named(&found.works))
            }
            Form::Unknown | Form::NameOnly => return None,
            Form::Ibid => (found.kind, self.ibid(&found.works)),
            Form::Bare => self.bare(text, found, before)?,
            Form::Dotted if !self.company.is_dotted(text, found) => return None,
            Form::Year | Form::YearPlace => self.dated(text, found, before)?,
            Form::Labelled | Form::Running | Form::Dotted => {
                (found.kind, self.inherited(text, found, before))
            }
        };
        (!works.is_empty()).then_some(Citation {
            span: found.span,
            kind,
            works,
        })
    }

    /// What the mark of a note, or of an entry in a numbered list, cites; else
    /// the page, if it is one in square brackets.
    fn marked(
        &self,
        text: &str,
        found: &FoundCitation,
        mark: &str,
        before: &[Citation],
    ) -> Option<(CitationKind, Vec<CitedWork>)> {
        if let Some(works) = self.company.note(mark, self.block) {
            return Some((CitationKind::Note, works.to_vec()));
        }
        let kind = CitationKind::Parenthetical;
        if !text[found.span.start..].starts_with('[') {
            return None;
        }
        if let Some(entry) = self.company.entry(mark) {
            let place = found.works.first().map(|found| &found.work);
            let work = CitedWork {
                author: entry.author.clone(),
                year: entry.year.clone(),
                is_novel: entry.is_novel,
                locator_kind: place.map_or(LocatorKind::None, |work| work.locator_kind),
                locators: place.map(|work| work.locators.clone()).unwrap_or_default(),
                ..CitedWork::default()
            };
            return Some((kind, vec![work]));
        }
        let is_quoted = bare::is_after_quotation(&text[..found.span.start]);
        let work = CitedWork {
            locator_kind: LocatorKind::Page,
            locators: vec![mark.to_owned()],
            ..CitedWork::default()
        };
        let origin = Origin::Inherited;
        let page = FoundCitation {
            works: vec![FoundWork { work, origin }],
            ..found.clone()
        };
        (is_quoted && self.company.has_square_pages())
            .then(|| (kind, self.inherited(text, &page, before)))
    }

    /// A number alone: the mark of a note, the page of an author named before
    /// it, or a page of whom the context names.
    fn bare(
        &mut self,
        text: &str,
        found: &FoundCitation,
        before: &[Citation],
    ) -> Option<(CitationKind, Vec<CitedWork>)> {
        let at = self.bare_at;
        self.bare_at += 1;
        if let Some(works) = self.company.bracketed_note(found, self.block) {
            return Some((CitationKind::Note, works));
        }
        let name = self
            .company
            .name_before(text, found.span.start, IsYearOnly::Yes);
        let company = bare::Company {
            follows_author: name.is_some(),
            ..self.company.bare(at)
        };
        bare::is_page(text, found, company).then(|| match name {
            Some(name) => (CitationKind::Narrative, self.owned(&found.works, &name)),
            None => (found.kind, self.inherited(text, found, before)),
        })
    }

    /// A year, with a place or without: of the author named before it.
    fn dated(
        &self,
        text: &str,
        found: &FoundCitation,
        before: &[Citation],
    ) -> Option<(CitationKind, Vec<CitedWork>)> {
        let is_year_only = if found.form == Form::Year {
            IsYearOnly::Yes
        } else {
            IsYearOnly::No
        };
        let name = self
            .company
            .name_before(text, found.span.start, is_year_only);
        match name {
            Some(name) => Some((CitationKind::Narrative, self.owned(&found.works, &name))),
            None if is_year_only == IsYearOnly::Yes => None,
            None => Some((found.kind, self.inherited(text, found, before))),
        }
    }

    /// The works as the list has them; `None` if it lacks one.
    fn listed(&self, works: &[FoundWork]) -> Option<Vec<CitedWork>> {
        let listed = works
            .iter()
            .map(|found| self.company.listed_as(&found.work));
        listed.collect()
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

    /// Whether a section or a numbered article is that of a law rather than of
    /// a text that the essay quotes.
    fn is_of_another_text(&self, text: &str, found: &FoundCitation) -> bool {
        let Some(work) = found.works.first().map(|found| &found.work) else {
            return false;
        };
        let is_section = work.locator_kind == LocatorKind::Section && work.year.is_none();
        let first_word = work
            .title
            .as_deref()
            .and_then(|title| title.split(' ').next());
        let is_article = first_word.is_some_and(is_source_word) && self.company.is_on_novel();
        let is_unnamed = work.author.is_none() && (is_section || is_article);
        is_unnamed && !bare::is_after_quotation(&text[..found.span.start])
    }

    /// Whether an unknown name with a number is a citation rather than an age,
    /// a score, or the place and year of something.
    fn is_plausible(&self, text: &str, found: &FoundCitation) -> bool {
        let work = &found.works[0].work;
        let has_place = work.locator_kind != LocatorKind::None;
        if self.company.is_cited(&found.works[0])
            || bare::is_after_quotation(&text[..found.span.start])
        {
            return true;
        }
        if let Some(year) = work.year.as_deref().filter(|_| !has_place) {
            let is_sure = year.ends_with(char::is_alphabetic) || names_several(found.span.of(text));
            return is_sure || self.company.is_author_date();
        }
        if work.year.is_some() || work.locator_kind != LocatorKind::Page {
            return true;
        }
        let page = bare::first_number(found).unwrap_or(0);
        if names_several(found.span.of(text)) {
            return true;
        }
        let next = text[found.span.end..].trim_start();
        let is_common = |name: &String| self.company.is_common_word(name);
        (next.is_empty() || next.starts_with(['.', ',', ';', ':']))
            && page <= LAST_PAGE
            && !is_aged(found.span.of(text), page)
            && !work.author.as_ref().is_some_and(is_common)
    }
}

/// "(Smith et al., 2010)", "(Smith & Moss, 2010)": no place has such a name.
fn names_several(written: &str) -> bool {
    written.contains(" et al") || written.contains(" & ")
}

/// "(Jane Smith, 25)": a full name and an age.
fn is_aged(written: &str, number: u32) -> bool {
    let inside = written.trim_matches(['(', ')', ' ']);
    let Some((name, age)) = inside.split_once(',') else {
        return false;
    };
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    let is_full = name.split_whitespace().nth(1).is_some();
    let is_figure = age.trim().bytes().all(|b| b.is_ascii_digit());
    is_full && is_figure && name.split_whitespace().all(is_name) && number <= bare::OLDEST
}
