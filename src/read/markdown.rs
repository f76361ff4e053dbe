//! Markdown: front matter, headings, quotations, notes; markup itself goes.
//!
//! Essays are looser than the format: indented paragraphs are no code, long
//! lines without a blank one between them are paragraphs, and a table or a
//! listing is no prose.

use super::builder::{Draft, Reading, Role, is_longer};
use super::clean::clean;
use super::metadata::Stated;
use super::{front, html};
use crate::text::fold;
use pulldown_cmark::{CodeBlockKind, Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

/// Reads Markdown.
pub(super) fn read(text: &str) -> Reading {
    let text = text.trim_start_matches('\u{feff}');
    let text = if text.contains('\r') {
        &text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    };
    let options = Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut walk = Walk::default();
    for event in Parser::new_ext(text, options) {
        walk.take(event);
    }
    walk.flush();
    walk.reading
}

/// What the walk is inside of.
#[derive(Debug, Default)]
struct Walk {
    reading: Reading,
    text: String,
    /// Bytes of `text` that are the words of links.
    linked: usize,
    link_start: Option<usize>,
    heading: Option<u8>,
    /// Block quotations around.
    quotations: usize,
    /// The mark of the note around.
    note: Option<String>,
    /// Numbers of the lists around; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// The mark of the list item whose first paragraph is next.
    item: Option<String>,
    metadata: Option<MetadataBlockKind>,
    /// Tables and listings around.
    dropped: usize,
    markup: String,
}

impl Walk {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::SoftBreak | Event::HardBreak => self.push("\n"),
            Event::FootnoteReference(mark) => {
                self.push("[^");
                self.push(&mark);
                self.push("]");
            }
            Event::Html(markup) => self.markup.push_str(&markup),
            Event::InlineHtml(markup) => self.push(inline_markup(&markup)),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.dropped == 0 {
            self.text.push_str(text);
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Link { .. } | Tag::Image { .. } => self.link_start = Some(self.text.len()),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
            _ => self.flush(),
        }
        match tag {
            Tag::Heading { level, .. } => self.heading = Some(level as u8),
            Tag::BlockQuote(_) => self.quotations += 1,
            Tag::FootnoteDefinition(mark) => self.note = Some(mark.into_string()),
            Tag::List(first) => self.lists.push(first),
            Tag::Item => {
                if let Some(Some(number)) = self.lists.last_mut() {
                    self.item = Some(number.to_string());
                    *number += 1;
                }
            }
            Tag::MetadataBlock(kind) => self.metadata = Some(kind),
            Tag::Table(_) | Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.dropped += 1,
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => {
                self.linked += self
                    .link_start
                    .take()
                    .map_or(0, |start| self.text.len() - start);
                return;
            }
            TagEnd::Image => {
                self.text
                    .truncate(self.link_start.take().unwrap_or(self.text.len()));
                return;
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => return,
            TagEnd::MetadataBlock(_) => {
                self.take_metadata();
                return;
            }
            TagEnd::HtmlBlock => {
                let markup = std::mem::take(&mut self.markup);
                self.reading.drafts.extend(html::fragment(&markup));
                return;
            }
            _ => self.flush(),
        }
        match tag {
            TagEnd::Heading(_) => self.heading = None,
            TagEnd::BlockQuote(_) => self.quotations = self.quotations.saturating_sub(1),
            TagEnd::FootnoteDefinition => self.note = None,
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item => self.item = None,
            TagEnd::Table | TagEnd::CodeBlock => self.dropped = self.dropped.saturating_sub(1),
            _ => {}
        }
    }

    /// Whether a heading of the first level is the title: the first is, unless
    /// front matter states another one.
    fn is_title(&self, heading: &str) -> bool {
        let is_first = self.reading.drafts.iter().all(|d| d.role != Role::Title);
        let (stated, heading) = (&self.reading.stated.reference.title, fold(heading));
        let is_stated = |title: &String| {
            let title = fold(title);
            title.starts_with(&heading) || heading.starts_with(&title)
        };
        is_first && stated.as_ref().is_none_or(is_stated)
    }

    fn take_metadata(&mut self) {
        let text = std::mem::take(&mut self.text);
        let stated = match self.metadata.take() {
            Some(MetadataBlockKind::PlusesStyle) => front::toml(&text),
            _ => front::yaml(&text),
        };
        if self.reading.stated == Stated::default() {
            self.reading.stated = stated;
        }
    }

    /// Ends the block whose text was gathered.
    fn flush(&mut self) {
        if self.metadata.is_some() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let cleaned = clean(&text);
        let words = cleaned.trim();
        let is_menu = linked * 10 >= words.len() * 6 && linked > 0 && self.note.is_none();
        if words.is_empty() || is_menu && !words.ends_with(['.', '!', '?']) {
            return;
        }
        let role = match self.heading {
            _ if self.note.is_some() => Role::Note,
            Some(1) if self.is_title(words) => Role::Title,
            Some(level) => Role::Heading(level),
            None if self.quotations > 0 => Role::Quotation,
            None => Role::Prose,
        };
        let whole = is_by_sentence(words).then(|| words.replace('\n', " "));
        let parts = whole
            .as_ref()
            .map_or_else(|| long_lines(words), |whole| vec![whole]);
        for line in parts {
            let mark = self.note.clone().or_else(|| self.item.take());
            self.reading.drafts.push(Draft {
                mark,
                ..Draft::new(role, line)
            });
        }
    }
}

/// A line of Markdown without its markup.
pub(super) fn plain_line(line: &str) -> String {
    // A word before it, since a figure or mark that opens a line opens a list.
    const BEFORE: &str = "x ";
    let line = format!("{BEFORE}{line}");
    let mut plain = String::new();
    for event in Parser::new_ext(&line, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            _ => {}
        }
    }
    plain.strip_prefix(BEFORE).unwrap_or(&plain).to_owned()
}

/// Fewest words of a sentence that has a line of its own.
const SENTENCE_WORDS: usize = 6;

/// Whether a block has a line for each sentence, as some write Markdown; lines
/// as long as paragraphs are paragraphs.
fn is_by_sentence(block: &str) -> bool {
    let is_sentence = |line: &str| {
        let is_short = line.len() < PARAGRAPH_BYTES && is_longer(line, SENTENCE_WORDS - 1);
        is_short && super::layout::ends_sentence(line.trim_end())
    };
    block.contains('\n') && block.split('\n').all(is_sentence)
}

/// Shortest line, in bytes, that is a paragraph by itself.
const PARAGRAPH_BYTES: usize = 160;

/// The paragraphs of a block whose author parted them by single line breaks:
/// each line but the last is long and ends a sentence.
pub(super) fn long_lines(block: &str) -> Vec<&str> {
    let lines: Vec<_> = block.split('\n').filter(|l| !l.trim().is_empty()).collect();
    let is_paragraph =
        |l: &&str| l.len() >= PARAGRAPH_BYTES && super::layout::ends_sentence(l.trim_end());
    let (_, firsts) = lines.split_last().unwrap_or((&"", &[]));
    if !firsts.is_empty() && firsts.iter().all(is_paragraph) {
        lines
    } else {
        vec![block]
    }
}

/// What a tag within a line stands for.
fn inline_markup(markup: &str) -> &'static str {
    let is_break = markup
        .get(..3)
        .is_some_and(|t| t.eq_ignore_ascii_case("<br"));
    if is_break { "\n" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use std::fmt::Write;

    fn check(text: &str, expected: &Expect) {
        let mut out = String::new();
        for draft in read(text).drafts {
            let mark = draft.mark.map_or(String::new(), |m| format!(" ({m})"));
            writeln!(out, "{:?}{mark}: {}", draft.role, draft.text).expect("a string takes all");
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn blocks_keep_their_kind_and_lose_their_markup() {
        check(
            "# On *Waiting*\n\nSome **bold** prose.[^1]\n\n> Words of another.\n\n- one\n- two\n\n[Back](#) | [Up](x)\n\n[^1]: A note.\n",
            &expect![[r"
                Title: On Waiting
                Prose: Some bold prose.[^1]
                Quotation: Words of another.
                Prose: one
                Prose: two
                Note (1): A note.
            "]],
        );
    }

    #[test]
    fn indented_paragraphs_are_no_code() {
        check(
            "First.\n\n    An indented one.\n\n```\nlet x;\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n<div><p>In a div.</p></div>\n",
            &expect![[r"
                Prose: First.
                Prose: An indented one.
                Prose: In a div.
            "]],
        );
    }

    #[test]
    fn sections_have_headings_of_the_first_level_where_front_matter_states_the_title() {
        check(
            "---\ntitle: On *Doors*\n---\n\n# They Open\n\nProse.\n\n# They Shut\n",
            &expect![[r"
                Heading(1): They Open
                Prose: Prose.
                Heading(1): They Shut
            "]],
        );
        check(
            "---\ntitle: On *Doors*\n---\n\n# On Doors\n\nProse.\n",
            &expect![[r"
                Title: On Doors
                Prose: Prose.
            "]],
        );
    }

    #[test]
    fn a_paragraph_may_have_a_line_for_each_sentence() {
        check(
            "They wait, and nobody ever comes.\nThey wait on, and it rains.\n\nAnn Bell\n2019\n",
            &expect![[r"
                Prose: They wait, and nobody ever comes. They wait on, and it rains.
                Prose: Ann Bell
                2019
            "]],
        );
    }

    #[test]
    fn front_matter_is_no_text() {
        let reading = read("---\ntitle: On Waiting\n---\n\nProse.\n");
        assert_eq!(
            reading.stated.reference.title.as_deref(),
            Some("On Waiting")
        );
        assert_eq!(reading.drafts.len(), 1);
    }
}
