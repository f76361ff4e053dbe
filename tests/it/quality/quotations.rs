//! Quotations, measured: extraction, class, marks, and the citation each has.
//!
//! A quotation is extracted if four fifths of its words are (of the longer
//! text's, labelled or found). A pair of quotation and citation is right if
//! both are the labelled ones.

use super::Mistakes;
use super::align::{align, token_overlap, tokens};
use super::essays::{Found, Labelled, Quotation};
use super::metrics::Counts;
use super::table::{Row, ratio, row, scores};

/// Share of words that must agree.
const LEAST_OVERLAP: f64 = 0.8;

/// What was found of the quotations of one split.
#[derive(Debug, Default)]
pub(super) struct Quotations {
    any: Counts,
    scored: Counts,
    balanced: Counts,
    unbalanced: Counts,
    class_right: u32,
    problem_right: u32,
    extracted: u32,
    cited: u32,
    cited_right: u32,
    uncited: u32,
    uncited_wrong: u32,
}

impl Quotations {
    /// Measures a paragraph, of which `citations` says which labelled citation is which found one.
    pub(super) fn add(
        &mut self,
        labelled: &Labelled,
        found: &Found,
        citations: &[(usize, usize)],
        mistakes: &mut Mistakes,
    ) {
        let words = |quotations: &[Quotation]| -> Vec<Vec<String>> {
            quotations.iter().map(|q| tokens(&q.text)).collect()
        };
        let (labels, founds) = (words(&labelled.quotations), words(&found.quotations));
        let fit = |i: usize, j: usize| {
            let overlap = token_overlap(&labels[i], &founds[j]);
            (overlap >= LEAST_OVERLAP).then_some(overlap)
        };
        let pairs = align(labels.len(), founds.len(), fit);
        let number = labelled.number.max(found.number);
        for (i, label) in labelled.quotations.iter().enumerate() {
            let own = pairs.iter().find(|pair| pair.0 == i);
            let own = own.map(|(_, j)| &found.quotations[*j]);
            self.count_label(label, own);
            match own {
                None => mistakes.add(number, "quotation missed", &summary(label), ""),
                Some(own) => {
                    self.compare(label, own, number, mistakes);
                    self.count_pairing(label, own, citations, number, mistakes);
                }
            }
        }
        for (j, quotation) in found.quotations.iter().enumerate() {
            let own = pairs.iter().find(|pair| pair.1 == j);
            let own = own.map(|(i, _)| &labelled.quotations[*i]);
            self.count_found(quotation, own);
            if own.is_none() {
                mistakes.add(number, "quotation false", "", &summary(quotation));
            }
        }
    }

    fn count_label(&mut self, label: &Quotation, own: Option<&Quotation>) {
        add_label(&mut self.any, own.is_some());
        if is_scored(label) {
            let is_found = own.is_some_and(is_scored);
            add_label(&mut self.scored, is_found);
            add_label(self.by_marks(label), is_found);
        }
    }

    fn count_found(&mut self, quotation: &Quotation, own: Option<&Quotation>) {
        add_found(&mut self.any, own.is_some());
        if is_scored(quotation) {
            let is_right = own.is_some_and(is_scored);
            add_found(&mut self.scored, is_right);
            add_found(self.by_marks(quotation), is_right);
        }
    }

    fn by_marks(&mut self, quotation: &Quotation) -> &mut Counts {
        match quotation.problem {
            None => &mut self.balanced,
            Some(_) => &mut self.unbalanced,
        }
    }

    fn compare(
        &mut self,
        label: &Quotation,
        own: &Quotation,
        paragraph: u32,
        mistakes: &mut Mistakes,
    ) {
        self.extracted += 1;
        self.class_right += u32::from(label.kind == own.kind);
        self.problem_right += u32::from(label.problem == own.problem);
        if label.kind != own.kind {
            mistakes.add(paragraph, "quotation class", &summary(label), &own.kind);
        }
        if label.problem != own.problem {
            mistakes.add(paragraph, "quotation marks", &summary(label), &summary(own));
        }
    }

    fn count_pairing(
        &mut self,
        label: &Quotation,
        own: &Quotation,
        citations: &[(usize, usize)],
        paragraph: u32,
        mistakes: &mut Mistakes,
    ) {
        let is_right = match (label.citation, own.citation) {
            (Some(i), Some(j)) => citations.contains(&(i, j)),
            (None, None) => true,
            _ => false,
        };
        if label.citation.is_some() {
            self.cited += 1;
            self.cited_right += u32::from(is_right);
        } else {
            self.uncited += 1;
            self.uncited_wrong += u32::from(!is_right);
        }
        if !is_right {
            let expected = format!("{}: citation {:?}", summary(label), label.citation);
            let got = format!("citation {:?}", own.citation);
            mistakes.add(paragraph, "quotation pairing", &expected, &got);
        }
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        rows.extend(scores("novel + critic", &self.scored));
        rows.extend(scores("  balanced", &self.balanced));
        rows.extend(scores("  unbalanced", &self.unbalanced));
        rows.extend(scores("any class", &self.any));
        rows.extend([
            row("class right", ratio(self.class_right, self.extracted)),
            row("marks right", ratio(self.problem_right, self.extracted)),
            row("pairing right", ratio(self.cited_right, self.cited)),
            row(
                "paired, though uncited",
                format!("{} of {}", self.uncited_wrong, self.uncited),
            ),
        ]);
        rows
    }
}

/// Whether it quotes the novel or a critic.
fn is_scored(quotation: &Quotation) -> bool {
    matches!(quotation.kind.as_str(), "novel" | "critic")
}

fn add_label(counts: &mut Counts, is_found: bool) {
    counts.labelled += 1;
    counts.recalled += u32::from(is_found);
}

fn add_found(counts: &mut Counts, is_right: bool) {
    counts.found += 1;
    counts.right += u32::from(is_right);
}

fn summary(quotation: &Quotation) -> String {
    let problem = quotation.problem.as_deref().unwrap_or("balanced");
    format!("{:?} [{}, {problem}]", quotation.text, quotation.kind)
}
