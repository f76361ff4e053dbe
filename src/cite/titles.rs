//! Titles as the styles print them: italics within, sentence case, short forms.
//!
//! An essay's title names the novel, and that name stands out from the words
//! around it: in italics within quotation marks, roman within italics. Plain
//! text has no italics, so they are written `_so_`. Which titles and names are
//! known is the caller's to say.
//!
//! APA asks for sentence case. Which capitals belong to names cannot be known
//! for certain, so the caller's names, a few proper adjectives and words with a
//! capital inside keep theirs.
//!
//! Sources: MLA Handbook, 9th ed., 2.99 and 6.10; APA Publication Manual, 7th
//! ed., 6.17 and 6.22; Chicago Manual of Style, 17th ed., 14.33 and 14.95.

use crate::text::{Span, is_double_mark, is_single_mark};

/// Words that end no short title, lower case.
const LINKS: [&str; 24] = [
    "a", "an", "the", "and", "or", "but", "of", "in", "on", "at", "to", "for", "from", "by",
    "with", "as", "is", "are", "its", "his", "her", "their", "into", "versus",
];

/// Articles, which a short title leaves out at its start, lower case.
const ARTICLES: [&str; 3] = ["a", "an", "the"];

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

/// The titles and names a caller knows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known<'a> {
    /// Titles that are set off wherever they stand.
    pub(super) titles: &'a [String],
    /// Names whose words keep their capitals.
    pub(super) names: &'a [String],
}

/// The type a title is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Upright, within quotation marks or without.
    Roman,
    /// Italics.
    Italic,
}

impl Known<'_> {
    /// `title` with every known title in it set off from the `face` around it.
    ///
    /// Single or double marks right around a known title give way to the italics.
    pub(super) fn set(self, title: &str, face: Face) -> String {
        let spans = self.spans(title);
        if face == Face::Italic && !title.trim().is_empty() {
            return set_italic(title, &spans);
        }
        let mut out = String::with_capacity(title.len() + 4);
        let mut at = 0;
        for span in spans {
            let outer = without_marks(title, span);
            out.push_str(&title[at..outer.start]);
            out.push('_');
            out.push_str(span.of(title));
            out.push('_');
            at = outer.end;
        }
        out.push_str(&title[at..]);
        out
    }

    /// `title` in sentence case, the known titles in it in one of their own.
    ///
    /// Left as it is if its words are not capitalised to begin with.
    pub(super) fn sentence_case(self, title: &str) -> String {
        if !is_title_case(title) {
            return title.to_owned();
        }
        let is_all_capitals = !title.chars().any(char::is_lowercase);
        let spans = self.spans(title);
        let mut out = String::with_capacity(title.len());
        let mut opens = true;
        let mut at = 0;
        for word in words(title) {
            opens |= spans.iter().any(|span| span.start == word.start);
            out.push_str(&title[at..word.start]);
            let text = word.of(title);
            let stays = self.is_name(text) || (!is_all_capitals && has_inner_capital(text));
            match (opens, stays) {
                _ if stays && !is_all_capitals => out.push_str(text),
                (true, _) | (_, true) => push_capitalised(text, &mut out),
                _ => out.push_str(&text.to_lowercase()),
            }
            at = word.end;
            let after = &title[at..];
            opens = after
                .trim_start_matches(['”', '"', '’', '\'', ')', ' '])
                .starts_with(':')
                || after.starts_with(['?', '!', '.', '—', ':'])
                || after.starts_with(" – ")
                || after.starts_with(" — ");
        }
        out.push_str(&title[at..]);
        out
    }

    /// The first `limit` words of the title before its colon that are no links,
    /// without an article in front; never half a known title.
    pub(super) fn shortened(self, title: &str, limit: usize) -> &str {
        let main = self.main_title(title);
        let words: Vec<Span> = main
            .split_whitespace()
            .map(|word| span_within(main, word))
            .collect();
        let first = usize::from(words.len() > 1 && is_listed(words[0].of(main), &ARTICLES));
        let start = words.get(first).map_or(0, |word| word.start);
        let mut last = words.get(first + limit - 1).copied();
        let mut more = words.iter().skip(first + limit);
        while last.is_some_and(|word| is_listed(word.of(main), &LINKS)) {
            last = more.next().copied();
        }
        let cut = last.map_or(main.len(), |word| word.end);
        let spans = self.spans(main);
        let cut = spans
            .iter()
            .find(|s| s.start < cut && cut < s.end)
            .map_or(cut, |s| s.end);
        trim_end_marks(&main[start..cut])
    }

    /// The title before its colon or dash; the whole if there is none.
    pub(super) fn main_title(self, title: &str) -> &str {
        let spans = self.spans(title);
        let ends = [": ", " – ", " — ", " - ", "; "];
        let cut = ends
            .iter()
            .flat_map(|end| title.match_indices(end))
            .map(|(at, _)| at)
            .filter(|at| *at > 0 && !spans.iter().any(|s| s.start < *at && *at < s.end))
            .min();
        trim_end_marks(&title[..cut.unwrap_or(title.len())])
    }

    /// Where known titles stand in `title`: in order, disjoint, the longer first.
    fn spans(self, title: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut at = 0;
        let mut before = None;
        while let Some(c) = title[at..].chars().next() {
            let opens = c.is_uppercase() && !before.is_some_and(char::is_alphanumeric);
            let len = opens.then(|| self.longest_at(&title[at..])).flatten();
            if let Some(len) = len {
                spans.push(Span::new(at, at + len));
            }
            let step = len.unwrap_or(c.len_utf8());
            before = title[..at + step].chars().next_back();
            at += step;
        }
        spans
    }

    fn longest_at(self, rest: &str) -> Option<usize> {
        self.titles
            .iter()
            .filter_map(|known| prefix_len(rest, known))
            .max()
    }

    /// Whether a word keeps its capital wherever it stands.
    fn is_name(self, word: &str) -> bool {
        let owner = word
            .strip_suffix("'s")
            .or_else(|| word.strip_suffix("’s"))
            .unwrap_or(word);
        let lower = owner.to_lowercase();
        let is_known = || {
            let mut parts = self.names.iter().flat_map(|name| name.split([' ', '-']));
            parts.any(|part| {
                let part = part.trim_end_matches('.');
                part.len() == owner.len()
                    && part.starts_with(char::is_uppercase)
                    && part.chars().flat_map(char::to_lowercase).eq(lower.chars())
            })
        };
        lower == "i" || PROPER.contains(&&*lower) || is_known()
    }
}

/// A title in italics, the known titles in it roman; all italics if it is one.
fn set_italic(title: &str, spans: &[Span]) -> String {
    if matches!(spans, [only] if only.len() == title.len()) {
        return format!("_{title}_");
    }
    let mut out = String::with_capacity(title.len() + 4);
    let mut at = 0;
    for span in spans {
        let outer = without_marks(title, *span);
        push_italic(&title[at..outer.start], &mut out);
        out.push_str(span.of(title));
        at = outer.end;
    }
    push_italic(&title[at..], &mut out);
    out
}

/// Text in italics, with white space and stops at its ends left outside.
fn push_italic(text: &str, out: &mut String) {
    let inner = text.trim();
    if !inner.chars().any(char::is_alphanumeric) {
        out.push_str(text);
        return;
    }
    let start = text.len() - text.trim_start().len();
    out.push_str(&text[..start]);
    out.push('_');
    out.push_str(inner);
    out.push('_');
    out.push_str(&text[start + inner.len()..]);
}

/// `span` with a pair of quotation marks right around it, if there is one.
fn without_marks(title: &str, span: Span) -> Span {
    let is_mark = |c: &char| is_double_mark(*c) || is_single_mark(*c);
    let open = title[..span.start].chars().next_back().filter(is_mark);
    let close = title[span.end..].chars().next().filter(is_mark);
    match (open, close) {
        (Some(open), Some(close)) => {
            Span::new(span.start - open.len_utf8(), span.end + close.len_utf8())
        }
        _ => span,
    }
}

/// Length of `known` at the start of `rest`, whatever its case and apostrophes;
/// `None` unless it ends at the edge of a word.
fn prefix_len(rest: &str, known: &str) -> Option<usize> {
    if known.trim().is_empty() {
        return None;
    }
    let mut chars = rest.char_indices();
    for wanted in known.chars() {
        let (_, c) = chars.next()?;
        let is_same = c == wanted
            || c.to_lowercase().eq(wanted.to_lowercase())
            || (is_single_mark(c) && is_single_mark(wanted));
        if !is_same {
            return None;
        }
    }
    match chars.next() {
        Some((_, c)) if c.is_alphanumeric() => None,
        Some((at, _)) => Some(at),
        None => Some(rest.len()),
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

/// Runs of letters, digits and apostrophes.
fn words(text: &str) -> Vec<Span> {
    crate::text::raw_words(text).collect()
}

fn has_inner_capital(word: &str) -> bool {
    let mut rest = word.chars().skip(1).peekable();
    rest.peek().is_some() && rest.any(|c| c.is_uppercase() || c.is_numeric())
}

fn push_capitalised(word: &str, out: &mut String) {
    let mut chars = word.chars();
    if let Some(first) = chars.next() {
        out.extend(first.to_uppercase());
        out.push_str(&chars.as_str().to_lowercase());
    }
}

fn is_listed(word: &str, list: &[&str]) -> bool {
    list.contains(&&*word.to_lowercase())
}

fn span_within(text: &str, part: &str) -> Span {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    Span::new(start, start + part.len())
}

/// A shortened title needs no comma, colon, dash or stop at its end.
fn trim_end_marks(text: &str) -> &str {
    text.trim_end_matches([',', ':', ';', '.', '-', '–', '—', ' '])
        .trim_start()
}

/// `title` for a place within double marks: its own double marks are single.
pub(super) fn inner_marks(title: &str) -> String {
    title.replace('“', "‘").replace('”', "’").replace('"', "'")
}

/// Whether a sentence that ends in `text` needs no full stop after it.
pub(super) fn has_stop(text: &str) -> bool {
    text.trim_end_matches(['_', '"', '”', '\'', '’', ')'])
        .ends_with(['.', '?', '!', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn titles() -> Vec<String> {
        vec!["The Lantern Keepers".into(), "The Lantern".into()]
    }

    fn names() -> Vec<String> {
        vec!["Nell H.".into(), "Harbour House".into()]
    }

    fn known_titles(test: impl Fn(Known<'_>)) {
        let (titles, names) = (titles(), names());
        test(Known {
            titles: &titles,
            names: &names,
        });
    }

    #[test]
    fn a_known_title_is_set_off_from_the_words_around_it() {
        known_titles(|known| {
            for (title, roman, italic) in [
                (
                    "Loss in The Lantern Keepers",
                    "Loss in _The Lantern Keepers_",
                    "_Loss in_ The Lantern Keepers",
                ),
                (
                    "‘The Lantern’ and Us",
                    "_The Lantern_ and Us",
                    "The Lantern _and Us_",
                ),
                (
                    "The Lantern Keepers",
                    "_The Lantern Keepers_",
                    "_The Lantern Keepers_",
                ),
                ("The Lanterns", "The Lanterns", "_The Lanterns_"),
                ("", "", ""),
            ] {
                assert_eq!(known.set(title, Face::Roman), roman);
                assert_eq!(known.set(title, Face::Italic), italic);
            }
        });
    }

    #[test]
    fn sentence_case_keeps_names_and_the_first_word_after_a_colon() {
        known_titles(|known| {
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
            ] {
                assert_eq!(known.sentence_case(title), expected);
            }
        });
    }

    #[test]
    fn a_short_title_ends_in_no_link_and_halves_no_known_title() {
        known_titles(|known| {
            for (title, two, four) in [
                (
                    "What Nell Loses: Memory in It",
                    "What Nell",
                    "What Nell Loses",
                ),
                ("The Cost of Grief", "Cost of Grief", "Cost of Grief"),
                (
                    "Grief and The Lantern Keepers Today",
                    "Grief and The Lantern Keepers",
                    "Grief and The Lantern Keepers",
                ),
                ("Grief", "Grief", "Grief"),
                ("", "", ""),
            ] {
                assert_eq!(known.shortened(title, 2), two);
                assert_eq!(known.shortened(title, 4), four);
            }
        });
    }

    proptest! {
        #[test]
        fn any_title_is_set_and_cased(title in "\\PC{0,60}", known in "\\PC{0,6}") {
            let titles = vec![known];
            let known = Known { titles: &titles, names: &titles };
            let _ = (known.set(&title, Face::Roman), known.set(&title, Face::Italic));
            let _ = (known.sentence_case(&title), known.shortened(&title, 2));
        }
    }
}
