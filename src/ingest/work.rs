//! The run: which files are new or changed, and the pipeline each goes through.

use super::counts::{Counts, Done, Read};
use super::walk::{self, Found, Listing};
use super::{IngestError, Report, Skip};
use crate::enrich::{Enricher, Finders};
use crate::index::{
    FileDocuments, FilePlace, FileState, Folder, Index, IndexError, Info, KnownFile, Start, Writer,
    essay_documents, profile_hash, skip_document,
};
use crate::profile::Profile;
use crate::read::{self, ReadError};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A file larger than this is no essay: reading it would take several times
/// its size in memory.
const LARGEST_FILE_BYTES: u64 = 64 << 20;

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
pub fn ingest(options: Options<'_>, progress: &dyn Progress) -> Result<Report, IngestError> {
    let began = Instant::now();
    let old = match Index::open(options.index) {
        Ok(index) => Some(index),
        Err(IndexError::Missing(_)) => None,
        Err(_) if options.start == Start::Rebuild => None,
        Err(error) => return Err(error.into()),
    };
    let plan = Plan::new(&options, old.as_ref())?;
    let mut report = plan.carry_out(&options, old, progress)?;
    report.elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(report)
}

/// What a run is going to do.
struct Plan {
    profile: Profile,
    start: Start,
    rebuilt: Option<String>,
    /// All folders of the index, those of this run included.
    folders: Vec<Folder>,
    /// What the folders of this run hold, by number of the folder; innermost first.
    listings: Vec<(u32, Listing)>,
}

impl Plan {
    fn new(options: &Options<'_>, old: Option<&Index>) -> Result<Plan, IngestError> {
        let profile = choose_profile(options, old)?;
        let rebuilt = old.and_then(|old| reason_to_rebuild(old.info(), &profile, options.start));
        let start = if rebuilt.is_some() {
            Start::Rebuild
        } else {
            options.start
        };
        let mut folders = old.map_or_else(Vec::new, |old| old.info().folders.clone());
        let mut asked = FxHashSet::default();
        for given in options.folders {
            asked.insert(add_folder(&mut folders, given)?);
        }
        if folders.is_empty() {
            return Err(IngestError::NoFolder);
        }
        let all = asked.is_empty() || start == Start::Rebuild;
        let mut listings = Vec::new();
        for (number, folder) in (0..).zip(&folders) {
            // Who names a folder means all that is below it.
            let is_meant = asked
                .iter()
                .any(|asked| folder.full.starts_with(&folders[*asked as usize].full));
            if !all && !is_meant {
                continue;
            }
            match walk::list(folder, options.index) {
                Ok(listing) => listings.push((number, listing)),
                Err(error) if asked.contains(&number) => return Err(error),
                // The folder around it is there, so this one is gone and not away.
                Err(_) if is_gone(folder, &folders) => {
                    listings.push((number, Listing::default()));
                }
                Err(error) if start == Start::Rebuild => return Err(error),
                // A folder of old that is away (a stick, a share): its essays stay.
                Err(error) => listings.push((u32::MAX, away(folder, &error))),
            }
        }
        listings.sort_by_key(|(number, _)| Reverse(depth(&folders, *number)));
        Ok(Plan {
            profile,
            start,
            rebuilt,
            folders,
            listings,
        })
    }

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
        let done = self.read_all(&changed, &writer, options.jobs, progress)?;
        for file in done {
            counts.count(&file, known.get(&file.key), &mut report);
        }
        counts.fill(&mut report);
        if is_first && report.essays == 0 {
            return Ok(report);
        }
        progress.commits();
        let info = self.info(&report, &counts);
        writer.commit(&info)?;
        report.skipped.sort();
        report.skipped.dedup();
        Ok(report)
    }

    /// Parts the files into those to read (with their folder) and the keys of those that are as they were.
    fn sort_out(&self, known: &FxHashMap<u64, KnownFile>) -> (Vec<(u32, &Found)>, Vec<u64>) {
        let mut seen = FxHashSet::default();
        let (mut changed, mut unchanged) = (Vec::new(), Vec::new());
        // A file that stands in two folders belongs to the inner one, whichever was named last.
        for (number, listing) in &self.listings {
            for file in &listing.files {
                if !seen.insert(file.key) {
                    continue;
                }
                let is_same = known.get(&file.key).is_some_and(|known| {
                    known.folder == *number
                        && known.state.size == file.state.size
                        && known.state.modified == file.state.modified
                });
                if is_same {
                    unchanged.push(file.key);
                } else {
                    changed.push((*number, file));
                }
            }
        }
        (changed, unchanged)
    }

    /// Known files of this run's folders that are no longer there; sorted.
    fn gone(&self, known: &FxHashMap<u64, KnownFile>) -> Vec<u64> {
        let looked_at: FxHashSet<u32> = self.listings.iter().map(|(number, _)| *number).collect();
        let there: FxHashSet<u64> = self
            .listings
            .iter()
            .flat_map(|(_, l)| &l.files)
            .map(|file| file.key)
            .collect();
        let mut gone: Vec<u64> = known
            .iter()
            .filter(|(key, file)| looked_at.contains(&file.folder) && !there.contains(key))
            .map(|(key, _)| *key)
            .collect();
        gone.sort_unstable();
        gone
    }

    fn read_all(
        &self,
        files: &[(u32, &Found)],
        writer: &Writer,
        jobs: usize,
        progress: &dyn Progress,
    ) -> Result<Vec<Done>, IngestError> {
        let finders = Finders::new(&self.profile);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build()
            .map_err(|_| IngestError::Threads(jobs))?;
        progress.begins(files.len() as u64);
        let failure = Mutex::new(None);
        let done = pool.install(|| {
            files
                .par_iter()
                .with_max_len(16)
                .map_init(
                    || Enricher::new(&finders),
                    |enricher, (folder, file)| {
                        let (documents, done) =
                            process(enricher, writer, &self.folders, *folder, file);
                        progress.file_done(documents.as_ref().map_or(0, |d| d.words));
                        if let Some(documents) = documents
                            && let Err(error) = writer.replace(documents)
                        {
                            failure
                                .lock()
                                .expect("no thread panics with it")
                                .get_or_insert(error);
                            return None;
                        }
                        Some(done)
                    },
                )
                .while_some()
                .collect()
        });
        match failure.into_inner().expect("no thread panics with it") {
            Some(error) => Err(error.into()),
            None => Ok(done),
        }
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

/// Takes one file through the pipeline; no documents if it need not be written.
fn process(
    enricher: &mut Enricher<'_>,
    writer: &Writer,
    folders: &[Folder],
    folder: u32,
    file: &Found,
) -> (Option<FileDocuments>, Done) {
    let place = FilePlace {
        key: file.key,
        folder,
        below: file.below.clone(),
    };
    let done = |outcome| Done {
        key: file.key,
        passages: 0,
        words: 0,
        tokens: 0,
        outcome,
    };
    let skip = |state: FileState, reason: String| {
        let documents = skip_document(writer.fields(), place.clone(), state, reason.clone());
        let path = folders[folder as usize].shown(&file.below);
        (Some(documents), done(Err(Skip { path, reason })))
    };
    let (bytes, state) = match load(file) {
        Ok(loaded) => loaded,
        Err(reason) => return skip(file.state, reason),
    };
    let known = writer.known().get(&file.key);
    if known.is_some_and(|known| {
        known.is_essay && known.state.hash == state.hash && known.folder == folder
    }) {
        return (None, done(Ok(Read::Same)));
    }
    let name = file.full.file_name().unwrap_or_default().to_string_lossy();
    let read = catch_unwind(AssertUnwindSafe(|| {
        let mut essay = read::read(&bytes, &name)?;
        for sidecar in file.sidecars.iter().flat_map(|sidecars| &sidecars.parsed) {
            sidecar.apply(&name, &mut essay);
        }
        Ok::<_, ReadError>(enricher.enrich(&essay))
    }));
    match read {
        Ok(Ok((enriched, words))) => {
            let forms = enricher.forms();
            let documents = essay_documents(writer.fields(), place, state, enriched, &words, forms);
            let done = Done {
                key: file.key,
                passages: documents.passages,
                words: documents.words,
                tokens: documents.tokens,
                outcome: Ok(Read::Changed),
            };
            (Some(documents), done)
        }
        Ok(Err(error)) => skip(state, error.to_string()),
        Err(_) => skip(
            state,
            "norfolk failed on it; please report this file".to_string(),
        ),
    }
}

/// Reads a file's bytes and hashes them, sidecars included.
fn load(file: &Found) -> Result<(Vec<u8>, FileState), String> {
    if file.state.size > LARGEST_FILE_BYTES {
        let limit = LARGEST_FILE_BYTES >> 20;
        return Err(format!("larger than {limit} MB: part it into essays"));
    }
    let bytes = fs::read(&file.full).map_err(|error| walk::reason(&error))?;
    let seed = file.sidecars.as_ref().map_or(0, |sidecars| sidecars.stamp);
    let hash = xxh3_64_with_seed(&bytes, seed);
    Ok((bytes, FileState { hash, ..file.state }))
}

fn choose_profile(options: &Options<'_>, old: Option<&Index>) -> Result<Profile, IngestError> {
    if let Some(profile) = &options.profile {
        return Ok(profile.clone());
    }
    match old {
        Some(old) if old.info().is_built_in => Ok(Profile::built_in(&old.info().profile)?),
        Some(old) => Ok(Profile::from_toml(old.profile(), "profile.toml")?),
        None => Ok(Profile::built_in(options.default_profile)?),
    }
}

/// Why everything must be enriched anew, if it must.
fn reason_to_rebuild(old: &Info, profile: &Profile, start: Start) -> Option<String> {
    if start == Start::Rebuild {
        return None;
    }
    if old.norfolk != env!("CARGO_PKG_VERSION") {
        return Some(format!("the index was made by norfolk {}", old.norfolk));
    }
    if old.profile_hash != profile_hash(profile.source()) {
        return Some(format!(
            "profile `{}` is not the one the index was made with",
            profile.id
        ));
    }
    None
}

/// The number of a folder among those of the index, new if it is.
fn add_folder(folders: &mut Vec<Folder>, given: &Path) -> Result<u32, IngestError> {
    let full = fs::canonicalize(given).map_err(|error| IngestError::Folder {
        path: given.to_path_buf(),
        reason: walk::reason(&error),
    })?;
    let given = given.to_string_lossy().replace('\\', "/");
    let number = match folders.iter().position(|folder| folder.full == full) {
        Some(number) => {
            folders[number].given = given;
            number
        }
        None => {
            folders.push(Folder { given, full });
            folders.len() - 1
        }
    };
    Ok(u32::try_from(number).expect("fewer than 2^32 folders"))
}

/// Whether a folder is no longer there, and another of the index holds its place.
fn is_gone(folder: &Folder, folders: &[Folder]) -> bool {
    let holds = |outer: &Folder| {
        outer.full != folder.full && folder.full.starts_with(&outer.full) && outer.full.exists()
    };
    !folder.full.exists() && folders.iter().any(holds)
}

/// How deep a folder lies; 0 for one that is not of the index.
fn depth(folders: &[Folder], number: u32) -> usize {
    let folder = folders.get(number as usize);
    folder.map_or(0, |folder| folder.full.components().count())
}

fn away(folder: &Folder, error: &IngestError) -> Listing {
    let reason = match error {
        IngestError::Folder { reason, .. } => format!("{reason}; its essays stay in the index"),
        error => error.to_string(),
    };
    Listing {
        files: Vec::new(),
        skipped: vec![Skip {
            path: folder.given.clone(),
            reason,
        }],
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
