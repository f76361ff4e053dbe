//! `norfolk status`: what is indexed.

use super::open::Place;
use super::{Format, Outcome, output};
use crate::index::{IdleCorrection, check};
use crate::render;
use anyhow::Result;
use clap::Args;
use serde_json::json;

/// Show what is indexed, and which files could not be read
#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    /// Verify every checksum and count
    #[arg(long)]
    check: bool,

    /// Write the answer as
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn execute(args: &StatusArgs, place: &Place) -> Result<Outcome> {
    if args.check {
        check(&place.existing()?)?;
    }
    let (index, _) = place.open()?;
    let skipped = index.skipped()?;
    let (info, path) = (index.info(), index.path().display().to_string());
    match args.format {
        Format::Text => {
            output::write(|out| {
                render::status(out, &path, info, index.bytes(), &skipped)?;
                if info.is_unfinished {
                    writeln!(
                        out,
                        "stopped   `norfolk index` goes on where the last run ended"
                    )?;
                }
                if args.check {
                    writeln!(out, "checked   every checksum and count is right")?;
                }
                Ok(())
            })?;
        }
        Format::Json => {
            let skipped: Vec<_> = skipped
                .iter()
                .map(|(_, path, reason)| json!({"path": path, "reason": reason}))
                .collect();
            output::json(&json!({
                "index": path,
                "format_version": crate::index::FORMAT_VERSION,
                "norfolk": info.norfolk,
                "profile": info.profile,
                "essays": info.essays,
                "passages": info.passages,
                "words": info.words,
                "bytes": index.bytes(),
                "skipped": skipped,
                "corrections": info.corrections.iter().map(IdleCorrection::to_json).collect::<Vec<_>>(),
                "finished": !info.is_unfinished,
                "ok": true,
            }))?;
        }
    }
    Ok(Outcome::Done)
}
