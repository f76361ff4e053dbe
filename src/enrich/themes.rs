//! Themes: from the words that speak for them to the few that norfolk asserts.
//!
//! Longer phrases beat shorter ones, false friends take their words away,
//! repeats saturate, words of another count less, and a theme needs enough
//! evidence of the passage's own. Taking evidence away never adds a tag of its
//! theme, and taking away the evidence that is shown removes the tag.
//!
//! A tag depends on its passage, the essay's title and the profile, and on
//! nothing else in the corpus: an entry weighs what its list says, not what its
//! rarity among the essays at hand makes of it, so that adding an essay never
//! changes the tags of another. How much an essay's first and last paragraph
//! say of a theme lends nothing to the others: it helped essays that argue one
//! thing, and put false tags on all the rest.
//!
//! Sources: saturation after BM25 (Robertson and Walker 1994); thresholds were
//! chosen on the dev splits of `corpus/labels` and `corpus/paragraphs.jsonl`.
//! Weights learnt there (log-odds shrunk towards the three lists) did worse on
//! essays held back than the lists alone.

use super::lexicon::{Lexicon, Strength, Target};
use super::matching::{Match, Scan};
use super::{Evidence, ThemeTag};
use crate::text::Span;

/// Weight of an entry by how much it says.
const STRONG: f32 = 3.0;
const MEDIUM: f32 = 1.5;
const WEAK: f32 = 0.4;

/// Repeats of one entry: `tf / (tf + SATURATION)`, scaled so that one counts 1.
const SATURATION: f32 = 1.2;

/// What a hit in words of another counts, against one in the essay's own.
const QUOTED: f32 = 0.5;

/// Share of the length norm that does not depend on length, and the length, in
/// words, of a passage that is neither short nor long.
const NORM_FLOOR: f32 = 0.6;
const USUAL_WORDS: f32 = 120.0;

/// Passages under so many words need a strong entry, or three medium ones, and no more.
const SHORT_WORDS: usize = 25;

/// Score under which a theme is not asserted (passages of `SHORT_WORDS` and more):
/// in one of usual length, a strong entry and a medium one.
const THRESHOLD: f32 = 4.5;

/// A theme below this share of the passage's best is dropped, unless it has as
/// much as three strong entries, and so are all after this many.
const RELATIVE_CUT: f32 = 0.65;
const PLENTY: f32 = 9.0;
const MOST_TAGS: usize = 3;

/// What a title that is all about a theme adds to the theme's scores, as a
/// share of them, and the title's score at which half of it is added.
const TITLE: f32 = 0.5;
const TITLE_HALF: f32 = 3.0;

/// Score that maps to one half of the scale from 0 to 1.
const HALF_SCORE: f32 = 4.0;

/// Fewest spans of evidence kept, where there are as many.
const LEAST_EVIDENCE: usize = 3;

/// Without its evidence a passage has fewer words, so that what is left weighs
/// more: up to so many words fewer, and by so much.
const SHORTENED_WORDS: usize = 15;
const SHORTENED: f32 = 1.1;

/// Words that speak for a theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hit {
    pub(super) theme: u16,
    /// The entry, numbered over the lexicon; names come after all entries.
    pub(super) entry: u32,
    /// `None` of a name: it lends weight, and no evidence.
    pub(super) strength: Option<Strength>,
    pub(super) span: Span,
    pub(super) is_quoted: bool,
}

/// What of each word is spoken for while phrases compete for it.
#[derive(Debug, Default)]
pub(super) struct Claims {
    /// The phrase (its first and last word) that a word belongs to.
    by_word: Vec<Option<(usize, usize)>>,
    /// The themes, as bits, to which a false friend closed the word.
    closed: Vec<u64>,
}

/// Lets the theme phrases among `matches` compete, and returns the hits by theme.
pub(super) fn settle(
    scan: &Scan,
    matches: &mut [Match],
    is_masked: &[bool],
    claims: &mut Claims,
) -> Vec<Hit> {
    let target = |m: &Match| scan.lexicon.patterns[m.pattern as usize].target;
    claims.by_word.clear();
    claims.by_word.resize(scan.view.words.len(), None);
    claims.closed.clear();
    claims.closed.resize(scan.view.words.len(), 0);
    matches.sort_by_key(|m| {
        (
            std::cmp::Reverse(m.len()),
            order(target(m)),
            m.first,
            m.pattern,
        )
    });
    let mut hits = Vec::new();
    for found in matches.iter() {
        match target(found) {
            Target::FalseFriend(theme) => {
                for at in found.words() {
                    claims.closed[at] |= 1 << theme;
                }
            }
            Target::Theme { theme, strength } if claims.grant(found, theme, is_masked) => {
                let place = scan.span(found.first, found.last);
                let speaks_of_marks = scan.lexicon.patterns[found.pattern as usize]
                    .slots
                    .iter()
                    .any(|slot| scan.lexicon.slots[*slot as usize].is_quoted);
                let is_quoted = !speaks_of_marks && scan.is_quoted(place);
                let strength = Some(strength);
                hits.push(Hit {
                    theme,
                    entry: found.pattern,
                    strength,
                    span: place,
                    is_quoted,
                });
            }
            _ => {}
        }
    }
    hits
}

/// False friends before entries, strong entries before weak ones.
fn order(target: Target) -> u8 {
    match target {
        Target::Theme {
            strength: Strength::Strong,
            ..
        } => 1,
        Target::Theme {
            strength: Strength::Medium,
            ..
        } => 2,
        Target::Theme {
            strength: Strength::Weak,
            ..
        } => 3,
        _ => 0,
    }
}

impl Claims {
    /// Claims the words of `found` for `theme`, if they are free or already
    /// belong to the same phrase (of another theme).
    fn grant(&mut self, found: &Match, theme: u16, is_masked: &[bool]) -> bool {
        let phrase = Some((found.first, found.last));
        let is_free = found.words().all(|at| {
            !is_masked[at]
                && self.closed[at] & (1 << theme) == 0
                && (self.by_word[at].is_none() || self.by_word[at] == phrase)
        });
        if is_free {
            for at in found.words() {
                self.by_word[at] = phrase;
                // The same words do not speak twice for one theme.
                self.closed[at] |= 1 << theme;
            }
        }
        is_free
    }
}

/// One theme's evidence in one passage, added up.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) theme: u16,
    /// Weight of all hits, saturated and divided by the length norm.
    pub(super) score: f32,
    /// What each entry contributes, heaviest first.
    entries: Vec<Contribution>,
}

/// What the hits of one entry contribute.
#[derive(Debug, Clone, PartialEq)]
struct Contribution {
    score: f32,
    strength: Option<Strength>,
    /// Whether one of the hits is in the essay's own words.
    is_own: bool,
    evidence: Vec<Evidence>,
}

/// Adds up the hits of a passage of `words` words, by theme.
pub(super) fn tally(mut hits: Vec<Hit>, words: usize) -> Vec<Tally> {
    hits.sort_by_key(|hit| (hit.theme, hit.entry, hit.span));
    let length = u16::try_from(words).map_or(f32::from(u16::MAX), f32::from);
    let norm = NORM_FLOOR + (1.0 - NORM_FLOOR) * length / USUAL_WORDS;
    let by_theme = hits.chunk_by(|one, other| one.theme == other.theme);
    by_theme
        .map(|hits| {
            let by_entry = hits.chunk_by(|one, other| one.entry == other.entry);
            let mut entries: Vec<_> = by_entry.map(|hits| contribution(hits, norm)).collect();
            entries.sort_by(|one, other| other.score.total_cmp(&one.score));
            Tally {
                theme: hits[0].theme,
                score: entries.iter().map(|entry| entry.score).sum(),
                entries,
            }
        })
        .collect()
}

/// What the hits of one entry contribute.
fn contribution(hits: &[Hit], norm: f32) -> Contribution {
    let own = count(hits.iter().filter(|hit| !hit.is_quoted));
    let all = count(hits.iter());
    let saturate = |tf: f32| (1.0 + SATURATION) * tf / (tf + SATURATION);
    let times = saturate(own) + QUOTED * (saturate(all) - saturate(own));
    let strength = hits[0].strength;
    let evidence = hits.iter().map(|hit| Evidence {
        span: hit.span,
        is_quoted: hit.is_quoted,
    });
    Contribution {
        score: weight(strength) * times / norm,
        strength,
        is_own: own > 0.0,
        evidence: evidence.collect(),
    }
}

fn count<T>(items: impl Iterator<Item = T>) -> f32 {
    u16::try_from(items.count()).map_or(f32::from(u16::MAX), f32::from)
}

fn weight(strength: Option<Strength>) -> f32 {
    match strength {
        Some(Strength::Strong) => STRONG,
        Some(Strength::Medium) => MEDIUM,
        Some(Strength::Weak) | None => WEAK,
    }
}

/// Whether there is enough in the essay's own words to assert the theme.
fn suffices(entries: &[Contribution], words: usize, is_strict: bool) -> bool {
    let distinct = |strength| {
        let is_one = |entry: &&Contribution| entry.is_own && entry.strength == Some(strength);
        entries.iter().filter(is_one).count()
    };
    let medium = distinct(Strength::Medium);
    if distinct(Strength::Strong) > 0 || medium >= 3 {
        return true;
    }
    words >= SHORT_WORDS
        && (medium >= 2 || (!is_strict && medium >= 1 && distinct(Strength::Weak) >= 2))
}

/// The themes asserted of a passage of `words` words, strongest first.
/// `title` is each theme's score in the essay's title.
pub(super) fn assert_themes(
    lexicon: &Lexicon,
    tallies: &[Tally],
    words: usize,
    title: &[f32],
) -> Vec<ThemeTag> {
    let is_strict = |tally: &Tally| lexicon.strict_themes[usize::from(tally.theme)];
    let boost = |tally: &Tally| {
        let titled = title.get(usize::from(tally.theme)).copied();
        titled.map_or(1.0, |score| 1.0 + TITLE * score / (score + TITLE_HALF))
    };
    let mut scored: Vec<(f32, &Tally)> = tallies
        .iter()
        .filter(|tally| suffices(&tally.entries, words, is_strict(tally)))
        .map(|tally| (tally.score * boost(tally), tally))
        .filter(|(score, _)| words < SHORT_WORDS || *score >= THRESHOLD)
        .collect();
    scored.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then(one.1.theme.cmp(&other.1.theme))
    });
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    scored.retain(|(score, _)| *score >= PLENTY.min(RELATIVE_CUT * best));
    scored.truncate(MOST_TAGS);
    scored
        .into_iter()
        .map(|(score, tally)| ThemeTag {
            theme: tally.theme,
            score: score / (score + HALF_SCORE),
            evidence: tally.evidence(words, boost(tally), is_strict(tally)),
        })
        .collect()
}

impl Tally {
    /// The heaviest evidence: so much of it that what is left would not do.
    fn evidence(&self, words: usize, boost: f32, is_strict: bool) -> Vec<Evidence> {
        let holds = |rest: &[Contribution]| {
            let score: f32 = rest.iter().map(|entry| entry.score).sum();
            let may_be_short = words < SHORT_WORDS + SHORTENED_WORDS;
            suffices(rest, words, is_strict)
                && (may_be_short || score * boost * SHORTENED >= THRESHOLD)
        };
        let mut evidence = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            if evidence.len() >= LEAST_EVIDENCE && !holds(&self.entries[at..]) {
                break;
            }
            evidence.extend(&entry.evidence);
        }
        evidence
    }
}

#[cfg(test)]
mod tests {
    use crate::enrich::tagger::tests::{profile, tag};
    use crate::enrich::{Lexicon, PassageView, Tagger, Tags, ThemeTag};
    use crate::profile::Profile;
    use crate::text::Forms;
    use proptest::prelude::*;
    use std::sync::{Arc, LazyLock};

    /// How many of a list of sentences have tags that are right.
    fn right(
        lexicon: &Arc<Lexicon>,
        list: &serde_json::Value,
        is_right: impl Fn(&Tags) -> bool,
    ) -> usize {
        let sentences: Vec<&str> = list
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(serde_json::Value::as_str)
            .collect();
        sentences
            .iter()
            .filter(|s| tag(lexicon, s).iter().any(&is_right))
            .count()
    }

    #[test]
    #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
    fn sentences_about_a_theme_are_told_from_those_that_use_its_words() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/domain/themes.json");
        let Ok(text) = std::fs::read_to_string(path) else {
            eprintln!("SKIPPED: the sentences to tell apart are not there ({path})");
            return;
        };
        let rules: Vec<serde_json::Value> = serde_json::from_str(&text).expect("it is JSON");
        let (profile, lexicon) = profile();
        let (mut about, mut not_about) = (0, 0);
        for rule in &rules {
            let theme = profile.theme_id(rule["id"].as_str().expect("it has an id"));
            let theme = theme.expect("the profile has all these themes");
            about += right(&lexicon, &rule["about"], |tags| {
                tags.themes.iter().any(|t| t.theme == theme)
            });
            not_about += right(&lexicon, &rule["not_about"], |tags| tags.themes.is_empty());
        }
        assert_eq!((about, not_about), (54, 36), "of 54 and 36");
    }

    #[test]
    fn a_title_lends_weight_to_evidence_and_makes_no_theme_alone() {
        let toml = "id = \"x\"\nwork = { title = \"T\", year = 1900 }\n\
                    author = { given = \"A\", family = \"B\" }\n\
                    [[themes]]\nid = \"sea\"\nname = \"Sea\"\nstrong = [\"ship\", \"harbour\"]\n";
        let profile = Profile::from_toml(toml, "x").expect("it is valid");
        let lexicon = Arc::new(Lexicon::new(&profile));
        let themes = |title: &str, paragraph: &str| {
            let mut forms = Forms::default();
            let (title_words, words) = (forms.words(title), forms.words(paragraph));
            let view = |text, words| PassageView {
                text,
                words,
                quotations: &[],
                masks: &[],
            };
            let passages = [view(paragraph, &words)];
            let mut tagger = Tagger::new(Arc::clone(&lexicon));
            let title = view(title, &title_words);
            tagger.tag_essay(Some(&title), &passages, &forms)[0]
                .themes
                .len()
        };
        let little = format!("A ship{}", " and so on".repeat(26));
        let none = " and so on".repeat(27);
        assert_eq!(themes("Weather", &little), 0);
        assert_eq!(themes("Harbour and Ship", &little), 1);
        assert_eq!(themes("Harbour and Ship", &none), 0);
    }

    /// Writes another word over each word of the evidence.
    fn without(text: &str, tag: &ThemeTag) -> String {
        let mut rest = String::new();
        for word in Forms::default().words(text) {
            let is_evidence = tag.evidence.iter().any(|one| one.span.contains(word.span));
            rest.push_str(if is_evidence {
                "wug"
            } else {
                word.span.of(text)
            });
            rest.push(' ');
        }
        rest
    }

    proptest! {
        #[test]
        fn a_theme_goes_with_the_evidence_that_is_shown(
            words in "((memory|memories|remembers|narrator|told|dying|death|a grave|friend|jealous|hope|rumour\
                     |the sea|of her|and then|grey house|walked|slowly|on Monday|nobody|rain|Ruth)[ ]){1,80}"
        ) {
            static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(|| profile().1);
            for theme in &tag(&LEXICON, words.trim_end())[0].themes {
                let left = tag(&LEXICON, &without(&words, theme));
                prop_assert!(left[0].themes.iter().all(|other| other.theme != theme.theme));
            }
        }
    }
}
