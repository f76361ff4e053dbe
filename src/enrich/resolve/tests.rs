//! Whole essays in a few lines: what the context decides.

use super::super::citations::fixture::profile;
use super::*;
use crate::cite::Reference;
use crate::read::Format;
use expect_test::{Expect, expect};
use proptest::prelude::*;

/// An essay whose blocks are lines: `> ` a block quotation, `N1 ` a note, `W ` a work.
fn essay(lines: &str) -> Essay {
    let mut essay = Essay {
        text: String::new(),
        blocks: Vec::new(),
        reference: Reference::default(),
        guessed: Vec::new(),
        format: Format::Txt,
        encoding: "utf-8".to_owned(),
        problems: Vec::new(),
    };
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (kind, mark, text) = if let Some(text) = line.strip_prefix("> ") {
            (BlockKind::BlockQuotation, None, text)
        } else if let Some(text) = line.strip_prefix("W ") {
            (BlockKind::WorksCited, None, text)
        } else if let Some(note) = line
            .strip_prefix('N')
            .filter(|note| note.starts_with(|c: char| c.is_ascii_digit()))
        {
            let (mark, text) = note.split_once(' ').unwrap_or((note, "-"));
            (BlockKind::Note, Some(mark.to_owned()), text)
        } else {
            (BlockKind::Body, None, line)
        };
        let start = essay.text.len();
        essay.text.push_str(text);
        let span = Span::new(start, essay.text.len());
        essay.blocks.push(Block {
            kind,
            span,
            number: None,
            page: None,
            mark,
        });
        essay.text.push('\n');
    }
    essay
}

fn show(work: &CitedWork) -> String {
    let author = work.author.as_deref().unwrap_or("?");
    let sic = work
        .sic
        .as_ref()
        .map(|sic| format!(" [sic {sic}]"))
        .unwrap_or_default();
    let year = work
        .year
        .as_ref()
        .map(|year| format!(" {year}"))
        .unwrap_or_default();
    let novel = if work.is_novel { " novel" } else { "" };
    format!(
        "{author}{sic}{year} {:?} {}{novel}",
        work.locator_kind,
        work.locators.join("+")
    )
}

fn findings(lines: &str) -> (Essay, EssayFindings) {
    let essay = essay(lines);
    let findings = resolve(&essay, &CitationFinder::new(&profile()));
    (essay, findings)
}

/// One line a citation or quotation, in their order.
fn check(lines: &str, expected: &Expect) {
    let (essay, findings) = findings(lines);
    let mut shown = Vec::new();
    for paragraph in &findings.paragraphs {
        let text = essay.blocks[paragraph.block].span.of(&essay.text);
        for citation in &paragraph.citations {
            let works: Vec<_> = citation.works.iter().map(show).collect();
            shown.push(format!("{} = {}", citation.span.of(text), works.join("; ")));
        }
        for quotation in &paragraph.quotations {
            let cited = quotation
                .citation
                .map(|at| format!(" @{at}"))
                .unwrap_or_default();
            shown.push(format!(
                "{:?}: {}{cited}",
                quotation.kind,
                quotation.span.of(text)
            ));
        }
    }
    shown.extend(
        findings
            .problems
            .iter()
            .map(|p| format!("{}: {}", p.kind, p.message)),
    );
    expected.assert_eq(&shown.join("\n"));
}

#[test]
fn a_bare_page_is_the_novels_unless_a_critic_is_named() {
    check(
        "Wetherall shows “the long grass of it” (Wetherall 59). It is “gone for good now” (60).
         Nora Voss calls it “a small and sorry thing” (202), but Edie says “not by half a mile” (61).
         She hears in the phrase of Reed “a bell” (Reed 5). Reed writes that she is late (7).
         W Voss, Nora. Grass. Alder, 2015.",
        &expect![[r#"
            (Wetherall 59) = Wetherall Page 59 novel
            (60) = Wetherall Page 60 novel
            Novel: the long grass of it @0
            Novel: gone for good now @1
            (202) = Voss Page 202
            (61) = Wetherall Page 61 novel
            Critic: a small and sorry thing @0
            Novel: not by half a mile @1
            (Reed 5) = Reed Page 5
            (7) = Reed Page 7
            Critic: a bell @0
            cited_not_listed: `Reed` is cited but not listed
            cited_not_listed: `Wetherall` is cited but not listed"#]],
    );
}

#[test]
fn numbers_that_are_no_pages_are_left() {
    check(
        "Edie (31) leaves in the novel by Wetherall (2005), a film since (2010).
         There are reasons: (1) the grass, (2) the gate and (3) the rain.
         Tim (52), Ann (66) and Jo (82) came; the vote was (5-4) and the mark (4/5).
         A critic (12 of them) read (1954–2003) and it (about 300) was late.",
        &expect!["(2005) = Wetherall 2005 None  novel"],
    );
}

#[test]
fn notes_that_are_numbered_anew_are_those_after_their_caller() {
    check(
        "It is ‘gone for good now’.¹
         N1 Marian Wetherall, The Glass Orchard (London: Quill, 2006), p. 59.
         She sees ‘the gate of the wood’.¹ It ends so.[^last-one]
         N1 Nora Voss, ‘Grass, and After’, Idiom, 15 (2015), 60–74 (p. 66).",
        &expect![[r"
            ¹ = Wetherall 2006 Page 59 novel
            Novel: gone for good now @0
            ¹ = Voss 2015 Page 66
            Critic: the gate of the wood @0"]],
    );
}

#[test]
fn notes_ibid_and_narrative_forms_find_their_works() {
    check(
        "It is ‘gone for good now’.1 She sees ‘the gate of the wood’.² It ends.³
         Voss (2015) calls the book ‘a small and sorry thing’ (p. 5). Later it ‘goes on’ (ibid., 6).
         N1 Marian Wetherall, The Glass Orchard (London: Quill, 2006), p. 59.
         N2 Nora Voss, ‘Grass, and After’, Idiom, 15 (2015), 60–74 (p. 66).
         N3 Ibid.
         N4 I owe this to a friend.",
        &expect![[r"
            1 = Wetherall 2006 Page 59 novel
            ² = Voss 2015 Page 66
            ³ = Voss 2015 Page 66
            Novel: gone for good now @0
            Critic: the gate of the wood @1
            (2015) = Voss 2015 None 
            (p. 5) = Voss Page 5
            (ibid., 6) = Voss Page 6
            Critic: a small and sorry thing @1
            Critic: goes on @2"]],
    );
}

#[test]
fn quotations_get_their_kind_and_their_citation() {
    check(
        "The word ‘keeper’ is in “Songs of the Harbour” and “the long grass” and “the gate” (59).
         Voss calls it “a small and sorry thing” (Voss 5). On page 59 she says “gone for good”.
         > The grass was long and nobody came. (Wetherall 236)
         W Voss, Nora. Grass. Alder, 2015.
         W Wetherall, Marian. The Glass Orchard. Quill, 2006.",
        &expect![[r"
            (59) = Wetherall Page 59 novel
            Term: keeper
            Title: Songs of the Harbour
            Novel: the long grass @0
            Novel: the gate @0
            (Voss 5) = Voss Page 5
            page 59 = Wetherall Page 59 novel
            Critic: a small and sorry thing @0
            Novel: gone for good @1
            (Wetherall 236) = Wetherall Page 236 novel
            Novel: The grass was long and nobody came. @0"]],
    );
}

#[test]
fn what_is_cited_and_not_listed_is_a_problem() {
    check(
        "It is “gone for good now” (Reed 5) and “late as it is” (Wetherall 900).
         W Voss, Nora. Grass. Alder, 2015.",
        &expect![[r"
            (Reed 5) = Reed Page 5
            (Wetherall 900) = Wetherall Page 900 novel
            Critic: gone for good now @0
            Novel: late as it is @1
            cited_not_listed: `Reed` is cited but not listed
            cited_not_listed: `Wetherall` is cited but not listed
            listed_not_cited: `Voss` is listed but not cited
            page_beyond_edition: page `900` is beyond the last page of any known edition"]],
    );
}

#[test]
fn what_is_named_repeated_or_consulted_is_no_problem() {
    check(
        "It is “gone for good as it was” (Osei 5). Voss has long said that it is “gone for good”.
         Nobody sees “the long grass of the gate”, but “the gate” is there (van der Berg 9).
         W Works Cited
         W Voss, Nora. Grass. Alder, 2015.
         W Berg, Jan van der, and Daniel Osei. Gates. Cwm Press, 2010.
         W Reed, Ann. Rain. Alder, 2011.",
        &expect![[r#"
            (Osei 5) = Osei Page 5
            Critic: gone for good as it was @0
            Critic: gone for good
            (van der Berg 9) = van der Berg Page 9
            Critic: the long grass of the gate @0
            Critic: the gate @0
            listed_not_cited: `Reed` is listed but not cited"#]],
    );
}

#[test]
fn a_body_a_number_and_a_title_of_the_list_are_cited() {
    check(
        "It is “gone for good now” [1, p. 59]. It is late (WHO, 2010) and so is (“Gates of Grass”).
         It is “gone for good now” [2].
         W [1] M. Wetherall, The Glass Orchard. Quill, 2006.
         W [2] A. Reed, Rain. Alder, 2011.
         W WHO. (2010). Health and grass. WHO Press.
         W “Gates of Grass in Rain.” Idiom, 2012.",
        &expect![[r#"
            [1, p. 59] = Wetherall 2006 Page 59 novel
            (WHO, 2010) = WHO 2010 None 
            (“Gates of Grass”) = ? None 
            Novel: gone for good now @0
            [2] = Reed 2011 None 
            Critic: gone for good now @0"#]],
    );
}

#[test]
fn entries_are_read_in_every_style() {
    let (_, findings) = findings(
        "Text.
         W Works Cited
         W Wetherall, Marian. The Glass Orchard. New York: Quill, 2006. Print.
         W ———. The Long Tide. Quill, 1989.
         W Wetherall, M. (2005). The glass orchard. Quill & Sons.
         W Wetherall, M., The Glass Orchard (London: Quill, 2006)
         W Marian Wetherall. The Glass Orchard. Quill, 2006.
         W The Glass Orchard. Directed by Ann Lund, Fox, 2010.
         W Voss, Nora. “Grass, and After.” Idiom, vol. 8, no. 1, 2012, pp. 9-31.
         W Osei, Daniel, ed. *Ribbons and Levies: Doctors Read Novels*. Cwm Press, 2010.
         W van der Berg, J. (2012) ‘The House of Grief’, Review, 18(3), pp. 80–97.
         W [3] A. Whitehead, Medicine and Empathy. Bow: Cwm, 2017.
         W Marian Wetherall, The Glass Orchard, Quill, 2005
         W The Glass Orchard by Marian Wetherall (2005)
         W Wetherall, M. The Glass Orchard. Quill, 2005.
         W Reed, Ann. Rain. Alder, 2011. Moss, J. Rivers of It. Cwm Press, 2012.
         W Health Board of Bow. (2019, May 3). Giving hearts. https://www.bow.uk/hearts
         W https://www.bow.uk/hearts
         W Lund, A. (dir.) (2010) The Glass Orchard. [Film] Fox.",
    );
    let shown: Vec<String> = findings
        .works_cited
        .iter()
        .map(|entry| {
            let author = entry.author.as_deref().unwrap_or("?");
            let title = entry.title.as_deref().unwrap_or("?");
            let novel = if entry.is_novel { " novel" } else { "" };
            let publisher = entry.publisher.as_deref().unwrap_or("?");
            format!(
                "{author} | {title} | {} | {publisher}{novel}",
                entry.year.as_deref().unwrap_or("?")
            )
        })
        .collect();
    expect![[r#"
        Wetherall | The Glass Orchard | 2006 | Quill novel
        Wetherall | The Long Tide | 1989 | Quill
        Wetherall | The glass orchard | 2005 | Quill & Sons novel
        Wetherall | The Glass Orchard | 2006 | Quill novel
        Wetherall | The Glass Orchard | 2006 | Quill novel
        ? | The Glass Orchard | 2010 | Fox
        Voss | Grass, and After | 2012 | ?
        Osei | Ribbons and Levies: Doctors Read Novels | 2010 | Cwm Press
        van der Berg | The House of Grief | 2012 | ?
        Whitehead | Medicine and Empathy | 2017 | Cwm
        Wetherall | The Glass Orchard | 2005 | Quill novel
        Wetherall | The Glass Orchard | 2005 | ? novel
        Wetherall | The Glass Orchard | 2005 | Quill novel
        Reed | Rain | 2011 | Alder
        Moss | Rivers of It | 2012 | Cwm Press
        Health Board of Bow | Giving hearts | 2019 | ?
        Lund | The Glass Orchard | 2010 | Fox"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn an_essay_on_another_text_is_not_given_the_novel() {
    check(
        "The author says “it is a worthy pursuit now” (paragraph 4) and (Source 2) agrees.
         It is “hard to see at all” (5). Smith adds “it pays” (Smith 59).",
        &expect![[r"
            (paragraph 4) = ? Paragraph 4
            (Source 2) = ? None 
            Other: it is a worthy pursuit now @0
            (5) = Smith Page 5
            (Smith 59) = Smith Page 59
            Critic: hard to see at all @0
            Critic: it pays @1"]],
    );
}

proptest! {
    #[test]
    fn spans_are_spans_of_their_block(text in "[a-zA-Z “”‘’\"'.:,()0-9;\n–>¹]{0,160}") {
        let (essay, findings) = findings(&text);
        for paragraph in &findings.paragraphs {
            let text = essay.blocks[paragraph.block].span.of(&essay.text);
            for citation in &paragraph.citations {
                prop_assert!(!citation.span.of(text).is_empty() && !citation.works.is_empty());
            }
            for quotation in &paragraph.quotations {
                prop_assert!(!quotation.span.of(text).is_empty());
                let count = paragraph.citations.len();
                prop_assert!(quotation.citation.is_none_or(|at| usize::from(at) < count));
            }
        }
    }

    #[test]
    fn curly_or_straight_marks_dashes_and_spaces_change_only_spans(
        page in 3u32..280, is_curly: bool, dash in "[-–—]", space in "[ \u{a0}]",
    ) {
        let marks = if is_curly { ("“", "”") } else { ("\"", "\"") };
        let (open, close) = marks;
        let to = page + 1;
        let text = format!("It is {open}gone for good now{close} (Wetherall,{space}{page}{dash}{to}).");
        let (_, findings) = findings(&text);
        let paragraph = &findings.paragraphs[0];
        prop_assert_eq!(&paragraph.citations[0].works[0].locators, &[format!("{page}-{to}")]);
        prop_assert_eq!(paragraph.quotations[0].citation, Some(0));
        prop_assert_eq!(paragraph.quotations[0].kind, QuotationKind::Novel);
    }
}

#[test]
fn a_quotation_that_its_speaker_is_named_within_has_one_citation() {
    check(
        "In Wetherall he says “you know it all. I had a secret thing I did”, raising both arms, \
         “and I ran back to my mates” (59). She nods.",
        &expect![[r#"
            (59) = Wetherall Page 59 novel
            Novel: you know it all. I had a secret thing I did @0
            Novel: and I ran back to my mates @0"#]],
    );
}
