//! Nesting: files whose objects nest too deep to be read without harm.
//!
//! The library reads an object within an object by calling itself, with no
//! limit: a stack would end the process. So brackets are counted first, in the
//! file as it is and in the streams that hold objects. Random bytes open about
//! as many as they close, so that sound files stay far below the limit.

use pdf_oxide::object::Object;
use std::collections::HashMap;

/// Deepest nesting that is read; what programs write is ten deep.
const DEEPEST: usize = 5_000;
/// Most bytes of streams that are looked into.
const STREAM_BYTES: usize = 64 << 20;

/// Whether objects of the file nest too deep.
pub(super) fn is_too_deep(bytes: &[u8]) -> bool {
    depth(bytes) > DEEPEST || object_streams(bytes).any(|stream| depth(&stream) > DEEPEST)
}

/// The most brackets that are open at once.
fn depth(bytes: &[u8]) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    let mut last = 0;
    for byte in bytes {
        match (last, byte) {
            (_, b'[') | (b'<', b'<') => {
                open += 1;
                most = most.max(open);
                last = 0;
            }
            (_, b']') | (b'>', b'>') => {
                open = open.saturating_sub(1);
                last = 0;
            }
            _ => last = *byte,
        }
    }
    most
}

/// The decoded streams of a file that hold objects.
fn object_streams(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let mut rest = bytes;
    let mut budget = STREAM_BYTES;
    std::iter::from_fn(move || {
        let named = find(rest, b"/ObjStm")?;
        let from = find(&rest[named..], b"stream")? + named + b"stream".len();
        let body = rest[from..].trim_ascii_start();
        let end = find(body, b"endstream").unwrap_or(body.len());
        rest = &body[end..];
        let data = body[..end].to_vec().into();
        let filter = Object::Name("FlateDecode".to_owned());
        let dict = HashMap::from([("Filter".to_owned(), filter)]);
        let decoded = Object::Stream { dict, data }
            .decode_stream_data()
            .unwrap_or_default();
        budget = budget.checked_sub(decoded.len())?;
        Some(decoded)
    })
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|w| w == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_brackets_are_counted() {
        assert_eq!(depth(b"<</A[1[2]<</B<41>>>]>> [ ]"), 3);
        assert_eq!(depth(b"]]]>>"), 0);
        assert!(is_too_deep(&b"[".repeat(DEEPEST + 1)));
        assert!(is_too_deep(&b"<</A".repeat(DEEPEST + 1)));
        assert!(!is_too_deep(&b"[ ] <<>> ".repeat(DEEPEST * 2)));
    }
}
