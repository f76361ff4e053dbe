//! `norfolk compare`: essays by theme.

use super::citing::{Known, Numbered, StyleName};
use super::open::Place;
use super::{Outcome, output};
use crate::compare::{
    Group, GroupBy, Matrix, alike, find_essays, group, group_by_year, matrix, passages_of,
    side_by_side, theme_across,
};
use crate::index::Index;
use crate::profile::Profile;
use crate::quotes::Paginations;
use crate::render::{self, html};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Compare essays by theme: all, one theme across essays, or essays side by side
#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// Essays to set side by side: a path, or a part of a path or title
    #[arg(value_name = "ESSAY")]
    essays: Vec<String>,

    /// Compare what essays say about this theme; several are columns of the matrix
    #[arg(long = "theme", value_name = "THEME", conflicts_with = "essays")]
    themes: Vec<String>,

    /// Group essays by
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        default_value_t,
        conflicts_with = "essays"
    )]
    by: By,

    /// Show this many essays of a theme
    #[arg(short = 'n', long = "count", value_name = "N", default_value_t = 10)]
    count: usize,

    /// Cite essays on the page in this style
    #[arg(long, value_enum, default_value_t)]
    cite: StyleName,

    /// Write the comparison as
    #[arg(long, value_enum, default_value_t)]
    format: CompareFormat,

    /// Write to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum By {
    /// Each by itself
    #[default]
    Essay,
    /// Who wrote them
    Author,
    /// The year they were written
    Year,
    /// The folder they lie in
    Folder,
}

impl By {
    fn group_by(self) -> Option<(GroupBy, &'static str)> {
        match self {
            By::Essay => None,
            By::Author => Some((GroupBy::Author, "author")),
            By::Year => Some((GroupBy::Year, "year")),
            By::Folder => Some((GroupBy::Folder, "folder")),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum CompareFormat {
    /// For people
    #[default]
    Text,
    /// One object
    Json,
    /// For spreadsheets: the matrix of all essays, or of groups
    Csv,
    /// A page for a browser
    Html,
}

/// Most essays whose passages are on one page; browsers open it in a second.
const PAGE_ESSAYS: usize = 1_000;

pub(super) fn execute(args: &CompareArgs, place: &Place) -> Result<Outcome> {
    let (index, profile) = place.open()?;
    let themes: Vec<u16> = if args.themes.is_empty() {
        (0..).take(profile.themes.len()).collect()
    } else {
        let ids = args.themes.iter().map(|theme| profile.theme_id(theme));
        ids.collect::<Result<_, _>>()?
    };
    let comparison = Comparison {
        args,
        index: &index,
        profile: &profile,
        themes: &themes,
    };
    let mut out = Vec::new();
    let is_found = match (themes.as_slice(), args.essays.as_slice()) {
        ([theme], _) if !args.themes.is_empty() && args.by == By::Essay => {
            comparison.across(&mut out, *theme)?
        }
        (_, []) => comparison.all(&mut out)?,
        (_, [_]) => bail!("name a second essay to compare it with, or none to compare all"),
        (_, names) => comparison.sides(&mut out, names)?,
    };
    match &args.output {
        Some(path) => output::write_file(path, &out)?,
        None => output::write(|to| to.write_all(&out))?,
    }
    Ok(output::found(is_found))
}

/// One comparison: what was asked, and what it is asked of.
struct Comparison<'a> {
    args: &'a CompareArgs,
    index: &'a Index,
    profile: &'a Profile,
    themes: &'a [u16],
}

impl Comparison<'_> {
    fn page(&self) -> render::Page {
        let mut page = output::page();
        if self.args.output.is_some() {
            page.paint = render::Paint::None;
        }
        page
    }

    /// One theme across essays.
    fn across(&self, out: &mut Vec<u8>, theme: u16) -> Result<bool> {
        let profile = self.profile;
        let across = theme_across(self.index, profile.themes.len(), theme, self.args.count)?;
        match self.args.format {
            CompareFormat::Text => render::theme_across(out, self.page(), profile, &across)?,
            CompareFormat::Json => {
                render::write_json(out, &render::json::theme_across(profile, &across))?;
            }
            CompareFormat::Html => {
                let known = Known::new(profile);
                let citing = known.citing(self.args.cite, Numbered::default())?;
                html::theme_across(out, profile, &citing, &across)?;
            }
            CompareFormat::Csv => bail!("one theme is written as text, json or html, not csv"),
        }
        Ok(!across.rows.is_empty())
    }

    /// All essays, or groups of them, by themes.
    fn all(&self, out: &mut Vec<u8>) -> Result<bool> {
        let mut essays = alike(self.index, self.profile.themes.len())?;
        let is_found = !essays.is_empty();
        let left_out = essays.len().saturating_sub(PAGE_ESSAYS);
        let is_page = self.args.format == CompareFormat::Html;
        if is_page && left_out > 0 {
            essays.truncate(PAGE_ESSAYS);
            output::warn(&format!(
                "the page shows {PAGE_ESSAYS} essays; {left_out} are left out"
            ));
        }
        let is_without_names = matches!(self.args.format, CompareFormat::Text | CompareFormat::Csv);
        if self.args.by == By::Year && is_without_names {
            let groups = group_by_year(&essays);
            self.write_all(out, &Matrix { rows: Vec::new() }, Some(("year", &groups)))?;
            return Ok(is_found);
        }
        let matrix = matrix(self.index, essays)?;
        let by = self.args.by.group_by();
        let groups = by.map(|(by, noun)| (noun, group(&matrix.rows, by)));
        let groups = groups
            .as_ref()
            .map(|(noun, groups)| (*noun, groups.as_slice()));
        if is_page {
            self.write_page(out, &matrix, groups, left_out)?;
        } else {
            self.write_all(out, &matrix, groups)?;
        }
        Ok(is_found)
    }

    fn write_all(
        &self,
        out: &mut Vec<u8>,
        matrix: &Matrix,
        groups: Option<(&str, &[Group])>,
    ) -> Result<()> {
        let (profile, themes, page) = (self.profile, self.themes, self.page());
        match (self.args.format, groups) {
            (CompareFormat::Json, None) => {
                render::write_json(out, &render::json::matrix(profile, themes, matrix))?;
            }
            (CompareFormat::Json, Some(groups)) => {
                let value = render::json::groups(profile, themes, groups, &matrix.rows);
                render::write_json(out, &value)?;
            }
            (CompareFormat::Csv, None) => {
                render::csv(out, &render::matrix_rows(profile, themes, matrix))?;
            }
            (CompareFormat::Csv, Some(groups)) => {
                render::csv(out, &render::group_rows(profile, themes, groups))?;
            }
            (_, None) => render::heat_map(out, page, profile, themes, matrix)?,
            (_, Some(groups)) => render::group_map(out, page, profile, themes, groups)?,
        }
        Ok(())
    }

    fn write_page(
        &self,
        out: &mut Vec<u8>,
        matrix: &Matrix,
        groups: Option<(&str, &[Group])>,
        left_out: usize,
    ) -> Result<()> {
        let rows = matrix.rows.iter();
        let passages = rows.map(|row| passages_of(self.index, row.address));
        let passages = passages.collect::<Result<Vec<_>, _>>()?;
        let known = Known::new(self.profile);
        let citing = known.citing(self.args.cite, Numbered::default())?;
        let grouped = groups.map(|(noun, groups)| html::Grouped { noun, groups });
        html::matrix(
            out,
            (self.profile, self.themes),
            &citing,
            (matrix, &passages),
            grouped,
            left_out,
        )?;
        Ok(())
    }

    /// Essays side by side.
    fn sides(&self, out: &mut Vec<u8>, names: &[String]) -> Result<bool> {
        let profile = self.profile;
        let essays = find_essays(self.index, names)?;
        let paginations = Paginations::new(profile);
        let sides = side_by_side(self.index, profile.themes.len(), paginations, &essays)?;
        match self.args.format {
            CompareFormat::Text => render::side_by_side(out, self.page(), profile, &sides)?,
            CompareFormat::Json => {
                render::write_json(out, &render::json::side_by_side(profile, &sides))?;
            }
            CompareFormat::Html => {
                let known = Known::new(profile);
                let citing = known.citing(self.args.cite, Numbered::default())?;
                html::side_by_side(out, profile, &citing, &sides)?;
            }
            CompareFormat::Csv => bail!("essays side by side are written as text, json or html"),
        }
        Ok(true)
    }
}
