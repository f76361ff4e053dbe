//! Essays written otherwise: other quotation marks, dashes, spaces and widths
//! change no citation and no quotation, only where they stand.

use super::{FINDER, shown};
use norfolk::enrich::resolve;
use norfolk::text::fold;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A way to write a text otherwise.
pub(super) type Way = (&'static str, fn(&str) -> String);

pub(super) const WAYS: [Way; 13] = [
    ("straight double marks", |text| {
        text.replace(['“', '”'], "\"")
    }),
    ("straight single marks", |text| {
        text.replace(['‘', '’'], "'")
    }),
    ("hyphens in ranges", |text| in_ranges(text, "-")),
    ("em dashes in ranges", |text| in_ranges(text, "—")),
    ("spaced dashes in ranges", |text| in_ranges(text, " – ")),
    ("hard spaces", |text| between_words(text, "\u{a0}")),
    ("thin spaces", |text| between_words(text, "\u{2009}")),
    ("double spaces", |text| text.replace(". ", ".  ")),
    ("spaces in brackets", spaced_brackets),
    ("labels with capitals", |text| {
        text.replace("(p. ", "(P. ").replace(", p. ", ", P. ")
    }),
    ("full width", full_width),
    ("decomposed letters", decomposed),
    ("soft hyphens and spaces at line ends", softened),
];

fn in_ranges(text: &str, dash: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        let is_digit = |at: Option<usize>| {
            at.and_then(|at| chars.get(at))
                .is_some_and(char::is_ascii_digit)
        };
        let is_range =
            matches!(c, '-' | '–' | '—') && is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
        if is_range {
            out.push_str(dash);
        } else {
            out.push(*c);
        }
    }
    out
}

/// Puts `space` for every space that stands between two letters, figures or marks of a line.
fn between_words(text: &str, space: &str) -> String {
    let widen = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        let is_list = line.trim_start().starts_with(['-', '*', '#', '>', '[']);
        if is_list || indent > 0 {
            return line.to_owned();
        }
        line.trim_end().replace(' ', space)
    };
    text.split('\n').map(widen).collect::<Vec<_>>().join("\n")
}

fn spaced_brackets(text: &str) -> String {
    let is_link = text.contains("](");
    if is_link {
        return text.to_owned();
    }
    text.replace(" (", " ( ")
        .replace(").", " ).")
        .replace("),", " ),")
}

/// Brackets, commas and figures as East Asian keyboards write them.
fn full_width(text: &str) -> String {
    if text.contains("](") {
        return text.to_owned();
    }
    let wide = |c: char| match c {
        '(' => '（',
        ')' => '）',
        _ => c,
    };
    text.chars().map(wide).collect()
}

fn decomposed(text: &str) -> String {
    let apart = |c: char| match c {
        'é' => "e\u{301}".to_owned(),
        'ö' => "o\u{308}".to_owned(),
        'á' => "a\u{301}".to_owned(),
        'ñ' => "n\u{303}".to_owned(),
        _ => c.to_string(),
    };
    text.chars().map(apart).collect()
}

fn softened(text: &str) -> String {
    text.replace("Ishiguro", "Ishi\u{ad}guro")
        .replace("Hailsham", "Hail\u{200b}sham")
        .replace(".\n\n", ".  \n\n")
}

/// What an essay cites and quotes, a line each.
fn findings(text: &str, name: &str) -> Vec<String> {
    let essay = norfolk::read::read(text.as_bytes(), name).expect("a dev essay is read");
    let found = resolve(&essay, &FINDER);
    let mut lines = Vec::new();
    for paragraph in &found.paragraphs {
        let text = essay.blocks[paragraph.block].span.of(&essay.text);
        for citation in &paragraph.citations {
            let works: Vec<String> = citation.works.iter().map(shown).collect();
            lines.push(format!("{:?} {}", citation.kind, fold(&works.join("; "))));
        }
        for q in &paragraph.quotations {
            let words: String = fold(q.span.of(text))
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect();
            lines.push(format!(
                "{:?} {:?} {:?} {words}",
                q.kind, q.citation, q.problem
            ));
        }
    }
    lines
}

/// The dev essays in plain text and Markdown, by name.
static ESSAYS: LazyLock<Vec<(String, String)>> = LazyLock::new(essays);

fn essays() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut essays = Vec::new();
    for entry in fs::read_dir(folder.join("labels")).expect("the corpus has labels") {
        let path = entry.expect("a folder can be listed").path();
        let labels = fs::read_to_string(path).expect("labels are text");
        let labels: serde_json::Value = serde_json::from_str(&labels).expect("labels are JSON");
        let essay = labels["essay"].as_str().unwrap_or_default();
        let extension = Path::new(essay).extension();
        let is_plain = extension.is_some_and(|e| e == "txt" || e == "md");
        let Some(text) = (labels["split"] == "dev" && is_plain)
            .then(|| fs::read_to_string(folder.join(essay)).ok())
            .flatten()
        else {
            continue;
        };
        // Marks of text that was encoded twice are no marks yet.
        if text.contains("â€") {
            continue;
        }
        essays.push((essay.rsplit('/').next().unwrap_or(essay).to_owned(), text));
    }
    essays.sort();
    essays
}

#[test]
fn an_essay_written_otherwise_cites_and_quotes_the_same() {
    assert!(ESSAYS.len() > 10, "the corpus has dev essays");
    let mut changes = Vec::new();
    for (name, text) in ESSAYS.iter() {
        let before = findings(text, name);
        for (way, rewrite) in WAYS {
            let after = findings(&rewrite(text), name);
            let lost = before.iter().filter(|line| !after.contains(line));
            changes.extend(lost.map(|line| format!("{name}, {way}: - {line}")));
            let new = after.iter().filter(|line| !before.contains(line));
            changes.extend(new.map(|line| format!("{name}, {way}: + {line}")));
        }
    }
    assert!(changes.is_empty(), "{}", changes.join("\n"));
}

proptest! {
    #![proptest_config(super::config(48))]

    #[test]
    fn several_ways_at_once_change_nothing_either(
        at in any::<prop::sample::Index>(), ways in prop::sample::subsequence(WAYS.to_vec(), 2..4),
    ) {
        let (name, text) = at.get(&ESSAYS);
        let rewritten = ways.iter().fold(text.clone(), |text, (_, rewrite)| rewrite(&text));
        prop_assert_eq!(findings(&rewritten, name), findings(text, name));
    }
}
