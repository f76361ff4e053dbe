//! Documents of other projects' test suites, where `../shared/formats` has
//! them: what is read of each kind, and that whatever cannot be is refused.
//!
//! Its index says of each file what it holds: text with phrases that have to
//! be found, or a fault. The golden file counts; it names files and copies
//! nothing of them.

use super::root;
use super::table::{self, ratio, row};
use expect_test::expect_file;
use norfolk::read;
use norfolk::text::fold;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::panic::catch_unwind;

/// A line of the index.
struct Listed<'a> {
    path: &'a str,
    kind: &'a str,
    expected: &'a str,
    phrases: Vec<&'a str>,
}

/// What came of the files of one kind.
#[derive(Debug, Default)]
struct Counts {
    files: u32,
    read: u32,
    phrases: u32,
    found: u32,
}

fn listed(line: &str) -> Listed<'_> {
    let fields: Vec<&str> = line.split('\t').collect();
    let field = |at: usize| fields.get(at).copied().unwrap_or_default();
    let phrases = field(4).split(" | ").map(str::trim);
    Listed {
        path: field(0),
        kind: field(1),
        expected: field(3),
        phrases: phrases.filter(|phrase| !phrase.is_empty()).collect(),
    }
}

/// Letters and digits, folded: what a phrase and a text are compared by.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn documents_of_other_projects_are_read_as_well_as_they_were() {
    let folder = root().join("../shared/formats");
    let Ok(index) = fs::read_to_string(folder.join("INDEX.tsv")) else {
        eprintln!("skipped: `../shared/formats` is not there");
        return;
    };
    let mut kinds: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut faulty: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let (mut missed, mut unread, mut panics) = (String::new(), String::new(), 0);
    for line in index.lines().skip(1) {
        let listed = listed(line);
        let Ok(bytes) = fs::read(folder.join(listed.path)) else {
            continue;
        };
        let Ok(outcome) = catch_unwind(|| read::read(&bytes, listed.path)) else {
            panics += 1;
            writeln!(unread, "  {}: a panic", listed.path).expect("a string takes all");
            continue;
        };
        if listed.expected != "yes" {
            let counts = faulty.entry(listed.expected).or_default();
            counts.0 += u32::from(outcome.is_err());
            counts.1 += 1;
            continue;
        }
        let counts = kinds.entry(listed.kind).or_default();
        counts.files += 1;
        counts.read += u32::from(outcome.is_ok());
        if let Err(error) = &outcome {
            writeln!(unread, "  {}: {error}", listed.path).expect("a string takes all");
        }
        let text = outcome.map_or_else(|_| String::new(), |essay| letters(&essay.text));
        let found = listed.phrases.iter().filter(|p| text.contains(&letters(p)));
        let (found, all) = (found.count(), listed.phrases.len());
        let count = |n: usize| u32::try_from(n).expect("phrases are few");
        counts.found += count(found);
        counts.phrases += count(all);
        if found < all {
            writeln!(missed, "  {}: {} of {all}", listed.path, all - found)
                .expect("a string takes all");
        }
    }
    let mut out = HEAD.to_owned();
    let rows = |of: &dyn Fn(&Counts) -> String| {
        kinds
            .iter()
            .map(|(kind, counts)| row(kind, of(counts)))
            .collect::<Vec<_>>()
    };
    let read = rows(&|counts| ratio(counts.read, counts.files));
    let found = rows(&|counts| ratio(counts.found, counts.phrases));
    table::write(
        &mut out,
        "WITH TEXT",
        &[("read", read), ("phrases found", found)],
    );
    let refused = faulty
        .iter()
        .map(|(fault, (refused, all))| row(fault, ratio(*refused, *all)));
    table::write(&mut out, "WITH A FAULT", &[("refused", refused.collect())]);
    writeln!(
        out,
        "panics {panics}\n\nphrases missed:\n{missed}\nnot read:\n{unread}"
    )
    .expect("a string takes all");
    expect_file!["../../golden/reading/formats.txt"].assert_eq(&out);
}

const HEAD: &str = "\
# Documents of ../shared/formats: how many are read, and how many of the phrases that each must
# give are in what is read. Of faulty ones: how many are refused; the others have text all the same.
# `scripts/evaluate` writes this file.

";
