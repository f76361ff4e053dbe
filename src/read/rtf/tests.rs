//! Files as programs write them, read whole.

use super::*;
use crate::read::builder::Role;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::fmt::Write;

fn show(rtf: &Reading) -> String {
    let mut out = String::new();
    for draft in &rtf.drafts {
        let mark = draft
            .mark
            .as_ref()
            .map_or(String::new(), |m| format!(" ({m})"));
        let page = draft
            .page
            .as_ref()
            .map_or(String::new(), |p| format!(" p{p}"));
        let text = crate::read::clean::squeeze(&draft.text).replace('\n', " / ");
        writeln!(out, "{:?}{mark}{page}: {text}", draft.role).expect("a string takes all");
    }
    for problem in &rtf.problems {
        writeln!(out, "! {}", problem.message).expect("a string takes all");
    }
    out
}

fn check(body: &str, expected: &Expect) {
    let text = format!("{{\\rtf1\\ansi\\ansicpg1252 {body}}}");
    assert!(is_rtf(text.as_bytes()));
    expected.assert_eq(&show(&read(text.as_bytes())));
}

#[test]
fn paragraphs_end_in_many_ways() {
    check(
        r"{\pard One.\par}\pard Two.\
Three,\line after a break.\par\par {\trowd Four\cell Five\cell\row}Six\sect\sectd Seven\page Eight",
        &expect![[r"
            Prose: One.
            Prose: Two.
            Prose: Three, / after a break.
            Prose: Four
            Prose: Five
            Prose: Six
            Prose: Seven
            Prose: Eight
        "]],
    );
}

#[test]
fn characters_are_written_in_many_ways() {
    check(
        r"{\fonttbl{\f0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}{\f3\fcharset2 Symbol;}}
\ldblquote caf\'e9\rdblquote \endash\uc0\u8217 s\uc1\u8217's\u8217\'92s \u-3913? {\uc2\u8212\'97\'97}x\par
\u55357?\u56832? \{a\}\~\\b\_c\-d\emdash{\f1\'cf\'e8\f2\'82\'a8\'82\'e6}{\f3\'b7}\u8217\par e\u769?",
        &expect![[r#"
            Prose: “café”–’s’s’s —x
            Prose: 😀 {a} \b-cd—Пиおよ’
            Prose: é
        "#]],
    );
}

#[test]
fn what_is_not_for_the_reader_is_left_out() {
    check(
        r"{\colortbl;\red0;}{\*\generator W;}{\header Head\par}{\pict\wmetafile8 00ff}{\*\shppict{\pict 00}}
{\stylesheet{\s0 Normal;}{\s7 toc 1;}}Seen,{\v hidden}{\deleted gone\par} still seen{\*\bkmkstart a} \v0 here.{\xe{\v entry}}\par
{\pard\s7 Contents 3\par}{\field{\*\fldinst TOC \\o}{\fldrslt Listed 4\par}}{\field{\*\fldinst{HYPERLINK ''x''}}{\fldrslt A link}}.\par
{\object{\*\objdata 00}{\result r}}{\pict\bin5 }{}}}}Last.",
        &expect![[r"
            Prose: Seen, still seen here.
            Prose: A link.
            Prose: Last.
        "]],
    );
}

#[test]
fn notes_are_numbered_where_they_are_called() {
    check(
        r"\ftnnar\aftnnrlc One{\super\chftn}{\*\footnote\chftn\~\plain\pard {\pard A {\i foot} note.\par}} two{\cs16\super \chftn {\footnote \pard\plain {\super\chftn} Of two\par paragraphs.}} three.{\super\chftn{\footnote\ftnalt {\super\chftn}. At the end.}}\par
Typed{\super 7{\footnote{\super 7} Own mark.}} sign*{\footnote * Own sign.} bare{\footnote No mark.}.{\super 12} H{\sub 2}O.\par",
        &expect![[r#"
            Prose: One¹ two² three.[^i]
            Prose: Typed⁷ sign* bare³.¹² H2O.
            Note (1): A foot note.
            Note (2): Of two paragraphs.
            Note (7): Own mark.
            Note (*): Own sign.
            Note (3): No mark.
            Note (i): At the end.
        "#]],
    );
}

#[test]
fn styles_and_outline_give_roles() {
    check(
        r"{\stylesheet{\ql Normal;}{\s1\outlinelevel0 heading 1;}{\*\cs2 Quote Char;}{\s3 Quote;}{\s4\sbasedon3 Mine;}{\s5 Title;}}
\pard\s5 On Doors\par\pard\s1 One\par\pard\plain Prose.\par\pard\s4 Words of another.\par\pard\outlinelevel1 Two\par
\pard\ls1{\listtext 1.\tab}An item.\par{\pntext\'b7\tab}\pard\fi-360\li720 Another.\par\pard\bullet\tab Typed.\par",
        &expect![[r#"
            Title: On Doors
            Heading(1): One
            Prose: Prose.
            Quotation: Words of another.
            Heading(2): Two
            Prose (1): An item.
            Prose (•): Another.
            Prose (•): Typed.
        "#]],
    );
}

#[test]
fn the_editors_of_a_mac_and_of_windows_are_read() {
    check(
        r"\cocoartf2639\cocoatextscaling0{\fonttbl\f0\fswiss\fcharset0 Helvetica-Bold;\f1\fswiss\fcharset0 Helvetica;}
{\colortbl;\red255\green255\blue255;}{\*\expandedcolortbl;;}\paperw11900\margl1440\viewkind0
\pard\tx566\pardirnatural\qc\partightenfactor0

\f0\b\fs28 \cf0 On Doors\
\pard\pardirnatural\partightenfactor0

\f1\b0\fs24 \cf0 \
They stay shut, she says, and so does he: \'93nobody came\'94 (Bell 12). It\'92s so, and there is more of it than one would think, \uc0\u8232 though less than she does.\
\pard\pardeftab720\li720\ri720 Words of another, set off.\
",
        &expect![[r#"
            Title: On Doors
            Prose: They stay shut, she says, and so does he: “nobody came” (Bell 12). It’s so, and there is more of it than one would think, / though less than she does.
            Quotation: Words of another, set off.
        "#]],
    );
    check(
        r"\deff0\nouicompat\deflang1033{\fonttbl{\f0\fnil\fcharset0 Calibri;}{\f1\fnil\fcharset2 Symbol;}}
{\*\generator Riched20 10.0.19041}\viewkind4\uc1
\pard\sa200\sl276\slmult1\qc\b\f0\fs22\lang9 On Doors\b0\par
\pard\sa200\sl276\slmult1 They stay shut: \ldblquote nobody came\rdblquote  (Bell 12).\par
\pard{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent0{\pntxtb\'B7}}\fi-360\li720\sa200 An item\par
",
        &expect![[r#"
            Prose: On Doors
            Prose: They stay shut: “nobody came” (Bell 12).
            Prose (•): An item
        "#]],
    );
}

#[test]
fn text_boxes_are_read_once() {
    check(
        r"Before {\shp{\*\shpinst\shpleft1{\sp{\sn a}{\sv b}}{\shptxt\pard In the box.\par}}{\shprslt{\*\do{\dptxbxtext In the box.\par}}}}after.\par
{\upr{Caf?}{\*\ud{Caf\u233?}}}",
        &expect![[r"
            Prose: In the box.
            Prose: Before after.
            Prose: Café
        "]],
    );
}

#[test]
fn the_file_states_its_title_and_authors() {
    let read = |info: &str| {
        let text = format!("{{\\rtf1\\mac{{\\info{info}{{\\operator Op}}}}Text.}}");
        let rtf = read(text.as_bytes());
        let reference = rtf.stated.reference;
        let authors: Vec<_> = reference.authors.iter().map(ToString::to_string).collect();
        (reference.title, authors.join("; "), rtf.encoding)
    };
    assert_eq!(
        read(r"{\title On \'d2Doors\'d3}{\author Ann Bell}"),
        (
            Some("On “Doors”".to_owned()),
            "Ann Bell".to_owned(),
            "macintosh".to_owned()
        )
    );
    let (title, author, _) = read(r"{\title Untitled}{\author Microsoft Office User}");
    assert_eq!((title, author.as_str()), (None, ""));
    let worked =
        r"{\rtf1{\info{\creatim\yr2019\mo5\dy2\hr9}{\revtim\yr2019\mo5\dy3\hr9}{\edmins90}}Text.}";
    let date = super::read(worked.as_bytes()).stated.hinted.date;
    assert_eq!(date.map(|d| d.to_string()).as_deref(), Some("2019"));
}

#[test]
fn pages_are_given_where_the_file_knows_them() {
    check(
        r"{\info{\nofpages3}}One.\par\page Two.\par\pard\pagebb Three.\par",
        &expect![[r"
            Prose p1: One.
            Prose p2: Two.
            Prose p3: Three.
        "]],
    );
    check(
        r"\pgnstart5 One \softpage and on.\par Two.{\footnote N.}\par",
        &expect![[r#"
            Prose p5: One and on.
            Prose p6: Two.¹
            Note (1) p6: N.
        "#]],
    );
    check(
        r"One.\page Two.",
        &expect![[r"
        Prose: One.
        Prose: Two.
    "]],
    );
}

#[test]
fn a_damaged_file_keeps_what_was_read() {
    check(
        r"One.\par{\b Two",
        &expect![[r"
        Prose: One.
        Prose: Two
        ! the file ends before its text does
    "]],
    );
    check(
        r"One.\par}} Two.\par",
        &expect![[r"
        Prose: One.
        Prose: Two.
        ! its groups do not match
    "]],
    );
}

#[test]
fn nesting_and_numbers_beyond_reason_do_no_harm() {
    let deep = format!(
        "{{\\rtf1 {}deep{} end",
        "{\\i ".repeat(200_000),
        "}".repeat(200_000)
    );
    assert_eq!(read(deep.as_bytes()).drafts[0].text, "deep end");
    let notes = format!("{{\\rtf1 a{}", "{\\footnote b".repeat(100_000));
    assert!(!read(notes.as_bytes()).drafts.is_empty());
    check(
        r"{\uc4000000000\u8212 lost}kept\li99999999999\bin4000000000 lost",
        &expect![[r"
        Prose: —kept
        ! the file ends before its text does
    "]],
    );
}

const SEED: &str = r"{\rtf1\ansi\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset128 B;}}{\stylesheet{\s1 heading 1;}}{\info{\title T}{\nofpages2}}
\pard\s1 One\par\pard\li720\ri720 Two{\super\chftn}{\*\footnote\chftn N\par}\u8217?\'92\f1\'82\'a8{\field{\*\fldinst TOC}{\fldrslt x}}\page{\shp{\*\shpinst{\shptxt y\par}}}\cell\row\bin3 }}}\sect z}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_tokens_are_read(tokens in proptest::collection::vec(
        "([{}]|\\\\\\*|\\\\(par|uc|u|footnote|chftn|stylesheet|s|fonttbl|f|fcharset|field|fldinst|fldrslt|upr|ud|shptxt|shpinst|listtext|info|title|bin|super|v|deleted|li|pard|plain|page|sect)-?[0-9]{0,6} ?|\\\\'[0-9a-f]{2}|[a-z ]{0,8})",
        0..60,
    )) {
        let rtf = read(format!("{{\\rtf1{}", tokens.concat()).as_bytes());
        prop_assert!(rtf.drafts.iter().all(|d| d.role != Role::WorksCited));
    }

    #[test]
    fn mutations_of_a_file_are_read(
        cut in 0..SEED.len(),
        flips in proptest::collection::vec((0..SEED.len(), any::<u8>()), 0..8),
    ) {
        let mut bytes = SEED.as_bytes().to_vec();
        for (at, byte) in flips {
            bytes[at] = byte;
        }
        let rtf = read(&bytes[..cut]);
        let read: usize = rtf.drafts.iter().map(|d| d.text.len()).sum();
        prop_assert!(read <= 3 * bytes.len());
    }
}
