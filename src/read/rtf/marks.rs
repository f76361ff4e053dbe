//! Marks of notes: their figures, as the file wants them, and how they stand
//! in the text.

use crate::read::walk::RAISED;
use std::borrow::Cow;

/// How notes are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Figures {
    /// 1, 2, 3
    #[default]
    Arabic,
    /// a, b, c
    Letters,
    /// i, ii, iii
    Roman,
    /// *, †, ‡, §, **
    Signs,
}

impl Figures {
    /// The figures that a control word asks for, `\ftn`, `\aftn` and the like
    /// before it aside.
    pub(super) fn named(ending: &[u8]) -> Option<Figures> {
        match ending {
            b"nar" => Some(Figures::Arabic),
            b"nalc" | b"nauc" => Some(Figures::Letters),
            b"nrlc" | b"nruc" => Some(Figures::Roman),
            b"nchi" => Some(Figures::Signs),
            _ => None,
        }
    }

    /// The mark of the note of this number, from 1.
    pub(super) fn mark(self, number: u32) -> String {
        match self {
            Figures::Arabic => number.to_string(),
            Figures::Letters => repeated(&LETTERS, number),
            Figures::Roman => super::super::pages::roman(number),
            Figures::Signs => repeated(&SIGNS, number),
        }
    }
}

const SIGNS: [char; 4] = ['*', '†', '‡', '§'];
const LETTERS: [char; 26] = [
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's',
    't', 'u', 'v', 'w', 'x', 'y', 'z',
];
/// Most times that a sign is repeated.
const MOST_SIGNS: usize = 8;

/// a … z, aa … zz: each round has one sign more.
fn repeated(signs: &[char], number: u32) -> String {
    let place = number.saturating_sub(1) as usize;
    let sign = signs[place % signs.len()];
    let times = (place / signs.len() + 1).min(MOST_SIGNS);
    std::iter::repeat_n(sign, times).collect()
}

/// How the mark of a note stands in the text `before` it: signs as they are,
/// figures raised, but so that nobody takes them for a part of what is before.
pub(super) fn in_text(mark: &str, before: &str) -> String {
    if !mark.chars().all(char::is_alphanumeric) {
        return mark.to_owned();
    }
    let letters = before.chars().rev().take_while(|c| c.is_alphanumeric());
    let is_unit = matches!(letters.take(3).count(), 1..=2) || before.is_empty();
    match raised(mark) {
        Cow::Owned(raised) if !is_unit => raised,
        _ => format!("[^{mark}]"),
    }
}

/// Superscript text: figures are what they look like, the mark of a note.
pub(super) fn raised(text: &str) -> Cow<'_, str> {
    if text.len() > 3 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let raise = |b: u8| RAISED[usize::from(b - b'0')];
    Cow::Owned(text.bytes().map(raise).collect())
}

/// The mark that the author has typed at the end of `text`: superscript
/// figures, or signs.
pub(super) fn typed(text: &str) -> Option<String> {
    let text = text.trim_end();
    let figures = |c: char| crate::read::back::superscript(c);
    let signs = text.trim_end_matches(SIGNS);
    let before = text.trim_end_matches(|c| figures(c).is_some());
    if signs.len() < text.len() {
        return Some(text[signs.len()..].to_owned());
    }
    (before.len() < text.len()).then(|| text[before.len()..].chars().filter_map(figures).collect())
}

/// The text of a note without the `mark` that its author has typed before it.
pub(super) fn without_mark<'t>(text: &'t str, mark: &str) -> &'t str {
    let text = text.trim_start();
    match crate::read::back::note_mark(text) {
        Some((found, length)) if found == mark => &text[length..],
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_counted_as_the_file_wants_it() {
        let marks = |figures: Figures| [1, 4, 28].map(|n| figures.mark(n)).join(" ");
        assert_eq!(marks(Figures::Arabic), "1 4 28");
        assert_eq!(marks(Figures::Letters), "a d bb");
        assert_eq!(marks(Figures::Roman), "i iv xxviii");
        assert_eq!(marks(Figures::Signs), "* § §§§§§§§");
        assert_eq!(Figures::Letters.mark(u32::MAX).len(), MOST_SIGNS);
    }

    #[test]
    fn typed_marks_are_found_and_taken_off() {
        assert_eq!(typed("so it ends.¹²"), Some("12".to_owned()));
        assert_eq!(typed("so it ends.** "), Some("**".to_owned()));
        assert_eq!(typed("so it ends 12"), None);
        assert_eq!(without_mark(" * See it.", "*"), "See it.");
        assert_eq!(without_mark("¹ See it.", "1"), "See it.");
        assert_eq!(without_mark("1984 is it.", "1"), "1984 is it.");
        assert_eq!(in_text("iv", "ends."), "[^iv]");
        assert_eq!(in_text("12", "ends."), "¹²");
        assert_eq!(in_text("2", "5 mm"), "[^2]");
    }
}
