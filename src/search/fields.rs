//! Fields: what a query can ask of besides words, and which values they take.

use super::filters::Glob;
use super::{Node, PageRange, YearRange};
use crate::profile::{Profile, UnknownName};

/// The fields that a query can name.
const FIELDS: &[&str] = &[
    "title",
    "author",
    "theme",
    "character",
    "place",
    "page",
    "year",
    "essay",
    "in",
];

/// The field with this name, in whatever case.
pub(super) fn known(name: &str) -> Option<&'static str> {
    let is_named = |field: &&&str| field.eq_ignore_ascii_case(name);
    FIELDS.iter().find(is_named).copied()
}

/// What to say of a name that is no field's.
pub(super) fn unknown(name: &str) -> String {
    let nearest = UnknownName::new("field", name, FIELDS.iter().copied()).nearest;
    let is_slip = |field: &&String| strsim::osa_distance(field, name) <= 2;
    match nearest.iter().find(is_slip) {
        Some(field) => format!(
            "no field `{name}:`; write `{field}:`, or put a space after the colon if it is a word"
        ),
        None => format!(
            "no field `{name}:`; put a space after the colon if it is a word, or write one of {}",
            FIELDS.join(", ")
        ),
    }
}

/// Checks a value's form.
///
/// # Errors
/// A message that says what would do.
pub(super) fn check_form(name: &str, value: &str) -> Result<(), String> {
    match name {
        "page" => value.parse::<PageRange>().map(|_| ()),
        "year" => value.parse::<YearRange>().map(|_| ()),
        "essay" => Glob::new(value)
            .map(|_| ())
            .map_err(|error| error.to_string()),
        "in" => is_quotation(value).map(|_| ()),
        _ => Ok(()),
    }
}

/// Checks a value's form, and that the profile knows what it names.
///
/// # Errors
/// A message that says what would do.
pub(super) fn check_name(profile: &Profile, name: &str, value: &str) -> Result<(), String> {
    let known = match name {
        "theme" => profile.theme_id(value),
        "character" => profile.character_id(value),
        "place" => profile.place_id(value),
        _ => return check_form(name, value),
    };
    known.map(|_| ()).map_err(|error| error.to_string())
}

/// Whether `in:` asks for words inside quotation marks, or for those outside.
///
/// # Errors
/// If the value is none of the two.
pub(super) fn is_quotation(value: &str) -> Result<bool, String> {
    match value.to_ascii_lowercase().as_str() {
        "quotation" | "quotations" => Ok(true),
        "commentary" => Ok(false),
        _ => Err(format!(
            "`in:` takes quotation or commentary, not `{value}`"
        )),
    }
}

/// The fields whose values a name is, each with the name that the profile shows.
pub(super) fn naming(profile: &Profile, name: &str) -> Vec<Node> {
    let field = |name, value: &str| Node::Field {
        name,
        value: value.to_string(),
    };
    let theme = profile.theme_id(name).ok();
    let theme = theme.map(|id| field("theme", &profile.themes[usize::from(id)].id));
    let character = profile.character_id(name).ok();
    let character =
        character.map(|id| field("character", &profile.characters[usize::from(id)].name));
    let place = profile.place_id(name).ok();
    let place = place.map(|id| field("place", &profile.places[usize::from(id)].name));
    [theme, character, place].into_iter().flatten().collect()
}
