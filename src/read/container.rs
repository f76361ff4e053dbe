//! Containers: the zip archive that docx, odt and epub files are, within limits.
//!
//! Members are looked up by name and unpacked into memory one at a time; no
//! name is ever a path on disk, and an archive in an archive stays closed.
//! What a member declares of its size is not believed: bytes are counted as
//! they come out, so that a bomb ends at a limit, whatever it says of itself.

use super::ReadError;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Most bytes that one member may unpack to; a novel in XML takes a tenth.
const MEMBER_BYTES: usize = 32 << 20;
/// Most bytes that the members read of one archive may unpack to.
const ARCHIVE_BYTES: usize = 96 << 20;
/// Bytes from which a member that unpacks to more than `MOST_RATIO` times its size is a bomb.
const RATIO_BYTES: usize = 4 << 20;
/// Deflate gives a thousandfold at most, the XML of long tables a hundredfold.
const MOST_RATIO: u64 = 250;
/// Most members of an archive; each costs memory before any is read.
const MOST_MEMBERS: usize = 20_000;
/// What stands before the entry of each member in a zip's directory.
const ENTRY_MARK: &[u8] = b"PK\x01\x02";

/// A zip archive over the bytes of a file.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may still be unpacked.
    left: usize,
    damaged: Option<String>,
}

impl<'b> Archive<'b> {
    /// Opens the archive that `bytes` are.
    ///
    /// # Errors
    /// If its directory is damaged, or has more members than any essay.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, ReadError> {
        let marks = bytes.windows(ENTRY_MARK.len());
        if marks.filter(|four| *four == ENTRY_MARK).count() > MOST_MEMBERS {
            let what = format!("the archive holds more than {MOST_MEMBERS} files");
            return Err(ReadError::TooLarge(what));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| directory_damaged())?;
        Ok(Archive {
            zip,
            left: ARCHIVE_BYTES,
            damaged: None,
        })
    }

    /// The names of its members, in the order of its directory; those that are
    /// no text are left out.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.zip.file_names_raw();
        names.filter_map(|name| std::str::from_utf8(name).ok())
    }

    /// Whether it has a member called `name`; see [`Archive::member`].
    pub(super) fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// Unpacks the member called `name`: case, a leading `/` and the direction
    /// of slashes make no difference. `None` if there is none.
    ///
    /// # Errors
    /// If it is encrypted, too large, or nothing of it can be unpacked; of a
    /// member damaged further on, what stands before is returned, and
    /// [`Archive::damaged`] names it.
    pub(super) fn member(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(index) = self.index(name) else {
            return Ok(None);
        };
        let most = MEMBER_BYTES.min(self.left);
        let mut member = self.zip.by_index(index).map_err(|e| fault(&e, name))?;
        let packed = member.compressed_size();
        let mut bytes = Vec::new();
        let outcome = unpack(&mut member, packed, most, &mut bytes);
        self.left -= bytes.len();
        match outcome {
            Unpacked::Whole => {}
            Unpacked::TooLarge => {
                let what = format!("`{name}` in it unpacks to more than an essay takes");
                return Err(ReadError::TooLarge(what));
            }
            Unpacked::Damaged if bytes.is_empty() => return Err(damage(name)),
            Unpacked::Damaged => self.damaged = Some(name.to_owned()),
        }
        Ok(Some(bytes))
    }

    /// The last member of which only a part could be unpacked.
    pub(super) fn damaged(&self) -> Option<&str> {
        self.damaged.as_deref()
    }

    fn index(&self, name: &str) -> Option<usize> {
        let exact = self.zip.index_for_name_raw(name.as_bytes());
        let is_same = |found: &[u8]| plain_name(found).eq(plain_name(name.as_bytes()));
        exact.or_else(|| self.zip.file_names_raw().position(is_same))
    }
}

/// A member's name as lookups compare it.
fn plain_name(name: &[u8]) -> impl Iterator<Item = u8> {
    let name = name.strip_prefix(b"/").unwrap_or(name);
    name.iter().map(|byte| match byte {
        b'\\' => b'/',
        byte => byte.to_ascii_lowercase(),
    })
}

/// How the unpacking of a member ended.
enum Unpacked {
    Whole,
    Damaged,
    TooLarge,
}

/// Unpacks `member`, of `packed` bytes, into `bytes`, at most `most` of them.
fn unpack(member: &mut impl Read, packed: u64, most: usize, bytes: &mut Vec<u8>) -> Unpacked {
    let mut buffer = [0; 16 << 10];
    loop {
        let read = match member.read(&mut buffer) {
            Ok(0) => return Unpacked::Whole,
            Ok(read) => read,
            Err(_) => return Unpacked::Damaged,
        };
        let is_bomb = bytes.len() > RATIO_BYTES && bytes.len() as u64 / MOST_RATIO > packed;
        if read > most - bytes.len() || is_bomb {
            return Unpacked::TooLarge;
        }
        bytes.extend_from_slice(&buffer[..read]);
    }
}

fn fault(error: &ZipError, name: &str) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadError::Encrypted,
        _ => damage(name),
    }
}

fn damage(name: &str) -> ReadError {
    ReadError::Damaged(format!("`{name}` in it cannot be unpacked"))
}

fn directory_damaged() -> ReadError {
    ReadError::Damaged("the list of what is in it cannot be read".to_owned())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    /// The bytes of an archive with these members.
    pub(in crate::read) fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            let options = SimpleFileOptions::default();
            writer.start_file(*name, options).expect("a new member");
            writer.write_all(bytes).expect("memory takes all");
        }
        writer.finish().expect("memory takes all").into_inner()
    }

    fn check(bytes: &[u8], name: &str, expected: &Expect) {
        let read = || {
            let mut archive = Archive::open(bytes)?;
            let member = archive.member(name)?;
            let damaged = archive.damaged().map(|name| format!(", `{name}` damaged"));
            let shown = member.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            Ok::<_, ReadError>(format!("{shown:?}{}", damaged.unwrap_or_default()))
        };
        expected.assert_eq(&read().unwrap_or_else(|error| error.to_string()));
    }

    #[test]
    fn members_are_found_however_their_names_are_written() {
        let bytes = archive(&[("Word\\Document.xml", b"text"), ("../../etc/passwd", b"x")]);
        check(&bytes, "word/document.xml", &expect![[r#"Some("text")"#]]);
        check(&bytes, "word/styles.xml", &expect!["None"]);
        check(&bytes, "etc/passwd", &expect!["None"]);
        let archive = Archive::open(&bytes).expect("it is whole");
        assert!(archive.has("word/document.xml"));
        let names: Vec<_> = archive.names().collect();
        assert_eq!(names, ["Word\\Document.xml", "../../etc/passwd"]);
    }

    #[test]
    fn a_bomb_ends_at_a_limit_whatever_it_declares() {
        let mut bytes = archive(&[("a", &vec![b' '; 40 << 20])]);
        check(
            &bytes,
            "a",
            &expect![
                "too large: `a` in it unpacks to more than an essay takes; save it as text or split it"
            ],
        );
        let directory = bytes.windows(4).position(|four| four == ENTRY_MARK);
        let size = directory.expect("there is a directory") + 24;
        bytes[size..size + 4].copy_from_slice(&9_u32.to_le_bytes());
        check(
            &bytes,
            "a",
            &expect![
                "damaged: `a` in it cannot be unpacked; open it in the program that made it and save it again"
            ],
        );
    }

    #[test]
    fn damage_is_named_and_what_stands_before_it_kept() {
        let bytes = archive(&[("a", b"some text")]);
        check(
            &bytes[..bytes.len() - 9],
            "a",
            &expect![
                "damaged: the list of what is in it cannot be read; open it in the program that made it and save it again"
            ],
        );
        let numbers: Vec<_> = (0..9000).map(|n: u32| n.to_string()).collect();
        let long = numbers.join(" ");
        let mut bytes = archive(&[("a", long.as_bytes())]);
        bytes[9000] ^= 0xff;
        let mut archive = Archive::open(&bytes).expect("its directory is whole");
        let member = archive.member("a").expect("its start is whole");
        assert!(member.is_some_and(|m| m.starts_with(b"0 1 2 ")));
        assert_eq!(archive.damaged(), Some("a"));
    }

    #[test]
    fn an_encrypted_member_asks_for_its_password() {
        let mut bytes = archive(&[("a", b"some text")]);
        let directory = bytes.windows(4).position(|four| four == ENTRY_MARK);
        let flags = directory.expect("there is a directory") + 8;
        bytes[flags] |= 1;
        bytes[6] |= 1;
        check(
            &bytes,
            "a",
            &expect!["encrypted: it opens with a password only; save it without one"],
        );
    }

    #[test]
    fn an_archive_of_very_many_members_is_refused_before_it_is_listed() {
        let bytes = ENTRY_MARK.repeat(MOST_MEMBERS + 1);
        check(
            &bytes,
            "a",
            &expect![
                "too large: the archive holds more than 20000 files; save it as text or split it"
            ],
        );
    }
}
