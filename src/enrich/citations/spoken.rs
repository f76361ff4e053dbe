//! Whether an essay speaks of the novel at all: by what only it is called.

use crate::profile::Profile;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// How many different characters and places a text names that is surely on the novel.
const ENOUGH_NAMES: usize = 3;

/// How surely a text speaks of the novel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mentions {
    /// It names its author or title, or several of its characters and places.
    Sure,
    /// It has so many names, none or a few, that are also the novel's.
    Few(usize),
}

/// Finds what only the novel is called: its author and title, its characters and places.
#[derive(Debug)]
pub(super) struct Spoken {
    names: AhoCorasick,
    /// For each pattern, the number of what it names; the first are sure signs.
    numbers: Vec<usize>,
}

impl Spoken {
    pub(super) fn new(profile: &Profile) -> Spoken {
        let mut forms = vec![&*profile.author.family, &*profile.work.title];
        let mut numbers = vec![0, 0];
        let entities = profile.characters.iter().chain(&profile.places);
        for (number, entity) in entities.enumerate() {
            let of_entity = std::iter::once(&entity.name).chain(&entity.aliases);
            let is_name = |form: &&String| form.len() > 3 && form.starts_with(char::is_uppercase);
            for form in of_entity.filter(is_name) {
                forms.push(form);
                numbers.push(number + 1);
            }
        }
        let names = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(forms)
            .expect("a profile's names make a small automaton");
        Spoken { names, numbers }
    }

    pub(super) fn of(&self, text: &str) -> Mentions {
        let mut seen: Vec<usize> = Vec::new();
        for hit in self.names.find_iter(text) {
            let number = self.numbers[hit.pattern().as_usize()];
            if number == 0 {
                return Mentions::Sure;
            }
            if is_name(text, hit.start(), hit.end()) && !seen.contains(&number) {
                seen.push(number);
            }
            if seen.len() == ENOUGH_NAMES {
                return Mentions::Sure;
            }
        }
        Mentions::Few(seen.len())
    }
}

/// Whether a name stands by itself, and begins with a capital.
fn is_name(text: &str, start: usize, end: usize) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text[start..].starts_with(char::is_uppercase)
        && !is_letter(text[..start].chars().next_back())
        && !is_letter(text[end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::profile;
    use super::*;

    #[test]
    fn a_name_within_a_word_or_without_its_capital_is_nobodys() {
        let profile = profile();
        let spoken = Spoken::new(&profile);
        let [one, two] = [&profile.characters[0].name, &profile.characters[1].name];
        for (text, mentions) in [
            (format!("So {one} waits for {two}."), Mentions::Few(2)),
            (format!("So {one} and {one} wait."), Mentions::Few(1)),
            (
                format!("So {one} waits for {}.", two.to_lowercase()),
                Mentions::Few(1),
            ),
            (format!("So {one} waits for {two}some."), Mentions::Few(1)),
            (profile.author.family.to_lowercase(), Mentions::Sure),
        ] {
            assert_eq!(spoken.of(&text), mentions, "{text}");
        }
    }
}
