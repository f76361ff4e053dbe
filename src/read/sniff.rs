//! Telling formats apart: by what a file begins with, then by its extension.

use super::{Format, ReadError, mht, webarchive};
use encoding_rs::Encoding;

/// Extensions of Markdown.
const MARKDOWN: &[&str] = &[
    "md", "markdown", "mdown", "mkd", "mkdn", "mdx", "qmd", "rmd",
];
/// Extensions of HTML.
const HTML: &[&str] = &["html", "htm", "xhtml", "xht", "shtml"];
/// Extensions of files that hold data or programs, never an essay.
const NO_ESSAYS: &[&str] = &[
    "json", "jsonl", "ndjson", "csv", "tsv", "xml", "yaml", "yml", "toml", "ini", "cfg", "conf",
    "bib", "ris", "log", "sql", "css", "scss", "js", "mjs", "ts", "jsx", "tsx", "py", "rs", "c",
    "h", "cpp", "hpp", "cs", "java", "go", "rb", "php", "pl", "sh", "bat", "ps1", "svg", "lock",
    "srt", "vtt", "ics", "vcf", "eml",
];
/// First bytes of formats that cannot be read, their names, and what to do.
const MAGIC: &[(&[u8], &str, Advice)] = &[
    (b"%PDF", "pdf", Advice::SaveAsText),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "legacy Word (doc)",
        Advice::SaveAsText,
    ),
    (b"\x89PNG", "png", Advice::NoText),
    (b"\xff\xd8\xff", "jpeg", Advice::NoText),
    (b"GIF8", "gif", Advice::NoText),
    (b"\x1f\x8b", "gzip", Advice::Unpack),
    (b"7z\xbc\xaf", "7z", Advice::Unpack),
    (b"Rar!", "rar", Advice::Unpack),
    (b"%!PS", "PostScript", Advice::SaveAsText),
    (b"ID3", "mp3", Advice::NoText),
    (b"\x7fELF", "program", Advice::NoText),
    (b"SQLite format 3", "database", Advice::NoText),
];

/// What would make a file of some other format readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Advice {
    SaveAsText,
    Unpack,
    NoText,
}

/// The page in a file that holds more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// Their encoding, if the file names it.
    pub(super) encoding: Option<&'static Encoding>,
}

/// The page in a file that a browser saved whole; `None` if it is none.
///
/// # Errors
/// If it is such a file, and no page can be found in it.
pub(super) fn saved_page(bytes: &[u8], name: &str) -> Result<Option<Page>, ReadError> {
    match () {
        () if webarchive::is_archive(bytes) => webarchive::page(bytes).map(Some),
        () if extension(name) != "eml" && mht::is_mht(bytes) => mht::page(bytes).map(Some),
        () => Ok(None),
    }
}

/// Whether a file is a zip archive that says it is a book, or has its parts.
pub(super) fn is_epub(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && has_member(bytes, &["application/epub+zip", ".opf"])
}

/// Refuses what is no text by its first bytes, whatever it is called.
///
/// # Errors
/// [`ReadError::Unsupported`] naming the format.
pub(super) fn refuse_other_formats(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.starts_with(b"PK\x03\x04") {
        let (format, advice) = zipped_format(bytes);
        return Err(unsupported(format, advice));
    }
    match MAGIC.iter().find(|(magic, _, _)| bytes.starts_with(magic)) {
        Some((_, format, advice)) => Err(unsupported(format, *advice)),
        None => Ok(()),
    }
}

fn unsupported(format: &'static str, advice: Advice) -> ReadError {
    let advice = match advice {
        Advice::SaveAsText => "save it as text, Markdown or HTML",
        Advice::Unpack => "unpack it first",
        Advice::NoText => "it holds no text",
    };
    ReadError::Unsupported { format, advice }
}

/// Bytes of a zip searched for the names of its first members.
const ZIP_HEAD_BYTES: usize = 4096;

/// Whether a zip has one of these words among the names of its first and last
/// members.
fn has_member(bytes: &[u8], words: &[&str]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(ZIP_HEAD_BYTES)]);
    let tail = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(ZIP_HEAD_BYTES)..]);
    words
        .iter()
        .any(|word| head.contains(word) || tail.contains(word))
}

fn zipped_format(bytes: &[u8]) -> (&'static str, Advice) {
    let has = |name: &str| has_member(bytes, &[name]);
    match () {
        () if has("opendocument.text") => ("odt", Advice::SaveAsText),
        () if has("word/") => ("docx", Advice::SaveAsText),
        () if has("Index/Document.iwa") => ("Pages", Advice::SaveAsText),
        () => ("zip", Advice::Unpack),
    }
}

/// The lower-case extension of a file name; empty if it has none.
pub(super) fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}

/// The format of `text`, from a file called `name`.
///
/// # Errors
/// [`ReadError::NotAnEssay`] if it is data or a program.
pub(super) fn format_of(text: &str, name: &str) -> Result<Format, ReadError> {
    let extension = extension(name);
    if NO_ESSAYS.contains(&extension.as_str()) && !(extension == "xml" && is_xhtml(text)) {
        return Err(ReadError::NotAnEssay(extension));
    }
    match markup(text) {
        Some(Markup::Html) => return Ok(Format::Html),
        Some(Markup::Xml) => return Err(ReadError::NotAnEssay("xml".to_owned())),
        None => {}
    }
    if MARKDOWN.contains(&extension.as_str()) {
        return Ok(Format::Md);
    }
    if HTML.contains(&extension.as_str()) {
        let has_tags = ["<p", "<P", "<br", "<BR", "<div", "<DIV", "<h1", "<H1", "</"];
        return Ok(if has_tags.iter().any(|t| text.contains(t)) {
            Format::Html
        } else {
            Format::Txt
        });
    }
    let is_nameless = extension.is_empty() || extension.len() > 5;
    Ok(if is_nameless && looks_like_markdown(text) {
        Format::Md
    } else {
        Format::Txt
    })
}

/// Whether the outermost element of an XML file is that of a page.
fn is_xhtml(text: &str) -> bool {
    let head = super::clean::first_bytes(text, HEAD_BYTES);
    let mut tags = head.split('<').skip(1);
    let first = tags.find(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
    first.is_some_and(|tag| tag.starts_with("html") || tag.starts_with("HTML"))
}

enum Markup {
    Html,
    Xml,
}

/// Characters at the head of a text searched for the tags of a page.
const HEAD_BYTES: usize = 2048;

fn markup(text: &str) -> Option<Markup> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !start.starts_with('<') {
        return None;
    }
    let head = super::clean::first_bytes(start, HEAD_BYTES).to_ascii_lowercase();
    let is_html = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta",
    ]
    .iter()
    .any(|tag| head.contains(tag));
    match () {
        () if is_html => Some(Markup::Html),
        () if head.starts_with("<?xml") || head.starts_with("<!doctype") => Some(Markup::Xml),
        () if ["<p", "<div", "<h1", "<article", "<center"]
            .iter()
            .any(|t| head.starts_with(t)) =>
        {
            Some(Markup::Html)
        }
        () => None,
    }
}

fn looks_like_markdown(text: &str) -> bool {
    let start = text.trim_start();
    let is_heading = |l: &str| l.starts_with("# ") || l.starts_with("## ");
    start.starts_with("---\n") || start.lines().take(40).any(is_heading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(bytes: &[u8], name: &str, expected: &Expect) {
        let found = refuse_other_formats(bytes)
            .and_then(|()| format_of(&String::from_utf8_lossy(bytes), name));
        expected.assert_eq(&match found {
            Ok(format) => format!("{format:?}"),
            Err(error) => error.to_string(),
        });
    }

    #[test]
    fn content_says_more_than_the_extension() {
        check(b"Plain prose.", "a.txt", &expect!["Txt"]);
        check(b"Plain prose.", "a.html", &expect!["Txt"]);
        check(b"<!DOCTYPE html><p>x", "a.txt", &expect!["Html"]);
        check(b"# Title\n\nText.", "README", &expect!["Md"]);
        check(b"Text.", "a.md", &expect!["Md"]);
        check(b"Mr. Smith", "Essay v2.0 final draft", &expect!["Txt"]);
        check(
            b"<?xml version='1.0'?><!DOCTYPE html><html><p>x</p></html>",
            "a.xml",
            &expect!["Html"],
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        check(
            b"PK\x03\x04....word/document.xml",
            "a.txt",
            &expect!["`docx` files cannot be read yet: save it as text, Markdown or HTML"],
        );
        check(
            b"%PDF-1.7",
            "a.pdf",
            &expect!["`pdf` files cannot be read yet: save it as text, Markdown or HTML"],
        );
        check(
            b"\x1f\x8b\x08",
            "a.gz",
            &expect!["`gzip` files cannot be read yet: unpack it first"],
        );
        check(
            b"{}",
            "a.json",
            &expect!["no essay: `json` files hold data or programs"],
        );
        check(
            b"<?xml version='1.0'?><tei/>",
            "a",
            &expect!["no essay: `xml` files hold data or programs"],
        );
    }
}
