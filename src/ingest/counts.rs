//! Counting: what became of each file, and what the index holds after it.

use super::corrections::Placed;
use super::{Report, Skip};
use crate::index::{Info, KnownFile};

/// What became of a file.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) passages: u64,
    pub(super) words: u64,
    pub(super) tokens: u64,
    pub(super) outcome: Outcome,
    /// Which of its corrections had their place.
    pub(super) placed: Placed,
}

impl Done {
    /// What became of a file without passages to count.
    pub(super) fn empty(outcome: Outcome) -> Done {
        Done {
            passages: 0,
            words: 0,
            tokens: 0,
            outcome,
            placed: Placed::default(),
        }
    }
}

/// How a file differs from what the index knows of it.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It is an essay, new or changed.
    Read,
    /// Touched, but its bytes are the same.
    Same,
    /// Removed since its folder was listed.
    Gone,
    /// Out of reach now: what the index knows of it stays.
    Away(Skip),
    /// It cannot be read as an essay.
    Skipped(Skip),
}

/// The counts of the index, kept as files come and go.
pub(super) struct Counts {
    pub(super) essays: u64,
    pub(super) passages: u64,
    pub(super) words: u64,
    pub(super) tokens: u64,
    pub(super) skipped: u64,
    /// Which corrections had their place in the essays that were read.
    pub(super) placed: Placed,
}

impl Counts {
    /// Those of the index as it is; none if there is none.
    pub(super) fn of(old: Option<&Info>) -> Counts {
        let count = |of: fn(&Info) -> u64| old.map_or(0, of);
        Counts {
            essays: count(|info| info.essays),
            passages: count(|info| info.passages),
            words: count(|info| info.words),
            tokens: count(|info| info.tokens),
            skipped: count(|info| info.skipped),
            placed: Placed::default(),
        }
    }

    pub(super) fn forget(&mut self, file: &KnownFile) {
        self.essays -= u64::from(file.is_essay);
        self.skipped -= u64::from(!file.is_essay);
        self.passages -= file.passages;
        self.words -= file.words;
        self.tokens -= file.tokens;
    }

    /// Counts a file that is done; `known` is what the index knew of it.
    pub(super) fn count(&mut self, done: &Done, known: Option<&KnownFile>, report: &mut Report) {
        let was_essay = u64::from(known.is_some_and(|known| known.is_essay));
        match &done.outcome {
            Outcome::Same => {
                report.unchanged += was_essay;
                return;
            }
            Outcome::Away(skip) if known.is_some() => {
                report.unchanged += was_essay;
                report.skipped.push(skip.clone());
                return;
            }
            Outcome::Read => {
                report.updated += was_essay;
                report.added += 1 - was_essay;
            }
            Outcome::Gone => report.removed += was_essay,
            Outcome::Away(skip) | Outcome::Skipped(skip) => {
                report.removed += was_essay;
                report.skipped.push(skip.clone());
            }
        }
        if let Some(known) = known {
            self.forget(known);
        }
        self.add(done);
        self.placed.extend(&done.placed);
    }

    fn add(&mut self, done: &Done) {
        match done.outcome {
            Outcome::Read => self.essays += 1,
            Outcome::Away(_) | Outcome::Skipped(_) => self.skipped += 1,
            Outcome::Same | Outcome::Gone => {}
        }
        self.passages += done.passages;
        self.words += done.words;
        self.tokens += done.tokens;
    }

    pub(super) fn fill(&self, report: &mut Report) {
        (report.essays, report.passages, report.words) = (self.essays, self.passages, self.words);
    }
}
