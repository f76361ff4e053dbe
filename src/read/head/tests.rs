//! The head of an essay: what is title, byline and heading.

use super::*;
use expect_test::{Expect, expect};

const PROSE: &str = "This is the first paragraph of the essay, and it is long enough to be \
                     taken for prose by whoever reads it, though it says little.";

fn check(head: &str, expected: &Expect) {
    let mut drafts = Vec::new();
    let mut is_tight = false;
    for line in head.lines() {
        if !line.trim().is_empty() {
            drafts.push(Draft {
                is_tight,
                ..Draft::new(Role::Prose, line.trim())
            });
        }
        is_tight = !line.trim().is_empty();
    }
    drafts.push(Draft::new(Role::Prose, PROSE));
    let found = recognise(&mut drafts, &Reference::default());
    let authors: Vec<_> = found.authors.iter().map(ToString::to_string).collect();
    let roles: Vec<_> = drafts.iter().map(|d| format!("{:?}", d.role)).collect();
    expected.assert_eq(&format!(
        "{} / {} / {} / {}",
        found.title.unwrap_or_default(),
        authors.join(", "),
        found.date.map(|d| d.to_string()).unwrap_or_default(),
        roles.join(" ")
    ));
}

#[test]
fn heads_are_read_in_any_order() {
    check(
        "Ann Bell\nMr. Moss\nEnglish 11\n14 March 2019\n\nThe Waiting Room: On Doors",
        &expect![
            "The Waiting Room: On Doors / Ann Bell / 2019-03-14 / Byline Byline Byline Byline Title Prose"
        ],
    );
    check(
        "On Waiting\nby Ann Bell, B.Sc.\n3 February 2009",
        &expect!["On Waiting / Ann Bell / 2009-02-03 / Title Byline Byline Prose"],
    );
    check(
        "On Waiting in\nthe Long Room\n\nAnn Bell",
        &expect!["On Waiting in the Long Room / Ann Bell /  / Title Title Byline Prose"],
    );
    check(
        "On Waiting by Ann Bell",
        &expect!["On Waiting / Ann Bell /  / Title Prose"],
    );
    check(
        "EN2301 Coursework – Ann Bell – 21/12/2013\n\nOn Waiting",
        &expect!["On Waiting / Ann Bell / 2013-12-21 / Byline Title Prose"],
    );
    check(
        "ON WAITING\nDoors and what they do\n\nby Ann Bell",
        &expect!["ON WAITING / Ann Bell /  / Title Title Byline Prose"],
    );
    check(
        "Why don’t they come?\nAnn Bell 10B",
        &expect!["Why don’t they come? / Ann Bell /  / Title Byline Prose"],
    );
    check("", &expect![" /  /  / Prose"]);
}

#[test]
fn a_title_said_twice_is_read_once() {
    let mut drafts = vec![
        Draft::new(Role::Title, "On Waiting"),
        Draft::new(Role::Heading(1), "On Waiting"),
        Draft::new(Role::Prose, "by Ann Bell"),
        Draft::new(Role::Prose, PROSE),
    ];
    let found = recognise(&mut drafts, &Reference::default());
    let roles: Vec<_> = drafts.iter().map(|d| d.role).collect();
    assert_eq!(roles, [Role::Title, Role::Byline, Role::Prose]);
    assert_eq!(found.authors[0].to_string(), "Ann Bell");
}

#[test]
fn an_exam_question_is_no_title() {
    check(
        "AQA GCSE English Literature Paper 2\nCandidate: Ann Bell\n\nQuestion 12\nHow does the author use doors?",
        &expect![" / Ann Bell /  / Byline Byline Heading(2) Heading(2) Prose"],
    );
}

#[test]
fn a_title_may_go_on_in_a_line_that_begins_with_a_colon() {
    check(
        "Open Doors\n\n: How they close again",
        &expect!["Open Doors: How they close again /  /  / Title Title Prose"],
    );
}

#[test]
fn a_title_may_be_said_again_by_a_heading() {
    let mut drafts = vec![
        Draft::new(Role::Title, "On Doors | The Site"),
        Draft::new(Role::Heading(1), "On Doors"),
        Draft::new(Role::Prose, "Ann Bell"),
        Draft::new(Role::Prose, PROSE),
    ];
    let found = recognise(&mut drafts, &Reference::default());
    assert_eq!(found.authors.len(), 1);
    let roles: Vec<_> = drafts.iter().map(|d| d.role).collect();
    assert_eq!(roles, [Role::Title, Role::Byline, Role::Prose]);
}

#[test]
fn the_mark_of_a_note_is_no_part_of_a_title() {
    for title in ["On Doors¹", "“On Doors”¹²", "On Doors [^i]", "On Doors"] {
        assert_eq!(bare_title(title), "On Doors", "{title}");
    }
}

#[test]
fn a_title_glued_to_its_paragraph_is_guessed() {
    let text = "Never come back The story never come back is a story of doors.";
    assert_eq!(
        glued_title(&[Draft::new(Role::Prose, text)]).as_deref(),
        Some("Never come back")
    );
    assert_eq!(glued_title(&[Draft::new(Role::Prose, PROSE)]), None);
}

fn roles(drafts: &[(Role, &str)]) -> (Vec<Role>, Option<String>) {
    let mut drafts: Vec<_> = drafts
        .iter()
        .map(|(role, t)| Draft::new(*role, *t))
        .collect();
    let found = recognise(&mut drafts, &Reference::default());
    (drafts.iter().map(|d| d.role).collect(), found.title)
}

#[test]
fn prose_that_a_margin_wrapped_is_no_head() {
    let wrapped = "This is the first paragraph of the essay, and it is long\n\
                   enough to be taken for prose by whoever reads it, though it\nsays little.";
    let (found, title) = roles(&[(Role::Prose, wrapped), (Role::Prose, PROSE)]);
    assert_eq!((found, title), (vec![Role::Prose; 2], None));
    let lines = "Ann Bell\nMr. Moss\nEnglish 11: The Long Novel after the War\n14 March 2019";
    let (found, _) = roles(&[
        (Role::Prose, lines),
        (Role::Title, "On Doors"),
        (Role::Prose, PROSE),
    ]);
    assert_eq!(found[..4], [Role::Byline; 4]);
}

#[test]
fn titles_within_the_text_head_its_sections() {
    let section = Role::Heading(1);
    let (found, title) = roles(&[
        (Role::Title, "On Doors"),
        (Role::Prose, PROSE),
        (Role::Title, "They Shut"),
    ]);
    assert_eq!(found, [Role::Title, Role::Prose, section]);
    assert_eq!(title.as_deref(), Some("On Doors"));
    let (found, title) = roles(&[
        (Role::Prose, PROSE),
        (Role::Title, "On Doors"),
        (Role::Prose, PROSE),
    ]);
    assert_eq!(found[1], Role::Title);
    assert_eq!(title.as_deref(), Some("On Doors"));
    let three = ["On Doors", "They Open", "They Shut"].map(|title| (Role::Title, title));
    let (found, title) = roles(&[three[0], three[1], (Role::Prose, PROSE), three[2]]);
    assert_eq!(found, [Role::Title, section, Role::Prose, section]);
    assert_eq!(title.as_deref(), Some("On Doors"));
}

#[test]
fn a_byline_may_be_in_the_type_of_headings() {
    let (found, _) = roles(&[
        (Role::Title, "On Doors"),
        (Role::Heading(2), "Ann Bell"),
        (Role::Heading(2), "2019-05-12"),
        (Role::Heading(1), "They Open"),
        (Role::Prose, PROSE),
    ]);
    assert_eq!(found[1..4], [Role::Byline, Role::Byline, Role::Heading(1)]);
}
