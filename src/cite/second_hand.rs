//! Words that one work quotes from another, cited at second hand.
//!
//! Whoever has only the essay has seen no more than what it quotes, and says so:
//! both works are named, the place is the essay's. The page of the original is
//! the essay's word for it, in the essay's edition; only Chicago prints it.
//!
//! Sources: MLA Handbook, 9th ed., 6.77; APA Publication Manual, 7th ed., 8.6;
//! Chicago Manual of Style, 17th ed., 14.260 and 15.56.

use super::dates::year;
use super::entry::stopped;
use super::parenthesis::after;
use super::{Citing, Locator, Reference, Style, places};

impl Citing<'_> {
    /// The citation of words of `source`, at `source_at`, which `essay` quotes
    /// at `place`: a parenthesis, or a Chicago note without its number.
    ///
    /// ```
    /// use norfolk::cite::{Citing, Date, Locator, LocatorLabel, Name, Reference};
    /// let novel = Reference {
    ///     title: Some("The Lantern Keepers".into()),
    ///     authors: vec![Name::parse("Ada Quill")],
    ///     date: Date::parse_iso("2005"),
    ///     kind: Some("book".into()),
    ///     ..Reference::default()
    /// };
    /// let essay = Reference { authors: vec![Name::parse("Anna Berg")], ..Reference::default() };
    /// let page = Locator { label: LocatorLabel::Page, value: "3".into() };
    /// let cited = Citing::default().second_hand(&novel, None, &essay, Some(&page));
    /// assert_eq!(cited, "(Quill, qtd. in Berg 3)");
    /// ```
    #[must_use]
    pub fn second_hand(
        &self,
        source: &Reference,
        source_at: Option<&Locator>,
        essay: &Reference,
        place: Option<&Locator>,
    ) -> String {
        let joint = match self.style {
            Style::Mla => ", qtd. in ",
            Style::Apa => ", as cited in ",
            Style::Chicago | Style::ChicagoAuthorDate => ", quoted in ",
        };
        if self.style == Style::Chicago {
            let quoted = self.short_form(source, source_at);
            let note = after(
                &quoted,
                &(joint.to_owned() + &self.short_form(essay, place)),
            );
            return stopped(note);
        }
        let who = self.who(source);
        let year = source.date.map(|date| year(Some(date)));
        let quoted = match (self.style, year) {
            (Style::Mla, _) | (_, None) => who,
            (_, Some(year)) => self.who_and_when(&who, &year),
        };
        let at = source_at
            .filter(|_| self.style == Style::ChicagoAuthorDate)
            .map(|at| format!(", {}", places::chicago(at)));
        let quoted = after(&quoted, &at.unwrap_or_default());
        let citing = joint.to_owned() + &self.parenthesis(essay, place);
        format!("({})", after(&quoted, &citing))
    }
}
