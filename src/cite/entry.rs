//! Entries of a works-cited list.
//!
//! What was published is hayagriva's to print (`published`). A student's essay
//! that appeared nowhere has no form in any CSL style ("Student essay",
//! "[Unpublished student essay]"), and it is what most searches find, so it is
//! printed here without loading a style.
//!
//! Sources: MLA Handbook, 9th ed., 5.109; APA Publication Manual, 7th ed.,
//! 10.8; Chicago Manual of Style, 17th ed., 14.224-14.229.

use super::citing::{joined, title_of};
use super::dates::{apa_date, chicago_day, long_date, mla_date, year};
use super::kind::{Kind, url_shown};
use super::titles::{Face, inner_marks, pointed};
use super::{Citing, Reference, Style, people, published};

impl Citing<'_> {
    /// The entry for `essay` in a list of works cited (MLA), references (APA) or
    /// bibliography (Chicago); never empty.
    ///
    /// The first entry of a published work loads its style: 2 to 10 ms.
    #[must_use]
    pub fn entry(&self, essay: &Reference) -> String {
        let kind = Kind::of(essay);
        let published = (kind != Kind::Unpublished)
            .then(|| published::entry(self, essay, kind))
            .flatten();
        published.unwrap_or_else(|| self.unpublished(essay))
    }

    fn unpublished(&self, essay: &Reference) -> String {
        match self.style {
            Style::Mla => self.unpublished_mla(essay),
            Style::Apa => self.unpublished_apa(essay),
            Style::Chicago => self.unpublished_chicago(essay),
            Style::ChicagoAuthorDate => self.unpublished_author_date(essay),
        }
    }

    fn unpublished_mla(&self, essay: &Reference) -> String {
        let school = essay
            .publisher
            .as_ref()
            .map(|school| format!("{school}, student essay"));
        let source = school.unwrap_or_else(|| "Student essay".to_owned());
        let address = url_shown(essay).map(|url| format!(", {}", without_scheme(&url)));
        let accessed = self.accessed.filter(|_| essay.date.is_none());
        joined(&[
            stopped(people::mla_list(&essay.authors)),
            self.quoted_title(essay),
            essay
                .date
                .map(|date| stopped(mla_date(date)))
                .unwrap_or_default(),
            stopped(source + &address.unwrap_or_default()),
            accessed
                .map(|day| format!("Accessed {}.", mla_date(day)))
                .unwrap_or_default(),
        ])
    }

    fn unpublished_apa(&self, essay: &Reference) -> String {
        let date = format!(
            "({}).",
            essay.date.map_or_else(|| "n.d.".to_owned(), apa_date)
        );
        let cased = self.known().sentence_case(title_of(essay));
        let title = match &essay.title {
            Some(_) => self.known().set(&cased, Face::Italic),
            None => String::new(),
        };
        let title = joined(&[title, "[Unpublished student essay].".to_owned()]);
        let author = stopped(people::apa_list(&essay.authors));
        let school = essay.publisher.clone().map(stopped).unwrap_or_default();
        let address = url_shown(essay).unwrap_or_default();
        if author.is_empty() {
            return joined(&[title, date, school, address]);
        }
        joined(&[author, date, title, school, address])
    }

    fn unpublished_chicago(&self, essay: &Reference) -> String {
        let date = Some(long_date(essay.date));
        let parts = [
            Some("Student essay".to_owned()),
            essay.publisher.clone(),
            date,
        ];
        let source = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        joined(&[
            stopped(people::chicago_list(&essay.authors)),
            self.quoted_title(essay),
            stopped(source),
            url_shown(essay).map(stopped).unwrap_or_default(),
        ])
    }

    fn unpublished_author_date(&self, essay: &Reference) -> String {
        let parts = [
            Some("Student essay".to_owned()),
            essay.publisher.clone(),
            essay.date.and_then(chicago_day),
        ];
        let source = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let author = stopped(people::chicago_list(&essay.authors));
        let title = self.quoted_title(essay);
        let (first, last) = if author.is_empty() {
            (title, String::new())
        } else {
            (author, title)
        };
        let address = url_shown(essay).map(stopped).unwrap_or_default();
        let year = stopped(year(essay.date));
        joined(&[first, year, last, stopped(source), address])
    }

    /// The title within marks, its full stop inside; "Untitled essay." without.
    fn quoted_title(&self, essay: &Reference) -> String {
        let title = title_of(essay);
        if essay.title.is_none() {
            return format!("{title}.");
        }
        let set = inner_marks(&self.known().set(title, Face::Roman));
        format!("\"{}\"", stopped(set))
    }
}

/// `text` with a full stop after it, unless it ends in a stop or is empty.
pub(super) fn stopped(text: impl AsRef<str>) -> String {
    pointed(text.as_ref(), '.')
}

/// MLA prints a URL without its scheme, but a DOI with its resolver's.
pub(super) fn without_scheme(url: &str) -> &str {
    if url.starts_with("https://doi.org/") {
        return url;
    }
    url.strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::{Date, Name};
    use expect_test::{Expect, expect};

    fn essay(authors: &str, title: &str, date: &str) -> Reference {
        Reference {
            authors: Name::parse_list(authors),
            title: (!title.is_empty()).then(|| title.to_owned()),
            date: Date::parse_iso(date),
            ..Reference::default()
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "expect! makes values")]
    fn check(essay: &Reference, expected: Expect) {
        let titles = ["The Lantern Keepers".to_owned()];
        let names = ["Nell H.".to_owned(), "Nell".to_owned()];
        let accessed = Date::parse_iso("2026-11-22");
        let mut out = String::new();
        for style in Style::ALL {
            let citing = Citing {
                style,
                titles: &titles,
                names: &names,
                accessed,
                ..Citing::default()
            };
            out += &(citing.entry(essay) + "\n");
        }
        expected.assert_eq(&out);
    }

    const TITLE: &str = "What Nell Loses: Grief in The Lantern Keepers";

    #[test]
    fn an_unpublished_essay_says_that_it_is_one() {
        check(
            &essay("Bo Lim", TITLE, ""),
            expect![[r#"
                Lim, Bo. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay. Accessed 22 Nov. 2026.
                Lim, B. (n.d.). _What Nell loses: Grief in_ The lantern keepers [Unpublished student essay].
                Lim, Bo. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay, n.d.
                Lim, Bo. n.d. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay.
            "#]],
        );
        check(
            &essay("Bo Lim", TITLE, "2019-03-04"),
            expect![[r#"
                Lim, Bo. "What Nell Loses: Grief in _The Lantern Keepers_." 4 Mar. 2019. Student essay.
                Lim, B. (2019, March 4). _What Nell loses: Grief in_ The lantern keepers [Unpublished student essay].
                Lim, Bo. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay, March 4, 2019.
                Lim, Bo. 2019. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay, March 4.
            "#]],
        );
        let school = Some("Hill Street School".to_owned());
        check(
            &Reference {
                publisher: school,
                ..essay("Bo Lim", TITLE, "2019")
            },
            expect![[r#"
                Lim, Bo. "What Nell Loses: Grief in _The Lantern Keepers_." 2019. Hill Street School, student essay.
                Lim, B. (2019). _What Nell loses: Grief in_ The lantern keepers [Unpublished student essay]. Hill Street School.
                Lim, Bo. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay, Hill Street School, 2019.
                Lim, Bo. 2019. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay, Hill Street School.
            "#]],
        );
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        check(
            &essay("", TITLE, ""),
            expect![[r#"
                "What Nell Loses: Grief in _The Lantern Keepers_." Student essay. Accessed 22 Nov. 2026.
                _What Nell loses: Grief in_ The lantern keepers [Unpublished student essay]. (n.d.).
                "What Nell Loses: Grief in _The Lantern Keepers_." Student essay, n.d.
                "What Nell Loses: Grief in _The Lantern Keepers_." n.d. Student essay.
            "#]],
        );
        check(
            &essay("Candidate 0000", "Who “Cares”?", ""),
            expect![[r#"
                Candidate 0000. "Who ‘Cares’?" Student essay. Accessed 22 Nov. 2026.
                Candidate 0000. (n.d.). _Who “cares”?_ [Unpublished student essay].
                Candidate 0000. "Who ‘Cares’?" Student essay, n.d.
                Candidate 0000. n.d. "Who ‘Cares’?" Student essay.
            "#]],
        );
        check(
            &essay("", "", ""),
            expect![[r#"
                Untitled essay. Student essay. Accessed 22 Nov. 2026.
                [Unpublished student essay]. (n.d.).
                Untitled essay. Student essay, n.d.
                Untitled essay. n.d. Student essay.
            "#]],
        );
    }

    #[test]
    fn several_authors_are_listed() {
        check(
            &essay("Bo Lim and Anna van der Berg", TITLE, ""),
            expect![[r#"
                Lim, Bo, and Anna van der Berg. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay. Accessed 22 Nov. 2026.
                Lim, B., & van der Berg, A. (n.d.). _What Nell loses: Grief in_ The lantern keepers [Unpublished student essay].
                Lim, Bo, and Anna van der Berg. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay, n.d.
                Lim, Bo, and Anna van der Berg. n.d. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay.
            "#]],
        );
        check(
            &essay("Wai-chew Sim; Cy Tran Jr.; Ada Lee", TITLE, "2019"),
            expect![[r#"
                Sim, Wai-chew, et al. "What Nell Loses: Grief in _The Lantern Keepers_." 2019. Student essay.
                Sim, W.-c., Tran, C., Jr., & Lee, A. (2019). _What Nell loses: Grief in_ The lantern keepers [Unpublished student essay].
                Sim, Wai-chew, Cy Tran Jr., and Ada Lee. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay, 2019.
                Sim, Wai-chew, Cy Tran Jr., and Ada Lee. 2019. "What Nell Loses: Grief in _The Lantern Keepers_." Student essay.
            "#]],
        );
    }

    #[test]
    fn published_work_is_printed_as_the_styles_print_it() {
        let published = |kind: &str, container: &str| Reference {
            kind: Some(kind.to_owned()),
            container: (!container.is_empty()).then(|| container.to_owned()),
            ..essay("Wai-chew Sim and Anna van der Berg", TITLE, "2019-03-04")
        };
        let article = Reference {
            volume: Some("12".into()),
            issue: Some("3".into()),
            pages: Some("101-25".into()),
            doi: Some("10.1000/lantern".into()),
            ..published("article-journal", "Novel Lights")
        };
        check(
            &article,
            expect![[r#"
                Sim, Wai-chew, and Anna van der Berg. "What Nell Loses: Grief in _The Lantern Keepers_." _Novel Lights_, vol. 12, no. 3, Mar. 2019, pp. 101–25, https://doi.org/10.1000/lantern.
                Sim, W.-c., & van der Berg, A. (2019). What Nell loses: Grief in _The lantern keepers_. _Novel Lights_, _12_(3), 101–125. https://doi.org/10.1000/lantern
                Sim, Wai-chew, and Anna van der Berg. "What Nell Loses: Grief in _The Lantern Keepers_." _Novel Lights_ 12, no. 3 (2019): 101–25. https://doi.org/10.1000/lantern.
                Sim, Wai-chew, and Anna van der Berg. 2019. "What Nell Loses: Grief in _The Lantern Keepers_." _Novel Lights_ 12 (3): 101–25. https://doi.org/10.1000/lantern.
            "#]],
        );
        let school = Some("Harbour University".to_owned());
        check(
            &Reference {
                publisher: school,
                ..published("thesis", "")
            },
            expect![[r#"
                Sim, Wai-chew, and Anna van der Berg. _What Nell Loses: Grief in_ The Lantern Keepers. 2019. Harbour University, thesis.
                Sim, W.-c., & van der Berg, A. (2019). _What Nell loses: Grief in_ The lantern keepers [Thesis]. Harbour University.
                Sim, Wai-chew, and Anna van der Berg. "What Nell Loses: Grief in _The Lantern Keepers_." Thesis, Harbour University, 2019.
                Sim, Wai-chew, and Anna van der Berg. 2019. "What Nell Loses: Grief in _The Lantern Keepers_." Thesis, Harbour University.
            "#]],
        );
        let url = Some("https://example.org/the-lantern-keepers".to_owned());
        check(
            &Reference {
                url: url.clone(),
                ..published("webpage", "Lantern Notes")
            },
            expect![[r#"
                Sim, Wai-chew, and Anna van der Berg. "What Nell Loses: Grief in _The Lantern Keepers_." _Lantern Notes_, 4 Mar. 2019, example.org/the-lantern-keepers.
                Sim, W.-c., & van der Berg, A. (2019, March 4). _What Nell loses: Grief in_ The lantern keepers. Lantern Notes. https://example.org/the-lantern-keepers
                Sim, Wai-chew, and Anna van der Berg. "What Nell Loses: Grief in _The Lantern Keepers_." Lantern Notes, March 4, 2019. https://example.org/the-lantern-keepers.
                Sim, Wai-chew, and Anna van der Berg. 2019. "What Nell Loses: Grief in _The Lantern Keepers_." Lantern Notes, March 4. https://example.org/the-lantern-keepers.
            "#]],
        );
        let book = Reference {
            publisher: Some("Keep and Sons".into()),
            ..published("book", "")
        };
        check(
            &book,
            expect![[r#"
                Sim, Wai-chew, and Anna van der Berg. _What Nell Loses: Grief in_ The Lantern Keepers. Keep and Sons, 2019.
                Sim, W.-c., & van der Berg, A. (2019). _What Nell loses: Grief in_ The lantern keepers. Keep and Sons.
                Sim, Wai-chew, and Anna van der Berg. _What Nell Loses: Grief in_ The Lantern Keepers. Keep and Sons, 2019.
                Sim, Wai-chew, and Anna van der Berg. 2019. _What Nell Loses: Grief in_ The Lantern Keepers. Keep and Sons.
            "#]],
        );
        let page = Reference {
            url,
            ..essay("", "Who “Cares” in The Lantern Keepers?", "")
        };
        check(
            &page,
            expect![[r#"
                "Who ‘Cares’ in _The Lantern Keepers_?" example.org/the-lantern-keepers. Accessed 22 Nov. 2026.
                _Who “cares” in_ The lantern keepers? (n.d.). Retrieved November 22, 2026, from https://example.org/the-lantern-keepers
                "Who ‘Cares’ in _The Lantern Keepers_?" Accessed November 22, 2026. https://example.org/the-lantern-keepers.
                "Who ‘Cares’ in _The Lantern Keepers_?" n.d. Accessed November 22, 2026. https://example.org/the-lantern-keepers.
            "#]],
        );
    }
}
