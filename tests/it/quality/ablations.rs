//! What each feature of ranking is worth: topics answered by norfolk, by BM25
//! alone, and by norfolk without one feature after another.

use super::metrics::{chance_of, mean};
use super::runs::{Manner, Measured, Topic, mean_of, ranked};
use super::table::{Row, row};
use norfolk::index::Index;
use norfolk::profile::Profile;
use norfolk::rank::{Grouping, Weights};

/// Topics, and the index that they are asked of.
pub(super) struct Collection<'a> {
    pub(super) index: &'a Index,
    pub(super) profile: &'a Profile,
    pub(super) topics: &'a [Topic],
    pub(super) grouping: Grouping,
    /// The name of what was judged, in the name of what was ranked.
    pub(super) name: fn(&str) -> String,
}

/// A change to the weights.
type Change = fn(&mut Weights);

const PLAIN: &[(&str, f32, f32)] = &[
    ("BM25 k1 .9 b .4", 0.9, 0.4),
    ("BM25 k1 1.2 b .75", 1.2, 0.75),
];

const WITHOUT: &[(&str, Change)] = &[
    ("title", |w| {
        (w.title_in_passage, w.title_in_essay) = (0.0, 0.0);
    }),
    ("essay", |w| w.essay = 0.0),
    ("near words", |w| w.near = 0.0),
    ("neighbours", |w| w.neighbours = 0.0),
    ("feedback", |w| w.feedback = 0.0),
    ("line", |w| w.line = 0.0),
];

impl Collection<'_> {
    fn measured(&self, manner: &Manner) -> Vec<Measured> {
        let measure = |topic: &Topic| {
            let run = ranked(self.index, self.profile, topic, manner);
            let run: Vec<String> = run.iter().map(|name| (self.name)(name)).collect();
            Measured::new(topic, &run)
        };
        self.topics.iter().map(measure).collect()
    }

    /// The figures of norfolk and of BM25 alone, a column each.
    pub(super) fn columns(&self) -> Vec<(&'static str, Vec<Row>)> {
        let usual = Manner::usual(self.grouping);
        let ours = self.measured(&usual);
        let mut columns = vec![("norfolk", rows(&ours, &ours))];
        for (name, k1, b) in PLAIN {
            let weights = Weights::plain(*k1, *b);
            let theirs = self.measured(&Manner { weights, ..usual });
            columns.push((name, rows(&theirs, &ours)));
        }
        columns
    }

    /// nDCG@10 without each feature: what is lost, and by what chance.
    pub(super) fn without(&self) -> Vec<Row> {
        let manner = Manner {
            depth: 10,
            ..Manner::usual(self.grouping)
        };
        let ours = ndcg(&self.measured(&manner));
        let without = |(name, change): &(&str, Change)| {
            let mut weights = manner.weights;
            change(&mut weights);
            let theirs = ndcg(&self.measured(&Manner { weights, ..manner }));
            let lost = mean(&theirs) - mean(&ours);
            let chance = chance_of(&ours, &theirs);
            row(name, format!("{lost:+.4} p {chance:.3}"))
        };
        WITHOUT.iter().map(without).collect()
    }
}

fn ndcg(measured: &[Measured]) -> Vec<f64> {
    measured.iter().map(|one| one.ndcg_10).collect()
}

/// The figures of one system, and by what chance it differs from norfolk.
fn rows(measured: &[Measured], norfolk: &[Measured]) -> Vec<Row> {
    let half = |rest: usize| {
        let half: Vec<f64> = ndcg(measured).into_iter().skip(rest).step_by(2).collect();
        format!("{:.3}", mean(&half))
    };
    vec![
        row("topics", measured.len().to_string()),
        row("nDCG@10", mean_of(measured, |m| m.ndcg_10)),
        row("  odd topics", half(0)),
        row("  even topics", half(1)),
        row("MAP", mean_of(measured, |m| m.average_precision)),
        row("MRR", mean_of(measured, |m| m.reciprocal_rank)),
        row("recall@20", mean_of(measured, |m| m.recall_20)),
        row("recall@100", mean_of(measured, |m| m.recall_100)),
        row(
            "p of nDCG@10 by chance",
            format!("{:.3}", chance_of(&ndcg(norfolk), &ndcg(measured))),
        ),
    ]
}
