//! A file that was found: where it is, and how it looks from outside.
//!
//! A run holds all that it is to read, up to a million: a file is its name,
//! its times and its size, and everything it shares with the files beside it
//! is held once.

use super::corrections::Amended;
use crate::index::FileState;
use crate::read::Sidecar;
use rustc_hash::FxHashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A file that may be an essay.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// What the index knows it by.
    pub(super) key: u64,
    /// Size in bytes.
    pub(super) size: u64,
    modified: u64,
    name: Box<OsStr>,
    parent: Arc<Parent>,
}

/// The folder that files stand in.
#[derive(Debug)]
pub(super) struct Parent {
    /// Its full path.
    full: PathBuf,
    /// Its path below the folder that is indexed, with `/` between names;
    /// `None` if what is indexed is the one file in it.
    below: Option<String>,
    sidecars: OnceLock<Sidecars>,
    /// What users correct in the files, by their names.
    amended: OnceLock<FxHashMap<Box<OsStr>, Vec<Arc<Amended>>>>,
}

/// What stands beside essays about them.
#[derive(Debug)]
pub(super) struct Sidecars {
    /// Hash of their bytes: when it changes, the essays beside them are read again.
    pub(super) stamp: u64,
    /// What they say, in the order of their names.
    pub(super) parsed: Vec<Sidecar>,
}

impl Parent {
    pub(super) fn new(full: &Path, below: Option<String>) -> Parent {
        Parent {
            full: full.to_path_buf(),
            below,
            sidecars: OnceLock::new(),
            amended: OnceLock::new(),
        }
    }

    /// Gives it the sidecars that stand in it, once.
    pub(super) fn attach(&self, sidecars: Sidecars) {
        let _ = self.sidecars.set(sidecars);
    }

    /// Gives its files what users correct in them, once.
    pub(super) fn amend(&self, amended: FxHashMap<Box<OsStr>, Vec<Arc<Amended>>>) {
        let _ = self.amended.set(amended);
    }
}

impl Found {
    /// A file in `parent`, with its name and how it looks.
    pub(super) fn new(parent: &Arc<Parent>, name: &OsStr, key: u64, state: FileState) -> Found {
        Found {
            key,
            size: state.size,
            modified: state.modified,
            name: name.into(),
            parent: Arc::clone(parent),
        }
    }

    /// Its full path.
    pub(super) fn full(&self) -> PathBuf {
        self.parent.full.join(&*self.name)
    }

    /// Its path below the folder that is indexed, with `/` between names; empty if it is that folder.
    pub(super) fn below(&self) -> String {
        match self.parent.below.as_deref() {
            None => String::new(),
            Some("") => self.name().into_owned(),
            Some(parent) => format!("{parent}/{}", self.name()),
        }
    }

    /// Its name.
    pub(super) fn name(&self) -> std::borrow::Cow<'_, str> {
        self.name.to_string_lossy()
    }

    /// What stands beside it about it.
    pub(super) fn sidecars(&self) -> Option<&Sidecars> {
        self.parent.sidecars.get()
    }

    /// What users correct in it, in order.
    pub(super) fn amended(&self) -> &[Arc<Amended>] {
        let of_parent = self.parent.amended.get();
        of_parent
            .and_then(|amended| amended.get(&self.name))
            .map_or(&[], Vec::as_slice)
    }

    /// Hash of what is said of it elsewhere; `None` if nothing is.
    pub(super) fn stamp(&self) -> Option<u64> {
        let sidecars = self.sidecars().map(|sidecars| sidecars.stamp);
        let amended = self.amended().iter();
        let stamps = sidecars.into_iter().chain(amended.map(|one| one.stamp));
        stamps.reduce(|all, stamp| all.rotate_left(1) ^ stamp)
    }

    /// How it looks; its hash is not known yet. What changes beside it counts as a change of its own.
    pub(super) fn state(&self) -> FileState {
        let modified = match (self.modified, self.stamp()) {
            (0, _) | (_, None) => self.modified,
            (modified, Some(stamp)) => (modified ^ stamp).max(1),
        };
        FileState {
            size: self.size,
            modified,
            hash: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(below: Option<&str>) -> Found {
        let parent = Parent::new(Path::new("/home/essays"), below.map(str::to_string));
        let state = FileState {
            size: 3,
            modified: 5,
            hash: 0,
        };
        Found::new(&Arc::new(parent), OsStr::new("a.txt"), 1, state)
    }

    #[test]
    fn a_file_has_the_path_it_was_found_at() {
        let path = |below| found(below).below();
        assert_eq!(path(None), "");
        assert_eq!(path(Some("")), "a.txt");
        assert_eq!(path(Some("deep/er")), "deep/er/a.txt");
        assert_eq!(found(None).full(), Path::new("/home/essays/a.txt"));
    }

    #[test]
    fn a_file_looks_otherwise_when_what_stands_beside_it_changes() {
        let looks = |stamp| {
            let file = found(Some(""));
            file.parent.attach(Sidecars {
                stamp,
                parsed: Vec::new(),
            });
            file.state().modified
        };
        assert_eq!(found(Some("")).state().modified, 5);
        assert_ne!(looks(8), looks(9));
        assert_ne!(looks(5), 0, "0 is for times that say nothing");
    }
}
