//! Lists of references beside essays: `essays.csv`, CSL-JSON.
//!
//! What such a list states outweighs what a file states of itself. Readers of
//! other formats (BibTeX) hand their references to [`Sidecar::insert`].

use super::metadata::{Stated, field_of};
use super::sniff::extension;
use super::{Essay, ReadError, encoding};
use crate::cite::{Reference, read_bibtex};
use rustc_hash::FxHashMap;
use serde_json::Value;

/// References by the path of the essay they describe.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sidecar {
    references: FxHashMap<String, Reference>,
}

impl Sidecar {
    /// Whether a file called `name` is such a list: `essays.csv`, `essays.tsv`,
    /// `essays.json`, `*.csl.json` or `*.bib`.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        let name = name.to_lowercase();
        matches!(name.as_str(), "essays.csv" | "essays.tsv" | "essays.json")
            || name.ends_with(".csl.json")
            || extension(&name) == "bib"
    }

    /// Reads the list in a file called `name`: CSV with a header row that has
    /// a column `path`, `file` or `filename`, or CSL-JSON whose items name
    /// their file there or in `id`.
    ///
    /// # Errors
    /// [`ReadError::BadSidecar`] if it is neither, or names no files.
    pub fn parse(bytes: &[u8], name: &str) -> Result<Sidecar, ReadError> {
        let text = encoding::decode(bytes)?.text;
        match extension(name).as_str() {
            "json" => parse_json(&text),
            "csv" | "tsv" => parse_csv(&text),
            "bib" => parse_bibtex(&text),
            other => Err(bad(&format!("`{other}` is neither `csv` nor `json`"))),
        }
    }

    /// Adds the reference of the essay at `path`, relative to the list's folder.
    pub fn insert(&mut self, path: &str, reference: Reference) {
        self.references.insert(key(path), reference);
    }

    /// How many essays it describes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.references.len()
    }

    /// Whether it describes none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.references.is_empty()
    }

    /// Lets what is stated of the essay at `relative_path` override what was
    /// read from it; such fields are no longer guessed.
    pub fn apply(&self, relative_path: &str, essay: &mut Essay) {
        let Some(stated) = self.references.get(&key(relative_path)) else {
            return;
        };
        let reference = &mut essay.reference;
        let mut known = Vec::new();
        if !stated.authors.is_empty() {
            reference.authors.clone_from(&stated.authors);
            known.push("authors");
        }
        if stated.date.is_some() {
            reference.date = stated.date;
            known.push("date");
        }
        if stated.title.is_some() {
            known.push("title");
        }
        if stated.language.is_some() {
            known.push("language");
        }
        for (field, value) in [
            (&mut reference.title, &stated.title),
            (&mut reference.language, &stated.language),
            (&mut reference.container, &stated.container),
            (&mut reference.volume, &stated.volume),
            (&mut reference.issue, &stated.issue),
            (&mut reference.pages, &stated.pages),
            (&mut reference.publisher, &stated.publisher),
            (&mut reference.url, &stated.url),
            (&mut reference.doi, &stated.doi),
            (&mut reference.kind, &stated.kind),
        ] {
            if value.is_some() {
                field.clone_from(value);
            }
        }
        essay
            .guessed
            .retain(|field| !known.contains(&field.as_str()));
    }
}

fn bad(message: &str) -> ReadError {
    ReadError::BadSidecar(message.to_owned())
}

/// One spelling for a path: forward slashes, no `./` before it.
fn key(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").unwrap_or(&path).to_owned()
}

/// Names of the column or field that names the file.
fn is_path_field(name: &str) -> bool {
    matches!(
        name.trim().to_ascii_lowercase().as_str(),
        "path" | "file" | "filename" | "file name" | "essay"
    )
}

fn parse_csv(text: &str) -> Result<Sidecar, ReadError> {
    let header_line = text.lines().next().unwrap_or("");
    let mark = [',', ';', '\t']
        .into_iter()
        .max_by_key(|mark| header_line.matches(*mark).count())
        .expect("there are three marks");
    let mut rows = rows(text, mark).into_iter();
    let header = rows.next().ok_or_else(|| bad("it is empty"))?;
    let path_at = header
        .iter()
        .position(|name| is_path_field(name))
        .ok_or_else(|| bad("no column `path`, `file` or `filename`"))?;
    let mut sidecar = Sidecar::default();
    for row in rows {
        let Some(path) = row.get(path_at).filter(|p| !p.trim().is_empty()) else {
            continue;
        };
        let mut stated = Stated::default();
        for (name, value) in header.iter().zip(&row) {
            stated.take(field_of(name), value);
        }
        sidecar.insert(path.trim(), stated.reference);
    }
    Ok(sidecar)
}

/// The rows of a CSV text (RFC 4180): quoted fields may hold marks and lines.
fn rows(text: &str, mark: char) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut field, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => field.push('"'),
            '"' if is_quoted || field.trim().is_empty() => is_quoted = !is_quoted,
            _ if is_quoted => field.push(c),
            '\r' => {}
            '\n' => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            _ if c == mark => row.push(std::mem::take(&mut field)),
            _ => field.push(c),
        }
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field);
        rows.push(row);
    }
    rows
}

fn parse_bibtex(text: &str) -> Result<Sidecar, ReadError> {
    let mut sidecar = Sidecar::default();
    for record in read_bibtex(text).map_err(|error| bad(&error.to_string()))? {
        if let Some(file) = record.file {
            sidecar.insert(&file, record.reference);
        }
    }
    Ok(sidecar)
}

fn parse_json(text: &str) -> Result<Sidecar, ReadError> {
    let value: Value = serde_json::from_str(text).map_err(|error| bad(&error.to_string()))?;
    let items = match &value {
        Value::Array(items) => items.as_slice(),
        Value::Object(object) => object
            .get("items")
            .and_then(Value::as_array)
            .map_or(&[][..], |i| i),
        _ => &[],
    };
    let mut sidecar = Sidecar::default();
    for item in items.iter().filter_map(Value::as_object) {
        let named = item
            .iter()
            .find(|(name, _)| is_path_field(name))
            .or(item.get_key_value("id"));
        let Some(path) = named.and_then(|(_, path)| path.as_str()) else {
            continue;
        };
        sidecar.insert(path, csl_reference(item));
    }
    if sidecar.is_empty() {
        Err(bad("no item names a file"))
    } else {
        Ok(sidecar)
    }
}

fn csl_reference(item: &serde_json::Map<String, Value>) -> Reference {
    let mut stated = Stated::default();
    for (name, value) in item {
        match (name.as_str(), value) {
            ("DOI", Value::String(text)) => stated.take("doi", text),
            ("URL", Value::String(text)) => stated.take("url", text),
            (_, Value::String(text)) => stated.take(field_of(name), text),
            (_, Value::Number(number)) => stated.take(field_of(name), &number.to_string()),
            ("author", Value::Array(people)) => {
                for person in people {
                    take_person(person, &mut stated);
                }
            }
            ("issued", Value::Object(date)) => stated.take("date", &csl_date(date)),
            _ => {}
        }
    }
    stated.reference
}

fn take_person(person: &Value, stated: &mut Stated) {
    let part = |name: &str| person.get(name).and_then(Value::as_str).unwrap_or("");
    let name = match (part("family"), part("literal")) {
        ("", literal) => crate::cite::Name {
            given: String::new(),
            family: literal.to_owned(),
        },
        (family, _) => crate::cite::Name {
            given: part("given").to_owned(),
            family: family.to_owned(),
        },
    };
    if !name.family.is_empty() {
        stated.reference.authors.push(name);
    }
}

/// `date-parts`, or what else the item has, as text that dates are found in.
fn csl_date(date: &serde_json::Map<String, Value>) -> String {
    let parts = date
        .get("date-parts")
        .and_then(|p| p.get(0))
        .and_then(Value::as_array);
    let number = |v: &Value| {
        v.as_u64()
            .or_else(|| v.as_str().and_then(|s| s.parse().ok()))
    };
    match parts {
        Some(parts) => {
            let parts: Vec<_> = parts
                .iter()
                .filter_map(number)
                .map(|n| format!("{n:02}"))
                .collect();
            parts.join("-")
        }
        None => ["raw", "literal"]
            .iter()
            .find_map(|k| date.get(*k).and_then(Value::as_str))
            .unwrap_or("")
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, name: &str) {
        let mut essay = super::super::read(
            b"Some Head\n\nby Cy Dow\n\nUne phrase en prose, et rien.",
            "a.txt",
        )
        .expect("it is an essay");
        assert_eq!(essay.guessed, ["authors", "title"]);
        let sidecar = Sidecar::parse(text.as_bytes(), name).expect("it is a list");
        sidecar.apply("./sub/a.txt", &mut essay);
        let authors: Vec<_> = essay
            .reference
            .authors
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            essay.reference.title.as_deref(),
            Some("On \"Waiting\", again")
        );
        assert_eq!(authors, ["Ann Bell", "Eve Fox"]);
        assert_eq!(
            essay.reference.date.map(|d| d.to_string()).as_deref(),
            Some("2019-05-02")
        );
        assert!(essay.guessed.is_empty());
    }

    #[test]
    fn a_list_beside_the_essays_outweighs_them() {
        check(
            "\u{feff}File,Title,Author(s),Date\r\nsub/a.txt,\"On \"\"Waiting\"\", again\",Ann Bell; Eve Fox,2019-05-02\r\n",
            "essays.csv",
        );
        check(
            r#"[{"id": "sub/a.txt", "title": "On \"Waiting\", again", "issued": {"date-parts": [[2019, 5, 2]]},
              "author": [{"family": "Bell", "given": "Ann"}, {"family": "Fox", "given": "Eve"}]}]"#,
            "refs.json",
        );
    }

    #[test]
    fn a_list_without_files_is_refused() {
        assert!(Sidecar::parse(b"title,author\nx,y\n", "essays.csv").is_err());
        assert!(Sidecar::parse(b"{", "refs.json").is_err());
    }
}
