//! Loading: from TOML to a [`Profile`], with the line and reason of every fault.
//!
//! A profile is refused only where the program could not work with it: TOML
//! that is none, an entry that cannot be read, a name that stands for nothing.
//! What is merely doubtful is for [`Profile::check`].

use super::names::UnknownName;
use super::{Choice, Entry, Profile};
use thiserror::Error;

/// The profiles that come with the program: name and TOML, the default first.
const BUILT_IN: &[(&str, &str)] = &[
    ("never-let-me-go", include_str!("never-let-me-go.toml")),
    ("frankenstein", include_str!("frankenstein.toml")),
];

/// Most themes of a profile: the tagger keeps a set of them in 64 bits.
pub(crate) const MAX_THEMES: usize = 64;

/// A profile that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// No profile of this name is built in.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// Something in the file is wrong.
    #[error("`{source_name}` line {line}, column {column}: {reason}")]
    Invalid {
        /// Where the TOML came from.
        source_name: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
}

impl Profile {
    /// The names of the profiles that are built in, the default first.
    #[must_use]
    pub fn built_in_names() -> Vec<&'static str> {
        BUILT_IN.iter().map(|(name, _)| *name).collect()
    }

    /// Loads a profile that is built in.
    ///
    /// # Errors
    /// When none has this name; the error lists the nearest.
    ///
    /// ```
    /// let profile = norfolk::profile::Profile::built_in("never-let-me-go").unwrap();
    /// assert_eq!(profile.themes.len(), 18);
    /// ```
    pub fn built_in(name: &str) -> Result<Profile, ProfileError> {
        let wanted = name.to_lowercase();
        if let Some((known, text)) = BUILT_IN.iter().find(|(known, _)| *known == wanted) {
            return Profile::from_toml(text, known);
        }
        let known = BUILT_IN.iter().map(|(known, _)| *known);
        Err(UnknownName::new("profile", name, known).into())
    }

    /// Reads a profile from TOML; `source_name` is what errors call it.
    ///
    /// # Errors
    /// When the TOML is faulty, a key is unknown or missing, an entry cannot be
    /// read, or a name refers to nothing; with line and reason.
    pub fn from_toml(text: &str, source_name: &str) -> Result<Profile, ProfileError> {
        let invalid = |(offset, reason): (usize, String)| {
            let (line, column) = line_and_column(text, offset);
            ProfileError::Invalid {
                source_name: source_name.to_owned(),
                line,
                column,
                reason,
            }
        };
        let mut profile: Profile = toml::from_str(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            invalid((offset, one_line(error.message())))
        })?;
        profile.validate(text).map_err(invalid)?;
        text.clone_into(&mut profile.source);
        Ok(profile)
    }

    /// The TOML it was read from, for an index to keep.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it is one of those built in, unchanged.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        BUILT_IN
            .iter()
            .any(|(name, text)| *name == self.id && *text == self.source)
    }

    /// Finds the first fault that the types do not see: where, and what.
    fn validate(&self, text: &str) -> Result<(), (usize, String)> {
        let at = |needle: &str| offset_of(text, needle);
        if self.themes.len() > MAX_THEMES {
            return Err((
                0,
                format!("{} themes; {MAX_THEMES} at most", self.themes.len()),
            ));
        }
        for (source, is_name) in self.entries() {
            let entry = if is_name {
                Ok(None)
            } else {
                Entry::parse(source).map(Some)
            };
            let entry = entry.map_err(|error| (at(source), error.to_string()))?;
            if let Some(id) = entry.and_then(|entry| self.unknown_euphemism(&entry)) {
                return Err((
                    at(source),
                    format!("entry `{source}` names no euphemism `{id}`"),
                ));
            }
        }
        for entity in self.characters.iter().chain(&self.places) {
            if let Some(theme) = entity.themes.iter().find(|id| self.theme_id(id).is_err()) {
                let error = self.theme_id(theme).expect_err("it was not found");
                return Err((at(theme), format!("`{}`: {error}", entity.name)));
            }
        }
        self.duplicate_name().map_or(Ok(()), |(kind, name)| {
            Err((
                text.rfind(name).unwrap_or(0),
                format!("two {kind} are called `{name}`"),
            ))
        })
    }

    fn unknown_euphemism(&self, entry: &Entry) -> Option<String> {
        let choices = entry.slots.iter().flat_map(|slot| &slot.choices);
        choices.into_iter().find_map(|choice| match choice {
            Choice::Euphemism(id) if !self.euphemisms.iter().any(|e| e.id == *id) => {
                Some(id.clone())
            }
            _ => None,
        })
    }

    fn duplicate_name(&self) -> Option<(&'static str, &str)> {
        let twice = |names: Vec<&'_ str>| -> Option<usize> {
            (1..names.len()).find(|at| names[..*at].contains(&names[*at]))
        };
        let characters: Vec<_> = self.characters.iter().map(|c| c.name.as_str()).collect();
        let places: Vec<_> = self.places.iter().map(|p| p.name.as_str()).collect();
        let themes: Vec<_> = self.themes.iter().map(|t| t.id.as_str()).collect();
        [
            ("characters", characters),
            ("places", places),
            ("themes", themes),
        ]
        .into_iter()
        .find_map(|(kind, names)| twice(names.clone()).map(|at| (kind, names[at])))
    }

    /// Every entry of the profile, and whether it is a name (which has no notation).
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, bool)> {
        let themes = self.themes.iter().flat_map(|theme| {
            [
                &theme.strong,
                &theme.medium,
                &theme.weak,
                &theme.false_friends,
            ]
            .into_iter()
            .flatten()
        });
        let euphemisms = self.euphemisms.iter().flat_map(|euphemism| {
            [&euphemism.forms, &euphemism.cues, &euphemism.ordinary]
                .into_iter()
                .chain([&euphemism.before, &euphemism.not_after])
                .flatten()
        });
        let entities = || self.characters.iter().chain(&self.places);
        let required = entities().flat_map(|entity| &entity.requires);
        let names = entities().flat_map(|entity| {
            [&entity.aliases, &entity.short_forms, &entity.blockers]
                .into_iter()
                .flatten()
        });
        let entries = themes
            .chain(euphemisms)
            .chain(required)
            .map(|entry| (entry.as_str(), false));
        entries.chain(names.map(|name| (name.as_str(), true)))
    }
}

/// Where `needle` stands in `text` as a TOML string; 0 if it was written otherwise.
pub(crate) fn offset_of(text: &str, needle: &str) -> usize {
    let quoted = |mark| text.find(&format!("{mark}{needle}{mark}"));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(0)
}

/// Line and column, from 1, of a byte offset.
pub(crate) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    const HEAD: &str = "id = \"x\"\nwork = { title = \"T\", year = 1900 }\n\
                        author = { given = \"A\", family = \"B\" }\n";

    fn check(rest: &str, expected: &Expect) {
        let result = Profile::from_toml(&format!("{HEAD}{rest}"), "x.toml");
        expected.assert_eq(&match result {
            Ok(profile) => format!("ok: {} themes", profile.themes.len()),
            Err(error) => error.to_string(),
        });
    }

    #[test]
    fn every_built_in_profile_loads_and_keeps_its_source() {
        for name in Profile::built_in_names() {
            let profile = Profile::built_in(name).expect("a built-in profile loads");
            let again = Profile::from_toml(profile.source(), name).expect("its source loads");
            assert_eq!(profile, again);
        }
    }

    #[test]
    fn an_unknown_profile_is_answered_with_the_nearest() {
        let error = Profile::built_in("never-let-go").expect_err("no such profile");
        assert!(
            error
                .to_string()
                .contains("did you mean `never-let-me-go`?"),
            "{error}"
        );
    }

    #[test]
    fn a_fault_is_shown_with_its_line_and_reason() {
        check("", &expect!["ok: 0 themes"]);
        check(
            "colour = 1\n",
            &expect![
                "`x.toml` line 4, column 1: unknown field `colour`, expected one of `id`, `work`, `author`, `editions`, `chapters`, `characters`, `places`, `euphemisms`, `themes`"
            ],
        );
        check(
            "[[themes]]\nid = \"t\"\n",
            &expect!["`x.toml` line 4, column 1: missing field `name`"],
        );
        check(
            "[[themes]]\nid = \"t\"\nname = \"T\"\nstrong = [\"a\", \"{WHO}\"]\n",
            &expect![
                "`x.toml` line 7, column 16: entry `{WHO}` has `{WHO}`; only `{CHAR}`, `{EUPH}` and `{EUPH:id}` are known"
            ],
        );
        check(
            "[[themes]]\nid = \"t\"\nname = \"T\"\nstrong = [\"{EUPH:go}\"]\n",
            &expect!["`x.toml` line 7, column 11: entry `{EUPH:go}` names no euphemism `go`"],
        );
        check(
            "[[characters]]\nname = \"Ann\"\nthemes = [\"t\"]\n",
            &expect!["`x.toml` line 6, column 11: `Ann`: unknown theme `t`; none are known"],
        );
        check(
            "[[places]]\nname = \"Ann\"\n[[places]]\nname = \"Ann\"\n",
            &expect!["`x.toml` line 7, column 9: two places are called `Ann`"],
        );
        check(
            "[[places]\n",
            &expect!["`x.toml` line 4, column 10: unclosed array table, expected `]`"],
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_profile_or_an_error(text in "\\PC{0,80}") {
            let _ = Profile::from_toml(&text, "x");
        }
    }
}
