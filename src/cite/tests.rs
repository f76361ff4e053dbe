//! Tables of works as every style prints them: in a text, and in the list.

use super::{Citing, Date, Locator, LocatorLabel, Name, Numbering, Reference, Style};
use expect_test::{Expect, expect};

mod published;

/// A work of fields such as `author Bo Lim | title Loss | date 2019`.
pub(super) fn work(fields: &str) -> Reference {
    let mut work = Reference::default();
    for field in fields.split(" | ").filter(|field| !field.is_empty()) {
        let (name, value) = field.split_once(' ').expect("a name and a value");
        let text = Some(value.to_owned());
        match name {
            "author" => work.authors = Name::parse_list(value),
            "title" => work.title = text,
            "date" => work.date = Date::parse_iso(value),
            "in" => work.container = text,
            "volume" => work.volume = text,
            "issue" => work.issue = text,
            "pages" => work.pages = text,
            "by" => work.publisher = text,
            "url" => work.url = text,
            "doi" => work.doi = text,
            "kind" => work.kind = text,
            _ => panic!("no field `{name}`"),
        }
    }
    work
}

/// A place such as `page 3`, `para 2`, `chapter 7`; none if it is empty.
fn place(text: &str) -> Option<Locator> {
    let (label, value) = text.split_once(' ')?;
    let label = match label {
        "page" => LocatorLabel::Page,
        "para" => LocatorLabel::Paragraph,
        "chapter" => LocatorLabel::Chapter,
        _ => panic!("no label `{label}`"),
    };
    Some(Locator {
        label,
        value: value.to_owned(),
    })
}

/// What `print` makes of every style, a line each.
#[expect(clippy::needless_pass_by_value, reason = "expect! makes values")]
fn check_styles(print: impl Fn(Citing<'_>) -> String, expected: Expect) {
    let titles = ["The Lantern Keepers".to_owned(), "Nocturne".to_owned()];
    let names = ["Nell H.", "Nell", "Harbour House", "Ada", "Quill"].map(str::to_owned);
    let lines = Style::ALL.map(|style| {
        print(Citing {
            style,
            titles: &titles,
            names: &names,
            accessed: Date::parse_iso("2026-11-22"),
            ..Citing::default()
        }) + "\n"
    });
    expected.assert_eq(&lines.concat());
}

/// How a work is cited: in a text, later, and in the list.
fn check(fields: &str, at: &str, expected: Expect) {
    let (work, at) = (work(fields), place(at));
    let print = |citing: Citing<'_>| {
        let in_text = [
            Some(citing.in_text(&work, at.as_ref())),
            citing.later(&work, at.as_ref()),
            Some(citing.entry(&work)),
        ];
        in_text.into_iter().flatten().collect::<Vec<_>>().join("\n")
    };
    check_styles(print, expected);
}

const NOVEL: &str = "author Ada Quill | title The Lantern Keepers | date 2005 | kind book";

/// How words of the novel, or of `source`, are cited that an essay quotes.
fn check_second_hand(source: &str, source_at: &str, essay: &str, at: &str, expected: Expect) {
    let (source, essay) = (work(source), work(essay));
    let (source_at, at) = (place(source_at), place(at));
    let print =
        |citing: Citing<'_>| citing.second_hand(&source, source_at.as_ref(), &essay, at.as_ref());
    check_styles(print, expected);
}

const ESSAY: &str = "author Bo Lim | title What Nell Loses: Grief in The Lantern Keepers";

#[test]
fn a_quotation_is_cited_at_second_hand() {
    check_second_hand(
        NOVEL,
        "page 59",
        ESSAY,
        "para 2",
        expect![[r#"
        (Quill, qtd. in Lim)
        (Quill, 2005, as cited in Lim, n.d., para. 2)
        Quill, _Lantern Keepers_, 59, quoted in Lim, "What Nell Loses," para. 2.
        (Quill 2005, 59, quoted in Lim n.d., para. 2)
    "#]],
    );
    check_second_hand(
        NOVEL,
        "page 124-125",
        &format!("{ESSAY} | date 2019"),
        "page 3",
        expect![[r#"
            (Quill, qtd. in Lim 3)
            (Quill, 2005, as cited in Lim, 2019, p. 3)
            Quill, _Lantern Keepers_, 124–25, quoted in Lim, "What Nell Loses," 3.
            (Quill 2005, 124–25, quoted in Lim 2019, 3)
        "#]],
    );
    check_second_hand(
        NOVEL,
        "chapter 7",
        "title Who Cares?",
        "page 3",
        expect![[r#"
            (Quill, qtd. in "Who Cares?" 3)
            (Quill, 2005, as cited in "Who Cares?," n.d., p. 3)
            Quill, _Lantern Keepers_, chap. 7, quoted in "Who Cares?," 3.
            (Quill 2005, chap. 7, quoted in "Who Cares?" n.d., 3)
        "#]],
    );
    check_second_hand(
        NOVEL,
        "",
        "author Candidate 0000",
        "para 12",
        expect![[r#"
            (Quill, qtd. in Candidate 0000)
            (Quill, 2005, as cited in Candidate 0000, n.d., para. 12)
            Quill, _Lantern Keepers_, quoted in Candidate 0000, para. 12.
            (Quill 2005, quoted in Candidate 0000 n.d., para. 12)
        "#]],
    );
}

#[test]
fn a_critic_is_cited_at_second_hand() {
    check_second_hand(
        "author Jo Katz and Al Ree | title Light and “Loss” | date 2011 | kind article-journal",
        "page 101-108",
        ESSAY,
        "para 2",
        expect![[r#"
            (Katz and Ree, qtd. in Lim)
            (Katz & Ree, 2011, as cited in Lim, n.d., para. 2)
            Katz and Ree, "Light and ‘Loss,’" 101–8, quoted in Lim, "What Nell Loses," para. 2.
            (Katz and Ree 2011, 101–8, quoted in Lim n.d., para. 2)
        "#]],
    );
    check_second_hand(
        "author Jo Katz",
        "page 4",
        ESSAY,
        "page 3",
        expect![[r#"
            (Katz, qtd. in Lim 3)
            (Katz, as cited in Lim, n.d., p. 3)
            Katz, 4, quoted in Lim, "What Nell Loses," 3.
            (Katz, 4, quoted in Lim n.d., 3)
        "#]],
    );
    check_second_hand(
        "title On ‘Loss’ | date 1999 | in Lantern Notes",
        "",
        "title A “Loss”",
        "page 3",
        expect![[r#"
            ("On ‘Loss,’" qtd. in "‘Loss’" 3)
            (_On ‘Loss’_, 1999, as cited in "A ‘Loss,’" n.d., p. 3)
            "On ‘Loss,’" quoted in "‘Loss,’" 3.
            (Lantern Notes 1999, quoted in "A ‘Loss’" n.d., 3)
        "#]],
    );
}

#[test]
fn a_title_ends_before_its_comma_or_stop_within_the_marks() {
    check(
        "title Grief and “Told and Not Told”",
        "page 3",
        expect![[r#"
            ("Grief and ‘Told and Not Told’" 3)
            "Grief and ‘Told and Not Told.’" Student essay. Accessed 22 Nov. 2026.
            ("Grief and ‘Told and Not Told,’" n.d., p. 3)
            _Grief and “told and not told”_ [Unpublished student essay]. (n.d.).
            "Grief and ‘Told and Not Told’" (student essay, n.d.), 3.
            "Grief and ‘Told and Not Told,’" 3.
            "Grief and ‘Told and Not Told.’" Student essay, n.d.
            ("Grief and ‘Told and Not Told’" n.d., 3)
            "Grief and ‘Told and Not Told.’" n.d. Student essay.
        "#]],
    );
    check(
        "author Bo Lim | title “Told and Not Told”: Secrets in The Lantern Keepers | date 2019",
        "para 2",
        expect![[r#"
            (Lim)
            Lim, Bo. "‘Told and Not Told’: Secrets in _The Lantern Keepers_." 2019. Student essay.
            (Lim, 2019, para. 2)
            Lim, B. (2019). _“Told and not told”: Secrets in_ The lantern keepers [Unpublished student essay].
            Bo Lim, "‘Told and Not Told’: Secrets in _The Lantern Keepers_" (student essay, 2019), para. 2.
            Lim, "‘Told and Not Told,’" para. 2.
            Lim, Bo. "‘Told and Not Told’: Secrets in _The Lantern Keepers_." Student essay, 2019.
            (Lim 2019, para. 2)
            Lim, Bo. 2019. "‘Told and Not Told’: Secrets in _The Lantern Keepers_." Student essay.
        "#]],
    );
    check(
        "author Bo Lim | title The Donors’ Lives, the Keepers’",
        "",
        expect![[r#"
            (Lim)
            Lim, Bo. "The Donors’ Lives, the Keepers’." Student essay. Accessed 22 Nov. 2026.
            (Lim, n.d.)
            Lim, B. (n.d.). _The donors’ lives, the keepers’_ [Unpublished student essay].
            Bo Lim, "The Donors’ Lives, the Keepers’" (student essay, n.d.).
            Lim, "Donors’ Lives, the Keepers’."
            Lim, Bo. "The Donors’ Lives, the Keepers’." Student essay, n.d.
            (Lim n.d.)
            Lim, Bo. n.d. "The Donors’ Lives, the Keepers’." Student essay.
        "#]],
    );
    check(
        "title Who Was Nell H.?",
        "para 2",
        expect![[r#"
        ("Who Was")
        "Who Was Nell H.?" Student essay. Accessed 22 Nov. 2026.
        ("Who Was Nell H.?," n.d., para. 2)
        _Who was Nell H.?_ [Unpublished student essay]. (n.d.).
        "Who Was Nell H.?" (student essay, n.d.), para. 2.
        "Who Was Nell H.?," para. 2.
        "Who Was Nell H.?" Student essay, n.d.
        ("Who Was Nell H.?" n.d., para. 2)
        "Who Was Nell H.?" n.d. Student essay.
    "#]],
    );
    check(
        "author Bo Lim | title No More Light! | date 2019-05",
        "page 3",
        expect![[r#"
            (Lim 3)
            Lim, Bo. "No More Light!" May 2019. Student essay.
            (Lim, 2019, p. 3)
            Lim, B. (2019, May). _No more light!_ [Unpublished student essay].
            Bo Lim, "No More Light!" (student essay, May 2019), 3.
            Lim, "No More Light!," 3.
            Lim, Bo. "No More Light!" Student essay, May 2019.
            (Lim 2019, 3)
            Lim, Bo. 2019. "No More Light!" Student essay, May.
        "#]],
    );
    check(
        "author Bo Lim | title The Memory of Nell H.",
        "",
        expect![[r#"
            (Lim)
            Lim, Bo. "The Memory of Nell H." Student essay. Accessed 22 Nov. 2026.
            (Lim, n.d.)
            Lim, B. (n.d.). _The memory of Nell H._ [Unpublished student essay].
            Bo Lim, "The Memory of Nell H." (student essay, n.d.).
            Lim, "Memory of Nell H."
            Lim, Bo. "The Memory of Nell H." Student essay, n.d.
            (Lim n.d.)
            Lim, Bo. n.d. "The Memory of Nell H." Student essay.
        "#]],
    );
}

#[test]
fn a_known_title_within_a_title_stands_out() {
    check(
        "author Bo Lim | title The Lantern Keepers",
        "",
        expect![[r#"
            (Lim)
            Lim, Bo. "_The Lantern Keepers_." Student essay. Accessed 22 Nov. 2026.
            (Lim, n.d.)
            Lim, B. (n.d.). _The lantern keepers_ [Unpublished student essay].
            Bo Lim, "_The Lantern Keepers_" (student essay, n.d.).
            Lim, "_The Lantern Keepers_."
            Lim, Bo. "_The Lantern Keepers_." Student essay, n.d.
            (Lim n.d.)
            Lim, Bo. n.d. "_The Lantern Keepers_." Student essay.
        "#]],
    );
    check(
        "title ‘The Lantern Keepers’: Grief and DNA after World War II",
        "",
        expect![[r#"
            ("_The Lantern Keepers_")
            "_The Lantern Keepers_: Grief and DNA after World War II." Student essay. Accessed 22 Nov. 2026.
            ("_The Lantern Keepers_," n.d.)
            The lantern keepers: _Grief and DNA after World War II_ [Unpublished student essay]. (n.d.).
            "_The Lantern Keepers_: Grief and DNA after World War II" (student essay, n.d.).
            "_The Lantern Keepers_."
            "_The Lantern Keepers_: Grief and DNA after World War II." Student essay, n.d.
            ("_The Lantern Keepers_" n.d.)
            "_The Lantern Keepers_: Grief and DNA after World War II." n.d. Student essay.
        "#]],
    );
    check(
        "author Bo Lim | title Nocturne and The Lantern Keepers: Two Ends | kind book | by Harbour Press | date 2019",
        "page 3",
        expect![[r#"
            (Lim 3)
            Lim, Bo. Nocturne _and_ The Lantern Keepers: _Two Ends_. Harbour Press, 2019.
            (Lim, 2019, p. 3)
            Lim, B. (2019). Nocturne _and_ The lantern keepers: _Two ends_. Harbour Press.
            Bo Lim, Nocturne _and_ The Lantern Keepers: _Two Ends_ (Harbour Press, 2019), 3.
            Lim, Nocturne _and_ The Lantern Keepers, 3.
            Lim, Bo. Nocturne _and_ The Lantern Keepers: _Two Ends_. Harbour Press, 2019.
            (Lim 2019, 3)
            Lim, Bo. 2019. Nocturne _and_ The Lantern Keepers: _Two Ends_. Harbour Press.
        "#]],
    );
    check(
        "title The Lantern Keepers and Its Light | kind article-journal | in Novel Lights | date 2019",
        "page 101-108",
        expect![[r#"
            ("_The Lantern Keepers_" 101-08)
            "_The Lantern Keepers_ and Its Light." _Novel Lights_, 2019.
            ("_The Lantern Keepers_ and Its Light," 2019, pp. 101–108)
            _The lantern keepers_ and its light. (2019). _Novel Lights_.
            "_The Lantern Keepers_ and Its Light," _Novel Lights_ (2019): 101–8.
            "_The Lantern Keepers_ and Its Light," 101–8.
            "_The Lantern Keepers_ and Its Light." _Novel Lights_, 2019.
            ("_The Lantern Keepers_ and Its Light" 2019, 101–8)
            "_The Lantern Keepers_ and Its Light." 2019. _Novel Lights_.
        "#]],
    );
    check(
        "author Bo Lim | title why nell forgives: an essay on The Lantern Keepers",
        "",
        expect![[r#"
            (Lim)
            Lim, Bo. "why nell forgives: an essay on _The Lantern Keepers_." Student essay. Accessed 22 Nov. 2026.
            (Lim, n.d.)
            Lim, B. (n.d.). _Why nell forgives: An essay on_ The lantern keepers [Unpublished student essay].
            Bo Lim, "why nell forgives: an essay on _The Lantern Keepers_" (student essay, n.d.).
            Lim, "why nell forgives."
            Lim, Bo. "why nell forgives: an essay on _The Lantern Keepers_." Student essay, n.d.
            (Lim n.d.)
            Lim, Bo. n.d. "why nell forgives: an essay on _The Lantern Keepers_." Student essay.
        "#]],
    );
}

#[test]
fn nothing_known_is_still_an_entry() {
    for kind in [
        "book",
        "chapter",
        "thesis",
        "article-journal",
        "webpage",
        "report",
        "song",
    ] {
        let work = work(&format!("kind {kind}"));
        for style in Style::ALL {
            let citing = Citing {
                style,
                ..Citing::default()
            };
            let printed = [citing.entry(&work), citing.in_text(&work, None)];
            for text in printed {
                assert!(
                    text.contains("ntitled") || text.contains("npublished"),
                    "{kind}: {text}"
                );
            }
        }
    }
}

#[test]
fn paragraphs_are_counted_in_mla_only_if_asked() {
    let essay = work(ESSAY);
    let at = place("para 2");
    let mut citing = Citing::default();
    assert_eq!(citing.in_text(&essay, at.as_ref()), "(Lim)");
    citing.numbering = Numbering::Counted;
    assert_eq!(citing.in_text(&essay, at.as_ref()), "(Lim, par. 2)");
    let untitled = work("title What Nell Loses");
    assert_eq!(
        citing.in_text(&untitled, at.as_ref()),
        "(\"What Nell,\" par. 2)"
    );
    let novel = work(NOVEL);
    let cited = citing.second_hand(&novel, None, &essay, at.as_ref());
    assert_eq!(cited, "(Quill, qtd. in Lim, par. 2)");
}
