//! The essays of the corpus: what their labels say, beside what norfolk finds.
//!
//! Both sides have one shape, that of the JSON norfolk writes, so what is
//! measured is what a user gets. The parts of a long paragraph are joined.

use super::align::{align, squeezed};
use super::{Split, root};
use norfolk::enrich::{EnrichedPassage, Enricher, Finders};
use norfolk::profile::Profile;
use norfolk::render::json;
use serde::Deserialize;
use serde_json::Value;
use std::fs;

/// An in-text citation.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Citation {
    pub(super) as_written: String,
    pub(super) kind: String,
    pub(super) works: Vec<Work>,
    /// Where it stands, in characters; labels do not say.
    #[serde(default)]
    pub(super) start: usize,
    #[serde(default)]
    pub(super) end: usize,
}

/// A work that a citation names.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Work {
    pub(super) author: Option<String>,
    pub(super) year: Option<String>,
    pub(super) title: Option<String>,
    pub(super) locator_kind: String,
    pub(super) locator: Vec<String>,
    pub(super) sic: Option<String>,
    pub(super) novel: bool,
}

/// A quotation.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Quotation {
    pub(super) text: String,
    pub(super) kind: String,
    pub(super) citation: Option<usize>,
    pub(super) problem: Option<String>,
}

/// What a paragraph is about.
#[derive(Debug, Default, Deserialize)]
pub(super) struct LabelledThemes {
    pub(super) strong: Vec<String>,
    pub(super) weak: Vec<String>,
}

/// A paragraph, as it is labelled.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Labelled {
    pub(super) number: u32,
    pub(super) starts: String,
    pub(super) themes: LabelledThemes,
    pub(super) characters: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) citations: Vec<Citation>,
    pub(super) not_citations: Vec<String>,
    pub(super) quotations: Vec<Quotation>,
}

/// A paragraph, as norfolk reads it.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) number: u32,
    pub(super) text: String,
    pub(super) themes: Vec<String>,
    pub(super) characters: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) citations: Vec<Citation>,
    pub(super) quotations: Vec<Quotation>,
}

/// What the labels of an essay say of the whole.
#[derive(Debug, Deserialize)]
pub(super) struct Labels {
    pub(super) essay: String,
    pub(super) split: Split,
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) date: Option<String>,
    paragraphs: Vec<Labelled>,
}

impl Labels {
    pub(super) fn paragraphs(&self) -> &[Labelled] {
        &self.paragraphs
    }
}

/// An essay of the corpus.
#[derive(Debug)]
pub(super) struct Essay {
    pub(super) labels: Labels,
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) date: Option<String>,
    /// Labelled and read paragraphs, those with the same beginning side by side; the other
    /// side of a paragraph that only one of them has is empty, with number 0; those that are
    /// only read stand last.
    pub(super) paragraphs: Vec<(Labelled, Found)>,
}

/// The profile of the novel that the corpus is on.
pub(super) fn profile() -> Profile {
    Profile::built_in(Profile::built_in_names()[0]).expect("a built-in profile is valid")
}

/// The folders of labelled essays, each on a novel that a profile is built in for.
pub(super) const CORPORA: [(&str, &str); 2] = [
    ("never-let-me-go", "corpus"),
    ("frankenstein", "corpus/frankenstein"),
];

/// Reads and enriches every labelled essay of a folder, in order of their names.
pub(super) fn read_all(profile: &Profile, corpus: &str) -> Vec<Essay> {
    let folder = root().join(corpus).join("labels");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the corpus has labels")
        .map(|entry| entry.expect("a folder can be listed").path())
        .collect();
    files.sort();
    let finders = Finders::new(profile);
    let mut enricher = Enricher::new(&finders);
    files
        .iter()
        .map(|file| {
            let text = fs::read_to_string(file).expect("labels are UTF-8");
            let labels = serde_json::from_str(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            read(labels, corpus, profile, &mut enricher)
        })
        .collect()
}

fn read(mut labels: Labels, corpus: &str, profile: &Profile, enricher: &mut Enricher<'_>) -> Essay {
    let path = root().join(corpus).join(&labels.essay);
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = path.file_name().expect("an essay is a file");
    let essay = norfolk::read::read(&bytes, &name.to_string_lossy())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (found, _) = enricher.enrich(&essay);
    let reference = &found.essay.reference;
    Essay {
        title: reference.title.clone(),
        authors: reference.authors.iter().map(ToString::to_string).collect(),
        date: reference.date.map(|date| date.to_string()),
        paragraphs: side_by_side(
            std::mem::take(&mut labels.paragraphs),
            paragraphs(profile, &found.passages),
        ),
        labels,
    }
}

/// Joins the parts of paragraphs.
pub(super) fn paragraphs(profile: &Profile, passages: &[EnrichedPassage]) -> Vec<Found> {
    let mut paragraphs: Vec<Found> = Vec::new();
    for passage in passages {
        let number = passage.passage.paragraph;
        if paragraphs.last().is_none_or(|last| last.number != number) {
            paragraphs.push(Found {
                number,
                ..Found::default()
            });
        }
        let paragraph = paragraphs.last_mut().expect("one was just put there");
        let part = Value::Object(json::passage(profile, passage));
        paragraph.append(&part, &passage.text);
    }
    paragraphs
}

impl Found {
    fn append(&mut self, part: &Value, text: &str) {
        let (characters, citations) = (self.text.chars().count(), self.citations.len());
        self.text.push_str(text);
        let themes: Vec<Value> = of(part, "themes");
        self.themes
            .extend(themes.iter().map(|theme| of(theme, "theme")));
        self.characters
            .extend(of::<Vec<String>>(part, "characters"));
        self.places.extend(of::<Vec<String>>(part, "places"));
        let moved = of::<Vec<Citation>>(part, "citations").into_iter();
        self.citations.extend(moved.map(|citation| Citation {
            start: citation.start + characters,
            end: citation.end + characters,
            ..citation
        }));
        let moved = of::<Vec<Quotation>>(part, "quotations").into_iter();
        self.quotations.extend(moved.map(|quotation| Quotation {
            citation: quotation.citation.map(|at| at + citations),
            ..quotation
        }));
    }
}

/// A field of what norfolk writes.
fn of<T: serde::de::DeserializeOwned>(value: &Value, field: &str) -> T {
    serde_json::from_value(value[field].clone())
        .unwrap_or_else(|error| panic!("`{field}` is not as the contract says: {error}"))
}

/// Puts paragraphs that begin alike side by side: one that is read wrongly
/// counts where reading is measured, and does not shift all that follow.
fn side_by_side(labelled: Vec<Labelled>, found: Vec<Found>) -> Vec<(Labelled, Found)> {
    let starts: Vec<_> = labelled.iter().map(|p| squeezed(&p.starts)).collect();
    let texts: Vec<_> = found.iter().map(|p| squeezed(&p.text)).collect();
    let fit = |i: usize, j: usize| texts[j].starts_with(&starts[i]).then_some(1.0);
    let pairs = align(starts.len(), texts.len(), fit);
    let mut found: Vec<Option<Found>> = found.into_iter().map(Some).collect();
    let mut rows: Vec<(Labelled, Found)> = Vec::new();
    for (i, labelled) in labelled.into_iter().enumerate() {
        let pair = pairs.iter().find(|pair| pair.0 == i);
        let own = pair.and_then(|(_, j)| found[*j].take());
        rows.push((labelled, own.unwrap_or_default()));
    }
    let others = found.into_iter().flatten();
    rows.extend(others.map(|found| (Labelled::default(), found)));
    rows
}
