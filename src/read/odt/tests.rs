//! Odt, whole: what becomes of each thing that the format has.

use super::super::container::tests::archive;
use super::super::{ReadError, read};
use expect_test::{Expect, expect};
use std::fmt::Write;

fn shown(bytes: &[u8]) -> String {
    let essay = match read(bytes, "essay.odt") {
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

fn check(styles: &str, body: &str, expected: &Expect) {
    let content = format!(
        "<office:document-content><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let media = b"application/vnd.oasis.opendocument.text";
    let bytes = archive(&[("mimetype", media), ("content.xml", content.as_bytes())]);
    expected.assert_eq(&shown(&bytes));
    let flat = format!(
        "<office:document office:mimetype='application/vnd.oasis.opendocument.text'>{}</office:document>",
        content
            .trim_start_matches("<office:document-content>")
            .trim_end_matches("</office:document-content>")
    );
    expected.assert_eq(&shown(flat.as_bytes()));
}

#[test]
fn paragraphs_have_the_roles_of_their_styles() {
    check(
        "<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Quotations'/>",
        "<text:p text:style-name='Title'>On Waiting</text:p>\
         <text:p>One.</text:p><text:p>They<text:s text:c='3'/>wait.<text:line-break/>And <text:span>nobody</text:span>\
         <text:tab/>comes.</text:p>\
         <text:p text:style-name='P1'>Words of another.</text:p><text:h text:outline-level='2'>Doors</text:h>\
         <text:list><text:list-item><text:p>An item.</text:p></text:list-item></text:list>\
         <table:table><table:table-row><table:table-cell><text:p>A cell.</text:p></table:table-cell>\
         <table:covered-table-cell><text:p>Covered.</text:p></table:covered-table-cell></table:table-row></table:table>",
        &expect![[r"
            Title: On Waiting
            Body: One.
            Body: They wait.
            Body: And nobody comes.
            BlockQuotation: Words of another.
            Heading: Doors
            Body: An item.
            Body: A cell.
        "]],
    );
}

#[test]
fn what_is_not_printed_is_left_out() {
    check(
        "<style:style style:name='T1' style:family='text'><style:text-properties text:display='none'/></style:style>",
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Deleted.</text:p></text:deletion>\
         </text:changed-region></text:tracked-changes>\
         <text:table-of-content><text:index-body><text:p>Doors 3</text:p></text:index-body></text:table-of-content>\
         <text:p>They <text:span text:style-name='T1'>hidden</text:span><office:annotation><text:p>A comment.</text:p>\
         </office:annotation>wait.<draw:frame><svg:title>A picture</svg:title><draw:text-box><text:p>In a box.</text:p>\
         </draw:text-box></draw:frame></text:p><text:section text:display='none'><text:p>Hidden.</text:p></text:section>\
         <text:bibliography><text:index-body><text:p>Dow, Cy. Doors.</text:p></text:index-body></text:bibliography>",
        &expect![[r"
            Body: They wait.
            Body: In a box.
            WorksCited: Dow, Cy. Doors.
        "]],
    );
}

#[test]
fn notes_have_the_marks_that_are_printed() {
    let note = |mark: &str, text: &str| {
        format!(
            "<text:note><text:note-citation>{mark}</text:note-citation><text:note-body><text:p>{text}</text:p>\
             </text:note-body></text:note>"
        )
    };
    let [first, second, third] = [("1", "Author 12."), ("i", "A remark."), ("1", "Another.")]
        .map(|(mark, text)| note(mark, text));
    check(
        "",
        &format!("<text:p>They wait.{first} Nobody comes.{second} So it ends.{third}</text:p>"),
        &expect![[r"
            Body: They wait.¹ Nobody comes.[^i] So it ends.[^n3]
            Note (1): Author 12.
            Note (i): A remark.
            Note (n3): Another.
        "]],
    );
}

#[test]
fn pages_are_those_that_were_printed() {
    check(
        "<style:style style:name='P1' style:family='paragraph' style:master-page-name='First'>\
         <style:paragraph-properties style:page-number='4'/></style:style>\
         <style:style style:name='P2' style:family='paragraph'>\
         <style:paragraph-properties fo:break-before='page'/></style:style>",
        "<text:p text:style-name='P1'>They wait.</text:p><text:p><text:soft-page-break/>Nobody comes.</text:p>\
         <text:p text:style-name='P2'>So it ends.</text:p>",
        &expect![[r"
            Body p. 4: They wait.
            Body p. 5: Nobody comes.
            Body p. 6: So it ends.
        "]],
    );
}

#[test]
fn items_of_lists_are_counted_as_printed() {
    let styles = "<text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='1'/>\
        </text:list-style>";
    let item = |text: &str| format!("<text:list-item><text:p>{text}</text:p></text:list-item>");
    check(
        styles,
        &format!(
            "<text:p>They wait.</text:p><text:p>Notes</text:p><text:list text:style-name='L1'>{}{}</text:list>",
            item("Author 12."),
            item("Author 13.")
        ),
        &expect![[r"
            Body: They wait.
            Heading: Notes
            Note (1): Author 12.
            Note (2): Author 13.
        "]],
    );
}

#[test]
fn an_encrypted_file_asks_for_its_password() {
    let manifest = b"<manifest:manifest><manifest:file-entry manifest:full-path='content.xml'>\
        <manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let media = b"application/vnd.oasis.opendocument.text";
    let bytes = archive(&[
        ("mimetype", media),
        ("content.xml", b"\x8f\x12"),
        ("META-INF/manifest.xml", manifest),
    ]);
    assert_eq!(
        read(&bytes, "essay.odt").map(|_| ()),
        Err(ReadError::Encrypted)
    );
}
