//! `norfolk show`: read an essay with its passages, citations and tags marked.

use super::open::{Place, essay};
use super::quotes::grouped;
use super::{Outcome, output};
use crate::compare::passages_of;
use crate::read::Problem;
use crate::render;
use anyhow::{Result, bail};
use clap::Args;

/// Read an essay with its citations, quotations and tags marked
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// A path, or a part of a path or title
    essay: String,

    /// Only this paragraph
    #[arg(long, value_name = "N")]
    paragraph: Option<u32>,
}

pub(super) fn execute(args: &ShowArgs, place: &Place) -> Result<Outcome> {
    let (index, profile) = place.open()?;
    let address = essay(&index, &args.essay)?;
    let mut stored = index.essay(address)?;
    let path = index.shown_path(&stored);
    let last = stored.record.paragraphs;
    if args
        .paragraph
        .is_some_and(|number| number == 0 || number > last)
    {
        bail!("`{path}` has paragraphs 1 to {last}");
    }
    let passages = passages_of(&index, address)?;
    let cites_pages = passages.iter().any(|p| !p.cited_pages().is_empty());
    if cites_pages && args.paragraph.is_none() {
        let contradictions = grouped(&index, &profile)?.contradictions(address);
        let problems = contradictions.into_iter().map(|found| Problem {
            kind: "page_contradicts".to_owned(),
            message: format!("¶{} “{}”: {}", found.paragraph, found.text, found.evidence),
        });
        stored.record.problems.extend(problems);
    }
    output::write(|out| {
        let page = output::page();
        render::show(
            out,
            page,
            &profile,
            &stored,
            &path,
            &passages,
            args.paragraph,
        )
    })?;
    Ok(Outcome::Done)
}
