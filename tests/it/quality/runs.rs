//! Runs: topics in, ranked names out, and the measures of a ranking by topic.

use super::metrics::{average_precision, mean, ndcg_at, recall_at, reciprocal_rank};
use norfolk::index::{Index, Start};
use norfolk::ingest::{Options, Progress, ingest};
use norfolk::profile::Profile;
use norfolk::rank::{Grouping, Wanted};
use norfolk::render;
use norfolk::retrieve::{Detail, Request, Syntax, retrieve};
use norfolk::search::{Filters, Matching, QueryError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Ranks that are looked at: trec_eval's usual depth.
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
        Options {
            index: at,
            folders: &[folder],
            profile: None,
            default_profile: Profile::built_in_names()[0],
            start: Start::Update,
            jobs: 2,
        },
        &Silent,
    )
    .expect("the folder can be indexed");
    assert_eq!(report.skipped, [], "every file is read");
    Index::open(at).expect("what was just written can be opened")
}

/// Ranked names for a topic, as `search --format trec --topics` gives them.
pub(super) fn ranked(
    index: &Index,
    profile: &Profile,
    topic: &Topic,
    grouping: Grouping,
) -> Vec<String> {
    /// A run names paragraphs, and a long one is several passages.
    const PARTS_A_PARAGRAPH: usize = 4;
    let request = Request {
        query: topic.query.clone(),
        syntax: Syntax::Plain,
        matching: Matching::Stems,
        filters: Filters::default(),
        wanted: Wanted {
            count: DEPTH * PARTS_A_PARAGRAPH,
            grouping,
            per_essay: None,
        },
        detail: Detail::Ranks,
    };
    let hits = match retrieve(index, profile, &request) {
        Ok(answer) => answer.hits,
        Err(QueryError::Empty) => Vec::new(),
        Err(error) => panic!("topic {}: {error}", topic.id),
    };
    let mut run = Vec::new();
    render::trec(&mut run, &topic.id, &hits, grouping, DEPTH).expect("a Vec takes all");
    let run = String::from_utf8(run).expect("a run is UTF-8");
    let name = |line: &str| line.split(' ').nth(2).map(ToString::to_string);
    run.lines().filter_map(name).collect()
}
