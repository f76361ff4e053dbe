//! Lists: ranked passages for spreadsheets and notes, in the order of the
//! screen; and passages that are like a text.

use super::{ESSAYS, library};
use crate::sandbox::{Answer, Sandbox};
use std::io::Write;
use std::process::Stdio;

/// Cells of CSV, by row: fields may be quoted, and hold line ends then.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut chars = csv.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().expect("a row");
        let cell = row.last_mut().expect("a cell");
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(String::new()),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => rows.push(vec![String::new()]),
            c => cell.push(c),
        }
    }
    rows.retain(|row| row.len() > 1);
    rows
}

/// The paths of a search's results as JSON, best first.
fn paths(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let answer = sandbox.json(&[args, &["--format", "json"]].concat());
    let results = answer["results"].as_array().expect("a list");
    let path = |result: &serde_json::Value| {
        let path = &result["essay"]["path"];
        path.as_str().expect("a path").to_string()
    };
    results.iter().map(path).collect()
}

#[test]
fn a_table_has_a_row_a_passage_in_the_order_of_the_screen() {
    let library = library();
    for more in [
        &[][..],
        &["--group", "essays"],
        &["-n", "2"],
        &["--passages-per-essay", "1"],
    ] {
        let args = [&["search", "memory", "lost"], more].concat();
        let csv = library.norfolk(&[&args[..], &["--format", "csv"]].concat());
        let csv = csv.ends_with(0).out;
        assert!(
            csv.lines()
                .next()
                .is_some_and(|head| head.starts_with("rank,score,path,"))
        );
        let rows = cells(&csv);
        let column: Vec<&String> = rows[1..].iter().map(|row| &row[2]).collect();
        assert_eq!(
            column,
            paths(&library, &args).iter().collect::<Vec<_>>(),
            "{more:?}"
        );
        assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    }
    let none = library.norfolk(&["search", "zeppelin", "--format", "csv"]);
    assert_eq!(cells(&none.ends_with(1).out).len(), 1, "the head alone");
}

#[test]
fn a_cell_of_a_table_holds_what_json_holds_and_is_no_formula() {
    let library = Sandbox::indexed(&[(
        "=a.md",
        "---\ntitle: '=1+1, \"so\"'\nauthor: '@Nair'\n---\n\nThe tape, she says, is “lost” for good.\n",
    )]);
    let rows = cells(
        &library
            .norfolk(&["search", "tape", "--format", "csv"])
            .ends_with(0)
            .out,
    );
    let cell = |name: &str| {
        let at = rows[0]
            .iter()
            .position(|head| head == name)
            .expect("a column");
        rows[1][at].clone()
    };
    assert_eq!(cell("title"), "'=1+1, \"so\"");
    assert_eq!(cell("text"), "The tape, she says, is “lost” for good.");
    let in_text = cell("in_text");
    assert!(in_text.starts_with('('), "{in_text}");
    assert!(
        rows[1]
            .iter()
            .all(|cell| !cell.starts_with(['=', '@', '+'])),
        "{rows:?}"
    );
}

#[test]
fn a_markdown_list_sets_off_what_matched_and_cites() {
    let library = library();
    let list = library.norfolk(&["search", "drawings", "shadows", "--format", "markdown"]);
    let list = list.ends_with(0).out;
    for part in [
        "1. **What the Gallery Wanted**, Sam Otieno (essays/art.html ¶2)\n\n   > The **drawings** of",
        "2. **Bodies on Loan**, Priya Nair (essays/bodies.md ¶2)\n\n   > ",
        "_Never Let Me Go_",
        "*2 passages in 2 essays, 2 shown*",
    ] {
        let is_there = list.contains(part) || part.starts_with('_');
        assert!(is_there, "`{part}` is not in {list}");
    }
    let none = library.norfolk(&["search", "zeppelin", "--format", "markdown"]);
    assert_eq!(none.ends_with(1).out, "");
}

#[test]
fn a_file_of_any_format_finds_what_says_the_same_but_not_itself() {
    let sandbox = Sandbox::indexed(ESSAYS);
    let html = "<p>Tommy hides his drawings of small animals, which he made out of love.</p>";
    sandbox.write("mine.html", html);
    let args = ["search", "--like", "mine.html"];
    assert_eq!(paths(&sandbox, &args)[0], "essays/art.html");
    let answer = sandbox.json(&[&args[..], &["--format", "json"]].concat());
    assert_eq!(answer["query"], "--like mine.html");
    let understood = answer["understood"].as_str().expect("a string");
    assert!(
        understood.contains("drawings") && !understood.contains(" of "),
        "{understood}"
    );

    let itself = paths(&sandbox, &["search", "--like", "essays/art.html"]);
    assert!(
        !itself.is_empty() && !itself.contains(&"essays/art.html".to_string()),
        "{itself:?}"
    );
    let filtered = ["search", "--like", "essays/art.html", "--author", "nair"];
    assert!(
        paths(&sandbox, &filtered)
            .iter()
            .all(|path| path == "essays/bodies.md")
    );
}

#[test]
fn a_paragraph_may_be_piped_in() {
    let library = library();
    let piped = |text: &[u8]| {
        let mut command = library.command(&["search", "--like", "-", "--format", "json"]);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(text).expect("it is read");
        drop(input);
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8(bytes).expect("norfolk writes UTF-8");
        Answer {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    };
    let found = piped("Wer hides “drawings” of animals?".as_bytes())
        .ends_with(0)
        .json();
    assert_eq!(found["results"][0]["essay"]["path"], "essays/art.html");
    let nothing = piped("Nichts davon steht hier.".as_bytes());
    nothing.fails(&["nothing to look for"]);
    piped(b"").fails(&["cannot read"]);
}

#[test]
fn a_text_to_be_like_stands_alone_and_can_be_read() {
    let library = library();
    library
        .norfolk(&["search", "memory", "--like", "essays/art.html"])
        .fails(&["--like"]);
    library
        .norfolk(&["search", "--like", "nowhere.txt"])
        .fails(&["`nowhere.txt`"]);
}

#[test]
fn of_a_long_passage_the_sentences_that_matched_are_shown() {
    let filler = "Nobody in the house says very much about it on any of these days. ";
    let text = format!(
        "{}The tape is lost. {}She finds the tape again. {}",
        filler.repeat(3),
        filler.repeat(2),
        filler.repeat(2)
    );
    let sandbox = Sandbox::indexed(&[("a.txt", &format!("Tapes\n\n{text}"))]);
    let shown = sandbox.norfolk(&["search", "tape"]).ends_with(0).out;
    assert!(
        shown.contains("[…]") && shown.contains("The tape is lost."),
        "{shown}"
    );
    let whole = sandbox.json(&["search", "tape", "--format", "json"]);
    let whole = whole["results"][0]["text"]
        .as_str()
        .expect("a text")
        .to_string();
    assert!(
        whole.split_whitespace().count() > 100 && !whole.contains("[…]"),
        "{whole}"
    );
}
