//! The run: a plan is made, its files go through the pipeline, and what is
//! done is committed as it goes, so that a run that is stopped is not lost.

use super::counts::Counts;
use super::found::Found;
use super::pipeline::{Pipeline, Threads};
use super::plan::Plan;
use super::{IngestError, Report, Skip};
use crate::enrich::Finders;
use crate::index::{
    IdleCorrection, Index, IndexError, Info, KnownFile, KnownFiles, Lock, Start, Writer,
    profile_hash,
};
use crate::profile::Profile;
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// tantivy's writer takes no more threads than this.
const MOST_WRITER_THREADS: usize = 8;

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
    /// Bytes of files after which what is done is committed.
    pub commit_bytes: u64,
}

/// Told of what a run does, as it does it, and asked whether to stop; called
/// from many threads.
pub trait Progress: Sync {
    /// This many files are to be read.
    fn begins(&self, files: u64);
    /// One of them is done, with this many words.
    fn file_done(&self, words: u64);
    /// All are read; the index is being committed.
    fn commits(&self);
    /// Whether the run is to end now, with what is done.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Reads, enriches and indexes the essays of folders, and commits as it goes.
///
/// Nothing is written if there is no index yet and no essay is found; the
/// report then has no essays. A rebuild that is stopped leaves the index as it
/// was; any other run that is stopped keeps what is done.
///
/// # Errors
/// If a folder is missing, the profile cannot be used or the index not be
/// written; the index is then as it was last committed.
pub fn ingest(options: &Options<'_>, progress: &dyn Progress) -> Result<Report, IngestError> {
    let began = Instant::now();
    let lock = Arc::new(Lock::take(options.index)?);
    let old = match lock.index() {
        Err(_) if options.start == Start::Rebuild => None,
        old => old?,
    };
    let mut plan = Plan::new(options, old.as_ref())?;
    let known = match &old {
        Some(old) if plan.start == Start::Update => old.known_files()?,
        _ => KnownFiles::default(),
    };
    let mut gone = plan.missing(&known);
    let mut report = Report {
        rebuilt: plan.rebuilt.take(),
        ..Report::default()
    };
    for (_, listing) in &plan.listings {
        report.skipped.extend_from_slice(&listing.skipped);
    }
    let (changed, unchanged) = plan.sort_out(&known);
    let is_essay = |key: &&u64| known.get(**key).is_some_and(|file| file.is_essay);
    report.unchanged = unchanged.iter().filter(is_essay).count() as u64;
    if let Some(old) = &old {
        let hidden = plan.hidden(&gone, old)?;
        let is_kept = |file: &&KnownFile| file.is_essay && hidden.contains(&file.key);
        report.unchanged += gone.iter().filter(is_kept).count() as u64;
        gone.retain(|file| !hidden.contains(&file.key));
        let before = skipped_before(old, &unchanged, &known)?;
        report.skipped.extend(before);
    }
    let info = old.as_ref().map(|old| old.info().clone());
    // Its files are not held open while others take their place.
    drop(old);
    let run = Run {
        options,
        plan: &plan,
        known: &known,
        changed: &changed,
        gone: &gone,
        old: info.as_ref(),
        progress,
    };
    run.carry_out(&lock, &mut report)?;
    report.skipped.sort();
    report.skipped.dedup();
    report.elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(report)
}

/// A run under way.
struct Run<'a> {
    options: &'a Options<'a>,
    plan: &'a Plan,
    /// What the index knew of files when the run began.
    known: &'a KnownFiles,
    /// Files to read, each with the number of its folder.
    changed: &'a [(u32, &'a Found)],
    /// Files whose essays leave the index.
    gone: &'a [KnownFile],
    /// What the index said of itself before.
    old: Option<&'a Info>,
    progress: &'a dyn Progress,
}

impl Run<'_> {
    /// Writes what is new, changed or gone.
    fn carry_out(&self, lock: &Arc<Lock>, report: &mut Report) -> Result<(), IngestError> {
        let mut counts = Counts::new(self.known);
        for file in self.gone {
            report.removed += u64::from(file.is_essay);
            counts.forget(file);
        }
        counts.fill(report);
        let is_all_done = self.changed.is_empty() && self.gone.is_empty();
        report.corrections = self.idle_corrections(&counts);
        let old = self.old;
        let is_as_it_was = old.is_none_or(|old| *old == self.info(&counts));
        if is_all_done && is_as_it_was && self.plan.start == Start::Update {
            return Ok(());
        }
        let threads = self.options.jobs.min(MOST_WRITER_THREADS);
        let profile = self.plan.profile.source();
        let mut writer = Writer::open(lock, profile, self.plan.start, threads)?;
        for file in self.gone {
            writer.remove(file)?;
        }
        match self.take_all(&mut writer, &mut counts, report) {
            Ok(()) if report.left > 0 && !writer.is_seen() => self.undo(old, report),
            Ok(()) if old.is_none() && report.essays == 0 => {}
            Ok(()) => {
                report.corrections = self.idle_corrections(&counts);
                self.progress.commits();
                let is_unfinished = report.left > 0;
                let committed = writer.commit(&Info {
                    is_unfinished,
                    ..self.info(&counts)
                });
                match committed {
                    Ok(()) => writer.finish(&|| self.progress.is_stopped())?,
                    Err(error) => return Err(writer.failure(error).into()),
                }
            }
            Err(IngestError::Index(error)) => return Err(writer.failure(error).into()),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Reports that nothing was done: the index is the `old` one.
    fn undo(&self, old: Option<&Info>, report: &mut Report) {
        let files = self
            .plan
            .listings
            .iter()
            .map(|(_, listing)| listing.files.len());
        *report = Report {
            left: files.sum::<usize>() as u64,
            rebuilt: report.rebuilt.take(),
            essays: old.map_or(0, |old| old.essays),
            passages: old.map_or(0, |old| old.passages),
            words: old.map_or(0, |old| old.words),
            ..Report::default()
        };
    }

    /// Takes files through the pipeline, and commits now and then.
    fn take_all(
        &self,
        writer: &mut Writer,
        counts: &mut Counts,
        report: &mut Report,
    ) -> Result<(), IngestError> {
        let finders = Finders::new(&self.plan.profile);
        let threads = Threads::start(&finders, self.options.jobs)?;
        self.progress.begins(self.changed.len() as u64);
        let mut left = self.changed;
        while !left.is_empty() {
            let (batch, rest) = left.split_at(self.batch(left));
            let pipeline = Pipeline {
                writer,
                known: self.known,
                folders: &self.plan.folders,
                progress: self.progress,
            };
            let tallied = Mutex::new((&mut *counts, &mut *report));
            pipeline.take(batch, &threads, &|done| {
                let (counts, report) = &mut *tallied.lock().expect("nobody panics with it");
                match done {
                    Some(done) => counts.count(&done, self.known.get(done.key), report),
                    None => report.left += 1,
                }
            })?;
            counts.fill(report);
            left = rest;
            if report.left > 0 {
                report.left += left.len() as u64;
                break;
            }
            if writer.is_seen() && counts.essays > 0 && !left.is_empty() {
                writer.commit(&Info {
                    is_unfinished: true,
                    ..self.info(counts)
                })?;
            }
        }
        Ok(())
    }

    /// How many of the files are taken before a commit; at least one.
    fn batch(&self, files: &[(u32, &Found)]) -> usize {
        let mut bytes = 0;
        let is_full = |(_, file): &(u32, &Found)| {
            bytes += file.size;
            bytes >= self.options.commit_bytes
        };
        let full = files.iter().position(is_full);
        full.map_or(files.len(), |last| last + 1)
    }

    fn idle_corrections(&self, counts: &Counts) -> Vec<IdleCorrection> {
        let before = self.old.map_or(&[][..], |old| &old.corrections);
        self.plan.idle_corrections(&counts.placed, before)
    }

    /// What the index says of itself once all that is counted is committed.
    fn info(&self, counts: &Counts) -> Info {
        let profile = &self.plan.profile;
        Info {
            norfolk: env!("CARGO_PKG_VERSION").to_string(),
            profile: profile.id.clone(),
            is_built_in: profile.is_built_in(),
            profile_hash: profile_hash(profile.source()),
            names: profile.names_only(),
            folders: self.plan.folders.clone(),
            essays: counts.essays,
            passages: counts.passages,
            words: counts.words,
            tokens: counts.tokens,
            skipped: counts.skipped,
            is_unfinished: false,
            corrections: self.idle_corrections(counts),
        }
    }
}

/// The files that could not be read before and have not changed since.
fn skipped_before(
    old: &Index,
    unchanged: &[u64],
    known: &KnownFiles,
) -> Result<Vec<Skip>, IndexError> {
    let is_skip = |key: &&u64| known.get(**key).is_some_and(|file| !file.is_essay);
    let skips: FxHashSet<u64> = unchanged.iter().filter(is_skip).copied().collect();
    if skips.is_empty() {
        return Ok(Vec::new());
    }
    let before = old.skipped()?.into_iter();
    Ok(before
        .filter(|(key, ..)| skips.contains(key))
        .map(|(_, path, reason)| Skip { path, reason })
        .collect())
}
