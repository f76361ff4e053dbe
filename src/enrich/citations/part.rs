//! One part of a bracket, between semicolons: signal, name, title, year, places.

use super::super::{CitedWork, LocatorKind};
use super::head::{Head, head, words};
use super::locator::{self, Place};
use super::names::Names;
use super::numerals;
use super::surnames::{self, WordList};
use super::tokens::{Token, TokenKind};
use std::sync::LazyLock;

/// Words of remarks after a locator ("my emphasis", "et passim").
static REMARKS: WordList = LazyLock::new(|| {
    surnames::word_list(
        "\
    emphasis italics my mine added original in sic f ff et passim trans translation the and \
    n note brackets author s ed edition print her his our ours words ellipsis",
    )
});

/// Words before a name or locator that are not part of it.
static SIGNALS: WordList = LazyLock::new(|| {
    surnames::word_list(
        "\
    see also cf compare especially esp eg ie e g in from on at by as again found taken and \
    for example quoted qtd quotd cited quote quotes quoting citing contra pace",
    )
});

/// Where the name of a cited work comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The profile knows the name.
    Known,
    /// It looks like a name.
    Unknown,
    /// There is none: the context must give it.
    Inherited,
    /// It is the one cited before (ibid.).
    Ibid,
}

/// A part of a bracket, understood.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// One work, or one for each kind of locator.
    pub(crate) works: Vec<CitedWork>,
    /// Where their name comes from.
    pub(crate) origin: Origin,
    /// Whether a label or per cent sign said what is counted.
    pub(crate) is_labelled: bool,
    /// What stands after the last locator.
    pub(crate) rest: usize,
}

/// Reads `tokens` as one part; `None` if it is no citation.
pub(crate) fn parse(names: &Names, tokens: &[Token<'_>]) -> Option<Part> {
    let skipped = signals(tokens);
    let body = &tokens[skipped..];
    let mut part = ibid(body)
        .or_else(|| source(names, body))
        .or_else(|| named(names, body))
        .or_else(|| unnamed(body))?;
    part.rest += skipped;
    Some(part)
}

/// Whether `tokens` are a remark that cites nothing.
pub(crate) fn is_remark(tokens: &[Token<'_>]) -> bool {
    tokens.iter().all(|t| {
        !matches!(t.kind, TokenKind::Number | TokenKind::Word) || surnames::is_in(&REMARKS, t.text)
    })
}

/// How many tokens at the front are signals ("see", "as cited in").
fn signals(tokens: &[Token<'_>]) -> usize {
    let quoted_in = tokens.windows(3).take(12).position(|three| {
        let is_cue = ["qtd", "quoted", "cited", "quot", "quotd"]
            .iter()
            .any(|w| three[0].is_word(w));
        is_cue
            && three[1..]
                .iter()
                .any(|t| t.is_word("in") || t.is_word("by"))
    });
    if let Some(at) = quoted_in {
        let tail = &tokens[at..];
        let step = tail
            .iter()
            .position(|t| t.is_word("in") || t.is_word("by"))
            .unwrap_or(0);
        return at + step + 1;
    }
    let see = tokens
        .iter()
        .take(8)
        .position(|t| t.is_word("see") || t.is_word("cf"));
    let is_remark = |at: &usize| {
        tokens[..*at]
            .iter()
            .all(|t| t.kind == TokenKind::Word && !t.is_capitalised())
    };
    if let Some(see) = see.filter(|at| *at > 0).filter(is_remark) {
        return see + signals(&tokens[see..]);
    }
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let is_signal = token.kind == TokenKind::Word
            && surnames::is_in(&SIGNALS, token.text)
            && !(tokens
                .get(at + 1)
                .is_none_or(|next| next.kind == TokenKind::Stop)
                && token.is_capitalised());
        let is_point = at > 0 && matches!(token.kind, TokenKind::Stop | TokenKind::Comma);
        if !is_signal && !is_point {
            break;
        }
        at += 1;
    }
    at
}

fn ibid(tokens: &[Token<'_>]) -> Option<Part> {
    let first = tokens.first()?;
    if !["ibid", "ibidem", "idem"]
        .iter()
        .any(|word| first.is_word(word))
    {
        return None;
    }
    let gap = tokens[1..].iter().take_while(|t| is_point(t)).count();
    let (places, used) = locator::places(&tokens[1 + gap..]);
    Some(build(
        &Head::default(),
        None,
        &places,
        Origin::Ibid,
        1 + gap + used,
    ))
}

/// "Source 2, paragraph 3": a text handed out with the question.
fn source(names: &Names, tokens: &[Token<'_>]) -> Option<Part> {
    let at = tokens
        .iter()
        .take(4)
        .position(|t| surnames::is_source_word(t.text))?;
    let [word, number, ..] = &tokens[at..] else {
        return None;
    };
    let by = trimmed(&tokens[..at]);
    let is_letter = number.text.len() == 1 && number.is_capitalised();
    let is_source = word.kind == TokenKind::Word
        && surnames::is_source_word(word.text)
        && (number.kind == TokenKind::Number && number.text.len() <= 2 || is_letter);
    if !is_source {
        return None;
    }
    let author = if by.is_empty() {
        None
    } else {
        Some(surnames::unknown_author(by)?)
    };
    if author.is_some() && names.is_character(&words(by)) {
        return None;
    }
    let gap = tokens[at + 2..].iter().take_while(|t| is_point(t)).count();
    let (places, used) = locator::places(&tokens[at + 2 + gap..]);
    let title = Some(format!("{} {}", word.text, number.text));
    let head = Head {
        author,
        title,
        ..Head::default()
    };
    Some(build(
        &head,
        None,
        &places,
        Origin::Known,
        at + 2 + gap + used,
    ))
}

fn named(names: &Names, tokens: &[Token<'_>]) -> Option<Part> {
    let end = (0..tokens.len())
        .find(|at| begins_tail(&tokens[*at..]))
        .unwrap_or(tokens.len());
    let head_tokens = without_op_cit(&tokens[..end]);
    let is_op_cit = head_tokens.len() < end && !head_tokens.is_empty();
    let head = head(names, trimmed(head_tokens))?;
    let (year, places, used) = tail(&tokens[end..]);
    if year.is_none() && places.is_empty() && end < tokens.len() {
        return None;
    }
    let has_place = !places.is_empty();
    let is_title_only = !has_place && (head.is_title_only || head.author.is_none());
    let is_imprint = year.is_some() && !has_place && !head.is_known && head.is_group;
    if is_title_only || is_imprint {
        return None;
    }
    let is_bare_unknown = year.is_none() && !has_place && !head.is_known && !is_op_cit;
    if is_bare_unknown && tokens.len() > 1 {
        return None;
    }
    let origin = if head.is_known {
        Origin::Known
    } else {
        Origin::Unknown
    };
    let mut part = build(&head, year, &places, origin, end + used);
    if let (true, Some(year)) = (part.works[0].is_novel, &part.works[0].year) {
        let is_novel = names.is_novel_year(year);
        part.works
            .iter_mut()
            .for_each(|work| work.is_novel = is_novel);
    }
    Some(part)
}

fn unnamed(tokens: &[Token<'_>]) -> Option<Part> {
    let (year, places, used) = tail(tokens);
    let is_share = places
        .iter()
        .all(|p| p.kind == LocatorKind::Percent && !p.is_labelled);
    if year.is_none() && is_share {
        return None;
    }
    Some(build(
        &Head::default(),
        year,
        &places,
        Origin::Inherited,
        used,
    ))
}

/// Whether a year or a locator begins at the front of `tokens`.
fn begins_tail(tokens: &[Token<'_>]) -> bool {
    match tokens.first().map(|t| t.kind) {
        Some(TokenKind::Number | TokenKind::Sign) => true,
        Some(TokenKind::Word) => {
            let is_label = locator::label_kind(tokens[0].text).is_some();
            let is_roman = tokens.len() == 1
                && tokens[0].text.chars().all(|c| c.is_ascii_lowercase())
                && numerals::roman(tokens[0].text).is_some();
            is_roman
                || (is_label && locator::place(tokens).is_some())
                || (tokens[0].is_word("n") && locator::year(tokens).is_some())
        }
        _ => false,
    }
}

/// Year and places at the front of `tokens`, and how many tokens they take.
fn tail(tokens: &[Token<'_>]) -> (Option<String>, Vec<Place>, usize) {
    let mut used = 0;
    let mut year = None;
    if let Some((found, len)) = locator::year(tokens) {
        if tokens.get(len).is_some_and(|t| t.kind == TokenKind::Dash) {
            return (None, Vec::new(), 0);
        }
        year = Some(found);
        used = len + tokens[len..].iter().take_while(|t| is_point(t)).count();
    }
    let single_roman = tokens[used..].len() == 1
        && tokens[used].kind == TokenKind::Word
        && numerals::roman(tokens[used].text).is_some();
    if single_roman {
        let values = vec![tokens[used].text.to_owned()];
        let place = Place {
            kind: LocatorKind::Page,
            values,
            is_labelled: false,
        };
        return (year, vec![place], used + 1);
    }
    let (places, len) = locator::places(&tokens[used..]);
    (year, places, used + len)
}

fn build(head: &Head, year: Option<String>, places: &[Place], origin: Origin, rest: usize) -> Part {
    let work = CitedWork {
        author: head.author.clone(),
        year,
        title: head.title.clone(),
        sic: head.sic.clone(),
        is_novel: head.is_novel,
        ..CitedWork::default()
    };
    let is_labelled = places
        .iter()
        .any(|p| p.is_labelled || p.kind == LocatorKind::Percent);
    let works = if places.is_empty() {
        vec![work]
    } else {
        let of_place = |place: &Place| CitedWork {
            locator_kind: place.kind,
            locators: place.values.clone(),
            ..work.clone()
        };
        places.iter().map(of_place).collect()
    };
    Part {
        works,
        origin,
        is_labelled,
        rest,
    }
}

pub(super) fn trimmed<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let is_lead = |t: &Token<'_>| is_point(t) || ["on", "in", "at", "from"].contains(&t.text);
    let end = tokens
        .iter()
        .rposition(|t| !is_lead(t))
        .map_or(0, |at| at + 1);
    &tokens[..end]
}

/// `tokens` up to "op. cit." or "loc. cit.".
fn without_op_cit<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let at = tokens.iter().position(|t| t.is_word("cit"));
    let start = at.and_then(|at| {
        tokens[..at]
            .iter()
            .rposition(|t| t.is_word("op") || t.is_word("loc"))
    });
    trimmed(&tokens[..start.unwrap_or(tokens.len())])
}

fn is_point(token: &Token<'_>) -> bool {
    matches!(
        token.kind,
        TokenKind::Stop | TokenKind::Comma | TokenKind::Colon
    )
}
