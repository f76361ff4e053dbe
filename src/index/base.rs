//! The base of an index: the folder it lies in.
//!
//! What is below it is known by its way from there, so that an index and its
//! essays may be moved together, or copied to another machine, and are still
//! each other's. What is elsewhere is known by its full path.

use super::{Folder, Info};
use std::fs;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// The folder an index lies in; none if that cannot be told.
#[derive(Debug, Clone)]
pub struct Base(Option<PathBuf>);

impl Base {
    /// That of the index in `directory`, which is there.
    #[must_use]
    pub fn of(directory: &Path) -> Base {
        let full = fs::canonicalize(directory).ok();
        Base(full.and_then(|full| full.parent().map(Path::to_path_buf)))
    }

    /// The key of the file with this full path.
    #[must_use]
    pub fn key(&self, full: &Path) -> u64 {
        let known_by = self.way_to(full).unwrap_or(full);
        xxh3_64(known_by.as_os_str().as_encoded_bytes())
    }

    fn way_to<'p>(&self, full: &'p Path) -> Option<&'p Path> {
        full.strip_prefix(self.0.as_deref()?).ok()
    }

    /// What is written of an index.
    pub(super) fn to_write(&self, info: &Info) -> Info {
        let mut written = info.clone();
        for folder in &mut written.folders {
            folder.way = self.way_to(&folder.full).map(Path::to_path_buf);
        }
        written
    }

    /// What was written of an index, with its folders where they are now: the
    /// way to them from here if it leads to one, else where they were.
    pub(super) fn as_read(&self, mut written: Info) -> Info {
        for folder in &mut written.folders {
            let Folder { way, full, .. } = folder;
            let now = way.take().zip(self.0.as_ref());
            let now = now.map(|(way, base)| base.join(way).components().collect());
            if let Some(now) = now.filter(|now: &PathBuf| now.exists()) {
                *full = now;
            }
        }
        written
    }
}
