//! Characters and places, measured: who and what a paragraph names.

use super::Mistakes;
use super::metrics::Counts;
use super::table::{Row, scores};

/// What was found of the names of one kind, in one split.
#[derive(Debug, Default)]
pub(super) struct Names {
    counts: Counts,
}

impl Names {
    /// Measures a paragraph; `what` is what its mistakes are called.
    pub(super) fn add(
        &mut self,
        labelled: &[String],
        found: &[String],
        what: &str,
        paragraph: u32,
        mistakes: &mut Mistakes,
    ) {
        let mut names: Vec<&String> = labelled.iter().chain(found).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let (is_labelled, is_found) = (labelled.contains(name), found.contains(name));
            self.counts.add(is_labelled, is_found);
            match (is_labelled, is_found) {
                (true, false) => mistakes.add(paragraph, &format!("{what} missed"), name, ""),
                (false, true) => mistakes.add(paragraph, &format!("{what} false"), "", name),
                _ => {}
            }
        }
    }

    pub(super) fn rows(&self, name: &str) -> [Row; 3] {
        scores(name, &self.counts)
    }
}
