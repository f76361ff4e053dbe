//! Reading, measured: paragraphs, title, authors and date of an essay.

use super::Mistakes;
use super::align::squeezed;
use super::essays::Essay;
use super::table::{Row, ratio, row};

/// What was read right, of one split.
#[derive(Debug, Default)]
pub(super) struct Reading {
    essays: u32,
    paragraphs: u32,
    title: u32,
    authors: u32,
    date: u32,
}

/// What was read right, of one essay.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four answers to four questions"
)]
pub(super) struct Read {
    paragraphs: bool,
    title: bool,
    authors: bool,
    date: bool,
}

impl Read {
    /// Compares an essay with its labels: paragraphs are right if all of them begin where
    /// they should and have their number, a date if it is as exact as the label. Case,
    /// accents and marks make no difference.
    pub(super) fn new(essay: &Essay, mistakes: &mut Mistakes) -> Read {
        let labels = &essay.labels;
        for (labelled, found) in &essay.paragraphs {
            if labelled.number != found.number {
                let (expected, got) = (&labelled.starts, beginning(&found.text));
                let number = labelled.number.max(found.number);
                mistakes.add(number, "paragraph", expected, &got);
            }
        }
        let mut same = |field: &str, expected: &str, got: &str| {
            let is_same = squeezed(expected) == squeezed(got);
            if !is_same {
                mistakes.add(0, field, expected, got);
            }
            is_same
        };
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        Read {
            paragraphs: essay.paragraphs.iter().all(|(a, b)| a.number == b.number),
            title: same("title", &text(&labels.title), &text(&essay.title)),
            authors: same(
                "authors",
                &labels.authors.join("; "),
                &essay.authors.join("; "),
            ),
            date: same("date", &text(&labels.date), &text(&essay.date)),
        }
    }

    /// What is wrong, in words; empty if all is right.
    pub(super) fn faults(&self) -> String {
        let fields = [
            (self.paragraphs, "paragraphs"),
            (self.title, "title"),
            (self.authors, "authors"),
            (self.date, "date"),
        ];
        let wrong = fields.iter().filter(|field| !field.0).map(|field| field.1);
        wrong.collect::<Vec<_>>().join(", ")
    }
}

impl Reading {
    pub(super) fn add(&mut self, read: &Read) {
        self.essays += 1;
        self.paragraphs += u32::from(read.paragraphs);
        self.title += u32::from(read.title);
        self.authors += u32::from(read.authors);
        self.date += u32::from(read.date);
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        vec![
            row("paragraphs right", ratio(self.paragraphs, self.essays)),
            row("title right", ratio(self.title, self.essays)),
            row("authors right", ratio(self.authors, self.essays)),
            row("date right", ratio(self.date, self.essays)),
        ]
    }
}

/// The first words of a text.
fn beginning(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(8).collect();
    words.join(" ")
}
