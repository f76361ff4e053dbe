//! What a bracket says: its parts, and how sure they are together.

use super::super::{CitedWork, LocatorKind};
use super::numerals::with_sure_digits;
use super::part::{self, Origin, Part};
use super::signals::is_remark;
use super::tokens::{Token, TokenKind, tokens};
use super::{Form, FoundWork, Names};

/// Reads the inside of a bracket; `None` if it is no citation.
pub(crate) fn parse_bracket(names: &Names, inside: &str) -> Option<(Vec<FoundWork>, Form)> {
    let inside = with_sure_digits(inside);
    let tokens = tokens(&inside);
    let mut parts: Vec<Part> = Vec::new();
    let mut unread = 0;
    for piece in tokens
        .split(|t| t.kind == TokenKind::Semicolon)
        .filter(|p| !p.is_empty())
    {
        match read_piece(names, piece, &mut parts) {
            Some(()) => {}
            None if is_remark(piece) => {}
            None => unread += 1,
        }
    }
    let form = form(&parts)?;
    if unread > 0 && !(form == Form::Known && parts[0].origin == Origin::Known) {
        return None;
    }
    Some((works(parts), form))
}

/// Reads one piece and what follows a comma in it ("Smith 59, Jones 60").
fn read_piece(names: &Names, piece: &[Token<'_>], parts: &mut Vec<Part>) -> Option<()> {
    let part = part::parse(names, piece)?;
    let mut rest = &piece[part.rest..];
    while rest
        .first()
        .is_some_and(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Stop) || t.is_word("and"))
    {
        rest = &rest[1..];
    }
    let is_named = matches!(part.origin, Origin::Known | Origin::Unknown);
    if !rest.is_empty() && !is_remark(rest) {
        let begins_name = rest.len() < piece.len() && rest[0].is_capitalised();
        let next = part::parse(names, rest).filter(|next| {
            is_named && begins_name && matches!(next.origin, Origin::Known | Origin::Unknown)
        })?;
        if !is_remark(&rest[next.rest..]) {
            return None;
        }
        parts.extend([part, next]);
        return Some(());
    }
    parts.push(part);
    Some(())
}

fn form(parts: &[Part]) -> Option<Form> {
    let first = parts.first()?;
    let has = |origin| parts.iter().any(|part| part.origin == origin);
    let work = &first.works[0];
    let has_place = has_place(work);
    Some(if parts.iter().all(|part| part.is_doubtful) {
        Form::Doubtful
    } else if has(Origin::Known) || has(Origin::Unknown) {
        let is_name_only = !has_place && work.year.is_none() && parts.len() == 1;
        match first.origin {
            _ if is_name_only && work.title.is_none() => Form::NameOnly,
            _ if has(Origin::Known) => Form::Known,
            _ => Form::Unknown,
        }
    } else if has(Origin::Ibid) {
        Form::Ibid
    } else if work.year.is_some() {
        if has_place {
            Form::YearPlace
        } else {
            Form::Year
        }
    } else if parts.iter().any(|part| part.is_labelled) {
        Form::Labelled
    } else if work.locator_kind == LocatorKind::ChapterPara {
        Form::Dotted
    } else {
        Form::Bare
    })
}

fn has_place(work: &CitedWork) -> bool {
    work.locator_kind != LocatorKind::None
}

/// The works of `parts`; a part without a name inherits the name before it.
fn works(parts: Vec<Part>) -> Vec<FoundWork> {
    let mut found: Vec<FoundWork> = Vec::new();
    for part in parts {
        for mut work in part.works {
            let mut origin = part.origin;
            if let (Origin::Inherited, Some(last)) = (origin, found.last()) {
                let is_named = matches!(last.origin, Origin::Known | Origin::Unknown);
                if is_named {
                    work.author.clone_from(&last.work.author);
                    work.sic.clone_from(&last.work.sic);
                    work.is_novel = last.work.is_novel;
                    if work.year.is_none() {
                        work.year.clone_from(&last.work.year);
                        work.title.clone_from(&last.work.title);
                    }
                    origin = last.origin;
                }
                if is_named && !has_place(&last.work) && last.work.year == work.year {
                    // "Smith; 59" is a slip for a comma.
                    found.pop();
                }
            }
            found.push(FoundWork { work, origin });
        }
    }
    found
}
