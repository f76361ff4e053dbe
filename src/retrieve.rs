//! Retrieving: a query string in, ranked passages out. The one call that every
//! face shares.

use crate::enrich::EnrichedPassage;
use crate::index::{Index, IndexError, StoredEssay};
use crate::profile::Profile;
use crate::rank::{self, Explanation, Grouping, Ranked, Strengths, Wanted, Weights};
use crate::search::{
    self, Candidates, Correction, Doubt, Filters, Matching, Missing, Node, Original, QueryError,
    highlight, parse_for,
};
use crate::text::{Forms, Span};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Request {
    /// The query, in norfolk's language; empty: filters only.
    pub query: String,
    /// Whether operators and marks in it are plain characters.
    pub syntax: Syntax,
    /// How its words are compared.
    pub matching: Matching,
    /// What passages must be.
    pub filters: Filters,
    /// How many passages, and of what.
    pub wanted: Wanted,
    /// Whether each passage says why it stands where it does.
    pub detail: Detail,
}

/// How a query string is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Syntax {
    /// As norfolk's query language.
    #[default]
    Language,
    /// As plain words.
    Plain,
    /// As a text that passages are to be like.
    Like,
}

/// How much an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Ranks and scores only.
    Ranks,
    /// Everything to show a passage.
    #[default]
    Passages,
    /// Also why it stands where it does.
    Explained,
}

/// What is answered.
#[derive(Debug)]
pub struct Answer {
    /// How the query was read.
    pub understood: String,
    /// Passages that match.
    pub total: usize,
    /// Essays that match.
    pub essays: usize,
    /// The best of them, best first.
    pub hits: Vec<Hit>,
    /// Themes of the passages that match, by number, most first.
    pub themes: Facet,
    /// Characters in the passages that match, by number, most first.
    pub characters: Facet,
    /// Words that no essay has, and the nearest that some have.
    pub missing: Vec<Missing>,
    /// What was searched for otherwise than it was typed.
    pub corrections: Vec<Correction>,
    /// Words that some essays have, but that may be slips.
    pub doubts: Vec<Doubt>,
    /// Fields that would keep the query to what it names.
    pub names: Vec<Node>,
}

/// A passage that was found.
#[derive(Debug)]
pub struct Hit {
    /// Its place, from 1.
    pub rank: usize,
    /// Higher is better.
    pub score: f32,
    /// The passage.
    pub passage: EnrichedPassage,
    /// The essay it stands in.
    pub essay: StoredEssay,
    /// The path of the essay, as shown.
    pub path: String,
    /// What of its text matched: disjoint, in order.
    pub highlights: Vec<Span>,
    /// Why it stands where it does; empty unless asked for.
    pub explanation: Explanation,
}

/// Answers a request.
///
/// # Errors
/// If the query cannot be parsed, asks for nothing, names what the profile
/// does not know, or the index cannot be read.
pub fn retrieve(index: &Index, profile: &Profile, request: &Request) -> Result<Answer, QueryError> {
    retrieve_weighed(index, profile, request, &Weights::default())
}

/// Answers a request by other weights than the fixed ones, to measure what a feature is worth.
///
/// # Errors
/// As [`retrieve`].
pub fn retrieve_weighed(
    index: &Index,
    profile: &Profile,
    request: &Request,
    weights: &Weights,
) -> Result<Answer, QueryError> {
    let node = match request.syntax {
        Syntax::Language => parse_for(&request.query, profile)?,
        Syntax::Plain => search::plain(&request.query),
        Syntax::Like => search::like(index, &request.query)?,
    };
    if node.is_none() && (request.filters.is_empty() || !request.query.trim().is_empty()) {
        return Err(QueryError::Empty);
    }
    let found = find(index, profile, node, request)?;
    let asked = asked_strengths(profile, found.node.as_ref(), &request.filters)?;
    let candidates = &found.candidates;
    let (ranked, same) = match request.syntax {
        Syntax::Like => rank_others(index, candidates, request, weights)?,
        _ => (
            rank::rank(index, candidates, &asked, request.wanted, weights)?,
            0,
        ),
    };
    let (total, essays) = count(candidates, request.wanted.grouping);
    let ((themes, characters), names) = match request.detail {
        Detail::Ranks => Default::default(),
        _ => (
            facets(index, profile, candidates)?,
            names(profile, found.node.as_ref()),
        ),
    };
    Ok(Answer {
        understood: understood(found.node.as_ref(), &request.filters),
        total: total.saturating_sub(same),
        essays,
        hits: hits(index, &found, ranked, request, weights)?,
        themes,
        characters,
        missing: found.missing,
        corrections: found.corrections,
        doubts: found.doubts,
        names,
    })
}

/// Ranks passages like a text, without those that are in it word for word;
/// and how many of them were met.
fn rank_others(
    index: &Index,
    candidates: &Candidates,
    request: &Request,
    weights: &Weights,
) -> Result<(Vec<Ranked>, usize), QueryError> {
    let mut forms = Forms::default();
    let original = Original::new(&request.query, &mut forms);
    let mut wanted = request.wanted;
    loop {
        let ranked = rank::rank(index, candidates, &Strengths::default(), wanted, weights)?;
        let is_last = ranked.len() < wanted.count;
        let mut others = Vec::with_capacity(ranked.len());
        let met = ranked.len();
        for passage in ranked {
            let text = index.passage(passage.address)?.text;
            if !original.is_same(&text, &mut forms) {
                others.push(passage);
            }
        }
        let same = met - others.len();
        if is_last || others.len() >= request.wanted.count {
            others.truncate(request.wanted.count);
            return Ok((others, same));
        }
        wanted.count = request.wanted.count + 2 * same;
    }
}

/// A query and the passages that match it.
struct Found {
    node: Option<Node>,
    candidates: Candidates,
    missing: Vec<Missing>,
    corrections: Vec<Correction>,
    doubts: Vec<Doubt>,
}

/// Finds what matches; where words are in no essay, what was more likely meant.
fn find(
    index: &Index,
    profile: &Profile,
    node: Option<Node>,
    request: &Request,
) -> Result<Found, QueryError> {
    let search = |node: Option<&Node>| {
        search::search(index, profile, node, request.matching, &request.filters)
    };
    let mut found = Found {
        candidates: search(node.as_ref())?,
        node,
        missing: Vec::new(),
        corrections: Vec::new(),
        doubts: Vec::new(),
    };
    if request.detail == Detail::Ranks {
        return Ok(found);
    }
    found.missing = search::missing(index, &found.candidates)?;
    let is_free = request.matching == Matching::Stems && request.syntax == Syntax::Language;
    let corrected = (found.node.as_ref())
        .filter(|_| is_free)
        .and_then(|node| search::correct(profile, node, &found.candidates, &found.missing));
    if let Some((node, corrections)) = corrected {
        found.candidates = search(Some(&node))?;
        found.node = Some(node);
        found.corrections = corrections;
    }
    if is_free {
        found.doubts = search::doubts(index, &found.candidates)?;
        let is_corrected = |doubt: &Doubt| {
            found
                .corrections
                .iter()
                .any(|known| known.to == doubt.meant)
        };
        found.doubts.retain(|doubt| !is_corrected(doubt));
    }
    Ok(found)
}

fn names(profile: &Profile, node: Option<&Node>) -> Vec<Node> {
    node.map_or_else(Vec::new, |node| search::names(profile, node))
}

fn hits(
    index: &Index,
    found: &Found,
    ranked: Vec<Ranked>,
    request: &Request,
    weights: &Weights,
) -> Result<Vec<Hit>, IndexError> {
    let candidates = &found.candidates;
    let explanations = match request.detail {
        Detail::Explained => {
            rank::explain(index, candidates, &ranked, request.wanted.grouping, weights)?
        }
        _ => vec![Explanation::new(); ranked.len()],
    };
    let mut forms = Forms::default();
    let mut hits = Vec::with_capacity(ranked.len());
    for ((rank, ranked), explanation) in (1..).zip(ranked).zip(explanations) {
        let passage = index.passage(ranked.address)?;
        let essay = index.essay(ranked.essay)?;
        let highlights = match request.detail {
            Detail::Ranks => Vec::new(),
            _ => highlights(found, &passage, &mut forms),
        };
        let path = index.shown_path(&essay);
        hits.push(Hit {
            rank,
            score: ranked.score,
            passage,
            essay,
            path,
            highlights,
            explanation,
        });
    }
    Ok(hits)
}

/// What of a passage matched, where the query asks for it.
fn highlights(found: &Found, passage: &EnrichedPassage, forms: &mut Forms) -> Vec<Span> {
    let mut spans = highlight(&found.candidates.units, &passage.text, forms);
    if let Some(node) = &found.node {
        let quotations = passage.quotations.iter().map(|quotation| quotation.span);
        search::keep_scoped(node, &quotations.collect::<Vec<_>>(), &mut spans);
    }
    spans
}

/// The themes and characters that filters and fields ask for.
fn asked_strengths(
    profile: &Profile,
    node: Option<&Node>,
    filters: &Filters,
) -> Result<Strengths, QueryError> {
    let mut themes: Vec<&str> = filters.themes.iter().map(String::as_str).collect();
    let mut characters: Vec<&str> = filters.characters.iter().map(String::as_str).collect();
    if let Some(node) = node {
        collect_fields(node, &mut themes, &mut characters);
    }
    let name = |error: &dyn std::fmt::Display| QueryError::Name(error.to_string());
    let mut asked = Strengths::default();
    for theme in themes {
        asked
            .themes
            .push(profile.theme_id(theme).map_err(|error| name(&error))?);
    }
    for character in characters {
        asked.characters.push(
            profile
                .character_id(character)
                .map_err(|error| name(&error))?,
        );
    }
    Ok(asked)
}

fn collect_fields<'a>(node: &'a Node, themes: &mut Vec<&'a str>, characters: &mut Vec<&'a str>) {
    match node {
        Node::Field {
            name: "theme",
            value,
        } => themes.push(value),
        Node::Field {
            name: "character",
            value,
        } => characters.push(value),
        Node::All(nodes) | Node::Any(nodes) | Node::Items(nodes) => {
            for node in nodes {
                collect_fields(node, themes, characters);
            }
        }
        Node::Must(node) => collect_fields(node, themes, characters),
        _ => {}
    }
}

fn count(candidates: &Candidates, grouping: Grouping) -> (usize, usize) {
    let (mut total, mut essays) = (0, 0);
    for segment in &candidates.segments {
        total += segment.matches.len();
        let starts = &segment.columns.starts;
        let mut last = None;
        for doc in segment.matches.iter() {
            let essay = starts.place_up_to(doc);
            essays += usize::from(last.replace(essay) != Some(essay));
        }
        if grouping == Grouping::Essays {
            let has_passage = |essay: &u32| {
                let mut passages = segment.columns.passages_of(*essay);
                passages.any(|doc| segment.matches.contains(doc))
            };
            let titles = segment.title_matches.iter();
            essays += titles.filter(|essay| !has_passage(essay)).count();
        }
    }
    (total, essays)
}

/// Numbers of themes or characters, and how many passages have each; most first.
pub type Facet = Vec<(u16, usize)>;

/// How many of the matching passages have each theme and character.
fn facets(
    index: &Index,
    profile: &Profile,
    candidates: &Candidates,
) -> Result<(Facet, Facet), QueryError> {
    let fields = index.fields();
    let themes = search::count_tags(index, candidates, fields.theme, profile.themes.len())?;
    let count = profile.characters.len();
    let characters = search::count_tags(index, candidates, fields.character, count)?;
    Ok((most_first(themes), most_first(characters)))
}

fn most_first(counts: Vec<usize>) -> Facet {
    let mut counts: Vec<(u16, usize)> = (0..).zip(counts).filter(|(_, count)| *count > 0).collect();
    counts.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    counts
}

/// The query and its filters, as they were read.
fn understood(node: Option<&Node>, filters: &Filters) -> String {
    let mut parts: Vec<String> = node.iter().map(ToString::to_string).collect();
    let named = [
        ("theme", &filters.themes),
        ("character", &filters.characters),
        ("author", &filters.authors),
        ("essay", &filters.essays),
    ];
    for (name, values) in named {
        for value in values {
            let field = Node::Field {
                name,
                value: value.clone(),
            };
            parts.push(field.to_string());
        }
    }
    parts.extend(filters.year.iter().map(|range| format!("year:{range}")));
    parts.extend(filters.page.iter().map(|range| format!("page:{range}")));
    parts.join(" ")
}
