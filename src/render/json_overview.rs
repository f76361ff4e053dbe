//! JSON of what the corpus says of one theme or character: the years, and what
//! it goes together with.

use super::json::rounded;
use crate::compare::{Companion, Companions, Discussed, Overview, Trend};
use crate::profile::Profile;
use serde_json::{Map, Value, json};

/// The years, the essays without a date, and what it goes together with: fields
/// of the answer on one theme or character.
#[must_use]
pub fn overview(profile: &Profile, overview: &Overview) -> Map<String, Value> {
    let mut fields = trend(&overview.trend);
    let together = together(profile, &overview.together);
    fields.insert("together".to_string(), together);
    fields
}

/// The years, and the essays without a date: fields.
#[must_use]
pub fn trend(trend: &Trend) -> Map<String, Value> {
    let years = trend.years.iter().map(|(year, said)| {
        let mut fields = discussed(said);
        fields.insert("year".to_string(), json!(year));
        Value::Object(fields)
    });
    let mut fields = Map::new();
    fields.insert("years".to_string(), years.collect());
    let undated = discussed(&trend.undated);
    fields.insert("undated".to_string(), Value::Object(undated));
    fields
}

fn discussed(said: &Discussed) -> Map<String, Value> {
    let fields = [
        ("essays", json!(said.essays)),
        ("of", json!(said.of)),
        ("passages", json!(said.passages)),
        ("share", json!(rounded(said.share()))),
    ];
    let fields = fields.into_iter();
    fields
        .map(|(name, value)| (name.to_string(), value))
        .collect()
}

fn together(profile: &Profile, together: &Companions) -> Value {
    let themes = together.themes.iter().map(|one| {
        let id = &profile.themes[usize::from(one.id)].id;
        companion("theme", id, one)
    });
    let characters = together.characters.iter().map(|one| {
        let name = &profile.characters[usize::from(one.id)].name;
        companion("character", name, one)
    });
    json!({
        "themes": themes.collect::<Vec<_>>(),
        "characters": characters.collect::<Vec<_>>(),
    })
}

fn companion(noun: &str, name: &str, one: &Companion) -> Value {
    json!({
        noun: name,
        "passages": one.passages,
        "of": one.of,
        "essays": one.essays,
        "lift": rounded(one.lift),
        "log_likelihood": rounded(one.log_likelihood),
        "log_dice": rounded(one.log_dice),
    })
}
