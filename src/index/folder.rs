//! The folder an index lives in: which one, what is in it, and whole files only.
//!
//! `norfolk.json` names the format and the current generation, a folder
//! `index-N` of tantivy's files and the profile. A rebuild makes the next
//! generation beside the current one and then replaces `norfolk.json`, so
//! there is a whole index at every instant.

use super::directory::Files;
use super::{FORMAT_VERSION, IndexError};
use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tantivy::index::{IndexMeta, SegmentComponent, SegmentMeta};

/// Name of the folder an index lives in.
pub const DIRECTORY_NAME: &str = ".norfolk";
/// Says which generation is the index.
pub(super) const HEAD: &str = "norfolk.json";
/// Locked while an index is written; holds the number of the process that does.
pub(super) const LOCK: &str = "lock";
/// What a commit of tantivy's is made of.
pub(super) const META: &str = "meta.json";
/// tantivy's list of the files it made.
pub(super) const MANAGED: &str = ".managed.json";
/// Ending of a file that is not whole yet.
const STAGED: &str = "new";
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

impl Head {
    /// What `norfolk.json` holds to say it.
    pub(super) fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a head always encodes")
    }
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
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
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
    write_whole(&directory.join(HEAD), &head.encode()).map_err(|error| refused(directory, &error))
}

/// The folder of generation `number`.
pub(super) fn generation(directory: &Path, number: u64) -> PathBuf {
    directory.join(format!("index-{number}"))
}

/// Removes what stopped runs left: every generation but the current one, and
/// in that one the files that its commit does not name. What cannot be removed
/// (another process may still search it) is removed next time.
///
/// A run that was stopped may have replaced a file and not lived to sync the
/// folder: what is seen now is made durable first, or a power cut could bring
/// back a commit whose files were removed here.
pub(super) fn sweep(directory: &Path, sync: Sync) {
    let current = match read_head(directory) {
        Ok(head) => head.map(|head| generation(directory, head.generation)),
        // What is of another format, or damaged, is left for who asks for a rebuild.
        Err(_) => return,
    };
    let mut dead: Vec<PathBuf> = entries(directory);
    dead.retain(|path| name(path).starts_with("index-") && Some(path) != current.as_ref());
    let living = current.as_ref().and_then(|current| living_files(current));
    if let (Some(current), Some(living)) = (&current, &living) {
        let is_dead = |path: &PathBuf| {
            let name = name(path);
            let is_staged = path.extension().is_some_and(|ending| ending == STAGED);
            is_staged || is_of_segment(name) && !living.iter().any(|living| living == name)
        };
        dead.extend(entries(current).into_iter().filter(is_dead));
    }
    let is_needed = sync == Sync::Always || !dead.is_empty();
    if is_needed && make_durable(directory, current.as_deref()).is_err() {
        return;
    }
    for path in dead {
        let _ = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
    }
    if let (Some(current), Some(living)) = (current, living) {
        list_files(&current, living);
    }
}

/// Makes what is seen of an index, and of its current generation, durable.
fn make_durable(directory: &Path, current: Option<&Path>) -> io::Result<()> {
    sync_directory(directory)?;
    current.map_or(Ok(()), sync_directory)
}

/// When what is seen is made durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sync {
    /// Whatever is removed: another run left it.
    Always,
    /// Before anything is removed.
    ToRemove,
}

/// Has tantivy's list of its files name those that are there, and no other.
fn list_files(generation: &Path, mut living: Vec<String>) {
    living.push(META.to_string());
    living.sort();
    let mut bytes = serde_json::to_vec(&living).expect("names always encode");
    bytes.push(b'\n');
    let path = generation.join(MANAGED);
    if fs::read(&path).is_ok_and(|listed| listed != bytes) {
        let _ = write_whole(&path, &bytes);
    }
}

/// Names of the files that the last commit of a generation is made of; `None`
/// if that is not known, or one of them is missing.
fn living_files(generation: &Path) -> Option<Vec<String>> {
    let index = tantivy::Index::open(Files::open(generation).ok()?).ok()?;
    let living = files_of(&index.load_metas().ok()?);
    let are_there = living.iter().all(|name| generation.join(name).is_file());
    are_there.then_some(living)
}

/// Names of the files that a commit is made of.
pub(super) fn files_of(metas: &IndexMeta) -> Vec<String> {
    let of_segment = |segment: &SegmentMeta| {
        let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
        let components = COMPONENTS.into_iter().chain(deletes);
        let path = |component| segment.relative_path(component);
        components.map(path).collect::<Vec<_>>()
    };
    let paths = metas.segments.iter().flat_map(of_segment);
    paths
        .map(|path| path.to_string_lossy().into_owned())
        .collect()
}

/// The files of every segment.
const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Terms,
    SegmentComponent::Store,
];

/// Whether a file is one of a segment's: those are named by 32 hexadecimal digits.
fn is_of_segment(name: &str) -> bool {
    let digits = name.split('.').next().unwrap_or_default();
    digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Bytes of the files of a generation.
pub(super) fn bytes(generation: &Path) -> u64 {
    let length = |path: &PathBuf| fs::metadata(path).map_or(0, |file| file.len());
    entries(generation).iter().map(length).sum()
}

/// The paths in a folder; none if it cannot be listed.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(OsStr::to_str).unwrap_or_default()
}

/// Replaces a file by `bytes`, so that a crash leaves the old or the new one.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, bytes)?;
    sync_directory(path.parent().expect("a file of the index has a folder"))
}

/// [`write_whole`], where a power cut may still bring the old one back.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let staged = path.with_extension(STAGED);
    let mut file = File::create(&staged)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    match written {
        Ok(()) => fs::rename(&staged, path),
        Err(error) => {
            // On a full disk, what cannot be used is not to take up space.
            let _ = fs::remove_file(&staged);
            Err(error)
        }
    }
}

/// Makes a folder and those above it that are not there, durably.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let above = match path.parent() {
        Some(above) if !above.as_os_str().is_empty() => above,
        _ => Path::new("."),
    };
    make_folder(above)?;
    match fs::create_dir(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => sync_directory(above),
    }
}

#[cfg(unix)]
fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// Elsewhere a folder cannot be opened as a file; renames are durable enough.
#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

/// An error at the index `directory` that is no damage to it.
pub(super) fn unusable(directory: &Path, error: &dyn std::fmt::Display) -> IndexError {
    IndexError::Unusable {
        path: directory.to_path_buf(),
        reason: error.to_string(),
    }
}

/// An error of the system's at the index `directory`, and what would do.
pub(super) fn refused(directory: &Path, error: &io::Error) -> IndexError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            let advice = "free some space and index again; what was committed is kept";
            unusable(directory, &format!("{error}; {advice}"))
        }
        _ => unusable(directory, error),
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
