//! Docx, whole: what becomes of each thing that the format has, and of files
//! that are damaged or hostile.

use super::super::container::tests::archive;
use super::super::{ReadError, read};
use expect_test::{Expect, expect};
use std::fmt::Write;

const RELATIONS: &str = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
    <Relationship Id='r1' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='/word/document.xml'/>\
    <Relationship Id='r2' Type='http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties' Target='docProps/core.xml'/>\
    </Relationships>";
const DECLARED: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";

/// What is read from `bytes`, a block a line.
fn shown(bytes: &[u8]) -> String {
    let essay = match read(bytes, "essay.docx") {
        Ok(essay) => essay,
        Err(error) => return error.to_string(),
    };
    let mut out = String::new();
    for block in &essay.blocks {
        let mark = block.mark.as_ref().map(|mark| format!(" ({mark})"));
        let page = block.page.as_ref().map(|page| format!(" p. {page}"));
        let [mark, page] = [mark, page].map(Option::unwrap_or_default);
        let text = block.span.of(&essay.text);
        writeln!(out, "{:?}{mark}{page}: {text}", block.kind).expect("a string takes all");
    }
    for problem in &essay.problems {
        writeln!(out, "! {}", problem.message).expect("a string takes all");
    }
    out
}

fn check_parts(body: &str, others: &[(&str, &[u8])], expected: &Expect) {
    let document = format!("<w:document {DECLARED}><w:body>{body}</w:body></w:document>");
    let mut members: Vec<(&str, &[u8])> = vec![
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ];
    members.extend(others);
    expected.assert_eq(&shown(&archive(&members)));
}

fn check(body: &str, expected: &Expect) {
    check_parts(body, &[], expected);
}

#[test]
fn paragraphs_have_the_roles_of_their_styles() {
    check(
        "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>On Waiting</w:t></w:r></w:p>\
         <w:p><w:r><w:t>They wait, and nobody comes to them.</w:t></w:r></w:p>\
         <w:p><w:pPr><w:pStyle w:val='Quote'/></w:pPr><w:r><w:t>Words of another.</w:t></w:r></w:p>\
         <w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>Doors</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>A cell.</w:t></w:r></w:p></w:tc>\
         <w:tc><w:p><w:r><w:t>Another.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        &expect![[r"
            Title: On Waiting
            Body: They wait, and nobody comes to them.
            BlockQuotation: Words of another.
            Heading: Doors
            Body: A cell.
            Body: Another.
        "]],
    );
}

#[test]
fn deleted_moved_hidden_and_computed_text_is_told_apart() {
    check(
        "<w:p><w:r><w:t>One.</w:t></w:r></w:p>\
         <w:p><w:r><w:t xml:space='preserve'>They </w:t></w:r><w:del><w:r><w:delText>run</w:delText></w:r></w:del>\
         <w:ins><w:r><w:t>wait</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>\
         <w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> ADDIN X </w:instrText><w:t>code</w:t></w:r>\
         <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t xml:space='preserve'> (Author 12)</w:t></w:r>\
         <w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>, co</w:t><w:softHyphen/><w:t>op</w:t>\
         <w:noBreakHyphen/><w:t>on</w:t><w:tab/><w:t>so.</w:t><w:br/><w:t>On</w:t>\
         <w:sym w:font='Symbol' w:char='F0BC'/><w:sym w:font='Wingdings' w:char='F04A'/></w:r></w:p>",
        &expect![[r"
            Body: One.
            Body: They wait (Author 12), coop-on so.
            Body: On…
        "]],
    );
}

#[test]
fn a_deleted_paragraph_end_parts_nothing() {
    check(
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>They wait </w:t></w:r></w:p>\
         <w:p><w:r><w:t>and wait.</w:t></w:r></w:p>\
         <w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr><w:r><w:t>S</w:t></w:r></w:p>\
         <w:p><w:r><w:t>o it ends.</w:t></w:r></w:p>",
        &expect![[r"
            Body: They wait and wait.
            Body: So it ends.
        "]],
    );
}

#[test]
fn one_rendering_of_a_text_box_is_read_after_its_paragraph() {
    check(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>\
         <w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></w:pict>\
         </mc:Fallback></mc:AlternateContent><w:t>They wait.</w:t></w:r></w:p>",
        &expect![[r"
            Body: They wait.
            Body: In a box.
        "]],
    );
}

#[test]
fn notes_have_the_marks_that_are_printed() {
    let note = |id: &str, text: &str| {
        format!(
            "<w:footnote w:id='{id}'><w:p><w:r><w:footnoteRef/><w:t>{text}</w:t></w:r></w:p></w:footnote>"
        )
    };
    let notes = format!(
        "<w:footnotes {DECLARED}><w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote>{}{}{}</w:footnotes>",
        note("2", " Author 12."),
        note("7", "Nobody refers to it."),
        note("5", "A remark.")
    );
    check_parts(
        "<w:p><w:r><w:t>They wait.</w:t></w:r><w:r><w:footnoteReference w:id='5' w:customMarkFollows='1'/>\
         <w:t>*</w:t></w:r><w:r><w:t xml:space='preserve'> So it ends.</w:t></w:r>\
         <w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t> On</w:t></w:r><w:r><w:rPr>\
         <w:vertAlign w:val='superscript'/></w:rPr><w:t>3</w:t></w:r></w:p>",
        &[("word/footnotes.xml", notes.as_bytes())],
        &expect![[r"
            Body: They wait.[^*] So it ends.¹ On³
            Note (1): Author 12.
            Note (*): A remark.
        "]],
    );
}

#[test]
fn tables_of_contents_are_left_out_and_lists_of_works_known() {
    check(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>\
         <w:sdtContent><w:p><w:r><w:t>Doors 3</w:t></w:r></w:p></w:sdtContent></w:sdt>\
         <w:p><w:r><w:t>They wait, and nobody comes to them.</w:t></w:r></w:p>\
         <w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText> BIBLIOGRAPHY </w:instrText>\
         <w:fldChar w:fldCharType='separate'/><w:t>Dow, Cy. Doors.</w:t><w:fldChar w:fldCharType='end'/></w:r></w:p>",
        &expect![[r"
            Body: They wait, and nobody comes to them.
            WorksCited: Dow, Cy. Doors.
        "]],
    );
}

#[test]
fn pages_are_those_that_were_printed() {
    check(
        "<w:p><w:r><w:t>They wait.</w:t></w:r></w:p>\
         <w:p><w:r><w:lastRenderedPageBreak/><w:t>Nobody comes.</w:t></w:r></w:p>\
         <w:p><w:r><w:br w:type='page'/></w:r></w:p>\
         <w:p><w:r><w:lastRenderedPageBreak/><w:t>So it ends.</w:t></w:r></w:p>\
         <w:sectPr><w:pgNumType w:start='4'/></w:sectPr>",
        &expect![[r"
            Body p. 4: They wait.
            Body p. 5: Nobody comes.
            Body p. 6: So it ends.
        "]],
    );
}

#[test]
fn properties_are_believed_where_a_person_wrote_them() {
    let core = "<cp:coreProperties xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>On Waiting</dc:title>\
        <dc:creator>Microsoft Office User</dc:creator></cp:coreProperties>";
    let bytes = archive(&[
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
        ("word/document.xml", b"<w:document><w:body><w:p><w:r><w:t>They wait.</w:t></w:r></w:p></w:body></w:document>"),
    ]);
    let essay = read(&bytes, "essay.docx").expect("it is whole");
    assert_eq!(essay.reference.title.as_deref(), Some("On Waiting"));
    assert!(essay.reference.authors.is_empty());
    assert_eq!(essay.encoding, "utf-8");
}

#[test]
fn word_writes_one_xml_file_in_two_ways() {
    let flat = format!(
        "<pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'>\
         <pkg:part pkg:name='/word/document.xml'><pkg:xmlData><w:document {DECLARED}><w:body>\
         <w:p><w:r><w:t>They wait.</w:t></w:r></w:p></w:body></w:document></pkg:xmlData></pkg:part></pkg:package>"
    );
    expect![[r"
        Body: They wait.
    "]]
    .assert_eq(&shown(flat.as_bytes()));
    let older = "<?xml version='1.0'?><w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml' \
        xmlns:aml='http://schemas.microsoft.com/aml/2001/core'><w:docPr><w:footnotePr><w:footnote w:type='separator'>\
        <w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote></w:footnotePr></w:docPr><w:body><wx:sect><w:p><w:r><w:t>They </w:t>\
        </w:r><aml:annotation w:type='Word.Deletion'><aml:content><w:r><w:delText>run</w:delText></w:r></aml:content>\
        </aml:annotation><w:r><w:t>wait.</w:t></w:r><w:r><w:footnote><w:p><w:r><w:t>Author 12.</w:t></w:r></w:p></w:footnote>\
        </w:r></w:p></wx:sect></w:body></w:wordDocument>";
    expect![[r"
        Body: They wait.¹
        Note (1): Author 12.
    "]]
    .assert_eq(&shown(older.as_bytes()));
}

#[test]
fn what_stands_before_damage_is_kept() {
    let bytes = archive(&[(
        "word/document.xml",
        b"<w:document><w:body><w:p><w:r><w:t>They wait.</w:t></w:r></w:p><w:p><w:r><w:t>Nobo",
    )]);
    expect![[r"
        Body: They wait.
        Body: Nobo
        ! `word/document.xml` is damaged, what stands before is kept: it ends too early
    "]]
    .assert_eq(&shown(&bytes));
    let bytes = archive(&[("word/document.xml", b"<w:document")]);
    let error = shown(&bytes);
    assert!(error.starts_with("damaged: `word/document.xml`"), "{error}");
}

#[test]
fn entities_neither_grow_nor_fetch() {
    let mut bomb = "<!DOCTYPE w:document [<!ENTITY a 'ha'>".to_owned();
    for (of, entity) in "abcdefghi".chars().zip("bcdefghij".chars()) {
        let value = format!("&{of};").repeat(10);
        write!(bomb, "<!ENTITY {entity} '{value}'>").expect("a string takes all");
    }
    bomb.push_str("<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w:document><w:body><w:p><w:r><w:t>They &j;&x;wait.");
    bomb.push_str("</w:t></w:r></w:p></w:body></w:document>");
    expect![[r"
        Body: They wait.
    "]]
    .assert_eq(&shown(&archive(&[("word/document.xml", bomb.as_bytes())])));
}

#[test]
fn a_file_without_its_text_says_so() {
    let essay = |members: &[(&str, &[u8])]| read(&archive(members), "essay.docx").map(|_| ());
    assert_eq!(
        essay(&[("word/document.xml", b"<w:document/>")]),
        Err(ReadError::Empty)
    );
    let missing = "`word/document.xml` is not in it".to_owned();
    assert_eq!(
        essay(&[("[Content_Types].xml", b"")]),
        Err(ReadError::Damaged(missing))
    );
}
