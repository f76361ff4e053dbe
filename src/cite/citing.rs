//! Citing: the style, what is known beyond a reference, and citations within a
//! text.
//!
//! Every search hit needs one, so they are printed in this room and not by
//! hayagriva, whose styles take milliseconds to load. MLA counts a paragraph
//! only where the source itself numbers them; norfolk's numbers are its own, so
//! MLA shows a page or nothing, unless it is asked to count.

use super::titles::Known;
use super::{Date, Locator, Numbering, Reference, Style};

/// How to cite: the style, and what it needs to know beyond the reference.
///
/// Plain text: italics are written `_so_`, quotation marks are straight.
///
/// ```
/// use norfolk::cite::{Citing, Locator, LocatorLabel, Name, Reference, Style};
/// let essay = Reference {
///     title: Some("Light and Loss in The Lantern Keepers".into()),
///     authors: vec![Name::parse("Anna Berg")],
///     ..Reference::default()
/// };
/// let place = Locator { label: LocatorLabel::Paragraph, value: "2".into() };
/// let titles = ["The Lantern Keepers".to_owned()];
/// let citing = Citing { style: Style::Apa, titles: &titles, ..Citing::default() };
/// assert_eq!(citing.in_text(&essay, Some(&place)), "(Berg, n.d., para. 2)");
/// assert_eq!(
///     citing.entry(&essay),
///     "Berg, A. (n.d.). _Light and loss in_ The lantern keepers [Unpublished student essay]."
/// );
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Citing<'a> {
    /// The style.
    pub style: Style,
    /// Titles set off by italics wherever they stand: the novel's and others known.
    pub titles: &'a [String],
    /// Names whose capitals APA's sentence case keeps: characters, places, authors,
    /// in every form they may have.
    pub names: &'a [String],
    /// Whether norfolk's own numbers of paragraphs are printed in every style.
    pub numbering: Numbering,
    /// The day it is cited, which works without a date are printed with.
    pub accessed: Option<Date>,
}

impl Citing<'_> {
    /// The citation of `essay` at `place`: a parenthesis, or Chicago's full note
    /// without its number.
    #[must_use]
    pub fn in_text(&self, essay: &Reference, place: Option<&Locator>) -> String {
        match self.style {
            Style::Chicago => self.full_note(essay, place),
            Style::Mla | Style::Apa | Style::ChicagoAuthorDate => {
                format!("({})", self.parenthesis(essay, place))
            }
        }
    }

    /// The citation of `essay` at `place` where it was cited before: Chicago's
    /// short note. `None` in a style that repeats the first.
    #[must_use]
    pub fn later(&self, essay: &Reference, place: Option<&Locator>) -> Option<String> {
        let is_note = self.style == Style::Chicago;
        is_note.then(|| self.short_note(essay, place))
    }

    pub(super) fn known(&self) -> Known<'_> {
        Known {
            titles: self.titles,
            names: self.names,
        }
    }
}

/// The parts that are not empty, with spaces.
pub(super) fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

/// The title, or what stands for one.
pub(super) fn title_of(essay: &Reference) -> &str {
    essay.title.as_deref().unwrap_or("Untitled essay")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::{LocatorLabel, Name};
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn essay(authors: &str, title: &str, date: &str) -> Reference {
        Reference {
            authors: Name::parse_list(authors),
            title: (!title.is_empty()).then(|| title.to_owned()),
            date: Date::parse_iso(date),
            ..Reference::default()
        }
    }

    fn place(text: &str) -> Option<Locator> {
        let (label, value) = text.split_once(' ')?;
        let label = if label == "page" {
            LocatorLabel::Page
        } else {
            LocatorLabel::Paragraph
        };
        Some(Locator {
            label,
            value: value.to_owned(),
        })
    }

    /// Each style's citation, and the later note, at `at` ("page 3", "par 2", "").
    #[expect(clippy::needless_pass_by_value, reason = "expect! makes values")]
    fn check(essay: &Reference, at: &str, expected: Expect) {
        let titles = ["The Lantern Keepers".to_owned()];
        let citing = |style| Citing {
            style,
            titles: &titles,
            ..Citing::default()
        };
        let at = place(at);
        let mut out = String::new();
        for style in Style::ALL {
            out += &(citing(style).in_text(essay, at.as_ref()) + "\n");
            out.extend(
                citing(style)
                    .later(essay, at.as_ref())
                    .map(|note| note + "\n"),
            );
        }
        expected.assert_eq(&out);
    }

    const TITLE: &str = "What Nell Loses: Grief in The Lantern Keepers";

    #[test]
    fn an_undated_essay_is_cited_by_paragraph() {
        check(
            &essay("Bo Lim", TITLE, ""),
            "par 2",
            expect![[r#"
                (Lim)
                (Lim, n.d., para. 2)
                Bo Lim, "What Nell Loses: Grief in _The Lantern Keepers_" (student essay, n.d.), para. 2.
                Lim, "What Nell Loses," para. 2.
                (Lim n.d., para. 2)
            "#]],
        );
    }

    #[test]
    fn a_page_is_cited_where_the_file_has_pages() {
        check(
            &essay("Bo Lim", TITLE, "2019-03-04"),
            "page 3",
            expect![[r#"
                (Lim 3)
                (Lim, 2019, p. 3)
                Bo Lim, "What Nell Loses: Grief in _The Lantern Keepers_" (student essay, March 4, 2019), 3.
                Lim, "What Nell Loses," 3.
                (Lim 2019, 3)
            "#]],
        );
        check(
            &essay("Bo Lim", TITLE, "2019"),
            "page 3-4",
            expect![[r#"
                (Lim 3-4)
                (Lim, 2019, pp. 3–4)
                Bo Lim, "What Nell Loses: Grief in _The Lantern Keepers_" (student essay, 2019), 3–4.
                Lim, "What Nell Loses," 3–4.
                (Lim 2019, 3–4)
            "#]],
        );
    }

    #[test]
    fn without_a_place_the_work_is_cited() {
        check(
            &essay("Bo Lim", TITLE, ""),
            "",
            expect![[r#"
                (Lim)
                (Lim, n.d.)
                Bo Lim, "What Nell Loses: Grief in _The Lantern Keepers_" (student essay, n.d.).
                Lim, "What Nell Loses."
                (Lim n.d.)
            "#]],
        );
    }

    #[test]
    fn without_an_author_the_title_stands_for_one() {
        check(
            &essay("", TITLE, ""),
            "par 2",
            expect![[r#"
                ("What Nell")
                ("What Nell Loses," n.d., para. 2)
                "What Nell Loses: Grief in _The Lantern Keepers_" (student essay, n.d.), para. 2.
                "What Nell Loses," para. 2.
                ("What Nell Loses" n.d., para. 2)
            "#]],
        );
        check(
            &essay("", "Who “Cares”?", ""),
            "page 3",
            expect![[r#"
                ("Who ‘Cares’?" 3)
                ("Who ‘Cares’?," n.d., p. 3)
                "Who ‘Cares’?" (student essay, n.d.), 3.
                "Who ‘Cares’?," 3.
                ("Who ‘Cares’?" n.d., 3)
            "#]],
        );
        check(
            &essay("", "", ""),
            "par 2",
            expect![[r#"
                (Untitled essay)
                (Untitled essay, n.d., para. 2)
                Untitled essay (student essay, n.d.), para. 2.
                Untitled essay, para. 2.
                (Untitled essay n.d., para. 2)
            "#]],
        );
    }

    #[test]
    fn a_candidate_number_is_no_family_name() {
        check(
            &essay("Candidate 0000", TITLE, ""),
            "page 3",
            expect![[r#"
                (Candidate 0000 3)
                (Candidate 0000, n.d., p. 3)
                Candidate 0000, "What Nell Loses: Grief in _The Lantern Keepers_" (student essay, n.d.), 3.
                Candidate 0000, "What Nell Loses," 3.
                (Candidate 0000 n.d., 3)
            "#]],
        );
    }

    #[test]
    fn several_authors_are_joined_as_the_style_joins_them() {
        check(
            &essay("Bo Lim and Cy Tran Jr.", TITLE, ""),
            "par 2",
            expect![[r#"
                (Lim and Tran)
                (Lim & Tran, n.d., para. 2)
                Bo Lim and Cy Tran Jr., "What Nell Loses: Grief in _The Lantern Keepers_" (student essay, n.d.), para. 2.
                Lim and Tran, "What Nell Loses," para. 2.
                (Lim and Tran n.d., para. 2)
            "#]],
        );
        check(
            &essay("Bo Lim; Cy Tran; Anna van der Berg; Ivo Katz", TITLE, ""),
            "",
            expect![[r#"
                (Lim et al.)
                (Lim et al., n.d.)
                Bo Lim et al., "What Nell Loses: Grief in _The Lantern Keepers_" (student essay, n.d.).
                Lim et al., "What Nell Loses."
                (Lim et al. n.d.)
            "#]],
        );
    }

    #[test]
    fn a_note_names_where_the_work_appeared() {
        let stated = |kind: &str, container: &str, publisher: &str| Reference {
            kind: (!kind.is_empty()).then(|| kind.to_owned()),
            container: (!container.is_empty()).then(|| container.to_owned()),
            publisher: (!publisher.is_empty()).then(|| publisher.to_owned()),
            ..essay("Bo Lim", TITLE, "2019-03-04")
        };
        let journal = Reference {
            volume: Some("12".into()),
            issue: Some("3".into()),
            pages: Some("101-25".into()),
            ..stated("article-journal", "Novel Lights", "")
        };
        check(
            &journal,
            "page 103",
            expect![[r#"
                (Lim 103)
                (Lim, 2019, p. 103)
                Bo Lim, "What Nell Loses: Grief in _The Lantern Keepers_," _Novel Lights_ 12, no. 3 (2019): 103.
                Lim, "What Nell Loses," 103.
                (Lim 2019, 103)
            "#]],
        );
        check(
            &stated("thesis", "", "Harbour University"),
            "page 9",
            expect![[r#"
                (Lim 9)
                (Lim, 2019, p. 9)
                Bo Lim, "What Nell Loses: Grief in _The Lantern Keepers_" (thesis, Harbour University, 2019), 9.
                Lim, "What Nell Loses," 9.
                (Lim 2019, 9)
            "#]],
        );
        check(
            &stated("book", "", "Harbour Press"),
            "page 9",
            expect![[r#"
                (Lim 9)
                (Lim, 2019, p. 9)
                Bo Lim, _What Nell Loses: Grief in_ The Lantern Keepers (Harbour Press, 2019), 9.
                Lim, _What Nell Loses_, 9.
                (Lim 2019, 9)
            "#]],
        );
        check(
            &stated("chapter", "Lights Anew", "Harbour Press"),
            "page 9",
            expect![[r#"
                (Lim 9)
                (Lim, 2019, p. 9)
                Bo Lim, "What Nell Loses: Grief in _The Lantern Keepers_," in _Lights Anew_ (Harbour Press, 2019), 9.
                Lim, "What Nell Loses," 9.
                (Lim 2019, 9)
            "#]],
        );
        check(
            &stated("", "", "Hill Street School"),
            "par 2",
            expect![[r#"
                (Lim)
                (Lim, 2019, para. 2)
                Bo Lim, "What Nell Loses: Grief in _The Lantern Keepers_" (student essay, Hill Street School, March 4, 2019), para. 2.
                Lim, "What Nell Loses," para. 2.
                (Lim 2019, para. 2)
            "#]],
        );
        let page = Reference {
            url: Some("https://example.org/nell".into()),
            ..stated("webpage", "Lantern Notes", "")
        };
        check(
            &page,
            "par 2",
            expect![[r#"
                (Lim)
                (Lim, 2019, para. 2)
                Bo Lim, "What Nell Loses: Grief in _The Lantern Keepers_," Lantern Notes, March 4, 2019, para. 2, https://example.org/nell.
                Lim, "What Nell Loses," para. 2.
                (Lim 2019, para. 2)
            "#]],
        );
    }

    proptest! {
        #[test]
        fn any_reference_is_cited(author in "\\PC{0,20}", title in "\\PC{0,40}", at in "\\PC{0,6}") {
            let essay = essay(&author, &title, "");
            for style in Style::ALL {
                let citing = Citing { style, ..Citing::default() };
                let place = Locator { label: LocatorLabel::Page, value: at.clone() };
                prop_assert!(!citing.in_text(&essay, Some(&place)).is_empty());
                prop_assert!(!citing.entry(&essay).is_empty());
                prop_assert!(citing.later(&essay, None).is_none_or(|note| !note.is_empty()));
                prop_assert!(!citing.second_hand(&essay, Some(&place), &essay, Some(&place)).is_empty());
            }
        }
    }
}
