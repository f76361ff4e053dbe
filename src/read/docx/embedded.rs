//! Embedded texts: pages and plain text that stand whole in a docx, which
//! programs leave to Word to convert. A web archive (MHT) is opened as far as
//! its page; archives stay closed.

use super::super::builder::Draft;
use super::super::{encoding, html, plain};

/// Most parts of a web archive that are looked at for its page.
const MOST_PARTS: usize = 64;

/// The drafts of an embedded text; none if it is of a format that is not read.
pub(super) fn read(bytes: &[u8]) -> Vec<Draft> {
    if bytes.starts_with(b"PK") || bytes.starts_with(b"{\\rtf") {
        return Vec::new();
    }
    let page = page_of_archive(bytes);
    let Ok(decoded) = encoding::decode(page.as_deref().unwrap_or(bytes)) else {
        return Vec::new();
    };
    let text = &decoded.text;
    let is_page = page.is_some() || text.trim_start().starts_with('<');
    let reading = if is_page {
        html::read(text)
    } else {
        plain::read(text)
    };
    reading.drafts
}

/// The page of a web archive, its transfer encoding undone.
fn page_of_archive(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = parted(&text);
    if !header(head, "mime-version").is_some_and(|v| v.starts_with('1')) {
        return None;
    }
    let kind = header(head, "content-type")?;
    let Some(boundary) = parameter(&kind, "boundary") else {
        return Some(transferred(head, body));
    };
    let boundary = format!("--{boundary}");
    let parts = body.split(boundary.as_str()).skip(1);
    parts.take(MOST_PARTS).find_map(|part| {
        let (head, body) = parted(part.trim_start_matches(['\r', '\n']));
        let is_page = header(head, "content-type")?
            .to_ascii_lowercase()
            .starts_with("text/html");
        is_page.then(|| transferred(head, body))
    })
}

/// The headers of a part, and what follows the blank line after them.
fn parted(part: &str) -> (&str, &str) {
    let ends = ["\r\n\r\n", "\n\n"]
        .into_iter()
        .filter_map(|gap| part.split_once(gap));
    ends.min_by_key(|(head, _)| head.len())
        .unwrap_or((part, ""))
}

/// The value of the header `name`, its continuation lines included.
fn header(head: &str, name: &str) -> Option<String> {
    let mut lines = head.lines().skip_while(|line| {
        let key = line.split(':').next().unwrap_or_default();
        !key.trim().eq_ignore_ascii_case(name)
    });
    let (_, first) = lines.next()?.split_once(':')?;
    let rest = lines.take_while(|line| line.starts_with([' ', '\t']));
    Some(rest.fold(first.trim().to_owned(), |value, line| {
        format!("{value} {}", line.trim())
    }))
}

fn parameter(value: &str, name: &str) -> Option<String> {
    let mut pairs = value.split(';').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"').to_owned()).filter(|v| !v.is_empty())
}

fn transferred(head: &str, body: &str) -> Vec<u8> {
    let encoding = header(head, "content-transfer-encoding").unwrap_or_default();
    match encoding.to_ascii_lowercase().as_str() {
        "quoted-printable" => quoted_printable(body.as_bytes()),
        "base64" => base64(body.as_bytes()),
        _ => body.as_bytes().to_vec(),
    }
}

/// Undoes quoted-printable (RFC 2045, 6.7); what is malformed stays as it is.
fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let digits = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        rest = match (first, tail) {
            (b'=', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => after,
            (b'=', [a, b, after @ ..]) if let Some(byte) = digits(&[*a, *b]) => {
                out.push(byte);
                after
            }
            _ => {
                out.push(*first);
                tail
            }
        };
    }
    out
}

/// Undoes base64 (RFC 4648, 4); other characters are passed over.
fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: &Expect) {
        let texts: Vec<_> = read(text.as_bytes()).into_iter().map(|d| d.text).collect();
        expected.assert_eq(&texts.join("|"));
    }

    #[test]
    fn pages_and_plain_text_are_read_where_they_stand() {
        check("<p>They wait.</p><p>So.</p>", &expect!["They wait.|So."]);
        check("They wait.\n\nSo.", &expect!["They wait.|So."]);
        check("PK\u{3}\u{4}nested", &expect![""]);
    }

    #[test]
    fn the_page_of_a_web_archive_is_read() {
        let archive = |encoding: &str, body: &str| {
            format!(
                "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=\"x\"\r\n\r\n\
                 --x\r\nContent-Type: image/png\r\n\r\nzz\r\n--x\r\nContent-Type: text/html\r\n\
                 Content-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n--x--\r\n"
            )
        };
        check(
            &archive(
                "quoted-printable",
                "<p class=3Da>They =\r\nwait =E2=80=93 100%=</p>",
            ),
            &expect!["They wait – 100%="],
        );
        check(
            &archive("base64", "PHA+VGhleSB3\r\nYWl0LjwvcD4="),
            &expect!["They wait."],
        );
    }
}
