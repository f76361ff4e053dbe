//! Embedded texts: pages and plain text that stand whole in a docx, which
//! programs leave to Word to convert. A web archive (MHT) is opened as far as
//! its page; archives stay closed.

use super::super::builder::Draft;
use super::super::{encoding, html, mht, plain};

/// The drafts of an embedded text; none if it is of a format that is not read.
pub(super) fn read(bytes: &[u8]) -> Vec<Draft> {
    if bytes.starts_with(b"PK") || bytes.starts_with(b"{\\rtf") {
        return Vec::new();
    }
    let page = Some(bytes)
        .filter(|bytes| mht::is_mht(bytes))
        .and_then(|bytes| mht::page(bytes).ok());
    let decoded = match &page {
        Some(page) => page.decoded(),
        None => encoding::decode(bytes),
    };
    let Ok(decoded) = decoded else {
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
