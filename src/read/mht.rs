//! MHT: a page that a browser or Word saved as one file, a mail to nobody.
//!
//! The first part in HTML is the page; pictures and style sheets beside it are
//! left alone. Sources: RFC 2557 (MHTML), RFC 2045 (transfer encodings).

use super::ReadError;
use super::sniff::Page;
use encoding_rs::Encoding;

/// Bytes at the head of a file searched for the headers of a mail.
const HEAD_BYTES: usize = 8 * 1024;
/// Most parts that are looked at.
const MOST_PARTS: usize = 10_000;

/// Whether a file begins like a saved page.
pub(super) fn is_mht(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    let head = head.to_ascii_lowercase();
    let first = head.trim_start().split(':').next().unwrap_or("");
    let is_header = !first.is_empty()
        && first
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_header && head.contains("mime-version:") && head.contains("multipart/related")
}

/// The page in a file.
///
/// # Errors
/// If no part of it is a page.
pub(super) fn page(bytes: &[u8]) -> Result<Page, ReadError> {
    let (headers, body) = parted(bytes);
    let boundary = parameter(&header(&headers, "content-type"), "boundary").unwrap_or_default();
    let mark = format!("--{boundary}");
    for part in parts(body, mark.as_bytes()) {
        let (headers, body) = parted(part);
        let kind = header(&headers, "content-type");
        let lower = kind.to_ascii_lowercase();
        if lower.starts_with("text/html") || lower.starts_with("application/xhtml") {
            let charset = parameter(&kind, "charset");
            return Ok(Page {
                bytes: unpacked(body, &header(&headers, "content-transfer-encoding")),
                encoding: charset.and_then(|label| Encoding::for_label(label.as_bytes())),
            });
        }
    }
    Err(ReadError::Damaged("no page is in it".to_owned()))
}

/// The headers and the body of a mail, or of a part.
fn parted(bytes: &[u8]) -> (String, &[u8]) {
    let lines = bytes
        .windows(2)
        .position(|two| two == b"\n\n")
        .map(|at| (at, at + 2));
    let windows = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map(|at| (at, at + 4));
    let (end, start) = [lines, windows]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or((bytes.len(), bytes.len()));
    (
        String::from_utf8_lossy(&bytes[..end]).into_owned(),
        &bytes[start..],
    )
}

/// The value of the header called `name`, its folded lines as one.
fn header(headers: &str, name: &str) -> String {
    let mut value = String::new();
    let mut is_asked = false;
    for line in headers.lines() {
        if line.starts_with([' ', '\t']) {
            if is_asked {
                value.push_str(line);
            }
            continue;
        }
        let (found, rest) = line.split_once(':').unwrap_or((line, ""));
        is_asked = value.is_empty() && found.trim().eq_ignore_ascii_case(name);
        if is_asked {
            value.push_str(rest.trim());
        }
    }
    value
}

/// The value of `name=` in a header.
fn parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|part| {
        let (found, value) = part.split_once('=')?;
        let value = value.trim().trim_matches('"').to_owned();
        found.trim().eq_ignore_ascii_case(name).then_some(value)
    })
}

/// What stands between the lines that begin with `mark`.
fn parts<'b>(body: &'b [u8], mark: &[u8]) -> Vec<&'b [u8]> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut at = 0;
    for line in body.split_inclusive(|b| *b == b'\n') {
        if line.starts_with(mark) {
            if let Some(start) = start {
                parts.push(&body[start..at]);
            }
            start = Some(at + line.len());
            if parts.len() == MOST_PARTS {
                return parts;
            }
        }
        at += line.len();
    }
    parts.extend(start.map(|start| &body[start..]));
    parts
}

/// The bytes that a part holds in this transfer encoding.
fn unpacked(body: &[u8], encoding: &str) -> Vec<u8> {
    match encoding.trim().to_ascii_lowercase().as_str() {
        "quoted-printable" => unquoted(body),
        "base64" => from_base64(body),
        _ => body.to_vec(),
    }
}

fn unquoted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'=' {
            out.push(*first);
            continue;
        }
        let digits = tail.get(..2).and_then(|d| std::str::from_utf8(d).ok());
        match (tail, digits.and_then(|d| u8::from_str_radix(d, 16).ok())) {
            (_, Some(byte)) => {
                out.push(byte);
                rest = &tail[2..];
            }
            ([b'\r', b'\n', after @ ..] | [b'\n', after @ ..], None) => rest = after,
            _ => out.push(b'='),
        }
    }
    out
}

fn from_base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count).to_le_bytes()[0]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn saved(encoding: &str, body: &str) -> String {
        format!(
            "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x--\"\r\n\r\n\
             ----x--\r\nContent-Type: text/css\r\n\r\np {{}}\r\n\
             ----x--\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n----x----\r\n"
        )
    }

    #[test]
    fn the_page_is_found_and_unpacked() {
        for (encoding, body, text) in [
            (
                "quoted-printable",
                "<p>caf=C3=A9 =\r\ngoes=3D</p>",
                "<p>café goes=</p>\r\n",
            ),
            ("base64", "PHA+Y2Fmw6k8\r\nL3A+", "<p>café</p>"),
            ("8bit", "<p>café</p>", "<p>café</p>\r\n"),
        ] {
            let bytes = saved(encoding, body);
            assert!(is_mht(bytes.as_bytes()));
            let page = page(bytes.as_bytes()).expect("it has a page");
            assert_eq!(String::from_utf8_lossy(&page.bytes), text);
            assert_eq!(page.encoding.map(Encoding::name), Some("UTF-8"));
        }
        assert!(!is_mht(b"An essay on MIME-Version: multipart/related\n"));
    }

    proptest! {
        #[test]
        fn any_mail_has_a_page_or_none(body in "(--x|\n|\r|=|[A-Za-z0-9+/:;\" ]){0,60}") {
            let bytes = saved("base64", &body);
            prop_assert!(page(bytes.as_bytes()).is_ok());
            prop_assert!(unquoted(body.as_bytes()).len() <= body.len());
        }
    }
}
