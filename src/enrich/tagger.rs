//! The tagger: themes, characters and places of an essay's passages.
//!
//! One a thread, over a [`Lexicon`] that all share. An essay is tagged at once,
//! since its title lends weight to its themes and a character named in full
//! anywhere may go by a short form everywhere.

use super::ThemeTag;
use super::cache::FormCache;
use super::characters::{self, Mention, Named, Naming};
use super::lexicon::Lexicon;
use super::masks::mask_words;
use super::matching::{Match, PassageView, Scan};
use super::themes::{self, Claims, Hit, Tally};
use crate::text::Forms;
use std::sync::Arc;

/// Entries of hits that names make begin here.
const NAME_ENTRIES: u32 = u32::MAX / 2;

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
    /// Score of each theme in the title.
    title: Vec<f32>,
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
            title: vec![0.0; self.lexicon.strict_themes.len()],
            is_named: vec![false; self.lexicon.entities.len()],
        };
        for tally in title.iter().flat_map(|title| &title.tallies) {
            context.title[usize::from(tally.theme)] = tally.score;
        }
        for naming in found.iter().chain(title).flat_map(|found| &found.namings) {
            context.is_named[usize::from(naming.entity)] |= !naming.is_short;
        }
        context
    }

    fn decide(&self, found: &Found, context: &EssayContext) -> Tags {
        let themes =
            themes::assert_themes(&self.lexicon, &found.tallies, found.words, &context.title);
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::enrich::{Quotation, QuotationKind};
    use crate::profile::Profile;
    use crate::text::Span;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    pub(in crate::enrich) fn profile() -> (Profile, Arc<Lexicon>) {
        let profile = Profile::built_in("never-let-me-go").expect("it is built in");
        let lexicon = Arc::new(Lexicon::new(&profile));
        (profile, lexicon)
    }

    /// Tags an essay, a paragraph a line; what stands in “ ” is a quotation.
    pub(in crate::enrich) fn tag(lexicon: &Arc<Lexicon>, essay: &str) -> Vec<Tags> {
        let mut forms = Forms::default();
        let paragraphs: Vec<_> = essay
            .lines()
            .map(|line| (line, forms.words(line)))
            .collect();
        let quotations: Vec<_> = essay.lines().map(quotations).collect();
        let views: Vec<_> = paragraphs
            .iter()
            .zip(&quotations)
            .map(|((text, words), quotations)| PassageView {
                text,
                words,
                quotations,
                masks: &[],
            })
            .collect();
        Tagger::new(Arc::clone(lexicon)).tag_essay(None, &views, &forms)
    }

    fn quotations(text: &str) -> Vec<Quotation> {
        let opened = text.match_indices('“').map(|(at, mark)| at + mark.len());
        let quotation = |start: usize| {
            let end = start + text[start..].find('”')?;
            let span = Span::new(start, end);
            let kind = QuotationKind::Novel;
            Some(Quotation {
                span,
                kind,
                is_block: false,
                citation: None,
                problem: None,
            })
        };
        opened.filter_map(quotation).collect()
    }

    fn check_names(essay: &str, expected: &Expect) {
        let (profile, lexicon) = profile();
        let name = |named: Named| match named {
            Named::Character(at) => &profile.characters[usize::from(at)].name,
            Named::Place(at) => &profile.places[usize::from(at)].name,
        };
        let lines: Vec<String> = tag(&lexicon, essay)
            .iter()
            .zip(essay.lines())
            .map(|(tags, line)| {
                let mentions = tags.mentions.iter();
                let shown = mentions.map(|m| format!("{} [{}]", name(m.named), m.span.of(line)));
                shown.collect::<Vec<_>>().join(", ")
            })
            .collect();
        expected.assert_eq(&lines.join("\n"));
    }

    fn check_themes(essay: &str, expected: &Expect) {
        let (profile, lexicon) = profile();
        let lines: Vec<String> = tag(&lexicon, essay)
            .iter()
            .zip(essay.lines())
            .map(|(tags, line)| {
                let shown = tags.themes.iter().map(|tag| {
                    let evidence = tag.evidence.iter().map(|e| e.span.of(line));
                    let id = &profile.themes[usize::from(tag.theme)].id;
                    format!("{id} {:?}", evidence.collect::<Vec<_>>())
                });
                shown.collect::<Vec<_>>().join(", ")
            })
            .collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn names_are_found_in_all_their_forms() {
        check_names(
            "Kathys tape and Tommy’s rage; Ruths lie. Miss. Emily sees Marie-Claude.",
            &expect![
                "Kathy H. [Kathys], Tommy D. [Tommy’s], Ruth [Ruths], Miss Emily [Miss. Emily], Madame [Marie-Claude]"
            ],
        );
        check_names(
            "At Halisham, Hailshem and the cottages; then Littlehamptom.",
            &expect![
                "Hailsham [Halisham], Hailsham [Hailshem], the Cottages [the cottages], Littlehampton [Littlehamptom]"
            ],
        );
        check_names(
            "kathy drives and ruth waits at hailsham",
            &expect!["Kathy H. [kathy], Ruth [ruth], Hailsham [hailsham]"],
        );
    }

    #[test]
    fn what_only_looks_like_a_name_is_none() {
        check_names(
            "Emily Dickinson, Ruth Rendell and Hannah Arendt met Madame Bovary.",
            &expect![""],
        );
        check_names(
            "He has no ruth, madame. In Norfolk, Virginia, they are ruthless.",
            &expect![""],
        );
        check_names(
            "Agatha Christie wrote it. In the kitchen Laura Smith reads George Orwell.",
            &expect![""],
        );
    }

    #[test]
    fn the_next_name_or_a_possessive_is_no_surname() {
        check_names(
            "When Ruth Tommy leaves, it is Ruth’s Norfolk. Ruth. She goes.",
            &expect![
                "Ruth [Ruth], Tommy D. [Tommy], Ruth [Ruth’s], Norfolk [Norfolk], Ruth [Ruth]"
            ],
        );
    }

    #[test]
    fn a_short_form_counts_where_the_essay_has_the_long_one() {
        check_names(
            "Emily speaks first.\nThen Miss Emily explains.",
            &expect![[r#"
            Miss Emily [Emily]
            Miss Emily [Miss Emily]"#]],
        );
        check_names("Emily speaks to Kathy.", &expect!["Kathy H. [Kathy]"]);
    }

    #[test]
    fn the_longest_phrase_wins_and_false_friends_consume() {
        check_themes(
            "Rain fell on a couple of pages, and we reach a dead end.",
            &expect![""],
        );
        check_themes(
            "Their love story is a secret.",
            &expect![[r#"love ["Their love"]"#]],
        );
        check_themes("In Never Let Me Go the sea is grey.", &expect![""]);
    }

    #[test]
    fn a_topic_that_is_set_aside_is_not_discussed() {
        check_themes(
            "This is not a novel about cloning, but about friendship.",
            &expect![[r#"friendship ["friendship"]"#]],
        );
        check_themes(
            "It is not only about friendship.",
            &expect![[r#"friendship ["friendship"]"#]],
        );
        check_themes(
            "Leaving cloning aside, the friendship matters.",
            &expect![[r#"friendship ["friendship"]"#]],
        );
    }

    #[test]
    fn words_of_another_do_not_make_a_theme_alone() {
        check_themes(
            "She says “grief and mourning and loss” there.",
            &expect![""],
        );
        check_themes(
            "She says “grief and loss” out of grief.",
            &expect![[r#"loss ["grief", "grief", "loss"]"#]],
        );
    }

    #[test]
    fn a_euphemism_speaks_only_in_its_sense() {
        check_themes(
            "Tommy completed before the winter.",
            &expect![[r#"death ["completed"]"#]],
        );
        check_themes(
            "Tommy completed the course before the winter.",
            &expect![""],
        );
        check_themes(
            "The term ‘possible’ makes a chance of a parent.",
            &expect![[r#"identity ["The term ‘possible"], language ["The term ‘possible"]"#]],
        );
    }

    proptest! {
        #[test]
        fn any_text_is_tagged_with_spans_of_itself(
            text in "(\\PC| |Kathy|Ruth|memory|not about|the word|‘complete’|www\\.|never let me go|[.,“”]){0,40}"
        ) {
            static LEXICON: std::sync::LazyLock<Arc<Lexicon>> =
                std::sync::LazyLock::new(|| profile().1);
            for tags in tag(&LEXICON, &text) {
                let line = text.lines().next().unwrap_or_default();
                for span in tags.mentions.iter().map(|m| m.span) {
                    prop_assert!(line.get(span.start..span.end).is_some());
                }
                for theme in &tags.themes {
                    prop_assert!((0.0..=1.0).contains(&theme.score) && !theme.evidence.is_empty());
                }
            }
        }
    }
}
