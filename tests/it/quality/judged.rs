//! How well public test collections are answered: abstracts as essays, whole
//! essays ranked. Their data is not part of the project, so this is measured
//! only beside a folder that has them.
//!
//! Sources: Cleverdon (1967), Cranfield 1400; the Medlars collection of the
//! SMART project.

use super::ablations::Collection;
use super::essays::profile;
use super::root;
use super::runs::{Topic, index};
use super::table::{self, Row};
use expect_test::expect_file;
use norfolk::rank::Grouping;
use serde::Deserialize;
use std::fs;
use std::path::Path;

#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
}

/// The entries of a file with one object a line.
fn entries(file: &Path) -> Vec<Entry> {
    let text = fs::read_to_string(file).expect("a collection is whole");
    let entry = |line| serde_json::from_str(line).expect("a line is an object");
    text.lines().map(entry).collect()
}

fn topics(collection: &Path) -> Vec<Topic> {
    let mut topics: Vec<Topic> = entries(&collection.join("queries.jsonl"))
        .into_iter()
        .map(|entry| Topic {
            id: entry.id,
            query: entry.text,
            ..Topic::default()
        })
        .collect();
    let qrels = fs::read_to_string(collection.join("qrels.tsv")).expect("a collection is whole");
    for line in qrels.lines().skip(1) {
        let [topic, name, grade] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("no judgment: `{line}`")
        };
        let topic = topics.iter_mut().find(|other| other.id == topic);
        let grade = grade.parse().expect("a grade is a number");
        let grades = &mut topic.expect("a judgment is of a topic").grades;
        grades.insert(name.to_string(), grade);
    }
    topics.retain(|topic| !topic.grades.is_empty());
    topics
}

/// Writes each entry that has words as a text file named by its id.
fn write_essays(entries: &[Entry], folder: &Path) {
    fs::create_dir(folder).expect("a folder can be made");
    for entry in entries {
        let (title, text) = (entry.title.trim(), entry.text.trim());
        let essay = match (title, text) {
            ("", "") => continue,
            ("", text) => text.to_string(),
            (title, text) => format!("{title}\n\n{text}\n"),
        };
        let file = folder.join(format!("{}.txt", entry.id));
        fs::write(file, essay).expect("a file can be written");
    }
}

/// The figures of a collection by system, and what each feature is worth to it.
fn measure(collection: &Path) -> (Vec<(&'static str, Vec<Row>)>, Vec<Row>) {
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = temporary.path().join("essays");
    write_essays(&entries(&collection.join("corpus.jsonl")), &folder);
    let collection = Collection {
        index: &index(folder, &temporary.path().join("index")),
        profile: &profile(),
        topics: &topics(collection),
        grouping: Grouping::Essays,
        name: id,
    };
    (collection.columns(), collection.without())
}

/// The id in the path of an essay.
fn id(path: &str) -> String {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.trim_end_matches(".txt").to_string()
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn public_collections_are_answered_as_well_as_they_were() {
    let judged = root().join("../shared/judged");
    if !judged.is_dir() {
        eprintln!("skipped: no collections in `{}`", judged.display());
        return;
    }
    let mut out = format!("{HEAD}\n");
    let mut without = Vec::new();
    for name in ["cranfield", "med"] {
        let (columns, worth) = measure(&judged.join(name));
        table::write(&mut out, name, &columns);
        without.push((name, worth));
    }
    table::write(&mut out, "nDCG@10 WITHOUT", &without);
    expect_file!["../../golden/ranking/judged.txt"].assert_eq(&out);
}

const HEAD: &str = "\
# How norfolk answers public collections, judgments as given. `scripts/evaluate` writes this file
# where they are at hand. One abstract is one essay; essays are ranked, 1,000 deep; one setting for both.
# BM25 is of the same index and words. p is of a paired randomisation test against norfolk, two-sided.
";
