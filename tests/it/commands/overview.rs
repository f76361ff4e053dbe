//! Overviews: what the corpus says of one theme or character year by year, and
//! what it goes together with; every count is that of a search.

use super::library;
use crate::sandbox::{Answer, Sandbox};
use serde_json::Value;

/// Essays of these years, each with a paragraph that names Ruth and Tommy, one
/// that names Ruth and one that names nobody.
fn essays_of(years: impl Iterator<Item = u32>) -> Sandbox {
    let files: Vec<(String, String)> = years
        .map(|year| {
            let text = format!(
                "---\ntitle: Of {year}\nauthor: Ada Lund\ndate: {year}\n---\n\n\
                 On the way to the boat Ruth asks Tommy to forgive her for what she did.\n\n\
                 It is Ruth who has the plan, and who wants the others to see an office.\n\n\
                 The road is empty and long, and there is a fence with rubbish caught in it.\n\n\
                 Nobody has asked what becomes of a field once the wind has left it alone.\n"
            );
            (format!("{year}.md"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    Sandbox::indexed(&files)
}

/// How many passages and essays a search finds.
fn found(sandbox: &Sandbox, options: &[&str]) -> (u64, u64) {
    let args = [&["search"], options, &["--format", "json"]].concat();
    let answer = sandbox.norfolk(&args).json();
    let count = |field: &str| answer[field].as_u64().expect("a count");
    (count("total"), count("essays"))
}

fn counts(value: &Value) -> (u64, u64) {
    let count = |field: &str| value[field].as_u64().expect("a count");
    (count("passages"), count("essays"))
}

#[test]
fn the_passages_of_a_year_are_those_that_a_search_of_it_finds() {
    let library = library();
    for (command, noun, option) in [
        ("themes", "theme", "--theme"),
        ("characters", "character", "--character"),
    ] {
        let list = library.json(&[command, "--format", "json"]);
        for one in list[command].as_array().expect("a list") {
            let name = one[noun].as_str().expect("a name");
            assert_eq!(counts(one), found(&library, &[option, name]), "{one}");
            let mut whole = counts(&one["undated"]);
            let years = one["years"].as_array().expect("a list");
            assert_eq!(years.len(), 2, "{one}");
            for year in years {
                let number = year["year"].to_string();
                let of_year = found(&library, &[option, name, "--year", &number]);
                assert_eq!(counts(year), of_year, "{one}");
                assert_eq!(year["of"], 1);
                whole = (whole.0 + of_year.0, whole.1 + of_year.1);
            }
            assert_eq!(one["undated"]["of"], 1);
            assert_eq!(whole, counts(one), "{one}");
        }
    }
}

#[test]
fn what_goes_together_is_what_a_search_for_both_finds() {
    let sandbox = essays_of(2010..2016);
    let answer = sandbox.json(&["characters", "Tommy D.", "--format", "json"]);
    let together = answer["together"]["characters"].as_array();
    let [ruth] = together.expect("a list").as_slice() else {
        panic!("one character goes together with him: {answer}");
    };
    assert_eq!(ruth["character"], "Ruth");
    // 24 passages, 12 with her, 6 with him and all of those with both: by chance 3.
    assert_eq!((&ruth["of"], &ruth["lift"]), (&12.into(), &2.0.into()));
    let both = ["--character", "Tommy D.", "--character", "Ruth"];
    assert_eq!(counts(ruth), found(&sandbox, &both));
    let query = ["character:Tommy character:Ruth"];
    assert_eq!(counts(ruth), found(&sandbox, &query));
}

#[test]
fn many_years_are_put_together_on_screen_alone() {
    let sandbox = essays_of(1991..2021);
    let text = sandbox.norfolk(&["characters", "Ruth"]).ends_with(0).out;
    let rows: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.starts_with("years"))
        .skip(1)
        .take_while(|line| line.starts_with(['1', '2']))
        .collect();
    assert_eq!(rows.len(), 16, "{text}");
    assert!(rows[0].starts_with("1990–1991 "), "{text}");
    assert!(rows[0].contains("░  1 of 1 "), "{text}");
    assert!(rows[1].contains("  2 of 2 "), "{text}");
    let search = "norfolk search --character Ruth --year 2020..2021";
    assert!(text.contains(search), "{text}");

    let json = sandbox.json(&["characters", "Ruth", "--format", "json"]);
    assert_eq!(json["years"].as_array().map(Vec::len), Some(30));
    let csv = sandbox.norfolk(&["characters", "--format", "csv"]);
    let csv = csv.ends_with(0).out;
    let head = csv.lines().next().expect("a head");
    assert!(head.starts_with("character,passages,essays,1991,1991 essays,1991 of,1992,"));
    assert!(
        head.ends_with(",undated,undated essays,undated of"),
        "{head}"
    );
}

#[test]
fn tables_of_years_are_as_wide_as_the_page_at_most() {
    let sandbox = essays_of(2010..2016);
    for (columns, most) in [("40", 40), ("60", 60), ("200", 120)] {
        let mut command = sandbox.command(&["characters", "Ruth"]);
        let text = Answer::of(command.env("COLUMNS", columns)).ends_with(0).out;
        let overview = text.lines().take_while(|line| !line.starts_with(" 1  "));
        let tables = overview.filter(|line| !line.starts_with("to read: "));
        for line in tables {
            assert!(line.chars().count() <= most, "{columns}: {line}");
        }
    }
}

#[test]
fn what_no_essay_discusses_says_so_and_has_no_table() {
    let sandbox = essays_of(2010..2012);
    let text = sandbox.norfolk(&["characters", "Madame"]).ends_with(1).out;
    assert!(text.contains("0 passages in 0 of 2 essays"), "{text}");
    assert!(!text.contains("years"), "{text}");
    let json = sandbox.norfolk(&["characters", "Madame", "--format", "json"]);
    let json = json.ends_with(1).json();
    assert_eq!(json["together"]["characters"], Value::Array(Vec::new()));
    assert_eq!(json["years"][0]["share"], 0.0);
}

#[test]
fn essays_without_a_date_have_a_row_of_their_own() {
    let text = library().norfolk(&["characters", "Ruth"]).ends_with(0).out;
    assert!(
        text.lines().any(|line| line.starts_with("no date")),
        "{text}"
    );
}

#[test]
fn groups_by_year_are_the_same_whether_their_essays_are_named_or_not() {
    let library = library();
    let csv = library.norfolk(&["compare", "--by", "year", "--format", "csv"]);
    let csv = csv.ends_with(0).out;
    let named = library.json(&["compare", "--by", "year", "--format", "json"]);
    let named = named["groups"].as_array().expect("a list");
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), named.len() + 1, "{csv}");
    for (row, group) in rows[1..].iter().zip(named) {
        assert_eq!(row[0], group["group"].as_str().unwrap_or_default());
        assert_eq!(row[2], group["words"].to_string());
        let themes = rows[0][3..].iter().zip(&row[3..]);
        for (theme, share) in themes.filter(|(theme, _)| !theme.contains(' ')) {
            let share: f64 = share.parse().expect("a number");
            let expected = group["themes"][theme]["share"].as_f64();
            assert!(
                (expected.expect("a share") - share).abs() < 1e-3,
                "{theme}: {group}"
            );
        }
    }
}
