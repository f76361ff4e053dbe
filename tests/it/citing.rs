//! Citations made from the grammar, and paragraphs written otherwise: what is
//! found is what was written, however it was.

mod generator;
mod perturbed;

use norfolk::enrich::{Citation, CitationFinder, CitedWork, Quotation, resolve};
use norfolk::profile::Profile;
use proptest::prelude::ProptestConfig;
use std::sync::LazyLock;

/// Finds citations of the built-in novel.
static FINDER: LazyLock<CitationFinder> = LazyLock::new(|| {
    let profile = Profile::built_in(Profile::built_in_names()[0]);
    CitationFinder::new(&profile.expect("a built-in profile is valid"))
});

/// A paragraph with which the essays begin, so that they are on the novel.
const OPENING: &str = "In Never Let Me Go, Kathy remembers Hailsham and the people she has lost.";

/// Failures are not kept: the inputs are small, and shown.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What `paragraph` cites and quotes, in an essay on the novel.
fn found_in(paragraph: &str) -> (String, Vec<Citation>, Vec<Quotation>) {
    let text = format!("On Tapes\n\n{OPENING}\n\n{paragraph}\n");
    let essay = norfolk::read::read(text.as_bytes(), "tapes.txt").expect("plain text is read");
    let findings = resolve(&essay, &FINDER);
    let block = essay
        .blocks
        .iter()
        .rposition(|block| block.number.is_some());
    let text = block.map(|at| essay.blocks[at].span.of(&essay.text).to_owned());
    let own = findings
        .paragraphs
        .into_iter()
        .find(|p| Some(p.block) == block);
    let (citations, quotations) =
        own.map_or_else(Default::default, |p| (p.citations, p.quotations));
    (text.unwrap_or_default(), citations, quotations)
}

/// A work in one line, for comparison.
fn shown(work: &CitedWork) -> String {
    let author = work.author.as_deref().unwrap_or("?");
    let sic = work
        .sic
        .as_deref()
        .map_or(String::new(), |sic| format!(" [sic {sic}]"));
    let year = work
        .year
        .as_deref()
        .map_or(String::new(), |year| format!(" {year}"));
    let title = work
        .title
        .as_deref()
        .map_or(String::new(), |title| format!(" <{title}>"));
    let novel = if work.is_novel { " novel" } else { "" };
    let places = work.locators.join("+");
    format!(
        "{author}{sic}{year}{title} {:?} {places}{novel}",
        work.locator_kind
    )
}
