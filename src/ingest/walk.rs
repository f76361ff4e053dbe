//! Walking: which files a folder holds, and how they look from outside.
//!
//! Hidden files and what `.norfolkignore` names are passed over; a file that
//! is no regular file is reported without being opened.

use super::corrections::{Amended, Corrections};
use super::found::{Found, Parent, Sidecars};
use super::load::regular_file_bytes;
use super::{IngestError, Skip};
use crate::enrich::TAGS_FILE;
use crate::index::{Base, FileState, Folder};
use crate::profile::Profile;
use crate::read::Sidecar;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use xxhash_rust::xxh3::Xxh3;

/// How long a file's time stays the same, in nanoseconds, where it counts in
/// seconds (FAT counts in twos) and where it counts in ticks (of 10 ms at most).
const COARSE_TICK: i128 = 2_000_000_000;
const FINE_TICK: i128 = 20_000_000;

/// What a folder holds, in the order of paths.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Files that may be essays.
    pub(super) files: Vec<Found>,
    /// What cannot be one, and why.
    pub(super) skipped: Vec<Skip>,
    /// What users correct, in the order of their files.
    pub(super) corrections: Corrections,
}

/// Lists a folder (or a single file).
///
/// # Errors
/// If the folder itself is missing or may not be listed.
pub(super) fn list(
    folder: &Folder,
    index: &Path,
    profile: &Profile,
) -> Result<Listing, IngestError> {
    let metadata = fs::metadata(&folder.full).map_err(|error| cannot(folder, &error))?;
    if metadata.is_dir() {
        fs::read_dir(&folder.full).map_err(|error| cannot(folder, &error))?;
    }
    let mut walk = Walk {
        folder,
        base: Base::of(index),
        listing: Listing::default(),
        parents: FxHashMap::default(),
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
        .sort_by_file_path(Ord::cmp)
        .filter_entry(move |entry| {
            let leads_up = leads_above(entry, &root);
            if leads_up {
                let mut met = met.lock().expect("nobody panics with it");
                met.push(entry.path().to_path_buf());
            }
            !leads_up && index.as_deref() != Some(entry.path())
        })
        .build();
    for entry in walker {
        match entry {
            Ok(entry) => walk.take(&entry),
            Err(error) => walk.listing.skipped.push(walk_skip(folder, &error)),
        }
    }
    for path in upward.lock().expect("nobody panics with it").iter() {
        walk.listing.skip(folder, &below(folder, path), LEADS_ABOVE);
    }
    walk.attach_sidecars();
    walk.attach_corrections(profile);
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

/// What users correct in the files of a folder, by their names.
type ByName = FxHashMap<Box<OsStr>, Vec<Arc<Amended>>>;

/// A walk under way.
struct Walk<'a> {
    folder: &'a Folder,
    base: Base,
    listing: Listing,
    parents: FxHashMap<PathBuf, Arc<Parent>>,
    sidecars: Vec<PathBuf>,
    /// Files of corrections.
    tags: Vec<PathBuf>,
}

impl Walk<'_> {
    fn take(&mut self, entry: &ignore::DirEntry) {
        let (folder, path) = (self.folder, entry.path());
        let skip = |listing: &mut Listing, reason: &str| {
            listing.skip(folder, &below(folder, path), reason);
        };
        let metadata = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return,
            Ok(metadata) if metadata.is_file() => metadata,
            Ok(_) => return skip(&mut self.listing, "not a regular file"),
            Err(error) => return skip(&mut self.listing, &reason(&error)),
        };
        if entry.file_name() == TAGS_FILE {
            self.tags.push(path.to_path_buf());
            return;
        }
        if Sidecar::is_name(&entry.file_name().to_string_lossy()) {
            self.sidecars.push(path.to_path_buf());
            return;
        }
        let key = self.base.key(path);
        let state = state_of(&metadata, SystemTime::now());
        let found = Found::new(&self.parent_of(path), entry.file_name(), key, state);
        self.listing.files.push(found);
    }

    fn parent_of(&mut self, path: &Path) -> Arc<Parent> {
        let full = path.parent().unwrap_or(path);
        if let Some(parent) = self.parents.get(full) {
            return Arc::clone(parent);
        }
        let below = (path != self.folder.full).then(|| below(self.folder, full));
        let parent = Arc::new(Parent::new(full, below));
        self.parents.insert(full.to_path_buf(), Arc::clone(&parent));
        parent
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
                    Err(reason) => self.listing.skip(folder, &below(folder, path), &reason),
                }
            }
            let stamp = hasher.digest();
            self.parent_of(&beside[0])
                .attach(Sidecars { stamp, parsed });
        }
    }
}

impl Walk<'_> {
    /// Reads the files of corrections, outer folders first, and gives what they
    /// say to the essays they speak of.
    fn attach_corrections(&mut self, profile: &Profile) {
        self.tags.sort_by_key(|path| path.components().count());
        let mut by_parent: BTreeMap<PathBuf, ByName> = BTreeMap::new();
        for path in std::mem::take(&mut self.tags) {
            let shown = self.folder.shown(&below(self.folder, &path));
            let corrections =
                Corrections::read(&path, &shown, profile, &|full| self.base.key(full));
            for amended in &corrections.amended {
                let (parent, name) = (amended.full.parent(), amended.full.file_name());
                if let (Some(parent), Some(name)) = (parent, name) {
                    let names = by_parent.entry(parent.to_path_buf()).or_default();
                    let of_file = names.entry(name.into()).or_default();
                    of_file.push(Arc::clone(amended));
                }
            }
            self.listing.corrections.add(corrections);
        }
        if !self.listing.corrections.amended.is_empty() {
            let files = self.listing.files.iter();
            let keys: FxHashSet<u64> = files.map(|file| file.key).collect();
            let is_there = |full: &Path| keys.contains(&self.base.key(full));
            self.listing.corrections.lose(is_there);
        }
        for (parent, names) in by_parent {
            if let Some(parent) = self.parents.get(&parent) {
                parent.amend(names);
            }
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
    fn skip(&mut self, folder: &Folder, below: &str, reason: &str) {
        self.skipped.push(Skip {
            path: folder.shown(below),
            reason: reason.to_string(),
        });
    }
}

/// How a file looks from outside, `now`.
fn state_of(metadata: &Metadata, now: SystemTime) -> FileState {
    let changes = changes(metadata);
    let is_settled = changes.iter().all(|nanos| is_past(*nanos, now));
    let mut hasher = Xxh3::new();
    for nanos in changes {
        hasher.update(&nanos.to_le_bytes());
    }
    FileState {
        size: metadata.len(),
        // A change in the same tick of the clock would not show in its times.
        modified: if is_settled {
            hasher.digest().max(1)
        } else {
            0
        },
        hash: 0,
    }
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

fn below(folder: &Folder, path: &Path) -> String {
    let below = path.strip_prefix(&folder.full).unwrap_or(path);
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}

fn walk_skip(folder: &Folder, error: &ignore::Error) -> Skip {
    let message = match error.io_error() {
        Some(error) => reason(error),
        None => LEADS_ABOVE.to_string(),
    };
    let path = error_path(error).map_or_else(String::new, |path| below(folder, path));
    Skip {
        path: folder.shown(&path),
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
