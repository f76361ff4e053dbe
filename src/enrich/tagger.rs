//! The tagger: themes, characters and places of an essay's passages.
//!
//! One a thread, over a [`Lexicon`] that all share. An essay is tagged at once,
//! since its title and edges lend weight to its themes and a character named in
//! full anywhere may go by a short form everywhere.

use super::ThemeTag;
use super::characters::{self, Mention, Named, Naming};
use super::lexicon::{Lexicon, Target};
use super::matching::{FormCache, Match, PassageView, Scan};
use super::themes::{self, Claims, Hit, Tally};
use crate::text::{Forms, Span};
use std::sync::Arc;

/// Entries of hits that names make begin here.
const NAME_ENTRIES: u32 = u32::MAX / 2;

/// Words that open the clause after the one in which a topic is set aside.
const CLAUSE_OPENERS: &[&str] = &["but", "than", "rather", "instead", "yet"];

/// What a passage discusses and whom it names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tags {
    /// Themes, strongest first.
    pub themes: Vec<ThemeTag>,
    /// Characters by number, in order of first mention, each once.
    pub characters: Vec<u16>,
    /// Places by number, in order of first mention, each once.
    pub places: Vec<u16>,
    /// Every mention, in order.
    pub mentions: Vec<Mention>,
}

/// Tags passages; one a thread.
///
/// It remembers forms by their number, so it belongs to one [`Forms`]: call
/// [`Tagger::forget`] whenever that is replaced.
#[derive(Debug)]
pub struct Tagger {
    lexicon: Arc<Lexicon>,
    cache: FormCache,
    matches: Vec<Match>,
    late: Vec<(u32, usize)>,
    is_masked: Vec<bool>,
    claims: Claims,
}

/// What was found in one passage, before the essay is known.
#[derive(Debug, Default)]
struct Found {
    namings: Vec<Naming>,
    tallies: Vec<Tally>,
    words: usize,
}

/// What the passages of an essay owe to the whole of it.
#[derive(Debug, Default)]
struct EssayContext {
    /// Score of each theme in the title and the first and last passage.
    themes: Vec<f32>,
    /// Whether an entity is named in full.
    is_named: Vec<bool>,
}

impl Tagger {
    /// A tagger over `lexicon` that has seen no word yet.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>) -> Tagger {
        Tagger {
            lexicon,
            cache: FormCache::default(),
            matches: Vec::new(),
            late: Vec::new(),
            is_masked: Vec::new(),
            claims: Claims::default(),
        }
    }

    /// Forgets the forms it has seen: to be called when `Forms` is replaced.
    pub fn forget(&mut self) {
        self.cache = FormCache::default();
    }

    /// Tags the passages of one essay; `title` is its title, if it has one.
    /// The answer is parallel to `passages`.
    pub fn tag_essay(
        &mut self,
        title: Option<&PassageView>,
        passages: &[PassageView],
        forms: &Forms,
    ) -> Vec<Tags> {
        let title = title.map(|title| self.find(title, forms));
        let found: Vec<Found> = passages.iter().map(|view| self.find(view, forms)).collect();
        let context = self.context(title.as_ref(), &found);
        found
            .iter()
            .map(|found| self.decide(found, &context))
            .collect()
    }

    /// Tags a passage that stands alone.
    pub fn tag(&mut self, view: &PassageView, forms: &Forms) -> Tags {
        self.tag_essay(None, std::slice::from_ref(view), forms)
            .pop()
            .unwrap_or_default()
    }

    fn find(&mut self, view: &PassageView, forms: &Forms) -> Found {
        let lexicon = Arc::clone(&self.lexicon);
        self.cache.learn(&lexicon, view, forms);
        let mut scan = Scan::new(&lexicon, view, &self.cache);
        self.matches.clear();
        self.late.clear();
        scan.anchors(&mut self.matches, &mut self.late);
        if self.matches.is_empty() && self.late.is_empty() {
            return Found {
                words: view.words.len(),
                ..Found::default()
            };
        }
        mask_words(&scan, &self.matches, &mut self.is_masked);
        let namings = characters::settle(&mut scan, &self.matches, &self.is_masked);
        characters::settle_euphemisms(&mut scan, &self.matches);
        find_late(&scan, &self.late, &mut self.matches);
        let mut hits = themes::settle(&scan, &mut self.matches, &self.is_masked, &mut self.claims);
        hits.extend(
            namings
                .iter()
                .flat_map(|naming| hits_of_name(&lexicon, &scan, *naming)),
        );
        let words = view.words.len();
        Found {
            namings,
            tallies: themes::tally(hits, words),
            words,
        }
    }

    fn context(&self, title: Option<&Found>, found: &[Found]) -> EssayContext {
        let mut context = EssayContext {
            themes: vec![0.0; self.lexicon.strict_themes.len()],
            is_named: vec![false; self.lexicon.entities.len()],
        };
        let edges = match found {
            [] | [_] => [None, None],
            [first, .., last] => [Some(first), Some(last)],
        };
        for edge in edges.into_iter().flatten().chain(title) {
            for tally in &edge.tallies {
                context.themes[usize::from(tally.theme)] += tally.score;
            }
        }
        for naming in found.iter().chain(title).flat_map(|found| &found.namings) {
            context.is_named[usize::from(naming.entity)] |= !naming.is_short;
        }
        context
    }

    fn decide(&self, found: &Found, context: &EssayContext) -> Tags {
        let themes =
            themes::assert_themes(&self.lexicon, &found.tallies, found.words, &context.themes);
        let mut tags = Tags {
            themes,
            ..Tags::default()
        };
        for naming in &found.namings {
            if naming.is_short && !context.is_named[usize::from(naming.entity)] {
                continue;
            }
            let entity = &self.lexicon.entities[usize::from(naming.entity)];
            let (named, list) = if entity.is_character {
                (Named::Character(entity.number), &mut tags.characters)
            } else {
                (Named::Place(entity.number), &mut tags.places)
            };
            if !list.contains(&entity.number) {
                list.push(entity.number);
            }
            tags.mentions.push(Mention {
                named,
                span: naming.span,
            });
        }
        tags
    }
}

/// Tries the phrases that needed names and euphemisms to be settled.
fn find_late(scan: &Scan, late: &[(u32, usize)], matches: &mut Vec<Match>) {
    matches.extend(
        late.iter()
            .filter_map(|(pattern, at)| scan.try_at(*pattern, *at, *at)),
    );
    for run in &scan.euphemisms {
        let patterns = &scan.lexicon.on_euphemism[usize::from(run.number)];
        matches.extend(
            patterns
                .iter()
                .filter_map(|p| scan.try_at(*p, run.first, run.last)),
        );
    }
    for run in &scan.euphemism_forms {
        let patterns = &scan.lexicon.on_any_euphemism;
        matches.extend(
            patterns
                .iter()
                .filter_map(|p| scan.try_at(*p, run.first, run.last)),
        );
    }
}

/// Marks the words that say nothing: citations, addresses, titles, furniture
/// and clauses that set a topic aside.
fn mask_words(scan: &Scan, matches: &[Match], is_masked: &mut Vec<bool>) {
    let view = scan.view;
    is_masked.clear();
    is_masked.resize(view.words.len(), false);
    let mut mask = |span: Span| {
        let from = view
            .words
            .partition_point(|word| word.span.end <= span.start);
        for (word, flag) in view.words[from..].iter().zip(&mut is_masked[from..]) {
            if word.span.start >= span.end {
                break;
            }
            *flag = true;
        }
    };
    view.masks.iter().copied().for_each(&mut mask);
    web_addresses(view.text).into_iter().for_each(&mut mask);
    for found in matches {
        match scan.lexicon.patterns[found.pattern as usize].target {
            Target::Mask => mask(scan.span(found.first, found.last)),
            Target::TopicNegation => mask(rest_of_clause(view, found.last)),
            _ => {}
        }
    }
}

/// The words after `last` up to the end of the clause.
fn rest_of_clause(view: &PassageView, last: usize) -> Span {
    let start = view.words[last].span.end;
    let mut end = start;
    for word in &view.words[last + 1..] {
        let gap = &view.text[end..word.span.start];
        let opens = CLAUSE_OPENERS.contains(&word.span.of(view.text));
        if opens || gap.contains([',', ';', ':', '.', '!', '?', '(', ')', '—']) {
            break;
        }
        end = word.span.end;
    }
    Span::new(start, end)
}

/// Addresses on the web: runs without white space that hold `://` or begin with `www.`.
fn web_addresses(text: &str) -> Vec<Span> {
    let starts = text.match_indices("://").chain(text.match_indices("www."));
    starts
        .map(|(at, _)| {
            let start = text[..at]
                .rfind(char::is_whitespace)
                .map_or(0, |space| space + 1);
            let end = text[at..]
                .find(char::is_whitespace)
                .map_or(text.len(), |space| at + space);
            Span::new(start.min(at), end)
        })
        .collect()
}

/// What a name lends to the themes that it speaks for.
fn hits_of_name<'a>(
    lexicon: &'a Lexicon,
    scan: &Scan,
    naming: Naming,
) -> impl Iterator<Item = Hit> + use<'a> {
    let is_quoted = scan.is_quoted(naming.span);
    let entry = NAME_ENTRIES + u32::from(naming.entity);
    lexicon.entities[usize::from(naming.entity)]
        .themes
        .iter()
        .map(move |theme| Hit {
            theme: *theme,
            entry,
            strength: None,
            span: naming.span,
            is_quoted,
        })
}
