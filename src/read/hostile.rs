//! Hostile office files: whatever stands in an archive, reading it gives an
//! essay or an error. Invariant 2.
//!
//! Flipped bits rarely get past the checksums of an archive, so what is in it
//! is made up as well: pieces of the formats' markup in any order, whole or not.

use super::container::tests::archive;
use super::read;
use super::tests::assert_whole;
use proptest::collection::vec;
use proptest::prelude::*;

/// Pieces of the markup of Word.
const WORD: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>Words, ",
    "“of” (Author 12). ",
    "</w:t>",
    "<w:pPr><w:pStyle w:val='Quote'/><w:ind w:left='999999999999' w:right='-1'/></w:pPr>",
    "<w:pPr><w:numPr><w:ilvl w:val='99'/><w:numId w:val='1'/></w:numPr><w:sectPr/></w:pPr>",
    "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
    "<w:rPr><w:vertAlign w:val='superscript'/><w:rStyle w:val='a'/></w:rPr>",
    "<w:fldChar w:fldCharType='begin'/>",
    "<w:fldChar w:fldCharType='separate'/>",
    "<w:fldChar w:fldCharType='end'/>",
    "<w:footnoteReference w:id='1'/>",
    "<w:footnoteReference w:customMarkFollows='1'/>",
    "<w:footnote>",
    "</w:footnote>",
    "<w:footnote w:id='1'>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<mc:AlternateContent><mc:Choice>",
    "</mc:Choice><mc:Fallback/></mc:AlternateContent>",
    "<w:sdt><w:sdtPr><w:docPartGallery w:val='Table of Contents'/></w:sdtPr>",
    "</w:sdt>",
    "<w:lastRenderedPageBreak/>",
    "<w:br w:type='page'/>",
    "<w:sectPr><w:pgNumType w:start='4294967295'/></w:sectPr>",
    "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='77'><w:start w:val='4294967295'/></w:lvl></w:abstractNum>",
    "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>",
    "<w:style w:styleId='a' w:type='paragraph'><w:basedOn w:val='a'/><w:name w:val='Title'/></w:style>",
    "<w:sym w:char='D800'/>",
    "&#0;&amp;&b;&",
    "<![CDATA[",
    "]]>",
];

/// Pieces of the markup of `OpenDocument`.
const OPEN_DOCUMENT: &[&str] = &[
    "<text:p>",
    "<text:p text:style-name='a'>Words, “of” (Author 12).",
    "</text:p>",
    "<text:h text:outline-level='300'>",
    "</text:h>",
    "<text:span text:style-name='a'>",
    "</text:span>",
    "<text:note><text:note-citation>1</text:note-citation><text:note-body>",
    "<text:note-body>",
    "</text:note-body></text:note>",
    "</text:note-body>",
    "<text:list text:style-name='L'><text:list-item text:start-value='4294967295'>",
    "</text:list-item></text:list>",
    "<text:list-item>",
    "<text:soft-page-break/>",
    "<text:s text:c='4294967295'/>",
    "<draw:text-box>",
    "</draw:text-box>",
    "<text:section text:display='none'>",
    "</text:section>",
    "<style:style style:family='paragraph' style:name='a' style:parent-style-name='a'>\
     <style:paragraph-properties style:page-number='9' fo:margin-left='9e99in'/></style:style>",
    "<text:list-style style:name='L'><text:list-level-style-number text:level='0' style:num-format='1'/></text:list-style>",
    "words between",
];

fn check(bytes: &[u8]) {
    if let Ok(essay) = read(bytes, "essay") {
        assert_whole(&essay);
    }
}

/// Markup of pieces, well formed or not.
fn markup(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    vec(prop::sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat())
}

/// What stands around the pieces, so that they are reached.
fn part(name: &str, pieces: &str) -> String {
    match name {
        "word/document.xml" => format!("<w:document><w:body>{pieces}</w:body></w:document>"),
        "word/footnotes.xml" => format!("<w:footnotes>{pieces}</w:footnotes>"),
        "content.xml" => format!(
            "<office:document-content><office:automatic-styles>{pieces}</office:automatic-styles>\
             <office:body><office:text>{pieces}</office:text></office:body></office:document-content>"
        ),
        _ => format!("<w:a>{pieces}</w:a>"),
    }
}

const WORD_PARTS: [&str; 4] = [
    "word/document.xml",
    "word/footnotes.xml",
    "word/styles.xml",
    "word/numbering.xml",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_markup_of_word_is_an_essay_or_an_error(
        texts in prop::array::uniform4(markup(WORD)),
    ) {
        let parts = [0, 1, 2, 3].map(|at| part(WORD_PARTS[at], &texts[at]));
        let members = [0, 1, 2, 3].map(|at| (WORD_PARTS[at], parts[at].as_bytes()));
        check(&archive(&members));
    }

    #[test]
    fn any_markup_of_open_document_is_an_essay_or_an_error(text in markup(OPEN_DOCUMENT)) {
        check(&archive(&[("content.xml", part("content.xml", &text).as_bytes())]));
    }

    #[test]
    fn any_markup_in_one_file_is_an_essay_or_an_error(text in markup(WORD)) {
        check(format!(
            "<w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'>{text}<w:body>{text}"
        ).as_bytes());
        check(format!(
            "<pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'>\
             <pkg:part pkg:name='/word/document.xml'><pkg:xmlData>{text}</pkg:xmlData></pkg:part>"
        ).as_bytes());
    }

    #[test]
    fn any_damage_to_an_archive_is_survived(
        texts in prop::array::uniform4(markup(WORD)),
        flips in vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        end in prop::option::of(any::<prop::sample::Index>()),
        swap in any::<bool>(),
    ) {
        let parts = [0, 1, 2, 3].map(|at| part(WORD_PARTS[at], &texts[at]));
        let name = |at: usize| WORD_PARTS[if swap { 3 - at } else { at }];
        let members = [0, 1, 2, 3].map(|at| (name(at), parts[at].as_bytes()));
        let mut bytes = archive(&members);
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= value;
        }
        let end = end.map_or(bytes.len(), |end| end.index(bytes.len()));
        check(&bytes[..end]);
    }
}
