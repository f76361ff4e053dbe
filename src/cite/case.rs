//! Sentence case, which APA asks for in titles.
//!
//! Which capitals belong to names cannot be known for certain, so the caller's
//! names, a few proper adjectives and words with a capital inside keep theirs.
//!
//! Source: APA Publication Manual, 7th ed., 6.17.

use super::titles::{Known, places_of};
use crate::text::Span;

/// Proper adjectives and nouns that titles on literature are full of, lower case.
const PROPER: [&str; 51] = [
    "english",
    "british",
    "american",
    "japanese",
    "european",
    "african",
    "asian",
    "french",
    "german",
    "italian",
    "russian",
    "irish",
    "scottish",
    "welsh",
    "chinese",
    "indian",
    "greek",
    "latin",
    "roman",
    "western",
    "christian",
    "jewish",
    "muslim",
    "islamic",
    "buddhist",
    "victorian",
    "edwardian",
    "romantic",
    "gothic",
    "marxist",
    "marxism",
    "freudian",
    "foucauldian",
    "lacanian",
    "kantian",
    "orwellian",
    "darwinian",
    "aristotelian",
    "england",
    "britain",
    "america",
    "japan",
    "europe",
    "africa",
    "london",
    "god",
    "bible",
    "holocaust",
    "darwin",
    "marx",
    "freud",
];

/// Proper names of two words, neither of which is one, lower case.
const PROPER_PAIRS: [[&str; 2]; 12] = [
    ["world", "war"],
    ["cold", "war"],
    ["civil", "war"],
    ["great", "war"],
    ["united", "states"],
    ["united", "kingdom"],
    ["united", "nations"],
    ["new", "york"],
    ["booker", "prize"],
    ["nobel", "prize"],
    ["middle", "ages"],
    ["industrial", "revolution"],
];

impl Known<'_> {
    /// `title` in sentence case, the known titles in it in one of their own.
    ///
    /// If its words are not capitalised to begin with, only first words and known
    /// titles change.
    pub(super) fn sentence_case(self, title: &str) -> String {
        let is_title_case = is_title_case(title);
        let is_all_capitals = !title.chars().any(char::is_lowercase);
        let (titles, names) = (self.spans(title), places_of(self.names, title));
        let is_within = |spans: &[Span], at| spans.iter().any(|s| s.start <= at && at < s.end);
        let mut out = String::with_capacity(title.len());
        let mut before = Joint::Opens;
        let mut at = 0;
        let words = words(title);
        for (number, word) in words.iter().enumerate() {
            out.push_str(&title[at..word.start]);
            let text = word.of(title);
            let is_first = match before {
                Joint::Opens => true,
                Joint::Stops => text.starts_with(char::is_uppercase),
                Joint::None => titles.iter().any(|span| span.start == word.start),
            };
            let is_name = is_proper(text)
                || is_in_pair(title, &words, number)
                || is_within(&names, word.start);
            let is_as_written = !is_title_case && !is_within(&titles, word.start);
            let stays = is_as_written || is_name || has_inner_capital(text);
            match (stays && !is_all_capitals, is_first || is_name) {
                (true, _) if is_first && !has_inner_capital(text) => push_upper(text, &mut out),
                (true, _) => out.push_str(text),
                (false, true) => push_upper(&text.to_lowercase(), &mut out),
                (false, false) => out.push_str(&text.to_lowercase()),
            }
            at = word.end;
            before = Joint::at(&title[at..]);
        }
        out.push_str(&title[at..]);
        out
    }
}

/// Whether a word is a name wherever it stands.
fn is_proper(word: &str) -> bool {
    let owner = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word);
    let lower = owner.to_lowercase();
    lower == "i" || PROPER.contains(&&*lower)
}

/// What stands between two words of a title, as far as capitals go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// A colon or dash, after which a title begins anew.
    Opens,
    /// The stop of a sentence, after which it may.
    Stops,
    /// Anything else.
    None,
}

impl Joint {
    /// What `after` a word begins with.
    fn at(after: &str) -> Joint {
        let closed = after.trim_start_matches(['”', '"', '’', '\'', ')', ' ']);
        if closed.starts_with([':', '—']) || after.starts_with(" – ") {
            Joint::Opens
        } else if after.starts_with(['?', '!', '.']) {
            Joint::Stops
        } else {
            Joint::None
        }
    }
}

/// Whether most of the long words after the first begin with a capital.
fn is_title_case(title: &str) -> bool {
    let long = words(title).into_iter().skip(1).map(|word| word.of(title));
    let long: Vec<&str> = long.filter(|word| word.chars().count() > 3).collect();
    let capitalised = long
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    capitalised * 2 > long.len()
}

/// Whether a word and the one before or after it are a proper name.
fn is_in_pair(title: &str, words: &[Span], number: usize) -> bool {
    let lower = |at: usize| words.get(at).map(|word| word.of(title).to_lowercase());
    let is_pair = |at: usize| {
        let (first, second) = (lower(at), lower(at + 1));
        let is_pair = |pair: &[&str; 2]| {
            first.as_deref() == Some(pair[0]) && second.as_deref() == Some(pair[1])
        };
        PROPER_PAIRS.iter().any(is_pair)
    };
    is_pair(number) || number.checked_sub(1).is_some_and(is_pair)
}

/// Runs of letters, digits and apostrophes.
fn words(text: &str) -> Vec<Span> {
    crate::text::raw_words(text).collect()
}

fn has_inner_capital(word: &str) -> bool {
    let mut rest = word.chars().skip(1).peekable();
    rest.peek().is_some() && rest.any(|c| c.is_uppercase() || c.is_numeric())
}

/// `word` with its first letter upper case.
fn push_upper(word: &str, out: &mut String) {
    let mut chars = word.chars();
    if let Some(first) = chars.next() {
        out.extend(first.to_uppercase());
        out.push_str(chars.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentence_case_keeps_names_and_the_first_word_after_a_colon() {
        let titles = ["The Lantern Keepers".to_owned()];
        let names = ["Nell H.", "Nell", "Harbour House"].map(str::to_owned);
        let known = Known {
            titles: &titles,
            names: &names,
        };
        for (title, expected) in [
            (
                "What Nell Loses: Memory in The Lantern Keepers",
                "What Nell loses: Memory in The lantern keepers",
            ),
            ("The Ethics of Harbour House", "The ethics of Harbour House"),
            (
                "Nell’s Grief and DNA in British Fiction",
                "Nell’s grief and DNA in British fiction",
            ),
            (
                "How the novel treats Nell and Orla",
                "How the novel treats Nell and Orla",
            ),
            ("THE COST OF GRIEF", "The cost of grief"),
            (
                "Why Should I Care? Post-Human Grief",
                "Why should I care? Post-human grief",
            ),
            (
                "“Who Cares?” and Why – The Donors’ Side",
                "“Who cares?” and why – The donors’ side",
            ),
            (
                "Britain after World War II: A Cold War",
                "Britain after World War II: A Cold War",
            ),
            ("The Self—A Copy of Nell H.", "The self—A copy of Nell H."),
        ] {
            assert_eq!(known.sentence_case(title), expected);
        }
    }

    proptest! {
        #[test]
        fn casing_changes_no_letter(title in "[A-Za-zé’“”:?!. —-]{0,60}", known in "[A-Z][a-z]{0,6}") {
            let titles = vec![known];
            let known = Known { titles: &titles, names: &titles };
            prop_assert_eq!(known.sentence_case(&title).to_lowercase(), title.to_lowercase());
        }

        #[test]
        fn any_title_is_cased(title in "\\PC{0,60}") {
            let cased = Known::default().sentence_case(&title);
            prop_assert_eq!(cased.is_empty(), title.is_empty());
        }
    }
}
