//! Lists: how items, entries and labelled lines begin.

use super::edges::Edges;
use super::lines::Line;
use super::marks::label;

/// Ems from which a line is set in.
pub(super) const SET_IN: f32 = 0.8;
/// Lines of a list that are looked at to see how it is set.
const LOOK_AHEAD: usize = 60;
/// Ems that the lines after an entry's first are set in at most.
const HANGING: f32 = 6.0;

/// Whether a line opens with a bullet.
pub(super) fn is_item(text: &str) -> bool {
    let mut chars = text.chars();
    let is_bullet = matches!(
        chars.next(),
        Some('•' | '◦' | '▪' | '●' | '■' | '➢' | '\u{f0b7}')
    );
    is_bullet && chars.next().is_some_and(char::is_whitespace)
}

/// "1. …", "(2) …", "[3] …", "a) …".
pub(super) fn is_numbered(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    let bare = first.strip_prefix(['(', '[']).unwrap_or(first);
    let label = bare.strip_suffix(['.', ')', ']', ':']).unwrap_or(bare);
    let is_figure =
        !label.is_empty() && label.len() <= 2 && label.bytes().all(|b| b.is_ascii_digit());
    let is_letter = label.len() == 1 && label.bytes().all(|b| b.is_ascii_lowercase());
    label.len() < bare.len() && text.len() > first.len() && (is_figure || is_letter)
}

/// Words that family names begin with.
const PARTICLES: &[&str] = &["de", "da", "di", "du", "la", "le", "van", "von", "al", "el"];

/// "Family, Given", "de Family, Given", "———. Title": how entries begin.
pub(super) fn opens_with_name(text: &str) -> bool {
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    let is_name = |word: &str| word.ends_with(',') && word.starts_with(char::is_uppercase);
    let may_go_on = first.starts_with(char::is_uppercase) || PARTICLES.contains(&first);
    first.starts_with(['—', '–'])
        || is_name(first)
        || may_go_on && words.next().is_some_and(is_name)
}

/// Whether `next` is labelled with the number after that of `item`.
pub(super) fn follows(item: &str, next: &str) -> bool {
    match (label(item), label(next)) {
        (Some(own), Some(next)) => next == own + 1,
        _ => false,
    }
}

/// Whether `text` ends within brackets.
pub(super) fn is_in_brackets(text: &str) -> bool {
    let tail = &text[text.rfind(['(', ')']).unwrap_or(text.len())..];
    tail.starts_with('(')
}

/// The left edge of entries, if the lines after their first are set in: the
/// first of them that is full tells.
pub(super) fn hang(lines: &[Line], edges: Edges) -> Option<f32> {
    let lines = &lines[..lines.len().min(LOOK_AHEAD)];
    let least = lines.iter().map(|l| l.left).min_by(f32::total_cmp)?;
    let set_in = |l: &Line| (l.left - least) / l.size.max(1.0);
    let is_full = |pair: &&[Line]| {
        set_in(&pair[0]) <= SET_IN / 2.0 && !has_room(&pair[0], &pair[1], edges.right)
    };
    let next = lines.windows(2).find(is_full).map(|pair| &pair[1])?;
    (set_in(next) > SET_IN && set_in(next) < HANGING).then_some(least)
}

/// Whether the first word of `next` would have stood on `line` before `right`.
pub(super) fn has_room(line: &Line, next: &Line, right: f32) -> bool {
    line.right + 0.45 * line.size + next.first_word <= right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_numbers_are_told_from_words() {
        for item in ["• So", "▪ So"] {
            assert!(is_item(item), "{item}");
        }
        for numbered in ["1. So", "(2) So", "[3] So", "a) So"] {
            assert!(is_numbered(numbered), "{numbered}");
        }
        for plain in ["•so", "40). So", "1984. So", "12", "I. So", "So 1."] {
            assert!(!is_item(plain) && !is_numbered(plain), "{plain}");
        }
    }

    #[test]
    fn entries_begin_with_names() {
        for entry in ["Bell, Ann. So.", "de Bell, Ann.", "———. So."] {
            assert!(opens_with_name(entry), "{entry}");
        }
        assert!(!opens_with_name("and Bell, Ann, too"));
    }

    #[test]
    fn labels_follow_each_other() {
        assert!(follows("1. So.", "2. And so."));
        assert!(follows("iii Ibid.", "iv Ibid."));
        assert!(!follows("1. So.", "3. And so."));
        assert!(is_in_brackets("as she says (Bell 2005:"));
        assert!(!is_in_brackets("as she says (Bell 2005):"));
    }
}
