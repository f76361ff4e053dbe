//! A generator of citations: a record, and one of the ways to write it.
//!
//! The parts are made one by one (name, title, year, places, remarks, brackets)
//! and put together, so that every way of one meets every way of the others.

use super::perturbed::WAYS;
use super::{found_in, shown};
use norfolk::enrich::{CitedWork, LocatorKind};
use norfolk::text::fold;
use proptest::prelude::*;
use proptest::sample::select;

/// A part of a citation: as written, and what it adds to the record.
#[derive(Debug, Clone)]
struct Part {
    written: String,
    work: CitedWork,
}

fn work() -> CitedWork {
    CitedWork::default()
}

fn novel(sic: Option<&str>) -> CitedWork {
    CitedWork {
        author: Some("Ishiguro".to_owned()),
        sic: sic.map(str::to_owned),
        is_novel: true,
        ..work()
    }
}

/// The novel's author, right or wrong.
fn novelist() -> impl Strategy<Value = Part> {
    let right = select(vec![
        "Ishiguro",
        "ishiguro",
        "ISHIGURO",
        "Kazuo Ishiguro",
        "K. Ishiguro",
        "Ishiguro, Kazuo",
        "Ishiguro, K.",
        "Ishi-guro",
        "Ishiguro’s",
    ]);
    let wrong = select(vec![
        "Kazuo", "Kazou", "Ishigiro", "Isiguro", "Ishiguru", "Ishiguor",
    ]);
    prop_oneof![
        4 => right.prop_map(|form| Part { written: form.to_owned(), work: novel(None) }),
        1 => wrong.prop_map(|form| Part { written: form.to_owned(), work: novel(Some(form)) }),
    ]
}

/// Somebody else, or several.
fn critic() -> impl Strategy<Value = Part> {
    let names = vec![
        ("Whitehead", "Whitehead"),
        ("O’Brien", "O’Brien"),
        ("McDonald", "McDonald"),
        ("van der Berg", "van der Berg"),
        ("García", "García"),
        ("Levy", "Levy"),
        ("Anne Whitehead", "Whitehead"),
        ("A. Whitehead", "Whitehead"),
        ("Whitehead, A.", "Whitehead"),
        ("Reed-Moss", "Reed-Moss"),
        ("Li", "Li"),
        ("Whitehead and Levy", "Whitehead"),
        ("Whitehead & Levy", "Whitehead"),
        ("Whitehead et al.", "Whitehead"),
        ("Whitehead, Levy, and Moss", "Whitehead"),
    ];
    select(names).prop_map(|(written, family)| Part {
        written: written.to_owned(),
        work: CitedWork {
            author: Some(family.to_owned()),
            ..work()
        },
    })
}

/// The novel by its title.
fn title() -> impl Strategy<Value = Part> {
    let forms = vec![
        "Never Let Me Go",
        "*Never Let Me Go*",
        "_Never Let Me Go_",
        "“Never Let Me Go”",
        "NLMG",
        "never let me go",
        "Never Let Me go",
        "Ishiguro, Never Let Me Go",
        "Ishiguro, *Never Let Me Go*",
        "Ishiguro, Never",
        "N.L.M.G.",
        "Never Let Me Go by Kazuo Ishiguro",
    ];
    select(forms).prop_map(|form| Part {
        written: form.to_owned(),
        work: CitedWork {
            title: Some("Never Let Me Go".to_owned()),
            ..novel(None)
        },
    })
}

/// A number or a range, as written and in normal form.
fn range() -> impl Strategy<Value = (String, String)> {
    let dash = select(vec!["-", "–", "—", " - ", " – "]);
    let pages = (3u32..280, 1u32..30, 0usize..3, dash);
    prop_oneof![
        2 => (3u32..289).prop_map(|page| (page.to_string(), page.to_string())),
        1 => pages.prop_map(|(from, more, elided, dash)| {
            let (from, to) = (from.to_string(), (from + more).to_string());
            let same = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
            let kept = if from.len() == to.len() { same.min(elided) } else { 0 };
            // A range whose end repeats no digit of its own is written in full.
            let kept = kept.min(to.len() - 1);
            (format!("{from}{dash}{}", &to[kept..]), format!("{from}-{to}"))
        }),
    ]
}

/// A list of pages, with a label or without.
fn pages() -> impl Strategy<Value = Part> {
    let label = select(vec![
        "",
        "",
        "",
        "p. ",
        "p.",
        "p ",
        "pp. ",
        "pp.",
        "pg. ",
        "pg ",
        "Pg. ",
        "pgs. ",
        "page ",
        "pages ",
        "Page ",
        "P. ",
        "p",
        "PP. ",
        "page no. ",
        "p. # ",
        "Peg. ",
    ]);
    let gap = select(vec![", ", ",  ", " and ", " & "]);
    let more = select(vec![
        "", "", "", "", "f.", "ff.", " ff.", "n3", " n. 2", " passim",
    ]);
    (label, prop::collection::vec(range(), 1..4), gap, more).prop_map(
        |(label, ranges, gap, more)| {
            let written: Vec<String> = ranges.iter().map(|range| range.0.clone()).collect();
            Part {
                written: format!("{label}{}{more}", written.join(gap)),
                work: CitedWork {
                    locator_kind: LocatorKind::Page,
                    locators: ranges.into_iter().map(|range| range.1).collect(),
                    ..work()
                },
            }
        },
    )
}

/// A page whose figure went wrong.
fn wrong_page() -> impl Strategy<Value = Part> {
    let forms = vec![
        ("1 1", "11"),
        ("1O1", "101"),
        ("2O3", "203"),
        ("p. l5", "15"),
        ("p. 1 02", "102"),
    ];
    select(forms).prop_map(|(written, page)| placed(written, LocatorKind::Page, page))
}

fn placed(written: &str, kind: LocatorKind, value: &str) -> Part {
    Part {
        written: written.to_owned(),
        work: CitedWork {
            locator_kind: kind,
            locators: vec![value.to_owned()],
            ..work()
        },
    }
}

/// A chapter, a place in an e-book, a paragraph or a section.
fn other_place() -> impl Strategy<Value = Part> {
    use LocatorKind::{Chapter, ChapterPara, KindleLoc, Paragraph, Percent, Section};
    let forms = vec![
        ("ch. 7", Chapter, "7"),
        ("Ch.7", Chapter, "7"),
        ("chapter 7", Chapter, "7"),
        ("Chapter Seven", Chapter, "7"),
        ("chap. 7", Chapter, "7"),
        ("Chapter VII", Chapter, "7"),
        ("chapter twenty-two", Chapter, "22"),
        ("Chapter Twenty Two", Chapter, "22"),
        ("chpt. 7", Chapter, "7"),
        ("Chapters 7-9", Chapter, "7-9"),
        ("Part Two, ch. 7", Chapter, "7"),
        ("Pt. 2, Chapter 7", Chapter, "7"),
        ("7.20", ChapterPara, "7.20"),
        ("7.20-22", ChapterPara, "7.20-22"),
        ("loc. 1200", KindleLoc, "1200"),
        ("Kindle loc. 1200", KindleLoc, "1200"),
        ("Kindle Locations 1200-04", KindleLoc, "1200-1204"),
        ("Loc. 1,200", KindleLoc, "1200"),
        ("Kindle edition, loc. 1200", KindleLoc, "1200"),
        ("Kindle ed., 23%", Percent, "23"),
        ("Kindle 23%", Percent, "23"),
        ("para. 4", Paragraph, "4"),
        ("par. 4", Paragraph, "4"),
        ("paragraph 4", Paragraph, "4"),
        ("¶ 4", Paragraph, "4"),
        ("paragragh 4", Paragraph, "4"),
        ("§4", Section, "4"),
        ("sec. 4", Section, "4"),
    ];
    select(forms).prop_map(|(written, kind, value)| placed(written, kind, value))
}

/// Places of one or two kinds.
fn places() -> impl Strategy<Value = Vec<Part>> {
    let both = (1u32..23, 24u32..280, 0usize..3).prop_map(|(chapter, page, style)| {
        let (chapter, page) = (chapter.to_string(), page.to_string());
        let label = ["p. ", "page ", "p"][style];
        vec![
            placed(&format!("ch. {chapter}"), LocatorKind::Chapter, &chapter),
            placed(&format!("{label}{page}"), LocatorKind::Page, &page),
        ]
    });
    prop_oneof![
        6 => pages().prop_map(|part| vec![part]),
        3 => other_place().prop_map(|part| vec![part]),
        1 => wrong_page().prop_map(|part| vec![part]),
        1 => both,
    ]
}

/// A work as cited: one record for each kind of place.
#[derive(Debug, Clone)]
struct Cited {
    written: String,
    works: Vec<CitedWork>,
}

/// Joins a head, a year and places.
fn joined(head: &Part, year: Option<&str>, places: &[Part], style: usize) -> Cited {
    let mut written = head.written.clone();
    if let Some(year) = year {
        written.push_str([", ", " "][style % 2]);
        written.push_str(year);
    }
    let gaps: &[&str] = match year {
        Some(_) => &[", ", ": ", ":"],
        None => &[" ", ", ", ": ", "  "],
    };
    let mut works = Vec::new();
    for (at, place) in places.iter().enumerate() {
        written.push_str(if at == 0 {
            gaps[style % gaps.len()]
        } else {
            ", "
        });
        written.push_str(&place.written);
        works.push(CitedWork {
            year: year.map(str::to_owned),
            locator_kind: place.work.locator_kind,
            locators: place.work.locators.clone(),
            ..head.work.clone()
        });
    }
    Cited { written, works }
}

/// One work with its place, in any style.
fn one_work() -> impl Strategy<Value = Cited> {
    let year = prop_oneof![
        2 => Just(None),
        1 => select(vec![Some("2005"), Some("2005/2006"), Some("n.d."), Some("2010")]),
    ];
    let head = prop_oneof![3 => novelist(), 2 => critic()];
    let known = prop_oneof![1 => novelist(), 1 => title()];
    let place_first =
        (known, pages(), select(vec![", ", ", in "])).prop_map(|(head, pages, gap)| {
            let mut cited = joined(&head, None, std::slice::from_ref(&pages), 0);
            cited.written = format!("{}{gap}{}", pages.written, head.written);
            cited
        });
    prop_oneof![
        6 => (head, year, places(), 0usize..12)
            .prop_map(|(head, year, places, style)| joined(&head, year, &places, style)),
        2 => (title(), places(), 0usize..12)
            .prop_map(|(title, places, style)| joined(&title, None, &places, style)),
        1 => place_first,
    ]
}

/// A bracket of one to three works, with signals and remarks.
fn bracket() -> impl Strategy<Value = Cited> {
    let signal = select(vec![
        "",
        "",
        "",
        "",
        "see ",
        "See ",
        "cf. ",
        "e.g. ",
        "see also ",
        "qtd. in ",
        "as cited in ",
        "emphasis added, ",
        "see, for example, ",
        "quoted in ",
        "vgl. ",
    ]);
    let remark = select(vec![
        "",
        "",
        "",
        "",
        ", emphasis added",
        "; my emphasis",
        ", my italics",
        "; emphasis mine",
        ", italics in original",
    ]);
    let space = select(vec!["", "", "", " ", "\u{a0}"]);
    (
        signal,
        prop::collection::vec(one_work(), 1..4),
        remark,
        space,
    )
        .prop_map(|(signal, cited, remark, space)| {
            let written: Vec<String> = cited.iter().map(|one| one.written.clone()).collect();
            let inside = written.join("; ");
            Cited {
                written: format!("({space}{signal}{inside}{remark}{space})"),
                works: cited.into_iter().flat_map(|one| one.works).collect(),
            }
        })
}

/// Sentences that a citation, `@`, is put into.
const CARRIERS: [&str; 6] = [
    "She says that it was “gone for good, all of it” @.",
    "She says that it was ‘gone for good, all of it’ @, and leaves.",
    "She says that it was \"gone for good, all of it\" @ and leaves.",
    "“It was gone for good, all of it.” @",
    "Here “the grass” and “the long gate of it” are one @; nobody says so.",
    "The scene at the gate shows how she has changed @.",
];

/// Whether `paragraph` has the citation `written`, of `works`, and no other.
fn check(written: &str, works: &[CitedWork], paragraph: &str) -> Result<(), TestCaseError> {
    let (text, citations, _) = found_in(paragraph);
    prop_assert_eq!(citations.len(), 1, "{}", paragraph);
    let citation = &citations[0];
    let written = written.replace('\u{a0}', " ");
    let expected = written.split_whitespace().collect::<Vec<_>>().join(" ");
    prop_assert_eq!(citation.span.of(&text), expected, "{}", paragraph);
    let show = |works: &[CitedWork]| works.iter().map(shown).collect::<Vec<_>>().join("; ");
    prop_assert_eq!(show(&citation.works), show(works), "{}", paragraph);
    Ok(())
}

/// The same places of the novel, whose author is not named.
fn of_novel(places: &[Part]) -> Vec<CitedWork> {
    let of_place = |place: &Part| CitedWork {
        locator_kind: place.work.locator_kind,
        locators: place.work.locators.clone(),
        ..novel(None)
    };
    places.iter().map(of_place).collect()
}

proptest! {
    #![proptest_config(super::config(200))]

    #[test]
    fn every_citation_made_from_the_grammar_is_read_as_it_was_made(
        made in bracket(), carrier in select(CARRIERS.to_vec()),
    ) {
        check(&made.written, &made.works, &carrier.replace('@', &made.written))?;
    }

    #[test]
    fn a_place_without_a_name_is_the_novels(
        places in places(), carrier in select(CARRIERS[..4].to_vec()),
    ) {
        let inside: Vec<&str> = places.iter().map(|place| &*place.written).collect();
        prop_assume!(!inside[0].starts_with("Kindle ed"));
        let written = format!("({})", inside.join(", "));
        check(&written, &of_novel(&places), &carrier.replace('@', &written))?;
    }

    #[test]
    fn a_name_before_the_bracket_is_the_authors(
        critic in critic(), places in places(), year in select(vec!["2010", "2011a"]),
    ) {
        prop_assume!(!critic.written.contains(", ") || critic.written.contains(" and "));
        let bare = Part { written: String::new(), ..critic.clone() };
        let made = joined(&bare, Some(year), &places, 0);
        let written = format!("({})", made.written.trim_start_matches([',', ' ']));
        let paragraph = format!("As {} {written} argues, nobody at the gate is free.", critic.written);
        check(&written, &made.works, &paragraph)?;
    }

    #[test]
    fn brackets_that_are_missing_or_of_another_kind_change_nothing(
        head in novelist(), page in 3u32..289, shape in 0usize..6, gap in select(vec![" ", ", ", ", p. "]),
    ) {
        let place = placed(&page.to_string(), LocatorKind::Page, &page.to_string());
        let inside = format!("{}{gap}{page}", head.written);
        let written = match shape {
            0 => format!("[{inside}]"),
            1 => format!("{{{inside}}}"),
            2 => format!("({inside}"),
            3 => format!("{inside})"),
            4 => inside.clone(),
            _ => format!("({inside}]"),
        };
        let paragraph = format!("She says that it was “gone for good, all of it” {written}. Then she leaves.");
        let works = joined(&head, None, &[place], 0).works;
        check(&written, &works, &paragraph)?;
    }

    #[test]
    fn a_citation_written_otherwise_cites_the_same(
        made in bracket(), carrier in select(CARRIERS[..4].to_vec()), way in select(WAYS.to_vec()),
    ) {
        let paragraph = way.1(&carrier.replace('@', &made.written));
        let (_, citations, _) = found_in(&paragraph);
        let show = |works: &[CitedWork]| {
            let works: Vec<String> = works.iter().map(shown).collect();
            fold(&works.join("; "))
        };
        let found: Vec<String> = citations.iter().map(|citation| show(&citation.works)).collect();
        prop_assert_eq!(found, [show(&made.works)], "{} {}", way.0, paragraph);
    }
}
