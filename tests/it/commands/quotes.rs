//! Quotations across essays: groups, wordings, pages and verdicts.

use crate::sandbox::Sandbox;
use serde_json::Value;

/// Four essays that quote the same lines, of two editions; one has a page wrong.
const ESSAYS: &[(&str, &str)] = &[
    (
        "long.txt",
        "The Long Way\n\nby Ada Quill\n\nKathy says that “the lantern went out over the drowned \
         fields” (Ishiguro 82). Ruth never asks. “I lost the ring, then I lost the boat” \
         (Ishiguro 260), she says.\n\nWorks Cited\n\nIshiguro, Kazuo. Never Let Me Go. New York: \
         Vintage International, 2006.\n",
    ),
    (
        "short.txt",
        "Going Out\n\nby Ben Achebe\n\nFor Tommy ‘the lantern [goes] out . . . over the drowned \
         fields’ (Ishiguro, 82), and he \u{1b}[31mweeps. “I lost the ring then I lost the boat” \
         (Ishiguro 255).\n\nWorks Cited\n\nIshiguro, Kazuo. Never Let Me Go. London: Faber and \
         Faber, 2006.\n",
    ),
    (
        "wrong.txt",
        "On Lanterns\n\nby Cy Dow\n\nIn Ishiguro, “and then the lantern went out over the drowned \
         fields, and nobody said a word” (28). Nobody came. Hailsham is gone (Ishiguro 82).\n",
    ),
    (
        "alone.txt",
        "Alone\n\nby Di Eze\n\nHailsham, says Kathy, is “a gate that opens on to another gate” \
         (Ishiguro 12).\n",
    ),
];

fn library() -> Sandbox {
    Sandbox::indexed(ESSAYS)
}

fn groups(sandbox: &Sandbox, args: &[&str]) -> Vec<Value> {
    let args = [&["quotes", "--format", "json"], args].concat();
    let answer = sandbox.norfolk(&args).json();
    answer["groups"].as_array().expect("a list").clone()
}

#[test]
fn a_line_is_one_group_in_all_its_wordings() {
    let groups = groups(&library(), &[]);
    assert_eq!(groups.len(), 3);
    let lantern = &groups[0];
    assert_eq!(lantern["essays"], 3);
    let wordings: Vec<&Value> = (lantern["occurrences"].as_array().expect("a list").iter())
        .map(|occurrence| &occurrence["altered"])
        .collect();
    // long, short, wrong: quoting more of it is no change.
    assert_eq!(wordings, [false, true, false]);
    assert_eq!(
        lantern["text"],
        "the lantern went out over the drowned fields"
    );
    assert_eq!(lantern["pages"]["82"], 2);
    assert_eq!(lantern["pages"]["28"], 1);
    let first = &lantern["occurrences"][0];
    assert_eq!(first["essay"]["path"], "essays/long.txt");
    assert_eq!(first["locator"]["paragraph"], 1);
    assert_eq!(first["pages"][0], "82");
}

#[test]
fn a_verdict_says_what_it_stands_on() {
    let groups = groups(&library(), &[]);
    let verdicts: Vec<&Value> = groups.iter().map(|group| &group["verdict"]).collect();
    assert_eq!(verdicts, ["mistake", "edition", "single"]);
    let evidence = groups[0]["evidence"].as_str().expect("a text");
    assert!(
        evidence.contains("28 has its digits mixed up"),
        "{evidence}"
    );
    let evidence = groups[1]["evidence"].as_str().expect("a text");
    assert!(evidence.contains("255 (1 essay, Faber"), "{evidence}");
    assert!(groups[2]["evidence"].is_null());
}

#[test]
fn a_line_is_found_by_its_words_half_remembered() {
    let library = library();
    for text in [
        "lantern went out",
        "the lanturn goes out over drowned fields",
    ] {
        let groups = groups(&library, &[text]);
        assert_eq!(groups.len(), 1, "{text}");
        assert_eq!(groups[0]["essays"], 3);
    }
    library
        .norfolk(&["quotes", "no such words at all"])
        .ends_with(1);
    library.norfolk(&["quotes", "…"]).ends_with(2);
}

#[test]
fn a_page_is_found_in_any_edition() {
    let library = library();
    let answer = library.json(&["quotes", "--page", "260", "--format", "json"]);
    let occurrences = answer["groups"][0]["occurrences"]
        .as_array()
        .expect("a list");
    let mapped: Vec<&Value> = occurrences.iter().map(|one| &one["mapped"]).collect();
    assert_eq!(mapped, [false, true]);
    let text = library
        .norfolk(&["quotes", "--page", "260"])
        .ends_with(0)
        .out;
    assert!(text.contains("≈ p. 260"), "{text}");
    let answer = library.json(&["quotes", "--page", "82", "--format", "json"]);
    assert_eq!(
        answer["paraphrases"][0]["essay"]["path"],
        "essays/wrong.txt"
    );
    library.norfolk(&["quotes", "--page", "199"]).ends_with(1);
}

#[test]
fn the_text_shows_who_quotes_it_and_obeys_no_essay() {
    let library = library();
    let text = library.norfolk(&["quotes", "lantern"]).ends_with(0).out;
    assert!(text.contains("Going Out · Ben Achebe"), "{text}");
    assert!(text.contains("altered"), "{text}");
    assert!(text.contains("contradicts the others"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn all_quotations_end_with_where_in_the_novel_they_are() {
    let library = library();
    let text = library.norfolk(&["quotes"]).ends_with(0).out;
    let strip = text.lines().last().expect("there are lines");
    assert!(strip.starts_with("p. 3 ") && strip.contains('█'), "{strip}");
    let text = library.norfolk(&["quotes", "lantern"]).ends_with(0).out;
    assert!(!text.contains('█'), "{text}");
}

#[test]
fn a_row_of_csv_is_a_quotation() {
    let library = library();
    let text = library
        .norfolk(&["quotes", "--format", "csv"])
        .ends_with(0)
        .out;
    assert_eq!(text.lines().count(), 1 + 6, "{text}");
    assert!(text.starts_with("line,verdict,essays,path,"), "{text}");
}

#[test]
fn show_names_the_page_that_others_contradict() {
    let library = library();
    let text = library.norfolk(&["show", "wrong.txt"]).ends_with(0).out;
    assert!(text.contains("page_contradicts"), "{text}");
    let text = library.norfolk(&["show", "long.txt"]).ends_with(0).out;
    assert!(!text.contains("page_contradicts"), "{text}");
}

#[test]
fn a_quotation_is_cited_at_second_hand_if_that_is_asked_for() {
    let library = library();
    let first = |args: &[&str]| groups(&library, args)[0]["occurrences"][0].clone();
    assert!(first(&[]).get("second_hand").is_none());
    assert_eq!(
        first(&["--cite", "chicago"])["second_hand"],
        "Ishiguro, _Never Let Me Go_, 82, quoted in Quill, \"Long Way,\" para. 1."
    );
    let text = library
        .norfolk(&["quotes", "--cite", "apa"])
        .ends_with(0)
        .out;
    for words in [
        "(Ishiguro, 2005, as cited in Quill, n.d., para. 1)",
        "your own edition",
    ] {
        assert!(text.contains(words), "`{words}` is not in {text}");
    }
    let rows = library.norfolk(&["quotes", "--cite", "mla", "--format", "csv"]);
    let rows = rows.ends_with(0).out;
    assert!(rows.contains(",contradicts,second_hand\r\n"), "{rows}");
    assert!(
        rows.contains(",\"(Ishiguro, qtd. in Quill)\"\r\n"),
        "{rows}"
    );
}

#[test]
fn show_cites_a_paragraph_and_what_it_quotes() {
    let library = library();
    let show = |args: &[&str]| {
        let args = [&["show", "long.txt"], args].concat();
        library.norfolk(&args).ends_with(0).out
    };
    let text = show(&["--paragraph", "1", "--cite", "chicago"]);
    for words in [
        "cite as  Ada Quill, \"The Long Way\" (student essay, n.d.), para. 1.",
        "later    Quill, \"Long Way,\" para. 1.",
        "2nd hand “the lantern went out…” Ishiguro, _Never Let Me Go_, 82, quoted in",
        "2nd hand “I lost the ring…” Ishiguro, _Never Let Me Go_, 260, quoted in",
    ] {
        assert!(text.contains(words), "`{words}` is not in {text}");
    }
    let text = show(&["--paragraph", "1", "--numbered"]);
    assert_eq!(
        text.matches("2nd hand (Ishiguro, qtd. in Quill, par. 1)")
            .count(),
        1,
        "{text}"
    );
    assert!(!show(&[]).contains("cite as"));
}
