//! The front: help, completions, the version, the profiles, where the index is.

use super::{ESSAYS, library};
use crate::sandbox::{Answer, Sandbox, program};
use expect_test::expect;
use std::fs;

/// A profile with nothing wrong.
const OWN: &str = "id = \"own\"\nwork = { title = \"Tapes\", year = 1999 }\n\
                   author = { given = \"Ada\", family = \"Otieno\" }\n\
                   [[characters]]\nname = \"Zoë\"\n\
                   [[themes]]\nid = \"shops\"\nname = \"Shops\"\nstrong = [\"café\"]\n";

const COMMANDS: &[&str] = &[
    "index",
    "search",
    "compare",
    "themes",
    "characters",
    "cite",
    "show",
    "inspect",
    "status",
    "profile",
    "completions",
];

#[test]
fn every_command_has_help_and_is_in_the_help() {
    let sandbox = Sandbox::new();
    let help = sandbox.norfolk(&["--help"]).ends_with(0).out;
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command}")), "{help}");
        let own = sandbox.norfolk(&[command, "--help"]).ends_with(0).out;
        assert!(own.contains(&format!("Usage: norfolk {command}")), "{own}");
        let first = own.lines().next().expect("a line");
        assert!(!first.is_empty() && !first.ends_with('.'), "{first}");
    }
    let version = sandbox.norfolk(&["--version"]).ends_with(0).out;
    assert_eq!(version, format!("norfolk {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_wrong_command_or_option_is_a_wrong_use() {
    let sandbox = Sandbox::new();
    sandbox.norfolk(&[]).fails(&["Usage: norfolk"]);
    sandbox.norfolk(&["serch"]).fails(&["serch", "search"]);
    sandbox.norfolk(&["search", "--foo"]).fails(&["--foo"]);
    sandbox.norfolk(&["search", "a", "-n", "0"]).fails(&["0"]);
    sandbox
        .norfolk(&["search", "a", "--year", "then"])
        .fails(&["`then`", "2005..2012"]);
    sandbox
        .norfolk(&["search", "a", "--page", "9..3"])
        .fails(&["9..3"]);
    sandbox
        .norfolk(&["index", "a", "--jobs", "0"])
        .fails(&["0"]);
    sandbox
        .norfolk(&["search", "a", "--format", "xml"])
        .fails(&["xml", "json"]);
}

#[test]
fn every_shell_has_completions() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = sandbox.norfolk(&["completions", shell]).ends_with(0).out;
        assert!(
            script.contains("norfolk") && script.contains("characters"),
            "{shell}"
        );
    }
    sandbox
        .norfolk(&["completions", "dos"])
        .fails(&["dos", "bash"]);
}

#[test]
fn profiles_are_listed_shown_and_checked() {
    let sandbox = Sandbox::new();
    let list = sandbox.norfolk(&["profile", "list"]).ends_with(0).out;
    expect![[r#"
        never-let-me-go: Never Let Me Go (Kazuo Ishiguro, 2005)
        frankenstein: Frankenstein (Mary Shelley, 1818)
    "#]]
    .assert_eq(&list);
    let toml = sandbox
        .norfolk(&["profile", "show", "never-let-me-go"])
        .ends_with(0)
        .out;
    assert_eq!(toml, sandbox.norfolk(&["profile", "show"]).out);
    sandbox.write("sound.toml", OWN);
    for sound in ["sound.toml", "never-let-me-go", "frankenstein"] {
        let checked = sandbox.norfolk(&["profile", "check", sound]);
        assert_eq!(checked.ends_with(0).out, "");
    }
    sandbox.write("doubtful.toml", format!("{OWN}medium = [\"café\"]\n"));
    let checked = sandbox.norfolk(&["profile", "check", "doubtful.toml"]);
    let checked = checked.ends_with(1).out;
    assert!(checked.starts_with("doubtful.toml:"), "{checked}");
    sandbox
        .norfolk(&["profile", "show", "never-let-go"])
        .fails(&["never-let-me-go"]);
    sandbox
        .norfolk(&["profile", "check", "none.toml"])
        .fails(&["none.toml"]);
}

#[test]
fn a_profile_that_cannot_be_used_is_shown_with_its_line() {
    let sandbox = Sandbox::with(ESSAYS);
    let head = "id = \"x\"\nwork = { title = \"T\", year = 1900 }\n\
                author = { given = \"A\", family = \"B\" }\n";
    for (rest, words) in [
        ("[[themes]\n", &["bad.toml", "4"][..]),
        ("colour = 1\n", &["bad.toml", "4", "colour"]),
        (
            "[[themes]]\nid = \"t\"\nname = \"T\"\n",
            &["bad.toml", "strong"],
        ),
        (
            "[[themes]]\nid = \"t\"\nname = \"T\"\nstrong = [\"{WHO}\"]\n",
            &["bad.toml", "7"],
        ),
    ] {
        sandbox.write("bad.toml", format!("{head}{rest}"));
        sandbox
            .norfolk(&["index", "essays", "--profile", "bad.toml"])
            .fails(words);
        assert!(!sandbox.path(crate::sandbox::INDEX).exists());
        sandbox
            .norfolk(&["inspect", "essays/memory.txt", "--profile", "bad.toml"])
            .fails(words);
        let checked = sandbox.norfolk(&["profile", "check", "bad.toml"]);
        let checked = checked.says(2, &["`bad.toml` cannot be used: 1 error"]);
        for word in words {
            assert!(checked.out.contains(word), "{checked:#?}");
        }
    }
}

#[test]
fn a_check_shows_everything_at_once_with_line_and_advice() {
    let sandbox = Sandbox::new();
    sandbox.write("bad.toml", BAD);
    let checked = sandbox.norfolk(&["profile", "check", "bad.toml"]);
    let checked = checked.ends_with(2);
    expect![[r#"
        bad.toml:3: error: unknown field `pen_name`, expected one of `given`, `middle`, `family`, `wrong_forms`
        bad.toml:16: warning: chapter 2 ends on page 210, after the last page of `first`; correct one of them
        bad.toml:16: warning: pages of `first` overlap: chapter 2 begins on page 15, but chapter 1 ends on page 20; correct one of them
        bad.toml:16: warning: chapter 2 has pages of an unknown edition `frist`; did you mean `first`?
        bad.toml:24: warning: `Tom` names two characters, `Tom Marsh` and `Thomas Reed`, and only one is found; leave it to one of them
        bad.toml:25: error: `Thomas Reed`: unknown theme `see`; did you mean `sea`?
        bad.toml:30: warning: theme `sea` has no strong entries, so it is hardly ever found; give it the words that always speak of it
        bad.toml:32: error: unknown field `flase_friends`; did you mean `false_friends`?
        bad.toml:33: warning: false friend `pepper` shares no word with the entries of theme `sea`, so it can never match; leave it out
        error: `bad.toml` cannot be used: 3 errors
    "#]].assert_eq(&format!("{}{}", checked.out, checked.err));
    let refused = sandbox.norfolk(&["profile", "show", "bad.toml"]);
    expect![[r#"
        error: `bad.toml` line 3, column 43: unknown field `pen_name`, expected one of `given`, `middle`, `family`, `wrong_forms`; `norfolk profile check` shows 2 more
    "#]].assert_eq(&refused.ends_with(2).err);
}

const BAD: &str = r#"id = "bad"
work = { title = "Tides", year = 1900 }
author = { given = "Ann", family = "Lee", pen_name = "A. L." }

[[editions]]
key = "first"
publishers = ["Quill"]
last_page = 200

[[chapters]]
number = 1
pages = { first = [1, 20] }

[[chapters]]
number = 2
pages = { first = [15, 210], frist = [1, 2] }

[[characters]]
name = "Tom Marsh"
aliases = ["Tom"]

[[characters]]
name = "Thomas Reed"
aliases = ["Thomas", "Tom"]
themes = ["see"]

[[themes]]
id = "sea"
name = "The sea"
strong = []
weak = ["salt"]
flase_friends = ["salt cellar"]
false_friends = ["pepper"]
"#;

#[test]
fn a_profile_of_the_user_s_is_kept_in_the_index() {
    let sandbox = Sandbox::with(ESSAYS);
    sandbox.write("own.toml", OWN);
    let args = ["index", "essays", "--profile", "own.toml"];
    sandbox.norfolk(&args).ends_with(0);
    sandbox.remove("own.toml");
    let status = sandbox.json(&["status", "--format", "json"]);
    assert_eq!(status["profile"], "own");
    let answer = sandbox.json(&["search", "--theme", "shops", "--format", "json"]);
    assert_eq!(answer["total"], 1);
    sandbox
        .norfolk(&["search", "--theme", "memory"])
        .fails(&["`memory`", "shops"]);
    sandbox.norfolk(&["index"]).ends_with(0);
    let again = sandbox.json(&["characters", "zoe", "--format", "json"]);
    assert_eq!(again["character"], "Zoë");
}

#[test]
fn an_index_is_found_from_a_folder_below_it() {
    let sandbox = Sandbox::with(ESSAYS);
    let below = sandbox.path("essays/deep/down");
    fs::create_dir_all(&below).expect("folders");
    let answer = |folder: &str, args: &[&str]| {
        let mut command = program(&sandbox.path(folder), args);
        Answer::of(command.env_remove("NORFOLK_INDEX"))
    };
    answer("", &["index", "essays", "--index", ".norfolk"]).ends_with(0);
    let found = answer(
        "essays/deep/down",
        &["search", "memory", "--format", "json"],
    );
    let found = found.ends_with(0).json();
    assert_eq!(found["results"][0]["essay"]["path"], "essays/memory.txt");
    answer("essays/deep", &["index", ".."]).ends_with(0);
    assert!(!below.join(".norfolk").exists() && !sandbox.path("essays/deep/.norfolk").exists());
    assert_eq!(
        sandbox.json(&["status", "--format", "json"])["essays"],
        3,
        "a folder given in another form is the same folder"
    );
}

#[test]
fn an_option_outweighs_the_environment() {
    let library = library();
    library
        .norfolk(&["index", "essays", "--index", "other"])
        .ends_with(0);
    fs::remove_dir_all(library.path(".norfolk")).expect("an index");
    library
        .norfolk(&["search", "memory"])
        .fails(&["norfolk index"]);
    library
        .norfolk(&["search", "memory", "--index", "other"])
        .ends_with(0);
    library
        .norfolk(&["--index", "other", "search", "memory"])
        .ends_with(0);
    library
        .norfolk(&["search", "memory", "--index", "none"])
        .fails(&["none"]);
}
