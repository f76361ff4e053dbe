//! A file that was found: where it is, and how it looks from outside.
//!
//! A run may find a million files before it reads the first: what is known of
//! one is small and can be written down (see `spool`), and what stands beside
//! files, lists and corrections, is held once for all of them.

use super::corrections::Amended;
use crate::index::{FileState, Folder};
use crate::read::Sidecar;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that may be an essay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Found {
    /// What the index knows it by.
    pub(super) key: u64,
    /// Number of the folder it was found in.
    pub(super) folder: u32,
    /// Size in bytes.
    pub(super) size: u64,
    /// When it last changed: see [`FileState`].
    pub(super) modified: u64,
    /// Its path below that folder; empty if it is that folder.
    pub(super) below: OsString,
}

/// What stands beside the files of a folder about them.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// By the full path of the folder they stand in.
    pub(super) sidecars: FxHashMap<PathBuf, Sidecars>,
    /// What users correct, by the full path of the essay.
    pub(super) amended: FxHashMap<PathBuf, Vec<Arc<Amended>>>,
}

/// The lists of references in one folder.
#[derive(Debug)]
pub(super) struct Sidecars {
    /// Hash of their bytes: when it changes, the essays beside them are read again.
    pub(super) stamp: u64,
    /// What they say, in the order of their names.
    pub(super) parsed: Vec<Sidecar>,
}

/// A file, in its folder, with what stands beside it.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) found: &'a Found,
    pub(super) folder: &'a Folder,
    pub(super) beside: &'a Beside,
}

impl<'a> File<'a> {
    /// Its full path.
    pub(super) fn full(self) -> PathBuf {
        if self.found.below.is_empty() {
            return self.folder.full.clone();
        }
        self.folder.full.join(&self.found.below)
    }

    /// Its path below the folder that is indexed, with `/` between names; empty if it is that folder.
    pub(super) fn below(self) -> String {
        below(Path::new(&self.found.below))
    }

    /// Its path as shown.
    pub(super) fn shown(self) -> String {
        self.folder.shown(&self.below())
    }

    /// Its name.
    pub(super) fn name(self) -> Cow<'a, str> {
        let own = Path::new(&self.found.below).file_name();
        let name = own.or(self.folder.full.file_name());
        name.unwrap_or_default().to_string_lossy()
    }

    /// The lists that stand beside it.
    pub(super) fn sidecars(self) -> Option<&'a Sidecars> {
        let sidecars = &self.beside.sidecars;
        // Most essays have none: their path need not be made.
        (!sidecars.is_empty()).then(|| sidecars.get(self.full().parent()?))?
    }

    /// What users correct in it, in order.
    pub(super) fn amended(self) -> &'a [Arc<Amended>] {
        let amended = &self.beside.amended;
        let of_file = (!amended.is_empty()).then(|| amended.get(&self.full()));
        of_file.flatten().map_or(&[], Vec::as_slice)
    }

    /// Hash of what is said of it elsewhere; `None` if nothing is.
    pub(super) fn stamp(self) -> Option<u64> {
        let sidecars = self.sidecars().map(|sidecars| sidecars.stamp);
        let amended = self.amended().iter();
        let stamps = sidecars.into_iter().chain(amended.map(|one| one.stamp));
        stamps.reduce(|all, stamp| all.rotate_left(1) ^ stamp)
    }

    /// How it looks; its hash is not known yet. What changes beside it counts as a change of its own.
    pub(super) fn state(self) -> FileState {
        let modified = match (self.found.modified, self.stamp()) {
            (0, _) => 0,
            (modified, None) => modified,
            (modified, Some(stamp)) => (modified ^ stamp).max(1),
        };
        FileState {
            size: self.found.size,
            modified,
            hash: 0,
        }
    }
}

/// A path with `/` between its names.
pub(super) fn below(path: &Path) -> String {
    let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T>(below: &str, beside: &Beside, see: impl FnOnce(File<'_>) -> T) -> T {
        let found = Found {
            key: 1,
            folder: 0,
            size: 3,
            modified: 5,
            below: below.into(),
        };
        let folder = Folder::new("essays".to_string(), PathBuf::from("/home/essays"));
        see(File {
            found: &found,
            folder: &folder,
            beside,
        })
    }

    #[test]
    fn a_file_has_the_path_it_was_found_at() {
        let paths = |below| {
            check(below, &Beside::default(), |file| {
                (
                    file.full(),
                    file.below(),
                    file.shown(),
                    file.name().into_owned(),
                )
            })
        };
        let expected = |full: &str, below: &str, shown: &str, name: &str| {
            (
                PathBuf::from(full),
                below.to_string(),
                shown.to_string(),
                name.to_string(),
            )
        };
        assert_eq!(paths(""), expected("/home/essays", "", "essays", "essays"));
        assert_eq!(
            paths("deep/a.txt"),
            expected(
                "/home/essays/deep/a.txt",
                "deep/a.txt",
                "essays/deep/a.txt",
                "a.txt"
            )
        );
    }

    #[test]
    fn a_file_looks_otherwise_when_what_stands_beside_it_changes() {
        let looks = |folder: &str, stamp| {
            let mut beside = Beside::default();
            let sidecars = Sidecars {
                stamp,
                parsed: Vec::new(),
            };
            beside.sidecars.insert(PathBuf::from(folder), sidecars);
            check("deep/a.txt", &beside, |file| file.state().modified)
        };
        assert_eq!(looks("/home/essays", 8), 5, "it stands beside others");
        assert_ne!(looks("/home/essays/deep", 8), looks("/home/essays/deep", 9));
        assert_ne!(
            looks("/home/essays/deep", 5),
            0,
            "0 is for times that say nothing"
        );
    }
}
