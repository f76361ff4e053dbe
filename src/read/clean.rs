//! Cleaning: characters that a reader never sees are taken out of a text.
//!
//! What is left is NFC, has plain spaces, no control characters but `\n`, `\t`
//! and the form feed (which plain-text layout still needs), and nothing that
//! could steer a terminal. ASCII text without such characters is not copied.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;
use unicode_normalization::UnicodeNormalization;

/// The soft hyphen, which layout needs where it ends a line.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// Takes out of `text` what is not to be seen; line ends become `\n`.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| matches!(b, b' '..=b'~' | b'\n' | b'\t' | 0x0c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut is_composed = true;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        is_composed &= !may_need_composing(c);
        clean_char(c, &mut chars, &mut out);
    }
    if is_composed { Cow::Owned(out) } else { Cow::Owned(out.nfc().collect()) }
}

/// Puts the text of one block on one line: cleaned, single spaces, trimmed.
/// Hard line breaks stay as `\n` for those who read the head of an essay.
pub(super) fn tidy(text: &str) -> String {
    let cleaned = clean(text);
    let mut out = String::with_capacity(cleaned.len());
    let mut gap = None;
    for c in cleaned.chars() {
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

fn clean_char(c: char, rest: &mut Peekable<Chars<'_>>, out: &mut String) {
    match c {
        ' '..='~' | '\n' | '\t' | '\u{c}' => out.push(c),
        '\r' => {
            rest.next_if_eq(&'\n');
            out.push('\n');
        }
        '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
        '\u{1b}' => skip_escape(rest),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => out.push(' '),
        SOFT_HYPHEN if matches!(rest.peek(), Some('\n' | '\r')) => out.push(c),
        _ if is_unseen(c) => {}
        '\u{fb00}'..='\u{fb06}' => out.push_str(
            ["ff", "fi", "fl", "ffi", "ffl", "st", "st"][(c as u32 - 0xfb00) as usize],
        ),
        _ => out.push(c),
    }
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

/// Longest terminal escape that is taken for one, in characters.
const ESCAPE_CHARS: usize = 256;

/// Skips the rest of a terminal escape sequence (ECMA-48, section 5.4).
fn skip_escape(rest: &mut Peekable<Chars<'_>>) {
    match rest.peek() {
        Some('[') => {
            rest.next();
            for _ in 0..ESCAPE_CHARS {
                let Some(c) = rest.next_if(|c| matches!(c, ' '..='~')) else { return };
                if matches!(c, '@'..='~') {
                    return;
                }
            }
        }
        Some(']' | 'P' | '_' | '^') => {
            for _ in 0..ESCAPE_CHARS {
                match rest.next_if(|c| *c != '\n') {
                    Some('\u{7}') | None => return,
                    Some('\u{1b}') => {
                        rest.next_if_eq(&'\\');
                        return;
                    }
                    Some(_) => {}
                }
            }
        }
        Some('(' | ')') => {
            rest.next();
            rest.next_if(char::is_ascii_alphanumeric);
        }
        _ => {}
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
        assert_eq!(tidy("  one.  Two\t three\n  four \n"), "one. Two three\nfour");
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
