//! Layers: imports point one way, outside crates stay in their room, and only
//! profiles know the novel. Invariant 1.
//!
//! The table below is as strict as the code: an import that nobody uses any
//! more has to leave it.

use norfolk::profile::Profile;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms it imports. A room imports only those above it.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("profile", &["text"]),
    ("cite", &["text"]),
    ("read", &["text", "cite"]),
    ("passage", &["text", "read"]),
    ("enrich", &["text", "profile", "cite", "read", "passage"]),
    ("index", &["text", "enrich"]),
    // Themes and characters of a query are names that the profile knows.
    ("search", &["text", "profile", "index"]),
    // Strengths and lengths are columns of the index; stop words make no pairs.
    ("rank", &["text", "index", "search"]),
    ("quotes", &["text", "profile", "passage", "enrich", "index"]),
    ("compare", &["text", "passage", "enrich", "index", "quotes"]),
    (
        "retrieve",
        &["text", "profile", "enrich", "index", "search", "rank"],
    ),
    (
        "render",
        &[
            "text", "profile", "cite", "read", "passage", "enrich", "index", "search", "rank",
            "quotes", "compare", "retrieve",
        ],
    ),
    ("ingest", &["profile", "read", "enrich", "index"]),
    (
        "cli",
        &[
            "text", "profile", "cite", "read", "enrich", "index", "search", "rank", "quotes",
            "compare", "retrieve", "render", "ingest",
        ],
    ),
    ("main", &["cli"]),
];

/// Outside crates, and the rooms or files that may name them.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("aho_corasick", &["enrich"]),
    ("anstream", &["cli"]),
    ("anstyle", &["render"]),
    ("anyhow", &["cli"]),
    ("biblatex", &["cite"]),
    ("chardetng", &["read"]),
    ("clap", &["cli", "main.rs"]),
    ("mimalloc", &["main.rs"]),
    ("clap_complete", &["cli"]),
    ("dom_smoothie", &["read"]),
    ("encoding_rs", &["read"]),
    ("frostem", &["text"]),
    ("hayagriva", &["cite"]),
    // The walker is ingest's; `--essay` reads globs as an ignore file does.
    ("ignore", &["ingest", "search/filters.rs"]),
    ("indicatif", &["cli"]),
    ("jiff", &["cli"]),
    // The file and its fonts, no more: what a page says is found by norfolk.
    (
        "pdf_oxide",
        &[
            "read/pdf/draw.rs",
            "read/pdf/fonts.rs",
            "read/pdf/nesting.rs",
            "read/pdf/source.rs",
            "read/pdf/stated.rs",
            "read/pdf/tagged.rs",
        ],
    ),
    ("postcard", &["index", "ingest"]),
    ("pulldown_cmark", &["read"]),
    ("quick_xml", &["read/xml.rs"]),
    ("rayon", &["ingest"]),
    ("scraper", &["read"]),
    ("signal_hook", &["cli/stop.rs"]),
    (
        "strsim",
        &["enrich", "profile", "search", "quotes", "compare"],
    ),
    // The command line hands addresses on, and does no more with them.
    (
        "tantivy",
        &[
            "index",
            "search",
            "rank",
            "quotes",
            "compare",
            "cli/open.rs",
        ],
    ),
    ("tempfile", &["ingest/spool.rs"]),
    ("terminal_size", &["cli"]),
    // A caret stands under a place: letters have widths.
    ("textwrap", &["render", "search/error.rs"]),
    ("toml", &["enrich/corrections.rs", "profile", "read"]),
    (
        "unicode_normalization",
        &["read", "text", "search/lexis.rs"],
    ),
    ("xxhash_rust", &["text", "index", "ingest"]),
    ("zip", &["read/container.rs"]),
];

/// Crates that say how code is written, not what it is about.
const EVERYWHERE: &[&str] = &["regex", "rustc_hash", "serde", "serde_json", "thiserror"];

/// The most lines of a file of code.
const MOST_LINES: usize = 500;

/// A file of the library: its path below `src`, with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The room it belongs to; `None` for the crate's head.
    fn room(&self) -> Option<&str> {
        let first = self.path.split('/').next().unwrap_or_default();
        let room = first.strip_suffix(".rs").unwrap_or(first);
        (room != "lib").then_some(room)
    }

    /// Its code and that of its unit tests, apart, without comments.
    fn code(&self) -> (String, String) {
        let (code, tests) = match self.text.split_once("#[cfg(test)]") {
            Some(parts) => parts,
            None => (self.text.as_str(), ""),
        };
        (without_comments(code), without_comments(tests))
    }

    /// Its code, unit tests included, without comments.
    fn all_code(&self) -> String {
        without_comments(&self.text)
    }
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| match line.trim_start() {
        comment if comment.starts_with("//") => "",
        _ => line.split(" // ").next().unwrap_or_default(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let source = |path: &PathBuf| {
        let below = path.strip_prefix(&root).expect("it stands below");
        Source {
            path: below.to_string_lossy().replace('\\', "/"),
            text: fs::read_to_string(path).expect("code is UTF-8"),
        }
    };
    files.iter().map(source).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of code") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this file")
}

/// The rooms that code names: `crate::ROOM`, and those of `crate::{A, B::C}`.
fn rooms_in(code: &str) -> BTreeSet<String> {
    let single = regex(r"\b(?:crate|norfolk)::([a-z_]+)");
    let group = regex(r"\b(?:crate|norfolk)::\{([^;]*)\};");
    let first = regex(r"(?:^|,)\s*([a-z_]+)");
    let mut rooms: BTreeSet<String> = single
        .captures_iter(code)
        .map(|found| found[1].to_string())
        .collect();
    for found in group.captures_iter(code) {
        let outer = regex(r"\{[^{}]*\}").replace_all(&found[1], "").into_owned();
        rooms.extend(first.captures_iter(&outer).map(|room| room[1].to_string()));
    }
    rooms
}

/// What every room imports today, itself left out.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources() {
        let Some(room) = source.room() else { continue };
        let mut rooms = rooms_in(&source.all_code());
        rooms.remove(room);
        imports.entry(room.to_string()).or_default().extend(rooms);
    }
    imports
}

#[test]
fn rooms_import_the_rooms_of_the_table_and_no_other() {
    let table: BTreeMap<String, BTreeSet<String>> = ROOMS
        .iter()
        .map(|(room, imports)| {
            let imports = imports.iter().map(ToString::to_string).collect();
            (room.to_string(), imports)
        })
        .collect();
    assert_eq!(imports(), table, "left: the code; right: the table");
}

#[test]
fn imports_point_one_way() {
    for (place, (room, imports)) in ROOMS.iter().enumerate() {
        for import in *imports {
            let above = ROOMS[..place].iter().any(|(above, _)| above == import);
            assert!(above, "`{room}` imports `{import}`, which stands below it");
        }
    }
}

#[test]
fn the_map_in_the_crate_head_shows_every_import() {
    let head = sources().into_iter().find(|source| source.path == "lib.rs");
    let head = head.expect("the crate has a head").text;
    let row = regex(r"(?m)^//! \| \[`(?:mod@)?([a-z]+)`\][^|]*\|[^|]*\|([^|]*)\|$");
    let map: BTreeMap<String, String> = row
        .captures_iter(&head)
        .map(|found| (found[1].to_string(), found[2].trim().to_string()))
        .collect();
    for (room, imports) in ROOMS.iter().filter(|(room, _)| *room != "main") {
        let shown = map
            .get(*room)
            .unwrap_or_else(|| panic!("`{room}` is not on the map"));
        let is_all = shown.starts_with("all");
        for import in *imports {
            let is_shown = shown.split(", ").any(|name| name == *import);
            assert!(
                is_all || is_shown,
                "the map does not say that `{room}` imports `{import}`"
            );
        }
    }
}

#[test]
fn no_room_is_reached_by_climbing_over_the_crate() {
    let climb = regex(r"\b(?:super::)+");
    for source in sources() {
        let is_folder_head = source.path.ends_with("mod.rs");
        let depth = source.path.split('/').count() - usize::from(is_folder_head);
        let (code, tests) = source.code();
        for (text, most) in [(code, depth - 1), (tests, depth)] {
            for found in climb.find_iter(&text) {
                let climbed = found.as_str().matches("super").count();
                assert!(
                    climbed <= most || source.room().is_none(),
                    "{}: `{}` leaves its room; write `crate::`",
                    source.path,
                    found.as_str()
                );
            }
        }
    }
}

#[test]
fn outside_crates_stay_in_their_room() {
    let mut unused: BTreeSet<(&str, &str)> = OUTSIDE
        .iter()
        .flat_map(|(name, places)| places.iter().map(move |place| (*name, *place)))
        .collect();
    for source in sources() {
        let (code, tests) = source.code();
        for (name, places) in OUTSIDE {
            let named = regex(&format!(r"(?m)(?:^|[^:\w]){name}(?:::|;)"));
            let at = |place: &&&str| {
                source.path == **place || source.path.starts_with(&format!("{place}/"))
            };
            match places.iter().find(at) {
                Some(place) => {
                    if named.is_match(&code) {
                        unused.remove(&(*name, *place));
                    }
                }
                None => assert!(
                    !named.is_match(&code) && (is_for_tests(name) || !named.is_match(&tests)),
                    "{} names `{name}`, which belongs to {places:?}",
                    source.path
                ),
            }
        }
    }
    assert!(unused.is_empty(), "allowed, but used nowhere: {unused:?}");
}

/// Crates that unit tests of any room may use.
fn is_for_tests(name: &str) -> bool {
    matches!(name, "tempfile" | "textwrap")
}

#[test]
fn every_dependency_has_a_room() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("the manifest is UTF-8");
    let manifest: toml::Table = manifest.parse().expect("the manifest is TOML");
    let dependencies = manifest["dependencies"].as_table().expect("a table");
    let named: BTreeSet<String> = dependencies.keys().map(|k| k.replace('-', "_")).collect();
    let placed = OUTSIDE.iter().map(|(name, _)| *name);
    let placed: BTreeSet<String> = placed
        .chain(EVERYWHERE.iter().copied())
        .map(ToString::to_string)
        .collect();
    assert_eq!(named, placed, "left: the manifest; right: the table");
}

#[test]
fn no_file_of_code_is_too_long() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|source| source.text.lines().count() > MOST_LINES)
        .map(|source| source.path)
        .collect();
    assert!(long.is_empty(), "more than {MOST_LINES} lines: {long:?}");
}

#[test]
fn only_profiles_name_a_novel_and_who_is_in_it() {
    let mut names = BTreeSet::new();
    for id in Profile::built_in_names() {
        let profile = Profile::built_in(id).expect("a built-in profile loads");
        let entities = profile.characters.iter().chain(&profile.places);
        for entity in entities {
            names.insert(entity.name.clone());
            names.extend(entity.aliases.iter().chain(&entity.short_forms).cloned());
        }
        names.extend(profile.author.wrong_forms.iter().cloned());
        names.extend([profile.author.family, profile.author.given]);
        names.insert(profile.work.title);
    }
    let words: Vec<String> = names.iter().map(|name| regex::escape(name)).collect();
    let pattern = regex(&format!(r"\b(?:{})(?:\W|$)", words.join("|")));
    for source in sources() {
        let (code, _) = source.code();
        let found = pattern.find(&code).map(|found| found.as_str().to_string());
        assert_eq!(found, None, "{} names what a profile knows", source.path);
    }
}

#[test]
fn a_built_in_profile_is_named_where_it_is_built_in_and_the_first_as_the_default() {
    for (at, id) in Profile::built_in_names().into_iter().enumerate() {
        let places: Vec<String> = sources()
            .into_iter()
            .filter(|source| source.code().0.contains(id))
            .map(|source| source.path)
            .collect();
        let known = ["cli/mod.rs", "profile/load.rs"];
        assert_eq!(places, known[usize::from(at > 0)..], "{id}");
    }
}
