//! The terminal: text for people, colour, pipes, and what an essay may not do.

use super::library;
use crate::sandbox::{Answer, Sandbox};

/// Whether a text has a character that a terminal would obey; line ends apart,
/// which are `\r\n` in a CSV table.
fn is_obeyed(text: &str) -> bool {
    let bidi = ['\u{202a}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}'];
    let text = text.replace("\r\n", "\n");
    text.chars()
        .any(|c| (c.is_control() && c != '\n') || bidi.contains(&c))
}

#[test]
fn a_person_sees_the_passage_and_how_to_cite_it() {
    let text = library()
        .norfolk(&["search", "Hailsham memory"])
        .ends_with(0)
        .out;
    for words in [
        " 1  The Café of Memory · Zoë Ångström",
        "essays/memory.txt ¶1",
        "cites    Ishiguro 59",
        "names    Kathy H.",
        "Hailsham",
        "cite as",
        "“The Café of Memory.”",
        "passages in 2 essays",
    ] {
        let is_there = text.contains(words) || text.contains(&words.replace(['“', '”'], "\""));
        assert!(is_there, "`{words}` is not in {text}");
    }
}

#[test]
fn a_pipe_gets_no_colour() {
    let library = library();
    for args in [
        &["search", "memory"][..],
        &["show", "memory.txt"],
        &["compare"],
        &["themes"],
        &["inspect", "essays/memory.txt"],
    ] {
        let answer = library.norfolk(args).ends_with(0);
        assert!(!is_obeyed(&answer.out), "{args:?}: {}", answer.out);
    }
}

#[test]
fn colour_is_forced_and_forbidden_by_the_environment() {
    let library = library();
    let mut forced = library.command(&["search", "memory"]);
    forced.env("CLICOLOR_FORCE", "1");
    assert!(Answer::of(&mut forced).out.contains('\u{1b}'));
    forced.env("NO_COLOR", "1");
    assert!(!Answer::of(&mut forced).out.contains('\u{1b}'));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let library = library();
    for args in [
        &["search", "memory"][..],
        &["search", "memory", "--format", "json"],
        &["search", "memory", "--format", "jsonl"],
        &["search", "memory", "--format", "trec"],
        &["compare"],
        &["show", "memory.txt"],
        &["profile", "show"],
        &["completions", "bash"],
        &["status"],
    ] {
        let mut command = library.command(args);
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        command.stdout(writer);
        let answer = Answer::of_piped(&mut command);
        assert_eq!(
            (answer.code, answer.err.as_str()),
            (Some(0), ""),
            "{args:?}"
        );
    }
}

#[test]
fn what_an_essay_holds_never_reaches_the_terminal_as_a_command() {
    let evil = "\u{1b}[2J\u{1b}]0;owned\u{7}Tapes \u{9b}31m and \u{202e}bodies\u{8}\u{8}";
    let sandbox = Sandbox::with(&[(
        "a.md",
        &format!(
            "---\ntitle: \"{evil}\"\nauthor: \"{evil} Nair\"\n---\n\n\
             The tape {evil} is lost (Ishiguro 70), and she looks for memory {evil} in every shop.\n"
        ),
    )]);
    sandbox.write(
        "essays/b.html",
        "<title>&#27;[31mTapes</title><p>The tape &#27;[2J&#155;31m is lost here, and it is not \
         found in any of the shops.</p>",
    );
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    for args in [
        &["search", "tape"][..],
        &["search", "tape", "--explain"],
        &["search", "tape", "--format", "json"],
        &["search", "tape", "--format", "trec"],
        &["search", "tape", "--format", "csv"],
        &["search", "tape", "--format", "markdown"],
        &["search", "--like", "essays/b.html"],
        &["show", "a.md"],
        &["show", "b.html"],
        &["compare"],
        &["compare", "a.md", "b.html"],
        &["compare", "--format", "csv"],
        &["cite", "a.md", "b.html"],
        &["cite", "a.md", "--format", "bibtex"],
        &["inspect", "essays/a.md"],
        &["inspect", "essays/b.html", "--format", "json"],
    ] {
        let answer = sandbox.norfolk(args).ends_with(0);
        assert!(!is_obeyed(&answer.out), "{args:?}: {:?}", answer.out);
        assert!(!is_obeyed(&answer.err), "{args:?}: {:?}", answer.err);
    }
}

#[cfg(unix)]
#[test]
fn what_a_file_is_called_never_reaches_the_terminal_as_a_command() {
    let name = "a\u{1b}[31m\u{7}\n\u{9b}b";
    let sandbox = Sandbox::with(&[]);
    sandbox.write(
        &format!("essays/{name}.txt"),
        "The tape is lost, and she looks for it.\n",
    );
    sandbox.write(
        &format!("essays/{name}.md"),
        "The tape is found, and she listens to it.\n",
    );
    sandbox.write(
        &format!("essays/{name}2.txt"),
        [0, 1, 2, 3, 0, 0xff, 0xfe, 0],
    );
    let indexed = sandbox.norfolk(&["index", "essays"]).ends_with(3);
    assert!(!is_obeyed(&indexed.err), "{:?}", indexed.err);
    for (args, code) in [
        (&["search", "tape"][..], 0),
        (&["search", "tape", "--format", "trec"], 0),
        (&["search", "tape", "--format", "jsonl"], 0),
        (&["compare", "--format", "csv"], 0),
        (&["compare"], 0),
        (&["status"], 0),
        (&["show", "b.md"], 0),
        (&["show", "essays"], 2),
        (&["cite", "b.md"], 0),
        (&["cite", "b.md", "--format", "ris"], 0),
        (&["inspect", &format!("essays/{name}.md")], 0),
        (&["inspect", &format!("essays/{name}2.txt")], 2),
        (&["index", &format!("{name}/none")], 2),
        (&["search", "\u{1b}[31m(tape"], 2),
    ] {
        let answer = sandbox.norfolk(args).ends_with(code);
        assert!(!is_obeyed(&answer.out), "{args:?}: {:?}", answer.out);
        assert!(!is_obeyed(&answer.err), "{args:?}: {:?}", answer.err);
    }
}

#[test]
fn a_run_without_a_terminal_shows_no_progress() {
    let sandbox = Sandbox::with(super::ESSAYS);
    let answer = sandbox.norfolk(&["index", "essays"]).ends_with(0);
    assert_eq!(answer.err, "");
    assert!(
        answer.out.starts_with("3 added, 0 updated"),
        "{}",
        answer.out
    );
}
