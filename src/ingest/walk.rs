//! Walking: which files a folder holds, and how they look from outside.
//!
//! Hidden files and what `.norfolkignore` names are passed over; a file that
//! is no regular file is reported without being opened. Files come in the order
//! of the system's, as they are met: no folder is held in memory.

use super::corrections::Corrections;
use super::found::{Beside, Found, Sidecars, below};
use super::load::regular_file_bytes;
use super::spool::Spooling;
use super::{IngestError, Progress, Skip};
use crate::enrich::TAGS_FILE;
use crate::index::{Base, Folder, Lock};
use crate::profile::Profile;
use crate::read::Sidecar;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use xxhash_rust::xxh3::Xxh3;

/// How long a file's time stays the same, in nanoseconds, where it counts in
/// seconds (FAT counts in twos) and where it counts in ticks (of 10 ms at most).
const COARSE_TICK: i128 = 2_000_000_000;
const FINE_TICK: i128 = 20_000_000;

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

/// Where a walk takes place.
pub(super) struct Ground<'a> {
    pub(super) lock: &'a Lock,
    pub(super) profile: &'a Profile,
    pub(super) progress: &'a dyn Progress,
}

/// Lists a folder (or a single file) with its number: the files that may be
/// essays go to `files`. It ends early if the run is stopped.
///
/// # Errors
/// If the folder itself is missing or may not be listed, or the disk of the
/// index is full or fails.
pub(super) fn list(
    folder: &Folder,
    number: u32,
    ground: &Ground<'_>,
    files: &mut Spooling<Found>,
) -> Result<Listing, IngestError> {
    let metadata = fs::metadata(&folder.full).map_err(|error| cannot(folder, &error))?;
    if metadata.is_dir() {
        fs::read_dir(&folder.full).map_err(|error| cannot(folder, &error))?;
    }
    let index = ground.lock.directory();
    let mut walk = Walk {
        folder,
        number,
        base: Base::of(index),
        now: SystemTime::now(),
        files,
        listing: Listing::default(),
        sidecars: Vec::new(),
        tags: Vec::new(),
    };
    let index = fs::canonicalize(index).ok();
    let root = folder.full.clone();
    let upward: Arc<Mutex<Vec<PathBuf>>> = Arc::default();
    let met = Arc::clone(&upward);
    let walker = ignore::WalkBuilder::new(&folder.full)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .add_custom_ignore_filename(".norfolkignore")
        .filter_entry(move |entry| {
            let leads_up = leads_above(entry, &root);
            if leads_up {
                let mut met = met.lock().expect("nobody panics with it");
                met.push(entry.path().to_path_buf());
            }
            !leads_up && index.as_deref() != Some(entry.path())
        })
        .build();
    for entry in walker.take_while(|_| !ground.progress.is_stopped()) {
        match entry {
            Ok(entry) => {
                let taken = walk.take(&entry);
                taken.map_err(|error| ground.lock.refused(&error))?;
                ground.progress.looks(walk.files.count());
            }
            Err(error) => walk.listing.skipped.push(walk_skip(folder, &error)),
        }
    }
    for path in upward.lock().expect("nobody panics with it").iter() {
        walk.listing.skip(folder, path, LEADS_ABOVE);
    }
    walk.attach_sidecars();
    walk.attach_corrections(ground.profile);
    Ok(walk.listing)
}

/// Why a link is not followed to where it would never end, or leave the folder named.
const LEADS_ABOVE: &str = "a link that leads back to a folder above it";

/// Whether a link below `root` leads to a folder that holds `root`.
fn leads_above(entry: &ignore::DirEntry, root: &Path) -> bool {
    entry.depth() > 0
        && entry.path_is_symlink()
        && fs::canonicalize(entry.path()).is_ok_and(|target| root.starts_with(target))
}

/// A walk under way.
struct Walk<'a> {
    folder: &'a Folder,
    number: u32,
    base: Base,
    /// When it began.
    now: SystemTime,
    files: &'a mut Spooling<Found>,
    listing: Listing,
    sidecars: Vec<PathBuf>,
    /// Files of corrections.
    tags: Vec<PathBuf>,
}

impl Walk<'_> {
    fn take(&mut self, entry: &ignore::DirEntry) -> io::Result<()> {
        let path = entry.path();
        let reason = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return Ok(()),
            Ok(metadata) if metadata.is_file() => return self.take_file(entry, &metadata),
            Ok(_) => "not a regular file".to_string(),
            Err(error) => reason(&error),
        };
        self.listing.skip(self.folder, path, &reason);
        Ok(())
    }

    fn take_file(&mut self, entry: &ignore::DirEntry, metadata: &Metadata) -> io::Result<()> {
        let path = entry.path();
        if entry.file_name() == TAGS_FILE {
            self.tags.push(path.to_path_buf());
            return Ok(());
        }
        if Sidecar::is_name(&entry.file_name().to_string_lossy()) {
            self.sidecars.push(path.to_path_buf());
            return Ok(());
        }
        let below = path.strip_prefix(&self.folder.full).unwrap_or(path);
        self.files.push(&Found {
            key: self.base.key(path),
            folder: self.number,
            size: metadata.len(),
            modified: modified(metadata, self.now),
            below: below.as_os_str().to_os_string(),
        })
    }

    /// Reads the sidecars of each folder and gives them to the files beside them.
    fn attach_sidecars(&mut self) {
        let folder = self.folder;
        let mut sidecars = std::mem::take(&mut self.sidecars);
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
                    Err(reason) => self.listing.skip(folder, path, &reason),
                }
            }
            let stamp = hasher.digest();
            let parent = beside[0].parent().unwrap_or(&folder.full).to_path_buf();
            let sidecars = Sidecars { stamp, parsed };
            self.listing.beside.sidecars.insert(parent, sidecars);
        }
    }

    /// Reads the files of corrections, outer folders first, and gives what they
    /// say to the essays they speak of.
    fn attach_corrections(&mut self, profile: &Profile) {
        let depth = |path: &PathBuf| path.components().count();
        self.tags
            .sort_by(|a, b| depth(a).cmp(&depth(b)).then_with(|| a.cmp(b)));
        for path in std::mem::take(&mut self.tags) {
            let shown = shown(self.folder, &path);
            let corrections =
                Corrections::read(&path, &shown, profile, &|full| self.base.key(full));
            for amended in &corrections.amended {
                let beside = &mut self.listing.beside;
                let of_file = beside.amended.entry(amended.full.clone()).or_default();
                of_file.push(Arc::clone(amended));
            }
            self.listing.corrections.add(corrections);
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

impl Listing {
    fn skip(&mut self, folder: &Folder, path: &Path, reason: &str) {
        self.skipped.push(Skip {
            path: shown(folder, path),
            reason: reason.to_string(),
        });
    }
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
