//! The head of a part of a citation: whose work it cites, and which.

use super::names::{AuthorForm, Names};
use super::part::{is_remark, trimmed};
use super::surnames;
use super::tokens::{Token, TokenKind};

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
        if words.is_empty() || (head.is_known && names.author_form(&words).is_some()) {
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

fn first_segment(names: &Names, segment: &[Token<'_>]) -> Option<Head> {
    let words = words(segment);
    if let Some(head) = known_author(names, &words) {
        return Some(head);
    }
    if let Some(work) = names.work(&words) {
        return Some(work_head(names, work));
    }
    for cut in (1..words.len()).rev() {
        let (author, title) = words.split_at(cut);
        if let (Some(head), Some(work)) = (known_author(names, author), names.work(title)) {
            let of_work = work_head(names, work);
            return Some(Head {
                title: of_work.title,
                is_novel: of_work.is_novel,
                ..head
            });
        }
    }
    if words.is_empty() || names.is_character(&words) || names.is_publisher(&words) {
        return None;
    }
    let is_title = segment[0].is_marked || surnames::looks_like_title(segment);
    if is_title && segment.iter().any(Token::is_capitalised) {
        return Some(Head {
            title: Some(written(segment)),
            ..Head::default()
        });
    }
    let author = surnames::unknown_author(segment)?;
    Some(Head {
        author: Some(author),
        is_group: words.len() > 1 && !is_list(segment),
        ..Head::default()
    })
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
fn written(segment: &[Token<'_>]) -> String {
    let mut text = String::new();
    for (at, token) in trimmed(segment).iter().enumerate() {
        if at > 0 && !token.is_glued {
            text.push(' ');
        }
        text.push_str(token.text);
    }
    text
}
