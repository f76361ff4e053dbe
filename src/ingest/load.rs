//! Loading: a file's bytes, if it is not too large to be an essay.
//!
//! An essay takes some fifteen times the size of its text in memory while it
//! is read, so memory is bounded by how large a text may be.

use super::found::Found;
use super::walk;
use crate::index::FileState;
use crate::read::Essay;
use std::fs;
use std::io::ErrorKind;
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
    /// They are too many, and the advice.
    TooLarge(String),
    /// It is no longer there.
    Gone,
    /// The system's reason.
    System(String),
}

/// Whether a file is to be taken when no other large one is.
pub(super) fn is_large(file: &Found) -> bool {
    file.size > LARGE_FILE_BYTES
}

/// Reads a file's bytes and hashes them, sidecars included.
pub(super) fn load(file: &Found) -> Result<(Vec<u8>, FileState), Problem> {
    let most = most_bytes(&file.name());
    if file.size > most {
        return Err(Problem::TooLarge(too_large(most)));
    }
    let bytes = fs::read(file.full()).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Problem::Gone,
        _ => Problem::System(walk::reason(&error)),
    })?;
    let seed = file.sidecars().map_or(0, |sidecars| sidecars.stamp);
    let hash = xxh3_64_with_seed(&bytes, seed);
    let state = FileState {
        hash,
        ..file.state()
    };
    Ok((bytes, state))
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
