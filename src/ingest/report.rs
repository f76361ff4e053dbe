//! What a run of ingest did.

use crate::index::IdleCorrection;
use serde::{Serialize, Serializer};

/// What a run did, and what the index holds after it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Essays that are new.
    pub added: u64,
    /// Essays that changed.
    pub updated: u64,
    /// Essays that are as they were.
    pub unchanged: u64,
    /// Essays whose files are gone, or can no longer be read.
    pub removed: u64,
    /// Files that could not be read, by path.
    pub skipped: Vec<Skip>,
    /// Essays in the index.
    pub essays: u64,
    /// Passages in the index.
    pub passages: u64,
    /// Words in the index.
    pub words: u64,
    /// Users' corrections of tags that have no effect, by file and line.
    #[serde(serialize_with = "shown")]
    pub corrections: Vec<IdleCorrection>,
    /// Whether the run was stopped before it was done.
    pub stopped: bool,
    /// Files that were found and not looked into, because the run was stopped.
    pub left: u64,
    /// How long it took.
    pub elapsed_ms: u64,
    /// Why the index was made anew, if it was.
    pub rebuilt: Option<String>,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Skip {
    /// Its path, as shown.
    pub path: String,
    /// Why, as a fragment.
    pub reason: String,
}

/// Corrections as the user is told of them.
fn shown<S: Serializer>(corrections: &[IdleCorrection], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(corrections.iter().map(IdleCorrection::to_json))
}
