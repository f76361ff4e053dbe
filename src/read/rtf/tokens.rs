//! Tokens of RTF: braces, control words and what stands between them.
//!
//! One pass, nothing copied. Binary data is stepped over here, so that a brace
//! in a picture opens no group; line ends are no part of a text.

/// A piece of an RTF file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A control word and its number: `\li720`.
    Word(&'a [u8], Option<i32>),
    /// A control symbol: `\~`.
    Symbol(u8),
    /// A byte in figures: `\'e9`.
    Hex(u8),
    /// Bytes of text, without line ends; never empty.
    Text(&'a [u8]),
}

/// Goes through the tokens of a file.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of `bytes`.
    pub(super) fn new(bytes: &'a [u8]) -> Tokens<'a> {
        Tokens { bytes, at: 0 }
    }

    /// Steps over the rest of the group that it is in; its `}` comes next.
    pub(super) fn skip_group(&mut self) {
        let mut depth = 0_usize;
        while let Some(offset) = self.rest().iter().position(|b| is_mark(*b)) {
            self.at += offset;
            match self.bytes[self.at] {
                b'{' => depth += 1,
                b'}' if depth == 0 => return,
                b'}' => depth -= 1,
                _ => {
                    self.control();
                    continue;
                }
            }
            self.at += 1;
        }
        self.at = self.bytes.len();
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// Takes what a backslash begins; `None` if it stands for nothing.
    fn control(&mut self) -> Option<Token<'a>> {
        self.at += 1;
        let rest = self.rest();
        match rest.first() {
            None => None,
            Some(b'\'') => {
                let byte = hex(rest.get(1..3).unwrap_or_default());
                self.at += if byte.is_some() { 3 } else { 1 };
                byte.map(Token::Hex)
            }
            Some(first) if first.is_ascii_alphabetic() => self.word(),
            Some(first) => {
                self.at += 1;
                Some(Token::Symbol(*first))
            }
        }
    }

    fn word(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let length = count(rest, u8::is_ascii_alphabetic);
        let name = &rest[..length];
        let is_negative = rest.get(length) == Some(&b'-');
        let start = length + usize::from(is_negative);
        let digits = count(&rest[start..], u8::is_ascii_digit);
        let end = if digits == 0 { length } else { start + digits };
        self.at += end + usize::from(rest.get(end) == Some(&b' '));
        let value = (digits > 0).then(|| number(&rest[start..end], is_negative));
        if name == b"bin" {
            let most = self.bytes.len() - self.at;
            self.at += usize::try_from(value.unwrap_or(0)).unwrap_or(0).min(most);
            return None;
        }
        Some(Token::Word(name, value))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            let token = match rest.first()? {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => match self.control() {
                    Some(token) => return Some(token),
                    None => continue,
                },
                b'\r' | b'\n' | 0 => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    let ends = |b: &u8| is_mark(*b) || matches!(b, b'\r' | b'\n' | 0);
                    let length = rest.iter().position(ends).unwrap_or(rest.len());
                    self.at += length;
                    return Some(Token::Text(&rest[..length]));
                }
            };
            self.at += 1;
            return Some(token);
        }
    }
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'{' | b'}' | b'\\')
}

fn count(bytes: &[u8], is_counted: fn(&u8) -> bool) -> usize {
    bytes.iter().take_while(|b| is_counted(b)).count()
}

fn hex(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    let digit = |b: &u8| char::from(*b).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// The number that `digits` write; the greatest there is if it is greater.
fn number(digits: &[u8], is_negative: bool) -> i32 {
    let push = |sum: i32, digit: &u8| {
        sum.saturating_mul(10)
            .saturating_add(i32::from(digit - b'0'))
    };
    let value = digits.iter().fold(0, push);
    if is_negative { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(text: &str, expected: &Expect) {
        let shown: Vec<_> = Tokens::new(text.as_bytes())
            .map(|token| match token {
                Token::Open => "{".to_owned(),
                Token::Close => "}".to_owned(),
                Token::Word(name, None) => format!("\\{}", name.escape_ascii()),
                Token::Word(name, Some(n)) => format!("\\{} {n}", name.escape_ascii()),
                Token::Symbol(symbol) => format!("\\{}", symbol.escape_ascii()),
                Token::Hex(byte) => format!("x{byte:02x}"),
                Token::Text(text) => format!("“{}”", text.escape_ascii()),
            })
            .collect();
        expected.assert_eq(&shown.join(" "));
    }

    #[test]
    fn words_end_where_they_end() {
        check(
            "{\\li-720 a\\par b\\u8217?c\\b0d\\~\\{\\'E9\\'zz}",
            &expect!["{ \\li -720 “a” \\par “b” \\u 8217 “?c” \\b 0 “d” \\~ \\{ xe9 “zz” }"],
        );
        check("a\r\nb\\par\n c\\", &expect!["“a” “b” \\par “ c”"]);
        check("\\li99999999999- \\-", &expect!["\\li 2147483647 “- ” \\-"]);
    }

    #[test]
    fn binary_data_holds_no_braces() {
        check("{\\bin4 }}{{a}", &expect!["{ “a” }"]);
        check("{\\bin4000000000 }}{{a}", &expect!["{"]);
        check("{\\bin-3 a}", &expect!["{ “a” }"]);
    }

    #[test]
    fn a_group_is_stepped_over_whole() {
        let mut tokens = Tokens::new(b"a{b\\}}\\bin1 }c}d");
        tokens.skip_group();
        assert_eq!(tokens.next(), Some(Token::Close));
        assert_eq!(tokens.next(), Some(Token::Text(b"d")));
    }

    proptest! {
        #[test]
        fn any_bytes_come_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Tokens::new(&bytes).count() <= bytes.len());
        }
    }
}
