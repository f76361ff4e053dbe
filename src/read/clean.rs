//! Cleaning: characters that a reader never sees are taken out of a text.
//!
//! What is left is NFC, has plain spaces, no control characters but `\n`, `\t`
//! and the form feed (which plain-text layout still needs), and nothing that
//! could steer a terminal. ASCII text without such characters is not copied.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The soft hyphen, which layout needs where it ends a line.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// How far the full-width forms are from the ASCII characters they are of.
const WIDTH: u32 = 0xff01 - 0x21;

/// Takes out of `text` what is not to be seen; line ends become `\n`.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let Some(first) = text.bytes().position(|b| !is_plain(b)) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut is_composed = true;
    let mut rest = &text[first..];
    while let Some(c) = rest.chars().next() {
        is_composed &= !may_need_composing(c);
        rest = clean_char(c, &rest[c.len_utf8()..], &mut out);
        let run = rest
            .bytes()
            .position(|b| !is_plain(b))
            .unwrap_or(rest.len());
        out.push_str(&rest[..run]);
        rest = &rest[run..];
    }
    if is_composed {
        Cow::Owned(out)
    } else {
        Cow::Owned(out.nfc().collect())
    }
}

/// Whether a byte is a character that is kept as it is.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\t' | 0x0c)
}

/// The first bytes of `text`, at most as many as given.
pub(super) fn first_bytes(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Cleans the text of one block and puts it on one line.
pub(super) fn tidy(text: &str) -> String {
    squeeze(&clean(text))
}

/// Puts a clean text on one line: single spaces, none at its ends. Hard line
/// breaks stay as `\n` for those who read the head of an essay.
pub(super) fn squeeze(text: &str) -> String {
    let text = text.trim_matches([' ', '\n', '\t', '\u{c}', SOFT_HYPHEN]);
    let bytes = text.as_bytes();
    let is_even = !bytes.iter().any(|b| matches!(b, b'\n' | b'\t' | 0x0c))
        && !bytes.windows(2).any(|pair| pair == b"  ");
    if is_even && !text.contains(SOFT_HYPHEN) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = None;
    for c in text.chars() {
        match c {
            '\n' => gap = Some('\n'),
            ' ' | '\t' | '\u{c}' => gap = gap.or(Some(' ')),
            SOFT_HYPHEN => {}
            _ => {
                if let Some(space) = gap.take().filter(|_| !out.is_empty()) {
                    out.push(space);
                }
                out.push(c);
            }
        }
    }
    out
}

/// Whether `c` may stand in a text that is not NFC. Latin letters with their
/// accents and general punctuation never do.
fn may_need_composing(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36f | 0x483..=0x1dff | 0x2126..=0x212b | 0x302a..)
}

/// Writes what becomes of `c`; returns what is left of `rest`, the text after it.
fn clean_char<'t>(c: char, rest: &'t str, out: &mut String) -> &'t str {
    match c {
        '\r' => {
            out.push('\n');
            return rest.strip_prefix('\n').unwrap_or(rest);
        }
        '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
        '\u{1b}' => {
            return &rest[escape_bytes(rest)..];
        }
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => out.push(' '),
        SOFT_HYPHEN if rest.starts_with(['\n', '\r']) => out.push(c),
        _ if is_unseen(c) => {}
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(c as u32 - WIDTH);
            out.push(narrow.expect("each full-width character is of an ASCII one"));
        }
        '\u{fb00}'..='\u{fb06}' => {
            out.push_str(
                ["ff", "fi", "fl", "ffi", "ffl", "st", "st"][(c as u32 - 0xfb00) as usize],
            );
        }
        _ => out.push(c),
    }
    rest
}

/// Controls, marks of direction, joiners, variation selectors, private use.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            SOFT_HYPHEN | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{fff9}'..='\u{fffc}' | '\u{e000}'..='\u{f8ff}'
            | '\u{e0000}'..='\u{10ffff}')
        || (c as u32) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// Longest terminal escape that is taken for one.
const ESCAPE_BYTES: usize = 256;

/// Bytes that the rest of a terminal escape sequence takes (ECMA-48, 5.4).
fn escape_bytes(rest: &str) -> usize {
    let bytes = first_bytes(rest, ESCAPE_BYTES).as_bytes();
    let Some(kind) = bytes.first() else { return 0 };
    let body = &bytes[1..];
    match kind {
        b'[' => {
            let len = body.iter().take_while(|b| matches!(b, b' '..=b'?')).count();
            1 + len + usize::from(body.get(len).is_some_and(|b| matches!(b, b'@'..=b'~')))
        }
        b']' | b'P' | b'_' | b'^' => {
            let len = body
                .iter()
                .take_while(|b| !matches!(b, b'\n' | 0x07 | 0x1b))
                .count();
            1 + len + usize::from(body.get(len) == Some(&0x07))
        }
        b'(' | b')' => 1 + usize::from(body.first().is_some_and(u8::is_ascii_alphanumeric)),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_seen_is_taken_out() {
        for (written, cleaned) in [
            ("plain", "plain"),
            ("a\u{a0}b\u{2009}c", "a b c"),
            ("e\u{301}", "é"),
            ("（Ａ ５９）", "(A 59)"),
            ("\u{feff}de\u{fb01}ned co\u{ad}operate", "defined cooperate"),
            ("vocabu\u{ad}\nlary", "vocabu\u{ad}\nlary"),
            ("a\r\nb\rc\u{2028}d", "a\nb\nc\nd"),
            ("\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7}now", "red now"),
            ("\u{202e}evil\u{202c}\u{0}\u{8}", "evil"),
        ] {
            assert_eq!(clean(written), cleaned, "{written:?}");
        }
    }

    #[test]
    fn a_block_is_tidied_onto_one_line() {
        assert_eq!(
            tidy("  one.  Two\t three\n  four \n"),
            "one. Two three\nfour"
        );
    }

    proptest! {
        #[test]
        fn cleaned_text_has_no_controls_and_stays_clean(text in any::<String>()) {
            let once = tidy(&text);
            prop_assert!(once.chars().all(|c| c == '\n' || !c.is_control()));
            prop_assert_eq!(tidy(&once), once);
        }
    }
}
