//! `norfolk themes` and `norfolk characters`: what the corpus discusses.

use super::citing::{Known, Numbered, StyleName};
use super::open::Place;
use super::{Outcome, output};
use crate::compare::{Tagged, tag_counts, theme_across};
use crate::rank::{Grouping, Wanted};
use crate::render;
use crate::retrieve::{Detail, Request, Syntax, retrieve};
use crate::search::{Filters, Matching};
use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::json;

/// Essays and passages shown of one theme or character.
const SHOWN: usize = 10;

/// List what the corpus discusses, or the best passages on one name
#[derive(Debug, Args)]
pub(super) struct TagsArgs {
    /// One of them
    name: Option<String>,

    /// Write the answer as
    #[arg(long, value_enum, default_value_t)]
    format: TagsFormat,
}

/// How a list of names is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum TagsFormat {
    /// For people
    #[default]
    Text,
    /// One object
    Json,
    /// For spreadsheets
    Csv,
}

pub(super) fn themes(args: &TagsArgs, place: &Place) -> Result<Outcome> {
    let (index, profile) = place.open()?;
    let Some(name) = &args.name else {
        let counts = tag_counts(&index, Tagged::Themes, profile.themes.len())?;
        let rows = profile.themes.iter().zip(counts);
        let rows: Vec<(String, u64, u64)> = rows
            .map(|(theme, count)| (theme.id.clone(), count.passages, count.essays))
            .collect();
        return list(args.format, "themes", "theme", rows);
    };
    let theme = profile.theme_id(name)?;
    let across = theme_across(&index, profile.themes.len(), theme, SHOWN)?;
    match args.format {
        TagsFormat::Text => {
            output::write(|out| render::theme_across(out, output::page(), &profile, &across))?;
        }
        TagsFormat::Json => output::json(&render::json::theme_across(&profile, &across))?,
        TagsFormat::Csv => {
            let rows = across.rows.iter().map(|row| {
                let title = row.essay.record.reference.title.clone();
                vec![
                    row.path.clone(),
                    title.unwrap_or_default(),
                    format!("{:.4}", row.share.share),
                    row.share.passages.to_string(),
                ]
            });
            csv(&["path", "title", "share", "passages"], rows)?;
        }
    }
    Ok(output::found(!across.rows.is_empty()))
}

pub(super) fn characters(args: &TagsArgs, place: &Place) -> Result<Outcome> {
    let (index, profile) = place.open()?;
    let Some(name) = &args.name else {
        let counts = tag_counts(&index, Tagged::Characters, profile.characters.len())?;
        let rows = profile.characters.iter().zip(counts);
        let rows: Vec<(String, u64, u64)> = rows
            .map(|(one, count)| (one.name.clone(), count.passages, count.essays))
            .collect();
        return list(args.format, "characters", "character", rows);
    };
    let id = usize::from(profile.character_id(name)?);
    let request = Request {
        query: String::new(),
        syntax: Syntax::Language,
        matching: Matching::default(),
        filters: Filters {
            characters: vec![name.clone()],
            ..Filters::default()
        },
        wanted: Wanted {
            count: SHOWN,
            grouping: Grouping::Passages,
            per_essay: Some(1),
        },
        detail: Detail::Passages,
    };
    let answer = retrieve(&index, &profile, &request)?;
    let known = Known::new(&profile);
    let citing = known.citing(StyleName::default(), Numbered::default());
    match args.format {
        TagsFormat::Text => {
            let page = output::page();
            output::write(|out| render::search(out, page, &profile, &answer, &citing))?;
        }
        TagsFormat::Json => {
            let hits = answer
                .hits
                .iter()
                .map(|hit| render::json::hit(&profile, hit, &citing));
            output::json(&json!({
                "character": profile.characters[id].name,
                "passages": answer.total,
                "essays": answer.essays,
                "results": hits.collect::<Vec<_>>(),
            }))?;
        }
        TagsFormat::Csv => {
            let rows = answer.hits.iter().map(|hit| {
                let title = hit.essay.record.reference.title.clone();
                vec![
                    hit.path.clone(),
                    title.unwrap_or_default(),
                    hit.passage.passage.paragraph.to_string(),
                    format!("{:.4}", hit.score),
                    hit.passage.text.clone(),
                ]
            });
            csv(&["path", "title", "paragraph", "score", "text"], rows)?;
        }
    }
    Ok(output::found(!answer.hits.is_empty()))
}

/// Lists names with their counts, most first.
fn list(
    format: TagsFormat,
    plural: &str,
    singular: &str,
    mut rows: Vec<(String, u64, u64)>,
) -> Result<Outcome> {
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let is_found = rows.iter().any(|row| row.1 > 0);
    match format {
        TagsFormat::Text => {
            rows.retain(|row| row.1 > 0);
            output::write(|out| render::tags(out, output::page(), &rows))?;
        }
        TagsFormat::Json => {
            let rows: Vec<_> = rows
                .iter()
                .map(|(name, passages, essays)| {
                    json!({singular: name, "passages": passages, "essays": essays})
                })
                .collect();
            output::json(&json!({plural: rows}))?;
        }
        TagsFormat::Csv => {
            let rows = rows.into_iter().map(|(name, passages, essays)| {
                vec![name, passages.to_string(), essays.to_string()]
            });
            csv(&[singular, "passages", "essays"], rows)?;
        }
    }
    Ok(output::found(is_found))
}

/// Writes rows under a head as CSV.
fn csv(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<()> {
    let head = head.iter().map(ToString::to_string).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    output::write(|out| render::csv(out, &rows))
}
