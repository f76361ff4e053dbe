//! Loading: the bytes of a file, within limits.
//!
//! What a folder said of a file when it was listed need not be true when the
//! file is opened: it can be gone, grown, or no file any more.

use super::walk::reason;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// A file larger than this is no essay: reading it would take several times
/// its size in memory.
const LARGEST_BYTES: u64 = 64 << 20;

/// The bytes of a file, a pipe or a device that ends; never more than an essay has.
///
/// # Errors
/// In words for the report: if it cannot be opened or read, or is too large.
pub fn file_bytes(path: &Path) -> Result<Vec<u8>, String> {
    let too_large = || {
        format!(
            "larger than {} MB: part it into essays",
            LARGEST_BYTES >> 20
        )
    };
    let file = File::open(path).map_err(|error| reason(&error))?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    if size > LARGEST_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    let read = file.take(LARGEST_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| reason(&error))?;
    if bytes.len() as u64 > LARGEST_BYTES {
        return Err(too_large());
    }
    Ok(bytes)
}

/// The bytes of a regular file; what else has a name in a folder is not opened.
pub(super) fn regular_file_bytes(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = fs::metadata(path).map_err(|error| reason(&error))?;
    if !metadata.is_file() {
        return Err("not a regular file".to_owned());
    }
    file_bytes(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(path: &Path, expected: &Expect) {
        let shown = match regular_file_bytes(path) {
            Ok(bytes) => format!("{} bytes", bytes.len()),
            Err(reason) => reason,
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_file_is_what_it_is_when_it_is_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        check(&path, &expect!["no such file or folder"]);
        fs::write(&path, "They wait.").expect("a file");
        check(&path, &expect!["10 bytes"]);
        let file = File::options().write(true).open(&path).expect("a file");
        file.set_len(10 << 30).expect("a file may have holes");
        check(&path, &expect!["larger than 64 MB: part it into essays"]);
        check(folder.path(), &expect!["not a regular file"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_end_is_too_large() {
        let zero = Path::new("/dev/zero");
        assert!(file_bytes(zero).is_err_and(|reason| reason.starts_with("larger than")));
        assert_eq!(file_bytes(Path::new("/dev/null")), Ok(Vec::new()));
    }
}
