//! Themes of paragraphs in many voices, each essay on several themes:
//! `corpus/paragraphs.jsonl`, beside what simpler taggers make of them.

use super::essays::{self, Found, Labelled};
use super::themes::Themes;
use super::{Split, root};
use norfolk::enrich::{Enricher, Finders, Lexicon, PassageView, Tagger};
use norfolk::profile::Profile;
use norfolk::text::Forms;
use serde::Deserialize;
use std::fs;
use std::sync::Arc;

/// A paragraph, as it is labelled.
#[derive(Debug, Deserialize)]
struct Paragraph {
    essay: String,
    split: Split,
    title: String,
    strong: Vec<String>,
    weak: Vec<String>,
    text: String,
}

/// What each tagger finds in the paragraphs of one split.
#[derive(Debug, Default)]
pub(super) struct Taggers {
    pub(super) norfolk: Themes,
    /// All entries alike, and no false friends.
    pub(super) one_list: Themes,
    /// The themes of the title, for all its paragraphs.
    pub(super) title_only: Themes,
}

/// Measures the paragraphs of `split`.
pub(super) fn measure(profile: &Profile, split: Split) -> Taggers {
    let themes: Vec<&str> = profile
        .themes
        .iter()
        .map(|theme| theme.id.as_str())
        .collect();
    let text = fs::read_to_string(root().join("corpus/paragraphs.jsonl")).expect("it is text");
    let mut lines: Vec<Paragraph> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is a paragraph"))
        .collect();
    lines.retain(|line| line.split == split);
    let (finders, plain_finders) = (Finders::new(profile), Finders::new(&one_list(profile)));
    let (mut enricher, mut plain) = (Enricher::new(&finders), Enricher::new(&plain_finders));
    let mut taggers = Taggers::default();
    for essay in lines.chunk_by(|one, other| one.essay == other.essay) {
        let title = themes_of_title(profile, &essay[0].title);
        let every = [
            (&mut taggers.norfolk, read(essay, profile, &mut enricher)),
            (&mut taggers.one_list, read(essay, profile, &mut plain)),
            (&mut taggers.title_only, vec![title; essay.len()]),
        ];
        for (measured, found) in every {
            measured.begin_essay(themes.len());
            for (paragraph, found) in essay.iter().zip(found) {
                let mut labelled = Labelled::default();
                labelled.themes.strong.clone_from(&paragraph.strong);
                labelled.themes.weak.clone_from(&paragraph.weak);
                let found = Found {
                    themes: found,
                    ..Found::default()
                };
                measured.add(&themes, &labelled, &found);
            }
        }
    }
    taggers
}

/// The themes of each paragraph, read as those of one essay.
fn read(essay: &[Paragraph], profile: &Profile, enricher: &mut Enricher<'_>) -> Vec<Vec<String>> {
    let mut text = format!("# {}\n", essay[0].title);
    for paragraph in essay {
        text.push('\n');
        text.push_str(&paragraph.text);
        text.push('\n');
    }
    let read = norfolk::read::read(text.as_bytes(), "essay.md").expect("text is read");
    let (found, _) = enricher.enrich(&read);
    let found = essays::paragraphs(profile, &found.passages);
    assert_eq!(found.len(), essay.len(), "`{}`", essay[0].essay);
    found.into_iter().map(|found| found.themes).collect()
}

/// The profile with every entry of a theme weighing alike.
fn one_list(profile: &Profile) -> Profile {
    let mut plain = profile.clone();
    for theme in &mut plain.themes {
        theme.medium.append(&mut theme.strong);
        theme.medium.append(&mut theme.weak);
        theme.false_friends.clear();
    }
    plain
}

fn themes_of_title(profile: &Profile, title: &str) -> Vec<String> {
    let mut forms = Forms::default();
    let words = forms.words(title);
    let view = PassageView {
        text: title,
        words: &words,
        quotations: &[],
        masks: &[],
    };
    let tags = Tagger::new(Arc::new(Lexicon::new(profile))).tag(&view, &forms);
    let ids = tags.themes.iter();
    ids.map(|tag| profile.themes[usize::from(tag.theme)].id.clone())
        .collect()
}
