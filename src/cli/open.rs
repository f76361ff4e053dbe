//! Opening: the index a command works on, its profile, and essays in it.

use super::DEFAULT_PROFILE;
use crate::cite::{Citing, Date, Numbering, Style};
use crate::compare::find_essay;
use crate::index::{Index, find, find_or_default};
use crate::profile::Profile;
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use tantivy::DocAddress;

/// Where the index is.
pub(super) struct Place {
    given: Option<PathBuf>,
}

impl Place {
    pub(super) fn new(given: Option<PathBuf>) -> Place {
        Place { given }
    }

    /// The folder of the index that is, or is to be made.
    pub(super) fn directory(&self) -> Result<PathBuf> {
        match &self.given {
            Some(given) => Ok(given.clone()),
            None => Ok(find_or_default(&here()?)),
        }
    }

    /// Opens the index and the profile it was made with.
    pub(super) fn open(&self) -> Result<(Index, Profile)> {
        let directory = match &self.given {
            Some(given) => given.clone(),
            None => find(&here()?)?,
        };
        let index = Index::open(&directory)?;
        let profile = Profile::from_toml(index.profile(), "the profile of the index")?;
        Ok((index, profile))
    }
}

fn here() -> Result<PathBuf> {
    std::env::current_dir().context("cannot tell the current folder")
}

/// Loads a profile: the name of a built-in one, or a TOML file.
pub(super) fn profile(name: Option<&str>) -> Result<Profile> {
    let Some(name) = name else {
        return Ok(Profile::built_in(DEFAULT_PROFILE)?);
    };
    let path = Path::new(name);
    if path.extension().is_some_and(|ending| ending == "toml") || path.is_file() {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read profile `{name}`"))?;
        return Ok(Profile::from_toml(&text, name)?);
    }
    Ok(Profile::built_in(name)?)
}

/// The one essay that a path or a part of a path or title names.
pub(super) fn essay(index: &Index, name: &str) -> Result<DocAddress> {
    /// Candidates named in a message.
    const NAMED: usize = 10;
    match find_essay(index, name)? {
        Ok(address) => Ok(address),
        Err(candidates) if candidates.is_empty() => {
            bail!("no essay `{name}` in the index; `norfolk compare` lists all")
        }
        Err(mut candidates) => {
            let more = candidates.len().saturating_sub(NAMED);
            candidates.truncate(NAMED);
            let more = if more > 0 {
                format!("\n  and {more} more")
            } else {
                String::new()
            };
            let list = candidates.join("\n  ");
            bail!("`{name}` names several essays; give more of the path:\n  {list}{more}")
        }
    }
}

/// A citation style on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum StyleName {
    /// MLA, 9th edition
    #[default]
    Mla,
    /// APA, 7th edition
    Apa,
    /// Chicago, notes and bibliography
    Chicago,
    /// Chicago, author-date
    ChicagoAuthorDate,
}

impl From<StyleName> for Style {
    fn from(name: StyleName) -> Style {
        match name {
            StyleName::Mla => Style::Mla,
            StyleName::Apa => Style::Apa,
            StyleName::Chicago => Style::Chicago,
            StyleName::ChicagoAuthorDate => Style::ChicagoAuthorDate,
        }
    }
}

/// What citing an essay takes from the profile.
pub(super) struct Known {
    titles: Vec<String>,
    names: Vec<String>,
}

impl Known {
    pub(super) fn new(profile: &Profile) -> Known {
        let mut titles = vec![profile.work.title.clone()];
        titles.extend(
            profile
                .work
                .other_works
                .iter()
                .map(|work| work.title.clone()),
        );
        let author = [profile.author.given.clone(), profile.author.family.clone()];
        let entities = profile.characters.iter().chain(&profile.places);
        let names = entities
            .map(|entity| entity.name.clone())
            .chain(author)
            .collect();
        Known { titles, names }
    }

    /// Cites in `style`, as of today.
    pub(super) fn citing(&self, style: StyleName) -> Citing<'_> {
        Citing {
            style: style.into(),
            titles: &self.titles,
            names: &self.names,
            numbering: Numbering::ByStyle,
            accessed: Some(today()),
        }
    }
}

fn today() -> Date {
    let today = jiff::Zoned::now().date();
    let number = |n: i8| u8::try_from(n).ok();
    Date {
        year: today.year(),
        month: number(today.month()),
        day: number(today.day()),
    }
}
