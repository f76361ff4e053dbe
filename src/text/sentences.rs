//! Sentences: where they end, in essays that cite and quote.
//!
//! A full stop ends a sentence unless an abbreviation, an initial or a lower
//! case word says otherwise; closing marks, note marks and a citation in
//! brackets belong to the sentence before them. Written for essays rather than
//! taken from Unicode's rules (UAX 29), which stop at "Mr." and after “…?” and
//! cost more than the whole index does (25 MB/s).

use super::Span;
use super::fold::{is_double_mark, is_single_mark, is_superscript_digit};

/// Longest bracket, in bytes, that a sentence may take along after its stop.
const CITATION_BYTES: usize = 120;

/// Abbreviations whose full stop does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "st", "prof", "rev", "cf", "pp", "pg", "vol", "vols", "ch", "chap",
    "ed", "eds", "trans", "vs", "viz", "e.g", "i.e", "eg", "ie", "al", "fig", "ff", "op", "loc",
    "esp", "qtd", "sr", "jr", "approx", "univ", "dept", "peg",
];

/// Words that open a sentence so often that an initial before them ends one.
const OPENERS: &[&str] = &[
    "the", "she", "he", "they", "it", "this", "that", "these", "those", "in", "as", "when", "we",
    "i", "her", "his", "their", "there", "but", "and", "for", "after", "although", "however",
    "while", "if", "at", "by", "what", "who", "why", "how", "on", "from", "to", "because", "so",
];

/// Verbs that tell who spoke, after a question or exclamation in marks.
const SPEECH: &[&str] = &[
    "said", "says", "asked", "asks", "cried", "replied", "replies", "tells", "told", "shouted",
];

/// The sentences of `text`: contiguous spans that cover it entirely, white
/// space after a sentence belonging to it. Empty for an empty text.
///
/// ```
/// let text = "Kathy H. drives. “Why?” she asks (Ishiguro 59). Nobody answers.";
/// let found: Vec<_> = norfolk::text::sentences(text).iter().map(|s| s.of(text)).collect();
/// assert_eq!(found, ["Kathy H. drives. ", "“Why?” she asks (Ishiguro 59). ", "Nobody answers."]);
/// ```
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(offset) = bytes[at..]
        .iter()
        .position(|b| matches!(b, b'.' | b'!' | b'?' | 0xe2))
    {
        let stop = at + offset;
        at = match terminator_end(text, stop) {
            None => stop + char_len(text, stop),
            Some(after_stop) => match sentence_end(text, stop, after_stop) {
                Ok(end) => {
                    found.push(Span::new(start, end));
                    start = end;
                    end
                }
                Err(resume) => resume,
            },
        };
    }
    if start < text.len() {
        found.push(Span::new(start, text.len()));
    }
    found
}

fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// The end of the run of stops that begins at `at`, spaced ellipses included.
fn terminator_end(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    loop {
        let rest = &text[end..];
        let c = rest.chars().next();
        match c {
            Some(c @ ('.' | '!' | '?' | '…')) => end += c.len_utf8(),
            Some(' ' | '\u{a0}') if end > at && rest.trim_start().starts_with('.') => {
                end += rest.find('.')?;
            }
            _ => return (end > at).then_some(end),
        }
    }
}

/// Where the sentence that stops at `stop..after_stop` ends, trailing space
/// included; or, if it goes on, where to look for the next stop.
fn sentence_end(text: &str, stop: usize, after_stop: usize) -> Result<usize, usize> {
    let closed = skip_closers(text, after_stop);
    let cited = skip_citation(text, closed);
    let rest = &text[cited..];
    let next_at = cited + rest.len() - rest.trim_start().len();
    if next_at == text.len() {
        return Ok(text.len());
    }
    if next_at == cited {
        return if is_glued_break(text, stop, cited) {
            Ok(cited)
        } else {
            Err(cited)
        };
    }
    if goes_on(text, stop, after_stop, closed, next_at) {
        Err(next_at)
    } else {
        Ok(next_at)
    }
}

/// Closing quotation marks, brackets and note marks right after a stop.
fn skip_closers(text: &str, mut at: usize) -> usize {
    while let Some(c) = text[at..].chars().next() {
        let closes = match c {
            ')' | ']' | '\u{201d}' | '\u{2019}' | '\u{bb}' | '\u{203a}' | '.' => true,
            _ if is_superscript_digit(c) => true,
            '[' => match note_mark_len(&text[at..]) {
                Some(len) => {
                    at += len;
                    continue;
                }
                None => false,
            },
            _ if c == '"' || c == '\'' => text[at + 1..]
                .chars()
                .next()
                .is_none_or(|next| !next.is_alphanumeric()),
            _ if c.is_ascii_digit() => {
                let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
                if digits > 2
                    || !text[at + digits..]
                        .chars()
                        .next()
                        .is_none_or(char::is_whitespace)
                {
                    return at;
                }
                at += digits;
                continue;
            }
            _ => false,
        };
        if !closes {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// Length of a note mark like `[^12]` or `[3]` at the start of `rest`.
fn note_mark_len(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let inner = inner.strip_prefix('^').unwrap_or(inner);
    let end = inner.find(']')?;
    (1..=4).contains(&end).then_some(())?;
    inner[..end]
        .bytes()
        .all(|b| b.is_ascii_alphanumeric())
        .then(|| rest.len() - inner.len() + end + 1)
}

/// A bracket with a figure in it after the stop (and the stop after it).
fn skip_citation(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let trimmed = rest.trim_start_matches([' ', '\u{a0}']);
    let Some(inner) = trimmed.strip_prefix('(') else {
        return at;
    };
    let Some(close) = inner.find([')', '(', '\n']) else {
        return at;
    };
    let is_citation = close < CITATION_BYTES
        && inner.as_bytes()[close] == b')'
        && (inner[..close].bytes().any(|b| b.is_ascii_digit()) || inner.starts_with("ibid"));
    if !is_citation {
        return at;
    }
    let end = text.len() - inner.len() + close + 1;
    skip_closers(text, end)
}

/// Whether the sentence goes on after its stop and the white space behind it.
fn goes_on(text: &str, stop: usize, after_stop: usize, closed: usize, next_at: usize) -> bool {
    let next = text[next_at..]
        .chars()
        .next()
        .expect("`next_at` is inside the text");
    if next.is_lowercase() || matches!(next, ',' | ';' | ':' | ')' | '–' | '—') {
        return true;
    }
    if is_speech_tag(text, stop, closed, next_at) {
        return true;
    }
    let is_single_stop = &text[stop..after_stop] == "." && closed == after_stop;
    is_single_stop && is_abbreviated(text, stop, next_at)
}

/// “No!” Kathy said: a question or exclamation in marks, then who spoke.
fn is_speech_tag(text: &str, stop: usize, closed: usize, next_at: usize) -> bool {
    let in_marks = text[stop..closed]
        .chars()
        .any(|c| is_double_mark(c) || is_single_mark(c));
    let asks = text[stop..closed].contains(['?', '!']);
    in_marks && asks && {
        let mut words = text[next_at..].split_whitespace();
        words
            .next()
            .is_some_and(|word| word.chars().all(char::is_alphanumeric))
            && words.next().is_some_and(|verb| {
                SPEECH.contains(&verb.trim_end_matches(|c: char| !c.is_alphanumeric()))
            })
    }
}

/// Whether the word before the full stop at `stop` is an abbreviation or an
/// initial that does not end the sentence.
fn is_abbreviated(text: &str, stop: usize, next_at: usize) -> bool {
    let before = &text[..stop];
    let word_start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric() || *c == '.')
        .last()
        .map_or(stop, |(at, _)| at);
    let word = &before[word_start..];
    if word.is_empty() {
        return false;
    }
    let next_word: String = text[next_at..]
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '’')
        .collect();
    let lower = word.to_lowercase();
    if ABBREVIATIONS.contains(&lower.as_str()) {
        return true;
    }
    let next_is_number = text[next_at..].starts_with(|c: char| c.is_ascii_digit());
    if matches!(lower.as_str(), "p" | "no" | "par" | "para" | "sec") {
        return next_is_number;
    }
    let is_initial = word.rsplit('.').next().is_some_and(|last| {
        let mut chars = last.chars();
        chars.next().is_some_and(|c| c.is_uppercase() && c != 'I') && chars.next().is_none()
    });
    let is_clock = matches!(lower.as_str(), "a.m" | "p.m" | "u.s" | "u.k");
    (is_initial || is_clock) && !OPENERS.contains(&next_word.to_lowercase().as_str())
}

/// "the end.The next": a stop with no space after it, between two words.
fn is_glued_break(text: &str, stop: usize, after: usize) -> bool {
    let mut before = text[..stop].chars().rev();
    let mut next = text[after..].chars();
    text[stop..].starts_with(['.', '!', '?'])
        && before.by_ref().take(2).filter(|c| c.is_lowercase()).count() == 2
        && next.next().is_some_and(char::is_uppercase)
        && next.next().is_some_and(|c| c.is_lowercase() || c == ' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let spans = sentences(&text);
        let found: Vec<_> = spans.iter().map(|s| s.of(&text).trim()).collect();
        let expected: Vec<_> = marked.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        check("Mr. Keffers nods. | Kathy H. Remembers? | No.");
        check("We meet Kathy H. | She is a carer.");
        check("See pp. 12 and vol. 3 of Dr. Moss. | Then go.");
        check("It is on p. 59. | No. | It is not.");
    }

    #[test]
    fn a_citation_belongs_to_the_sentence_before_it() {
        check("“Carers aren’t machines.” (Ishiguro 4) | She says so.");
        check("“Carers aren’t machines” (4). | She says so.");
        check("They were “told and not told.”¹ | So it goes.");
        check("They were told.[^3] | So it goes.");
    }

    #[test]
    fn speech_and_lower_case_go_on() {
        check("“Why? | Why is it so much worse?” she asks. | Nobody knows.");
        check("‘No!’ Kathy said. | He left.");
        check("They wait . . . and wait. | The end… | Then more.");
        check("They wait.\u{a0}| Then more.\u{a0}.\u{a0}. and more.");
    }

    #[test]
    fn a_missing_space_still_parts_two_sentences() {
        check("It never ends.|The carers go on. | See example.com for it.");
    }

    proptest! {
        #[test]
        fn sentences_cover_the_text_in_order(text in "[a-zA-Z .!?”“’()0-9\u{a0}…\n]{0,120}") {
            let mut end = 0;
            for span in sentences(&text) {
                prop_assert_eq!(span.start, end);
                prop_assert!(!span.is_empty());
                end = span.end;
            }
            prop_assert_eq!(end, text.len());
        }

        #[test]
        fn any_text_has_sentences(text in "\\PC{0,120}") {
            let _ = sentences(&text);
        }
    }
}
