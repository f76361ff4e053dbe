//! Citing: the styles on the command line, and what they take from the profile.

use crate::cite::{Citing, Date, Numbering, Style};
use crate::profile::Profile;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use jiff::{Timestamp, Zoned, civil, tz::TimeZone};
use std::env;

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

/// Whether paragraphs are cited by number.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct Numbered {
    /// Cite paragraphs by number in MLA too: (Lim, par. 2)
    #[arg(long)]
    numbered: bool,
}

impl Numbered {
    fn numbering(self) -> Numbering {
        if self.numbered {
            Numbering::Counted
        } else {
            Numbering::ByStyle
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
        let forms = entities.flat_map(|entity| {
            let others = entity.aliases.iter().chain(&entity.short_forms);
            std::iter::once(&entity.name).chain(others)
        });
        let names = forms.flat_map(|form| proper_forms(form)).chain(author);
        let names = names.collect();
        Known { titles, names }
    }

    /// Cites in `style`, as of today.
    ///
    /// # Errors
    /// If [`DAY`] is set, but is no time.
    pub(super) fn citing(&self, style: StyleName, numbered: Numbered) -> Result<Citing<'_>> {
        Ok(Citing {
            style: style.into(),
            titles: &self.titles,
            names: &self.names,
            numbering: numbered.numbering(),
            accessed: Some(date(today()?)),
        })
    }
}

/// A form of a name, if all its words have capitals, and the form without an
/// initial at its end.
fn proper_forms(form: &str) -> Vec<String> {
    let is_proper = |word: &str| !word.starts_with(char::is_lowercase);
    if !form.split_whitespace().all(is_proper) {
        return Vec::new();
    }
    let short = form
        .rsplit_once(' ')
        .filter(|(_, last)| last.trim_end_matches('.').len() == 1);
    let short = short.map(|(first, _)| first.to_owned());
    std::iter::once(form.to_owned()).chain(short).collect()
}

/// The variable that says what today is, in seconds since 1970: with it, an
/// answer is the same on any day.
///
/// Source: reproducible-builds.org, `SOURCE_DATE_EPOCH` 1.1.
const DAY: &str = "SOURCE_DATE_EPOCH";

fn today() -> Result<civil::Date> {
    let Some(said) = env::var_os(DAY) else {
        return Ok(Zoned::now().date());
    };
    let said = said.to_string_lossy();
    let seconds = said.parse().ok();
    let time = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    let time = time.with_context(|| {
        format!(
            "{DAY} is `{said}`, which is no number of seconds since 1970: correct it or unset it"
        )
    })?;
    Ok(time.to_zoned(TimeZone::UTC).date())
}

fn date(day: civil::Date) -> Date {
    let number = |n: i8| u8::try_from(n).ok();
    Date {
        year: day.year(),
        month: number(day.month()),
        day: number(day.day()),
    }
}
