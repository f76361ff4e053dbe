//! Answers: what a search finds, with every filter and in every form.

use super::library;
use crate::sandbox::{Answer, Sandbox};
use serde_json::Value;

/// `path#paragraph` of every result, best first.
fn places(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let mut all = vec!["search", "--format", "json"];
    all.extend(args);
    let answer = sandbox.norfolk(&all);
    assert!(matches!(answer.code, Some(0 | 1)), "{answer:#?}");
    let answer = answer.json();
    let results = answer["results"].as_array().expect("a list");
    let place = |result: &Value| {
        let path = result["essay"]["path"].as_str().expect("a path");
        let name = path.rsplit('/').next().expect("a name");
        format!("{name}#{}", result["locator"]["paragraph"])
    };
    results.iter().map(place).collect()
}

/// Like [`places`], by name: what is found, whatever its rank.
fn found(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let mut places = places(sandbox, args);
    places.sort();
    places
}

#[test]
fn the_passage_that_says_most_comes_first() {
    let library = library();
    assert_eq!(places(&library, &["Hailsham memory"])[0], "memory.txt#1");
    assert_eq!(places(&library, &["drawings of animals"])[0], "art.html#2");
}

#[test]
fn words_may_be_one_argument_or_several() {
    let library = library();
    assert_eq!(
        places(&library, &["Hailsham memory"]),
        places(&library, &["Hailsham", "memory"])
    );
}

#[test]
fn filters_keep_what_they_name() {
    let library = library();
    let character = ["--character", "ruth"];
    assert_eq!(found(&library, &character), ["art.html#2", "memory.txt#2"]);
    let author = ["--author", "angstrom"];
    assert_eq!(found(&library, &author), ["memory.txt#1", "memory.txt#2"]);
    let years = ["--year", "2009..2012"];
    assert_eq!(found(&library, &years), ["bodies.md#1", "bodies.md#2"]);
    assert_eq!(found(&library, &["--year", "2008"]).len(), 2);
    assert_eq!(
        found(&library, &["--page", "82"]),
        ["art.html#1", "bodies.md#1", "memory.txt#2"]
    );
    assert_eq!(found(&library, &["--page", "83"]), ["memory.txt#2"]);
    assert_eq!(
        found(&library, &["--page", "255..260"]),
        ["art.html#1", "bodies.md#2"]
    );
    let essay = ["--essay", "*.md"];
    assert_eq!(found(&library, &essay), ["bodies.md#1", "bodies.md#2"]);
    assert_eq!(found(&library, &["--essay", "gallery"]).len(), 2);
}

#[test]
fn a_theme_keeps_the_passages_that_have_it() {
    let library = library();
    let answer = library.json(&["search", "--theme", "memory", "--format", "json"]);
    let results = answer["results"].as_array().expect("a list");
    assert_eq!(results[0]["essay"]["path"], "essays/memory.txt");
    for result in results {
        let themes = result["themes"].as_array().expect("a list");
        assert!(themes.iter().any(|tag| tag["theme"] == "memory"));
    }
}

#[test]
fn filters_narrow_and_repeated_authors_widen() {
    let library = library();
    let both = ["--character", "ruth", "--character", "tommy"];
    assert_eq!(found(&library, &both), ["memory.txt#2"]);
    let either = ["--author", "nair", "--author", "otieno"];
    assert_eq!(found(&library, &either).len(), 4);
    let mixed = ["lost", "--page", "82", "--year", "2008"];
    assert_eq!(found(&library, &mixed), ["art.html#1"]);
}

#[test]
fn fields_of_the_query_do_what_filters_do() {
    let library = library();
    for (query, filter) in [
        ("character:ruth", ["--character", "ruth"]),
        ("author:nair", ["--author", "nair"]),
        ("page:82", ["--page", "82"]),
        ("year:2008", ["--year", "2008"]),
        ("theme:memory", ["--theme", "memory"]),
    ] {
        assert_eq!(
            found(&library, &[query]),
            found(&library, &filter),
            "{query}"
        );
    }
    assert_eq!(found(&library, &["place:cottages"]), ["memory.txt#2"]);
    assert_eq!(found(&library, &["title:bodies"]).len(), 2);
}

#[test]
fn operators_mean_what_they_say() {
    let library = library();
    assert_eq!(found(&library, &["\"ever lost there\""]).len(), 2);
    assert_eq!(found(&library, &["\"lost ever there\""]).len(), 0);
    assert_eq!(found(&library, &["lost -tommy"]).len(), 0);
    assert_eq!(found(&library, &["lost NOT pond"]), ["art.html#1"]);
    assert_eq!(found(&library, &["+lost +souls"]), ["art.html#1"]);
    assert_eq!(found(&library, &["pond AND lost"]), ["memory.txt#2"]);
    assert_eq!(found(&library, &["drawings OR shadows"]).len(), 2);
    assert_eq!(found(&library, &["donor*"]), ["bodies.md#1"]);
    assert_eq!(found(&library, &["medecine~1"]), ["bodies.md#1"]);
    assert_eq!(found(&library, &["in:quotation carer"]), ["bodies.md#1"]);
}

#[test]
fn a_word_is_found_in_any_form_unless_it_is_exact() {
    let library = library();
    assert_eq!(found(&library, &["student"]), ["art.html#1"]);
    assert!(found(&library, &["student", "--exact"]).is_empty());
    assert_eq!(found(&library, &["students", "--exact"]), ["art.html#1"]);
}

#[test]
fn case_accents_and_the_form_of_marks_make_no_difference() {
    let library = library();
    let plain = places(&library, &["naive cafe zoe's"]);
    assert_eq!(plain, places(&library, &["NAÏVE CAFÉ ZOË’S"]));
    assert_eq!(plain[0], "memory.txt#1");
    let curly = found(&library, &["“ever lost there”"]);
    assert_eq!(curly, found(&library, &["\"ever lost there\""]));
    assert_eq!(curly.len(), 2);
}

#[test]
fn a_query_that_begins_with_a_hyphen_stands_after_two() {
    let library = library();
    library.norfolk(&["search", "-tommy"]).fails(&["--"]);
    let answer = library.norfolk(&["search", "--format", "json", "--", "-tommy lost pond"]);
    let answer = answer.json();
    assert_eq!(answer["query"], "-tommy lost pond");
    assert_eq!(answer["total"], 0);
}

#[test]
fn no_more_passages_are_shown_than_asked_for() {
    let library = library();
    let args = ["search", "Ishiguro", "-n", "2", "--format", "json"];
    let answer = library.json(&args);
    assert_eq!(answer["results"].as_array().map(Vec::len), Some(2));
    assert!(answer["total"].as_u64() > Some(2), "{answer}");
    let one = ["Ishiguro", "--passages-per-essay", "1"];
    let places = places(&library, &one);
    assert_eq!(places.len(), 3, "{places:?}");
}

#[test]
fn essays_are_ranked_whole_if_they_are_asked_for() {
    let library = library();
    let places = places(&library, &["Hailsham", "--group", "essays"]);
    assert_eq!(places.len(), 2, "{places:?}");
    let answer = library.json(&["search", "lost", "--group", "essays", "--format", "json"]);
    assert_eq!(answer["essays"], 2);
}

#[test]
fn styles_cite_the_essay_each_in_its_way() {
    let library = library();
    let entry = |style: &str| {
        let args = ["search", "donors", "--cite", style, "--format", "json"];
        let answer = library.json(&args);
        let cite = &answer["results"][0]["cite"];
        assert_eq!(cite["style"], style);
        let text = |name: &str| cite[name].as_str().expect("a string").to_string();
        (text("in_text"), text("entry"))
    };
    let (mla, apa, chicago) = (entry("mla"), entry("apa"), entry("chicago"));
    for (in_text, entry) in [&mla, &apa, &chicago] {
        assert!(in_text.contains("Nair"), "{in_text}");
        assert!(entry.contains("Bodies on"), "{entry}");
    }
    assert!(apa.0.contains("2011"), "{}", apa.0);
    assert!(mla != apa && apa != chicago && mla != chicago);
}

#[test]
fn a_quotation_of_the_novel_is_cited_at_second_hand() {
    let library = library();
    let cite = |style: &str| {
        let args = ["search", "donors", "--cite", style, "--format", "json"];
        library.json(&args)["results"][0]["cite"].clone()
    };
    for (style, expected) in [
        ("mla", "(Ishiguro, qtd. in Nair)"),
        ("apa", "(Ishiguro, 2005, as cited in Nair, 2011, para. 1)"),
        (
            "chicago",
            "Ishiguro, _Never Let Me Go_, 82, quoted in Nair, \"Bodies on Loan,\" para. 1.",
        ),
        (
            "chicago-author-date",
            "(Ishiguro 2005, 82, quoted in Nair 2011, para. 1)",
        ),
    ] {
        let cited = cite(style)["second_hand"].clone();
        let expected = serde_json::json!([{"quotation": 0, "in_text": expected}]);
        assert_eq!(cited, expected);
    }
    assert_eq!(cite("mla")["later"], serde_json::Value::Null);
    assert_eq!(
        cite("chicago")["later"],
        "Nair, \"Bodies on Loan,\" para. 1."
    );
    let text = |query: &str| {
        let args = ["search", query, "--numbered"];
        library.norfolk(&args).ends_with(0).out
    };
    let found = text("carer");
    for words in [
        "2nd hand (Ishiguro, qtd. in Nair, par. 1)",
        "your own edition",
    ] {
        assert!(found.contains(words), "`{words}` is not in {found}");
    }
    let none = text("science");
    assert!(
        none.contains("(Nair, par. 2)") && !none.contains("2nd hand"),
        "{none}"
    );
}

#[test]
fn a_run_names_every_paragraph_once_with_falling_ranks() {
    let library = library();
    let run = library.norfolk(&["search", "Ishiguro", "lost", "--format", "trec"]);
    let lines = run_lines(&run.ends_with(0));
    assert!(lines.len() > 3);
    let mut seen = std::collections::BTreeSet::new();
    let mut last = f64::INFINITY;
    for (line, rank) in lines.iter().zip(1..) {
        assert_eq!(line[0], "1");
        assert_eq!(line[1], "Q0");
        assert_eq!(line[3], rank.to_string());
        assert_eq!(line[5], "norfolk");
        let score: f64 = line[4].parse().expect("a score");
        assert!(score <= last);
        last = score;
        let (path, paragraph) = line[2].split_once("#p").expect("a paragraph");
        assert!(path.starts_with("essays/") && paragraph.parse::<u32>().is_ok());
        assert!(seen.insert(line[2].clone()), "{} twice", line[2]);
    }
}

fn run_lines(answer: &Answer) -> Vec<Vec<String>> {
    let fields = |line: &str| line.split(' ').map(ToString::to_string).collect();
    let lines: Vec<Vec<String>> = answer.out.lines().map(fields).collect();
    assert!(lines.iter().all(|line| line.len() == 6), "{answer:#?}");
    lines
}

#[test]
fn a_long_paragraph_has_one_line_of_a_run() {
    let sentence = "The tape is lost, and she looks for the tape in every shop of the town. ";
    let sandbox =
        Sandbox::indexed(&[("my essay.txt", &format!("Tapes\n\n{}", sentence.repeat(30)))]);
    let passages = sandbox.json(&["search", "tape", "--format", "json"]);
    assert!(passages["total"].as_u64() > Some(1), "it is cut into parts");
    let run = sandbox.norfolk(&["search", "tape", "--format", "trec"]);
    let lines = run_lines(&run);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0][2], "essays/my%20essay.txt#p1");
    let args = ["search", "tape", "--group", "essays", "--format", "trec"];
    assert_eq!(
        run_lines(&sandbox.norfolk(&args))[0][2],
        "essays/my%20essay.txt"
    );
}

#[test]
fn topics_are_plain_words_answered_in_one_run() {
    let library = library();
    library.write(
        "topics.tsv",
        "7\t\"lost (AND -there:\n8\tzeppelin\n9\tdonors\n",
    );
    let args = ["search", "--topics", "topics.tsv", "--format", "trec"];
    let answer = library.norfolk(&args).ends_with(0);
    let lines = run_lines(&answer);
    let ids: Vec<&str> = lines.iter().map(|line| line[0].as_str()).collect();
    assert!(ids.contains(&"7") && ids.contains(&"9") && !ids.contains(&"8"));
    assert!(ids.is_sorted());
    library
        .norfolk(&["search", "--topics", "topics.tsv"])
        .fails(&["--format trec"]);
    library.write("topics.tsv", "no tab here\n");
    library.norfolk(&args).fails(&["line 1", "tab"]);
}

#[test]
fn a_slip_is_searched_for_as_what_was_meant_and_said() {
    let library = library();
    let answer = library.norfolk(&["search", "medecine shadows", "--format", "json"]);
    let answer = answer.says(0, &["`medecine`", "`medicine`"]).json();
    assert_eq!(answer["query"], "medecine shadows");
    assert_eq!(answer["understood"], "medicine shadows");
    assert_eq!(answer["missing"], serde_json::json!(["medecine"]));
    assert_eq!(answer["suggestions"], serde_json::json!(["medicine"]));
    assert_eq!(
        answer["corrections"],
        serde_json::json!([{"from": "medecine", "to": "medicine", "manner": "instead"}])
    );
    let places = places(&library, &["medecine"]);
    assert_eq!(places, ["bodies.md#1"]);
    let exact = library.norfolk(&["search", "medecine", "--exact"]);
    let exact = exact.says(1, &["`medicine`", "nothing found"]);
    assert_eq!(exact.out, "");
    library
        .norfolk(&["search", "\"medecine has\""])
        .says(1, &["`medecine`", "`medicine`", "nothing found"]);
}

#[test]
fn a_known_misspelling_of_a_name_finds_the_name_too() {
    let library = library();
    for query in ["Halisham", "Hailshan"] {
        let answer = library.norfolk(&["search", query, "--format", "json"]);
        let answer = answer.says(0, &[query, "ailsham"]).json();
        assert_eq!(answer["total"], 2, "{answer}");
        assert_eq!(answer["corrections"][0]["from"], query);
    }
}

#[test]
fn a_slip_that_an_essay_has_too_is_searched_for_and_doubted() {
    let paragraph = "The government says nothing of the clones.\n\n";
    let essay = format!(
        "On Power\n\n{}The goverment is silent.\n",
        paragraph.repeat(20)
    );
    let sandbox = Sandbox::indexed(&[("a.txt", &essay)]);
    let answer = sandbox.norfolk(&["search", "goverment", "--format", "json"]);
    let words = "did you mean `government`? `goverment` is in 1 passage, `government` in 20";
    let answer = answer.says(0, &[words]).json();
    assert_eq!(answer["total"], 1);
    assert_eq!(answer["corrections"], serde_json::json!([]));
    assert_eq!(answer["suggestions"], serde_json::json!(["government"]));
    let sure = sandbox.norfolk(&["search", "government"]).ends_with(0);
    assert_eq!(sure.err, "");
}

#[test]
fn a_word_without_a_neighbour_is_named_and_the_others_are_searched() {
    let library = library();
    let answer = library.norfolk(&["search", "zeppelin", "drawings"]);
    let answer = answer.says(0, &["no essay has `zeppelin`"]);
    assert!(answer.out.contains("art.html"), "{}", answer.out);
    library
        .norfolk(&["search", "zeppelin"])
        .says(1, &["no essay has `zeppelin`", "nothing found"]);
}

#[test]
fn what_a_query_names_is_offered_as_a_field() {
    let library = library();
    let answer = library.json(&["search", "memory of Miss Emily", "--format", "json"]);
    assert_eq!(
        answer["names"],
        serde_json::json!(["theme:memory", "character:\"Miss Emily\""])
    );
}

#[test]
fn words_may_be_asked_for_inside_or_outside_quotation_marks() {
    let library = library();
    let inside = ["lost in:quotation"];
    assert_eq!(found(&library, &inside), ["art.html#1", "memory.txt#2"]);
    assert!(found(&library, &["lost in:commentary"]).is_empty());
    assert!(found(&library, &["lost AND in:commentary"]).is_empty());
    assert!(found(&library, &["--", "-in:quotation lost"]).is_empty());
    library
        .norfolk(&["search", "in:quotation"])
        .fails(&["put a word beside it", "^"]);
}

#[test]
fn fields_in_brackets_are_filters_too() {
    let library = library();
    let either = ["lost (author:otieno OR author:nair)"];
    assert_eq!(found(&library, &either), ["art.html#1"]);
    assert_eq!(found(&library, &["lost +page:83"]), ["memory.txt#2"]);
    assert_eq!(found(&library, &["--", "lost -page:83"]), ["art.html#1"]);
}
