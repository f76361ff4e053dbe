//! Opening: the index a command works on, its profile, and essays in it.

use super::DEFAULT_PROFILE;
use crate::compare::find_essay;
use crate::index::{Index, find, find_or_default};
use crate::profile::Profile;
use anyhow::{Context, Result};
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

    /// The folder of the index that is.
    pub(super) fn existing(&self) -> Result<PathBuf> {
        match &self.given {
            Some(given) => Ok(given.clone()),
            None => Ok(find(&here()?)?),
        }
    }

    /// Opens the index and the profile it was made with.
    pub(super) fn open(&self) -> Result<(Index, Profile)> {
        let index = Index::open(&self.existing()?)?;
        let profile = match Profile::kept(&index.info().names) {
            Some(profile) => profile,
            None => Profile::from_toml(&index.profile()?, "the profile of the index")?,
        };
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
    Ok(find_essay(index, name)?)
}
