//! The order of a list of works: by author, then as the style says.
//!
//! Works without an author stand among the authors, by title. Articles in front
//! of a title, accents, case and marks make no difference.
//!
//! Sources: MLA Handbook, 9th ed., 5.120-5.127; APA Publication Manual, 7th
//! ed., 9.43-9.49; Chicago Manual of Style, 17th ed., 14.65-14.71 and 15.16-15.18.

use super::citing::title_of;
use super::{Name, Record, Reference, Style};
use crate::text::fold;

/// Articles that a title is not sorted by.
const ARTICLES: [&str; 3] = ["a", "an", "the"];

/// Sorts `records` as a list of works in `style` has them; those that are alike
/// keep their order.
pub fn sort_records(records: &mut [Record], style: Style) {
    records.sort_by_cached_key(|record| key(&record.reference, style));
}

/// What a work is sorted by: whoever or whatever heads its entry; its date,
/// where the style goes by it (undated works first); its title.
fn key(work: &Reference, style: Style) -> (Vec<String>, Option<String>, String) {
    let by_date = matches!(style, Style::Apa | Style::ChicagoAuthorDate);
    let title = title_key(title_of(work));
    let mut head: Vec<String> = work.authors.iter().flat_map(name_key).collect();
    if head.is_empty() {
        head.push(title.clone());
    }
    let date = work.date.filter(|_| by_date).map(|date| date.to_string());
    (head, date, title)
}

/// Family and given name, letter by letter.
fn name_key(name: &Name) -> [String; 2] {
    [letters(&name.family), letters(&name.given)]
}

fn title_key(title: &str) -> String {
    let folded = letters(title);
    let rest = folded
        .split_once(' ')
        .filter(|(first, _)| ARTICLES.contains(first));
    rest.map_or(folded.clone(), |(_, rest)| rest.to_owned())
}

/// Letters and digits, folded; one space between words.
fn letters(text: &str) -> String {
    let kept = |c: char| {
        if c.is_alphanumeric() {
            Some(c)
        } else {
            c.is_whitespace().then_some(' ')
        }
    };
    let kept: String = fold(text).chars().filter_map(kept).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::tests::work;

    fn check(style: Style, expected: [&str; 9]) {
        let works = [
            "author Bo Lim | title Zeal | date 2001",
            "author Bo Lim | title The Ardour | date 2019",
            "author Bo Lim | title Grief",
            "author Bo Lim and Cy Tran | title Ash | date 1990",
            "title “A Lantern Fades”",
            "author Ada Lim | title Zinc",
            "author Anna van der Berg | title Ash",
            "author Candidate 0000 | title Ash",
            "author Zoë Ångström | title Ash",
        ];
        let record = |fields: &&str| Record {
            reference: work(fields),
            ..Record::default()
        };
        let mut records: Vec<Record> = works.iter().map(record).collect();
        sort_records(&mut records, style);
        let listed = records.iter().map(|record| {
            let work = &record.reference;
            let authors: Vec<String> = work.authors.iter().map(ToString::to_string).collect();
            format!("{}: {}", authors.join(", "), title_of(work))
        });
        assert_eq!(listed.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_list_goes_by_author_then_title() {
        let sorted = [
            "Zoë Ångström: Ash",
            "Candidate 0000: Ash",
            ": “A Lantern Fades”",
            "Ada Lim: Zinc",
            "Bo Lim: The Ardour",
            "Bo Lim: Grief",
            "Bo Lim: Zeal",
            "Bo Lim, Cy Tran: Ash",
            "Anna van der Berg: Ash",
        ];
        check(Style::Mla, sorted);
        check(Style::Chicago, sorted);
    }

    #[test]
    fn a_list_by_author_and_date_has_the_undated_first() {
        let sorted = [
            "Zoë Ångström: Ash",
            "Candidate 0000: Ash",
            ": “A Lantern Fades”",
            "Ada Lim: Zinc",
            "Bo Lim: Grief",
            "Bo Lim: Zeal",
            "Bo Lim: The Ardour",
            "Bo Lim, Cy Tran: Ash",
            "Anna van der Berg: Ash",
        ];
        check(Style::Apa, sorted);
        check(Style::ChicagoAuthorDate, sorted);
    }
}
