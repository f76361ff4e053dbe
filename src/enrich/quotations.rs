//! Quotations: words between quotation marks, however the marks went wrong.
//!
//! Marks are paired left to right, with a look ahead for the one that closes:
//! an apostrophe is a closing single mark in all but its company. Only the
//! outer of nested quotations counts. A mark without its partner still shows
//! that somebody is quoted, so the words it stood around are guessed.

mod edges;
mod marks;
#[cfg(test)]
mod tests;
mod unopened;

use super::QuotationProblem;
use crate::text::Span;
use marks::{Mark, Shape};

/// Longest quotation in single marks, in bytes; beyond it an apostrophe closed it.
const SINGLE_BYTES: usize = 1500;

/// Longest term between marks of the same shape, in bytes.
const TERM_BYTES: usize = 40;

/// Fewest letters of a word whose last ones are not dropped.
const LONG_WORD: usize = 4;

/// Whether the paragraph after this one begins with an opening mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It does: a quotation left open goes on in it.
    Reopens,
    /// It does not, or there is none.
    Other,
}

/// A quotation found in a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundQuotation {
    /// The words, without their marks or white space at their ends.
    pub span: Span,
    /// The words with their marks.
    pub outer: Span,
    /// What is wrong with the marks.
    pub problem: Option<QuotationProblem>,
}

/// The quotations in `paragraph`: in order, disjoint, none empty.
///
/// `citations` are the spans of its citations, in order: marks inside them are
/// titles, and a quotation that was never closed or opened stops at one.
#[must_use]
pub fn find_quotations(paragraph: &str, citations: &[Span], next: Next) -> Vec<FoundQuotation> {
    let marks = marks::marks(paragraph, citations);
    if marks.is_empty() {
        return Vec::new();
    }
    let mut finder = Finder {
        text: paragraph,
        citations,
        next,
        marks,
        found: Vec::new(),
    };
    finder.find();
    finder.found
}

struct Finder<'a> {
    text: &'a str,
    citations: &'a [Span],
    next: Next,
    marks: Vec<Mark>,
    found: Vec<FoundQuotation>,
}

impl Finder<'_> {
    fn find(&mut self) {
        let mut at = 0;
        while at < self.marks.len() {
            at = if self.marks[at].is_double {
                self.double(at)
            } else {
                self.single(at)
            };
        }
    }

    /// Deals with the double mark `at`; gives the mark to go on from.
    fn double(&mut self, at: usize) -> usize {
        let mark = self.marks[at];
        if !self.opens(at) {
            if mark.may_close() && !mark.after_digit {
                self.unopened(at);
            }
            return at + 1;
        }
        if let Some(close) = self.double_close(at) {
            self.push(
                mark.end(),
                self.marks[close].at,
                mark.at,
                self.marks[close].end(),
                None,
            );
            return close + 1;
        }
        self.unclosed(at)
    }

    fn opens(&self, at: usize) -> bool {
        let mark = self.marks[at];
        match mark.shape {
            Shape::Open => !(mark.is_after_word && !mark.is_before_word && !mark.is_after_gap),
            Shape::Close => {
                let next = self.marks[at + 1..].iter().find(|m| m.is_double);
                let is_lonely = next.is_some_and(|m| m.shape == Shape::Close && m.is_after_word);
                is_lonely && (mark.is_after_gap || mark.after_lead_in)
            }
            Shape::Straight => !mark.is_after_word || (mark.is_before_word && !mark.is_after_gap),
        }
    }

    /// The mark that closes the double mark `open`; `None` if another opens first.
    fn double_close(&self, open: usize) -> Option<usize> {
        let low = self.marks[open].is_low;
        let mut doubles = (open + 1..self.marks.len())
            .filter(|at| self.marks[*at].is_double)
            .peekable();
        let first = doubles.next()?;
        let mark = self.marks[first];
        match mark.shape {
            Shape::Close => Some(first),
            Shape::Open if low && !mark.is_low => Some(first),
            Shape::Open if mark.is_after_word && !mark.is_before_word => Some(first),
            Shape::Open => {
                let inner = doubles
                    .next()
                    .filter(|at| self.marks[*at].shape == Shape::Close)?;
                let outer = doubles
                    .next()
                    .filter(|at| self.marks[*at].shape == Shape::Close)?;
                (inner < outer).then_some(outer)
            }
            Shape::Straight => (!mark.is_clear_open()).then_some(first),
        }
    }

    fn single(&mut self, at: usize) -> usize {
        let mark = self.marks[at];
        if self.single_opens(at) {
            if let Some(close) = self.single_close(at) {
                self.push(
                    mark.end(),
                    self.marks[close].at,
                    mark.at,
                    self.marks[close].end(),
                    None,
                );
                return close + 1;
            }
            if let Some(end) = self.single_end(at) {
                return self.push_unclosed(at, end);
            }
        } else if mark.may_close() && mark.shape != Shape::Open {
            let is_sure = !mark.is_possessive && !mark.after_digit && self.follows_long_word(mark);
            if self.is_cited_at(mark.end()) || is_sure {
                self.unopened(at);
            }
        }
        at + 1
    }

    /// Whether the word before `mark` is none that drops its last letters ("an’",
    /// "o’"), and no plural, whose mark may be a possessive's.
    fn follows_long_word(&self, mark: Mark) -> bool {
        let before = &self.text[..mark.at];
        let letters = before.chars().rev().take_while(|c| c.is_alphabetic());
        letters.count() >= LONG_WORD && !before.ends_with('s')
    }

    /// Where a quotation ends that the single mark `at` opened and none closed:
    /// at a citation, or after a colon with its sentence.
    fn single_end(&self, at: usize) -> Option<usize> {
        let start = self.marks[at].end();
        let opens = |m: &&Mark| m.is_double || m.is_clear_open() && !m.is_elision;
        let limit = self.marks[at + 1..].iter().find(opens);
        let limit = limit.map_or(self.text.len(), |m| m.at);
        let reach = edges::words_on(self.text, start, limit);
        let is_led = || {
            let mark = self.marks[at];
            let before = self.text[..mark.at].trim_end();
            mark.shape == Shape::Open && before.ends_with(':')
        };
        edges::cited_end(start, reach, self.citations).or_else(|| {
            is_led().then(|| edges::quotation_end(self.text, start, limit, self.citations))
        })
    }

    fn single_opens(&self, at: usize) -> bool {
        let mark = self.marks[at];
        if mark.after_lead_in && mark.is_before_word && !mark.is_elision {
            // "said,’Your lives": glued to the wrong side.
            return self.text[mark.end()..].starts_with(char::is_uppercase);
        }
        if mark.is_after_word && !mark.is_after_dash {
            return false;
        }
        match mark.shape {
            Shape::Open => true,
            Shape::Close => mark.is_clear_open() && !mark.is_elision && self.closes_soon(at),
            Shape::Straight => !mark.is_elision,
        }
    }

    /// Whether the next mark closes a term that the mark `at`, of the wrong shape, opens.
    fn closes_soon(&self, at: usize) -> bool {
        let end = self.marks[at].end();
        let next = self.marks.get(at + 1);
        next.is_some_and(|m| !m.is_double && m.may_close() && m.at - end <= TERM_BYTES)
    }

    /// The mark that closes the single mark `open`: the first that cannot be
    /// an apostrophe, else the first that might close.
    fn single_close(&self, open: usize) -> Option<usize> {
        let start = self.marks[open];
        let mut weak = None;
        let mut doubles = 0;
        for at in open + 1..self.marks.len() {
            let mark = self.marks[at];
            if mark.at - start.at > SINGLE_BYTES {
                break;
            }
            if mark.is_double {
                doubles += 1;
                continue;
            }
            let reopens = mark.is_clear_open() && mark.shape != Shape::Close && !mark.is_elision;
            if reopens && doubles % 2 == 0 {
                break;
            }
            if !mark.may_close() || doubles % 2 == 1 {
                continue;
            }
            if !mark.is_possessive {
                return if weak.is_some() && self.far_apart(weak, at) {
                    weak
                } else {
                    Some(at)
                };
            }
            weak = weak.or(Some(at));
        }
        weak
    }

    /// Whether a sentence ends between two marks, so that the first closed.
    fn far_apart(&self, weak: Option<usize>, at: usize) -> bool {
        let Some(weak) = weak else { return false };
        let between = &self.text[self.marks[weak].end()..self.marks[at].at];
        between.len() > 200 || between.contains(". ")
    }

    fn is_cited_at(&self, end: usize) -> bool {
        let next = self.citations.partition_point(|span| span.start < end);
        let next = self.citations.get(next);
        next.is_some_and(|span| self.text[end..span.start].trim().len() <= 1)
    }

    /// A closing mark that nothing opened: walks back to where the words began.
    fn unopened(&mut self, at: usize) {
        let mark = self.marks[at];
        let limit = self.found.last().map_or(0, |last| last.outer.end);
        let before = self.marks[..at].iter().rev();
        let partner = before
            .take_while(|m| m.at >= limit)
            .find(|m| !m.is_double && m.is_clear_open() && !m.is_elision && mark.is_double);
        if let Some(partner) = partner.filter(|m| edges::is_near(&self.text[m.at..mark.at])) {
            let (from, outer) = (partner.end(), partner.at);
            self.push(from, mark.at, outer, mark.end(), None);
            return;
        }
        let cited = self.citations.partition_point(|span| span.end <= mark.at);
        let cited = self.citations[..cited].last();
        let limit = limit.max(cited.map_or(0, |span| span.end));
        let start = unopened::quotation_start(self.text, limit, mark.at);
        self.push(
            start,
            mark.at,
            start,
            mark.end(),
            Some(QuotationProblem::NoOpen),
        );
    }

    /// An opening mark that nothing closes: runs to the citation or the end of
    /// the sentence.
    fn unclosed(&mut self, at: usize) -> usize {
        let mark = self.marks[at];
        let rest = &self.marks[at + 1..];
        let limit = rest
            .iter()
            .find(|m| m.is_double)
            .map_or(self.text.len(), |m| m.at);
        if self.next == Next::Reopens && limit == self.text.len() {
            self.push(mark.end(), limit, mark.at, limit, None);
            return self.marks.len();
        }
        if let Some(close) = self.other_close(at, limit) {
            let end = self.marks[close].end();
            self.push(mark.end(), self.marks[close].at, mark.at, end, None);
            return close + 1;
        }
        let end = edges::quotation_end(self.text, mark.end(), limit, self.citations);
        self.push_unclosed(at, end)
    }

    /// The single mark right before a citation that closes the double mark `at`.
    fn other_close(&self, at: usize, limit: usize) -> Option<usize> {
        let closes = |m: &Mark| !m.is_double && m.may_close() && self.is_cited_at(m.end());
        let mut rest = (at + 1..self.marks.len()).take_while(|at| self.marks[*at].at < limit);
        rest.find(|at| closes(&self.marks[*at]))
    }

    /// Pushes the words from the mark `at` to `end`; gives the mark to go on from.
    fn push_unclosed(&mut self, at: usize, end: usize) -> usize {
        let mark = self.marks[at];
        let problem = Some(QuotationProblem::NoClose);
        self.push(mark.end(), end, mark.at, end, problem);
        let skipped = self.marks[at + 1..].iter().take_while(|m| m.at < end);
        at + 1 + skipped.count()
    }

    fn push(
        &mut self,
        start: usize,
        end: usize,
        outer_start: usize,
        outer_end: usize,
        problem: Option<QuotationProblem>,
    ) {
        let end = edges::without_citation(self.text, start, end, self.citations);
        let span = edges::trimmed(self.text, start, end);
        let last = self.found.last().map_or(0, |last| last.outer.end);
        if span.start >= last && span.of(self.text).contains(char::is_alphanumeric) {
            let outer = Span::new(outer_start.max(last), outer_end.max(span.end));
            self.found.push(FoundQuotation {
                span,
                outer,
                problem,
            });
        }
    }
}

/// Whether `text` begins with a mark that may open a quotation.
#[must_use]
pub fn begins_with_mark(text: &str) -> bool {
    marks::begins(text)
}
