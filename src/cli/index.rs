//! `norfolk index`: make or update the index.

use super::open::{Place, profile};
use super::progress::Bar;
use super::stop::Stop;
use super::{DEFAULT_PROFILE, Format, Outcome, output};
use crate::index::Start;
use crate::ingest::{Options, Report, ingest};
use crate::render::count;
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;

/// How tags are corrected.
const CORRECTIONS: &str = "\
Corrections:
  A file `norfolk.tags.toml` corrects the tags of essays in its folder and below:

      [[passage]]
      essay = \"drafts/essay.txt\"          # from the folder of the file
      paragraph = 3
      starts = \"The first words of it\"    # they find it if its number changes
      add = [\"THEME\", \"character:NAME\"]   # themes, `character:` and `place:`
      remove = [\"place:NAME\"]

  The next `norfolk index` sees to it. Corrections that have no place, or make no
  sense, are named, and stay named in `norfolk status` until they are mended.";

/// Read essays and make or update the index
#[derive(Debug, Args)]
#[command(after_long_help = CORRECTIONS)]
pub(super) struct IndexArgs {
    /// Folders of essays [default: all that the index knows]
    #[arg(value_name = "FOLDER")]
    folders: Vec<PathBuf>,

    /// Use this novel's profile: a built-in name or a TOML file
    #[arg(long, value_name = "NAME|FILE")]
    profile: Option<String>,

    /// Use this many threads [default: one a core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// Start over instead of updating
    #[arg(long)]
    rebuild: bool,

    /// Commit after so many megabytes of files: a run that is stopped keeps them
    #[arg(long, value_name = "MB", default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..))]
    commit_every: u32,

    /// Write the summary as
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn execute(args: &IndexArgs, place: &Place) -> Result<Outcome> {
    let directory = place.directory()?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let asked = args
        .profile
        .as_deref()
        .map(|name| profile(Some(name)))
        .transpose()?;
    let bar = Bar::new(Stop::listen()?);
    let report = ingest(
        &Options {
            index: &directory,
            folders: &args.folders,
            profile: asked,
            default_profile: DEFAULT_PROFILE,
            start: if args.rebuild {
                Start::Rebuild
            } else {
                Start::Update
            },
            jobs: args.jobs.map_or(cores, usize::from),
            commit_bytes: u64::from(args.commit_every) << 20,
        },
        &bar,
    );
    let stop = bar.finish();
    let report = report?;
    match args.format {
        Format::Json => output::json(&report)?,
        Format::Text => summarise(&report)?,
    }
    if report.stopped {
        output::warn(&stopped(&report, args));
        return Ok(Outcome::Stopped(stop.signal()));
    }
    Ok(outcome(&report))
}

/// What a run that was stopped leaves.
fn stopped(report: &Report, args: &IndexArgs) -> String {
    let files = count(report.left, "file");
    if args.rebuild || report.rebuilt.is_some() {
        format!("stopped: {files} not read; the index is as it was")
    } else {
        format!("stopped: {files} not read; `norfolk index` goes on with them")
    }
}

fn outcome(report: &Report) -> Outcome {
    if report.essays == 0 {
        output::warn(
            "no essays found; norfolk reads text, Markdown, HTML, docx, odt, rtf, epub and PDF files",
        );
        Outcome::Nothing
    } else if report.skipped.is_empty() && report.corrections.iter().all(|c| c.stamp.is_some()) {
        Outcome::Done
    } else {
        Outcome::Partly
    }
}

fn summarise(report: &Report) -> Result<()> {
    for skip in &report.skipped {
        output::warn(&format!("skipped {}: {}", skip.path, skip.reason));
    }
    for idle in &report.corrections {
        output::warn(&idle.to_string());
    }
    if let Some(reason) = &report.rebuilt {
        output::warn(&format!("everything is read again: {reason}"));
    }
    output::write(|out| {
        writeln!(
            out,
            "{} added, {} updated, {} unchanged, {} removed, {} skipped",
            report.added,
            report.updated,
            report.unchanged,
            report.removed,
            report.skipped.len(),
        )?;
        #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
        let seconds = report.elapsed_ms as f64 / 1000.0;
        let (essays, passages) = (
            count(report.essays, "essay"),
            count(report.passages, "passage"),
        );
        let words = count(report.words, "word");
        writeln!(
            out,
            "the index holds {essays}, {passages}, {words} ({seconds:.1} s)"
        )
    })
}
