//! The grammar, pattern by pattern: what is read, and what is left alone.

use super::super::LocatorKind;
use super::*;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::fmt::Write;

fn show(work: &CitedWork) -> String {
    let fields = [
        work.author.clone(),
        work.sic.as_ref().map(|sic| format!("[sic {sic}]")),
        work.year.clone(),
        work.title.as_ref().map(|title| format!("<{title}>")),
        (work.locator_kind != LocatorKind::None)
            .then(|| format!("{:?} {}", work.locator_kind, work.locators.join("+"))),
        work.is_novel.then(|| "novel".to_owned()),
    ];
    fields.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// One line a citation: what is written, its form, its works.
pub(super) fn check(texts: &str, expected: &Expect) {
    let finder = CitationFinder::new(&fixture::profile());
    let mut shown = String::new();
    for text in texts.split(" ~ ") {
        let found = finder.find_citations(text);
        if found.is_empty() {
            writeln!(shown, "{text} | none").expect("a string takes all");
        }
        for citation in found {
            let works: Vec<_> = citation
                .works
                .iter()
                .map(|found| show(&found.work))
                .collect();
            let written = citation.span.of(text);
            writeln!(
                shown,
                "{written} | {:?} | {}",
                citation.form,
                works.join("; ")
            )
            .expect("a string takes all");
        }
    }
    expected.assert_eq(&shown);
}

#[test]
fn an_author_and_a_page_are_read_in_every_spelling() {
    check(
        "(Wetherall 59) ~ (Wetherall, 59) ~ (Wether-all 33) ~ (Wetherall59) ~ \
         ( Wetherall\u{a0}59 ) ~ (Wetherall 59-60) ~ (Wetherall 59, 72) ~ \
         (Wetherall 124–25) ~ (Wetherall, p.59) ~ (Wetherall, pg. 59) ~ (Wetherall pg 59) ~ \
         (wetherall 59) ~ (Marian Wetherall 59) ~ (M. Wetherall 59) ~ (Wetherall) ~ \
         (Wetherall’s 59) ~ (Wetherall on page 59) ~ [Wetherall 59] ~ \
         gone (Wetherall 59. Then ~ (Wetherall 59, my emphasis) ~ \
         (Wetherall 59; emphasis added) ~ (Wetherall xii)",
        &expect![[r"
            (Wetherall 59) | Known | Wetherall Page 59 novel
            (Wetherall, 59) | Known | Wetherall Page 59 novel
            (Wether-all 33) | Known | Wetherall Page 33 novel
            (Wetherall59) | Known | Wetherall Page 59 novel
            ( Wetherall 59 ) | Known | Wetherall Page 59 novel
            (Wetherall 59-60) | Known | Wetherall Page 59-60 novel
            (Wetherall 59, 72) | Known | Wetherall Page 59+72 novel
            (Wetherall 124–25) | Known | Wetherall Page 124-125 novel
            (Wetherall, p.59) | Known | Wetherall Page 59 novel
            (Wetherall, pg. 59) | Known | Wetherall Page 59 novel
            (Wetherall pg 59) | Known | Wetherall Page 59 novel
            (wetherall 59) | Known | Wetherall Page 59 novel
            (Marian Wetherall 59) | Known | Wetherall Page 59 novel
            (M. Wetherall 59) | Known | Wetherall Page 59 novel
            (Wetherall) | NameOnly | Wetherall novel
            (Wetherall’s 59) | Known | Wetherall Page 59 novel
            (Wetherall on page 59) | Known | Wetherall Page 59 novel
            [Wetherall 59] | Known | Wetherall Page 59 novel
            (Wetherall 59 | Known | Wetherall Page 59 novel
            (Wetherall 59, my emphasis) | Known | Wetherall Page 59 novel
            (Wetherall 59; emphasis added) | Known | Wetherall Page 59 novel
            (Wetherall xii) | Known | Wetherall Page xii novel
        "]],
    );
}

#[test]
fn a_wrong_form_of_the_author_is_kept_as_sic() {
    check(
        "(Marian, 59) ~ (Wetheral 59) ~ (Whetherall, 59) ~ (Marion 3) ~ (Wethers 12)",
        &expect![[r"
            (Marian, 59) | Known | Wetherall [sic Marian] Page 59 novel
            (Wetheral 59) | Known | Wetherall [sic Wetheral] Page 59 novel
            (Whetherall, 59) | Known | Wetherall [sic Whetherall] Page 59 novel
            (Marion 3) | Known | Wetherall [sic Marion] Page 3 novel
            (Wethers 12) | Unknown | Wethers Page 12
        "]],
    );
}

#[test]
fn years_and_pages_part() {
    check(
        "(Wetherall, 2005, p. 59) ~ (Wetherall 2005 p59) ~ (Wetherall, 2005:59) ~ \
         (Wetherall 2005, 59) ~ (Wetherall, 2005) ~ (see Reed 2010, 12–19) ~ \
         (Wetherall, n.d., p. 4) ~ (Reed 2010a, 5) ~ (2005, p. 59) ~ (2005: 59) ~ (2005) ~ \
         (Wetherall, 2005/2006, p. 59) ~ (Wetherall, 1989, p. 3) ~ \
         (Reed & Moss, 2010, p. 5) ~ (Reed et al., 2010) ~ (Reed, Moss, and Dale 5)",
        &expect![[r"
            (Wetherall, 2005, p. 59) | Known | Wetherall 2005 Page 59 novel
            (Wetherall 2005 p59) | Known | Wetherall 2005 Page 59 novel
            (Wetherall, 2005:59) | Known | Wetherall 2005 Page 59 novel
            (Wetherall 2005, 59) | Known | Wetherall 2005 Page 59 novel
            (Wetherall, 2005) | Known | Wetherall 2005 novel
            (see Reed 2010, 12–19) | Unknown | Reed 2010 Page 12-19
            (Wetherall, n.d., p. 4) | Known | Wetherall n.d. Page 4 novel
            (Reed 2010a, 5) | Unknown | Reed 2010a Page 5
            (2005, p. 59) | YearPlace | 2005 Page 59
            (2005: 59) | YearPlace | 2005 Page 59
            (2005) | Year | 2005
            (Wetherall, 2005/2006, p. 59) | Known | Wetherall 2005/2006 Page 59 novel
            (Wetherall, 1989, p. 3) | Known | Wetherall 1989 Page 3
            (Reed & Moss, 2010, p. 5) | Unknown | Reed 2010 Page 5
            (Reed et al., 2010) | Unknown | Reed 2010
            (Reed, Moss, and Dale 5) | Unknown | Reed Page 5
        "]],
    );
}

#[test]
fn titles_name_works() {
    check(
        "(GO 59) ~ (TGO 59) ~ (Orchard 59) ~ (The Glass Orchard, page 67) ~ \
         (Wetherall, Glass 59) ~ (Wetherall, *Tide* 45) ~ (Wetherall Long Tide 45) ~ \
         (“Glass Orchard” 7) ~ (The Glass Orchard, 2010) ~ (Lord of the Boats 59) ~ \
         (Reed, “Marks” 5) ~ (Source 2, paragraph 3) ~ (Source A)",
        &expect![[r"
            (GO 59) | Known | Wetherall <The Glass Orchard> Page 59 novel
            (TGO 59) | Known | Wetherall <The Glass Orchard> Page 59 novel
            (Orchard 59) | Known | Wetherall <The Glass Orchard> Page 59 novel
            (The Glass Orchard, page 67) | Known | Wetherall <The Glass Orchard> Page 67 novel
            (Wetherall, Glass 59) | Known | Wetherall <The Glass Orchard> Page 59 novel
            (Wetherall, *Tide* 45) | Known | Wetherall <Tide> Page 45
            (Wetherall Long Tide 45) | Known | Wetherall <The Long Tide> Page 45
            (“Glass Orchard” 7) | Known | Wetherall <The Glass Orchard> Page 7 novel
            (The Glass Orchard, 2010) | none
            (Lord of the Boats 59) | Unknown | <Lord of the Boats> Page 59
            (Reed, “Marks” 5) | Unknown | Reed <Marks> Page 5
            (Source 2, paragraph 3) | Known | <Source 2> Paragraph 3
            (Source A) | Known | <Source A>
        "]],
    );
}

#[test]
fn chapters_and_e_book_places_are_read() {
    check(
        "(ch. 7) ~ (Ch 7) ~ (Chapter Seven) ~ (ch. VII) ~ (7.20) ~ (3.28-31) ~ (Ch.1 p.3) ~ \
         (59; ch. 5) ~ (Wetherall 59; ch. 5) ~ (Chapter 16, 100%) ~ (loc. 1200) ~ \
         (Kindle loc. 640) ~ (Kindle 23%) ~ (Wetherall, loc. 1200-04) ~ (paragraph 3) ~ \
         (para. 4) ~ (p. 59) ~ (pp. 59–60) ~ (Peg. 1 1) ~ (pg 81) ~ (59) ~ (59-60) ~ (59, 72)",
        &expect![[r"
            (ch. 7) | Labelled | Chapter 7
            (Ch 7) | Labelled | Chapter 7
            (Chapter Seven) | Labelled | Chapter 7
            (ch. VII) | Labelled | Chapter 7
            (7.20) | Dotted | ChapterPara 7.20
            (3.28-31) | Dotted | ChapterPara 3.28-31
            (Ch.1 p.3) | Labelled | Chapter 1; Page 3
            (59; ch. 5) | Labelled | Page 59; Chapter 5
            (Wetherall 59; ch. 5) | Known | Wetherall Page 59 novel; Wetherall Chapter 5 novel
            (Chapter 16, 100%) | Labelled | Chapter 16; Percent 100
            (loc. 1200) | Labelled | KindleLoc 1200
            (Kindle loc. 640) | Labelled | KindleLoc 640
            (Kindle 23%) | Labelled | Percent 23
            (Wetherall, loc. 1200-04) | Known | Wetherall KindleLoc 1200-1204 novel
            (paragraph 3) | Labelled | Paragraph 3
            (para. 4) | Labelled | Paragraph 4
            (p. 59) | Labelled | Page 59
            (pp. 59–60) | Labelled | Page 59-60
            (Peg. 1 1) | Labelled | Page 11
            (pg 81) | Labelled | Page 81
            (59) | Bare | Page 59
            (59-60) | Bare | Page 59-60
            (59, 72) | Bare | Page 59+72
        "]],
    );
}

#[test]
fn several_works_and_indirect_ones_part() {
    check(
        "(Wetherall 59; Griffin 650) ~ (Reed 2010; Hall 5) ~ (Wetherall 59; 72) ~ \
         (qtd. in Smith 4) ~ (Weiss, as cited in Smith, 2011, p. 4) ~ (quoted in Smith 4) ~ \
         (ibid., 77) ~ (Ibid.) ~ (ibid.: 80) ~ (Smith, op. cit., p. 4) ~ \
         (Wetherall 59, Griffin 650) ~ (cf. Reed, 2012: 31–32) ~ \
         (on the gate see Wetherall 70–71, 172, and Carrow 661) ~ \
         (Marian Wetherall, The Glass Orchard, London: Quill, 2006, p. 13; all further page references are to this edition and are given in the text)",
        &expect![[r"
            (Wetherall 59; Griffin 650) | Known | Wetherall Page 59 novel; Griffin Page 650
            (Reed 2010; Hall 5) | Unknown | Reed 2010; Hall Page 5
            (Wetherall 59; 72) | Known | Wetherall Page 59 novel; Wetherall Page 72 novel
            (qtd. in Smith 4) | Unknown | Smith Page 4
            (Weiss, as cited in Smith, 2011, p. 4) | Unknown | Smith 2011 Page 4
            (quoted in Smith 4) | Unknown | Smith Page 4
            (ibid., 77) | Ibid | Page 77
            (Ibid.) | Ibid | 
            (ibid.: 80) | Ibid | Page 80
            (Smith, op. cit., p. 4) | Unknown | Smith Page 4
            (Wetherall 59, Griffin 650) | Known | Wetherall Page 59 novel; Griffin Page 650
            (cf. Reed, 2012: 31–32) | Unknown | Reed 2012 Page 31-32
            (on the gate see Wetherall 70–71, 172, and Carrow 661) | Known | Wetherall Page 70-71+172 novel; Carrow Page 661
            (Marian Wetherall, The Glass Orchard, London: Quill, 2006, p. 13; all further page references are to this edition and are given in the text) | Known | Wetherall 2006 <The Glass Orchard> Page 13 novel
        "]],
    );
}

#[test]
fn places_in_the_running_text_need_a_label() {
    check(
        "On page 59 she says ~ “gone” p34 and ~ the p34 form ~ In Chapter 22 they ~ \
         In Chapter Seven they ~ chapter 3 of this thesis ~ pages 59 and 60 show ~ \
         Page 82. ~ 300 pages, 20 chapters ~ the chapter I read ~ at 5 p.m. on ~ \
         as paragraph 3 says",
        &expect![[r#"
            page 59 | Running | Page 59
            p34 | Running | Page 34
            34 | Mark("34") | 
            Chapter 22 | Running | Chapter 22
            Chapter Seven | Running | Chapter 7
            chapter 3 of this thesis | none
            pages 59 and 60 | Running | Page 59+60
            Page 82 | Running | Page 82
            300 pages, 20 chapters | none
            the chapter I read | none
            at 5 p.m. on | none
            paragraph 3 | Running | Paragraph 3
        "#]],
    );
}

#[test]
fn note_marks_follow_words_and_stops() {
    check(
        "trash.¹² Next ~ trash’.6 ~ outside’,8 as ~ so[^3] it ~ so [12]. ~ narrator.1 ~ \
         5 m² of ~ 1,000 and 3.5.",
        &expect![[r#"
            ¹² | Mark("12") | 
            6 | Mark("6") | 
            8 | Mark("8") | 
            [^3] | Mark("3") | 
            [12] | Mark("12") | 
            1 | Mark("1") | 
            5 m² of | none
            1,000 and 3.5. | none
        "#]],
    );
}

#[test]
fn what_looks_like_a_citation_and_is_none_is_left() {
    check(
        "(Edie 31) ~ (Edie P., 31) ~ (1954- ) ~ (1954–2003) ~ (b. 1954) ~ (3 votes) ~ \
         (n = 12) ~ (4/3/2019) ~ (3/5) ~ (3.5/5) ~ (5-4) ~ (9:30) ~ (fitted 2006) ~ \
         (Quill International, 2006) ~ (first published in 2005) ~ (see above) ~ (50%)x ~ \
         (June 14) ~ (World War 2) ~ (and he is 29!) ~ (the 4th) ~ (a) ~ ($20) ~ (Table 3) ~ \
         (Part Two) ~ (Jonah) ~ (2nd ed.)",
        &expect![[r#"
            (Edie 31) | none
            (Edie P., 31) | none
            (1954- ) | none
            (1954–2003) | none
            (b. 1954) | none
            (3 votes) | none
            (n = 12) | none
            (4/3/2019) | none
            (3/5) | none
            (3.5/5) | none
            (5-4) | none
            (9:30) | none
            (fitted 2006) | none
            (Quill International, 2006) | none
            (first published in 2005) | none
            (see above) | none
            (50%)x | none
            (June 14) | none
            (World War 2) | none
            (and he is 29!) | none
            (the 4th) | none
            (a) | none
            ($20) | none
            (Table 3) | none
            (Part Two) | none
            (Jonah) | none
            (2nd ed.) | none
        "#]],
    );
}

proptest! {
    #[test]
    fn citations_are_spans_in_order(text in "[A-Za-z (),.;:0-9’”\u{a0}–§¹\\[\\]^%/*-]{0,80}") {
        let finder = CitationFinder::new(&fixture::profile());
        let mut end = 0;
        for citation in finder.find_citations(&text) {
            prop_assert!(citation.span.start >= end && !citation.span.is_empty());
            end = citation.span.end;
            let _ = citation.span.of(&text);
        }
    }

    #[test]
    fn any_text_is_searched(text in "\\PC{0,80}") {
        let finder = CitationFinder::new(&fixture::profile());
        let _ = finder.find_citations(&text);
    }
}
