//! How well the topics of the sample corpus are answered.

use super::ablations::Collection;
use super::essays::profile;
use super::lines;
use super::runs::{Manner, Measured, Topic, index, mean_of, ranked};
use super::table::{self, Row, row};
use super::{Split, root};
use expect_test::expect_file;
use norfolk::rank::Grouping;
use std::fmt::Write;
use std::fs;

/// Lines of a file of the corpus, by their fields.
fn fields(name: &str, separator: char) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("corpus").join(name)).expect("the corpus is whole");
    let split = |line: &str| line.split(separator).map(ToString::to_string).collect();
    text.lines().map(split).collect()
}

/// The topics with their judgments and splits, in order.
fn topics() -> Vec<(Topic, Split)> {
    let mut topics: Vec<(Topic, Split)> = fields("topics.tsv", '\t')
        .into_iter()
        .map(|line| {
            let topic = Topic {
                id: line[0].clone(),
                query: line[1].clone(),
                ..Topic::default()
            };
            (topic, Split::Dev)
        })
        .collect();
    for line in fields("splits.tsv", '\t') {
        let topic = topics.iter_mut().find(|(topic, _)| topic.id == line[0]);
        topic.expect("a split is of a topic").1 = match line[1].as_str() {
            "dev" => Split::Dev,
            "test" => Split::Test,
            other => panic!("no split `{other}`"),
        };
    }
    for line in fields("qrels.txt", ' ') {
        let topic = topics.iter_mut().find(|(topic, _)| topic.id == line[0]);
        let grade = line[3].parse().expect("a grade is a number");
        let grades = &mut topic.expect("a judgment is of a topic").0.grades;
        grades.insert(line[2].clone(), grade);
    }
    topics
}

fn rows(measured: &[Measured]) -> Vec<Row> {
    vec![
        row("topics", measured.len().to_string()),
        row("nDCG@10", mean_of(measured, |m| m.ndcg_10)),
        row("MRR", mean_of(measured, |m| m.reciprocal_rank)),
        row("recall@20", mean_of(measured, |m| m.recall_20)),
        row("MAP", mean_of(measured, |m| m.average_precision)),
    ]
}

/// What the judgments call a paragraph: its path below the corpus.
pub(super) fn below(name: &str) -> String {
    let (_, below) = name.rsplit_once("/corpus/").expect("it is in the corpus");
    below.to_string()
}

#[test]
fn the_topics_are_answered_as_well_as_they_were() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let index = index(root().join("corpus"), &folder.path().join("index"));
    let profile = profile();
    let (mut dev, mut test, mut all) = (Vec::new(), Vec::new(), Vec::new());
    let mut by_topic = String::new();
    for (topic, split) in topics() {
        let usual = Manner::usual(Grouping::Passages);
        let run = ranked(&index, &profile, &topic, &usual);
        let run: Vec<String> = run.iter().map(|name| below(name)).collect();
        let measured = Measured::new(&topic, &run);
        all.push(measured);
        if split == Split::Test {
            test.push(measured);
            continue;
        }
        dev.push(measured);
        let (id, query, figure) = (&topic.id, &topic.query, measured.ndcg_10);
        writeln!(by_topic, "{figure:.3}  {id} {query}").expect("a string takes all");
    }
    let columns = [
        ("dev", rows(&dev)),
        ("test", rows(&test)),
        ("all", rows(&all)),
    ];
    let mut out = format!("{HEAD}\n");
    table::write(&mut out, "PASSAGES", &columns);
    let topics: Vec<Topic> = topics().into_iter().map(|(topic, _)| topic).collect();
    let lines = lines::topics(&index);
    let mut without = Vec::new();
    for (heading, topics) in [("ALL TOPICS", &topics), ("REMEMBERED LINES", &lines)] {
        let collection = Collection {
            index: &index,
            profile: &profile,
            topics,
            grouping: Grouping::Passages,
            name: below,
        };
        table::write(&mut out, heading, &collection.columns());
        without.push((heading, collection.without()));
    }
    table::write(&mut out, "nDCG@10 WITHOUT", &without);
    write!(out, "nDCG@10 by topic, dev:\n{by_topic}").expect("a string takes all");
    expect_file!["../../golden/ranking/stats.txt"].assert_eq(&out);
}

const HEAD: &str = "\
# How norfolk answers corpus/topics.tsv, against corpus/qrels.txt. `scripts/evaluate` writes this file.
# Paragraphs, each once, 1,000 deep; gain is the grade, and grade 1 or more is relevant.
# BM25 is of the same index and words. p is of a paired randomisation test against norfolk, two-sided.
# Remembered lines are quotations of the corpus with a word wrong or left out; what has the line is relevant.
";
