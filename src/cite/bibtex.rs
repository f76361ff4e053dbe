//! References written as BibTeX.
//!
//! What is written is read back unchanged, in the fields that BibTeX and
//! BibLaTeX share. Titles stand in double braces, so that no style changes
//! their capitals. An essay that appeared nowhere is `@unpublished`; a kind
//! that BibTeX has no word for goes into `entrysubtype`.
//!
//! Sources: Patashnik, `BibTeXing` (1988); Kime, Wemheuer and Lehman, The
//! `biblatex` Package (3.20), section 2.

use super::Name;
use super::record::{Record, keys};
use std::fmt::Write as _;

/// CSL's kinds and the entry types they are written as.
pub(super) const KINDS: [(&str, &str); 7] = [
    ("article-journal", "article"),
    ("book", "book"),
    ("chapter", "incollection"),
    ("paper-conference", "inproceedings"),
    ("report", "report"),
    ("thesis", "thesis"),
    ("webpage", "online"),
];

/// Writes `records` as BibTeX, in their order; empty for none.
#[must_use]
pub fn write_bibtex(records: &[Record]) -> String {
    let mut out = String::new();
    for (record, key) in records.iter().zip(keys(records)) {
        if !out.is_empty() {
            out.push('\n');
        }
        write_record(record, &key, &mut out);
    }
    out
}

fn write_record(record: &Record, key: &str, out: &mut String) {
    let work = &record.reference;
    let known = KINDS
        .iter()
        .find(|(kind, _)| work.kind.as_deref() == Some(*kind));
    let entry_type = match (known, &work.kind) {
        (Some((_, entry_type)), _) => entry_type,
        (None, Some(kind)) if kind.starts_with("article") => "article",
        (None, Some(_)) => "misc",
        (None, None) => "unpublished",
    };
    let subtype = work.kind.as_deref().filter(|_| known.is_none());
    let note = work.kind.is_none().then_some("Student essay");
    let container = if entry_type == "article" {
        "journal"
    } else {
        "booktitle"
    };
    let publisher = match entry_type {
        "thesis" | "report" | "unpublished" => "institution",
        _ => "publisher",
    };
    let authors = work
        .authors
        .iter()
        .filter(|name| !name.family.is_empty())
        .map(written_name);
    let authors = authors.collect::<Vec<_>>().join(" and ");
    let number = |number: Option<u8>| number.map(|number| number.to_string());
    let pages = work
        .pages
        .as_ref()
        .map(|pages| escaped(pages).replace("-{}-", "-").replace('-', "--"));

    let _ = writeln!(out, "@{entry_type}{{{key},");
    let mut put = |field: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = writeln!(out, "  {field} = {{{value}}},");
        }
    };
    let text = |value: &Option<String>| value.as_deref().map(escaped);
    put("author", Some(authors));
    put(
        "title",
        text(&work.title).map(|title| format!("{{{title}}}")),
    );
    put(
        container,
        text(&work.container).map(|title| format!("{{{title}}}")),
    );
    put(
        publisher,
        text(&work.publisher).map(|name| format!("{{{name}}}")),
    );
    put("year", work.date.map(|date| format!("{:04}", date.year)));
    put("month", number(work.date.and_then(|date| date.month)));
    put("day", number(work.date.and_then(|date| date.day)));
    put("volume", text(&work.volume));
    put("number", text(&work.issue));
    put("pages", pages);
    put("language", text(&work.language));
    put("url", work.url.as_deref().map(verbatim));
    put("doi", work.doi.as_deref().map(verbatim));
    put("entrysubtype", subtype.map(escaped));
    put("note", note.map(str::to_owned));
    put("file", record.file.as_deref().map(verbatim));
    out.push_str("}\n");
}

/// "Berg, Anna", "Tran, Jr., Cy", "{Candidate 0000}".
fn written_name(name: &Name) -> String {
    if name.given.is_empty() {
        return format!("{{{}}}", escaped(&name.family));
    }
    let (family, suffix) = name.family_and_suffix();
    let suffix = suffix.map_or(String::new(), |suffix| format!(" {},", protected(suffix)));
    format!("{},{suffix} {}", protected(family), protected(&name.given))
}

/// Part of a name, in braces where its words would part the list.
fn protected(part: &str) -> String {
    let parts_list = part.contains(',') || part.split(' ').any(|word| word == "and");
    if parts_list {
        format!("{{{}}}", escaped(part))
    } else {
        escaped(part)
    }
}

/// `text` with every character that TeX takes for its own escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '#' | '&' | '%' | '$' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '-' if before == '-' => out.push_str("{}-"),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

/// A path or address: only braces and the backslash mean anything there.
fn verbatim(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('{', "\\{")
        .replace('}', "\\}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::{Date, Reference, read_bibtex, read_csl_json, write_csl_json};
    use expect_test::expect;
    use proptest::prelude::*;

    fn essay() -> Record {
        Record {
            file: Some("essays/lim_nell--final.txt".into()),
            reference: Reference {
                title: Some("What {Nell} Loses: 100% Grief & Care in “The Lantern”".into()),
                authors: Name::parse_list("Bo Lim; Cy Tran Jr.; Candidate 0000"),
                date: Date::parse_iso("2019-03-04"),
                publisher: Some("Keep and Sons".into()),
                pages: Some("101-25".into()),
                ..Reference::default()
            },
            ..Record::default()
        }
    }

    #[test]
    fn an_essay_is_written_with_its_file() {
        expect![[r"
            @unpublished{lim2019what,
              author = {Lim, Bo and Tran, Jr., Cy and {Candidate 0000}},
              title = {{What \{Nell\} Loses: 100\% Grief \& Care in “The Lantern”}},
              institution = {{Keep and Sons}},
              year = {2019},
              month = {3},
              day = {4},
              pages = {101--25},
              note = {Student essay},
              file = {essays/lim_nell--final.txt},
            }
        "]]
        .assert_eq(&write_bibtex(&[essay()]));
    }

    /// Text as `read` leaves it: one line, one space between words.
    fn text() -> impl Strategy<Value = Option<String>> {
        let word =
            "[A-Za-z0-9é{}\\\\$%&#_~^“”’\"',;:.@=/\\-]{1,6}|[À-žΑ-ωА-я一-龯ﬁ]{1,5}|\\PC{1,4}";
        let text = prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "));
        prop::option::of(
            text.prop_map(|text| one_line(&text))
                .prop_filter("empty", |text| !text.is_empty()),
        )
    }

    /// One space between words.
    fn one_line(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn name() -> impl Strategy<Value = Name> {
        let given = "[A-Z][a-zé’&{}-]{1,6}( [A-Z]\\.)?|and|[ŁÉΑЖ][łéαж~]{1,4}|";
        let family = "((van|van der|de la|and|d’) )?[A-Z][a-zé’%,-]{1,7}( Jr\\.| III)?|[ŠØЖ][šøж]{1,5} [一-龯]{1,2}";
        let person = (given, family).prop_map(|(given, family)| Name { given, family });
        let literal = "[A-Za-z0-9&,{}\\\\~%_$#^“”'\"-]{1,6}( [A-Za-z0-9&,.{}-]{1,6}){0,2}";
        prop_oneof![person, literal.prop_map(|name| Name::literal(&name))]
    }

    prop_compose! {
        fn reference()(
            texts in prop::collection::vec(text(), 5),
            authors in prop::collection::vec(name(), 0..4),
            date in prop::option::of((1000i16..3000, 1u8..=12, 1u8..=28, 0..3)),
            pages in prop::option::of("[0-9]{1,3}-[0-9]{1,3}|[ivx]{1,3}-[ivx]{1,3}|e[0-9]{2}|[0-9]{2}, [0-9]{2}-[0-9]{2}"),
            url in prop::option::of("https://[a-z-]{1,9}\\.org/([A-Za-z0-9_%~#&=?+@:;,.!$'()*/{}\\\\-]|%[0-9A-F]{2}){0,9}"),
            doi in prop::option::of("10\\.[0-9]{4}/[A-Za-z0-9._;()<>:-]{1,9}"),
            kind in prop::option::of(prop::sample::select(vec![
                "article-journal", "article-newspaper", "book", "chapter", "thesis", "webpage",
                "report", "paper-conference", "speech",
            ])),
        ) -> Reference {
            let [title, container, volume, issue, publisher] =
                <[_; 5]>::try_from(texts).expect("five were asked for");
            let date = date.map(|(year, month, day, known)| Date {
                year,
                month: (known > 0).then_some(month),
                day: (known > 1).then_some(day),
            });
            let kind = kind.map(str::to_owned);
            let language = Some("en".to_owned());
            Reference {
                title, authors, date, language, container, volume, issue, pages, publisher, url,
                doi, kind,
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            works in prop::collection::vec((reference(), prop::option::of("[A-Za-z0-9/_ é&%#,()-]{1,9}\\.txt")), 0..4)
        ) {
            let records: Vec<Record> = works
                .into_iter()
                .map(|(reference, file)| {
                    let file = file.map(|file| one_line(&file));
                    Record { key: None, file, reference }
                })
                .collect();
            let keyed: Vec<Record> = records
                .iter()
                .zip(keys(&records))
                .map(|(record, key)| Record { key: Some(key), ..record.clone() })
                .collect();
            prop_assert_eq!(read_bibtex(&write_bibtex(&records)), Ok(keyed.clone()));
            prop_assert_eq!(read_csl_json(&write_csl_json(&records)), Ok(keyed));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(@[a-z]{0,5}\\{)?\\PC{0,60}", json in "[\\[{\"a:}\\]1]{0,20}") {
            let _ = (read_bibtex(&text), read_csl_json(&json));
        }
    }
}
