//! Checking a profile: what its author would want to know before using it.
//!
//! Each finding has the line it is about. Nothing here stops a profile from
//! being used, but for the faults that [`Profile::from_toml`] refuses as well.

use super::entry::{Choice, Entry, Slot};
use super::load::{line_and_column, offset_of};
use super::{Entity, Profile, ProfileError, Theme, fold_word};
use std::collections::{BTreeMap, BTreeSet};

/// Something about a profile that its author should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Line in the TOML, from 1; 1 where it has no place of its own.
    pub line: usize,
    /// How bad it is.
    pub severity: Severity,
    /// What it is, as a fragment.
    pub message: String,
}

/// How bad a [`Finding`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The profile works, but perhaps not as meant.
    Warning,
    /// The profile cannot be used.
    Error,
}

impl Profile {
    /// What is doubtful or wrong in the TOML of a profile, by line; empty if nothing is.
    #[must_use]
    pub fn check(text: &str) -> Vec<Finding> {
        let profile = match Profile::from_toml(text, "profile") {
            Ok(profile) => profile,
            Err(ProfileError::Invalid { line, reason, .. }) => {
                return vec![Finding {
                    line,
                    severity: Severity::Error,
                    message: reason,
                }];
            }
            Err(error) => {
                let message = error.to_string();
                return vec![Finding {
                    line: 1,
                    severity: Severity::Error,
                    message,
                }];
            }
        };
        let mut found = Vec::new();
        let mut warn = |needle: &str, message: String| {
            let (line, _) = line_and_column(text, offset_of(text, needle));
            found.push(Finding {
                line,
                severity: Severity::Warning,
                message,
            });
        };
        shared_names("characters", &profile.characters, &mut warn);
        shared_names("places", &profile.places, &mut warn);
        for entity in profile.characters.iter().chain(&profile.places) {
            idle_blockers(entity, &mut warn);
        }
        for theme in &profile.themes {
            check_theme(theme, &mut warn);
        }
        check_pages(&profile, &mut warn);
        found.sort_by_key(|finding| finding.line);
        found
    }
}

/// A form that names two entities: only the first would ever be found.
fn shared_names(kind: &str, entities: &[Entity], warn: &mut impl FnMut(&str, String)) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for entity in entities {
        let forms = std::iter::once(&entity.name)
            .chain(&entity.aliases)
            .chain(&entity.short_forms);
        for form in forms {
            let key = form
                .split([' ', '-'])
                .map(fold_word)
                .collect::<Vec<_>>()
                .join(" ");
            match owners.insert(key, &entity.name) {
                Some(other) if other != entity.name => {
                    warn(
                        form,
                        format!("`{form}` names two {kind}: `{other}` and `{}`", entity.name),
                    );
                }
                _ => {}
            }
        }
    }
}

/// A blocker that holds none of the entity's forms blocks nothing.
fn idle_blockers(entity: &Entity, warn: &mut impl FnMut(&str, String)) {
    let words = |form: &String| form.split([' ', '-']).map(fold_word).collect::<Vec<_>>();
    let forms: Vec<_> = std::iter::once(&entity.name)
        .chain(&entity.aliases)
        .chain(&entity.short_forms)
        .map(words)
        .collect();
    for blocker in &entity.blockers {
        let blocked = words(blocker);
        let holds = |form: &Vec<String>| {
            form.is_empty()
                || blocked.windows(form.len()).any(|w| w == form)
                || blocked
                    .iter()
                    .any(|word| is_near(word, form.last().expect("it is not empty")))
        };
        if !forms.iter().any(holds) {
            let name = &entity.name;
            warn(
                blocker,
                format!("blocker `{blocker}` holds no form of `{name}`: it never matters"),
            );
        }
    }
}

fn is_near(word: &str, form: &str) -> bool {
    strsim::osa_distance(word, form) <= 1
}

fn check_theme(theme: &Theme, warn: &mut impl FnMut(&str, String)) {
    let id = &theme.id;
    if theme.strong.is_empty() {
        warn(
            id,
            format!("theme `{id}` has no strong entries: it is hardly ever found"),
        );
    }
    let weighted = || theme.strong.iter().chain(&theme.medium).chain(&theme.weak);
    let mut seen = BTreeSet::new();
    for entry in weighted() {
        if !seen.insert(entry) {
            warn(
                entry,
                format!("theme `{id}` lists `{entry}` twice: the heavier counts"),
            );
        }
    }
    let parsed: Vec<Entry> = weighted()
        .filter_map(|entry| Entry::parse(entry).ok())
        .collect();
    for friend in &theme.false_friends {
        let Ok(entry) = Entry::parse(friend) else {
            continue;
        };
        let meets = entry.slots.iter().any(|slot| {
            parsed
                .iter()
                .any(|p| p.slots.iter().any(|other| may_meet(slot, other)))
        });
        if !meets {
            warn(
                friend,
                format!("false friend `{friend}` shares no word with theme `{id}`"),
            );
        }
    }
}

/// Whether some word could fill both slots.
fn may_meet(one: &Slot, other: &Slot) -> bool {
    one.choices
        .iter()
        .any(|a| other.choices.iter().any(|b| choices_meet(a, b)))
}

fn choices_meet(one: &Choice, other: &Choice) -> bool {
    match (one, other) {
        (Choice::Word { text: a, .. }, Choice::Word { text: b, .. }) => {
            let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
            let shorter = a.chars().count().min(b.chars().count());
            shared == shorter || (shared > 2 && shared + 1 >= shorter)
        }
        (Choice::Word { .. }, Choice::Any) | (Choice::Any, _) => false,
        _ => true,
    }
}

/// Chapters whose pages, in one edition, overlap or run backwards.
fn check_pages(profile: &Profile, warn: &mut impl FnMut(&str, String)) {
    let mut last: BTreeMap<&str, (u16, u16)> = BTreeMap::new();
    for chapter in &profile.chapters {
        for (edition, (first_page, last_page)) in &chapter.pages {
            let number = chapter.number;
            if !profile.editions.iter().any(|known| known.key == *edition) {
                warn(
                    edition,
                    format!("chapter {number} has pages of an unknown edition `{edition}`"),
                );
            }
            if first_page > last_page {
                let range = format!("{first_page}-{last_page}");
                warn(
                    edition,
                    format!("chapter {number} runs backwards in `{edition}`: {range}"),
                );
            }
            if let Some((before, end)) = last.insert(edition, (number, *last_page))
                && *first_page < end
            {
                warn(
                    edition,
                    format!(
                        "chapter {number} begins on page {first_page} of `{edition}`, \
                         but chapter {before} ends on page {end}"
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    const HEAD: &str = "id = \"x\"\nwork = { title = \"T\", year = 1900 }\n\
                        author = { given = \"A\", family = \"B\" }\n";

    fn check(rest: &str, expected: &Expect) {
        let found = Profile::check(&format!("{HEAD}{rest}"));
        let lines: Vec<_> = found
            .iter()
            .map(|f| format!("{} {:?}: {}", f.line, f.severity, f.message))
            .collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn the_built_in_profiles_have_nothing_to_find() {
        for name in Profile::built_in_names() {
            let profile = Profile::built_in(name).expect("it is built in");
            assert_eq!(Profile::check(profile.source()), []);
        }
    }

    #[test]
    fn doubtful_things_are_found_with_their_line() {
        check(
            "colour = 1\n",
            &expect![
                "4 Error: unknown field `colour`, expected one of `id`, `work`, `author`, `editions`, `chapters`, `characters`, `places`, `euphemisms`, `themes`"
            ],
        );
        check(
            "[[characters]]\nname = \"Ann\"\nblockers = [\"Ann Lee\", \"Jim\"]\n\
             [[characters]]\nname = \"Anna\"\naliases = [\"ann\"]\n",
            &expect![[r#"
                6 Warning: blocker `Jim` holds no form of `Ann`: it never matters
                9 Warning: `ann` names two characters: `Ann` and `Anna`"#]],
        );
        check(
            "[[themes]]\nid = \"t\"\nname = \"T\"\nstrong = []\nmedium = [\"sea\", \"sea\"]\n\
             false_friends = [\"sea level\", \"high hill\"]\n",
            &expect![[r#"
                5 Warning: theme `t` has no strong entries: it is hardly ever found
                8 Warning: theme `t` lists `sea` twice: the heavier counts
                9 Warning: false friend `high hill` shares no word with theme `t`"#]],
        );
        check(
            "editions = [{ key = \"a\", publishers = [\"P\"] }]\nchapters = [\n\
             { number = 1, pages = { a = [3, 9] } },\n{ number = 2, pages = { a = [8, 7], b = [1, 2] } },\n]\n",
            &expect![[r#"
                1 Warning: chapter 2 has pages of an unknown edition `b`
                4 Warning: chapter 2 runs backwards in `a`: 8-7
                4 Warning: chapter 2 begins on page 8 of `a`, but chapter 1 ends on page 9"#]],
        );
    }
}
