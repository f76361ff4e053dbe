//! A user's corrections: tags that a passage is to have, or not to have,
//! whatever norfolk finds.
//!
//! They stand in a file in the folder of the essays (or one above it). A
//! passage is named by the number of its paragraph and the words that this
//! begins with: where the number no longer fits, the words alone find it, if
//! one paragraph only begins so.

use super::{EnrichedPassage, Mentioned, ThemeTag};
use crate::profile::{Profile, line_and_column};
use crate::text::fold;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, ValueDeserializer};

/// Name of the file that holds them.
pub const TAGS_FILE: &str = "norfolk.tags.toml";

/// The list in it: one table a passage.
const PASSAGES: &str = "passage";

/// What a passage can be tagged with, by number in the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tag {
    /// A theme.
    Theme(u16),
    /// A character.
    Character(u16),
    /// A place.
    Place(u16),
}

/// What a correction does to a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Change {
    /// The passage has it.
    Added,
    /// The passage does not have it.
    Removed,
}

/// A tag that a user put on a passage or took off it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Correction {
    /// What became of it.
    pub change: Change,
    /// The tag.
    pub tag: Tag,
}

/// The corrections of one passage, as a file has them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Amendment {
    /// The essay's path from the folder of the file, with `/` between names.
    pub essay: String,
    /// Number of the paragraph.
    pub paragraph: u32,
    /// Which part of it; `None`: every part.
    pub part: Option<u16>,
    /// The words it begins with.
    pub starts: String,
    /// What to change, in order.
    pub corrections: Vec<Correction>,
}

/// What a file of corrections says, line by line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagsFile {
    /// What is to be changed, and the line that says so.
    pub amendments: Vec<(usize, Amendment)>,
    /// What in it makes no sense, by line; the rest holds.
    pub faults: Vec<(usize, String)>,
}

/// A table of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    essay: Spanned<String>,
    paragraph: u32,
    #[serde(default)]
    part: Option<u16>,
    starts: Spanned<String>,
    #[serde(default)]
    add: Vec<Spanned<String>>,
    #[serde(default)]
    remove: Vec<Spanned<String>>,
}

impl TagsFile {
    /// Reads the text of a file, with the names of `profile`.
    #[must_use]
    pub fn parse(text: &str, profile: &Profile) -> TagsFile {
        let mut file = TagsFile::default();
        let line = |offset| line_and_column(text, offset).0;
        let fault = |error: &toml::de::Error| {
            let message: Vec<&str> = error.message().split_whitespace().collect();
            let at = error.span().map_or(0, |span| span.start);
            (line(at), message.join(" "))
        };
        let (tree, errors) = DeTable::parse_recoverable(text);
        file.faults.extend(errors.iter().map(fault));
        if !file.faults.is_empty() {
            return file;
        }
        for (key, value) in tree.get_ref() {
            let list = value.get_ref().as_array();
            let Some(list) = list.filter(|_| key.get_ref() == PASSAGES) else {
                let message = format!(
                    "unknown key `{}`; only `[[{PASSAGES}]]` is known",
                    key.get_ref()
                );
                file.faults.push((line(key.span().start), message));
                continue;
            };
            for value in list {
                let place = line(value.span().start);
                match Table::deserialize(ValueDeserializer::from(value.clone())) {
                    Err(error) => file.faults.push(fault(&error)),
                    Ok(table) => file.take(place, table, profile, &line),
                }
            }
        }
        file.faults.sort();
        file
    }

    fn take(
        &mut self,
        place: usize,
        table: Table,
        profile: &Profile,
        line: &dyn Fn(usize) -> usize,
    ) {
        let mut corrections = Vec::new();
        let changes = [
            (Change::Added, &table.add),
            (Change::Removed, &table.remove),
        ];
        for (change, names) in changes {
            for name in names {
                match tag(name.get_ref(), profile) {
                    Ok(tag) => corrections.push(Correction { change, tag }),
                    Err(why) => self.faults.push((line(name.span().start), why)),
                }
            }
        }
        if words(table.starts.get_ref()).next().is_none() {
            let why = "`starts` needs the first words of the paragraph".to_owned();
            self.faults.push((line(table.starts.span().start), why));
            return;
        }
        let essay = table.essay.get_ref().replace('\\', "/");
        let is_outside = |part: &str| part == ".." || part.ends_with(':');
        if essay.starts_with('/') || essay.split('/').any(is_outside) {
            let why = format!("`{essay}` is not below the folder of this file");
            self.faults.push((line(table.essay.span().start), why));
            return;
        }
        let amendment = Amendment {
            essay: essay.strip_prefix("./").unwrap_or(&essay).to_owned(),
            paragraph: table.paragraph,
            part: table.part,
            starts: table.starts.into_inner(),
            corrections,
        };
        self.amendments.push((place, amendment));
    }
}

/// The tag called `name`: a theme, or what its field says (`character:`, `place:`).
fn tag(name: &str, profile: &Profile) -> Result<Tag, String> {
    let (field, bare) = name.split_once(':').unwrap_or(("theme", name));
    let bare = bare.trim();
    let found = match field.trim() {
        "theme" => profile.theme_id(bare).map(Tag::Theme),
        "character" => profile.character_id(bare).map(Tag::Character),
        "place" => profile.place_id(bare).map(Tag::Place),
        other => {
            return Err(format!(
                "unknown field `{other}:`; write `character:` or `place:`"
            ));
        }
    };
    found.map_err(|error| {
        let is_character = profile.character_id(name).is_ok();
        let kind = match (is_character, profile.place_id(name).is_ok()) {
            (true, _) => "character",
            (false, true) => "place",
            _ => return error.to_string(),
        };
        format!("unknown theme `{name}`; for the {kind}, write `{kind}:{name}`")
    })
}

/// Corrects the passages of an essay; whether the one meant is there.
#[must_use]
pub fn amend(passages: &mut [EnrichedPassage], amendment: &Amendment) -> bool {
    let begins = |passage: &&EnrichedPassage| {
        passage.passage.part <= 1 && starts_with(&passage.text, &amendment.starts)
    };
    let numbers: Vec<u32> = passages
        .iter()
        .filter(begins)
        .map(|p| p.passage.paragraph)
        .collect();
    let number = match numbers[..] {
        [only] => only,
        _ if numbers.contains(&amendment.paragraph) => amendment.paragraph,
        _ => return false,
    };
    let is_meant = |passage: &&mut EnrichedPassage| {
        let part = amendment.part;
        passage.passage.paragraph == number && part.is_none_or(|part| part == passage.passage.part)
    };
    let mut is_there = false;
    for passage in passages.iter_mut().filter(is_meant) {
        is_there = true;
        for correction in &amendment.corrections {
            if correct(passage, *correction) {
                passage.corrections.push(*correction);
            }
        }
    }
    is_there
}

/// Makes a correction; whether it changed anything.
fn correct(passage: &mut EnrichedPassage, correction: Correction) -> bool {
    match (correction.tag, correction.change) {
        (Tag::Theme(theme), Change::Added) => {
            let is_new = passage.themes.iter().all(|tag| tag.theme != theme);
            if is_new {
                let tag = ThemeTag {
                    theme,
                    score: 1.0,
                    evidence: Vec::new(),
                };
                passage.themes.insert(0, tag);
            }
            is_new
        }
        (Tag::Theme(theme), Change::Removed) => {
            let before = passage.themes.len();
            passage.themes.retain(|tag| tag.theme != theme);
            passage.themes.len() < before
        }
        (Tag::Character(id), change) => correct_names(&mut passage.characters, id, change),
        (Tag::Place(id), change) => correct_names(&mut passage.places, id, change),
    }
}

fn correct_names(names: &mut Vec<Mentioned>, id: u16, change: Change) -> bool {
    let place = names.iter().position(|found| found.id == id);
    match (change, place) {
        (Change::Added, None) => names.push(Mentioned {
            id,
            spans: Vec::new(),
        }),
        (Change::Removed, Some(at)) => drop(names.remove(at)),
        _ => return false,
    }
    true
}

/// Whether `text` begins with the words of `starts`.
fn starts_with(text: &str, starts: &str) -> bool {
    let mut text = words(text);
    words(starts).all(|word| text.next() == Some(word))
}

/// The words of `text`, folded: case, accents and marks make no difference.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| c.is_whitespace() || c == '-' || c == '—' || c == '–');
    let bare = words.map(|word| {
        let mut word = fold(word);
        word.retain(char::is_alphanumeric);
        word
    });
    bare.filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrich::{Enricher, Finders};
    use expect_test::{Expect, expect};

    fn profile() -> Profile {
        Profile::built_in(Profile::built_in_names()[0]).expect("it is built in")
    }

    fn check(text: &str, expected: &Expect) {
        let file = TagsFile::parse(text, &profile());
        let amendments = file.amendments.iter();
        let amendments = amendments.map(|(line, amendment)| {
            format!("{line}: {} ¶{}\n", amendment.essay, amendment.paragraph)
        });
        let faults = file.faults.iter();
        let faults = faults.map(|(line, why)| format!("{line} wrong: {why}\n"));
        expected.assert_eq(&amendments.chain(faults).collect::<String>());
    }

    #[test]
    fn every_fault_is_named_with_its_line_and_the_rest_holds() {
        check(
            "[[passage]]\nessay = \"./a\\\\b.txt\"\nparagraph = 2\nstarts = \"It\"\n\
             add = [\"memry\",\n  \"Ruth\", \"Norfolk\", \"mood:sad\"]\nremove = [\"character:Rut\"]\n\
             [[passage]]\nessay = \"../c.txt\"\nparagraph = 1\nstarts = \"It\"\n\
             [[passage]]\nessay = \"d.txt\"\nparagraph = \"1\"\nstarts = \"It\"\n\
             [[passage]]\nessay = \"e.txt\"\nparagraph = 1\nstarts = \"…\"\n\
             [theme]\n",
            &expect![[r#"
                1: a/b.txt ¶2
                5 wrong: unknown theme `memry`; did you mean `memory`?
                6 wrong: unknown field `mood:`; write `character:` or `place:`
                6 wrong: unknown theme `Norfolk`; for the place, write `place:Norfolk`
                6 wrong: unknown theme `Ruth`; for the character, write `character:Ruth`
                7 wrong: unknown character `Rut`; did you mean `Ruth`?
                9 wrong: `../c.txt` is not below the folder of this file
                14 wrong: invalid type: string "1", expected u32
                19 wrong: `starts` needs the first words of the paragraph
                20 wrong: unknown key `theme`; only `[[passage]]` is known
            "#]],
        );
        check(
            "[[passage]\n",
            &expect![[r#"
            1 wrong: unclosed array table, expected `]`
        "#]],
        );
        check("", &expect![[""]]);
    }

    fn placed(paragraph: u32, starts: &str) -> Option<u32> {
        let text = "Title\n\nIt is late, and it rains.\n\n“It is” late again.\n\nNobody comes.\n";
        let essay = crate::read::read(text.as_bytes(), "a.txt").expect("text is read");
        let profile = profile();
        let finders = Finders::new(&profile);
        let (mut found, _) = Enricher::new(&finders).enrich(&essay);
        let correction = Correction {
            change: Change::Added,
            tag: Tag::Theme(0),
        };
        let amendment = Amendment {
            essay: "a.txt".to_owned(),
            paragraph,
            part: None,
            starts: starts.to_owned(),
            corrections: vec![correction, correction],
        };
        let is_there = amend(&mut found.passages, &amendment);
        let mut changed = found.passages.iter().filter(|p| !p.corrections.is_empty());
        let changed = changed.next().inspect(|p| {
            assert_eq!(p.corrections, [correction], "it is added once");
            assert_eq!(p.themes[0].theme, 0);
        });
        assert_eq!(is_there, changed.is_some());
        changed.map(|p| p.passage.paragraph)
    }

    #[test]
    fn the_number_chooses_among_paragraphs_that_begin_alike() {
        assert_eq!(placed(1, "It is late"), Some(1));
        assert_eq!(placed(2, "it IS late"), Some(2));
        assert_eq!(placed(3, "It is late"), None);
    }

    #[test]
    fn the_words_alone_find_a_paragraph_that_moved() {
        assert_eq!(placed(1, "Nobody comes"), Some(3));
        assert_eq!(placed(7, "Nobody"), Some(3));
        assert_eq!(placed(3, "Nobody goes"), None);
        assert_eq!(placed(3, "Nobody comes here"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_file_of_corrections_or_says_why_not(text in "\\PC{0,80}") {
            let _ = TagsFile::parse(&text, &profile());
        }
    }
}
