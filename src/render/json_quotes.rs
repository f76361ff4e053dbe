//! JSON of quotations across essays.

use super::json::{essay, place};
use super::quotes::{QuotesView, page_ranges};
use crate::quotes::{Group, OnPage};
use serde_json::{Map, Value, json};

/// Quotations, grouped.
#[must_use]
pub fn quotes(view: &QuotesView<'_>) -> Value {
    let groups: Vec<Value> = view
        .shown()
        .iter()
        .map(|group| of_group(view, group))
        .collect();
    let mut answer = json!({"groups": groups});
    if view.page.is_some() {
        let paraphrases = view.quotations.corpus.paraphrases.iter().map(|found| {
            json!({
                "essay": of_essay(view, found.essay),
                "locator": place(&found.passage),
                "as_written": found.cited,
                "pages": page_ranges(&found.pages),
                "mapped": is_mapped(view, found.essay, &found.pages),
            })
        });
        answer["paraphrases"] = paraphrases.collect();
    }
    answer
}

fn of_group(view: &QuotesView<'_>, group: &Group) -> Value {
    let occurrences = group.occurrences.iter().map(|occurrence| {
        let quoted = &view.quotations.corpus.quotations[occurrence.quotation];
        let mut fields = json!({
            "essay": of_essay(view, quoted.essay),
            "locator": place(&quoted.passage),
            "as_written": quoted.text,
            "citation": quoted.cited,
            "pages": page_ranges(&quoted.pages),
            "altered": occurrence.is_altered,
            "contradicts": occurrence.contradicts,
        });
        if view.page.is_some() {
            fields["mapped"] = json!(is_mapped(view, quoted.essay, &quoted.pages));
        }
        if let Some(cited) = view.second_hand(quoted) {
            fields["second_hand"] = json!(cited);
        }
        fields
    });
    let pages = group.pages.iter();
    let pages: Map<String, Value> = pages.map(|(page, n)| (page.clone(), json!(n))).collect();
    json!({
        "text": group.text,
        "essays": group.essays,
        "occurrences": occurrences.collect::<Vec<_>>(),
        "pages": pages,
        "verdict": group.verdict,
        "evidence": if group.evidence.is_empty() { None } else { Some(&group.evidence) },
    })
}

fn of_essay(view: &QuotesView<'_>, number: usize) -> Value {
    let path = &view.quotations.corpus.essays[number].path;
    view.essays
        .get(&number)
        .map_or(Value::Null, |stored| json!(essay(stored, path)))
}

/// Whether pages are the one asked for only in another edition.
fn is_mapped(view: &QuotesView<'_>, essay: usize, pages: &[(u32, u32)]) -> bool {
    let on_page = |asked| view.quotations.on_page(essay, pages, asked);
    view.page.and_then(on_page) == Some(OnPage::Mapped)
}
