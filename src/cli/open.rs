//! Opening: the index a command works on, its profile, and essays in it.

use super::DEFAULT_PROFILE;
use crate::compare::find_essay;
use crate::index::{Index, find, find_or_default};
use crate::profile::Profile;
use anyhow::{Context, Result, bail};
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
