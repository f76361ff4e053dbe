//! Evaluating: which passages match a query, and how often each of its units
//! stands in them. Postings are read straight from tantivy, because its own
//! scorers keep BM25's constants and drop how often a query repeats a word.

use super::fields::is_quotation;
use super::filters::Segment;
use super::highlight::Pattern;
use super::terms::{Near, see_near, see_words};
use super::units::{collect_units, units, words};
use super::{Bits, Filters, Matching, Node, QueryError, Unit};
use crate::index::{Index, PassageColumns};
use crate::profile::Profile;
use crate::text::{Form, Forms};
use rustc_hash::FxHashMap;
use tantivy::schema::Term;
use tantivy::{DocAddress, SegmentReader};

/// The passages that match a query, by segment.
#[derive(Debug)]
pub struct Candidates {
    /// What is ranked, in the order of the query; empty if it has only filters.
    pub units: Vec<Unit>,
    /// Its plain words, stop words too, in its order.
    pub words: Vec<Form>,
    /// In the order of the index's segments.
    pub segments: Vec<SegmentCandidates>,
}

impl Candidates {
    /// Whether no passage and no title has a unit, filtered out or not.
    pub(super) fn is_nowhere(&self, unit: usize) -> bool {
        let has_none = |segment: &SegmentCandidates| {
            segment.hits[unit].is_empty() && segment.title_hits[unit].is_empty()
        };
        self.segments.iter().all(has_none)
    }

    /// How many units of the query a document of a segment has.
    #[must_use]
    pub fn units_in(&self, segment: usize, doc: u32) -> usize {
        let has = |hits: &&Vec<(u32, u32)>| hits.binary_search_by_key(&doc, |hit| hit.0).is_ok();
        self.segments[segment].hits.iter().filter(has).count()
    }
}

/// What one segment holds for a query.
pub struct SegmentCandidates {
    /// Its columns.
    pub columns: PassageColumns,
    /// The passages that match the words and pass the filters.
    pub matches: Bits,
    /// The essays whose title has a unit of the query, and that pass the filters.
    pub title_matches: Bits,
    /// For each unit, the passages that have it, ascending, and how often; filters do not count.
    pub hits: Vec<Vec<(u32, u32)>>,
    /// For each unit, the essays that have it in their title, and how often.
    pub title_hits: Vec<Vec<(u32, u32)>>,
}

impl std::fmt::Debug for SegmentCandidates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SegmentCandidates")
            .field("matches", &self.matches.len())
            .finish_non_exhaustive()
    }
}

/// Finds the passages that match `query` (all, if there is none) and `filters`.
///
/// # Errors
/// If the query names what the profile does not know, or the index fails.
pub fn search(
    index: &Index,
    profile: &Profile,
    query: Option<&Node>,
    matching: Matching,
    filters: &Filters,
) -> Result<Candidates, QueryError> {
    let mut forms = Forms::default();
    let units = query.map_or_else(Vec::new, |node| units(node, matching, &mut forms));
    let words = query.map_or_else(Vec::new, |node| words(node, &mut forms));
    let mut segments = Vec::new();
    for (ord, reader) in (0..).zip(index.searcher().segment_readers()) {
        let columns = index.passage_columns(reader)?;
        let segment = Segment {
            index,
            profile,
            reader,
            ord,
            columns: &columns,
        };
        segments.push(evaluate_segment(
            &segment, query, matching, filters, &units,
        )?);
    }
    Ok(Candidates {
        units,
        words,
        segments,
    })
}

fn evaluate_segment(
    segment: &Segment<'_>,
    query: Option<&Node>,
    matching: Matching,
    filters: &Filters,
    units: &[Unit],
) -> Result<SegmentCandidates, QueryError> {
    let mut forms = Forms::default();
    let mut evaluation = Evaluation {
        segment,
        matching,
        forms: &mut forms,
        units,
        found: FxHashMap::default(),
    };
    let mut matches = match query {
        Some(node) => evaluation.node(node)?,
        None => segment.passages(),
    };
    let mut hits = Vec::new();
    let mut title_hits = Vec::new();
    for unit in units {
        title_hits.push(evaluation.title_hits(&unit.pattern)?);
        evaluation.hits(&unit.pattern)?;
        // Each unit has a pattern of its own.
        hits.push(evaluation.found.remove(&unit.pattern).unwrap_or_default());
    }
    let allowed = segment.filtered(filters)?;
    matches.intersect(&allowed);
    let mut title_matches = Bits::none(segment.reader.max_doc());
    // Only a query of nothing but ranked units can be answered by a title alone.
    if query.is_some_and(is_ranked_only) {
        for (essay, _) in title_hits.iter().flatten() {
            if allowed.contains(essay + 1) {
                title_matches.insert(*essay);
            }
        }
    }
    Ok(SegmentCandidates {
        columns: segment.columns.clone(),
        matches,
        title_matches,
        hits,
        title_hits,
    })
}

fn is_ranked_only(node: &Node) -> bool {
    match node {
        Node::Word(_) | Node::Prefix(_) | Node::Fuzzy(..) => true,
        Node::Items(nodes) | Node::Any(nodes) => nodes.iter().all(is_ranked_only),
        _ => false,
    }
}

/// The passages of one segment that have a pattern, and how often; kept, since
/// a pattern is asked for both to match and to rank.
type Found = FxHashMap<Pattern, Vec<(u32, u32)>>;

struct Evaluation<'a, 'b> {
    segment: &'a Segment<'a>,
    matching: Matching,
    forms: &'b mut Forms,
    /// What is ranked.
    units: &'b [Unit],
    found: Found,
}

impl Evaluation<'_, '_> {
    /// The passages that a node matches.
    fn node(&mut self, node: &Node) -> Result<Bits, QueryError> {
        match node {
            Node::Not(inner) => {
                let mut rest = self.segment.passages();
                rest.subtract(&self.node(inner)?);
                Ok(rest)
            }
            Node::Must(inner) => self.node(inner),
            Node::All(nodes) => {
                let mut kept = self.segment.passages();
                for node in nodes {
                    kept.intersect(&self.beside(node, nodes)?);
                }
                Ok(kept)
            }
            Node::Any(nodes) => {
                let mut found = Bits::none(self.segment.reader.max_doc());
                for node in nodes {
                    found.unite(&self.node(node)?);
                }
                Ok(found)
            }
            Node::Items(nodes) => self.items(nodes),
            Node::Field { name, value } => self.segment.field(name, value),
            leaf => {
                let mut found = Bits::none(self.segment.reader.max_doc());
                let Some(pattern) = Pattern::of(leaf, self.matching, self.forms) else {
                    return Ok(found);
                };
                self.hits(&pattern)?
                    .iter()
                    .for_each(|(doc, _)| found.insert(*doc));
                Ok(found)
            }
        }
    }

    /// Ranked items: what must match and what must not decide; without what
    /// must, one of the others has to match. Fields are filters.
    fn items(&mut self, nodes: &[Node]) -> Result<Bits, QueryError> {
        let (filters, words): (Vec<&Node>, Vec<&Node>) =
            nodes.iter().partition(|node| node.is_filter());
        let mut kept = self.segment.passages();
        let mut one_of: Option<Bits> = None;
        let mut has_must = false;
        for node in &words {
            if self.is_stop_word(node) {
                continue;
            }
            let found = self.node(node)?;
            match node {
                Node::Not(_) => kept.intersect(&found),
                Node::Must(_) => {
                    has_must = true;
                    kept.intersect(&found);
                }
                _ => match &mut one_of {
                    Some(one_of) => one_of.unite(&found),
                    None => one_of = Some(found),
                },
            }
        }
        if let Some(one_of) = one_of.filter(|_| !has_must) {
            kept.intersect(&one_of);
        }
        for filter in filters {
            kept.intersect(&self.beside(filter, nodes)?);
        }
        Ok(kept)
    }

    /// Whether a node is a word so common that the query does without it: a
    /// passage that has only that is no answer.
    fn is_stop_word(&mut self, node: &Node) -> bool {
        matches!(node, Node::Word(_))
            && Pattern::of(node, self.matching, self.forms)
                .is_some_and(|pattern| self.units.iter().all(|unit| unit.pattern != pattern))
    }

    /// The passages that a node matches which stands beside `nodes`: `in:`
    /// speaks of their words.
    fn beside(&mut self, node: &Node, nodes: &[Node]) -> Result<Bits, QueryError> {
        match node {
            Node::Not(inner) if inner.scope().is_some() => {
                let mut rest = self.segment.passages();
                rest.subtract(&self.beside(inner, nodes)?);
                Ok(rest)
            }
            node => match node.scope() {
                Some(value) => self.inside(value, nodes),
                None => self.node(node),
            },
        }
    }

    /// Passages that have one of the words inside (or outside) quotation marks.
    fn inside(&mut self, value: &str, nodes: &[Node]) -> Result<Bits, QueryError> {
        let is_quotation = is_quotation(value).map_err(QueryError::Name)?;
        let mut patterns = Vec::new();
        for node in nodes {
            let mut units = Vec::new();
            collect_units(node, self.matching, self.forms, &mut units);
            patterns.extend(units.into_iter().map(|unit| unit.pattern));
        }
        let mut asked = Bits::none(self.segment.reader.max_doc());
        for pattern in &patterns {
            self.hits(pattern)?
                .iter()
                .for_each(|(doc, _)| asked.insert(*doc));
        }
        let mut found = Bits::none(self.segment.reader.max_doc());
        for doc in asked.iter() {
            let passage = self
                .segment
                .index
                .passage(DocAddress::new(self.segment.ord, doc))?;
            let spans = patterns
                .iter()
                .flat_map(|p| p.find(&passage.text, self.forms));
            let is_inside = |span| passage.quotations.iter().any(|q| q.span.contains(span));
            if spans
                .into_iter()
                .any(|span| is_inside(span) == is_quotation)
            {
                found.insert(doc);
            }
        }
        Ok(found)
    }

    /// The passages that have a pattern, ascending, and how often.
    fn hits(&mut self, pattern: &Pattern) -> Result<&[(u32, u32)], QueryError> {
        if !self.found.contains_key(pattern) {
            let fields = self.segment.index.fields();
            let hits = match pattern {
                Pattern::Stems(words) if words.len() == 1 => self
                    .segment
                    .postings(&Term::from_field_text(fields.text, &words[0]))?,
                Pattern::Exact(words) if words.len() == 1 => self
                    .segment
                    .postings(&Term::from_field_text(fields.exact, &words[0]))?,
                Pattern::Exact(words) => self.segment.word_for_word(words, pattern, self.forms)?,
                Pattern::Stems(words) | Pattern::Near { words, .. } => {
                    self.segment.together(words, pattern)?
                }
                Pattern::Prefix(start) => self.union(&self.segment.terms_with_prefix(start)?)?,
                Pattern::Fuzzy(word, distance) => {
                    self.union(&self.segment.terms_near(word, *distance)?)?
                }
            };
            self.found.insert(pattern.clone(), hits);
        }
        Ok(&self.found[pattern])
    }

    fn union(&self, words: &[String]) -> Result<Vec<(u32, u32)>, QueryError> {
        let field = self.segment.index.fields().exact;
        let mut times = vec![0; self.segment.reader.max_doc() as usize];
        let mut having = Bits::none(self.segment.reader.max_doc());
        for word in words {
            for (doc, often) in self.segment.postings(&Term::from_field_text(field, word))? {
                times[doc as usize] += often;
                having.insert(doc);
            }
        }
        Ok(having
            .iter()
            .map(|doc| (doc, times[doc as usize]))
            .collect())
    }

    /// The essays that have a single word in their title, and how often.
    fn title_hits(&self, pattern: &Pattern) -> Result<Vec<(u32, u32)>, QueryError> {
        match pattern {
            Pattern::Stems(words) if words.len() == 1 => self.segment.postings(
                &Term::from_field_text(self.segment.index.fields().title, &words[0]),
            ),
            _ => Ok(Vec::new()),
        }
    }
}

impl Segment<'_> {
    /// The exact forms that begin with `start`, sorted.
    fn terms_with_prefix(&self, start: &str) -> Result<Vec<String>, QueryError> {
        let mut words = Vec::new();
        see_words(self.index, self.reader, start, |word, _| {
            words.push(word.to_string());
        })?;
        Ok(words)
    }

    /// The exact forms with at most `distance` letters other than `word`, sorted.
    fn terms_near(&self, word: &str, distance: u8) -> Result<Vec<String>, QueryError> {
        let mut near = Vec::new();
        let sought = Near {
            word,
            edits: distance,
            starts: &[""],
        };
        see_near(self.index, [self.reader], &sought, |_, other, _| {
            near.push(other.to_string());
        })?;
        Ok(near)
    }
}

/// The segment readers of an index with their numbers.
pub(super) fn readers(index: &Index) -> impl Iterator<Item = (u32, &SegmentReader)> {
    (0..).zip(index.searcher().segment_readers())
}
