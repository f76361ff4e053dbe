//! One part of a bracket, between semicolons: signal, name, title, year, places.

use super::super::{CitedWork, LocatorKind};
use super::locator::{self, Place};
use super::names::{self, AuthorForm, Names, WordList};
use super::tokens::{Token, TokenKind};
use std::sync::LazyLock;

/// Words of remarks after a locator ("my emphasis", "et passim").
static REMARKS: WordList = LazyLock::new(|| {
    names::word_list(
        "\
    emphasis italics my mine added original in sic f ff et passim trans translation the and \
    n note brackets author s ed edition print her his our ours words ellipsis",
    )
});

/// Words before a name or locator that are not part of it.
static SIGNALS: WordList = LazyLock::new(|| {
    names::word_list(
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

#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of one head"
)]
struct Head {
    author: Option<String>,
    sic: Option<String>,
    title: Option<String>,
    is_novel: bool,
    is_known: bool,
    is_group: bool,
    is_title_only: bool,
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
        !matches!(t.kind, TokenKind::Number | TokenKind::Word) || names::is_in(&REMARKS, t.text)
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
            && names::is_in(&SIGNALS, token.text)
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
        .position(|t| names::is_source_word(t.text))?;
    let [word, number, ..] = &tokens[at..] else {
        return None;
    };
    let by = trimmed(&tokens[..at]);
    let is_letter = number.text.len() == 1 && number.is_capitalised();
    let is_source = word.kind == TokenKind::Word
        && names::is_source_word(word.text)
        && (number.kind == TokenKind::Number && number.text.len() <= 2 || is_letter);
    if !is_source {
        return None;
    }
    let author = if by.is_empty() {
        None
    } else {
        Some(names::unknown_author(by)?)
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
                && locator::roman(tokens[0].text).is_some();
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
        && locator::roman(tokens[used].text).is_some();
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

/// The head of a part: whose work, and which.
fn head(names: &Names, tokens: &[Token<'_>]) -> Option<Head> {
    let segments = segments(tokens);
    let (first, others) = segments.split_first()?;
    let mut head = first_segment(names, first)?;
    if head.author.is_none() {
        return others.iter().all(|s| is_remark(s)).then_some(head);
    }
    if !head.is_known
        && is_list(tokens)
        && let Some(author) = names::unknown_author(tokens)
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
    let is_title = segment[0].is_marked || names::looks_like_title(segment);
    if is_title && segment.iter().any(Token::is_capitalised) {
        return Some(Head {
            title: Some(written(segment)),
            ..Head::default()
        });
    }
    let author = names::unknown_author(segment)?;
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

fn words<'a>(segment: &[Token<'a>]) -> Vec<&'a str> {
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

fn trimmed<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
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
