//! References as RIS, for reference managers that read nothing else.
//!
//! Source: RIS Format Specifications (Research Information Systems, 2011).

use super::kind::Kind;
use super::places::with_all_digits;
use super::record::{Record, keys};
use super::{Date, Name};
use std::fmt::Write as _;

/// Writes `records` as RIS, in their order; empty for none.
///
/// ```
/// use norfolk::cite::{Record, write_ris};
/// assert_eq!(write_ris(&[Record::default()]), "TY  - UNPB\nID  - essay\nM3  - Student essay\nER  - \n");
/// ```
#[must_use]
pub fn write_ris(records: &[Record]) -> String {
    let mut out = String::new();
    for (record, key) in records.iter().zip(keys(records)) {
        write_record(record, key, &mut out);
    }
    out
}

fn write_record(record: &Record, key: String, out: &mut String) {
    let work = &record.reference;
    let kind = Kind::of(work);
    let (first, last) = ends(work.pages.as_deref());
    let mut put = |tag: &str, value: Option<String>| {
        if let Some(value) = value {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(out, "{tag}  - {value}");
        }
    };
    put("TY", Some(type_of(work.kind.as_deref(), kind).to_owned()));
    put("ID", Some(key));
    for name in &work.authors {
        put("AU", Some(written_name(name)));
    }
    put("TI", work.title.clone());
    put("T2", work.container.clone());
    put("PY", work.date.map(|date| format!("{:04}", date.year)));
    put("DA", work.date.map(written_date));
    put("VL", work.volume.clone());
    put("IS", work.issue.clone());
    put("SP", first);
    put("EP", last);
    put("PB", work.publisher.clone());
    put("LA", work.language.clone());
    put("UR", work.url.clone());
    put("DO", work.doi.clone());
    put(
        "M3",
        (kind == Kind::Unpublished).then(|| "Student essay".to_owned()),
    );
    put("L1", record.file.clone());
    out.push_str("ER  - \n");
}

/// The first and last page, with all their digits; what is no single range is
/// all in the first.
fn ends(pages: Option<&str>) -> (Option<String>, Option<String>) {
    let range = pages
        .filter(|pages| !pages.contains(','))
        .and_then(|pages| pages.split_once(['-', '–']));
    match range {
        Some((first, last)) => {
            let last = with_all_digits(first.trim(), last.trim());
            (Some(first.to_owned()), Some(last))
        }
        None => (pages.map(str::to_owned), None),
    }
}

fn type_of(stated: Option<&str>, kind: Kind) -> &'static str {
    match (stated, kind) {
        (Some("paper-conference"), _) => "CPAPER",
        (Some("report"), _) => "RPRT",
        (_, Kind::Unpublished) => "UNPB",
        (_, Kind::Journal) => "JOUR",
        (_, Kind::Magazine) => "MGZN",
        (_, Kind::Newspaper) => "NEWS",
        (_, Kind::Web) => "ELEC",
        (_, Kind::Thesis) => "THES",
        (_, Kind::Book) => "BOOK",
        (_, Kind::Chapter) => "CHAP",
    }
}

/// "Tran, Cy, Jr."; a literal name as it is.
fn written_name(name: &Name) -> String {
    let (family, suffix) = name.family_and_suffix();
    let parts = [Some(family), Some(&*name.given), suffix]
        .into_iter()
        .flatten();
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// "2019/05/02/", the slashes always three.
fn written_date(date: Date) -> String {
    let part = |part: Option<u8>| part.map_or(String::new(), |part| format!("{part:02}"));
    format!("{:04}/{}/{}/", date.year, part(date.month), part(date.day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::Reference;
    use crate::cite::tests::work;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    #[expect(clippy::needless_pass_by_value, reason = "expect! makes values")]
    fn check(fields: &str, expected: Expect) {
        let record = Record {
            reference: work(fields),
            ..Record::default()
        };
        expected.assert_eq(&write_ris(&[record]));
    }

    #[test]
    fn a_work_has_the_tags_of_its_type() {
        check(
            "author Cy Tran Jr.; Candidate 0000 | title Loss | date 2019-05-02 | by Hill School",
            expect![[r#"
                TY  - UNPB
                ID  - tran2019loss
                AU  - Tran, Cy, Jr.
                AU  - Candidate 0000
                TI  - Loss
                PY  - 2019
                DA  - 2019/05/02/
                PB  - Hill School
                M3  - Student essay
                ER  - 
            "#]],
        );
        check(
            "kind chapter | title On Loss | in Lights Anew | pages 101-25 | doi 10.1000/x",
            expect![[r#"
                TY  - CHAP
                ID  - on
                TI  - On Loss
                T2  - Lights Anew
                SP  - 101
                EP  - 125
                DO  - 10.1000/x
                ER  - 
            "#]],
        );
        check(
            "kind article-newspaper | in The Lamp | pages A4, B7-B8 | date 2019",
            expect![[r#"
                TY  - NEWS
                ID  - 2019
                T2  - The Lamp
                PY  - 2019
                DA  - 2019///
                SP  - A4, B7-B8
                ER  - 
            "#]],
        );
    }

    proptest! {
        #[test]
        fn every_line_is_a_tag_and_a_value(title in "[\\PC\n\r\t]{0,30}", author in "[\\PC\n]{0,20}", pages in "\\PC{0,8}") {
            let reference = Reference {
                title: Some(title),
                authors: vec![Name::literal(&author)],
                pages: Some(pages),
                ..Reference::default()
            };
            let record = Record { reference, ..Record::default() };
            let ris = write_ris(&[record.clone(), record]);
            for line in ris.lines() {
                let (tag, _) = line.split_once("  - ").expect("a tag");
                prop_assert!(tag.len() == 2 && tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()));
            }
            let of_tag = |tag: &str| ris.lines().filter(|line| line.starts_with(tag)).count();
            prop_assert!(ris.starts_with("TY  - ") && ris.ends_with("\nER  - \n"));
            prop_assert_eq!((of_tag("TY  - "), of_tag("ER  - ")), (2, 2));
        }
    }
}
