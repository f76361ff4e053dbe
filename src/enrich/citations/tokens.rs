//! Tokens of a bracket: what the citation grammar is written in.
//!
//! Brackets are short and rare, so clarity comes before speed here. Marks of
//! titles (`*…*`, `_…_`, quotation marks) are dropped but remembered.

use crate::text::{is_apostrophe, is_double_mark};

/// What a [`Token`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, with apostrophes and hyphens between them.
    Word,
    /// ASCII digits.
    Number,
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// `;`.
    Semicolon,
    /// `.`.
    Stop,
    /// A hyphen or dash.
    Dash,
    /// `&`.
    Ampersand,
    /// `§` or `¶`.
    Sign,
    /// `%`.
    Percent,
    /// `/`.
    Slash,
    /// Anything else.
    Other,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token<'a> {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// Its text.
    pub(crate) text: &'a str,
    /// First byte in the text that was read.
    pub(crate) start: usize,
    /// Whether nothing stands between it and the token before it.
    pub(crate) is_glued: bool,
    /// Whether it stands between marks of a title.
    pub(crate) is_marked: bool,
}

impl Token<'_> {
    /// One past its last byte.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is a word that begins with a capital.
    pub(crate) fn is_capitalised(&self) -> bool {
        self.kind == TokenKind::Word && self.text.starts_with(char::is_uppercase)
    }

    /// Whether it is the word `word`, case aside.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Its value, if it is a number that fits.
    pub(crate) fn number(&self) -> Option<u32> {
        (self.kind == TokenKind::Number)
            .then(|| self.text.parse().ok())
            .flatten()
    }
}

/// The tokens of `text`, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let (mut at, mut is_marked) = (0, false);
    while let Some(c) = text[at..].chars().next() {
        let is_number_sign = c == '#'
            && !found.is_empty()
            && text[at + 1..]
                .trim_start()
                .starts_with(|c: char| c.is_ascii_digit());
        if c.is_whitespace() || c == '\u{ad}' || is_number_sign {
            at += c.len_utf8();
            continue;
        }
        if let Some(opens) = title_mark(c, is_marked) {
            is_marked = opens;
            at += c.len_utf8();
            continue;
        }
        let (kind, len) = kind_and_len(&text[at..], c);
        let is_glued = found.last().is_some_and(|last| last.end() == at);
        found.push(Token {
            kind,
            text: &text[at..at + len],
            start: at,
            is_glued,
            is_marked,
        });
        at += len;
    }
    found
}

/// Whether `c` opens (`true`) or closes a title, or is no such mark.
fn title_mark(c: char, is_marked: bool) -> Option<bool> {
    match c {
        '\u{201c}' | '\u{2018}' | '\u{ab}' => Some(true),
        '\u{201d}' | '\u{2019}' | '\u{bb}' => Some(false),
        '*' | '_' | '\'' => Some(!is_marked),
        _ if is_double_mark(c) => Some(!is_marked),
        _ => None,
    }
}

fn kind_and_len(rest: &str, c: char) -> (TokenKind, usize) {
    if c.is_ascii_digit() {
        return (
            TokenKind::Number,
            rest.bytes().take_while(u8::is_ascii_digit).count(),
        );
    }
    if c.is_alphabetic() {
        return (TokenKind::Word, word_len(rest));
    }
    let kind = match c {
        ',' => TokenKind::Comma,
        ':' => TokenKind::Colon,
        ';' => TokenKind::Semicolon,
        '.' => TokenKind::Stop,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => TokenKind::Dash,
        '&' => TokenKind::Ampersand,
        '\u{a7}' | '\u{b6}' => TokenKind::Sign,
        '%' => TokenKind::Percent,
        '/' => TokenKind::Slash,
        _ => TokenKind::Other,
    };
    (kind, c.len_utf8())
}

fn word_len(rest: &str) -> usize {
    let mut len = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = is_apostrophe(c) || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{ad}');
        let next_is_letter = chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        let is_mark = ('\u{300}'..='\u{36f}').contains(&c);
        if !(c.is_alphabetic() || is_mark || (joins && next_is_letter)) {
            break;
        }
        len = at + c.len_utf8();
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_marks_part() {
        for (text, parted) in [
            ("Ishi-guro59", "Ishi-guro 59"),
            ("O’Hara, pp.59–60", "O’Hara , pp . 59 – 60"),
            ("*Never* 7.20", "Never 7 . 20"),
            ("\u{a0}“Title,” 5%", "Title , 5 %"),
            ("’90s", "90 s"),
            ("Source #4 # 5", "Source 4 5"),
        ] {
            let found: Vec<_> = tokens(text).iter().map(|token| token.text).collect();
            assert_eq!(found.join(" "), parted, "{text}");
        }
    }

    #[test]
    fn a_title_is_remembered_as_marked() {
        let marked: Vec<_> = tokens("Ishi, “A B” 9")
            .iter()
            .map(|t| t.is_marked)
            .collect();
        assert_eq!(marked, [false, false, true, true, false]);
    }
}
