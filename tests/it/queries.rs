//! Queries as people type them: each is answered, or explains itself. The
//! table is `tests/golden/queries.txt`; a change to it is a change to what
//! people meet.

mod typed;

use self::typed::{QUERIES, far_too_much};
use crate::commands::library;
use crate::sandbox::{INDEX, Sandbox};
use expect_test::expect_file;
use norfolk::index::Index;
use norfolk::profile::Profile;
use norfolk::rank::{Grouping, Wanted};
use norfolk::render::count;
use norfolk::retrieve::{Answer, Detail, Request, Syntax, retrieve};
use norfolk::search::{Filters, Matching, QueryError};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;

/// An index, open, and the profile it was made with.
struct Library {
    index: Index,
    profile: Profile,
    _folder: Sandbox,
}

impl Library {
    fn open() -> Library {
        let folder = library();
        let index = Index::open(&folder.path(INDEX)).expect("an index");
        let profile = Profile::from_toml(&index.profile().expect("its text"), "the index")
            .expect("a profile");
        Library {
            index,
            profile,
            _folder: folder,
        }
    }

    fn ask(&self, query: &str, filters: Filters) -> Result<Answer, QueryError> {
        let request = Request {
            query: query.to_string(),
            syntax: Syntax::Language,
            matching: Matching::Stems,
            filters,
            wanted: Wanted {
                count: 100,
                grouping: Grouping::Passages,
                per_essay: None,
            },
            detail: Detail::Passages,
        };
        retrieve(&self.index, &self.profile, &request)
    }
}

/// Characters of a query or an answer that a line of the table has.
const SHOWN: usize = 72;

fn shortened(text: &str) -> String {
    let text: String = text.escape_debug().collect();
    let text = text.replace("\\'", "'").replace("\\\"", "\"");
    if text.chars().count() <= SHOWN {
        return text;
    }
    text.chars().take(SHOWN - 1).collect::<String>() + "…"
}

fn told(answer: &Result<Answer, QueryError>) -> String {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return error.to_string().replace('\n', "\n    "),
    };
    let mut out = shortened(&answer.understood);
    let _ = write!(
        out,
        "\n    {} in {}",
        count(answer.total as u64, "passage"),
        count(answer.essays as u64, "essay")
    );
    for correction in &answer.corrections {
        let _ = write!(out, "; `{}` as `{}`", correction.from, correction.to);
    }
    let missing: Vec<String> = (answer.missing.iter().take(3))
        .map(|missing| {
            shortened(&format!(
                "{} ({})",
                missing.word,
                missing.nearest.join(", ")
            ))
        })
        .collect();
    if !missing.is_empty() {
        let _ = write!(out, "; in no essay: {}", missing.join(", "));
    }
    out
}

#[test]
fn every_query_is_answered_or_explains_itself() {
    let library = Library::open();
    let mut table = String::from(
        "# What queries find in three essays, and what is said of those that find nothing.\n\
         # `UPDATE_EXPECT=1 cargo test` writes this file.\n",
    );
    let typed = QUERIES.iter().map(|(head, queries)| {
        let queries = queries.iter().map(ToString::to_string).collect();
        (*head, queries)
    });
    for (head, queries) in typed.chain([("far too much", far_too_much())]) {
        let _ = write!(table, "\n== {head}\n");
        for query in queries {
            let answer = library.ask(&query, Filters::default());
            let _ = write!(table, "{}\n    {}\n", shortened(&query), told(&answer));
        }
    }
    expect_file!["../golden/queries.txt"].assert_eq(&table);
}

#[test]
fn every_query_ends_with_an_exit_code_of_the_contract() {
    let library = library();
    for (query, code) in [
        ("memory", 0),
        ("medecine", 0),
        ("zeppelin", 1),
        ("память", 1),
        ("page:500..", 1),
        ("", 2),
        ("-", 2),
        ("😀", 2),
        ("\u{202e}", 2),
        ("(lost", 2),
        ("theme:memry", 2),
        ("AND OR", 2),
    ] {
        let answer = library.norfolk(&["search", "--", query]).ends_with(code);
        assert_eq!(answer.out.is_empty(), code != 0, "{query}: {answer:#?}");
        assert_eq!(
            answer.err.is_empty(),
            query == "memory",
            "{query}: {answer:#?}"
        );
    }
}

/// Filters, and the fields that say the same.
fn filters() -> Vec<(Filters, &'static str)> {
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
    let none = Filters::default;
    vec![
        (
            Filters {
                themes: words(&["memory"]),
                ..none()
            },
            "theme:memory",
        ),
        (
            Filters {
                characters: words(&["tommy"]),
                ..none()
            },
            "character:tommy",
        ),
        (
            Filters {
                authors: words(&["nair"]),
                ..none()
            },
            "author:nair",
        ),
        (
            Filters {
                page: "82..83".parse().ok(),
                ..none()
            },
            "page:82..83",
        ),
        (
            Filters {
                year: "2008".parse().ok(),
                ..none()
            },
            "year:2008",
        ),
        (
            Filters {
                essays: words(&["*.txt"]),
                ..none()
            },
            "essay:*.txt",
        ),
    ]
}

/// The score of every passage found, by essay and number.
fn scores(answer: &Answer) -> BTreeMap<(String, u32, u16), f32> {
    let score = |hit: &norfolk::retrieve::Hit| {
        let place = &hit.passage.passage;
        ((hit.path.clone(), place.paragraph, place.part), hit.score)
    };
    answer.hits.iter().map(score).collect()
}

#[test]
fn a_filter_never_changes_a_score() {
    let library = Library::open();
    let filters = filters();
    let words = [
        "lost",
        "memory",
        "art",
        "Hailsham",
        "\"ever lost\"",
        "donor*",
        "-souls",
        "zeppelin",
    ];
    let query = prop::collection::vec(prop::sample::select(words.to_vec()), 1..4);
    let cases = (query, 0..filters.len());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(64));
    let held = runner.run(&cases, |(query, filter)| {
        let query = query.join(" ");
        let (filter, field) = &filters[filter];
        let free = scores(&library.ask(&query, Filters::default()).expect("an answer"));
        let kept = scores(&library.ask(&query, filter.clone()).expect("an answer"));
        let with_field = format!("{query} {field}");
        let by_field = scores(
            &library
                .ask(&with_field, Filters::default())
                .expect("an answer"),
        );
        if query.split(' ').any(|word| !word.starts_with('-')) {
            for (place, score) in &kept {
                prop_assert_eq!(free.get(place), Some(score), "{} {:?}", query, place);
            }
            prop_assert_eq!(kept, by_field, "{}", with_field);
        }
        Ok(())
    });
    held.unwrap_or_else(|failure| panic!("{failure}"));
}
