//! References as RIS, for reference managers that read nothing else.
//!
//! Source: RIS Format Specifications (Research Information Systems, 2011).

use super::kind::Kind;
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
    let (first, last) = match work
        .pages
        .as_deref()
        .and_then(|pages| pages.split_once(['-', '–']))
    {
        Some((first, last)) => (Some(first.to_owned()), Some(last.to_owned())),
        None => (work.pages.clone(), None),
    };
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
