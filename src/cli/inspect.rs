//! `norfolk inspect`: what is read from one file, with no index.

use super::open::profile;
use super::{Format, Outcome, output};
use crate::enrich::{Enricher, Finders};
use crate::ingest::{correct_alone, file_bytes};
use crate::{read, render};
use anyhow::{Result, anyhow};
use clap::Args;
use std::path::PathBuf;

/// Show what norfolk reads from one file
#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    /// The file
    file: PathBuf,

    /// Use this novel's profile: a built-in name or a TOML file
    #[arg(long, value_name = "NAME|FILE")]
    profile: Option<String>,

    /// Write the answer as
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn execute(args: &InspectArgs) -> Result<Outcome> {
    let profile = profile(args.profile.as_deref())?;
    let path = args.file.to_string_lossy().into_owned();
    let bytes = file_bytes(&args.file).map_err(|why| anyhow!("cannot read `{path}`: {why}"))?;
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let essay =
        read::read(&bytes, &name).map_err(|error| anyhow!("cannot read `{path}`: {error}"))?;
    let finders = Finders::new(&profile);
    let (mut enriched, _) = Enricher::new(&finders).enrich(&essay);
    for idle in correct_alone(&args.file, &profile, &mut enriched) {
        output::warn(&idle);
    }
    match args.format {
        Format::Text => {
            let page = output::page();
            output::write(|out| render::inspect(out, page, &profile, &path, &enriched))?;
        }
        Format::Json => {
            output::json(&render::json::inspection(
                &profile, &path, &essay, &enriched,
            ))?;
        }
    }
    Ok(Outcome::Done)
}
