//! Loading: the bytes of a file, within limits.
//!
//! What a folder said of a file when it was listed need not be true when the
//! file is opened: it can be gone, grown, or no file any more. And an essay
//! takes some fifteen times the size of its text in memory while it is read,
//! so memory is bounded by how large a text may be.

use super::found;
use super::walk;
use crate::index::FileState;
use crate::read::Essay;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A longer text is no essay: it is twenty times the length of a long novel.
const MOST_TEXT_BYTES: u64 = 12 << 20;
/// A larger file is none either, pictures and all.
const MOST_FILE_BYTES: u64 = 64 << 20;
/// Files larger than this are taken one at a time.
const LARGE_FILE_BYTES: u64 = 2 << 20;
/// Endings of files that hold text and nothing else.
const TEXT_ENDINGS: [&str; 4] = ["txt", "text", "md", "markdown"];

/// Why a file's bytes could not be had.
pub(super) enum Problem {
    /// They are none of an essay; why, and what would do.
    NoEssay(String),
    /// It is no longer there.
    Gone,
    /// The system's reason.
    System(String),
}

impl Problem {
    fn of(error: &io::Error) -> Problem {
        match error.kind() {
            ErrorKind::NotFound => Problem::Gone,
            _ => Problem::System(walk::reason(error)),
        }
    }

    /// In words for the report.
    fn into_reason(self) -> String {
        match self {
            Problem::NoEssay(reason) | Problem::System(reason) => reason,
            Problem::Gone => walk::reason(&ErrorKind::NotFound.into()),
        }
    }
}

/// The bytes of a file, a pipe or a device that ends; never more than an essay has.
///
/// # Errors
/// In words for the report: if it cannot be opened or read, or is too large.
pub fn file_bytes(path: &Path) -> Result<Vec<u8>, String> {
    bytes(path, MOST_FILE_BYTES).map_err(Problem::into_reason)
}

/// The bytes of a regular file; what else has a name in a folder is not opened.
pub(super) fn regular_file_bytes(path: &Path) -> Result<Vec<u8>, String> {
    regular(path, MOST_FILE_BYTES).map_err(Problem::into_reason)
}

/// Whether a file is to be taken when no other large one is.
pub(super) fn is_large(file: found::File<'_>) -> bool {
    file.found.size > LARGE_FILE_BYTES
}

/// Reads a file's bytes and hashes them, with what is said of it elsewhere.
pub(super) fn load(file: found::File<'_>) -> Result<(Vec<u8>, FileState), Problem> {
    let bytes = regular(&file.full(), most_bytes(&file.name()))?;
    let seed = file.stamp().unwrap_or(0);
    let hash = xxh3_64_with_seed(&bytes, seed);
    let state = FileState {
        hash,
        ..file.state()
    };
    Ok((bytes, state))
}

fn regular(path: &Path, most: u64) -> Result<Vec<u8>, Problem> {
    let metadata = fs::metadata(path).map_err(|error| Problem::of(&error))?;
    if !metadata.is_file() {
        return Err(Problem::NoEssay("not a regular file".to_owned()));
    }
    bytes(path, most)
}

fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Problem> {
    let too_large = || Problem::NoEssay(too_large(most));
    let file = File::open(path).map_err(|error| Problem::of(&error))?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    if size > most {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    let read = file.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| Problem::of(&error))?;
    if bytes.len() as u64 > most {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Why an essay is not taken, if it is too long.
pub(super) fn too_much_text(essay: &Essay) -> Option<String> {
    (essay.text.len() as u64 > MOST_TEXT_BYTES).then(|| too_large(MOST_TEXT_BYTES))
}

fn most_bytes(name: &str) -> u64 {
    let ending = Path::new(name).extension();
    let is_text = ending.is_none_or(|ending| {
        let mut texts = TEXT_ENDINGS.iter();
        texts.any(|text| ending.eq_ignore_ascii_case(text))
    });
    if is_text {
        MOST_TEXT_BYTES
    } else {
        MOST_FILE_BYTES
    }
}

fn too_large(most: u64) -> String {
    let what = if most == MOST_TEXT_BYTES {
        " of text"
    } else {
        ""
    };
    format!("larger than {} MB{what}: part it into essays", most >> 20)
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

    #[test]
    fn plain_text_may_be_less_large_than_files_with_pictures() {
        let most = |name| too_large(most_bytes(name));
        assert_eq!(
            most("a.txt"),
            "larger than 12 MB of text: part it into essays"
        );
        assert_eq!(most("ESSAY.MD"), most("a.txt"));
        assert_eq!(most("essay"), most("a.txt"));
        assert_eq!(most("a.pdf"), "larger than 64 MB: part it into essays");
    }
}
