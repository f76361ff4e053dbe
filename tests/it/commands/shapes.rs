//! Shapes: every field of every JSON answer is there, with its type. A field
//! may be added; none may be missing, whatever the answer.

use super::library;
use crate::sandbox::{Sandbox, copy_corpus};
use serde_json::{Value, json};

/// Fails unless `value` has a shape: an object has these fields (and may have
/// more), every element of an array is like its one element (or its elements
/// are like these, if there are several). A word is a type, with `?` if `null`
/// will do; `=a|b` is one of these strings.
#[track_caller]
fn assert_shape(value: &Value, shape: &Value, at: &str) {
    match (shape, value) {
        (Value::String(kind), value) => {
            assert!(is_of(value, kind), "{at} is no {kind}: {value}");
        }
        (Value::Object(fields), Value::Object(_)) => {
            for (name, shape) in fields {
                let field = value.get(name);
                let field = field.unwrap_or_else(|| panic!("{at} has no `{name}`: {value}"));
                assert_shape(field, shape, &format!("{at}.{name}"));
            }
        }
        (Value::Array(shapes), Value::Array(values)) if shapes.len() == 1 => {
            for (number, value) in values.iter().enumerate() {
                assert_shape(value, &shapes[0], &format!("{at}[{number}]"));
            }
        }
        (Value::Array(shapes), Value::Array(values)) => {
            assert_eq!(shapes.len(), values.len(), "{at}: {value}");
            for (value, shape) in values.iter().zip(shapes) {
                assert_shape(value, shape, at);
            }
        }
        _ => panic!("{at} is of another type than {shape}: {value}"),
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    if let Some(kind) = kind.strip_suffix('?') {
        return value.is_null() || is_of(value, kind);
    }
    if let Some(words) = kind.strip_prefix('=') {
        return value
            .as_str()
            .is_some_and(|word| words.split('|').any(|one| one == word));
    }
    match kind {
        "string" => value.is_string(),
        "count" => value.is_u64(),
        "number" => value.is_number(),
        "share" => value.as_f64().is_some_and(|n| (0.0..=1.0).contains(&n)),
        "bool" => value.is_boolean(),
        _ => panic!("`{kind}` is no kind of value"),
    }
}

fn essay() -> Value {
    json!({
        "id": "string", "path": "string", "title": "string?", "authors": ["string"],
        "date": "string?", "language": "string?",
        "format": "=txt|md|html|docx|odt|rtf|epub|pdf",
        "words": "count", "paragraphs": "count",
        "guessed": ["=title|authors|date|language"],
    })
}

fn locator() -> Value {
    json!({"paragraph": "count", "part": "count", "page": "string?", "heading": "string?"})
}

fn passage() -> Value {
    let work = json!({
        "author": "string?", "year": "string?", "title": "string?",
        "locator_kind":
            "=page|chapter|chapter_para|paragraph|section|kindle_loc|percent|note|none",
        "locator": ["string"], "sic": "string?", "novel": "bool",
    });
    json!({
        "locator": locator(), "text": "string", "words": "count",
        "themes": [{"theme": "string", "score": "share", "evidence": ["string"]}],
        "characters": ["string"], "places": ["string"],
        "citations": [{
            "as_written": "string", "start": "count", "end": "count",
            "kind": "=parenthetical|narrative|note|unparenthesised", "works": [work],
        }],
        "quotations": [{
            "text": "string", "start": "count", "end": "count",
            "kind": "=novel|critic|title|term|other", "block": "bool",
            "citation": "count?", "problem": "=no_open|no_close?",
        }],
    })
}

/// The fields of `first` and `second`.
fn both(first: Value, second: Value) -> Value {
    let (Value::Object(mut fields), Value::Object(more)) = (first, second) else {
        panic!("two objects")
    };
    fields.extend(more);
    Value::Object(fields)
}

fn result() -> Value {
    let more = json!({
        "rank": "count", "score": "number", "essay": essay(), "highlights": [["count", "count"]],
        "cite": {
            "style": "=mla|apa|chicago|chicago-author-date", "in_text": "string",
            "later": "string?", "entry": "string",
            "second_hand": [{"quotation": "count", "in_text": "string"}],
        },
    });
    both(passage(), more)
}

fn search() -> Value {
    json!({
        "query": "string", "understood": "string", "total": "count", "essays": "count",
        "elapsed_ms": "number", "results": [result()],
        "facets": {"themes": [["string", "count"]], "characters": [["string", "count"]]},
        "suggestions": ["string"], "missing": ["string"], "names": ["string"],
        "corrections": [{"from": "string", "to": "string", "manner": "=instead|also"}],
    })
}

/// The characters of `text` from `start` up to `end`.
fn slice(text: &Value, start: &Value, end: &Value) -> String {
    let number =
        |value: &Value| usize::try_from(value.as_u64().expect("an offset")).expect("small");
    let (start, end) = (number(start), number(end));
    assert!(start <= end, "{start}..{end}");
    let text = text.as_str().expect("a text");
    text.chars().skip(start).take(end - start).collect()
}

/// Fails unless the offsets of a passage point at what it says they do.
#[track_caller]
fn assert_offsets(passage: &Value) {
    for citation in passage["citations"].as_array().expect("a list") {
        let found = slice(&passage["text"], &citation["start"], &citation["end"]);
        assert_eq!(citation["as_written"], found);
    }
    let citations = passage["citations"].as_array().expect("a list").len() as u64;
    for quotation in passage["quotations"].as_array().expect("a list") {
        let found = slice(&passage["text"], &quotation["start"], &quotation["end"]);
        assert_eq!(quotation["text"], found);
        assert!(quotation["citation"].as_u64().is_none_or(|n| n < citations));
    }
}

#[test]
fn a_search_has_every_field_and_offsets_in_characters() {
    let answer = library().json(&["search", "memory", "lost", "--format", "json"]);
    assert_shape(&answer, &search(), "search");
    let results = answer["results"].as_array().expect("a list");
    assert!(results.len() > 1, "{answer}");
    for (result, rank) in results.iter().zip(1..) {
        assert_eq!(result["rank"], rank);
        assert_offsets(result);
        for highlight in result["highlights"].as_array().expect("a list") {
            let word = slice(&result["text"], &highlight[0], &highlight[1]).to_lowercase();
            assert!(["memory", "lost"].contains(&word.as_str()), "{word}");
        }
    }
}

#[test]
fn letters_of_several_bytes_count_as_one() {
    let answer = library().json(&["search", "naïve café", "--format", "json"]);
    let first = &answer["results"][0];
    assert_eq!(first["quotations"][0]["text"], "Naïve");
    assert_eq!(first["quotations"][0]["start"], 1);
    assert_eq!(first["quotations"][0]["end"], 6);
    let citation = &first["citations"][0];
    assert_eq!(citation["as_written"], "(Ishiguro 59)");
    assert_eq!(citation["start"], 198);
    assert_eq!(citation["works"][0]["locator"], json!(["59"]));
}

#[test]
fn an_answer_that_found_nothing_has_every_field() {
    let answer = library().norfolk(&["search", "zeppelin", "--format", "json"]);
    let answer = answer.ends_with(1).json();
    assert_shape(&answer, &search(), "search");
    assert_eq!(answer["results"], json!([]));
    assert_eq!(answer["total"], 0);
    assert_eq!(answer["facets"], json!({"themes": [], "characters": []}));
}

#[test]
fn lines_of_jsonl_are_the_results_of_json() {
    let library = library();
    let whole = library.json(&["search", "memory", "--format", "json"]);
    let lines = library.norfolk(&["search", "memory", "--format", "jsonl"]);
    let lines: Vec<Value> = lines
        .ends_with(0)
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is an object"))
        .collect();
    assert_eq!(Value::Array(lines), whole["results"]);
}

#[test]
fn an_explanation_is_there_only_if_it_is_asked_for() {
    let library = library();
    let plain = library.json(&["search", "memory", "--format", "json"]);
    assert!(plain["results"][0].get("explanation").is_none());
    for group in ["passages", "essays"] {
        let args = ["search", "memory", "--explain", "--format", "json"];
        let ranked = library.json(&[&args[..], &["--group", group]].concat());
        for result in ranked["results"].as_array().expect("a list") {
            let number = |value: &serde_json::Value| value.as_f64().expect("a number");
            let features = &result["explanation"];
            let sum = number(&features["passage_share"]) + number(&features["essay_share"]);
            assert!((sum - number(&result["score"])).abs() < 1e-3, "{result}");
        }
    }
    let explained = library.json(&["search", "memory", "--explain", "--format", "json"]);
    let features = explained["results"][0]["explanation"].as_object();
    let features = features.expect("an explanation is an object");
    assert!(!features.is_empty() && features.values().all(Value::is_number));
}

#[test]
fn an_inspection_has_every_field() {
    let answer = library().json(&["inspect", "essays/memory.txt", "--format", "json"]);
    let kinds = "=body|block_quotation|title|byline|heading|note|works_cited";
    let shape = json!({
        "essay": essay(), "encoding": "string",
        "paragraphs": [{"number": "count?", "kind": kinds, "page": "string?", "text": "string"}],
        "passages": [passage()],
        "works_cited": [{
            "as_written": "string", "author": "string?", "title": "string?", "year": "string?",
            "publisher": "string?", "novel": "bool",
        }],
        "edition": "string?",
        "problems": [{"kind": "string", "message": "string"}],
    });
    assert_shape(&answer, &shape, "inspect");
    assert_eq!(answer["essay"]["path"], "essays/memory.txt");
    assert_eq!(answer["essay"]["paragraphs"], 2);
    let passages = answer["passages"].as_array().expect("a list");
    passages.iter().for_each(assert_offsets);
    let second = &passages[1];
    assert_eq!(second["citations"][0]["works"][0]["sic"], "Kazuo");
    assert_eq!(second["citations"][0]["works"][0]["author"], "Ishiguro");
}

#[test]
fn an_essay_with_a_list_of_works_has_them_in_its_inspection() {
    let sandbox = Sandbox::with(&[(
        "a.txt",
        "On Tapes\n\nShe listens to the tape for years and years, and nobody asks her why she \
         does (Ishiguro 70).\n\nWorks Cited\n\nIshiguro, Kazuo. Never Let Me Go. Faber, 2005.\n",
    )]);
    let answer = sandbox.json(&["inspect", "essays/a.txt", "--format", "json"]);
    let work = &answer["works_cited"][0];
    assert_eq!(work["author"], "Ishiguro");
    assert_eq!(work["year"], "2005");
    assert_eq!(work["publisher"], "Faber");
    assert_eq!(answer["edition"], "faber-hb-2005");
    assert_eq!(work["novel"], true);
}

#[test]
fn all_essays_by_all_themes_have_every_field() {
    let answer = library().json(&["compare", "--format", "json"]);
    let themes = json!([{"id": "string", "name": "string"}]);
    let row =
        json!({"essay": essay(), "themes": {"memory": {"share": "share", "passages": "count"}}});
    assert_shape(
        &answer,
        &json!({"themes": themes, "essays": [row]}),
        "compare",
    );
    assert_eq!(answer["essays"].as_array().map(Vec::len), Some(3));
    for theme in answer["themes"].as_array().expect("a list") {
        let id = theme["id"].as_str().expect("a string");
        assert!(answer["essays"][0]["themes"].get(id).is_some(), "{id}");
    }
}

#[test]
fn one_theme_across_essays_has_every_field() {
    let answer = library().json(&["compare", "--theme", "memory", "--format", "json"]);
    let row = json!({
        "essay": essay(), "share": "share", "passages": "count", "best": passage(),
    });
    assert_shape(
        &answer,
        &json!({"theme": "string", "essays": [row]}),
        "compare",
    );
    assert_eq!(answer["essays"][0]["essay"]["path"], "essays/memory.txt");
    assert_offsets(&answer["essays"][0]["best"]);
}

#[test]
fn essays_side_by_side_have_every_field() {
    let answer = library().json(&["compare", "memory.txt", "art.html", "--format", "json"]);
    let theme = json!({"theme": "string", "shares": ["share", "share"]});
    let keyword = json!({
        "word": "string", "essay": "count", "counts": ["count", "count"],
        "log_likelihood": "number", "log_ratio": "number",
    });
    let shape = json!({
        "essays": [essay(), essay()], "themes": [theme],
        "shared_quotations": [{"text": "string", "places": [[locator()], [locator()]]}],
        "shared_pages": ["string"], "keywords": [keyword],
    });
    assert_shape(&answer, &shape, "compare");
    for theme in answer["themes"].as_array().expect("a list") {
        let best = theme["best"].as_array().expect("a list");
        assert_eq!(best.len(), 2);
        let discussed = best.iter().filter(|best| !best.is_null());
        discussed.for_each(|best| assert_shape(best, &passage(), "best"));
    }
    assert_eq!(answer["shared_pages"], json!(["82"]));
    let shared = answer["shared_quotations"].as_array().expect("a list");
    assert_eq!(shared.len(), 1, "{shared:?}");
    assert_eq!(shared[0]["places"][0][0]["paragraph"], 2);
    assert_eq!(shared[0]["places"][1][0]["paragraph"], 1);
}

#[test]
fn the_summary_of_a_run_has_every_field() {
    let sandbox = Sandbox::with(super::ESSAYS);
    sandbox.write("essays/broken.txt", [0, 1, 2, 3, 0, 0xff, 0xfe, 0]);
    let report = sandbox.norfolk(&["index", "essays", "--format", "json"]);
    let report = report.ends_with(3).json();
    let shape = json!({
        "added": "count", "updated": "count", "unchanged": "count", "removed": "count",
        "skipped": [{"path": "string", "reason": "string"}],
        "essays": "count", "passages": "count", "words": "count", "elapsed_ms": "count",
    });
    assert_shape(&report, &shape, "index");
    assert_eq!(report["added"], 3);
    assert_eq!(report["essays"], 3);
    assert_eq!(report["passages"], 6);
    assert_eq!(report["skipped"][0]["path"], "essays/broken.txt");
}

#[test]
fn a_status_has_every_field() {
    let library = library();
    let shape = json!({
        "index": "string", "format_version": "count", "norfolk": "string", "profile": "string",
        "essays": "count", "passages": "count", "words": "count", "bytes": "count",
        "skipped": [{"path": "string", "reason": "string"}], "ok": "bool",
    });
    for args in [
        &["status", "--format", "json"][..],
        &["status", "--check", "--format", "json"],
    ] {
        let status = library.json(args);
        assert_shape(&status, &shape, "status");
        assert_eq!(status["essays"], 3);
        assert_eq!(status["norfolk"], env!("CARGO_PKG_VERSION"));
        assert_eq!(status["profile"], "never-let-me-go");
        assert_eq!(status["ok"], true);
    }
}

/// The years that something is discussed in, and what goes together with it.
fn discussed() -> Value {
    let said = json!({
        "essays": "count", "of": "count", "passages": "count", "share": "share",
    });
    let year = both(said.clone(), json!({"year": "count"}));
    json!({"years": [year], "undated": said})
}

fn overview() -> Value {
    let companion = json!({
        "passages": "count", "of": "count", "essays": "count", "lift": "number",
        "log_likelihood": "number", "log_dice": "number",
    });
    let companions = |noun: &str| json!([both(companion.clone(), json!({noun: "string"}))]);
    let together = json!({
        "themes": companions("theme"), "characters": companions("character"),
    });
    both(discussed(), json!({"together": together}))
}

#[test]
fn themes_and_characters_are_counted_in_json() {
    let library = library();
    let themes = library.json(&["themes", "--format", "json"]);
    let row = json!({"theme": "string", "passages": "count", "essays": "count"});
    let row = both(discussed(), row);
    assert_shape(&themes, &json!({"themes": [row]}), "themes");
    let characters = library.json(&["characters", "--format", "json"]);
    let row = json!({"character": "string", "passages": "count", "essays": "count"});
    let row = both(discussed(), row);
    assert_shape(&characters, &json!({"characters": [row]}), "characters");
    let first = &characters["characters"][0];
    assert_eq!(first["character"], "Ruth");
    assert_eq!(first["passages"], 2);
    assert_eq!(first["essays"], 2);
}

#[test]
fn one_theme_or_character_has_its_years_and_what_goes_together_with_it() {
    let library = library();
    let one = library.json(&["themes", "memory", "--format", "json"]);
    let row = json!({
        "essay": essay(), "share": "share", "passages": "count", "best": passage(),
    });
    let shape = both(overview(), json!({"theme": "string", "essays": [row]}));
    assert_shape(&one, &shape, "themes");
    let one = library.json(&["characters", "ruth", "--format", "json"]);
    let shape = json!({
        "character": "string", "passages": "count", "essays": "count", "results": [result()],
    });
    assert_shape(&one, &both(overview(), shape), "characters");
    assert_eq!(one["character"], "Ruth");
    let corpus = Sandbox::new();
    copy_corpus(&corpus.path("essays"), |_| {});
    corpus.norfolk(&["index", "essays"]).ends_with(0);
    let one = corpus.json(&["characters", "ruth", "--format", "json"]);
    assert_shape(&one, &overview(), "characters");
    for kind in ["themes", "characters"] {
        let together = one["together"][kind].as_array().expect("a list");
        assert!(!together.is_empty(), "{one}");
    }
}
