//! JSON of comparisons: the matrix, one theme across essays, essays side by side.

use super::json::{essay, passage, place, rounded};
use crate::compare::{Group, Matrix, MatrixRow, SideBySide, ThemeAcross};
use crate::profile::Profile;
use serde_json::{Map, Value, json};

/// All essays by these themes.
#[must_use]
pub fn matrix(profile: &Profile, themes: &[u16], matrix: &Matrix) -> Value {
    let essays: Vec<Value> = (matrix.rows.iter())
        .map(|row| {
            let shares = by_id(profile, themes, |theme| {
                let share = row.themes[theme];
                json!({"share": rounded(share.share), "passages": share.passages})
            });
            json!({"essay": essay(&row.essay, &row.path), "themes": shares})
        })
        .collect();
    json!({"themes": columns(profile, themes), "essays": essays})
}

/// Groups of essays by these themes.
#[must_use]
pub fn groups(
    profile: &Profile,
    themes: &[u16],
    (noun, groups): (&str, &[Group]),
    rows: &[MatrixRow],
) -> Value {
    let listed = groups.iter().map(|group| {
        let shares = by_id(profile, themes, |theme| {
            let share = group.themes[theme];
            json!({
                "share": rounded(share.share.share),
                "passages": share.share.passages,
                "essays": share.essays,
                "dispersion": share.dispersion.map(rounded),
            })
        });
        let paths: Vec<&str> = (group.essays.iter())
            .map(|at| rows[*at].path.as_str())
            .collect();
        json!({"group": group.label, "essays": paths, "words": group.words, "themes": shares})
    });
    let listed: Vec<Value> = listed.collect();
    json!({"by": noun, "themes": columns(profile, themes), "groups": listed})
}

fn columns(profile: &Profile, themes: &[u16]) -> Vec<Value> {
    let themes = themes.iter().map(|id| &profile.themes[usize::from(*id)]);
    themes
        .map(|theme| json!({"id": theme.id, "name": theme.name}))
        .collect()
}

fn by_id(profile: &Profile, themes: &[u16], value: impl Fn(usize) -> Value) -> Map<String, Value> {
    let themes = themes.iter().map(|id| usize::from(*id));
    themes
        .map(|theme| (profile.themes[theme].id.clone(), value(theme)))
        .collect()
}

/// One theme across essays.
#[must_use]
pub fn theme_across(profile: &Profile, across: &ThemeAcross) -> Value {
    let essays: Vec<Value> = (across.rows.iter())
        .map(|row| {
            json!({
                "essay": essay(&row.essay, &row.path),
                "share": rounded(row.share.share),
                "passages": row.share.passages,
                "best": Value::Object(passage(profile, &row.best)),
            })
        })
        .collect();
    json!({"theme": profile.themes[usize::from(across.theme)].id, "essays": essays})
}

/// Essays side by side.
#[must_use]
pub fn side_by_side(profile: &Profile, sides: &SideBySide) -> Value {
    let essays: Vec<Value> = sides
        .essays
        .iter()
        .map(|(stored, path)| json!(essay(stored, path)))
        .collect();
    let themes: Vec<Value> = (sides.themes.iter())
        .map(|row| {
            let shares: Vec<f64> = row
                .shares
                .iter()
                .map(|share| rounded(share.share))
                .collect();
            let best: Vec<Value> = (row.best.iter())
                .map(|best| {
                    best.as_ref()
                        .map_or(Value::Null, |p| Value::Object(passage(profile, p)))
                })
                .collect();
            let theme = &profile.themes[usize::from(row.theme)].id;
            json!({"theme": theme, "shares": shares, "best": best})
        })
        .collect();
    let pages: Vec<String> = sides.shared_pages.iter().map(ToString::to_string).collect();
    let keywords: Vec<Value> = (sides.keywords.iter())
        .map(|keyword| {
            json!({
                "word": keyword.word,
                "essay": keyword.essay,
                "counts": keyword.counts,
                "log_likelihood": rounded(keyword.log_likelihood),
                "log_ratio": rounded(keyword.log_ratio),
            })
        })
        .collect();
    let quotations: Vec<Value> = (sides.shared_quotations.iter())
        .map(|shared| {
            let places: Vec<Vec<Value>> = (shared.places.iter())
                .map(|places| places.iter().map(|(at, _)| place(at)).collect())
                .collect();
            json!({"text": shared.text, "places": places})
        })
        .collect();
    json!({
        "essays": essays,
        "themes": themes,
        "shared_quotations": quotations,
        "shared_pages": pages,
        "keywords": keywords,
    })
}
