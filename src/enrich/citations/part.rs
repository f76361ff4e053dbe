//! One part of a bracket, between semicolons: signal, name, title, year, places.

use super::super::{CitedWork, LocatorKind};
use super::head::{Head, head, words, written};
use super::labels;
use super::locator::{self, Place};
use super::names::Names;
use super::numerals;
use super::signals::{ibid, is_remark, signals, without_unpaged};
use super::surnames;
use super::tokens::{Token, TokenKind};

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
    /// Whether only the list of works can say that it is a citation.
    pub(crate) is_doubtful: bool,
    /// What stands after the last locator.
    pub(crate) rest: usize,
}

/// Reads `tokens` as one part; `None` if it is no citation.
pub(crate) fn parse(names: &Names, tokens: &[Token<'_>]) -> Option<Part> {
    let mut skipped = signals(tokens);
    skipped += division(&tokens[skipped..]);
    let body = &tokens[skipped..];
    let mut part = same_work(body)
        .or_else(|| source(names, body))
        .or_else(|| named(names, body))
        .or_else(|| place_first(names, body))
        .or_else(|| unnamed(body))?;
    part.rest += skipped;
    Some(part)
}

/// How many tokens at the front are "Kindle edition," before a place in it.
fn e_book(tokens: &[Token<'_>]) -> usize {
    let is_any = |t: &Token<'_>, words: &[&str]| words.iter().any(|word| t.is_word(word));
    let [reader, edition, rest @ ..] = tokens else {
        return 0;
    };
    let is_edition = is_any(reader, &["kindle", "ebook", "e-book"])
        && is_any(edition, &["edition", "ed", "edn", "version"]);
    let gap = rest.iter().take_while(|t| is_point(t)).count();
    if is_edition && gap > 0 && begins_tail(&rest[gap..]) {
        2 + gap
    } else {
        0
    }
}

/// How many tokens at the front are "Part Two," before a place in it.
fn division(tokens: &[Token<'_>]) -> usize {
    let e_book = e_book(tokens);
    if e_book > 0 {
        return e_book;
    }
    let is_division = tokens.first().is_some_and(|t| {
        ["part", "pt", "book", "bk", "vol", "volume"]
            .iter()
            .any(|w| t.is_word(w))
    });
    let stop = usize::from(tokens.get(1).is_some_and(|t| t.kind == TokenKind::Stop));
    let is_number = |t: &Token<'_>| match t.kind {
        TokenKind::Number => t.text.len() == 1,
        TokenKind::Word => numerals::is_numeral(t.text),
        _ => false,
    };
    match tokens.get(1 + stop..) {
        Some([number, point, rest @ ..])
            if is_division && is_number(number) && is_point(point) && begins_tail(rest) =>
        {
            3 + stop
        }
        _ => 0,
    }
}

/// "ibid., 77": the work cited before.
fn same_work(tokens: &[Token<'_>]) -> Option<Part> {
    let at = ibid(tokens)?;
    let (places, used) = locator::places(&tokens[at..]);
    Some(build(
        &Head::default(),
        None,
        &places,
        Origin::Ibid,
        at + used,
    ))
}

/// "Source 2, paragraph 3", "Source 2.3": a text handed out with the question.
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
    let is_number = number.kind == TokenKind::Number && number.text.len() <= 2;
    if word.kind != TokenKind::Word || !(is_number || is_letter) {
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
    let rest = &tokens[at + 2..];
    let is_dotted = is_number && rest.len() > 1 && rest[..2].iter().all(|t| t.is_glued);
    let gap = rest.iter().take_while(|t| is_point(t)).count();
    let (mut places, used) = locator::places(&rest[gap..]);
    if let Some(place) = places.first_mut().filter(|p| is_dotted && !p.is_labelled) {
        place.kind = LocatorKind::Paragraph;
    }
    let title = Some(format!("{} {}", word.text, number.text));
    let head = Head {
        author,
        title,
        is_known: true,
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
    let all = tokens.len();
    let tokens = without_unpaged(tokens);
    let is_unpaged = tokens.len() < all;
    let end = (0..tokens.len())
        .find(|at| begins_tail(&tokens[*at..]))
        .unwrap_or(tokens.len());
    let head_tokens = without_op_cit(&tokens[..end]);
    let is_op_cit = head_tokens.len() < end && !head_tokens.is_empty();
    let mut head = head(names, trimmed(head_tokens))?;
    let (year, places, used) = tail(&tokens[end..]);
    if year.is_none() && places.is_empty() && end < tokens.len() {
        return None;
    }
    let has_place = !places.is_empty();
    if year.is_none() && !head.is_known && is_ratio(&tokens[end..]) {
        return None;
    }
    let is_title = head.author.is_none() && head.title.is_some();
    let is_body = year.is_some() && !has_place && !head.is_known && head.is_group;
    if !has_place && head.is_title_only {
        return None;
    }
    if head.is_institution && !has_place && year.is_none() {
        return None;
    }
    if is_body {
        head.author = Some(written(trimmed(head_tokens)));
    }
    let is_sure = head.is_known || is_op_cit || is_unpaged;
    let is_bare_unknown = year.is_none() && !has_place && !is_sure;
    if is_bare_unknown && !is_title && tokens.len() > 1 {
        return None;
    }
    let is_doubtful = is_title && !has_place || is_body || head.is_institution;
    let mut part = match further_years(year.as_ref(), &places) {
        Some(years) => of_years(&head, &years, end + used),
        None => build(&head, year, &places, head.origin(), end + used),
    };
    part.is_doubtful = is_doubtful;
    if is_unpaged && part.rest == tokens.len() {
        part.rest = all;
    }
    for work in part.works.iter_mut().filter(|work| work.is_novel) {
        let year = work.year.as_deref();
        work.is_novel = year.is_none_or(|year| names.is_novel_year(year));
    }
    Some(part)
}

/// "Smith 2005, 2009": the years of two works, of which no place is given.
fn further_years(first: Option<&String>, places: &[Place]) -> Option<Vec<String>> {
    let [place] = places else { return None };
    let are_years = !place.is_labelled && place.values.iter().all(|v| labels::is_recent_year(v));
    let first = first.filter(|_| are_years)?;
    Some(
        std::iter::once(first)
            .chain(&place.values)
            .cloned()
            .collect(),
    )
}

fn of_years(head: &Head, years: &[String], rest: usize) -> Part {
    let mut part = build(head, None, &[], head.origin(), rest);
    let dated = |year: &String| CitedWork {
        year: Some(year.clone()),
        ..part.works[0].clone()
    };
    part.works = years.iter().map(dated).collect();
    part
}

fn unnamed(tokens: &[Token<'_>]) -> Option<Part> {
    let (year, places, used) = tail(tokens);
    let is_share = places
        .iter()
        .all(|p| p.kind == LocatorKind::Percent && !p.is_labelled);
    if year.is_none() && (is_share || is_ratio(tokens)) {
        return None;
    }
    let head = Head::default();
    Some(build(&head, year, &places, Origin::Inherited, used))
}

/// "3:16", "9:30": a verse, a time or a score, but no page.
fn is_ratio(tokens: &[Token<'_>]) -> bool {
    let is_figure = |t: &Token<'_>| t.kind == TokenKind::Number;
    tokens.windows(3).any(|three| {
        is_figure(&three[0]) && three[1].kind == TokenKind::Colon && is_figure(&three[2])
    })
}

/// "p. 59, Smith", "59, The Title": the place before the name.
fn place_first(names: &Names, tokens: &[Token<'_>]) -> Option<Part> {
    if !begins_tail(tokens) {
        return None;
    }
    let (year, places, used) = tail(tokens);
    let gap = tokens[used..]
        .iter()
        .take_while(|t| is_point(t) || ["in", "of", "from"].iter().any(|w| t.is_word(w)))
        .count();
    let rest = trimmed(&tokens[used + gap..]);
    let has_figure = rest.iter().any(|t| t.kind == TokenKind::Number);
    if rest.is_empty() || has_figure || places.is_empty() || is_remark(rest) {
        return None;
    }
    let head = head(names, rest)?;
    let is_labelled = places.iter().any(|place| place.is_labelled);
    if !(head.is_known || is_labelled && gap > 0) {
        return None;
    }
    let origin = head.origin();
    Some(build(&head, year, &places, origin, tokens.len()))
}

/// Whether a year or a locator begins at the front of `tokens`.
fn begins_tail(tokens: &[Token<'_>]) -> bool {
    match tokens.first().map(|t| t.kind) {
        Some(TokenKind::Number | TokenKind::Sign) => true,
        Some(TokenKind::Word) => {
            let is_label = labels::label(tokens).0.is_some();
            let is_roman = tokens.len() == 1
                && tokens[0].text.chars().all(|c| c.is_ascii_lowercase())
                && numerals::roman(tokens[0].text).is_some();
            is_roman
                || (is_label && locator::place(tokens).is_some())
                || (tokens[0].is_word("n") && labels::year(tokens).is_some())
                || division(tokens) > 0
        }
        Some(TokenKind::Other) => labels::year(tokens).is_some(),
        _ => false,
    }
}

/// Year and places at the front of `tokens`, and how many tokens they take.
fn tail(tokens: &[Token<'_>]) -> (Option<String>, Vec<Place>, usize) {
    let mut used = 0;
    let mut year = None;
    if let Some((found, len)) = labels::year(tokens) {
        if tokens.get(len).is_some_and(|t| t.kind == TokenKind::Dash) {
            return (None, Vec::new(), 0);
        }
        year = Some(found);
        used = len + tokens[len..].iter().take_while(|t| is_point(t)).count();
    }
    used += division(&tokens[used..]);
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
    let (mut places, len) = locator::places(&tokens[used..]);
    if year.is_none() {
        year = year_behind(&mut places);
    }
    (year, places, used + len)
}

/// "59, 2005": takes a year from the end of a list of pages.
fn year_behind(places: &mut [Place]) -> Option<String> {
    let values = &mut places.last_mut()?.values;
    let is_year = values.len() > 1 && values.last().is_some_and(|v| labels::is_recent_year(v));
    is_year.then(|| values.pop()).flatten()
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
        is_doubtful: false,
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
