//! `norfolk themes` and `norfolk characters`: what the corpus discusses.

use super::citing::{Known, Numbered, StyleName};
use super::open::Place;
use super::{Outcome, output};
use crate::compare::{
    Known as Counted, Overview, Tagged, Together, Trend, overview, theme_across, trends,
};
use crate::index::Index;
use crate::profile::Profile;
use crate::rank::{Grouping, Wanted};
use crate::render;
use crate::retrieve::{Answer, Detail, Request, Syntax, retrieve};
use crate::search::{Filters, Matching};
use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

/// Essays and passages shown of one theme or character.
const SHOWN: usize = 10;
/// Pairs shown below a list.
const PAIRS: usize = 5;

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
    let corpus = Corpus::new(&index, &profile, Tagged::Themes);
    let Some(name) = &args.name else {
        return corpus.list(args.format);
    };
    let theme = profile.theme_id(name)?;
    let across = theme_across(&index, profile.themes.len(), theme, SHOWN)?;
    match args.format {
        TagsFormat::Text => {
            let (page, said) = (output::page(), corpus.overview(theme)?);
            output::write(|out| render::theme(out, page, &profile, &said, &across))?;
        }
        TagsFormat::Json => {
            let mut value = render::json::theme_across(&profile, &across);
            corpus.add_overview(&mut value, theme)?;
            output::json(&value)?;
        }
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
    let corpus = Corpus::new(&index, &profile, Tagged::Characters);
    let Some(name) = &args.name else {
        return corpus.list(args.format);
    };
    let id = profile.character_id(name)?;
    let answer = corpus.naming(name)?;
    let known = Known::new(&profile);
    let citing = known.citing(StyleName::default(), Numbered::default())?;
    match args.format {
        TagsFormat::Text => {
            let (page, said) = (output::page(), corpus.overview(id)?);
            output::write(|out| {
                render::character(out, page, &profile, &said)?;
                render::search(out, page, &profile, &answer, &citing)
            })?;
        }
        TagsFormat::Json => {
            let hits = answer.hits.iter();
            let hits = hits.map(|hit| render::json::hit(&profile, hit, &citing));
            let mut value = json!({
                "character": profile.characters[usize::from(id)].name,
                "passages": answer.total,
                "essays": answer.essays,
                "results": hits.collect::<Vec<_>>(),
            });
            corpus.add_overview(&mut value, id)?;
            output::json(&value)?;
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

/// The corpus, as seen by its themes or its characters.
struct Corpus<'a> {
    index: &'a Index,
    profile: &'a Profile,
    tagged: Tagged,
    counted: Counted,
}

impl<'a> Corpus<'a> {
    fn new(index: &'a Index, profile: &'a Profile, tagged: Tagged) -> Corpus<'a> {
        Corpus {
            index,
            profile,
            tagged,
            counted: Counted {
                themes: profile.themes.len(),
                characters: profile.characters.len(),
            },
        }
    }

    fn overview(&self, id: u16) -> Result<Overview> {
        Ok(overview(self.index, self.counted, self.tagged, id)?)
    }

    /// Adds the years, and what goes together with it, to the answer on one of them.
    fn add_overview(&self, value: &mut Value, id: u16) -> Result<()> {
        let fields = render::json::overview(self.profile, &self.overview(id)?);
        if let Value::Object(answer) = value {
            answer.extend(fields);
        }
        Ok(())
    }

    /// The best passages that name a character, one an essay.
    fn naming(&self, character: &str) -> Result<Answer> {
        let request = Request {
            query: String::new(),
            syntax: Syntax::Language,
            matching: Matching::default(),
            filters: Filters {
                characters: vec![character.to_string()],
                ..Filters::default()
            },
            wanted: Wanted {
                count: SHOWN,
                grouping: Grouping::Passages,
                per_essay: Some(1),
            },
            detail: Detail::Passages,
        };
        Ok(retrieve(self.index, self.profile, &request)?)
    }

    /// What its themes, or characters, are called, and each among many.
    fn names(&self) -> (Vec<String>, &'static str, &'static str) {
        match self.tagged {
            Tagged::Themes => {
                let ids = self.profile.themes.iter().map(|theme| theme.id.clone());
                (ids.collect(), "themes", "theme")
            }
            Tagged::Characters => {
                let names = self.profile.characters.iter().map(|one| one.name.clone());
                (names.collect(), "characters", "character")
            }
        }
    }

    /// Lists names with their counts, most first.
    fn list(&self, format: TagsFormat) -> Result<Outcome> {
        let (names, plural, singular) = self.names();
        let trends = trends(self.index, self.tagged, names.len())?;
        let mut rows: Vec<(String, Trend)> = names.into_iter().zip(trends).collect();
        let passages = |row: &(String, Trend)| row.1.whole().passages;
        rows.sort_by(|a, b| passages(b).cmp(&passages(a)).then_with(|| a.0.cmp(&b.0)));
        let is_found = rows.iter().any(|row| passages(row) > 0);
        match format {
            TagsFormat::Text => self.write_list(&rows)?,
            TagsFormat::Json => {
                let rows = rows.iter().map(|(name, trend)| {
                    let whole = trend.whole();
                    let mut fields = render::json::trend(trend);
                    fields.insert(singular.to_string(), json!(name));
                    fields.insert("passages".to_string(), json!(whole.passages));
                    fields.insert("essays".to_string(), json!(whole.essays));
                    Value::Object(fields)
                });
                output::json(&json!({plural: rows.collect::<Vec<_>>()}))?;
            }
            TagsFormat::Csv => {
                let rows = render::trend_rows(singular, &rows);
                output::write(|out| render::csv(out, &rows))?;
            }
        }
        Ok(output::found(is_found))
    }

    fn write_list(&self, rows: &[(String, Trend)]) -> Result<()> {
        let rows = rows.iter().map(|(name, trend)| {
            let whole = trend.whole();
            (
                name.clone(),
                u64::from(whole.passages),
                u64::from(whole.essays),
            )
        });
        let rows: Vec<(String, u64, u64)> = rows.filter(|row| row.1 > 0).collect();
        let mut pairs = Together::count(self.index, self.counted)?.strongest(self.tagged);
        pairs.truncate(PAIRS);
        let page = output::page();
        output::write(|out| {
            render::tags(out, page, &rows)?;
            render::pairs(out, page, self.profile, self.tagged, &pairs)
        })
    }
}

/// Writes rows under a head as CSV.
fn csv(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<()> {
    let head = head.iter().map(ToString::to_string).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    output::write(|out| render::csv(out, &rows))
}
