//! The folder an index lives in: which one, what is in it, and whole files only.
//!
//! `norfolk.json` names the format and the current generation, a folder
//! `index-N` of tantivy's files and the profile. A rebuild makes the next
//! generation beside the current one and then replaces `norfolk.json`, so
//! there is a whole index at every instant.

use super::{FORMAT_VERSION, IndexError};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Name of the folder an index lives in.
pub const DIRECTORY_NAME: &str = ".norfolk";
/// Says which generation is the index.
const HEAD: &str = "norfolk.json";
/// Locked while an index is written; holds the number of the process that does.
pub(super) const LOCK: &str = "lock";
/// The profile an index was made with.
pub(super) const PROFILE: &str = "profile.toml";

/// What `norfolk.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Version of the index format.
    pub(super) format_version: u64,
    /// Number of the current generation.
    #[serde(default)]
    pub(super) generation: u64,
}

/// Finds the index of `from` or of the nearest folder above it.
///
/// # Errors
/// [`IndexError::Missing`] if there is none.
pub fn find(from: &Path) -> Result<PathBuf, IndexError> {
    from.ancestors()
        .map(|folder| folder.join(DIRECTORY_NAME))
        .find(|directory| directory.join(HEAD).is_file())
        .ok_or_else(|| IndexError::Missing(from.to_path_buf()))
}

/// Finds the index of `from` or a folder above it, or says where a new one goes.
#[must_use]
pub fn find_or_default(from: &Path) -> PathBuf {
    find(from).unwrap_or_else(|_| from.join(DIRECTORY_NAME))
}

/// Reads `norfolk.json`; `None` if there is no index in `directory` yet.
///
/// # Errors
/// If it is of another format, damaged, or cannot be read.
pub(super) fn read_head(directory: &Path) -> Result<Option<Head>, IndexError> {
    let path = directory.join(HEAD);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(directory, &error)),
    };
    let head: Head = serde_json::from_slice(&bytes).map_err(|error| IndexError::Damaged {
        path: directory.to_path_buf(),
        reason: format!("`{HEAD}`: {error}"),
    })?;
    if head.format_version != u64::from(FORMAT_VERSION) {
        return Err(IndexError::Version {
            path: directory.to_path_buf(),
            found: head.format_version,
        });
    }
    Ok(Some(head))
}

/// Makes generation `number` the index, durably.
pub(super) fn write_head(directory: &Path, number: u64) -> Result<(), IndexError> {
    let head = Head {
        format_version: u64::from(FORMAT_VERSION),
        generation: number,
    };
    let bytes = serde_json::to_vec(&head).expect("a head always encodes");
    write_whole(&directory.join(HEAD), &bytes).map_err(|error| unusable(directory, &error))
}

/// The folder of generation `number`.
pub(super) fn generation(directory: &Path, number: u64) -> PathBuf {
    directory.join(format!("index-{number}"))
}

/// Removes every generation but `number`: left over from stopped rebuilds.
pub(super) fn remove_other_generations(directory: &Path, number: u64) {
    let keep = generation(directory, number);
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let is_generation = entry
            .file_name()
            .to_str()
            .is_some_and(|n| n.starts_with("index-"));
        if is_generation && path != keep {
            // Another process may still search it; what stays is removed next time.
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// Replaces a file by `bytes`, so that a crash leaves the old or the new one.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let parent = path.parent().expect("a file of the index has a folder");
    let staged = path.with_extension("new");
    let mut file = File::create(&staged)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&staged, path)?;
    sync_directory(parent)
}

#[cfg(unix)]
fn sync_directory(directory: &Path) -> std::io::Result<()> {
    File::open(directory)?.sync_all()
}

/// Elsewhere a folder cannot be opened as a file; renames are durable enough.
#[cfg(not(unix))]
fn sync_directory(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// An error of the system's at the index `directory`.
pub(super) fn unusable(directory: &Path, error: &dyn std::fmt::Display) -> IndexError {
    IndexError::Unusable {
        path: directory.to_path_buf(),
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_found_from_a_folder_below_it() {
        let root = tempfile::tempdir().expect("a folder for the test");
        let below = root.path().join("a/b");
        fs::create_dir_all(&below).expect("folders");
        assert!(matches!(find(&below), Err(IndexError::Missing(_))));
        let directory = root.path().join(DIRECTORY_NAME);
        fs::create_dir(&directory).expect("a folder");
        write_head(&directory, 3).expect("a head");
        assert_eq!(find(&below).expect("an index"), directory);
        assert_eq!(
            read_head(&directory)
                .expect("a head")
                .map(|head| head.generation),
            Some(3)
        );
    }

    #[test]
    fn an_index_of_another_format_is_recognised() {
        let root = tempfile::tempdir().expect("a folder for the test");
        fs::write(root.path().join(HEAD), br#"{"format_version": 99}"#).expect("a head");
        assert!(matches!(
            read_head(root.path()),
            Err(IndexError::Version { found: 99, .. })
        ));
    }
}
