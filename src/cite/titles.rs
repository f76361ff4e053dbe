//! Titles as the styles print them: italics within, short forms, the point after.
//!
//! An essay's title names the novel, and that name stands out from the words
//! around it: in italics within quotation marks, roman within italics. Plain
//! text has no italics, so they are written `_so_`. Which titles and names are
//! known is the caller's to say.
//!
//! Sources: MLA Handbook, 9th ed., 2.99 and 6.10; APA Publication Manual, 7th
//! ed., 6.22; Chicago Manual of Style, 17th ed., 6.9, 14.33 and 14.95.

use crate::text::{Span, is_double_mark, is_single_mark};

/// Words that end no short title, lower case.
const LINKS: [&str; 24] = [
    "a", "an", "the", "and", "or", "but", "of", "in", "on", "at", "to", "for", "from", "by",
    "with", "as", "is", "are", "its", "his", "her", "their", "into", "versus",
];

/// Articles, which a short title leaves out at its start, lower case.
const ARTICLES: [&str; 3] = ["a", "an", "the"];

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

    /// The first `limit` words of the title before its colon that are no links,
    /// without an article in front; never half a known title, name or quotation.
    pub(super) fn shortened(self, title: &str, limit: usize, face: Face) -> &str {
        let main = self.main_title(title);
        let words: Vec<Span> = main
            .split_whitespace()
            .map(|word| span_within(main, word))
            .collect();
        let titles = self.spans(main);
        let is_set_off = titles.first().is_some_and(|known| {
            known.start == 0 && (face == Face::Roman || known.len() < main.len())
        });
        let has_article = words.len() > 1 && is_listed(words[0].of(main), &ARTICLES);
        let first = usize::from(has_article && !is_set_off);
        let start = words.get(first).map_or(0, |word| word.start);
        let mut last = words.get(first + limit - 1).copied();
        let mut more = words.iter().skip(first + limit);
        while last.is_some_and(|word| is_listed(word.of(main), &LINKS)) {
            last = more.next().copied();
        }
        let mut cut = last.map_or(main.len(), |word| word.end);
        for whole in [titles, places_of(self.names, main), quotations(main)] {
            let halved = whole.iter().find(|s| s.start < cut && cut < s.end);
            cut = halved.map_or(cut, |whole| whole.end);
        }
        trim_end_marks(&main[start..cut])
    }

    /// The title before its colon or dash; the whole if there is none.
    pub(super) fn main_title(self, title: &str) -> &str {
        let wholes = [self.spans(title), quotations(title)].concat();
        let ends = [": ", " – ", " — ", " - ", "; "];
        let cut = ends
            .iter()
            .flat_map(|end| title.match_indices(end))
            .map(|(at, _)| at)
            .filter(|at| *at > 0 && !wholes.iter().any(|s| s.start < *at && *at < s.end))
            .min();
        trim_end_marks(&title[..cut.unwrap_or(title.len())])
    }

    /// Where known titles stand in `title`: in order, disjoint, the longer first.
    pub(super) fn spans(self, title: &str) -> Vec<Span> {
        places_of(self.titles, title)
    }
}

/// Where any of `known` stands in `text`, with a capital: in order, disjoint, the
/// longer first.
pub(super) fn places_of(known: &[String], text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    let mut before = None;
    while let Some(c) = text[at..].chars().next() {
        let opens = c.is_uppercase() && !before.is_some_and(char::is_alphanumeric);
        let lengths = known
            .iter()
            .filter_map(|known| prefix_len(&text[at..], known));
        let len = if opens { lengths.max() } else { None };
        if let Some(len) = len {
            spans.push(Span::new(at, at + len));
        }
        let step = len.unwrap_or(c.len_utf8());
        before = text[..at + step].chars().next_back();
        at += step;
    }
    spans
}

/// Where words stand in quotation marks in `title`, the marks included.
fn quotations(title: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut chars = title.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_next_word = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let is_alike = |mark: char| {
            is_double_mark(c) && is_double_mark(mark) || is_single_mark(c) && is_single_mark(mark)
        };
        match open {
            Some((from, mark)) if is_alike(mark) && !is_next_word => {
                spans.push(Span::new(from, at + c.len_utf8()));
                open = None;
            }
            None if (is_double_mark(c) || is_single_mark(c)) && !before.is_alphanumeric() => {
                open = Some((at, c));
            }
            _ => {}
        }
        before = c;
    }
    spans
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

/// Text in italics; white space at its ends, and a colon or comma before it, stay
/// outside.
fn push_italic(text: &str, out: &mut String) {
    let inner = text.trim_start_matches([' ', ':', ',', ';']).trim();
    if !inner.chars().any(char::is_alphanumeric) {
        out.push_str(text);
        return;
    }
    let start = span_within(text, inner).start;
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

fn is_listed(word: &str, list: &[&str]) -> bool {
    list.contains(&&*word.to_lowercase())
}

fn span_within(text: &str, part: &str) -> Span {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    Span::new(start, start + part.len())
}

/// A shortened title needs no comma, colon, dash or stop at its end; an initial
/// keeps its stop.
fn trim_end_marks(text: &str) -> &str {
    let marks = [',', ':', ';', '.', '-', '–', '—', ' '];
    let bare = text.trim_end_matches(marks);
    let last = bare.rsplit(' ').next().unwrap_or(bare);
    let is_initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let kept = if is_initial && text[bare.len()..].starts_with('.') {
        &text[..=bare.len()]
    } else {
        bare
    };
    kept.trim_start()
}

/// `title` for a place within double marks: its own double marks are single.
pub(super) fn inner_marks(title: &str) -> String {
    title.replace('“', "‘").replace('”', "’").replace('"', "'")
}

/// Whether a sentence that ends in `text` needs no full stop after it.
pub(super) fn has_stop(text: &str) -> bool {
    text.trim_end_matches(['_', '"', '”', '\'', '’'])
        .ends_with(['.', '?', '!', '…'])
}

/// `text` with a comma or full stop after it: within the quotation marks that
/// close there, as Americans set it. No full stop follows a stop.
pub(super) fn pointed(text: &str, point: char) -> String {
    if text.is_empty() || (point == '.' && has_stop(text)) {
        return text.to_owned();
    }
    let outer = text.strip_suffix('"').unwrap_or(text);
    let open = outer.rfind('"').filter(|_| outer.len() < text.len());
    let within = &outer[open.map_or(0, |at| at + 1)..];
    let closes = |span: &Span| span.end == within.len();
    let mark = within.chars().next_back().filter(|c| is_single_mark(*c));
    let is_quoted = quotations(within).last().is_some_and(closes);
    let inner = match mark {
        Some(mark) if is_quoted => &outer[..outer.len() - mark.len_utf8()],
        _ => outer,
    };
    format!("{inner}{point}{}", &text[inner.len()..])
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
                assert_eq!(known.shortened(title, 2, Face::Roman), two);
                assert_eq!(known.shortened(title, 4, Face::Roman), four);
            }
        });
    }

    proptest! {
        #[test]
        fn any_title_is_set_and_cased(title in "\\PC{0,60}", known in "\\PC{0,6}") {
            let titles = vec![known];
            let known = Known { titles: &titles, names: &titles };
            let _ = (known.set(&title, Face::Roman), known.set(&title, Face::Italic));
            let _ = known.shortened(&title, 2, Face::Roman);
        }
    }
}
