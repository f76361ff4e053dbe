//! Books as programs make them, read whole.

use super::*;
use crate::read::container::tests::archive;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::fmt::Write;

const CONTAINER: &str =
    r#"<container><rootfiles><rootfile full-path="OPS/c.opf"/></rootfiles></container>"#;

/// A book of these chapters, with more members beside them.
fn book(chapters: &[&str], others: &[(&str, &str)]) -> Vec<u8> {
    let names: Vec<_> = (0..chapters.len())
        .map(|n| format!("OPS/{n}.xhtml"))
        .collect();
    let mut package = String::from(
        "<package><metadata><title>On Doors</title><creator>Ann Bell</creator></metadata><manifest>",
    );
    for n in 0..chapters.len() {
        write!(package, "<item id='i{n}' href='{n}.xhtml'/>").expect("a string takes all");
    }
    package.push_str("<item id='nav' href='nav.xhtml' properties='nav'/></manifest><spine>");
    for (n, chapter) in chapters.iter().enumerate() {
        let linear = if chapter.contains("<!--pops up-->") {
            " linear='no'"
        } else {
            ""
        };
        write!(package, "<itemref idref='i{n}'{linear}/>").expect("a string takes all");
    }
    package.push_str("</spine></package>");
    let mut members = vec![
        ("mimetype", &b"application/epub+zip"[..]),
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("OPS/c.opf", package.as_bytes()),
    ];
    members.extend(
        names
            .iter()
            .map(String::as_str)
            .zip(chapters.iter().map(|c| c.as_bytes())),
    );
    members.extend(others.iter().map(|(name, text)| (*name, text.as_bytes())));
    archive(&members)
}

fn show(bytes: &[u8]) -> String {
    let reading = match Archive::open(bytes).and_then(read) {
        Ok(reading) => reading,
        Err(error) => return error.to_string(),
    };
    let mut out = String::new();
    for draft in reading.drafts {
        let mark = draft.mark.map_or(String::new(), |m| format!(" ({m})"));
        let page = draft.page.map_or(String::new(), |p| format!(" p{p}"));
        let text = crate::read::clean::tidy(&draft.text);
        writeln!(out, "{:?}{mark}{page}: {text}", draft.role).expect("a string takes all");
    }
    for problem in reading.problems {
        writeln!(out, "! {}", problem.message).expect("a string takes all");
    }
    out
}

fn check(chapters: &[&str], expected: &Expect) {
    let chapters: Vec<_> = chapters
        .iter()
        .map(|chapter| format!("<?xml version='1.0'?><html><head><title/></head>{chapter}</html>"))
        .collect();
    let chapters: Vec<_> = chapters.iter().map(String::as_str).collect();
    expected.assert_eq(&show(&book(&chapters, &[])));
}

#[test]
fn chapters_are_read_in_order_and_each_word_once() {
    check(
        &[
            "<body epub:type='cover'><img alt='A cover'/></body>",
            "<body><section epub:type='titlepage'><h1>On Doors</h1><p class='author'>Ann Bell</p></section></body>",
            "<body><section epub:type='copyright-page'><p>Copyright 2019.</p></section></body>",
            "<body><h1><a id='c1'/>One</h1><div>Bare words.<p>A paragraph.</p><blockquote><p>Words of <i>another</i>.</p></blockquote></div></body>",
        ],
        &expect![[r"
            Title: On Doors
            Byline: Ann Bell
            Heading(1): One
            Prose: Bare words.
            Prose: A paragraph.
            Quotation: Words of another.
        "]],
    );
}

#[test]
fn the_style_sheet_tells_what_a_word_processor_set_apart() {
    let prose = "Prose of the essay, long enough to count for it. ".repeat(4);
    let chapter = format!(
        "<html><body><p class='p1'><span class='s0'>{prose}</span></p><p class='p1'><span class='s1'>They </span>\
         <span class='s1'>Open</span></p><p class='p1'><span class='s0'>{prose}</span></p>\
         <p class='p2'>Words of another, set off from the rest.</p></body></html>"
    );
    let sheet = ".p1 { margin: 0px } .p2 { margin: 0px 36pt 0px 36pt }\n.s1 { font-weight: bold }";
    let shown = show(&book(&[&chapter], &[("OPS/a.css", sheet)]));
    let roles: Vec<_> = shown.lines().map(|line| line.split(':').next()).collect();
    let expected = ["Prose", "Heading(2)", "Prose", "Quotation"].map(Some);
    assert_eq!(roles, expected, "{shown}");
}

#[test]
fn notes_stand_where_books_put_them() {
    check(
        &[
            "<body><p>Prose<a epub:type='noteref' href='#n1'>1</a> and<a href='1.xhtml#n2'><sup>2</sup></a>.</p>
             <aside epub:type='footnote' id='n1'><p>At the foot.</p></aside></body>",
            "<body><!--pops up--><p>No prose.</p><p id='n2'><a href='0.xhtml#r2'><sup>2</sup></a> Elsewhere.</p></body>",
        ],
        &expect![[r"
            Prose: Prose¹ and².
            Note (1): At the foot.
            Note (2): Elsewhere.
        "]],
    );
}

#[test]
fn pages_are_those_of_the_printed_book() {
    check(
        &[
            "<body><p>Before.</p><p><span epub:type='pagebreak' id='p1' title='1'/>One <span role='doc-pagebreak' aria-label='page 2'/>goes on.</p><p>Two.</p></body>",
            "<body><p>Still two.</p></body>",
        ],
        &expect![[r"
            Prose: Before.
            Prose p1: One goes on.
            Prose p2: Two.
            Prose p2: Still two.
        "]],
    );
    let nav = "<html><nav epub:type='page-list'><a href='0.xhtml#x'>7</a></nav></html>";
    let bytes = book(
        &["<body><p id='x'>Seven.</p></body>"],
        &[("OPS/nav.xhtml", nav)],
    );
    expect![[r"
        Prose p7: Seven.
    "]]
    .assert_eq(&show(&bytes));
}

#[test]
fn a_book_that_cannot_be_read_says_why() {
    let encrypted = |method: &str, path: &str| {
        let text = format!(
            "<encryption><EncryptedData><EncryptionMethod Algorithm='{method}'/><CipherData>\
             <CipherReference URI='{path}'/></CipherData></EncryptedData></encryption>"
        );
        let members = [("META-INF/encryption.xml", text.as_str())];
        show(&book(&["<body><p>Prose.</p></body>"], &members))
    };
    expect!["encrypted: it opens with a password only; save it without one"].assert_eq(&encrypted(
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
        "OPS/0.xhtml",
    ));
    expect![[r"
        Prose: Prose.
    "]]
    .assert_eq(&encrypted(FONT_METHODS[0], "OPS/font.otf"));
    check(
        &["<body><img src='1.png'/></body>"],
        &expect![
            "`picture-only epub` files cannot be read yet: its pages are pictures; run OCR on them first"
        ],
    );
    let bytes = archive(&[("mimetype", b"application/epub+zip")]);
    expect!["damaged: none of its chapters can be read; open it in the program that made it and save it again"]
        .assert_eq(&show(&bytes));
}

#[test]
fn what_is_left_of_a_damaged_book_is_read() {
    let bytes = archive(&[
        ("mimetype", b"application/epub+zip"),
        ("b.xhtml", b"<p>Second.</p>"),
        ("a.xhtml", b"<p>First.</p>"),
    ]);
    expect![[r"
        Prose: First.
        Prose: Second.
        ! its list of chapters cannot be read
    "]]
    .assert_eq(&show(&bytes));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn mutated_books_are_read_or_refused(
        flips in proptest::collection::vec((0..2000_usize, any::<u8>()), 0..6),
        cut in 0..4000_usize,
    ) {
        let chapter = "<body><h1>One</h1><p>Prose<a href='#n'>1</a></p><p id='n'>Note.</p></body>";
        let mut bytes = book(&[chapter, chapter], &[("OPS/nav.xhtml", "<nav/>")]);
        for (at, byte) in flips {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(cut);
        if let Ok(reading) = Archive::open(&bytes).and_then(read) {
            prop_assert!(!reading.drafts.is_empty());
        }
    }
}
