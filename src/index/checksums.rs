//! The bytes of an index: that each is one that was written.
//!
//! The files are verified without opening the index, since what is damaged is
//! not to be trusted with a parser. tantivy's files end in a footer with a
//! checksum of the rest (CRC-32); of the few that do not, what they say is
//! written anew in memory and compared.

use super::folder::{self, MANAGED, META, unusable};
use super::payload::Payload;
use super::reader::{open_tantivy, payload_of};
use super::schema::{build, settings};
use super::{IndexError, profile_hash};
use crc32fast::Hasher;
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use tantivy::Directory;
use tantivy::directory::META_LOCK;
use tantivy::index::IndexMeta;

/// Ends every footer.
const FOOTER_MAGIC: u32 = 1337;
/// Bytes after a footer's JSON: its length, and the number above.
const FOOTER_END_BYTES: u64 = 8;
/// tantivy writes no longer footer than this.
const LONGEST_FOOTER_BYTES: u64 = 50_000;
/// Files are read in pieces of this size.
const PIECE_BYTES: usize = 1 << 20;

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
        let is_whole = verify(file, &payload.tantivy);
        let is_whole = is_whole.map_err(|error| check.damaged(&name, &error))?;
        if !is_whole {
            return Err(check.damaged(&name, &"it has another checksum"));
        }
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
        let failed = |error: &dyn Display| unusable(self.directory, error);
        // Nothing is removed while this is held. Where nobody may write, nobody removes.
        let lock = index.directory().acquire_lock(&META_LOCK).ok();
        let path = self.place.join(META);
        let (written, metas) = loop {
            let before = self.read(&path)?;
            let metas = index.load_metas().map_err(|error| failed(&error))?;
            if before == self.read(&path)? {
                break (before, metas);
            }
        };
        self.holds(META, written == encode(&metas))?;
        self.holds(META, is_norfolks(&metas))?;
        let payload = payload_of(self.directory, &metas)?;
        let managed = self.read(&self.place.join(MANAGED))?;
        let listed: Vec<String> =
            serde_json::from_slice(&managed).map_err(|error| self.damaged(MANAGED, &error))?;
        let mut again = serde_json::to_vec(&listed).expect("names always encode");
        again.push(b'\n');
        self.holds(
            MANAGED,
            managed == again && listed.iter().any(|name| name == META),
        )?;
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

/// What tantivy writes for a commit.
fn encode(metas: &IndexMeta) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(metas).expect("metas always encode");
    bytes.push(b'\n');
    bytes
}

/// Whether a commit has the fields and settings that norfolk gives all of its.
fn is_norfolks(metas: &IndexMeta) -> bool {
    metas.schema == build().0
        && metas.index_settings == settings()
        && metas.persisted_custom_extensions.is_empty()
}

/// What stands at the end of each of tantivy's files.
#[derive(Serialize, Deserialize)]
struct Footer {
    version: Tantivy,
    crc: u32,
}

/// The tantivy that wrote a file.
#[derive(Serialize, Deserialize)]
struct Tantivy {
    major: u32,
    minor: u32,
    patch: u32,
    index_format_version: u32,
}

impl Display for Tantivy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Tantivy {
            major,
            minor,
            patch,
            index_format_version,
        } = self;
        write!(
            f,
            "tantivy v{major}.{minor}.{patch}, index_format v{index_format_version}"
        )
    }
}

/// Whether a file is as `tantivy`, in its own words, wrote it.
fn verify(mut file: impl Read + Seek, tantivy: &str) -> io::Result<bool> {
    let length = file.seek(SeekFrom::End(0))?;
    let Some(end) = length.checked_sub(FOOTER_END_BYTES) else {
        return Ok(false);
    };
    file.seek(SeekFrom::Start(end))?;
    let footer_bytes = u64::from(read_number(&mut file)?);
    let is_footer = read_number(&mut file)? == FOOTER_MAGIC;
    let body_bytes = end.checked_sub(footer_bytes);
    let Some(body_bytes) = body_bytes.filter(|_| is_footer && footer_bytes <= LONGEST_FOOTER_BYTES)
    else {
        return Ok(false);
    };
    file.seek(SeekFrom::Start(body_bytes))?;
    let mut json = Vec::new();
    (&mut file).take(footer_bytes).read_to_end(&mut json)?;
    let Ok(footer) = serde_json::from_slice::<Footer>(&json) else {
        return Ok(false);
    };
    let again = serde_json::to_vec(&footer).expect("a footer always encodes");
    file.rewind()?;
    let is_its = json == again && footer.version.to_string() == tantivy;
    Ok(is_its && checksum(file.take(body_bytes))? == footer.crc)
}

fn read_number(file: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    file.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn checksum(mut body: impl Read) -> io::Result<u32> {
    let (mut hasher, mut piece) = (Hasher::new(), vec![0; PIECE_BYTES]);
    loop {
        match body.read(&mut piece)? {
            0 => return Ok(hasher.finalize()),
            read => hasher.update(&piece[..read]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A file as tantivy writes it.
    fn file(body: &[u8]) -> Vec<u8> {
        let version = Tantivy {
            major: 0,
            minor: 27,
            patch: 0,
            index_format_version: 7,
        };
        let crc = checksum(body).expect("bytes can be read");
        let json = serde_json::to_vec(&Footer { version, crc }).expect("a footer encodes");
        let length = u32::try_from(json.len()).expect("it is short");
        [
            body,
            &json,
            &length.to_le_bytes(),
            &FOOTER_MAGIC.to_le_bytes(),
        ]
        .concat()
    }

    fn is_whole(bytes: &[u8]) -> bool {
        verify(Cursor::new(bytes), "tantivy v0.27.0, index_format v7").unwrap_or(false)
    }

    #[test]
    fn a_file_is_whole_until_any_bit_of_it_is_another() {
        let sound = file(b"essays, and what they say");
        assert!(is_whole(&sound));
        for at in 0..sound.len() * 8 {
            let mut damaged = sound.clone();
            damaged[at / 8] ^= 1 << (at % 8);
            assert!(!is_whole(&damaged), "bit {at}");
        }
    }

    #[test]
    fn a_file_that_was_cut_is_not_whole() {
        let sound = file(b"essays");
        for length in 0..sound.len() {
            assert!(!is_whole(&sound[..length]), "{length} bytes");
        }
    }
}
