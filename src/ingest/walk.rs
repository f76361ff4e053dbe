//! Walking: which files a folder holds, and how they look from outside.
//!
//! Hidden files and what `.norfolkignore` names are passed over; a file that
//! is no regular file is reported without being opened. One thread lists folders
//! and all look at what they hold, some entries at a time: the files come in no
//! order, and no folder is held in memory.

use super::corrections::Corrections;
use super::found::{Beside, Found, Sidecars, below};
use super::load::regular_file_bytes;
use super::spool::Spooling;
use super::{IngestError, Progress, Skip};
use crate::enrich::TAGS_FILE;
use crate::index::{Base, Folder, Lock};
use crate::profile::Profile;
use crate::read::Sidecar;
use ignore::DirEntry;
use rayon::ThreadPool;
use rayon::prelude::*;
use std::fs::{self, Metadata};
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use xxhash_rust::xxh3::Xxh3;

/// How long a file's time stays the same, in nanoseconds, where it counts in
/// seconds (FAT counts in twos) and where it counts in ticks (of 10 ms at most).
const COARSE_TICK: i128 = 2_000_000_000;
const FINE_TICK: i128 = 20_000_000;

/// Entries of folders that a thread takes at once: to take one alone costs as much as to look at it.
const AT_ONCE: usize = 256;

/// What a folder holds beside the files that may be essays.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// What stands beside the files about them.
    pub(super) beside: Beside,
    /// What cannot be an essay, and why.
    pub(super) skipped: Vec<Skip>,
    /// What users correct, in the order of their files.
    pub(super) corrections: Corrections,
}

/// What a walk goes by.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    /// That of the index.
    pub(super) lock: &'a Lock,
    pub(super) progress: &'a dyn Progress,
    /// The threads that look at files.
    pub(super) pool: &'a ThreadPool,
}

/// Lists a folder (or a single file) with its number: the files that may be
/// essays go to `files`, and corrections are read by `profile`. It ends early
/// if the run is stopped.
///
/// # Errors
/// If the folder itself is missing or may not be listed, or the disk of the
/// index is full or fails.
pub(super) fn list(
    folder: &Folder,
    number: u32,
    ground: Ground<'_>,
    profile: &Profile,
    files: &mut Spooling<Found>,
) -> Result<Listing, IngestError> {
    let metadata = fs::metadata(&folder.full).map_err(|error| cannot(folder, &error))?;
    if metadata.is_dir() {
        fs::read_dir(&folder.full).map_err(|error| cannot(folder, &error))?;
    }
    let index = ground.lock.directory();
    let look = Look {
        folder,
        number,
        base: Base::of(index),
        now: SystemTime::now(),
    };
    let upward = Upward::default();
    let mut entries = entries(folder, index, &upward).take_while(|_| !ground.progress.is_stopped());
    let batches = iter::from_fn(move || {
        let batch: Vec<_> = entries.by_ref().take(AT_ONCE).collect();
        (!batch.is_empty()).then_some(batch)
    });
    let others = Mutex::new((Others::default(), files));
    ground.pool.install(|| {
        batches.par_bridge().try_for_each(|batch| {
            let batch = look.at_all(batch);
            let (others, files) = &mut *others.lock().expect("nobody panics with it");
            for file in &batch.files {
                let pushed = files.push(file);
                pushed.map_err(|error| ground.lock.refused(&error))?;
            }
            others.add(batch.others);
            ground.progress.looks(files.count());
            Ok::<_, IngestError>(())
        })
    })?;
    let (mut others, _) = others.into_inner().expect("nobody panics with it");
    for path in upward.lock().expect("nobody panics with it").iter() {
        others.skipped.push(look.skip(path, LEADS_ABOVE));
    }
    Ok(look.listing(others, profile))
}

/// Links that were not followed, since they lead to a folder above them.
type Upward = Arc<Mutex<Vec<PathBuf>>>;

/// What a folder holds that a walk looks at: all but what is hidden or to be
/// ignored, and the folder `index`.
fn entries(folder: &Folder, index: &Path, upward: &Upward) -> ignore::Walk {
    let index = fs::canonicalize(index).ok();
    let (root, upward) = (folder.full.clone(), Arc::clone(upward));
    ignore::WalkBuilder::new(&folder.full)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .add_custom_ignore_filename(".norfolkignore")
        .filter_entry(move |entry| {
            let leads_up = leads_above(entry, &root);
            if leads_up {
                let mut upward = upward.lock().expect("nobody panics with it");
                upward.push(entry.path().to_path_buf());
            }
            !leads_up && index.as_deref() != Some(entry.path())
        })
        .build()
}

/// Why a link is not followed to where it would never end, or leave the folder named.
const LEADS_ABOVE: &str = "a link that leads back to a folder above it";

/// Whether a link below `root` leads to a folder that holds `root`.
fn leads_above(entry: &DirEntry, root: &Path) -> bool {
    entry.depth() > 0
        && entry.path_is_symlink()
        && fs::canonicalize(entry.path()).is_ok_and(|target| root.starts_with(target))
}

/// How a walk looks at what it meets.
struct Look<'a> {
    folder: &'a Folder,
    number: u32,
    base: Base,
    /// When it began.
    now: SystemTime,
}

/// What a walk met that is no essay.
#[derive(Default)]
struct Others {
    skipped: Vec<Skip>,
    sidecars: Vec<PathBuf>,
    /// Files of corrections.
    tags: Vec<PathBuf>,
}

impl Others {
    fn add(&mut self, more: Others) {
        self.skipped.extend(more.skipped);
        self.sidecars.extend(more.sidecars);
        self.tags.extend(more.tags);
    }
}

/// What some entries are.
#[derive(Default)]
struct Batch {
    files: Vec<Found>,
    others: Others,
}

impl Look<'_> {
    fn at_all(&self, entries: Vec<Result<DirEntry, ignore::Error>>) -> Batch {
        let mut batch = Batch::default();
        for entry in entries {
            match entry {
                Ok(entry) => self.at(&entry, &mut batch),
                Err(error) => batch.others.skipped.push(walk_skip(self.folder, &error)),
            }
        }
        batch
    }

    fn at(&self, entry: &DirEntry, batch: &mut Batch) {
        let path = entry.path();
        let reason = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return,
            Ok(metadata) if metadata.is_file() => return self.at_file(entry, &metadata, batch),
            Ok(_) => "not a regular file".to_string(),
            Err(error) => reason(&error),
        };
        batch.others.skipped.push(self.skip(path, &reason));
    }

    fn at_file(&self, entry: &DirEntry, metadata: &Metadata, batch: &mut Batch) {
        let path = entry.path();
        if entry.file_name() == TAGS_FILE {
            batch.others.tags.push(path.to_path_buf());
            return;
        }
        if Sidecar::is_name(&entry.file_name().to_string_lossy()) {
            batch.others.sidecars.push(path.to_path_buf());
            return;
        }
        let below = path.strip_prefix(&self.folder.full).unwrap_or(path);
        batch.files.push(Found {
            key: self.base.key(path),
            folder: self.number,
            size: metadata.len(),
            modified: modified(metadata, self.now),
            below: below.as_os_str().to_os_string(),
        });
    }

    fn skip(&self, path: &Path, reason: &str) -> Skip {
        Skip {
            path: shown(self.folder, path),
            reason: reason.to_string(),
        }
    }

    /// What a folder holds beside files that may be essays.
    fn listing(&self, others: Others, profile: &Profile) -> Listing {
        let mut listing = Listing {
            skipped: others.skipped,
            ..Listing::default()
        };
        self.attach_sidecars(others.sidecars, &mut listing);
        self.attach_corrections(others.tags, profile, &mut listing);
        listing
    }

    /// Reads the sidecars of each folder and gives them to the files beside them.
    fn attach_sidecars(&self, mut sidecars: Vec<PathBuf>, listing: &mut Listing) {
        sidecars.sort_by(|a, b| (a.parent(), a).cmp(&(b.parent(), b)));
        for beside in sidecars.chunk_by(|a, b| a.parent() == b.parent()) {
            let mut hasher = Xxh3::new();
            let mut parsed = Vec::new();
            for path in beside {
                match read_sidecar(path) {
                    Ok((bytes, sidecar)) => {
                        hasher.update(&bytes);
                        parsed.push(sidecar);
                    }
                    Err(reason) => listing.skipped.push(self.skip(path, &reason)),
                }
            }
            let stamp = hasher.digest();
            let parent = beside[0].parent().unwrap_or(&self.folder.full);
            let sidecars = Sidecars { stamp, parsed };
            let known = &mut listing.beside.sidecars;
            known.insert(parent.to_path_buf(), sidecars);
        }
    }

    /// Reads the files of corrections, outer folders first, and gives what they
    /// say to the essays they speak of.
    fn attach_corrections(&self, mut tags: Vec<PathBuf>, profile: &Profile, listing: &mut Listing) {
        let depth = |path: &PathBuf| path.components().count();
        tags.sort_by(|a, b| depth(a).cmp(&depth(b)).then_with(|| a.cmp(b)));
        for path in tags {
            let shown = shown(self.folder, &path);
            let corrections =
                Corrections::read(&path, &shown, profile, &|full| self.base.key(full));
            for amended in &corrections.amended {
                let beside = &mut listing.beside;
                let of_file = beside.amended.entry(amended.full.clone()).or_default();
                of_file.push(Arc::clone(amended));
            }
            listing.corrections.add(corrections);
        }
    }
}

fn read_sidecar(path: &Path) -> Result<(Vec<u8>, Sidecar), String> {
    let bytes = regular_file_bytes(path)?;
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let sidecar = Sidecar::parse(&bytes, &name).map_err(|error| error.to_string())?;
    Ok((bytes, sidecar))
}

/// When a file last changed, as a fingerprint; 0 if that was too shortly before
/// `now` for a later change to show: one in the same tick of the clock would not.
fn modified(metadata: &Metadata, now: SystemTime) -> u64 {
    let changes = changes(metadata);
    if !changes.iter().all(|nanos| is_past(*nanos, now)) {
        return 0;
    }
    let mut hasher = Xxh3::new();
    for nanos in changes {
        hasher.update(&nanos.to_le_bytes());
    }
    hasher.digest().max(1)
}

/// When a file changed: its content, by whatever its owner says, and anything
/// about it, by what the system says. In nanoseconds since 1970.
#[cfg(unix)]
fn changes(metadata: &Metadata) -> [i128; 2] {
    use std::os::unix::fs::MetadataExt;
    let nanos = |seconds, nanos| i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
    [
        nanos(metadata.mtime(), metadata.mtime_nsec()),
        nanos(metadata.ctime(), metadata.ctime_nsec()),
    ]
}

/// When a file changed, in nanoseconds since 1970 (earlier counts as 0).
#[cfg(not(unix))]
fn changes(metadata: &Metadata) -> [i128; 1] {
    [metadata.modified().map_or(0, nanos_of)]
}

fn nanos_of(time: SystemTime) -> i128 {
    let since = time.duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i128::try_from(since.as_nanos()).unwrap_or(i128::MAX)
    })
}

/// Whether the clock that a time was taken from has gone on since: a file
/// system that counts in whole seconds may count in twos.
fn is_past(nanos: i128, now: SystemTime) -> bool {
    let is_coarse = nanos % 1_000_000_000 == 0;
    let tick = if is_coarse { COARSE_TICK } else { FINE_TICK };
    nanos + tick < nanos_of(now)
}

/// The path shown for a file with this full path.
fn shown(folder: &Folder, path: &Path) -> String {
    folder.shown(&below(path.strip_prefix(&folder.full).unwrap_or(path)))
}

fn walk_skip(folder: &Folder, error: &ignore::Error) -> Skip {
    let message = match error.io_error() {
        Some(error) => reason(error),
        None => LEADS_ABOVE.to_string(),
    };
    Skip {
        path: error_path(error).map_or_else(|| folder.shown(""), |path| shown(folder, path)),
        reason: message,
    }
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            error_path(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

fn cannot(folder: &Folder, error: &std::io::Error) -> IngestError {
    IngestError::Folder {
        path: PathBuf::from(&folder.given),
        reason: reason(error),
    }
}

/// The system's reason, in words a reader of essays knows.
pub(super) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_string(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_string(),
        _ => error.to_string(),
    }
}
