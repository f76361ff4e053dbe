//! The run: a plan is made, its files go through the pipeline, and what is
//! done is committed as it goes, so that a run that is stopped is not lost.

use super::counts::Counts;
use super::pipeline::{Pipeline, Threads};
use super::plan::Plan;
use super::sort_out::{Changed, Sorted, sort_out};
use super::spool::{Records, Spool};
use super::walk::Ground;
use super::{IngestError, Report};
use crate::enrich::Finders;
use crate::index::{IdleCorrection, Info, KnownFile, Lock, Start, Writer, profile_hash};
use crate::profile::Profile;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// tantivy's writer takes no more threads than this.
const MOST_WRITER_THREADS: usize = 8;
/// What a file counts at least towards a commit: documents that are replaced
/// wait for it in memory, however small they are.
const LEAST_BYTES: u64 = 2 << 10;
/// Files whose documents are removed before a commit.
const REMOVED_AT_ONCE: u64 = 100_000;

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
    /// Folders are looked through; so many files were found by now.
    fn looks(&self, _files: u64) {}
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
    let pool = pool(options.jobs)?;
    let ground = Ground {
        lock: &lock,
        progress,
        pool: &pool,
    };
    let (mut plan, found) = Plan::new(options, old.as_ref(), ground)?;
    let mut report = Report {
        rebuilt: plan.rebuilt.take(),
        ..Report::default()
    };
    let info = old.as_ref().map(|old| old.info().clone());
    let files = found.count();
    // What is not listed to its end says nothing of what is gone.
    if progress.is_stopped() {
        undo(info.as_ref(), files, &mut report);
        report.elapsed_ms = elapsed_ms(began);
        return Ok(report);
    }
    let sorted = sort_out(&mut plan, found, old.as_ref(), &lock)?;
    // Its files are not held open while others take their place.
    drop(old);
    for (_, listing) in &plan.listings {
        report.skipped.extend_from_slice(&listing.skipped);
    }
    report.skipped.extend_from_slice(&sorted.skipped);
    report.unchanged = sorted.unchanged;
    let run = Run {
        options,
        plan: &plan,
        lock: &lock,
        pool: &pool,
        files,
        old: info.as_ref(),
        progress,
    };
    run.carry_out(sorted, &mut report)?;
    report.skipped.sort();
    report.skipped.dedup();
    report.elapsed_ms = elapsed_ms(began);
    Ok(report)
}

/// Starts the threads of a run.
fn pool(jobs: usize) -> Result<ThreadPool, IngestError> {
    let pool = ThreadPoolBuilder::new().num_threads(jobs).build();
    pool.map_err(|_| IngestError::Threads(jobs))
}

fn elapsed_ms(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Reports that nothing was done with so many files: the index is the `old` one.
fn undo(old: Option<&Info>, files: u64, report: &mut Report) {
    *report = Report {
        stopped: true,
        left: files,
        rebuilt: report.rebuilt.take(),
        essays: old.map_or(0, |old| old.essays),
        passages: old.map_or(0, |old| old.passages),
        words: old.map_or(0, |old| old.words),
        ..Report::default()
    };
}

/// A run under way.
struct Run<'a> {
    options: &'a Options<'a>,
    plan: &'a Plan,
    lock: &'a Arc<Lock>,
    pool: &'a ThreadPool,
    /// How many files were found.
    files: u64,
    /// What the index said of itself before.
    old: Option<&'a Info>,
    progress: &'a dyn Progress,
}

impl Run<'_> {
    /// Writes what is new, changed or gone.
    fn carry_out(&self, sorted: Sorted, report: &mut Report) -> Result<(), IngestError> {
        let Sorted { changed, gone, .. } = sorted;
        let mut counts = Counts::of(self.old.filter(|_| self.plan.start == Start::Update));
        counts.fill(report);
        let is_all_done = changed.count() == 0 && gone.count() == 0;
        report.corrections = self.idle_corrections(&counts);
        let old = self.old;
        let is_as_it_was = old.is_none_or(|old| *old == self.info(&counts));
        if is_all_done && is_as_it_was && self.plan.start == Start::Update {
            return Ok(());
        }
        let threads = self.options.jobs.min(MOST_WRITER_THREADS);
        let profile = self.plan.profile.source();
        let mut writer = Writer::open(self.lock, profile, self.plan.start, threads)?;
        let removed = self.remove_all(gone, &mut writer, &mut counts, report);
        let taken = removed.and_then(|()| self.take_all(changed, &mut writer, &mut counts, report));
        match taken {
            Ok(()) if report.stopped && !writer.is_seen() => undo(old, self.files, report),
            Ok(()) if old.is_none() && report.essays == 0 => {}
            Ok(()) => {
                report.corrections = self.idle_corrections(&counts);
                self.progress.commits();
                let is_unfinished = report.stopped;
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

    /// Removes the documents of files that are gone.
    fn remove_all(
        &self,
        mut gone: Spool<KnownFile>,
        writer: &mut Writer,
        counts: &mut Counts,
        report: &mut Report,
    ) -> Result<(), IngestError> {
        for (number, file) in (1..).zip(gone.records().map_err(|error| self.refused(&error))?) {
            let file = file.map_err(|error| self.refused(&error))?;
            writer.remove(&file)?;
            report.removed += u64::from(file.is_essay);
            counts.forget(&file);
            if number % REMOVED_AT_ONCE == 0 {
                self.commit_some(writer, counts)?;
            }
        }
        counts.fill(report);
        Ok(())
    }

    /// Takes files through the pipeline, and commits now and then.
    fn take_all(
        &self,
        mut changed: Spool<Changed>,
        writer: &mut Writer,
        counts: &mut Counts,
        report: &mut Report,
    ) -> Result<(), IngestError> {
        self.progress.begins(changed.count());
        if changed.count() == 0 {
            return Ok(());
        }
        let profile = self.plan.whole_profile()?;
        let finders = Finders::new(&profile);
        let threads = Threads::new(self.pool, &finders);
        let mut files = changed.records().map_err(|error| self.refused(&error))?;
        while files.left() > 0 {
            let batch = Batch {
                files: &mut files,
                bytes: self.options.commit_bytes.max(1),
                lock: self.lock,
            };
            let pipeline = Pipeline {
                writer,
                plan: self.plan,
                progress: self.progress,
            };
            let tallied = Mutex::new((&mut *counts, &mut *report));
            pipeline.take(batch, &threads, &|done| {
                let (counts, report) = &mut *tallied.lock().expect("nobody panics with it");
                match done {
                    Some((done, known)) => counts.count(&done, known.as_ref(), report),
                    None => report.left += 1,
                }
            })?;
            counts.fill(report);
            if report.left > 0 {
                report.stopped = true;
                report.left += files.left();
                break;
            }
            if files.left() > 0 {
                self.commit_some(writer, counts)?;
            }
        }
        Ok(())
    }

    /// Commits what is done, if that is seen before the run ends.
    fn commit_some(&self, writer: &mut Writer, counts: &Counts) -> Result<(), IngestError> {
        if writer.is_seen() && counts.essays > 0 {
            writer.commit(&Info {
                is_unfinished: true,
                ..self.info(counts)
            })?;
        }
        Ok(())
    }

    fn refused(&self, error: &io::Error) -> IngestError {
        self.lock.refused(error).into()
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

/// The files that are taken before a commit; at least one.
struct Batch<'r, 's> {
    files: &'r mut Records<'s, Changed>,
    /// How many bytes of files it still takes.
    bytes: u64,
    lock: &'r Lock,
}

impl Iterator for Batch<'_, '_> {
    type Item = Result<Changed, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.bytes == 0 {
            return None;
        }
        let file = self.files.next()?;
        if let Ok(file) = &file {
            self.bytes = self.bytes.saturating_sub(file.found.size.max(LEAST_BYTES));
        }
        Some(file.map_err(|error| self.lock.refused(&error).into()))
    }
}
