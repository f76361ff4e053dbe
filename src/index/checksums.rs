//! The bytes of an index: that each is one that was written.
//!
//! The files are verified without opening the index, since what is damaged is
//! not to be trusted with a parser: what is sealed by its seal, the profile by
//! its hash. Of the few small ones that have neither, what they say is written
//! anew in memory and compared.

use super::folder::{self, MANAGED, META, unusable};
use super::payload::Payload;
use super::reader::{open_tantivy, payload_of, unreadable};
use super::seal::is_whole;
use super::{IndexError, profile_hash};
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use tantivy::Directory;
use tantivy::directory::META_LOCK;

/// Verifies every file of the index in `directory`.
///
/// # Errors
/// [`IndexError::Damaged`] with what is wrong; or if there is no index, or it
/// is of another format or cannot be read.
pub(super) fn check_files(directory: &Path) -> Result<(), IndexError> {
    let head = folder::read_head(directory)?
        .ok_or_else(|| IndexError::Missing(directory.to_path_buf()))?;
    let check = Check {
        directory,
        place: folder::generation(directory, head.generation),
    };
    let written = check.read(&directory.join(folder::HEAD))?;
    check.holds(folder::HEAD, written == head.encode())?;
    let (payload, files) = check.commit()?;
    check.holds(folder::HEAD, payload.generation == head.generation)?;
    let profile = check.read(&check.place.join(folder::PROFILE))?;
    let is_own = std::str::from_utf8(&profile)
        .is_ok_and(|profile| profile_hash(profile) == payload.info.profile_hash);
    check.holds(folder::PROFILE, is_own)?;
    for (name, file) in files {
        let is_whole = is_whole(file).map_err(|error| check.damaged(&name, &error))?;
        check.holds(&name, is_whole)?;
    }
    Ok(())
}

/// A check under way.
struct Check<'a> {
    directory: &'a Path,
    place: PathBuf,
}

impl Check<'_> {
    /// Verifies what the commit says; its payload, and its files with their
    /// names, all open: those stay readable when a run that writes removes them.
    fn commit(&self) -> Result<(Payload, Vec<(String, File)>), IndexError> {
        let index = open_tantivy(self.directory, &self.place)?;
        // Nothing is removed while this is held. Where nobody may write, nobody removes.
        let lock = index.directory().acquire_lock(&META_LOCK).ok();
        let metas = index.load_metas();
        let metas = metas.map_err(|error| unreadable(self.directory, &error))?;
        let payload = payload_of(self.directory, &metas)?;
        let managed = self.read(&self.place.join(MANAGED))?;
        let listed: Vec<String> =
            serde_json::from_slice(&managed).map_err(|error| self.damaged(MANAGED, &error))?;
        let mut again = serde_json::to_vec(&listed).expect("names always encode");
        again.push(b'\n');
        self.holds(MANAGED, managed == again)?;
        self.holds(MANAGED, listed.iter().any(|name| name == META))?;
        let mut files = Vec::new();
        for name in folder::files_of(&metas) {
            self.holds(MANAGED, listed.contains(&name))?;
            let file = File::open(self.place.join(&name));
            let file = file.map_err(|error| self.lost(&name, &error))?;
            files.push((name, file));
        }
        drop(lock);
        files.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok((payload, files))
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, IndexError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        fs::read(path).map_err(|error| self.lost(&name, &error))
    }

    fn holds(&self, name: &str, is_true: bool) -> Result<(), IndexError> {
        if is_true {
            return Ok(());
        }
        Err(self.damaged(name, &"it is not as it was written"))
    }

    /// A file that cannot be read: damage if it is not there.
    fn lost(&self, name: &str, error: &io::Error) -> IndexError {
        if error.kind() == ErrorKind::NotFound {
            return self.damaged(name, &"it is missing");
        }
        unusable(self.directory, error)
    }

    fn damaged(&self, name: &str, reason: &dyn Display) -> IndexError {
        IndexError::Damaged {
            path: self.directory.to_path_buf(),
            reason: format!("`{name}`: {reason}"),
        }
    }
}
