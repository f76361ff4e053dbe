//! Names: from what a user types to a theme, a character or a place.
//!
//! Case and accents make no difference. A name that is not known is answered
//! with the nearest that are (optimal string alignment distance, strsim).

use super::{Entity, Profile};
use crate::text::fold;
use rustc_hash::FxHashSet;
use thiserror::Error;

/// Most names that an error suggests.
const SUGGESTIONS: usize = 3;

/// A name that the profile does not know.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unknown {kind} `{name}`; {}", suggest(.nearest))]
pub struct UnknownName {
    /// What was looked for: `theme`, `character`, `place` or `profile`.
    pub kind: &'static str,
    /// The name as given.
    pub name: String,
    /// The nearest known names, nearest first; never empty if any is known.
    pub nearest: Vec<String>,
}

fn suggest(nearest: &[String]) -> String {
    match nearest {
        [] => "none are known".to_owned(),
        [one] => format!("did you mean `{one}`?"),
        many => format!("the nearest are `{}`", many.join("`, `")),
    }
}

impl UnknownName {
    /// Says that `name` is none of `known`, and which of them are nearest.
    pub fn new<'a>(
        kind: &'static str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> UnknownName {
        let wanted = fold(name);
        let mut ranked: Vec<(usize, &str)> = known
            .into_iter()
            .map(|known| (distance(&wanted, &fold(known)), known))
            .collect();
        ranked.sort_by_key(|(distance, _)| *distance);
        let nearest_distance = ranked.first().map_or(0, |(distance, _)| *distance);
        let nearest = ranked
            .into_iter()
            .take_while(|(distance, _)| *distance <= nearest_distance + 1)
            .take(SUGGESTIONS)
            .map(|(_, name)| name.to_owned())
            .collect();
        UnknownName {
            kind,
            name: name.to_owned(),
            nearest,
        }
    }
}

/// Edits from `wanted` to `known`; one word of several counts nearly as the whole.
fn distance(wanted: &str, known: &str) -> usize {
    let whole = strsim::osa_distance(wanted, known);
    let part = known
        .split_whitespace()
        .map(|word| strsim::osa_distance(wanted, word) + 1)
        .min();
    part.map_or(whole, |part| part.min(whole))
}

impl Profile {
    /// The number of the theme with this id or name.
    ///
    /// # Errors
    /// When there is none; the error lists the nearest ids.
    pub fn theme_id(&self, name: &str) -> Result<u16, UnknownName> {
        let wanted = fold(name);
        let found = self
            .themes
            .iter()
            .position(|theme| fold(&theme.id) == wanted || fold(&theme.name) == wanted);
        number(found).ok_or_else(|| {
            UnknownName::new(
                "theme",
                name,
                self.themes.iter().map(|theme| theme.id.as_str()),
            )
        })
    }

    /// The number of the character with this name, alias or short form.
    ///
    /// # Errors
    /// When there is none; the error lists the nearest names.
    pub fn character_id(&self, name: &str) -> Result<u16, UnknownName> {
        entity_id("character", &self.characters, name)
    }

    /// The number of the place with this name or alias.
    ///
    /// # Errors
    /// When there is none; the error lists the nearest names.
    pub fn place_id(&self, name: &str) -> Result<u16, UnknownName> {
        entity_id("place", &self.places, name)
    }
}

impl Profile {
    /// The name that one word is another spelling of: an alias or a wrong form
    /// of one word, of which no name consists.
    #[must_use]
    pub fn spelling(&self, word: &str) -> Option<&str> {
        let wanted = fold(word);
        let entities = self.characters.iter().chain(&self.places);
        let names = entities.map(|entity| (entity.name.as_str(), &entity.aliases));
        let author = (self.author.family.as_str(), &self.author.wrong_forms);
        let names: Vec<_> = names.chain([author]).collect();
        let is_name = |name: &str| name.split(' ').any(|part| fold(part) == wanted);
        if names.iter().any(|(name, _)| is_name(name)) {
            return None;
        }
        let is_form = |forms: &Vec<String>| forms.iter().any(|form| fold(form) == wanted);
        let (name, _) = names.into_iter().find(|(_, forms)| is_form(forms))?;
        name.split(' ')
            .min_by_key(|part| strsim::osa_distance(&fold(part), &wanted))
    }
}

/// Every form of a name that a profile knows, to tell at once what is none.
#[derive(Debug)]
pub struct KnownNames(FxHashSet<String>);

impl KnownNames {
    /// Whether `name` may be one of a theme, a character or a place.
    #[must_use]
    pub fn may_hold(&self, name: &str) -> bool {
        self.0.contains(&bare(name))
    }
}

impl Profile {
    /// The forms of all its names.
    #[must_use]
    pub fn known_names(&self) -> KnownNames {
        let themes = self
            .themes
            .iter()
            .flat_map(|theme| [&theme.id, &theme.name]);
        let entities = self.characters.iter().chain(&self.places);
        let forms = entities.flat_map(|entity| {
            let others = entity.aliases.iter().chain(&entity.short_forms);
            others.chain([&entity.name])
        });
        KnownNames(themes.chain(forms).map(|form| bare(form)).collect())
    }
}

fn entity_id(kind: &'static str, entities: &[Entity], name: &str) -> Result<u16, UnknownName> {
    let wanted = bare(name);
    let by_name = entities
        .iter()
        .position(|entity| bare(&entity.name) == wanted);
    let by_alias = || {
        entities.iter().position(|entity| {
            entity
                .aliases
                .iter()
                .chain(&entity.short_forms)
                .any(|form| bare(form) == wanted)
        })
    };
    number(by_name.or_else(by_alias)).ok_or_else(|| {
        UnknownName::new(
            kind,
            name,
            entities.iter().map(|entity| entity.name.as_str()),
        )
    })
}

/// A name without case, marks and a leading article.
fn bare(name: &str) -> String {
    let folded = fold(name);
    let folded = folded.strip_prefix("the ").unwrap_or(&folded);
    folded
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .collect()
}

fn number(position: Option<usize>) -> Option<u16> {
    position.and_then(|at| u16::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> Profile {
        Profile::built_in("never-let-me-go").expect("it is built in")
    }

    #[test]
    fn a_name_is_found_by_any_of_its_forms() {
        let profile = profile();
        assert_eq!(profile.theme_id("Memory"), profile.theme_id("memory"));
        assert_eq!(
            profile.character_id("kathy h"),
            profile.character_id("Kath")
        );
        assert_eq!(
            profile.place_id("cottages"),
            profile.place_id("The Cottages")
        );
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let error = profile().theme_id("memry").expect_err("no theme");
        assert_eq!(
            error.to_string(),
            "unknown theme `memry`; did you mean `memory`?"
        );
        let error = profile().character_id("Lucie").expect_err("no character");
        assert!(error.nearest.contains(&"Miss Lucy".to_owned()), "{error}");
    }

    #[test]
    fn another_spelling_of_a_name_leads_to_it() {
        let profile = profile();
        assert_eq!(profile.spelling("halisham"), Some("Hailsham"));
        assert_eq!(profile.spelling("Hailsham"), None);
        assert_eq!(profile.spelling("tape"), None);
    }

    #[test]
    fn with_nothing_known_nothing_is_suggested() {
        let error = UnknownName::new("theme", "x", []);
        assert_eq!(error.to_string(), "unknown theme `x`; none are known");
    }
}
