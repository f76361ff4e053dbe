//! Quotations: words between quotation marks, however the marks went wrong.
//!
//! Marks are paired left to right, with a look ahead for the one that closes:
//! an apostrophe is a closing single mark in all but its company. Only the
//! outer of nested quotations counts. A mark without its partner still shows
//! that somebody is quoted, so the words it stood around are guessed.

mod edges;
mod marks;

use super::QuotationProblem;
use crate::text::Span;
use marks::{Mark, Shape};

/// Longest quotation in single marks, in bytes; beyond it an apostrophe closed it.
const SINGLE_BYTES: usize = 1500;

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
        } else if mark.may_close() && self.is_cited_at(mark.end()) && mark.shape != Shape::Open {
            self.unopened(at);
        }
        at + 1
    }

    fn single_opens(&self, at: usize) -> bool {
        let mark = self.marks[at];
        if mark.is_after_word && !mark.is_after_dash {
            return false;
        }
        match mark.shape {
            Shape::Open => true,
            Shape::Close => false,
            Shape::Straight => !mark.is_elision,
        }
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
        self.citations
            .iter()
            .any(|span| span.start >= end && self.text[end..span.start].trim().len() <= 1)
    }

    /// A closing mark that nothing opened: walks back to where the words began.
    fn unopened(&mut self, at: usize) {
        let mark = self.marks[at];
        let limit = self.found.last().map_or(0, |last| last.outer.end);
        let partner = self.marks[..at].iter().rev().find(|m| {
            !m.is_double && m.at >= limit && m.is_clear_open() && !m.is_elision && mark.is_double
        });
        if let Some(partner) = partner.filter(|m| edges::is_near(&self.text[m.at..mark.at])) {
            let (from, outer) = (partner.end(), partner.at);
            self.push(from, mark.at, outer, mark.end(), None);
            return;
        }
        let cited = self.citations.iter().rev().find(|span| span.end <= mark.at);
        let limit = limit.max(cited.map_or(0, |span| span.end));
        let start = edges::quotation_start(self.text, limit, mark.at);
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
        let end = edges::quotation_end(self.text, mark.end(), limit, self.citations);
        self.push(
            mark.end(),
            end,
            mark.at,
            end,
            Some(QuotationProblem::NoClose),
        );
        at + 1
            + self.marks[at + 1..]
                .iter()
                .take_while(|m| m.at < end)
                .count()
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Shows what is found in brackets: `[…]`, `<…]` not opened, `[…>` not closed.
    fn check(text: &str, expected: &[&str]) {
        let citations = cited(text);
        let found = find_quotations(text, &citations, Next::Other);
        let shown: Vec<String> = found
            .iter()
            .map(|q| match q.problem {
                None => q.span.of(text).to_owned(),
                Some(QuotationProblem::NoOpen) => format!("<{}", q.span.of(text)),
                Some(QuotationProblem::NoClose) => format!("{}>", q.span.of(text)),
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    fn cited(text: &str) -> Vec<Span> {
        text.match_indices('(')
            .filter_map(|(at, _)| Some(Span::new(at, at + text[at..].find(')')? + 1)))
            .collect()
    }

    #[test]
    fn marks_of_all_kinds_pair() {
        check(
            "She says “one two” and \"three\" and 'four' and ‘five’.",
            &["one two", "three", "four", "five"],
        );
        check("Er sagt „eins zwei“ und «trois».", &["eins zwei", "trois"]);
        check("“He said ‘no’ to me,” she says.", &["He said ‘no’ to me,"]);
        check(
            "\"'Why? Why is it so much worse for us?'\" she asks.",
            &["'Why? Why is it so much worse for us?'"],
        );
        check("‘He said “no” to me’, she says.", &["He said “no” to me"]);
        check("“He said “no” to me” she says.", &["He said “no” to me"]);
    }

    #[test]
    fn an_apostrophe_is_no_mark() {
        check("The students’ work in the ’90s didn’t count.", &[]);
        check("The students' work in the '90s didn't count.", &[]);
        check("‘the students’ work’ is hers.", &["the students’ work"]);
        check("'the students' work' is hers.", &["the students' work"]);
        check("the ‘donors’ and the ‘carers’ are", &["donors", "carers"]);
        check(
            "Ruth's 'donors' and Tommy's 'carers' are",
            &["donors", "carers"],
        );
        check("‘I don’t know’, she said.", &["I don’t know"]);
        check("It’s 6' 2\" tall.", &[]);
    }

    #[test]
    fn white_space_and_wrong_sides_are_forgiven() {
        check("termed as ‘ complete’. It", &["complete"]);
        check("“ You know ” she", &["You know"]);
        check("she said:” What is it” (4).", &["What is it"]);
        check("she calls it ‘a rarity” (Smith 34).", &["a rarity"]);
    }

    #[test]
    fn a_mark_without_its_partner_still_quotes() {
        check(
            "“A car was a rarity. (Smith 34) It was.",
            &["A car was a rarity.>"],
        );
        check(
            "“A car was rare. It was. Then “no” came.",
            &["A car was rare.>", "no"],
        );
        check("She says that it was gone” (Smith 3).", &["<it was gone"]);
        check("She adds: it was gone” (Smith 3).", &["<it was gone"]);
        check("It rains. It was gone” (Smith 3).", &["<It was gone"]);
        check(
            "seen in a statement by Tim, The album is here. It is close to the one there” (Kim, 5).",
            &["<The album is here. It is close to the one there"],
        );
        check(
            "portrayed through her statement, just once, was it there” (Kim, 5).",
            &["<just once, was it there"],
        );
    }

    #[test]
    fn a_citation_inside_the_marks_is_not_quoted() {
        check("“A car was rare (Smith 34).” Then.", &["A car was rare"]);
    }

    #[test]
    fn an_open_quotation_may_go_on_in_the_next_paragraph() {
        let found = find_quotations("“One. Two. Three.", &[], Next::Reopens);
        assert_eq!(found[0].span, Span::new(3, 19));
        assert_eq!(found[0].problem, None);
    }

    proptest! {
        #[test]
        fn quotations_are_spans_in_order(text in "[a-z “”‘’\"'.:,(0-9)–«»„`]{0,80}") {
            let citations = cited(&text);
            let citations: Vec<_> = citations
                .iter().scan(0, |end, s| { let ok = s.start >= *end; if ok { *end = s.end; } Some((ok, *s)) })
                .filter(|(ok, _)| *ok).map(|(_, s)| s).collect();
            let mut end = 0;
            for q in find_quotations(&text, &citations, Next::Other) {
                prop_assert!(q.outer.start >= end && q.outer.contains(q.span));
                prop_assert!(!q.span.of(&text).trim().is_empty());
                end = q.outer.end;
            }
        }
    }
}
