//! Walking: which files a folder holds, and how they look from outside.
//!
//! Hidden files and what `.norfolkignore` names are passed over; a file that
//! is no regular file is reported without being opened.

use super::load::regular_file_bytes;
use super::{IngestError, Skip};
use crate::index::{FileState, Folder};
use crate::read::Sidecar;
use rustc_hash::FxHashMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::UNIX_EPOCH;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// A file that may be an essay.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Its full path.
    pub(super) full: PathBuf,
    /// Its path below the folder, with `/` between names.
    pub(super) below: String,
    /// Key: a hash of its full path.
    pub(super) key: u64,
    /// How it looks; its hash is not known yet.
    pub(super) state: FileState,
    /// What stands beside it about essays of its folder.
    pub(super) sidecars: Option<Arc<Sidecars>>,
}

/// The sidecars of one folder.
#[derive(Debug)]
pub(super) struct Sidecars {
    /// Hash of their bytes: when it changes, the essays beside them are read again.
    pub(super) stamp: u64,
    /// What they say, in the order of their names.
    pub(super) parsed: Vec<Sidecar>,
}

/// What a folder holds, in the order of paths.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Files that may be essays.
    pub(super) files: Vec<Found>,
    /// What cannot be one, and why.
    pub(super) skipped: Vec<Skip>,
}

/// Lists a folder (or a single file).
///
/// # Errors
/// If the folder itself is missing or may not be listed.
pub(super) fn list(folder: &Folder, index: &Path) -> Result<Listing, IngestError> {
    let metadata = fs::metadata(&folder.full).map_err(|error| cannot(folder, &error))?;
    if metadata.is_dir() {
        fs::read_dir(&folder.full).map_err(|error| cannot(folder, &error))?;
    }
    let mut listing = Listing::default();
    let mut sidecars: FxHashMap<PathBuf, Vec<PathBuf>> = FxHashMap::default();
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
            Ok(entry) => list_entry(folder, &entry, &mut listing, &mut sidecars),
            Err(error) => listing.skipped.push(walk_skip(folder, &error)),
        }
    }
    for path in upward.lock().expect("nobody panics with it").iter() {
        listing.skip(folder, &below(folder, path), LEADS_ABOVE);
    }
    attach_sidecars(folder, &mut listing, &sidecars);
    Ok(listing)
}

/// Why a link is not followed to where it would never end, or leave the folder named.
const LEADS_ABOVE: &str = "a link that leads back to a folder above it";

/// Whether a link below `root` leads to a folder that holds `root`.
fn leads_above(entry: &ignore::DirEntry, root: &Path) -> bool {
    entry.depth() > 0
        && entry.path_is_symlink()
        && fs::canonicalize(entry.path()).is_ok_and(|target| root.starts_with(target))
}

fn list_entry(
    folder: &Folder,
    entry: &ignore::DirEntry,
    listing: &mut Listing,
    sidecars: &mut FxHashMap<PathBuf, Vec<PathBuf>>,
) {
    let path = entry.path();
    let below = below(folder, path);
    let metadata = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => return,
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return listing.skip(folder, &below, "not a regular file"),
        Err(error) => return listing.skip(folder, &below, &reason(&error)),
    };
    if Sidecar::is_name(&entry.file_name().to_string_lossy()) {
        let parent = path.parent().unwrap_or(path).to_path_buf();
        sidecars.entry(parent).or_default().push(path.to_path_buf());
        return;
    }
    listing.files.push(Found {
        full: path.to_path_buf(),
        below,
        key: xxh3_64(path.as_os_str().as_encoded_bytes()),
        state: state_of(&metadata),
        sidecars: None,
    });
}

/// Reads the sidecars of each folder once and hands them to the files beside them.
fn attach_sidecars(
    folder: &Folder,
    listing: &mut Listing,
    sidecars: &FxHashMap<PathBuf, Vec<PathBuf>>,
) {
    let mut read: FxHashMap<&Path, Arc<Sidecars>> = FxHashMap::default();
    let mut parents: Vec<_> = sidecars.keys().collect();
    parents.sort();
    for parent in parents {
        let mut hasher = Xxh3::new();
        let mut parsed = Vec::new();
        for path in &sidecars[parent] {
            match read_sidecar(path) {
                Ok((bytes, sidecar)) => {
                    hasher.update(&bytes);
                    parsed.push(sidecar);
                }
                Err(reason) => listing.skip(folder, &below(folder, path), &reason),
            }
        }
        read.insert(
            parent,
            Arc::new(Sidecars {
                stamp: hasher.digest(),
                parsed,
            }),
        );
    }
    for file in &mut listing.files {
        if let Some(sidecars) = file.full.parent().and_then(|parent| read.get(parent)) {
            file.state.modified ^= sidecars.stamp;
            file.sidecars = Some(Arc::clone(sidecars));
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

/// How a file looks from outside.
pub(super) fn state_of(metadata: &Metadata) -> FileState {
    let since = metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = since.map_or(0, |since| {
        u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
    });
    FileState {
        size: metadata.len(),
        modified,
        hash: 0,
    }
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
