//! An invented novel for the tests of this room.

use crate::profile::{Author, Edition, Entity, OtherWork, Profile, Work};

fn entity(name: &str, aliases: &[&str]) -> Entity {
    Entity {
        name: name.to_owned(),
        aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
        blockers: Vec::new(),
        surname_blocks: false,
        requires: Vec::new(),
        window_words: 0,
        short_forms: Vec::new(),
        themes: Vec::new(),
    }
}

/// *The Glass Orchard* by Marian Wetherall, 2005, 288 pages.
pub(crate) fn profile() -> Profile {
    Profile {
        id: "the-glass-orchard".to_owned(),
        source: String::new(),
        work: Work {
            title: "The Glass Orchard".to_owned(),
            short_titles: vec!["Orchard".to_owned(), "GO".to_owned()],
            year: 2005,
            other_works: vec![OtherWork {
                title: "The Long Tide".to_owned(),
                year: 1989,
            }],
        },
        author: Author {
            given: "Marian".to_owned(),
            middle: String::new(),
            family: "Wetherall".to_owned(),
            wrong_forms: vec!["Marion".to_owned()],
        },
        editions: vec![Edition {
            key: "first".to_owned(),
            publishers: vec!["Quill International".to_owned(), "Quill".to_owned()],
            years: vec![2005, 2006, 2010],
            isbn: None,
            first_page: Some(3),
            last_page: Some(288),
        }],
        chapters: Vec::new(),
        characters: vec![
            entity("Edie P.", &["Edie"]),
            entity("Jonah Marsh", &["Jonah"]),
        ],
        places: vec![entity("Saltmere", &[])],
        euphemisms: Vec::new(),
        themes: Vec::new(),
    }
}
