//! `norfolk quotes`: what essays quote of the novel, one group a line.

use super::citing::{Known, Numbered, StyleName};
use super::open::Place;
use super::{Outcome, output};
use crate::index::Index;
use crate::profile::Profile;
use crate::quotes::{Corpus, Paginations, Quotations};
use crate::render::{self, QuotesView, SecondHand};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Lines shown to people where they do not say how many.
const LINES_SHOWN: usize = 20;
/// Quotations of each, where no line is asked for.
const QUOTATIONS_SHOWN: usize = 5;

/// List quotations of the novel across essays, with who quotes them and the pages they cite
#[derive(Debug, Args)]
pub(super) struct QuotesArgs {
    /// Only the line with these words, however an essay writes it
    #[arg(value_name = "TEXT")]
    text: Vec<String>,

    /// Only what is cited from this page, in any edition
    #[arg(long, value_name = "N")]
    page: Option<u32>,

    /// Show this many lines, 0 for all [default: 20 as text, all otherwise]
    #[arg(short = 'n', long = "count", value_name = "N")]
    count: Option<usize>,

    /// Show how to cite each quotation at second hand, in this style
    #[arg(long, value_enum, value_name = "STYLE")]
    cite: Option<StyleName>,

    #[command(flatten)]
    numbered: Numbered,

    /// Write the answer as
    #[arg(long, value_enum, default_value_t)]
    format: QuotesFormat,
}

/// How quotations are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum QuotesFormat {
    /// For people
    #[default]
    Text,
    /// One object
    Json,
    /// For spreadsheets: one quotation a row
    Csv,
}

pub(super) fn execute(args: &QuotesArgs, place: &Place) -> Result<Outcome> {
    let text = args.text.join(" ");
    if !args.text.is_empty() && !text.contains(char::is_alphanumeric) {
        bail!("nothing to look for: `{text}` has no word");
    }
    let (index, profile) = place.open()?;
    let mut quotations = grouped(&index, &profile)?;
    if !args.text.is_empty() {
        quotations.keep_with_text(&text);
    }
    if let Some(page) = args.page {
        quotations.keep_on_page(page);
    }
    let known = Known::new(&profile);
    let citing = args
        .cite
        .map(|style| known.citing(style, args.numbered))
        .transpose()?;
    let view = QuotesView {
        second_hand: citing.map(|citing| SecondHand::new(&profile, citing)),
        ..view(&index, &quotations, args)?
    };
    match args.format {
        QuotesFormat::Text => {
            output::write(|out| render::quotes(out, output::page(), &view))?;
        }
        QuotesFormat::Json => output::json(&render::json::quotes(&view))?,
        QuotesFormat::Csv => output::write(|out| render::csv(out, &render::quotes_rows(&view)))?,
    }
    let has_paraphrases = args.page.is_some() && !quotations.corpus.paraphrases.is_empty();
    Ok(output::found(
        !quotations.groups.is_empty() || has_paraphrases,
    ))
}

/// All quotations of an index, grouped.
pub(super) fn grouped(index: &Index, profile: &Profile) -> Result<Quotations> {
    let corpus = Corpus::of_index(index, None)?;
    Ok(Quotations::group(corpus, Paginations::new(profile)))
}

/// What is written of the quotations, and the essays it takes.
fn view<'a>(
    index: &Index,
    quotations: &'a Quotations,
    args: &QuotesArgs,
) -> Result<QuotesView<'a>> {
    let is_text = args.format == QuotesFormat::Text;
    let default = if is_text { LINES_SHOWN } else { 0 };
    let groups = match args.count.unwrap_or(default) {
        0 => usize::MAX,
        count => count,
    };
    let is_sought = args.page.is_some() || !args.text.is_empty();
    let occurrences = if is_text && !is_sought {
        QUOTATIONS_SHOWN
    } else {
        usize::MAX
    };
    let mut essays = BTreeMap::new();
    let corpus = &quotations.corpus;
    let quoting = quotations.groups.iter().take(groups).flat_map(|group| {
        let shown = group.occurrences.iter().take(occurrences);
        shown.map(|occurrence| corpus.quotations[occurrence.quotation].essay)
    });
    let citing = corpus.paraphrases.iter().map(|found| found.essay);
    let citing = citing.filter(|_| args.page.is_some());
    for number in quoting.chain(citing) {
        if let Entry::Vacant(vacant) = essays.entry(number) {
            vacant.insert(index.essay(corpus.essays[number].address)?);
        }
    }
    Ok(QuotesView {
        quotations,
        groups,
        occurrences,
        essays,
        page: args.page,
        second_hand: None,
        is_overview: !is_sought,
    })
}
