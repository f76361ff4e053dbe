//! Marks of all kinds, whole and broken.

use super::*;
use proptest::prelude::*;

/// Shows what is found in brackets: `[…]`, `<…]` not opened, `[…>` not closed.
fn check(text: &str, expected: &[&str]) {
    let citations = cited(text);
    let found = find_quotations(text, &citations, Next::Other);
    let shown: Vec<String> = found
        .iter()
        .map(|q| match q.problem {
            None => q.span.of(text).to_owned(),
            Some(QuotationProblem::NoOpen) => format!("<{}", q.span.of(text)),
            Some(QuotationProblem::NoClose) => format!("{}>", q.span.of(text)),
        })
        .collect();
    assert_eq!(shown, expected, "{text}");
}

fn cited(text: &str) -> Vec<Span> {
    text.match_indices('(')
        .filter_map(|(at, _)| Some(Span::new(at, at + text[at..].find(')')? + 1)))
        .collect()
}

#[test]
fn marks_of_all_kinds_pair() {
    check(
        "She says “one two” and \"three\" and 'four' and ‘five’.",
        &["one two", "three", "four", "five"],
    );
    check("Er sagt „eins zwei“ und «trois».", &["eins zwei", "trois"]);
    check("“He said ‘no’ to me,” she says.", &["He said ‘no’ to me,"]);
    check(
        "\"'Why? Why is it so much worse for us?'\" she asks.",
        &["'Why? Why is it so much worse for us?'"],
    );
    check("‘He said “no” to me’, she says.", &["He said “no” to me"]);
    check("“He said “no” to me” she says.", &["He said “no” to me"]);
}

#[test]
fn an_apostrophe_is_no_mark() {
    check("The students’ work in the ’90s didn’t count.", &[]);
    check("The students' work in the '90s didn't count.", &[]);
    check("‘the students’ work’ is hers.", &["the students’ work"]);
    check("'the students' work' is hers.", &["the students' work"]);
    check("the ‘donors’ and the ‘carers’ are", &["donors", "carers"]);
    check(
        "Edie's 'donors' and Jonah's 'carers' are",
        &["donors", "carers"],
    );
    check("‘I don’t know’, she said.", &["I don’t know"]);
    check("It’s 6' 2\" tall.", &[]);
}

#[test]
fn white_space_and_wrong_sides_are_forgiven() {
    check("termed as ‘ complete’. It", &["complete"]);
    check("“ You know ” she", &["You know"]);
    check("she said:” What is it” (4).", &["What is it"]);
    check("she calls it ‘a rarity” (Smith 34).", &["a rarity"]);
}

#[test]
fn a_mark_without_its_partner_still_quotes() {
    check(
        "“A car was a rarity. (Smith 34) It was.",
        &["A car was a rarity.>"],
    );
    check(
        "“A car was rare. It was. Then “no” came.",
        &["A car was rare.>", "no"],
    );
    check("She says that it was gone” (Smith 3).", &["<it was gone"]);
    check("She adds: it was gone” (Smith 3).", &["<it was gone"]);
    check("It rains. It was gone” (Smith 3).", &["<It was gone"]);
    check(
        "seen in a statement by Tim, The album is here. It is close to the one there” (Kim, 5).",
        &["<The album is here. It is close to the one there"],
    );
    check(
        "portrayed through her statement, just once, was it there” (Kim, 5).",
        &["<just once, was it there"],
    );
}

#[test]
fn single_marks_without_their_partner_and_pairs_of_two_kinds_quote_too() {
    check("to ‘hold on (Smith 2). They can’t.", &["hold on>"]);
    check("it is short: ‘I lost her", &["I lost her>"]);
    check("says that it was gone’ yet she", &["<it was gone"]);
    check("“They aren't here' (Smith 4) she", &["They aren't here"]);
    check("They said,’Your gate’ (Smith 4)", &["Your gate"]);
    check("the ’tokens’ or ’Sales’ are", &["tokens", "Sales"]);
    check("″gone now″ and ′late′ are", &["gone now", "late"]);
    check("The keepers’? An’ then it’s the others’.", &[]);
}

#[test]
fn a_citation_inside_the_marks_is_not_quoted() {
    check("“A car was rare (Smith 34).” Then.", &["A car was rare"]);
}

#[test]
fn an_open_quotation_may_go_on_in_the_next_paragraph() {
    let found = find_quotations("“One. Two. Three.", &[], Next::Reopens);
    assert_eq!(found[0].span, Span::new(3, 19));
    assert_eq!(found[0].problem, None);
}

proptest! {
    #[test]
    fn quotations_are_spans_in_order(text in "[a-z “”‘’\"'.:,(0-9)–«»„`]{0,80}") {
        let citations = cited(&text);
        let citations: Vec<_> = citations
            .iter().scan(0, |end, s| { let ok = s.start >= *end; if ok { *end = s.end; } Some((ok, *s)) })
            .filter(|(ok, _)| *ok).map(|(_, s)| s).collect();
        let mut end = 0;
        for q in find_quotations(&text, &citations, Next::Other) {
            prop_assert!(q.outer.start >= end && q.outer.contains(q.span));
            prop_assert!(!q.span.of(&text).trim().is_empty());
            end = q.outer.end;
        }
    }
}
