//! The head of a part of a citation: whose work it cites, and which.

use super::names::{AuthorForm, Names};
use super::part::{Origin, trimmed};
use super::signals::is_remark;
use super::surnames;
use super::tokens::{Token, TokenKind};

/// Most letters of an acronym that may be an author ("WHO").
const ACRONYM_LETTERS: usize = 6;

/// Words of "Kindle edition".
const EDITION_WORDS: [&str; 8] = [
    "edition",
    "edn",
    "ed",
    "ebook",
    "e-book",
    "paperback",
    "hardback",
    "version",
];

/// Words that stand between an author’s and a page ("Smith’s novel 59").
const OF_AUTHOR: [&str; 8] = ["novel", "book", "text", "story", "own", "work", "on", "in"];

/// How "Pride and Prejudice" ends and "Smith and Jones" does not.
const ABSTRACT_ENDS: [&str; 9] = [
    "udice", "ment", "tion", "sion", "ness", "ity", "ism", "dom", "peace",
];

/// Whose work a part cites.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of one head"
)]
pub(super) struct Head {
    pub(super) author: Option<String>,
    pub(super) sic: Option<String>,
    pub(super) title: Option<String>,
    pub(super) is_novel: bool,
    pub(super) is_known: bool,
    pub(super) is_group: bool,
    pub(super) is_title_only: bool,
    pub(super) is_institution: bool,
}

impl Head {
    pub(super) fn origin(&self) -> Origin {
        if self.is_known {
            Origin::Known
        } else {
            Origin::Unknown
        }
    }
}

/// The head of a part: whose work, and which.
pub(super) fn head(names: &Names, tokens: &[Token<'_>]) -> Option<Head> {
    let segments = segments(tokens);
    let (first, others) = segments.split_first()?;
    let mut head = first_segment(names, first)?;
    if head.author.is_none() {
        return others.iter().all(|s| is_remark(s)).then_some(head);
    }
    if !head.is_known
        && is_list(tokens)
        && let Some(author) = surnames::unknown_author(tokens)
    {
        return Some(Head {
            author: Some(author),
            ..head
        });
    }
    for (at, segment) in others.iter().enumerate() {
        let words = words(segment);
        let is_same = head.is_known && names.author_form(&words).is_some();
        if words.is_empty() || is_same || is_initials(&words) || is_edition(names, &words) {
            continue;
        }
        if let Some(work) = names.work(&words).filter(|_| head.is_known) {
            head.title = Some(names.title(work).to_owned());
            head.is_novel = work == 0;
        } else if at == 0 && (segment[0].is_marked || segment[0].is_capitalised()) {
            head.title = Some(written(segment));
            head.is_novel = false;
        } else if head.title.is_none() && !head.is_known
            || !is_imprint(segment) && !is_remark(segment)
        {
            return None;
        }
    }
    Some(head)
}

/// Capitals and small words: a place and a publisher.
fn is_imprint(segment: &[Token<'_>]) -> bool {
    segment
        .iter()
        .all(|t| t.kind != TokenKind::Word || t.is_capitalised() || t.text.len() <= 3)
}

/// Several authors: "Smith, Jones, and Brown".
fn is_list(tokens: &[Token<'_>]) -> bool {
    tokens
        .iter()
        .any(|t| t.kind == TokenKind::Ampersand || t.is_word("and") || t.is_word("et"))
}

/// "K." behind a family name.
fn is_initials(words: &[&str]) -> bool {
    let is_initial =
        |word: &&str| word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    words.iter().all(is_initial)
}

/// "Kindle edition", or the publisher of the novel.
fn is_edition(names: &Names, words: &[&str]) -> bool {
    let is_edition = |word: &&str| {
        EDITION_WORDS
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
    };
    words.len() < 4 && words.iter().any(is_edition) || names.is_publisher(words)
}

fn first_segment(names: &Names, segment: &[Token<'_>]) -> Option<Head> {
    let words = words(segment);
    if let Some(head) = known(names, &words) {
        return Some(head);
    }
    if words.is_empty() || names.is_character(&words) || names.is_publisher(&words) {
        return None;
    }
    if let Some(head) = within(names, segment) {
        return Some(head);
    }
    if let Some(head) = known_author(names, &words_before_and(segment)) {
        // With another author the work is not the novel.
        return Some(Head {
            is_novel: false,
            ..head
        });
    }
    let is_title = segment[0].is_marked || surnames::looks_like_title(segment) && !is_pair(&words);
    if is_title && segment.iter().any(Token::is_capitalised) {
        return Some(Head {
            title: Some(written(segment)),
            ..Head::default()
        });
    }
    let is_group = words.len() > 1 && !is_list(segment);
    if let [word] = words[..]
        && is_acronym(word)
    {
        return Some(Head {
            author: Some(word.to_owned()),
            is_institution: true,
            ..Head::default()
        });
    }
    if let Some(author) = surnames::unknown_author(segment) {
        return Some(Head {
            author: Some(author),
            is_group,
            ..Head::default()
        });
    }
    let is_named = words.len() > 2 && segment.iter().all(Token::is_capitalised);
    is_named.then(|| Head {
        author: Some(written(segment)),
        is_institution: true,
        ..Head::default()
    })
}

/// The author or a work that the profile knows, or both.
fn known(names: &Names, words: &[&str]) -> Option<Head> {
    if let Some(head) = known_author(names, words) {
        return Some(head);
    }
    let joined = words.concat();
    let is_spaced = words.len() > 2 && is_initials(words);
    let work = names
        .work(words)
        .or_else(|| names.work(&[&joined]).filter(|_| is_spaced));
    if let Some(work) = work {
        return Some(work_head(names, work));
    }
    let both = |author: &[&str], title: &[&str]| {
        let (head, work) = (known_author(names, author)?, names.work(title)?);
        let of_work = work_head(names, work);
        Some(Head {
            title: of_work.title,
            is_novel: of_work.is_novel,
            ..head
        })
    };
    if let Some(by) = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case("by"))
    {
        return both(&words[by + 1..], &words[..by]);
    }
    (1..words.len()).rev().find_map(|cut| {
        let (author, rest) = words.split_at(cut);
        let is_own = || rest.iter().all(|word| OF_AUTHOR.contains(word)) || is_edition(names, rest);
        both(author, rest).or_else(|| known_author(names, author).filter(|_| is_own()))
    })
}

/// "Smith in Jones": Smith as Jones quotes him, if Smith is the novel's author.
fn within(names: &Names, segment: &[Token<'_>]) -> Option<Head> {
    let at = segment.iter().position(|t| t.is_word("in"))?;
    known_author(names, &words(&segment[..at]))?;
    let author = surnames::unknown_author(&segment[at + 1..])?;
    Some(Head {
        author: Some(author),
        ..Head::default()
    })
}

fn words_before_and<'a>(segment: &[Token<'a>]) -> Vec<&'a str> {
    let is_and = |t: &Token<'_>| t.kind == TokenKind::Ampersand || t.is_word("and");
    let end = segment.iter().position(is_and).unwrap_or(0);
    words(&segment[..end])
}

/// "Smith and Jones": two names rather than a title.
fn is_pair(words: &[&str]) -> bool {
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    match words {
        [first, and, second] => {
            let lower = second.to_lowercase();
            and.eq_ignore_ascii_case("and")
                && is_name(first)
                && is_name(second)
                && !ABSTRACT_ENDS.iter().any(|end| lower.ends_with(end))
        }
        _ => false,
    }
}

fn is_acronym(word: &str) -> bool {
    (2..=ACRONYM_LETTERS).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && super::numerals::roman(word).is_none()
}

fn known_author(names: &Names, words: &[&str]) -> Option<Head> {
    let sic = match names.author_form(words)? {
        AuthorForm::Right => None,
        AuthorForm::Wrong(form) => Some(form),
    };
    let author = Some(names.family().to_owned());
    Some(Head {
        author,
        sic,
        is_novel: true,
        is_known: true,
        ..Head::default()
    })
}

fn work_head(names: &Names, work: usize) -> Head {
    Head {
        author: Some(names.family().to_owned()),
        title: Some(names.title(work).to_owned()),
        is_novel: work == 0,
        is_known: true,
        is_title_only: true,
        ..Head::default()
    }
}

/// Parted at commas, colons and where marks of a title begin or end.
fn segments<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let is_break =
        |t: &Token<'_>| !t.is_marked && matches!(t.kind, TokenKind::Comma | TokenKind::Colon);
    tokens
        .chunk_by(|a, b| !is_break(a) && !is_break(b) && a.is_marked == b.is_marked)
        .filter(|chunk| !is_break(&chunk[0]) && chunk.iter().any(|t| t.kind == TokenKind::Word))
        .collect()
}

pub(super) fn words<'a>(segment: &[Token<'a>]) -> Vec<&'a str> {
    segment
        .iter()
        .filter(|t| t.kind == TokenKind::Word)
        .map(|t| t.text)
        .collect()
}

/// The words of a title as they stand, white space aside.
pub(super) fn written(segment: &[Token<'_>]) -> String {
    let mut text = String::new();
    for (at, token) in trimmed(segment).iter().enumerate() {
        if at > 0 && !token.is_glued {
            text.push(' ');
        }
        text.push_str(token.text);
    }
    text
}
