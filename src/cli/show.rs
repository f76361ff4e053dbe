//! `norfolk show`: read an essay with its passages, citations and tags marked.

use super::citing::{Known, Numbered, StyleName};
use super::open::{Place, essay};
use super::quotes::grouped;
use super::{Outcome, output};
use crate::compare::passages_of;
use crate::read::Problem;
use crate::render::{self, ShownEssay};
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

    /// Cite the paragraph in this style
    #[arg(long, value_enum, default_value_t)]
    cite: StyleName,

    #[command(flatten)]
    numbered: Numbered,
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
    let known = Known::new(&profile);
    let shown = ShownEssay {
        essay: &stored,
        path: &path,
        passages: &passages,
        paragraph: args.paragraph,
        citing: known.citing(args.cite, args.numbered)?,
    };
    output::write(|out| render::show(out, output::page(), &profile, &shown))?;
    Ok(Outcome::Done)
}
