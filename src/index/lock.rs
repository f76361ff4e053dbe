//! The lock of an index: who holds it may write, everybody else is told who does.
//!
//! The system frees it when the process ends, however it ends, so a stale
//! lock is no obstacle. What is read in order to write (what the index knows,
//! which folders it has) is read while the lock is held.

use super::folder::{self, Sync, refused, unusable};
use super::{Index, IndexError};
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// How often a lock is tried whose file others remove at the same instant.
const MOST_TRIES: usize = 100;

/// The right to write an index. Once dropped, nothing is left of an index that
/// was begun and never committed.
#[derive(Debug)]
pub struct Lock {
    directory: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock of the index in `directory`, which is made if need be.
    ///
    /// # Errors
    /// [`IndexError::Locked`] if another process has it, or if the folder cannot be written.
    pub fn take(directory: &Path) -> Result<Lock, IndexError> {
        for _ in 0..MOST_TRIES {
            match open(directory) {
                // Whoever gave up an index removed the folder between the two steps.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(refused(directory, &error)),
                Ok(mut file) => match file.try_lock() {
                    Ok(()) if is_at(&file, &directory.join(folder::LOCK)) => {
                        write_number(&mut file);
                        folder::sweep(directory, Sync::Always);
                        let directory = directory.to_path_buf();
                        return Ok(Lock { directory, file });
                    }
                    Ok(()) => {}
                    Err(TryLockError::WouldBlock) => return Err(held(directory, &mut file)),
                    Err(TryLockError::Error(error)) => return Err(unusable(directory, &error)),
                },
            }
        }
        Err(unusable(directory, &"its lock comes and goes; try again"))
    }

    /// The folder of the index.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// An error of the system's in the folder of the index, and what would do.
    #[must_use]
    pub fn refused(&self, error: &std::io::Error) -> IndexError {
        refused(&self.directory, error)
    }

    /// Opens the index as it is, if there is one.
    ///
    /// # Errors
    /// If it is of another format, or it or its profile is damaged.
    pub fn index(&self) -> Result<Option<Index>, IndexError> {
        match Index::open(&self.directory) {
            Ok(index) => index.profile().map(|_| Some(index)),
            Err(IndexError::Missing(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Nobody is left to hear of what fails here, and the next run sweeps again.
        let _ = self.file.set_len(0);
        folder::sweep(&self.directory, Sync::ToRemove);
        if matches!(folder::read_head(&self.directory), Ok(None)) {
            let _ = fs::remove_file(self.directory.join(folder::LOCK));
            let _ = fs::remove_dir(&self.directory);
        }
    }
}

fn open(directory: &Path) -> std::io::Result<File> {
    folder::make_folder(directory)?;
    File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(directory.join(folder::LOCK))
}

/// Writes the number of this process. It is for a message only: a failure is none.
fn write_number(file: &mut File) {
    let _ = file.set_len(0);
    let _ = file.rewind();
    let _ = write!(file, "{}", std::process::id());
}

fn held(directory: &Path, file: &mut File) -> IndexError {
    let mut number = String::new();
    let _ = file.read_to_string(&mut number);
    let holder = match number.trim() {
        "" => "another process".to_string(),
        number => format!("process {number}"),
    };
    IndexError::Locked {
        path: directory.to_path_buf(),
        holder,
    }
}

/// Whether a file is still the one at `path`: one that was removed since it
/// was opened locks nobody out.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (opened, there) = (file.metadata(), fs::metadata(path));
    opened.ok().map(identity) == there.ok().map(identity)
}

/// Elsewhere a file that is open cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_is_held_names_its_holder_and_one_given_back_is_free() {
        let root = tempfile::tempdir().expect("a folder for the test");
        let place = root.path().join("index");
        let lock = Lock::take(&place).expect("nobody has it");
        let refused = Lock::take(&place).expect_err("it is held");
        let number = std::process::id().to_string();
        assert!(matches!(refused, IndexError::Locked { holder, .. } if holder.ends_with(&number)));
        drop(lock);
        assert!(!place.exists(), "nothing is left of an index never made");
        Lock::take(&place).expect("it is free");
    }

    #[test]
    fn the_lock_of_a_process_that_died_is_no_obstacle() {
        let root = tempfile::tempdir().expect("a folder for the test");
        fs::write(root.path().join(folder::LOCK), "4194304").expect("a file");
        Lock::take(root.path()).expect("nobody has it");
    }

    #[test]
    fn what_a_dead_process_began_is_swept() {
        let root = tempfile::tempdir().expect("a folder for the test");
        let begun = folder::generation(root.path(), 1);
        fs::create_dir(&begun).expect("a folder");
        fs::write(begun.join("meta.json"), "{}").expect("a file");
        Lock::take(root.path()).expect("nobody has it");
        assert!(!begun.exists());
    }
}
