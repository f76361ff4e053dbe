//! Loading: from TOML to a [`Profile`], with the line and reason of every fault.
//!
//! A profile is refused only where the program could not work with it: TOML
//! that is none, an entry that cannot be read, a name that stands for nothing.
//! What is merely doubtful is for [`Profile::check`].

use super::names::UnknownName;
use super::parse::{Fault, Parsed, Step};
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
        let (name, text) = built_in(name)?;
        Profile::from_toml(text, name)
    }

    /// The TOML of a profile that is built in.
    ///
    /// # Errors
    /// When none has this name; the error lists the nearest.
    pub fn built_in_source(name: &str) -> Result<&'static str, ProfileError> {
        Ok(built_in(name)?.1)
    }

    /// Reads a profile from TOML; `source_name` is what errors call it.
    ///
    /// # Errors
    /// When the TOML is faulty, a key is unknown or missing, an entry cannot be
    /// read, or a name refers to nothing; with line and reason.
    pub fn from_toml(text: &str, source_name: &str) -> Result<Profile, ProfileError> {
        let parsed = Parsed::of(text);
        let faults = parsed.all_faults();
        if let (Some(profile), []) = (parsed.profile, &faults[..]) {
            return Ok(profile.with_source(text));
        }
        let (offset, reason) = &faults[0];
        let (line, column) = line_and_column(text, *offset);
        let more = match faults.len() {
            1 => String::new(),
            n => format!("; `norfolk profile check` shows {} more", n - 1),
        };
        Err(ProfileError::Invalid {
            source_name: source_name.to_owned(),
            line,
            column,
            reason: format!("{reason}{more}"),
        })
    }

    /// What a search needs of the profile, for an index to keep: all but the
    /// entries that find themes and euphemisms, which are most of it. Reading
    /// those took as long as half of a search.
    #[must_use]
    pub fn names_only(&self) -> String {
        let mut names = self.clone();
        names.euphemisms.clear();
        for theme in &mut names.themes {
            for entries in [&mut theme.strong, &mut theme.medium, &mut theme.weak] {
                entries.clear();
            }
            theme.false_friends.clear();
        }
        serde_json::to_string(&names).unwrap_or_default()
    }

    /// Reads back what [`Profile::names_only`] wrote; `None` if it is something else.
    #[must_use]
    pub fn kept(names: &str) -> Option<Profile> {
        serde_json::from_str(names).ok()
    }

    /// The same profile, said to be read from this TOML.
    #[must_use]
    pub fn with_source(mut self, text: &str) -> Profile {
        text.clone_into(&mut self.source);
        self
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

    fn unknown_euphemism(&self, entry: &Entry) -> Option<String> {
        let choices = entry.slots.iter().flat_map(|slot| &slot.choices);
        choices.into_iter().find_map(|choice| match choice {
            Choice::Euphemism(id) if !self.euphemisms.iter().any(|e| e.id == *id) => {
                Some(id.clone())
            }
            _ => None,
        })
    }

    /// Every list of entries, and where it stands.
    pub(super) fn entry_lists(&self) -> Vec<([Step<'static>; 3], &[String])> {
        let mut lists: Vec<([Step<'static>; 3], &[String])> = Vec::new();
        let mut add = |kind, at, key, list| {
            lists.push(([Step::Key(kind), Step::At(at), Step::Key(key)], list));
        };
        for (at, theme) in self.themes.iter().enumerate() {
            add("themes", at, "strong", &theme.strong);
            add("themes", at, "medium", &theme.medium);
            add("themes", at, "weak", &theme.weak);
            add("themes", at, "false_friends", &theme.false_friends);
        }
        for (at, euphemism) in self.euphemisms.iter().enumerate() {
            add("euphemisms", at, "forms", &euphemism.forms);
            add("euphemisms", at, "cues", &euphemism.cues);
            add("euphemisms", at, "ordinary", &euphemism.ordinary);
            add("euphemisms", at, "before", &euphemism.before);
            add("euphemisms", at, "not_after", &euphemism.not_after);
        }
        for (at, entity) in self.characters.iter().enumerate() {
            add("characters", at, "requires", &entity.requires);
        }
        for (at, entity) in self.places.iter().enumerate() {
            add("places", at, "requires", &entity.requires);
        }
        lists
    }
}

impl Parsed<'_> {
    /// Everything for which the profile is refused, in order of place.
    pub(super) fn all_faults(&self) -> Vec<Fault> {
        let mut faults = self.faults.clone();
        if let Some(profile) = &self.profile {
            self.too_many_themes(profile, &mut faults);
            self.bad_entries(profile, &mut faults);
            self.unknown_themes(profile, &mut faults);
            let names = |list: &[super::Entity]| -> Vec<String> {
                list.iter().map(|e| e.name.clone()).collect()
            };
            let themes: Vec<String> = profile.themes.iter().map(|t| t.id.clone()).collect();
            self.same_names(
                ("characters", "name"),
                &names(&profile.characters),
                &mut faults,
            );
            self.same_names(("places", "name"), &names(&profile.places), &mut faults);
            self.same_names(("themes", "id"), &themes, &mut faults);
        }
        faults.sort();
        faults
    }

    fn too_many_themes(&self, profile: &Profile, faults: &mut Vec<Fault>) {
        if profile.themes.len() > MAX_THEMES {
            let place = self.place(&[Step::Key("themes"), Step::At(MAX_THEMES)]);
            let count = profile.themes.len();
            faults.push((place, format!("{count} themes; {MAX_THEMES} at most")));
        }
    }

    fn bad_entries(&self, profile: &Profile, faults: &mut Vec<Fault>) {
        for ([kind, number, key], list) in profile.entry_lists() {
            for (at, source) in list.iter().enumerate() {
                let reason = match Entry::parse(source) {
                    Err(error) => error.to_string(),
                    Ok(entry) => match profile.unknown_euphemism(&entry) {
                        Some(id) if !self.lost.contains(&id) => {
                            format!("entry `{source}` names no euphemism `{id}`")
                        }
                        _ => continue,
                    },
                };
                let place = self.place(&[kind, number, key, Step::At(at)]);
                faults.push((place, reason));
            }
        }
    }

    fn unknown_themes(&self, profile: &Profile, faults: &mut Vec<Fault>) {
        for (kind, list) in [
            ("characters", &profile.characters),
            ("places", &profile.places),
        ] {
            for (number, entity) in list.iter().enumerate() {
                for (at, theme) in entity.themes.iter().enumerate() {
                    let Err(error) = profile.theme_id(theme) else {
                        continue;
                    };
                    if !self.lost.contains(theme) {
                        let steps = [Step::Key(kind), Step::At(number), Step::Key("themes")];
                        let place = self.place(&[&steps[..], &[Step::At(at)]].concat());
                        faults.push((place, format!("`{}`: {error}", entity.name)));
                    }
                }
            }
        }
    }

    fn same_names(&self, (kind, key): (&str, &str), names: &[String], faults: &mut Vec<Fault>) {
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) {
                let place = self.place(&[Step::Key(kind), Step::At(at), Step::Key(key)]);
                faults.push((place, format!("two {kind} are called `{name}`")));
            }
        }
    }
}

/// Name and TOML of a profile that is built in.
fn built_in(name: &str) -> Result<(&'static str, &'static str), ProfileError> {
    let wanted = name.to_lowercase();
    let found = BUILT_IN.iter().find(|(known, _)| *known == wanted);
    let known = BUILT_IN.iter().map(|(known, _)| *known);
    found
        .copied()
        .ok_or_else(|| UnknownName::new("profile", name, known).into())
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
            &expect!["`x.toml` line 7, column 8: two places are called `Ann`"],
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

    #[test]
    fn what_an_index_keeps_of_a_profile_is_kept_alike_again() {
        for name in Profile::built_in_names() {
            let source = Profile::built_in_source(name).expect("it is built in");
            let whole = Profile::built_in(name).expect("it is built in");
            let names = whole.names_only();
            let kept = Profile::kept(&names).expect("it was kept");
            let kept = kept.with_source(source);
            assert_eq!(kept.names_only(), names);
            assert!(kept.is_built_in() && kept != whole, "{name}");
        }
    }
}
