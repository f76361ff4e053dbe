//! Runs: topics in, ranked names out, and the measures of a ranking by topic.

use super::metrics::{average_precision, mean, ndcg_at, recall_at, reciprocal_rank};
use norfolk::index::{Index, Start};
use norfolk::ingest::{Options, Progress, ingest};
use norfolk::profile::Profile;
use norfolk::rank::{Grouping, Wanted, Weights};
use norfolk::render;
use norfolk::retrieve::{Detail, Request, Syntax, retrieve_weighed};
use norfolk::search::{Filters, Matching, QueryError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Ranks that are looked at: the depth of `trec_eval`.
const DEPTH: usize = 1000;

/// A question, and what was judged of it.
#[derive(Debug, Default)]
pub(super) struct Topic {
    pub(super) id: String,
    pub(super) query: String,
    /// Grades by the name of what was judged.
    pub(super) grades: BTreeMap<String, u32>,
}

/// The measures of one topic's ranking.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    pub(super) ndcg_10: f64,
    pub(super) reciprocal_rank: f64,
    pub(super) recall_20: f64,
    pub(super) recall_100: f64,
    pub(super) average_precision: f64,
}

impl Measured {
    pub(super) fn new(topic: &Topic, run: &[String]) -> Measured {
        let grade = |name: &String| topic.grades.get(name).copied().unwrap_or(0);
        let ranking: Vec<u32> = run.iter().map(grade).collect();
        let judged: Vec<u32> = topic.grades.values().copied().collect();
        Measured {
            ndcg_10: ndcg_at(10, &ranking, &judged),
            reciprocal_rank: reciprocal_rank(&ranking),
            recall_20: recall_at(20, &ranking, &judged),
            recall_100: recall_at(100, &ranking, &judged),
            average_precision: average_precision(&ranking, &judged),
        }
    }
}

/// The mean of one measure, with three decimals.
pub(super) fn mean_of(measured: &[Measured], measure: fn(&Measured) -> f64) -> String {
    let values: Vec<f64> = measured.iter().map(measure).collect();
    format!("{:.3}", mean(&values))
}

struct Silent;

impl Progress for Silent {
    fn begins(&self, _: u64) {}
    fn file_done(&self, _: u64) {}
    fn commits(&self) {}
}

/// Indexes `folder` into `at`, which must not be there yet; every file must be readable.
pub(super) fn index(folder: PathBuf, at: &Path) -> Index {
    let report = ingest(
        &Options {
            index: at,
            folders: &[folder],
            profile: None,
            default_profile: Profile::built_in_names()[0],
            start: Start::Update,
            jobs: 2,
            commit_bytes: u64::MAX,
        },
        &Silent,
    )
    .expect("the folder can be indexed");
    assert_eq!(report.skipped, [], "every file is read");
    Index::open(at).expect("what was just written can be opened")
}

/// How topics are answered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    pub(super) grouping: Grouping,
    pub(super) weights: Weights,
    /// Ranks that are looked at.
    pub(super) depth: usize,
}

impl Manner {
    /// As `search --format trec --topics` does.
    pub(super) fn usual(grouping: Grouping) -> Manner {
        Manner {
            grouping,
            weights: Weights::default(),
            depth: DEPTH,
        }
    }
}

/// Ranked names for a topic.
pub(super) fn ranked(
    index: &Index,
    profile: &Profile,
    topic: &Topic,
    manner: &Manner,
) -> Vec<String> {
    /// A run names paragraphs, and a long one is several passages.
    const PARTS_A_PARAGRAPH: usize = 4;
    let (grouping, depth) = (manner.grouping, manner.depth);
    let parts = match grouping {
        Grouping::Passages => PARTS_A_PARAGRAPH,
        Grouping::Essays => 1,
    };
    let request = Request {
        query: topic.query.clone(),
        syntax: Syntax::Plain,
        matching: Matching::Stems,
        filters: Filters::default(),
        wanted: Wanted {
            count: depth * parts,
            grouping,
            per_essay: None,
        },
        detail: Detail::Ranks,
    };
    let hits = match retrieve_weighed(index, profile, &request, &manner.weights) {
        Ok(answer) => answer.hits,
        Err(QueryError::Empty) => Vec::new(),
        Err(error) => panic!("topic {}: {error}", topic.id),
    };
    let mut run = Vec::new();
    render::trec(&mut run, &topic.id, &hits, grouping, depth).expect("a Vec takes all");
    names_of(&String::from_utf8(run).expect("a run is UTF-8"))
}

/// The names in a run, best first; equal scores by name from the last, as `trec_eval` takes
/// them, and not by where the essays happen to lie on this disk.
fn names_of(run: &str) -> Vec<String> {
    let line = |line: &str| {
        let fields: Vec<&str> = line.split(' ').collect();
        let score: f64 = fields[4].parse().expect("a score is a number");
        (score, fields[2].to_string())
    };
    let mut lines: Vec<(f64, String)> = run.lines().map(line).collect();
    lines.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(&a.1)));
    lines.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_scores_stand_in_the_order_of_trec_eval() {
        let run = "1 Q0 a 1 2.5 norfolk\n1 Q0 b 2 2.5 norfolk\n1 Q0 c 3 9.0 norfolk\n";
        assert_eq!(names_of(run), ["c", "b", "a"]);
    }
}
