//! Folding: the forms in which two spellings of one word are the same.
//!
//! Case, accents, ligatures, typographic marks and soft hyphens go; letters
//! stay. ASCII takes a short way, since essays are nine tenths ASCII.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds `text` onto the end of `out`: lower case, no accents, ligatures
/// apart, typographic apostrophes straight, soft hyphens gone.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.extend(text.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    for c in text.chars() {
        fold_char(c, out);
    }
}

/// Folds `text`.
///
/// ```
/// assert_eq!(norfolk::text::fold("Brontë’s ﬁeld"), "bronte's field");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

fn fold_char(c: char, out: &mut String) {
    match c {
        _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        _ if is_apostrophe(c) => out.push('\''),
        _ if is_hyphen(c) => out.push('-'),
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'þ' | 'Þ' => out.push_str("th"),
        _ => out.extend(
            std::iter::once(c)
                .nfkd()
                .filter(|c| !is_combining_mark(*c))
                .flat_map(char::to_lowercase),
        ),
    }
}

/// Whether `c` may stand as an apostrophe inside a word.
#[must_use]
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2019}' | '\u{02bc}' | '\u{2018}' | '\u{2032}' | '\u{ff07}' | '`' | '\u{b4}'
    )
}

/// Whether `c` is a hyphen within a word (a dash between words is not).
#[must_use]
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Whether `c` is a double quotation mark of any kind.
#[must_use]
pub fn is_double_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' | '\u{ff02}'
    )
}

/// Whether `c` is a single quotation mark of any kind, or an apostrophe.
#[must_use]
pub fn is_single_mark(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}'
            ..='\u{201b}' | '\u{2032}' | '\u{2039}' | '\u{203a}' | '`' | '\u{b4}' | '\u{ff07}'
    )
}

/// Whether `c` is a superscript digit: a note mark, never a part of a word.
pub(super) fn is_superscript_digit(c: char) -> bool {
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2079}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_makes_spellings_meet() {
        for (written, folded) in [
            ("Hailsham", "hailsham"),
            ("cliché", "cliche"),
            ("e\u{301}", "e"),
            ("don’t", "don't"),
            ("co\u{ad}operate", "cooperate"),
            ("well\u{2011}known", "well-known"),
            ("ﬂow", "flow"),
            ("Straße", "strasse"),
            ("İ", "i"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }
}
