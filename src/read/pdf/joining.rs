//! Joining: two lines of a paragraph made one text.
//!
//! A hyphen at a line's end is the margin's in a text that is set with broken
//! words, and the author's in one that is not.

use super::super::clean::SOFT_HYPHEN;
use super::super::hyphens::Hyphens;
use super::lines::Line;
use super::stated::Habit;

/// Lines out of which one ends in a hyphen if words are broken; fewer have
/// come to their hyphens by chance.
const BROKEN: usize = 30;
/// Least such lines.
const BROKEN_LINES: usize = 3;

/// The hyphens of a text, and whether it is set with broken words at all.
///
/// The program that made the file may be known to break words.
pub(super) fn hyphens<'a>(
    lines: impl Iterator<Item = &'a Line> + Clone,
    habit: Habit,
) -> Hyphens<'a> {
    let texts = lines.map(|l| l.text.as_str());
    let is_broken = |t: &&str| {
        let word = t.strip_suffix(['-', '\u{2010}']);
        word.is_some_and(|word| word.ends_with(char::is_lowercase))
    };
    let broken = texts.clone().filter(is_broken).count();
    let is_soft = texts.clone().any(|t| t.ends_with(SOFT_HYPHEN));
    let hyphens = Hyphens::of(texts.clone());
    match () {
        () if is_soft => hyphens.sparing(),
        () if habit == Habit::Breaks => hyphens.breaking(),
        () if broken >= BROKEN_LINES && broken * BROKEN >= texts.count() => hyphens.breaking(),
        () => hyphens.sparing(),
    }
}

/// Puts `line` behind `text`: addresses and dashes take no space.
pub(super) fn join(text: &mut String, line: &str, hyphens: &Hyphens<'_>) {
    let word = text.rsplit(' ').next().unwrap_or_default();
    let is_address = word.contains("://") || word.starts_with("www.") || word.starts_with("doi:");
    let is_cut = is_address && text.ends_with(['/', '-', '_', '=', '?', '&', '.', '%']);
    let is_range = word.ends_with('–')
        || line.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with('-');
    let is_dash = (word.ends_with('—') || is_range) && word.chars().count() > 1;
    if is_cut && !line.starts_with(char::is_uppercase) || is_dash {
        text.push_str(line);
    } else {
        hyphens.join(text, line);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::lines;
    use super::*;

    fn joined(texts: &[&str], habit: Habit) -> String {
        let lines = lines(texts);
        let hyphens = hyphens(lines.iter(), habit);
        let mut text = lines[0].text.clone();
        for line in &lines[1..] {
            join(&mut text, &line.text, &hyphens);
        }
        text
    }

    #[test]
    fn a_hyphen_stays_unless_words_are_broken() {
        assert_eq!(
            joined(&["a plate-", "glass door"], Habit::Unknown),
            "a plate-glass door"
        );
        assert_eq!(
            joined(&["they remem-", "ber it"], Habit::Breaks),
            "they remember it"
        );
        let broken = ["they remem-", "ber a num-", "ber of occa-", "sions"];
        assert_eq!(
            joined(&broken, Habit::Unknown),
            "they remember a number of occasions"
        );
        assert_eq!(
            joined(&["pages 12-", "14 of it"], Habit::Breaks),
            "pages 12-14 of it"
        );
    }

    #[test]
    fn dashes_and_addresses_take_no_space() {
        assert_eq!(
            joined(&["a door—", "or none"], Habit::Unknown),
            "a door—or none"
        );
        assert_eq!(
            joined(&["a door —", "or none"], Habit::Unknown),
            "a door — or none"
        );
        let address = ["at https://a.example/", "doors.html today"];
        assert_eq!(
            joined(&address, Habit::Unknown),
            "at https://a.example/doors.html today"
        );
    }
}
