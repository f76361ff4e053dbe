//! The run: a plan is made, its files go through the pipeline, one commit ends it.

use super::counts::Counts;
use super::pipeline::Pipeline;
use super::plan::Plan;
use super::{IngestError, Report, Skip};
use crate::index::{Index, IndexError, Info, KnownFile, Start, Writer, profile_hash};
use crate::profile::Profile;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How a run is to go.
#[derive(Debug)]
pub struct Options<'a> {
    /// Where the index is, or goes.
    pub index: &'a Path,
    /// The folders to look at, as given; empty: all that the index knows.
    pub folders: &'a [PathBuf],
    /// The profile asked for; `None`: the one the index was made with, or `default_profile`.
    pub profile: Option<Profile>,
    /// Name of the built-in profile for a new index.
    pub default_profile: &'a str,
    /// Whether to start over.
    pub start: Start,
    /// Number of threads.
    pub jobs: usize,
}

/// Told of what a run does, as it does it; called from many threads.
pub trait Progress: Sync {
    /// This many files are to be read.
    fn begins(&self, files: u64);
    /// One of them is done, with this many words.
    fn file_done(&self, words: u64);
    /// All are read; the index is being committed.
    fn commits(&self);
}

/// Reads, enriches and indexes the essays of folders, and commits.
///
/// Nothing is written if there is no index yet and no essay is found; the
/// report then has no essays.
///
/// # Errors
/// If a folder is missing, the profile cannot be used or the index not be
/// written; the index is then as it was.
pub fn ingest(options: &Options<'_>, progress: &dyn Progress) -> Result<Report, IngestError> {
    let began = Instant::now();
    let old = match Index::open(options.index) {
        Ok(index) => Some(index),
        Err(IndexError::Missing(_)) => None,
        Err(_) if options.start == Start::Rebuild => None,
        Err(error) => return Err(error.into()),
    };
    let plan = Plan::new(options, old.as_ref())?;
    let mut report = plan.carry_out(options, old, progress)?;
    report.elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(report)
}

impl Plan {
    fn carry_out(
        mut self,
        options: &Options<'_>,
        old: Option<Index>,
        progress: &dyn Progress,
    ) -> Result<Report, IngestError> {
        let mut report = Report {
            rebuilt: self.rebuilt.take(),
            ..Report::default()
        };
        for (_, listing) in &mut self.listings {
            report.skipped.append(&mut listing.skipped);
        }
        let is_first = old.is_none();
        if is_first
            && self
                .listings
                .iter()
                .all(|(_, listing)| listing.files.is_empty())
        {
            return Ok(report);
        }
        let writer = Writer::open(
            options.index,
            self.profile.source(),
            self.start,
            options.jobs.min(8),
        )?;
        let known = writer.known();
        let mut counts = Counts::new(known);
        let (changed, unchanged) = self.sort_out(known);
        if let Some(old) = &old {
            report
                .skipped
                .extend(skipped_before(old, &unchanged, known)?);
        }
        report.unchanged = unchanged.iter().filter(|key| known[key].is_essay).count() as u64;
        for key in self.gone(known) {
            writer.remove(key);
            report.removed += u64::from(known[&key].is_essay);
            counts.forget(&known[&key]);
        }
        drop(old);
        let pipeline = Pipeline {
            writer: &writer,
            folders: &self.folders,
            progress,
        };
        let done = pipeline.take(&changed, &self.profile, options.jobs)?;
        for file in done {
            counts.count(&file, known.get(&file.key), &mut report);
        }
        counts.fill(&mut report);
        if is_first && report.essays == 0 {
            writer.abandon();
            return Ok(report);
        }
        progress.commits();
        let info = self.info(&report, &counts);
        writer.commit(&info)?;
        report.skipped.sort();
        report.skipped.dedup();
        Ok(report)
    }

    fn info(&self, report: &Report, counts: &Counts) -> Info {
        Info {
            norfolk: env!("CARGO_PKG_VERSION").to_string(),
            profile: self.profile.id.clone(),
            is_built_in: self.profile.is_built_in(),
            profile_hash: profile_hash(self.profile.source()),
            folders: self.folders.clone(),
            essays: report.essays,
            passages: report.passages,
            words: report.words,
            tokens: counts.tokens,
            skipped: counts.skipped,
        }
    }
}

/// The files that could not be read before and have not changed since.
fn skipped_before(
    old: &Index,
    unchanged: &[u64],
    known: &FxHashMap<u64, KnownFile>,
) -> Result<Vec<Skip>, IndexError> {
    if unchanged.iter().all(|key| known[key].is_essay) {
        return Ok(Vec::new());
    }
    let unchanged: FxHashSet<u64> = unchanged.iter().copied().collect();
    let skips = old.skipped()?.into_iter();
    Ok(skips
        .filter(|(key, ..)| unchanged.contains(key))
        .map(|(_, path, reason)| Skip { path, reason })
        .collect())
}
