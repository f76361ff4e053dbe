//! The index on disk: tantivy's files, and what norfolk keeps beside them.
//!
//! Everything that must agree is in one tantivy commit: passages, essays, the
//! files they came from, and the counts (as the commit's payload). So a crash
//! leaves the old index or the new one, never a mixture.

mod bag;
mod base;
mod check;
mod checksums;
mod columns;
mod directory;
mod document;
mod folder;
mod known;
mod lock;
mod marks;
mod merging;
mod payload;
mod places;
mod reader;
mod schema;
mod seal;
mod stream;
mod writer;

pub use base::Base;
pub use check::check;
pub use columns::{Bags, EssayColumns, PassageColumns, TagColumns};
pub use document::{
    FileDocuments, FilePlace, FileState, StoredEssay, StoredSkip, essay_documents, skip_document,
};
pub use folder::{DIRECTORY_NAME, find, find_or_default};
pub use known::{KnownFile, KnownFiles};
pub use lock::Lock;
pub use marks::Marks;
pub use places::Positions;
pub use reader::Index;
pub use schema::Fields;
pub use writer::{Start, Writer};

use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use thiserror::Error;

/// The version of the index format that this norfolk reads and writes.
pub const FORMAT_VERSION: u32 = 6;

/// What a committed index says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Info {
    /// The norfolk that wrote it.
    pub norfolk: String,
    /// Id of the profile it was made with.
    pub profile: String,
    /// Whether that profile is a built-in one.
    pub is_built_in: bool,
    /// Hash of the profile's text.
    pub profile_hash: u64,
    /// What a search needs of the profile, as the profile's room writes it.
    pub names: String,
    /// The folders indexed in it; their order numbers them.
    pub folders: Vec<Folder>,
    /// Number of essays.
    pub essays: u64,
    /// Number of passages.
    pub passages: u64,
    /// Words in the bodies of the essays.
    pub words: u64,
    /// Tokens of its text: what ranking measures lengths by.
    pub tokens: u64,
    /// Number of files that could not be read.
    pub skipped: u64,
    /// Whether the run that committed it still had files to read.
    pub is_unfinished: bool,
    /// Users' corrections that have no place, or make no sense; in order.
    #[serde(default)]
    pub corrections: Vec<IdleCorrection>,
}

impl std::fmt::Display for IdleCorrection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.reason)
    }
}

impl IdleCorrection {
    /// As scripts are told of it.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({"path": self.path, "line": self.line, "reason": self.reason})
    }
}

/// A user's correction of tags that has no effect, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IdleCorrection {
    /// Path of the file that it stands in, as shown.
    pub path: String,
    /// Its line, from 1.
    pub line: usize,
    /// Why, and what would do; as a fragment.
    pub reason: String,
    /// Number of the folder that the file was found in.
    pub folder: u32,
    /// Hash of the correction; `None` of what makes no sense as it is written.
    pub stamp: Option<u64>,
}

/// The hash of a profile's text: an index whose profile has another is not to be read with it.
#[must_use]
pub fn profile_hash(text: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}

/// A folder whose essays are indexed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    /// As it was given on the command line: what the paths of its essays begin with.
    pub given: String,
    /// Its full path.
    pub full: PathBuf,
    /// In what is written, the way to it from where the index lies, if it is below.
    way: Option<PathBuf>,
}

impl Folder {
    /// A folder, as given, and its full path.
    #[must_use]
    pub fn new(given: String, full: PathBuf) -> Folder {
        Folder {
            given,
            full,
            way: None,
        }
    }

    /// The path shown for a file `below` it, with `/` between names.
    #[must_use]
    pub fn shown(&self, below: &str) -> String {
        match (self.given.as_str(), below) {
            (given, "") => given.to_string(),
            ("." | "./", below) => below.to_string(),
            (given, below) => format!("{}/{below}", given.trim_end_matches('/')),
        }
    }
}

/// Something wrong with an index.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum IndexError {
    /// There is none where one is looked for.
    #[error("no index in `{}` or a folder above it; make one with `norfolk index FOLDER`", .0.display())]
    Missing(PathBuf),
    /// It was written in another format.
    #[error(
        "the index `{}` has format {found}, this norfolk reads format {FORMAT_VERSION}; \
         make it anew with `norfolk index --rebuild FOLDER`", path.display()
    )]
    Version {
        /// The index.
        path: PathBuf,
        /// Its format.
        found: u64,
    },
    /// Another process is writing it.
    #[error("the index `{}` is being written by {holder}; try again when it is done", path.display())]
    Locked {
        /// The index.
        path: PathBuf,
        /// Who holds the lock.
        holder: String,
    },
    /// Its files are damaged or incomplete.
    #[error("the index `{}` is damaged ({reason}); make it anew with `norfolk index --rebuild FOLDER`", path.display())]
    Damaged {
        /// The index.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// It cannot be read or written for a reason outside it.
    #[error("cannot use the index `{}`: {reason}", path.display())]
    Unusable {
        /// The index.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
}
