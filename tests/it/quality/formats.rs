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
use std::fs;
use std::panic::catch_unwind;

/// Kinds of files that norfolk reads.
const KINDS: [&str; 8] = ["docx", "odt", "fodt", "rtf", "epub", "html", "txt", "pdf"];

/// Phrases that a suite looks for in what is not the text of a document: the
/// file, the places of the phrases in the index's list, and what they are.
const NO_TEXT: [(&str, &[usize], &str); 9] = [
    (
        "tika/testWORD_2006ml.docx",
        &[2],
        "the prompt of a form, from its template",
    ),
    (
        "tika/testODFwithOOo3.odt",
        &[1, 2],
        "a comment in the margin",
    ),
    (
        "tika/testODFwithOOo3.odt",
        &[3],
        "the description of a picture",
    ),
    ("tika/testODTMacro.fodt", &[1, 3], "a macro"),
    ("tika/testTXT.txt", &[3], "the name of the file"),
    (
        "textract/raw_text.html",
        &[1],
        "credits in the foot of a page",
    ),
    (
        "rtfparserkit/test10001Encoding.rtf",
        &[2],
        "a setting of a list",
    ),
    (
        "rtfparserkit/test437Encoding.rtf",
        &[1, 2],
        "samples in a style sheet",
    ),
    (
        "rtfparserkit/test874Encoding.rtf",
        &[1, 2],
        "properties of file and fonts",
    ),
];

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
    let phrases = field(4).split(" | ").map(str::trim).enumerate();
    let no_text = NO_TEXT.iter().filter(|(path, ..)| *path == field(0));
    let no_text: Vec<usize> = no_text
        .flat_map(|(_, places, _)| *places)
        .copied()
        .collect();
    let phrases = phrases.filter(|(at, _)| !no_text.contains(&(at + 1)));
    let phrases = phrases.map(|(_, phrase)| phrase);
    Listed {
        path: field(0),
        kind: field(1),
        expected: field(3),
        phrases: phrases.filter(|phrase| !phrase.is_empty()).collect(),
    }
}

/// Which phrases are not looked for, and why.
fn no_text() -> String {
    let line = |(path, places, why): &(&str, &[usize], &str)| {
        let phrases = if places.len() == 1 {
            "phrase"
        } else {
            "phrases"
        };
        format!("  {path}: {} {phrases}: {why}\n", places.len())
    };
    NO_TEXT.iter().map(line).collect()
}

/// Letters and digits, folded: what a phrase and a text are compared by.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What came of all files.
#[derive(Debug, Default)]
struct Tally {
    kinds: BTreeMap<String, Counts>,
    faulty: BTreeMap<String, (u32, u32)>,
    missed: String,
    unread: String,
    panics: u32,
}

impl Tally {
    fn take(&mut self, listed: &Listed<'_>, bytes: &[u8]) {
        let path = listed.path;
        let Ok(outcome) = catch_unwind(|| read::read(bytes, path)) else {
            self.panics += 1;
            self.unread.extend(["  ", path, ": a panic\n"]);
            return;
        };
        if listed.expected != "yes" {
            let counts = self.faulty.entry(listed.expected.to_owned()).or_default();
            counts.0 += u32::from(outcome.is_err());
            counts.1 += 1;
            return;
        }
        let counts = self.kinds.entry(listed.kind.to_owned()).or_default();
        counts.files += 1;
        counts.read += u32::from(outcome.is_ok());
        if let Err(error) = &outcome {
            let error = error.to_string();
            self.unread.extend(["  ", path, ": ", &error, "\n"]);
        }
        let text = outcome.map_or_else(|_| String::new(), |essay| letters(&essay.text));
        let found = listed.phrases.iter().filter(|p| text.contains(&letters(p)));
        let (found, all) = (found.count(), listed.phrases.len());
        let count = |n: usize| u32::try_from(n).expect("phrases are few");
        counts.found += count(found);
        counts.phrases += count(all);
        if found < all {
            let missed = all - found;
            self.missed
                .extend([format!("  {path}: {missed} of {all}\n")]);
        }
    }

    /// Of all kinds that norfolk reads.
    fn total(&self) -> Counts {
        let read = self
            .kinds
            .iter()
            .filter(|(kind, _)| KINDS.contains(&kind.as_str()));
        read.fold(Counts::default(), |sum, (_, counts)| Counts {
            files: sum.files + counts.files,
            read: sum.read + counts.read,
            phrases: sum.phrases + counts.phrases,
            found: sum.found + counts.found,
        })
    }

    /// A column of the table: a figure of each kind, and of all that norfolk reads.
    fn rows(&self, of: fn(&Counts) -> String) -> Vec<table::Row> {
        let rows = self
            .kinds
            .iter()
            .map(|(kind, counts)| row(kind, of(counts)));
        let total = row("all that norfolk reads", of(&self.total()));
        rows.chain([total]).collect()
    }

    fn written(&self) -> String {
        let mut out = HEAD.to_owned();
        let read = self.rows(|counts| ratio(counts.read, counts.files));
        let found = self.rows(|counts| ratio(counts.found, counts.phrases));
        let columns = [("read", read), ("phrases found", found)];
        table::write(&mut out, "WITH TEXT", &columns);
        let faulty = self.faulty.iter();
        let refused = faulty.map(|(fault, (refused, all))| row(fault, ratio(*refused, *all)));
        table::write(&mut out, "WITH A FAULT", &[("refused", refused.collect())]);
        let Tally {
            missed,
            unread,
            panics,
            ..
        } = self;
        let no_text = no_text();
        out + &format!(
            "panics {panics}\n\nphrases missed:\n{missed}\n\
             phrases that are no text:\n{no_text}\nnot read:\n{unread}\n"
        )
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn documents_of_other_projects_are_read_as_well_as_they_were() {
    let folder = root().join("../shared/formats");
    let Ok(index) = fs::read_to_string(folder.join("INDEX.tsv")) else {
        eprintln!("skipped: `../shared/formats` is not there");
        return;
    };
    let mut tally = Tally::default();
    for line in index.lines().skip(1) {
        let listed = listed(line);
        if let Ok(bytes) = fs::read(folder.join(listed.path)) {
            tally.take(&listed, &bytes);
        }
    }
    expect_file!["../../golden/reading/formats.txt"].assert_eq(&tally.written());
}

const HEAD: &str = "\
# Documents of ../shared/formats: how many are read, and how many of the phrases that each must
# give are in what is read. Of faulty ones: how many are refused; the others have text all the same.
# `scripts/evaluate` writes this file.

";
