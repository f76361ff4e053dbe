//! Whose words or pages a place in the text is about: the author named in the
//! sentence, else in the one before it, else the primary text's.

use super::super::citations::{
    AuthorForm, WordList, is_in, is_particle, without_possessive, word_list,
};
use super::super::{Citation, CitationKind};
use super::essay::Company;
use crate::text::{is_apostrophe, sentences};
use std::sync::LazyLock;

/// Verbs by which critics speak.
static REPORTING: WordList = LazyLock::new(|| {
    word_list(
        "\
    argues argued writes wrote claims claimed suggests suggested contends contended maintains \
    observes observed notes noted describes described calls called puts states stated points \
    pointed remarks remarked finds found reads sees explains explained insists concludes \
    concluded proposes proposed asserts asserted speaks hears identifies says said thinks \
    believes comments commented discusses discussed acknowledges cautions",
    )
});

/// Verbs that a name with its year may have beside those.
static SHOWING: WordList = LazyLock::new(|| {
    word_list(
        "\
    explores explored examines demonstrates demonstrated highlights emphasises emphasizes \
    declares defines warns reminds adds agrees disagrees considers offers presents shows showed \
    compares interprets emphasised emphasized stresses reports recognises recognizes holds",
    )
});

/// Words that take up the person of the sentence before.
const PRONOUNS: &[&str] = &["he", "she", "they", "his", "her", "their"];

/// Most words of a title that are looked at.
const TITLE_WORDS: usize = 5;

/// Bytes of a sentence that are looked at; few are longer.
const SENTENCE_BYTES: usize = 1_000;

/// Words that stand before the last word of a title and never before a name.
const SMALL_WORDS: [&str; 6] = ["The", "A", "An", "the", "a", "an"];

/// A name in running text.
struct Mention {
    name: String,
    is_critic: bool,
    is_possessive: bool,
    is_speaking: bool,
}

impl Company<'_> {
    /// The author of the page cited at `at`, from what stands before it.
    pub(super) fn author_of(
        &self,
        text: &str,
        at: usize,
        year: Option<&str>,
        before: &[Citation],
    ) -> Option<String> {
        if let Some(author) = year.and_then(|year| self.listed_in(year)) {
            return Some(author);
        }
        let (sentence, previous) = self.sentence_before(text, at);
        let cited = before.last().map_or(0, |citation| citation.span.end);
        let since = text.get(cited.max(at - sentence.len())..at).unwrap_or("");
        let speaks = self.names_character(since) && self.named_in(since).is_none();
        if speaks && since.len() < sentence.len() {
            return self.primary_author();
        }
        if let Some(name) = self.named_in(sentence) {
            return Some(name);
        }
        let first = sentence
            .split(|c: char| !c.is_alphanumeric())
            .find(|w| !w.is_empty());
        let goes_on = first.is_some_and(|w| PRONOUNS.iter().any(|p| w.eq_ignore_ascii_case(p)));
        if goes_on
            && !self.names_character(previous)
            && let Some(name) = self.critic_in(previous)
        {
            return Some(name);
        }
        let narrative = before
            .last()
            .filter(|c| c.kind == CitationKind::Narrative && c.works[0].locators.is_empty());
        let is_near = |c: &&Citation| text[c.span.end..at].len() <= sentence.len() + previous.len();
        narrative
            .filter(is_near)
            .and_then(|c| c.works[0].author.clone())
            .or_else(|| self.primary_author())
    }

    /// The sentence around `at` as far as `at`, and the one before it: the ends of
    /// both, if they are longer than sentences are.
    fn sentence_before<'t>(&self, text: &'t str, at: usize) -> (&'t str, &'t str) {
        let spans = self.sentences.get_or_init(|| sentences(text));
        let own = spans
            .partition_point(|s| s.end <= at)
            .min(spans.len().saturating_sub(1));
        let Some(span) = spans.get(own) else {
            return ("", "");
        };
        let before = own
            .checked_sub(1)
            .map_or("", |before| spans[before].of(text));
        let sentence = &text[span.start..at.max(span.start)];
        (last_bytes(sentence), last_bytes(before))
    }

    /// The only author listed with `year`.
    fn listed_in(&self, year: &str) -> Option<String> {
        let mut of_year = self.listed().of_year(year);
        let author = of_year.next()?.author.clone()?;
        of_year
            .all(|entry| entry.author.as_deref() == Some(&author))
            .then_some(author)
    }

    /// The author whom `sentence` names: a critic before the novelist.
    fn named_in(&self, sentence: &str) -> Option<String> {
        let mentions = self.mentions(sentence);
        let critic = mentions.iter().rposition(|m| m.is_critic);
        let novelist = mentions.iter().rposition(|m| !m.is_critic);
        let at = match (critic, novelist) {
            (Some(critic), Some(novelist)) => {
                let speaks = mentions[novelist].is_speaking && !mentions[novelist].is_possessive;
                if novelist > critic && speaks {
                    novelist
                } else {
                    critic
                }
            }
            (critic, novelist) => critic.or(novelist)?,
        };
        Some(mentions[at].name.clone())
    }

    /// The critic whom `sentence` names last.
    fn critic_in(&self, sentence: &str) -> Option<String> {
        self.mentions(sentence)
            .into_iter()
            .rfind(|m| m.is_critic)
            .map(|m| m.name)
    }

    /// The critic whom the sentence around `at` names before it.
    pub(super) fn critic_before(&self, text: &str, at: usize) -> Option<String> {
        if !self.has_critics() {
            return None;
        }
        let (sentence, _) = self.sentence_before(text, at);
        self.critic_in(sentence)
    }

    fn mentions(&self, sentence: &str) -> Vec<Mention> {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !is_apostrophe(c));
            let name = without_possessive(bare.trim_matches(is_apostrophe));
            if !name.starts_with(char::is_uppercase) || name.chars().count() < 2 {
                continue;
            }
            let is_speaking = words.get(at + 1).is_some_and(|next| is_reporting(next));
            let is_possessive = name.len() < bare.trim_matches(is_apostrophe).len();
            let known = self.critic(name).map(|critic| (critic.to_owned(), true));
            let known = known.or_else(|| {
                let is_right = self.names().author_form(&[name]) == Some(AuthorForm::Right);
                is_right.then(|| (self.names().family().to_owned(), false))
            });
            let is_stranger = is_speaking && !is_possessive && self.is_stranger(&words, at, name);
            let known = known.or_else(|| is_stranger.then(|| (name.to_owned(), true)));
            if let Some((name, is_critic)) = known {
                found.push(Mention {
                    name,
                    is_critic,
                    is_possessive,
                    is_speaking,
                });
            }
        }
        found
    }

    /// Whether the name at `at` is that of nobody in the novel ("Jane Doe
    /// argues", "as Doe argues").
    fn is_stranger(&self, words: &[&str], at: usize, name: &str) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| words[before]) else {
            return false;
        };
        let is_given = before.starts_with(char::is_uppercase)
            && before
                .chars()
                .all(|c| c.is_alphabetic() || c == '-' || c == '.');
        let full = format!("{before} {name}");
        let name = if is_given { &full } else { name };
        let parts: Vec<&str> = name.split(' ').collect();
        (is_given || ["as", "As", "while", "While"].contains(&before))
            && super::super::citations::looks_like_name(name)
            && !self.names().is_character(&parts)
            && self.names().author_form(&parts).is_none()
            && self.names().work(&parts).is_none()
    }

    fn names_character(&self, sentence: &str) -> bool {
        sentence
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.starts_with(char::is_uppercase))
            .any(|w| self.names().is_character(&[w]))
    }

    /// The author named right before the bracket at `at` ("Moss (2011)"); of
    /// several the first ("Moss and Reed (2011)", "Moss et al. (2011)").
    pub(super) fn name_before(
        &self,
        text: &str,
        at: usize,
        is_year_only: IsYearOnly,
    ) -> Option<String> {
        let mut words = text[..at]
            .rsplit(char::is_whitespace)
            .filter(|w| !w.is_empty());
        let mut word = words.next()?;
        let is_group = word == "al." && words.next() == Some("et");
        if is_group {
            word = words.next()?.trim_end_matches(',');
        }
        let name = plain_name(word)?;
        let first = first_of(name, words);
        if let Some(known) = self.known_as(first).or_else(|| self.known_as(name)) {
            return Some(known);
        }
        let reports = text[at..].split_once(')').is_some_and(|(_, after)| {
            let verb = after.split_whitespace().next().unwrap_or("");
            is_reporting(verb) || is_listed_verb(&SHOWING, verb)
        });
        let is_name = super::super::citations::looks_like_name(first)
            && !self.names().is_character(&[first])
            && !self.ends_title(&text[..at]);
        let is_sure = reports || is_group || is_year_only == IsYearOnly::No;
        (is_name && is_sure).then(|| with_particles(&text[..at], first))
    }

    /// Whether `before` ends with a title that the profile knows, or a word
    /// that has an article or a small word of titles before it ("The Island").
    fn ends_title(&self, before: &str) -> bool {
        let words: Vec<&str> = before.split_whitespace().rev().take(TITLE_WORDS).collect();
        let words: Vec<&str> = words.into_iter().rev().collect();
        let is_known = (0..words.len()).any(|at| self.names().work(&words[at..]).is_some());
        let article = words.len().checked_sub(2).map(|at| words[at]);
        is_known || article.is_some_and(|word| SMALL_WORDS.contains(&word))
    }

    /// The novel's author or the critic whose name `name` is.
    fn known_as(&self, name: &str) -> Option<String> {
        if self.names().author_form(&[name]) == Some(AuthorForm::Right) {
            return Some(self.names().family().to_owned());
        }
        self.critic(name).map(str::to_owned)
    }
}

/// The name that `word` is, a possessive and marks before it aside.
fn plain_name(word: &str) -> Option<&str> {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let ends = word.ends_with(|c: char| c.is_alphanumeric() || is_apostrophe(c));
    let name = without_possessive(word);
    (ends && name.starts_with(char::is_uppercase)).then_some(name)
}

/// `name`, which stands last in `before`, with "van der" and the like before it.
fn with_particles(before: &str, name: &str) -> String {
    let start = before.rfind(name).unwrap_or(before.len());
    let words = before[..start].split_whitespace().rev();
    let mut parts = vec![name];
    parts.extend(words.take_while(|word| is_particle(word)));
    parts.reverse();
    parts.join(" ")
}

/// The first of the authors joined to `name` by "and" and commas; `before`
/// are the words before it, last first.
fn first_of<'t>(name: &'t str, mut before: impl Iterator<Item = &'t str>) -> &'t str {
    let mut first = name;
    let mut joint = before.next();
    while let Some(word) = joint {
        let is_and = matches!(word, "and" | "&");
        let next = if is_and { before.next() } else { Some(word) };
        let Some(candidate) = next.filter(|w| is_and || w.ends_with(',')) else {
            break;
        };
        let Some(name) = plain_name(candidate.trim_end_matches(',')) else {
            break;
        };
        first = name;
        joint = before.next();
    }
    first
}

/// Whether `verb` is one by which critics speak.
fn is_reporting(verb: &str) -> bool {
    is_listed_verb(&REPORTING, verb)
}

/// Whether `verb`, in singular or plural, is in `list`.
fn is_listed_verb(list: &WordList, verb: &str) -> bool {
    let verb = verb.trim_end_matches([',', ':', '.']);
    is_in(list, verb) || is_in(list, &format!("{verb}s"))
}

/// Whether a bracket holds nothing but a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IsYearOnly {
    Yes,
    No,
}

/// The last bytes of `text`, as many as a sentence is looked at.
fn last_bytes(text: &str) -> &str {
    let from = text.len().saturating_sub(SENTENCE_BYTES);
    let from = (from..text.len()).find(|at| text.is_char_boundary(*at));
    &text[from.unwrap_or(text.len())..]
}
