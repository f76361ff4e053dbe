//! Tests of whole pages and files: what is read of them, block by block.

use super::fixture::{file, page, set, whole};
use super::glyph::Rule;
use super::page::Page;
use super::stated::Habit;
use super::{assemble, read};
use crate::read::ReadError;
use crate::read::builder::Draft;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::fmt::Write;

fn shown(drafts: &[Draft]) -> String {
    let mut out = String::new();
    for draft in drafts {
        let mark = draft
            .mark
            .as_ref()
            .map_or(String::new(), |m| format!(" ({m})"));
        let page = draft.page.as_deref().unwrap_or("-");
        writeln!(out, "{page} {:?}{mark}: {}", draft.role, draft.text).expect("a string takes all");
    }
    out
}

type Placed = (f32, f32, f32, String);

fn pages(pages: &[Vec<Placed>]) -> Vec<Page> {
    let borrowed = |(x, y, size, text): &Placed| (*x, *y, *size, text.clone());
    pages
        .iter()
        .map(|texts| {
            let texts: Vec<_> = texts.iter().map(borrowed).collect();
            let texts: Vec<_> = texts
                .iter()
                .map(|(x, y, s, t)| (*x, *y, *s, t.as_str()))
                .collect();
            page(&texts)
        })
        .collect()
}

fn check(texts: &[Vec<Placed>], expected: &Expect) {
    let mut pages = pages(texts);
    expected.assert_eq(&shown(&assemble(&mut pages, &[], Habit::Unknown)));
}

fn head(text: &str) -> Placed {
    (300.0, 40.0, 10.0, text.to_owned())
}

const FULL: &str =
    "These words make a line that is as wide as all the text of the page, and so it is a full one.";
const MORE: &str =
    "And these make another one, which is set as wide as the one above, or very nearly so at all.";

#[test]
fn a_paragraph_runs_over_a_page() {
    let first = set(
        600.0,
        &[
            (72.0, FULL),
            (72.0, MORE),
            (72.0, FULL),
            (
                72.0,
                "It goes on and on and on and on, and it is not yet done when the page is, and so it has to be",
            ),
        ],
    );
    let second = set(
        100.0,
        &[
            (72.0, "set forth here."),
            (90.0, MORE),
            (72.0, FULL),
            (72.0, "The end."),
        ],
    );
    let numbered = |mut lines: Vec<Placed>, number| {
        lines.push(head(&format!("Bell {number}")));
        lines
    };
    check(
        &[numbered(first, 7), numbered(second, 8)],
        &expect![[r"
            7 Prose: These words make a line that is as wide as all the text of the page, and so it is a full one. And these make another one, which is set as wide as the one above, or very nearly so at all. These words make a line that is as wide as all the text of the page, and so it is a full one. It goes on and on and on and on, and it is not yet done when the page is, and so it has to be set forth here.
            8 Prose: And these make another one, which is set as wide as the one above, or very nearly so at all. These words make a line that is as wide as all the text of the page, and so it is a full one. The end.
        "]],
    );
}

#[test]
fn small_lines_at_the_foot_that_open_with_marks_are_notes() {
    let mut lines = set(100.0, &[(72.0, FULL), (72.0, MORE), (72.0, "So it ends.")]);
    lines.push((127.0, 120.0, 6.0, "1".to_owned()));
    lines.push((72.0, 700.0, 5.0, "1".to_owned()));
    lines.push((
        76.0,
        703.0,
        8.0,
        "Author, Title, p. 3, and so on, until the line".to_owned(),
    ));
    lines.push((72.0, 713.0, 8.0, "is full.".to_owned()));
    lines.push((72.0, 723.0, 8.0, "2 Ibid.".to_owned()));
    check(
        &[lines],
        &expect![[r"
            1 Prose: These words make a line that is as wide as all the text of the page, and so it is a full one. And these make another one, which is set as wide as the one above, or very nearly so at all. So it ends.¹
            1 Note (1): Author, Title, p. 3, and so on, until the line is full.
            1 Note (2): Ibid.
        "]],
    );
}

#[test]
fn notes_of_the_text_size_are_known_by_the_rule_above() {
    let mut lines = set(100.0, &[(72.0, FULL), (72.0, MORE), (72.0, "So it ends.*")]);
    lines.extend(set(700.0, &[(72.0, "* Author, p. 3.")]));
    let mut pages = pages(&[lines]);
    pages[0].rules = vec![Rule {
        x: 72.0,
        y: 680.0,
        width: 144.0,
    }];
    let drafts = assemble(&mut pages, &[], Habit::Unknown);
    assert_eq!(drafts[1].mark.as_deref(), Some("*"));
}

#[test]
fn what_is_set_in_is_a_quotation_and_what_is_large_a_heading() {
    let mut lines = vec![(200.0, 60.0, 18.0, "A Title".to_owned())];
    lines.push((72.0, 88.0, 12.0, "The First Part".to_owned()));
    lines.extend(set(
        110.0,
        &[
            (72.0, FULL),
            (72.0, "She says of them, and of others:"),
            (0.0, ""),
            (
                108.0,
                "These are the words of another, set in on both sides, so that they",
            ),
            (108.0, "are seen to be so."),
            (0.0, ""),
            (72.0, FULL),
            (72.0, "So they are."),
        ],
    ));
    check(
        &[lines],
        &expect![[r"
            1 Title: A Title
            1 Heading(2): The First Part
            1 Prose: These words make a line that is as wide as all the text of the page, and so it is a full one. She says of them, and of others:
            1 Quotation: These are the words of another, set in on both sides, so that they are seen to be so.
            1 Prose: These words make a line that is as wide as all the text of the page, and so it is a full one. So they are.
        "]],
    );
}

#[test]
fn entries_hang_and_items_lose_their_bullets() {
    check(
        &[set(
            100.0,
            &[
                (72.0, FULL),
                (72.0, "So it ends."),
                (0.0, ""),
                (
                    90.0,
                    "• An item that is longer than a line of the page is wide, as items of lists often are in",
                ),
                (98.0, "lists."),
                (90.0, "• Another."),
                (0.0, ""),
                (72.0, "Works Cited"),
                (
                    72.0,
                    "Author, Ann. A Title That Is Long, and a Subtitle That Is Longer: Being Very Nearly the Whole",
                ),
                (108.0, "Matter. Press, 2006."),
                (
                    72.0,
                    "Bell, Cy. Another Title, as Long as the Other, and with a Subtitle Made to Match the First of",
                ),
                (108.0, "Press, 2007."),
            ],
        )],
        &expect![[r"
            1 Prose: These words make a line that is as wide as all the text of the page, and so it is a full one. So it ends.
            1 Prose (•): An item that is longer than a line of the page is wide, as items of lists often are in lists.
            1 Prose (•): Another.
            1 Prose: Works Cited
            1 Prose: Author, Ann. A Title That Is Long, and a Subtitle That Is Longer: Being Very Nearly the Whole Matter. Press, 2006.
            1 Prose: Bell, Cy. Another Title, as Long as the Other, and with a Subtitle Made to Match the First of Press, 2007.
        "]],
    );
}

#[test]
fn columns_are_read_one_after_the_other() {
    let narrow = "A column is some forty letters wide, as";
    let mut lines = Vec::new();
    for at in 0..6_u8 {
        let y = 100.0 + 12.0 * f32::from(at);
        lines.push((72.0, y, 10.0, narrow.to_owned()));
        lines.push((310.0, y, 10.0, narrow.to_uppercase()));
    }
    lines[11].3 = "IT ENDS.".to_owned();
    lines[10].3 = "and it goes on in the next one, which is".to_owned();
    check(
        &[lines],
        &expect![[r"
            1 Prose: A column is some forty letters wide, as A column is some forty letters wide, as A column is some forty letters wide, as A column is some forty letters wide, as A column is some forty letters wide, as and it goes on in the next one, which is A COLUMN IS SOME FORTY LETTERS WIDE, AS A COLUMN IS SOME FORTY LETTERS WIDE, AS A COLUMN IS SOME FORTY LETTERS WIDE, AS A COLUMN IS SOME FORTY LETTERS WIDE, AS A COLUMN IS SOME FORTY LETTERS WIDE, AS IT ENDS.
        "]],
    );
}

#[test]
fn a_hyphen_at_a_line_end_stays_where_words_are_not_broken() {
    let compound = "These words make a line that is as wide as all the text of the page, and it ends in a shelf-";
    check(
        &[set(
            100.0,
            &[
                (72.0, FULL),
                (72.0, compound),
                (72.0, "mark, so it is."),
                (72.0, ""),
            ],
        )],
        &expect![[r"
            1 Prose: These words make a line that is as wide as all the text of the page, and so it is a full one. These words make a line that is as wide as all the text of the page, and it ends in a shelf-mark, so it is.
        "]],
    );
}

fn check_file(bytes: &[u8], expected: &Expect) {
    expected.assert_eq(&match read(bytes) {
        Ok(reading) => shown(&reading.drafts),
        Err(error) => error.to_string(),
    });
}

#[test]
fn a_file_is_read_from_its_operators() {
    let first = "BT /F 12 Tf 72 700 Td (She said \\223so\\224) Tj 6 Ts 7 Tf /F 7 Tf (1) Tj 0 Ts /F 12 Tf \
                 [( and)-300(we)20(nt)] TJ T* ET";
    let second = "q 1 0 0 1 72 700 cm BT /F 12 Tf <48656C6C6F> Tj ET Q \
                  BT /F 40 Tf .7 .7 -.7 .7 200 300 Tm (DRAFT) Tj ET \
                  /Artifact <</Type /Pagination>> BDC BT /F 9 Tf 300 30 Td (A running foot) Tj ET EMC \
                  /Span <</ActualText (Fine.)>> BDC BT /F 12 Tf 72 680 Td (X) Tj ET EMC \
                  BT /F 12 Tf 3 Tr 72 600 Td (Unseen.) Tj ET";
    check_file(
        &file(&[first, second]),
        &expect![[r"
            1 Prose: She said “so”¹ and went
            2 Prose: Hello
            2 Prose: Fine.
        "]],
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let unread = read(&file(&["0 0 9 9 re f", ""])).err();
    assert_eq!(unread, Some(ReadError::NoTextLayer(2)));
    check_file(
        b"%PDF-1.7 and nothing else",
        &expect![
            "damaged: its objects cannot be read; open it in the program that made it and save it again"
        ],
    );
    let deep = format!("<</Type/Catalog/Pages 2 0 R/Deep {}>>", "[".repeat(9000));
    check_file(
        &whole(&[deep]),
        &expect![
            "damaged: its objects nest too deep; open it in the program that made it and save it again"
        ],
    );
}

#[test]
fn loops_come_to_an_end() {
    let tree = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>",
    ];
    assert!(read(&whole(&tree.map(str::to_owned))).is_err());
    let form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>\
                /Font<</F 5 0 R>>>>/Length 48>>stream\n/X Do BT /F 12 Tf 72 700 Td (Once and no more.) Tj ET\nendstream";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 6 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
        form,
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Length 5>>stream\n/X Do\nendstream",
    ];
    check_file(
        &whole(&objects.map(str::to_owned)),
        &expect![[r"
        1 Prose: Once and no more.
    "]],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_damaged_file_is_an_essay_or_an_error(
        cut in any::<prop::sample::Index>(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
    ) {
        let mut bytes = file(&["BT /F 12 Tf 72 700 Td [(Some)-300(words)] TJ ET", "q /X Do Q"]);
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        // Every other file is cut short.
        let kept = cut.index(bytes.len() * 2).min(bytes.len());
        if let Ok(essay) = crate::read::read(&bytes[..kept], "a.pdf") {
            prop_assert!(!essay.blocks.is_empty());
        }
    }
}
