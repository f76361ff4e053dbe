//! `norfolk cite`: works-cited entries for essays.

use super::citing::{Known, Numbered, StyleName};
use super::open::{Place, essay};
use super::{Outcome, output};
use crate::cite::{Record, sort_records, write_bibtex, write_csl_json, write_ris};
use crate::render::printable;
use anyhow::Result;
use clap::{Args, ValueEnum};

/// Write works-cited entries for essays
#[derive(Debug, Args)]
pub(super) struct CiteArgs {
    /// Essays: a path, or a part of a path or title
    #[arg(value_name = "ESSAY", required = true)]
    essays: Vec<String>,

    /// Cite in this style
    #[arg(long, value_enum, default_value_t)]
    style: StyleName,

    /// Write the entries as
    #[arg(long, value_enum, default_value_t)]
    format: CiteFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum CiteFormat {
    /// For a list of works cited
    #[default]
    Text,
    /// For LaTeX and reference managers
    Bibtex,
    /// For pandoc and reference managers
    CslJson,
    /// For older reference managers
    Ris,
}

pub(super) fn execute(args: &CiteArgs, place: &Place) -> Result<Outcome> {
    let (index, profile) = place.open()?;
    let mut addresses = Vec::new();
    for name in &args.essays {
        let address = essay(&index, name)?;
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    let mut records = Vec::with_capacity(addresses.len());
    for address in addresses {
        let stored = index.essay(address)?;
        let file = Some(index.shown_path(&stored));
        records.push(Record {
            key: None,
            file,
            reference: stored.record.reference,
        });
    }
    sort_records(&mut records, args.style.into());
    let known = Known::new(&profile);
    let citing = known.citing(args.style, Numbered::default())?;
    let text = match args.format {
        CiteFormat::Bibtex => write_bibtex(&records),
        CiteFormat::CslJson => write_csl_json(&records),
        CiteFormat::Ris => write_ris(&records),
        CiteFormat::Text => {
            let entries = records
                .iter()
                .map(|record| printable(&citing.entry(&record.reference)));
            entries.collect::<Vec<_>>().join("\n\n") + "\n"
        }
    };
    output::write(|out| {
        for line in text.split_inclusive('\n') {
            let words = line.trim_end_matches(['\r', '\n']);
            write!(out, "{}{}", printable(words), &line[words.len()..])?;
        }
        Ok(())
    })?;
    Ok(Outcome::Done)
}
