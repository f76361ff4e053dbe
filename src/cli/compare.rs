//! `norfolk compare`: essays by theme.

use super::open::{Place, essay};
use super::{Outcome, output};
use crate::compare::{matrix, side_by_side, theme_across};
use crate::quotes::Paginations;
use crate::render;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::fs;
use std::path::PathBuf;

/// Compare essays by theme: all, one theme across essays, or essays side by side
#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// Essays to set side by side: a path, or a part of a path or title
    #[arg(value_name = "ESSAY")]
    essays: Vec<String>,

    /// Compare what essays say about this theme
    #[arg(long, value_name = "THEME", conflicts_with = "essays")]
    theme: Option<String>,

    /// Show this many essays of a theme
    #[arg(short = 'n', long = "count", value_name = "N", default_value_t = 10)]
    count: usize,

    /// Write the comparison as
    #[arg(long, value_enum, default_value_t)]
    format: CompareFormat,

    /// Write to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum CompareFormat {
    /// For people
    #[default]
    Text,
    /// One object
    Json,
    /// For spreadsheets: the matrix of all essays
    Csv,
}

pub(super) fn execute(args: &CompareArgs, place: &Place) -> Result<Outcome> {
    let (index, profile) = place.open()?;
    let themes = profile.themes.len();
    let mut page = output::page();
    if args.output.is_some() {
        page.paint = render::Paint::None;
    }
    let mut out = Vec::new();
    let is_found = match (&args.theme, args.essays.as_slice()) {
        (Some(theme), _) => {
            let across = theme_across(&index, themes, profile.theme_id(theme)?, args.count)?;
            match args.format {
                CompareFormat::Text => render::theme_across(&mut out, page, &profile, &across)?,
                CompareFormat::Json => {
                    render::write_json(&mut out, &render::json::theme_across(&profile, &across))?;
                }
                CompareFormat::Csv => bail!("one theme is written as text or json, not csv"),
            }
            !across.rows.is_empty()
        }
        (None, []) => {
            let matrix = matrix(&index, themes, None)?;
            match args.format {
                CompareFormat::Text => render::heat_map(&mut out, page, &profile, &matrix)?,
                CompareFormat::Json => {
                    render::write_json(&mut out, &render::json::matrix(&profile, &matrix))?;
                }
                CompareFormat::Csv => {
                    render::csv(&mut out, &render::matrix_rows(&profile, &matrix))?;
                }
            }
            !matrix.rows.is_empty()
        }
        (None, [_]) => bail!("name a second essay to compare it with, or none to compare all"),
        (None, names) => {
            let essays = names
                .iter()
                .map(|name| essay(&index, name))
                .collect::<Result<Vec<_>>>()?;
            let paginations = Paginations::new(&profile);
            let sides = side_by_side(&index, themes, paginations, &essays)?;
            match args.format {
                CompareFormat::Text => render::side_by_side(&mut out, page, &profile, &sides)?,
                CompareFormat::Json => {
                    render::write_json(&mut out, &render::json::side_by_side(&profile, &sides))?;
                }
                CompareFormat::Csv => bail!("essays side by side are written as text or json"),
            }
            true
        }
    };
    match &args.output {
        Some(path) => {
            fs::write(path, &out).with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        None => output::write(|to| to.write_all(&out))?,
    }
    Ok(output::found(is_found))
}
