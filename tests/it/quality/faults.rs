//! Paragraphs of weak essays, each with a fault of its marks or something that
//! looks like one: `corpus/faults.jsonl`.

use super::citations::Citations;
use super::essays::{self, Citation, Found, Labelled, Quotation};
use super::quotations::Quotations;
use super::table::{self, Row};
use super::{Mistakes, Split, root};
use expect_test::expect_file;
use norfolk::enrich::{Enricher, Finders};
use norfolk::profile::Profile;
use serde::Deserialize;
use std::fs;

/// A paragraph, as it is labelled.
#[derive(Debug, Deserialize)]
struct Fault {
    id: String,
    split: Split,
    paragraph: String,
    citations: Vec<Citation>,
    quotations: Vec<Quotation>,
}

/// All that is measured of one split.
#[derive(Debug, Default)]
struct Measures {
    citations: Citations,
    quotations: Quotations,
}

#[test]
fn faulty_paragraphs_are_understood_as_well_as_they_were() {
    let profile = essays::profile();
    let finders = Finders::new(&profile);
    let mut enricher = Enricher::new(&finders);
    let (mut dev, mut test) = (Measures::default(), Measures::default());
    let mut mistakes = Mistakes::default();
    let lines = fs::read_to_string(root().join("corpus/faults.jsonl")).expect("faults are text");
    for line in lines.lines() {
        let fault: Fault = serde_json::from_str(line).expect("a line is a fault");
        mistakes.turn_to(&fault.id, fault.split);
        let found = read(&fault.paragraph, &profile, &mut enricher);
        let labelled = Labelled {
            number: 1,
            citations: fault.citations,
            quotations: fault.quotations,
            ..Labelled::default()
        };
        let measures = match fault.split {
            Split::Dev => &mut dev,
            Split::Test => &mut test,
        };
        let pairs = measures.citations.add(&labelled, &found, &mut mistakes);
        let quotations = &mut measures.quotations;
        quotations.add(&labelled, &found, &pairs, &mut mistakes);
    }
    mistakes.save("faults");
    let mut out = format!("{HEAD}\n");
    let mut write = |heading: &str, rows: &dyn Fn(&Measures) -> Vec<Row>| {
        let columns = [("dev", rows(&dev)), ("test", rows(&test))];
        table::write(&mut out, heading, &columns);
    };
    write("CITATIONS", &|m| m.citations.rows());
    write("QUOTATIONS", &|m| m.quotations.rows());
    expect_file!["../../golden/enrich/faults.txt"].assert_eq(&out);
}

/// The paragraph as norfolk reads it: an essay of its own, which has the
/// novel's title for its own to say what it is on.
fn read(paragraph: &str, profile: &Profile, enricher: &mut Enricher<'_>) -> Found {
    let text = format!("{}\n\n{paragraph}", profile.work.title);
    let essay = norfolk::read::read(text.as_bytes(), "fault.txt").expect("text is read");
    let (found, _) = enricher.enrich(&essay);
    let mut paragraphs = essays::paragraphs(profile, &found.passages);
    paragraphs.pop().unwrap_or_default()
}

const HEAD: &str = "\
# What norfolk finds in the paragraphs of corpus/faults.jsonl. `scripts/evaluate` writes this file.
";
