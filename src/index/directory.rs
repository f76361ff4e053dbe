//! tantivy's files, also for those who may only read them.
//!
//! Opening an index, tantivy locks it for an instant, so that nobody removes
//! what is being opened. On a read-only disk, or in the folder of somebody
//! else, that lock cannot be had; there is an index to search all the same.
//! Should a run remove a file at that instant, opening fails, and is retried.
//! What it replaces whole may be read by whoever may read the rest, which
//! tantivy would keep to the owner. And all that an answer hangs on is sealed,
//! so that what is read is what was written.

use super::folder::{self, META};
use super::seal::{Sealed, Sealing, sealed_text, text_of};
use std::io::{self, BufWriter, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::Directory;
use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// A folder of tantivy's files.
#[derive(Debug, Clone)]
pub(super) struct Files {
    folder: PathBuf,
    mapped: MmapDirectory,
}

impl Files {
    pub(super) fn open(folder: &Path) -> Result<Files, OpenDirectoryError> {
        Ok(Files {
            folder: folder.to_path_buf(),
            mapped: MmapDirectory::open(folder)?,
        })
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let mapped = self.mapped.get_file_handle(path)?;
        let bytes = mapped.read_bytes(0..mapped.len());
        let sealed = bytes.and_then(|bytes| Sealed::open(path, bytes));
        Ok(Arc::new(sealed.map_err(|error| unreadable(path, error))?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let sealing = Sealing::new(self.mapped.open_write(path)?);
        Ok(BufWriter::new(Box::new(sealing)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.mapped.atomic_read(path)?;
        if path == Path::new(META) {
            return text_of(path, bytes).map_err(|error| unreadable(path, error));
        }
        // The list of files is made anew by what writes; no answer hangs on it.
        Ok(bytes)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let whole = self.folder.join(path);
        if path == Path::new(META) {
            // What the commit before was made of is removed next: it must not come back.
            return folder::write_whole(&whole, &sealed_text(data));
        }
        folder::replace(&whole, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.mapped.acquire_lock(lock) {
            Err(LockError::IoError(error))
                if lock.filepath == META_LOCK.filepath && may_not_write(&error) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            taken => taken,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}

fn unreadable(path: &Path, error: io::Error) -> OpenReadError {
    OpenReadError::wrap_io_error(error, path.to_path_buf())
}

fn may_not_write(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    )
}
