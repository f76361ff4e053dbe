//! Layout: which lines of a plain text make a paragraph.
//!
//! There is no one rule: essays part paragraphs by blank lines, by indents, by
//! nothing but a line that ends early, or put each on one long line. So the
//! text is measured first. A line that would have held the next one's first
//! word was ended by its author, not by the margin.

use super::back::{List, list_named, note_mark};
use super::builder::{Draft, Role};
use super::dates::is_date_line;
use super::hyphens::Hyphens;
use super::names;
use super::plain::{Line, LineKind};

/// Longest line, in columns, that a margin can have ended.
const WIDEST: usize = 130;
/// Shortest margin, in columns.
const NARROWEST: usize = 36;
/// Columns by which a line may miss the margin and still be full.
const RAGGED: usize = 4;

/// How a text's lines are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Setting {
    /// Column at which lines are wrapped; `None` if each is a paragraph.
    margin: Option<usize>,
    /// Whether blank lines part the entries of the last list.
    has_parted_list: bool,
    /// Columns most lines begin at.
    base: usize,
}

/// The paragraphs of `lines`, and lines of head and lists as drafts of their own.
pub(super) fn paragraphs(lines: &[Line<'_>]) -> Vec<Draft> {
    let single;
    let lines = if is_double_spaced(lines) {
        single = single_spaced(lines);
        &single
    } else {
        lines
    };
    let setting = Setting {
        margin: margin(lines),
        has_parted_list: has_parted_list(lines),
        base: base_indent(lines),
    };
    let hyphens = Hyphens::of(lines.iter().map(|l| l.text));
    let mut page = Paragraphs {
        setting,
        hyphens,
        drafts: Vec::new(),
        last: None,
        list: None,
    };
    let mut gap = Gap::Blank;
    for (at, line) in lines.iter().enumerate() {
        match line.kind {
            LineKind::Blank if gap != Gap::Page => gap = Gap::Blank,
            LineKind::Blank => {}
            LineKind::PageBreak => {
                gap = if page.last.is_some() {
                    Gap::Page
                } else {
                    Gap::Blank
                }
            }
            LineKind::Text => {
                let is_byline = gap == Gap::None && is_byline(*line, lines.get(at + 1));
                page.add(*line, if is_byline { Gap::Author } else { gap });
                gap = Gap::None;
            }
        }
    }
    page.drafts
}

/// What stands between two lines of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    /// Nothing, but the line is a name and the next one a date.
    Author,
    Blank,
    Page,
}

/// Whether a line names who wrote the essay, and the next one says when: at
/// the head, neither goes on the title.
fn is_byline(line: Line<'_>, next: Option<&Line<'_>>) -> bool {
    names::is_person(line.text) && next.is_some_and(|next| is_date_line(next.text))
}

/// Whether a blank line follows every line, though paragraphs run over several.
fn is_double_spaced(lines: &[Line<'_>]) -> bool {
    let is_text = |l: &&Line<'_>| l.kind == LineKind::Text;
    let total = lines.iter().filter(is_text).count();
    let tight = lines
        .windows(2)
        .filter(|w| w.iter().all(|l| l.kind == LineKind::Text))
        .count();
    let full = lines
        .iter()
        .filter(|l| (NARROWEST..=WIDEST).contains(&l.columns))
        .count();
    let ended = lines
        .iter()
        .filter(is_text)
        .filter(|l| ends_sentence(l.text))
        .count();
    total >= 6 && tight * 10 <= total && full * 10 >= total * 6 && ended * 2 < total
}

/// Takes one blank line of each run out.
fn single_spaced<'a>(lines: &[Line<'a>]) -> Vec<Line<'a>> {
    let mut kept = Vec::with_capacity(lines.len());
    let mut was_text = false;
    for line in lines {
        let is_text = line.kind == LineKind::Text;
        if is_text || !was_text {
            kept.push(*line);
        }
        was_text = is_text;
    }
    kept
}

/// The column at which lines are wrapped, if they are.
fn margin(lines: &[Line<'_>]) -> Option<usize> {
    let mut columns: Vec<_> = lines
        .windows(2)
        .filter(|w| w.iter().all(|l| l.kind == LineKind::Text))
        .map(|w| w[0].columns)
        .collect();
    let long: usize = lines
        .iter()
        .filter(|l| l.columns > WIDEST + 20)
        .map(|l| l.columns)
        .sum();
    let total: usize = lines.iter().map(|l| l.columns).sum();
    if columns.len() < 2 || long * 2 > total {
        return None;
    }
    columns.sort_unstable();
    let widest = columns[(columns.len() - 1) * 19 / 20];
    let full = columns.iter().filter(|c| **c * 4 >= widest * 3).count();
    let ended = lines
        .windows(2)
        .filter(|w| w.iter().all(|l| l.kind == LineKind::Text) && ends_sentence(w[0].text))
        .count();
    let is_wrapped = (NARROWEST..=WIDEST).contains(&widest)
        && full * 2 >= columns.len()
        && ended * 10 <= columns.len() * 6;
    is_wrapped.then_some(widest)
}

/// Whether a blank line follows entries of the last list that run over several lines.
fn has_parted_list(lines: &[Line<'_>]) -> bool {
    let heading = lines.iter().rposition(|l| list_named(l.text).is_some());
    let list = heading.map_or(&[][..], |at| &lines[at + 1..]);
    let mut runs = list.split(|l| l.kind != LineKind::Text);
    runs.by_ref().find(|run| !run.is_empty()).is_some() && runs.any(|run| !run.is_empty())
}

/// The indent that most lines have; the lesser of two that tie.
fn base_indent(lines: &[Line<'_>]) -> usize {
    let mut counts = [0_usize; 64];
    for line in lines.iter().filter(|l| l.kind == LineKind::Text) {
        counts[line.indent.min(63)] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|n| *n == most).unwrap_or(0)
}

/// The paragraphs made so far, and what the next line is judged by.
struct Paragraphs<'a> {
    setting: Setting,
    hyphens: Hyphens<'a>,
    drafts: Vec<Draft>,
    /// The line before, and how many lines its draft has.
    last: Option<(Line<'a>, usize)>,
    /// The list at the end that has begun, and its least indent.
    list: Option<(List, usize)>,
}

impl<'a> Paragraphs<'a> {
    fn add(&mut self, line: Line<'a>, gap: Gap) {
        let (is_quoted, line) = unquoted(line);
        let is_head = self.drafts.len() == 1 && self.list.is_none();
        let gap = match gap {
            Gap::Author if is_head => Gap::Blank,
            Gap::Author => Gap::None,
            gap => gap,
        };
        let goes_on = self.last.is_some_and(|(last, count)| match self.list {
            Some(list) => self.goes_on_in_list(list, last, line, gap),
            None => self.goes_on(last, count, line, gap, is_quoted),
        });
        if goes_on {
            let draft = self.drafts.last_mut().expect("a line came before");
            self.hyphens.join(&mut draft.text, line.text);
            let count = self.last.map_or(0, |(_, count)| count);
            self.last = Some((line, count + 1));
            return;
        }
        let mut draft = Draft::new(
            if is_quoted {
                Role::Quotation
            } else {
                Role::Prose
            },
            line.text,
        );
        draft.indent = line.indent.saturating_sub(self.setting.base);
        draft.is_tight = gap == Gap::None;
        self.drafts.push(draft);
        self.last = Some((line, 1));
        self.list = match (list_named(line.text), self.list) {
            (Some(list), _) if self.drafts.len() > 1 => Some((list, usize::MAX)),
            (_, Some((list, indent))) => Some((list, indent.min(line.indent))),
            (_, None) => None,
        };
    }

    /// Whether `line` goes on the entry that `last` belongs to: it hangs, or
    /// follows in a wrapped list without opening an entry of its own.
    fn goes_on_in_list(
        &self,
        (list, indent): (List, usize),
        before: Line<'_>,
        line: Line<'_>,
        gap: Gap,
    ) -> bool {
        if gap == Gap::Blank || indent == usize::MAX || list_named(line.text).is_some() {
            return false;
        }
        let opens = match list {
            List::Notes => note_mark(line.text).is_some() && line.indent <= indent,
            List::Works => {
                line.indent <= indent && before.text.ends_with(['.', ')', '/', '”', '"'])
            }
        };
        let fits = self.setting.margin.is_none_or(|m| fits(before, line, m));
        if list == List::Works && self.setting.has_parted_list && gap == Gap::None && !fits {
            return true;
        }
        match list {
            List::Notes => !opens,
            List::Works => line.indent > indent || !opens && !fits,
        }
    }

    /// Whether `line` goes on the paragraph of `last`, which has `count` lines.
    fn goes_on(
        &self,
        last: Line<'_>,
        count: usize,
        line: Line<'_>,
        gap: Gap,
        is_quoted: bool,
    ) -> bool {
        let was_quoted = self
            .drafts
            .last()
            .is_some_and(|d| d.role == Role::Quotation);
        if gap == Gap::Blank || is_quoted != was_quoted || list_named(line.text).is_some() {
            return false;
        }
        if is_quoted {
            return gap == Gap::None;
        }
        let starts_low = line.text.chars().next().is_some_and(char::is_lowercase);
        let Some(margin) = self.setting.margin else {
            return starts_low && !ends_sentence(last.text) && !last.text.ends_with(':');
        };
        let base = self.setting.base;
        if gap == Gap::Page {
            let is_new = line.indent > base || fits(last, line, margin + RAGGED);
            return !(is_new && ends_sentence(last.text));
        }
        if fits(last, line, margin) {
            let is_ragged =
                count > 1 && line.indent == last.indent && last.columns * 10 >= margin * 7;
            return line.indent <= last.indent.max(base)
                && !ends_sentence(last.text)
                && !last.text.ends_with(':')
                && (starts_low || is_ragged);
        }
        match (last.indent > base, line.indent > base) {
            (false, true) => line.indent < base + 2,
            (true, false) => count == 1,
            (true, true) => line.indent == last.indent || count > 1 && line.indent < last.indent,
            (false, false) => true,
        }
    }
}

/// A line without the `>` of a quotation, and whether it had one.
fn unquoted(line: Line<'_>) -> (bool, Line<'_>) {
    match line.text.strip_prefix('>') {
        Some(rest) => (
            true,
            Line {
                text: rest.trim_start_matches(['>', ' ']),
                ..line
            },
        ),
        None => (false, line),
    }
}

/// Whether the first word of `next` would have stood on `line`.
fn fits(line: Line<'_>, next: Line<'_>, margin: usize) -> bool {
    let word = next.text.split(' ').next().map_or(0, |w| w.chars().count());
    line.columns + 1 + word + RAGGED <= margin
}

/// Whether a margin ended the lines of a block rather than its author: hardly
/// any of them would have held the first word of the next.
pub(super) fn is_wrapped(block: &str) -> bool {
    let lines: Vec<Line<'_>> = block.split('\n').map(super::plain::measure).collect();
    let widest = lines.iter().map(|line| line.columns).max().unwrap_or(0);
    let pairs = lines.windows(2);
    let full = pairs.filter(|w| !fits(w[0], w[1], widest)).count();
    let is_full = full * 4 >= (lines.len() - 1) * 3;
    let is_prose = lines.last().is_some_and(|last| ends_sentence(last.text));
    (NARROWEST..=WIDEST).contains(&widest) && is_full && (lines.len() > 2 || is_prose)
}

/// Whether `text` ends like a sentence, marks and note figures after it aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let is_closer = |c: char| {
        matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»')
            || super::back::superscript(c).is_some()
    };
    let bare = text.trim_end_matches(|c: char| is_closer(c) || c.is_ascii_digit());
    bare.ends_with(['.', '!', '?', '…']) || text.ends_with([')', '”'])
}
