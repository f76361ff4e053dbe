//! The novel under study, as data: a TOML file says what the code must not.
//!
//! Nothing else in the code may name a novel, an author, a character or a
//! theme. The order of `characters`, `places` and `themes` numbers them in the
//! index, so an index keeps a copy of the profile it was made with.

mod check;
mod entry;
mod idle;
mod load;
mod names;
mod parse;

pub use check::{Finding, Severity};
pub use entry::{Choice, Entry, EntryError, Matching, Near, Slot, fold_word};
pub use load::ProfileError;
pub(crate) use load::line_and_column;
pub use names::{KnownNames, UnknownName};

use serde::{Deserialize, Serialize};

/// A novel, and what essays on it talk about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name on the command line (`some-novel`).
    pub id: String,
    /// The novel.
    pub work: Work,
    /// Its author.
    pub author: Author,
    /// Editions whose pages essays cite.
    #[serde(default)]
    pub editions: Vec<Edition>,
    /// Chapters, in order.
    #[serde(default)]
    pub chapters: Vec<Chapter>,
    /// Characters; their order numbers them.
    #[serde(default)]
    pub characters: Vec<Entity>,
    /// Places; their order numbers them.
    #[serde(default)]
    pub places: Vec<Entity>,
    /// Words that the novel uses in a sense of its own.
    #[serde(default)]
    pub euphemisms: Vec<Euphemism>,
    /// Themes; their order numbers them.
    #[serde(default)]
    pub themes: Vec<Theme>,
    /// The TOML it was read from.
    #[serde(skip)]
    pub(crate) source: String,
}

/// The novel as a work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// Full title.
    pub title: String,
    /// Short titles and abbreviations that stand for it in citations (`NLMG`-like).
    #[serde(default)]
    pub short_titles: Vec<String>,
    /// Year of first publication.
    pub year: u16,
    /// Other works by the author, so that a citation of one is not the novel's.
    #[serde(default)]
    pub other_works: Vec<OtherWork>,
}

/// Another work by the novel's author.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherWork {
    /// Full title.
    pub title: String,
    /// Year of first publication.
    pub year: u16,
}

/// The novel's author and the forms essays give the name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    /// Given names.
    pub given: String,
    /// Names between the two, which a citation may add and nobody is called by alone.
    #[serde(default)]
    pub middle: String,
    /// Family name: what a citation of the novel resolves to.
    pub family: String,
    /// Wrong forms seen in essays, kept as sic (a given name used as a surname, misspellings).
    #[serde(default)]
    pub wrong_forms: Vec<String>,
}

/// An edition of the novel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Stable key.
    pub key: String,
    /// Publisher's names as works-cited lists give them.
    pub publishers: Vec<String>,
    /// Years of its printings.
    #[serde(default)]
    pub years: Vec<u16>,
    /// ISBN, digits only.
    #[serde(default)]
    pub isbn: Option<String>,
    /// First page of the text.
    #[serde(default)]
    pub first_page: Option<u16>,
    /// Last page of the text.
    #[serde(default)]
    pub last_page: Option<u16>,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Its number, from 1.
    pub number: u16,
    /// The part it belongs to, from 1.
    #[serde(default)]
    pub part: Option<u16>,
    /// First and last page by edition key; approximate.
    #[serde(default)]
    pub pages: std::collections::BTreeMap<String, (u16, u16)>,
}

/// A character or a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// Canonical name: what results show.
    pub name: String,
    /// Other forms that name it, misspellings included.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Forms too common to count alone ("Emily"): they count where another form
    /// stands in the same essay, or as `requires` says.
    #[serde(default)]
    pub short_forms: Vec<String>,
    /// Phrases that hold one of the forms and name something else; they consume its words.
    #[serde(default)]
    pub blockers: Vec<String>,
    /// Whether a capitalised word right after a form makes it somebody else's name ("Ruth Rendell").
    #[serde(default)]
    pub surname_blocks: bool,
    /// Words of which one must stand within `window_words` for a form to count; empty: none
    /// needed. Of an entity with short forms, it is they that need one.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Reach of `requires`, in words; 0 is the whole passage.
    #[serde(default)]
    pub window_words: u16,
    /// Theme ids that its name speaks for, weakly.
    #[serde(default)]
    pub themes: Vec<String>,
}

/// A word that the novel uses in a sense of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Euphemism {
    /// Name, as themes refer to it (`{EUPH:name}`).
    pub id: String,
    /// Its forms.
    pub forms: Vec<String>,
    /// Entries of which one within `window_words` shows the novel's sense.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Phrases in the ordinary sense; they consume its words.
    #[serde(default)]
    pub ordinary: Vec<String>,
    /// Reach of `cues`, in words.
    #[serde(default)]
    pub window_words: u16,
    /// Whether quotation marks around a form show the novel's sense.
    #[serde(default)]
    pub quoted: bool,
    /// Entries that, right before a form, show the novel's sense ("her possible"; "she completed").
    #[serde(default)]
    pub before: Vec<String>,
    /// Entries that, right after a form, show the ordinary sense ("complete the course").
    #[serde(default)]
    pub not_after: Vec<String>,
}

/// A theme and the words that speak for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Short name: what filters take.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// What it is about, in a sentence.
    #[serde(default)]
    pub definition: String,
    /// Entries of weight 3, in the notation of [`Entry`].
    pub strong: Vec<String>,
    /// Entries of weight 1.5.
    #[serde(default)]
    pub medium: Vec<String>,
    /// Entries of weight 0.4.
    #[serde(default)]
    pub weak: Vec<String>,
    /// Phrases of weight 0 that consume their words.
    #[serde(default)]
    pub false_friends: Vec<String>,
    /// Whether weak words and a single medium one never suffice.
    #[serde(default)]
    pub is_strict: bool,
}
