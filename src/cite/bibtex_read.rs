//! References read from BibTeX and BibLaTeX.
//!
//! Fields are taken as text, never through BibLaTeX's types: those read
//! "Faber and Faber" as two publishers. Paths and addresses are taken from the
//! source, since the parser makes a dash of two hyphens.
//!
//! Sources: as for writing; for `file`, the manuals of `JabRef` and Zotero.

use super::bibtex::KINDS;
use super::record::{Record, RecordError, bare_doi, stated};
use super::{Date, Name, Reference};
use biblatex::{Bibliography, Chunk, ChunksExt, Entry, RawBibliography, RawChunk};
use std::collections::BTreeMap;

/// Fields whose text is no TeX.
const VERBATIM: [&str; 3] = ["file", "url", "doi"];

/// Stand for what braces protect in a list of names: space, comma, brace, brace.
const SPACE: char = '\u{e010}';
const COMMA: char = '\u{e011}';
const BEGIN: char = '\u{e012}';
const END: char = '\u{e013}';

/// Reads the entries of a BibTeX or BibLaTeX file, in their order.
///
/// # Errors
/// If it is broken, at the first place that is.
pub fn read_bibtex(text: &str) -> Result<Vec<Record>, RecordError> {
    let broken = |error: biblatex::ParseError| {
        let before = text.get(..error.span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        RecordError::Bibtex {
            line,
            message: error.kind.to_string(),
        }
    };
    let raw = RawBibliography::parse(text).map_err(broken)?;
    let plain: BTreeMap<String, String> = raw
        .entries
        .iter()
        .flat_map(|entry| {
            entry
                .v
                .fields
                .iter()
                .map(move |field| (entry.v.key.v, field))
        })
        .filter_map(|(key, field)| {
            let name = field.key.v.to_ascii_lowercase();
            let RawChunk::Normal(value) = field.value.v.first()?.v else {
                return None;
            };
            VERBATIM
                .contains(&&*name)
                .then(|| (format!("{key}\n{name}"), unescaped(value)))
        })
        .collect();
    let bibliography = Bibliography::from_raw(raw).map_err(broken)?;
    Ok(bibliography
        .iter()
        .map(|entry| record(entry, &plain))
        .collect())
}

fn record(entry: &Entry, plain: &BTreeMap<String, String>) -> Record {
    let text = |fields: &[&str]| {
        fields
            .iter()
            .find_map(|field| stated(&entry.get(field)?.format_verbatim()))
    };
    let plain = |field: &str| {
        plain
            .get(&format!("{}\n{field}", entry.key))
            .and_then(|v| stated(v))
    };
    let entry_type = entry.entry_type.to_string();
    let is_online = matches!(&*entry_type, "online" | "electronic" | "www");
    let (sites, publishers): (&[&str], &[&str]) = if is_online {
        (
            &["journaltitle", "journal", "booktitle", "organization"],
            &["publisher", "institution"],
        )
    } else {
        (
            &["journaltitle", "journal", "booktitle"],
            &["publisher", "institution", "school", "organization"],
        )
    };
    let url = plain("url");
    let reference = Reference {
        title: text(&["title"]).map(|title| match text(&["subtitle"]) {
            Some(subtitle) => format!("{title}: {subtitle}"),
            None => title,
        }),
        authors: entry.get("author").map(names).unwrap_or_default(),
        date: date(&text),
        language: text(&["language", "langid"]),
        container: text(sites),
        volume: text(&["volume"]),
        issue: text(&["number", "issue"]),
        pages: text(&["pages"]).map(|pages| pages.replace('–', "-")),
        publisher: text(publishers),
        kind: kind(
            &entry_type,
            text(&["entrysubtype"]).as_deref(),
            url.is_some(),
        ),
        doi: plain("doi").map(|doi| bare_doi(&doi).to_owned()),
        url,
    };
    Record {
        key: Some(entry.key.clone()),
        file: plain("file").map(|f| path(&f)),
        reference,
    }
}

fn kind(entry_type: &str, subtype: Option<&str>, has_url: bool) -> Option<String> {
    let known = KINDS
        .iter()
        .find(|(_, known)| *known == entry_type)
        .map(|(kind, _)| *kind);
    let kind = match (entry_type, subtype) {
        ("article", Some("magazine")) => Some("article-magazine"),
        ("article", Some("newspaper")) => Some("article-newspaper"),
        ("article" | "misc", Some(subtype)) => Some(subtype),
        ("phdthesis" | "mastersthesis", _) => Some("thesis"),
        ("techreport", _) => Some("report"),
        ("inbook", _) => Some("chapter"),
        ("electronic" | "www", _) => Some("webpage"),
        ("misc", None) if has_url => Some("webpage"),
        _ => known,
    };
    kind.map(str::to_owned)
}

/// `date`, or `year` with `month` and `day`; of a span of days, the first.
fn date(text: &impl Fn(&[&str]) -> Option<String>) -> Option<Date> {
    if let Some(date) = text(&["date"]) {
        return Date::parse_iso(date.split('/').next()?.trim_end_matches(['~', '?', '%']));
    }
    let year: String = text(&["year"])?
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take(4)
        .collect();
    let year = Date::parse_iso(&year)?.year;
    let month = text(&["month"]).and_then(|month| month_number(&month));
    let day = month.and_then(|_| text(&["day"])?.parse().ok());
    Date::checked(year, month, day).or_else(|| Date::checked(year, None, None))
}

fn month_number(text: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let lower = text.to_lowercase();
    let named = MONTHS.iter().position(|month| lower.starts_with(month));
    named
        .map(|at| at + 1)
        .and_then(|at| u8::try_from(at).ok())
        .or_else(|| lower.parse().ok())
}

/// The names of an author field, what its braces protect kept together.
fn names(chunks: &[biblatex::Spanned<Chunk>]) -> Vec<Name> {
    let mut list = String::new();
    for chunk in chunks {
        match &chunk.v {
            Chunk::Normal(text) | Chunk::Math(text) => list.push_str(text),
            Chunk::Verbatim(text) => {
                list.push(BEGIN);
                list.extend(text.chars().map(|c| match c {
                    ' ' => SPACE,
                    ',' => COMMA,
                    _ => c,
                }));
                list.push(END);
            }
        }
    }
    let parts = list.split_whitespace().collect::<Vec<_>>().join(" ");
    let names = parts
        .split(" and ")
        .filter(|part| *part != "others")
        .map(name);
    names.filter(|name| !name.family.is_empty()).collect()
}

fn name(part: &str) -> Name {
    let parts: Vec<String> = part.split(',').map(bare).collect();
    match &parts[..] {
        [family, given] => Name {
            given: given.clone(),
            family: family.clone(),
        },
        [family, suffix, given] => Name {
            given: given.clone(),
            family: format!("{family} {suffix}").trim().to_owned(),
        },
        _ if part.starts_with(BEGIN) && part.find(END) == Some(part.len() - END.len_utf8()) => {
            Name::literal(&bare(part))
        }
        _ => {
            let name = Name::parse(part);
            Name {
                given: bare(&name.given),
                family: bare(&name.family),
            }
        }
    }
}

/// `part` with what its braces protected as it was.
fn bare(part: &str) -> String {
    let text = part
        .replace([BEGIN, END], "")
        .replace(SPACE, " ")
        .replace(COMMA, ",");
    text.trim().to_owned()
}

/// A path or address as it was before it was written, outer braces gone.
fn unescaped(value: &str) -> String {
    let inner = value
        .strip_prefix('{')
        .and_then(|inner| inner.strip_suffix('}'))
        .unwrap_or(value);
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\'
            && chars
                .peek()
                .is_some_and(|next| r"\{}_%&#$~:".contains(*next));
        out.push(if escapes {
            chars.next().expect("one was peeked")
        } else {
            c
        });
    }
    out
}

/// The path in a `file` field: as it is, or out of "description:path:type".
fn path(field: &str) -> String {
    let is_type = |text: &str| {
        let mut parts = text.split('/');
        let is_word = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-+.".contains(&b))
        };
        parts.by_ref().take(2).all(is_word) && parts.next().is_none()
    };
    let first = field.split(';').next().unwrap_or(field);
    match first.split_once(':').zip(first.rsplit_once(':')) {
        Some(((before, _), (until, kind))) if before.len() < until.len() && is_type(kind) => {
            first[before.len() + 1..until.len()].to_owned()
        }
        _ => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "expect! makes values")]
    fn check(bibtex: &str, expected: Expect) {
        let found = match read_bibtex(bibtex) {
            Ok(records) => format!("{records:#?}"),
            Err(error) => error.to_string(),
        };
        let told = |line: &&str| !line.trim().starts_with("None") && !line.contains(": None");
        expected.assert_eq(&found.lines().filter(told).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn an_article_of_a_reference_manager_is_read() {
        check(
            r#"% a comment
            @string{nl = "Novel Lights"}
            @Article{sim10, author = {Sim, Wai-chew and {van der} Berg, Anna and others},
              title = "{Memory} and \"{U}bung", journaltitle = nl, date = {2010-05/2010-07},
              volume = 12, number = {3}, pages = {101--125}, publisher = {Keep and Sons},
              url = {https://example.org/a--b_c}, doi = {https://doi.org/10.1000/x_y},
              file = {Full Text:files/12/sim.pdf:application/pdf} }"#,
            expect![[r#"
                [
                    Record {
                        key: Some(
                            "sim10",
                        ),
                        file: Some(
                            "files/12/sim.pdf",
                        ),
                        reference: Reference {
                            title: Some(
                                "Memory and Übung",
                            ),
                            authors: [
                                Name {
                                    given: "Wai-chew",
                                    family: "Sim",
                                },
                                Name {
                                    given: "Anna",
                                    family: "van der Berg",
                                },
                            ],
                            date: Some(
                                Date {
                                    year: 2010,
                                    month: Some(
                                        5,
                                    ),
                                },
                            ),
                            container: Some(
                                "Novel Lights",
                            ),
                            volume: Some(
                                "12",
                            ),
                            issue: Some(
                                "3",
                            ),
                            pages: Some(
                                "101-125",
                            ),
                            publisher: Some(
                                "Keep and Sons",
                            ),
                            url: Some(
                                "https://example.org/a--b_c",
                            ),
                            doi: Some(
                                "10.1000/x_y",
                            ),
                            kind: Some(
                                "article-journal",
                            ),
                        },
                    },
                ]"#]],
        );
    }

    #[test]
    fn names_are_parted_where_braces_allow() {
        check(
            "@misc{a, author = {{Keep and Sons, Ltd} and Bo {van Lim} and Tran, Jr., Cy}}",
            expect![[r#"
                [
                    Record {
                        key: Some(
                            "a",
                        ),
                        reference: Reference {
                            authors: [
                                Name {
                                    given: "",
                                    family: "Keep and Sons, Ltd",
                                },
                                Name {
                                    given: "Bo",
                                    family: "van Lim",
                                },
                                Name {
                                    given: "Cy",
                                    family: "Tran Jr.",
                                },
                            ],
                        },
                    },
                ]"#]],
        );
    }

    #[test]
    fn a_broken_file_says_where() {
        check(
            "@book{a,\n title = {A},\n year = mmxx }",
            expect![[r#"BibTeX is broken in line 3: unknown abbreviation "mmxx""#]],
        );
        check(
            "@book{a,\n title = {A",
            expect!["BibTeX is broken in line 2: unexpected end of file"],
        );
        check("no entry at all", expect!["[]"]);
    }

    #[test]
    fn a_path_comes_out_of_its_field() {
        for (field, expected) in [
            ("essays/a.txt", "essays/a.txt"),
            (":essays/a.pdf:PDF", "essays/a.pdf"),
            (
                "PDF:C:/essays/a.pdf:application/pdf;B:b.pdf:PDF",
                "C:/essays/a.pdf",
            ),
            ("a; b.txt", "a; b.txt"),
            ("C:/essays/a.txt", "C:/essays/a.txt"),
        ] {
            assert_eq!(path(field), expected);
        }
    }
}
