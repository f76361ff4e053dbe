//! Reading: the bytes of a file in, an [`Essay`] out, whatever the bytes are.
//!
//! Every format goes through one builder, so that a block means the same in
//! all of them. Nothing here opens a path or prints; a reader that cannot make
//! an essay of its bytes says why in a [`ReadError`].

mod back;
mod builder;
mod clean;
mod container;
mod css;
mod dates;
mod docx;
mod elements;
mod encoding;
mod epub;
mod flow;
mod foot;
mod front;
mod furniture;
mod head;
mod headline;
#[cfg(test)]
mod hostile;
mod html;
mod hyphens;
mod inner;
mod layout;
mod look;
mod main_part;
mod markdown;
mod markup;
mod metadata;
mod mht;
mod names;
mod odt;
mod page;
mod pages;
mod paragraph;
mod pdf;
mod plain;
mod properties;
mod rtf;
mod set_off;
mod sidecar;
mod sniff;
mod stray;
mod style_names;
mod walk;
mod webarchive;
mod xml;

pub use sidecar::Sidecar;

use crate::cite::Reference;
use crate::text::Span;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One source text, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Essay {
    /// Everything kept of the file, in reading order: NFC, one line a block,
    /// blocks parted by `\n`, no control characters.
    pub text: String,
    /// The blocks of `text`, in order and disjoint.
    pub blocks: Vec<Block>,
    /// What is known of it as a work.
    pub reference: Reference,
    /// Names of the contract's fields (`title`, `authors`, `date`, `language`) that were read
    /// off the text rather than stated; sorted.
    pub guessed: Vec<String>,
    /// The format it was read as.
    pub format: Format,
    /// Name of the encoding its bytes were in (`utf-8`, `windows-1252`, …).
    pub encoding: String,
    /// What was odd about it; never fatal.
    pub problems: Vec<Problem>,
}

/// A run of an essay's text that belongs together: one paragraph, one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the essay's text; without white space at its ends.
    pub span: Span,
    /// Its number among the body paragraphs, from 1; `None` if it is none.
    pub number: Option<u32>,
    /// The page it begins on, as printed, where the format has pages.
    pub page: Option<String>,
    /// Of a note: its mark (`1`, `*`).
    pub mark: Option<String>,
}

/// What a [`Block`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// A paragraph of the essay's prose.
    Body,
    /// Words of another, set off as a paragraph of their own.
    BlockQuotation,
    /// The essay's title.
    Title,
    /// Who wrote it, for whom and when.
    Byline,
    /// A heading within it.
    Heading,
    /// A footnote or endnote.
    Note,
    /// An entry of the list of works cited, or its heading.
    WorksCited,
}

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Plain text.
    Txt,
    /// Markdown.
    Md,
    /// HTML, a saved page included.
    Html,
    /// Word, in an archive or one XML file.
    Docx,
    /// `OpenDocument` text, in an archive or one XML file.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// A book for reading devices.
    Epub,
    /// PDF.
    Pdf,
}

/// Something odd about an essay that did not stop it from being read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable word for its kind (`double_encoded`, `no_body`…).
    pub kind: String,
    /// What it is, as a fragment.
    pub message: String,
}

/// A file that norfolk could not read as an essay.
///
/// Ingest records it in its report and goes on to the next file: one bad file
/// never ends a run. Messages are fragments: the report prefixes the path.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// There is nothing in it, or only white space.
    #[error("empty: there is no text in it")]
    Empty,
    /// It is of a format that cannot be read.
    #[error("`{format}` files cannot be read yet: {advice}")]
    Unsupported {
        /// Name of the format.
        format: &'static str,
        /// What would do instead.
        advice: &'static str,
    },
    /// Its bytes are no text in any encoding.
    #[error("binary: its bytes are no text")]
    Binary,
    /// By its extension it holds data or a program.
    #[error("no essay: `{0}` files hold data or programs")]
    NotAnEssay(String),
    /// It opens with a password only.
    #[error("encrypted: it opens with a password only; save it without one")]
    Encrypted,
    /// A part of it, named here, cannot be read.
    #[error("damaged: {0}; open it in the program that made it and save it again")]
    Damaged(String),
    /// It is beyond a limit, named here, that no essay comes near.
    #[error("too large: {0}; save it as text or split it")]
    TooLarge(String),
    /// Every page, of this many, is a picture: there is no text to index.
    #[error("no text layer on {}; run OCR on the file first", pages(*.0))]
    NoTextLayer(u32),
    /// A list of references that cannot be understood.
    #[error("no list of references: {0}")]
    BadSidecar(String),
}

/// Reads the bytes of a file called `name` as an essay.
///
/// The name tells the format where the bytes do not, and is the last resort
/// for a title.
///
/// ```
/// let essay = norfolk::read::read(b"On Waiting\n\nNobody comes, and they wait.", "a.txt")?;
/// assert_eq!(essay.reference.title.as_deref(), Some("On Waiting"));
/// assert_eq!(essay.blocks[1].span.of(&essay.text), "Nobody comes, and they wait.");
/// # Ok::<(), norfolk::read::ReadError>(())
/// ```
///
/// # Errors
/// When there is no text in it, or none that can be read; see [`ReadError`].
pub fn read(bytes: &[u8], name: &str) -> Result<Essay, ReadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    sniff::refuse_locks(name)?;
    if rtf::is_rtf(bytes) {
        return builder::build(rtf::read(bytes), Format::Rtf, name);
    }
    if sniff::is_pdf(bytes) {
        return builder::build(pdf::read(bytes)?, Format::Pdf, name);
    }
    if let Some((reading, format)) = read_office(bytes)? {
        return builder::build(reading, format, name);
    }
    if let Some(page) = sniff::saved_page(bytes, name)? {
        return read_page(&page, name);
    }
    sniff::refuse_other_formats(bytes)?;
    let decoded = encoding::decode(bytes)?;
    let format = sniff::format_of(&decoded.text, name)?;
    let draft = match format {
        Format::Md => markdown::read(&decoded.text),
        Format::Html => html::read(&decoded.text),
        _ => plain::read(&decoded.text),
    };
    let mut essay = builder::build(draft, format, name)?;
    essay.encoding = decoded.encoding;
    essay.problems.splice(0..0, decoded.problems);
    Ok(essay)
}

/// Keeps off standard error what a library says when it panics on a file: such
/// panics are caught, and told as the file's problem.
///
/// For programs to call once, at their start; all other panics are told as before.
pub fn silence_caught_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(pdf::THREAD) {
            usual(panic);
        }
    }));
}

fn pages(count: u32) -> String {
    match count {
        1 => "its page".to_owned(),
        _ => format!("any of its {count} pages"),
    }
}

/// Reads the formats of word processors and books, which are known by their bytes.
fn read_office(bytes: &[u8]) -> Result<Option<(builder::Reading, Format)>, ReadError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let mut archive = container::Archive::open(bytes)?;
        let format = sniff::zipped(&mut archive)?;
        let reading = match format {
            Format::Docx => docx::read(archive)?,
            Format::Epub => epub::read(archive)?,
            _ => odt::read(archive)?,
        };
        return Ok(Some((reading, format)));
    }
    let Some(flat) = sniff::flat(bytes) else {
        return Ok(None);
    };
    let (text, encoding) = xml::decode(bytes);
    let (mut reading, format) = match flat {
        sniff::Flat::Package => (docx::read_flat(&text)?, Format::Docx),
        sniff::Flat::Word2003 => (docx::read_2003(&text)?, Format::Docx),
        sniff::Flat::OpenDocument => (odt::read_flat(&text)?, Format::Odt),
    };
    reading.encoding = encoding;
    Ok(Some((reading, format)))
}

/// Reads a page out of a file that holds more.
fn read_page(page: &sniff::Page, name: &str) -> Result<Essay, ReadError> {
    let decoded = page.decoded()?;
    let mut essay = builder::build(html::read(&decoded.text), Format::Html, name)?;
    essay.encoding = decoded.encoding;
    essay.problems.splice(0..0, decoded.problems);
    Ok(essay)
}

#[cfg(test)]
pub(in crate::read) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Invariant 2 and the shape of an essay, of whatever was read.
    pub(in crate::read) fn assert_whole(essay: &Essay) {
        let mut end = 0;
        let mut number = 0;
        for block in &essay.blocks {
            assert!(block.span.start >= end, "blocks are in order and disjoint");
            end = block.span.end;
            let text = block.span.of(&essay.text);
            assert!(
                !text.is_empty() && text.trim() == text,
                "{text:?} is trimmed"
            );
            assert!(!text.contains('\n'), "{text:?} is one line");
            let is_counted = matches!(block.kind, BlockKind::Body | BlockKind::BlockQuotation);
            assert_eq!(block.number.is_some(), is_counted);
            number += u32::from(is_counted);
            assert!(
                block.number.is_none_or(|n| n == number),
                "numbers are consecutive"
            );
        }
        assert!(essay.text.chars().all(|c| c == '\n' || !c.is_control()));
        assert!(!essay.blocks.is_empty());
    }

    fn body(text: &str, name: &str) -> Vec<String> {
        let essay = read(text.as_bytes(), name).expect("it is an essay");
        assert_whole(&essay);
        let is_counted = |b: &&Block| b.number.is_some();
        let blocks = essay.blocks.iter().filter(is_counted);
        blocks.map(|b| b.span.of(&essay.text).to_owned()).collect()
    }

    #[test]
    fn an_essay_of_one_line_has_it_as_its_body() {
        for name in ["a.txt", "a.md", "a.html", "a"] {
            assert_eq!(body("Nobody comes", name), ["Nobody comes"], "{name}");
            assert_eq!(body("# Nobody comes\n", "a.md"), ["Nobody comes"]);
        }
    }

    #[test]
    fn a_title_is_no_paragraph_and_a_paragraph_no_title() {
        assert_eq!(
            body("On Doors\n\nThey stay shut in it.", "a.txt"),
            ["They stay shut in it."]
        );
        assert_eq!(body("They stay shut.\n\nSo it ends.", "a.txt").len(), 2);
    }

    #[test]
    fn nothing_to_read_is_an_error() {
        for (bytes, error) in [
            (&b""[..], ReadError::Empty),
            (b" \n\t\r\n ", ReadError::Empty),
            (b"* * *\n---\n", ReadError::Empty),
            (b"\xef\xbb\xbf", ReadError::Empty),
            (b"\x00\x01\x02\x00\x00\xff", ReadError::Binary),
        ] {
            assert_eq!(read(bytes, "a.txt"), Err(error), "{bytes:?}");
        }
    }

    #[test]
    fn formats_agree_on_an_essay() {
        let plain = "On Doors\n\nby Ann Bell\n\nThey stay shut in it.\n\nSo it ends.\n\nWorks Cited\n\n\
                     Dow, Cy. Doors. Press, 2006.\n";
        let marked = "# On Doors\n\n*by Ann Bell*\n\nThey stay *shut* in it.\n\nSo it ends.\n\n\
                      ## Works Cited\n\n- Dow, Cy. *Doors*. Press, 2006.\n";
        let page = "<title>On Doors</title><h1>On Doors</h1><p>by Ann Bell</p><p>They stay <i>shut</i>\n\
                    in it.</p><p>So it ends.</p><h2>Works Cited</h2><p>Dow, Cy. Doors. Press, 2006.</p>";
        let rich = r"{\rtf1\ansi{\stylesheet{\s1 Title;}}\pard\s1 On Doors\par\pard by Ann Bell\par They stay {\i shut}
                     in it.\par So it ends.\par\outlinelevel1 Works Cited\par\pard Dow, Cy. Doors. Press, 2006.}";
        let essays = [
            (plain, "a.txt"),
            (marked, "a.md"),
            (page, "a.html"),
            (rich, "a.rtf"),
        ]
        .map(|(text, name)| read(text.as_bytes(), name).expect("it is an essay"));
        for essay in &essays {
            assert_eq!(essay.reference.title.as_deref(), Some("On Doors"));
            assert_eq!(essay.reference.authors[0].to_string(), "Ann Bell");
            let kinds = |e: &Essay| e.blocks.iter().map(|b| b.kind).collect::<Vec<_>>();
            assert_eq!(kinds(essay), kinds(&essays[0]));
            assert_eq!(essay.text, essays[0].text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn any_bytes_are_an_essay_or_an_error(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            name in "[a-z]{0,3}(\\.(txt|md|html))?",
        ) {
            if let Ok(essay) = read(&bytes, &name) {
                assert_whole(&essay);
            }
        }

        #[test]
        fn any_lines_are_an_essay_or_an_error(
            lines in proptest::collection::vec(
                "(Notes|Works Cited|by Ann Bell|[0-9]{1,3}|Q4\\.|\\[1\\] x|> so|\u{c}| {0,9}[A-Za-z .,’“”é\u{ad}-]{0,60}|# A|---|1. b|<p>x|<sup>1</sup>|\\[\\^1\\]: c)?",
                0..30,
            ),
            extension in "(txt|md|html)",
        ) {
            if let Ok(essay) = read(lines.join("\n").as_bytes(), &format!("a.{extension}")) {
                assert_whole(&essay);
            }
        }

        #[test]
        fn any_text_is_an_essay_or_an_error(text in any::<String>(), extension in "(txt|md|html)") {
            if let Ok(essay) = read(text.as_bytes(), &format!("a.{extension}")) {
                assert_whole(&essay);
            }
        }
    }
}
