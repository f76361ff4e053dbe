//! Sorting out: which of the files that were found are new or changed, which
//! are as they were, and which that the index knows are gone.
//!
//! What was found and what is known are joined by key, so many keys at a time
//! that memory does not grow with the corpus.
//!
//! Source: the partitions of a hash join (Kitsuregawa, Tanaka and Moto-oka
//! 1983); keys are hashes, so ranges of them are of one size.

use super::found::Found;
use super::plan::Plan;
use super::spool::{Spool, Spooling};
use super::{IngestError, Skip};
use crate::index::{FileState, Index, KnownFile, KnownFiles, Lock, Start};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::io;
use std::ops::RangeInclusive;

/// Files that are joined at a time: what is known of them takes some 34 MB, less
/// than a run holds later on.
const JOINED: u64 = 1 << 19;

/// A file that is new or changed, and what the index knows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Changed {
    pub(super) found: Found,
    pub(super) known: Option<KnownFile>,
}

/// What a run has to do, and what it has not.
pub(super) struct Sorted {
    /// Files to read.
    pub(super) changed: Spool<Changed>,
    /// Files whose documents leave the index.
    pub(super) gone: Spool<KnownFile>,
    /// How many essays are as they were.
    pub(super) unchanged: u64,
    /// Files that could not be read before and have not changed since.
    pub(super) skipped: Vec<Skip>,
}

/// Sorts out what was `found` by what the index as it is, `old`, knows; and
/// tells corrections of the plan whether their essays are there.
///
/// # Errors
/// If the old index is damaged, or the disk of the index is full or fails.
pub(super) fn sort_out(
    plan: &mut Plan,
    mut found: Spool<Found>,
    old: Option<&Index>,
    lock: &Lock,
) -> Result<Sorted, IngestError> {
    let refused = |error: io::Error| IngestError::from(lock.refused(&error));
    let old = old.filter(|_| plan.start == Start::Update);
    let mut join = Join {
        plan,
        old,
        changed: Spooling::begin(lock.directory()),
        gone: Spooling::begin(lock.directory()),
        unchanged: 0,
        unread: FxHashSet::default(),
        met: Met::of(plan),
    };
    let known = old.map_or(0, |old| old.info().essays + old.info().skipped);
    let is_one = known == 0 && plan.listings.len() < 2;
    let parts = if is_one {
        1
    } else {
        found.count().max(known).div_ceil(JOINED)
    };
    for keys in key_ranges(parts) {
        let known = old.map(|old| old.known_files(keys.clone()));
        let known = known.transpose()?.unwrap_or_default();
        let files = found.records().map_err(refused)?;
        join.part(&keys, files, &known, &refused)?;
    }
    let skipped = join.skipped()?;
    let Join {
        changed,
        gone,
        unchanged,
        met,
        ..
    } = join;
    for (number, listing) in &mut plan.listings {
        let is_there = |key| met.essays.contains(&(*number, key));
        listing.corrections.lose(is_there);
    }
    Ok(Sorted {
        changed: changed.end().map_err(refused)?,
        gone: gone.end().map_err(refused)?,
        unchanged,
        skipped,
    })
}

/// Ranges that part all keys, of one size.
fn key_ranges(parts: u64) -> impl Iterator<Item = RangeInclusive<u64>> {
    let size = u64::MAX / parts.max(1);
    let last = parts.max(1) - 1;
    (0..=last).map(move |part| {
        let end = if part == last {
            u64::MAX
        } else {
            (part + 1) * size - 1
        };
        part * size..=end
    })
}

/// The essays that corrections speak of.
struct Met {
    /// Their keys.
    sought: FxHashSet<u64>,
    /// Those that were found, with the number of the folder.
    essays: FxHashSet<(u32, u64)>,
}

impl Met {
    fn of(plan: &Plan) -> Met {
        let listings = plan.listings.iter();
        let amended = listings.flat_map(|(_, listing)| &listing.corrections.amended);
        Met {
            sought: amended.map(|one| one.key).collect(),
            essays: FxHashSet::default(),
        }
    }

    fn meets(&mut self, file: &Found) {
        if self.sought.contains(&file.key) {
            self.essays.insert((file.folder, file.key));
        }
    }
}

/// A join under way.
struct Join<'a> {
    plan: &'a Plan,
    old: Option<&'a Index>,
    changed: Spooling<Changed>,
    gone: Spooling<KnownFile>,
    unchanged: u64,
    /// Keys of files that could not be read before and have not changed since.
    unread: FxHashSet<u64>,
    met: Met,
}

impl Join<'_> {
    /// Joins the files whose keys are among `keys` with those that are `known`.
    fn part(
        &mut self,
        keys: &RangeInclusive<u64>,
        files: impl Iterator<Item = io::Result<Found>>,
        known: &KnownFiles,
        refused: &dyn Fn(io::Error) -> IngestError,
    ) -> Result<(), IngestError> {
        let mut is_there = vec![false; known.as_slice().len()];
        let mut seen = FxHashSet::default();
        for file in files {
            let file = file.map_err(refused)?;
            if !keys.contains(&file.key) {
                continue;
            }
            self.met.meets(&file);
            // A file that stands in two folders belongs to the inner one, which was listed first.
            if self.plan.listings.len() > 1 && !seen.insert(file.key) {
                continue;
            }
            let place = known.place(file.key);
            let known = place.map(|place| known.as_slice()[place]);
            if let Some(place) = place {
                is_there[place] = true;
            }
            match known.filter(|known| self.is_same(known, &file)) {
                Some(same) if same.is_essay => self.unchanged += 1,
                Some(_) => _ = self.unread.insert(file.key),
                None => {
                    let changed = Changed { found: file, known };
                    self.changed.push(&changed).map_err(refused)?;
                }
            }
        }
        let known = known.as_slice().iter().zip(is_there);
        let missing =
            known.filter(|(file, is_there)| !is_there && self.plan.is_listed(file.folder));
        self.miss(missing.map(|(file, _)| *file).collect(), refused)
    }

    fn is_same(&self, known: &KnownFile, file: &Found) -> bool {
        known.folder == file.folder && looks_the_same(known.state, self.plan.file(file).state())
    }

    /// Takes note of known files that were not found.
    fn miss(
        &mut self,
        missing: Vec<KnownFile>,
        refused: &dyn Fn(io::Error) -> IngestError,
    ) -> Result<(), IngestError> {
        let hidden = self.hidden(&missing)?;
        for file in missing {
            if hidden.contains(&file.key) {
                self.unchanged += u64::from(file.is_essay);
            } else {
                self.gone.push(&file).map_err(refused)?;
            }
        }
        Ok(())
    }

    /// Keys of those missing files that stand below what could not be listed:
    /// they may be there.
    fn hidden(&self, missing: &[KnownFile]) -> Result<FxHashSet<u64>, IngestError> {
        let listings = self.plan.listings.iter();
        let skips = listings.flat_map(|(_, listing)| &listing.skipped);
        let unlisted: Vec<String> = skips.map(|skip| format!("{}/", skip.path)).collect();
        let old = self
            .old
            .filter(|_| !unlisted.is_empty() && !missing.is_empty());
        let Some(old) = old else {
            return Ok(FxHashSet::default());
        };
        let keys = missing.iter().map(|file| file.key).collect();
        let mut paths = old.shown_paths(&keys)?;
        paths.retain(|_, path| unlisted.iter().any(|folder| path.starts_with(folder)));
        Ok(paths.into_keys().collect())
    }

    /// What could not be read before and has not changed since.
    fn skipped(&self) -> Result<Vec<Skip>, IngestError> {
        let old = self.old.filter(|_| !self.unread.is_empty());
        let skipped = old.map(Index::skipped).transpose()?.unwrap_or_default();
        let unread = skipped
            .into_iter()
            .filter(|(key, ..)| self.unread.contains(key));
        Ok(unread
            .map(|(_, path, reason)| Skip { path, reason })
            .collect())
    }
}

/// Whether a file need not be read. Times of 0 could hide a change.
fn looks_the_same(known: FileState, now: FileState) -> bool {
    now.modified != 0 && (known.size, known.modified) == (now.size, now.modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_keys_part_all_of_them() {
        for parts in [0, 1, 2, 3, 7, 1000] {
            let ranges: Vec<_> = key_ranges(parts).collect();
            assert_eq!(ranges.len() as u64, parts.max(1));
            assert_eq!(*ranges[0].start(), 0);
            assert_eq!(*ranges[ranges.len() - 1].end(), u64::MAX);
            let meet = |pair: &[RangeInclusive<u64>]| pair[0].end() + 1 == *pair[1].start();
            assert!(ranges.windows(2).all(meet));
        }
    }
}
