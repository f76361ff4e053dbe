//! Checking a profile: what its author would want to know before using it.
//!
//! Each finding has the line it is about and says what would do. Those that
//! are errors are what [`Profile::from_toml`] refuses a profile for; the others
//! stop nobody from using it.

use super::entry::Entry;
use super::idle::{never_matches, takes_from};
use super::load::line_and_column;
use super::parse::{Fault, Parsed, Step};
use super::{Entity, Profile, Theme, UnknownName, fold_word};
use std::collections::BTreeMap;

/// Something about a profile that its author should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Line in the TOML, from 1; 1 where it has no place of its own.
    pub line: usize,
    /// How bad it is.
    pub severity: Severity,
    /// What it is and what would do, as a fragment.
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

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

impl Profile {
    /// What is doubtful or wrong in the TOML of a profile, by line; empty if nothing is.
    #[must_use]
    pub fn check(text: &str) -> Vec<Finding> {
        let parsed = Parsed::of(text);
        let finding = |severity| {
            move |(offset, message): Fault| Finding {
                line: line_and_column(text, offset).0,
                severity,
                message,
            }
        };
        let errors = parsed.all_faults().into_iter();
        let mut found: Vec<Finding> = errors.map(finding(Severity::Error)).collect();
        if let Some(profile) = &parsed.profile {
            let checker = Checker {
                parsed: &parsed,
                profile,
            };
            found.extend(checker.doubts().into_iter().map(finding(Severity::Warning)));
        }
        found.sort_by_key(|finding| finding.line);
        found
    }
}

/// A profile under examination.
struct Checker<'a> {
    parsed: &'a Parsed<'a>,
    profile: &'a Profile,
}

impl Checker<'_> {
    /// What is doubtful, and where.
    fn doubts(&self) -> Vec<Fault> {
        let mut doubts = Vec::new();
        self.shared_names(&mut doubts);
        let lists = [
            ("characters", &self.profile.characters),
            ("places", &self.profile.places),
        ];
        for (kind, entities) in lists {
            for (at, entity) in entities.iter().enumerate() {
                self.idle_blockers((kind, at), entity, &mut doubts);
            }
        }
        for (at, theme) in self.profile.themes.iter().enumerate() {
            self.theme(at, theme, &mut doubts);
        }
        self.entries_that_never_match(&mut doubts);
        self.pages(&mut doubts);
        doubts
    }

    /// A form that names two entities: only the first would ever be found.
    fn shared_names(&self, doubts: &mut Vec<Fault>) {
        let mut owners: BTreeMap<String, (&str, &str)> = BTreeMap::new();
        let lists = [
            ("characters", &self.profile.characters),
            ("places", &self.profile.places),
        ];
        for (kind, entities) in lists {
            for (at, entity) in entities.iter().enumerate() {
                for (steps, form) in forms(entity) {
                    let name = &entity.name;
                    let new = owners.insert(words(form).join(" "), (kind, name));
                    let Some((other_kind, other)) = new.filter(|(_, other)| other != name) else {
                        continue;
                    };
                    let two = if kind == other_kind {
                        format!("two {kind}")
                    } else {
                        "a character and a place".to_owned()
                    };
                    let place =
                        self.place(&[&[Step::Key(kind), Step::At(at)], &steps[..]].concat());
                    let message = format!(
                        "`{form}` names {two}, `{other}` and `{name}`, and only one is found; \
                         leave it to one of them"
                    );
                    doubts.push((place, message));
                }
            }
        }
    }

    /// A blocker that holds none of the entity's forms blocks nothing.
    fn idle_blockers(&self, (kind, at): (&str, usize), entity: &Entity, doubts: &mut Vec<Fault>) {
        let forms: Vec<_> = forms(entity)
            .into_iter()
            .map(|(_, form)| words(form))
            .collect();
        for (number, blocker) in entity.blockers.iter().enumerate() {
            let blocked = words(blocker);
            let holds = |form: &Vec<String>| {
                let is_near_last = |last: &String| blocked.iter().any(|word| is_near(word, last));
                blocked.windows(form.len().max(1)).any(|w| w == form)
                    || form.last().is_none_or(is_near_last)
            };
            if !forms.iter().any(holds) {
                let steps = [
                    Step::Key(kind),
                    Step::At(at),
                    Step::Key("blockers"),
                    Step::At(number),
                ];
                let name = &entity.name;
                let message = format!(
                    "blocker `{blocker}` holds no form of `{name}`, so it never matters; \
                     correct it or leave it out"
                );
                doubts.push((self.place(&steps), message));
            }
        }
    }

    fn theme(&self, at: usize, theme: &Theme, doubts: &mut Vec<Fault>) {
        let id = &theme.id;
        let place = |key, number| {
            let steps = [
                Step::Key("themes"),
                Step::At(at),
                Step::Key(key),
                Step::At(number),
            ];
            self.place(&steps)
        };
        if theme.strong.is_empty() {
            let message = format!(
                "theme `{id}` has no strong entries, so it is hardly ever found; \
                 give it the words that always speak of it"
            );
            doubts.push((place("strong", 0), message));
        }
        self.repeated_entries(at, theme, doubts);
        let lists = [&theme.strong, &theme.medium, &theme.weak];
        let parsed: Vec<Entry> = lists
            .iter()
            .flat_map(|list| list.iter().filter_map(|entry| Entry::parse(entry).ok()))
            .collect();
        for (number, friend) in theme.false_friends.iter().enumerate() {
            if !takes_from(friend, &parsed) {
                let message = format!(
                    "false friend `{friend}` shares no word with the entries of theme `{id}`, so it \
                     can never match; leave it out"
                );
                doubts.push((place("false_friends", number), message));
            }
        }
    }

    /// Entries that a theme has twice.
    fn repeated_entries(&self, at: usize, theme: &Theme, doubts: &mut Vec<Fault>) {
        let id = &theme.id;
        let lists = [
            ("strong", &theme.strong),
            ("medium", &theme.medium),
            ("weak", &theme.weak),
        ];
        let mut seen: BTreeMap<&String, &str> = BTreeMap::new();
        for (key, list) in lists {
            for (number, entry) in list.iter().enumerate() {
                let message = if theme.false_friends.contains(entry) {
                    format!("theme `{id}` has `{entry}` as a false friend too, so it never counts")
                } else if let Some(first) = seen.get(entry) {
                    format!(
                        "theme `{id}` lists `{entry}` twice; it counts as {first}, leave this out"
                    )
                } else {
                    seen.insert(entry, key);
                    continue;
                };
                let steps = [
                    Step::Key("themes"),
                    Step::At(at),
                    Step::Key(key),
                    Step::At(number),
                ];
                doubts.push((self.place(&steps), message));
            }
        }
    }

    /// Entries that no text has, as they are written.
    fn entries_that_never_match(&self, doubts: &mut Vec<Fault>) {
        for ([kind, number, key], list) in self.profile.entry_lists() {
            for (at, source) in list.iter().enumerate() {
                if let Some(why) = never_matches(source) {
                    let place = self.place(&[kind, number, key, Step::At(at)]);
                    doubts.push((place, format!("entry `{source}` can never match: {why}")));
                }
            }
        }
    }

    /// Chapters whose pages, in one edition, overlap, run backwards or leave it.
    fn pages(&self, doubts: &mut Vec<Fault>) {
        let mut last: BTreeMap<&str, (u16, u16)> = BTreeMap::new();
        for (at, chapter) in self.profile.chapters.iter().enumerate() {
            let number = chapter.number;
            for (key, (first_page, last_page)) in &chapter.pages {
                let steps = [
                    Step::Key("chapters"),
                    Step::At(at),
                    Step::Key("pages"),
                    Step::Key(key),
                ];
                let place = self.place(&steps);
                let mut doubt = |message| doubts.push((place, message));
                let mut editions = self.profile.editions.iter();
                match editions.find(|edition| edition.key == *key) {
                    Some(edition) if edition.last_page.is_some_and(|last| last < *last_page) => {
                        doubt(format!(
                            "chapter {number} ends on page {last_page}, after the last page of \
                             `{key}`; correct one of them"
                        ));
                    }
                    Some(_) => {}
                    None if self.parsed.lost.contains(key) => {}
                    None => {
                        let known = self.profile.editions.iter().map(|e| &*e.key);
                        let unknown = UnknownName::new("edition", key, known);
                        doubt(format!("chapter {number} has pages of an {unknown}"));
                    }
                }
                if first_page > last_page {
                    doubt(format!(
                        "chapter {number} runs backwards in `{key}`, from page {first_page} to \
                         {last_page}; write the first page first"
                    ));
                }
                if let Some((before, end)) = last.insert(key, (number, *last_page))
                    && *first_page < end
                {
                    doubt(format!(
                        "pages of `{key}` overlap: chapter {number} begins on page {first_page}, \
                         but chapter {before} ends on page {end}; correct one of them"
                    ));
                }
            }
        }
    }

    fn place(&self, steps: &[Step<'_>]) -> usize {
        self.parsed.place(steps)
    }
}

/// The forms by which an entity goes, and where each stands in it.
fn forms(entity: &Entity) -> Vec<(Vec<Step<'static>>, &String)> {
    let mut forms = vec![(vec![Step::Key("name")], &entity.name)];
    for (key, list) in [
        ("aliases", &entity.aliases),
        ("short_forms", &entity.short_forms),
    ] {
        let steps = |at| vec![Step::Key(key), Step::At(at)];
        forms.extend(list.iter().enumerate().map(|(at, form)| (steps(at), form)));
    }
    forms
}

/// The words of a name, as they are compared.
fn words(name: &str) -> Vec<String> {
    let words = name.split([' ', '-', ',']).map(fold_word);
    words.filter(|word| !word.is_empty()).collect()
}

fn is_near(word: &str, form: &str) -> bool {
    strsim::osa_distance(word, form) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    const HEAD: &str = "id = \"x\"\nwork = { title = \"T\", year = 1900 }\n\
                        author = { given = \"A\", family = \"B\" }\n";

    fn check(rest: &str, expected: &Expect) {
        let found = Profile::check(&format!("{HEAD}{rest}"));
        let lines = found
            .iter()
            .map(|f| format!("{} {}: {}\n", f.line, f.severity, f.message));
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn the_built_in_profiles_have_nothing_to_find() {
        for name in Profile::built_in_names() {
            let profile = Profile::built_in(name).expect("it is built in");
            assert_eq!(Profile::check(profile.source()), [], "{name}");
        }
    }

    #[test]
    fn every_key_that_is_unknown_is_found_and_the_rest_checked() {
        check(
            "colour = 1\neditoins = []\n[[themes]]\nid = \"t\"\nname = \"T\"\nstrnog = [\"a\"]\n\
             strong = []\n[[places]]\nname = \"P\"\nalias = [\"Q\"]\n",
            &expect![[r#"
                4 error: unknown field `colour`, expected one of `id`, `work`, `author`, `editions`, `chapters`, `characters`, `places`, `euphemisms`, `themes`
                5 error: unknown field `editoins`; did you mean `editions`?
                9 error: unknown field `strnog`; did you mean `strong`?
                10 warning: theme `t` has no strong entries, so it is hardly ever found; give it the words that always speak of it
                13 error: unknown field `alias`; did you mean `aliases`?
            "#]],
        );
    }

    #[test]
    fn what_cannot_be_read_does_not_hide_what_can() {
        check(
            "[[themes]]\nid = \"t\"\n[[themes]]\nid = \"u\"\nname = \"U\"\nstrong = 3\n\
             [[themes]]\nid = \"v\"\nname = \"V\"\nstrong = [\"{WHO}\", \"{EUPH:go}\"]\n\
             [[characters]]\nname = \"Ann\"\nthemes = [\"t\", \"w\"]\n[[characters]]\nname = \"Ann\"\n",
            &expect![[r#"
                4 error: missing field `name`
                9 error: invalid type: integer `3`, expected a sequence
                13 error: entry `{WHO}` has `{WHO}`; only `{CHAR}`, `{EUPH}` and `{EUPH:id}` are known
                13 error: entry `{EUPH:go}` names no euphemism `go`
                16 error: `Ann`: unknown theme `w`; did you mean `v`?
                18 error: two characters are called `Ann`
            "#]],
        );
        check(
            "[[themes]\nx = = 1\n",
            &expect![[r#"
            4 error: unclosed array table, expected `]`
            5 error: extra `=`, expected nothing
            5 error: unexpected key or value, expected newline, `#`
        "#]],
        );
        let findings = Profile::check("colour = 1\n");
        assert_eq!(findings.len(), 2, "{findings:?}");
    }

    #[test]
    fn names_that_two_have_and_idle_blockers_are_found() {
        check(
            "[[characters]]\nname = \"Ann\"\nblockers = [\"Ann Lee\", \"Jim\"]\n\
             [[characters]]\nname = \"Anna\"\naliases = [\"Annie\", \"ann\"]\n\
             [[places]]\nname = \"Lea\"\naliases = [\"the Lea\", \"Anna\"]\n",
            &expect![[r#"
                6 warning: blocker `Jim` holds no form of `Ann`, so it never matters; correct it or leave it out
                9 warning: `ann` names two characters, `Ann` and `Anna`, and only one is found; leave it to one of them
                12 warning: `Anna` names a character and a place, `Anna` and `Lea`, and only one is found; leave it to one of them
            "#]],
        );
    }

    #[test]
    fn themes_that_are_hard_to_find_and_idle_entries_are_found() {
        check(
            "[[themes]]\nid = \"t\"\nname = \"T\"\nstrong = []\nmedium = [\"sea\", \"sea\"]\n\
             weak = [\"rock\", \"land and/or sand\", \"a ~0 b\"]\n\
             false_friends = [\"sea level\", \"high hill\", \"rock\"]\n\
             [[themes]]\nid = \"u\"\nname = \"U\"\nstrong = [\"deep cold sea\"]\n\
             false_friends = [\"sea\", \"the deep blue sea\"]\n",
            &expect![[r#"
                7 warning: theme `t` has no strong entries, so it is hardly ever found; give it the words that always speak of it
                8 warning: theme `t` lists `sea` twice; it counts as medium, leave this out
                9 warning: theme `t` has `rock` as a false friend too, so it never counts
                9 warning: entry `land and/or sand` can never match: no word has `/` in it; write the words without
                9 warning: entry `a ~0 b` can never match: nothing stands within 0 words; write how many after `~`
                10 warning: false friend `high hill` shares no word with the entries of theme `t`, so it can never match; leave it out
            "#]],
        );
    }

    #[test]
    fn pages_that_overlap_are_found_with_their_chapter() {
        check(
            "editions = [{ key = \"a\", publishers = [\"P\"], last_page = 9 }]\nchapters = [\n\
             { number = 1, pages = { a = [3, 9] } },\n\
             { number = 2, pages = { a = [8, 7], b = [1, 2] } },\n\
             { number = 3, pages = { a = [9, 12] } },\n]\n",
            &expect![[r#"
                7 warning: chapter 2 runs backwards in `a`, from page 8 to 7; write the first page first
                7 warning: pages of `a` overlap: chapter 2 begins on page 8, but chapter 1 ends on page 9; correct one of them
                7 warning: chapter 2 has pages of an unknown edition `b`; did you mean `a`?
                8 warning: chapter 3 ends on page 12, after the last page of `a`; correct one of them
            "#]],
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_checked_and_refused_if_it_has_an_error(
            text in "(\\PC|\n|id = \"x\"\n|\\[\\[themes\\]\\]\n|name = \"T\"\n|strong = \\[\\]\n){0,30}"
        ) {
            let found = Profile::check(&text);
            let has_error = found.iter().any(|f| f.severity == Severity::Error);
            proptest::prop_assert_eq!(Profile::from_toml(&text, "x").is_err(), has_error);
        }
    }
}
