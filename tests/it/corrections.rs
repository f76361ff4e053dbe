//! A user's corrections of tags: that they take effect, survive updates and
//! edits, are shown for what they are, and are named when they have no effect.

use crate::sandbox::{Answer, Sandbox};
use expect_test::{Expect, expect};
use serde_json::Value;

const TAPES: &str = "On Tapes\n\nby Ann Lowe\n\n\
    The tape is lost in the years at Hailsham, and Kathy remembers it in every shop.\n\n\
    Nobody asks her why she does, and the rain goes on over the wide fields.\n";
const POND: &str = "By the Pond\n\nby Bo Lind\n\n\
    Miss Lucy tells them by the pond what will become of them, and the rain goes on.\n";
const FILES: &[(&str, &str)] = &[("a.txt", TAPES), ("deep/b.txt", POND)];

const CORRECTIONS: &str = r#"
[[passage]]
essay = "a.txt"
paragraph = 2
starts = "Nobody asks her"
add = ["loss", "character:Kathy", "place:Norfolk"]

[[passage]]
essay = "deep/b.txt"
paragraph = 1
starts = "Miss Lucy tells"
remove = ["place:the pond"]
"#;

fn index(sandbox: &Sandbox) -> Answer {
    sandbox.norfolk(&["index", "essays"])
}

/// Indexes, and gives added, updated and unchanged.
#[track_caller]
fn counts(sandbox: &Sandbox) -> [u64; 3] {
    let report = sandbox.json(&["index", "essays", "--format", "json"]);
    ["added", "updated", "unchanged"].map(|name| report[name].as_u64().expect("a count"))
}

fn tags(passage: &Value) -> String {
    let themes = passage["themes"].as_array().expect("a list").iter();
    let themes: Vec<_> = themes.map(|theme| theme["theme"].as_str()).collect();
    let [characters, places] = ["characters", "places"].map(|field| passage[field].to_string());
    format!(
        "{themes:?} {characters} {places} {}",
        passage["corrections"]
    )
}

/// The tags of every passage, in the order of essays and paragraphs.
fn all_tags(sandbox: &Sandbox) -> String {
    let answer = sandbox.json(&[
        "search",
        "rain OR tape OR pond",
        "-n",
        "9",
        "--format",
        "json",
    ]);
    let results = answer["results"].as_array().expect("a list");
    let mut lines: Vec<String> = results
        .iter()
        .map(|hit| {
            format!(
                "{} {}: {}\n",
                hit["essay"]["path"],
                hit["locator"]["paragraph"],
                tags(hit)
            )
        })
        .collect();
    lines.sort();
    lines.concat()
}

/// What is said on standard error, and by the status.
fn said(sandbox: &Sandbox, code: i32, expected: &Expect) {
    let answer = index(sandbox).ends_with(code);
    let status = sandbox.norfolk(&["status"]).ends_with(0).out;
    let lines = status.lines().filter(|line| line.starts_with("no effect"));
    let lines: Vec<&str> = lines.collect();
    expected.assert_eq(&format!("{}{}", answer.err, lines.join("\n")));
}

#[test]
fn corrections_take_effect_though_the_essay_is_as_it_was() {
    let sandbox = Sandbox::indexed(FILES);
    let before = all_tags(&sandbox);
    sandbox.write("essays/norfolk.tags.toml", CORRECTIONS);
    assert_eq!(counts(&sandbox), [0, 2, 0]);
    expect![[r#"
        "essays/a.txt" 1: [Some("memory")] ["Kathy H."] ["Hailsham"] []
        "essays/a.txt" 2: [Some("loss")] ["Kathy H."] ["Norfolk"] [{"change":"added","kind":"theme","name":"loss"},{"change":"added","kind":"character","name":"Kathy H."},{"change":"added","kind":"place","name":"Norfolk"}]
        "essays/deep/b.txt" 1: [Some("knowledge")] ["Miss Lucy"] [] [{"change":"removed","kind":"place","name":"the pond"}]
    "#]].assert_eq(&all_tags(&sandbox));
    assert_eq!(counts(&sandbox), [0, 0, 2], "and stay");
    sandbox.norfolk(&["index", "--rebuild"]).ends_with(0);
    let found = sandbox.json(&[
        "search", "--theme", "loss", "--essay", "a.txt", "--format", "json",
    ]);
    assert_eq!(found["results"][0]["locator"]["paragraph"], 2);
    sandbox.write(
        "essays/norfolk.tags.toml",
        CORRECTIONS.replace("remove = [\"place:the pond\"]", "add = [\"theme:hope\"]"),
    );
    assert_eq!(
        counts(&sandbox),
        [0, 1, 1],
        "only what is spoken of is read again"
    );
    sandbox.remove("essays/norfolk.tags.toml");
    assert_eq!(counts(&sandbox), [0, 2, 0]);
    assert_eq!(all_tags(&sandbox), before);
}

#[test]
fn a_file_speaks_for_its_folder_and_below() {
    let sandbox = Sandbox::indexed(FILES);
    let own = CORRECTIONS
        .split_once("\n\n")
        .expect("two")
        .1
        .replace("deep/", "");
    sandbox.write("essays/deep/norfolk.tags.toml", own);
    assert_eq!(counts(&sandbox), [0, 1, 1]);
    assert!(!all_tags(&sandbox).contains(r#"["the pond"]"#));
}

#[test]
fn corrections_are_shown_for_what_they_are() {
    let sandbox = Sandbox::with(FILES);
    sandbox.write("essays/norfolk.tags.toml", CORRECTIONS);
    index(&sandbox).ends_with(0);
    let shown = sandbox.norfolk(&["show", "a.txt", "--paragraph", "2"]);
    expect![[r#"
        On Tapes · Ann Lowe
        essays/a.txt · txt · utf-8 · 2 paragraphs · 31 words, guessed: authors, language, title

        ¶2
            Nobody asks her why she does, and the rain goes on over the wide fields.
              themes   loss (corrected by norfolk.tags.toml)
              names    Kathy H.; Norfolk
              by hand  added theme loss; added character Kathy H.; added place Norfolk

        cite as  (Lowe)
    "#]]
    .assert_eq(&shown.ends_with(0).out);
    let across = sandbox
        .norfolk(&["compare", "--theme", "loss"])
        .ends_with(0);
    assert!(
        across.out.contains("corrected by norfolk.tags.toml"),
        "{across:#?}"
    );
    let inspected = sandbox.json(&["inspect", "essays/deep/b.txt", "--format", "json"]);
    assert_eq!(inspected["passages"][0]["places"], serde_json::json!([]));
    assert_eq!(
        inspected["passages"][0]["corrections"][0]["change"],
        "removed"
    );
}

#[test]
fn corrections_survive_an_edit_and_say_when_they_do_not() {
    let sandbox = Sandbox::with(FILES);
    sandbox.write("essays/norfolk.tags.toml", CORRECTIONS);
    let edited = TAPES.replace("The tape", "It is late in the year.\n\nThe tape");
    sandbox.write("essays/a.txt", &edited);
    said(&sandbox, 0, &expect![[r#""#]]);
    let shown = sandbox
        .norfolk(&["show", "a.txt", "--paragraph", "3"])
        .ends_with(0);
    assert!(shown.out.contains("added theme loss"), "{shown:#?}");
    sandbox.write(
        "essays/a.txt",
        edited.replace("Nobody asks", "Somebody asks"),
    );
    for again in [false, true] {
        let answer = index(&sandbox).ends_with(0).err;
        let status = sandbox.norfolk(&["status"]).ends_with(0).out;
        let idle = "essays/norfolk.tags.toml:2: paragraph 2 of `a.txt` does not begin with \
                    “Nobody asks her”, nor does exactly one other; correct `paragraph` or `starts`\n";
        assert_eq!(
            answer, idle,
            "what was not read again is not forgotten: {again}"
        );
        assert!(status.ends_with(&format!("no effect {idle}")), "{status}");
    }
    let status = sandbox.json(&["status", "--format", "json"]);
    assert_eq!(status["corrections"][0]["line"], 2);
    sandbox.write(
        "essays/norfolk.tags.toml",
        CORRECTIONS.replace("Nobody asks her", "somebody, ASKS"),
    );
    said(&sandbox, 0, &expect![[r#""#]]);
    sandbox.remove("essays/deep/b.txt");
    said(
        &sandbox,
        0,
        &expect![[r#"
        essays/norfolk.tags.toml:8: `deep/b.txt` is none of the essays here; correct `essay`
        no effect essays/norfolk.tags.toml:8: `deep/b.txt` is none of the essays here; correct `essay`"#]],
    );
}

#[test]
fn what_makes_no_sense_is_named_and_loses_nothing() {
    let sandbox = Sandbox::with(FILES);
    let bad = CORRECTIONS
        .replace("\"loss\"", "\"los\", \"Kathy\"")
        .replace("remove", "removed")
        + "[[pasage]]\n";
    sandbox.write("essays/norfolk.tags.toml", bad);
    said(
        &sandbox,
        3,
        &expect![[r#"
        essays/norfolk.tags.toml:6: unknown theme `Kathy`; for the character, write `character:Kathy`
        essays/norfolk.tags.toml:6: unknown theme `los`; the nearest are `loss`, `love`
        essays/norfolk.tags.toml:12: unknown field `removed`, expected one of `essay`, `paragraph`, `part`, `starts`, `add`, `remove`
        essays/norfolk.tags.toml:13: unknown key `pasage`; only `[[passage]]` is known
        no effect essays/norfolk.tags.toml:6: unknown theme `Kathy`; for the character, write `character:Kathy`
        no effect essays/norfolk.tags.toml:6: unknown theme `los`; the nearest are `loss`, `love`
        no effect essays/norfolk.tags.toml:12: unknown field `removed`, expected one of `essay`, `paragraph`, `part`, `starts`, `add`, `remove`
        no effect essays/norfolk.tags.toml:13: unknown key `pasage`; only `[[passage]]` is known"#]],
    );
    let tags = all_tags(&sandbox);
    assert!(
        tags.contains(r#"["Kathy H."] ["Norfolk"]"#),
        "what is right holds: {tags}"
    );
    for broken in ["[[passage]", "\u{0}"] {
        sandbox.write("essays/norfolk.tags.toml", broken);
        let report = sandbox.norfolk(&["index", "essays", "--format", "json"]);
        let report = report.ends_with(3).json();
        assert_eq!(report["essays"], 2);
        assert_eq!(report["corrections"][0]["line"], 1);
    }
}

#[test]
fn corrections_of_a_folder_that_is_not_looked_at_stay_as_they_were() {
    let sandbox = Sandbox::with(FILES);
    sandbox.write("more/c.txt", POND);
    sandbox.write(
        "essays/norfolk.tags.toml",
        CORRECTIONS.replace("Miss Lucy", "Madame"),
    );
    index(&sandbox).says(0, &["Madame tells"]);
    let other = sandbox.norfolk(&["index", "more"]).ends_with(0);
    assert!(
        other.err.is_empty() || other.err.contains("Madame tells"),
        "{other:#?}"
    );
    let status = sandbox.norfolk(&["status"]).ends_with(0);
    assert!(status.out.contains("Madame tells"), "{status:#?}");
}
