//! Names that the profile knows: which words of a citation name the novel's
//! author, in any form, wrong ones included, or one of the author's works.

use super::spoken::{Mentions, Spoken};
use crate::profile::{Entity, Profile};
use crate::text::fold;
use rustc_hash::FxHashSet;

/// The names a profile gives, folded for look-up.
#[derive(Debug)]
pub(crate) struct Names {
    family: Box<str>,
    family_folded: String,
    given: Vec<String>,
    middle: Vec<String>,
    wrong: FxHashSet<String>,
    works: Vec<Work>,
    short_titles: FxHashSet<String>,
    initials: String,
    people: FxHashSet<String>,
    /// Those of `people` that a surname makes somebody else's.
    first_forms: FxHashSet<String>,
    publishers: FxHashSet<String>,
    years: Vec<u16>,
    max_page: u32,
    chapters: u32,
    spoken: Spoken,
}

#[derive(Debug)]
struct Work {
    title: Box<str>,
    words: Vec<String>,
    year: u16,
}

/// How a name stands to the novel's author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AuthorForm {
    /// The right form.
    Right,
    /// A wrong form, as written.
    Wrong(String),
}

/// A known work, by its number in the profile: 0 is the novel.
pub(crate) type WorkNumber = usize;

impl Names {
    pub(crate) fn new(profile: &Profile) -> Self {
        let author = &profile.author;
        let others = profile.work.other_works.iter().map(|w| (&w.title, w.year));
        let works: Vec<Work> = std::iter::once((&profile.work.title, profile.work.year))
            .chain(others)
            .map(|(title, year)| Work {
                title: (**title).into(),
                words: folded_words(title),
                year,
            })
            .collect();
        let initials = works[0]
            .words
            .iter()
            .filter_map(|w| w.chars().next())
            .collect();
        let entities = profile.characters.iter().chain(&profile.places);
        let forms = |entity: &'_ Entity| -> Vec<String> {
            let names = entity.aliases.iter().chain(std::iter::once(&entity.name));
            names.map(|name| joined(name)).collect()
        };
        let editions = profile.editions.iter();
        Names {
            family: (*author.family).into(),
            family_folded: squeezed(&author.family),
            given: folded_words(&author.given),
            middle: folded_words(&author.middle),
            wrong: author
                .wrong_forms
                .iter()
                .map(|form| squeezed(form))
                .collect(),
            short_titles: profile
                .work
                .short_titles
                .iter()
                .map(|t| joined(t))
                .collect(),
            initials,
            people: entities.clone().flat_map(forms).collect(),
            first_forms: entities
                .filter(|entity| entity.surname_blocks)
                .flat_map(forms)
                .collect(),
            publishers: editions
                .clone()
                .flat_map(|e| &e.publishers)
                .map(|p| joined(p))
                .collect(),
            years: editions
                .clone()
                .flat_map(|e| e.years.iter().copied())
                .collect(),
            max_page: editions
                .filter_map(|e| e.last_page)
                .max()
                .map_or(400, u32::from),
            chapters: profile
                .chapters
                .iter()
                .map(|c| u32::from(c.number))
                .max()
                .unwrap_or(60),
            works,
            spoken: Spoken::new(profile),
        }
    }

    /// The author's family name in its right form.
    pub(crate) fn family(&self) -> &str {
        &self.family
    }

    /// The last page of the longest edition.
    pub(crate) fn max_page(&self) -> u32 {
        self.max_page
    }

    /// The number of chapters.
    pub(crate) fn chapters(&self) -> u32 {
        self.chapters
    }

    /// Whether `words` begin with the novel's full title.
    pub(crate) fn is_novel_title(&self, words: &[&str]) -> bool {
        let folded: Vec<String> = words.iter().flat_map(|w| folded_words(w)).collect();
        folded.starts_with(&self.works[0].words)
    }

    /// How surely `text` speaks of the novel.
    pub(crate) fn speaks_of_novel(&self, text: &str) -> Mentions {
        self.spoken.of(text)
    }

    /// The full title of a known work.
    pub(crate) fn title(&self, work: WorkNumber) -> &str {
        &self.works[work].title
    }

    /// Whether `year` may stand for the novel in a citation of its author.
    pub(crate) fn is_novel_year(&self, year: &str) -> bool {
        let digits = year.get(..4).and_then(|y| y.parse::<u16>().ok());
        digits.is_none_or(|year| {
            year == self.works[0].year
                || self.years.contains(&year)
                || !self.works[1..].iter().any(|work| work.year == year)
        })
    }

    /// Whether `words` name the novel's author, and in which form.
    pub(crate) fn author_form(&self, words: &[&str]) -> Option<AuthorForm> {
        let folded: Vec<String> = words
            .iter()
            .map(|w| squeezed(w))
            .filter(|w| !w.is_empty())
            .collect();
        let last = folded.last()?;
        let is_given = |word: &String| {
            let mut known = self.given.iter().chain(&self.middle);
            known.any(|g| g == word || (word.len() == 1 && g.starts_with(word.as_str())))
        };
        if let Some(at) = folded.iter().position(|word| *word == self.family_folded) {
            let others = folded.iter().enumerate().filter(|(i, _)| *i != at);
            return others
                .clone()
                .all(|(_, word)| is_given(word))
                .then_some(AuthorForm::Right);
        }
        let wrong = || Some(AuthorForm::Wrong(words.join(" ")));
        if self.wrong.contains(&folded.concat())
            || folded.iter().all(|word| self.given.contains(word))
        {
            return wrong();
        }
        let (_, before) = folded.split_last()?;
        let is_near = self.wrong.contains(last) || is_near(last, &self.family_folded);
        if is_near && before.iter().all(is_given) {
            return Some(AuthorForm::Wrong((*words.last()?).to_owned()));
        }
        None
    }

    /// The known work that `words` name by title, short title or initials.
    pub(crate) fn work(&self, words: &[&str]) -> Option<WorkNumber> {
        let folded: Vec<String> = words.iter().flat_map(|w| folded_words(w)).collect();
        if folded.is_empty() {
            return None;
        }
        if self.short_titles.contains(&folded.join(" ")) {
            return Some(0);
        }
        if let ([one], [written]) = (&folded[..], words) {
            let is_upper = written.chars().all(char::is_uppercase);
            if is_upper
                && one.len() >= 2
                && self.initials.len() > 2
                && self.initials.starts_with(one.as_str())
            {
                return Some(0);
            }
        }
        self.works
            .iter()
            .position(|work| is_short_for(&folded, &work.words))
    }

    /// Whether `words` name a character or place of the novel.
    pub(crate) fn is_character(&self, words: &[&str]) -> bool {
        let folded = words
            .iter()
            .map(|w| joined(w))
            .collect::<Vec<_>>()
            .join(" ");
        self.people.contains(&folded)
            || folded
                .split(' ')
                .next_back()
                .is_some_and(|last| self.people.contains(last))
            || folded.split_once(' ').is_some_and(|(first, _)| {
                self.people.contains(first) && !self.first_forms.contains(first)
            })
    }

    /// Whether `words` name a publisher of the novel.
    pub(crate) fn is_publisher(&self, words: &[&str]) -> bool {
        self.publishers.contains(
            &words
                .iter()
                .map(|w| joined(w))
                .collect::<Vec<_>>()
                .join(" "),
        )
    }
}

/// Whether `short` is the front of the title `full`, its article aside.
fn is_short_for(short: &[String], full: &[String]) -> bool {
    let bare =
        |words: &[String]| usize::from(words.len() > 1 && matches!(&*words[0], "the" | "a" | "an"));
    let (short, full) = (&short[bare(short)..], &full[bare(full)..]);
    let is_telling = short.len() > 1 || short.first().is_some_and(|w| w.len() > 4) || short == full;
    is_telling && full.starts_with(short)
}

/// `name` without a possessive ’s.
pub(crate) fn without_possessive(name: &str) -> &str {
    let cut = ["'s", "\u{2019}s", "'", "\u{2019}"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    cut.unwrap_or(name)
}

fn folded_words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|w| w.replace('\'', ""))
        .filter(|w| !w.is_empty())
        .collect()
}

/// The folded words of `text`, one space between them.
pub(crate) fn joined(text: &str) -> String {
    folded_words(text).join(" ")
}

/// Letters only, folded: hyphens of line ends and possessives go.
fn squeezed(text: &str) -> String {
    fold(without_possessive(text))
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Whether `word` is a misspelling of `name` (Damerau 1964: letters left out,
/// put in, changed or swapped).
fn is_near(word: &str, name: &str) -> bool {
    let budget = match name.chars().count() {
        0..6 => return false,
        6..8 => 1,
        _ => 2,
    };
    word.chars().count().abs_diff(name.chars().count()) <= budget
        && strsim::osa_distance(word, name) <= budget
}
