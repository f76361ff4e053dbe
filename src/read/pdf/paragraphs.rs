//! Paragraphs: which lines belong together, over columns and pages.
//!
//! A line that would have held the next one's first word was ended by its
//! author and not by the margin: that is the surest sign, and the one that
//! needs no blank line and no indent. Gaps, indents and type come after it. A
//! paragraph that a page breaks is one, and its page is the one it begins on.

use super::super::back::{List, list_named};
use super::super::hyphens::Hyphens;
use super::edges::Edges;
use super::joining::{hyphens, join};
use super::lines::Line;
use super::lists::{
    SET_IN, follows, hang, has_room, is_in_brackets, is_item, is_numbered, opens_with_name,
};
use super::marks::{ends_sentence, label, mark_of, opening};
use super::page::Page;
use super::setting::Setting;
use super::stated::Habit;

/// A paragraph, and what its setting tells of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paragraph {
    /// Its text.
    pub(super) text: String,
    /// The page it begins on, from nought.
    pub(super) page: usize,
    /// The page it ends on.
    pub(super) last_page: usize,
    /// How many lines it has.
    pub(super) lines: usize,
    /// Size of its type.
    pub(super) size: f32,
    /// Whether all of it is bold.
    pub(super) is_bold: bool,
    /// Ems that its first line is set in.
    pub(super) first_in: f32,
    /// Least ems that its other lines are set in; of one line, as its first.
    pub(super) rest_in: f32,
    /// Ems that its longest line falls short of the right edge.
    pub(super) right_in: f32,
    /// Whether it is one line, or few, in the middle.
    pub(super) is_centred: bool,
    /// Gap above it, over the file's leading; none at the head of a region.
    pub(super) gap: Option<f32>,
    /// The list that it stands in.
    pub(super) list: Option<List>,
}

/// A line where it stands.
#[derive(Debug, Clone, Copy)]
struct Placed<'a> {
    line: &'a Line,
    edges: Edges,
    /// The lines beside it that begin where it does.
    block: Block,
    /// Distance from the line above, over its size.
    gap: Option<f32>,
    /// Whether it opens a paragraph: it is set in, full, and the line below is not.
    opens: bool,
    /// Where entries begin if it stands in a list that sets in the others.
    hang: Option<f32>,
}

impl Placed<'_> {
    fn set_in(&self) -> f32 {
        (self.line.left - self.edges.left) / self.line.size.max(1.0)
    }

    fn is_centred(&self) -> bool {
        let (before, after) = (
            self.line.left - self.edges.left,
            self.edges.right - self.line.right,
        );
        let size = self.line.size.max(1.0);
        // A block quotation lies in the middle too, but has more lines, not as far in.
        let is_alone = self.block.lines == 1 || before > FAR_IN * size;
        is_alone && before > 1.5 * size && (before - after).abs() < 1.5 * size
    }
}

/// Ems from which lines are further in than quotations are set.
const FAR_IN: f32 = 4.5;
/// Gap over the usual one that parts paragraphs.
const PARTS: f32 = 1.3;
/// Gap over that within a paragraph that changes its setting.
const CHANGES: f32 = 0.72;
/// Difference in size, over the size, of text and other text.
const OTHER_SIZE: f32 = 0.06;

/// Size over that of the text from which lines are a title's.
const DISPLAY: f32 = 1.15;
/// Distance of baselines, over the size, of lines of one title at most.
const CLOSE: f32 = 1.5;

/// The paragraphs of `pages`, in reading order.
pub(super) fn paragraphs(pages: &[Page], setting: Setting, habit: Habit) -> Vec<Paragraph> {
    let mut assembly = Assembly {
        setting,
        hyphens: hyphens(pages.iter().flat_map(|p| p.regions.iter().flatten()), habit),
        done: Vec::new(),
        last: None,
        gap: None,
        list: None,
        note: 0,
    };
    let mut before = None;
    for (at, page) in pages.iter().enumerate() {
        for lines in &page.regions {
            let alone = (page.regions.len() == 1).then_some(page.width);
            let edges = Edges::of(lines, before, alone);
            assembly.add_region(lines, edges, at);
            if lines.len() > 2 {
                before = Some(edges);
            }
        }
    }
    assembly.done
}

struct Assembly<'a> {
    setting: Setting,
    hyphens: Hyphens<'a>,
    done: Vec<Paragraph>,
    last: Option<Placed<'a>>,
    /// Gap between the lines of the last paragraph.
    gap: Option<f32>,
    list: Option<List>,
    /// Number of the last endnote.
    note: u32,
}

impl<'a> Assembly<'a> {
    fn add_region(&mut self, lines: &'a [Line], edges: Edges, page: usize) {
        for (at, (line, mut block)) in lines.iter().zip(blocks(lines, edges)).enumerate() {
            let gap = at
                .checked_sub(1)
                .map(|above| (line.y - lines[above].y) / self.setting.size.max(1.0));
            let hang = hang(&lines[at.saturating_sub(1)..], edges);
            if self.list == Some(List::Works) {
                block.right = edges.right;
            }
            let opens = lines.get(at + 1).is_some_and(|below| {
                let is_outdent = line.left - below.left > SET_IN * line.size;
                is_outdent && !has_room(line, below, edges.right)
            });
            self.add(
                Placed {
                    line,
                    edges,
                    block,
                    gap,
                    opens,
                    hang,
                },
                page,
            );
        }
    }

    fn add(&mut self, placed: Placed<'a>, page: usize) {
        let goes_on = self.last.is_some_and(|last| self.goes_on(&last, &placed));
        if goes_on {
            let paragraph = self.done.last_mut().expect("a line came before");
            if paragraph.lines == 1 || self.gap.is_none() {
                self.gap = placed.gap;
            }
            take(paragraph, &placed, page, &self.hyphens);
        } else {
            self.open(&placed, page);
        }
        self.last = Some(placed);
    }

    fn open(&mut self, placed: &Placed<'_>, page: usize) {
        self.follow_lists(placed.line);
        self.gap = None;
        let set_in = placed.set_in();
        let size = placed.line.size.max(1.0);
        self.done.push(Paragraph {
            text: placed.line.text.clone(),
            page,
            last_page: page,
            lines: 1,
            size: placed.line.size,
            is_bold: placed.line.is_bold,
            first_in: set_in,
            rest_in: set_in,
            right_in: (placed.edges.right - placed.line.right) / size,
            is_centred: placed.is_centred(),
            gap: placed.gap.map(|gap| gap / self.setting.leading),
            list: self.list,
        });
    }

    /// Notes which list the line that opens a paragraph stands in.
    fn follow_lists(&mut self, line: &Line) {
        let Some(last) = self.done.last() else { return };
        let is_smaller = line.size < (1.0 - OTHER_SIZE) * last.size;
        let is_heading = line.is_bold || line.size > (1.0 + OTHER_SIZE) * self.setting.size;
        if let Some(list) = list_named(&last.text) {
            self.list = Some(list);
            self.note = 0;
        } else if is_heading && !last.is_bold || is_smaller {
            self.list = None;
        }
        if self.list == Some(List::Notes)
            && let Some(number) = mark_of(&line.text).and_then(|(mark, _)| mark.parse().ok())
        {
            self.note = number;
        }
    }

    /// Whether `next` goes on the paragraph that `last` ends so far.
    fn goes_on(&self, last: &Placed<'_>, next: &Placed<'_>) -> bool {
        let paragraph = self.done.last().expect("a line came before");
        let is_other = (last.line.size - next.line.size).abs() > OTHER_SIZE * last.line.size
            || last.line.is_bold != next.line.is_bold && paragraph.is_bold != next.line.is_bold;
        let is_list =
            list_named(&next.line.text).is_some() || list_named(&paragraph.text).is_some();
        if is_other || is_list || is_item(&next.line.text) || opening(&next.line.text).is_some() {
            return is_other && self.is_broken_off(last, next);
        }
        if self.is_display(last, next) {
            return true;
        }
        if next.gap.is_some_and(|gap| self.is_parted(gap)) {
            return false;
        }
        if self.list.is_some()
            && let Some(goes_on) = self.goes_on_in_list(last, next, &paragraph.text)
        {
            return goes_on;
        }
        let ends = ends_sentence(&last.line.text) || last.line.text.ends_with(':');
        let runs_on = !ends && next.line.text.starts_with(char::is_lowercase);
        let is_centred = last.is_centred() || next.is_centred();
        if runs_on && (next.gap.is_none() || !is_centred) {
            return true;
        }
        if ends && follows(&paragraph.text, &next.line.text) {
            return false;
        }
        if fits(last, next)
            || is_numbered(&next.line.text) && ends && !is_in_brackets(&paragraph.text)
        {
            return false;
        }
        is_level(last, next, paragraph, ends)
    }

    /// Whether both are lines of one title: large, and close together.
    fn is_display(&self, last: &Placed<'_>, next: &Placed<'_>) -> bool {
        let is_large = |p: &Placed<'_>| p.line.size >= DISPLAY * self.setting.size;
        let is_close = next
            .gap
            .is_some_and(|gap| gap * self.setting.size < CLOSE * last.line.size);
        is_large(last) && is_large(next) && is_close && !ends_sentence(&last.line.text)
    }

    /// Type changed in the middle of a sentence: a line of mathematics, or one
    /// all of whose words are bold.
    fn is_broken_off(&self, last: &Placed<'_>, next: &Placed<'_>) -> bool {
        let is_near = (last.line.size - next.line.size).abs() <= OTHER_SIZE * last.line.size;
        let is_tight = next.gap.is_none_or(|gap| !self.is_parted(gap));
        let is_open = !ends_sentence(&last.line.text) && !fits(last, next);
        is_near && is_tight && is_open && next.line.text.starts_with(char::is_lowercase)
    }

    /// Whether a gap is more than stands between lines of a paragraph.
    fn is_parted(&self, gap: f32) -> bool {
        match self.gap {
            Some(own) => gap > PARTS * own || gap < CHANGES * own,
            None => gap > PARTS * self.setting.leading,
        }
    }

    fn goes_on_in_list(&self, last: &Placed<'_>, next: &Placed<'_>, entry: &str) -> Option<bool> {
        match (self.list?, next.hang) {
            (List::Works, Some(left)) => {
                let set_in = (next.line.left - left) / next.line.size.max(1.0);
                Some(set_in > SET_IN / 2.0)
            }
            (List::Works, None) => {
                let is_new = entry.ends_with(['.', ')', '/']) && opens_with_name(&next.line.text);
                let hangs = !fits(last, next) && next.set_in() - last.set_in() > SET_IN;
                (is_new || hangs).then_some(hangs)
            }
            (List::Notes, _) => {
                let (mark, _) = mark_of(&next.line.text)?;
                let is_next = mark.parse::<u32>().is_ok_and(|n| n == self.note + 1);
                is_next.then_some(false)
            }
        }
    }
}

/// By the indents of two lines of which the first is full.
fn is_level(last: &Placed<'_>, next: &Placed<'_>, paragraph: &Paragraph, ends: bool) -> bool {
    let (above, below) = (last.set_in(), next.set_in());
    if next.gap.is_none() && (paragraph.is_centred || next.is_centred()) {
        return false;
    }
    match below - above {
        _ if !ends && next.is_centred() => true,
        step if step > SET_IN => {
            (label(&paragraph.text).is_some() || is_item(&paragraph.text)) && paragraph.lines == 1
                || !ends && next.gap.is_none() && below < SET_IN
        }
        step if step < -SET_IN => paragraph.lines == 1 || !ends && next.gap.is_some(),
        _ if paragraph.lines == 1 && above > SET_IN => {
            let is_introduced = last.line.text.ends_with(':') && !is_in_brackets(&paragraph.text);
            !next.opens && !is_introduced
        }
        _ => true,
    }
}

/// Puts a line behind a paragraph.
fn take(paragraph: &mut Paragraph, placed: &Placed<'_>, page: usize, hyphens: &Hyphens<'_>) {
    join(&mut paragraph.text, &placed.line.text, hyphens);
    let set_in = placed.set_in();
    paragraph.rest_in = if paragraph.lines == 1 {
        set_in
    } else {
        paragraph.rest_in.min(set_in)
    };
    let short = (placed.edges.right - placed.line.right) / placed.line.size.max(1.0);
    paragraph.right_in = paragraph.right_in.min(short);
    paragraph.is_centred &= placed.is_centred();
    paragraph.is_bold &= placed.line.is_bold;
    paragraph.lines += 1;
    paragraph.last_page = page;
}

/// Whether the first word of `next` would have stood on the line of `last`.
fn fits(last: &Placed<'_>, next: &Placed<'_>) -> bool {
    has_room(last.line, next.line, last.block.right)
}

/// Lines in a row that begin at one edge.
#[derive(Debug, Clone, Copy)]
struct Block {
    /// How many they are.
    lines: usize,
    /// Where they end at most: a block that is set in on both sides has a
    /// right edge of its own.
    right: f32,
}

/// The block of each line.
fn blocks(lines: &[Line], edges: Edges) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(lines.len());
    let is_same =
        |a: &Line, b: &Line| (a.left - b.left).abs() < 2.0 && (a.size - b.size).abs() < 0.5;
    for block in lines.chunk_by(is_same) {
        let left = block[0].left;
        let rightmost = block.iter().map(|l| l.right).max_by(f32::total_cmp);
        let own = rightmost.unwrap_or(edges.right);
        let full = &block[..block.len() - 1];
        let is_even = full.iter().all(|l| l.right - left > EVEN * (own - left));
        let is_set_in = left - edges.left >= SET_IN * block[0].size;
        let has_own = is_set_in && !full.is_empty() && is_even;
        let right = if has_own { own } else { edges.right };
        blocks.extend(block.iter().map(|_| Block {
            lines: block.len(),
            right,
        }));
    }
    blocks
}

/// Share of a block's width that each line but its last has at least.
const EVEN: f32 = 0.75;
