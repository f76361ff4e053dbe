//! Plain text: lines in, drafts of paragraphs out.
//!
//! Lines are measured here and freed of page furniture; [`super::layout`]
//! decides which of them make a paragraph.

use super::builder::{Reading, is_longer};
use super::clean::clean;
use super::furniture::{is_page_number, is_year};
use super::{foot, layout};
use rustc_hash::FxHashMap;

/// A line of a plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Its text, without white space at its ends; empty for a blank line.
    pub(super) text: &'a str,
    /// Columns before its text; a tab goes to the next multiple of eight.
    pub(super) indent: usize,
    /// Columns it takes, the indent included.
    pub(super) columns: usize,
    /// What it is.
    pub(super) kind: LineKind,
}

/// What a [`Line`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// It has words.
    Text,
    /// It has none.
    Blank,
    /// A page ends here: a page number or a running head stood on it.
    PageBreak,
}

/// A line with nothing on it.
const BLANK: Line<'_> = Line {
    text: "",
    indent: 0,
    columns: 0,
    kind: LineKind::Blank,
};

/// Reads plain text.
pub(super) fn read(text: &str) -> Reading {
    let cleaned = clean(text);
    let mut lines: Vec<_> = Vec::new();
    let mut pages = Vec::new();
    let mut blank = 0;
    for raw in cleaned.split('\n') {
        for (i, raw) in raw.split('\u{c}').enumerate() {
            if i > 0 {
                pages.push(lines.len());
            }
            let line = measure(raw);
            blank = if line == BLANK { blank + 1 } else { 0 };
            // More than two in a row say no more than two do.
            if blank <= 2 {
                lines.push(line);
            }
        }
    }
    drop_running_heads(&mut lines, &pages);
    let notes = foot::take_notes(&mut lines, &pages);
    let mut drafts = layout::paragraphs(&lines);
    drafts.extend(notes);
    Reading {
        drafts,
        ..Reading::default()
    }
}

/// Measures a line.
pub(super) fn measure(raw: &str) -> Line<'_> {
    let text = raw.trim();
    let mut indent = 0;
    for byte in raw.bytes() {
        match byte {
            b' ' => indent += 1,
            b'\t' => indent = (indent / 8 + 1) * 8,
            _ => break,
        }
    }
    let has_words = text.contains(char::is_alphanumeric);
    let kind = if has_words {
        LineKind::Text
    } else {
        LineKind::Blank
    };
    let is_alone = matches!(text, "" | "…" | "...");
    let text = if has_words || is_alone { text } else { "" };
    Line {
        text,
        indent,
        columns: indent + text.chars().count(),
        kind,
    }
}

/// Longest running head, in bytes and words.
const HEAD_BYTES: usize = 80;
const HEAD_WORDS: usize = 9;
/// Columns from which a lone name with a figure is a running head.
const HEAD_INDENT: usize = 20;
/// Words that come numbered in essays without being running heads.
const NUMBERED: &[&str] = &[
    "question",
    "chapter",
    "part",
    "section",
    "q",
    "paragraph",
    "point",
    "reason",
    "act",
    "scene",
    "essay",
    "note",
    "body",
    "week",
    "book",
    "unit",
    "text",
    "source",
    "day",
    "step",
    "paper",
];

/// Turns page numbers and running heads into page breaks. A running head has
/// a figure at one end and either repeats, follows a form feed, or stands far
/// to the right.
fn drop_running_heads(lines: &mut [Line<'_>], pages: &[usize]) {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for line in lines.iter() {
        if let Some((words, _)) = numbered_line(line) {
            *counts.entry(words).or_default() += 1;
        }
    }
    let is_text = |l: Option<&Line<'_>>| l.is_some_and(|l| l.kind == LineKind::Text);
    for at in 0..lines.len() {
        let Some((words, is_number_last)) = numbered_line(&lines[at]) else {
            continue;
        };
        let before = is_text(at.checked_sub(1).and_then(|i| lines.get(i)));
        let is_isolated = !before || !is_text(lines.get(at + 1));
        let begins = |at: usize| pages.binary_search(&at).is_ok();
        let opens_page = begins(at) || at > 0 && begins(at - 1) && !before;
        let is_numbered = NUMBERED.contains(&words.to_lowercase().as_str());
        let is_head = if words.is_empty() {
            is_isolated
        } else {
            let repeats = counts[words] > 1 && is_isolated && words.len() > 2;
            let is_name = is_number_last && !words.contains(' ') && lines[at].indent >= HEAD_INDENT;
            !is_numbered && (repeats || opens_page || is_name)
        };
        if is_head {
            lines[at].kind = LineKind::PageBreak;
        }
    }
}

/// The words of a short line that begins or ends with a page number, and
/// whether the number comes last; no words if it is only a page number.
fn numbered_line<'a>(line: &Line<'a>) -> Option<(&'a str, bool)> {
    let text = line.text;
    let is_digit = |b: &u8| b.is_ascii_digit();
    let ends = [text.as_bytes().first(), text.as_bytes().last()];
    let has_figure = ends
        .iter()
        .flatten()
        .any(|b| is_digit(b) || matches!(b, b'-' | b'|' | b']' | b')'));
    let is_page = text
        .as_bytes()
        .first()
        .is_some_and(|b| matches!(b, b'p' | b'P'));
    if line.kind != LineKind::Text || text.len() > HEAD_BYTES || !(has_figure || is_page) {
        return None;
    }
    if is_page_number(text) && !text.ends_with(['.', ')', ']']) {
        return Some(("", true));
    }
    if is_longer(text, HEAD_WORDS) {
        return None;
    }
    let (number, words) = if ends[1].is_some_and(is_digit) {
        let words = text.trim_end_matches(|c: char| c.is_ascii_digit());
        (&text[words.len()..], words)
    } else {
        let words = text.trim_start_matches(|c: char| c.is_ascii_digit());
        (&text[..text.len() - words.len()], words)
    };
    let is_parted = words.ends_with(char::is_whitespace) || words.starts_with(char::is_whitespace);
    let words = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '-' | '–'));
    let is_words = words.starts_with(char::is_alphabetic) && !words.ends_with(['.', ',', ':']);
    let is_page = (1..=3).contains(&number.len()) || number.len() == 4 && !is_year(number);
    (is_parted && is_words && is_page).then(|| (words, ends[1].is_some_and(is_digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<String> {
        read(text).drafts.into_iter().map(|d| d.text).collect()
    }

    const PARAGRAPHS: [&str; 3] = [
        "The first paragraph says that nobody has ever come here, and it says so at some length, \
         because it must run over several lines before it ends.",
        "The second paragraph says that they remember it otherwise. What they remember is \
         disputed, and so the paragraph has to be as long as the first one was.",
        "A third one closes the matter in a few words, or rather more than a few, so that it too \
         takes up more than one of the lines.",
    ];

    fn wrapped(first: &str, rest: &str, parting: &str) -> String {
        let options = textwrap::Options::new(60)
            .initial_indent(first)
            .subsequent_indent(rest);
        PARAGRAPHS
            .map(|p| textwrap::fill(p, &options))
            .join(parting)
    }

    #[test]
    fn every_layout_gives_the_same_paragraphs() {
        for text in [
            PARAGRAPHS.join("\n\n"),
            PARAGRAPHS.join("\n"),
            PARAGRAPHS.join("\r\n\r\n"),
            PARAGRAPHS.join("\r"),
            PARAGRAPHS.map(|p| format!("\t{p}")).join("\n"),
            wrapped("", "", "\n\n"),
            wrapped("    ", "", "\n"),
            wrapped("    ", "", "\n\n"),
            wrapped("", "", "\n"),
            wrapped("  ", "  ", "\n\n"),
            wrapped("    ", "", "\n").replace('\n', "\n\n"),
            wrapped("", "", "\n\n\u{c}12    On Nobody\n\n"),
            wrapped("", "", "\n\n                              Author 2\n\n"),
        ] {
            assert_eq!(paragraphs(&text), PARAGRAPHS, "{text}");
        }
    }

    #[test]
    fn a_page_break_does_not_end_a_sentence() {
        let text = wrapped("", "", "\n\n").replace("at some length,", "at some length,\n\n- 3 -\n");
        assert_eq!(paragraphs(&text), PARAGRAPHS);
    }

    #[test]
    fn entries_that_blank_lines_part_are_whole() {
        let entries = "Works Cited\n\nBell, Ann. On Doors that Open and that Close upon the Street.\nHalden UP, 2015.\n\n\
                       Dow, Cy. Keys. 2006.";
        let text = format!("{}\n\n{entries}", wrapped("", "", "\n\n"));
        assert_eq!(paragraphs(&text).len(), 6);
    }

    #[test]
    fn a_name_above_a_date_goes_on_no_title() {
        let head = "On Never Coming Here, and on Whoever Says so, at Length\nAnneliese Bellingham\n2019-05-12";
        let text = format!("{head}\n\n{}", wrapped("", "", "\n\n"));
        assert_eq!(paragraphs(&text)[1], "Anneliese Bellingham");
    }

    #[test]
    fn numbered_headings_are_no_running_heads() {
        assert_eq!(
            paragraphs("Question 1\n\nOne.\n\nQuestion 2\n\nTwo.").len(),
            4
        );
        assert_eq!(
            paragraphs("Never Again 1\n\nOne.\n\nNever Again 2\n\nTwo.").len(),
            2
        );
    }
}
