//! Web archives: a page that Safari saved as one file, a binary property list.
//!
//! Only the way to the page is read: the table of objects, two dictionaries
//! and the data at their end. Source: CFBinaryPList.c of Apple's CF-Lite.

use super::ReadError;
use super::sniff::Page;
use encoding_rs::Encoding;

/// What a binary property list begins with.
const MAGIC: &[u8] = b"bplist00";
/// Bytes at the end that say where everything is.
const TRAILER_BYTES: usize = 32;
/// Most keys of a dictionary that are looked at.
const MOST_KEYS: usize = 1000;

/// Whether a file begins like a web archive.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// The page in an archive.
///
/// # Errors
/// If the list is damaged, or is of something else.
pub(super) fn page(bytes: &[u8]) -> Result<Page, ReadError> {
    let found = List::open(bytes).and_then(|list| {
        let main = list.value(list.top, "WebMainResource")?;
        let data = list.value(main, "WebResourceData")?;
        let label = list.value(main, "WebResourceTextEncodingName");
        let label = label
            .and_then(|at| list.object(at))
            .map(|object| object.bytes);
        Some(Page {
            bytes: list.object(data).filter(|o| o.kind == 4)?.bytes.to_vec(),
            encoding: label.and_then(Encoding::for_label),
        })
    });
    found.ok_or_else(|| ReadError::Damaged("no page is in it".to_owned()))
}

/// A binary property list.
struct List<'b> {
    bytes: &'b [u8],
    /// Where the table of places of objects begins, and how wide a place is.
    table: usize,
    place_bytes: usize,
    /// How wide the number of an object is.
    number_bytes: usize,
    /// The number of the outermost object.
    top: usize,
}

/// An object: its kind, how many entries it has, and its bytes from the first.
struct Object<'b> {
    kind: u8,
    count: usize,
    bytes: &'b [u8],
}

impl<'b> List<'b> {
    fn open(bytes: &'b [u8]) -> Option<List<'b>> {
        let trailer = bytes.get(bytes.len().checked_sub(TRAILER_BYTES)?..)?;
        Some(List {
            bytes,
            table: number(trailer.get(24..32)?)?,
            place_bytes: usize::from(trailer[6]),
            number_bytes: usize::from(trailer[7]),
            top: number(trailer.get(16..24)?)?,
        })
    }

    /// The object of this number; its bytes are cut to its count if it is
    /// text in ASCII or data.
    fn object(&self, at: usize) -> Option<Object<'b>> {
        let entry = self.table.checked_add(at.checked_mul(self.place_bytes)?)?;
        let place = number(self.slice(entry, self.place_bytes)?)?;
        let (first, rest) = self.bytes.get(place..)?.split_first()?;
        let (kind, short) = (first >> 4, usize::from(first & 15));
        let (count, rest) = if short < 15 {
            (short, rest)
        } else {
            let (width, rest) = rest.split_first()?;
            let width = 1_usize.checked_shl(u32::from(width & 15))?;
            (number(rest.get(..width)?)?, rest.get(width..)?)
        };
        let bytes = match kind {
            4 | 5 => rest.get(..count)?,
            _ => rest,
        };
        Some(Object { kind, count, bytes })
    }

    /// The number of what the dictionary at `at` has under `key`.
    fn value(&self, at: usize, key: &str) -> Option<usize> {
        let dictionary = self.object(at).filter(|o| o.kind == 13)?;
        let width = self.number_bytes;
        let reference = |place: usize| {
            let start = place.checked_mul(width)?;
            number(dictionary.bytes.get(start..start.checked_add(width)?)?)
        };
        let is_key = |place: &usize| {
            let object = reference(*place).and_then(|at| self.object(at));
            object.is_some_and(|object| object.kind == 5 && object.bytes == key.as_bytes())
        };
        let place = (0..dictionary.count.min(MOST_KEYS)).find(is_key)?;
        reference(dictionary.count.checked_add(place)?)
    }

    fn slice(&self, start: usize, length: usize) -> Option<&'b [u8]> {
        self.bytes.get(start..start.checked_add(length)?)
    }
}

/// The number that one to eight bytes write, the highest first.
fn number(bytes: &[u8]) -> Option<usize> {
    if bytes.is_empty() || bytes.len() > 8 {
        return None;
    }
    let value = bytes
        .iter()
        .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    usize::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An archive of a `page` in UTF-8 and of nothing else.
    fn archive(page: &[u8]) -> Vec<u8> {
        let text = |text: &str| {
            let length = u8::try_from(text.len()).expect("a short name");
            [&[0x5f, 0x10, length], text.as_bytes()].concat()
        };
        let length = u8::try_from(page.len()).expect("a short page");
        let objects = [
            vec![0xd1, 1, 2],
            text("WebMainResource"),
            vec![0xd2, 3, 4, 5, 6],
            text("WebResourceData"),
            text("WebResourceTextEncodingName"),
            [&[0x4f, 0x10, length], page].concat(),
            text("UTF-8"),
        ];
        let mut bytes = MAGIC.to_vec();
        let mut table = Vec::new();
        for object in objects {
            table.push(u8::try_from(bytes.len()).expect("a short list"));
            bytes.extend(object);
        }
        let start = bytes.len() as u64;
        let count = table.len() as u64;
        bytes.extend(table);
        bytes.extend([0, 0, 0, 0, 0, 0, 1, 1]);
        bytes.extend(count.to_be_bytes());
        bytes.extend(0_u64.to_be_bytes());
        bytes.extend(start.to_be_bytes());
        bytes
    }

    #[test]
    fn the_page_is_found() {
        let page = page(&archive("<p>café</p>".as_bytes())).expect("it has a page");
        assert_eq!(String::from_utf8_lossy(&page.bytes), "<p>café</p>");
        assert_eq!(page.encoding.map(Encoding::name), Some("UTF-8"));
    }

    proptest! {
        #[test]
        fn any_damage_is_an_error_or_a_page(
            flips in proptest::collection::vec((0..200_usize, any::<u8>()), 1..6),
            cut in 0..200_usize,
        ) {
            let mut bytes = archive(b"<p>so</p>");
            for (at, byte) in flips {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            bytes.truncate(bytes.len() - cut % 2);
            if let Ok(page) = page(&bytes) {
                prop_assert!(page.bytes.len() <= bytes.len());
            }
        }
    }
}
