//! Names: which words of a citation name an author or a work.
//!
//! The novel's author is known in all forms, wrong ones included; anybody else
//! is known by the looks of a name: capitals, and none of the words that begin
//! labels, dates and headings.

use super::spoken::{Mentions, Spoken};
use super::tokens::{Token, TokenKind};
use crate::profile::Profile;
use crate::text::fold;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Capitalised words that begin no author's name.
static NOT_NAMES: WordList = LazyLock::new(|| {
    word_list(
        "\
    see in the a an my his her their our your its it he she they we you i this that these \
    those table figure fig part book vol volume no number act scene line lines year grade \
    week day days months years age aged ages room question questions exercise task unit \
    level group appendix lesson period class form series season episode war phase step type \
    version top over under about around approximately circa since until till from before \
    after between and or but for with at on by to of as like only also even including \
    usually especially january february march april may june july august september october \
    november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday \
    wednesday thursday friday saturday sunday spring summer autumn fall winter ad bc bce ce \
    born died published isbn london paris england america usa uk chapter page note notes \
    yes not one two three four five six seven eight nine ten both all some total score \
    rating marks mark stars star apollo route highway interstate rule law section amendment \
    title word words wordcount figures stage test version model covid channel area district \
    building apt suite size world option point reason example problem case study day night \
    hour if when where while which who what because so then there emphasis italics maybe \
    almost nearly roughly unlike today now",
    )
});

/// Small words that may stand inside an author's name.
static PARTICLES: WordList = LazyLock::new(|| {
    word_list(
        "\
    de van von der den ten ter la le du da di del della dos al el bin ibn st mac",
    )
});

/// Small words that show a run of capitalised words to be a title.
static TITLE_WORDS: WordList = LazyLock::new(|| {
    word_list(
        "\
    of the a an in to on for and with at my from as",
    )
});

/// School words for a text handed out with the question.
static SOURCES: WordList = LazyLock::new(|| {
    word_list(
        "\
    source document doc passage text article sources documents passages texts articles \
    excerpt handout",
    )
});

/// Whether `word`, case aside, is one of the words of `list`.
pub(crate) fn is_in(list: &WordList, word: &str) -> bool {
    list.contains(word) || list.contains(word.to_lowercase().as_str())
}

/// A list of lower-case words, hashed when it is first asked.
pub(crate) type WordList = LazyLock<FxHashSet<&'static str>>;

/// The words of `list`, parted by spaces.
pub(crate) fn word_list(list: &'static str) -> FxHashSet<&'static str> {
    list.split(' ').collect()
}

/// The names a profile gives, folded for look-up.
#[derive(Debug)]
pub(crate) struct Names {
    family: Box<str>,
    family_folded: String,
    given: Vec<String>,
    wrong: FxHashSet<String>,
    works: Vec<Work>,
    short_titles: FxHashSet<String>,
    initials: String,
    people: FxHashSet<String>,
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
        let forms = profile.characters.iter().chain(&profile.places);
        let editions = profile.editions.iter();
        Names {
            family: (*author.family).into(),
            family_folded: squeezed(&author.family),
            given: folded_words(&author.given),
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
            people: forms
                .flat_map(|entity| entity.aliases.iter().chain(std::iter::once(&entity.name)))
                .map(|alias| joined(alias))
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
            self.given.contains(word)
                || (word.len() == 1 && self.given.iter().any(|g| g.starts_with(word.as_str())))
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
            || folded
                .split(' ')
                .next()
                .is_some_and(|first| self.people.contains(first))
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

/// The family name of the first author that `tokens` name by their looks.
pub(crate) fn unknown_author(tokens: &[Token<'_>]) -> Option<String> {
    let first_group = first_author(tokens);
    if first_group.is_empty() || tokens.len() > 9 {
        return None;
    }
    let is_name_word = |t: &Token<'_>| {
        t.is_capitalised() && !is_in(&NOT_NAMES, t.text)
            || t.kind == TokenKind::Stop
            || is_in(&PARTICLES, t.text)
    };
    let is_joined = tokens.iter().all(|t| {
        is_name_word(t)
            || matches!(t.kind, TokenKind::Ampersand | TokenKind::Comma)
            || t.is_word("and")
            || t.is_word("et")
    });
    let words: Vec<_> = first_group
        .iter()
        .filter(|t| t.kind == TokenKind::Word)
        .collect();
    let last = words.last()?;
    let is_plausible = is_joined
        && first_group.iter().all(is_name_word)
        && words.len() <= 4
        && last.is_capitalised()
        && last.text.chars().count() > 1
        && (last.text.chars().count() > 4 || !last.text.chars().all(char::is_uppercase));
    is_plausible.then(|| {
        let mut family = last.text.to_owned();
        for particle in words
            .iter()
            .rev()
            .skip(1)
            .take_while(|t| is_in(&PARTICLES, t.text))
        {
            family = format!("{} {family}", particle.text);
        }
        without_possessive(&family).to_owned()
    })
}

/// The tokens before "and", "&", "et al." or a comma.
fn first_author<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let end = tokens.iter().position(|t| {
        matches!(t.kind, TokenKind::Ampersand | TokenKind::Comma)
            || t.is_word("and")
            || t.is_word("et")
    });
    &tokens[..end.unwrap_or(tokens.len())]
}

/// Whether `tokens` look like an unknown work's title: capitals with small words between.
pub(crate) fn looks_like_title(tokens: &[Token<'_>]) -> bool {
    let words: Vec<_> = tokens
        .iter()
        .filter(|t| t.kind == TokenKind::Word)
        .collect();
    let is_small = |t: &Token<'_>| is_in(&TITLE_WORDS, t.text);
    words.len() >= 2
        && words.len() == tokens.len()
        && words[0].is_capitalised()
        && words.iter().all(|t| t.is_capitalised() || is_small(t))
        && words.iter().any(|t| is_small(t))
        && words
            .iter()
            .any(|t| !is_small(t) && !is_in(&NOT_NAMES, t.text))
}

/// Whether `word` names a text handed out with the question ("Source 2").
pub(crate) fn is_source_word(word: &str) -> bool {
    is_in(&SOURCES, word)
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
    word.chars().count() + budget >= name.chars().count() && distance(word, name) <= budget
}

fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(40).collect(), b.chars().collect());
    let mut rows = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let best = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                let is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if is_swap {
                    best.min(rows[i - 2][j - 2] + 1)
                } else {
                    best
                }
            };
        }
    }
    rows[a.len()][b.len()]
}

/// Whether `text` is a name by its looks: up to four capitalised words.
pub(crate) fn looks_like_name(text: &str) -> bool {
    let tokens = super::tokens::tokens(text);
    !tokens.is_empty()
        && unknown_author(&tokens).is_some()
        && tokens
            .iter()
            .all(|t| matches!(t.kind, TokenKind::Word | TokenKind::Stop))
}
