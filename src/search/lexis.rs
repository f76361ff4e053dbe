//! Lexis: which characters of a query are words, marks and neither, and what
//! is written onto a word: `memor*`, `word~1`.

use super::Node;
use crate::text::{is_apostrophe, is_double_mark, is_hyphen, is_single_mark};
use unicode_normalization::char::is_combining_mark;

/// The characters of a query: control characters are space, and those that
/// nobody sees and that join or turn what is written are gone.
pub(super) fn clean(query: &str) -> Vec<char> {
    let is_unseen = |c: &char| {
        matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
    };
    let seen = query.chars().filter(|c| !is_unseen(c));
    seen.map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Whether a word can hold it anywhere.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether a word goes on with it, if it stands inside or is written onto it.
pub(super) fn is_joiner(c: char) -> bool {
    is_combining_mark(c) || is_hyphen(c) || is_apostrophe(c) || ".:_@&*~".contains(c)
}

/// Whether it means nothing where a word may begin.
pub(super) fn is_junk(c: char) -> bool {
    !is_word_char(c) && !c.is_whitespace() && !is_phrase_mark(c) && !matches!(c, '(' | ')')
}

/// Whether it opens or closes a phrase.
pub(super) fn is_phrase_mark(c: char) -> bool {
    is_double_mark(c)
}

/// Whether it may open a phrase in single marks.
pub(super) fn is_single_opener(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{201a}' | '\u{201b}' | '\u{2039}')
}

/// Characters of the longest phrase that is looked for behind a single mark:
/// in a pasted page every apostrophe may be one.
const LONGEST: usize = 400;

/// Where the phrase in single marks ends that would begin at `open`: at a mark
/// right behind a word and before no other letter.
pub(super) fn single_close(query: &[char], open: usize) -> Option<usize> {
    let is_close = |at: &usize| {
        is_single_mark(query[*at])
            && !query[at - 1].is_whitespace()
            && query.get(at + 1).is_none_or(|c| !is_word_char(*c))
    };
    let begins = query.get(open + 1).is_some_and(|c| is_word_char(*c));
    let is_free = open == 0 || !is_word_char(query[open - 1]);
    (begins && is_free)
        .then(|| (open + 2..query.len().min(open + LONGEST)).find(is_close))
        .flatten()
}

/// A word with what is written onto it; `None` if it holds no letter or digit.
/// `has_star_before` says whether a `*` stands before it.
///
/// # Errors
/// With what would do.
pub(super) fn word_node(word: &str, has_star_before: bool) -> Result<Option<Node>, String> {
    let bare = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
    let word = word.trim_end_matches(|c: char| bare(c) && c != '*' && c != '~');
    let (stem, end) = word.split_at(word.trim_end_matches(bare).len());
    let is_prefix = end.contains('*');
    if stem.contains('*') || has_star_before && !is_prefix {
        return Err("`*` stands at the end of a word only, as in memor*".to_string());
    }
    if is_prefix {
        return Ok(prefix(stem));
    }
    let (stem, distance) = match stem.rsplit_once('~') {
        Some((stem, distance)) => (stem.trim_end_matches(bare), Some(distance)),
        None => (stem, end.contains('~').then_some("")),
    };
    match distance {
        _ if stem.is_empty() => Ok(None),
        None => Ok(Some(Node::Word(lowered(stem)))),
        Some(_) if stem.contains('~') => Err(TILDE.to_string()),
        Some("" | "1") => Ok(Some(Node::Fuzzy(stem.to_string(), 1))),
        Some("2") => Ok(Some(Node::Fuzzy(stem.to_string(), 2))),
        Some(_) => Err(TILDE.to_string()),
    }
}

const TILDE: &str = "`~` after a word takes 1 or 2 wrong letters, as in word~1";

/// A word as it is, unless it would read as an operator.
fn lowered(word: &str) -> String {
    match word {
        "AND" | "OR" | "NOT" => word.to_lowercase(),
        _ => word.to_string(),
    }
}

/// A beginning; of a compound, that of its last word, and the others in full.
fn prefix(stem: &str) -> Option<Node> {
    let joins = |c: char| is_joiner(c) && !is_combining_mark(c) && !is_apostrophe(c);
    let bare = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
    let parts = stem.split(joins).map(|part| {
        let begun = part.trim_start_matches(|c: char| !c.is_alphanumeric());
        begun.trim_end_matches(bare)
    });
    let mut parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let last = Node::Prefix(parts.pop()?.to_string());
    if parts.is_empty() {
        return Some(last);
    }
    let mut nodes: Vec<Node> = parts.into_iter().map(lowered).map(Node::Word).collect();
    nodes.push(last);
    Some(Node::All(nodes))
}
