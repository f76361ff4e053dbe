//! Footnotes: the small lines at the foot of a page, and the marks they open with.
//!
//! A rule above them is the surest sign; else they are smaller than the text
//! and the first of them opens with a mark, or goes on a note that the page
//! before left unfinished.

use super::super::back::superscript;
use super::glyph::Rule;
use super::lines::Line;
use super::marks::{ends_sentence, mark_of};
use super::page::Page;

/// Size of notes, over that of the text, below which they are small.
const SMALL: f32 = 0.94;
/// Share of a page's width that a rule above notes has at most, and its least
/// width in points.
const RULE_SHARE: f32 = 0.95;
const RULE_WIDTH: f32 = 30.0;
/// Ems that a note's first line may stand to the right of its others.
const INDENT: f32 = 3.5;

/// Lines of notes, taken from one page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Notes {
    /// What goes on the last note of the page before.
    pub(super) carried: Vec<Line>,
    /// The notes that begin here: mark and lines.
    pub(super) begun: Vec<(String, Vec<Line>)>,
}

impl Notes {
    /// Whether its last note has not come to its end.
    pub(super) fn is_open(&self) -> bool {
        let last = self.begun.last().map_or(&self.carried, |(_, lines)| lines);
        last.last().is_some_and(|l| !ends_sentence(&l.text))
    }
}

/// Takes the footnotes out of `page`, whose file is set in `text_size`;
/// `goes_on` if the page before ended in an unfinished note.
pub(super) fn take(page: &mut Page, text_size: f32, goes_on: bool) -> Notes {
    let mut notes = Notes::default();
    let rules = std::mem::take(&mut page.rules);
    let is_note_rule = |r: &&Rule| r.width >= RULE_WIDTH && r.width < RULE_SHARE * page.width;
    let rules: Vec<&Rule> = rules.iter().filter(is_note_rule).collect();
    for lines in &mut page.regions {
        if let Some(start) = start(lines, &rules, text_size, goes_on) {
            part(lines.split_off(start), &mut notes);
        }
    }
    page.regions.retain(|lines| !lines.is_empty());
    notes
}

/// Where the notes at the foot of a region begin.
fn start(lines: &[Line], rules: &[&Rule], text_size: f32, goes_on: bool) -> Option<usize> {
    let smaller_than = |size: f32| {
        let last = lines.iter().rposition(|l| l.size > size);
        last.map_or(0, |at| at + 1)
    };
    let small = smaller_than(SMALL * text_size);
    let is_under_rule = |at: &usize| {
        let (above, below) = (&lines[*at - 1], &lines[*at]);
        let starts = *at >= small && goes_on || opens(below).is_some();
        let is_between =
            |r: &&&Rule| r.y > above.y && r.y < below.y && r.x <= below.left + INDENT * below.size;
        starts && rules.iter().any(|r| is_between(&r))
    };
    let level = smaller_than(1.02 * text_size).max(1);
    let under_rule = (level..lines.len()).rev().find(is_under_rule);
    let marked = (small..lines.len()).find(|at| opens(&lines[*at]).is_some());
    match (under_rule, marked) {
        (Some(at), _) => Some(at),
        (None, Some(at)) if at == small || is_set_apart(lines, at) => Some(at),
        (None, Some(_)) if goes_on => Some(small),
        (None, None) if goes_on && small > 0 && small < lines.len() => Some(small),
        (None, _) => same_size(lines),
    }
}

/// Whether a wider gap than usual stands above the line at `at`.
fn is_set_apart(lines: &[Line], at: usize) -> bool {
    let gap = |at: usize| lines[at].y - lines[at - 1].y;
    at == 0 || at + 1 < lines.len() && gap(at) > 1.3 * gap(at + 1)
}

/// Most lines of notes on a page.
const NOTE_LINES: usize = 60;

/// Where notes of the text's own size begin: at a raised figure that stands in
/// the lines above too, after a wider gap.
fn same_size(lines: &[Line]) -> Option<usize> {
    (lines.len().saturating_sub(NOTE_LINES).max(1)..lines.len()).find(|at| {
        let raised: String = lines[*at]
            .text
            .chars()
            .take_while(|c| superscript(*c).is_some())
            .collect();
        let stands_above = |l: &Line| {
            l.text
                .match_indices(raised.as_str())
                .any(|(start, _)| start > 0)
        };
        let gap = lines[*at].y - lines[*at - 1].y;
        let usual = if *at > 1 {
            lines[*at - 1].y - lines[*at - 2].y
        } else {
            f32::MAX
        };
        !raised.is_empty() && lines[..*at].iter().any(stands_above) && gap > 1.15 * usual
    })
}

/// The mark that a line opens a note with, and the bytes it takes.
fn opens(line: &Line) -> Option<(String, usize)> {
    let (mark, len) = mark_of(&line.text)?;
    let first = line.text.chars().next()?;
    let is_plain = first.is_ascii_digit();
    let rest = &line.text[len..];
    let is_text = rest.chars().any(char::is_alphabetic);
    if first == '(' {
        return None;
    }
    let is_listed = rest.starts_with(char::is_lowercase);
    (is_text && !(is_plain && is_listed)).then_some((mark, len))
}

/// Parts the lines of notes at their marks.
fn part(lines: Vec<Line>, notes: &mut Notes) {
    let left = lines
        .iter()
        .map(|l| l.left)
        .min_by(f32::total_cmp)
        .unwrap_or(0.0);
    for mut line in lines {
        let is_edge = line.left <= left + INDENT * line.size;
        let last = notes.begun.last().map(|(mark, _)| mark.as_str());
        let found = opens(&line).filter(|(mark, _)| is_edge && follows(last, mark, &line));
        match (found, notes.begun.last_mut()) {
            (Some((mark, len)), _) => {
                line.text.drain(..len);
                notes.begun.push((mark, vec![line]));
            }
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => notes.carried.push(line),
        }
    }
}

/// Whether a note marked `mark` can come after one marked `last`: a plain
/// figure has to be the next one.
fn follows(last: Option<&str>, mark: &str, line: &Line) -> bool {
    let is_plain = line.text.starts_with(|c: char| c.is_ascii_digit());
    let number = |mark: &str| mark.parse::<u32>().ok();
    match (last.and_then(number), number(mark)) {
        (Some(last), Some(next)) if is_plain => next == last + 1,
        _ => true,
    }
}
