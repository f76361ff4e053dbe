//! Comparisons as pages, and of groups of essays.

use super::library;
use crate::sandbox::Sandbox;
use scraper::{Html, Selector};
use std::collections::HashSet;

/// The page that `args` write, checked for what holds of every page.
fn page(sandbox: &Sandbox, args: &[&str]) -> Html {
    let args = [&["compare", "--format", "html", "-o", "page.html"], args].concat();
    assert_eq!(sandbox.norfolk(&args).ends_with(0).out, "");
    let source = std::fs::read_to_string(sandbox.path("page.html")).expect("a page");
    let page = Html::parse_document(&source);
    assert_eq!(page.errors, Vec::<String>::new(), "{args:?}");
    for forbidden in ["script", "img", "link", "iframe", "[onclick]", "[onload]"] {
        assert_eq!(all(&page, forbidden).len(), 0, "`{forbidden}` in {args:?}");
    }
    assert!(!source.contains("://"), "a page asks for nothing");
    let ids = all(&page, "[id]");
    let ids: Vec<&str> = ids.iter().filter_map(|e| e.attr("id")).collect();
    let known: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "an id is given twice");
    for link in all(&page, "a[href]") {
        let target = link.attr("href").and_then(|to| to.strip_prefix('#'));
        let target = target.expect("links stay on the page");
        assert!(known.contains(target), "nothing is `{target}`");
    }
    page
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).collect()
}

#[test]
fn every_cell_of_the_heat_map_leads_to_its_passages() {
    let library = library();
    let matrix = library.json(&["compare", "--format", "json"]);
    let page = page(&library, &[]);
    let mut cells = 0;
    for essay in matrix["essays"].as_array().expect("essays") {
        let shares = essay["themes"].as_object().expect("themes").values();
        cells += shares.filter(|share| share["passages"] != 0).count();
    }
    let links = all(&page, "svg a rect");
    assert_eq!(links.len(), cells);
    for link in all(&page, "svg a[href*='-t']") {
        let row = link.attr("href").expect("a link").trim_start_matches('#');
        let passages = all(&page, &format!("tr[id='{row}'] a"));
        assert!(!passages.is_empty(), "`{row}` has no passage");
        for passage in passages {
            let id = passage
                .attr("href")
                .expect("a link")
                .trim_start_matches('#');
            let marks = all(&page, &format!("article[id='{id}'] mark"));
            assert!(!marks.is_empty(), "nothing is marked in `{id}`");
        }
    }
}

#[test]
fn one_theme_and_essays_side_by_side_are_pages_too() {
    let library = library();
    let one = page(&library, &["--theme", "memory"]);
    assert!(!all(&one, "section blockquote mark").is_empty());
    let sides = page(&library, &["memory.txt", "bodies.md"]);
    assert_eq!(all(&sides, "dt").len(), 2);
    assert!(!all(&sides, "h3").is_empty());
}

#[test]
fn nothing_of_an_essay_is_markup() {
    let sandbox = Sandbox::new();
    let evil = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> memory remembers";
    let essay = format!(
        "{evil}\n\n{evil} what she recalls and forgets, memory after memory, and remembers \
         again the past that she lost.\n"
    );
    sandbox.write("essays/evil.txt", &essay);
    sandbox.norfolk(&["index", "essays"]).ends_with(0);
    let page = page(&sandbox, &[]);
    let text: String = page.root_element().text().collect();
    assert!(text.contains("<script>alert(1)</script>"), "{text}");
}

#[test]
fn groups_say_how_evenly_they_discuss_a_theme() {
    let library = library();
    let by_folder = library.json(&["compare", "--by", "folder", "--format", "json"]);
    assert_eq!(by_folder["by"], "folder");
    let group = &by_folder["groups"][0];
    assert_eq!(group["group"], "essays");
    assert_eq!(group["essays"].as_array().map(Vec::len), Some(3));
    let memory = &group["themes"]["memory"];
    let dispersion = memory["dispersion"].as_f64().expect("three essays");
    assert!((0.0..=1.0).contains(&dispersion), "{memory}");

    let args = [
        "compare", "--by", "year", "--format", "csv", "--theme", "memory",
    ];
    let table = library.norfolk(&args).ends_with(0).out;
    let head = table.lines().next().expect("a head");
    assert_eq!(head, "year,essays,words,memory,memory dispersion");

    let text = library
        .norfolk(&["compare", "--by", "author"])
        .ends_with(0)
        .out;
    assert!(
        text.contains("(1)") && text.contains("mem = memory"),
        "{text}"
    );
    page(&library, &["--by", "author"]);
}

#[test]
fn several_themes_are_the_columns_of_the_matrix() {
    let library = library();
    let args = [
        "compare", "--theme", "memory", "--theme", "loss", "--format", "csv",
    ];
    let table = library.norfolk(&args).ends_with(0).out;
    assert_eq!(table.lines().next(), Some("path,title,memory,loss"));
    let wrong = ["compare", "--theme", "memry", "--theme", "loss"];
    library.norfolk(&wrong).fails(&["`memry`", "memory"]);
}
