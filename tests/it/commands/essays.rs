//! Essays: reading, citing, comparing and counting them; the index's own state.

use super::library;
use crate::sandbox::{Answer, Sandbox};

#[test]
fn an_essay_is_shown_with_its_paragraphs_numbered() {
    let library = library();
    let shown = library.norfolk(&["show", "memory.txt"]).ends_with(0).out;
    for words in ["The Café of Memory", "¶1", "¶2", "Ishiguro 59", "Kathy H."] {
        assert!(shown.contains(words), "`{words}` is not in {shown}");
    }
    let one = library.norfolk(&["show", "memory.txt", "--paragraph", "2"]);
    let one = one.ends_with(0).out;
    assert!(one.contains("pretends to forget") && !one.contains("all that she has left"));
    let none = library.norfolk(&["show", "memory.txt", "--paragraph", "3"]);
    none.fails(&["paragraphs 1 to 2"]);
}

#[test]
fn an_essay_is_named_by_a_path_or_a_part_of_a_path_or_title() {
    let library = library();
    for name in ["essays/bodies.md", "bodies", "BODIES ON", "on loan"] {
        let shown = library.norfolk(&["show", name]).ends_with(0).out;
        assert!(shown.contains("Bodies on Loan"), "{name}: {shown}");
    }
    library.norfolk(&["show", "essays"]).fails(&[
        "several essays",
        "essays/art.html",
        "essays/bodies.md",
        "essays/memory.txt",
    ]);
    library
        .norfolk(&["show", "zeppelin"])
        .fails(&["`zeppelin`", "`norfolk compare` lists all"]);
    library.norfolk(&["cite", "Priya Naik"]).fails(&[
        "`Priya Naik`",
        "the nearest:",
        "essays/bodies.md",
    ]);
}

#[test]
fn a_whole_path_names_one_essay_even_if_others_begin_with_it() {
    let body = "She drives all night, and thinks of nothing but the road in front of her.";
    let sandbox = Sandbox::indexed(&[("a.txt", body), ("aa.txt", body), ("a.txt.md", body)]);
    let shown = sandbox.norfolk(&["show", "essays/a.txt"]).ends_with(0).out;
    assert!(shown.contains("essays/a.txt ·"), "{shown}");
}

#[test]
fn essays_are_cited_in_every_style_and_format() {
    let library = library();
    let cite = |args: &[&str]| {
        let mut all = vec!["cite", "art.html", "bodies.md", "essays/art.html"];
        all.extend(args);
        library.norfolk(&all).ends_with(0).out
    };
    for style in ["mla", "apa", "chicago", "chicago-author-date"] {
        let text = cite(&["--style", style]);
        let lines: Vec<&str> = text.lines().collect();
        let [first, "", second] = lines[..] else {
            panic!("two entries, a line between: {text}")
        };
        assert!(first.starts_with("Nair, P"), "{text}");
        assert!(second.starts_with("Otieno, S"), "{text}");
    }
    let bibtex = cite(&["--format", "bibtex"]);
    assert_eq!(bibtex.matches("\n@").count() + 1, 2, "{bibtex}");
    assert!(
        bibtex.starts_with('@') && bibtex.contains("Nair, Priya"),
        "{bibtex}"
    );
    let csl: serde_json::Value =
        serde_json::from_str(&cite(&["--format", "csl-json"])).expect("CSL-JSON is JSON");
    assert_eq!(csl[0]["author"][0]["family"], "Nair");
    assert_eq!(csl[1]["author"][0]["family"], "Otieno");
    let ris = cite(&["--format", "ris"]);
    assert_eq!(ris.matches("TY  - ").count(), 2, "{ris}");
    assert_eq!(ris.matches("ER  -").count(), 2, "{ris}");
}

#[test]
fn essays_without_a_date_were_accessed_today_or_on_the_day_that_is_said_to_be_today() {
    let undated = "She drives all night, and thinks of nothing but the road in front of her.";
    let sandbox = Sandbox::indexed(&[("night.txt", undated)]);
    let cited = |day: Option<&str>| {
        let mut command = sandbox.command(&["cite", "night.txt"]);
        match day {
            Some(day) => command.env("SOURCE_DATE_EPOCH", day),
            None => command.env_remove("SOURCE_DATE_EPOCH"),
        };
        Answer::of(&mut command)
    };
    let first = cited(Some("0")).ends_with(0).out;
    assert!(first.contains("Accessed 1 Jan. 1970."), "{first}");
    let today = cited(None).ends_with(0).out;
    assert!(today.contains("Accessed ") && today != first, "{today}");
    for day in ["", "22 November", "99999999999999999999"] {
        cited(Some(day)).fails(&["SOURCE_DATE_EPOCH", "seconds since 1970", "unset"]);
    }
}

#[test]
fn what_is_cited_as_bibtex_states_an_essay_beside_it() {
    let library = library();
    let bibtex = library
        .norfolk(&["cite", "bodies.md", "--format", "bibtex"])
        .out;
    let other = Sandbox::with(&[(
        "bodies.md",
        "Their bodies belong to others, she says to us.\n",
    )]);
    other.write("essays/all.bib", bibtex.replace("essays/", ""));
    other.norfolk(&["index", "essays"]).ends_with(0);
    let answer = other.json(&["search", "bodies", "--format", "json"]);
    let essay = &answer["results"][0]["essay"];
    assert_eq!(essay["title"], "Bodies on Loan");
    assert_eq!(essay["date"], "2011-03-04");
    assert_eq!(essay["authors"], serde_json::json!(["Priya Nair"]));
}

#[test]
fn all_essays_are_compared_as_text_and_as_a_table() {
    let library = library();
    let text = library.norfolk(&["compare"]).ends_with(0).out;
    for words in [
        "The Café of Memory",
        "Bodies on Loan",
        "mem = memory",
        "none",
    ] {
        assert!(text.contains(words), "`{words}` is not in {text}");
    }
    let table = library
        .norfolk(&["compare", "--format", "csv"])
        .ends_with(0)
        .out;
    let mut lines = table.lines();
    let head: Vec<&str> = lines.next().expect("a head").split(',').collect();
    assert!(head.contains(&"memory"), "{head:?}");
    let rows: Vec<&str> = lines.collect();
    assert_eq!(rows.len(), 3, "{table}");
    assert!(
        rows.iter().all(|row| row.split(',').count() == head.len()),
        "{table}"
    );
}

#[test]
fn a_theme_is_compared_across_essays_most_first() {
    let library = library();
    let text = library
        .norfolk(&["compare", "--theme", "memory"])
        .ends_with(0)
        .out;
    assert!(
        text.contains("The Café of Memory") && text.contains("¶1"),
        "{text}"
    );
    let args = [
        "compare", "--theme", "memory", "-n", "1", "--format", "json",
    ];
    let answer = library.json(&args);
    assert_eq!(answer["essays"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_comparison_goes_to_a_file_if_one_is_named() {
    let library = library();
    let args = ["compare", "--format", "csv", "-o", "table.csv"];
    assert_eq!(library.norfolk(&args).ends_with(0).out, "");
    let written = std::fs::read_to_string(library.path("table.csv")).expect("a table");
    assert_eq!(
        written,
        library.norfolk(&["compare", "--format", "csv"]).out
    );
    let args = ["compare", "-o", "nowhere/table.csv"];
    library.norfolk(&args).fails(&["nowhere/table.csv"]);
}

#[test]
fn essays_are_compared_side_by_side() {
    let library = library();
    let text = library
        .norfolk(&["compare", "memory.txt", "art.html"])
        .ends_with(0)
        .out;
    for words in ["A  The Café of Memory", "B  What the Gallery Wanted", "82"] {
        assert!(text.contains(words), "`{words}` is not in {text}");
    }
    library
        .norfolk(&["compare", "memory.txt"])
        .fails(&["second essay"]);
}

#[test]
fn themes_and_characters_are_listed_and_looked_up() {
    let library = library();
    let themes = library.norfolk(&["themes"]).ends_with(0).out;
    assert!(themes.contains("memory"), "{themes}");
    for (args, head) in [
        (
            &["themes", "--format", "csv"][..],
            "theme,passages,essays,2008,2008 essays,2008 of,2011,2011 essays,2011 of,\
             undated,undated essays,undated of\r\n",
        ),
        (
            &["themes", "memory", "--format", "csv"],
            "path,title,share,passages\r\n",
        ),
        (
            &["characters", "--format", "csv"],
            "character,passages,essays,2008,2008 essays,2008 of,2011,2011 essays,2011 of,\
             undated,undated essays,undated of\r\n",
        ),
        (
            &["characters", "ruth", "--format", "csv"],
            "path,title,paragraph,score,text\r\n",
        ),
    ] {
        let table = library.norfolk(args).ends_with(0).out;
        let rest = table.strip_prefix(head);
        assert!(rest.is_some_and(|rows| !rows.is_empty()), "{table}");
    }
    let theme = library.norfolk(&["themes", "memory"]).ends_with(0).out;
    assert!(theme.contains("The Café of Memory"), "{theme}");
    let characters = library.norfolk(&["characters"]).ends_with(0).out;
    assert!(characters.contains("Kathy H."), "{characters}");
    let character = library
        .norfolk(&["characters", "Miss Emily"])
        .ends_with(0)
        .out;
    assert!(character.contains("kept in the shadows"), "{character}");
}

#[test]
fn a_theme_or_character_that_no_essay_has_is_nothing_found() {
    let library = library();
    library.norfolk(&["characters", "Keffers"]).ends_with(1);
    let answer = library.norfolk(&["characters", "Keffers", "--format", "json"]);
    assert_eq!(answer.ends_with(1).json()["results"], serde_json::json!([]));
}

#[test]
fn a_file_is_inspected_without_an_index() {
    let sandbox = Sandbox::with(super::ESSAYS);
    let text = sandbox
        .norfolk(&["inspect", "essays/memory.txt"])
        .ends_with(0)
        .out;
    for words in ["The Café of Memory", "¶2", "[sic: Kazuo] 261", "guessed"] {
        assert!(text.contains(words), "`{words}` is not in {text}");
    }
    assert!(!sandbox.path(crate::sandbox::INDEX).exists());
    sandbox
        .norfolk(&["inspect", "nowhere.txt"])
        .fails(&["nowhere.txt"]);
    sandbox.write(
        "a.bin",
        [0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 1],
    );
    sandbox.norfolk(&["inspect", "a.bin"]).fails(&["a.bin"]);
}

#[test]
fn the_status_says_what_is_indexed_and_what_is_not() {
    let sandbox = Sandbox::with(super::ESSAYS);
    sandbox.write("essays/broken.txt", [0, 1, 2, 3, 0, 0xff, 0xfe, 0]);
    sandbox
        .norfolk(&["index", "essays"])
        .says(3, &["essays/broken.txt"]);
    let text = sandbox.norfolk(&["status"]).ends_with(0).out;
    for words in [
        "3 essays",
        "6 passages",
        "never-let-me-go",
        "essays/broken.txt",
    ] {
        assert!(text.contains(words), "`{words}` is not in {text}");
    }
    let checked = sandbox.norfolk(&["status", "--check"]).ends_with(0).out;
    assert!(checked.contains("every checksum"), "{checked}");
}
