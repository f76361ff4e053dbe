//! Quotations of the novel, cited by who has only the essay.
//!
//! The novel's names come from the profile; the page is the essay's word for
//! it, so whoever cites it is told to look it up.

use super::cited_place;
use crate::cite::{Citing, Date, Locator, LocatorLabel, Name, Reference};
use crate::enrich::{CitedWork, EnrichedPassage, LocatorKind, QuotationKind};
use crate::passage::Passage;
use crate::profile::Profile;

/// What a reader is told of citations at second hand.
pub(super) const REMARK: &str = "2nd hand: check the page in your own edition";

/// How the novel is cited by who has only essays.
#[derive(Debug)]
pub struct SecondHand<'a> {
    citing: Citing<'a>,
    novel: Reference,
}

/// A quotation of the novel, and how it is cited at second hand.
pub(super) struct CitedQuotation {
    /// Its number among the quotations of its passage.
    pub(super) quotation: usize,
    /// The citation.
    pub(super) in_text: String,
}

impl<'a> SecondHand<'a> {
    /// Cites the profile's novel.
    #[must_use]
    pub fn new(profile: &Profile, citing: Citing<'a>) -> SecondHand<'a> {
        let author = Name {
            given: profile.author.given.clone(),
            family: profile.author.family.clone(),
        };
        let year = i16::try_from(profile.work.year).ok();
        let novel = Reference {
            title: Some(profile.work.title.clone()),
            authors: vec![author],
            date: year.and_then(|year| Date::checked(year, None, None)),
            kind: Some("book".to_owned()),
            ..Reference::default()
        };
        SecondHand { citing, novel }
    }

    /// The quotations of the novel in a passage of `essay`, in order.
    pub(super) fn of_passage(
        &self,
        essay: &Reference,
        passage: &EnrichedPassage,
    ) -> Vec<CitedQuotation> {
        let place = cited_place(&passage.passage);
        let quotations = passage.quotations.iter().enumerate();
        let novel = quotations.filter(|(_, quotation)| quotation.kind == QuotationKind::Novel);
        let cited = novel.map(|(number, quotation)| {
            let citation = quotation.citation.map(usize::from);
            let citation = citation.and_then(|at| passage.citations.get(at));
            let mut works = citation.iter().flat_map(|citation| &citation.works);
            let at = works.find(|work| work.is_novel).and_then(locator);
            CitedQuotation {
                quotation: number,
                in_text: self
                    .citing
                    .second_hand(&self.novel, at.as_ref(), essay, Some(&place)),
            }
        });
        cited.collect()
    }

    /// A quotation from these pages of the novel, in a passage of `essay`.
    pub(super) fn of_pages(
        &self,
        essay: &Reference,
        passage: &Passage,
        pages: &[String],
    ) -> String {
        let at = (!pages.is_empty()).then(|| Locator {
            label: LocatorLabel::Page,
            value: pages.join(", "),
        });
        let place = cited_place(passage);
        self.citing
            .second_hand(&self.novel, at.as_ref(), essay, Some(&place))
    }
}

/// The place in the novel that a citation gives; `None` of a note, whose number
/// is the essay's.
fn locator(work: &CitedWork) -> Option<Locator> {
    let label = match work.locator_kind {
        LocatorKind::Page => LocatorLabel::Page,
        LocatorKind::Chapter | LocatorKind::ChapterPara => LocatorLabel::Chapter,
        LocatorKind::Paragraph => LocatorLabel::Paragraph,
        LocatorKind::Section => LocatorLabel::Section,
        LocatorKind::KindleLoc => LocatorLabel::Location,
        LocatorKind::Percent => LocatorLabel::Percent,
        LocatorKind::Note | LocatorKind::None => return None,
    };
    let value = work.locators.join(", ");
    (!value.is_empty()).then_some(Locator { label, value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::Style;
    use crate::enrich::{Enricher, Finders};
    use expect_test::{Expect, expect};

    /// What the paragraph of an essay quotes of the novel, cited in Chicago style.
    #[expect(clippy::needless_pass_by_value, reason = "expect! makes values")]
    fn check(paragraph: &str, expected: Expect) {
        let profile = Profile::built_in(Profile::built_in_names()[0]).expect("it is built in");
        let text = format!("On Tapes\n\nby Bo Lim\n\n{paragraph}\n");
        let essay = crate::read::read(text.as_bytes(), "tapes.txt").expect("plain text is read");
        let finders = Finders::new(&profile);
        let (enriched, _) = Enricher::new(&finders).enrich(&essay);
        let titles = [profile.work.title.clone()];
        let citing = Citing {
            style: Style::Chicago,
            titles: &titles,
            ..Citing::default()
        };
        let second_hand = SecondHand::new(&profile, citing);
        let passages = enriched.passages.iter();
        let cited =
            passages.flat_map(|passage| second_hand.of_passage(&enriched.essay.reference, passage));
        let lines: Vec<String> = cited
            .map(|cited| format!("{}: {}", cited.quotation, cited.in_text))
            .collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn each_quotation_of_the_novel_is_cited_with_its_own_place() {
        check(
            "Kathy says she is \u{201c}a carer for eleven years\u{201d} (Ishiguro 3), and that it is \
             \u{201c}all told and not told to them\u{201d} (Ishiguro, ch. 7). It is, as Black puts it, \
             \u{201c}a novel about the limits of empathy\u{201d} (Black 785).",
            expect![[r#"
                0: Ishiguro, _Never Let Me Go_, 3, quoted in Lim, "On Tapes," para. 1.
                1: Ishiguro, _Never Let Me Go_, chap. 7, quoted in Lim, "On Tapes," para. 1."#]],
        );
        check(
            "Nobody at Hailsham is quoted here, and no page is named, by anybody at all.",
            expect![[""]],
        );
    }
}
