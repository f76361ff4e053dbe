//! Telling formats apart: by what a file begins with, then by its extension.

use super::container::Archive;
use super::encoding::{self, Decoded};
use super::{Format, ReadError, mht, webarchive, xml};
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
    (b"\xffWPC", "WordPerfect", Advice::SaveAsDocx),
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
    SaveAsDocx,
    Download,
    Unpack,
    Export,
    NoEssay,
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

impl Page {
    /// Its text.
    ///
    /// # Errors
    /// If its bytes are no text.
    pub(super) fn decoded(&self) -> Result<Decoded<'_>, ReadError> {
        match self.encoding {
            Some(encoding) => Ok(encoding::decode_as(&self.bytes, encoding)),
            None => encoding::decode(&self.bytes),
        }
    }
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

/// Bytes before the header of a PDF that readers allow.
const PDF_HEAD_BYTES: usize = 1024;

/// Whether these are the bytes of a PDF; some servers put theirs before it.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(PDF_HEAD_BYTES)];
    let Some(at) = head.windows(5).position(|w| w == b"%PDF-") else {
        return false;
    };
    let before = &head[..at];
    !before.is_ascii() || before.iter().all(u8::is_ascii_whitespace)
}

/// Refuses what is no text by its first bytes, whatever it is called.
///
/// # Errors
/// [`ReadError::Unsupported`] naming the format.
pub(super) fn refuse_other_formats(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.starts_with(COMPOUND) {
        return Err(refused_compound(bytes));
    }
    match MAGIC.iter().find(|(magic, _, _)| bytes.starts_with(magic)) {
        Some((_, format, advice)) => Err(unsupported(format, *advice)),
        None => Ok(()),
    }
}

fn unsupported(format: &'static str, advice: Advice) -> ReadError {
    let advice = match advice {
        Advice::SaveAsText => "save it as text, Markdown or HTML",
        Advice::SaveAsDocx => "open it in its program and save it as docx",
        Advice::Download => "it only points to a document; download that as docx",
        Advice::Unpack => "unpack it first",
        Advice::Export => "open it in its program and export it as docx",
        Advice::NoEssay => "only the text of essays is; save that as docx",
        Advice::NoText => "it holds no text",
    };
    ReadError::Unsupported { format, advice }
}

/// First bytes of the compound files of older Office programs.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Streams of compound files, the programs that write them, and what to do.
const STREAMS: &[(&str, &str, Advice)] = &[
    ("WordDocument", "legacy Word (doc)", Advice::SaveAsDocx),
    ("MatOST", "Works (wps)", Advice::SaveAsDocx),
    ("Workbook", "spreadsheet", Advice::NoEssay),
    ("PowerPoint Document", "presentation", Advice::NoEssay),
];
/// What the head of a Word document begins with, and where it usually stands.
const WORD_HEAD: (&[u8], usize) = (b"\xec\xa5", 512);

/// Why a compound file is not read.
fn refused_compound(bytes: &[u8]) -> ReadError {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|found| found == wide)
    };
    let head = bytes.get(WORD_HEAD.1..).unwrap_or_default();
    // The second of its flags' bytes: 1 if the text is encrypted.
    let is_encrypted_word =
        head.starts_with(WORD_HEAD.0) && head.get(11).is_some_and(|flags| flags & 1 == 1);
    if is_encrypted_word || has("EncryptedPackage") {
        return ReadError::Encrypted;
    }
    let known = STREAMS.iter().find(|(name, _, _)| has(name));
    known.map_or_else(
        || unsupported("older Office", Advice::SaveAsDocx),
        |(_, format, advice)| unsupported(format, *advice),
    )
}

/// Parts by which the formats that are zip archives are known, and what to do
/// with those that are not read.
const PARTS: &[(&str, &str, Advice)] = &[
    ("xl/workbook.xml", "xlsx", Advice::NoEssay),
    ("xl/workbook.bin", "xlsb", Advice::NoEssay),
    ("ppt/presentation.xml", "pptx", Advice::NoEssay),
    ("visio/document.xml", "vsdx", Advice::NoEssay),
    (
        "Index/Document.iwa",
        "Pages, Numbers or Keynote",
        Advice::Export,
    ),
    ("index.xml", "Pages", Advice::Export),
    ("AndroidManifest.xml", "program", Advice::NoText),
    ("META-INF/MANIFEST.MF", "program", Advice::NoText),
];

/// The format of the archive that a file is.
///
/// # Errors
/// [`ReadError::Unsupported`] if it is none of an essay.
pub(super) fn zipped(archive: &mut Archive<'_>) -> Result<Format, ReadError> {
    let media = archive
        .member("mimetype")
        .ok()
        .flatten()
        .unwrap_or_default();
    let media = String::from_utf8_lossy(&media);
    let kind = media
        .trim()
        .strip_prefix("application/")
        .unwrap_or_default();
    match kind.strip_prefix("vnd.oasis.opendocument.") {
        Some(kind) if kind.starts_with("text") => return Ok(Format::Odt),
        Some(kind) if kind.starts_with("presentation") => {
            return Err(unsupported("odp", Advice::NoEssay));
        }
        Some(kind) if kind.starts_with("spreadsheet") => {
            return Err(unsupported("ods", Advice::NoEssay));
        }
        Some(_) => return Err(unsupported("drawing", Advice::NoEssay)),
        None if kind.starts_with("vnd.sun.xml") => {
            return Err(unsupported("OpenOffice 1", Advice::SaveAsDocx));
        }
        None if kind == "epub+zip" => return Ok(Format::Epub),
        None => {}
    }
    let is_word = |name: &str| {
        let name = name.to_ascii_lowercase().replace('\\', "/");
        name.starts_with("word/document") || name == "word/"
    };
    if archive.names().any(is_word) {
        return Ok(Format::Docx);
    }
    if let Some((_, format, advice)) = PARTS.iter().find(|(part, _, _)| archive.has(part)) {
        return Err(unsupported(format, *advice));
    }
    match () {
        () if archive.names().any(|name| extension(name) == "opf") => Ok(Format::Epub),
        () if archive.has("[Content_Types].xml") => Ok(Format::Docx),
        () if archive.has("content.xml") => Ok(Format::Odt),
        () if archive.is_encrypted() => Err(ReadError::Encrypted),
        () => Err(unsupported("zip", Advice::Unpack)),
    }
}

/// An office file that is one XML file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flat {
    /// The parts of a docx.
    Package,
    /// Word 2003.
    Word2003,
    /// `OpenDocument`.
    OpenDocument,
}

/// Bytes at the head of an XML file searched for what it is; namespaces come first.
const XML_HEAD_BYTES: usize = 8192;

/// Whether `bytes` are an office file that is one XML file.
pub(super) fn flat(bytes: &[u8]) -> Option<Flat> {
    let head = &bytes[..bytes.len().min(XML_HEAD_BYTES)];
    let (text, _) = xml::decode(head);
    if !text.trim_start().starts_with('<') {
        return None;
    }
    let has = |words: &str| text.contains(words);
    match () {
        () if has("http://schemas.microsoft.com/office/word/2003/wordml") => Some(Flat::Word2003),
        () if has("http://schemas.microsoft.com/office/2006/xmlPackage") && has("/word/") => {
            Some(Flat::Package)
        }
        () if has(":document") && has("application/vnd.oasis.opendocument.text") => {
            Some(Flat::OpenDocument)
        }
        () => None,
    }
}

/// Refuses the files that Word lays beside one that is open; they hold the
/// name of who opened it.
///
/// # Errors
/// [`ReadError::NotAnEssay`].
pub(super) fn refuse_locks(name: &str) -> Result<(), ReadError> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.strip_prefix("~$") {
        Some(_) => Err(ReadError::NotAnEssay("~$".to_owned())),
        None => Ok(()),
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
    if extension == "gdoc" {
        return Err(unsupported("Google Docs", Advice::Download));
    }
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
    use super::super::container::tests::archive;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(bytes: &[u8], name: &str, expected: &Expect) {
        let found = refuse_locks(name)
            .and_then(|()| refuse_other_formats(bytes))
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

    fn check_archive(members: &[(&str, &[u8])], expected: &Expect) {
        let bytes = archive(members);
        let mut archive = Archive::open(&bytes).expect("it is whole");
        let found = zipped(&mut archive).map(|format| format!("{format:?}"));
        expected.assert_eq(&found.unwrap_or_else(|error| error.to_string()));
    }

    #[test]
    fn archives_are_known_by_what_is_in_them() {
        check_archive(&[("word/document.xml", b"")], &expect!["Docx"]);
        check_archive(
            &[(
                "mimetype",
                b"application/vnd.oasis.opendocument.text-template",
            )],
            &expect!["Odt"],
        );
        check_archive(
            &[("[Content_Types].xml", b""), ("xl/workbook.xml", b"")],
            &expect![
                "`xlsx` files cannot be read yet: only the text of essays is; save that as docx"
            ],
        );
        check_archive(
            &[("Index/Document.iwa", b"")],
            &expect![
                "`Pages, Numbers or Keynote` files cannot be read yet: open it in its program and export it as docx"
            ],
        );
        check_archive(
            &[("essay.docx", b"PK")],
            &expect!["`zip` files cannot be read yet: unpack it first"],
        );
    }

    #[test]
    fn compound_files_are_known_by_their_streams() {
        let compound = |name: &str| {
            let wide = name.encode_utf16().flat_map(u16::to_le_bytes);
            COMPOUND.iter().copied().chain(wide).collect::<Vec<u8>>()
        };
        for (stream, message) in [
            (
                "WordDocument",
                "`legacy Word (doc)` files cannot be read yet: open it in its program and save it as docx",
            ),
            (
                "EncryptedPackage",
                "encrypted: it opens with a password only; save it without one",
            ),
        ] {
            assert_eq!(refused_compound(&compound(stream)).to_string(), message);
        }
        let mut word = compound("WordDocument");
        word.resize(512, 0);
        word.extend([0xec, 0xa5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(refused_compound(&word), ReadError::Encrypted);
    }

    #[test]
    fn office_files_of_one_xml_file_are_known_in_any_encoding() {
        let word = "<?xml version='1.0'?><x:wordDocument xmlns:x='http://schemas.microsoft.com/office/word/2003/wordml'/>";
        let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(flat(word.as_bytes()), Some(Flat::Word2003));
        assert_eq!(flat(&wide), Some(Flat::Word2003));
        assert_eq!(flat(b"<?xml version='1.0'?><tei/>"), None);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        check(
            b"\x03Ann",
            "essays/~$essay.docx",
            &expect!["no essay: `~$` files hold data or programs"],
        );
        check(
            b"{\"url\": \"https://docs.google.com/x\"}",
            "Essay.gdoc",
            &expect![
                "`Google Docs` files cannot be read yet: it only points to a document; download that as docx"
            ],
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
