//! What an essay says as a whole: its list of works, its notes, whom it cites
//! and whether it is on the novel.

use super::super::bare::{self, first_number};
use super::super::citations::{
    CitationFinder, Form, FoundCitation, FoundWork, Mentions, Names, Origin, joined,
};
use super::super::{CitedWork, LocatorKind, WorkCited, notes, works_cited};
use super::listed::{Listed, is_front};
use crate::read::{BlockKind, Essay};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;

/// An essay as the company that its citations keep.
pub(super) struct Company<'a> {
    essay: &'a Essay,
    finder: &'a CitationFinder,
    listed: Listed,
    /// By their marks: the blocks that notes stand in, in order, and what they cite.
    notes: FxHashMap<&'a str, Vec<(usize, Vec<CitedWork>)>>,
    /// Whether marks without round brackets lead to notes.
    has_marks: bool,
    /// The numbers of those marks, in order.
    marks: Vec<u32>,
    /// Last words of the family names that the essay lists or cites, folded, with the names.
    critics: FxHashMap<String, String>,
    titles: FxHashSet<String>,
    bare: Vec<(u32, usize)>,
    dotted: usize,
    /// Citations with a year and a place, a known name or an entry; and other ones with a year.
    dated: (usize, usize),
    has_pages: bool,
    is_on_novel: OnceCell<bool>,
    /// Whether the bare numbers count up from 1, and lead to notes then.
    is_series: OnceCell<bool>,
    has_square_pages: OnceCell<bool>,
    /// The words of the text as it has them.
    words: OnceCell<FxHashSet<&'a str>>,
    /// The sentences of the paragraph that is being read.
    pub(super) sentences: OnceCell<Vec<Span>>,
}

impl<'a> Company<'a> {
    pub(super) fn new(
        essay: &'a Essay,
        finder: &'a CitationFinder,
        found: &[(usize, Vec<FoundCitation>)],
    ) -> Self {
        let mut company = Company {
            essay,
            finder,
            listed: Listed::default(),
            notes: FxHashMap::default(),
            has_marks: false,
            marks: Vec::new(),
            critics: FxHashMap::default(),
            titles: FxHashSet::default(),
            bare: Vec::new(),
            dotted: 0,
            dated: (0, 0),
            has_pages: false,
            is_on_novel: OnceCell::new(),
            is_series: OnceCell::new(),
            has_square_pages: OnceCell::new(),
            words: OnceCell::new(),
            sentences: OnceCell::new(),
        };
        company.read_list();
        company.read_notes();
        for (block, citations) in found {
            for citation in citations {
                company.count(*block, citation);
            }
        }
        for (_, citations) in found {
            for citation in citations {
                company.meet_cited(citation);
            }
        }
        company
    }

    fn read_list(&mut self) {
        for block in self
            .essay
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::WorksCited)
        {
            let text = block.span.of(&self.essay.text);
            for text in works_cited::split_entries(text) {
                let last = self.listed.entries().last();
                let entry = works_cited::read_entry(self.names(), text, last);
                if let Some(entry) = entry {
                    self.listed.push(entry);
                }
            }
        }
        for entry in self.listed.entries().to_vec() {
            self.titles.extend(entry.title.as_deref().map(joined));
            if let Some(author) = &entry.author {
                self.meet(author);
            }
        }
    }

    fn read_notes(&mut self) {
        let mut last: Option<CitedWork> = None;
        for (at, block) in self.essay.blocks.iter().enumerate() {
            let mark = block
                .mark
                .as_deref()
                .filter(|_| block.kind == BlockKind::Note);
            let Some(mark) = mark else {
                continue;
            };
            let found = notes::read_note(self.finder, block.span.of(&self.essay.text));
            let works: Vec<CitedWork> = found
                .iter()
                .map(|found| after(found, last.as_ref()))
                .collect();
            for work in &works {
                if let Some(author) = &work.author {
                    self.meet(author);
                }
                self.titles.extend(work.title.as_deref().map(joined));
            }
            last = works.last().cloned().or(last);
            self.notes.entry(mark).or_default().push((at, works));
        }
    }

    fn meet(&mut self, author: &str) {
        let key = last_word(author);
        if !key.is_empty() && !self.is_novelist(author) {
            self.critics.entry(key).or_insert_with(|| author.to_owned());
        }
    }

    fn count(&mut self, block: usize, citation: &FoundCitation) {
        match &citation.form {
            Form::Mark(mark) => {
                self.has_marks |= self.notes.contains_key(mark.as_str());
                self.marks.extend(mark.parse::<u32>());
            }
            Form::Bare => self.bare.push((first_number(citation).unwrap_or(0), block)),
            Form::Dotted => self.dotted += 1,
            Form::Known | Form::Unknown | Form::Labelled | Form::YearPlace => {
                self.has_pages = true;
            }
            _ => {}
        }
        let is_named = matches!(citation.form, Form::Known | Form::Unknown);
        if let Some(found) = citation
            .works
            .first()
            .filter(|f| is_named && f.work.year.is_some())
        {
            let is_sure = found.work.locator_kind != LocatorKind::None || self.is_listed(found);
            if is_sure || found.origin == Origin::Known {
                self.dated.0 += 1;
            } else {
                self.dated.1 += 1;
            }
        }
    }

    /// Meets the strangers whom a citation names; in one with a year alone, only
    /// if the essay cites so.
    fn meet_cited(&mut self, citation: &FoundCitation) {
        if !matches!(citation.form, Form::Known | Form::Unknown) {
            return;
        }
        for found in citation
            .works
            .iter()
            .filter(|f| f.origin == Origin::Unknown)
        {
            let has_place = found.work.locator_kind != LocatorKind::None;
            let author = found.work.author.as_ref();
            if let Some(author) = author.filter(|_| has_place || self.is_author_date()) {
                self.meet(author);
            }
        }
    }

    /// Goes on to another paragraph.
    pub(super) fn turn_over(&mut self) {
        self.sentences = OnceCell::new();
    }

    pub(super) fn names(&self) -> &'a Names {
        self.finder.names()
    }

    /// What the note with `mark` cites that the block at `caller` calls; `None` if
    /// there is none or it cites nothing. Where chapters or pages number their
    /// notes anew, it is the first after the caller; a list may also stand before.
    pub(super) fn note(&self, mark: &str, caller: usize) -> Option<&[CitedWork]> {
        let notes = self.notes.get(mark)?;
        let after = notes.partition_point(|(at, _)| *at < caller);
        let (_, works) = notes.get(after).or(notes.last())?;
        (!works.is_empty()).then_some(works.as_slice())
    }

    /// Whether "[59]" cites a page: there are several, no notes that they could
    /// mark, and they do not count up as the marks of lost notes do.
    pub(super) fn has_square_pages(&self) -> bool {
        *self.has_square_pages.get_or_init(|| {
            let is_series = self.marks.windows(2).all(|two| two[0] + 1 == two[1]);
            self.notes.is_empty() && !is_series && !self.marks.contains(&1)
        })
    }

    /// What "(1)" cites in an essay that marks its notes so.
    pub(super) fn bracketed_note(
        &self,
        found: &FoundCitation,
        caller: usize,
    ) -> Option<Vec<CitedWork>> {
        let [only] = &found.works[..] else {
            return None;
        };
        let [mark] = &only.work.locators[..] else {
            return None;
        };
        let is_series = self.is_series.get_or_init(|| {
            let mut numbers = (1..).zip(&self.bare);
            !self.has_marks && numbers.all(|(number, (bare, _))| number == *bare)
        });
        self.note(mark, caller)
            .filter(|_| *is_series)
            .map(<[CitedWork]>::to_vec)
    }

    /// The entry with `number` in a numbered list ("[1] K. …").
    pub(super) fn entry(&self, number: &str) -> Option<&WorkCited> {
        self.listed.numbered(number)
    }

    /// Whether the essay is on the novel of the profile. Two names of it are
    /// enough if the essay lists and cites nobody else, or one if it also gives
    /// bare pages: who writes for a class that reads the novel need not say which.
    pub(super) fn is_on_novel(&self) -> bool {
        *self.is_on_novel.get_or_init(|| {
            let listed = self.listed.entries();
            let is_alone = listed.is_empty() && self.critics.is_empty();
            let has_pages = self.has_pages || !self.bare.is_empty();
            listed.iter().any(|entry| entry.is_novel)
                || match self.names().speaks_of_novel(&self.essay.text) {
                    Mentions::Sure => true,
                    Mentions::Few(names) => is_alone && names + usize::from(has_pages) > 1,
                }
        })
    }

    /// Whose a page is that nobody is named for.
    pub(super) fn primary_author(&self) -> Option<String> {
        if self.is_on_novel() {
            return Some(self.names().family().to_owned());
        }
        let mut critics = self.critics.values();
        let only = critics.next()?;
        critics.next().is_none().then(|| only.clone())
    }

    pub(super) fn is_novelist(&self, name: &str) -> bool {
        name == self.names().family()
    }

    /// The name as the essay lists or cites it, if `word` is its last word.
    pub(super) fn critic(&self, word: &str) -> Option<&str> {
        self.critics.get(&last_word(word)).map(String::as_str)
    }

    pub(super) fn has_critics(&self) -> bool {
        !self.critics.is_empty()
    }

    pub(super) fn listed(&self) -> &Listed {
        &self.listed
    }

    /// Whether the work's author is known, listed, or cited with a place elsewhere.
    pub(super) fn is_cited(&self, found: &FoundWork) -> bool {
        let is_met = |author: &str| {
            found.work.locator_kind == LocatorKind::None && self.critic(author).is_some()
        };
        found.origin == Origin::Known
            || self.is_listed(found)
            || found.work.author.as_deref().is_some_and(is_met)
    }

    /// Whether the list has an entry by the work's author.
    pub(super) fn is_listed(&self, found: &FoundWork) -> bool {
        let author = found.work.author.as_deref().map(last_word);
        author.is_some_and(|author| self.listed.has_name(&author))
    }

    /// Whether the essay cites by author and year: two that are sure, or four of any kind.
    pub(super) fn is_author_date(&self) -> bool {
        let (sure, other) = self.dated;
        sure >= 2 || sure + other >= 4
    }

    /// Whether the essay uses `name`, in small letters, as a common word.
    pub(super) fn is_common_word(&self, name: &str) -> bool {
        let word = name.to_lowercase();
        let text = &self.essay.text;
        let words = self.words.get_or_init(|| {
            let words = text.split(|c: char| !c.is_alphanumeric());
            words.collect()
        });
        let mut parts = word.split(|c: char| !c.is_alphanumeric());
        if !parts.all(|part| words.contains(part)) {
            return false;
        }
        text.match_indices(&*word).any(|(at, _)| {
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !is_letter(text[..at].chars().next_back())
                && !is_letter(text[at + word.len()..].chars().next())
        })
    }

    /// `work`, which a title alone or a body and a year cite, as the list has it.
    pub(super) fn listed_as(&self, work: &CitedWork) -> Option<CitedWork> {
        let mut work = work.clone();
        if let Some(title) = work.title.as_deref() {
            let short = joined(title);
            let entry = self.listed.titled(&short)?;
            work.title.clone_from(&entry.title);
            return Some(work);
        }
        let name = joined(work.author.as_deref()?);
        let entry = self.listed.opening_with(&name)?;
        let is_person = entry
            .author
            .as_deref()
            .is_some_and(|a| name.ends_with(&joined(a)));
        if is_person {
            work.author.clone_from(&entry.author);
        }
        Some(work)
    }

    /// `work` with the full title of the list for the short one it gives.
    pub(super) fn with_listed_title(&self, work: &CitedWork) -> CitedWork {
        let mut work = work.clone();
        if let (Some(title), Some(author)) = (&work.title, &work.author) {
            let short = joined(title);
            let mut listed = self.listed.by(author);
            let is_given_name = |entry: &WorkCited| {
                let name = format!("{} {short} ", joined(author));
                format!("{} ", joined(&entry.as_written)).starts_with(&name)
            };
            if listed.clone().any(is_given_name) {
                work.title = None;
            } else if let Some(entry) = listed.find(|e| is_front(&short, e.title.as_deref())) {
                work.title.clone_from(&entry.title);
            }
        }
        work
    }

    /// What the bare number `at`, in order of the essay, has for company.
    pub(super) fn bare(&self, at: usize) -> bare::Company {
        let block = self.bare.get(at).map(|(_, block)| *block);
        let neighbour = |n: Option<usize>| {
            n.and_then(|n| self.bare.get(n))
                .map(|(page, b)| (*page, Some(*b) == block))
        };
        bare::Company {
            max_page: self.is_on_novel().then(|| self.names().max_page()),
            is_scholarly: self.has_pages || !self.listed.entries().is_empty(),
            follows_author: false,
            before: neighbour(at.checked_sub(1)),
            after: neighbour(Some(at + 1)),
        }
    }

    /// Whether `7.20` counts chapter and paragraph rather than being a figure.
    pub(super) fn is_dotted(&self, text: &str, found: &FoundCitation) -> bool {
        let is_chapter = first_number(found).is_some_and(|n| n > 0 && n <= self.names().chapters());
        let is_range = found.works[0]
            .work
            .locators
            .iter()
            .any(|value| value.contains('-'));
        let is_quoted = bare::is_after_quotation(&text[..found.span.start]);
        self.is_on_novel() && is_chapter && (is_range || is_quoted || self.dotted > 2)
    }

    /// Whether `words` are the title of a work that the profile or the essay knows,
    /// or look like one.
    pub(super) fn is_title(&self, words: &str) -> bool {
        let parts: Vec<&str> = words.split_whitespace().collect();
        if parts.is_empty() || parts.len() > 20 || !words.starts_with(char::is_uppercase) {
            return false;
        }
        self.titles.contains(&joined(words))
            || (parts.len() > 1 && self.names().work(&parts).is_some())
            || is_title_case(words, &parts)
    }

    pub(super) fn into_works_cited(self) -> Vec<WorkCited> {
        self.listed.into_entries()
    }
}

/// "Songs After Dark": capitals on every word but the small ones.
fn is_title_case(words: &str, parts: &[&str]) -> bool {
    let is_small = |w: &&str| w.len() <= 3 && w.chars().all(char::is_lowercase);
    let is_capital = |w: &&str| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let ends = words.ends_with(['.', ',', '?', '!', ';']) && !words.ends_with(',');
    parts.len() > 1
        && !ends
        && parts.iter().all(|w| is_small(w) || is_capital(w))
        && parts
            .iter()
            .filter(|w| is_capital(w) && w.len() > 2)
            .count()
            > 1
}

/// A note's work, ibid. resolved against the one before.
fn after(found: &FoundWork, last: Option<&CitedWork>) -> CitedWork {
    match (found.origin, last) {
        (Origin::Ibid | Origin::Inherited, Some(last)) => {
            let mut work = CitedWork {
                sic: None,
                ..last.clone()
            };
            if found.work.locator_kind != LocatorKind::None {
                work.locator_kind = found.work.locator_kind;
                work.locators.clone_from(&found.work.locators);
            }
            work
        }
        _ => found.work.clone(),
    }
}

/// The folded last word of a name, hyphens apart.
pub(super) fn last_word(name: &str) -> String {
    let name = super::super::citations::without_possessive(name);
    joined(name.rsplit(' ').next().unwrap_or(name))
}
