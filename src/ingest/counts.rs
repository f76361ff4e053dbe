//! Counting: what became of each file, and what the index holds after it.

use super::{Report, Skip};
use crate::index::KnownFile;
use rustc_hash::FxHashMap;

/// What became of a file.
pub(super) struct Done {
    pub(super) key: u64,
    pub(super) passages: u64,
    pub(super) words: u64,
    pub(super) tokens: u64,
    pub(super) outcome: Result<Read, Skip>,
}

/// How a file that is an essay differs from what the index knows.
#[derive(PartialEq, Eq)]
pub(super) enum Read {
    Changed,
    /// Touched, but its bytes are the same.
    Same,
}

/// The counts of the index, kept as files come and go.
pub(super) struct Counts {
    pub(super) essays: u64,
    pub(super) passages: u64,
    pub(super) words: u64,
    pub(super) tokens: u64,
    pub(super) skipped: u64,
}

impl Counts {
    pub(super) fn new(known: &FxHashMap<u64, KnownFile>) -> Counts {
        let mut counts = Counts {
            essays: 0,
            passages: 0,
            words: 0,
            tokens: 0,
            skipped: 0,
        };
        #[expect(
            clippy::iter_over_hash_type,
            reason = "sums do not depend on the order"
        )]
        for file in known.values() {
            counts.essays += u64::from(file.is_essay);
            counts.skipped += u64::from(!file.is_essay);
            counts.passages += file.passages;
            counts.words += file.words;
            counts.tokens += file.tokens;
        }
        counts
    }

    pub(super) fn forget(&mut self, file: &KnownFile) {
        self.essays -= u64::from(file.is_essay);
        self.skipped -= u64::from(!file.is_essay);
        self.passages -= file.passages;
        self.words -= file.words;
        self.tokens -= file.tokens;
    }

    pub(super) fn count(&mut self, done: &Done, known: Option<&KnownFile>, report: &mut Report) {
        let was_essay = known.is_some_and(|known| known.is_essay);
        match &done.outcome {
            Ok(Read::Same) => {
                report.unchanged += 1;
                return;
            }
            Ok(Read::Changed) if was_essay => report.updated += 1,
            Ok(Read::Changed) => report.added += 1,
            Err(skip) => {
                report.removed += u64::from(was_essay);
                report.skipped.push(skip.clone());
            }
        }
        if let Some(known) = known {
            self.forget(known);
        }
        self.essays += u64::from(done.outcome.is_ok());
        self.skipped += u64::from(done.outcome.is_err());
        self.passages += done.passages;
        self.words += done.words;
        self.tokens += done.tokens;
    }

    pub(super) fn fill(&self, report: &mut Report) {
        (report.essays, report.passages, report.words) = (self.essays, self.passages, self.words);
    }
}
