//! What stands in a parenthesis: author and page (MLA), author, year and place
//! (APA, Chicago author-date).
//!
//! Sources: MLA Handbook, 9th ed., 6.1-6.30; APA Publication Manual, 7th ed.,
//! 8.11-8.14 and 8.25-8.28; Chicago Manual of Style, 17th ed., 15.21-15.34.

use super::citing::title_of;
use super::dates::year;
use super::kind::Kind;
use super::titles::{Face, inner_marks, pointed};
use super::{Citing, Locator, Reference, Style, people, places};

/// Words of the title that stands for an author in an MLA parenthesis.
const MLA_WORDS: usize = 2;

impl Citing<'_> {
    /// The citation of `work` at `place`, without its brackets.
    pub(super) fn parenthesis(&self, work: &Reference, place: Option<&Locator>) -> String {
        let who = self.who(work);
        if self.style == Style::Mla {
            let place = place.map(|place| places::mla(place, self.numbering));
            return after(&who, &place.unwrap_or_default());
        }
        let place = place.map(|place| match self.style {
            Style::Apa => places::apa(place),
            _ => places::chicago(place),
        });
        let place = place.map_or(String::new(), |place| format!(", {place}"));
        self.who_and_when(&who, &year(work.date)) + &place
    }

    /// The authors of `work` as a parenthesis names them, or the title that
    /// stands for them.
    pub(super) fn who(&self, work: &Reference) -> String {
        let (and, most) = match self.style {
            Style::Mla => ("and", 2),
            Style::Apa => ("&", 2),
            Style::Chicago | Style::ChicagoAuthorDate => ("and", 3),
        };
        let names = people::families(&work.authors, and, most);
        if !names.is_empty() {
            return names;
        }
        match (self.style, Kind::of(work), &work.container) {
            (Style::ChicagoAuthorDate, Kind::Web, Some(site)) => site.clone(),
            (Style::Mla, ..) => self.short_title(work, MLA_WORDS),
            _ => self.title(work, self.known().main_title(title_of(work))),
        }
    }

    /// "Berg, 2019" in APA, "Berg 2019" in Chicago.
    pub(super) fn who_and_when(&self, who: &str, year: &str) -> String {
        match self.style {
            Style::ChicagoAuthorDate => format!("{who} {year}"),
            _ => after(who, &format!(", {year}")),
        }
    }

    /// The first words of the title, in marks or italics.
    pub(super) fn short_title(&self, work: &Reference, words: usize) -> String {
        let face = Kind::of(work).face(self.style);
        self.title(work, self.known().shortened(title_of(work), words, face))
    }

    /// The title, or a part of it, in marks or italics.
    pub(super) fn title(&self, work: &Reference, title: &str) -> String {
        if work.title.is_none() {
            return title.to_owned();
        }
        let face = Kind::of(work).face(self.style);
        let set = self.known().set(title, face);
        match face {
            Face::Roman => format!("\"{}\"", inner_marks(&set)),
            Face::Italic => set,
        }
    }
}

/// `text` and what follows it; a comma goes within the marks that close there.
pub(super) fn after(text: &str, rest: &str) -> String {
    match rest.strip_prefix(',') {
        Some(rest) if !text.is_empty() => pointed(text, ',') + rest,
        _ => format!("{text}{rest}"),
    }
}
