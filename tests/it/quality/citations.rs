//! Citations, measured: detection, and the fields of those detected.
//!
//! A citation is detected if half of its labelled characters are in it. Of a
//! citation with several works, a field is right if it is right in all.

use super::Mistakes;
use super::align::{align, places, squeezed};
use super::essays::{Citation, Found, Labelled, Work};
use super::metrics::{Counts, share};
use super::table::{Row, ratio, row, scores};

/// Share of a label's characters that must be found.
const LEAST_OVERLAP: f64 = 0.5;

/// What a field of a citation holds, in one line.
type Field = fn(&Citation) -> String;

const FIELDS: [(&str, Field); 8] = [
    ("kind", |c| c.kind.clone()),
    ("author", |c| each(c, |w| plain(w.author.as_ref()))),
    ("sic", |c| each(c, |w| plain(w.sic.as_ref()))),
    ("year", |c| each(c, |w| plain(w.year.as_ref()))),
    ("title", |c| each(c, |w| plain(w.title.as_ref()))),
    ("locator kind", |c| each(c, |w| w.locator_kind.clone())),
    ("locators", |c| each(c, |w| w.locator.join(","))),
    ("novel", |c| each(c, |w| w.novel.to_string())),
];

/// What was found of the citations of one split.
#[derive(Debug, Default)]
pub(super) struct Citations {
    all: Counts,
    bare: Counts,
    others: Counts,
    false_friends: u32,
    lookalikes: u32,
    unplaced: u32,
    exact: u32,
    fields: [u32; FIELDS.len()],
}

impl Citations {
    /// Measures a paragraph; gives which of its labelled citations is which of those found.
    pub(super) fn add(
        &mut self,
        labelled: &Labelled,
        found: &Found,
        mistakes: &mut Mistakes,
    ) -> Vec<(usize, usize)> {
        let text = squeezed(&found.text);
        let spans: Vec<_> = found.citations.iter().map(|c| span(c, found)).collect();
        let labels: Vec<_> = labelled
            .citations
            .iter()
            .map(|c| places(&squeezed(&c.as_written), &text))
            .collect();
        let fit = |i: usize, j: usize| overlap(&labels[i], spans[j]);
        let pairs = align(labels.len(), spans.len(), fit);
        let number = labelled.number.max(found.number);
        for (i, label) in labelled.citations.iter().enumerate() {
            let own = pairs.iter().find(|pair| pair.0 == i);
            self.count_label(label, own.is_some());
            self.unplaced += u32::from(labels[i].is_empty());
            match own {
                None => mistakes.add(number, "citation missed", &summary(label), ""),
                Some((_, j)) => self.compare(label, &found.citations[*j], number, mistakes),
            }
        }
        let wrong = (0..spans.len()).filter(|j| pairs.iter().all(|pair| pair.1 != *j));
        for j in wrong {
            let what = self.count_wrong(labelled, &text, spans[j]);
            mistakes.add(number, what, "", &summary(&found.citations[j]));
        }
        self.lookalikes += count(labelled.not_citations.len());
        self.all.found += count(spans.len());
        self.all.right += count(pairs.len());
        pairs
    }

    fn count_label(&mut self, label: &Citation, is_found: bool) {
        self.all.labelled += 1;
        self.all.recalled += u32::from(is_found);
        let part = if has_name(label) {
            &mut self.others
        } else {
            &mut self.bare
        };
        part.labelled += 1;
        part.recalled += u32::from(is_found);
    }

    fn compare(
        &mut self,
        label: &Citation,
        found: &Citation,
        paragraph: u32,
        mistakes: &mut Mistakes,
    ) {
        let mut is_exact = true;
        for (at, (name, field)) in FIELDS.iter().enumerate() {
            let (expected, got) = (field(label), field(found));
            if expected == got {
                self.fields[at] += 1;
                continue;
            }
            is_exact = false;
            let what = format!("citation {name}");
            let (expected, written) = (format!("{expected:?}"), &label.as_written);
            mistakes.add(paragraph, &what, &format!("{written}: {expected}"), &got);
        }
        self.exact += u32::from(is_exact);
    }

    /// Counts one that is no citation; says what to call it.
    fn count_wrong(
        &mut self,
        labelled: &Labelled,
        text: &[char],
        span: (usize, usize),
    ) -> &'static str {
        let is_false_friend = labelled
            .not_citations
            .iter()
            .any(|written| overlap(&places(&squeezed(written), text), span).is_some());
        self.false_friends += u32::from(is_false_friend);
        if is_false_friend {
            "citation false friend"
        } else {
            "citation false"
        }
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let mut rows = scores("detection", &self.all).to_vec();
        let recall = |counts: &Counts| ratio(counts.recalled, counts.labelled);
        rows.push(row("recall, with a name", recall(&self.others)));
        rows.push(row("recall, bare", recall(&self.bare)));
        let hits = self.all.right;
        rows.push(row(
            "false friends taken",
            format!("{} of {}", self.false_friends, self.lookalikes),
        ));
        rows.push(row("labels not in the text", self.unplaced.to_string()));
        rows.push(row("exact record", ratio(self.exact, hits)));
        for ((name, _), right) in FIELDS.iter().zip(self.fields) {
            rows.push(row(&format!("  {name}"), ratio(right, hits)));
        }
        rows
    }
}

/// The span of a citation in the squeezed text of its paragraph.
fn span(citation: &Citation, found: &Found) -> (usize, usize) {
    let before = |end: usize| {
        let text: String = found.text.chars().take(end).collect();
        squeezed(&text).len()
    };
    (before(citation.start), before(citation.end))
}

/// How much of the best of `places` lies in `span`, if it is enough.
fn overlap(places: &[(usize, usize)], span: (usize, usize)) -> Option<f64> {
    let shared = places.iter().map(|(start, end)| {
        let shared = end.min(&span.1).saturating_sub(*start.max(&span.0));
        share(count(shared), count(end - start))
    });
    shared
        .max_by(f64::total_cmp)
        .filter(|share| *share >= LEAST_OVERLAP)
}

/// Whether a citation names an author or a title, rather than a place alone.
fn has_name(citation: &Citation) -> bool {
    let written = &citation.as_written;
    let words = written.split(|c: char| !c.is_alphabetic());
    let is_name = |word: &str| word.len() > 3 && word.starts_with(char::is_uppercase);
    words
        .filter(|word| !matches!(*word, "Page" | "Pages" | "Chapter" | "Kindle"))
        .any(is_name)
}

/// A field of all works, each work's after the other's, sorted.
fn each(citation: &Citation, field: impl Fn(&Work) -> String) -> String {
    let mut values: Vec<String> = citation.works.iter().map(field).collect();
    values.sort_unstable();
    values.join(" + ")
}

/// A text as it is compared; empty for none.
fn plain(text: Option<&String>) -> String {
    text.map_or_else(String::new, |text| squeezed(text).into_iter().collect())
}

fn summary(citation: &Citation) -> String {
    format!("{} [{}]", citation.as_written, citation.kind)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("a paragraph has fewer than 2^32 characters")
}
