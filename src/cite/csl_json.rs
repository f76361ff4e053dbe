//! References as CSL-JSON, written and read.
//!
//! The file an item describes stands in `custom`, where the schema leaves room
//! for it. An essay that appeared nowhere is a `manuscript` of the genre
//! "Student essay".
//!
//! Source: Citation Style Language 1.0.2, csl-data.json.

use super::record::{Record, RecordError, bare_doi, keys, stated};
use super::{Date, Name, Reference};
use serde_json::{Map, Value, json};

/// The genre by which an unpublished essay is known.
const STUDENT_ESSAY: &str = "Student essay";

/// Writes `records` as a CSL-JSON array, in their order; ends in a line break.
#[must_use]
pub fn write_csl_json(records: &[Record]) -> String {
    let items: Vec<Value> = records
        .iter()
        .zip(keys(records))
        .map(|(record, key)| item(record, key))
        .collect();
    format!("{:#}\n", Value::Array(items))
}

fn item(record: &Record, key: String) -> Value {
    let work = &record.reference;
    let mut item = Map::new();
    let mut put = |field: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(field.to_owned(), value);
        }
    };
    let text = |value: &Option<String>| value.clone().map(Value::String);
    let authors: Vec<Value> = work.authors.iter().map(written_name).collect();
    put("id", Some(key.into()));
    put(
        "type",
        Some(work.kind.as_deref().unwrap_or("manuscript").into()),
    );
    put("genre", work.kind.is_none().then(|| STUDENT_ESSAY.into()));
    put("title", text(&work.title));
    put(
        "author",
        (!authors.is_empty()).then_some(Value::Array(authors)),
    );
    put("issued", work.date.map(written_date));
    put("language", text(&work.language));
    put("container-title", text(&work.container));
    put("volume", text(&work.volume));
    put("issue", text(&work.issue));
    put("page", text(&work.pages));
    put("publisher", text(&work.publisher));
    put("URL", text(&work.url));
    put("DOI", text(&work.doi));
    put(
        "custom",
        record.file.as_ref().map(|file| json!({ "file": file })),
    );
    Value::Object(item)
}

fn written_name(name: &Name) -> Value {
    if name.given.is_empty() {
        return json!({ "literal": name.family });
    }
    match name.family_and_suffix() {
        (family, Some(suffix)) => {
            json!({ "family": family, "given": name.given, "suffix": suffix })
        }
        (family, None) => json!({ "family": family, "given": name.given }),
    }
}

/// A date as CSL's `date-parts`.
pub(super) fn written_date(date: Date) -> Value {
    let parts = [
        Some(i64::from(date.year)),
        date.month.map(i64::from),
        date.day.map(i64::from),
    ];
    json!({ "date-parts": [parts.into_iter().flatten().collect::<Vec<_>>()] })
}

/// Reads the items of a CSL-JSON array, or a single item, in their order.
///
/// What is no item is passed over; so is a field of another type than CSL's.
///
/// # Errors
/// If it is no JSON.
pub fn read_csl_json(text: &str) -> Result<Vec<Record>, RecordError> {
    let value: Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            RecordError::CslJson {
                line: error.line(),
                message: error.to_string(),
            }
        })?;
    let items = match value {
        Value::Array(items) => items,
        Value::Object(mut map) => match map.remove("items") {
            Some(Value::Array(items)) => items,
            _ => vec![Value::Object(map)],
        },
        _ => Vec::new(),
    };
    Ok(items
        .iter()
        .filter_map(Value::as_object)
        .map(record)
        .collect())
}

fn record(item: &Map<String, Value>) -> Record {
    let text = |field: &str| item.get(field).and_then(plain);
    let genre = text("genre");
    let kind =
        text("type").filter(|kind| kind != "manuscript" || genre.as_deref() != Some(STUDENT_ESSAY));
    let authors = item.get("author").and_then(Value::as_array);
    let reference = Reference {
        title: text("title"),
        authors: authors.into_iter().flatten().filter_map(name).collect(),
        date: item.get("issued").and_then(date),
        language: text("language"),
        container: text("container-title"),
        volume: text("volume"),
        issue: text("issue"),
        pages: text("page").map(|pages| pages.replace('–', "-")),
        publisher: text("publisher"),
        url: text("URL"),
        doi: text("DOI").map(|doi| bare_doi(&doi).to_owned()),
        kind,
    };
    let custom = item
        .get("custom")
        .and_then(|custom| custom.get("file"))
        .and_then(plain);
    let file = custom.or_else(|| text("file")).or_else(|| text("path"));
    Record {
        key: text("id"),
        file,
        reference,
    }
}

/// A string or a number, as text.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => stated(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn name(value: &Value) -> Option<Name> {
    let text = |field: &str| value.get(field).and_then(plain);
    if let Some(literal) = text("literal").or_else(|| plain(value)) {
        return Some(Name::literal(&literal));
    }
    let family = [
        text("dropping-particle"),
        text("non-dropping-particle"),
        text("family"),
    ];
    let family = family
        .into_iter()
        .chain([text("suffix")])
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let given = text("given").unwrap_or_default();
    match (family.is_empty(), given.is_empty()) {
        (true, true) => None,
        (true, false) => Some(Name::literal(&given)),
        _ => Some(Name { given, family }),
    }
}

fn date(value: &Value) -> Option<Date> {
    let written = plain(value)
        .or_else(|| value.get("raw").and_then(plain))
        .or_else(|| value.get("literal").and_then(plain));
    if let Some(written) = written {
        return Date::parse_iso(&written);
    }
    let parts = value.get("date-parts")?.get(0)?.as_array()?;
    let mut parts = parts.iter().map(|part| plain(part)?.parse::<i16>().ok());
    let year = parts.next()??;
    let month = parts
        .next()
        .flatten()
        .and_then(|month| u8::try_from(month).ok());
    let day = parts
        .next()
        .flatten()
        .and_then(|day| u8::try_from(day).ok());
    let day = day.filter(|_| month.is_some());
    Date::checked(year, month, day).or_else(|| Date::checked(year, None, None))
}
