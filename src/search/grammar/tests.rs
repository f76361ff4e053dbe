//! What queries are read as.

use super::*;
use proptest::prelude::*;

fn check(query: &str, understood: &str) {
    let printed = match parse(query) {
        Ok(Some(node)) => node.to_string(),
        Ok(None) => "nothing".to_string(),
        Err(error) => error.to_string(),
    };
    assert_eq!(printed, understood, "{query}");
}

#[test]
fn a_query_is_read_as_people_write_it() {
    check("tapes memory", "tapes memory");
    check("“told and  not told” tape", "\"told and not told\" tape");
    check("\"a b\"~3", "\"a b\"~3");
    check("+must -not NOT this", "+must -not -this");
    check("a AND b OR c", "(a AND b) OR c");
    check("memor* word~1 word~", "memor* word~1 word~1");
    check("  ", "nothing");
    check("?! ( ) – 🙂 \"…\"", "nothing");
    check("and or not", "and or not");
    check("tape && (lost || found)", "tape AND (lost OR found)");
    check("NOT NOT NOT tape", "-tape");
    check("-(-tape)", "-(-tape)");
    check("tape:\u{301}~", "tape:\u{301}~1");
    check("tape:\u{301}~1", "tape:\u{301}~1");
}

#[test]
fn punctuation_is_no_part_of_a_word() {
    check("well-known - dash", "well-known dash");
    check(
        "memory—tape, loss/grief; why?",
        "memory tape loss grief why",
    );
    check("Ann H.’s [sic] tape…", "Ann H.’s sic tape");
    check("https://example.org/tape", "https example.org tape");
    check("(AND. OR: tape)", "and or tape");
    check(
        "mem\u{ad}ory\u{200f} \u{202e}tape\0lost",
        "memory tape lost",
    );
    check("well-know* **bold**", "(well AND know*) bold*");
}

#[test]
fn single_marks_are_marks_where_they_are_closed() {
    check("‘told and not told’ tape", "\"told and not told\" tape");
    check("'ever lost' don't", "\"ever lost\" don't");
    check("students’ ‘tis don’t", "students tis don’t");
    check("‹ever lost›~2", "\"ever lost\"~2");
}

#[test]
fn fields_are_known_in_any_case() {
    check(
        "theme:memory Character:\"Ann H.\" page:81..83",
        "theme:memory character:\"Ann H.\" page:81..83",
    );
    check(
        "author:‘Ann Lee’, +year:2019-21",
        "author:\"Ann Lee\" year:2019-21",
    );
    check("On Place: a reading", "On Place a reading");
    check("10:30 memory: loss", "10:30 memory loss");
}

#[test]
fn what_cannot_be_parsed_is_pointed_at() {
    for (query, message, column) in [
        ("(tape", "this bracket is never closed: add a `)`", 0),
        (
            "tape)",
            "this bracket closes nothing: remove it, or open one before it",
            4,
        ),
        (
            "say \"tape",
            "this quotation mark is never closed: add a `\"`",
            4,
        ),
        ("tape AND", "nothing stands after AND", 4),
        ("tape AND OR lost", "nothing stands after AND", 4),
        ("OR tape", "nothing stands before OR", 0),
        ("tape NOT", "nothing stands after NOT", 8),
        (
            "tape mem*ry",
            "`*` stands at the end of a word only, as in memor*",
            5,
        ),
        (
            "*mory",
            "`*` stands at the end of a word only, as in memor*",
            0,
        ),
        (
            "tape~9",
            "`~` after a word takes 1 or 2 wrong letters, as in word~1",
            0,
        ),
        (
            "\"a b\"~",
            "`~` takes a number of words, as in \"a b\"~3",
            6,
        ),
        (
            "author: lee",
            "nothing stands after `author:`; write the value right after it",
            7,
        ),
        (
            "page:8x",
            "`8x` is no page or range of pages; write 81 or 81..83",
            5,
        ),
        (
            "in:speech tape",
            "`in:` takes quotation or commentary, not `speech`",
            3,
        ),
        (
            "theme:x in:quotation",
            "`in:` says where words stand: put a word beside it, as in `in:quotation tape`",
            8,
        ),
        (
            "theem:memory",
            "no field `theem:`; write `theme:`, or put a space after the colon if it is a word",
            0,
        ),
    ] {
        match parse(query) {
            Err(QueryError::Syntax {
                message: found,
                column: at,
                ..
            }) => {
                assert_eq!((found.as_str(), at), (message, column), "{query}");
            }
            other => panic!("{query}: {other:?}"),
        }
    }
}

#[test]
fn a_name_that_the_profile_lacks_is_pointed_at() {
    let profile = Profile::built_in(Profile::built_in_names()[0]).expect("it is built in");
    let error = parse_for("tape theme:memry", &profile).expect_err("no such theme");
    assert_eq!(
        error.to_string(),
        "unknown theme `memry`; did you mean `memory`?\n  tape theme:memry\n             ^"
    );
}

#[test]
fn a_query_as_long_as_a_book_is_read() {
    for query in [
        "NOT ".repeat(50_000) + "tape",
        "tape ".repeat(50_000),
        "a".repeat(200_000),
        "(".repeat(50_000),
        "'a ".repeat(20_000),
    ] {
        let _ = parse(&query);
    }
}

/// What is printed is read as the same tree.
fn assert_round_trip(query: &str) -> Result<(), TestCaseError> {
    if let Ok(Some(node)) = parse(query) {
        let printed = node.to_string();
        let again = parse(&printed);
        prop_assert!(again.is_ok(), "{query} is printed as {printed}: {again:?}");
        prop_assert_eq!(
            again.expect("parsed"),
            Some(node),
            "{} → {}",
            query,
            printed
        );
    }
    Ok(())
}

/// Pieces of queries.
const PIECES: &[&str] = &[
    " ",
    " ",
    "tape",
    "lost",
    "AND",
    "OR",
    "NOT",
    "and",
    "&&",
    "||",
    "(",
    ")",
    "+",
    "-",
    "\"",
    "“",
    "”",
    "'",
    "‘",
    "’",
    "«",
    "*",
    "~",
    "~2",
    "~3",
    ":",
    ".",
    ",",
    "—",
    "/",
    "theme:",
    "in:",
    "page:",
    "year:",
    "Author:",
    "essay:",
    "title:",
    "quotation",
    "81..83",
    "81-3",
    "é",
    "e\u{301}",
    "記憶",
    "🙂",
    "\u{202e}",
    "\0",
    "\u{301}",
    "ß",
    "x:",
    "İ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_printed_is_read_as_the_same(pieces in prop::collection::vec(0..PIECES.len(), 0..14)) {
        let query: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        assert_round_trip(&query)?;
    }

    #[test]
    fn any_string_is_read_or_explained(query in any::<String>()) {
        assert_round_trip(&query)?;
    }
}
