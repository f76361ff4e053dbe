//! Content streams: the operators that draw a page, with their operands.
//!
//! Read one by one and never all at once: a page of vector drawing has
//! millions. What is no operator is passed over, so that damage costs a line
//! and not a page. The grammar is that of ISO 32000-1, 7.2, 7.3 and 7.8.2.

/// What stands before an operator.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    /// An integer or a real.
    Number(f32),
    /// A name, without its slash.
    Name(String),
    /// The bytes of a string.
    Text(Vec<u8>),
    /// An array.
    List(Vec<Operand>),
    /// A dictionary, in the order written.
    Entries(Vec<(String, Operand)>),
    /// `true`, `false`, `null`, and what cannot be read.
    Other,
}

impl Operand {
    /// Its value, if it is a number.
    pub(super) fn number(&self) -> Option<f32> {
        match self {
            Operand::Number(n) => Some(*n),
            _ => None,
        }
    }
}

/// Most operands kept for one operator; the standard needs 33.
const OPERANDS: usize = 64;
/// Most members of an array or dictionary.
const MEMBERS: usize = 100_000;
/// Deepest nesting of arrays and dictionaries.
const DEEPEST: usize = 16;

/// The operators of a content stream.
pub(super) struct Operators<'a> {
    rest: &'a [u8],
}

impl<'a> Operators<'a> {
    /// Those of the decoded stream `bytes`.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Operators { rest: bytes }
    }

    /// The next operator; fills `operands` with what stands before it.
    pub(super) fn next(&mut self, operands: &mut Vec<Operand>) -> Option<&'a [u8]> {
        operands.clear();
        loop {
            self.skip_space();
            let first = *self.rest.first()?;
            if is_regular(first) && !is_number_start(first) {
                let word = self.word();
                if word == b"ID" {
                    self.skip_image();
                }
                return Some(word);
            }
            let operand = self.operand(0);
            if operands.len() == OPERANDS {
                operands.clear();
            }
            operands.push(operand);
        }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = &self.rest[bytes.min(self.rest.len())..];
    }

    fn skip_space(&mut self) {
        loop {
            let blank = self.rest.iter().take_while(|b| is_space(**b)).count();
            self.skip(blank);
            if self.rest.first() != Some(&b'%') {
                return;
            }
            let comment = self.rest.iter().take_while(|b| !is_line_end(**b)).count();
            self.skip(comment);
        }
    }

    fn word(&mut self) -> &'a [u8] {
        let len = self.rest.iter().take_while(|b| is_regular(**b)).count();
        let (word, rest) = self.rest.split_at(len);
        self.rest = rest;
        word
    }

    /// Skips the data of an inline image: `EI` between white space ends it.
    fn skip_image(&mut self) {
        let end = self.rest.windows(4).position(|w| {
            is_space(w[0]) && &w[1..3] == b"EI" && (is_space(w[3]) || !w[3].is_ascii())
        });
        let is_last = self.rest.ends_with(b"EI");
        self.skip(match end {
            Some(at) => at + 3,
            None if is_last => self.rest.len(),
            None => 0,
        });
    }

    /// One operand; takes at least one byte, so that reading ends.
    fn operand(&mut self, depth: usize) -> Operand {
        match self.rest {
            [b'/', ..] => {
                self.skip(1);
                Operand::Name(name(self.word()))
            }
            [b'(', ..] => Operand::Text(self.literal()),
            [b'<', b'<', ..] if depth < DEEPEST => self.entries(depth),
            [b'<', b'<', ..] => self.unread(2),
            [b'<', ..] => Operand::Text(self.hexadecimal()),
            [b'[', ..] if depth < DEEPEST => self.list(depth),
            [first, ..] if is_number_start(*first) => number(self.word()),
            [first, ..] if is_regular(*first) => {
                self.word();
                Operand::Other
            }
            _ => self.unread(1),
        }
    }

    fn unread(&mut self, bytes: usize) -> Operand {
        self.skip(bytes);
        Operand::Other
    }

    fn list(&mut self, depth: usize) -> Operand {
        self.skip(1);
        let mut members = Vec::new();
        loop {
            self.skip_space();
            match self.rest.first() {
                None => return Operand::List(members),
                Some(b']') => {
                    self.skip(1);
                    return Operand::List(members);
                }
                Some(_) => {
                    let member = self.operand(depth + 1);
                    if members.len() < MEMBERS {
                        members.push(member);
                    }
                }
            }
        }
    }

    fn entries(&mut self, depth: usize) -> Operand {
        self.skip(2);
        let mut entries = Vec::new();
        let mut key = None;
        loop {
            self.skip_space();
            match self.rest {
                [] => return Operand::Entries(entries),
                [b'>', rest @ ..] => {
                    self.skip(1 + usize::from(rest.first() == Some(&b'>')));
                    return Operand::Entries(entries);
                }
                _ => {}
            }
            match (key.take(), self.operand(depth + 1)) {
                (None, Operand::Name(name)) => key = Some(name),
                (Some(name), value) if entries.len() < MEMBERS => entries.push((name, value)),
                _ => {}
            }
        }
    }

    /// The bytes of `(…)`, its escapes undone.
    fn literal(&mut self) -> Vec<u8> {
        self.skip(1);
        let mut text = Vec::new();
        let mut depth = 1;
        while let Some(byte) = self.rest.first().copied() {
            self.skip(1);
            match byte {
                b'\\' => self.escape(&mut text),
                b'(' => {
                    depth += 1;
                    text.push(byte);
                }
                b')' if depth == 1 => break,
                b')' => {
                    depth -= 1;
                    text.push(byte);
                }
                _ => text.push(byte),
            }
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.rest.first().copied() else {
            return;
        };
        if is_octal(byte) {
            let len = self
                .rest
                .iter()
                .take(3)
                .take_while(|b| is_octal(**b))
                .count();
            let digits = self.rest[..len].iter();
            let value = digits.fold(0_u16, |sum, b| sum * 8 + u16::from(b - b'0'));
            text.extend(u8::try_from(value & 0xff));
            self.skip(len);
            return;
        }
        self.skip(1);
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' if self.rest.first() == Some(&b'\n') => self.skip(1),
            b'\r' | b'\n' => {}
            _ => text.push(byte),
        }
    }

    /// The bytes of `<…>`; a last digit alone counts as if a nought followed.
    fn hexadecimal(&mut self) -> Vec<u8> {
        self.skip(1);
        let len = self.rest.iter().take_while(|b| **b != b'>').count();
        let digits: Vec<u8> = self.rest[..len].iter().filter_map(|b| hex(*b)).collect();
        self.skip(len + 1);
        let pairs = digits.chunks(2);
        pairs
            .map(|p| p[0] << 4 | p.get(1).copied().unwrap_or(0))
            .collect()
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn is_regular(byte: u8) -> bool {
    let is_delimiter = matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    );
    !is_space(byte) && !is_delimiter
}

fn is_number_start(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.')
}

fn is_octal(byte: u8) -> bool {
    matches!(byte, b'0'..=b'7')
}

fn hex(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// A number; writers get signs wrong (`--5`, `1.-3`), so what can be is read.
fn number(word: &[u8]) -> Operand {
    let signs = word.iter().take_while(|b| matches!(b, b'+' | b'-')).count();
    let is_negative = word[..signs].contains(&b'-');
    let digits = &word[signs..];
    let len = digits
        .iter()
        .take_while(|b| b.is_ascii_digit() || **b == b'.')
        .count();
    let value = std::str::from_utf8(&digits[..len])
        .ok()
        .and_then(|d| d.parse::<f32>().ok());
    match value {
        Some(value) if is_negative => Operand::Number(-value),
        Some(value) => Operand::Number(value),
        None => Operand::Number(0.0),
    }
}

/// A name with its `#xx` undone.
fn name(word: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(word.len());
    let mut at = 0;
    while at < word.len() {
        let pair = word.get(at + 1..at + 3).filter(|_| word[at] == b'#');
        if let Some(byte) = pair.and_then(|p| Some(hex(p[0])? << 4 | hex(p[1])?)) {
            bytes.push(byte);
            at += 3;
        } else {
            bytes.push(word[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;
    use std::fmt::Write;

    fn check(stream: &[u8], expected: &Expect) {
        let mut out = String::new();
        let mut operators = Operators::new(stream);
        let mut operands = Vec::new();
        while let Some(operator) = operators.next(&mut operands) {
            let operator = String::from_utf8_lossy(operator);
            writeln!(out, "{operator} {operands:?}").expect("a string takes all");
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn operators_come_with_their_operands() {
        check(
            b"BT /F#31 12 Tf 1 0 0 1 -72.5 .5 Tm [(a\\(b\\)\\101)-250<4a4>] TJ % note\n(x(y)z)' ET",
            &expect![[r#"
                BT []
                Tf [Name("F1"), Number(12.0)]
                Tm [Number(1.0), Number(0.0), Number(0.0), Number(1.0), Number(-72.5), Number(0.5)]
                TJ [List([Text([97, 40, 98, 41, 65]), Number(-250.0), Text([74, 64])])]
                ' [Text([120, 40, 121, 41, 122])]
                ET []
            "#]],
        );
    }

    #[test]
    fn properties_and_inline_images_are_passed() {
        check(
            b"/Span <</ActualText <FEFF00AD> /MCID 3>> BDC EMC BI /W 1 ID \x01EI\xff( EI Q",
            &expect![[r#"
                BDC [Name("Span"), Entries([("ActualText", Text([254, 255, 0, 173])), ("MCID", Number(3.0))])]
                EMC []
                BI []
                ID [Name("W"), Number(1.0)]
                Q []
            "#]],
        );
    }

    #[test]
    fn damage_costs_no_more_than_its_place() {
        check(
            b"--5 1.-3 Td ) > ] } (open \\",
            &expect![[r"
                Td [Number(-5.0), Number(1.0)]
            "]],
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut operators = Operators::new(&bytes);
            let mut operands = Vec::new();
            let mut count = 0;
            while operators.next(&mut operands).is_some() {
                count += 1;
                prop_assert!(count <= bytes.len() && operands.len() <= OPERANDS);
            }
        }
    }
}
