//! Hyphens at the ends of lines: which belong to their word, and which the
//! margin put there.
//!
//! There is no list of words to ask. The text itself is one: a word that it
//! has elsewhere, whole or with its hyphen, settles the matter.

use super::clean::SOFT_HYPHEN;
use rustc_hash::FxHashSet;

/// The words of a text, to tell a hyphen at a line's end that belongs to its
/// word from one that the margin put there.
pub(super) struct Hyphens<'a> {
    words: FxHashSet<&'a str>,
    habit: Habit,
}

/// How a text treats words that its lines are too short for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    Unknown,
    Sparing,
    Breaking,
}

/// Those that are hardly ever the first half of a word without one.
const FIRM: &[&str] = &["self", "well", "half", "quasi"];
/// Letters of a word that few words end or begin with by chance.
const LONG: usize = 4;
/// First halves after which a hyphen stays.
const PREFIXES: &[&str] = &[
    "self", "well", "non", "half", "ex", "semi", "anti", "post", "pre", "all", "high", "low",
    "long", "short", "mid", "so", "first", "second", "third", "co", "quasi", "cross", "step",
];

impl<'a> Hyphens<'a> {
    /// Collects the words of `lines`, if any line ends with a hyphen.
    pub(super) fn of(lines: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut words = FxHashSet::default();
        if lines.clone().any(|line| line.ends_with(['-', '\u{2010}'])) {
            let is_part = |c: char| !c.is_alphanumeric() && c != '-' && c != '’' && c != '\'';
            let mut is_cut = false;
            for line in lines {
                // The second half of a broken word is no word.
                let whole = line.split(is_part).skip(usize::from(is_cut));
                words.extend(whole.filter(|w| w.len() > 1));
                is_cut = line.ends_with(['-', '\u{2010}']);
            }
        }
        Hyphens {
            words,
            habit: Habit::Unknown,
        }
    }

    /// For a text that is set without breaking words: a hyphen stays unless
    /// the whole word stands elsewhere.
    pub(super) fn sparing(self) -> Self {
        Hyphens {
            habit: Habit::Sparing,
            ..self
        }
    }

    /// For a text that is set with broken words: a hyphen goes unless both
    /// halves are long words that stand elsewhere.
    pub(super) fn breaking(self) -> Self {
        Hyphens {
            habit: Habit::Breaking,
            ..self
        }
    }

    /// Puts `line` behind `text`, parted by a space or joined to a half word.
    pub(super) fn join(&self, text: &mut String, line: &str) {
        if text.ends_with(SOFT_HYPHEN) {
            text.pop();
        } else if text.ends_with(['-', '\u{2010}']) {
            if !self.keeps_hyphen(text, line) {
                text.pop();
            }
        } else {
            text.push(' ');
        }
        text.push_str(line);
    }

    fn keeps_hyphen(&self, text: &str, line: &str) -> bool {
        let before = text.trim_end_matches(['-', '\u{2010}']);
        let first = before
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("");
        let second = line
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("");
        let is_broken = !first.is_empty() && second.starts_with(char::is_lowercase);
        let is_compound = before[..before.len() - first.len()].ends_with('-');
        if !is_broken || is_compound || self.words.contains(format!("{first}-{second}").as_str()) {
            return true;
        }
        if self.words.contains(format!("{first}{second}").as_str()) {
            return false;
        }
        let is_prefix = PREFIXES.contains(&first.to_lowercase().as_str());
        let is_pair = self.words.contains(first) && self.words.contains(second);
        match self.habit {
            Habit::Sparing => true,
            Habit::Unknown => is_prefix || is_pair,
            Habit::Breaking => {
                let is_long = second.len() >= LONG && (is_prefix || first.len() >= LONG);
                let is_firm = FIRM.contains(&first.to_lowercase().as_str());
                second.len() >= LONG && is_firm
                    || is_long && (is_pair || is_prefix && self.words.contains(second))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str, line: &str, words: &[&str]) -> String {
        let hyphens = Hyphens {
            words: words.iter().copied().collect(),
            habit: Habit::Unknown,
        };
        let mut text = text.to_owned();
        hyphens.join(&mut text, line);
        text
    }

    #[test]
    fn a_hyphen_at_a_line_end_goes_unless_the_word_has_it() {
        assert_eq!(joined("they remem-", "ber it", &[]), "they remember it");
        assert_eq!(joined("her self-", "pity is", &[]), "her self-pity is");
        assert_eq!(joined("a grown-", "up", &["grown-up"]), "a grown-up");
        assert_eq!(
            joined("a care-", "giver", &["care", "caregiver"]),
            "a caregiver"
        );
        assert_eq!(joined("vocabu\u{ad}", "lary", &[]), "vocabulary");
        assert_eq!(joined("nobody -", "Or so", &[]), "nobody -Or so");
    }
}
