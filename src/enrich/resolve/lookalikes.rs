//! What looks like a citation and is none: a table, of which nothing may be
//! taken for one, whatever sentence it stands in.

use super::super::citations::{CitationFinder, fixture};
use super::resolve;
use crate::read::read;

/// Brackets, one a line, and sentences, for the lines that do not begin with one.
const LOOKALIKES: &str = include_str!("lookalikes.txt");

/// Sentences that a bracket, `@`, is put into.
const CARRIERS: [&str; 4] = [
    "It is late @.",
    "It is late @, and nobody comes to the gate.",
    "The gate @ is shut, and nobody comes.",
    "Edie waits for the rain there @ and goes home",
];

/// What is cited in a paragraph of an essay that cites elsewhere.
fn cited(paragraph: &str) -> Vec<String> {
    let text = format!(
        "On Glass\n\nIn The Glass Orchard, Edie says “the grass was long” (Wetherall 59).\n\n\
         {paragraph}\n"
    );
    let essay = read(text.as_bytes(), "glass.txt").expect("plain text is read");
    let finder = CitationFinder::new(&fixture::profile());
    let findings = resolve(&essay, &finder);
    let of_paragraph = findings.paragraphs.iter().filter_map(|found| {
        let text = essay.blocks[found.block].span.of(&essay.text);
        (!text.contains("(Wetherall 59)")).then_some((text, &found.citations))
    });
    of_paragraph
        .flat_map(|(text, citations)| citations.iter().map(|c| c.span.of(text).to_owned()))
        .collect()
}

#[test]
fn nothing_that_only_looks_like_a_citation_is_one() {
    let lines = LOOKALIKES.lines();
    let (brackets, sentences): (Vec<&str>, Vec<&str>) =
        lines.partition(|line| line.starts_with(['(', '[']));
    assert!(brackets.len() > 200 && !sentences.is_empty());
    let carried = brackets.iter().flat_map(|bracket| {
        CARRIERS
            .iter()
            .map(move |carrier| carrier.replace('@', bracket))
    });
    let mut wrong = Vec::new();
    for paragraph in carried.chain(sentences.iter().map(|s| (*s).to_owned())) {
        let cited = cited(&paragraph);
        if !cited.is_empty() {
            wrong.push(format!("{paragraph} => {}", cited.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
