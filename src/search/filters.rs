//! Filters: which passages may be answered at all, whatever the words.
//!
//! A filter never changes a score. What concerns a whole essay (author, year,
//! path, title) is decided on the essay's document and then holds for its
//! passages, which stand right behind it.

use super::ranges::{PageRange, Range, YearRange};
use super::{Bits, QueryError};
use crate::index::{Index, PassageColumns};
use crate::profile::Profile;
use crate::text::{Forms, fold};
use ignore::overrides::{Override, OverrideBuilder};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocAddress, DocSet, SegmentReader, TERMINATED};

/// What a passage must be to be answered. Themes, characters and pages narrow
/// (all must hold); several authors or essays widen (one must).
#[derive(Debug, Clone, Default)]
pub struct Filters {
    /// Theme ids or names.
    pub themes: Vec<String>,
    /// Characters, in any form the profile knows.
    pub characters: Vec<String>,
    /// Words of an author's name.
    pub authors: Vec<String>,
    /// Years of the essay.
    pub year: Option<YearRange>,
    /// Pages of the novel that the passage cites.
    pub page: Option<PageRange>,
    /// Globs, or parts of paths.
    pub essays: Vec<String>,
}

impl Filters {
    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.themes.is_empty()
            && self.characters.is_empty()
            && self.authors.is_empty()
            && self.year.is_none()
            && self.page.is_none()
            && self.essays.is_empty()
    }
}

/// One segment, with what is needed to find documents in it.
pub(super) struct Segment<'a> {
    pub(super) index: &'a Index,
    pub(super) profile: &'a Profile,
    pub(super) reader: &'a SegmentReader,
    pub(super) ord: u32,
    pub(super) columns: &'a PassageColumns,
}

impl Segment<'_> {
    /// The passages that every filter lets through.
    pub(super) fn filtered(&self, filters: &Filters) -> Result<Bits, QueryError> {
        let mut kept = self.passages();
        for theme in &filters.themes {
            kept.intersect(&self.theme(theme)?);
        }
        for character in &filters.characters {
            kept.intersect(&self.character(character)?);
        }
        if !filters.authors.is_empty() {
            kept.intersect(&self.one_of(&filters.authors, Segment::author)?);
        }
        if let Some(YearRange(years)) = filters.year {
            kept.intersect(&self.year(years)?);
        }
        if let Some(PageRange(pages)) = filters.page {
            kept.intersect(&self.page(pages)?);
        }
        if !filters.essays.is_empty() {
            kept.intersect(&self.one_of(&filters.essays, Segment::essay)?);
        }
        Ok(kept)
    }

    fn one_of(
        &self,
        values: &[String],
        find: fn(&Self, &str) -> Result<Bits, QueryError>,
    ) -> Result<Bits, QueryError> {
        let mut found = Bits::none(self.reader.max_doc());
        for value in values {
            found.unite(&find(self, value)?);
        }
        Ok(found)
    }

    /// The passages that a field of the query language lets through.
    pub(super) fn field(&self, name: &str, value: &str) -> Result<Bits, QueryError> {
        let wrong = |message: String| QueryError::Name(message);
        match name {
            "theme" => self.theme(value),
            "character" => self.character(value),
            "place" => self.place(value),
            "author" => self.author(value),
            "title" => self.title(value),
            "essay" => self.essay(value),
            "year" => self.year(value.parse::<YearRange>().map_err(wrong)?.0),
            "page" => self.page(value.parse::<PageRange>().map_err(wrong)?.0),
            _ => Ok(self.passages()),
        }
    }

    /// All passages that are not deleted.
    pub(super) fn passages(&self) -> Bits {
        Bits::of(self.reader.max_doc(), &self.columns.living)
    }

    fn theme(&self, name: &str) -> Result<Bits, QueryError> {
        let id = self
            .profile
            .theme_id(name)
            .map_err(|error| QueryError::Name(error.to_string()))?;
        self.numbered(self.index.fields().theme, u64::from(id))
    }

    fn character(&self, name: &str) -> Result<Bits, QueryError> {
        let id = self
            .profile
            .character_id(name)
            .map_err(|error| QueryError::Name(error.to_string()))?;
        self.numbered(self.index.fields().character, u64::from(id))
    }

    fn place(&self, name: &str) -> Result<Bits, QueryError> {
        let id = self
            .profile
            .place_id(name)
            .map_err(|error| QueryError::Name(error.to_string()))?;
        self.numbered(self.index.fields().place, u64::from(id))
    }

    fn numbered(&self, field: Field, number: u64) -> Result<Bits, QueryError> {
        let mut found = Bits::none(self.reader.max_doc());
        for (doc, _) in self.postings(&Term::from_field_u64(field, number))? {
            found.insert(doc);
        }
        Ok(found)
    }

    fn page(&self, pages: Range) -> Result<Bits, QueryError> {
        /// No novel has more pages than this.
        const LAST: u64 = 3000;
        let field = self.index.fields().page;
        let mut found = Bits::none(self.reader.max_doc());
        for page in pages.from..=pages.to.min(LAST) {
            found.unite(&self.numbered(field, page)?);
        }
        Ok(found)
    }

    fn year(&self, years: Range) -> Result<Bits, QueryError> {
        let known = self.index.years(self.reader)?;
        let holds = |doc| {
            let year = known.get_val(doc);
            year != 0 && (years.from..=years.to).contains(&year)
        };
        Ok(self.of_essays(&self.essays().filter(|doc| holds(*doc)).collect::<Vec<_>>()))
    }

    /// All words of `name` stand among the essay's authors.
    fn author(&self, name: &str) -> Result<Bits, QueryError> {
        self.essays_with_words(self.index.fields().author, name, |form| &form.exact)
    }

    /// All words of `words` stand in the essay's title, in any form.
    fn title(&self, words: &str) -> Result<Bits, QueryError> {
        self.essays_with_words(self.index.fields().title, words, |form| &form.stem)
    }

    fn essays_with_words(
        &self,
        field: Field,
        words: &str,
        token: fn(&crate::text::Form) -> &str,
    ) -> Result<Bits, QueryError> {
        let mut forms = Forms::default();
        let mut found: Option<Bits> = None;
        for word in forms.words(words) {
            let term = Term::from_field_text(field, token(forms.get(word.form)));
            let docs: Vec<u32> = self
                .postings(&term)?
                .into_iter()
                .map(|(doc, _)| doc)
                .collect();
            let passages = self.of_essays(&docs);
            match &mut found {
                Some(found) => found.intersect(&passages),
                None => found = Some(passages),
            }
        }
        Ok(found.unwrap_or_else(|| Bits::none(self.reader.max_doc())))
    }

    /// Essays whose path matches a glob or holds the words given.
    fn essay(&self, pattern: &str) -> Result<Bits, QueryError> {
        let glob = Glob::new(pattern)?;
        let mut found = Vec::new();
        for doc in self.essays() {
            let essay = self.index.essay(DocAddress::new(self.ord, doc))?;
            let title = essay.record.reference.title.as_deref().unwrap_or_default();
            if glob.matches(&self.index.shown_path(&essay), title) {
                found.push(doc);
            }
        }
        Ok(self.of_essays(&found))
    }

    /// The documents of essays that are not deleted.
    pub(super) fn essays(&self) -> impl Iterator<Item = u32> + '_ {
        self.reader
            .doc_ids_alive()
            .filter(|doc| self.columns.is_essay(*doc))
    }

    /// The passages of these essays: they stand right behind them.
    fn of_essays(&self, essays: &[u32]) -> Bits {
        let mut passages = Bits::none(self.reader.max_doc());
        for essay in essays {
            let behind = essay + 1..self.reader.max_doc();
            for doc in behind.take_while(|doc| self.columns.is_passage(*doc)) {
                if !self
                    .reader
                    .alive_bitset()
                    .is_some_and(|alive| alive.is_deleted(doc))
                {
                    passages.insert(doc);
                }
            }
        }
        passages
    }

    /// The documents of a term that are not deleted, ascending, and how often it stands in each.
    pub(super) fn postings(&self, term: &Term) -> Result<Vec<(u32, u32)>, QueryError> {
        let failed = |error: &dyn std::fmt::Display| QueryError::Index(self.index.damaged(error));
        let inverted = self
            .reader
            .inverted_index(term.field())
            .map_err(|e| failed(&e))?;
        let postings = inverted
            .read_postings(term, IndexRecordOption::WithFreqs)
            .map_err(|e| failed(&e))?;
        let Some(mut postings) = postings else {
            return Ok(Vec::new());
        };
        let alive = self.reader.alive_bitset();
        let mut found = Vec::with_capacity(postings.doc_freq() as usize);
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                found.push((doc, tantivy::postings::Postings::term_freq(&postings)));
            }
            postings.advance();
        }
        Ok(found)
    }
}

/// A pattern of `--essay`: a glob over paths, or a part of a path or title.
pub(super) struct Glob {
    glob: Option<Override>,
    part: String,
}

impl Glob {
    /// # Errors
    /// If it is no glob.
    pub(super) fn new(pattern: &str) -> Result<Glob, QueryError> {
        let part = fold(pattern);
        if !pattern.contains(['*', '?', '[', '{']) {
            return Ok(Glob { glob: None, part });
        }
        let mut builder = OverrideBuilder::new("");
        let wrong = |error: ignore::Error| {
            QueryError::Name(format!(
                "`{pattern}` is no glob ({error}); write `*.txt` or `2019/**`"
            ))
        };
        builder.case_insensitive(true).map_err(wrong)?;
        builder.add(pattern).map_err(wrong)?;
        Ok(Glob {
            glob: Some(builder.build().map_err(wrong)?),
            part,
        })
    }

    /// Whether an essay with this path and title is meant.
    fn matches(&self, path: &str, title: &str) -> bool {
        match &self.glob {
            Some(glob) => glob
                .matched(path.trim_start_matches(['/', '.']), false)
                .is_whitelist(),
            None => fold(path).contains(&self.part) || fold(title).contains(&self.part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_glob_or_a_part_of_a_path_or_title() {
        let matches = |pattern: &str, path: &str| {
            Glob::new(pattern)
                .expect("a pattern")
                .matches(path, "On Memory")
        };
        assert!(matches("*.txt", "essays/a/b.txt"));
        assert!(!matches("*.txt", "essays/a/b.md"));
        assert!(matches("A/B", "essays/a/b.md"));
        assert!(matches("on memory", "x.md"));
    }
}
