//! Where a quotation begins or ends whose mark is missing.

use crate::text::{Span, sentences};

/// How far back an unopened quotation may begin, in words.
const BACK_WORDS: usize = 40;

/// How far on an unclosed quotation may run, in words.
const ON_WORDS: usize = 60;

/// Words after which a comma or "that" brings the words of another.
const LEAD_INS: &str = "\
    says said say saying states stated state stating statement quote quotes quoted \
    quotation line lines words word writes wrote explains explained asks asked tells told \
    replies replied claims claimed notes noted observes argues argued remarks adds added \
    admits confesses thinks thought recalls exclaims mentions mentioned declares comments \
    describes reads sentence passage";

/// Whether a partner mark is near enough: `between` is under the words an
/// unopened quotation may have.
pub(super) fn is_near(between: &str) -> bool {
    between.split_whitespace().take(BACK_WORDS + 1).count() <= BACK_WORDS
}

/// Where the words before the closing mark at `close` began: after the
/// nearest colon, "said that" or speaker's comma, else at the start of the
/// sentence. Never before `limit`.
pub(super) fn quotation_start(text: &str, limit: usize, close: usize) -> usize {
    let floor = words_back(text, limit, close);
    let starts: Vec<usize> = sentences(&text[floor..close])
        .iter()
        .map(|s| floor + s.start)
        .collect();
    let own = starts.last().copied().unwrap_or(floor);
    if let Some(cue) = lead_in(text, own, close) {
        return cue;
    }
    let is_own_cut = own == floor && floor > limit;
    let before = starts.iter().rev().nth(1).copied();
    let earlier = before.and_then(|start| lead_in(text, start, own));
    let is_capital = |at: usize| text[at..].trim_start().starts_with(char::is_uppercase);
    if let Some(cue) = earlier.filter(|cue| is_capital(*cue) && !is_own_cut) {
        return cue;
    }
    skip_spaces(text, own.max(skip_points(text, limit)))
}

/// The place [`BACK_WORDS`] words before `close`, or `limit`.
fn words_back(text: &str, limit: usize, close: usize) -> usize {
    let mut words = 0;
    let mut was_space = true;
    for (at, c) in text[limit..close].char_indices().rev() {
        if c.is_whitespace() {
            was_space = true;
        } else if was_space {
            was_space = false;
            words += 1;
            if words > BACK_WORDS {
                let word = &text[limit..limit + at + c.len_utf8()];
                return limit + word.len();
            }
        }
    }
    limit
}

/// Where words of another begin between `from` and `to`, if something leads
/// into them there.
fn lead_in(text: &str, from: usize, to: usize) -> Option<usize> {
    let part = &text[from..to];
    if let Some(colon) = part.rfind(": ") {
        return Some(skip_spaces(text, from + colon + 1));
    }
    let mut recent = usize::MAX;
    let mut at = from;
    let mut found = None;
    for piece in part.split_inclusive(' ') {
        at += piece.len();
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        recent = recent.saturating_add(1);
        if LEAD_INS
            .split(' ')
            .any(|known| word.eq_ignore_ascii_case(known))
        {
            recent = 0;
        }
        let is_cue =
            recent <= 1 && word == "that" || recent <= 4 && piece.trim_end().ends_with(',');
        if is_cue && found.is_none() {
            found = Some(skip_spaces(text, at));
        }
    }
    found.filter(|at| text[*at..to].split_whitespace().nth(1).is_some())
}

/// Where the words after an opening mark end: at a citation, else at the end
/// of their sentence. Never after `limit`.
pub(super) fn quotation_end(text: &str, start: usize, limit: usize, citations: &[Span]) -> usize {
    let reach = words_on(text, start, limit);
    if let Some(citation) = citations
        .iter()
        .find(|c| c.start >= start && c.start <= reach)
    {
        return citation.start;
    }
    let first = sentences(&text[start..limit])
        .first()
        .map_or(limit, |s| start + s.end);
    first.min(reach)
}

fn words_on(text: &str, start: usize, limit: usize) -> usize {
    let mut words = 0;
    let mut was_space = true;
    for (at, c) in text[start..limit].char_indices() {
        if !c.is_whitespace() {
            was_space = false;
        } else if !was_space {
            was_space = true;
            words += 1;
            if words == ON_WORDS {
                return start + at;
            }
        }
    }
    limit
}

/// `end`, or the start of a citation with which the words `start..end` end.
pub(super) fn without_citation(text: &str, start: usize, end: usize, citations: &[Span]) -> usize {
    let last = citations
        .iter()
        .rev()
        .find(|c| c.start > start && c.end <= end);
    match last {
        Some(c) if !text[c.end..end].contains(char::is_alphanumeric) => c.start,
        _ => end,
    }
}

/// `start..end` without white space, or stray single marks of another kind, at its ends.
pub(super) fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let part = &text[start..end.max(start)];
    let front = part.len() - part.trim_start_matches(is_trimmed).len();
    let kept = part[front..].trim_end_matches(is_trimmed).len();
    Span::new(start + front, start + front + kept)
}

fn is_trimmed(c: char) -> bool {
    c.is_whitespace() || c == '`'
}

fn skip_spaces(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

/// Past the stop or comma that follows a citation or quotation.
fn skip_points(text: &str, at: usize) -> usize {
    let rest = text[at..].trim_start_matches(['.', ',', ';', ':']);
    text.len() - rest.len()
}
